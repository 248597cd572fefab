"""N3: parts against their whole, and the same thing said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from nianbao.core.checks.breakdowns import (
    COMPARED_WITH,
    ITEMS,
    QUARTERS,
    RECEIVED,
    breakdowns,
    clause_start,
    every_level,
    exact_or_rounded,
    is_channel,
    of_cases,
    same_unit,
)
from nianbao.core.checks.narrative import shares_of_one, survey_of
from nianbao.core.checks.number_added import Sum, every_period, sums_stated, too_many_applicants
from nianbao.core.claims.claim import Claim
from nianbao.core.claims.cutting import Line, Scene
from nianbao.core.findings import Case, Finding, rule
from nianbao.core.numerals import Number, changed_places, tidy_decimal
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
    for line, scene, whole, parts in breakdowns(case.report):
        total = sum(q.value for q in parts)
        slack = _rounding(whole, parts)
        if slack is None or total <= whole.high + slack or total <= _listed_before(line, scene, whole):
            continue
        of_any = line.bare.text.startswith(("；其中", "。其中"), whole.end)
        if of_any and total <= _largest_before(line.bare.text, scene, whole):
            continue
        quote = line.bare.quote(clause_start(scene, whole), parts[-1].end)
        yield Finding(
            code="N301",
            severity="warning",
            where=line.where,
            message=f"各分项合计{_amount(total, whole)}，多于总数{_amount(whole.value, whole)}",
            mend="核对总数和各分项" + _SAID_OF_ITEMS * (whole.unit in ITEMS),
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


def _amount(number: Number, like: Quantity) -> str:
    """A number with the unit that a whole is told in; amounts of 10,000元 and more in 万元."""
    if like.unit == "元" and like.value >= 10_000:
        return f"{number_text(tidy_decimal(Decimal(number) / 10_000))}万元"
    return f"{number_text(number)}{like.unit}"


def _rounding(whole: Quantity, parts: Sequence[Quantity]) -> Number | None:
    """How far parts may come to more than their whole because all are rounded amounts (1342.6万元); None where one is
    but an approximate number."""
    together = [whole, *parts]
    if all(q.exact for q in together):
        return 0
    return sum(q.high - q.value for q in together) if all(map(exact_or_rounded, together)) else None


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


_SAID_OF_ITEMS = "；同一条信息在几处发布的，说明各处有重复"
"""Items may be published in several places; a request or a case is counted once."""
_CLOSING = re.compile(r"[，、；和及](?:以及)?(?:(?:涉及)?其[他它余][^，。；、（）\d]{0,12}|剩余(?:的)?)$")
_NO_OTHERS = re.compile(r"，(?:再?无|没有)其[他它余]")
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
    for line, scene, whole, parts in breakdowns(case.report):
        total = sum(q.value for q in parts)
        if not whole.exact or total >= whole.value:
            continue
        in_full = _in_full(line.bare.text, scene, whole, parts)
        if not in_full and not (
            _almost_adds_up(line.bare.text, whole, parts) and _listed_alone(line.bare.text, scene, whole, parts)
        ):
            continue
        if of_cases(scene, whole) and _one_outcome_left(case.report, whole.value - total):
            continue
        yield Finding(
            code="N303",
            severity="warning",
            where=line.where,
            message=f"{'列全的' if in_full else ''}各分项合计{number_text(total)}{whole.unit}，"
            f"少于总数{number_text(whole.value)}{whole.unit}",
            mend="核对总数和各分项；没有列全的，补上或者说明",
            found=total,
            expected=whole.value,
            quote=line.bare.quote(clause_start(scene, whole), parts[-1].end),
        )
    sums = sums_stated(survey_of(case.report))
    yield from (_sum_differs("N303", added) for added in sums if added.total < added.stated.value)


def _almost_adds_up(text: str, whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether parts fall so little short of a whole, or only by two figures that changed places, that they were meant
    to come to it: a list that leaves something out leaves out more. Two parts may leave out the last one or two,
    unless both are channels."""
    total = sum(q.value for q in parts)
    short = whole.value - total
    if len(parts) < 2 or short <= 0:
        return False
    names = [text[a : b.start] for a, b in zip([whole.end, *(q.end for q in parts)], parts, strict=False)]
    ways = all(map(is_channel, names)) or all(_WAY.search(name) for name in names)
    alike = len(parts) > 2 or (whole.value >= 100 and ways)
    if alike and ((short == 1 and whole.value >= 15) or (short == 2 and whole.value >= 30)):
        return True
    swapped = (q for q in parts if q.value >= _TOO_FEW_FIGURES and changed_places(q.value, q.value + short))
    return any(swapped) or (whole.value >= _TOO_FEW_FIGURES and changed_places(whole.value, total))


