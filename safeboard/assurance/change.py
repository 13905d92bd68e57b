"""Judge changes over time by their indicators' rules, and say what happened meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from safeboard.assurance import judgement as two_periods
from safeboard.assurance.annual import judge_trend
from safeboard.assurance.background import Background
from safeboard.assurance.judgement import Judgement, absent
from safeboard.assurance.process.charted import Events, events_of
from safeboard.assurance.process.judgement import judge_process
from safeboard.catalogue.event import Event
from safeboard.catalogue.indicator import Indicator
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.rating import Rating
from safeboard.vocabulary.window import Window, WindowKind


@dataclass(frozen=True)
class _Found:
    """What is known of a change before it is tested between two periods.

    `judgement` is None where only that test can tell; `why` then says why its series cannot.
    `since` is the day from which events are told.
    """

    judgement: Judgement | None
    why: str
    since: date


def judge_changes(
    rows: Sequence[Mapping[str, Any]], indicators: Sequence[Indicator], background: Background
) -> list[Judgement]:
    """Return the judgement of each compared row's change, with the events that it is read with.

    Those that neither a series nor a break decides are tested between two periods, all together.
    """
    found = [_found(*each, background) for each in zip(rows, indicators, strict=True)]
    open_ones = [number for number, each in enumerate(found) if each.judgement is None]
    tested = two_periods.judge_changes(
        [rows[number] for number in open_ones],
        [indicators[number] for number in open_ones],
        background.dispersions,
    )
    answers = dict(zip(open_ones, tested, strict=True))
    judged = []
    for number, (row, indicator, each) in enumerate(zip(rows, indicators, found, strict=True)):
        judgement = each.judgement or answers[number]
        happened = events_of(row["area"], indicator, background.events)
        meanwhile = [one for one in happened if each.since <= one.on <= _last_day(row)]
        events = [_told(one) for one in meanwhile]
        told = [each.why, judgement.sentence, *events]
        known = {"not_by_its_series": each.why, "meanwhile": events}
        evidence = {**judgement.evidence, **{name: said for name, said in known.items() if said}}
        sentence = " ".join(filter(None, told))
        judged.append(replace(judgement, sentence=sentence, evidence=evidence))
    return judged


def _found(row: Mapping[str, Any], indicator: Indicator, background: Background) -> _Found:
    """Return what the series or a break says of a row, or nothing where it has to be tested."""
    before, why = _first_day(row, "before_period"), ""
    if indicator.rule.change.method == "process limits":
        chart = background.charts.by_place.get((row["area"], row["indicator"]))
        before = before if chart is None else chart["day"][0]
        judgement = absent(row)
        if judgement is None:
            judgement, why = judge_process(row, indicator, background.charts)
        if judgement is not None:
            return _Found(judgement, "", before)
    if indicator.rule.change.method == "annual trend":
        judgement = absent(row)
        if judgement is None:
            judgement, why = judge_trend(row, indicator, background.trends)
        if judgement is not None:
            return _Found(judgement, "", before)
    is_judged = absent(row) is None and indicator.rule.change.method != "none"
    broken = _broken(row, indicator, background.events) if is_judged else None
    return _Found(broken, why, before)


def _broken(row: Mapping[str, Any], indicator: Indicator, events: Events) -> Judgement | None:
    """Refuse to test two periods between which, or in one of which, the series breaks."""
    first, last, kind = _first_day(row, "before_period"), _last_day(row), row["window"]
    for each in events_of(row["area"], indicator, events):
        if each.kind.breaks and first < each.on <= last:
            now, before = _window(kind, row["period"]), _window(kind, row["before_period"])
            sentence = (
                f"The series breaks on {each.on.day} {each.on:%B %Y}, so {now} and {before} are "
                "not tested against each other."
            )
            return Judgement(Rating.BREAK, sentence)
    return None


def _told(event: Event) -> str:
    text = event.text if event.text.endswith(".") else f"{event.text}."
    who = f", by {event.by}" if event.by else ""
    kind = event.kind.value
    return f"{kind[0].upper()}{kind[1:]} of {event.on.day} {event.on:%B %Y}{who}: {text}"


def _first_day(row: Mapping[str, Any], period: str) -> date:
    return _window(row["window"], row[period]).first_day


def _last_day(row: Mapping[str, Any]) -> date:
    return _window(row["window"], row["period"]).period.last_day


@cache
def _window(window: str, period: str) -> Window:
    return Window(WindowKind(window), Period.parse(period))
