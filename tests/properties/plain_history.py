"""The checks against history again, slowly and plainly, one count after another."""

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt
from statistics import median

from safeboard.vocabulary.period import Period
from tests.builders import Count

Asked = tuple[str, str, str, str, str, str]
"""What is asked about: the check, then area, item, period, dimension and category."""

Key = tuple[str, str, str, str, str]


def asked_of(
    now: Sequence[Count], before: Sequence[Count], covered: Period, kinds: dict[str, str]
) -> set[Asked]:
    """Return everything that is asked about counts; `kinds` says how each item behaves."""
    held = {key(count): count for count in before}
    sent = {key(count): count for count in now}
    again = {each[:3] for each in sent}
    kept = {each: count for each, count in held.items() if each[:3] not in again}
    known = {k: count for k, count in {**kept, **sent}.items() if count.value is not None}
    found: set[Asked] = set()
    for each, count in sent.items():
        old = held.get(each)
        if old and old.value is not None and old.value != count.value:
            found.add(("restated", *each))
        if count.value is not None and is_jump(each, known):
            found.add(("jump", *each))
    found |= left_out(sent, held)
    found |= like_the_last(sent, known, covered)
    return found | unlike_parts(sent, known, kinds)


def key(count: Count) -> Key:
    return count.area, count.item, count.period, count.dimension, count.category


def at(each: Key, period: Period) -> Key:
    """Return the same count of another period."""
    return each[0], each[1], period.code, each[3], each[4]


def value(known: dict[Key, Count], each: Key) -> int | None:
    count = known.get(each)
    return count.value if count else None


def scaled(number: float) -> float:
    return sqrt(number) + sqrt(number + 1)


def is_jump(each: Key, known: dict[Key, Count]) -> bool:
    """Tell whether a count is far from the middle of its past, the last one, and earlier years."""
    period = Period.parse(each[2])
    series = {
        Period.parse(k[2]): count.value or 0
        for k, count in known.items()
        if (k[:2], k[3:]) == (each[:2], each[3:]) and Period.parse(k[2]).kind is period.kind
    }
    earlier = sorted(p for p in series if p.first < period.first)[-12:]
    if len(earlier) < 4:
        return False
    ranges = [
        abs(scaled(series[after]) - scaled(series[first]))
        for first, after in pairwise(earlier)
        if after.earlier() == first
    ]
    spread = max(median(ranges) / 0.954 if ranges else 0.0, 1.0)
    known_for_a_year = min(p.first for p in series) <= period.first - 12
    limit = spread * (3.5 if known_for_a_year else 7.0)
    near = [median(series[p] for p in earlier), series[earlier[-1]]]
    years = [Period(period.kind, period.first - 12 * number) for number in (1, 2, 3)]
    near += [series[p] for p in years if p in series]
    return all(abs(scaled(series[period]) - scaled(each)) > limit for each in near)


def left_out(sent: dict[Key, Count], held: dict[Key, Count]) -> set[Asked]:
    """Return each breakdown that was there, where a return counts the total and leaves it out."""
    found: set[Asked] = set()
    for area, item, period, dimension, _ in (k for k, c in held.items() if c.value is not None):
        has_it = any(k[:4] == (area, item, period, dimension) for k in sent)
        if dimension and not has_it and (area, item, period, "", "") in sent:
            found.add(("breakdown-left-out", area, item, period, "", ""))
    return found


def like_the_last(sent: dict[Key, Count], known: dict[Key, Count], covered: Period) -> set[Asked]:
    """Return each area that is copied, and otherwise each very large total that is the same."""
    found: set[Asked] = set()
    for area in {each[0] for each in sent}:
        pairs = []
        for each in sent:
            period = Period.parse(each[2])
            last = at(each, Period(period.kind, period.first - covered.kind.months))
            new, old = value(known, each), value(known, last)
            if each[0] == area and not each[4] and new is not None and old is not None:
                pairs.append((each, new, old))
        pairs = [pair for pair in pairs if max(pair[1:]) >= 10]
        equal = [pair for pair in pairs if pair[1] == pair[2]]
        if len(pairs) >= 4 and len(equal) >= 0.8 * len(pairs):
            found.add(("copied-forward", area, "", "", "", ""))
        else:
            found |= {("unchanged", *each) for each, new, _ in equal if new >= 1000}
    return found


def unlike_parts(
    sent: dict[Key, Count], known: dict[Key, Count], kinds: dict[str, str]
) -> set[Asked]:
    """Return each longer count that cannot be right beside its parts, or else the last new part."""
    found: set[Asked] = set()
    for whole in known:
        period = Period.parse(whole[2])
        for kind in {Period.parse(k[2]).kind for k in known}:
            if kind.months >= period.kind.months or kinds[whole[1]] == "stock":
                continue
            every = [at(whole, part) for part in period.parts(kind)]
            parts = [part for part in every if part in known]
            new = [part for part in parts if part in sent]
            values = [known[part].value or 0 for part in parts]
            if not parts or not (whole in sent or new):
                continue
            total = known[whole].value or 0
            least = sum(values) if kinds[whole[1]] == "flow" else max(values)
            most = sum(values) if len(parts) == len(every) else total
            if total < least or total > most:
                found.add(("unlike-parts", *(whole if whole in sent else new[-1])))
    return found
