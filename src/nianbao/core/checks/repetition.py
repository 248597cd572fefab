"""S5: paragraphs and sentences that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from nianbao.core.checks.texts import unspaced
from nianbao.core.excerpts import beginning
from nianbao.core.findings import Case, Finding, Severity, rule
from nianbao.core.report import Passage


@rule(
    "S511",
    "段落重复",
    severity="warning",
    source="国办公开办函〔2021〕30号：内容雷同的，可以追究责任",
    bad="同一段话在总体情况里出现两次",
    good="每段话只出现一次",
)
def repeated_paragraph(case: Case) -> Iterator[Finding]:
    """同一段话在报告里出现两次，多半是粘贴时重复。"""
    seen: dict[str, Passage] = {}
    for passage in case.report.passages:
        words = re.sub(r"\s|^（.{1,2}）|^\d{1,2}[.、]", "", passage.text)
        if len(words) < 25:
            continue
        if words in seen:
            yield _repeated("S511", "warning", passage, seen[words], passage.text)
        else:
            seen[words] = passage


def _repeated(code: str, severity: Severity, passage: Passage, first: Passage, text: str) -> Finding:
    quote = beginning(text.strip(), 30)
    return Finding(
        code,
        severity,
        passage.where,
        f"“{quote}……”与{first.where}重复",
        "删去重复的一处",
        quote=quote,
        slot=passage.slot_at(0),
    )


@rule(
    "S512",
    "句子重复",
    severity="advice",
    source="国办公开办函〔2021〕30号：内容雷同的，可以追究责任",
    bad="同一句话在主动公开和平台建设两段里各出现一次",
    good="同一件事只说一次",
)
def repeated_sentence(case: Case) -> Iterator[Finding]:
    """同一句长话在两个段落里出现。整段重复的见S511。"""
    seen: dict[str, Passage] = {}
    paragraphs: set[str] = set()
    for passage in case.report.passages:
        if passage.text in paragraphs:
            continue
        paragraphs.add(passage.text)
        for sentence in re.split(r"[。；！？]", passage.text):
            words = unspaced(sentence)
            for part in (words, *_pairs_of_clauses(words)):
                if len(part) < 25:
                    continue
                if part in seen and (part == words or seen[part] is not passage):
                    yield _repeated("S512", "advice", passage, seen[part], sentence if part == words else part)
                    return
                seen.setdefault(part, passage)


def _pairs_of_clauses(sentence: str) -> Iterator[str]:
    """Each two clauses of a sentence that follow each other: what is copied into another sentence."""
    clauses = sentence.split("，")
    for one, two in pairwise(clauses) if len(clauses) > 2 else ():
        if len(one) >= 6 and len(two) >= 6:
            yield f"{one}，{two}"
