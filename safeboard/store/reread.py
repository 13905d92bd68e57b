"""Whether a file that is stored already is read as it was then.

The same bytes can come to mean something else: a layout or a definition is mended, an area is added
to the settings. What is read in them then is a new submission, and not one that is known.
"""

import polars as pl

from safeboard.intake.submission import COUNTS, Submission
from safeboard.store import models
from safeboard.store.frames import read_frame

_READ = pl.Schema({name: of for name, of in COUNTS.items() if name not in ("sheet", "cell")})
"""What a count says. Where it stood is not compared: it changes no figure."""

_STORED = """
    SELECT area_id, item, period, dimension, category, value, state, flag, definition
    FROM store_count WHERE submission_id = %s
"""


def reads_the_same(row: models.Submission, submission: Submission) -> bool:
    """Tell whether a file's areas, counts and notes are what they were when it was stored."""
    areas = models.SubmissionArea.objects.filter(submission=row).values_list("area_id", flat=True)
    notes = models.Note.objects.filter(submission=row).values_list(
        "area_id", "item", "period", "dimension", "category", "text", "readers"
    )
    said = [
        (
            *(note.area, note.item, note.period, note.dimension, note.category),
            *(note.text, note.readers.value),
        )
        for note in submission.notes
    ]
    return (
        set(areas) == set(submission.areas)
        and sorted(notes) == sorted(said)
        and _in_order(read_frame(_STORED, (row.number,), _READ)).equals(
            _in_order(submission.counts)
        )
    )


def _in_order(counts: pl.DataFrame) -> pl.DataFrame:
    return (
        counts.select(_READ.names())
        .cast(_READ)
        .sort("area", "item", "period", "dimension", "category")
    )
