"""What became of a return, in words: what was stored, what was not, how to send the rest."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from safeboard.cli.speech import counted, say

if TYPE_CHECKING:
    from safeboard.intake.finding import Finding
    from safeboard.intake.part import Part
    from safeboard.pipeline.returns import Outcome
    from safeboard.store.moments import Moment
    from safeboard.store.submissions import Receipt


def say_receipt(outcome: "Outcome", areas: Mapping[str, str]) -> None:
    """Say what became of a file; `areas` are the names of areas by their numbers."""
    receipt = outcome.receipt
    if receipt is None:
        say("  Not stored: mend the errors above and submit the file again.")
        return
    if receipt.already_known:
        _say_known(receipt, areas, several=len(outcome.checked.parts) > 1)
    else:
        _say_stored(outcome, receipt, areas)
    if refused := [_refused(part, areas) for part in outcome.checked.refused]:
        which = ", ".join(refused)
        say(f"  Not stored: {which}. Mend the errors above, and submit the whole file again.")


def say_put_off(as_of: "Moment", now: datetime) -> None:
    """Say which returns a moment leaves out that nobody would expect it to, if there are any."""
    from safeboard.store.moments import put_off

    if found := put_off(as_of, now):
        number, last = found
        say(
            f"Left out: {counted(number, 'return')}, stored already but known only from later than "
            f"now ({last:%Y-%m-%d %H:%M:%S} UTC), because an earlier return was stored with a "
            "clock ahead. Without --as-of everything that is stored counts."
        )


def _say_known(receipt: "Receipt", areas: Mapping[str, str], *, several: bool) -> None:
    say(f"  This file is stored already, as submission {receipt.number}: nothing changed.")
    if receipt.superseded_by:
        later = ", ".join(str(number) for number in receipt.superseded_by)
        where = f" for {_named(receipt.superseded_in, areas)}" if several else ""
        say(f"  Submission {later} has since taken its place{where}, and is the one that counts.")


def _say_stored(outcome: "Outcome", receipt: "Receipt", areas: Mapping[str, str]) -> None:
    submission = outcome.checked.submission
    several = submission is not None and len(outcome.checked.parts) > 1
    about = f" for {_named(submission.areas, areas)}" if submission and several else ""
    earlier = ", ".join(str(number) for number in receipt.supersedes)
    instead = f", in place of submission {earlier}" if earlier else ""
    stored = counted(receipt.counts, "count")
    say(f"  Stored {stored}{about} as submission {receipt.number}{instead}.")
    if receipt.read_before:
        say(
            f"  The same file was stored before, as submission {receipt.read_before}: something "
            "else is read in it now."
        )
    if receipt.put_off_to:
        say(
            f"  It is known from {receipt.put_off_to:%Y-%m-%d %H:%M:%S} UTC on, because an earlier "
            "return was stored with a clock ahead: --as-of an earlier time leaves it out."
        )
    _say_open(outcome.checked.stored_findings)


def _say_open(queries: "Sequence[Finding]") -> None:
    """Say how many queries are open, if any, and what answers them: a note on some, or on none."""
    still_open = [query for query in queries if query.is_open]
    if not still_open:
        return
    which = f"{len(still_open):,} of its {len(queries):,} queries"
    if len(still_open) == len(queries):
        which = "Its query" if len(queries) == 1 else "Its queries"
    them = "it" if len(still_open) == 1 else "them"
    by_note = (
        f"answer {them} in the workbook's notes, or in those of the copy that 'safeboard check' "
        "writes"
    )
    mended = f"put {them} right and send the workbook again"
    answered = [query.about is not None for query in still_open]
    what = by_note if all(answered) else f"{by_note}, or {mended}" if any(answered) else mended
    say(f"  {which} {'is' if len(still_open) == 1 else 'are'} still open: {what}.")


def _refused(part: "Part", areas: Mapping[str, str]) -> str:
    """Return which part was not stored: its area, if that is known, and its sheet, if it has one.

    A part of an agency's own workbook has an area, and may stand on many sheets.
    """
    area = areas.get(part.heading.area, "") if part.heading else ""
    sheet = f"sheet '{part.sheet}'" if part.sheet else ""
    return f"{area} ({sheet})" if area and sheet else area or sheet


def _named(numbers: Iterable[str], areas: Mapping[str, str]) -> str:
    return ", ".join(areas.get(number, number) for number in numbers)
