"""A release is frozen, numbered and found again; a correction says what changed and why."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from safeboard.disclosure.corrections import UnexplainedCorrectionError
from safeboard.disclosure.gate import NoDisclosureControlError
from safeboard.pipeline import releasing, returns
from safeboard.pipeline.partnership import Partnership, open_partnership
from safeboard.pipeline.releasing import Released, Unfinished, UnfinishedReleaseError
from safeboard.pipeline.request import FutureReleaseError, Request
from safeboard.pipeline.starting import start_demonstration
from safeboard.publishing.folder import FrozenReleaseError, TakenNameError
from safeboard.store import database
from safeboard.store.audit import audit_trail
from safeboard.store.errors import LostStoreError
from safeboard.store.moments import Moment
from safeboard.store.releases import all_releases
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.profile import Profile
from tests.acceptance.reading import read_page, read_published
from tests.databases import copy_partnership, drop_database, settle

RECEIVED = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
Q4 = Period.parse("2017-18-Q4")


@pytest.fixture(scope="module")
def prepared(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example's folder with every return in its store, and nothing released."""
    folder = tmp_path_factory.mktemp("prepared") / "partnership"
    workbooks = start_demonstration(folder)
    settle(folder)
    partnership = open_partnership(folder)
    partnership.open_store(RECEIVED)
    for path in workbooks:
        returns.check_and_store(partnership, path, by="an analyst", now=RECEIVED)
    database.close_store()
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """Return a copy of that folder and its store, to change at will."""
    database.close_store()
    return copy_partnership(prepared, tmp_path / "partnership")


@pytest.fixture
def partnership(folder: Path) -> Iterator[Partnership]:
    """Return the partnership of that folder, with its store open."""
    opened = open_partnership(folder)
    opened.open_store(LATER)
    yield opened
    database.close_store()
    drop_database(folder / "store")


def released(
    partnership: Partnership, *, as_of: Moment = date(2026, 7, 1), reason: str = ""
) -> Released:
    request = Request(Q4, Profile.RESTRICTED, as_of, reason)
    return releasing.release(partnership, request, now=LATER)


def corrected_return(folder: Path) -> Path:
    """Return the social care workbook with 3 re-referrals more in April 2017."""
    path = folder / "returns" / "social-care-2017-18.xlsx"
    workbook = load_workbook(path)
    sheet = workbook["Counts"]
    (row,) = [
        number
        for number in range(11, sheet.max_row + 1)
        if sheet.cell(number, 1).value == "re_referrals_within_12_months"
    ]
    assert sheet.cell(row, 5).value == 28
    sheet.cell(row, 5).value = 31
    workbook.save(folder / "corrected.xlsx")
    return folder / "corrected.xlsx"


def submit_correction(partnership: Partnership, folder: Path) -> None:
    path = corrected_return(folder)
    outcome = returns.check_and_store(partnership, path, by="an analyst", now=LATER)
    assert outcome.receipt is not None


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "published").iterdir())


def test_unchanged_inputs_return_the_release_that_exists(
    partnership: Partnership, folder: Path
) -> None:
    first = released(partnership)
    before = {path: path.read_bytes() for path in first.folder.rglob("*") if path.is_file()}
    again = released(partnership)
    assert (first.already, again.already) == (False, True)
    assert again.folder == first.folder
    assert {path: path.read_bytes() for path in before} == before
    assert names(folder) == ["2017-18-Q4-restricted-1"]


@pytest.mark.usefixtures("sqlite")
def test_a_store_that_is_gone_is_not_begun_anew_where_releases_were_published(
    partnership: Partnership, folder: Path
) -> None:
    released(partnership)
    database.close_store()
    (folder / "store").rename(folder / "unmounted")
    with pytest.raises(LostStoreError, match="restore the last backup"):
        partnership.open_store(LATER)
    assert not (folder / "store").exists()


def test_figures_already_released_change_only_with_a_reason(
    partnership: Partnership, folder: Path
) -> None:
    released(partnership)
    submit_correction(partnership, folder)
    with pytest.raises(UnexplainedCorrectionError) as refused:
        released(partnership)
    assert str(refused.value) == (
        "2017-18-Q4-restricted-1: 11 figures of this release would change. Nothing was published. "
        "Say why with --reason 'what was corrected'."
    )
    assert names(folder) == ["2017-18-Q4-restricted-1"]


