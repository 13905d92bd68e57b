"""An image: a specification of a chart (Vega-Lite) becomes SVG that needs no script."""

import re
from collections.abc import Mapping
from html import escape
from typing import Any

import vl_convert
from markupsafe import Markup

# Of the Analysis Function's palette, as in the style sheet; each reads in black and white too.
DARK_BLUE, GREY = "#12436D", "#5A6570"
GREEN, RED, SKY, PALE = "#0F5F57", "#801650", "#E7EFF6", "#C9D1D9"
INK, RULE = "#1B2733", "#9AA5B1"
TEXT = 13
_FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"

_SHORTENED = (
    # Inside an image nothing else is announced, so the library's own roles are taken out.
    (r' (?:role|aria-[a-z]+|class|pointer-events|font-family)="[^"]*"', ""),
    (r' (?:stroke-|fill-)?opacity="1"', ""),
    # What draws nothing.
    (r'<path d=""[^>]*/>', ""),
    (r'<path d="M0,0h[^"]*Z"/>', ""),
    (r"<g></g>", ""),
)
"""What is said once, or adds nothing, is left out: a page has dozens of charts."""

_MARKUP, _HUNDREDTHS = re.compile(r"<[^>]*>"), re.compile(r"(\.\d\d)\d+")
"""Coordinates are cut after a hundredth of a pixel; what is written between them is not."""

GAPS = {"invalid": "break-paths-show-domains"}
"""Part of a line that is broken where there is no value."""

CONFIG: Mapping[str, Any] = {
    "padding": {"left": 4, "right": 4, "top": 8, "bottom": 4},
    "background": "transparent",
    "view": {"stroke": None},
    "text": {"fontSize": TEXT, "font": _FONT, "color": INK},
    "axis": {
        "labelFontSize": TEXT, "labelFont": _FONT, "labelColor": INK, "labelLineHeight": 16,
        "title": None, "grid": False, "domainColor": RULE, "tickColor": RULE,
    },
}  # fmt: skip
"""What all charts have in common."""


def image(specification: Mapping[str, Any], sentence: str) -> Markup:
    """Return a chart as SVG that scales with the page, named by its sentence."""
    # Its schema is not checked each time: that takes as long as drawing it.
    drawn = vl_convert.vegalite_to_svg({"config": CONFIG, **specification})
    opening, inside = drawn.split(">", maxsplit=1)
    box = re.findall(r'viewBox="[^"]*"', opening)
    for pattern, shorter in _SHORTENED:
        inside = re.sub(pattern, shorter, inside)
    inside = _MARKUP.sub(lambda tag: _HUNDREDTHS.sub(r"\1", tag[0]), inside)
    named = f'<svg xmlns="http://www.w3.org/2000/svg" {box[0]} font-family="{_FONT}" role="img"'
    return Markup(f'{named} aria-label="{escape(sentence)}">{inside}')
