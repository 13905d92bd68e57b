"""The moments at which a process is killed: after a time, or at a call that leaves its mark."""

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BufferedWriter
from random import Random
from types import FrameType
from typing import Any

ON_DISK = {"fsync", "replace", "rename", "mkdir", "unlink", "rmdir"}
IN_DATABASE = {"execute", "executemany", "commit", "rollback"}
"""Marking calls, by their names: after one a disk or a database may not be as it was before."""


@dataclass(frozen=True)
class Length:
    """How long a scene takes when nobody interrupts it, and how many marking calls it makes."""

    seconds: float
    calls: int


@dataclass(frozen=True)
class Moment:
    """When to kill: after so many seconds, or just before or after a marking call."""

    seconds: float | None = None
    call: int = 0

    def __str__(self) -> str:
        if self.seconds is not None:
            return f"after {self.seconds:.3f} s"
        return f"at marking call {self.call}"


def draw(chance: Random, length: Length) -> Moment:
    """Return a moment: as often one by the clock, over the whole run, as one at a call."""
    if chance.random() < 0.5:
        return Moment(seconds=chance.uniform(0, 1.05 * length.seconds))
    return Moment(call=chance.randint(1, length.calls))


def count_calls() -> Callable[[], int]:
    """Begin to count this process's marking calls, and return what ends it with their number."""
    calls = 0

    def note(_frame: FrameType, event: str, what: Any) -> None:  # noqa: ANN401 as Python gives it
        nonlocal calls
        calls += _marks(_frame, event, what)

    sys.setprofile(note)

    def end() -> int:
        sys.setprofile(None)
        return calls

    return end


def die_at(call: int) -> None:
    """Have this process kill itself at one of its marking calls, its beginning or its end."""
    calls = 0

    def note(frame: FrameType, event: str, what: Any) -> None:  # noqa: ANN401 as Python gives it
        nonlocal calls
        calls += _marks(frame, event, what)
        if calls == call:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(note)


def _marks(frame: FrameType, event: str, what: Any) -> bool:  # noqa: ANN401 as Python gives it
    """Tell whether this is the end of a marking call, or the beginning of one on the disk."""
    if event in ("call", "return"):
        module = str(frame.f_globals.get("__name__"))
        ours = frame.f_code.co_name in IN_DATABASE and module.startswith("psycopg")
        return ours and event == "return"
    name, owner = getattr(what, "__name__", ""), getattr(what, "__self__", None)
    if isinstance(owner, BufferedWriter):
        return name == "write"
    if isinstance(owner, sqlite3.Connection | sqlite3.Cursor):
        return name in IN_DATABASE and event == "c_return"
    return name in ON_DISK and getattr(what, "__module__", "") == os.name
