"""A program in a real pseudo-terminal: keys are written to it, and what it sends is read as it comes."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_ESCAPES = re.compile(rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[@-_]")

_TAKE_THE_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)


class Pseudo:
    """A running program and its terminal; `controlling`: the program is told when the terminal goes away."""

    def __init__(
        self,
        command: Sequence[str],
        columns: int,
        rows: int,
        *,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        controlling: bool = False,
    ) -> None:
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        self.started = time.perf_counter()
        if controlling:
            command = [sys.executable, "-c", _TAKE_THE_TERMINAL, *command]
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, cwd=cwd, env=environment, start_new_session=True
        )
        os.close(slave)
        self.master = master
        self.seen = bytearray()

    def send(self, keys: bytes) -> None:
        """Write keys."""
        os.write(self.master, keys)

    def read(self, seconds: float) -> bytes:
        """What comes within some time, as soon as anything comes; empty where nothing does."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return b""
        try:
            chunk = os.read(self.master, 1 << 16)
        except OSError:
            return b""
        self.seen += chunk
        return chunk

    def wait(self, shown: Callable[[str], bool], seconds: float = 20.0) -> tuple[float, int]:
        """Read until the words sent since now hold; the time they came, and how many bytes it took.

        TimeoutError with the last words where they never do.
        """
        end = time.perf_counter() + seconds
        got = bytearray()
        while time.perf_counter() < end:
            chunk = self.read(min(0.5, seconds))
            if not chunk:
                if self.process.poll() is not None:
                    break
                continue
            got += chunk
            if shown(words(bytes(got))):
                return time.perf_counter(), len(got)
        raise TimeoutError(words(bytes(got))[-400:])

    def drain(self, quiet: float = 0.05) -> int:
        """Read until nothing comes for a while; how many bytes came."""
        count = 0
        while chunk := self.read(quiet):
            count += len(chunk)
        return count

    def end(self, name: signal.Signals = signal.SIGKILL) -> None:
        """End the program and close its terminal."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(name)
        self.process.wait(20)
        os.close(self.master)


def words(sent: bytes) -> str:
    """What was sent, without escape sequences and spaces."""
    text = _ESCAPES.sub(b"", sent).decode("utf-8", "ignore")
    return "".join(text.split())
