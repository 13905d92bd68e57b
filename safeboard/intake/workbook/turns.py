"""Work on the pieces of a large file: some at once, and what comes of them in their order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

_Made = TypeVar("_Made")

_AT_ONCE = 2
"""How many pieces are worked on. Each is held in memory, so a few are enough to keep us busy."""


def in_turn(work: Callable[[str], _Made], pieces: Iterable[str]) -> Iterator[_Made]:
    """Yield what `work` makes of each piece, while the next ones are already worked on."""
    with ThreadPoolExecutor(_AT_ONCE) as workers:
        waiting: deque[Future[_Made]] = deque()
        for piece in pieces:
            waiting.append(workers.submit(work, piece))
            if len(waiting) > _AT_ONCE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
