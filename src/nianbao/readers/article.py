"""Where the article stands in a page: the smallest element that holds the statutory tables and section one."""

from __future__ import annotations

import re
from typing import Any

from nianbao.readers.blocks import tidy
from nianbao.readers.labels import bare
from nianbao.readers.titles import match_heading, match_title

MAX_DEPTH = 400
"""Nesting of elements; pages saved from office suites reach 40."""
DROPPED = frozenset(
    """
    script style noscript template head title meta link iframe object embed svg canvas select option
    textarea button input nav footer caption colgroup col map audio video -comment
    """.split()  # noqa: SIM905
)
"""Elements that hold nothing of a report."""


def article_of(body: Any, tables: list[Any], nested: bool) -> list[Any]:
    """The elements from the body down to the article, by the tables of the page; `nested`: some stand in others."""
    marked = [table for table in tables if _is_statutory(table, nested)]
    tops = [_chain(table) for table in marked]
    if len(marked) < 3:
        heads = [
            node
            for node in body.css("p,h1,h2,h3,h4,div,span,strong,b,td,center")
            if (text := _own_heading(node)) and match_heading(text)
        ]
        tops += [_chain(node)[:-1] or _chain(node) for node in heads]
    if not tops:
        return [body]
    shared = tops[0]
    for chain in tops[1:]:
        size = 0
        for a, b in zip(shared, chain, strict=False):
            if a.mem_id != b.mem_id:
                break
            size += 1
        shared = shared[:size]
    while shared and (shared[-1].tag in ("table", "tbody", "tr", "thead") or not _has_section_one(shared[-1])):
        if len(shared) == 1:
            break
        shared = shared[:-1]
    return shared or [body]


def titles_outside(shared: list[Any]) -> list[str]:
    """Lines above the article that may be the report's title: headings and short elements around it."""
    found: list[str] = []
    for parent in shared[:-1]:
        for node in parent.iter(include_text=False):
            if any(node.mem_id == other.mem_id for other in shared):
                break
            if node.tag in DROPPED:
                continue
            for inner in (node, *node.css("h1,h2,h3,p,div,span,td,strong,b,font,center")):
                text = inner.text_lexbor()
                if len(text) < 400:
                    line = tidy(text)
                    if match_title(line):
                        found.append(line)
    return found


def holds_table(table: Any) -> bool:
    """Whether a table stands inside this one; a selector matches the element itself too."""
    return any(inner.mem_id != table.mem_id for inner in table.css("table")[:2])


def is_inside_table(table: Any) -> bool:
    """Whether this table stands inside another."""
    at = table.parent
    while at is not None:
        if at.tag == "table":
            return True
        at = at.parent
    return False


def _own_heading(node: Any) -> str:
    """The text of a node that may be a heading: short, and not a container of blocks."""
    text = node.text_lexbor()
    return tidy(text) if len(text) < 120 else ""


def _chain(node: Any) -> list[Any]:
    """The elements from the body down to a node."""
    chain = []
    at = node
    while at is not None and at.tag not in ("html", "-undef"):
        chain.append(at)
        at = at.parent
        if len(chain) > MAX_DEPTH:
            break
    return chain[::-1]


_SECTION_ONE = re.compile(r"[总總]\s*[体體]\s*(?:工\s*作\s*)?情\s*[况況]|概\s*述|概\s*[况況]|基\s*本\s*情\s*[况況]")


def _has_section_one(node: Any) -> bool:
    return _SECTION_ONE.search(node.text_lexbor()) is not None


_MARKS = ("信息内容", "本年新收政府信息公开申请", "结果维持", "申请人情况", "属于国家秘密")


def is_marked(text: str) -> bool:
    """Whether a text holds words that only the statutory tables have."""
    return any(mark in text for mark in _MARKS) or any(mark in bare(text) for mark in _MARKS)


def _is_statutory(table: Any, nested: bool) -> bool:
    """Whether a table holds rows of the form itself, not in a table inside it."""
    if nested and holds_table(table):
        return False
    return is_marked(table.text_lexbor()[:9000])
