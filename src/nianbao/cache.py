"""What is dear to make and cheap to keep: compiled templates and phrase banks, one marshal file each.

A marshalled code object is code: it is read and written only in a folder and file that belong to the user
and that nobody else can write. Where there is no such folder, or it cannot be written, the thing is simply
made anew each time; a cache never makes a run fail.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import stat
import sys
import zlib
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from typing import Any

try:
    from _blake2 import blake2b  # hashlib would load OpenSSL first, which costs more than reading the bank
except ImportError:
    from hashlib import blake2b

_KEPT = 6
"""Files kept under one name: a few versions of the program or wording may take turns."""


def blob_key(parts: Iterable[bytes | str]) -> str:
    """A key over everything that a blob is made from: sources, versions of the libraries that compiled them.

    This interpreter's byte code magic is part of it. Parts are told apart: ("ab",) is not ("a", "b").
    """
    digest = blake2b(MAGIC_NUMBER, digest_size=20)
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "little"))
        digest.update(content)
    return str(digest.hexdigest())


_watching: list[Callable[[str], AbstractContextManager[None]]] = []


def watch(watching: Callable[[str], AbstractContextManager[None]]) -> None:
    """Have what is made because it was not kept made within this context, which is given its name."""
    _watching[:] = [watching]


def file_stamp(path: Path) -> str:
    """Name, size and time of a file: what tells one state of it from another without reading it."""
    status = path.stat()
    return f"{path}|{status.st_size}|{status.st_mtime_ns}"


def cached_blob(name: str, key: str, make: Callable[[], Any]) -> Any:
    """What `make()` gives (anything that marshal takes, code objects too), kept under name and key."""
    folder = cache_folder()
    if folder is None:
        return make()
    path = folder / f"{name}-{key}.bin"
    found = _load(path)
    if found is not None:
        return found[0]
    with _watching[0](name) if _watching else contextlib.nullcontext():
        value = make()
    _save(path, value)
    _prune(folder, name)
    return value


def cache_folder() -> Path | None:
    """The user's cache folder for this program, made where missing; None where there is none that is safe."""
    try:
        folder = _user_caches() / "nianbao"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder if _only_mine(folder.lstat(), stat.S_ISDIR) else None
    except (OSError, RuntimeError):
        return None


def _user_caches() -> Path:
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) if local else Path.home() / "AppData" / "Local"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    chosen = os.environ.get("XDG_CACHE_HOME", "")
    return Path(chosen) if chosen.startswith("/") else Path.home() / ".cache"


def _only_mine(status: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    """Whether it is of that kind, ours, and writable by nobody else (Windows: the profile's own rights)."""
    if not is_kind(status.st_mode):
        return False
    if sys.platform == "win32":
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022


def _load(path: Path) -> tuple[Any] | None:
    """The kept value in a tuple, None where there is none or it is not sound."""
    try:
        with path.open("rb") as file:
            if not _only_mine(os.fstat(file.fileno()), stat.S_ISREG):
                return None
            content = file.read()
        if len(content) < 4 or zlib.crc32(content[4:]).to_bytes(4, "little") != content[:4]:
            return None
        return (marshal.loads(content[4:]),)
    except (OSError, ValueError, EOFError, TypeError):
        return None


def _save(path: Path, value: Any) -> None:
    import tempfile  # 10 ms that a run with a warm cache is spared

    payload = marshal.dumps(value)
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(zlib.crc32(payload).to_bytes(4, "little") + payload)
        Path(temporary).replace(path)
    except OSError:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def _prune(folder: Path, name: str) -> None:
    with contextlib.suppress(OSError):
        kept = sorted(folder.glob(f"{name}-{'?' * 40}.bin"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[_KEPT:]:
            path.unlink()
