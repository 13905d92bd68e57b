"""Read what was given: each file is recognised, and each source read into the rows of a vintage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from safeboard.benchmarks.sources.given import Given, Kind
from safeboard.benchmarks.sources.kept_by_hand import read_kept_by_hand
from safeboard.benchmarks.sources.national_tool import FILES, read_national_tool
from safeboard.benchmarks.sources.neighbour_sets import read_neighbour_set
from safeboard.benchmarks.sources.open_data import read_open_data
from safeboard.benchmarks.sources.read import ReadSource


@dataclass(frozen=True)
class Unread:
    """A file of which nothing is read, and why, with what to do."""

    name: str
    why: str

    def __str__(self) -> str:
        return f"{self.name}: {self.why}"


def read_sources(files: Sequence[Given], known: pl.DataFrame) -> Iterator[ReadSource | Unread]:
    """Yield each source that the files hold, and each file of which nothing is read.

    `known` (PAIRS) has the numbers and ONS codes of authorities that were known before.
    """
    of_tool = [each for each in files if each.kind in FILES]
    alone = [each.kind for each in of_tool] == [Kind.TOOL_NEIGHBOURS]
    if of_tool and not alone:
        yield from _of_tool(of_tool)
    for given in files:
        match given.kind:
            case None:
                yield Unread(given.name, _UNKNOWN)
            case Kind.OPEN_DATA | Kind.POPULATIONS:
                yield read_open_data(given, known)
            case Kind.KEPT_BENCHMARKS | Kind.KEPT_POPULATIONS:
                yield from read_kept_by_hand(given)
            case Kind.NEIGHBOURS:
                yield read_neighbour_set(given)
            case Kind.TOOL_NEIGHBOURS if alone:
                yield read_neighbour_set(given)


_UNKNOWN = (
    "it is not recognised: its headings are those of no file that can be imported, or it cannot be "
    "read. Fetch it again as it was published, or leave it out."
)


def _of_tool(files: Sequence[Given]) -> Iterator[ReadSource | Unread]:
    """Yield the national tool, which its four files make together."""
    kinds = [each.kind for each in files]
    lacking = [f"{kind}" for kind in FILES if kind not in kinds]
    for given in files:
        if kinds.count(given.kind) > 1:
            yield Unread(
                given.name,
                f"there is another file with {given.kind}. Import one version of them at a time.",
            )
        elif lacking:
            yield Unread(
                given.name,
                f"it has {given.kind}, but there is no file with {' or '.join(lacking)}. Name all "
                "four files of one version together.",
            )
    if not lacking and len(files) == len(FILES):
        yield read_national_tool({each.kind: each for each in files if each.kind})
