"""The marks on the sheets themselves: a mark by format, which changes no cell and no formula.

They are a rule of conditional formatting that always holds, and is known by its formula. So the
cells stay as they were, and another check of the copy can take the marks off again.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from safeboard.intake.finding import Severity
from safeboard.intake.marked.looks import Looks
from safeboard.intake.marked.package import (
    LONGEST,
    RELATIONS,
    UnusualPackageError,
    hold_well_formed,
)

_ALWAYS = "&quot;Safeboard&quot;&lt;&gt;&quot;&quot;"
_OLD_RULE = re.compile(
    r"<(?P<p>(?:\w+:)?)cfRule\b[^>]*>\s*<(?P=p)formula>\s*(?:\"|&quot;)Safeboard(?:\"|&quot;)"
    r"\s*&lt;(?:>|&gt;)\s*(?:\"|&quot;){2}\s*</(?P=p)formula>\s*</(?P=p)cfRule>"
)
_NO_RULES = re.compile(
    r"<(?P<p>(?:\w+:)?)conditionalFormatting\b[^>]*?(?:/>|>\s*</(?P=p)conditionalFormatting>)"
)
_AFTER_REMARKS = (
    "legacyDrawingHF|drawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst"
)
_AFTER_FORMATS = (
    "dataValidations|hyperlinks|printOptions|pageMargins|pageSetup|headerFooter|rowBreaks|"
    "colBreaks|customProperties|cellWatches|ignoredErrors|smartTags|drawing|legacyDrawing|"
    f"{_AFTER_REMARKS}"
)
_AFTER_REMARKS = (
    "legacyDrawingHF|drawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst"
)
_END_OF_CELLS = re.compile(rb"<(?:\w+:)?sheetData\s*/>|</(?:\w+:)?sheetData\s*>")
_LONGEST_TAG = 64
_SELECTED = re.compile(rb"""\stabSelected\s*=\s*["'](?:1|true)["']""")


@dataclass(frozen=True)
class Marks:
    """What is marked on one sheet: ranges by severity, and the key of its remarks, if new."""

    ranges: Mapping[Severity, Sequence[str]]
    looks: Looks
    new_remarks: str = ""

    def edit(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield a sheet's part with the marks, and without those of an earlier check.

        Only what stands before the cells and after them is ever held or looked at.
        """
        yield from edited(chunks, self._tail)

    def _tail(self, tail: str) -> str:
        """Return what follows a sheet's cells, with the marks."""
        tail = without_marks(tail)
        end = re.search(r"</((?:\w+:)?)worksheet\s*>", tail)
        if end is None:
            raise UnusualPackageError
        prefix = end[1]
        tail = _before(tail, _AFTER_FORMATS, self._rules(tail, prefix), prefix)
        if self.new_remarks:
            drawing = f'<{prefix}legacyDrawing xmlns:r="{RELATIONS}" r:id="{self.new_remarks}"/>'
            tail = _before(tail, _AFTER_REMARKS, drawing, prefix)
        return tail

    def _rules(self, tail: str, prefix: str) -> str:
        """Return the rules that mark the ranges, each after the sheet's own in their order."""
        last = max((int(each) for each in re.findall(r'\spriority="(\d+)"', tail)), default=0)
        numbers = {Severity.ERROR: self.looks.error_mark, Severity.QUERY: self.looks.query_mark}
        return "".join(
            f'<{prefix}conditionalFormatting sqref="{" ".join(self.ranges[severity])}">'
            f'<{prefix}cfRule type="expression" dxfId="{number}" priority="{last + after}">'
            f"<{prefix}formula>{_ALWAYS}</{prefix}formula></{prefix}cfRule>"
            f"</{prefix}conditionalFormatting>"
            for after, (severity, number) in enumerate(numbers.items(), start=1)
            if self.ranges.get(severity)
        )


def unmarked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a sheet's part without the marks of an earlier check, and no longer the one shown."""
    yield from edited(chunks, without_marks)


def without_marks(tail: str) -> str:
    """Return what follows a sheet's cells without the marks of an earlier check."""
    if not _OLD_RULE.search(tail):
        return tail
    return _NO_RULES.sub("", _OLD_RULE.sub("", tail))


def edited(chunks: Iterable[bytes], change: Callable[[str], str]) -> Iterator[bytes]:
    """Yield a sheet's part with its tail changed, and no longer the sheet that is shown."""
    held, tail, is_first = b"", b"", True
    for chunk in chunks:
        if tail:
            tail += chunk
            if len(tail) > LONGEST:
                raise UnusualPackageError
            continue
        held += chunk
        if is_first:
            held, is_first = _SELECTED.sub(b"", held, count=1), False
        if found := _END_OF_CELLS.search(held):
            yield held[: found.end()]
            # A space stands for a tail that is still to come.
            tail = held[found.end() :] or b" "
            held = b""
        else:
            yield held[:-_LONGEST_TAG]
            held = held[-_LONGEST_TAG:]
    if not tail:
        yield held
        return
    try:
        text = tail.decode()
    except UnicodeDecodeError as error:
        raise UnusualPackageError from error
    root = "".join(re.findall(r"</((?:\w+:)?\w+)\s*>\s*$", text[-_LONGEST_TAG:]))
    hold_well_formed(f"<{root}>{text}")
    yield change(text).encode()


def _before(tail: str, elements: str, said: str, prefix: str) -> str:
    """Return the tail with something put before the first of some elements, or at its end.

    What stands within another element, such as an extension, is not looked at.
    """
    found = re.search(rf"<{prefix}(?:{elements})\b|</{prefix}worksheet\s*>", tail)
    if found is None:
        raise UnusualPackageError
    return f"{tail[: found.start()]}{said}{tail[found.start() :]}"
