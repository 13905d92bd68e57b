"""The store's tables. Bulk values are never objects of these classes: see `frames`.

Periods and stretches are kept by their codes, such as 2017-18-Q4 and 2017-04-to-2017-09. Where a
text can be missing it is empty; null stands only for a number or symbol that is not there. Whoever
changes a frozen table's columns must make its triggers again (see `triggers`); a test holds it.
"""

from django.db import models
from django.db.models import PROTECT, CheckConstraint, Q, UniqueConstraint

from safeboard.intake.finding import Severity
from safeboard.intake.submission import Readers
from safeboard.store.frozen import Frozen
from safeboard.vocabulary.item import CountState
from safeboard.vocabulary.profile import Profile

_COVERED = 20
"""The length of the code of what a count covers: 2017-18-Q4, or 2017-04-to-2017-09."""


class Area(models.Model):
    """A place that figures are for, by its number in the Department for Education's lists."""

    number = models.CharField(max_length=3, primary_key=True)
    name = models.TextField()
    kind = models.TextField(default="local authority")
    parent: models.ForeignKey["Area | None"] = models.ForeignKey("self", PROTECT, null=True)


class AreaCode(models.Model):
    """An area's code at the Office for National Statistics; a date that nobody told us is null."""

    area = models.ForeignKey(Area, PROTECT)
    code = models.CharField(max_length=9, unique=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)


class Received(Frozen):
    """A file as it was received. Its bytes lie beside the database, under their SHA-256."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    name = models.TextField()
    size = models.BigIntegerField()
    received_at = models.DateTimeField(db_index=True)
    by = models.TextField()
    channel = models.TextField()


class Submission(Frozen):
    """What one agency sent for one period. A later one supersedes it by standing after it.

    `known_from` is when it was stored; that of a later one is always later, whatever a clock said.
    One file is several submissions where something else was read in it later.
    """

    number = models.BigAutoField(primary_key=True)
    agency = models.TextField()
    period = models.CharField(max_length=10)
    sequence = models.IntegerField()
    catalogue_version = models.TextField()
    source_kind = models.TextField(default="workbook")
    state = models.TextField(default="accepted")
    received = models.ForeignKey(Received, PROTECT)
    known_from = models.DateTimeField(unique=True)

    class Meta:
        constraints = (
            UniqueConstraint(
                fields=("agency", "period", "sequence"), name="one_submission_in_each_place"
            ),
        )


class SubmissionArea(Frozen):
    """An area that a submission supplies, and the submission that it supersedes there."""

    submission = models.ForeignKey(Submission, PROTECT)
    area = models.ForeignKey(Area, PROTECT)
    supersedes = models.ForeignKey(Submission, PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            UniqueConstraint(fields=("submission", "area"), name="one_row_for_each_area"),
            UniqueConstraint(fields=("supersedes", "area"), name="superseded_once_in_an_area"),
        )


class Count(Frozen):
    """One count that an agency answered, with the cell that it stood in."""

    submission = models.ForeignKey(Submission, PROTECT, db_index=False)
    area = models.ForeignKey(Area, PROTECT, db_index=False)
    item = models.TextField()
    definition = models.CharField(max_length=10)
    period = models.CharField(max_length=_COVERED)
    dimension = models.TextField()
    category = models.TextField()
    value = models.BigIntegerField(null=True)
    state = models.CharField(max_length=20)
    flag = models.CharField(max_length=1)
    sheet = models.TextField()
    cell = models.TextField()

    class Meta:
        constraints = (
            UniqueConstraint(
                fields=("submission", "area", "item", "period", "dimension", "category"),
                name="each_count_once",
            ),
            CheckConstraint(
                name="a_value_exactly_where_the_state_is_a_number",
                # Said outright, since a check that comes out as null passes.
                condition=Q(state=CountState.COUNTED.value, value__isnull=False, value__gte=0)
                | Q(state=CountState.NONE.value, value__isnull=False, value=0)
                | Q(
                    state__in=tuple(each.value for each in CountState if not each.is_number),
                    value__isnull=True,
                ),
            ),
        )


class Finding(Frozen):
    """What a check noticed in a submission, and how it was answered.

    Without an area it is about the whole file, as all are that were stored before areas were kept.
    """

    submission = models.ForeignKey(Submission, PROTECT)
    area = models.ForeignKey(Area, PROTECT, null=True, db_index=False)
    severity = models.CharField(max_length=10)
    check_name = models.TextField()
    sheet = models.TextField()
    cell = models.TextField()
    message = models.TextField()
    answer = models.TextField()

    class Meta:
        constraints = (
            CheckConstraint(
                name="a_stored_return_has_no_errors", condition=Q(severity=Severity.QUERY.value)
            ),
        )


class Note(Frozen):
    """An agency's words, and what they are about; an empty part of the target means all of it."""

    submission = models.ForeignKey(Submission, PROTECT)
    area = models.ForeignKey(Area, PROTECT)
    item = models.TextField()
    period = models.CharField(max_length=_COVERED)
    dimension = models.TextField()
    category = models.TextField()
    text = models.TextField()
    readers = models.TextField()
    author = models.TextField()
    sheet = models.TextField()
    cell = models.TextField()

    class Meta:
        constraints = (
            CheckConstraint(
                name="a_note_has_known_readers",
                condition=Q(readers__in=tuple(each.value for each in Readers)),
            ),
        )


