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
        for passage, at in _unpaired(passages):
            quote = passage.text[max(0, at - 6) : at + 7]
            yield Finding(
                code="W301",
                severity="warning",
                where=passage.where,
                message=f"“{quote}”中的{passage.text[at]}没有另一半",
                mend="补上另一半，或者删去这一个",
                quote=quote,
                slot=passage.slot_at(at),
            )


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
