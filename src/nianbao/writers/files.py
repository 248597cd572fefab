"""Writing a file whole or not at all: temp file, fsync, rename."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Sequence
from pathlib import Path

from nianbao.core.errors import InputError
from nianbao.fence import may_write


def write_atomically(path: Path, content: bytes) -> None:
    """Put content at path so that a reader sees the old file or the new one, never half of either.

    InputError where the folder is missing or cannot be written, or the disk is full, or the path is outside the
    folder that a session in a browser may use; the old file stays.
    """
    write_together([(path, content)])


def write_together(files: Sequence[tuple[Path, bytes]]) -> None:
    """Put each content at its path: all of them, or none where one cannot be written.

    All are on the disk before the first takes its name. InputError as for one file.
    """
    path = Path()
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, content in files:
            may_write(path)
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            temporary = path.parent / f".{path.name}.{os.urandom(6).hex()}.tmp"
            waiting.append((path, temporary))
            _write(temporary, content)
            temporary.chmod(_mode(path))
        for path, temporary in waiting:
            temporary.replace(path)
        for folder in dict.fromkeys(path.parent for path, _ in waiting):
            _sync_folder(folder)
    except OSError as error:
        raise InputError(_reason(error), str(path), _mend(error)) from error
    finally:
        for _, temporary in waiting:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _write(path: Path, content: bytes) -> None:
    """A new file with its content on the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _mode(path: Path) -> int:
    """The mode of the file that is replaced, or what a new file would get."""
    with contextlib.suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _reason(error: OSError) -> str:
    reasons = {
        errno.ENOSPC: "磁盘已满，没有写成",
        errno.EDQUOT: "磁盘配额已用完，没有写成",
        errno.EACCES: "没有写入权限",
        errno.EPERM: "没有写入权限",
        errno.EROFS: "所在的盘是只读的",
        errno.ENOENT: "所在的文件夹不存在",
        errno.ENOTDIR: "上一级不是文件夹",
        errno.EISDIR: "这是一个文件夹，不是文件",
        errno.ENAMETOOLONG: "文件名太长",
    }
    return reasons.get(error.errno or 0, f"没有写成（{error.strerror}）")


def _mend(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "清理磁盘后重试；原来的文件没有改动"
    if error.errno == errno.ENAMETOOLONG:
        return "用-o另指定一个较短的文件名"
    return "换一个可以写入的文件夹后重试；原来的文件没有改动"
