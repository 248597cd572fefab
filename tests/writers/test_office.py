"""A document that an office program has opened and saved again is still the report; skipped where there is none."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.core.compose import compose
from nianbao.core.incoming import incoming
from nianbao.core.phrases import Bank
from nianbao.core.report import Report, Sentence
from nianbao.readers import read_report
from nianbao.resources import resource_folder
from nianbao.workflow import drafts, revising
from nianbao.writers import render

from .sample import INPUTS, sample

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine")


def saved_again(folder: Path, report: Report, fmt: str, to: str = "") -> Path:
    """The file after the office program has opened it and saved it."""
    return opened_and_saved(folder, render(report, fmt), fmt, to)


def opened_and_saved(folder: Path, content: bytes, fmt: str, to: str = "") -> Path:
    assert SOFFICE is not None
    source = folder / f"报告.{fmt}"
    source.write_bytes(content)
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
    figures = incoming(read_report(path), "a.xlsx").figures
    assert {figure: number for figure, number in figures.items() if number} == dict(INPUTS)


def test_the_formulas_give_the_totals_where_no_value_is_kept(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(render(sample(), "xlsx"))) as kept, zipfile.ZipFile(out, "w") as bare:
        for name in kept.namelist():
            bare.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f>", kept.read(name)))
    path = opened_and_saved(tmp_path, out.getvalue(), "xlsx")
    assert read_report(path).notes == ()
    assert read_report(path).cells == sample().cells


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    path = saved_again(tmp_path, replace(sample(), title="=1+1"), "xlsx", "csv")
    assert re.search(r"=1\+1", path.read_text("utf-8", "replace"))


def test_a_sentence_changed_in_another_program_is_read_back_as_one_edit(tmp_path: Path, bank: Bank) -> None:
    """The leader's way: open the Word file elsewhere, change a sentence, save it, send it back."""
    draft = tmp_path / "草稿.yaml"
    shutil.copy(resource_folder("examples") / "yuanda-town-2022.yaml", draft)
    report = compose(drafts.open_draft(draft, bank).draft, bank, pending=False)
    old = next(p.sentences[0] for s in report.sections if s.key == "overview" for p in s.paragraphs if not p.level)
    said = f"{old.text.rstrip('。')}，均按期更新。"
    (paragraph,) = [p for _, p in report.paragraphs() if old in p.sentences]
    edited = paragraph._replace(sentences=tuple(Sentence(said) if s == old else s for s in paragraph.sentences))
    sections = tuple(
        s._replace(blocks=tuple(edited if b == paragraph else b for b in s.blocks)) for s in report.sections
    )
    document = saved_again(tmp_path, replace(report, sections=sections), "docx")
    back = revising.read_document_back(draft, document)
    assert [(r.kind, r.before, r.after) for r in back.readings] == [("rewritten", old.text, said)]
    again = compose(drafts.open_draft(draft, bank).draft, bank, pending=False)
    assert said in again.narrative
