"""What is said while the phrase bank is made ready: on a terminal, after a moment, and then no more."""

from __future__ import annotations

import io
import sys
import time

import pytest

from nianbao.cli import waiting


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("name", "seconds", "stream", "said"),
    [
        ("phrasebank", 0.3, Terminal(), True),
        ("phrasebank", 0.0, Terminal(), False),
        ("fonts", 0.3, Terminal(), False),
        ("phrasebank", 0.3, io.StringIO(), False),
    ],
    ids=["slow", "quick", "of no interest", "no terminal"],
)
def test_a_line_on_a_terminal_after_a_moment(
    monkeypatch: pytest.MonkeyPatch, name: str, seconds: float, stream: io.StringIO, said: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(waiting, "_MOMENT", 0.01 if seconds else 5)
    with waiting.said_meanwhile(name):
        time.sleep(seconds)
    assert ("正在准备措辞库" in stream.getvalue()) is said
    assert stream.getvalue().endswith("\r\x1b[2K") is said