def test_a_correction_is_a_new_release_that_lists_old_new_and_why(
    partnership: Partnership, folder: Path
) -> None:
    released(partnership)
    submit_correction(partnership, folder)
    second = released(partnership, reason="Three were recorded late.")
    assert names(folder) == ["2017-18-Q4-restricted-1", "2017-18-Q4-restricted-2"]
    (year,) = [
        row
        for row in second.release.corrections.iter_rows(named=True)
        if (row["window"], row["period"]) == ("year", "2017-18")
    ]
    assert (year["old"], year["new"]) == ("18.5% (343 of 1,855)", "18.7% (346 of 1,855)")
    assert year["why"] == "Three were recorded late. (the counts were restated)"
    page = read_published(second.folder).page
    assert "18.5% (343 of 1,855)" in page.one("section", id="corrections").words
    assert "Three were recorded late." in page.one("section", id="corrections").words


def test_a_corrected_figure_is_flagged_as_revised_and_no_other_is(
    partnership: Partnership, folder: Path
) -> None:
    released(partnership)
    submit_correction(partnership, folder)
    second = read_published(released(partnership, reason="Three were recorded late.").folder)
    indicator = "re-referrals-within-12-months"
    assert second.figure(indicator, "month", "2017-04")["flags"] == "r"
    assert second.figure(indicator, "month", "2017-05")["flags"] == ""


def test_the_earlier_release_stays_as_it_was(partnership: Partnership, folder: Path) -> None:
    first = released(partnership)
    before = (first.folder / "index.html").read_bytes()
    submit_correction(partnership, folder)
    released(partnership, reason="Three were recorded late.")
    assert (first.folder / "index.html").read_bytes() == before


def test_as_of_an_earlier_day_uses_what_was_known_then(
    partnership: Partnership, folder: Path
) -> None:
    submit_correction(partnership, folder)
    then = read_published(released(partnership, as_of=date(2026, 6, 15)).folder)
    row = then.figure("re-referrals-within-12-months", "year", "2017-18")
    assert row["numerator"] == "343"


def test_as_at_the_moment_of_a_release_the_counts_are_those_that_it_used(
    partnership: Partnership, folder: Path
) -> None:
    first = released(partnership)
    submit_correction(partnership, folder)
    second = released(partnership, reason="Three were recorded late.")
    for made in (first, second):
        (record,) = [each for each in all_releases() if each.number == made.release.number]
        moment = datetime.fromisoformat(json.loads(record.manifest)["known_until"])
        again = released(partnership, as_of=moment, reason="Asked again.")
        assert again.release.inputs["counts"] == made.release.inputs["counts"]
        assert again.release.inputs["submissions"] == made.release.inputs["submissions"]
    assert first.release.inputs["counts"] != second.release.inputs["counts"]


def test_a_return_that_arrives_on_the_day_of_a_release_is_not_in_it_as_at_an_earlier_time(
    partnership: Partnership, folder: Path
) -> None:
    submit_correction(partnership, folder)
    before = read_published(
        released(partnership, as_of=datetime(2026, 7, 1, 8, 59, tzinfo=UTC)).folder
    )
    row = before.figure("re-referrals-within-12-months", "year", "2017-18")
    assert row["numerator"] == "343"


