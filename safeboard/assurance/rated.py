"""The frame of rated figures: its columns, and what missing means."""

import polars as pl

from safeboard.benchmarks.compared import COMPARED

RATED = pl.Schema(
    {
        **COMPARED,
        "change": pl.String(),
        "change_note": pl.String(),
        "change_rating": pl.String(),
        "change_sentence": pl.String(),
        "position_rating": pl.String(),
        "position_sentence": pl.String(),
        "target_rating": pl.String(),
        "target_sentence": pl.String(),
        "rated_by": pl.String(),
        "rating": pl.String(),
        "shape": pl.String(),
        "colour": pl.String(),
        "sentence": pl.String(),
        "evidence": pl.String(),
    }
)
"""One row for each indicator and area, in the catalogue's order.

`change` is the typed change as it is shown, such as "+1.7 percentage points", null where there is
none; `change_note` a sentence the reader needs beside it, or "". `change_rating` is the Rating of
the change and `change_sentence` its reason, and so for the position and the target. `rated_by` is
the judgement (a JudgementKind) that the indicator's rule takes: `rating` is the assurance, with its
shape and colour, and `sentence` its reason in one plain sentence. `evidence` is JSON: the rule, its
parameters, inputs and results.
"""
