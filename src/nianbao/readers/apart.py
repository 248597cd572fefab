"""Read an old binary workbook in a process of its own.

The library that reads them ends the whole process on some damaged files, and one bad file among many must not
stop the rest. The process gets the bytes on standard input and writes the blocks as JSON; nothing is unpickled.
"""

from __future__ import annotations

import json
import subprocess
import sys

from nianbao.core.errors import InputError
from nianbao.readers.blocks import Block, Grid, Line, RawCell, TooLarge

SECONDS = 9.0
"""For one file; a workbook of the form takes 0.2."""
MEMORY = 1_500_000_000
"""Bytes of address space, most of which the interpreter and its libraries only map."""
_FAULTS = {"password": 3, "large": 4}


def blocks_apart(data: bytes, where: str) -> list[Block]:
    """The blocks of an old workbook. InputError where it is damaged or locked, TooLarge where it holds too much."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "nianbao.readers.apart"],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TooLarge from None
    if done.returncode == _FAULTS["password"]:
        raise InputError("文件有密码保护，打不开", where, "取消密码后重新保存")
    if done.returncode == _FAULTS["large"]:
        raise TooLarge
    if done.returncode:
        raise InputError("文件已损坏或者不完整", where, "重新传一次；能打开的话，另存为xlsx再试")
    return [_block(item) for item in json.loads(done.stdout)]


def _block(item: list[object]) -> Block:
    first, second = item
    if isinstance(first, str):
        assert isinstance(second, int)
        return Line(first, second)
    assert isinstance(first, list)
    return Grid(tuple(RawCell(*cell) for cell in first), bool(second))


def _main() -> int:
    from nianbao.readers.xlsx import blocks_of

    _limit_memory()
    try:
        blocks = blocks_of(sys.stdin.buffer.read(), "-")
    except InputError as error:
        return _FAULTS["password"] if "密码" in error.what else 2
    except (TooLarge, MemoryError):
        return _FAULTS["large"]
    made = [[b.cells, b.merged] if isinstance(b, Grid) else [b.text, getattr(b, "level", 0)] for b in blocks]
    sys.stdout.buffer.write(json.dumps(made).encode())
    return 0


def _limit_memory() -> None:
    """Where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    raise SystemExit(_main())
