"""S514 to S516: the headings of the five aspects in section one; S521: headings of any section with nothing below."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nianbao.core.checks.texts import FORM
from nianbao.core.findings import Case, Finding, rule
from nianbao.core.lazy import lazy
from nianbao.core.report import Paragraph, Passage, Report, place_of

_HEAD = lazy(r"^\s*[（(][一二三四五六七八九十][）)]\s*(?P<name>[^。：:；，]{2,24})")
_ASPECTS: tuple[tuple[str, str], ...] = (
    ("主动公开", r"主动公开|主动发布"),
    ("依申请公开", r"申请"),
    ("政府信息管理", r"信息(?:资源)?(?:的)?(?:规范)?管理|文件管理|规范管理"),
    ("政府信息公开平台建设", r"平台|网站建设|渠道建设|阵地"),
    ("监督保障", r"监督|保障"),
)
_LEAST = 3
"""Headings of aspects from which section one is taken to be laid out by them."""


def _headings(report: Report) -> list[tuple[Passage, str, int | None]]:
    """The （一） headings of section one with their names and the aspect of each; empty where it has no such layout."""
    found: list[tuple[Passage, str, int | None]] = []
    for passage in report.passages:
        match = _HEAD().match(passage.text) if passage.section == "overview" else None
        if match is not None:
            name = match["name"].strip()
            aspect = next((n for n, (_, words) in enumerate(_ASPECTS) if re.search(words, name)), None)
            found.append((passage, name, aspect))
    known = {aspect for _, _, aspect in found if aspect is not None}
    return found if len(known) >= _LEAST else []


@rule(
    "S514",
    "五个方面缺少小标题",
    severity="advice",
    source=FORM,
    bad="（一）主动公开（二）依申请公开（三）政府信息管理（四）监督保障，没有平台建设",
    good="主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障各有小标题",
)
def aspect_without_heading(case: Case) -> Iterator[Finding]:
    """总体情况分小标题写的，五个方面各列一个，不合并、不遗漏。"""
    heads = _headings(case.report)
    known = {aspect for _, _, aspect in heads}
    joined = "".join(name for _, name, _ in heads)
    lost = [name for n, (name, words) in enumerate(_ASPECTS) if n not in known and not re.search(words, joined)]
    if heads and lost:
        yield Finding(
            code="S514",
            severity="advice",
            where=heads[0][0].where,
            message=f"小标题里没有{'、'.join(f'“{name}”' for name in lost)}",
            mend="五个方面各列一个小标题，写一两句实际情况",
            expected="、".join(lost),
        )


@rule(
    "S515",
    "五个方面的次序与格式不一致",
    severity="advice",
    source=FORM,
    bad="（三）政府信息公开平台建设（四）政府信息管理",
    good="（三）政府信息管理（四）政府信息公开平台建设",
)
def aspects_out_of_order(case: Case) -> Iterator[Finding]:
    """五个方面的次序是：主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障。"""
    last: tuple[str, int] | None = None
    for passage, name, aspect in _headings(case.report):
        if aspect is None:
            continue
        if last is not None and aspect < last[1]:
            yield Finding(
                code="S515",
                severity="advice",
                where=passage.where,
                message=f"“{name}”排在“{last[0]}”之后",
                mend="按主动公开、依申请公开、政府信息管理、平台建设、监督保障的次序调整",
                quote=name,
                slot=passage.slot_at(0),
            )
            return
        last = name, aspect


@rule(
    "S516",
    "五个方面之外的小标题",
    severity="advice",
    source=f"{FORM}；内容不缺项、不扩项",
    bad="（六）组织领导",
    good="组织领导的情况写在（五）监督保障里",
)
def heading_of_no_aspect(case: Case) -> Iterator[Finding]:
    """总体情况只写五个方面；组织领导、教育培训等并入相应的方面。"""
    for passage, name, aspect in _headings(case.report):
        if aspect is None:
            yield Finding(
                code="S516",
                severity="advice",
                where=passage.where,
                message=f"“{name}”不是格式规定的方面",
                mend="并入五个方面中相应的一个",
                quote=name,
                slot=passage.slot_at(0),
            )


_EMPTY = lazy(
    r"\s*[（(]\s*[一二三四五六七八九十]{1,2}\s*[）)]\s*(?P<name>(?!.*(?:未|无|没有))[^。：:；，\d]{1,40}"
    r"(?:情况|方面|公开|建设|管理|保障|机制|问题|措施|事项))\s*"
)
_NEXT = lazy(r"\s*[（(]\s*[二三四五六七八九十]{1,2}\s*[）)]")


@rule(
    "S521",
    "小标题下面没有内容",
    severity="warning",
    source=f"{FORM}；内容不缺项",
    bad="（二）依申请公开情况（下面就是（三））",
    good="（二）依申请公开情况　未收到政府信息公开申请。",
)
def heading_with_nothing_below(case: Case) -> Iterator[Finding]:
    """列了小标题就要写内容；没有的也写明“无”。下面是表格的不算。"""
    for section in case.report.sections:
        if section.key not in ("overview", "problems", "other"):
            continue
        for at, block in enumerate(section.blocks):
            empty = _EMPTY().fullmatch(block.text) if isinstance(block, Paragraph) else None
            if empty is None:
                continue
            below = section.blocks[at + 1] if at + 1 < len(section.blocks) else None
            if below is None or (isinstance(below, Paragraph) and _NEXT().match(below.text)):
                yield Finding(
                    code="S521",
                    severity="warning",
                    where=place_of(section),
                    message=f"“{empty['name']}”下面没有内容",
                    mend="补写实际情况；确实没有的，写明“无”",
                    quote=empty["name"],
                )
