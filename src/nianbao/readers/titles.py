"""Titles of reports and sections as they are met; the unit, year and kind that a title tells."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from nianbao.core.form import SectionForm, form
from nianbao.readers.labels import bare, known_labels
from nianbao.readers.traditional import simplified

_NUMBERED = re.compile(
    r"^\s*(?:第?\s*([一二三四五六七八九十]{1,2})\s*(?:部分\s*[、.．,，:：]?|[、.．,，:：]|(?=\s))|([1-9])\s*[、.．,，](?!\d))\s*"
)
_DIGIT_NUMERALS = dict(zip("123456789", "一二三四五六七八九", strict=True))
_SAID_BEFORE = re.compile(
    r"^(?:20\d\d\s*年度?|本年度|全年)?(?:我?[乡镇街道县市区局省]{1,2})?(?:的?政府信息公开)?(?:年度)?(?:工作)?的?(?=总体(?:工作)?情况|基本情况|概[况述]|其他)"
)
"""What some put before the short titles: 2024年政府信息公开工作总体情况, 政府信息公开工作的基本情况."""
_OVERVIEW = re.compile(r"^(?!.*(?:主动|申请|复议|问题|组织|制度|管理|平台)).*(?:(?:总体|基本)(?:工作)?情况|概况|概述)$")
"""How section one ends that is headed in other words still: 一、政务信息公开情况概述."""
MAX_HEADING = 60


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that heads a section: its key (None where the title is not known), number, title, and the text
    that follows on the same line; `arabic` where the number stands as 1 to 9."""

    key: str | None
    number: str
    title: str
    rest: str = ""
    sure: bool = True
    arabic: bool = False


@cache
def _titles() -> Mapping[str, str]:
    """Bare titles and variants of the six sections to their keys."""
    return {bare(title): s.key for s in form("2021").sections for title in (s.title, *s.variants)}


@cache
def _run_in() -> re.Pattern[str]:
    """A title of the form with text behind it on the same line."""
    titles = sorted((t for s in form("2021").sections for t in (s.title, *s.variants)), key=len, reverse=True)
    alternatives = "|".join(r"\s*".join(map(re.escape, re.sub(r"\s", "", title))) for title in titles)
    return re.compile(rf"({alternatives})\s*(?:[：:。]\s*|\s+|(?=无[。.]?\s*$))(?=\S)")


def section_of(key: str) -> SectionForm:
    """The form's section of that key."""
    return form("2021").section(key)


@lru_cache(maxsize=1024)
def match_heading(text: str, level: int = 0) -> Heading | None:
    """The heading a line is, None for any other line. Without a number only a title of the form counts.

    A numbered line with an unknown title is a heading that is not `sure`: whoever sees the whole report decides.
    """
    numbered = _NUMBERED.match(text)
    if not numbered and len(text) > MAX_HEADING + 10:
        return None
    found = _heading(text, numbered, level)
    return replace(found, arabic=True) if found and numbered and numbered[2] else found


def _heading(text: str, numbered: re.Match[str] | None, level: int) -> Heading | None:
    body = text[numbered.end() :] if numbered else text.strip()
    number = (numbered[1] or _DIGIT_NUMERALS.get(numbered[2] or "", "")) if numbered else ""
    if numbered and not numbered[1] and level != 1 and bare(body) not in _titles():
        return None
    title = body.rstrip()
    title = title[:-1].rstrip() if title.endswith(("：", ":", "。", ".", "；", ";")) else title
    if len(title) <= MAX_HEADING:
        key = _titles().get(bare(title))
        if key is None and numbered:
            shown = simplified(title)
            key = _titles().get(bare(_SAID_BEFORE.sub("", shown)))
            if key is None and number == "一" and _OVERVIEW.search(shown):
                key = "overview"
        if key is not None:
            if (
                not number
                and (len(bare(title)) <= 2 or (section_of(key).variants and bare(title) in _weak()))
                and level != 1
            ):
                return None
            return Heading(key, number, title)
    if not number:
        return None
    run_in = _run_in().match(simplified(body[: MAX_HEADING * 2]))
    if run_in:
        return Heading(_titles()[bare(run_in[1])], number, body[: run_in.end(1)], body[run_in.end() :].strip())
    if len(title) > 40 or re.search(r"[。；！？]", title) or bare(text) in known_labels():
        return None
    key = _similar(bare(title)) or ("problems" if _PROBLEMS.search(simplified(title)) else None)
    return Heading(key, number, title, sure=key is not None)


_PROBLEMS = re.compile(
    r"^(?:政府信息公开)?(?:工作)?(?:中|方面)?(?:存在|面临)的?(?:主要|突出)?(?:的)?(?:问题|不足|困难|短板)(?:[和与及以、，]|$)"
)
"""Section five under other names: what is missing, with what comes next behind it."""


@cache
def _weak() -> frozenset[str]:
    """Titles that also stand as headings inside section one: without a number they head no section."""
    return frozenset(
        {"主动公开情况", "依申请公开情况", "基本情况", "概述", "概况", "其他事项", "依申请公开政府信息情况"}
    )


def _similar(word: str) -> str | None:
    best = max(
        ((difflib.SequenceMatcher(None, word, title, autojunk=False).ratio(), key) for title, key in _titles().items()),
        default=(0.0, ""),
    )
    return best[1] if best[0] >= 0.74 else None


_YEAR = re.compile(r"(?<![0-9])((?:19|20)\s?[0-9]\s?[0-9]|二[〇○零Oo0][〇○零一二三四五六七八九]{2})\s*年\s*度?")
_REPORT = re.compile(
    r"政\s*府\s*信\s*息(?:[^。；！？]{0,14}?)(?:报\s*告|年\s*报)|信息公开[^。；！？]{0,10}(?:报\s*告|年\s*报)"
)
_DIGITS = {
    "〇": "0",
    "○": "0",
    "零": "0",
    "O": "0",
    "o": "0",
    **{c: str(n) for n, c in enumerate("一二三四五六七八九", 1)},
}


