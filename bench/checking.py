"""Checking: one report that was read, warm; and a thousand files in one call, in flat memory."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from bench.harness import Row, at_most, paired
from nianbao.readers import read_bytes
from nianbao.workflow import banks, inspecting

RUNS = 25
FEW, MANY = 100, 1000
FORMATS = ("docx", "html", "txt", "xlsx", "md")


def rows() -> Iterator[Row]:
    """The time of a full check against 1 ms, and the peak memory of a call on 1,000 files against one on 100."""
    from nianbao.core.checks import run

    bank = banks.load_bank()

    def checked(page: bytes) -> float:
        """Milliseconds; each run has a report of its own, since a report keeps what the rules found out of it."""
        fresh = iter([read_bytes("a.html", page) for _ in range(RUNS + 1)])
        return paired(lambda: run(inspecting.report_case(next(fresh), bank)), lambda: None, RUNS)[0]

    yield at_most("all rules over a read report, warm / 1 ms", 20, checked(_files(1)[0][1]), 1.0, RUNS)
    city = _longest_of_a_city()
    size = len(read_bytes("a.html", city).narrative)
    yield at_most(f"the same, {size} characters of a city / 1 ms", 30, checked(city), 1.0, RUNS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few, _ = _call(folder / "few", FEW)
        many, seconds = _call(folder / "many", MANY)
    yield at_most(
        f"check {MANY} files in one call, peak MB of a process / {FEW} files ({seconds:.0f} s in all)",
        1.3,
        many,
        few,
        1,
    )


def _files(count: int) -> list[tuple[str, bytes]]:
    """Reports of invented units in several formats."""
    from nianbao.core.compose import compose
    from nianbao.core.scenarios import scenario
    from nianbao.writers import render

    rng, bank = Random(12), banks.load_bank()
    made = []
    for number in range(count):
        fmt = "html" if count == 1 else FORMATS[number % len(FORMATS)]
        report = compose(scenario(rng, bank), bank, pending=False)
        made.append((f"{number:04}.{fmt}", render(report, fmt)))
    return made


def _longest_of_a_city(tried: int = 12) -> bytes:
    """The page of the longest of some reports of an invented city."""
    from nianbao.core.compose import compose
    from nianbao.core.plausible import plausible
    from nianbao.writers import render

    rng, bank = Random(3), banks.load_bank()
    made = [compose(plausible(rng, bank, "市级政府"), bank, pending=False) for _ in range(tried)]
    return render(max(made, key=lambda report: len(report.narrative)), "html")


_PEAK = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "nianbao", "check", sys.argv[1], "--format", "json"], capture_output=True)
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""
"""Told by a process of its own: what starts another is counted as the memory that the other begins with."""


def _call(folder: Path, count: int) -> tuple[float, float]:
    """The peak memory in MB of the largest process of a call, and the seconds it took."""
    folder.mkdir()
    for name, data in _files(count):
        (folder / name).write_bytes(data)
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", _PEAK, str(folder)], capture_output=True, text=True, check=True)
    code, peak = done.stdout.split()
    if code == "2":
        raise AssertionError("some of the files were not read")
    return float(peak), time.perf_counter() - begun
