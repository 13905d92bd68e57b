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
        "rating": pl.String(),
        "sentence": pl.String(),
        "evidence": pl.String(),
    }
)
"""One row for each indicator and area, in the catalogue's order.

`change` is the typed change as it is shown, such as "+1.7 percentage points", null where there is
none; `change_note` a sentence the reader needs beside it, or "". `change_rating` is the Rating of
the change and `change_sentence` its reason; `rating` is the assurance, by the indicator's rule, and
`sentence` its reason in one plain sentence. `evidence` is JSON: rule, parameters, inputs, results.
"""
