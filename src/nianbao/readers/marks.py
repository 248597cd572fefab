"""The numbers that a page of ours marks with the figure they state: `<data value= data-figure= data-format=>`."""

from __future__ import annotations

from nianbao.core.report import Mark
from nianbao.readers.blocks import tidy


def read_marks(text: str) -> tuple[Mark, ...]:
    """The marked numbers of a page in order, each with the paragraph it stands in."""
    from selectolax.lexbor import LexborHTMLParser

    found: list[Mark] = []
    for node in LexborHTMLParser(text).css("data[data-figure]"):
        attributes = node.attributes
        parent = node.parent
        found.append(
            Mark(
                text=tidy(node.text()),
                figure=attributes.get("data-figure") or "",
                format=attributes.get("data-format") or "count",
                value=(attributes.get("value") or "").strip(),
                paragraph=tidy(parent.text(deep=True)) if parent is not None else "",
            )
        )
    return tuple(found)