class Vintage(Frozen):
    """A version of a reference source, such as a benchmark's, and when it came.

    `sha256` is that of its values, which lie beside the database under this name; `origin` that of
    the files which they were read from.
    """

    kind = models.TextField()
    source = models.TextField()
    dataset = models.TextField()
    names = models.TextField()
    origin = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    published = models.DateField()
    imported_at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        constraints = (
            UniqueConstraint(fields=("source", "sha256"), name="each_vintage_of_a_source_once"),
        )


class Release(Frozen):
    """A numbered, frozen publication for a period and profile. Its manifest is JSON."""

    number = models.IntegerField()
    period = models.CharField(max_length=10)
    profile = models.CharField(max_length=20)
    as_of = models.DateField()
    fingerprint = models.CharField(max_length=64, unique=True)
    manifest = models.TextField()
    supersedes: models.ForeignKey["Release | None"] = models.ForeignKey("self", PROTECT, null=True)
    reason = models.TextField()
    created = models.DateTimeField()

    class Meta:
        constraints = (
            UniqueConstraint(
                fields=("period", "profile", "number"), name="each_release_number_once"
            ),
            CheckConstraint(
                name="a_release_has_a_known_profile",
                condition=Q(profile__in=tuple(each.value for each in Profile)),
            ),
        )


class ReleaseFigure(Frozen):
    """A figure as it was published. `value` is the exact decimal as text."""

    release = models.ForeignKey(Release, PROTECT, db_index=False)
    area = models.TextField()
    indicator = models.TextField()
    window = models.CharField(max_length=20)
    period = models.CharField(max_length=10)
    dimension = models.TextField()
    category = models.TextField()
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    value = models.TextField(null=True)
    symbol = models.CharField(max_length=1, null=True)
    flags = models.CharField(max_length=10)
    shown = models.TextField()
    rating = models.TextField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint(
                fields=(
                    *("release", "area", "indicator", "window"),
                    *("period", "dimension", "category"),
                ),
                name="each_released_figure_once",
            ),
            CheckConstraint(
                name="a_value_or_a_symbol_never_both",
                condition=Q(value__isnull=True, symbol__isnull=False)
                | Q(value__isnull=False, symbol__isnull=True),
            ),
        )


class Audit(Frozen):
    """Who did what to which, and when."""

    at = models.DateTimeField()
    who = models.TextField()
    did = models.TextField()
    which = models.TextField()
