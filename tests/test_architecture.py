"""The house: which way imports point, what starting may import, and that no network is needed."""

from __future__ import annotations

import ast
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
SOURCE = HOUSE / "src" / "nianbao"
ROOMS = {
    "core": {"core"},
    "readers": {"core", "readers", "resources", "cache", "fence"},
    "writers": {"core", "writers", "readers", "resources", "cache", "fence"},
}
"""What each room may import from the program. (A writer reads a draft back before it is written.)"""
IMPURE = {"os", "pathlib", "socket", "subprocess", "time", "tempfile", "shutil", "sys", "urllib", "logging"}


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_imports_point_one_way(room: str) -> None:
    for path in sorted((SOURCE / room).rglob("*.py")):
        inside = {
            name.split(".")[1] for name in imports_of(path) if name.startswith("nianbao.") and name.count(".") > 0
        }
        assert inside <= ROOMS[room], path


def test_the_core_knows_no_file_and_no_clock() -> None:
    for path in sorted((SOURCE / "core").rglob("*.py")):
        assert not {name.partition(".")[0] for name in imports_of(path)} & IMPURE, path
        calls = {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
        assert not calls & {"open", "print", "input"}, path


def test_the_guide_names_only_what_is_there() -> None:
    guide = (HOUSE / "docs" / "architecture.md").read_text("utf-8")
    room = ""
    missing = []
    for name in re.findall(r"`((?:[a-z_]+/)*[a-z_]+\.(?:py|yaml))`", guide):
        parent, _, file = name.rpartition("/")
        room = parent or room  # `titles.py` behind `readers/surroundings.py` is in readers
        places = (HOUSE / name, SOURCE / name, SOURCE / room / file)
        if not any(place.exists() for place in places):
            missing.append(name)
    assert not missing


def test_help_imports_click_and_little_else() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "nianbao", "--help"]
    shown = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stderr
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in shown.splitlines() if "|" in line}
    heavy = {
        "pydantic",
        "jinja2",
        "yaml",
        "textual",
        "jieba",
        "numpy",
        "lxml",
        "selectolax",
        "typst",
        "rich",
        "asyncio",
    }
    assert not loaded & heavy


def test_nothing_needs_a_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    from nianbao.cli.root import run

    example = HOUSE / "examples" / "qinghe-transport-bureau-2023.yaml"
    assert run(["draft", str(example), "-o", str(tmp_path), "--format", "docx,html,md,txt,xlsx,pdf"]) == 0
    for path in sorted(tmp_path.iterdir()):
        assert run(["check", str(path)]) in (0, 1), path
