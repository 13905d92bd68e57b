"""The registers of areas and vintages, the audit, and the bytes of what was received."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from safeboard.store import models
from safeboard.store.areas import register_areas
from safeboard.store.audit import AUDIT, audit_trail, write_audit
from safeboard.store.errors import (
    ChangedBytesError,
    ContradictionError,
    FrozenRowError,
    MissingBytesError,
)
from safeboard.store.received import keep_bytes, received_bytes, remove_unfinished
from safeboard.store.vintages import Source, all_vintages, register_vintage, values_of
from safeboard.vocabulary.area import Area, Origin
from tests.unit.store_builders import (
    KNOWSLEY,
    ST_HELENS,
    a_vintage,
    new_store,
    somebody_writing,
    wait_at_most,
)

NOON = datetime(2018, 4, 3, 12, tzinfo=UTC)
FIRST = "a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e"


@pytest.fixture(autouse=True)
def store(engine: str, tmp_path: Path) -> Iterator[Path]:
    with new_store(tmp_path / "store") as folder:
        yield folder


def test_an_area_is_registered_with_its_ons_code() -> None:
    register_areas([Area("341", "Liverpool", "E08000012")], NOON)
    assert models.Area.objects.get(number="341").name == "Liverpool"
    assert models.AreaCode.objects.get(area="341").code == "E08000012"
    assert audit_trail().rows()[-1] == (
        *(NOON, "safeboard"),
        *("registered an area", "341 Liverpool (E08000012)"),
    )


def test_an_area_registered_again_changes_nothing() -> None:
    before = audit_trail()
    register_areas([ST_HELENS, KNOWSLEY], NOON)
    assert models.Area.objects.count() == models.AreaCode.objects.count() == 2
    assert audit_trail().equals(before)


def test_areas_that_are_known_wait_for_no_writer(store: Path) -> None:
    wait_at_most(milliseconds=1)
    with somebody_writing(store):
        register_areas([ST_HELENS, KNOWSLEY], NOON)


def test_a_changed_name_is_recorded() -> None:
    register_areas([Area("342", "Saint Helens", "E08000013")], NOON, by="Pat Example")
    assert models.Area.objects.get(number="342").name == "Saint Helens"
    assert audit_trail().rows()[-1] == (
        *(NOON, "Pat Example"),
        *("renamed an area", "342 from St Helens to Saint Helens"),
    )


def test_a_changed_ons_code_stands_after_the_old_one() -> None:
    register_areas([Area("342", "St Helens", "E08000099")], NOON)
    codes = models.AreaCode.objects.filter(area="342").order_by("id")
    assert [row.code for row in codes] == ["E08000013", "E08000099"]
    assert audit_trail()["which"][-1] == "342 from E08000013 to E08000099"


def test_two_areas_cannot_share_an_ons_code_and_neither_is_entered() -> None:
    both = [Area("341", "Liverpool", "E08000012"), Area("343", "Sefton", "E08000012")]
    with pytest.raises(ContradictionError):
        register_areas(both, NOON)
    assert models.Area.objects.count() == 2


def test_a_vintage_is_registered_with_its_values_under_their_checksum(store: Path) -> None:
    made, already = register_vintage(a_vintage(b"first"), "; 2 rows")
    assert not already
    assert (store / "vintages" / "a7" / FIRST).read_bytes() == b"first"
    assert (made.sha256, str(made)) == (FIRST, "LAIT, published 2018-03-29")
    assert all_vintages() == (made,)
    assert values_of(made) == b"first"
    assert audit_trail().rows()[-1] == (
        *(NOON, "Pat Example", "imported benchmarks"),
        f"vintage {made.number}, LAIT, published 2018-03-29, from values.csv; 2 rows",
    )


@pytest.mark.parametrize(("origin", "content"), [("a" * 64, b"other"), ("b" * 64, b"first")])
def test_a_vintage_of_the_same_bytes_or_the_same_values_is_there_already(
    origin: str, content: bytes
) -> None:
    made, _ = register_vintage(a_vintage(b"first"))
    before = audit_trail()
    again = replace(a_vintage(content), origin=origin, imported_at=datetime(2018, 6, 1, tzinfo=UTC))
    assert register_vintage(again) == (made, True)
    assert all_vintages() == (made,)
    assert audit_trail().equals(before)


def test_another_source_may_have_the_same_values() -> None:
    register_vintage(a_vintage(b"first"))
    _, already = register_vintage(replace(a_vintage(b"first"), of=Source("open data", "DfE", "c1")))
    assert not already
    assert len(all_vintages()) == 2


def test_vintages_follow_one_another_as_they_were_published() -> None:
    later, _ = register_vintage(a_vintage(b"first"))
    earlier, _ = register_vintage(
        replace(a_vintage(b"second"), origin="b" * 64, published=date(2017, 3, 29))
    )
    assert all_vintages() == (earlier, later)


def test_the_values_of_a_vintage_that_changed_are_told(store: Path) -> None:
    made, _ = register_vintage(a_vintage(b"first"))
    (store / "vintages" / "a7" / FIRST).write_bytes(b"f1rst")
    with pytest.raises(ChangedBytesError):
        values_of(made)


def test_a_vintage_is_never_changed() -> None:
    register_vintage(a_vintage(b"first"))
    with pytest.raises(FrozenRowError):
        models.Vintage.objects.update(published=date(2019, 1, 1))


def test_lines_of_the_audit_are_read_in_the_order_written() -> None:
    write_audit(NOON, "Pat Example", "did something", "this")
    write_audit(NOON, "Kim Example", "did something else", "that")
    trail = audit_trail()
    assert trail.schema == AUDIT
    assert trail.tail(2).rows() == [
        (NOON, "Pat Example", "did something", "this"),
        (NOON, "Kim Example", "did something else", "that"),
    ]


def test_bytes_are_kept_in_a_file_named_by_their_checksum(store: Path) -> None:
    assert keep_bytes(b"first") == FIRST
    assert (store / "received" / "a7" / FIRST).read_bytes() == b"first"
    assert received_bytes(FIRST) == b"first"


def test_keeping_bytes_leaves_no_unfinished_file(store: Path) -> None:
    keep_bytes(b"first")
    keep_bytes(b"first")
    assert [path.name for path in (store / "received").rglob("*") if path.is_file()] == [FIRST]


def test_what_somebody_left_who_was_stopped_is_removed_and_nothing_else(store: Path) -> None:
    keep_bytes(b"first")
    (store / "received" / "a7" / "unfinished-0123456789abcdef").write_bytes(b"fir")
    remove_unfinished()
    assert [path.name for path in (store / "received").rglob("*") if path.is_file()] == [FIRST]


def test_bytes_that_changed_are_told(store: Path) -> None:
    keep_bytes(b"first")
    (store / "received" / "a7" / FIRST).write_bytes(b"f1rst")
    with pytest.raises(ChangedBytesError, match="no longer what was received"):
        received_bytes(FIRST)


def test_bytes_that_changed_are_put_right_when_the_same_file_comes_again(store: Path) -> None:
    keep_bytes(b"first")
    (store / "received" / "a7" / FIRST).write_bytes(b"")
    keep_bytes(b"first")
    assert received_bytes(FIRST) == b"first"


def test_bytes_that_are_gone_are_told() -> None:
    with pytest.raises(MissingBytesError, match="no longer there"):
        received_bytes(FIRST)


def test_an_area_made_of_others_begins_when_they_end() -> None:
    bournemouth = Area("837", "Bournemouth", "E06000028")
    poole = Area("836", "Poole", "E06000029")
    origin = Origin("839", date(2019, 4, 1), (bournemouth, poole), is_merger=True)
    together = Area("839", "Bournemouth and Poole", "E06000058", origin)
    register_areas([together, bournemouth, poole], NOON)
    codes = models.AreaCode.objects.filter(area__in=["836", "837", "839"]).order_by("code")
    assert list(codes.values_list("code", "valid_from", "valid_to")) == [
        ("E06000028", None, date(2019, 3, 31)),
        ("E06000029", None, date(2019, 3, 31)),
        ("E06000058", date(2019, 4, 1), None),
    ]
    assert audit_trail().rows()[-1][2:] == (
        "dated an area",
        "839 from 2019-04-01, out of 837, 836",
    )
    before = audit_trail()
    register_areas([together, bournemouth, poole], NOON)
    assert audit_trail().equals(before)
