"""N201, N203: shares recomputed, and added up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from nianbao.core.checks.narrative import Survey, survey_of
from nianbao.core.checks.number_rates import monthly_means, rates
from nianbao.core.checks.share_pairs import almost, filled_up, out_of_line, pairs, sums_before
from nianbao.core.checks.share_pairs import near as _near
from nianbao.core.claims.claim import narrowest, of_column
from nianbao.core.claims.cutting import Clause, Line, Scene
from nianbao.core.claims.scope import is_government
from nianbao.core.figures import Values
from nianbao.core.findings import Case, Finding, rule
from nianbao.core.numerals import Number, percent_of, tidy_decimal
from nianbao.core.quantities import Quantity
from nianbao.core.report import Report, number_text

_SHARE = re.compile(r"(?:占(?!用|地|有)|比例|比重|占比)[^，。；%]{0,14}$")
_RESPECTIVELY = ("分别占", "占比分别为", "分别占比")
_BARE_SHARE = re.compile(r"(?:[^，。；（）：、\d]{0,12}[，（：、])?(?:约|仅|只|则|均|各|即|分别|后者)?")
_OF_A_NUMBER_NAMED = re.compile(r"(?P<told>，|\d[件起宗])?占[^，。；（）\d]{0,12}（$")
"""占办结数（43件）的52.3%: the whole stands in a bracket."""
_OF_IT = re.compile(r"占(?:全部|所有|总共|(?:已)?(?:办结|答复|办理|受理|收到|申请)?总?[数量]?)$")
_OF_MORE = re.compile(r"占(?:全[国省市县区州旗镇乡]|[本我][省市县区州旗]|同期|当地|系统)")
"""Shares of what is more than this organ's own."""
_WITH_OTHERS = re.compile(r"[\u4e00-\u9fff](?:和|及|与|以及)$")
_CHANGED = re.compile(r"[较增减升降]|同比|上年|去年|20\d\d年|率")


@rule(
    "N201",
    "占比算不出来",
    severity="warning",
    source="国办公开办函〔2021〕30号：数据准确",
    bad="收到申请80件，其中企业8件，占12%",
    good="收到申请80件，其中企业8件，占10%",
)
def share_differs(case: Case) -> Iterator[Finding]:
    """占比的分子是它前面最近的件数，分母试过句中、段中的各个总数和表格的各个总计，都对不上才报；
    只写“予以公开占62.5%”的，按表格计算；写在括号里的占比、几项合计的占比、办结率和纠错率同样核对；
    一组占比里只有一项的总数与其他各项不同的，也报；写明收到、采纳各若干的，采纳率按这两个数计算；
    办结率、满意率等超过100%的也报，连上年结转的一起办结的除外；月均多少条的，按全年的条数除以12计算。"""
    survey = survey_of(case.report)
    view = survey.views[0]
    totals = _totals(view)
    for line in survey.lines:
        if "月均" in line.bare.text or "每月" in line.bare.text or "月平均" in line.bare.text:
            yield from (finding for scene in line.scenes for finding in monthly_means(line, scene))
        if "%" not in line.bare.text and "百分之" not in line.bare.text:
            continue
        seen: list[Quantity] = []
        for scene in line.scenes:
            said = list(_shares_of(survey, line, scene, seen, totals))
            yield from said
            yield from _in_lists(line, scene, seen, totals, {finding.quote for finding in said})


def _shares_of(
    survey: Survey, line: Line, scene: Scene, seen: list[Quantity], totals: Sequence[Number]
) -> Iterator[Finding]:
    """Each share of a sentence on its own; `seen` grows by the numbers passed."""
    filling = filled_up([q for q in scene.quantities if q.unit == "%"])
    for quantity in scene.quantities:
        if quantity.unit != "%":
            if quantity.counts:
                seen.append(quantity)
        elif quantity.exact and not _of_shares(line.bare.text, scene, quantity):
            found = list(_share(survey, line, scene, quantity, seen, totals))
            wholes = {*totals, *(q.value for q in seen)}
            if found and quantity in filling and any(almost(quantity, seen[-1].value, base) for base in wholes):
                continue
            yield from found or _share_of_an_item(line, scene, quantity, seen, totals)
            yield from () if found else rates(survey, line, scene, quantity)


_BY_NAME = re.compile(
    r"[，。；](?P<name>[^，。；：、（）\d%]{2,10}?)(?:的)?(?:数量|条数|件数|渠道)?占(?:比|全部|总数|总量)?(?:为|达)?$"
)


