"""What a start with a warm cache does not import: deterministic, where a time would not be."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "qinghe-transport-bureau-2023.yaml"


def imported(*arguments: str) -> set[str]:
    """The modules that the second of two runs imports."""
    command = [sys.executable, "-X", "importtime", "-m", "nianbao", *arguments]
    for _ in range(2):
        run = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    return {line.rpartition("|")[2].strip() for line in run.stderr.splitlines() if line.startswith("import time:")}


@pytest.mark.skipif(sys.platform != "linux", reason="what the standard library imports differs")
def test_drafting_a_word_file_imports_no_template_engine_and_nothing_that_pydantic_might_need(tmp_path: Path) -> None:
    modules = imported("draft", str(EXAMPLE), "--format", "docx", "-o", str(tmp_path))
    assert "pydantic" in modules
    unwanted = {
        "jinja2",
        "numpy",
        "jieba",
        "lxml",
        "email.message",
        "tempfile",
        "_hashlib",
        "nianbao.core.bank_build",
    }
    assert modules.isdisjoint(unwanted), modules & unwanted


@pytest.mark.skipif(sys.platform != "linux", reason="what the standard library imports differs")
def test_a_first_suggestion_imports_neither_numpy_nor_pydantic() -> None:
    modules = imported("suggest", "信息更新不够及时", "--format", "json")
    assert "jieba" in modules
    assert modules.isdisjoint({"numpy", "pydantic", "jinja2", "yaml"})
