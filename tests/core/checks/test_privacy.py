"""What of a person must not stand in a report, at the edges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.core.checks.privacy import is_identity_number
from nianbao.core.report import Cell, Section, Table
from tests.builders import codes, report

VALID = "11010519491231002X"


@pytest.mark.parametrize("text", [VALID, VALID.lower(), "440524188001010014"])
def test_the_check_digit_of_an_identity_number(text):
    assert is_identity_number(text)


@given(st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_is_noticed(at, by):
    wrong = VALID[:at] + str((int(VALID[at]) + by) % 10) + VALID[at + 1 :]
    assert not is_identity_number(wrong)


def test_an_identity_number_in_an_added_table_is_found():
    added = Table(None, (Cell(0, 0, 1, 1, "张某"), Cell(0, 1, 1, 1, VALID)))
    base = report()
    last = base.sections[-1]
    sections = (*base.sections[:-1], Section(last.key, last.number, last.title, (*last.blocks, added)))
    assert "P101" in codes(type(base)(base.title, base.unit, base.year, kind=base.kind, sections=sections), "P")


@pytest.mark.parametrize("count", ["13900000000元", "2023139000000001", "0.13900000000"])
def test_a_long_number_is_not_always_a_telephone(count):
    assert codes(report(append={"overview": f"已公布{count}。"}), "P") == set()


@pytest.mark.parametrize("words", ["申请人陈述意见", "申请人张某某", "申请人周边的村民", "原告诉称", "当事人王某"])
def test_words_after_a_role_are_no_names(words):
    assert codes(report(append={"overview": f"{words}，已经答复。"}), "P") == set()
