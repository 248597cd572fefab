"""The red-line copy: a Word document in which the way from one version to another stands as tracked changes.

Both versions are written by the ordinary writer of Word files, and the difference of their bodies is marked: so
the copy has the same page and styles, accepting all gives exactly the new version, rejecting all the old one.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from itertools import count, groupby
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from nianbao.core.difference import Edit, align, edits, likeness
from nianbao.core.report import Block, Paragraph, Report, Table
from nianbao.resources import resource_folder
from nianbao.writers import render
from nianbao.writers.docx_skeleton import W
from nianbao.writers.docx_template import word_template
from nianbao.writers.package import package, part

if TYPE_CHECKING:
    from lxml.etree import _Element

AUTHOR = "年报起草"
_P, _TBL, _TR, _TC, _R, _T, _BR = (f"{{{W}}}{name}" for name in ("p", "tbl", "tr", "tc", "r", "t", "br"))
_PPR, _RPR, _TRPR = (f"{{{W}}}{name}" for name in ("pPr", "rPr", "trPr"))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def redline(old: Report, new: Report, author: str = AUTHOR, when: datetime | None = None) -> bytes:
    """The new version with its changes against the old one tracked under an author's name and a date."""
    name = word_template(resource_folder("templates") / "report.docx").document
    was, now = (_unzip(render(settled(report), "docx")) for report in (old, new))
    root, before = etree.fromstring(now[name]), etree.fromstring(was[name])
    _Marker(author, when).mark(_body(before), _body(root))
    now[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return package(part(name, content) for name, content in now.items())


def settled(report: Report) -> Report:
    """The report as it would leave the house: what waits for confirmation is left out, and nothing carries a
    comment, since a red-line copy is about words."""

    def settle(block: Block) -> Block:
        if isinstance(block, Table):
            return block
        return Paragraph(tuple(s._replace(state="plain") for s in block.sentences if s.state != "pending"), block.level)

    return replace(
        report,
        preamble=tuple(settle(block) for block in report.preamble),
        sections=tuple(s._replace(blocks=tuple(settle(block) for block in s.blocks)) for s in report.sections),
    )


def _unzip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _body(root: _Element) -> _Element:
    return root[0]


class _Key(NamedTuple):
    """What two blocks must have in common to be versions of one another."""

    kind: str
    shape: str
    text: str


def _key(block: _Element) -> _Key:
    """A paragraph by its style, a table by the shape of its grid: rows, spans, merges."""
    if block.tag == _TBL:
        spans = ([(e.tag, e.get(f"{{{W}}}val")) for e in cell[0] if e.tag in _SPANS] for cell in block.iter(_TC))
        rows = [len(row.findall(_TC)) for row in block.iter(_TR)]
        return _Key("table", f"{rows}{list(spans)}", "")
    style = block.find(f"{_PPR}/{{{W}}}pStyle")
    return _Key("paragraph", "" if style is None else style.get(f"{{{W}}}val", ""), _text(block))


_SPANS = (f"{{{W}}}gridSpan", f"{{{W}}}vMerge")


def _text(block: _Element) -> str:
    return "".join("\n" if e.tag == _BR else e.text or "" for e in block.iter(_T, _BR))


class _Marker:
    """Marks changes in the new body; remembers the author, the date and the last number given."""

    def __init__(self, author: str, when: datetime | None) -> None:
        self.attributes = {f"{{{W}}}author": author}
        if when is not None:
            self.attributes[f"{{{W}}}date"] = when.strftime("%Y-%m-%dT%H:%M:%SZ")
        self.ids = count(1)

    def mark(self, old: _Element, new: _Element) -> None:
        """Bring what the old body had and the new one lacks into the new body, all changes marked."""
        before = [block for block in old if block.tag in (_P, _TBL)]
        after = [block for block in new if block.tag in (_P, _TBL)]
        at = 0
        for a, b in _paired(before, after):
            if a is not None and b is not None:
                self._changed(before[a], after[b])
                at = new.index(after[b]) + 1
            elif a is not None:
                gone = deepcopy(before[a])
                self._whole(gone, "del")
                new.insert(at, gone)
                at += 1
            elif b is not None:
                self._whole(after[b], "ins")
                at = new.index(after[b]) + 1
        for table in new.findall(_TBL):
            if (below := table.getnext()) is not None and below.tag == _TBL:
                table.addnext(self._nothing())

    def _nothing(self) -> _Element:
        """A paragraph that both came and went: it keeps a table that goes from running into one that comes,
        and is gone however the changes are settled."""
        paragraph = etree.Element(_P)
        marks = etree.SubElement(etree.SubElement(paragraph, _PPR), _RPR)
        marks.extend([self._change("ins"), self._change("del")])
        return paragraph

    def _changed(self, old: _Element, new: _Element) -> None:
        """Two versions of a block."""
        if new.tag == _P:
            self._words(old, new)
            return
        for one, two in zip(old.iter(_TC), new.iter(_TC), strict=True):
            for left, right in zip(one.iter(_P), two.iter(_P), strict=True):
                self._words(left, right, whole=True)

    def _words(self, old: _Element, new: _Element, *, whole: bool = False) -> None:
        """Two versions of a paragraph; the text of a cell changes as a whole."""
        before, after = _text(old), _text(new)
        if before == after:
            return
        found = [Edit("gone", before), Edit("new", after)] if whole else edits(before, after)
        runs = new.findall(_R) or old.findall(_R)
        looks = runs[0].find(_RPR)
        for run in new.findall(_R):
            new.remove(run)
        for edit in found:
            if edit.text:
                new.extend(self._runs(edit, looks))

    def _runs(self, edit: Edit, looks: _Element | None) -> list[_Element]:
        run = _run(edit.text, looks, deleted=edit.kind == "gone")
        if edit.kind == "same":
            return [run]
        holder = self._change("del" if edit.kind == "gone" else "ins")
        holder.append(run)
        return [holder]

    def _change(self, kind: str) -> _Element:
        return etree.Element(f"{{{W}}}{kind}", {f"{{{W}}}id": str(next(self.ids)), **self.attributes})

    def _whole(self, block: _Element, kind: str) -> None:
        """Mark a block that came or went: its rows, its paragraphs, its words."""
        for row in block.iter(_TR):
            properties = row.find(_TRPR)
            if properties is None:
                properties = etree.Element(_TRPR)
                row.insert(0, properties)
            properties.append(self._change(kind))
        for paragraph in [block] if block.tag == _P else list(block.iter(_P)):
            properties = paragraph.find(_PPR)
            if properties is None:
                properties = etree.Element(_PPR)
                paragraph.insert(0, properties)
            marks = etree.SubElement(properties, _RPR)
            marks.append(self._change(kind))
            for run in paragraph.findall(_R):
                holder = self._change(kind)
                paragraph.replace(run, holder)
                holder.append(run)
                for text in run.findall(_T) if kind == "del" else ():
                    text.tag = f"{{{W}}}delText"


def _paired(old: Sequence[_Element], new: Sequence[_Element]) -> Iterator[tuple[int | None, int | None]]:
    """Which block of the old body is which of the new; an empty paragraph goes with any empty one."""
    keys = [_key(block) for block in (*old, *new)]
    names = {str(n): key for n, key in enumerate(dict.fromkeys(keys))}
    by_key = {key: name for name, key in names.items()}

    def alike(one: str, two: str) -> float:
        a, b = names[one], names[two]
        if a.kind != b.kind or a.shape != b.shape:
            return 0.0
        return 1.0 if a.kind == "table" else max(likeness(a.text, b.text), 0.4 * (not a.text and not b.text))

    named = [by_key[key] for key in keys]
    return iter(align(named[: len(old)], named[len(old) :], alike))


def _run(text: str, looks: _Element | None, *, deleted: bool) -> _Element:
    """A run of text; a line feed is a line break."""
    run = etree.Element(_R)
    if looks is not None:
        run.append(deepcopy(looks))
    for breaks, letters in groupby(text, lambda letter: letter == "\n"):
        words = "".join(letters)
        if breaks:
            for _ in words:
                etree.SubElement(run, _BR)
        else:
            element = etree.SubElement(run, f"{{{W}}}delText" if deleted else _T, {_SPACE: "preserve"})
            element.text = words
    return run