_NO_SHARE_OF_ITEMS = re.compile(r"的?(?:分值|权重|比例)")
_NO_ITEM = re.compile(r"公开$|考核|工作")
_NEAR_BY = 120
"""Characters between an item and the words that name it again."""


def _share_of_an_item(
    line: Line, scene: Scene, share: Quantity, seen: Sequence[Quantity], totals: Sequence[Number]
) -> Iterator[Finding]:
    """网站318条、公众号694条，公众号占比68.6%: the item is named again before its share."""
    text = line.bare.text
    named = _BY_NAME.search(text, max(0, share.start - 24), share.start)
    if named is None or _NO_SHARE_OF_ITEMS.match(text, share.end) or _NO_ITEM.search(named["name"]):
        return
    name = named["name"].removesuffix("信息").removeprefix("其中")
    counted = [q for q in seen if q.unit != "%" and q.exact]
    begins = {q.start: max(text.rfind(mark, 0, q.start) for mark in "，。；：、") + 1 for q in counted}
    items = [q for q in counted if len(name) > 1 and name in text[begins[q.start] : q.start]]
    if len(items) != 1 or not 0 < named.start() - items[0].start < _NEAR_BY:
        return
    item = items[0]
    alike = [q for q in counted if q.unit == item.unit]
    wholes = {*totals, *(q.value for q in alike)}
    for first in range(len(alike)):
        wholes |= {sum(q.value for q in alike[first:last]) for last in range(first + 2, len(alike) + 1)}
    if not any(_near(share, item.value, base) for base in wholes):
        yield _share_finding(line, item, share, seen, text[max(scene.start, share.start - 20) : share.start])


_SHARES_TOGETHER = re.compile(
    r"，?(?:前)?[两二三四五六][项者类](?:合计|共计|相加|合并|共)?占(?:比|总数|总量|全部)?(?:为|达)?"
)


_SO_MANY = re.compile(r"\d?[两二三四五六]?[项者类](?:合计|共计|相加|合并|共)")
"""两项合计占38.9%: how many are added up is no number of its own."""


def _sums_of_some(text: str, own: Sequence[Quantity], seen: Sequence[Quantity]) -> list[Number]:
    """前两项合计占81.1%: the sums that so many numbers in a row come to, if that is what is said last."""
    if not own or seen[-1] is own[-1] or not _SO_MANY.match(text, seen[-1].start):
        return []
    size = int(seen[-1].value)
    return [sum(q.value for q in own[at : at + size]) for at in range(len(own) - size + 1)]


def _of_shares(text: str, scene: Scene, share: Quantity) -> bool:
    """分别占40%、30%、15%，三项合计占85%: the sum of some of the shares before it."""
    before = [q for q in scene.quantities if q.unit == "%" and q.end <= share.start]
    if not before or not _SHARES_TOGETHER.fullmatch(text, before[-1].end, share.start):
        return False
    slack = Decimal(1).scaleb(-share.places) * len(before)
    runs = [before[a:b] for a in range(len(before) - 1) for b in range(a + 2, len(before) + 1)]
    sums = [sum((Decimal(q.value) for q in run), Decimal(0)) for run in runs[-64:]]
    return any(abs(Decimal(share.value) - total) <= slack for total in sums)


def _in_lists(
    line: Line, scene: Scene, seen: Sequence[Quantity], totals: Sequence[Number], said: set[str | None]
) -> Iterator[Finding]:
    """The shares of a list that are of another whole than all others; those in brackets each on its own too."""
    found = list(pairs(line, scene))
    wholes = {*totals, *(q.value for q in seen if q.exact)}
    wrong = dict(out_of_line(found, wholes))
    filling = filled_up([q for q in scene.quantities if q.unit == "%"])
    for pair in found:
        if pair.share in filling and any(almost(pair.share, pair.part.value, base) for base in wholes):
            continue
        alone = pair.bracketed and not any(_near(pair.share, pair.part.value, base) for base in wholes)
        if alone:
            sums = {sum(p.part.value for p in found if p.kind == pair.kind)}
            alone = not any(_near(pair.share, pair.part.value, base) for base in sums)
        if pair in wrong or alone:
            finding = _share_finding(line, pair.part, pair.share, seen, "", wrong.get(pair))
            if not any(quote and quote in (finding.quote or "") for quote in said):
                yield finding


