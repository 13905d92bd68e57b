"""Twenty who submit at once: nothing is lost, nobody waits for ever, and later is later."""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier

import pytest

from safeboard.store import models
from safeboard.store.arrivals import sent
from safeboard.store.audit import audit_trail
from safeboard.store.database import close_store
from safeboard.store.errors import BusyStoreError, WrongReleaseNumberError
from safeboard.store.received import received_bytes
from safeboard.store.releases import all_releases, record_release
from safeboard.store.submissions import Receipt, current_counts, submit
from tests.unit.store_builders import (
    a_file,
    a_release,
    a_return,
    count,
    new_store,
    released,
    reopen,
    somebody_writing,
    wait_at_most,
)

MANY = 20
_meeting: list[Barrier] = []


def meet_at(barrier: Barrier) -> None:
    """Tell a new process where it waits for the others."""
    _meeting.append(barrier)


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


def begin(store: Path) -> None:
    """Open the store, and wait until all the others have."""
    reopen(store)
    _meeting[0].wait()


def send_the_same_return(store: Path, who: int) -> Receipt:
    """Send a return of one agency, area and period; two have each file."""
    begin(store)
    receipt = submit(a_return(count("contacts", who // 2)), [], a_file(f"file {who // 2}"))
    close_store()
    return receipt


def send_ones_own_return(store: Path, who: int) -> Receipt:
    """Send a return of an agency of one's own, for one area or for both, of five counts each."""
    begin(store)
    areas = ("340", "342") if who % 2 else ("342",)
    counts = [count(f"item_{n}", who, area=area) for n in range(5) for area in areas]
    one = a_return(*counts, agency=f"agency-{who:02}", areas=areas)
    receipt = submit(one, [], a_file(f"file {who}"))
    close_store()
    return receipt


def make_the_same_release(store: Path, who: int) -> str:
    """Record the first release of a period; return what one is told."""
    begin(store)
    try:
        record_release(a_release(1), released(contacts=str(who)))
    except WrongReleaseNumberError as told:
        return str(told)
    finally:
        close_store()
    return "recorded"


def give_up_soon(store: Path, who: int) -> str:
    """Send a return while somebody else writes for longer than one waits."""
    begin(store)
    wait_at_most(milliseconds=100)
    try:
        submit(a_return(count("contacts", who)), [], a_file(f"file {who}"))
    except BusyStoreError as told:
        return str(told)
    finally:
        close_store()
    return "stored"


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
