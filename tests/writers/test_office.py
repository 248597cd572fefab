"""A document that an office program has opened and saved again is still the report; skipped where there is none."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.core.report import Report
from nianbao.readers import figures_from_workbook, read_report
from nianbao.writers import render

from .sample import INPUTS, sample

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine")


def saved_again(folder: Path, report: Report, fmt: str, to: str = "") -> Path:
    """The file after the office program has opened it and saved it."""
    assert SOFFICE is not None
    source = folder / f"报告.{fmt}"
    source.write_bytes(render(report, fmt))
    out = folder / "存过"
    command = [SOFFICE, "--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to", to or fmt]
    subprocess.run([*command, "--outdir", str(out), str(source)], check=True, capture_output=True, timeout=120)
    return out / f"报告.{to or fmt}"


def test_a_word_file_saved_by_another_program_reads_back_the_same(tmp_path: Path) -> None:
    read = read_report(saved_again(tmp_path, sample(), "docx"))
    wanted = sample().plain()
    assert (read.title, read.year) == (wanted.title, wanted.year)
    assert read.cells == wanted.cells
    assert read.narrative == wanted.narrative
    assert [section.title for section in read.sections] == [section.title for section in wanted.sections]


def test_a_workbook_is_computed_anew_by_another_program(tmp_path: Path) -> None:
    path = saved_again(tmp_path, sample(), "xlsx")
    assert read_report(path).cells == sample().cells
    figures = figures_from_workbook(path)
    assert {figure: number for figure, number in figures.items() if number} == dict(INPUTS)


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    path = saved_again(tmp_path, replace(sample(), title="=1+1"), "xlsx", "csv")
    assert re.search(r"=1\+1", path.read_text("utf-8", "replace"))
