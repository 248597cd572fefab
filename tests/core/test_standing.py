"""The status line names the broken relation and by how much."""

from nianbao.core.figures import derive
from nianbao.core.form import form
from nianbao.core.standing import (
    broken_relations,
    carried_words,
    last_year_words,
    marked,
    offer,
    place_words,
    relation_words,
)

FORM = form()
CELLS = derive(FORM, {"requests.received.enterprise": 5, "requests.granted.enterprise": 3})


def test_a_column_out_of_balance_is_named_with_both_sides():
    broken = broken_relations(FORM, CELLS)
    assert "requests.carried_out.enterprise" in marked(broken)
    assert "requests.granted.enterprise" not in marked(broken)
    words = relation_words(broken, "requests.granted.enterprise")
    assert words == "表三·商业企业：一＋二共5件，三＋四共3件，少办2件"
    assert relation_words(broken, "requests.granted.social") == ""
    assert relation_words(broken, "disputes.review.upheld") == ""


def test_a_read_report_may_break_a_sum_too():
    cells = {**CELLS, "disputes.review.total": 2}
    broken = broken_relations(FORM, cells)
    assert relation_words(broken, "disputes.review.upheld") == "表四·行政复议：各项之和0，总计2，相差2"


def test_the_balancing_value_is_offered_where_there_is_one():
    made = offer(CELLS, "requests.received.enterprise")
    assert made is not None
    assert (made.figure, made.value) == ("requests.carried_out.enterprise", 2)
    assert made.words == "结转下年度填2即平"
    assert offer(CELLS, "requests.received.social") is None
    assert offer(CELLS, "requests.received.total") is None
    too_many = offer(derive(FORM, {"requests.granted.social": 1}), "requests.granted.social")
    assert too_many is not None
    assert not too_many.possible
    assert "多1件" in too_many.words


def test_last_year_and_the_change_from_it():
    last = derive(FORM, {"requests.received.enterprise": 4, "requests.carried_out.other": 1})
    assert last_year_words(FORM, "requests.received.enterprise", 5, last) == "上年4件，增1件（25%）"
    assert last_year_words(FORM, "requests.received.enterprise", 4, last) == "上年4件，持平"
    assert last_year_words(FORM, "requests.received.social", 3, last) == "上年0件，增3件"
    assert last_year_words(FORM, "requests.received.social", 3, {}) == ""
    assert carried_words(FORM, "requests.carried_in.other", 0, last).startswith("上年报告“结转下年度”为1件")
    assert carried_words(FORM, "requests.carried_in.other", 1, last) == ""
    assert place_words(FORM, "requests.received.total").endswith("（由程序合计）")
