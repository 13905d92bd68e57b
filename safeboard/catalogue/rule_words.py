"""A rating rule in words, as the reference and every release say it."""

from collections.abc import Iterator

from safeboard.catalogue.rating_rule import ChangeRule, PositionRule, ProcessRule, RatingRule
from safeboard.catalogue.target_rule import TargetRule
from safeboard.vocabulary.rating import JudgementKind

NOT_RATED = "It is shown and not rated."

_BASED_ON = {
    JudgementKind.TARGET: "its target",
    JudgementKind.POSITION: "its position among others",
    JudgementKind.CHANGE: "its change over time",
}
CHANCE = {"99.8%": "twice in 1,000 times", "95%": "once in 20 times"}
"""How often chance alone brings what a level calls significant."""

_WHOSE = {
    "England": "England's value",
    "region": "the region's value",
    "neighbours": "the mean of the statistical neighbours",
}


def in_words(rule: RatingRule) -> str:
    """Return a rule in plain sentences: by what it rates, and how each of that is judged."""
    if not rule.by:
        return NOT_RATED
    first, *others = (_BASED_ON[kind] for kind in rule.by)
    otherwise = "".join(f", or where that cannot be judged by {each}" for each in others)
    return " ".join([f"It is rated by {first}{otherwise}.", *_each(rule)])


def _each(rule: RatingRule) -> Iterator[str]:
    if rule.target:
        yield target_in_words(rule.target)
    if rule.position.method != "none":
        yield _position(rule.position)
    if rule.change.method != "none":
        yield _change(rule.change)
    for rating, colour in rule.colours.items():
        yield f"'{rating}' is {colour} here."


def target_in_words(target: TargetRule) -> str:
    """Say what is aimed for, how it is judged and who set it."""
    if target.between:
        aim = f"{target.between.low} or more and less than {target.between.high}"
    elif target.trajectory:
        aim = ", ".join(f"{value} in {period}" for period, value in target.trajectory.items())
    elif target.at_least is not None:
        aim = f"{target.at_least} or more"
    else:
        aim = f"{target.at_most} or less"
    close = f", close within {target.tolerance}" if target.tolerance else ""
    return f"Target: {aim}{close}, judged by the {target.judged_by} (set by {target.source})."


def _position(rule: PositionRule) -> str:
    despite = ""
    if rule.despite_difference:
        despite = (
            f" The definitions differ, and it is rated all the same: {rule.despite_difference}."
        )
    if rule.method == "band":
        return f"Position: the quarter of the national distribution that it lies in.{despite}"
    return (
        f"Position: better or worse than {_WHOSE[rule.against]} where its interval at {rule.level} "
        f"leaves that out.{despite}"
    )


def _change(rule: ChangeRule) -> str:
    tested = (
        "tested between two periods, and rated where chance alone would bring as much less than "
        f"{CHANCE[rule.level]} and the counts are not too small to judge"
    )
    match rule.method:
        case "process limits":
            return (
                f"Change: by process limits ({_limits(rule.limits)}); where the series is too "
                f"short or cannot have limits, {tested}."
            )
        case "annual trend":
            return (
                "Change: by the trend over five years, significant at 99.8% with each year left "
                f"out; where there are not five years, {tested}."
            )
        case _:
            return f"Change: {tested}."


def _limits(rule: ProcessRule) -> str:
    screened = f", ranges of {rule.screen} times their mean left out" if rule.screen else ""
    return (
        f"{rule.factor} mean moving ranges from the mean{screened}; a signal is a point outside, "
        f"{rule.trend} that rise or fall, 2 of 3 near a limit, or {rule.shift} on one side"
    )
