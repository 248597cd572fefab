"""Drafts on a person's desk: opened, saved over and over while he types, locked against a second window,
and remembered for next time.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nianbao.core.errors import InputError
from nianbao.fence import inside, may_write

if TYPE_CHECKING:
    from nianbao.core.draft import Draft
    from nianbao.readers.draft_file import DraftFile

MOST_RECENT = 12


@dataclass(frozen=True, slots=True)
class Recent:
    """A draft that was worked on, as it stood when it was left; None is what nobody has looked at."""

    path: str
    unit: str
    year: int
    percent: int | None = None
    findings: int | None = None


def save_again(opened: DraftFile, draft: Draft, *, keep_version: bool) -> DraftFile:
    """Save a draft over its file. The first save of a session keeps the version before; the ones that
    follow a second later do not, or the five versions would all be of the last five seconds.

    ChangedMeanwhile where another program has written the file since.
    """
    from nianbao.readers.draft_file import DraftFile, read_bytes, stamp_of
    from nianbao.writers.draft_file import ChangedMeanwhile, draft_text, save_draft
    from nianbao.writers.files import write_atomically

    if keep_version:
        return save_draft(opened, draft)
    if opened.path.exists() and stamp_of(read_bytes(opened.path)) != opened.stamp:
        raise ChangedMeanwhile(opened.path)
    text = draft_text(draft, opened.text)
    content = text.encode("utf-8")
    stamp = stamp_of(content)
    if stamp != opened.stamp or not opened.path.exists():
        write_atomically(opened.path, content)
    return DraftFile(opened.path, draft, text, stamp)


def save_anyway(opened: DraftFile, draft: Draft) -> DraftFile:
    """Save over a file that another program has changed; its text stays among the versions."""
    from nianbao.writers.draft_file import write_draft

    return write_draft(opened.path, draft, opened.text)


def free_path(folder: Path, name: str) -> Path:
    """A path for a new draft that no file has yet: name.yaml, name-2.yaml …"""
    safe = "".join("_" if c in '\\/:*?"<>|' or c < " " else c for c in name).strip(" .") or "年报"
    for number in range(1, 1000):
        path = folder / f"{safe}{'' if number == 1 else f'-{number}'}.yaml"
        if not path.exists():
            return path
    raise InputError("同名的草稿太多", str(folder), "换一个文件夹")


# -- the lock -------------------------------------------------------------------------------------------


def _lock_path(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


def lock(path: Path) -> str | None:
    """Take a draft for this process; None if it is ours now, else who has it, in Chinese.

    A lock of a process that is gone is taken over. Where no lock can be written, there is none.
    """
    if not inside(path):
        return None
    mine = _lock_path(path)
    for _ in range(2):
        try:
            handle = os.open(mine, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            holder = _holder(mine)
            if holder is not None:
                return holder
            with contextlib.suppress(OSError):
                mine.unlink()
            continue
        except OSError:
            return None
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"pid": os.getpid(), "host": socket.gethostname()}, file)
        return None
    return None


def take_lock(path: Path) -> None:
    """Take a draft whoever has it."""
    with contextlib.suppress(OSError):
        _lock_path(path).unlink()
    lock(path)


def unlock(path: Path) -> None:
    """Give a draft back, if it is ours."""
    mine = _lock_path(path)
    with contextlib.suppress(OSError, ValueError, TypeError):
        data = json.loads(mine.read_text(encoding="utf-8"))
        if data.get("pid") == os.getpid() and data.get("host") == socket.gethostname():
            mine.unlink()


def _holder(mine: Path) -> str | None:
    try:
        data = json.loads(mine.read_text(encoding="utf-8"))
        pid, host = int(data["pid"]), str(data["host"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if host != socket.gethostname():
        return f"另一台电脑（{host}）"
    if pid == os.getpid() or not _alive(pid):
        return None
    return f"另一个窗口（进程{pid}）"


def _alive(pid: int) -> bool:
    if sys.platform == "win32":
        return True  # os.kill would end the process there; the person is asked instead
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


# -- recent drafts --------------------------------------------------------------------------------------


def _recent_file() -> Path:
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    return base / "nianbao" / "recent.json"


def recent() -> list[Recent]:
    """The drafts worked on, newest first; those whose file is gone are left out."""
    try:
        data: list[dict[str, Any]] = json.loads(_recent_file().read_text(encoding="utf-8"))
        found = [Recent(**item) for item in data]
    except (OSError, ValueError, TypeError):
        return []
    return [item for item in found if inside(Path(item.path)) and Path(item.path).is_file()][:MOST_RECENT]


def remember(path: Path, draft: Draft, percent: int, findings: int) -> None:
    """Put a draft on top of the recent ones; it is no error if that cannot be written."""
    item = Recent(str(path.resolve()), draft.unit.name, draft.year, percent, findings)
    rest = [old for old in recent() if old.path != item.path]
    with contextlib.suppress(OSError, InputError):
        from nianbao.writers.files import write_atomically

        file = _recent_file()
        may_write(file)  # a session in a browser leaves nothing outside its folder, not even an empty one
        file.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps([asdict(i) for i in [item, *rest][:MOST_RECENT]], ensure_ascii=False, indent=1)
        write_atomically(file, text.encode("utf-8"))


def examples() -> list[Recent]:
    """The example drafts that come with the program."""
    from nianbao.readers.draft_file import read_draft
    from nianbao.resources import resource_folder

    found = []
    with contextlib.suppress(FileNotFoundError):
        for path in sorted(resource_folder("examples").glob("*.yaml")):
            with contextlib.suppress(InputError):
                draft = read_draft(path).draft
                found.append(Recent(str(path), draft.unit.name, draft.year))
    return found


def open_folder(folder: Path) -> str:
    """Show a folder in the system's file manager; why that cannot be done, empty where it can."""
    import shutil
    import subprocess

    if not inside(folder) or not folder.is_dir():
        return f"还没有这个文件夹：{folder}"
    if sys.platform == "win32":
        os.startfile(folder)
        return ""
    name = "open" if sys.platform == "darwin" else "xdg-open"
    program = shutil.which(name)
    if program is None or (name == "xdg-open" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))):
        return f"这里没有图形界面，文件夹在{folder}"
    subprocess.Popen([program, str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return ""


# -- new drafts -----------------------------------------------------------------------------------------


def report_year() -> int:
    """The year that a report begun today is most likely about: last year."""
    import datetime

    return datetime.date.today().year - 1


def make_draft(name: str, kind: str, year: str, previous: Path | None, folder: Path) -> Path:
    """A new draft as a file in a folder. InputError for a year or name that cannot be used."""
    from nianbao.core.draft import default_title
    from nianbao.core.numerals import parse_numeral
    from nianbao.workflow.starting import blank_draft, next_draft
    from nianbao.writers.draft_file import write_draft

    number = parse_numeral(year.removesuffix("年"))
    if not isinstance(number, int):
        raise InputError(f"年度填的是“{year}”", "新建草稿", "填写四位数的统计年度，如2025")
    draft = blank_draft(name, kind, number) if previous is None else next_draft(previous, name, kind, number).draft
    path = free_path(folder, f"{default_title(name)}{number}年报")
    write_draft(path, draft)
    return path


def copy_example(path: Path, folder: Path) -> Path:
    """A copy of an example in a folder, to be changed at will."""
    from nianbao.readers.draft_file import read_draft
    from nianbao.writers.draft_file import write_draft

    opened = read_draft(path)
    copy = free_path(folder, f"{opened.draft.unit.title}{opened.draft.year}年报（示例）")
    write_draft(copy, opened.draft, opened.text)
    return copy
