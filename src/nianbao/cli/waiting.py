"""A line on the terminal while something is made that later runs find ready; it goes again when that is done."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

_LINES: Mapping[str, str] = {
    "phrasebank": "第一次使用，或者措辞库有了改动，正在准备措辞库……",
    "problems": "问题类型有了改动，正在准备……",
}
"""What is said of the things that take longer than a moment, by their names in the cache."""
_MOMENT = 0.3
"""Seconds before anything is said."""


@contextmanager
def said_meanwhile(name: str) -> Iterator[None]:
    """Say what is being made, where that takes longer than a moment and errors go to a terminal."""
    line = _LINES.get(name)
    if line is None or not sys.stderr.isatty():
        yield
        return
    from threading import Timer

    shown: list[str] = []

    def show() -> None:
        shown.append(line)
        print(line, end="", file=sys.stderr, flush=True)

    timer = Timer(_MOMENT, show)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if shown:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)
