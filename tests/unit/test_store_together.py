"""Two who use one store at once, and one who may only read it."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier

import pytest

from safeboard.store import models
from safeboard.store.areas import register_areas
from safeboard.store.arrivals import sent
from safeboard.store.database import close_store
from safeboard.store.errors import ReadOnlyStoreError
from safeboard.store.submissions import Receipt, current_counts, submit
from tests.databases import make_database
from tests.unit.store_builders import (
    NEW_YEAR,
    ST_HELENS,
    a_file,
    a_return,
    count,
    new_store,
    reopen,
    values_in_force,
)

pytestmark = pytest.mark.usefixtures("engine")

NOBODY = 65534
_meeting: list[Barrier] = []


def meet_at(barrier: Barrier) -> None:
    """Tell a new process where it waits for the other."""
    _meeting.append(barrier)


def at_once(what: Callable[[Path, str], list[Receipt]], store: Path) -> Sequence[list[Receipt]]:
    """Return what came of doing the same in two processes that begin together."""
    spawn = get_context("spawn")
    with ProcessPoolExecutor(
        2, mp_context=spawn, initializer=meet_at, initargs=(spawn.Barrier(2, timeout=60),)
    ) as two:
        return list(two.map(what, [store, store], ["one", "other"]))


def make(store: Path, who: str) -> list[Receipt]:
    """Make a store, as every first command does, and send a return."""
    _meeting[0].wait()
    reopen(store, create=True)
    register_areas([ST_HELENS], NEW_YEAR)
    return [submit(a_return(count("contacts", 20)), [], a_file(who))]


def send(store: Path, who: str) -> list[Receipt]:
    """Send ten returns of one agency, area and period; every other file both have."""
    reopen(store)
    _meeting[0].wait()
    files = [f"{number} of {who if number % 2 else 'both'}" for number in range(10)]
    return [submit(a_return(count("contacts", 20)), [], a_file(file)) for file in files]


def test_two_who_make_a_store_at_once_make_one(tmp_path: Path) -> None:
    store = tmp_path / "store"
    make_database(store)
    receipts = at_once(make, store)
    assert sorted(each.number for (each,) in receipts) == [1, 2]
    reopen(store)
    assert models.Area.objects.count() == 1
    assert sent()["superseded"].to_list() == [True, False]
    close_store()


def test_two_who_send_at_once_wait_their_turn_and_each_file_is_stored_once(tmp_path: Path) -> None:
    with new_store(tmp_path / "store") as store:
        receipts = [receipt for each in at_once(send, store) for receipt in each]
        assert sum(receipt.already_known for receipt in receipts) == 5
        assert list(models.Submission.objects.values_list("number", "sequence")) == [
            (number, number) for number in range(1, 16)
        ]
        chain = models.SubmissionArea.objects.order_by("submission")
        assert list(chain.values_list("supersedes", flat=True)) == [None, *range(1, 15)]


@contextmanager
def without_rights() -> Iterator[None]:
    """Be nobody for a while where we are root, whom no permission binds."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """Return a folder that everybody can reach, unlike pytest's own."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_a_store_in_a_folder_that_may_only_be_read_is_told(sqlite: None, open_to_all: Path) -> None:
    with new_store(open_to_all / "store") as store:
        submit(a_return(count("contacts", 20)), [], a_file("first"))
    for path in (*store.rglob("*"), store):
        path.chmod(0o555)
    with without_rights(), pytest.raises(ReadOnlyStoreError, match="Ask whoever looks after"):
        reopen(store)
    for path in (store, *store.rglob("*")):
        path.chmod(0o755)
    reopen(store)
    assert values_in_force() == {"contacts": 20}
    close_store()


def test_a_return_whose_file_cannot_be_kept_is_not_stored(open_to_all: Path) -> None:
    with new_store(open_to_all / "store") as store:
        (store / "received").mkdir(mode=0o555)
        for path in (store, *store.glob("store*")):
            path.chmod(0o777)
        with without_rights(), pytest.raises(ReadOnlyStoreError, match="may not be written to"):
            submit(a_return(count("contacts", 20)), [], a_file("first"))
        assert len(current_counts()) == len(sent()) == 0


def test_a_store_cannot_be_made_in_a_folder_that_may_only_be_read(open_to_all: Path) -> None:
    with without_rights(), pytest.raises(ReadOnlyStoreError, match="Permission denied"):
        reopen(open_to_all / "store", create=True)
