"""Accept or reject all tracked changes of a Word body, as Word does: the other half of the writer's promise."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def body(content: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def settle(root: etree._Element, *, keep: str, lose: str) -> etree._Element:
    """Keep the changes of one kind (`ins` to accept, `del` to reject) and lose those of the other."""
    for row in list(root.iter(f"{W}tr")):
        if row.find(f"{W}trPr/{W}{lose}") is not None:
            row.getparent().remove(row)
    for table in list(root.iter(f"{W}tbl")):
        if table.find(f"{W}tr") is None:
            table.getparent().remove(table)
    for mark in list(root.iter(f"{W}{keep}", f"{W}{lose}")):
        if mark.getparent().tag in (f"{W}rPr", f"{W}trPr"):
            continue
        if mark.tag == f"{W}{keep}":
            at = mark.getparent().index(mark)
            mark.getparent()[at : at + 1] = list(mark)
        else:
            mark.getparent().remove(mark)
    for text in root.iter(f"{W}delText"):
        text.tag = f"{W}t"
    for paragraph in list(root.iter(f"{W}p")):
        if paragraph.find(f"{W}pPr/{W}rPr/{W}{lose}") is not None:
            below = paragraph.getnext()
            words = [child for child in paragraph if child.tag != f"{W}pPr"]
            assert not words or (below is not None and below.tag == f"{W}p"), "words would run into a table"
            for n, child in enumerate(words):
                below.insert(n + (below.find(f"{W}pPr") is not None), child)
            paragraph.getparent().remove(paragraph)
    return root


def accepted(content: bytes) -> list[str]:
    return lines(settle(body(content), keep="ins", lose="del"))


def rejected(content: bytes) -> list[str]:
    return lines(settle(body(content), keep="del", lose="ins"))


def lines(root: etree._Element) -> list[str]:
    """Every paragraph with its style, those of cells too; runs and their borders do not matter."""
    found = []
    for paragraph in root.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        words = "".join("\n" if e.tag == f"{W}br" else e.text or "" for e in paragraph.iter(f"{W}t", f"{W}br"))
        found.append(f"{style.get(f'{W}val') if style is not None else ''}|{words}")
    return found
