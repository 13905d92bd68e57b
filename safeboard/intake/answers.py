"""Answers: what an agency's notes say to the queries about its counts."""

from collections import defaultdict
from collections.abc import Iterable

from safeboard.intake.finding import Finding, Severity, Subject
from safeboard.intake.submission import Note


def with_answers(findings: Iterable[Finding], notes: Iterable[Note]) -> list[Finding]:
    """Return the findings, each query with the words that were said to it.

    A query about a count is answered by a note on that very count; one about a whole return by its
    context. A note on an item in every period answers only where the query says so.
    """
    said: dict[Subject, list[str]] = defaultdict(list)
    for note in notes:
        target = Subject(note.area, note.item, note.period, note.dimension, note.category)
        said[target].append(note.text)
    return [_answered(finding, said) for finding in findings]


def _answered(finding: Finding, said: dict[Subject, list[str]]) -> Finding:
    if finding.about is None or finding.severity is Severity.ERROR:
        return finding
    texts = [text for each in _targets(finding.about) for text in said.get(each, [])]
    return finding.answered(" ".join(texts)) if texts else finding


def _targets(about: Subject) -> list[Subject]:
    """Return what a note may be on to answer a query, the most exact first."""
    place = (about.dimension, about.category)
    targets = [Subject(about.area, about.item, about.period, *place)]
    if about.or_item:
        targets += [Subject(about.area, about.item, "", *place), Subject(about.area, about.item)]
    return list(dict.fromkeys(targets))
