"""The end of a chain in words: the three judgements with what each rests on, and the rating."""

from collections.abc import Iterator, Mapping
from typing import Any

from safeboard.assurance.account.chain import Chain
from safeboard.catalogue.rule_words import in_words
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.rating import Colour, JudgementKind, Rating

_TITLES = {
    JudgementKind.TARGET: "Distance from a target",
    JudgementKind.POSITION: "Position among others",
    JudgementKind.CHANGE: "Change over time",
}
_FIRST = ("method", "test", "chart", "interval_method")
_LAST = ("parameters", "dispersion_points", "points_used")
_ELSEWHERE = "beside"
"""What stands beside a figure is told with the benchmark."""

_NAMES = {
    "p_value": "p-value",
    "interval_95": "interval at 95%",
    "interval_99.8": "interval at 99.8%",
    "significant_at_95": "significant at 95%",
    "significant_at_99.8": "significant at 99.8%",
    "before_band": "band before",
    "chi_squared": "chi-squared",
    "critical_chi_squared": "critical chi-squared",
    **{
        f"{whose}{side}_{digits}": f"{whose.replace('_', ' ')}{side} edge at {level}"
        for whose in ("", "comparator_")
        for side in ("lower", "upper")
        for digits, level in (("95", "95%"), ("998", "99.8%"))
    },
}
"""How evidence names its numbers, where that is not how people do."""


def judgements_in_words(chain: Chain) -> Iterator[str]:
    """Yield each judgement with its result, its reason, and everything that it rests on."""
    for kind in JudgementKind:
        rating, reason = (chain.row[f"{kind}_{name}"] for name in ("rating", "sentence"))
        yield f"{_TITLES[kind]}: {rating}."
        yield f"  {reason}"
        evidence = chain.evidence.get(kind.value, {})
        for name in sorted(evidence, key=_place):
            if name != _ELSEWHERE:
                yield from (f"  {line}" for line in _told(name, evidence[name]))


def _place(name: str) -> int:
    """Return where evidence of a name is told: the method first, and the points last."""
    if name in _FIRST:
        return _FIRST.index(name)
    return len(_FIRST) + (1 + _LAST.index(name) if name in _LAST else 0)


def rating_in_words(chain: Chain) -> Iterator[str]:
    """Yield the rule, which judgement it takes first, and the word, shape and colour of that."""
    rule, row = chain.indicator.rule, chain.row
    yield f"Rule: {rule.id}. {in_words(rule)}"
    for kind in rule.by:
        rating = Rating(row[f"{kind}_rating"])
        if rating.is_rated:
            yield f"{_TITLES[kind]} is judged: {rating}. So that is the rating."
            break
        yield f"{_TITLES[kind]} is not judged: {rating}."
    else:
        yield "So nothing is judged, and the rating says why."
    colour = Colour(row["colour"])
    shown = "no colour" if colour is Colour.PLAIN else colour.value
    whose = "the indicator's own" if Rating(row["rating"]) in rule.colours else "the usual one"
    yield f"Rating: {row['rating']} (shape: {row['shape']}; colour: {shown}, {whose})."


def _told(name: str, value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield a line for what evidence holds under a name, and one for each point."""
    if name == "dispersion_points":
        yield f"Dispersion of: {value or 'too few periods before to tell'}."
    elif name == "points_used":
        yield "Points used:"
        yield from (f"  {_point(*each)}" for each in value)
    elif name == "parameters":
        known = (f"{_words(key)} {_value(value[key])}" for key in value if key != "levels")
        yield f"Parameters: {'; '.join(known)}."
    elif isinstance(value, Mapping):
        said = "; ".join(f"{_words(key)} {_value(each)}" for key, each in value.items())
        yield f"{_capital(name)}: {said}."
    else:
        yield f"{_capital(name)}: {_value(value).removesuffix('.')}."


def _point(period: str, numerator: int | None, denominator: int | None, *value: str) -> str:
    """Write a point of a series: what it covers, its counts and, if told, its value."""
    shown = f"{Period.parse(period)}: "
    if numerator is None:
        return f"{shown}no figure"
    of = "" if denominator is None else f" of {denominator:,}"
    return f"{shown}{numerator:,}{of}{''.join(f', {each}' for each in value)}"


def _value(value: Any) -> str:  # noqa: ANN401 - any JSON
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and any(isinstance(each, str) for each in value):
        return " ".join(value).removesuffix(".")
    if isinstance(value, list):
        return " to ".join("without end" if each is None else _value(each) for each in value)
    if isinstance(value, float):
        return f"{value:.6g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _words(name: str) -> str:
    return _NAMES.get(name, name.replace("_", " "))


def _capital(name: str) -> str:
    words = _words(name)
    return f"{words[0].upper()}{words[1:]}"
