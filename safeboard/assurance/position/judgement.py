"""Judge a position: the band, or why there is none."""

from collections.abc import Mapping
from typing import Any

from safeboard.assurance.judgement import Judgement
from safeboard.catalogue.indicator import Indicator
from safeboard.vocabulary.benchmark import Comparison
from safeboard.vocabulary.rating import Rating


def judge_position(row: Mapping[str, Any], indicator: Indicator) -> Judgement:
    """Return the judgement of where a compared row stands among others, by its rule."""
    if row["comparison"] != Comparison.BANDED.value or indicator.rule.position.method != "band":
        return Judgement(Rating.NOT_COMPARED, row["comparison_text"])
    evidence = {name: row[name] for name in ("band", "before_band", "england", "vintage")}
    return Judgement(Rating(f"Band {row['band']}"), row["comparison_text"], evidence)
