"""Killed at any moment, the draft reopens, is valid, and is two seconds old at most.

A real process in a real pseudo-terminal types its way through table three; NIANBAO_KILLS sets how often.
"""

import os
import random
import sys
import time

import pytest

from nianbao.readers.draft_file import read_draft

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals there", allow_module_level=True)

from bench.pseudo import Pseudo

KILLS = int(os.environ.get("NIANBAO_KILLS", "2"))
EDITS = 200
PACE = 0.05
OLDEST = 2.0
CELL = "requests.received.natural_person"


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_terminal_loses_two_seconds_at_most(draft_path, tmp_path, seed):
    chance = random.Random(seed)
    last = chance.randint(60, EDITS)
    env = {"XDG_STATE_HOME": str(tmp_path / "state"), "NIANBAO_THEME": "dark", "LANG": "C.UTF-8"}
    terminal = Pseudo([sys.executable, "-m", "nianbao", "open", str(draft_path)], 100, 30, env=env)
    try:
        terminal.wait(lambda words: "报告标题" in words, 60)
        terminal.send(b"\x1b3")
        terminal.wait(lambda words: "申请人情况" in words, 30)
        terminal.drain(0.3)
        typed = [(time.perf_counter(), 10)]  # the draft begins with 10
        for value in range(1, last + 1):
            terminal.send(b"\x1b[3~" + str(2000 + value).encode())  # Delete, then a number: an edit
            shown, _ = terminal.wait(lambda words, value=value: str(2000 + value) in words, 30)
            typed.append((shown, 2000 + value))
            time.sleep(chance.random() * PACE)
        time.sleep(chance.random() * 1.2)
        killed = time.perf_counter()
    finally:
        terminal.end()
    draft = read_draft(draft_path).draft
    found = draft.cells[CELL]
    # what stood in the cell from one edit to the next, or a part of it while it was typed
    ends = [at for at, _ in typed[1:]] + [killed]
    prefix = "" if found == 0 else str(found)
    stood = [end for (_, value), end in zip(typed, ends, strict=True) if str(value).startswith(prefix)]
    assert stood, f"{found} was never typed"
    assert killed - max(stood) <= OLDEST, f"{found} is {killed - max(stood):.1f} s old"
    assert draft.cells["requests.granted.natural_person"] == 7, "the rest of the draft is whole"
    assert not list(draft_path.parent.glob("*.tmp")), "no half-written file is taken for the draft"


@pytest.mark.parametrize("told", [False, True])
@pytest.mark.parametrize("last", [b"", b"\x1bOP", b"\x1b[A" * 60], ids=["quiet", "help", "busy"])
def test_a_terminal_that_is_gone_takes_the_program_along(draft_path, tmp_path, told, last):
    env = {"XDG_STATE_HOME": str(tmp_path / "state"), "NIANBAO_THEME": "dark", "LANG": "C.UTF-8"}
    command = [sys.executable, "-m", "nianbao", "open", str(draft_path)]
    terminal = Pseudo(command, 100, 30, env=env, controlling=told)
    terminal.wait(lambda words: "报告标题" in words, 60)
    terminal.send(b"\x1b3")
    terminal.wait(lambda words: "申请人情况" in words, 30)
    terminal.send(b"\x1b[3~2001")
    terminal.wait(lambda words: "2001" in words, 30)
    terminal.send(last)  # nothing more, the help, or as many keys as there is much to draw
    os.close(terminal.master)  # with a signal where the window was closed, without one where a connection breaks
    try:
        terminal.process.wait(30)
    finally:
        terminal.process.kill()
        terminal.process.wait()
    assert read_draft(draft_path).draft.cells[CELL] == 2001
    assert not list(draft_path.parent.glob("*.lock"))
