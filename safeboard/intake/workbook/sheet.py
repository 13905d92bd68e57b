"""A sheet of an Excel workbook: its cells, many at a time and never laid out in full."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial

import polars as pl

from safeboard.intake.address import position
from safeboard.intake.workbook.cells import CELLS, CellKind, Tally, hold_to_limits, in_order
from safeboard.intake.workbook.links import Links
from safeboard.intake.workbook.markup import UnusualError
from safeboard.intake.workbook.refusal import Refusal, RefusedError
from safeboard.intake.workbook.serial import as_dates
from safeboard.intake.workbook.texts import meant
from safeboard.intake.workbook.turns import in_turn

_GAP = r"(?:\s|</?row(?: [^<>]*)?>)*$"
_CELL = (
    r'^r="(?<cell>(?<letters>[A-Z]{1,3})(?<digits>[1-9][0-9]{0,6}))"'
    r'(?: s="(?<style>[0-9]{1,6})")?(?: t="(?<type>[a-zA-Z]{1,9})")?'
    r'(?: cm="[0-9]+")?(?: vm="[0-9]+")?'
    r"(?: ?/>|>(?:<f(?<said>(?: [^<>]*?)?)(?:/>|>(?<formula>[^<]*)</f>))?"
    r"(?:<v>(?<value>[^<]*)</v>|<v ?/>"
    r'|<is><t(?<altered> altered="1")?(?: xml:space="preserve")?>(?<inline>[^<]*)</t></is>)?'
    r"</c>)" + _GAP
)
"""One cell as programs write it, after `<c `, and the rows that begin and end behind it.

Only we write `altered`, of a text that was parsed (sheet_markup) and has such a part.
"""

_COUNT_CELL = (
    r'^r="(?<cell>(?<letters>[A-Z]{1,3})(?<digits>[1-9][0-9]{0,6}))"'
    r'(?: s="(?<style>[0-9]{1,6})")?><v>(?<value>0|[1-9][0-9]{0,14})</v></c>' + _GAP
)
"""A cell with a whole number and nothing else, as nearly all are. Its text is its number's."""

_NUMBER = r"^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?$"
_PLAIN_NUMBER = r"^-?(?:[1-9][0-9]*|0)(?:\.[0-9]*[1-9])?$"
_ALTERABLE = [CellKind.NUMBER.value, CellKind.TEXT.value]
_LONGEST_EXACT, _SMALLEST_PLAIN = 15, 0.0001
_TYPES = ("n", "s", "str", "inlineStr", "b", "d", "e")


@dataclass(frozen=True)
class Surroundings:
    """What a sheet's cells refer to: the workbook's texts, styles that show a number as none."""

    texts: pl.DataFrame
    date_styles: frozenset[int] = frozenset()
    percent_styles: frozenset[int] = frozenset()
    disguised_styles: frozenset[int] = frozenset()
    altered_styles: frozenset[int] = frozenset()
    from_1904: bool = False
    linked_names: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def unlike_numbers(self) -> list[str]:
        """Return the styles in which a number is, or may be, something else."""
        styles = self.date_styles | self.percent_styles | self.disguised_styles
        return [str(each) for each in sorted(styles | self.altered_styles)]


def read_sheet(pieces: Iterable[str], around: Surroundings, tally: Tally) -> pl.DataFrame:
    """Return a sheet's cells that are not blank, in order: CELLS.

    Raises: RefusedError, UnusualError.
    """
    links, frames = Links(around.linked_names), [CELLS.to_frame()]
    for counts, others in in_turn(partial(_cut, around), pieces):
        found = pl.concat([counts, _typed(others, around, links)]).sort("number_of_cell")
        frames.append(hold_to_limits(found.select(CELLS.names())))
        tally.add(frames[-1].height)
    return in_order(links.spread(pl.concat(frames, rechunk=False)))


