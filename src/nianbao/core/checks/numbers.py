"""N: the narrative against the tables and against itself.

A claim is reported only where no reading of it agrees with the tables, printed or added up anew. Source: the
form itself (国办公开办函〔2021〕30号); text and tables state the same figures of the same period.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from nianbao.core.checks import (  # noqa: F401
    number_fees,
    number_growth,
    number_marks,
    number_shares,
    number_sums,
    number_years,
)
from nianbao.core.checks.narrative import AGREE, Survey, label_of_sum, shares_of_one, survey_of
from nianbao.core.checks.number_listed import lists_differ
from nianbao.core.checks.number_outcomes import outcomes_differ
from nianbao.core.checks.number_ways import ways_differ
from nianbao.core.claims.claim import Claim
from nianbao.core.claims.words import COLUMN_WORDS
from nianbao.core.figures import Values
from nianbao.core.findings import Case, Finding, Severity, rule
from nianbao.core.numerals import Number, changed_places
from nianbao.core.report import number_text


def _meant(survey: Survey, claim: Claim) -> list[Number]:
    """The numbers that the readings give; empty where one of the cells holds no number."""
    found: list[Number] = []
    for reading in claim.readings:
        for view in survey.views:
            value = view.evaluate(reading)
            if not isinstance(value, int | Decimal):
                if reading == claim.readings[0]:
                    return []
                continue
            found += [value, value - claim.less] if claim.less else [value]
    return found


def _misprinted(survey: Survey, claim: Claim, low: Decimal, high: Decimal) -> Number | None:
    """What the tables print where only the sum of their parts agrees with the claim; None where all is well."""
    wrong: Number | None = None
    for reading in claim.readings:
        printed, anew = (view.evaluate(reading) for view in survey.views)
        if not isinstance(printed, int | Decimal) or not isinstance(anew, int | Decimal):
            continue
        if _fits(claim, anew, low, high):
            if _fits(claim, printed, low, high):
                return None
            wrong = printed if wrong is None else wrong
    return wrong


def _fits(claim: Claim, number: Number, low: Decimal, high: Decimal) -> bool:
    """Whether a claim may stand for a number of the tables; an amount to as many places is not rounded."""
    quantity = claim.quantity
    if quantity is not None and quantity.unit == "万元" and quantity.only_rounded:
        exponent = Decimal(number).as_tuple().exponent
        if isinstance(exponent, int) and -exponent <= quantity.places:
            return quantity.value == number
    return low <= number <= high


def _in_cell_unit(claim: Claim) -> tuple[Decimal, Decimal]:
    """The least and greatest number a claim's quantity may stand for, money in 万元."""
    quantity = claim.quantity
    if quantity is None:
        return Decimal(0), Decimal(0)
    scale = {"元": Decimal("0.0001"), "亿元": Decimal(10000)}.get(quantity.unit, Decimal(1))
    slack = Decimal(0)
    if quantity.unit in ("万元", "亿元"):
        slack = Decimal(1).scaleb(-quantity.places)
    elif quantity.unit == "元":
        slack = Decimal(100)
    return (quantity.low - slack) * scale, (quantity.high + slack) * scale


@rule(
    "N101",
    "正文的数字与表格不一致",
    severity="error",
    source=AGREE,
    bad="正文写收到申请12件，表三本年新收总计为15件",
    good="正文写收到申请15件，表三本年新收总计为15件",
)
def number_differs(case: Case) -> Iterator[Finding]:
    """正文里的件数、金额与表格各种可能的口径都对不上时才报；由上文推断的、约数和说法不完全的，报为警告；
    与印出的合计不符、与各项相加却相符的，多半是合计错了，也报为警告；案件结果写作驳回、撤销、撤回的，
    怎样归入表四都对不上才报。"""
    survey = survey_of(case.report)
    told, shares = _told_right(survey), shares_of_one(survey)
    for n, claim in enumerate(survey.claims):
        if claim.kind != "count" or claim.quantity is None or n in shares or _another_number(claim, told):
            continue
        meant = _meant(survey, claim)
        low, high = _in_cell_unit(claim)
        if not meant:
            continue
        if any(_fits(claim, number, low, high) for number in meant):
            printed = _misprinted(survey, claim, low, high)
            if printed is not None:
                yield _differs("N101", "warning", survey, claim, printed, "，按表格各项相加则与正文一致")
            continue
        severity: Severity = "error" if claim.plain and claim.quantity.exact else "warning"
        yield _differs("N101", severity, survey, claim, meant[0])
    yield from _published_otherwise(survey)
    yield from outcomes_differ(survey)
    for claim, expected, remark in (*ways_differ(survey), *lists_differ(survey)):
        yield _differs("N101", "warning", survey, claim, expected, remark)
    for claim, expected in _out_of_line(survey):
        yield _differs("N101", "warning", survey, claim, expected, "，与同一列举的其他各类口径不一")


