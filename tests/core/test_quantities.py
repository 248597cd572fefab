"""Numerals in prose, in any writing, with their unit and how exactly they are meant."""

from __future__ import annotations

import pytest

from nianbao.core.quantities import Bare, quantities


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("收到申请12件", 12, "件"),
        ("收到申请１２件", 12, "件"),
        ("收到申请十二件", 12, "件"),
        ("收到申请一百二十件", 120, "件"),
        ("发布信息1.2万条", 12000, "条"),
        ("发布信息1,234条", 1234, "条"),
        ("收到申请 1 2 件", 12, "件"),
    ],
)
def test_any_writing(text, value, unit):
    (found,) = quantities(Bare(text))
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize("text", ["第3件", "高效办成一件事", "〔2021〕30号"])
def test_ordinals_and_fixed_phrases_are_none(text):
    assert quantities(Bare(text)) == []


def test_about_holds_either_way_and_more_only_upwards():
    (about,) = quantities(Bare("约100件"))
    (more,) = quantities(Bare("100余件"))
    assert about.means(95)
    assert about.means(105)
    assert more.means(120)
    assert not more.means(99)


def test_what_is_quoted_is_as_printed():
    bare = Bare("全年 收到 １２ 件。")
    (found,) = quantities(bare)
    assert bare.quote(found.start, found.end) == "１２ 件"