def test_a_return_that_is_submitted_while_a_release_is_made_is_in_the_next_one_whole(
    partnership: Partnership, folder: Path
) -> None:
    path, said = str(corrected_return(folder)), []

    def meanwhile(step: str) -> None:
        if step in ("Calculating the figures", "Writing the pages and the data"):
            command = [sys.executable, "-m", "safeboard", "submit", path, "--folder", str(folder)]
            said.append(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    request = Request(Q4, Profile.RESTRICTED, date(2026, 7, 1))
    first = releasing.release(partnership, request, now=LATER, tell=meanwhile)
    assert "Stored 128 counts as submission 10, in place of submission 9" in said[0]
    assert "stored already, as submission 10: nothing changed" in said[1]
    assert first.release.inputs["submissions"] == "1, 2, 3, 4, 5, 6, 7, 8, 9"
    second = released(partnership, reason="Three were recorded late.")
    assert second.release.inputs["submissions"] == "1, 2, 3, 4, 5, 6, 7, 8, 10"
    assert second.release.supersedes == 1


def test_who_made_a_release_is_in_the_audit(partnership: Partnership) -> None:
    request = Request(Q4, Profile.RESTRICTED, date(2026, 7, 1), by="Pat Example")
    releasing.release(partnership, request, now=LATER)
    assert audit_trail().rows()[-1][1:] == (
        "Pat Example",
        "made a release",
        "2017-18-Q4-restricted-1",
    )


def test_what_was_known_on_an_earlier_day_corrects_nothing_published_later(
    partnership: Partnership, folder: Path
) -> None:
    submit_correction(partnership, folder)
    released(partnership)
    earlier = released(partnership, as_of=date(2026, 6, 15))
    assert (earlier.release.number, earlier.release.supersedes) == (2, None)
    assert earlier.release.corrections.is_empty()


def test_what_was_known_earlier_on_the_same_day_corrects_nothing_that_knew_more(
    partnership: Partnership, folder: Path
) -> None:
    submit_correction(partnership, folder)
    knows_more = released(partnership)
    earlier = released(partnership, as_of=datetime(2026, 7, 1, 8, 30, tzinfo=UTC))
    assert (earlier.release.number, earlier.release.supersedes) == (2, None)
    page = read_page((earlier.folder / "index.html").read_text())
    assert "As known on 1 July 2026, 08:30 UTC" in page.words
    again = released(partnership)
    assert (again.already, again.release.number) == (True, knows_more.release.number)


def test_a_release_takes_the_place_of_the_one_that_knew_most_not_of_the_one_made_last(
    partnership: Partnership, folder: Path
) -> None:
    released(partnership, as_of=date(2026, 6, 20))
    released(partnership, as_of=date(2026, 6, 10))
    submit_correction(partnership, folder)
    third = released(partnership, reason="Three were recorded late.")
    assert (third.release.number, third.release.supersedes) == (3, 1)


def test_inputs_that_go_back_to_what_they_were_correct_the_last_release(
    partnership: Partnership, folder: Path
) -> None:
    benchmarks = folder / "benchmarks.csv"
    original = benchmarks.read_text(encoding="utf-8")
    released(partnership)
    benchmarks.write_text(original.replace(",24.025,", ",18.1,"), encoding="utf-8")
    second = released(partnership, reason="The source revised it.")
    assert second.release.ratings.filter(indicator="re-referrals-within-12-months")[
        "band"
    ].to_list() == ["B"]
    benchmarks.write_text(original, encoding="utf-8")
    third = released(partnership, reason="The source was right.")
    assert (second.release.number, third.release.number, third.already) == (2, 3, False)


def test_a_release_cut_off_before_its_folder_was_in_place_is_finished_when_run_again(
    partnership: Partnership, folder: Path
) -> None:
    first = released(partnership)
    whole = {
        path.relative_to(first.folder): path.read_bytes()
        for path in first.folder.rglob("*")
        if path.is_file()
    }
    shutil.rmtree(first.folder)
    again = released(partnership)
    assert again.already
    assert {
        path.relative_to(again.folder): path.read_bytes()
        for path in again.folder.rglob("*")
        if path.is_file()
    } == whole


def unfinished(release: Released) -> dict[Path, bytes]:
    """Leave a release as it is when its making is stopped after it was registered.

    Return what was in its folder.
    """
    files = [path for path in release.folder.rglob("*") if path.is_file()]
    whole = {path.relative_to(release.folder): path.read_bytes() for path in files}
    shutil.rmtree(release.folder)
    return whole


def test_a_release_cut_off_before_a_return_came_is_finished_as_it_was_registered(
    partnership: Partnership, folder: Path
) -> None:
    whole = unfinished(released(partnership))
    submit_correction(partnership, folder)
    second = released(partnership, reason="Three were recorded late.")
    assert names(folder) == ["2017-18-Q4-restricted-1", "2017-18-Q4-restricted-2"]
    first = folder / "published" / "2017-18-Q4-restricted-1"
    assert {path: (first / path).read_bytes() for path in whole} == whole
    assert second.before == Unfinished("2017-18-Q4-restricted-1", is_finished=True)
    assert (second.release.number, second.release.supersedes) == (2, 1)


def test_a_release_cut_off_is_finished_before_a_reason_is_asked_for(
    partnership: Partnership, folder: Path
) -> None:
    unfinished(released(partnership))
    submit_correction(partnership, folder)
    with pytest.raises(UnexplainedCorrectionError, match="2017-18-Q4-restricted-1"):
        released(partnership)
    assert names(folder) == ["2017-18-Q4-restricted-1"]


def test_a_release_cut_off_and_then_made_of_something_else_is_not_passed_over_in_silence(
    partnership: Partnership, folder: Path
) -> None:
    unfinished(released(partnership))
    benchmarks = folder / "benchmarks.csv"
    original = benchmarks.read_text(encoding="utf-8")
    benchmarks.write_text(original.replace(",24.025,", ",18.1,"), encoding="utf-8")
    with pytest.raises(UnfinishedReleaseError) as refused:
        released(partnership)
    assert str(refused.value) == (
        "2017-18-Q4-restricted-1: it is in the register, but its folder was never finished, or is "
        "gone, and it cannot be made again: it was made from another benchmarks.csv. Nothing was "
        "published. Put that back as it was, or the folder from a backup, and run the same command "
        "again; or leave it out, and say with --reason why the next one is made."
    )
    assert names(folder) == []
    second = released(partnership, reason="The source revised it.")
    assert second.before == Unfinished("2017-18-Q4-restricted-1", is_finished=False)
    assert names(folder) == ["2017-18-Q4-restricted-2"]


def test_a_release_is_not_registered_where_a_folder_has_its_name_and_says_something_else(
    partnership: Partnership, folder: Path
) -> None:
    taken = folder / "published" / "2017-18-Q4-restricted-1"
    taken.mkdir(parents=True)
    (taken / "index.html").write_text("of another store", encoding="utf-8")
    with pytest.raises(TakenNameError, match=r"differs in about\.html, .* move the folder away"):
        released(partnership)
    assert all_releases() == ()
    taken.rename(folder / "moved")
    assert released(partnership).release.number == 1


def test_a_published_folder_that_somebody_changed_is_named_and_not_passed_off_as_the_release(
    partnership: Partnership,
) -> None:
    first = released(partnership)
    page = first.folder / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("18.5%", "8.5%"), encoding="utf-8")
    with pytest.raises(FrozenReleaseError) as refused:
        released(partnership)
    assert str(refused.value).startswith(
        "2017-18-Q4-restricted-1: it was published before, and differs in index.html. "
    )


