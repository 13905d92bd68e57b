"""Spoil many returns: `python -m tests.fuzzing --count 10000 --seed 1`."""

import argparse
import sys
import traceback
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import track

from tests.fuzzing.trial import ENDINGS, outcome
from tests.unit.store_builders import new_store


def main() -> int:
    """Run the trials of so many seeds, and name each that failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1, help="the first; each has its own return")
    asked = parser.parse_args()
    console, ended = Console(), Counter[str]()
    seeds = range(asked.seed, asked.seed + asked.count)
    with TemporaryDirectory() as folder, new_store(Path(folder) / "store"):
        for seed in track(seeds, "Spoiling returns", console=console):
            try:
                ended[outcome(seed)] += 1
            except Exception:
                ended["failed"] += 1
                console.print(f"seed {seed} failed", highlight=False)
                console.print(traceback.format_exc(limit=-3), markup=False, highlight=False)
    told = ", ".join(f"{ended[each]:,} {each}" for each in (*ENDINGS, "failed"))
    console.print(f"{asked.count:,} returns: {told}", highlight=False)
    return 1 if ended["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
