"""N3: parts against their whole, and the same thing said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nianbao.core.checks.narrative import Survey, shares_of_one, survey_of
from nianbao.core.checks.number_added import Sum, every_period, sums_stated, too_many_applicants
from nianbao.core.claims.claim import Claim
from nianbao.core.claims.cutting import Clause, Line, Scene
from nianbao.core.claims.enumeration import enumeration
from nianbao.core.claims.words import Token
from nianbao.core.findings import Case, Finding, rule
from nianbao.core.numerals import Number
from nianbao.core.quantities import Quantity
from nianbao.core.report import Report, number_text

_WHOLE = re.compile(r"共|总|合计|全年|累计|主动公开|20\d\d年")


@rule(
    "N301",
    "分项之和大于总数",
    severity="warning",
    source="国办公开办函〔2021〕30号：数据准确；分项不能多于总数",
    bad="公开信息1620条，其中网站900条、新媒体700条、公示栏120条",
    good="公开信息1720条，其中网站900条、新媒体700条、公示栏120条",
)
def parts_exceed_whole(case: Case) -> Iterator[Finding]:
    """“共若干，其中甲、乙、丙”：同一单位的各分项加起来，不能多于总数，也不能多于后面写的“合计”；
    用自己的说法列举的申请人，加起来不能多于表三的申请总数。"""
    for line, scene, whole, parts in _breakdowns(case.report):
        total = sum(q.value for q in parts)
        if total <= whole.high or not whole.exact or total <= _listed_before(line, scene, whole):
            continue
        of_any = line.bare.text.startswith(("；其中", "。其中"), whole.end)
        if of_any and total <= _largest_before(line.bare.text, scene, whole):
            continue
        quote = line.bare.quote(_clause_start(scene, whole), parts[-1].end)
        yield Finding(
            code="N301",
            severity="warning",
            where=line.where,
            message=f"各分项合计{number_text(total)}{whole.unit}，多于总数{number_text(whole.value)}{whole.unit}",
            mend="核对总数和各分项" + _SAID_OF_ITEMS * (whole.unit in _ITEMS),
            found=total,
            expected=whole.value,
            quote=quote,
        )
    survey = survey_of(case.report)
    yield from (_sum_differs("N301", added) for added in sums_stated(survey) if added.total > added.stated.value)
    for listed in too_many_applicants(survey):
        yield Finding(
            code="N301",
            severity="warning",
            where=listed.line.where,
            message=f"列举的申请人合计{number_text(listed.total)}件，多于表三的申请总数{number_text(listed.whole)}件",
            mend="核对总数和各分项",
            found=listed.total,
            expected=listed.whole,
            quote=listed.line.bare.quote(listed.start, listed.end),
        )


def _sum_differs(code: str, added: Sum) -> Finding:
    """A sum stated behind a list that the list does not come to."""
    unit = added.stated.unit
    return Finding(
        code=code,
        severity="warning",
        where=added.line.where,
        message=f"各项相加为{number_text(added.total)}{unit}，正文写合计{number_text(added.stated.value)}{unit}",
        mend="核对合计和各项",
        found=added.stated.value,
        expected=added.total,
        quote=added.line.bare.quote(added.parts[0].start, added.stated.end),
    )


_ITEMS = ("条", "篇", "则", "期")
_SAID_OF_ITEMS = "；同一条信息在几处发布的，说明各处有重复"
"""Items may be published in several places; a request or a case is counted once."""
_CLOSING = re.compile(r"[，、；和及](?:以及)?(?:(?:涉及)?其[他它余][^，。；、（）\d]{0,12}|剩余(?:的)?)$")
_IN_FULL = re.compile(r"具体[为是]")
_WAY = re.compile(
    r"网[站上络]|平台|线[上下]|在线|信[函件]|邮[寄政件箱]|来信|来访|当面|现场|书面|纸质|传真|电话|窗口|EMS|挂号"
)
_AND_THE_REST = re.compile(r"[，；、](?:其余|剩余|余下)")
_OPEN = re.compile(r"[^，。；]{0,8}(?:其中|等|（)")
_ANOTHER = re.compile(r"[^。；]{0,40}?[，；、](?P<words>[^，。；、\d]{0,16})\d+[条件篇次个期份]")
_OF_THE_WHOLE = re.compile(r"办|答|予|部分|无法|不|结转|维持|自然人|法人|公民|全|共|均|复议|诉讼|上年|同比")


@rule(
    "N303",
    "分项列全了，合计却少于总数",
    severity="warning",
    source="国办公开办函〔2021〕30号：数据准确；分项列全的，各项之和就是总数",
    bad="公开信息1720条，其中网站900条、新媒体700条、其他20条",
    good="公开信息1720条，其中网站900条、新媒体700条、其他120条",
)
def parts_fall_short(case: Case) -> Iterator[Finding]:
    """写到“其他”，写明“具体为”，件数后面各写一种渠道，或者按本级、部门、乡镇逐级写的，分项就是列全了，同一单位的各分项相加应当等于
    总数；夹有别的单位、“等”字或者后面还有别的分项的，不判断；各项后面写的“合计”多于各项之和的，也报。"""
    for line, scene, whole, parts in _breakdowns(case.report):
        total = sum(q.value for q in parts)
        if not whole.exact or total >= whole.value or not _in_full(line.bare.text, scene, whole, parts):
            continue
        if _of_cases(scene, whole) and _one_outcome_left(case.report, whole.value - total):
            continue
        yield Finding(
            code="N303",
            severity="warning",
            where=line.where,
            message=f"列全的各分项合计{number_text(total)}{whole.unit}，少于总数{number_text(whole.value)}{whole.unit}",
            mend="核对总数和各分项；没有列全的，补上或者说明",
            found=total,
            expected=whole.value,
            quote=line.bare.quote(_clause_start(scene, whole), parts[-1].end),
        )
    sums = sums_stated(survey_of(case.report))
    yield from (_sum_differs("N303", added) for added in sums if added.total < added.stated.value)


def _one_outcome_left(report: Report, missing: Number) -> bool:
    """行政复议13件，维持8件、纠正2件、其他结果2件: what is missing is one outcome of table four, which is not told."""
    return any(
        number == missing
        for figure, number in report.numbers.items()
        if figure.startswith("disputes.") and not figure.endswith(".total")
    )


def _in_full(text: str, scene: Scene, whole: Quantity, parts: list[Quantity]) -> bool:
    """Whether the parts are all there are: the last one is the rest, or the words before say so, or they are the ways
    by which requests came."""
    told = _RECEIVED.search(text, scene.start, scene.end)
    if told is not None and [q.start for q in parts] == [told.start(n) for n in ("gone", "left", "out") if told[n]]:
        return True
    inside = [q for q in scene.quantities if whole.end <= q.start <= parts[-1].start and q.counts]
    if len(parts) < 2 or len(inside) != len(parts) or "等" in text[whole.end : parts[-1].start]:
        return False
    following = _ANOTHER.match(text, parts[-1].end)
    if _AND_THE_REST.match(text, parts[-1].end):
        return False  # 其他2件，其余为自然人申请，共61件
    if _OPEN.match(text, parts[-1].end) or (following and not _OF_THE_WHOLE.search(following["words"])):
        return False
    if _CLOSING.search(text, parts[-2].end, parts[-1].start) or _IN_FULL.search(text, whole.end, parts[0].start):
        return True
    head = text[_clause_start(scene, whole) : whole.end]
    following_too = text[whole.end : parts[-1].end]
    asked = "申请" in head and "结转" not in head and "结转" not in following_too
    behind = [text[a.end : b] for a, b in zip(parts, [*(q.start for q in parts[1:]), parts[-1].end + 8], strict=True)]
    before = [text[a : b.start] for a, b in zip([whole.end, *(q.end for q in parts)], parts, strict=False)]
    return (asked and (all(_WAY.search(name) for name in behind) or _every_level(before))) or every_period(before)


_LEVELS = (
    (r"本级|政府(?:办公[厅室])?$", r"部门|[省市县区]直", r"乡镇|镇街|镇乡|街道"),
    (r"[局厅委]机关|[省市县]局(?:本级|机关)?$|本级", r"(?:区县|县区|县)局|分局|隶属|基层|派出|下属"),
)


def _every_level(names: Sequence[str]) -> bool:
    """区政府本级10件，部门20件，街道7件; 市局机关5件、区县局12件: the organs of each level, and no others."""
    return any(
        len(names) == len(levels) and all(re.search(level, name) for level, name in zip(levels, names, strict=True))
        for levels in _LEVELS
    )


def _listed_before(line: Line, scene: Scene, whole: Quantity) -> Number:
    """What a whole comes to with the numbers before it in a list (新收15件，上年结转1件，其中); 0 for a total."""
    text = line.bare.text
    start = _clause_start(scene, whole)
    if _WHOLE.search(text, start, whole.start) or text.startswith("（", whole.end):
        return 0
    if _ANSWERED.fullmatch(text, start, whole.start):
        return 0  # 收到22件，答复22件。其中: no list
    since = max(text.rfind("；", scene.start, whole.start), _open_bracket(text, scene.start, whole.start))
    if _of_cases(scene, whole):  # 答复233件，引发行政复议7件，其中: a list of cases alone
        since = max([since, *(q.start for q in scene.quantities if q.end <= whole.start and not _of_cases(scene, q))])
    before = [q.value for q in scene.quantities if since < q.start and q.end <= whole.start and q.unit == whole.unit]
    return sum(before) + whole.value if before else 0


_COMPARED_WITH = re.compile(r"(?:同比|较|比|与)[^，。；]*$")


def _largest_before(text: str, scene: Scene, whole: Quantity) -> Number:
    """The largest of the numbers before a mark and 其中, which may be of any of them; not one compared with."""
    before = [q for q in scene.quantities if q.unit == whole.unit and q.start < whole.start]
    return max([whole.value, *(q.value for q in before if not _COMPARED_WITH.search(text, scene.start, q.start))])


_ANSWERED = re.compile(r"(?:已|均|全部|依法|按期|按时)*(?:答复|办结)(?:了|申请)?")


def _open_bracket(text: str, start: int, end: int) -> int:
    """Where the bracket opens in which a place stands; -1 outside brackets (诉讼5件（直接起诉3件，其中: no list)."""
    opened = text.rfind("（", start, end)
    return opened if opened > text.rfind("）", start, end) else -1


def _of_cases(scene: Scene, quantity: Quantity) -> bool:
    """Whether a number stands in a clause about reviews or suits."""
    return any(t.facet == "dispute" for c in scene.clauses if c.start <= quantity.start < c.end for t in c.tokens)


def _clause_start(scene: Scene, quantity: Quantity) -> int:
    return next((c.start for c in scene.clauses if c.start <= quantity.start < c.end), scene.start)


_OPENING = re.compile(
    r"其中(?!）)|(?<=[件条篇次])[：（]|包括|涵盖|具体[为是]|(?<=[件条篇])，(?:按[^，。；：]{1,8})?分为|(?<=件，)(?:分别)?涉及"
)
_MARK = re.compile(r"[、，；]")
_OF_ANOTHER_KIND = re.compile(
    r"其中|[。）]|包括|含|共|合计|同比|较|比上|阅读|点击|浏览|访问|转发|办结|结转|转[结接入]|下年|下一年|答复|全年|完成|同时|此外|另|重复|[增减]|收到|受理|新收|制[发定]|征收|收取"
)
_WHOLE_OF_ITS_OWN = re.compile(r"中|[已均]?(?:办结|答复|办理)\d")
_LISTED_WHOLE = re.compile(r"(?:[件条篇次项]|人次)(?:和|及|以及|与|、)")


_OTHER_YEARS = re.compile(r"上一?年|去年|20\d\d年|[近这前]?[两二三四五]年|[^，。；（）\d]{0,6}年(?:累计|合计|共)")
"""行政复议降至4件（上年9件）, 302件（三年累计731件）: what a bracket tells of other years is no part."""


class _Breakdown(NamedTuple):
    """A whole and its parts, where they stand."""

    line: Line
    scene: Scene
    whole: Quantity
    parts: list[Quantity]


_last: list[tuple[Survey, tuple[_Breakdown, ...]]] = []


def _breakdowns(report: Report) -> tuple[_Breakdown, ...]:
    """All wholes that a report tells with their parts; kept while the rules run over it."""
    survey = survey_of(report)
    if not _last or _last[0][0] is not survey:
        found = (
            _Breakdown(line, scene, whole, parts)
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
        if whole is None or whole.unit == "" or not whole.counts:
            continue
        head = text[_clause_start(scene, whole) : whole.start]
        if re.search(r"[增减升降多少](?:加|少|长|了)?$", head):
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
        if parts and all(q.exact for q in parts):
            yield whole, parts
    yield from _cases_by_outcome(text, scene)
    yield from _withdrawn_and_answered(text, scene)
    yield from _behind_the_sentence(line, scene)


_BY_KIND = re.compile(r"(?:其中，?|(?:按|从)[^，。；：\d]{1,12}?(?:划分|分类|来看|上看|分|看)[，：])")
"""公开信息640条。按载体划分：: a sentence that lists the parts of the one number of the sentence before it."""


def _behind_the_sentence(line: Line, scene: Scene) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """公开信息640条。按载体分，网站410条，其他230条: parts in a sentence of their own."""
    text = line.bare.text
    opened = _BY_KIND.match(text, scene.start)
    before = next((s for s in line.scenes if s.end == scene.start), None) if opened else None
    counted = [q for q in before.quantities if q.counts] if before else []
    first = next((q for q in scene.quantities), None)
    if len(counted) != 1 or first is None or first.unit != counted[0].unit or first.unit not in _ITEMS:
        return
    items = list(enumeration(line, scene, first))
    if len(items) > 1 and all(item.quantity.exact for item in items):
        yield counted[0], [item.quantity for item in items]


_RECEIVED = re.compile(
    r"(?:收到|受理|接收)[^，。；\d]{0,16}申请(?P<whole>\d{1,6})件(?:（[^（）]*）)?，(?:[^。；\d件]{0,60}，|[与较比][^。；]{0,36}[。，])?"
    r"(?:其中，?)?(?:申请人)?(?:主动|自行|自愿|申请)*(?:撤回|撤销|撤件)[^，。；\d]{0,4}(?P<gone>\d{1,6})件，"
    r"(?:已|在)?[^，。；\d]{0,12}(?:答复|受理|办结|办理)(?P<left>\d{1,6})件(?:，(?:其余|另有?)?结转[^，。；\d]{0,8}(?P<out>\d{1,6})件(?=。)|(?![，、][^。；]{0,30}(?:结转|尚|正在|\d件)))"
)


def _withdrawn_and_answered(text: str, scene: Scene) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """收到47件，申请人撤回9件，答复38件: those withdrawn and those answered are all, unless all were answered."""
    found = _RECEIVED.search(text, scene.start, scene.end)
    if found is None or found["left"] == found["whole"]:
        return
    by_place = {q.start: q for q in scene.quantities}
    names = ("whole", "gone", "left", *(["out"] if found["out"] else []))
    whole, *parts = (by_place.get(found.start(name)) for name in names)
    if whole is not None and all(parts):
        yield whole, [q for q in parts if q is not None]


_SAID_OF_ALL = re.compile(
    r"，?(?:已|均|都|皆|全部|全|依法|按时|按期|及时|如期|在?法定期限内)*(?:办结|答复|办理|受理)(?:完毕|完成)?[，；]"
    r"|(?:，无一[^，。；\d]{1,8}){1,3}。"
)
"""收到22件，全部办结，其中: what is said of all of them, before the parts."""
_GROWTH = re.compile(
    r"[，；（]?(?:同比|较|比|与)[^，。；]{0,24}(?:[增减升降多少][加长幅少升降]?|持平)[^，。；\d]{0,6}(?:\d[\d.]*[件%条])?(?:，?[增降减]幅[^，。；]{0,10})?）?[，。；]?"
)


def _whole_before(text: str, before: Sequence[Quantity], at: int) -> Quantity | None:
    """The number before 其中; of 收到4件，较上年增加1件，其中 the one before the comparison."""
    for q in reversed(before):
        if at - q.end <= 3:
            compared = _COMPARED_WITH.search(text, 0, q.start)
            if compared is None:
                return q
        elif q.counts and _GROWTH.fullmatch(text, q.end, at):
            return q
    return before[-1] if before else None


def _cases_by_outcome(text: str, scene: Scene) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """行政复议4件，维持3件，终止1件: cases and, clause by clause, how they ended, whatever the outcome is called."""
    whole: Quantity | None = None
    parts: list[Quantity] = []
    for clause in scene.clauses:
        told = any(t.facet == "dispute" for t in clause.tokens) or any(q.counts for q in clause.quantities)
        if text[clause.start : clause.end] == "其中" or (parts and not told):
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
    last, strongest = at, ""
    first_kind: str | None = None
    for q in scene.quantities:
        if not at <= q.start < end:
            continue
        between = _BRACKET.sub("", text[last : q.start])
        if q.unit == "%" or (parts and _inside_bracket(text, parts[-1].end, q.start)):
            continue  # 其他处理2件（逾期未缴费1件、其他1件）: parts of a part
        last = q.end
        if (
            closing is not None
            and q.unit == whole.unit
            and q.start <= closing.end()
            and ("；" not in between or strongest == "；")
            and not (parts and _NESTED.search(between))
        ):
            parts.append(q)  # 其中甲4件，1件仍在办理，其余26件: whatever they are called
            if q.start == closing.end():
                break
            continue
        if q.unit != whole.unit or (parts and _OF_ANOTHER_KIND.search(between)):
            break
        if _WHOLE_OF_ITS_OWN.match(text, q.end):
            return []  # 新收4件中办结3件: not a part
        if not parts and re.search(r"同时|此外|另|重复|[增减]", between):
            break
        mark = "；" if "；" in between else "、"
        if not parts:
            strongest = "；" if "：" in between else "、"
        elif len(parts) == 1 and mark == "、":
            strongest = "、"
        elif mark == "；" and strongest != "；":
            break
        kind = _kind_of(scene, q, at)
        if parts and kind != first_kind and "other" not in (kind or "other"):
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


_NESTED = re.compile(r"其中|涉及|包括|含|。")
_THE_REST = re.compile(r"[，；]其余(?:的)?(?=\d)")


def _inside_bracket(text: str, start: int, at: int) -> bool:
    """Whether a bracket that opens behind a place is still open at another."""
    return text.count("（", start, at) > text.count("）", start, at)


_BRACKET = re.compile(r"（[^（）]*）")
_KINDS = {"column": "column", "row": "row", "dispute": "dispute", "outcome": "outcome", "decision": "decision"}


def _kind_of(scene: Scene, quantity: Quantity, at: int) -> str | None:
    """What kind of words names a part: applicants, results, cases, outcomes; None for other words."""
    clause = next((c for c in scene.clauses if c.start <= quantity.start < c.end), None)
    if clause is None:
        return None
    named = [_KINDS[t.facet] for t in clause.tokens if t.facet in _KINDS and at <= t.start]
    return named[0] if named else None


# -- said twice -------------------------------------------------------------------------------------------


@rule(
    "N302",
    "同一件数前后两处不一样",
    severity="warning",
    source="国办公开办函〔2021〕30号：数据准确；同一报告里同一数据只有一个",
    bad="前面写新收申请15件，后面写新收申请16件",
    good="前后都写新收申请15件",
)
def said_twice(case: Case) -> Iterator[Finding]:
    """两处用同样的说法说同一项数据，数字不同；说法的口径不止一种的，各种口径都说不通才报。"""
    first: dict[tuple[tuple[str, ...], str], Claim] = {}
    survey = survey_of(case.report)
    shares = shares_of_one(survey)
    for n, claim in enumerate(survey.claims):
        quantity = claim.quantity
        if n in shares:
            continue
        if claim.kind != "count" or not claim.plain or quantity is None or not quantity.exact:
            continue
        if len(claim.readings) != 1:
            continue
        earlier = first.setdefault((claim.readings, quantity.unit), claim)
        if earlier.quantity is None or earlier.quantity.value == quantity.value:
            continue
        yield Finding(
            code="N302",
            severity="warning",
            where=claim.line.where,
            message=f"正文写“{claim.quote}”，{earlier.line.where}写“{earlier.quote}”",
            mend="与表格核对，前后改成同一个数字",
            figure=claim.figure,
            found=quantity.value,
            expected=earlier.quantity.value,
            quote=claim.quote,
        )
