"""Pairs of measurements taken in turn, so that a ratio holds though the machine's speed drifts."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """A measured ratio: what over what, the goal as it is stated, medians in milliseconds, runs."""

    what: str
    goal: str
    ratio: float
    ours: float
    theirs: float
    runs: int
    met: bool

    def line(self) -> str:
        mark = "达到" if self.met else "未达到"
        goal = f"goal {self.goal}, {mark}" if self.goal else "no goal"
        return (
            f"{self.what}: {self.ratio:.2f} ({goal}) "
            f"medians {self.ours:.2f} ms / {self.theirs:.2f} ms over {self.runs} runs"
        )


def paired(
    ours: Callable[[], object], theirs: Callable[[], object], runs: int = 15, loops: int = 1, *, swept: bool = False
) -> tuple[float, float]:
    """Medians in milliseconds of two calls timed in turn, after one of each that is not counted.

    `swept`: what one call leaves behind is collected before the other is timed, so that neither pays for both.
    """
    ours()
    theirs()
    gc.collect()
    first: list[float] = []
    second: list[float] = []
    for _ in range(runs):
        for call, times in ((ours, first), (theirs, second)):
            if swept:
                gc.collect()
            times.append(_timed(call, loops))
    return statistics.median(first), statistics.median(second)


def _timed(call: Callable[[], object], loops: int) -> float:
    start = time.perf_counter()
    for _ in range(loops):
        call()
    return (time.perf_counter() - start) * 1000 / loops


def at_most(what: str, limit: float, ours: float, theirs: float, runs: int) -> Row:
    """A row whose ratio ours ÷ theirs is to stay below a limit."""
    ratio = ours / theirs
    return Row(what, f"≤ {limit:g}", ratio, ours, theirs, runs, ratio <= limit)


def at_least(what: str, limit: float, ours: float, theirs: float, runs: int) -> Row:
    """A row whose ratio theirs ÷ ours is to reach a limit."""
    ratio = theirs / ours
    return Row(what, f"≥ {limit:g}", ratio, ours, theirs, runs, ratio >= limit)


def compared(what: str, ours: float, theirs: float, runs: int) -> Row:
    """A row with ours ÷ theirs for which nothing was promised beforehand."""
    return Row(what, "", ours / theirs, ours, theirs, runs, True)


def process(arguments: Sequence[str], *, cwd: Path | None = None) -> Callable[[], object]:
    """A call that runs a whole process, from fork to exit, its output thrown away."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def run() -> object:
        return subprocess.run(arguments, cwd=cwd, env=environment, check=False, capture_output=True)

    return run


def python(*arguments: str) -> list[str]:
    """A command line of this interpreter."""
    return [sys.executable, *arguments]


def show(rows: Iterable[Row]) -> None:
    """Print rows as they come."""
    for row in rows:
        print(row.line(), flush=True)
