"""Lists of one kind in prose (网络7件、邮寄3件、传真1件): what is listed, how it is named, how far the list goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from nianbao.core.claims.cutting import Line, Scene
from nianbao.core.quantities import Quantity

_MARK = re.compile(r"[，、；]|以及|和|(?<![涉普])及|与")
_BEFORE = re.compile(r"[，。；、：（）—]|其中|以及|和|(?<![涉普])及|与")
_ENDS = re.compile(r"[。：（）]|其中|包括|——")
_CLAUSE_ENDS = re.compile(r"[，。；、：（）]")
_ASIDE = re.compile(r"（[^（）]*）|，?(?:约|各)?占[^，。；、（）]*%")
"""What is told of an item behind it: 网络7件（手机5件）, 网络7件，占63.6%."""


class Item(NamedTuple):
    """One of a list: the words that name it before and behind its number, as far as the marks on either side.

    Attributes:
        mark: what stands before it: ，、； or 和; the first one's own is empty.
        name: the words before its number.
        quantity: its number.
        behind: the words behind its number.
        facets: what sorts of words of ours these are.
    """

    mark: str
    name: str
    quantity: Quantity
    behind: str
    facets: frozenset[str]


def enumeration(line: Line, scene: Scene, first: Quantity) -> Iterator[Item]:
    """The items from a number on that follow one another with one mark between, in one unit. The caller stops where
    the words turn to something else."""
    text = line.bare.text
    bracketed = text.startswith("（", first.start - 1)  # 信函申请为主（31件），网络申请13件
    before = first.start - bracketed
    start = max((m.end() for m in _BEFORE.finditer(text, scene.start, before)), default=scene.start)
    mark, name, quantity = "", text[start:before], first
    for following in scene.quantities:
        if following.start <= first.start:
            continue
        gap = text[quantity.end : following.start]
        if following.unit == "%" or gap.count("（") > gap.count("）"):
            continue  # within the item
        gap = _ASIDE.sub("", gap.removeprefix("）") if bracketed else gap)
        marks = _MARK.findall(gap)
        if following.unit != first.unit or _ENDS.search(gap) or not 0 < len(marks) <= 2:
            break
        bracketed = False
        behind, _, rest = gap.partition(marks[0])
        yield Item(mark, name, quantity, behind, _facets(text, scene, start, quantity.end + len(behind)))
        mark, name, quantity, start = marks[0], rest, following, following.start - len(rest)
    end = _CLAUSE_ENDS.search(text, quantity.end, scene.end)
    until = end.start() if end else scene.end
    yield Item(mark, name, quantity, text[quantity.end : until], _facets(text, scene, start, until))


def _facets(text: str, scene: Scene, start: int, end: int) -> frozenset[str]:
    """The sorts of words in a stretch; that something is published (公开、政策解读) makes no sort of its own."""
    inside = [t for t in scene.tokens if start <= t.start < end]
    return frozenset(
        t.facet
        for t in inside
        if t.value != "issued_weak" and not (t.value == "odd" and text[t.start : t.end] == "解读")
    )
