"""The parts that an area's summary and sections are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from safeboard.disclosure.release import Context
from safeboard.publishing.charts.process import Process
from safeboard.publishing.charts.standing import Standing
from safeboard.publishing.footnotes import Footnotes
from safeboard.publishing.headline import Headline
from safeboard.publishing.released import ReleasedFigure
from safeboard.vocabulary.area import Area


@dataclass(frozen=True)
class Parts:
    """An area's headlines and figures, and by their indicator's code what else is drawn of them.

    `prefix` tells its ids from those of another area.
    """

    headlines: Sequence[Headline]
    figures: Sequence[ReleasedFigure]
    contexts: Sequence[Context]
    footnotes: Footnotes
    prefix: str
    processes: Mapping[str, Process]
    standings: Mapping[str, Standing]
    funnels: Mapping[str, Sequence[Mapping[str, Any]]]
    area: Area

    def theme_id(self, theme: str) -> str:
        """Return the id of a theme's section."""
        return f"{self.prefix}theme-{theme}"

    def indicator_id(self, code: str) -> str:
        """Return the id of an indicator's section."""
        return f"{self.prefix}indicator-{code}"
