"""N202: changes against last year recomputed, from last year's report or from what the sentence itself says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from nianbao.core.checks.narrative import Survey, survey_of
from nianbao.core.checks.number_stocks import points_differ, stocks_differ
from nianbao.core.claims.claim import Claim
from nianbao.core.claims.cutting import Line, Scene
from nianbao.core.figures import Values, with_groups
from nianbao.core.findings import Case, Finding, rule
from nianbao.core.numerals import tidy_decimal
from nianbao.core.quantities import Quantity
from nianbao.core.report import number_text

_UP = re.compile(
    r"(?:增长|增加|上升|提高|提升|增幅|涨幅|升幅|多(?:办结|办理|收到|受理|答复|公开|发布)?)(?:了|为|达|约|出)?$"
)
_DOWN = re.compile(r"(?:下降|减少|降低|回落|降幅|减幅|少(?:办结|办理|收到|受理|答复|公开|发布)?)(?:了|为|达|约)?$")
_AGAINST = re.compile(r"同比|(?:较|比|与|和|同)(?:上一?年度?|去年|20\d\d年)|上年同期|去年同期")
_WORTH = re.compile(rf"{_AGAINST.pattern}|由|从|上年|年初|期初|倍|[（；]20\d\d年")
"""Words of a paragraph in which a change may be told."""
_LAST_YEAR = r"(?:(?:上一?年度?|去年度?|20\d\d年度?)(?:同期|年?末|底)?|年初)"


@rule(
    "N202",
    "同比增减与上年的数字对不上",
    severity="warning",
    source="国办公开办函〔2021〕30号：数据准确；增减幅度应当能够复算",
    bad="上年40件，今年48件，写成同比增长25%",
    good="上年40件，今年48件，写成同比增长20%",
)
def growth_differs(case: Case) -> Iterator[Finding]:
    """知道上年的数字（上年报告、草稿，或者同一句里写明）时，增减的幅度、差额和方向都应当能复算；
    持平、翻番、减半等说法同样核对。"""
    survey = survey_of(case.report)
    year = case.report.year
    for line in survey.lines:
        if not _WORTH.search(line.bare.text):
            continue
        yield from points_differ(line)
        for scene in line.scenes:
            yield from stocks_differ(line, scene)
            yield from _growth_within(line, scene, year)
            yield from _growth_of_those_before(survey, line, scene)
    if case.last_figures:
        last = Values(with_groups(case.report.form, case.last_figures))
        yield from _growth_of_claims(survey, last)


# -- within a sentence ------------------------------------------------------------------------------------

_FROM = re.compile(rf"(?:由|从)(?:{_LAST_YEAR}的?)?$")
_TO = re.compile(r"，?[“”\u4e00-\u9fff]{0,6}[至到](?:了)?(?:今年|本年度?|20\d\d年|年[末底])?的?$")
_VERSUS = re.compile(rf"(?:较|比|与|同){_LAST_YEAR}(?:的|（)?$")
_BASE_BEHIND = re.compile(rf"（{_LAST_YEAR}(?:为|是|共|有|收到|受理|新收|办理|办结|答复|结转|公开|发布|共计)*$")
_BASE_TOLD = re.compile(rf"[，；]{_LAST_YEAR}(?:为|是|共|有|收到|受理|新收|共计)*")
"""36件，同比增长20%，上年为30件: last year's number behind the change."""
_TIMES = re.compile(rf"，(?:约)?(?:是|为|相当于){_LAST_YEAR}(?:的)?（?")
_BASE_BEHIND_WORDS = re.compile(rf"^，(?:同比|(?:较|比|与|同){_LAST_YEAR})[^，。；（）]{{0,8}}{_BASE_BEHIND.pattern}")
"""36件，同比翻番（上年18件，增长100%）."""
_SAME_WITH_BASE = re.compile(
    rf"，(?:与|同|和|较)?{_LAST_YEAR}(?:相比)?(?:持平|相同|一样|一致)（{_LAST_YEAR}(?:同|也|亦)?(?:为|是|共|有)?"
)
"""收到5件，与上年持平（上年5件）."""
_IN_OTHER_WORDS = re.compile(r"，(?:即|净|也就是)*(?:增加?|减少?|多|少)(?:了)?$")
"""36件，同比增长20%，净增6件."""
_TOTAL_OF_ITS_OWN = re.compile(r"，(?:申请)?(?:总量|总数|总件数|合计|共计)(?:较|比|与|同)")
"""新收135件，上年结转4件，总量比上年的160件减少15件: the sum of the numbers before, whichever are meant."""
_LAST_SUBJECT = re.compile(rf"^{_LAST_YEAR}[^，；]{{0,14}}$")
_THIS_SUBJECT = re.compile(r"^，?(?:本年度?|今年|20\d\d年度?)[^，；]{0,14}$")


