"""Structure at the edges; the plain cases are in tests/conformance/structure.yaml."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.core.form import form
from tests.builders import codes, findings, report

ORDINALS = "一二三四五六七八九十"
KEYS = [section.key for section in form().sections]


def points(numbers):
    return "；".join(f"{ORDINALS[n - 1]}是第{n}项做得不够" for n in numbers) + "。将逐项改进。"


@given(st.integers(2, 10))
def test_points_in_order_are_right(n):
    assert codes(report(sections={"problems": points(range(1, n + 1))}), "S2") == set()


@given(st.integers(3, 10).flatmap(lambda n: st.tuples(st.just(n), st.integers(2, n - 1))))
def test_any_missing_point_is_found_and_quoted(pair):
    n, missing = pair
    numbers = [i for i in range(1, n + 1) if i != missing]
    (finding,) = findings(report(sections={"problems": points(numbers)}), "S201")
    assert finding.quote == f"{ORDINALS[missing]}是第{missing + 1}项做得不够"


@pytest.mark.parametrize("key", KEYS)
def test_any_missing_section_is_an_error_naming_it(key):
    (finding,) = findings(report(order=[k for k in KEYS if k != key]), "S101")
    assert finding.expected == form().section(key).title


@given(st.permutations(KEYS))
def test_any_other_order_is_found(order):
    assert ("S102" in codes(report(order=order), "S102")) == (list(order) != KEYS)


@pytest.mark.parametrize("section", form().sections, ids=lambda section: section.key)
def test_variants_in_use_are_no_more_than_advice_but_for_slips(section):
    for variant in section.variants:
        found = findings(report(titles={section.key: variant}), "S1")
        slip = "行政法复议" in variant
        assert [f.severity for f in found] in ([["warning"]] if slip else [[], ["advice"]])


def test_points_keep_to_their_section():
    texts = {"overview": "一是公开信息96条；二是培训2次。", "problems": "三是人手不足。将落实专人。"}
    assert "S201" in codes(report(sections=texts), "S2")
