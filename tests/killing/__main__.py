"""Kill Safeboard many times: python -m tests.killing --count 200 --seed 1."""

import argparse
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.databases import copy_partnership, remove_partnership
from tests.killing.moments import Moment, draw
from tests.killing.scenes import Scene, prepare, scenes
from tests.killing.state import state_of
from tests.killing.trials import (
    Known,
    apart,
    finished,
    killed,
    killed_command,
    measured,
    objections,
    refuse_threads,
)

TURNS = ("release", "submit", "submit", "submit", "submit")
RESTORE_AFTER = 10
"""How many kills of submit and release there are for one of restore and of import, on top."""


def one(scene: Scene, known: Known, folder: Path, moment: Moment, *, as_command: bool) -> str:
    """Kill once, and return which state was left; end in words if a promise is not kept."""
    copy_partnership(scene.prepared, folder)
    kill = killed_command if as_command else killed
    acknowledged = kill(scene, folder, moment)
    left = apart(partial(state_of, folder, by_the_clock=not as_command))
    first = scene.files_first
    wrong = objections(known, left, acknowledged=acknowledged, files_first=first)
    if finished(scene, folder, as_command=as_command) != known.new:
        wrong.append("run again, it does not leave what an uninterrupted run leaves")
    if wrong:
        sys.exit(f"{scene.name}, killed {moment}: {'; '.join(wrong)}. See {folder}")
    remove_partnership(folder)
    if left.tables == known.old.tables:
        return "old" if not left.unfinished else "old, something unfinished"
    if left.published != known.new.published:
        return "new, its folder still missing"
    return "new"


def play(number: int, chance: Random, into: Path, prepared: Path) -> Counter[str]:
    """Kill submit and release so many times, one in 25 by its command, and the others on top."""
    told: Counter[str] = Counter()
    played = {scene.name: scene for scene in scenes(prepared)}
    known: dict[tuple[str, bool], Known] = {}

    def kill(scene: Scene, which: str, *, as_command: bool = False) -> None:
        key = (scene.name, as_command)
        if key not in known:
            known[key] = measured(scene, into / "measured", as_command=as_command)
        length = known[key].length
        by_clock = Moment(seconds=chance.uniform(0.5, 1.05) * length.seconds)
        moment = by_clock if as_command else draw(chance, length)
        left = one(scene, known[key], into / "trial", moment, as_command=as_command)
        told[f"{scene.name}: {left}"] += 1
        how = "the command " if as_command else ""
        print(f"{which}: {how}{scene.name}, killed {moment}: {left}", flush=True)

    for trial in range(1, number + 1):
        which = f"{trial:4} of {number}"
        scene = played[TURNS[trial % len(TURNS)]]
        kill(scene, which, as_command=trial % 50 in (6, 15))
        if trial % RESTORE_AFTER == 0:
            for name in ("restore", "import"):
                kill(played[name], " " * len(which))
    return told


def main() -> None:
    """Read what is asked, and do it."""
    asked = argparse.ArgumentParser(prog="python -m tests.killing", description=__doc__)
    asked.add_argument(
        "--count", type=int, default=200, help="how often to kill submit and release"
    )
    asked.add_argument("--seed", type=int, default=1, help="which moments are drawn")
    given = asked.parse_args()
    refuse_threads()
    with TemporaryDirectory() as folder:
        apart(partial(prepare, Path(folder) / "prepared"))
        told = play(given.count, Random(given.seed), Path(folder), Path(folder) / "prepared")
    for left, times in sorted(told.items()):
        print(f"{times:4} times {left}")
    kills = sum(told.values())
    print(f"{kills} kills (seed {given.seed}): every promise was kept.")


if __name__ == "__main__":
    main()
