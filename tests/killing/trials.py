"""A trial: a scene played in a copy of its folder, killed, looked at, and played again."""

import os
import pickle
import re
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from tests.conftest import ROOT
from tests.databases import copy_partnership, remove_partnership
from tests.killing.moments import Length, Moment, count_calls, die_at
from tests.killing.scenes import Scene
from tests.killing.state import State, partnership_in, state_of

_Result = TypeVar("_Result")
READY, DONE = b"r", b"d"


@dataclass(frozen=True)
class Known:
    """The two states between which there may be none, and how long the way takes."""

    old: State
    new: State
    length: Length


def refuse_threads() -> None:
    """Refuse to fork where frames were calculated already: the child would wait for ever."""
    names = [path.read_text().strip() for path in Path("/proc/self/task").glob("*/comm")]
    if any(re.fullmatch(r"polars-\d+", name) for name in names):
        sys.exit("tests.killing: a module calculates a frame when it is imported. Have it not.")


def apart(do: Callable[[], _Result]) -> _Result:
    """Return what a function returns in a process of its own, which has all imports already.

    What forks must itself never have calculated anything: threads do not survive a fork.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            told = pickle.dumps((do(), ""))
        except BaseException:
            told = pickle.dumps((None, traceback.format_exc()))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(told)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    result: _Result
    result, wrong = pickle.loads(answer)
    assert not wrong, wrong
    return result


def measured(scene: Scene, folder: Path, *, as_command: bool) -> Known:
    """Play a scene without interruption, and return what is known of it."""
    copy_partnership(scene.prepared, folder)
    look = partial(state_of, folder, by_the_clock=not as_command)
    old = apart(look)
    begun = time.monotonic()
    seconds = 0.0
    if as_command:
        subprocess.run(_command(scene, folder), check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
        seconds = time.monotonic() - begun
    else:
        seconds = apart(partial(_timed, scene, folder))
    new = apart(look)
    assert old != new
    remove_partnership(folder)
    if as_command:
        return Known(old, new, Length(seconds, 0))
    copy_partnership(scene.prepared, folder)
    calls = apart(partial(_counted, scene, folder))
    remove_partnership(folder)
    return Known(old, new, Length(seconds, calls))


def _timed(scene: Scene, folder: Path) -> float:
    partnership = partnership_in(folder)
    begun = time.monotonic()
    scene.act(partnership)
    return time.monotonic() - begun


def _counted(scene: Scene, folder: Path) -> int:
    partnership = partnership_in(folder)
    end = count_calls()
    scene.act(partnership)
    return end()


def killed(scene: Scene, folder: Path, moment: Moment) -> bool:
    """Play a scene and kill its process at a moment; say whether it had told its success."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        _play_and_tell(scene, folder, moment, writing)
    os.close(writing)
    assert os.read(reading, 1) == READY
    if moment.seconds is not None:
        time.sleep(moment.seconds)
        os.killpg(child, signal.SIGKILL)
    acknowledged = os.read(reading, 1) == DONE
    os.waitpid(child, 0)
    os.close(reading)
    return acknowledged


def _play_and_tell(scene: Scene, folder: Path, moment: Moment, writing: int) -> None:
    try:
        partnership = partnership_in(folder)
        os.write(writing, READY)
        if moment.call:
            die_at(moment.call)
        scene.act(partnership)
        sys.setprofile(None)
        os.write(writing, DONE)
    except BaseException:
        traceback.print_exc()
    os._exit(0)


def killed_command(scene: Scene, folder: Path, moment: Moment) -> bool:
    """Type a scene's command and kill all its processes; say whether it had told its success."""
    with subprocess.Popen(
        _command(scene, folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        start_new_session=True,
    ) as running:
        time.sleep(moment.seconds or 0)
        os.killpg(running.pid, signal.SIGKILL)
        said, _ = running.communicate()
    return b"Stored" in said or b"Published" in said


def finished(scene: Scene, folder: Path, *, as_command: bool) -> State:
    """Play a scene again to its end, and return the state that it leaves."""
    if as_command:
        subprocess.run(_command(scene, folder), check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    else:
        return apart(partial(_played, scene, folder))
    return apart(partial(state_of, folder, by_the_clock=False))


def _played(scene: Scene, folder: Path) -> State:
    scene.act(partnership_in(folder))
    return state_of(folder)


def _command(scene: Scene, folder: Path) -> list[str]:
    command, *rest = scene.arguments
    named = [str(folder / each) if each.endswith(".xlsx") else each for each in rest]
    return [sys.executable, "-m", "safeboard", command, *named, "--folder", str(folder)]


def objections(known: Known, left: State, *, acknowledged: bool, files_first: bool) -> list[str]:
    """Return which promises the state does not keep that was left when the process was killed."""
    old, new = known.old, known.new
    broken: dict[str, Any] = {
        "the tables hold neither the old state nor the new": left.tables
        not in (old.tables, new.tables),
        "half a release can be seen": left.published not in (old.published, new.published),
        "a release can be seen that is not in the register": not files_first
        and left.published != old.published
        and left.tables != new.tables,
        "bytes that were received are gone": not old.received.items() <= left.received.items(),
        "the tables name bytes that are not there": left.tables == new.tables
        and left.received != new.received,
        "success was told, but not all of it is there": acknowledged
        and (left.tables, left.received, left.published)
        != (new.tables, new.received, new.published),
    }
    return [promise for promise, is_broken in broken.items() if is_broken]
