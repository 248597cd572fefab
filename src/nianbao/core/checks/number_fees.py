"""N5: the fee for processing requests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nianbao.core.checks.narrative import survey_of
from nianbao.core.claims.cutting import Line
from nianbao.core.findings import Case, Finding, rule
from nianbao.core.numerals import tidy_decimal
from nianbao.core.report import number_text, split_sentences

_YUAN = re.compile(r"(?<!\d)(\d[\d,]{0,40}(?:\.\d{1,30})?)(万?元)")


@rule(
    "N501",
    "信息处理费的金额不合收费标准",
    severity="warning",
    source="国办函〔2020〕109号：按件每件100元起，按量每页10元起，总额是10元的整数倍",
    bad="收取信息处理费125元",
    good="收取信息处理费120元",
)
def fee_not_in_tens(case: Case) -> Iterator[Finding]:
    """按件、按量的标准都以10元为最小单位，所以总额是10元的整数倍。"""
    for line, sentence, start in _fee_sentences(case):
        for match in _YUAN.finditer(sentence):
            rest = sentence[match.end() : match.end() + 2]
            if match[2] == "万元" or rest.startswith(("/", "每", "一")) or _in_tens(match[1].replace(",", "")):
                continue
            quote = line.bare.quote(start + match.start(), start + match.end())
            yield Finding(
                code="N501",
                severity="warning",
                where=line.where,
                message=f"信息处理费写“{quote}”，不是10元的整数倍",
                mend="按收费通知和缴款凭证核对金额",
                found=quote,
                quote=quote,
            )


def _in_tens(amount: str) -> bool:
    """Whether it is a multiple of ten, however many digits somebody typed."""
    whole, _, cents = amount.partition(".")
    return whole.endswith("0") and not cents.strip("0")


@rule(
    "N502",
    "实收的信息处理费多于应收",
    severity="warning",
    source="国办函〔2020〕109号：按收费通知收取",
    bad="收费通知总金额200元，实际收取300元",
    good="收费通知总金额200元，实际收取200元",
)
def fee_over_collected(case: Case) -> Iterator[Finding]:
    """实际收取的总金额不能多于收费通知的总金额。"""
    for line, sentence, start in _fee_sentences(case):
        amounts = list(_YUAN.finditer(sentence))
        if len(amounts) != 2 or amounts[0][2] != amounts[1][2]:
            continue
        due, paid = (Decimal(m[1].replace(",", "")) for m in amounts)
        between = sentence[amounts[0].end() : amounts[1].start()]
        first = sentence[: amounts[0].start()]
        if paid <= due or not re.search(r"实际|实收|收取|到账|入库", between) or "上年" in sentence:
            continue
        if not re.search(r"通知|应收|金额", first):
            continue
        quote = line.bare.quote(start + amounts[0].start(), start + amounts[1].end())
        yield Finding(
            code="N502",
            severity="warning",
            where=line.where,
            message=f"收费通知{amounts[0][0]}，实际收取{amounts[1][0]}",
            mend="核对收费通知和缴款凭证",
            found=number_text(tidy_decimal(paid)),
            expected=number_text(tidy_decimal(due)),
            quote=quote,
        )


_NO_NOTICE = re.compile(
    r"(?:未|没有)(?:曾)?(?:发出|制发|送达|下达)[^，。；]{0,10}收费通知"
    r"|(?:发出)?收费通知(?:的)?(?:件数|份数)?(?:为|共)?[0零][件份]"
)


@rule(
    "N503",
    "有逾期未缴费的申请，却说没有发出收费通知",
    severity="warning",
    source="国办公开办函〔2021〕30号，表三（六）2；国办函〔2020〕109号",
    bad="表三逾期未缴费2件，第六部分写未发出收费通知",
    good="表三逾期未缴费2件，第六部分写发出收费通知2件",
)
def unpaid_without_notice(case: Case) -> Iterator[Finding]:
    """申请人逾期未按收费通知缴费的前提，是发出过收费通知；没有收到费用不等于没有通知。"""
    unpaid = case.report.numbers.get("requests.closed.unpaid.total")
    if not unpaid:
        return
    for line, sentence, start in _fee_sentences(case):
        match = re.search(
            r"(?:未|没有)(?:曾)?(?:发出|制发|送达|下达)[^，。；]{0,10}收费通知|(?:发出)?收费通知(?:的)?(?:件数|份数)?(?:为|共)?[0零][件份]",
            sentence,
        )
        if match is not None:
            quote = line.bare.quote(start + match.start(), start + match.end())
            yield Finding(
                code="N503",
                severity="warning",
                where=line.where,
                message=f"表三申请人逾期未缴费{number_text(unpaid)}件，正文写“{quote}”",
                mend="核对收费通知的件数，或者表三（六）2的件数",
                figure="requests.closed.unpaid.total",
                found=quote,
                expected=unpaid,
                quote=quote,
            )


def _fee_sentences(case: Case) -> Iterator[tuple[Line, str, int]]:
    if "费" not in case.report.characters:
        return
    for line in survey_of(case.report).lines:
        if "信息处理费" not in line.bare.text and "收费通知" not in line.bare.text:
            continue
        at = 0
        for sentence in split_sentences(line.bare.text):
            if "信息处理费" in sentence or "收费通知" in sentence:
                yield line, sentence, at
            at += len(sentence)
