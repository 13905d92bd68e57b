"""Rendering: a page and its template become HTML, every text escaped."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from safeboard.disclosure.release import Release
from safeboard.publishing.wording import day


def render(template: str, release: Release, **given: object) -> bytes:
    """Return a template filled with a release and what it needs beside it."""
    number = f"{release.period}, release {release.number}, as known on {day(release.as_of)}"
    text = _environment().get_template(template).render(release=release, imprint=number, **given)
    return text.encode()


def css_string(text: str) -> Markup:
    """Return a text as a string in a style sheet, from which it cannot break out."""
    safe = "".join(
        each if each.isalnum() or each in " .,:;-/()" else f"\\{ord(each):06x}" for each in text
    )
    return Markup(f'"{safe}"')


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("safeboard.publishing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["day"] = day
    environment.filters["css_string"] = css_string
    return environment