def _share(
    survey: Survey, line: Line, scene: Scene, share: Quantity, seen: Sequence[Quantity], totals: Sequence[Number]
) -> Iterator[Finding]:
    text = line.bare.text
    own = [q for q in seen if q.start >= scene.start and not _SO_MANY.match(text, q.start)]
    clause = next((c for c in scene.clauses if c.start <= share.start < c.end), None)
    if clause is not None and not any(q.start >= clause.start for q in own):
        subject = _ratios_of(clause, share, text, scene, survey.views)
        if subject:
            if not any(_near(share, part, whole) for part, whole in subject):
                yield _share_of_table(line, clause, share, subject[0])
            return
    before = text[max(scene.start, share.start - 20) : share.start]
    found = _SHARE.search(before)
    if found and (together := sums_before(text, own, share) or _sums_of_some(text, own, seen)):
        wholes = {q.value for q in seen} | set(totals)
        if not any(_near(share, value, base) for value in together for base in wholes):
            yield _share_finding(line, own[-1], share, seen, before)
        return
    if found and own and _two_by_two(text, scene, own, share):
        yield from _respective(line, scene, share, own, seen, totals)
        return
    if not own or not found or "分别" in before:
        if own and text[own[-1].end : share.start].strip("，").removeprefix("各") in (
            "分别占",
            "占比分别为",
            "分别占比",
        ):
            yield from _respective(line, scene, share, own, seen, totals)
        return
    part = own[-1]
    of_part = text[part.end : share.start] in ("的", "总数的", "申请的", "申请总数的")
    named = of_part and _OF_IT.search(text, max(0, part.start - 8), part.start) is not None
    bracketed = text.startswith("）的", part.end) and share.start == part.end + 2
    whole = _OF_A_NUMBER_NAMED.search(text, scene.start, part.start) if bracketed else None
    if whole is not None and not whole["told"]:
        return  # 部分公开占办结数（43件）的20%: the part is no number told here
    named = named or whole is not None
    if named and len(own) > 1:  # 有25件，占40件的62.5%: the whole is named last
        if not _near(share, own[-2].value, part.value):
            yield _share_finding(line, part, share, seen, before)
        return
    start = share.start - (len(before) - found.start())
    if _OF_MORE.match(text, start) and not _of_its_own_area(survey.report, text, start):
        return
    if not _BARE_SHARE.fullmatch(text, part.end, start) or ((part.unit or "件") != "件" and len(own) == 1):
        return
    wholes = {q.value for q in seen if q.start < scene.start} | {own[0].value}
    wholes.add(sum(q.value for q in scene.quantities if q.counts and q.unit == part.unit))
    if len(own) > 2:
        wholes.add(sum(q.value for q in own[:-1] if q.unit == part.unit))  # 建议61件、提案74件，公开118件，占87.4%
    if share is [q for q in scene.quantities if q.unit == "%"][-1]:
        wholes.add(sum(q.value for q in own))
    wholes |= {q.value for q in own if text[q.end : q.end + 3].startswith(("，其中", "其中", "（其中"))}
    parts = {part.value, *_joined_sums(text, own)}
    if not part.exact and any(_within(share, part, base) for base in {*wholes, *totals}):
        return  # 3100余件，占92.5%
    if not any(_near(share, value, base) for value in parts for base in {*wholes, *totals} if base):
        yield _share_finding(line, part, share, seen, before)


_THEIR_SHARES = re.compile(r"，(?:各)?占(?:比|比为|比例为)?")


def _two_by_two(text: str, scene: Scene, own: Sequence[Quantity], share: Quantity) -> bool:
    """执法案卷204件、行政查询143件，占比30.7%和21.5%: two shares behind two numbers, without 分别."""
    following = next((q for q in scene.quantities if q.start > share.start), None)
    if following is None or following.unit != "%" or text[share.end : following.start] not in ("和", "、"):
        return False
    return len(own) > 1 and _THEIR_SHARES.fullmatch(text, own[-1].end, share.start) is not None


def _within(share: Quantity, part: Quantity, whole: Number) -> bool:
    """Whether a share is that of one of the numbers which an approximate one may stand for."""
    slack = Decimal(1).scaleb(-share.places)
    return whole > 0 and part.low * 100 / whole - slack <= share.value <= part.high * 100 / whole + slack


def _of_its_own_area(report: Report, text: str, start: int) -> bool:
    """占全县总量的62.2% in the report of that county's government: a share of its own."""
    named = re.match(r"占全(?P<area>[省市县区州旗])", text[start : start + 3])
    unit = report.unit.removesuffix("政府").removesuffix("人民")
    return named is not None and is_government(report) and unit.endswith(named["area"])