_TOO_SMALL = 30
"""Below it a number of decisions published may by chance look like one made."""


def _published_otherwise(survey: Survey) -> Iterator[Finding]:
    """公示行政许可6824件 where 6842 were made: what is published may be fewer than what was made, but hardly by figures
    that changed places, by one or two of many, or so many as were made of another kind."""
    view = survey.views[0]
    made = [view.evaluate(f"disclosure.{kind}.decisions") for kind in ("licensing", "penalties", "coercion")]
    for claim in survey.claims:
        if claim.kind not in ("published", "part") or claim.quantity is None or not claim.quantity.exact:
            continue
        if not claim.figure.endswith(".decisions"):
            continue
        told: Number = claim.quantity.value
        own = view.evaluate(claim.readings[0])
        if not isinstance(own, int | Decimal) or told == own or told < _TOO_SMALL:
            continue
        if claim.kind == "part" and told > own:
            continue  # N103 says so
        near = claim.kind == "published" and (told in made or abs(Decimal(told) - own) <= 2)
        if near or changed_places(told, own):
            remark = "；公开的件数与作出的件数口径不同的，请说明"
            yield _differs("N101", "warning", survey, claim, own, remark)


_WHOLES = ("requests.received.total", "requests.handled.total")
_OF_THE_SENTENCE = "received in any words"
_OF_THOSE = re.compile(r"(?:办结|答复)的\d")
_BACK = re.compile(r"上述|以上|前述|这|该")
_OF_ALL = re.compile(r"[共全总]|合计|新收")


def _told_right(survey: Survey) -> dict[tuple[str, str], Claim]:
    """The totals that a paragraph states in so many words, and rightly: by its place and the figure; and the last
    total received that it states in any words."""
    view = survey.views[0]
    found: dict[tuple[str, str], Claim] = {}
    for claim in survey.claims:
        if claim.figure in _WHOLES and claim.kind == "count" and _fits_reading(view, claim, claim.readings[0]):
            if claim.plain:
                found[claim.line.where, claim.figure] = claim
            if claim.figure == _WHOLES[0]:
                found[claim.line.where, _OF_THE_SENTENCE] = claim
    return found


def _another_number(claim: Claim, told: Mapping[tuple[str, str], Claim]) -> bool:
    """A number that is only inferred to be a total, or is less, where its paragraph states the total rightly in
    another sentence, is another number: one channel's, one organ's."""
    total = told.get((claim.line.where, claim.readings[0]))
    this_years = not claim.plain and claim.readings == ("requests.received.total",)  # no other number could be meant
    text = claim.line.bare.text
    received = told.get((claim.line.where, _OF_THE_SENTENCE))
    if received is not None and claim.figure == "requests.handled.total" and received.end < claim.start:
        this_years = this_years or "。" not in text[received.end : claim.start]  # 收到42件，本年办结40件: of these
    if claim.readings == _WHOLES[1:] and _OF_THOSE.search(claim.quote):
        return False  # 对办结的40件申请，公开13件
    if total is None or this_years or _BACK.search(text, max(0, claim.start - 3), claim.start + 3):
        return False
    apart = "。" in text[min(claim.end, total.end) : max(claim.start, total.start)]
    less = claim.quantity is not None and total.quantity is not None and claim.quantity.high < total.quantity.low
    return not claim.plain or (apart and less and not _OF_ALL.search(claim.quote))


