"""PDF that other programs make of a report: equal cells, equal paragraphs and the findings of the original."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from nianbao.core.checks import run
from nianbao.core.compose import compose
from nianbao.core.report import Report
from nianbao.readers import read_bytes
from nianbao.workflow import banks, starting
from nianbao.workflow.inspecting import report_case
from nianbao.writers import render

EXAMPLE = Path(__file__).parents[2] / "examples" / "linze-city-2022.yaml"


@pytest.fixture(scope="module")
def report() -> Report:
    return compose(starting.read_any(EXAMPLE).draft, banks.load_bank(), pending=False)


def converted(program: str, name: str, data: bytes, options: list[str], folder: Path) -> bytes:
    """A file made a PDF by another program; skips where that is not installed or does not start."""
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"{program} is not installed")
    source, made = folder / name, folder / "report.pdf"
    source.write_bytes(data)
    environment = {"HOME": str(folder), "PATH": os.environ.get("PATH", "")}
    command = [path, *(option.format(folder=folder) for option in options), str(source)]
    try:
        subprocess.run(command, check=False, capture_output=True, timeout=150, env=environment)
    except subprocess.TimeoutExpired:
        pytest.skip(f"{program} did not end in time")
    if not made.exists():
        pytest.skip(f"{program} made no PDF")
    return made.read_bytes()


def by_office(data: bytes, folder: Path) -> bytes:
    options = ["--headless", "--convert-to", "pdf", "--outdir", "{folder}"]
    return converted("soffice", "report.docx", data, options, folder)


def by_browser(data: bytes, folder: Path, *options: str) -> bytes:
    made = ["--headless", "--no-sandbox", "--disable-gpu", *options, "--print-to-pdf={folder}/report.pdf"]
    return converted("chromium", "report.html", data, made, folder)


def with_running_head(data: bytes) -> bytes:
    """A Word file with a head of three lines and its table heads repeated on each page."""
    from docx import Document
    from docx.oxml import OxmlElement

    document = Document(io.BytesIO(data))
    header = document.sections[0].header
    header.paragraphs[0].text = "临泽市人民政府"
    header.add_paragraph("政府信息公开工作年度报告")
    header.add_paragraph("（2022年度）")
    for table in document.tables:
        for row in table.rows[:2]:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def same(report: Report, pdf: bytes, bank) -> None:
    read = read_bytes("report.pdf", pdf)
    original = read_bytes("report.docx", render(report, "docx"))
    assert dict(read.cells) == dict(report.cells)
    squeezed = [[re.sub(r"\s", "", line) for line in r.narrative.split("\n")] for r in (read, original)]
    assert squeezed[0] == squeezed[1]
    assert [section.title for section in read.sections] == [section.title for section in original.sections]
    assert read.notes == ()
    found = [{(f.code, f.severity, f.where) for f in run(report_case(r, bank))} for r in (read, original)]
    assert found[0] == found[1]


def test_libreoffice(report: Report, bank, tmp_path: Path) -> None:
    same(report, by_office(with_running_head(render(report, "docx")), tmp_path), bank)


def test_chromium_with_date_and_address_on_each_page(report: Report, bank, tmp_path: Path) -> None:
    same(report, by_browser(render(report, "html"), tmp_path), bank)


def test_typst(report: Report, bank) -> None:
    same(report, render(report, "pdf"), bank)
