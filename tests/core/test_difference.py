from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nianbao.core.difference import align, edits, likeness

TEXT = st.text("收到办结件，。0123456789.%的了 ", max_size=60)


@given(TEXT, TEXT)
def test_both_texts_can_be_told_from_the_edits(before: str, after: str) -> None:
    found = edits(before, after)
    assert "".join(e.text for e in found if e.kind != "new") == before
    assert "".join(e.text for e in found if e.kind != "gone") == after
    assert all(e.text for e in found)
    assert all(a.kind != b.kind for a, b in pairwise(found))


@given(TEXT)
def test_equal_texts_have_no_edits(text: str) -> None:
    assert all(edit.kind == "same" for edit in edits(text, text))


def test_a_number_is_one_thing() -> None:
    assert edits("同比增长12.5%。", "同比增长12.8%。") == [
        ("same", "同比增长"),
        ("gone", "12.5%"),
        ("new", "12.8%"),
        ("same", "。"),
    ]


def test_characters_that_stay_by_chance_go_along() -> None:
    assert ("same", "的") not in edits("认真落实的各项工作。", "本年办理的公开申请。")


def test_sentences_are_paired_in_order() -> None:
    old = ["甲乙丙丁戊。", "没有收费。", "组织培训2次。"]
    new = ["组织培训3次。", "新的一句话。"]
    assert align(old, new) == [(0, None), (1, None), (2, 0), (None, 1)]


@given(st.lists(TEXT, max_size=6), st.lists(TEXT, max_size=6))
def test_every_text_is_told_once_and_in_order(old: list[str], new: list[str]) -> None:
    pairs = align(old, new)
    assert [a for a, _ in pairs if a is not None] == list(range(len(old)))
    assert [b for _, b in pairs if b is not None] == list(range(len(new)))


@given(TEXT, TEXT)
def test_likeness_is_a_share(one: str, two: str) -> None:
    assert 0 <= likeness(one, two) <= 1
    assert likeness(one, two) == likeness(two, one)