@dataclass(frozen=True, slots=True)
class Title:
    """A report's title as it stands, and what it tells."""

    text: str
    unit: str
    year: int | None


def match_title(text: str) -> Title | None:
    """The title of a report that a line is, None for any other line."""
    if "报" not in text and "報" not in text:
        return None
    return _titled(text, lambda shown: _REPORT.search(shown) or _misspelt(shown))


_OTHER_PAPER = re.compile(r"政府信息公开(?:工作)?(?:总结|小结|汇报)$")


def match_other_paper(text: str) -> Title | None:
    """The title of a report that calls itself 总结, None for any other line."""
    return _titled(text, _OTHER_PAPER.search) if "政府信息公开" in text else None


def _titled(text: str, name_in: Callable[[str], re.Match[str] | None]) -> Title | None:
    """A line that holds a report's name, cut into unit, year and that name."""
    text = _CAPTION.sub("", text.strip())
    if len(text) > 90 or re.search(r"[。；！？>＞|<《/\\]|根据|按照|本报告|[：:]", text):
        return None
    report = name_in(simplified(text))
    if report is None or len(text) - report.end() > 12:
        return None
    found = _YEAR.search(text, 0, report.end())
    year = _year(found[1]) if found else None
    name = text[: report.start()]
    if found:
        name = text[: found.start()] + text[found.end() : report.start()] if found.start() < report.start() else name
    unit = re.sub(r"\s+", "", name)
    unit = re.sub(r"^[关關][于於]|[的（(]+$|(?<=..)[关關][于於]$", "", unit).strip("：:、，")
    return Title(text, unit, year)


_CAPTION = re.compile(
    r"^[•·●▪◆■▶★*\s]*(?:(?:文章|公报|文件|信息)?标\s*题\s*[：:]?\s*|(?:文件|信息)?名\s*称\s*[：:]\s*)?(?=\S)"
)
"""What a website puts before a title: a dot, 文件名称："""
_NAME = re.compile(r"政府信息公开\s*(?P<rest>\S{5,8})$")


def _misspelt(text: str) -> re.Match[str] | None:
    """The name of the report with its characters in disorder: 政府信息公开工作告年度报."""
    found = _NAME.search(text)
    return found if found and sorted(found["rest"]) == sorted("工作年度报告") else None


def _year(text: str) -> int | None:
    digits = "".join(_DIGITS.get(c, c) for c in text if not c.isspace())
    return int(digits) if digits.isdigit() else None


_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_PROVINCE_CITIES = re.compile(
    r"^(?P<province>.{2,8}?(?:省|自治区))?(?P<city>.{2,9}?(?:(?<!城)市(?!场|政|容|民)|自治州|盟|地区))?"
    r"(?P<county>.{1,9}?(?:自治县|自治旗|县|(?<!城)市(?!场|政|容|民)|旗|林区|特区|区(?!域)))?(?P<rest>.*)$"
)
_OFFICE = re.compile(
    r"(局|委员会|委|办公室|办公厅|厅|中心|大队|支队|总队|执法队|研究院|档案馆|图书馆|银行|公司|处|站|院|署|所|社|会)$"
)
_ZONE = re.compile(r"(开发区|高新区|经开区|实验区|示范区|新区|管委会|管理委员会|园区|保税区|风景区|度假区|工业园)")


def guess_kind(unit: str) -> str | None:
    """The kind of unit that a name tells, None where it does not tell for sure."""
    name = simplified(re.sub(r"\s|（.*?）|\(.*?\)", "", unit))
    if not name:
        return None
    if re.search(r"(街道|街道办事处|街道办)$", name):
        return "街道"
    bare_name = name.removesuffix("政府").removesuffix("人民") if name.endswith("政府") else name
    if bare_name.endswith("镇") and len(bare_name) > 1:
        return "镇"
    if bare_name.endswith(("乡", "苏木")) and len(bare_name) > 1:
        return "乡"
    if name.startswith(("国务院", "中华人民共和国")) or re.match(r"国家[^省市县区]{2,10}(局|委员会|部|署)$", name):
        return "国务院部门" if name not in ("国务院", "中华人民共和国") else "其他"
    office = _OFFICE.search(bare_name)
    places = _PROVINCE_CITIES.match(bare_name)
    assert places is not None  # every group may be empty
    if _ZONE.search(bare_name) and not (office and not bare_name.endswith(("管委会", "管理委员会"))):
        return "其他" if bare_name.endswith(("管委会", "管理委员会")) else None
    if office is None:
        return _government(name, bare_name, places)
    return _department(bare_name, places)


def _government(name: str, bare_name: str, places: re.Match[str]) -> str | None:
    if places["rest"]:
        return None
    if bare_name in _MUNICIPALITIES or (places["province"] == bare_name):
        return "省级政府"
    if places["county"]:
        # A city behind a city or province-city is of county rank; a lone 市 may be of either.
        return "县级政府" if not places["county"].endswith("市") or places["city"] else None
    if places["city"]:
        return "市级政府" if places["city"].endswith(("州", "盟", "地区")) else None
    del name
    return None


def _department(name: str, places: re.Match[str]) -> str | None:
    if not places["rest"]:
        return None
    if places["county"]:
        if places["county"].endswith("市") and not places["city"]:
            return "市级部门"
        return "县级部门"
    if places["city"]:
        return "省级部门" if places["city"] in _MUNICIPALITIES else "市级部门"
    if places["province"]:
        return "省级部门"
    return "省级部门" if name.endswith("厅") else None