def _out_of_line(survey: Survey) -> Iterator[tuple[Claim, Number]]:
    """The one of a list of applicants (自然人3件、企业2件) that agrees only with another row than the others do."""
    view = survey.views[1]
    for claims in _lists_of_applicants(survey.claims):
        rows: dict[str, list[bool]] = {}
        for claim in claims:
            column = claim.figure.rpartition(".")[2]
            for reading in claim.readings:
                rows.setdefault(reading.replace(f".{column}", ".*"), []).append(_fits_reading(view, claim, reading))
        whole = {row: fits for row, fits in rows.items() if len(fits) == len(claims)}
        each_fits = all(any(_fits_reading(view, claim, r) for r in claim.readings) for claim in claims)
        if not whole or not each_fits or any(all(fits) for fits in whole.values()):
            continue
        best = max(whole, key=lambda row: sum(whole[row]))
        if sum(whole[best]) < max(2, len(claims) - 1):
            continue
        for claim, fits in zip(claims, whole[best], strict=True):
            if not fits:
                expected = view.evaluate(best.replace(".*", f".{claim.figure.rpartition('.')[2]}"))
                if isinstance(expected, int | Decimal):
                    yield claim, expected


def _fits_reading(view: Values, claim: Claim, reading: str) -> bool:
    value = view.evaluate(reading)
    return isinstance(value, int | Decimal) and claim.quantity is not None and claim.quantity.means(value)


