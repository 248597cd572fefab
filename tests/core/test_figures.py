"""Figures: totals, the balance, changes, numbers as they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.core.figures import (
    UNSTATED,
    FigureError,
    Values,
    balance_gap,
    balancing_value,
    change,
    columns_out_of_balance,
    derive,
    nest,
    read_figure,
    with_groups,
)
from nianbao.core.form import COLUMNS, form
from nianbao.core.numerals import (
    chinese_ordinal,
    format_number,
    parse_cell,
    parse_numeral,
    percent_of,
    percent_text,
)

RULES = form("2021")
INPUTS = sorted(RULES.inputs - {"disclosure.fees.amount"})
CELLS = st.dictionaries(st.sampled_from(INPUTS), st.integers(0, 10**7))


@given(CELLS)
def test_derived_totals_satisfy_every_sum(inputs: dict[str, int]) -> None:
    cells = derive(RULES, inputs)
    for relation in RULES.relations:
        if relation.kind != "balance":
            assert sum(cells[f] for f in relation.left) == sum(cells[f] for f in relation.right), relation.name


@given(CELLS, st.sampled_from([column.path for column in COLUMNS[:-1]]))
def test_balancing_value_balances_its_column(inputs: dict[str, int], column: str) -> None:
    cells = derive(RULES, inputs)
    value = balancing_value(cells, column)
    if value >= 0:
        balanced = derive(RULES, {**inputs, f"requests.carried_out.{column}": value})
        came = balanced[f"requests.received.{column}"] + balanced[f"requests.carried_in.{column}"]
        went = balanced[f"requests.handled.{column}"] + balanced[f"requests.carried_out.{column}"]
        assert came == went
        assert balance_gap(balanced, column) == 0
        assert column not in columns_out_of_balance(balanced)


@given(CELLS)
def test_groups_add_their_members(inputs: dict[str, int]) -> None:
    values = with_groups(RULES, derive(RULES, inputs))
    results = ("granted", "partially_granted", "refused", "unavailable", "rejected", "closed")
    assert sum(values[f"requests.{name}.total"] for name in results) == values["requests.handled.total"]
    received = values["requests.received.natural_person"] + values["requests.received.organisations"]
    assert received == values["requests.received.total"]


@pytest.mark.parametrize(
    ("now", "before", "word", "ratio"),
    [
        (6, 4, "增长", Decimal("0.5")),
        (4, 8, "下降", Decimal("-0.5")),
        (4, 4, "持平", 0),
        (3, 0, "由零增至", None),
        (0, 0, "持平", None),
    ],
)
def test_change_never_divides_by_zero(now: int, before: int, word: str, ratio: Decimal | None) -> None:
    found = change(now, before)
    assert (found.word, found.ratio) == (word, ratio)


def test_unstated_is_false_in_every_comparison() -> None:
    assert not UNSTATED
    assert (UNSTATED == 0) is False
    assert not (UNSTATED >= 0)
    assert not (UNSTATED < 1)
    assert not (UNSTATED + 1 > 0)
    with pytest.raises(ValueError, match="unstated"):
        str(UNSTATED)


def test_what_is_unstated_stays_so_in_any_sum() -> None:
    assert UNSTATED + 1 is UNSTATED
    assert 1 - UNSTATED is UNSTATED
    assert -UNSTATED is UNSTATED
    assert not UNSTATED


def test_an_unknown_path_is_unstated() -> None:
    values = Values({"requests.received.total": 3}, last_figures={"requests.received.total": 2})
    assert values.get("year") == 0
    for path in ("nothing", "nothing.requests.received.total", "facts.nothing", "last_year.facts.nothing"):
        assert values.get(path) is UNSTATED


def test_zeros_are_left_out_of_a_draft_file() -> None:
    figures = {"requests.received.natural_person": 1, "requests.received.enterprise": 0, "requests.granted.other": 2}
    assert nest(figures) == {"requests": {"received": {"natural_person": 1}, "granted": {"other": 2}}}


@pytest.mark.parametrize(("number", "right"), [(10**12 - 1, True), (10**12, False), ("-1", False)])
def test_a_count_has_its_bounds(number: object, right: bool) -> None:
    if right:
        assert read_figure(RULES, "requests.received.natural_person", number) == number
    else:
        with pytest.raises(FigureError):
            read_figure(RULES, "requests.received.natural_person", number)


def test_values_evaluate_sums_differences_and_shares() -> None:
    values = Values(figures={"a": 3, "b": 4, "zero": 0}, facts={"x": 5}, last_figures={"a": 2})
    assert values.evaluate("a+b") == 7
    assert values.evaluate("b-a") == 1
    assert values.evaluate("a/b") == Decimal("0.75")
    assert values.evaluate("a/zero") is UNSTATED
    assert values.evaluate("a+facts.unknown") is UNSTATED
    assert values.get("change.a.difference") == 1
    assert values.get("change.a.ratio") == Decimal("0.5")
    assert values.get("change.b.ratio") is UNSTATED


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12), ("１２", 12), ("1,234", 1234), ("12.50", Decimal("12.5")), ("〇", 0), (" 3 ", 3),
        ("３．６", Decimal("3.6")),
        ("", None), ("/", None), ("—", None), ("无", None), ("1,23", None), ("12件", None),
    ],
)  # fmt: skip
def test_cells_are_numbers_or_not(text: str, number: object) -> None:
    assert parse_cell(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十二", 12), ("二十三", 23), ("一百零三", 103), ("两千", 2000), ("1.2万", 12000), ("三万五千", 35000),
        ("二〇二三", 2023), ("3亿", 300000000), ("１２", 12), ("1,234", 1234), ("两", 2), ("件", None),
    ],
)  # fmt: skip
def test_numerals_in_any_writing(text: str, number: object) -> None:
    assert parse_numeral(text) == number


@given(st.integers(0, 10**9))
def test_counts_are_written_as_they_are_read(number: int) -> None:
    assert parse_cell(format_number(number, "count")) == number


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (Decimal(1) / 3, "33.3%"), (Decimal("0.5"), "50%"), (Decimal(1), "100%"), (Decimal(0), "0%"),
        (Decimal(9999) / 10000, "99.99%"), (Decimal(1) / 100000, "0.001%"), (Decimal("-0.125"), "12.5%"),
    ],
)  # fmt: skip
def test_percentages_never_round_to_all_or_nothing(ratio: Decimal, text: str) -> None:
    assert percent_text(ratio) == text


def test_money_has_no_float_noise() -> None:
    assert format_number(read_figure(RULES, "disclosure.fees.amount", 0.1), "amount") == "0.1"
    assert read_figure(RULES, "disclosure.fees.amount", "59237.2449") == Decimal("59237.2449")


@pytest.mark.parametrize("value", [-1, 1.5, "三", "", None, True, [], float("nan"), float("inf"), 10**15])
def test_wrong_counts_are_refused_with_a_mend(value: object) -> None:
    with pytest.raises(FigureError) as caught:
        read_figure(RULES, "requests.received.natural_person", value)
    assert "表三·自然人" in caught.value.what
    assert caught.value.mend


def test_a_share_has_two_decimals_at_most_and_no_limit() -> None:
    assert [percent_of(*pair) for pair in ((1, 3), (2, 4), (1, 8))] == [Decimal("33.33"), 50, Decimal("12.5")]
    assert percent_of(10**40, 1) == 10**42


def test_ordinals() -> None:
    counted = {1: "一", 10: "十", 11: "十一", 20: "二十", 35: "三十五", 100: "一百", 103: "一百零三", 110: "一百一十"}
    counted |= {115: "一百一十五", 350: "三百五十", 1001: "一千零一", 1020: "一千零二十", 2300: "二千三百"}
    assert {n: chinese_ordinal(n) for n in counted} == counted


@pytest.mark.parametrize("write", [parse_cell, parse_numeral])
@pytest.mark.parametrize("digits", ["9" * 5000, "九" * 5000, "0." + "3" * 5000, "1" + ",000" * 2000, "一" + "亿" * 900])
def test_what_is_longer_than_any_number_is_none(write, digits):
    assert write(digits) is None
