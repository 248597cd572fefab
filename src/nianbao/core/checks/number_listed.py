"""N101: requests by the organs that dealt with them, or by what they asked for, which together are all requests.

Only lists that are told as whole: the organs of each level, topics with a last item for the rest. Source: the form
itself, whose 本年新收 counts every request once (国办公开办函〔2021〕30号，三、收到和处理政府信息公开申请情况).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from nianbao.core.checks.breakdowns import Breakdown, breakdowns, clause_start, every_level
from nianbao.core.checks.narrative import Survey
from nianbao.core.claims.claim import Claim
from nianbao.core.claims.cutting import Line, Scene
from nianbao.core.claims.enumeration import Item, enumeration
from nianbao.core.numerals import Number

_ALL = (
    "requests.received.total",
    "requests.received.total+requests.carried_in.total",
    "requests.handled.total",
)


def lists_differ(survey: Survey) -> Iterator[tuple[Claim, Number, str]]:
    """Lists whose sum is neither what was received nor what was to be handled or was: the list, what the table has, a
    remark."""
    values = [view.evaluate(reading) for view in survey.views for reading in _ALL]
    meant = [value for value in values if isinstance(value, int | Decimal)]
    for called, listed in (("各级", _by_organ), ("各项内容", _by_topic)):
        for line, start, items in listed(survey):
            total = sum(item.quantity.value for item in items)
            whole = called == "各级" or items[-1].name.startswith(_OTHERS)
            if meant and total not in meant and (whole or total > max(meant) or total + 1 in meant[:2]):
                end = items[-1].quantity.end
                claim = Claim("part", _ALL[0], _ALL[:2], items[0].quantity, line, start, end, False)
                yield claim, meant[0], f"，{called}相加为{total}件"


_Listed = tuple[Line, int, Sequence[Item]]
"""A line, where the list begins in it, what it lists."""


def _opened(survey: Survey, opening: re.Pattern[str], never: str) -> Iterator[_Listed]:
    """Lists in 件 behind words that open them, with none of the marks `never` between, in the paragraphs that count
    the requests received."""
    told = {id(claim.line) for claim in survey.claims if claim.figure == "requests.received.total"}
    for line, scene in _scenes(survey, told):
        opened = opening.search(line.bare.text, scene.start, scene.end)
        first = next((q for q in scene.quantities if opened and q.start >= opened.end()), None)
        if opened is None or first is None or first.unit != "件":
            continue
        if never not in line.bare.text[opened.end() : first.start]:
            yield line, opened.start(), list(enumeration(line, scene, first))


def _scenes(survey: Survey, told: set[int]) -> Iterator[tuple[Line, Scene]]:
    return ((line, scene) for line in survey.lines if id(line) in told for scene in line.scenes)


_TOPICS = re.compile(
    r"申请(?:公开)?的?(?:内容|事项|主题)(?:主要)?(?:分布)?(?:涉及|集中在|包括|为|以)：?|从申请(?:内容|事项|主题)(?:来|上)?看，"
)


_OTHERS = ("其他", "其它")


def _by_topic(survey: Survey) -> Iterator[_Listed]:
    """申请内容涉及土地征收33件、工程建设14件、其他25件: with a last item for the rest, or without one, when they are
    too many or but one too few."""
    for line, start, items in _opened(survey, _TOPICS, "，"):
        last = next((n for n, item in enumerate(items) if item.name.startswith(_OTHERS)), 0)
        listed = items[: last + 1] if last else list(takewhile(lambda item: item.mark in ("", "、"), items))
        if len(listed) > 2 and all(item.quantity.exact for item in listed):
            yield line, start, listed


_BY_ORGAN = re.compile(
    r"(?:(?:从|按)[^，。；：\d]{1,12}?(?:划分|分类|来看|上看|分|看)[，：]|承办(?:单位|情况)：|其中[，：]?|(?<=件)，(?=[省市县区州旗盟](?:直|政府)(?:部门|本级)[^，。；\d]{0,6}\d))"
)
_OF_ANOTHER_SORT = frozenset({"column", "row", "dispute", "outcome", "document", "stock", "decision", "time"})


_OF_REQUESTS = re.compile(r"申请|新收")


def _head(found: Breakdown) -> str:
    """The words of the clause that tells a whole."""
    return found.line.bare.text[clause_start(found.scene, found.whole) : found.whole.end]


def _by_organ(survey: Survey) -> Iterator[_Listed]:
    """从承办单位看，街道承办7件，区政府部门承办20件，区政府承办10件: the organs of each level."""
    told = [found for found in breakdowns(survey.report) if _OF_REQUESTS.search(_head(found))]
    parts = {(id(found.line), found.parts[0].start) for found in told}
    for line, start, items in _opened(survey, _BY_ORGAN, "。"):
        if (id(line), items[0].quantity.start) in parts:
            continue  # 收到132件，其中部门63件: parts of a whole that is told
        opened = _BY_ORGAN.match(line.bare.text, start)
        begins = [opened.end() if opened else start, *(item.quantity.end for item in items)]
        names = [line.bare.text[a : item.quantity.start] for a, item in zip(begins, items, strict=False)]
        known = all(item.quantity.exact and not item.facets & _OF_ANOTHER_SORT for item in items)
        if known and every_level(names):
            yield line, begins[0], items