def _growth_within(line: Line, scene: Scene, year: int | None) -> Iterator[Finding]:
    """由上年的72件增至90件，增长25%; 90件，比上年的72件增加18件; 90件，比上年增加18件，增长25%."""
    found = list(scene.quantities)
    text = line.bare.text
    for k in range(len(found) - 2):
        three = (_outside_bracket(text, scene, found, k), found[k + 1], found[k + 2])
        told = text[three[1].end : three[2].start]
        yield from _changes_and_base(line, found[:k], three[0], found[k + 1 : k + 4], year)
        if _fits_one_before(text, found[:k], *three):
            continue
        if not _BASE_TOLD.fullmatch(told) or _names_last(told, year):
            yield from _change_with_base(line, *three)
        yield from _times(line, *three)
    for k in range(len(found) - 1):
        first, second = _outside_bracket(text, scene, found, k), found[k + 1]
        if not (first.counts and first.exact and second.exact) or first.unit != second.unit:
            continue
        head, between = text[scene.start : first.start], text[found[k].end : second.start]
        if k and _TOTAL_OF_ITS_OWN.match(between):
            continue
        if _OF_THE_WHOLE_SENTENCE.fullmatch(between) and _names_last(between, year):
            yield from _of_any_before(line, found[: k + 1], second, found[k + 2 : k + 3])
        if _SAME_WITH_BASE.fullmatch(between) and _names_last(between, year) and first.value != second.value:
            yield _cannot_be(line, Decimal(second.value), first, first.start, second)
        later = found[k + 2 :]
        before = now = None
        if _FROM.search(head) and _TO.fullmatch(between):
            before, now = first, second
        elif _compares(between) or (_BASE_BEHIND.fullmatch(between) and _names_last(between, year) and not _sign(head)):
            before, now = second, first
        elif (
            _LAST_SUBJECT.match(_clause_head(scene, text, first))
            and _THIS_SUBJECT.match(between)
            and not _sign(between)
            and _names_last(head, year)
        ):
            before, now = first, second
        if before is not None and now is not None:
            yield from _changes(line, Decimal(before.value), now, later, min(before.start, now.start))
            continue
        sign = _sign(between)
        if sign and _AGAINST.search(between) and "，" in between and "其中" not in between:
            percents = [q for q in later[:1] if q.unit == "%" and len(text[second.end : q.start]) < 10]
            others = [q for q in found[:k] if q.unit == first.unit and q.exact] if _own_subject(between) else []
            step = sign * Decimal(second.value)
            if any(_change_fits(Decimal(q.value), Decimal(q.value) - step, sign, p) for q in others for p in percents):
                continue
            last = Decimal(first.value) - step
            if last > 0:
                yield from _changes(line, last, first, percents, first.start)


_OF_REQUESTS = re.compile(
    rf"(?:(?:新收|申请|收件|受理)(?:申请)?(?:总?数?量|件数))?(?:与|和|同|较|比){_LAST_YEAR}(?:收到|受理|新收)?的?$"
)
_THEN = re.compile(
    r"(?:相比|比较)?，?(?:(?:收到的?)?申请(?:总?数?量)?|总量|数量)?(?:同比)?(?:增长|增加|上升|下降|减少|多|少)了?"
)


