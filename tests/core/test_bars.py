"""Bars say what the numbers say."""

from hypothesis import given
from hypothesis import strategies as st

from nianbao.core.bars import bar
from nianbao.core.width import width


def test_the_most_fills_the_bar_and_nothing_draws_none():
    assert bar(8, 8, 10) == "█" * 10
    assert bar(4, 8, 10) == "█" * 5
    assert bar(0, 8, 10) == bar(3, 0, 10) == bar(3, 8, 0) == ""
    assert bar(1, 10**6, 10) == "▏"


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 60))
def test_a_larger_number_never_has_the_shorter_bar(a, b, columns):
    most = max(a, b)
    assert width(bar(a, most, columns)) <= columns
    if a <= b:
        assert width(bar(a, most, columns)) <= width(bar(b, most, columns))
