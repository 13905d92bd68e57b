"""The template: the workbook that an agency is sent, derived from the catalogue."""

from datetime import datetime, time
from io import BytesIO

from xlsxwriter.workbook import Workbook

from safeboard.intake.template.counts_sheet import write_counts
from safeboard.intake.template.notes_sheet import write_notes
from safeboard.intake.template.order import ReturnOrder, counts_sheets
from safeboard.intake.template.sheets import NOTES, START
from safeboard.intake.template.start_sheet import write_start
from safeboard.intake.template.styles import Styles

__all__ = ["ReturnOrder", "write_template"]

# A cell that starts with "=" would otherwise become a formula, one with an address a link.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_template(order: ReturnOrder) -> bytes:
    """Return the workbook (.xlsx) that an agency is sent; the same order gives the same bytes."""
    content = BytesIO()
    workbook = Workbook(content, _OPTIONS)
    _describe(workbook, order)
    styles = Styles(workbook)
    lists = write_start(workbook.add_worksheet(START), styles, order)
    for area, name in counts_sheets(order).items():
        write_counts(workbook.add_worksheet(name), styles, order, area)
    write_notes(workbook.add_worksheet(NOTES), styles, order, lists)
    workbook.close()
    return content.getvalue()


def _describe(workbook: Workbook, order: ReturnOrder) -> None:
    """Give the workbook its title, author and language, and a date that never varies."""
    where = f"{len(order.areas)} areas" if order.is_of_several else order.areas[0].name
    about = f"{order.sender.name}, {where}, {order.period}"
    workbook.set_properties(
        {
            "title": f"Return of counts: {about}",
            "subject": "Counts for the safeguarding partnership's dashboard",
            "author": order.partnership,
            "created": datetime.combine(order.period.first_day, time()),
        }
    )
    workbook.set_custom_property("Language", "en-GB", "text")
