"""Which files the program may touch when others than the person at the terminal can reach it.

`nianbao serve` sets NIANBAO_FOLDER for the sessions that it starts; without it there is no fence. Every door to
the disk that a person can name a path for asks here: reading a report or a draft, writing a file, making a folder.
"""

from __future__ import annotations

import os
from pathlib import Path

from nianbao.core.errors import InputError

VARIABLE = "NIANBAO_FOLDER"


def inside(path: Path) -> bool:
    """Whether a path may be touched; links are followed first, so that none leads out."""
    folder = os.environ.get(VARIABLE)
    return not folder or _real(path).is_relative_to(_real(Path(folder)))


def may_read(path: Path) -> None:
    """InputError for a file outside the folder; the examples that come with the program may be read."""
    if not inside(path) and not _is_example(path):
        raise _refusal(path)


def may_write(path: Path) -> None:
    """InputError for a file or folder outside."""
    if not inside(path):
        raise _refusal(path)


def _is_example(path: Path) -> bool:
    from nianbao.resources import resource_folder

    try:
        return _real(path).is_relative_to(_real(resource_folder("examples")))
    except FileNotFoundError:
        return False


def _real(path: Path) -> Path:
    try:
        return path.expanduser().resolve()
    except (OSError, RuntimeError, ValueError) as error:  # a ring of links, no home, a null byte
        raise InputError("不能使用这个路径", str(path), "换一个路径") from error


def _refusal(path: Path) -> InputError:
    return InputError(
        "在浏览器里只能使用启动时指定的文件夹",
        str(path),
        f"把文件放到“{os.environ.get(VARIABLE, '')}”里，或者用“nianbao serve --dir 文件夹”另指定一个",
    )
