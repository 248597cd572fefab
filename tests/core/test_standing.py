"""The status line names the broken relation and by how much."""

from nianbao.core.figures import derive
from nianbao.core.form import form
from nianbao.core.standing import (
    balance_words,
    broken_relations,
    carried_words,
    column_of,
    last_year_words,
    marked,
    offer,
    place_words,
    relation_words,
    row_of,
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


def test_the_sides_of_the_balance_are_shown_in_table_three_alone():
    cells = {
        **derive(FORM, {"requests.received.other": 5, "requests.carried_in.other": 2}),
        "requests.handled.other": 4,
    }
    assert balance_words(cells, "requests.granted.other") == "一＋二＝7，三＋四＝4"
    assert balance_words({**cells, "requests.carried_out.other": 3}, "requests.granted.other").endswith("，平")
    assert balance_words(cells, "disclosure.licensing.decisions") == ""
    assert offer(cells, "disclosure.licensing.decisions") is None


def test_what_column_and_row_a_figure_stands_in():
    assert column_of("requests.refused.state_secret.enterprise") == "enterprise"
    assert row_of("requests.refused.state_secret.enterprise") == "refused.state_secret"
    assert column_of("disputes.review.total") is None
    assert row_of("disputes.review.total") is None


def test_nothing_carried_out_may_be_the_balance():
    numbers = {"requests.received.other": 5, "requests.granted.other": 5, "requests.carried_out.other": 5}
    made = offer(derive(FORM, numbers), "requests.granted.other")
    assert made is not None
    assert made.value == 0
    assert made.possible
