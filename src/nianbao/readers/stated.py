"""What the words of a report tell where its title does not: the unit, the year, the kind of unit.

A page copied without its title still says 现公布青禾县财政局2023年政府信息公开工作年度报告, names the period of its
figures and calls its organ 我镇. Nothing is guessed from what else is spoken of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from nianbao.core.report import Report
from nianbao.readers.traditional import simplified

_YEAR = r"(20\d\d)\s*年"
_PERIODS = (
    re.compile(r"((?:19|20)\d\d)\s*年?\s*1\s*月\s*1\s*日[^。；]{0,12}?\1\s*年\s*12\s*月\s*31\s*日"),
    re.compile(r"(?<!\d)(20\d\d)\s*年?\s*1\s*月\s*1\s*日起?，?\s*[至到—－-]+\s*(?:当年|同年)?\s*12\s*月\s*31\s*日"),
)
_NAMED = re.compile(rf"{_YEAR}度?(?:本?\w{{2}})?政府信息公开(?:工作)?年?度?(?:工作)?(?:情况)?(?:年度)?报告")
_FOLLOWS = re.compile(rf"{_YEAR}度?[^。；，]{{0,24}}(?:报告|公布|公开|汇报)如下")
_YEAR_END = re.compile(rf"截[至止]\s*{_YEAR}\s*12\s*月\s*31\s*日")
_BEGINS = re.compile(rf"(?:^|(?<=[。；\n]))\s*(?:（[一二三四五六七]）[^。\n]{{0,16}}。)?\s*{_YEAR}")


def stated_year(lines: Iterable[str]) -> int | None:
    """The year that a report without a year in its title says it covers; None where its words differ.

    The period of its figures says it best; then the report named in the preamble, the end of the year, and at last
    the year with which its sentences begin, if it is one.
    """
    text = "\n".join(lines)
    for pattern in (*_PERIODS, _NAMED, _FOLLOWS, _YEAR_END):
        found = pattern.search(text)
        if found:
            return int(found[1])
    begun = Counter(_BEGINS.findall(text)).most_common(2)
    return int(begun[0][0]) if len(begun) == 1 else None


_CALLED = re.compile(r"20\d\d\s*年度?\s*政府信息公开(?:工作)?(?:年度)?(?:工作)?报告(?!编|的编|和)")
_CALLED_LATE = re.compile(
    r"公[布开]了?20\d\d年度?(?P<unit>[\u4e00-\u9fff]{3,24})(?:（机关）)?(?:政府)?信息公开(?:工作)?年度(?:工作)?报告"
)
_WRITTEN_BY = re.compile(
    r"(?:由|为?认?真?做好|涵盖了?20\d\d年度?)(?P<unit>[\u4e00-\u9fff]{3,24}?)"
    r"(?:(?:负责|组织|结合[^，。；]{2,12})?(?:编制|编写|编撰|编纂)(?!的|《)|(?:政府)?信息公开工作(?=[，。；]|情况))"
)
_ACTS = re.compile(
    r"^(?:（一）[^。]{0,16}。)?\s*20\d\d年度?，(?:在[^。；]{2,40}?下，)?(?P<unit>[\u4e00-\u9fff]{3,24}?)"
    r"(?=(?:始终|继续|严格|认真|全面|深入|积极|不断|持续|扎实|切实|高度|坚持|坚决|紧紧|紧扣|围绕|贯彻|落实|按照|根据|依据|以习近平))"
)
_OFFICES = ("办公室", "办公厅", "政府办")
_PLACED = re.compile(
    r"(?![省市县区州盟旗](?![中东西南北]区)|(?:开发|经开|高新|新|园|保税|示范|工业园)区)"
    r"[\u4e00-\u9fff]{2,}(?:[省市县区州盟旗镇乡]|街道|苏木)"
)
_BEFORE_UNIT = re.compile(r"[，。；、：“《（\s]|现?公[布开]|发布|编制了?|形成了?|现?将|社会")
_UNIT = re.compile(
    r"[\u4e00-\u9fff]{2,24}(?:人民政府|街道办事处|办事处|街道|镇|乡|苏木|局|委员会|厅|办公室|政府办|管委会|[县区市州旗])"
)
_OWN_GOVERNMENT = re.compile(r"(?<!人民)政府$")
_NO_UNIT = re.compile(r"^[我本该全各其对]|根据|按照|要求|关于|的|做好|以及|通知")


def stated_unit(preamble: Iterable[str]) -> str:
    """The unit whose report the preamble says this is, empty where it does not say: 现公布青禾县财政局2023年……,
    现公布2023年青禾县财政局……, 由青禾县财政局编制; or that acts in the first sentence: 2023年，青禾县财政局认真……."""
    written = list(preamble)
    lines = [simplified(line) for line in written]
    name = _stated(lines)
    for line, shown in zip(written, lines, strict=True):
        if name and name in shown:
            return line[shown.index(name) :][: len(name)]
    return name


def _stated(lines: Sequence[str]) -> str:
    for line in lines:
        for called in _CALLED.finditer(line):
            name = _BEFORE_UNIT.split(line[: called.start()])[-1]
            if _UNIT.fullmatch(name) and not _NO_UNIT.search(name):
                return name
        late = _CALLED_LATE.search(line)
        name = _OWN_GOVERNMENT.sub("", late["unit"]) if late else ""
        if _UNIT.fullmatch(name) and not _NO_UNIT.search(name):
            return name
    for pattern in (_WRITTEN_BY, _ACTS):
        for line in lines:
            found = pattern.search(line)
            name = _placed(found["unit"]) if found else ""
            if name and not (pattern is _WRITTEN_BY and name.endswith(_OFFICES)):
                return name
    return ""


def _placed(name: str) -> str:
    """A name that says of which place the unit is, empty for any other words."""
    name = _OWN_GOVERNMENT.sub("", name.removeprefix("现将"))
    return name if _UNIT.fullmatch(name) and _PLACED.match(name) and not _NO_UNIT.search(name) else ""


_SELF = re.compile(r"(?<![自忘])我(镇|乡|街道|局|委|厅|县|市|区|旗)(?!场|分|别|域|间|托|派)")
_TOWNS = ("镇", "乡", "街道")


def stated_kind(report: Report) -> str | None:
    """The kind of a unit without a name that calls itself 我镇, 我乡 or 我街道 and hardly anything else."""
    used = Counter(_SELF.findall(report.narrative)).most_common(2)
    if not used or used[0][0] not in _TOWNS:
        return None
    return used[0][0] if len(used) == 1 or used[0][1] >= 2 * used[1][1] else None


_FORM = re.compile(
    r"((?:19|20)\d\d)\s*年度?[^。；，]{0,12}(?:政府信息公开|政务公开)[^。；，]{0,16}(?:统计表|报表|情况表|汇总表|年报表)$"
)
_FILLED_BY = re.compile(
    r"(?:填报|填表|报送|编报)?(?:单位|机关)(?:名称)?\s*(?:（(?:盖章|公章)）)?\s*[：:]\s*([^\s：:，。；]{2,40})"
)
_LONG = 80
"""Characters that no heading of a table has."""


def year_of_form(lines: Sequence[str]) -> int | None:
    """The year of tables that were handed in without the report: 2024年度政府信息公开工作统计表."""
    years = {int(found[1]) for line in lines if len(line) < _LONG and (found := _FORM.search(line.strip()))}
    return years.pop() if len(years) == 1 else None


def unit_of_form(lines: Iterable[str]) -> str:
    """The unit that filled in such tables, empty where they do not say: 填报单位：……."""
    units = {found[1] for line in lines if len(line) < _LONG and (found := _FILLED_BY.match(line.strip()))}
    units -= {"件", "项", "万元", "元"}
    return units.pop() if len(units) == 1 else ""
