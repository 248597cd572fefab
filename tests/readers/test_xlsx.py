"""Workbooks of the form in their usual arrangements, and the figures for a revision."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from nianbao.core.errors import InputError
from nianbao.readers import figures_from_workbook, read_bytes
from tests.readers import made

TEXTS = made.figures(6)


@pytest.mark.parametrize("sheets", [False, True])
@pytest.mark.parametrize("merged", [False, True])
@pytest.mark.parametrize("titles", [False, True])
@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_any_arrangement(sheets: bool, merged: bool, titles: bool, edition: str) -> None:
    texts = made.figures(6, edition)
    report = read_bytes("a.xlsx", made.xlsx(texts, sheets=sheets, merged=merged, titles=titles, edition=edition))
    assert dict(report.cells) == texts
    assert report.edition == edition


def test_figures_for_a_revision_are_the_inputs(tmp_path: Path) -> None:
    path = tmp_path / "数据.xlsx"
    path.write_bytes(made.xlsx(TEXTS))
    figures = figures_from_workbook(path)
    assert set(figures) == set(read_bytes("a", path.read_bytes()).form.inputs)
    assert all(str(number) == TEXTS[figure] for figure, number in figures.items())


def test_a_cell_with_words_is_named(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(made.xlsx(TEXTS)))
    sheet = book.active
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == "（一）予以公开")
    sheet.cell(cell.row, 4).value = "若干"
    path = tmp_path / "数据.xlsx"
    book.save(path)
    with pytest.raises(InputError) as caught:
        figures_from_workbook(path)
    assert "予以公开" in caught.value.where and "若干" in caught.value.what


def test_a_formula_without_a_value_is_said() -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(made.xlsx(TEXTS)))
    sheet = book.active
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == "（七）总计")
    sheet.cell(cell.row, 4).value = "=SUM(D1:D2)"
    out = io.BytesIO()
    book.save(out)
    report = read_bytes("a.xlsx", out.getvalue())
    assert report.cells["requests.handled.natural_person"] == ""
    assert any("公式" in note.what for note in report.notes)


def test_what_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(made.docx(TEXTS))
    with pytest.raises(InputError):
        figures_from_workbook(path)
