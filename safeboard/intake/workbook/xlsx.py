"""An Excel workbook (.xlsx): its cells."""

from collections.abc import Iterator
from io import BytesIO

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from safeboard.intake.workbook.cells import CellKind, Typed, frame
from safeboard.intake.workbook.formulas import UNREADABLE_PARTS, Valueless, find_valueless
from safeboard.intake.workbook.parts import Parts
from safeboard.intake.workbook.refusal import Refusal, RefusedError

_UNREADABLE: tuple[type[Exception], ...] = (CalamineError, *UNREADABLE_PARTS)


def read_xlsx(parts: Parts, content: bytes) -> dict[str, pl.DataFrame]:
    """Return the cells of each sheet, by its name: CELLS. Raises: RefusedError."""
    if any(name.startswith("xl/macrosheets/") or "vbaProject" in name for name in parts.names):
        raise RefusedError(Refusal.MACROS)
    try:
        valueless = find_valueless(content)
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            return {
                each.name: _cells(
                    workbook.get_sheet_by_name(each.name), valueless.get(each.name, [])
                )
                for each in workbook.sheets_metadata
                if each.typ is SheetTypeEnum.WorkSheet
            }
    except _UNREADABLE as error:
        raise RefusedError(Refusal.DAMAGED) from error


def _cells(sheet: CalamineSheet, valueless: list[Valueless]) -> pl.DataFrame:
    return frame([*_typed(sheet), *map(_valueless, valueless)])


def _typed(sheet: CalamineSheet) -> Iterator[Typed]:
    for row, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        for column, value in enumerate(values, start=1):
            if isinstance(value, str):
                if value and not value.isspace():
                    yield row, column, value, CellKind.TEXT, None
            elif isinstance(value, bool):
                yield row, column, str(value).upper(), CellKind.TRUTH, None
            elif isinstance(value, int | float):
                yield row, column, f"{value:.15g}", CellKind.NUMBER, float(value)
            else:
                yield row, column, str(value), CellKind.DATE, None


def _valueless(cell: Valueless) -> Typed:
    kind = CellKind.ERROR if cell.is_error else CellKind.FORMULA
    return cell.row, cell.column, cell.text, kind, None
