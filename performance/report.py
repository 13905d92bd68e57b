"""The report: one plain table of what was measured, and which aims it meets."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from rich.table import Table

from performance.measuring import Equal, Key, Measured
from performance.stages import BANDS, OF_A_RETURN, PROCESS_CHARTS

OURS, READER, ARRAYS = "safeboard", "python-calamine", "numpy"
RIVALS = {OURS: "polars", "pandas": "polars"}
LINEAR = 2.2
"""Twice the size may take so much longer: twice, and a tenth for the noise of a machine."""


@dataclass(frozen=True)
class Line:
    """A stage at its own size and at twice or half that; `shown` is the one that is printed."""

    small: Measured
    large: Measured
    shown: Measured

    @property
    def growth(self) -> float:
        """Return how much longer twice the size takes."""
        return self.large.median / self.small.median


@dataclass(frozen=True)
class Report:
    """Everything of one run: how much was the same, and a line for each stage and program."""

    equal: tuple[Equal, Equal]
    megabytes: float
    lines: Mapping[Key, Line]
    charts: int = 0
    banded: int = 0

    def ratio(self, key: Key) -> float | None:
        """Return how much longer a program takes than what it is measured against."""
        stage, program = key
        is_of_return = stage in OF_A_RETURN[1:]
        other = ("bare read", READER) if is_of_return else (stage, RIVALS.get(program, ""))
        if stage == PROCESS_CHARTS and program == OURS:
            other = stage, ARRAYS
        if stage in BANDS and program == OURS:
            other = stage, "pandas"
        if other not in self.lines:
            return None
        return self.lines[key].shown.median / self.lines[other].shown.median

    def table(self) -> Table:
        """Return the table, as it is printed."""
        table = Table(title="Seconds: the median of the rounds, the least and the most")
        table.add_column("stage")
        table.add_column("program")
        for heading in ("median", "least to most", "processor", "ratio", "peak MB", "× 2"):
            table.add_column(heading, justify="right")
        for key, line in self.lines.items():
            ratio, measured = self.ratio(key), line.shown
            table.add_row(
                *key,
                f"{measured.median:.2f}",
                f"{min(measured.seconds):.2f} to {max(measured.seconds):.2f}",
                f"{measured.of_processor:.2f}",
                f"{ratio:.2f}" if ratio else "",
                f"{measured.peak_megabytes:.0f}",
                f"{line.growth:.2f}",
            )
        return table

    def aims(self) -> list[tuple[bool, str]]:
        """Return each aim in words, with whether it was met."""
        ours = self.ratio(("figures to ratings", OURS)) or 0.0
        whole = self.lines["store to ratings", OURS].shown.median
        million = whole * 1_000_000 / self.equal[0].counts
        worst = max((line.growth, key[0]) for key, line in self.lines.items() if key[1] == OURS)
        aims = [
            (ours <= 1.5, f"figures to ratings within 1.5 times the Polars script: {ours:.2f}"),
            (million < 3, f"a million counts from store to ratings under 3 s: {million:.2f} s"),
            (worst[0] <= LINEAR, f"growth no worse than linear: {worst[0]:.2f} ({worst[1]})"),
        ]
        if ("check", OURS) in self.lines:
            check = self.ratio(("check", OURS)) or 0.0
            ours_alone, bare = (
                self.lines[key].shown.of_processor
                for key in (("check", OURS), ("bare read", READER))
            )
            said = f"{check:.2f}, and {ours_alone / bare:.2f} times its processor time"
            aims.append((check <= 2, f"checking a return within twice the bare read: {said}"))
        if (PROCESS_CHARTS, OURS) in self.lines:
            taken = self.lines[PROCESS_CHARTS, OURS].shown.median * 10_000 / self.charts
            aims.append((taken < 2, f"10,000 process charts in under 2 s: {taken:.2f} s"))
        aims += self._of_bands()
        return aims

    def _of_bands(self) -> list[tuple[bool, str]]:
        """Return the aims of bands, where they were measured."""
        aims = []
        for stage in BANDS:
            if (stage, OURS) in self.lines:
                ratio = self.ratio((stage, OURS)) or 0.0
                aims.append((ratio <= 1, f"{stage}, no slower than pandas: {ratio:.2f}"))
                if stage == "bands, all years":
                    taken = self.lines[stage, OURS].shown.median
                    aims.append((taken < 2, f"{stage}, in under 2 s: {taken:.2f} s"))
        return aims

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return {
            "counts": [each.counts for each in self.equal],
            "equal_figures": [each.figures for each in self.equal],
            "equal_ratings": [each.ratings for each in self.equal],
            "return_megabytes": self.megabytes,
            "equal_process_charts": self.charts,
            "equal_bands": self.banded,
            "stages": [
                {
                    "stage": key[0],
                    "program": key[1],
                    **{size: asdict(getattr(line, size)) for size in ("small", "large")},
                    "ratio": self.ratio(key),
                    "growth": line.growth,
                }
                for key, line in self.lines.items()
            ],
            "aims": [{"met": met, "aim": aim} for met, aim in self.aims()],
        }