def _growth_of_those_before(survey: Survey, line: Line, scene: Scene) -> Iterator[Finding]:
    """。与上年的12件相比，申请量下降16.7%: a sentence that begins with last year's number, of the requests that the
    sentences before it counted."""
    text = line.bare.text
    found = [*scene.quantities][:2]
    if len(found) < 2 or found[0].unit != "件" or not found[0].exact:
        return
    before, change = found
    begun = _OF_REQUESTS.fullmatch(text, scene.start, before.start)
    if begun is None or not _THEN.fullmatch(text, before.end, change.start):
        return
    now = [
        claim.quantity
        for claim in survey.claims
        if claim.line is line and claim.end <= scene.start and claim.figure == "requests.received.total"
        if claim.kind == "count" and claim.quantity is not None and claim.quantity.exact
    ]
    differ = [list(_changes(line, Decimal(before.value), one, [change], before.start)) for one in now]
    if differ and all(differ):
        yield from differ[-1]


_SAID_OF_ALL = re.compile(r"，(?:均|都|全部)[^，。；\d]{2,14}，[^，。；]{0,12}$")
"""29件，均为自然人申请，较2024年的34件: what is said of all of them between."""


_OBJECT = re.compile(r"^(?:政府)?(?:信息公开)?申请")
_OF_THE_WHOLE_SENTENCE = re.compile(rf"[^，。；\d]{{0,8}}；(?:总量|总数|全年)?(?:较|比|与|同){_LAST_YEAR}的?")


def _of_any_before(
    line: Line, before: Sequence[Quantity], base: Quantity, change: Sequence[Quantity]
) -> Iterator[Finding]:
    """发布信息732条，其中就业286条；较上年610条增长20%: a change of one of the numbers before the semicolon."""
    differ = [
        list(_changes(line, Decimal(base.value), q._replace(start=base.start, end=base.end), change, base.start))
        for q in before
        if q.unit == base.unit and q.exact
    ]
    if differ and all(differ):
        yield from differ[0]


def _compares(between: str) -> bool:
    """Whether the words between this year's number and the next one make that last year's."""
    near = "，" in between and len(_OBJECT.sub("", between)) < 14
    near = near or _SAID_OF_ALL.match(between) is not None
    return (near and _VERSUS.search(between) is not None) or _BASE_BEHIND_WORDS.search(between) is not None


def _fits_one_before(text: str, before: Sequence[Quantity], now: Quantity, change: Quantity, behind: Quantity) -> bool:
    """收到6件，其中企业1件，同比减少3件（上年9件）: of the whole, not of its last part."""
    sign, base = _sign(text[now.end : change.start]), Decimal(behind.value)
    alike = [Decimal(q.value) for q in before if q.unit == now.unit == (behind.unit or now.unit)]
    return bool(sign) and any(_change_fits(value, base, sign, change) for value in alike)


def _change_with_base(line: Line, now: Quantity, change: Quantity, behind: Quantity) -> Iterator[Finding]:
    """36件，同比增长20%（上年30件）; 36件，同比增长20%，净增6件: what follows the change tells last year's number."""
    text = line.bare.text
    between, told = text[now.end : change.start], text[change.end : behind.start]
    alike = now.counts and now.exact and behind.exact and behind.unit in (now.unit, "")
    sign = _sign(between) if alike and "其中" not in between and _AGAINST.search(between) else 0
    if sign and (_BASE_BEHIND.fullmatch(told) or _BASE_TOLD.fullmatch(told)):
        yield from _changes(line, Decimal(behind.value), now, [change], now.start)
    elif sign and change.unit == "%" and _IN_OTHER_WORDS.fullmatch(told):
        last = Decimal(now.value) - sign * Decimal(behind.value)
        if last > 0:
            yield from _changes(line, last, now, [change], now.start)


_AND_SO = re.compile(r"）?，(?:同比|即|净)?(?:增幅|降幅|涨幅|减幅)?(?:为|达|约)?[\u4e00-\u9fff]{0,4}")


