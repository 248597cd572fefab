"""What one finding says is not said again by another, and quotes are cut at marks."""

from __future__ import annotations

import pytest

from nianbao.core.checks import run
from nianbao.core.excerpts import beginning, clauses_around, excerpt, whole
from nianbao.core.findings import Case
from tests.builders import report


def _codes(bank, *families, **changes):
    previous = changes.pop("previous", None)
    case = Case(report=report(**changes), previous=previous, wording=bank.wording)
    return [f.code for f in run(case, families) if f.severity != "advice" or f.code == "Y108"]


def test_a_number_of_regulations_is_not_to_be_put_into_a_table_where_none_may_stand(bank):
    town = {"append": {"overview": "全年制定规章1部。"}}
    assert "N101" in _codes(bank, "N", **town)
    assert _codes(bank, "N", "L", **town) == ["L103"]


def test_a_number_of_documents_beside_it_is_still_compared(bank):
    assert "N101" in _codes(bank, "N", "L", append={"overview": "全年制定规章1部，制发行政规范性文件3件。"})


def test_words_of_a_template_are_told_once(bank):
    left = {"sections": {"other": "（此处填写需要报告的其他事项）"}}
    assert _codes(bank, "S3", "W18", **left) == ["W181"]
    assert _codes(bank, "S3", **left) == ["S301"]


def test_problems_copied_from_last_year_are_not_also_unanswered(bank):
    last = report(year=2022)
    assert _codes(bank, "Y108", previous=last) == ["Y108"]
    assert _codes(bank, "Y1", previous=last).count("Y108") == 0


@pytest.mark.parametrize(
    ("text", "quote", "widened"),
    [
        ("其中科研机构14件（16%），企业6件", "14件（16%", "14件（16%）"),
        (
            "通知单金额合计620元，截至年末实收840元。",
            "620元，截至年末实收840元",
            "通知单金额合计620元，截至年末实收840元",
        ),
        ("2021年度，我局未收取信息处理费。", "2021年度，我局未收", "2021年度，我局未收取信息处理费"),
        ("收到申请12件，办结11件。", "申请12件", "申请12件"),
        ("公开信息1280条。", "280条", "1280条"),
        ("（已答复3件）其余正在办理", "答复3件）", "（已答复3件）"),
    ],
)
def test_a_quote_is_widened_to_where_it_may_be_cut(text, quote, widened):
    at = text.index(quote)
    start, end = whole(text, at, at + len(quote))
    assert text[start:end] == widened


def test_a_beginning_ends_at_a_mark():
    text = "一是公开意识还有欠缺，部分业务股室把公开当作附带的事情，材料报送滞后。"
    assert beginning(text, 20) == "一是公开意识还有欠缺"
    assert excerpt(text, 20) == "一是公开意识还有欠缺……"
    assert excerpt("人员不足。", 20) == "人员不足"


def test_a_mark_is_quoted_with_its_clauses():
    text = "全年主动公开信息1件,均已按规定答复。"
    at = text.index(",")
    assert clauses_around(text, at, at + 1) == "全年主动公开信息1件,均已按规定答复"


def test_a_wrong_number_of_a_heading_is_told_once(bank):
    overview = ["（一）主动公开。", "（二）依申请公开。", "（四）信息管理。", "（四）平台建设。", "（五）监督保障。"]
    assert _codes(bank, "S202", sections={"overview": overview}) == ["S202"]
    doubled = ["（一）主动公开。", "（二）依申请公开。", "（二）信息管理。", "（四）平台建设。"]
    assert _codes(bank, "S202", sections={"overview": doubled}) == ["S202"]
    lost = ["（一）主动公开。", "（二）依申请公开。", "（四）平台建设。", "（六）监督保障。"]
    assert _codes(bank, "S202", sections={"overview": lost}) == ["S202", "S202"]
