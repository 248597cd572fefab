"""Where a machine keeps its fonts: when these folders last changed, and a folder of links to a few of them.

The engine reads every font of every folder that it is given, a tenth of a second on a common machine; so what it
found is kept while no folder changes, and for a text it is given only the files that the text needs.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from nianbao.cache import blob_key, cache_folder

_KEPT = 6
"""Folders of links that are kept."""
_MOST_FOLDERS = 2000
"""More folders than this are not worth looking through."""


def font_folders(own: Iterable[Path]) -> tuple[str, ...] | None:
    """Each folder that may hold fonts with the time of its last change; None where that cannot be told."""
    stamps: list[str] = []
    for root in (*system_folders(), *own):
        for folder, inside, _ in os.walk(root):
            inside.sort()
            try:
                stamps.append(f"{folder}\0{Path(folder).stat().st_mtime_ns}")
            except OSError:
                return None
            if len(stamps) > _MOST_FOLDERS:
                return None
    return tuple(stamps)


def system_folders() -> tuple[Path, ...]:
    """The folders of fonts of this system and user, and on Linux those that say where else there are any."""
    try:
        home = Path.home()
    except RuntimeError:
        return ()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
        windows = Path(os.environ.get("SYSTEMROOT") or "C:/Windows")
        return (windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts")
    if sys.platform == "darwin":
        system = [Path(path) for path in ("/Library/Fonts", "/System/Library/Fonts", "/Network/Library/Fonts")]
        return (*system, Path("/System/Library/AssetsV2"), home / "Library" / "Fonts")
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    shared = [Path(path) for path in ("/usr/share/fonts", "/usr/local/share/fonts", "/etc/fonts")]
    return (*shared, home / ".fonts", data / "fonts", config / "fontconfig")


def linked(files: Sequence[str]) -> Path | None:
    """A folder of the user's cache with links to these files and nothing else; None where none can be made."""
    cache = cache_folder()
    if cache is None:
        return None
    folder = cache / f"fonts-{blob_key(files)}"
    try:
        if not folder.is_dir():
            making = Path(tempfile.mkdtemp(prefix="fonts-", dir=cache))
            try:
                for number, file in enumerate(files):
                    (making / f"{number}{Path(file).suffix}").symlink_to(file)
                making.rename(folder)
                _prune(cache)
            finally:
                shutil.rmtree(making, ignore_errors=True)
        wanted = {f"{number}{Path(file).suffix}": file for number, file in enumerate(files)}
        found = {link.name: str(link.readlink()) for link in folder.iterdir()}
    except OSError:
        return None
    return folder if found == wanted else None


def _prune(cache: Path) -> None:
    """Only the newest folders of links stay; what they lead to is never touched."""
    folders = [path for path in cache.glob("fonts-*") if path.is_dir() and not path.is_symlink()]
    for path in sorted(folders, key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT:]:
        shutil.rmtree(path, ignore_errors=True)
