"""The tables of an indicator: its windows, and the categories of its breakdowns."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from safeboard.catalogue.breakdown import Breakdown
from safeboard.catalogue.indicator import POPULATION, WHOLE, Indicator
from safeboard.publishing.charts.chart import Chart
from safeboard.publishing.charts.plain import of_categories, of_series
from safeboard.publishing.footnotes import Citation
from safeboard.publishing.headline import Headline
from safeboard.publishing.released import Place, ReleasedFigure
from safeboard.publishing.series import series_kind
from safeboard.publishing.wording import count, day, remarks, share, shown
from safeboard.vocabulary.form import Form

Cite = Callable[[Iterable[Place], str], tuple[Citation, ...]]
"""Return the marks of the notes on figures; the text says in which cell they stand."""


@dataclass(frozen=True)
class Row:
    """A row of a table: its heading, its cells, and what must be known of them.

    `part` is the row's part in the headline's comparison, in words; empty for the others.
    """

    place: Place
    heading: str
    cells: tuple[str, ...]
    remarks: tuple[str, ...]
    citations: tuple[Citation, ...]
    part: str = ""


@dataclass(frozen=True)
class Table:
    """A table with its chart. Where it would hold nothing, `instead` says so and it has no rows."""

    caption: str
    headings: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    chart: Chart | None = None
    instead: str = ""
    citations: tuple[Citation, ...] = ()

    @property
    def groups(self) -> tuple[tuple[Row, ...], ...]:
        """Return the rows in groups of one kind of window, such as the months."""
        of_kind = groupby(self.rows, key=lambda row: row.place.window)
        return tuple(tuple(rows) for _, rows in of_kind)


def window_table(
    headline: Headline, figures: Sequence[ReleasedFigure], cite: Cite, chart: Chart | None
) -> Table | None:
    """Return the table of an indicator's windows; None where it has only shares of a whole.

    Beside it stands the given chart, or else a line of its windows.
    """
    if not figures:
        return None
    indicator = headline.indicator
    series = [each for each in figures if each.window.kind is series_kind(headline)]
    return Table(
        caption=f"{indicator.title}, by period",
        headings=("Period", *_headings(indicator), "Notes"),
        columns=("figure", "number", "out-of") if indicator.form.divides else ("figure",),
        rows=tuple(_window_row(each, headline, cite) for each in figures),
        chart=chart or of_series(indicator, series),
    )


def category_table(
    headline: Headline, breakdown: Breakdown, figures: Sequence[ReleasedFigure], cite: Cite
) -> Table:
    """Return the table of a breakdown's categories at the headline's window."""
    indicator = headline.indicator
    title = f"{breakdown.label}, {headline.released.window}"
    heading = "Number out of the base, and share" if indicator.form is Form.PERCENTAGE else "Number"
    table = Table(
        caption=title if indicator.denominator == WHOLE else f"{indicator.title}. {title}",
        headings=(breakdown.label, heading, "Notes"),
        columns=("figure",),
        rows=(),
    )
    reasons = {(each.figure.value, each.figure.reason) for each in figures}
    if len(reasons) == 1 and figures[0].symbol:
        instead = f"{title}: {figures[0].figure.value} {figures[0].figure.reason}."
        cited = cite([each.place for each in figures], f"{indicator.title}, {breakdown.label}")
        return replace(table, instead=instead, citations=cited)
    return replace(
        table,
        rows=tuple(_category_row(each, indicator, breakdown, cite) for each in figures),
        chart=of_categories(indicator, breakdown, figures),
    )


def _headings(indicator: Indicator) -> tuple[str, ...]:
    if indicator.form is Form.COUNT:
        return ("Number",)
    figure = {Form.PERCENTAGE: "Per cent", Form.RATE: "Rate per 10,000", Form.DAYS: "Days"}
    of = "Children aged 0 to 17" if indicator.denominator == POPULATION else "Out of"
    return figure[indicator.form], "Number", of


def _window_row(each: ReleasedFigure, headline: Headline, cite: Cite) -> Row:
    indicator, figure = headline.indicator, each.figure
    cells = [shown(each, indicator)]
    if indicator.form.divides:
        cells += [count(each, figure.numerator), count(each, figure.denominator)]
    return Row(
        place=each.place,
        heading=str(each.window),
        cells=tuple(cells),
        remarks=(*remarks(each), *_definition_remark(each, headline)),
        citations=cite([each.place], f"{indicator.title}, {each.window}"),
        part=_part(each, headline),
    )


def _part(each: ReleasedFigure, headline: Headline) -> str:
    if each.window == headline.released.window:
        return "this release"
    return "compared with" if each.window == headline.before else ""


def _definition_remark(each: ReleasedFigure, headline: Headline) -> Iterator[str]:
    """Yield what to say of a figure that was computed under another definition."""
    now = headline.released.definition
    if each.definition and now and each.definition != now:
        yield f"Under the definition of {day(each.definition)}"


def _category_row(
    each: ReleasedFigure, indicator: Indicator, breakdown: Breakdown, cite: Cite
) -> Row:
    category = breakdown.categories[each.place.category]
    outside = not category.in_base and indicator.form.divides
    return Row(
        place=each.place,
        heading=category.label,
        cells=(share(each, indicator, in_base=category.in_base),),
        remarks=() if outside and each.figure.numerator is not None else remarks(each),
        citations=cite([each.place], f"{indicator.title}, {category.label}"),
    )
