"""Twenty who submit at once: nothing is lost, nobody waits for ever, and later is later."""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from safeboard.pipeline.partnership import open_partnership
from safeboard.pipeline.releasing import release
from safeboard.pipeline.request import Request
from safeboard.pipeline.returns import check_and_store
from safeboard.pipeline.starting import start_demonstration
from safeboard.publishing.folder import refuse_changed
from safeboard.store import models
from safeboard.store.arrivals import sent
from safeboard.store.audit import audit_trail
from safeboard.store.received import received_bytes
from safeboard.store.releases import all_releases
from safeboard.store.submissions import Receipt, current_counts, submit
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.profile import Profile
from tests.databases import make_database, settle
from tests.unit.many import (
    MANY,
    give_up_soon,
    make_and_send,
    make_the_same_release,
    meet_at,
    send_contacts,
    send_ones_own_return,
    send_the_same_return,
)
from tests.unit.store_builders import (
    NEW_YEAR,
    a_file,
    a_return,
    count,
    new_store,
    reopen,
    somebody_writing,
)


@pytest.fixture(autouse=True)
def store(engine: str, tmp_path: Path) -> Iterator[Path]:
    with new_store(tmp_path / "store") as folder:
        yield folder


@pytest.fixture(scope="module")
def many() -> Iterator[ProcessPoolExecutor]:
    """Return as many processes as there are submitters."""
    spawn = get_context("spawn")
    meeting = spawn.Barrier(MANY, timeout=240)
    with ProcessPoolExecutor(
        MANY, mp_context=spawn, initializer=meet_at, initargs=(meeting,)
    ) as processes:
        yield processes


def in_order(receipts: Sequence[Receipt]) -> list[Receipt]:
    return sorted(receipts, key=lambda receipt: receipt.number)


def test_of_twenty_returns_for_one_place_each_supersedes_the_one_before_it(
    store: Path, many: ProcessPoolExecutor
) -> None:
    receipts = list(many.map(send_the_same_return, [store] * MANY, range(MANY)))
    assert Counter(receipt.already_known for receipt in receipts) == {True: 10, False: 10}
    assert {receipt.number for receipt in receipts} == set(range(1, 11))
    chain = models.SubmissionArea.objects.order_by("submission")
    assert list(chain.values_list("submission", "supersedes")) == [
        (1, None), *((number, number - 1) for number in range(2, 11)),
    ]  # fmt: skip
    moments = list(models.Submission.objects.order_by("number").values_list("known_from"))
    assert moments == sorted(set(moments))
    (last,) = current_counts().rows(named=True)
    assert (last["submission"], last["value"]) == (10, int(content_of(10).split()[1]))


def content_of(number: int) -> str:
    """Return what was received as a submission."""
    row = models.Submission.objects.get(number=number)
    return received_bytes(row.received_id).decode()


def test_of_twenty_returns_of_twenty_agencies_every_count_is_there(
    store: Path, many: ProcessPoolExecutor
) -> None:
    receipts = in_order(list(many.map(send_ones_own_return, [store] * MANY, range(MANY))))
    assert [receipt.number for receipt in receipts] == list(range(1, 21))
    assert [receipt.supersedes for receipt in receipts] == [()] * MANY
    assert models.Count.objects.count() == 10 * 5 + 10 * 10
    assert sent().height == 10 + 20
    assert sorted(content_of(number) for number in range(1, 21)) == sorted(
        f"file {who}" for who in range(MANY)
    )
    lines = audit_trail().filter(did="submitted a return")["which"]
    assert [line.partition(":")[0] for line in lines] == [f"return {n}" for n in range(1, 21)]


def test_of_twenty_who_make_a_new_store_at_once_one_does_and_every_return_is_in_it(
    tmp_path: Path, many: ProcessPoolExecutor
) -> None:
    new = tmp_path / "new"
    make_database(new)
    receipts = in_order(list(many.map(make_and_send, [new] * MANY, range(MANY))))
    assert [receipt.number for receipt in receipts] == list(range(1, 21))
    reopen(new)
    assert models.Area.objects.count() == 1
    assert sent().height == 20
    assert audit_trail().filter(did="registered an area").height == 1


def test_a_release_during_which_twenty_returns_come_holds_none_of_them_and_all_are_stored(
    tmp_path: Path, many: ProcessPoolExecutor
) -> None:
    folder = tmp_path / "partnership"
    start_demonstration(folder)
    settle(folder)
    partnership = open_partnership(folder)
    partnership.open_store(NEW_YEAR)
    check_and_store(partnership, folder / "returns" / "lado-2017-18.xlsx", by="Pat", now=NEW_YEAR)
    coming: list[Future[Receipt]] = []

    def meanwhile(step: str) -> None:
        if step == "Calculating the figures":
            coming.extend(many.submit(send_contacts, folder / "store", who) for who in range(MANY))
        if step == "Writing the pages and the data":
            coming[0].result()

    request = Request(Period.parse("2017-18-Q4"), Profile.RESTRICTED, NEW_YEAR.date())
    made = release(partnership, request, now=NEW_YEAR, tell=meanwhile)
    receipts = in_order([each.result() for each in coming])
    assert made.release.inputs["submissions"] == "1"
    assert [receipt.number for receipt in receipts] == list(range(2, 22))
    contacts = current_counts().filter(item="contacts")
    assert contacts["submission"].to_list() == [21]
    assert [each.name for each in all_releases()] == [made.folder.name]
    refuse_changed(made.folder, made.release)


def test_of_twenty_who_make_the_same_release_one_does_and_the_others_are_told(
    store: Path, many: ProcessPoolExecutor
) -> None:
    told = Counter(many.map(make_the_same_release, [store] * MANY, range(MANY)))
    assert told == {
        "recorded": 1,
        "release 2017-18-Q4-restricted-1: the next release of this period and profile is number 2. "
        "Another may just have been made: make this one again. Nothing was stored.": 19,
    }
    assert [release.number for release in all_releases()] == [1]
    assert models.ReleaseFigure.objects.count() == 1


def test_twenty_who_wait_too_long_are_told_and_nothing_is_stored(
    store: Path, many: ProcessPoolExecutor
) -> None:
    with somebody_writing(store):
        told = list(many.map(give_up_soon, [store] * MANY, range(MANY)))
    assert all("somebody else is writing to the store" in each for each in told)
    assert all("Nothing was stored. Wait until they have finished" in each for each in told)
    assert models.Submission.objects.count() == models.Received.objects.count() == 0
    assert submit(a_return(count("contacts", 20)), [], a_file("first")).number == 1
