"""Wholes in prose with the parts that stand behind them (公开信息640条，其中网站410条、其他230条).

What N3 holds against one another; which parts are all there are is for the rules to say (`number_sums`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, permutations
from typing import NamedTuple

from nianbao.core.checks.narrative import Survey, survey_of
from nianbao.core.claims.cutting import Clause, Line, Scene
from nianbao.core.claims.enumeration import Item, enumeration
from nianbao.core.claims.words import Token
from nianbao.core.numerals import Number
from nianbao.core.quantities import Quantity
from nianbao.core.report import Report

ITEMS = ("条", "篇", "则", "期")
"""Units of what is published; it may be published in several places."""
COMPARED_WITH = re.compile(r"(?:同比|较|比|与)[^，。；]*$")


def of_cases(scene: Scene, quantity: Quantity) -> bool:
    """Whether a number stands in a clause about reviews or suits."""
    return any(t.facet == "dispute" for c in scene.clauses if c.start <= quantity.start < c.end for t in c.tokens)


def exact_or_rounded(quantity: Quantity) -> bool:
    """Whether a number is meant as it stands; of an amount (1342.6万元) what rounding takes away is little."""
    return quantity.exact or (quantity.unit == "元" and (quantity.high - quantity.low) * 50 <= quantity.value)


def same_unit(part: Quantity, whole: Quantity) -> bool:
    """Whether a part counts what its whole counts; of so many 条次 the parts are 条, but not the other way round."""
    return part.unit == whole.unit or (part.unit, whole.unit) == ("条", "条次")


def clause_start(scene: Scene, quantity: Quantity) -> int:
    """Where the clause of a number begins."""
    return next((c.start for c in scene.clauses if c.start <= quantity.start < c.end), scene.start)


_OPENING = re.compile(
    r"其中(?!）)|(?<=[件条篇次])[：（]|包括|涵盖|具体[为是]|(?<=[件条篇])，(?:按[^，。；：]{1,8})?分为|(?<=件，)(?:分别)?涉及"
    r"|(?<=[件条篇])，分别(?:为|是)|(?<=[条件篇])，即(?=[^，。；、\d]{2,12}\d)|(?<=[条篇])，各[^，。；\d]{1,6}分别为|(?<=[条篇])(?:政府)?信息中，|(?<=[条件篇])，(?=第?一季度|上半年)|(?<=[条件篇])，按[^，。；：\d]{1,8}[，：]"
)
_MARK = re.compile(r"[、，；]")
_OF_ANOTHER_KIND = re.compile(
    r"其中|[。）]|包括|含|(?<!公)共(?!青|产|建|治|享)|合计|同比|较(?![大重小高低多好为])|比上|阅读|点击|浏览|访问|转发|办结|结转|转[结接入]|下年|下一年|答复|全年|完成|同时|此外|另|重复|[增减]|收到|受理|新收|制[发定]|(?<!屋)(?<!地)征收|收取"
)
_WHOLE_OF_ITS_OWN = re.compile(r"中|[已均]?(?:办结|答复|办理)\d")
_LISTED_WHOLE = re.compile(r"(?:[件条篇次项]|人次)(?:和|及|以及|与|、)")


_NO_COUNT = ("", "%", "‰", "倍", "个百分点", "百分点", "位", "名次")
_OTHER_YEARS = re.compile(r"上一?年|去年|20\d\d年|[近这前]?[两二三四五]年|[^，。；（）\d]{0,6}年(?:累计|合计|共)")
"""行政复议降至4件（上年9件）, 302件（三年累计731件）: what a bracket tells of other years is no part."""


class Breakdown(NamedTuple):
    """A whole and its parts, where they stand."""

    line: Line
    scene: Scene
    whole: Quantity
    parts: list[Quantity]


_last: list[tuple[Survey, tuple[Breakdown, ...]]] = []


def breakdowns(report: Report) -> tuple[Breakdown, ...]:
    """All wholes that a report tells with their parts; kept while the rules run over it."""
    survey = survey_of(report)
    if not _last or _last[0][0] is not survey:
        found = (
            Breakdown(line, scene, whole, parts)
            for line in survey.lines
            for scene in line.scenes
            for whole, parts in _within(line, scene)
        )
        _last[:] = [(survey, tuple(found))]
    return _last[0][1]


def _within(line: Line, scene: Scene) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """A whole with the parts that 其中, a colon or a bracket introduces, as far as they are of its unit and kind."""
    text = line.bare.text
    for match in _OPENING.finditer(text, scene.start, scene.end):
        at = match.start()
        before = [q for q in scene.quantities if q.end <= at]
        whole = _whole_before(text, before, at)
        if whole is None or whole.unit in _NO_COUNT:
            continue
        head = text[clause_start(scene, whole) : whole.start]
        if re.search(r"(?:(?<!新)增|[减升降多少])(?:加|少|长|了)?$", head):
            continue  # 净增1件（新制定2件、废止1件）: a difference is no whole
        if _LISTED_WHOLE.search(head) or text[: whole.start].endswith("、"):
            continue  # the whole is a list of its own
        between = text[whole.end : at]
        if whole is before[-1] and (len(between) > 3 or "）" in between) and not _SAID_OF_ALL.fullmatch(between):
            continue
        if match[0] == "（" and _OTHER_YEARS.match(text, match.end()):
            continue
        end = text.find("）", at, scene.end) if match[0] == "（" else scene.end
        parts = _parts(text, scene, whole, at, end if end >= 0 else scene.end)
        if parts and all(map(exact_or_rounded, parts)):
            yield whole, parts
    yield from _cases_by_outcome(text, scene)
    yield from _withdrawn_and_answered(text, scene)
    yield from _behind_the_sentence(line, scene)
    yield from _by_channel(line, scene)
    yield from _by_quarter(text, scene)


_CHANNEL = re.compile(
    r"网站|官网|公众号|微信|微博|新媒体|公[开示告]栏|电子屏|显示屏|抖音|头条|视频号|客户端|平台|报[刊纸]|广播|电视|线下|查阅点|其[他它]"
)
_PUBLISHED = re.compile(
    r"(?:公开|发布|更新|推送)了?(?:各类|政府|政务|有关|相关)*信息(?:数|共|共计|合计|总计)*$|主动公开$"
)


def is_channel(name: str) -> bool:
    """Whether words name where something was published."""
    return _CHANNEL.search(name) is not None


def _alone(item: Item) -> bool:
    """Whether an item names a channel without saying that something was published there: then it would be no part."""
    return is_channel(item.name) and item.quantity.exact and not re.search(r"公开(?!栏)|发布|更新|推送", item.name)


QUARTERS = re.compile(
    r"[，（](?:第?[一1](?:季度)?[至到—-][四4]季度|四个季度|各季度|每季度)(?:分别|依次)(?:为|是|公开|发布|收到|受理|有)*"
)


def _by_quarter(text: str, scene: Scene) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """全年公开142条，一至四季度分别为28条、35条、41条、38条: the four numbers behind are all of it."""
    for opened in QUARTERS.finditer(text, scene.start, scene.end):
        before = [q for q in scene.quantities if q.end <= opened.start() and q.counts]
        four = [q for q in scene.quantities if q.start >= opened.end()][:4]
        told = len(four) == 4 and all(q.exact for q in four) and four[0].start == opened.end()
        if before and told and {q.unit for q in four} <= {before[-1].unit, ""}:
            yield before[-1], four


def _by_channel(line: Line, scene: Scene) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """公开信息398条，网站117条、公众号281条。: the channels behind the mark are the parts of what none is named for."""
    text = line.bare.text
    for whole, first in pairwise(scene.quantities):
        head = text[clause_start(scene, whole) : whole.start]
        if whole.unit not in ITEMS or not whole.exact or first.unit != whole.unit:
            continue
        if not _PUBLISHED.search(head) or _CHANNEL.search(head) or not text.startswith("，", whole.end):
            continue
        items = list(enumeration(line, scene, first))
        ended = text[items[-1].quantity.end : items[-1].quantity.end + 1] in ("。", "；", "")
        if ended and len(items) > 1 and all(_alone(item) for item in items):
            yield whole, [item.quantity for item in items]


_BY_KIND = re.compile(r"(?:其中，?|(?:按|从)[^，。；：\d]{1,12}?(?:划分|分类|来看|上看|分|看)[，：])")
"""公开信息640条。按载体划分：: a sentence that lists the parts of the one number of the sentence before it."""


def _behind_the_sentence(line: Line, scene: Scene) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """公开信息640条。按载体分，网站410条，其他230条: parts in a sentence of their own."""
    text = line.bare.text
    opened = _BY_KIND.match(text, scene.start)
    before = next((s for s in line.scenes if s.end == scene.start), None) if opened else None
    counted = [q for q in before.quantities if q.counts and not _of_a_change(text, before, q)] if before else []
    first = next((q for q in scene.quantities), None)
    if len(counted) != 1 or first is None or first.unit != counted[0].unit or first.unit not in ITEMS:
        return
    items = list(enumeration(line, scene, first))
    if len(items) > 1 and all(item.quantity.exact for item in items):
        yield counted[0], [item.quantity for item in items]


def _of_a_change(text: str, scene: Scene, quantity: Quantity) -> bool:
    """同比增加22条（2023年252条）: by how much, and what it was last year."""
    compared = COMPARED_WITH.search(text, scene.start, quantity.start)
    bracket = text.rfind("（", scene.start, quantity.start)
    return compared is not None or (bracket >= 0 and _OTHER_YEARS.match(text, bracket + 1) is not None)


RECEIVED = re.compile(
    r"(?:收到|受理|接收)[^，。；\d]{0,16}申请(?P<whole>\d{1,6})件(?:（[^（）]*）)?，(?:[^。；\d件]{0,60}，|[与较比][^。；]{0,36}[。，])?"
    r"(?:其中，?)?(?:申请人)?(?:主动|自行|自愿|申请)*(?:撤回|撤销|撤件)[^，。；\d]{0,4}(?P<gone>\d{1,6})件，"
    r"(?:已|在)?[^，。；\d]{0,12}(?:答复|受理|办结|办理)(?P<left>\d{1,6})件(?:，(?:其余|另有?)?结转[^，。；\d]{0,8}(?P<out>\d{1,6})件(?=。)|(?![，、][^。；]{0,30}(?:结转|尚|正在|\d件)))"
)


def _withdrawn_and_answered(text: str, scene: Scene) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """收到47件，申请人撤回9件，答复38件: those withdrawn and those answered are all, unless all were answered."""
    found = RECEIVED.search(text, scene.start, scene.end)
    if found is None or found["left"] == found["whole"]:
        return
    by_place = {q.start: q for q in scene.quantities}
    names = ("whole", "gone", "left", *(["out"] if found["out"] else []))
    whole, *parts = (by_place.get(found.start(name)) for name in names)
    if whole is not None and all(parts):
        yield whole, [q for q in parts if q is not None]


_SAID_OF_ALL = re.compile(
    r"，(?:涵盖|涉及|包括|包含|主要为)[^。；\d]{2,40}[，。]"
    r"|(?:信息|文件|栏目)(?:开展|进行|作了|组织)?(?:全面)?(?:清查|清理|核查|检查|梳理)[，。]"
    r"|，?(?:已|均|都|皆|全部|全|依法|按时|按期|及时|如期|在?法定期限内)*(?:办结|答复|办理|受理)(?:完毕|完成)?[，；]"
    r"|(?:，无一[^，。；\d]{1,8}){1,3}。"
)
"""收到22件，全部办结，其中: what is said of all of them, before the parts."""
_GROWTH = re.compile(
    r"[，；（]?(?:同比|较|比|与)[^，。；]{0,24}(?:[增减升降多少][加长幅少升降]?|持平)[^，。；\d]{0,6}(?:\d[\d.]*[件%条])?"
    r"(?:（[^（）]*）)?(?:，?(?:[增降减]幅|增长|下降|上升)[^，。；]{0,10})?）?[，。；]?"
)


_RATE_OF_ALL = re.compile(r"，[^，。；\d]{2,12}[率度](?:均|都)?(?:达到?|为)?(?:了)?[\d.]+%[，。；]")
"""公开信息158条，电子化率达100%。其中: what is said of all of them, as a rate."""


def _whole_before(text: str, before: Sequence[Quantity], at: int) -> Quantity | None:
    """The number before 其中; of 收到4件，较上年增加1件，其中 the one before the comparison."""
    for q in reversed([q for q in before if q.unit != "%"]):
        if at - q.end <= 3:
            compared = COMPARED_WITH.search(text, 0, q.start)
            if compared is None:
                return q
        elif q.counts and (_GROWTH.fullmatch(text, q.end, at) or _RATE_OF_ALL.fullmatch(text, q.end, at)):
            return q
    return before[-1] if before else None


def _cases_by_outcome(text: str, scene: Scene) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """行政复议4件，维持3件，终止1件: cases and, clause by clause, how they ended, whatever the outcome is called."""
    whole: Quantity | None = None
    parts: list[Quantity] = []
    for clause in scene.clauses:
        told = any(t.facet == "dispute" for t in clause.tokens) or any(q.counts for q in clause.quantities)
        if text[clause.start : clause.end] == "其中" or (whole is not None and not told):
            continue
        facets = {t.facet for t in clause.tokens if not _of_the_outcome(t, clause, text)}
        counted = [q for q in clause.quantities if q.counts]
        ended = "outcome" in facets and "dispute" not in facets and len(counted) == 1 and clause.opener in _BEHIND_WHOLE
        if whole is not None and ended and not _turns(text[clause.start : counted[0].start]):
            parts.append(counted[0])
            continue
        if len(parts) > 1 and whole is not None and all(q.exact and q.unit == whole.unit for q in parts):
            yield whole, parts
        alone = facets & {"dispute"} and not facets & {"outcome"} and len(counted) == 1 and clause.opener != "、"
        whole, parts = counted[0] if alone else None, []
    if len(parts) > 1 and whole is not None and all(q.exact and q.unit == whole.unit for q in parts):
        yield whole, parts


def _turns(words: str) -> bool:
    """Whether the words before an outcome turn to another kind of number; 另4件尚未审结 goes on."""
    return _OF_ANOTHER_KIND.search(re.sub("另|重新(?:作出)?答复", "", words.removeprefix("其中"))) is not None


def _of_the_outcome(token: Token, clause: Clause, text: str) -> bool:
    """撤回复议申请1件, 2件驳回其复议请求: the case is but what the outcome is about."""
    ends = [t.end for t in clause.tokens if t.facet == "outcome" and t.end <= token.start]
    between = text[ends[-1] : token.start] if ends else "后"
    return len(between) < 6 and not re.search(r"[后又再\d]", between)


_BEHIND_WHOLE = ("，", "、", "：", "（", "；")


def _parts(text: str, scene: Scene, whole: Quantity, at: int, end: int) -> list[Quantity]:
    """The quantities behind `at` that are parts of a whole.

    The list ends where the unit changes, at a semicolon unless a colon introduces it, where the words turn to
    something else, or to another kind of words (from applicants to results).
    """
    parts: list[Quantity] = []
    closing = _THE_REST.search(text, at, end)
    of_decisions = _said_of_decisions(scene, whole)
    last, strongest = at, ""
    first_kind: str | None = None
    for q in scene.quantities:
        if not at <= q.start < end:
            continue
        between = _BRACKET.sub("", text[last : q.start])
        if text.startswith("分别", q.end) and q.unit in ("类", "项", "种", "款"):
            continue  # 其中健身、竞技、产业三类分别为512条
        if q.unit == "%" or (parts and _inside_bracket(text, parts[-1].end, q.start)):
            continue  # 其他处理2件（逾期未缴费1件、其他1件）: parts of a part
        last = q.end
        if (
            closing is not None
            and same_unit(q, whole)
            and q.start <= closing.end()
            and ("；" not in between or strongest == "；")
            and not (parts and _NESTED.search(between))
        ):
            parts.append(q)  # 其中甲4件，1件仍在办理，其余26件: whatever they are called
            if q.start == closing.end():
                break
            continue
        if not same_unit(q, whole) or (parts and _OF_ANOTHER_KIND.search(between)):
            break
        if _WHOLE_OF_ITS_OWN.match(text, q.end):
            return []  # 新收4件中办结3件: not a part
        if not parts and re.search(r"同时|此外|另|重复|[增减]", between):
            break
        mark = "；" if "；" in between and not _WITH_ITS_SHARE.fullmatch(between) else "、"
        if not parts:
            strongest = "；" if "：" in between else "、"
        elif len(parts) == 1 and mark == "、":
            strongest = "、"
        elif mark == "；" and strongest != "；":
            break
        kind = None if of_decisions else _kind_of(scene, q, at)
        listed = first_kind is None and "、" in between  # 患者申请2件、律师事务所申请1件: applicants all the same
        if parts and kind != first_kind and "other" not in (kind or "other") and not listed:
            break
        first_kind = kind if not parts else first_kind
        parts.append(q)
    return parts if first_kind and text.startswith("（", at) else _until_whole(parts, whole)


def _until_whole(parts: list[Quantity], whole: Quantity) -> list[Quantity]:
    """4034条，其中政务2657条，乡镇1377条，解读24条: the first two are the whole, what follows is another list."""
    total: Number = 0
    for n, part in enumerate(parts[:-1], start=1):
        total += part.value
        if n > 1 and total == whole.value:
            return parts[:n]
    return parts


_WITH_ITS_SHARE = re.compile(r"，占[^，。；]{0,8}?[\d.]+%；[^，。；：\d]{2,16}")
"""网站9360条，占75%；新媒体2496条，占20%: a list whose items are told with their shares."""
_NESTED = re.compile(r"其中|涉及|包括|含|。")
_THE_REST = re.compile(r"[，；]其余(?:的)?(?=\d)")


def _inside_bracket(text: str, start: int, at: int) -> bool:
    """Whether a bracket that opens behind a place is still open at another."""
    return text.count("（", start, at) > text.count("）", start, at)


def _said_of_decisions(scene: Scene, quantity: Quantity) -> bool:
    """行政处罚47件，其中对参保个人3件: whom decisions are made on is no applicant."""
    clause = next((c for c in scene.clauses if c.start <= quantity.start < c.end), None)
    return clause is not None and any(t.facet == "decision" for t in clause.tokens)


_BRACKET = re.compile(r"（[^（）]*）")
_KINDS = {"column": "column", "row": "row", "dispute": "dispute", "outcome": "outcome", "decision": "decision"}


def _kind_of(scene: Scene, quantity: Quantity, at: int) -> str | None:
    """What kind of words names a part: applicants, results, cases, outcomes; None for other words."""
    clause = next((c for c in scene.clauses if c.start <= quantity.start < c.end), None)
    if clause is None:
        return None
    named = [_KINDS[t.facet] for t in clause.tokens if t.facet in _KINDS and at <= t.start]
    return named[0] if named else None


_OWN = r"本级|政府(?:（?办公[厅室]）?)?(?:承办|收到|受理|办理|发布|公开)?$|[省市县区州]级机关"
_OFFICES = r"部门|[省市县区州旗盟]直"
_TOWNS = r"乡镇|镇街|镇乡|街道|街镇|苏木|(?<!乡)镇（?街"
_COUNTIES = r"(?:各|县|区)?(?:县（市）|县（区）|区（县）|县（市、区）|县市区|区县|县区|县市)"
_LEVELS = (
    (_OWN, _OFFICES, _TOWNS),
    (_OWN, _OFFICES, _COUNTIES),
    (_OFFICES, _COUNTIES, _TOWNS),
    (_OFFICES, _COUNTIES),
    (r"[市州]本级", _COUNTIES),
    (r"市级(?:机关)?(?:收到|受理|办理)?$", rf"{_COUNTIES}|县级(?:收到|受理|办理)?$"),
    (
        r"[局厅委]机关|总关|[省市县州](?:[\u4e00-\u9fff]{2,4})?局(?:本级|机关)?(?:承办|收到|受理|办理)?$|本级",
        r"(?:区县|县区|县|市县)局|分局|隶属|基层|派出|下属|各?县（(?:[市区旗]、?)+）局",
    ),
)
_LEVELS_OF_ITEMS = ((_OFFICES, _TOWNS), (_OWN, _COUNTIES), (_OWN, _OFFICES), (r"[镇乡街]级|街道", r"村|社区"))
"""What is published by two levels is all there is; of requests the government's own office may have some too."""


def every_level(names: Sequence[str], *, of_items: bool = False) -> bool:
    """区政府本级10件，部门20件，街道7件; 市局机关5件、区县局12件: the organs of each level, and no others."""
    return any(
        len(names) == len(levels)
        and any(
            all(re.search(level, name) for level, name in zip(levels, order, strict=True))
            for order in permutations(names)
        )
        for levels in ((*_LEVELS, *_LEVELS_OF_ITEMS) if of_items else _LEVELS)
    )
