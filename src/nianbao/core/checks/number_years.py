"""N4: years and periods against the report's year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nianbao.core.checks.narrative import survey_of
from nianbao.core.claims.claim import sentence_around
from nianbao.core.claims.cutting import Line
from nianbao.core.findings import Case, Finding, rule
from nianbao.core.report import split_sentences

_YEAR_SUBJECT = re.compile(
    r"(?:在|于)?(?:(?:我[\u4e00-\u9fff]{1,2}|本[\u4e00-\u9fff]{1,2}|全[县市区乡镇局省])(?:在|于)?)?"
    r"(?<![\d〔《\-—至])(20\d\d)年度?(?:，|全年|期间|的?工作中)?"
)
_ITEM = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十]+[）)](?!20\d\d)[^，。]{0,14}[。：]|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.、](?!\d)"
    r"|[一二三四五六七八九十]是)\s*"
)
"""The number of an item before its sentence, with a heading that runs into it."""
_YEAR_END = re.compile(r"截[至止]到?(20\d\d)年(?:12月31日|12月底|年?底|年?末)")
_LAST = re.compile(r"上年|上一年|去年|结转|未办结|尚未|同期|较|比")
_DONE = re.compile(
    r"收到|受理|新收|共收|公开|发布|办结|答复|制发|开展|组织|召开|举办|未发生|没有|未收|推送|收取|印发|认真|扎实|严格|无(?:政府)?信息处理费"
)
_APART = re.compile(
    r"以来|计划|将|拟|下一步|明年|规划|年度报告|考核|评估|问题|整改|针对|施行|实施|修订|制定的|印发的|结转(?:至|到|今|本)|今年|本年|起"
)
_COMPARED = re.compile(r"上年|去年|上一?年度|同比|相比|对比|较|比20|与20|结转|转结|遗留")
"""In the clause of the year itself; behind it a comparison may be with the year before the wrong one."""


@rule(
    "N401",
    "年份与报告年度不符",
    severity="warning",
    source="国办公开办函〔2021〕30号：年度报告统计本年1月1日至12月31日的情况",
    bad="2023年度报告写“2022年我镇收到申请0件”",
    good="2023年度报告写“2023年我镇收到申请0件”",
)
def year_differs(case: Case) -> Iterator[Finding]:
    """句首的年份说的是本年度的工作，却不是报告年度，多半是沿用旧稿；与上年比较、今后打算、文件名和文号除外。"""
    year = case.report.year
    if year is None:
        return
    for line in survey_of(case.report).lines:
        if line.section == "preamble":
            yield from _odd_names(line, year)
        if line.section in ("overview", "other"):
            yield from _odd_years(line, year)
        if line.section == "problems":
            yield from _odd_problems(line, year)
    yield from _odd_signature(case, year)


_PROBLEMS_OF = re.compile(
    r"(?:^|(?<=。))(?P<year>20\d\d)年度?，?(?:我[\u4e00-\u9fff]|本[\u4e00-\u9fff]{2})?(?:的?(?:政府信息公开)?(?:工作)?中?)?，?"
    r"(?:仍然|仍|还|也|主要)?(?:存在)?的?(?:以下|一些|主要|突出)*的?(?:问题|不足)[^。；]{0,6}?(?:有|是|为|：|包括|表现)"
)
_ANSWERED = re.compile(r"整改|改进|已|解决|完成|提出|指出|报告|反馈|落实")


def _odd_problems(line: Line, year: int) -> Iterator[Finding]:
    """2023年工作中存在的问题：… in the report for 2024, where no answer to them is told."""
    for match in _PROBLEMS_OF.finditer(line.bare.text):
        sentence = line.bare.text[match.start() :].split("。")[0]
        if not 0 < abs(int(match["year"]) - year) <= 3 or _ANSWERED.search(sentence):
            continue
        quote = line.bare.quote(match.start(), match.end())
        mend = f"今年的问题改为{year}年；上年的问题写明整改情况"
        yield _wrong(
            "N401", line.where, f"报告的是{year}年，问题写成{match['year']}年的", mend, year, match["year"], quote
        )


_SIGNED = re.compile(r"\s*(?P<year>20\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日\s*")


def _odd_signature(case: Case, year: int) -> Iterator[Finding]:
    """The date below the report: the year must have ended before it is signed, and not long ago."""
    passages = case.report.passages
    last = next((passage for passage in reversed(passages[-3:]) if _SIGNED.fullmatch(passage.text)), None)
    signed = _SIGNED.fullmatch(last.text) if last is not None else None
    if last is None or signed is None or (int(signed["year"]), int(signed["month"])) >= (year, 12):
        return
    date, mend = last.text.strip(), f"落款日期应在{year}年结束之后，一般是{year + 1}年1月"
    yield _wrong("N401", last.where, f"报告的是{year}年，落款日期是{date}", mend, year + 1, signed["year"], date)


def _wrong(code: str, where: str, message: str, mend: str, expected: int, found: str, quote: str) -> Finding:
    """A year, or a period with its years, where that of the report should stand."""
    return Finding(
        code=code,
        severity="warning",
        where=where,
        message=message,
        mend=mend,
        found=int(found) if found.isdigit() else found,
        expected=expected,
        quote=quote,
    )


def _odd_names(line: Line, year: int) -> Iterator[Finding]:
    """现公布某局2023年政府信息公开工作年度报告: the report calls itself that of another year."""
    for match in _OWN_NAME.finditer(line.bare.text):
        if int(match[1]) == year:
            continue
        quote = line.bare.quote(match.start(1), match.end())
        message = f"报告的是{year}年，开头写“{quote}”"
        yield _wrong("N401", line.where, message, f"改为{year}年", year, match[1], quote)


def _odd_years(line: Line, year: int) -> Iterator[Finding]:
    yield from _odd_ends(line, year)
    at = 0
    for sentence in split_sentences(line.bare.text):
        start, at = at, at + len(sentence)
        head = _ITEM.sub("", sentence)
        skipped = len(sentence) - len(head)
        match = _YEAR_SUBJECT.match(head)
        if match is None or int(match[1]) == year or not 0 < abs(int(match[1]) - year) <= 3:
            continue
        rest = head[match.end() :]
        clause = re.split(r"[，；]", rest.lstrip("，"))[0]
        if (
            _APART.search(head)
            or _COMPARED.search(clause)
            or not _DONE.search(rest)
            or str(year) in head
            or "《" in rest[:3]
        ):
            continue
        if re.match(r"\d{1,2}月|，?[\u4e00-\u9fff]{0,4}(?:收到|受理|新收|公开|发布|制发|印发|收取)的", rest):
            continue
        following = line.bare.text[at : at + 12]
        if re.match(rf"{year}年|今年|本年", following):
            continue
        done = _DONE.search(rest)
        end = start + skipped + match.end() + (done.end() if done and done.end() < 20 else 0)
        quote = line.bare.quote(start + skipped, end)
        mend = f"说本年度情况的改为{year}年；说以前情况的，写明与本年的关系"
        yield _wrong("N401", line.where, f"报告的是{year}年，正文写“{quote}”", mend, year, match[1], quote)


def _odd_ends(line: Line, year: int) -> Iterator[Finding]:
    """截至2023年12月31日 in the report for 2024: the end of another year."""
    for match in _YEAR_END.finditer(line.bare.text):
        around = sentence_around(line.bare.text, match.start(), match.end(), "。；")
        compared = around.find("，较", around.find(match[0]))
        around = around[:compared] if compared >= 0 and f"{year}年" not in around else around
        if int(match[1]) in (year, year + 1) or abs(int(match[1]) - year) > 3 or _LAST.search(around):
            continue
        quote = line.bare.quote(match.start(), match.end())
        mend = f"说年末情况的改为{year}年；说以前情况的，写明与本年的关系"
        yield _wrong("N401", line.where, f"报告的是{year}年，正文写“{quote}”", mend, year, match[1], quote)


_PERIOD = re.compile(r"(20\d\d)年1月1日起?(?:（含）)?，?(?:至|到|—|-|－|~|～)+(?:(20\d\d)年)?(?:度)?12月31日")
_OTHER_PERIOD = re.compile(
    r"(?:统计(?:期限|时限|时间|周期|区间|范围)|数据(?:起止|的)?(?:期限|时间)|报告期|所列数据|数据)[^。；]{0,16}?(20\d\d)年(\d{1,2})月(\d{1,2})日起?，?"
    r"(?:至|到|—|-|－|~|～)+(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日"
)
_OWN_NAME = re.compile(
    r"(?:现公布|现将|公布|本报告是|编制(?:了|的)?|发布)[^，。；]{0,24}?(20\d\d)年度?(?:政府信息公开(?:工作)?年度报告|(?:年度)?(?:工作)?报告(?=[，。；]|$))"
)


@rule(
    "N402",
    "统计期限不是报告年度",
    severity="warning",
    source="国办公开办函〔2021〕30号：年度报告统计本年1月1日至12月31日的情况",
    bad="2023年度报告写统计期限为2022年1月1日至2022年12月31日",
    good="2023年度报告写统计期限为2023年1月1日至2023年12月31日",
)
def period_differs(case: Case) -> Iterator[Finding]:
    """统计期限的起止应当在报告年度之内。"""
    year = case.report.year
    if year is None:
        return
    for line in survey_of(case.report).lines:
        yield from _odd_days(line, year)
        for match in _PERIOD.finditer(line.bare.text):
            around = sentence_around(line.bare.text, match.start(), match.end())
            if int(match[1]) == year == int(match[2] or year) or re.search(r"上年|去年|同期|相比", around):
                continue
            quote = line.bare.quote(match.start(), match.end())
            yield _wrong(
                "N402", line.where, f"报告的是{year}年，统计期限写成“{quote}”", _mend_period(year), year, quote, quote
            )


def _mend_period(year: int) -> str:
    return f"改为{year}年1月1日至{year}年12月31日"


def _odd_days(line: Line, year: int) -> Iterator[Finding]:
    """统计期限自1月1日至11月30日: a period that is not the whole year."""
    if line.section not in ("preamble", "overview"):
        return
    for match in _OTHER_PERIOD.finditer(line.bare.text):
        days = (match[2], match[3], match[5], match[6])
        if days == ("1", "1", "12", "31"):
            continue  # the years are looked at apart
        quote = line.bare.quote(match.start(1), match.end())
        yield _wrong("N402", line.where, f"统计期限写成“{quote}”，不是全年", _mend_period(year), year, quote, quote)
