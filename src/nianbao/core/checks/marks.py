"""W301 to W304: pairs of marks, and marks at the end of paragraphs and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from nianbao.core.findings import Case, Finding, rule
from nianbao.core.lazy import lazy
from nianbao.core.report import Passage, place_of

_PAIRS = {"）": "（", "”": "“", "’": "‘", "》": "《", "〉": "〈", "】": "【", "〕": "〔"}
_PAIR_MARKS = lazy(r"[（）“”‘’《》〈〉【】〔〕()]")
_ITEM_NUMBER = lazy(r"(?:^|[。；;，,：:、\s])[\d一二三四五六七八九十]{1,2}$")
_WIDE = str.maketrans("()", "（）")


@rule(
    "W301",
    "括号、引号、书名号不成对",
    severity="warning",
    source="GB/T 15834—2011《标点符号用法》",
    bad="按照《条例的规定公开信息",
    good="按照《条例》的规定公开信息",
)
def unbalanced_pairs(case: Case) -> Iterator[Finding]:
    """（）“”《》〈〉【】〔〕要成对；一对可以跨段，不跨部分。“1）”这样的序号不算。"""
    groups: dict[str, list[Passage]] = {}
    for passage in case.report.passages:
        groups.setdefault(passage.where.partition("第")[0], []).append(passage)
    for passages in groups.values():
        order = {id(passage): n for n, passage in enumerate(passages)}
        left = sorted(_unpaired(passages), key=lambda place: (order[id(place[0])], place[1]))
        while left:
            passage, at = left.pop(0)
            wrong = _exchanged(passage, at, left[0]) if left else None
            if wrong is not None:
                left.pop(0)
                yield _pair(passage, at, *wrong)
                continue
            quote = passage.text[max(0, at - 6) : at + 7]
            yield _pair(passage, at, quote, f"“{quote}”中的{passage.text[at]}没有另一半", "补上另一半，或者删去这一个")


def _pair(passage: Passage, at: int, quote: str, message: str, mend: str) -> Finding:
    return Finding("W301", "warning", passage.where, message, mend, quote=quote, slot=passage.slot_at(at))


_QUOTATION = ("“", "”", "‘", "’", "《", "》", "〈", "〉")
_LONGEST_QUOTED = 40


def _exchanged(passage: Passage, at: int, other: tuple[Passage, int]) -> tuple[str, str, str] | None:
    """Two marks without partner around some words, ”甲“ or “甲“ or 《甲〉: the words, what is wrong, how to mend it."""
    end = other[1]
    first, last = passage.text[at], passage.text[end] if other[0] is passage else ""
    if first not in _QUOTATION or last not in _QUOTATION or not 1 < end - at <= _LONGEST_QUOTED:
        return None
    kind, of_last = _QUOTATION.index(first) // 2, _QUOTATION.index(last) // 2
    opening, closing = _QUOTATION[2 * kind : 2 * kind + 2]
    if kind != of_last and not (first in "《〈" and last in "》〉"):
        return None
    quote = passage.text[at : end + 1]
    if kind != of_last:
        return quote, f"{quote}前后的标点不是一对", f"改为《{quote[1:-1]}》"
    what = "前后颠倒了" if (first, last) == (closing, opening) else f"两个都是{first}"
    return quote, f"{quote}的标点{what}", f"改为{opening}{quote[1:-1]}{closing}"


def _unpaired(passages: list[Passage]) -> Iterator[tuple[Passage, int]]:
    """Marks without their partner within a section, each kind by itself."""
    waiting: dict[str, list[tuple[Passage, int]]] = {}
    for passage in passages:
        for match in _PAIR_MARKS().finditer(passage.text):
            mark = match[0].translate(_WIDE)
            opening = _PAIRS.get(mark)
            if opening is None:
                waiting.setdefault(mark, []).append((passage, match.start()))
            elif waiting.get(opening):
                waiting[opening].pop()
            elif mark != "）" or not _ITEM_NUMBER().search(passage.text, 0, match.start()):
                yield passage, match.start()
    for left in waiting.values():
        yield from (place for place in left if not _LOST_IN_NUMBER().match(place[0].text, place[1]))


_LOST_IN_NUMBER = lazy(r"〔(?:19|20)\d{3,6}号")
"""〔202130号: said by the rule about the numbers of documents."""


_SENTENCE_ENDS = frozenset("。！？：；”’）》…")
_NUMBERED_HEAD = lazy(r"^\s*(（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\d{1,2}[.．、])")


@rule(
    "W302",
    "段末没有标点",
    severity="advice",
    source="GB/T 15834—2011《标点符号用法》",
    bad="全年收到申请26件，均已按期答复申请人，没有引起行政复议和行政诉讼",
    good="全年收到申请26件，均已按期答复申请人，没有引起行政复议和行政诉讼。",
)
def missing_full_stop(case: Case) -> Iterator[Finding]:
    """正文一段以句号等标点结束。标题、落款、日期不算，短于25字或者没有逗号的一段也不算。"""
    for passage in case.report.passages:
        text = passage.text.rstrip()
        if len(text) < 25 or text[-1] in _SENTENCE_ENDS or passage.paragraph.level or "，" not in text:
            continue
        if _NUMBERED_HEAD().match(text) and len(text) < 40:
            continue
        yield Finding(
            code="W302",
            severity="advice",
            where=passage.where,
            message=f"这一段以“{text[-8:]}”结束，没有句号",
            mend="补上句号；如与下一段是同一句，把两段接起来",
            quote=text[-8:],
            slot=passage.slot_at(len(text) - 1),
        )


@rule(
    "W303",
    "小标题末尾用了句号",
    severity="advice",
    source="GB/T 15834—2011《标点符号用法》；GB/T 9704—2012《党政机关公文格式》",
    bad="（一）主动公开情况。（独占一行）",
    good="（一）主动公开情况（独占一行）",
)
def heading_with_stop(case: Case) -> Iterator[Finding]:
    """小标题独占一行时末尾不用标点；标题后接正文时才用句号。"""
    passages = case.report.passages
    for passage, following in pairwise(passages):
        text = passage.text.strip()
        if passage.section != following.section or len(text) > 25 or text[-1:] not in ("。", "；", "，"):
            continue
        if passage.paragraph.level and _NUMBERED_HEAD().match(text) and not re.search(r"[，。；\d].", text):
            yield Finding(
                code="W303",
                severity="advice",
                where=passage.where,
                message=f"小标题“{text}”独占一行，末尾不用标点",
                mend=f"删去末尾的“{text[-1]}”",
                quote=text,
                slot=passage.slot_at(0),
            )


_TITLE_MARKS = frozenset("。，；！？,;!?")


@rule(
    "W304",
    "标题的标点和空格",
    severity="advice",
    source="GB/T 9704—2012《党政机关公文格式》；GB/T 15834—2011《标点符号用法》",
    bad="青禾县柳桥镇2023年政府信息公开工作年度报告。",
    good="青禾县柳桥镇2023年政府信息公开工作年度报告",
)
def marks_in_title(case: Case) -> Iterator[Finding]:
    """标题里只用书名号和引号，末尾不用标点；部分的标题同此。"""
    report = case.report
    heads = [("标题", report.title), *((place_of(section), section.title) for section in report.sections)]
    for where, text in heads:
        mark = next((character for character in text if character in _TITLE_MARKS), None)
        if mark is not None:
            yield Finding(
                code="W304",
                severity="advice",
                where=where,
                message=f"标题“{text}”里用了“{mark}”",
                mend=f"删去“{mark}”",
                quote=text,
            )