def _joined_sums(text: str, own: Sequence[Quantity]) -> set[Number]:
    """What the last numbers of a list come to together: 复议21件、诉讼10件，占4.6%."""
    found: set[Number] = set()
    total = own[-1].value
    for before, q in zip(own[-2::-1], own[:0:-1], strict=False):
        if before.unit != own[-1].unit or not _IN_A_LIST.fullmatch(text, before.end, q.start):
            break
        total += before.value
        found.add(total)
    return found


_IN_A_LIST = re.compile(r"[、和及][^，。；\d]{0,12}")


def _respective(
    line: Line,
    scene: Scene,
    share: Quantity,
    own: Sequence[Quantity],
    seen: Sequence[Quantity],
    totals: Sequence[Number],
) -> Iterator[Finding]:
    """予以公开8件、无法提供3件、其他1件，分别占66.7%、25%、8.3%: as many shares as parts before them."""
    text = line.bare.text
    shares = [share]
    for q in scene.quantities:
        if q.start <= share.start:
            continue
        if q.unit != "%" or not _JOINED.fullmatch(text, shares[-1].end, q.start):
            break
        shares.append(q)
    parts = own[-len(shares) :]
    if len(shares) < 2 or len(parts) < len(shares) or not all(q.exact for q in (*parts, *shares)):
        return
    wholes = {q.value for q in seen if q not in parts} | set(totals) | {sum(q.value for q in parts)}
    if any(all(_near(s, p.value, base) for s, p in zip(shares, parts, strict=True)) for base in wholes if base):
        return
    wrong = min(
        (
            [(s, p) for s, p in zip(shares, parts, strict=True) if not _near(s, p.value, base)]
            for base in wholes
            if base
        ),
        key=len,
    )
    if len(wrong) < len(shares):
        for part_share, part in wrong:
            before = text[max(scene.start, part_share.start - 20) : part_share.start]
            yield _share_finding(line, part, part_share, [*seen, part], before)


_JOINED = re.compile(r"(?:[、和及，]|以及)")


_LAID_OUT = re.compile(r"占|结构|构成|比例|比重|分布")
_NAMING = re.compile(
    r"(?:[两二三四][项者类]|二者|合计|共|已|申请|类|的|人|量|数|件|占|总|办结|受理|收到|答复|全部|比|例|重|为|约|达|到|是|比例|[“”：])*"
)


def _ratios_of(
    clause: Clause, share: Quantity, text: str, scene: Scene, views: Sequence[Values]
) -> list[tuple[Number, Number]]:
    """The parts and wholes of the tables that a share with a subject of its own (予以公开占62.5%) may mean."""
    named = [t for t in clause.tokens if t.facet in ("column", "row") and t.end <= share.start]
    sentence = text[scene.start : scene.end]
    if (
        not named
        or not _LAID_OUT.search(text[scene.start : share.start])
        or _CHANGED.search(text, clause.start, share.start)
    ):
        return []
    if "申请" not in sentence and scene.topic != "requests" and scene.near != "requests":
        return []
    if len({t.facet for t in named}) > 1 or any(t.value in ("everyone", "carried") for t in named):
        return []
    if not _NAMING.fullmatch(text, named[-1].end, share.start) or text.endswith("占", clause.start, named[-1].start):
        return []  # 占不予处理总数的87.6%: what stands behind is the whole
    if _WITH_OTHERS.search(text, clause.start, named[0].start):
        return []
    came, went = "received", "handled"
    both = "received+carried_in"
    if named[0].facet == "column":
        if len({t.value for t in named}) > 1:
            return []
        pairs = [(of_column(row, named[0].value), of_column(row, "total")) for row in (came, both, went)]
    else:
        rows = [t.value for t in named]
        part = "+".join(dict.fromkeys(rows)) if len(rows) > 1 and "." not in rows[-1] else narrowest(rows)
        group = [part.split(".")[0]] if "." in part else []
        pairs = [(of_column(part, "total"), of_column(row, "total")) for row in (went, came, both, *group)]
    found: list[tuple[Number, Number]] = []
    for view in views:
        for part, whole in pairs:
            a, b = view.evaluate(part), view.evaluate(whole)
            if isinstance(a, int | Decimal) and isinstance(b, int | Decimal) and b:
                found.append((a, b))
    return found


def _share_of_table(line: Line, clause: Clause, share: Quantity, ratio: tuple[Number, Number]) -> Finding:
    first = next(t for t in clause.tokens if t.facet in ("column", "row"))
    quote = line.bare.quote(first.start, share.end)
    proper = number_text(percent_of(*ratio))
    return Finding(
        code="N201",
        severity="warning",
        where=line.where,
        message=f"正文写“{quote}”，按表三{number_text(ratio[0])}/{number_text(ratio[1])}为{proper}%",
        mend="按件数重新计算占比，写明以什么为总数",
        found=number_text(share.value) + "%",
        expected=proper + "%",
        quote=quote,
    )


