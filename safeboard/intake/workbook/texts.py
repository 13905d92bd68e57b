"""The texts of an Excel workbook, which its cells share: many at a time, as its sheets are read."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import polars as pl

from safeboard.intake.workbook.markup import (
    UnusualError,
    follow,
    hold_usual,
    large,
    local,
    said_by_excel,
    text_of,
)
from safeboard.intake.workbook.refusal import LONGEST_TEXT, MOST_CELLS, Refusal, RefusedError
from safeboard.intake.workbook.runs import Runs

TEXTS = pl.Schema({"text": pl.String, "is_altered": pl.Boolean})
"""A text, and whether a part of it is raised, lowered or struck out."""

_ESCAPED = r"[&\r]|_x[0-9a-fA-F]{4}_"
_SIGNS = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"]
_SIGNS_MEAN = ["&", "<", ">", '"', "'"]
_USUAL = r'^(?:<t(?: xml:space="preserve")?>([^<]*)</t>|<t ?/>)</si>\s*$'
_CUT, _END = b"<si>", b"</sst>"


def shared_texts(chunks: Callable[[], Iterable[bytes]]) -> pl.DataFrame:
    """Return the texts that cells refer to by their number, from 0: TEXTS. Raises: RefusedError."""
    try:
        found = [TEXTS.to_frame()]
        for piece in _pieces(chunks()):
            found.append(_said(piece))
            _hold_number(sum(each.height for each in found))
        return pl.concat(found)
    except UnusualError:
        texts = _Texts()
        follow(chunks(), texts)
        return pl.DataFrame([texts.said, texts.are_altered], schema=TEXTS)


def meant(written: pl.Series) -> pl.Series:
    """Return what texts in markup say; those with more than the usual signs get a second look."""
    if not written.str.contains(_ESCAPED).any():
        return written
    unusual = written.str.replace_many(_SIGNS, [""]).str.contains(_ESCAPED).arg_true()
    said = written.str.replace_many(_SIGNS, _SIGNS_MEAN)
    return said.scatter(unusual, [text_of(each) for each in written.gather(unusual)])


def _pieces(chunks: Iterable[bytes]) -> Iterator[str]:
    """Yield the texts' markup, cut before some of them. Raises: UnusualError."""
    bits = large(chunks)
    kept = next(bits)
    if not kept:
        return
    before, first, after = kept.partition(_CUT)
    hold_usual(before, b"sst")
    kept = first + after
    for bit in bits:
        cut = max(kept.rfind(_CUT), 0)
        yield kept[:cut].decode("utf-8")
        kept = kept[cut:] + bit
        if len(kept) - len(bit) > len(_CUT) + 6 * LONGEST_TEXT:
            raise UnusualError
    if not kept.rstrip().endswith(_END):
        raise UnusualError
    yield kept.rstrip().removesuffix(_END).decode("utf-8")


def _said(piece: str) -> pl.DataFrame:
    cut = pl.Series("text", [piece]).str.split("<si>").explode()
    if cut[0].strip():
        raise UnusualError
    cut = cut.slice(1)
    unusual = (~cut.str.contains(_USUAL)).arg_true()
    parsed = [_parsed(each) for each in cut.gather(unusual)]
    said = meant(cut.str.extract(_USUAL).fill_null(""))
    altered = pl.repeat(False, len(cut), eager=True)
    return pl.DataFrame(
        [
            said.scatter(unusual, [text for text, _ in parsed]),
            altered.scatter(unusual, [is_altered for _, is_altered in parsed]),
        ],
        schema=TEXTS,
    )


def _parsed(written: str) -> tuple[str, bool]:
    """Return one text that has several formats, or a pronunciation, and whether one alters it.

    Raises: UnusualError.
    """
    texts = _Texts()
    try:
        follow([f"<sst><si>{written}</sst>".encode()], texts)
    except RefusedError as error:
        raise UnusualError from error
    if len(texts.said) != 1:
        raise UnusualError
    return texts.said[0], texts.are_altered[0]


def _hold_number(texts: int) -> None:
    if texts > MOST_CELLS:
        raise RefusedError(Refusal.TOO_MANY_CELLS)


@dataclass
class _Texts:
    """Follows the texts; how to pronounce one is no part of it."""

    said: list[str] = field(default_factory=list)
    are_altered: list[bool] = field(default_factory=list)
    _runs: Runs = field(default_factory=Runs)
    _within: list[str] = field(default_factory=list)

    def start(self, name: str, given: dict[str, str]) -> None:
        self._within.append(local(name))
        self._runs.start(self._within[1:], given)
        if self._within[1:] == ["si"]:
            self.said.append("")
            _hold_number(len(self.said))

    def text(self, data: str) -> None:
        self._runs.text(self._within[1:], data)
        if self._within[1:] in (["si", "t"], ["si", "r", "t"]):
            self.said[-1] += data
            if len(self.said[-1]) > LONGEST_TEXT:
                raise RefusedError(Refusal.TOO_LONG)

    def end(self, _name: str) -> None:
        self._runs.end(self._within[1:])
        if self._within[1:] == ["si"]:
            self.are_altered.append(self._runs.is_altered)
            if "_x" in self.said[-1]:
                self.said[-1] = said_by_excel(self.said[-1])
        self._within.pop()