def _changes_and_base(
    line: Line, before: Sequence[Quantity], now: Quantity, three: Sequence[Quantity], year: int | None
) -> Iterator[Finding]:
    """845件，比上年增加129件（上年716件），增长18%; 增加129件，增长18%（上年716件）: a number, and as a share of last
    year's number the percentage beside it."""
    text = line.bare.text
    if len(three) < 3 or not (now.counts and now.exact and all(q.exact for q in three)):
        return
    first, second, third = three
    told = [text[now.end : first.start], text[first.end : second.start], text[second.end : third.start]]
    sign = _sign(told[0]) if _AGAINST.search(told[0]) and first.unit == now.unit else 0
    if not sign:
        return
    if second.unit == now.unit and _BASE_BEHIND.fullmatch(told[1]) and third.unit == "%" and _AND_SO.fullmatch(told[2]):
        last, share, named = second, third, told[1]
    elif second.unit == "%" and _AND_SO.fullmatch(told[1]) and third.unit == now.unit:
        last, share, named = third, second, told[2]
        if not (_BASE_BEHIND.fullmatch(named) or _BASE_TOLD.fullmatch(named)):
            return
    else:
        return
    if not _names_last(named, year) or not last.value:
        return
    base = Decimal(last.value)
    alike = [now, *(q for q in before if q.unit == now.unit and q.exact)]
    agrees = [q for q in alike if _change_fits(Decimal(q.value), base, sign, first)]
    if not agrees or not _change_fits(base + sign * Decimal(first.value), base, sign, share):
        meant = agrees[0] if agrees else now
        yield _cannot_be(line, base, meant, meant.start, third)


def _cannot_be(line: Line, base: Decimal, now: Quantity, start: int, last: Quantity) -> Finding:
    """Changes that two numbers do not give."""
    quote = line.bare.quote(start, last.end)
    return Finding(
        code="N202",
        severity="warning",
        where=line.where,
        message=f"正文写“{quote}”，由{number_text(tidy_decimal(base))}到{number_text(now.value)}算不出这个增减",
        mend="按上年和本年的数字重新计算，核对“增长”“下降”的方向",
        found=line.bare.quote(last.start, last.end),
        quote=quote,
    )


def _times(line: Line, now: Quantity, before: Quantity, times: Quantity) -> Iterator[Finding]:
    """256件，是上年198件的1.29倍: as many times last year's number."""
    text = line.bare.text
    told = times.unit == "倍" and before.unit == now.unit and before.exact and now.exact and times.exact
    if not told or not before.value or not _TIMES.fullmatch(text, now.end, before.start):
        return
    if text[before.end : times.start].strip("）") != "的":
        return
    ratio = Decimal(now.value) / Decimal(before.value)
    if abs(ratio - times.value) >= Decimal(1).scaleb(-times.places):
        quote = line.bare.quote(now.start, times.end)
        yield Finding(
            code="N202",
            severity="warning",
            where=line.where,
            message=f"正文写“{quote}”，按这两个数为{number_text(tidy_decimal(round(ratio, 2)))}倍",
            mend="按上年和本年的数字重新计算",
            found=line.bare.quote(times.start, times.end),
            quote=quote,
        )


def _outside_bracket(text: str, scene: Scene, found: Sequence[Quantity], k: int) -> Quantity:
    """The quantity that words behind number k speak of: where k ends a bracket, the one before the bracket
    (37件（含上年结转2件），比上年减少6件)."""
    opened = text.rfind("（", scene.start, found[k].start)
    outside = [q for q in found[:k] if q.end <= opened]
    return outside[-1] if outside and text.startswith("）", found[k].end) else found[k]


def _own_subject(between: str) -> bool:
    """共154件，新收申请量较上年增加19件: a subject of its own may mean any number before it."""
    against = _AGAINST.search(between)
    return against is not None and len(re.sub(r"[，）其中]|总|数量|同|年", "", between[: against.start()])) > 1


def _names_last(head: str, year: int | None) -> bool:
    named = re.search(r"20\d\d", head)
    return named is None or year is None or int(named[0]) == year - 1


def _clause_head(scene: Scene, text: str, quantity: Quantity) -> str:
    start = next((c.start for c in scene.clauses if c.start <= quantity.start < c.end), scene.start)
    return text[start : quantity.start]


def _sign(words: str) -> int:
    """+1 where the words end in a rise, −1 in a fall, 0 otherwise."""
    return 1 if _UP.search(words) else -1 if _DOWN.search(words) else 0


def _changes(line: Line, before: Decimal, now: Quantity, later: Sequence[Quantity], start: int) -> Iterator[Finding]:
    """The changes stated behind two numbers that cannot be worked out from them."""
    text = line.bare.text
    at = max(now.end, start)
    for change in later:
        between = text[at : change.start]
        sign = _sign(between[-8:])
        if not sign or len(between) > 24 or not change.exact or change.unit not in ("%", "倍", now.unit):
            return
        if not _change_fits(Decimal(now.value), before, sign, change):
            yield _cannot_be(line, before, now, start, change)
            return
        at = change.end


