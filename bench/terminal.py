"""The terminal: a key until the screen shows new totals and findings, and the first picture."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.harness import Row, at_least, at_most, process, python
from bench.pseudo import Pseudo

EXAMPLE = Path(__file__).parents[1] / "examples" / "qinghe-transport-bureau-2023.yaml"
COLUMNS, ROWS = 160, 45
KEYS = 1000
RUNS = 11
DIGITS = "1234"
CELL = "requests.received.natural_person"


def key_times(terminal: Pseudo, others: int, keys: int) -> tuple[list[float], list[int]]:
    """Milliseconds from writing a key to reading the finding it makes, and bytes sent, key by key.

    Digits are typed into 自然人·新收 and taken back, so that every key makes another total. `others` is
    what the row adds to the cell in the sum that the finding names.
    """
    times, sizes = [], []
    typed = ""
    for n in range(keys):
        at = n % (2 * len(DIGITS) - 2)
        grows = at < len(DIGITS) - 1
        typed = typed + DIGITS[len(typed)] if grows else typed[:-1]
        total = int(typed or "0") + others
        start = time.perf_counter()
        terminal.send(typed[-1].encode() if grows else b"\x7f")
        shown, size = terminal.wait(lambda words, total=total: f"共{total}件" in words)  # type: ignore[misc]
        times.append((shown - start) * 1000)
        sizes.append(size + terminal.drain(0.004))
    return times, sizes


def ours(folder: Path) -> Pseudo:
    """Our workbench on table three, the findings at its right."""
    path = folder / "bench.yaml"
    shutil.copy(EXAMPLE, path)
    terminal = Pseudo(python("-m", "nianbao", "open", str(path)), COLUMNS, ROWS, env={"XDG_STATE_HOME": str(folder)})
    terminal.wait(lambda words: "报告标题" in words)
    terminal.drain(0.5)
    terminal.send(b"\x1b3")
    terminal.wait(lambda words: "申请人情况" in words)
    terminal.drain(0.5)
    terminal.send(b"\x1bOR")
    terminal.drain(0.5)
    return terminal


def stock(folder: Path) -> Pseudo:
    """The contender on the same draft."""
    path = folder / "stock.yaml"
    shutil.copy(EXAMPLE, path)
    terminal = Pseudo([sys.executable, "-m", "bench.stock_table", str(path)], COLUMNS, ROWS, cwd=EXAMPLE.parents[1])
    terminal.wait(lambda words: "natural_person" in words)
    terminal.drain(0.5)
    return terminal


def carried_in() -> int:
    """What the example carries in for natural persons."""
    from nianbao.workflow.drafts import open_draft

    return int(open_draft(EXAMPLE).draft.cells["requests.carried_in.natural_person"])


def first_picture(folder: Path) -> float:
    """Milliseconds from fork to the first picture of the workbench."""
    path = folder / "first.yaml"
    if not path.exists():
        shutil.copy(EXAMPLE, path)
    terminal = Pseudo(python("-m", "nianbao", "open", str(path)), COLUMNS, ROWS, env={"XDG_STATE_HOME": str(folder)})
    shown, _ = terminal.wait(lambda words: "问题与改进" in words)
    taken = (shown - terminal.started) * 1000
    terminal.end()
    return taken


def rows() -> Iterator[Row]:
    """Keys through a pseudo-terminal, and the first picture against importing Textual."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        others = carried_in()
        mine, theirs = ours(folder), stock(folder)
        key_times(mine, others, 24)  # whole turns: the cell is empty again after each
        key_times(theirs, others, 12)
        times, sizes = key_times(mine, others, KEYS)
        slow, slow_sizes = key_times(theirs, others, 84)
        mine.end()
        theirs.end()
        p99 = statistics.quantiles(times, n=100)[98]
        yield Row(
            "键入一格到合计和检查结果上屏，99%（毫秒）", "≤ 16", p99, p99, statistics.median(times), KEYS, p99 <= 16
        )
        size = statistics.median(sizes)
        yield Row("一键送出的字节", "≤ 2000", size, size, statistics.median(slow_sizes), KEYS, size <= 2000)
        yield at_least(
            "stock DataTable ÷ ours, key → paint p50", 6, statistics.median(times), statistics.median(slow), 80
        )
        importing = process(python("-c", "import textual.app"))
        importing()
        first_picture(folder)
        pictures, imports = [], []
        for _ in range(RUNS):
            pictures.append(first_picture(folder))
            start = time.perf_counter()
            importing()
            imports.append((time.perf_counter() - start) * 1000)
        pair = statistics.median(pictures), statistics.median(imports)
        yield at_most("first paint ÷ import textual.app", 1.3, *pair, RUNS)
