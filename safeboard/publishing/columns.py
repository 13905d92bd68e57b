"""The columns of the published data: what each holds, its unit, and what missing means."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column in words. `missing` says what an empty cell means; empty where none is."""

    title: str
    words: str
    datatype: str = "string"
    missing: str = ""


_TOTAL = "It is the total, over all categories."
_SYMBOL = "There is a symbol instead, and its reason."
_NONE_NEEDED = "There is a number."

_WHICH = {
    "area": Column("Area", "Number of the local authority in the Department for Education's lists"),
    "area_name": Column("Area's name", "Name of the local authority"),
    "indicator": Column("Indicator", "Code of the indicator, as in about.html"),
    "title": Column("Indicator's title", "What the indicator is called"),
    "unit": Column("Unit", "Unit of `value`: count, percentage, rate per 10,000 or days"),
    "window": Column(
        "Window",
        "Kind of stretch: month, quarter, year to date, rolling 12 months, year, or snapshot at "
        "its end",
    ),
    "period": Column(
        "Period", "Period that the window ends with: 2018-01, 2017-18-Q4 or the year 2017-18"
    ),
    "dimension": Column("Breakdown", "Code of the breakdown", missing=_TOTAL),
    "category": Column("Category", "Code of the category", missing=_TOTAL),
    "category_label": Column("Category's label", "What the category is called", missing=_TOTAL),
}
_FIGURE = {
    "definition": Column(
        "Definition in force since",
        "Day on which the definition that was used came into force",
        "date",
        "No definition was in force.",
    ),
    "numerator": Column("Number", "Count, exact", "integer", "Not every count was supplied."),
    "denominator": Column(
        "Out of",
        "Count or population that the number is divided by, exact",
        "integer",
        "Not every count was supplied, or the indicator is a count and divides by nothing.",
    ),
    "value": Column(
        "Value", "The figure in its unit, rounded half up to its decimals", "decimal", _SYMBOL
    ),
    "symbol": Column(
        "Symbol",
        "Why there is no value: c confidential, k rounds to zero, u low reliability, "
        "x not available, z not applicable",
        missing=_NONE_NEEDED,
    ),
    "reason": Column("Reason", "Why there is a symbol, in words", missing=_NONE_NEEDED),
    "flags": Column(
        "Flags",
        "Letters: p provisional, r revised, b break in series, e estimated",
        missing="Nothing is flagged.",
    ),
    "population_year": Column(
        "Population of",
        "Mid-year of the population estimate that a rate was divided by",
        "integer",
        "It is not divided by a population.",
    ),
}
_BEFORE = {
    "before_period": Column("Compared with", "Period of the earlier figure, of the same window"),
    **{
        f"before_{name}": Column(
            f"Before: {each.title.lower()}",
            f"Of the earlier figure: {each.words[0].lower()}{each.words[1:]}",
            each.datatype,
            each.missing,
        )
        for name, each in _FIGURE.items()
        if name not in ("flags", "population_year")
    },
}
_NO_BENCHMARK = "There is no national referent, or nothing of it had been published."
_SAID = {
    "comparison": Column("Comparison", "State of the comparison with the national figure"),
    "comparison_text": Column("Comparison in words", "What the comparison says, with its edges"),
    "band": Column(
        "Band", "Quarter of the national distribution, A best to D worst", missing="Not banded."
    ),
    "before_band": Column("Before: band", "The same for the earlier figure", missing="Not banded."),
    "england": Column("England", "England's value as published", missing=_NO_BENCHMARK),
    "distribution": Column(
        "Distribution",
        "Quartiles, number of authorities and England's value, now and before",
        "json",
        _NO_BENCHMARK,
    ),
    "benchmark_title": Column("Benchmark", "What it is compared with", missing=_NO_BENCHMARK),
    "benchmark_source": Column("Benchmark's source", "Who publishes it", missing=_NO_BENCHMARK),
    "benchmark_measure": Column("Measure", "Short name of the benchmark", missing=_NO_BENCHMARK),
    "benchmark_period": Column("Benchmark's year", "Year it is of", missing=_NO_BENCHMARK),
    "vintage": Column("Vintage", "Version of the benchmark", missing=_NO_BENCHMARK),
    "change": Column(
        "Change",
        "Change from the earlier figure, computed from the counts, with its unit",
        missing="No change can be told; the sentence says why.",
    ),
    "change_note": Column("Note on the change", "What to know of it", missing="Nothing."),
    "change_rating": Column("Rating of the change", "What its rule says of the change"),
    "change_sentence": Column("Why: change", "Reason of the rating of the change"),
    "position_rating": Column("Position", "What its rule says of its position among others"),
    "position_sentence": Column("Why: position", "Reason of what is said of the position"),
    "target_rating": Column("Target", "What its rule says of its distance from a target"),
    "target_sentence": Column("Why: target", "Reason of what is said of the target"),
    "rated_by": Column("Rated by", "Judgement that is the assurance: target, position or change"),
    "shape": Column("Shape", "Shape that stands for the assurance, told apart without colour"),
    "colour": Column("Colour", "Colour of the assurance"),
    "rating": Column("Assurance", "What is said of the figure, by the indicator's rule"),
    "sentence": Column("Why: assurance", "Reason of the assurance, in one sentence"),
    "evidence": Column("Evidence", "Rule, parameters, inputs and results", "json"),
}
_NO_LIMITS = "There are no limits; `state` says why."
_CHARTED = {
    "day": Column("First day", "First day of the point; of a snapshot its only one", "date"),
    "segment": Column("Segment", "Number of the stretch between two breaks or rebases", "integer"),
    "begins": Column(
        "Begins with", "What the stretch begins with: break or rebase", missing="The series itself."
    ),
    "plotted": Column(
        "Plotted", "The figure in its unit, to four decimals", "number", "There is no figure."
    ),
    "mean": Column("Mean", "Mean of the stretch", "number", "There is no figure in it."),
    "lower": Column("Lower limit", "Lower limit of the process", "number", _NO_LIMITS),
    "upper": Column("Upper limit", "Upper limit of the process", "number", _NO_LIMITS),
    "state": Column("State", "Whether there are limits, and how far they may be trusted"),
    "kind": Column("Kind of chart", "What the limits come from: XmR, c or u chart"),
    "signal": Column(
        "Signal",
        "First rule that the point breaks: outside, trend, two_in_three or shift",
        missing="It varies as usual.",
    ),
    "direction": Column(
        "Direction", "1 for high or rising, -1 for low or falling", "integer", "No signal."
    ),
}
_NO_COUNTS = "Its counts were not published."
_NO_FUNNEL = "There is no funnel: too few authorities have counts, or it is no percentage or rate."
_AUTHORITIES = {
    "published_value": Column(
        "Published", "Value as published, in the unit of the indicator", "number"
    ),
    "published_numerator": Column(
        "Published number", "Number that was published", "integer", _NO_COUNTS
    ),
    "published_denominator": Column(
        "Published out of", "What that number is of, as published", "integer", _NO_COUNTS
    ),
    "average": Column(
        "Average", "All numbers together over all that they are of", "number", _NO_FUNNEL
    ),
    **{
        f"drawn_{side}_{level}": Column(
            f"{side.title()} limit, {said}",
            f"Where the {said} limit of chance lies for as many, between 0 and all",
            "number",
            _NO_FUNNEL,
        )
        for level, said in (("95", "95%"), ("998", "99.8%"))
        for side in ("lower", "upper")
    },
    "place": Column("Place", "Where it lies among the limits", missing=_NO_FUNNEL),
}
COLUMNS = {
    **_WHICH,
    **_FIGURE,
    **_BEFORE,
    **_SAID,
    **_CHARTED,
    **_AUTHORITIES,
    "text": Column("Note", "Words about the figure: an agency's, or of which areas it is the sum"),
}
"""Every column of every published table, by its name."""