def _cut(around: Surroundings, rows: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the cells that hold a whole number, and the parts of every other that is filled.

    `number_of_cell` tells in which order they were written. Raises: UnusualError, RefusedError.
    """
    cut = pl.Series("piece", [rows]).str.split("<c ").explode()
    if not cut.head(1).str.contains(f"^{_GAP}").item():
        raise UnusualError
    pieces = cut.slice(1)
    parts = pieces.str.extract_groups(_COUNT_CELL).struct.unnest().with_row_index("number_of_cell")
    is_unlike = parts["style"].is_in(around.unlike_numbers).fill_null(value=False)
    is_count = parts["cell"].is_not_null() & ~is_unlike
    numbers = (~is_count).arg_true()
    others = pieces.gather(numbers).str.extract_groups(_CELL).struct.unnest()
    if others["cell"].null_count():
        raise UnusualError
    filled = _filled(others.with_columns(numbers.alias("number_of_cell")))
    return _whole(parts.filter(is_count)), filled


def _whole(counts: pl.DataFrame) -> pl.DataFrame:
    """Return the cells that hold a whole number, as it is."""
    value = pl.col("value")
    return counts.select(
        "number_of_cell",
        *_place(counts),
        "cell",
        text=value,
        kind=pl.lit(CellKind.NUMBER.value, CELLS["kind"]),
        number=value.cast(pl.Float64),
    )


def _filled(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells with a value, a text or a formula, and where they stand."""
    is_filled = (pl.col("value") != "") | (pl.col("type") == "e")
    cells = cells.filter(is_filled | pl.col("inline").is_not_null() | pl.col("said").is_not_null())
    placed = cells.with_columns(
        *_place(cells),
        pl.col("type").fill_null("n"),
        pl.col("value").fill_null(""),
    )
    if not placed["type"].is_in(_TYPES).all():
        raise RefusedError(Refusal.DAMAGED)
    return placed


def _place(cells: pl.DataFrame) -> list[pl.Series]:
    """Return where cells stand: their rows and columns."""
    letters = cells["letters"]
    named = letters.unique()
    numbers = pl.Series([position(each)[1] for each in named], dtype=pl.Int64)
    return [
        cells["digits"].cast(pl.Int64).alias("row"),
        letters.replace_strict(named, numbers).cast(pl.Int64).alias("column"),
    ]


def _typed(cells: pl.DataFrame, around: Surroundings, links: Links) -> pl.DataFrame:
    """Return cells by what they hold, without those that are blank."""
    style = pl.col("style").fill_null("0").cast(pl.Int64)
    is_altered = style.is_in(around.altered_styles)
    cells = cells.with_columns(links.find(cells).alias("linked"), is_altered.alias("by_style"))
    found = [
        make(some, around)
        for holds, make in _makers(style.is_in(around.date_styles))
        if (some := cells.filter(holds)).height
    ]
    if not found:
        return _NONE
    linked = pl.col("linked") & (pl.col("kind") != CellKind.FORMULA)
    altered = pl.col("by_style") & pl.col("kind").is_in(_ALTERABLE)
    kind = (
        pl.when(linked)
        .then(pl.lit(CellKind.LINKED.value))
        .when(altered)
        .then(pl.lit(CellKind.ALTERED.value))
        .otherwise("kind")
    )
    number = pl.when(kind == CellKind.NUMBER).then("number")
    all_found = pl.concat([each.select(*_NONE.columns, "linked", "by_style") for each in found])
    return (
        all_found.filter(pl.col("text").str.strip_chars() != "")
        .with_columns(kind=kind.cast(CELLS["kind"]), number=number)
        .select(_NONE.columns)
    )


_NONE = pl.DataFrame(schema={"number_of_cell": pl.UInt32(), **CELLS})

_Maker = Callable[[pl.DataFrame, Surroundings], pl.DataFrame]


def _makers(is_date: pl.Expr) -> list[tuple[pl.Expr, _Maker]]:
    """Return which cells hold something of a kind, and what makes of them what they hold."""
    of_type, value = pl.col("type"), pl.col("value")
    has_no_result = pl.col("said").is_not_null() & (value == "") & ~of_type.is_in(("str", "e"))
    is_number = ~has_no_result & (of_type == "n") & (value != "")
    return [
        (has_no_result, _formulas),
        (is_number & ~is_date, _counted),
        (is_number & is_date, _dated),
        (~has_no_result & (of_type == "s"), _worded),
        (~has_no_result & of_type.is_in(("str", "inlineStr")), _written),
        (~has_no_result & of_type.is_in(("b", "d", "e")), _others),
    ]


def _formulas(cells: pl.DataFrame, _around: Surroundings) -> pl.DataFrame:
    formula = meant(cells["formula"].fill_null(""))
    return _of_kind(cells.with_columns(("=" + formula).alias("text")), CellKind.FORMULA)


def _kind_of_number(around: Surroundings) -> pl.Expr:
    style = pl.col("style").fill_null("0").cast(pl.Int64)
    return (
        pl.when(style.is_in(around.percent_styles))
        .then(pl.lit(CellKind.PERCENTAGE.value))
        .when(style.is_in(around.disguised_styles))
        .then(pl.lit(CellKind.DISGUISED.value))
        .otherwise(pl.lit(CellKind.NUMBER.value))
    )


def _counted(cells: pl.DataFrame, around: Surroundings) -> pl.DataFrame:
    """Return numbers with the 15 digits that spreadsheet programs hold."""
    value, number = cells["value"], _numbers(cells["value"])
    is_exact = value.str.contains(_PLAIN_NUMBER) & (value.str.len_bytes() <= _LONGEST_EXACT)
    is_exact &= (number.abs() >= _SMALLEST_PLAIN) | (value == "0")
    others = (~is_exact).arg_true()
    texts = value.scatter(others, [f"{each:.15g}" for each in number.gather(others)])
    kind = _kind_of_number(around)
    return cells.with_columns(texts.alias("text"), kind.alias("kind"), number.alias("number"))


def _dated(cells: pl.DataFrame, around: Surroundings) -> pl.DataFrame:
    texts = as_dates(_numbers(cells["value"]), from_1904=around.from_1904)
    return _of_kind(cells.with_columns(texts.alias("text")), CellKind.DATE)


def _worded(cells: pl.DataFrame, around: Surroundings) -> pl.DataFrame:
    """Return the cells whose texts stand together in a part of the workbook, by their number."""
    number = cells["value"].cast(pl.UInt32, strict=False)
    if number.null_count() or (cells.height and number.max() >= around.texts.height):  # type: ignore[operator]
        raise RefusedError(Refusal.DAMAGED)
    texts = around.texts[number]
    return _texts(cells.with_columns(texts["text"]), texts["is_altered"])


def _written(cells: pl.DataFrame, _around: Surroundings) -> pl.DataFrame:
    """Return the cells that hold their text themselves."""
    texts = meant(cells.select(pl.coalesce("inline", "value")).to_series())
    return _texts(cells.with_columns(texts.alias("text")), cells["altered"].is_not_null())


def _texts(cells: pl.DataFrame, is_altered: pl.Series) -> pl.DataFrame:
    text, altered = pl.lit(CellKind.TEXT.value), pl.lit(CellKind.ALTERED.value)
    kind = pl.when(is_altered).then(altered).otherwise(text)
    return cells.with_columns(kind.alias("kind"), pl.lit(None, pl.Float64).alias("number"))


def _others(cells: pl.DataFrame, _around: Surroundings) -> pl.DataFrame:
    """Return truths, errors, and the dates that are written out."""
    of_type, value = pl.col("type"), pl.col("value")
    is_truth, is_error = of_type == "b", of_type == "e"
    if cells.filter(is_truth & ~value.is_in(("0", "1"))).height:
        raise RefusedError(Refusal.DAMAGED)
    day = value.str.replace("T", " ").str.replace(r"( 00:00:00)?(\.0+)?Z?$", "")
    said = pl.when(value != "").then("value").otherwise(pl.lit("#ERROR!"))
    truth = pl.when(value == "1").then(pl.lit("TRUE")).otherwise(pl.lit("FALSE"))
    return cells.with_columns(
        text=pl.when(is_truth).then(truth).when(is_error).then(said).otherwise(day),
        kind=pl.when(is_truth)
        .then(pl.lit(CellKind.TRUTH.value))
        .when(is_error)
        .then(pl.lit(CellKind.ERROR.value))
        .otherwise(pl.lit(CellKind.DATE.value)),
        number=pl.lit(None, pl.Float64),
    )


def _of_kind(cells: pl.DataFrame, kind: CellKind) -> pl.DataFrame:
    return cells.with_columns(
        pl.lit(kind.value).alias("kind"), pl.lit(None, pl.Float64).alias("number")
    )


def _numbers(values: pl.Series) -> pl.Series:
    numbers = values.cast(pl.Float64, strict=False)
    if not (values.str.contains(_NUMBER) & numbers.is_finite()).all():
        raise RefusedError(Refusal.DAMAGED)
    return numbers