def test_the_folder_of_another_release_under_its_name_is_not_passed_off_as_the_release(
    partnership: Partnership,
) -> None:
    manifest = released(partnership).folder / "manifest.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    told["inputs"]["counts"] = "of another store"
    manifest.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(FrozenReleaseError, match=r"differs in manifest\.json"):
        released(partnership)


def test_the_public_profile_is_refused_and_publishes_nothing(
    partnership: Partnership, folder: Path
) -> None:
    request = Request(Q4, Profile.PUBLIC, date(2026, 7, 1))
    with pytest.raises(NoDisclosureControlError):
        releasing.release(partnership, request, now=LATER)
    assert not (folder / "published").exists()


def test_a_day_that_has_not_come_cannot_be_frozen(partnership: Partnership) -> None:
    with pytest.raises(FutureReleaseError):
        released(partnership, as_of=date(2026, 7, 2))
    with pytest.raises(FutureReleaseError):
        released(partnership, as_of=datetime(2026, 7, 1, 9, 1, tzinfo=UTC))


def test_the_manifest_names_what_the_release_was_made_from(partnership: Partnership) -> None:
    first = released(partnership)
    manifest = json.loads((first.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["as_of"] == "2026-07-01"
    assert manifest["number"] == 1
    assert manifest["inputs"]["submissions"] == "1, 2, 3, 4, 5, 6, 7, 8, 9"
    assert manifest["inputs"]["catalogue"] == partnership.catalogue.version
    assert set(manifest["inputs"]) >= {"benchmarks.csv", "populations.csv", "counts", "notes"}