_TOO_FEW_FIGURES = 100
"""Below it two figures of a number that change places look like much else."""


def _listed_alone(text: str, scene: Scene, whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether a list has no other number in it and nothing that says that it goes on."""
    inside = [q for q in scene.quantities if parts[0].start <= q.start <= parts[-1].start and same_unit(q, whole)]
    goes_on = _AND_THE_REST.match(text, parts[-1].end) or _OPEN.match(text, parts[-1].end)
    following = _ANOTHER.match(text, parts[-1].end)
    another = (
        following is not None
        and not _OF_THE_WHOLE.search(following["words"])
        and following[0].endswith(whole.unit)
        and text[following.start("words") - 1] in text[parts[-2].end : parts[-1].start]
    )
    return len(inside) == len(parts) and not goes_on and not another and "等" not in text[whole.end : parts[-1].start]


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
    told = RECEIVED.search(text, scene.start, scene.end)
    if told is not None and [q.start for q in parts] == [told.start(n) for n in ("gone", "left", "out") if told[n]]:
        return True
    inside = [q for q in scene.quantities if parts[0].start <= q.start <= parts[-1].start and q.counts]
    if len(parts) < 2 or len(inside) != len(parts) or "等" in text[whole.end : parts[-1].start]:
        return False
    following = _ANOTHER.match(text, parts[-1].end)
    if _AND_THE_REST.match(text, parts[-1].end):
        return False  # 其他2件，其余为自然人申请，共61件
    if _OPEN.match(text, parts[-1].end) or (following and not _OF_THE_WHOLE.search(following["words"])):
        return False
    if QUARTERS.search(text, whole.end, parts[0].start):
        return True
    if _NO_OTHERS.match(text, parts[-1].end):
        return True
    if _CLOSING.search(text, parts[-2].end, parts[-1].start) or _IN_FULL.search(text, whole.end, parts[0].start):
        return True
    head = text[clause_start(scene, whole) : whole.end]
    following_too = text[whole.end : parts[-1].end]
    asked = ("申请" in head or "新收" in head) and "结转" not in head and "结转" not in following_too
    behind = [text[a.end : b] for a, b in zip(parts, [*(q.start for q in parts[1:]), parts[-1].end + 8], strict=True)]
    before = [text[a : b.start] for a, b in zip([whole.end, *(q.end for q in parts)], parts, strict=False)]
    return (
        (asked and (all(_WAY.search(name) for name in behind) or every_level(before)))
        or every_period(before)
        or (whole.unit in ITEMS and every_level(before, of_items=True))
    )


def _listed_before(line: Line, scene: Scene, whole: Quantity) -> Number:
    """What a whole comes to with the numbers before it in a list (新收15件，上年结转1件，其中); 0 for a total."""
    text = line.bare.text
    start = clause_start(scene, whole)
    if _WHOLE.search(text, start, whole.start) or text.startswith("（", whole.end):
        return 0
    if _ANSWERED.fullmatch(text, start, whole.start) or _TOLD_ALONE.search(text, start, whole.start):
        return 0  # 收到22件，答复22件。其中: no list
    since = max(text.rfind("；", scene.start, whole.start), _open_bracket(text, scene.start, whole.start))
    if of_cases(scene, whole):  # 答复233件，引发行政复议7件，其中: a list of cases alone
        since = max([since, *(q.start for q in scene.quantities if q.end <= whole.start and not of_cases(scene, q))])
    before = [q.value for q in scene.quantities if since < q.start and q.end <= whole.start and q.unit == whole.unit]
    return sum(before) + whole.value if before else 0


def _largest_before(text: str, scene: Scene, whole: Quantity) -> Number:
    """The largest of the numbers before a mark and 其中, which may be of any of them; not one compared with."""
    before = [q for q in scene.quantities if q.unit == whole.unit and q.start < whole.start]
    return max([whole.value, *(q.value for q in before if not COMPARED_WITH.search(text, scene.start, q.start))])


_TOLD_ALONE = re.compile(r"发布|公开|回应|回复")
"""更新信息600余条，网站发布97条，其中: a whole of its own."""
_ANSWERED = re.compile(r"(?:已|均|全部|依法|按期|按时)*(?:答复|办结)(?:了|申请)?")


def _open_bracket(text: str, start: int, end: int) -> int:
    """Where the bracket opens in which a place stands; -1 outside brackets (诉讼5件（直接起诉3件，其中: no list)."""
    opened = text.rfind("（", start, end)
    return opened if opened > text.rfind("）", start, end) else -1


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
