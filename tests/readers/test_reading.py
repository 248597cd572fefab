"""Every format reads to the same cells; the real pages and the messy text read to what is known of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.core.form import form
from nianbao.core.report import statutory_table
from nianbao.readers import read_bytes, read_report
from tests.readers import made

SHARED = made.SHARED
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the shared real reports are not here")

FORMATS: dict[str, Callable[[dict[str, str]], bytes]] = {
    "page.html": lambda t: made.html(t).encode(),
    "old.html": lambda t: made.html(t).replace("charset='utf-8'", "charset=gb2312").encode("gb18030"),
    "tabs.txt": lambda t: made.text(t).encode(),
    "gbk.txt": lambda t: made.text(t).encode("gb18030"),
    "bom.txt": lambda t: b"\xef\xbb\xbf" + made.text(t).replace("\n", "\r\n").encode(),
    "wide.txt": lambda t: made.text(t).encode("utf-16"),
    "spaces.txt": lambda t: made.text(t, gap="  ").encode(),
    "pipes.txt": lambda t: made.text(t, gap=" | ").encode(),
    "column.txt": lambda t: made.text(t, gap="\n").encode(),
    "report.docx": made.docx,
    "report.pdf": made.pdf,
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_cell_is_read(name: str) -> None:
    texts = made.figures()
    report = read_bytes(name, FORMATS[name](texts))
    assert dict(report.cells) == texts
    assert (report.title, report.unit, report.year, report.kind) == (made.TITLE, "青禾县柳桥镇", 2024, "镇")
    assert [section.key for section in report.sections] == [s.key for s in report.form.sections]
    assert report.narrative.split("\n") == list(made.WORDS.values())
    assert report.notes == ()


def test_markdown_tables_without_pipes_at_their_edges() -> None:
    texts = made.figures(3)
    lines = [f"# {made.TITLE}"]
    for section in form("2021").sections:
        lines += ["", f"## {section.number}、{section.title}", ""]
        if not section.table:
            lines.append(made.WORDS[section.key])
            continue
        table = form("2021").tables[section.table]
        grid = [[""] * table.columns for _ in range(table.rows)]
        for cell in table.cells:
            grid[cell.row][cell.column] = cell.label if cell.label is not None else texts[cell.figure or ""]
        lines += [" | ".join(grid[0]), "|".join(["---"] * table.columns), *(" | ".join(row) for row in grid[1:])]
    report = read_bytes("report.md", "\n".join(lines).encode())
    assert dict(report.cells) == texts
    assert report.notes == ()


def test_numbers_of_sections_again_within_section_five() -> None:
    words = made.text(made.figures()).replace(
        made.WORDS["problems"], "一、存在问题\n（一）检索较慢。\n二、改进情况\n（一）已扫描1.9万卷。"
    )
    report = read_bytes("report.txt", words.encode())
    assert [section.key for section in report.sections] == [s.key for s in report.form.sections]
    problems = report.section("problems")
    assert problems is not None
    assert (problems.number, problems.paragraphs[0].text) == ("五", "一、存在问题")


def test_words_on_licences_are_no_foot_of_a_website() -> None:
    line = "（四）平台建设。对公众号进行ICP备案信息核对，公网安备标识已悬挂。"
    words = made.text(made.figures()).replace(
        made.WORDS["overview"], f"（一）主动公开。公开9条。\n{line}\n某ICP备19001234号-2"
    )
    overview = read_bytes("report.txt", words.encode()).section("overview")
    assert overview is not None
    assert [p.text for p in overview.paragraphs] == ["（一）主动公开。公开9条。", line]


def test_a_report_that_calls_itself_a_summary_has_a_title() -> None:
    title = "青禾县柳桥镇2024年政府信息公开工作总结"
    report = read_bytes("report.txt", made.text(made.figures()).replace(made.TITLE, title).encode())
    assert (report.title, report.unit, report.year) == (title, "青禾县柳桥镇", 2024)


@pytest.mark.parametrize("name", ["page.html", "report.docx", "tabs.txt", "report.pdf"])
def test_a_table_of_the_form_is_the_forms_own(name: str) -> None:
    texts = made.figures(2)
    report = read_bytes(name, FORMATS[name](texts))
    for section in report.sections:
        for table in section.tables:
            assert table.number is not None
            assert table == statutory_table(report.form.tables[table.number], texts)


@given(st.integers(0, 10**6), st.sampled_from(["2021", "2019"]))
@settings(max_examples=10)
def test_both_editions_are_told_apart_by_their_labels(seed: int, edition: str) -> None:
    texts = made.figures(seed, edition)
    title = made.TITLE.replace("2024", "2021")
    for name, data in (
        ("page.html", made.html(texts, edition=edition, title=title).encode()),
        ("tabs.txt", made.text(texts, edition=edition).encode()),
    ):
        report = read_bytes(name, data)
        assert report.edition == edition
        assert dict(report.cells) == texts


@pytest.mark.parametrize("name", ["page.docx", "page.txt", "page.pdf", "page", "-"])
def test_the_content_decides_not_the_suffix(name: str) -> None:
    texts = made.figures()
    assert dict(read_bytes(name, made.html(texts).encode()).cells) == texts
    assert dict(read_bytes(name, made.docx(texts)).cells) == texts


@needs_shared
@pytest.mark.parametrize("name", ["pingtan-2021", "pingtan-2022", "shuyang-2023"])
def test_real_pages_read_to_their_known_cells(name: str) -> None:
    folder = SHARED / "cases" / "real"
    report = read_report(folder / f"{name}.html")
    expected = json.loads((folder / f"{name}.expected.json").read_text(encoding="utf-8"))
    found = {figure: float(number) for figure, number in report.numbers.items()}
    assert found == {figure: float(value) for figure, value in expected.items() if value is not None}
    assert all(report.cells[figure] == "" for figure, value in expected.items() if value is None)
    assert report.notes == ()
    assert len(report.sections) == 6


@needs_shared
def test_cells_run_together_are_split_only_where_sums_leave_one_way() -> None:
    folder = SHARED / "cases" / "real"
    report = read_report(folder / "pingtan-2022.txt")
    expected = json.loads((folder / "pingtan-2022.expected.json").read_text(encoding="utf-8"))
    assert all(float(number) == expected[figure] for figure, number in report.numbers.items())
    assert "disclosure.normative_documents.issued" not in report.cells
    assert any("连在一起" in note.what for note in report.notes)


@needs_shared
def test_the_messy_seed_reads_completely() -> None:
    path = next((SHARED / "seeds").glob("000_*.txt"))
    report = read_report(path)
    assert (report.unit, report.year, report.kind) == ("兰西县远大镇", 2022, "镇")
    assert set(report.cells) == set(report.form.figures)
    blank = {figure for figure, text in report.cells.items() if text == ""}
    assert blank == {figure for figure in report.form.figures if figure.startswith("disputes.review.")}
    assert all(text in ("", "0") for text in report.cells.values())
    assert report.notes == ()


@needs_shared
def test_all_development_reports_read_without_a_doubt() -> None:
    paths = sorted(p for p in (SHARED / "cases" / "reports-dev").rglob("dev*") if p.is_file())
    for path in paths:
        report = read_report(path)
        assert len(report.numbers) == 200, path.name
        assert report.notes == (), path.name
        assert report.year is not None and report.unit, path.name
    assert Path(paths[0]).exists()
