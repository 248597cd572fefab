"""N301, N303: numbers against the sum that stands behind them (网站640条，公众号410条，两项合计1050条), and
applicants in words that are none of the form's against all requests.

Source: 国办公开办函〔2021〕30号: figures are to be accurate; what is listed adds up to the sum stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from nianbao.core.checks.narrative import Survey
from nianbao.core.claims.claim import Claim
from nianbao.core.claims.cutting import Line, Scene
from nianbao.core.claims.enumeration import Item, enumeration
from nianbao.core.numerals import Number
from nianbao.core.quantities import Quantity

_STATED = re.compile(
    r"(?:以上|上述)?(?:(?P<count>[两二三四五六七八])[个种]?(?:项|者|家|方面|级|方式|渠道|平台|途径|载体|栏目|[类种][^，。；、\d]{0,6}?)?(?:相加)?)?(?:(?P<sum>合计|共计|总计)|共|一共)(?:为|是|公开|发布|更新|信息|作出|办理|行政(?:许可|处罚|强制)|决定)*"
)
_MAY_STATE = re.compile(r"[计共]|全年")
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}
_AMONG = re.compile(r"其中|包括|包含|分别|[（）]")
_NOT_ADDED = re.compile(
    r"[较比](?!多)|[增减升降]|(?:上年度?|去年度?)(?!结转|遗留|未办结)|每|重复|去重|除去|浏览|阅读|点击|访问|累计|以来"
)
_NUMBERED = re.compile(r"[①②③④⑤⑥⑦⑧⑨]")


class Sum(NamedTuple):
    """Numbers listed, and what they are said to come to, in a line."""

    line: Line
    parts: Sequence[Quantity]
    stated: Quantity

    @property
    def total(self) -> Number:
        """What the numbers come to."""
        return sum((q.value for q in self.parts), start=_NOTHING)


_NOTHING: Number = 0


def sums_stated(survey: Survey) -> Iterator[Sum]:
    """Sums behind a list that no way of adding up what is listed gives; those that are figures of the tables are
    held against these (`claims.lists.sum_of`)."""
    told = {(id(claim.line), claim.quantity.start): claim for claim in survey.claims if claim.quantity is not None}
    for line in survey.lines:
        if not _MAY_STATE.search(line.bare.text):
            continue
        found = [q for scene in line.scenes for q in scene.quantities]
        for scene in line.scenes:
            for stated in scene.quantities:
                claim = told.get((id(line), stated.start))
                parts: Sequence[Quantity] = []
                if claim is None or _agrees(survey, claim):
                    parts = _respective(line, scene, stated) or _by_period(line, scene, stated)
                if not parts and (claim is None or (_agrees(survey, claim) and "计" in line.bare.text)):
                    parts = _parts_of(line, scene, found, stated)
                    if claim is not None and any(_tells_otherwise(survey, told, line, part) for part in parts):
                        parts = []
                if parts and all(q.exact for q in (*parts, stated)):
                    added = Sum(line, parts, stated)
                    if added.total != stated.value:
                        yield added


def _tells_otherwise(survey: Survey, told: Mapping[tuple[int, int], Claim], line: Line, part: Quantity) -> bool:
    """Whether a part is a claim of its own that the tables do not bear out, and so is said already."""
    claim = told.get((id(line), part.start))
    return claim is not None and claim.kind == "count" and not _agrees(survey, claim)


def _agrees(survey: Survey, claim: Claim) -> bool:
    """Whether a number is what the tables have."""
    values = [view.evaluate(reading) for view in survey.views for reading in claim.readings]
    return claim.quantity is not None and claim.quantity.value in values


_RESPECTIVE = re.compile(r"分别(?!占)[^，。；、（）增减升降多少\d]{0,16}$")
_AND = re.compile(r"[、和及]|以及")
_IN_ALL = re.compile(r"，(?:[两二三四五六七八][项者类家]?)?(?:合计|共计|总计|一共|共)(?:为|是)?")


def _respective(line: Line, scene: Scene, stated: Quantity) -> list[Quantity]:
    """城区和乡村分别收到30件、7件，合计37件: the numbers behind 分别, whatever they are of, and nothing else."""
    text = line.bare.text
    if stated.unit in ("", "%") or "分别" not in text:
        return []
    run: list[Quantity] = []
    for q in reversed([q for q in scene.quantities if q.end <= stated.start]):
        between = text[q.end : run[-1].start if run else stated.start]
        if q.unit != stated.unit or not (_AND if run else _IN_ALL).fullmatch(between):
            return []
        run.append(q)
        if _RESPECTIVE.search(text, scene.start, q.start):
            return run[::-1] if len(run) > 1 else []
    return []


_PERIODS = (
    tuple(map(re.compile, (r"一季度", r"二季度", r"三季度", r"四季度"))),
    tuple(map(re.compile, (r"前三季度|1[至-]9月", r"四季度|10[至-]12月"))),
    tuple(map(re.compile, (r"上半年|1[至-]6月", r"下半年|7[至-]12月"))),
)
"""The parts that a year is made of, in their order."""


def _by_period(line: Line, scene: Scene, stated: Quantity) -> list[Quantity]:
    """上半年收到24件，下半年收到20件，全年共44件: the numbers of all parts of the year, and no other number between."""
    text = line.bare.text
    before = [q for q in scene.quantities if q.end <= stated.start]
    for size in sorted({len(periods) for periods in _PERIODS}):
        run = before[-size:]
        if len(run) < size or any(q.unit != stated.unit for q in run):
            continue
        ends = [q.end for q in before]
        begins = [max([scene.start, *(end for end in ends if end <= run[0].start)]), *(q.end for q in run)]
        names = [text[start : q.start] for start, q in zip(begins, [*run, stated], strict=True)]
        of_some = re.search(r"其中|季度|半年", names[-1])
        if (
            every_period(names[:-1])
            and _OF_THE_YEAR.search(names[-1])
            and not of_some
            and not _NOT_ADDED.search("".join(names))
        ):
            return run
    return []


def every_period(names: Sequence[str]) -> bool:
    """Whether the words before some numbers name all parts of a year in their order."""
    return any(
        len(names) == len(periods) and all(period.search(name) for period, name in zip(periods, names, strict=True))
        for periods in _PERIODS
    )


_OF_THE_YEAR = re.compile(r"全年|共|合计|总计")


_IN_TWO_UNITS = re.compile(r"（(?P<unit>[条件篇个则期次份])）")
"""公众号488条、抖音号73个，合计561条（个）: a sum of what is counted in two units."""


def _parts_of(line: Line, scene: Scene, found: Sequence[Quantity], stated: Quantity) -> Sequence[Quantity]:
    """The numbers that a sum stated behind them adds up; empty where that is not certain, or some of them fit."""
    text = line.bare.text
    mark = max(text.rfind(mark, 0, stated.start) for mark in "，。；：")
    told = _STATED.fullmatch(text, mark + 1, stated.start) if mark >= 0 and stated.unit not in ("", "%") else None
    if told is None:
        return []
    numbered = _numbered(text, found, mark, stated)
    if numbered:
        return numbered
    other_unit = _IN_TWO_UNITS.match(text, stated.end)
    units = {stated.unit, other_unit["unit"]} if other_unit else {stated.unit}
    before = [q for q in scene.quantities if q.end <= mark and q.unit in units]
    if other_unit and len(units & {q.unit for q in before}) > 1:
        mixed = [q for q in scene.quantities if q.end <= mark and q.counts]
        return before if before == mixed and not _NOT_ADDED.search(text, scene.start, mark) else []
    again = any(q.value == stated.value for q in before)
    if again and told["sum"] and len(before) > 2:
        again = stated.value >= max(q.value for q in before)
    if not before or _NOT_ADDED.search(text, scene.start, mark) or again:
        return []  # what is but said again is no sum
    if any(sum(q.value for q in before[k:]) == stated.value for k in range(len(before) - 1)):
        return []
    if any(before[-1].start < q.start < mark and q.unit not in (stated.unit, "%") for q in scene.quantities):
        return []  # 图解21篇、视频9个，共30篇（个）
    return _added_up(line, scene, before, stated, _COUNTS[told["count"]] if told["count"] else 0)


def _added_up(line: Line, scene: Scene, before: Sequence[Quantity], stated: Quantity, count: int) -> Sequence[Quantity]:
    """Which of the numbers before a sum it adds up: as many as it says, or a list that ends before it, of which a
    first item may be the whole of something else."""
    text = line.bare.text
    outer = [q for q in before if not _AMONG.search(text, _segment(text, scene, q), q.start)]
    if count == len(outer):
        return outer
    items = next(filter(None, (_up_to(line, scene, first, before[-1]) for first in before)), [])
    if items and _goes_back(text, scene, items[0].quantity):
        return []
    sorts = {item.facets - _ANY_SORT for item in items[1:]}
    if any(sort & _NO_PART for sort in sorts) or len(sorts) > 1:
        return []
    if count:
        return [item.quantity for item in items[-count:]] if len(items) >= count else []
    listed = [item.quantity for item in items]
    segment = _segment(text, scene, stated)
    if len(listed) < 2 or listed != [q for q in outer if q.start >= min(segment, listed[0].start)]:
        return []
    ways = [listed[k:] for k in range(len(listed) - 1)]
    return min(ways, key=lambda way: abs(float(sum(q.value for q in way) - stated.value)))


def _goes_back(text: str, scene: Scene, first: Quantity) -> bool:
    """解读24篇、提示140条、数据62条，共226条: whether the list began before with what is counted in another unit."""
    before = [q for q in scene.quantities if q.end <= first.start and q.counts and q.unit != first.unit]
    return bool(before) and re.fullmatch(r"、[^，。；、]{1,16}", text[before[-1].end : first.start]) is not None


_NO_PART = frozenset({"verb", "time", "stock"})
_ANY_SORT = frozenset({"object", "other"})


def _up_to(line: Line, scene: Scene, first: Quantity, last: Quantity) -> list[Item]:
    """The items of the list from one number to another, if one list goes on so far."""
    items = [item for item in enumeration(line, scene, first) if item.quantity.start <= last.start]
    return items if items[-1].quantity == last else []


def _segment(text: str, scene: Scene, quantity: Quantity) -> int:
    return max(scene.start, text.rfind("；", 0, quantity.start) + 1)


def _numbered(text: str, found: Sequence[Quantity], mark: int, stated: Quantity) -> list[Quantity]:
    """①网站：88条；②公众号：140条。合计228条: one number in each item of the list."""
    begins = [m.start() for m in _NUMBERED.finditer(text, 0, mark)]
    begins = begins[max((n for n, at in enumerate(begins) if text[at] == "①"), default=0) :]
    if len(begins) < 2 or text[begins[0]] != "①":
        return []
    items = [
        [q for q in found if start < q.start < end] for start, end in zip(begins, [*begins[1:], mark], strict=True)
    ]
    if any(len(item) != 1 or item[0].unit != stated.unit for item in items):
        return []
    return [item[0] for item in items]


_ONE = re.compile(
    r"[，、和]?[^，。；、：（）\d]{0,8}(?:农户|农民|村民|居民|市民|职工|人员|群众|学生|家长|家属|业主|商户|用户|"
    r"自然人|公民|个人|企业|公司|组织|律师|律所|事务所|媒体)(?:提出|提交|申请|的)*(?P<count>\d{1,6})件"
)
_AMONG_THESE = re.compile(r"。其中[，：]?")


class Applicants(NamedTuple):
    """Applicants listed by words of the report's own, which are more than all requests."""

    line: Line
    start: int
    end: int
    total: Number
    whole: Number


def too_many_applicants(survey: Survey) -> Iterator[Applicants]:
    """。其中，农户3件、退休职工2件: lists of applicants behind the sentence that counted the requests."""
    cells = [view.evaluate("requests.received.total+requests.carried_in.total") for view in survey.views]
    wholes = [cell for cell in cells if isinstance(cell, int | Decimal)]
    for line in survey.lines if len(wholes) == len(cells) else ():
        for opened in _AMONG_THESE.finditer(line.bare.text):
            asked = [scene for scene in line.scenes if scene.start < opened.start()]
            counts, end = _listed(line.bare.text, opened.end())
            if asked and asked[-1].topic == "requests" and len(counts) > 1 and sum(counts) > max(wholes):
                yield Applicants(line, opened.start() + 1, end, sum(counts), wholes[0])


def _listed(text: str, at: int) -> tuple[list[int], int]:
    """The numbers of the applicants listed from a place on, and where the list ends."""
    counts: list[int] = []
    while (one := _ONE.match(text, at)) is not None:
        counts.append(int(one["count"]))
        at = one.end()
    return counts, at
