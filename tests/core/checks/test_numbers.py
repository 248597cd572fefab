"""What the tables say of the narrative: whole claims, marked pages, and right reports left alone."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from nianbao.core.claims.reading import claims
from nianbao.core.compose import compose
from nianbao.core.figures import columns_out_of_balance
from nianbao.core.plausible import plausible
from nianbao.core.report import Mark, Table
from nianbao.core.scenarios import scenario
from nianbao.readers import read_bytes
from nianbao.writers import render
from tests.builders import codes, findings, report

ASKED = {
    "requests.received.natural_person": 13,
    "requests.received.enterprise": 2,
    "requests.received.total": 15,
    "requests.carried_in.natural_person": 1,
    "requests.carried_in.total": 1,
    "requests.granted.natural_person": 9,
    "requests.granted.total": 9,
    "requests.unavailable.not_held.natural_person": 5,
    "requests.unavailable.not_held.enterprise": 2,
    "requests.unavailable.not_held.total": 7,
    "requests.handled.natural_person": 14,
    "requests.handled.enterprise": 2,
    "requests.handled.total": 16,
}


def said(text):
    return report(sections={"overview": [text]}, figures=ASKED)


@pytest.mark.parametrize(
    "text",
    [
        "全年新收政府信息公开申请15件，上年结转1件，全部办结。",
        "全年共收到政府信息公开申请16件（含上年结转1件），均已办结。",
        "全年共办理政府信息公开申请16件，其中予以公开9件、无法提供7件。",
        "收到申请公开政府信息的申请15件，其中自然人13件、商业企业2件。",
        "网站收到留言3件；收到政府信息公开申请十五件。",
        "2023年，我镇受理政府信息公开申请１５件，占全部来件的少数。",
    ],
)
def test_every_reading_that_agrees_is_right(text):
    assert codes(said(text), "N") == set()


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("全年新收政府信息公开申请16件。", "requests.received.total"),
        ("全年共收到政府信息公开申请51件。", "requests.received.total"),
        ("收到政府信息公开申请15件，办结15件，其中予以公开8件。", "requests.granted.total"),
        ("收到政府信息公开申请15件，无法提供6件。", "requests.unavailable.total"),
        ("收到政府信息公开申请15件，上年结转2件。", "requests.carried_in.total"),
    ],
)
def test_a_number_that_no_reading_gives_is_found(text, figure):
    assert figure in {finding.figure for finding in findings(said(text), "N101")}


def test_the_quote_stands_in_the_report():
    text = "全年新 收政府信息公开申请 １６ 件。"
    (finding,) = findings(said(text), "N101")
    assert finding.quote is not None
    assert finding.quote in text
    assert finding.found == 16


def test_a_claim_says_all_that_it_may_mean():
    (claim,) = claims(said("全年收到政府信息公开申请15件。"))
    assert claim.readings == (
        "requests.received.total",
        "requests.received.total+requests.carried_in.total",
    )


@pytest.mark.parametrize(("text", "value", "wrong"), [("15", "15", False), ("18", "15", True), ("15", "18", True)])
def test_a_marked_number_is_derived_anew(text, value, wrong):
    mark = Mark(text, "requests.received.total", "count", value, f"收到申请{text}件。")
    marked = replace(said(f"收到申请{text}件。"), marks=(mark,))
    assert bool(findings(marked, "N601")) is wrong


def test_our_own_words_agree_with_our_own_tables(bank):
    rng = Random(20)
    for _ in range(25):
        draft = scenario(rng, bank)
        if any(columns_out_of_balance(draft.cells)):
            continue
        made = compose(draft, bank).plain()
        assert [f for f in findings(made, "N10", "N20", "N40") if f.severity != "advice"] == []


def with_cell(made, figure, text):
    """The report with one cell of its tables printed otherwise, its words and marks as they were."""

    def changed(block):
        if not isinstance(block, Table):
            return block
        return block._replace(cells=tuple(c._replace(text=text) if c.figure == figure else c for c in block.cells))

    return replace(
        made,
        sections=tuple(s._replace(blocks=tuple(changed(b) for b in s.blocks)) for s in made.sections),
        marks=made.marks,
    )


def test_a_single_cell_changed_in_a_published_page_is_found_by_every_number_that_states_it(bank):
    rng = Random(7)
    seen = 0
    for _ in range(4):
        page = render(compose(plausible(rng, bank), bank, pending=False), "html")
        made = read_bytes("report.html", page)
        assert findings(made, "N601") == []
        for figure in {mark.figure for mark in made.marks if mark.figure in made.numbers}:
            wrong = with_cell(made, figure, f"{made.cells[figure]}1")
            assert figure in {finding.figure for finding in findings(wrong, "N601")}
            seen += 1
    assert seen > 10


def test_a_printed_total_that_is_not_its_sum_is_held_against_the_narrative():
    wrong = with_cell(said("全年新收政府信息公开申请15件。"), "requests.received.total", "51")
    (finding,) = findings(wrong, "N101")
    assert (finding.severity, finding.found, finding.expected) == ("warning", 15, 51)
    assert "相加则与正文一致" in finding.message
