"""What each of twenty processes does that use one store at once; they import no more than that."""

from pathlib import Path
from threading import Barrier

from safeboard.store.areas import register_areas
from safeboard.store.database import close_store
from safeboard.store.errors import BusyStoreError, WrongReleaseNumberError
from safeboard.store.releases import record_release
from safeboard.store.submissions import Receipt, submit
from tests.unit.store_builders import (
    NEW_YEAR,
    ST_HELENS,
    a_file,
    a_release,
    a_return,
    count,
    released,
    reopen,
    wait_at_most,
)

MANY = 20
_meeting: list[Barrier] = []


def meet_at(barrier: Barrier) -> None:
    """Tell a new process where it waits for the others."""
    _meeting.append(barrier)


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


def send_contacts(store: Path, who: int) -> Receipt:
    """Send a return of an agency of one's own, with a count that a release would use."""
    begin(store)
    one = a_return(count("contacts", who), agency=f"agency-{who:02}")
    receipt = submit(one, [], a_file(f"file {who}", day="2018-01-01"))
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


def make_and_send(store: Path, who: int) -> Receipt:
    """Make a store, as every first command does, and send a return of an agency of one's own."""
    _meeting[0].wait()
    reopen(store, create=True)
    register_areas([ST_HELENS], NEW_YEAR)
    one = a_return(count("contacts", who), agency=f"agency-{who:02}")
    receipt = submit(one, [], a_file(f"file {who}"))
    close_store()
    return receipt


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
