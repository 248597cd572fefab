"""The words of a Word document. What stands around them comes from the template, which is rendered once with a
gap for each text and then kept: a start that finds it needs no Jinja2, and writing is joining strings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from nianbao.cache import blob_key, cached_blob, file_stamp
from nianbao.resources import resource_folder
from nianbao.writers.docx_template import WordTemplate
from nianbao.writers.page import TABLE, escaped
from nianbao.writers.templates import template

_GAP = "\0"
"""Stands for a text while the template is rendered; no text holds it."""


class Sheet(NamedTuple):
    """A table ready to print."""

    content: bytes


class Words(NamedTuple):
    """A paragraph ready to print: the role of its style, its texts, each with the number of its comment or -1."""

    role: str
    runs: tuple[tuple[str, int], ...]


class _Pieces(NamedTuple):
    """The XML before, between and after the texts of each macro of the template; of paragraphs by role."""

    document: tuple[str, ...]
    paragraphs: Mapping[str, tuple[str, str]]
    words: tuple[str, str]
    next_line: tuple[str, str]
    marked: tuple[str, ...]


def words_xml(title: Sequence[str], blocks: Iterable[Words | Sheet], word: WordTemplate) -> str:
    """The document with its title and blocks, and a mark for each table."""
    pieces = _pieces(word.section, tuple(word.styles.items()))
    heads = [escaped(line).join(pieces.next_line if n else pieces.words) for n, line in enumerate(title)]
    body = ["".join(heads).join(pieces.paragraphs["title"])]
    body += [TABLE if isinstance(block, Sheet) else _paragraph(block, pieces) for block in blocks]
    return "".join(body).join(pieces.document)


def _paragraph(block: Words, pieces: _Pieces) -> str:
    runs = [
        escaped(text).join(pieces.words) if comment < 0 else _marked(escaped(text), str(comment), pieces.marked)
        for text, comment in block.runs
    ]
    return "".join(runs).join(pieces.paragraphs[block.role])


def _marked(text: str, comment: str, fixed: tuple[str, ...]) -> str:
    """A text with a comment, whose number stands before it and twice behind it."""
    before, begins, ends, refers, after = fixed
    return f"{before}{comment}{begins}{text}{ends}{comment}{refers}{comment}{after}"


@lru_cache(maxsize=8)
def _pieces(section: str, styles: tuple[tuple[str, str], ...]) -> _Pieces:
    source = resource_folder("templates") / "docx" / "document.xml.j2"
    key = blob_key((file_stamp(Path(__file__)), file_stamp(source), section, repr(styles)))
    return _Pieces(*cached_blob("docx-words", key, lambda: _cut(section, dict(styles))))


def _cut(section: str, styles: Mapping[str, str]) -> tuple[Any, ...]:
    """The macros of the template with a gap for each text, cut at the gaps."""
    from markupsafe import Markup

    macros: Any = template("docx/document.xml.j2").module
    gap = Markup(_GAP)  # not escaped, as the section's XML, which is the template document's own

    def cut(xml: object) -> tuple[str, ...]:
        return tuple(str(xml).split(_GAP))

    return (
        cut(macros.document(gap, Markup(section))),
        {role: cut(macros.paragraph(gap, style)) for role, style in styles.items()},
        cut(macros.words(gap)),
        cut(macros.next_line(gap)),
        cut(macros.marked(gap, gap, styles["comment_mark"])),
    )