# -- against last year's report ---------------------------------------------------------------------------

_SAME = re.compile(r"持平|相同|一致|不变|一样")
_NEARLY = re.compile(r"基本|大致|大体|总体")
_DOUBLED = re.compile(r"翻了?(?:一)?番|(?:增长|增加|提高)了?(?:一|1)倍|是(?:上年|去年)的(?:两|二|2)倍")
_QUADRUPLED = re.compile(r"翻了?两番")
_HALVED = re.compile(r"(?:减少|下降|降低)了?(?:近|约)?一半|减半")


def _growth_of_claims(survey: Survey, last: Values) -> Iterator[Finding]:
    claims = [c for c in survey.claims if c.kind == "count" and c.quantity is not None and c.quantity.exact]
    for claim in claims:
        yield from _growth_of(survey, claim, last)


def _growth_of(survey: Survey, claim: Claim, last: Values) -> Iterator[Finding]:
    line = claim.line
    scene = next((s for s in line.scenes if s.start <= claim.start < s.end), None)
    if scene is None or claim.quantity is None:
        return
    befores = [last.evaluate(r) for r in claim.readings]
    known = [Decimal(b) for b in befores if isinstance(b, int | Decimal)]
    if len(known) != len(befores) or not known:
        return
    text = line.bare.text
    now = Decimal(claim.quantity.value)
    later = next((q for q in scene.quantities if q.start >= claim.end), None)
    end = scene.end if later is None else later.start
    tail = re.split(r"[；。]", text[claim.end : end])[0]
    if not _AGAINST.search(tail) or re.search(r"其中|平均", tail):
        return
    wrong = ""
    if later is not None and later.unit == claim.quantity.unit and _VERSUS.search(tail):
        named = re.search(r"20\d\d", tail)
        of_last_year = named is None or survey.report.year is None or int(named[0]) == survey.report.year - 1
        wrong = tail + text[later.start : later.end] if of_last_year and later.value not in known else ""
    elif later is not None and (sign := _sign(tail)):
        if later.exact and later.unit in ("%", claim.quantity.unit, "倍") and tail == text[claim.end : end]:
            fits = any(_change_fits(now, before, sign, later) for before in known)
            wrong = "" if fits else text[claim.end : later.end]
    else:
        wrong = _wrong_words(tail, now, known)
    if not wrong:
        return
    words = wrong.rstrip("，、").rpartition("，")[2]
    start = text.rfind(words, claim.end, scene.end)
    quote = line.bare.quote(start, start + len(words))
    yield Finding(
        code="N202",
        severity="warning",
        where=line.where,
        message=f"正文写“{quote}”，上年为{number_text(tidy_decimal(known[0]))}件，"
        f"今年为{number_text(claim.quantity.value)}件",
        mend="按上年报告的数字重新计算，核对“增长”“下降”的方向",
        figure=claim.figure,
        found=quote if later is None else line.bare.quote(later.start, later.end),
        quote=quote,
    )


def _wrong_words(tail: str, now: Decimal, known: Sequence[Decimal]) -> str:
    """A comparison in words (持平, 翻番, 减半) that holds for none of the numbers of last year; empty if it may."""
    first = re.split(r"[，]", tail.lstrip("，"), maxsplit=1)
    words = first[0] if _AGAINST.search(first[0]) else tail
    if _SAME.search(words):
        slack = Decimal("0.1") if _NEARLY.search(words) else Decimal(0)
        return "" if any(abs(now - b) <= slack * b for b in known) else words
    for pattern, factor in ((_QUADRUPLED, Decimal(4)), (_DOUBLED, Decimal(2)), (_HALVED, Decimal("0.5"))):
        if pattern.search(words):
            return "" if any(b == 0 or abs(now / b / factor - 1) <= Decimal("0.15") for b in known) else words
    return ""


def _change_fits(now: Decimal, before: Decimal, sign: int, change: Quantity) -> bool:
    difference = (now - before) * sign
    if change.unit not in ("%", "倍"):
        return difference == change.value
    if before == 0:
        return False
    ratio = difference / before * (100 if change.unit == "%" else 1)
    return abs(ratio - change.value) < Decimal(1).scaleb(-change.places)
