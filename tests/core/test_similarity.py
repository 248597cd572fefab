"""Likeness: the fast way gives the score of the plain definition, and a copy with other figures is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.core.report import Paragraph, Report, Section, Sentence, split_sentences
from nianbao.core.similarity import bare, bare_narrative, jaccard, pairs, similar

TEXTS = st.lists(st.text("公开信息申请办结年度报告，。", max_size=40), min_size=2, max_size=7)


@given(TEXTS)
def test_pairs_are_those_of_the_definition(texts: list[str]) -> None:
    found = {(a, b): score for a, b, score in pairs(texts)}
    for a in range(len(texts)):
        for b in range(a + 1, len(texts)):
            assert found.get((a, b), 0.0) == pytest.approx(jaccard(texts[a], texts[b]))


def report(unit: str, text: str) -> Report:
    paragraph = Paragraph(tuple(Sentence(s) for s in split_sentences(text)))
    return Report(unit, unit, 2024, sections=(Section("overview", "一", "总体情况", (paragraph,)),))


def test_a_copy_with_other_figures_is_found_and_named() -> None:
    text = "全年组织政府信息公开业务培训{}次，参训人员{}人次。群众来电来访咨询的事项逐件登记、逐件回复。"
    one, two = report("青禾县柳桥镇", text.format(2, 40)), report("青禾县石门乡", text.format(3, 55))
    other = report("青禾县民政局", "本年收到申请两件，都已按期答复，没有行政复议案件。")
    found = similar([one, two, other], 0.3)
    assert [(pair.a, pair.b, pair.score) for pair in found] == [(0, 1, 1.0)]
    assert "群众来电来访咨询的事项逐件登记、逐件回复。" in found[0].shared


def test_digits_and_white_space_do_not_count() -> None:
    assert bare("全年 12 次，\u3000１２次") == "全年次，次"
    assert bare_narrative(report("甲", "全年3次。")) == "全年次。"


def test_short_texts_have_no_likeness() -> None:
    assert jaccard("公开", "公开") == 0.0
    assert pairs(["公开", "公开"]) == []