def _share_finding(
    line: Line,
    part: Quantity,
    share: Quantity,
    seen: Sequence[Quantity],
    before: str,
    known: Number | None = None,
) -> Finding:
    text = line.bare.text
    start = part.start
    found = _SHARE.search(before)
    quote_start = share.start - (len(before) - found.start()) if found else min(start, share.start)
    whole = known or next((q.value for q in seen[:-1] if q.value >= part.value), None)
    proper = None if not whole else percent_of(part.value, whole)
    quote = line.bare.quote(quote_start, max(share.end, part.end if not found else share.end))
    hint = (
        f"，{number_text(part.value)}/{number_text(whole)}为{number_text(proper)}%"
        if whole and proper is not None
        else ""
    )
    return Finding(
        code="N201",
        severity="warning",
        where=line.where,
        message=f"正文写“{quote}”，按“{text[start : part.end]}”算不出这个比例{hint}",
        mend="按件数重新计算占比，写明以什么为总数",
        found=number_text(share.value) + "%",
        expected=None if proper is None else number_text(proper) + "%",
        quote=quote,
    )


def _totals(view: Values) -> list[Number]:
    names = (
        "requests.received.total",
        "requests.received.total+requests.carried_in.total",
        "requests.handled.total",
        *(f"disputes.{kind}.total-disputes.{kind}.pending" for kind in ("review", "litigation")),
        "requests.received.organisations",
        "requests.refused.total",
        "requests.unavailable.total",
        "requests.rejected.total",
        "requests.closed.total",
        "disputes.review.total",
        "disputes.litigation.total",
        "disputes.review.total+disputes.litigation.total",
    )
    found = [view.evaluate(name) for name in names]
    return [number for number in found if isinstance(number, int | Decimal) and number > 0]


# -- added up ---------------------------------------------------------------------------------------------

_MOST_OFF = 2
"""Percent by which shares may miss 100 and still be meant as all of them."""
_LIST_BREAK = re.compile(r"其中|[；。]|较|比上|同比|[增减升降]|合计|共计|总计|相加")


@rule(
    "N203",
    "各项占比之和不是100%",
    severity="warning",
    source="国办公开办函〔2021〕30号：数据准确",
    bad="网站占52%、新媒体占40%、公示栏占18%",
    good="网站占52%、新媒体占40%、公示栏占8%",
)
def shares_do_not_add_up(case: Case) -> Iterator[Finding]:
    """同一总数的各项占比加起来不能超过100%（四舍五入的误差除外）；略小于100%的，作为建议提示。"""
    for line in survey_of(case.report).lines:
        if line.bare.text.count("%") < 3:
            continue
        for scene in line.scenes:
            for run in _runs(line, scene):
                total = sum((Decimal(q.value) for q in run), Decimal(0))
                slack = sum((Decimal(1).scaleb(-q.places) / 2 for q in run), Decimal(0))
                over = total - 100
                if abs(over) <= slack or over < -_MOST_OFF:
                    continue
                quote = line.bare.quote(run[0].start, run[-1].end)
                yield Finding(
                    code="N203",
                    severity="warning" if over > 0 else "advice",
                    where=line.where,
                    message=f"各项占比相加为{number_text(tidy_decimal(total))}%",
                    mend="按件数重新计算各项占比；有重复计算的，说明口径",
                    found=number_text(tidy_decimal(total)) + "%",
                    expected="100%",
                    quote=quote,
                )


def _runs(line: Line, scene: Scene) -> Iterator[list[Quantity]]:
    """Lists of three and more shares of one whole."""
    text = line.bare.text
    run: list[Quantity] = []
    base, last, kind = "", scene.start, None
    for q in scene.quantities:
        if q.unit != "%":
            continue
        words = text[last : q.start]
        found = re.search(r"占([^，。；%\d]{0,12})$", words)
        own = found[1] if found else "" if re.search(r"分别(?:为|占|是)?$|^[、，和及]+$", words) else None
        clause = next((c for c in scene.clauses if c.start <= q.start < c.end), None)
        facet = next((t.facet for t in clause.tokens if t.facet in ("column", "row")), None) if clause else None
        goes_on = run and own in ("", base) and facet == kind and not _LIST_BREAK.search(words)
        if not goes_on:
            if len(run) > 2:
                yield run
            run, base, kind = [], own or "", facet
        if own is not None and q.exact:
            run.append(q)
        last = q.end
    if len(run) > 2:
        yield run
