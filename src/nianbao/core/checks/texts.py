"""What the rules on structure share: sources, and small readings of texts."""

from __future__ import annotations

from nianbao.core.report import Report

FORM = "国办公开办函〔2021〕30号《中华人民共和国政府信息公开工作年度报告格式》"
ARTICLE_50 = "《中华人民共和国政府信息公开条例》第五十条"


def has(text: str, words: tuple[str, ...]) -> bool:
    """Whether any of the words stands in a text."""
    return any(word in text for word in words)


def unspaced(text: str) -> str:
    """A text without its spaces."""
    return "".join(text.split())


def section_text(report: Report, key: str) -> str:
    """The paragraphs of a section, one a line; empty where the section is missing."""
    section = report.section(key)
    return "" if section is None else "\n".join(paragraph.text for paragraph in section.paragraphs)
