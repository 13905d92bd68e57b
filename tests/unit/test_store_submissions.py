"""Submissions: stored whole, superseded, known again, and read as of a day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from safeboard.errors import StoreError
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.submission import Note, Readers, Submission
from safeboard.store import models
from safeboard.store.arrivals import SENT, sent
from safeboard.store.audit import audit_trail
from safeboard.store.commentary import CURRENT_NOTES, current_notes, findings_of
from safeboard.store.errors import (
    ContradictionError,
    FaultyReturnError,
    StrayAreaError,
    UnknownAreaError,
    UnknownSubmissionError,
)
from safeboard.store.queries import queries_of
from safeboard.store.received import keep_bytes, received_bytes
from safeboard.store.submissions import CURRENT_COUNTS, Receipt, current_counts, submit
from safeboard.vocabulary.item import CountState
from tests.unit.store_builders import (
    a_file,
    a_note,
    a_query,
    a_return,
    count,
    new_store,
    values_in_force,
)


@pytest.fixture(autouse=True)
def store(engine: str, tmp_path: Path) -> Iterator[Path]:
    with new_store(tmp_path / "store") as folder:
        yield folder


def test_a_return_is_stored_and_its_counts_are_in_force() -> None:
    receipt = submit(a_return(count("contacts", 20), count("referrals", 0)), [], a_file("first"))
    assert receipt == Receipt(number=1, already_known=False, supersedes=(), counts=2)
    assert current_counts().rows(named=True) == [
        {
            "area": "342",
            "item": "contacts",
            "period": "2018-01",
            "dimension": "",
            "category": "",
            "value": 20,
            "state": "counted",
            "flag": "",
            "definition": "2016-04-01",
            "agency": "police",
            "submission": 1,
        },
        {
            "area": "342",
            "item": "referrals",
            "period": "2018-01",
            "dimension": "",
            "category": "",
            "value": 0,
            "state": "counted",
            "flag": "",
            "definition": "2016-04-01",
            "agency": "police",
            "submission": 1,
        },
    ]


def test_an_empty_store_gives_frames_with_their_columns() -> None:
    assert current_counts().schema == CURRENT_COUNTS
    assert sent().schema == SENT
    assert current_notes().schema == CURRENT_NOTES
    assert len(current_counts()) == len(sent()) == len(current_notes()) == 0


def test_a_return_without_counts_can_be_stored() -> None:
    assert submit(a_return(), [], a_file("first")).counts == 0


def test_a_count_that_is_not_yet_available_is_in_force_without_a_value() -> None:
    submit(a_return(count("contacts", None)), [], a_file("first"))
    row = current_counts().row(0, named=True)
    assert row["value"] is None
    assert row["state"] == "not yet available"


def test_a_later_return_supersedes_the_earlier_one() -> None:
    submit(a_return(count("contacts", 20), count("referrals", 5)), [], a_file("first"))
    receipt = submit(a_return(count("contacts", 24)), [], a_file("second"))
    assert receipt.supersedes == (1,)
    assert values_in_force() == {"contacts": 24}


def test_a_superseded_return_is_kept_as_it_was() -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    submit(a_return(count("contacts", 24)), [], a_file("second"))
    kept = models.Count.objects.order_by("id").values_list("submission_id", "value")
    assert list(kept) == [(1, 20), (2, 24)]


def test_a_return_of_another_agency_supersedes_nothing() -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    other = a_return(count("missing_episodes", 7), agency="social-care")
    assert submit(other, [], a_file("second")).supersedes == ()
    assert values_in_force() == {"contacts": 20, "missing_episodes": 7}


def test_a_return_for_one_of_two_areas_supersedes_in_that_area_alone() -> None:
    both = a_return(count("contacts", 20), count("contacts", 30, area="340"), areas=("340", "342"))
    submit(both, [], a_file("first"))
    receipt = submit(a_return(count("contacts", 24)), [], a_file("second"))
    assert receipt.supersedes == (1,)
    assert current_counts().select("area", "value").rows() == [("340", 30), ("342", 24)]


def test_a_third_return_supersedes_the_second_and_not_the_first_again() -> None:
    for content in ("first", "second"):
        submit(a_return(count("contacts", 20)), [], a_file(content))
    assert submit(a_return(count("contacts", 25)), [], a_file("third")).supersedes == (2,)


def test_of_returns_for_overlapping_periods_the_later_holds_an_item_with_its_categories() -> None:
    year = a_return(
        count("exploitation", 20),
        count("exploitation", 12, dimension="kind", category="sexual"),
        count("exploitation", 8, dimension="kind", category="criminal"),
        count("exploitation", 18, period="2018-02"),
        period="2017-18",
    )
    submit(year, [], a_file("year"))
    quarter = a_return(
        count("exploitation", 21),
        count("exploitation", 21, dimension="kind", category="sexual"),
    )
    assert submit(quarter, [], a_file("quarter")).supersedes == ()
    assert current_counts().select("period", "category", "value").rows() == [
        ("2018-01", "", 21),
        ("2018-01", "sexual", 21),
        ("2018-02", "", 18),
    ]


def test_an_overlapping_return_that_is_superseded_gives_way_to_the_one_before_it() -> None:
    submit(a_return(count("contacts", 20), period="2017-18"), [], a_file("year"))
    submit(a_return(count("contacts", 21)), [], a_file("quarter"))
    submit(a_return(count("referrals", 5)), [], a_file("quarter without contacts"))
    assert values_in_force() == {"contacts": 20, "referrals": 5}


def test_the_same_file_again_changes_nothing_and_says_so() -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    before = audit_trail()
    again = submit(a_return(count("contacts", 20)), [], a_file("first", day="2018-04-09"))
    assert again == Receipt(number=1, already_known=True, supersedes=(), counts=1)
    assert models.Submission.objects.count() == models.Received.objects.count() == 1
    assert audit_trail().equals(before)


def test_an_old_file_sent_again_names_the_return_that_superseded_it() -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    submit(a_return(count("contacts", 24)), [], a_file("second"))
    again = submit(a_return(count("contacts", 20)), [], a_file("first"))
    assert again.superseded_by == (2,)
    assert values_in_force() == {"contacts": 24}


@pytest.mark.parametrize(
    "other",
    [
        a_return(count("contacts", 21)),
        a_return(count("contacts", 0, state=CountState.NONE)),
        a_return(count("contacts", 20, flag="p")),
        a_return(count("contacts", 20, definition="2017-04-01")),
        a_return(count("referrals", 20)),
        a_return(count("contacts", 20, period="2018-02")),
        a_return(count("contacts", 20, dimension="kind", category="sexual")),
        a_return(count("contacts", 20), count("referrals", 5)),
        a_return(),
        a_return(count("contacts", 20), areas=("340", "342")),
        a_return(count("contacts", 20), notes=[a_note("Two forces were merged.")]),
    ],
)
def test_the_same_file_in_which_something_else_is_read_supersedes_what_was_read(
    other: Submission,
) -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    again = submit(other, [], a_file("first", day="2018-04-09"))
    assert (again.number, again.already_known) == (2, False)
    assert (again.supersedes, again.read_before) == ((1,), 1)
    assert set(current_counts()["submission"]) <= {2}
    assert models.Received.objects.count() == 1
    assert audit_trail()["which"].to_list()[-1] == (
        f"return 2: police, 2017-18-Q4, about {', '.join(other.areas)}, superseding 1, "
        "read anew in the file of 1"
    )
    assert submit(other, [], a_file("first")).already_known


def test_the_same_file_is_read_as_at_first_again_when_the_layout_is_put_back() -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    submit(a_return(count("contacts", 24)), [], a_file("first"))
    receipt = submit(a_return(count("contacts", 20)), [], a_file("first"))
    assert (receipt.number, receipt.supersedes, receipt.read_before) == (3, (2,), 2)
    assert values_in_force() == {"contacts": 20}


def test_a_count_read_in_another_cell_of_the_same_file_is_the_same_count() -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    again = submit(a_return(count("contacts", 20, cell="D9")), [], a_file("first"))
    assert again.already_known


def test_counts_as_of_a_day_are_those_received_by_its_last_moment() -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first", "2018-04-03", hour=23))
    submit(a_return(count("contacts", 24)), [], a_file("second", "2018-04-05", hour=0))
    assert len(current_counts(date(2018, 4, 2))) == 0
    assert current_counts(date(2018, 4, 3))["value"].to_list() == [20]
    assert current_counts(date(2018, 4, 4))["value"].to_list() == [20]
    assert current_counts(date(2018, 4, 5))["value"].to_list() == [24]


def test_a_day_ends_at_midnight_in_utc_whatever_zone_a_time_is_told_in() -> None:
    in_summer = datetime.fromisoformat("2018-04-04T00:59:59.999999+01:00")
    submit(a_return(count("contacts", 20)), [], replace(a_file("first"), at=in_summer))
    submit(a_return(count("contacts", 24)), [], a_file("second", "2018-04-04", hour=0))
    assert current_counts(date(2018, 4, 3))["value"].to_list() == [20]
    assert sent(date(2018, 4, 3))["superseded"].to_list() == [False]
    assert current_counts(date(2018, 4, 4))["value"].to_list() == [24]


def test_a_clock_put_back_does_not_bring_a_superseded_return_back() -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first", hour=9))
    submit(a_return(count("contacts", 24)), [], a_file("second", hour=8))
    assert values_in_force() == {"contacts": 24}


def test_a_return_with_an_error_is_refused_and_leaves_nothing(store: Path) -> None:
    error = Finding(Severity.ERROR, "negative", "Counts", "C7", "this count is below 0.")
    with pytest.raises(FaultyReturnError, match="has 1 error, so nothing was stored"):
        submit(a_return(count("contacts", 20)), [a_query(), error], a_file("first"))
    assert models.Submission.objects.count() == 0
    assert not (store / "received").exists()


def test_a_row_that_fails_half_way_leaves_nothing_of_its_return() -> None:
    rows = [count(f"item_{number}", number) for number in range(500)]
    rows[250] = count("item_250", None, state=CountState.COUNTED)
    before = audit_trail()
    with pytest.raises(ContradictionError, match="a_value_exactly_where_the_state_is_a_number"):
        submit(a_return(*rows), [a_query()], a_file("first"))
    for table in (models.Received, models.Submission, models.SubmissionArea, models.Count):
        assert table.objects.count() == 0
    assert models.Finding.objects.count() == 0
    assert audit_trail().equals(before)


def test_a_return_that_failed_can_be_sent_again_corrected_or_not() -> None:
    twice = a_return(count("contacts", 20), count("contacts", 21))
    with pytest.raises(ContradictionError):
        submit(twice, [], a_file("first"))
    assert submit(a_return(count("contacts", 20)), [], a_file("first")).already_known is False


@pytest.mark.parametrize(
    "wrong",
    [
        count("contacts", None, state=CountState.NONE),
        count("contacts", None, state=CountState.COUNTED),
        count("contacts", 1, state=CountState.NONE),
        count("contacts", -1),
        count("contacts", 3, state=CountState.NOT_HELD),
        count("contacts", 3, state=CountState.SUPPRESSED),
        count("contacts", 3, state="guessed"),
    ],
)
def test_a_value_that_does_not_go_with_its_state_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ContradictionError):
        submit(a_return(wrong), [], a_file("first"))


def test_none_is_kept_as_a_true_zero() -> None:
    submit(a_return(count("contacts", 0, state=CountState.NONE)), [], a_file("first"))
    assert current_counts().select("value", "state").rows() == [(0, "none")]


def test_a_suppressed_count_is_kept_without_a_value() -> None:
    submit(a_return(count("contacts", None, state=CountState.SUPPRESSED)), [], a_file("first"))
    assert current_counts().select("value", "state").rows() == [(None, "suppressed")]


def test_a_return_for_an_unknown_area_is_refused() -> None:
    with pytest.raises(UnknownAreaError, match="no area numbered 999"):
        submit(a_return(areas=("342", "999")), [], a_file("first"))
    assert models.Submission.objects.count() == 0


def test_a_count_for_an_area_that_the_return_does_not_name_is_refused() -> None:
    with pytest.raises(StrayAreaError, match="has counts, notes or findings for 340"):
        submit(a_return(count("contacts", 1, area="340")), [], a_file("first"))


def test_what_was_received_is_kept_byte_for_byte() -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    row = models.Received.objects.get()
    assert received_bytes(row.sha256) == b"first"
    assert (row.name, row.size, row.by, row.channel) == (
        *("police-q4.xlsx", 5),
        *("Pat Example", "command line"),
    )
    assert row.received_at == datetime(2018, 4, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ('O\'Brien "Q4"; DROP TABLE store_count;--.xlsx',) * 2,
        ("отчёт 📊 100%s\n.xlsx",) * 2,
        ("caf\udce9.xlsx", "caf\\udce9.xlsx"),
    ],
)
def test_an_odd_name_is_kept_and_what_is_not_text_in_it_is_spelt_out(name: str, kept: str) -> None:
    submit(a_return(count("contacts", 20)), [], replace(a_file("first"), name=name, by=name))
    assert sent().select("name", "by").rows() == [(kept, kept)]
    assert audit_trail()["who"][-1] == kept


def test_bytes_left_by_a_failed_return_do_no_harm() -> None:
    keep_bytes(b"first")
    assert submit(a_return(), [], a_file("first")).already_known is False


def test_a_submission_is_written_in_the_audit_with_what_it_supersedes() -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    submit(a_return(count("contacts", 24)), [], a_file("second", day="2018-04-05"))
    assert audit_trail().tail(2).rows() == [
        (
            datetime(2018, 4, 3, 9, tzinfo=UTC),
            "Pat Example",
            "submitted a return",
            "return 1: police, 2017-18-Q4, about 342",
        ),
        (
            datetime(2018, 4, 5, 9, tzinfo=UTC),
            "Pat Example",
            "submitted a return",
            "return 2: police, 2017-18-Q4, about 342, superseding 1",
        ),
    ]


def test_the_audit_names_the_areas_that_were_stored_of_a_file_for_several() -> None:
    submit(a_return(areas=("342",)), [], a_file("first"))
    submit(a_return(areas=("340", "342")), [], a_file("second", day="2018-04-05"))
    assert audit_trail()["which"].to_list()[-2:] == [
        "return 1: police, 2017-18-Q4, about 342",
        "return 2: police, 2017-18-Q4, about 340, 342, superseding 1",
    ]


def test_sent_lists_every_return_with_its_open_queries_and_whether_it_is_superseded() -> None:
    submit(a_return(), [a_query(), a_query("counted twice"), a_query()], a_file("first"))
    submit(a_return(), [], a_file("second", day="2018-04-05"))
    columns = ("agency", "period", "area", "submission", "open_queries", "superseded")
    assert sent().select(columns).rows() == [
        ("police", "2017-18-Q4", "342", 1, 2, True),
        ("police", "2017-18-Q4", "342", 2, 0, False),
    ]
    assert sent(date(2018, 4, 4)).select(columns).rows() == [
        ("police", "2017-18-Q4", "342", 1, 2, False)
    ]
    assert sent().row(0, named=True)["received_at"] == datetime(2018, 4, 3, 9, tzinfo=UTC)
    assert sent().row(0, named=True)["name"] == "police-q4.xlsx"
    assert sent().row(0, named=True)["by"] == "Pat Example"


def test_a_query_is_open_in_its_own_area_and_one_of_the_whole_file_in_none() -> None:
    of_knowsley, answered = replace(a_query(), area="340"), replace(a_query("So."), area="342")
    submit(a_return(areas=("340", "342")), [of_knowsley, answered, a_query()], a_file("first"))
    assert sent().select("area", "open_queries", "open_in_file").rows() == [
        ("340", 1, 1),
        ("342", 0, 1),
    ]
    assert findings_of(1) == (of_knowsley, answered, a_query())
    assert queries_of([1]) == {1: [of_knowsley, answered, a_query()]}


def test_in_a_return_for_one_area_every_query_is_of_that_area() -> None:
    submit(a_return(), [a_query()], a_file("first"))
    assert sent().select("open_queries", "open_in_file").rows() == [(1, 0)]
    assert queries_of([1]) == {1: [replace(a_query(), area="342")]}


def test_a_query_for_an_area_that_the_return_is_not_for_is_refused() -> None:
    with pytest.raises(StrayAreaError, match="has counts, notes or findings for 340"):
        submit(a_return(), [replace(a_query(), area="340")], a_file("first"))


def test_findings_are_read_back_as_they_were_with_their_answers() -> None:
    submit(a_return(), [a_query("counted twice"), a_query()], a_file("first"))
    assert findings_of(1) == (a_query("counted twice"), a_query())


def test_findings_of_a_return_that_is_not_there_are_refused() -> None:
    with pytest.raises(UnknownSubmissionError, match="no return with this number"):
        findings_of(7)


def test_notes_in_force_are_those_of_returns_that_nothing_supersedes() -> None:
    old = Note("342", "Late.", item="contacts")
    new = Note(
        *("342", "Includes the holiday.", Readers.ANALYST),
        *("contacts", "2018-01", "kind", "sexual", "Notes", "B4"),
    )
    context = Note("342", "A quiet quarter.")
    submit(a_return(notes=[old]), [], a_file("first"))
    submit(a_return(notes=[new, context]), [], a_file("second", day="2018-04-05"))
    assert current_notes().rows() == [
        (
            *("342", "police", "2017-18-Q4", "contacts", "2018-01", "kind", "sexual"),
            *("Includes the holiday.", "the analyst only", 2),
        ),
        ("342", "police", "2017-18-Q4", "", "", "", "", "A quiet quarter.", "the board", 2),
    ]
    assert current_notes(date(2018, 4, 4))["text"].to_list() == ["Late."]


def test_names_and_codes_are_kept_whole_however_long_they_are() -> None:
    long = "é" * 1_000
    counted = count(long, 20, sheet=long, cell=long, dimension=long, category=long)
    asked = replace(a_query(), sheet=long)
    submit(a_return(counted, agency=long), [asked], replace(a_file("first"), name=long, by=long))
    assert sent().select("agency", "name", "by").rows() == [(long, long, long)]
    kept = current_counts().select("item", "dimension", "category").rows()
    assert kept == [(long, long, long)]
    assert findings_of(1) == (asked,)
    assert audit_trail()["who"].to_list()[-1] == long


def test_every_refusal_is_an_error_of_the_store() -> None:
    with pytest.raises(StoreError):
        submit(a_return(areas=("999",)), [], a_file("first"))
