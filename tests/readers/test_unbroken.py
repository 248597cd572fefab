"""A report copied without its line breaks, cells and words run together."""

from __future__ import annotations

import pytest

from nianbao.core.form import form
from nianbao.core.numerals import parse_cell
from nianbao.core.report import Report
from nianbao.readers import read_bytes
from tests.readers import made

OVERVIEW = "2024年，我镇按照要求推进政府信息公开工作，公开及时，内容准确，群众满意。全年主动公开政府信息128条。"


def run_together(texts: dict[str, str], gap: str = "", named: str = "") -> str:
    """The whole report in one line below its title; `gap` stands between cells."""
    parts = [f"根据要求编制本报告，{named}数据统计期限为2024年1月1日至12月31日。" + OVERVIEW * 6]
    for section in form("2021").sections:
        parts.append(f"{section.number}、{section.title}")
        if section.table:
            rows = made.rows(form("2021").tables[section.table], texts)
            parts += [gap.join(text for text, _, _ in row) + gap for row in rows]
        else:
            parts.append(OVERVIEW if section.key == "overview" else made.WORDS[section.key])
    return f"{made.TITLE}\n{''.join(parts)}青禾县柳桥镇2025年1月6日"


def read(text: str) -> Report:
    return read_bytes("a.txt", text.encode())


KEYS = ["overview", "disclosure", "requests", "disputes", "problems", "other"]


@pytest.mark.parametrize("gap", ["", " ", "　"])
@pytest.mark.parametrize("named", ["", "分总体情况、主动公开政府信息情况、其他需要报告的事项等六个部分，"])
def test_sections_and_tables_are_found_and_no_cell_is_wrong(gap: str, named: str) -> None:
    texts = made.figures(4)
    report = read(run_together(texts, gap, named))
    assert [section.key for section in report.sections] == KEYS
    assert report.year == 2024
    wrong = {f: t for f, t in report.cells.items() if parse_cell(t) != parse_cell(texts[f])}
    assert wrong == {}
    if gap:
        assert report.cells.keys() == texts.keys()
    problems = report.section("problems")
    assert problems is not None
    assert made.WORDS["problems"].startswith(problems.paragraphs[0].sentences[0].text)


def test_a_sum_of_money_keeps_its_decimals() -> None:
    texts = {**made.figures(4), "disclosure.fees.amount": "18.06"}
    assert read(run_together(texts)).cells["disclosure.fees.amount"] == "18.06"


def test_sections_that_a_preamble_lists_are_no_headings() -> None:
    named = "包括：" + "；".join(f"{s.number}、{s.title}" for s in form("2021").sections) + "。"
    report = read(run_together(made.figures(4), " ", named))
    assert [section.key for section in report.sections] == KEYS