def _lists_of_applicants(claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Claims that follow one another in a sentence, each about another kind of applicant in the same rows."""
    run: list[Claim] = []
    for claim in claims:
        head, _, column = claim.figure.rpartition(".")
        counted = claim.kind == "count" and column in COLUMN_WORDS - {"total"} and len(claim.readings) > 1
        counted = counted and "-" not in claim.readings[0]  # 其他法人: those left of several
        follows = (
            run
            and claim.line is run[-1].line
            and head == run[-1].figure.rpartition(".")[0]
            and "。" not in claim.line.bare.text[run[-1].end : claim.start]
            and claim.figure not in {c.figure for c in run}
        )
        if counted and follows:
            run.append(claim)
            continue
        if len(run) > 1:
            yield run
        run = [claim] if counted else []
    if len(run) > 1:
        yield run


@rule(
    "N102",
    "正文说没有，表格不是0",
    severity="error",
    source=AGREE,
    bad="正文写未发生行政复议，表四行政复议总计为1",
    good="正文写未发生行政复议，表四行政复议总计为0",
)
def none_but_some(case: Case) -> Iterator[Finding]:
    """“未收到”“没有发生”“无”说到的事项，表格相应各格应当是0。"""
    survey = survey_of(case.report)
    for claim in survey.claims:
        if claim.kind != "none":
            continue
        meant = _meant(survey, claim)
        if not meant or any(number == 0 for number in meant):
            continue
        yield _differs("N102", "error" if claim.plain else "warning", survey, claim, meant[0])


@rule(
    "N103",
    "正文的分项多于表格的总数",
    severity="warning",
    source=AGREE,
    bad="网上收到申请18件，表三本年新收总计为15件",
    good="网上收到申请8件，表三本年新收总计为15件",
)
def part_exceeds(case: Case) -> Iterator[Finding]:
    """只说其中一类、一种渠道的件数，不能多于表格里的总数。"""
    survey = survey_of(case.report)
    for claim in survey.claims:
        if claim.kind != "part" or claim.quantity is None:
            continue
        meant = _meant(survey, claim)
        if meant and _in_cell_unit(claim)[0] > max(meant):
            yield _differs("N103", "warning", survey, claim, max(meant))


def _differs(
    code: str, severity: Severity, survey: Survey, claim: Claim, expected: Number, remark: str = ""
) -> Finding:
    unit = "万元" if claim.figure.endswith(".amount") else "件"
    said = f"正文写“{claim.quote}”"
    label = _named(survey, claim, expected)
    return Finding(
        code=code,
        severity=severity,
        where=claim.line.where,
        message=f"{said}，“{label}”为{number_text(expected)}{unit}{remark}",
        mend="核对原始登记，正文或者表格哪一处错了就改哪一处",
        figure=claim.figure,
        found=claim.quantity.value if claim.quantity else 0,
        expected=expected,
        quote=claim.quote,
    )


def _named(survey: Survey, claim: Claim, expected: Number) -> str:
    """The cell that holds a number, or the cells that come to it."""
    values = [(reading, view.evaluate(reading)) for reading in claim.readings for view in survey.views]
    sums = [reading for reading, value in values if value == expected and re.search(r"[+-]", reading)]
    plain = any(view.evaluate(claim.figure) == expected for view in survey.views)
    return label_of_sum(survey.report, claim.figure if plain or not sums else sums[0])


# -- all of them ------------------------------------------------------------------------------------------

_ALL = re.compile(
    r"(?:已?全部|均已?|都已?|悉数|已经全部)(?:在(?:法定)?(?:规定)?(?:的)?期限内|按时|按期|及时|依法|依规)*(?:予以|作出|进行)?(?:办结|答复|办理完毕|处理完毕)(?!的?申请)(?:完毕)?"
    r"|已?(?:100%|百分之百)(?:予以|完成|按时|按期|依法|及时)*(?:答复|办结|办理完毕)"
    r"|(?:按时|按期|依法)?(?:答复|办结|办理|回复)率(?:均|都)?(?:为|达到?|保持在?)?(?:100%|百分之百)"
)
_LIMITED = re.compile(
    r"(?<!无)(?<!没有)(?<!未)(?<!不存在)(?<!无申请)(?<!没有申请)结转|除|其余(?!为?(?:通过)?(?:网|现场|信[函件]|邮|当面|线[上下]))|尚|办结的均|答复的均|已办结|已答复|未办结|正在|转入|到期|应当?答复|已办结的|办结的申请|上年|需(?:要)?(?:办理|答复)|复议|诉讼|留言|来信|信访|提案|建议|热线|咨询|工单|诉求|网民|问政|信箱|案件"
)

_IN_TIME = ("按期", "按时")
_THOSE_BEFORE = re.compile(r"\d件(?:申请)?$|(?:办结|答复|办理完毕)(?!率)[^，。；：、\d]{0,14}\d+件(?:申请)?，$")
"""上述38件均已答复; 办结38件，均按期答复: all of those."""


@rule(
    "N104",
    "有申请结转下年度，正文却说全部办结、答复",
    severity="warning",
    source="国办公开办函〔2021〕30号，表三：结转下年度的申请尚未办结",
    bad="表三结转下年度4件，正文写全部办结、答复率100%",
    good="表三结转下年度4件，正文写办结76件，结转下年度4件",
)
def all_closed_but_carried(case: Case) -> Iterator[Finding]:
    """“全部办结”“答复率100%”与表三“结转下年度继续办理”不为0相矛盾；说明了结转的除外。"""
    survey = survey_of(case.report)
    out = case.report.numbers.get("requests.carried_out.total")
    if not out:
        return
    for line in survey.lines:
        if line.section != "overview":
            continue
        for scene in line.scenes:
            text = line.bare.text[scene.start : scene.end]
            asked = "申请" in text or scene.topic == "requests"
            if not asked or _LIMITED.search(text):
                continue
            for match in _ALL.finditer(text):
                if _THOSE_BEFORE.search(text[: match.start()]):
                    continue
                if match[0].startswith(_IN_TIME) and "结转" in line.bare.text[: scene.start]:
                    continue  # 31件办结，2件结转。按期答复率100%: of those that were due
                quote = line.bare.quote(scene.start + match.start(), scene.start + match.end())
                yield Finding(
                    code="N104",
                    severity="warning",
                    where=line.where,
                    message=f"正文写“{quote}”，表三结转下年度继续办理{number_text(out)}件",
                    mend="写明办结的件数和结转下年度的件数，或者核对表三",
                    figure="requests.carried_out.total",
                    found=quote,
                    expected=out,
                    quote=quote,
                )
