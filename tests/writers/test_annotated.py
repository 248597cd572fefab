from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from nianbao.core.errors import InputError
from nianbao.core.findings import Finding, Severity
from nianbao.core.report import Note, Paragraph, Report, Section, Sentence
from nianbao.workflow import inspecting
from nianbao.writers.annotated import TITLE, annotated, locate

from .sample import sample


def finding(
    where: str,
    *,
    code: str = "T301",
    severity: Severity = "error",
    figure: str | None = None,
    quote: str | None = None,
    slot: str | None = None,
) -> Finding:
    return Finding(code, severity, where, "不对<数>", "改&正", figure=figure, quote=quote, slot=slot)


CELL = finding("表三·自然人·（七）总计", figure="requests.handled.natural_person")
TEXT = finding("一、总体情况第4段", code="N101", severity="warning", quote="全年新收政府信息公开申请4件")
NOWHERE = finding("五、存在的主要问题及改进情况", code="Y301", severity="advice", quote="没有这句话")
WHOLE = finding("全文", code="W101", severity="advice")


def tree(report: Report, *findings: Finding) -> LexborHTMLParser:
    return LexborHTMLParser(annotated(report, findings, "柳桥镇.docx").decode())


def test_a_cell_is_marked_by_its_figure() -> None:
    (cell,) = tree(sample(), CELL).css("td.error")
    assert cell.text() == "3错1"
    assert cell.css_first("a").attributes["href"] == "#f1"


def test_text_is_marked_by_its_quote() -> None:
    page = tree(sample(), CELL, TEXT)
    (mark,) = page.css("article mark")
    assert (mark.text(), mark.attributes["class"]) == ("全年新收政府信息公开申请4件", "warning")
    assert page.css_first("article mark + a").text() == "警2"


def test_what_is_found_nowhere_stands_under_the_title_of_its_section_or_of_the_report() -> None:
    page = tree(sample(), NOWHERE, WHOLE)
    heads = [node.text() for node in page.css("h2")]
    assert "五、存在的主要问题及改进情况建1" in heads
    assert page.css_first("article h1").text().endswith("报告建2")


def test_the_list_has_every_part_of_a_finding_and_links_to_its_place() -> None:
    page = tree(sample(), CELL, TEXT)
    row = page.css("tbody")[0].css("tr")[0]
    for part in ("错1", "错误", "T301", CELL.where, "不对<数>", "改&正", "国办公开办函"):
        assert part in row.text()
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))
    links = [node.attributes["href"] for node in page.css("a")]
    assert links
    assert all((link or "").removeprefix("#") in ids for link in links)
    counts = [node.text() for node in page.css(".facts strong")]
    assert counts == ["错误1条", "警告1条", "建议0条"]


def test_nothing_found_is_said() -> None:
    page = tree(sample())
    assert "没有发现问题" in page.css_first(".list").text()
    assert not page.css("article .tag")


def test_every_word_of_the_report_stays() -> None:
    overlapping = (finding("全文", quote="新收政府信息"), finding("全文", quote="信息公开申请4件"), CELL, TEXT)
    page = tree(sample(), *overlapping)
    for tag in page.css("article .tag"):
        tag.decompose()
    text = "".join(page.css_first("article").text().split())
    for section in sample().sections:
        for paragraph in section.paragraphs:
            assert paragraph.text.replace(" ", "") in text
    cells = "".join(node.text() for node in page.css("table.form td, table.form th"))
    assert cells == "".join(c.text for s in sample().sections for t in s.tables for c in t.cells)


def test_the_first_occurrence_that_nobody_marked_is_taken_then_shared() -> None:
    section = Section("other", "六", "其他需要报告的事项", (Paragraph((Sentence("收到3件，办结3件。"),)),))
    report = replace(sample(), sections=(section,))
    same = finding("六、其他需要报告的事项第1段", quote="3件")
    ranges = locate(report, (same, same, same)).ranges[0, 0]
    assert [(r.start, r.number) for r in ranges] == [(2, 1), (7, 2), (2, 3)]


def test_the_place_goes_before_the_order_of_the_report() -> None:
    report = sample()
    at_end = finding("六、其他需要报告的事项第1段", quote="2023年，我镇")
    assert list(locate(report, (at_end,)).ranges) == [(5, 0)]


def test_a_finding_on_a_sentence_of_a_draft_marks_it() -> None:
    ranges = locate(sample(), (finding("正文", slot="overview.requests.received"),)).ranges
    ((at, (one,)),) = ranges.items()
    text = sample().sections[0].blocks[at[1]].text  # type: ignore[union-attr]
    assert text[one.start : one.end] == "现行有效行政规范性文件9件。"


def test_a_figure_that_has_no_cell_stands_under_its_table_s_section() -> None:
    places = locate(sample(), (finding("表三·总计·（三）不予公开", figure="requests.refused.total"), WHOLE))
    assert places.titles == {2: [1], TITLE: [2]}


def test_what_the_reader_did_not_understand_is_listed() -> None:
    report = replace(sample(), notes=(Note("少一行", "表三", "补上"),))
    assert "没有读懂的地方（1处）" in tree(report).css_first(".list").text()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a\x00b\x1b", "“<b>&"])
def test_any_text_is_only_text(text: str) -> None:
    report = replace(sample(), title=text, preamble=(Paragraph((Sentence(text),)),))
    content = annotated(report, (finding(text, quote=text),), text).decode()
    assert "<script" not in content
    assert "\x00" not in content and "\x1b" not in content


# -- files --------------------------------------------------------------------------------------------------


def checked(path: Path) -> inspecting.Checked:
    return inspecting.Checked(str(path), sample(), (CELL,))


def test_the_file_is_named_after_its_source(tmp_path: Path) -> None:
    written = inspecting.write_annotated(checked(tmp_path / "柳桥镇.docx"), tmp_path / "退回")
    assert written == tmp_path / "退回" / "柳桥镇-批注.html"
    assert "柳桥镇.docx" in written.read_text(encoding="utf-8")
    assert str(tmp_path) not in written.read_text(encoding="utf-8")


def test_two_sources_of_one_name_do_not_overwrite_each_other_but_each_replaces_its_own(tmp_path: Path) -> None:
    sources = [tmp_path / "a" / "报告.docx", tmp_path / "b" / "报告.docx", tmp_path / "a" / "报告.html"]
    written = [inspecting.write_annotated(checked(source), tmp_path) for source in sources]
    assert len(set(written)) == 3
    assert [inspecting.write_annotated(checked(source), tmp_path) for source in sources] == written


def test_a_file_of_another_making_is_left_alone(tmp_path: Path) -> None:
    own = tmp_path / "报告-批注.html"
    own.write_text("本人的笔记", encoding="utf-8")
    assert inspecting.write_annotated(checked(Path("报告.docx")), tmp_path) != own
    assert own.read_text(encoding="utf-8") == "本人的笔记"


def test_a_file_that_was_not_read_has_no_page(tmp_path: Path) -> None:
    error = InputError("打不开", "x.docx", "重存")
    with pytest.raises(InputError):
        inspecting.write_annotated(inspecting.Checked("x.docx", None, (), error), tmp_path)
