"""A return about an area that others had taken the place of, whose counts no figure would use."""

from collections.abc import Iterable, Iterator

from safeboard.intake.finding import Finding, Severity
from safeboard.intake.reading.heading import Heading
from safeboard.vocabulary.area import Area


def about_ended(
    areas: Iterable[Area], heading: Heading, sheet: str = "", cell: str = ""
) -> Iterator[Finding]:
    """Find that the area of a return had ended when the return's period began."""
    for area in areas:
        origin = area.origin
        if origin is None or heading.period.first_day < origin.began:
            continue
        for ended in origin.predecessors:
            if ended.number == heading.area:
                began = f"{origin.began.day} {origin.began:%B %Y}"
                message = (
                    f"{area.name} ({area.number}) took the place of {ended.name} ({ended.number}) "
                    f"on {began}, so no figure would use these counts. "
                    f"Send a return about {area.name}."
                )
                yield Finding(Severity.ERROR, "area-ended", sheet, cell, message)
