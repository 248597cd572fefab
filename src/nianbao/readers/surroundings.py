"""What stands before and behind a report in a stream: a table of contents, a menu of its sections, another report."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nianbao.readers.blocks import Line
from nianbao.readers.parts import Item
from nianbao.readers.titles import match_heading, match_title

FEWEST = 4
"""So many headings on neighbouring lines are a table of contents, if all of them are headed again below."""
LONGEST = 40
"""Characters of a line that may head a section."""


def first_report(blocks: list[Item]) -> tuple[list[Item], str | None]:
    """The blocks of the first of several reports in a file, and the title of the second; all blocks and None where
    there is one: a second report has a title and sections of its own, as the first has."""
    titles = [
        (at, title)
        for at, block in enumerate(blocks)
        if isinstance(block, Line) and (title := match_title(block.text)) is not None and title.unit and title.year
    ]
    if len(titles) < _SEVERAL:
        return blocks, None
    heads = {
        at: heading.key
        for at, block in enumerate(blocks)
        if isinstance(block, Line) and (heading := match_heading(block.text, block.level)) is not None
    }
    for at, title in titles[1:_MOST]:
        before = {key for place, key in heads.items() if place < at}
        behind = {key for place, key in heads.items() if place > at}
        if before >= _OPENING and behind >= _OPENING:
            return blocks[:at], title.text
    return blocks, None


_SEVERAL = 2
_MOST = 100
"""Titles that are looked at: a page has a few more of its report in menus."""
_OPENING = {"overview", "disclosure", "requests", "problems"}
"""Sections that every report has."""


_IN_CONTENTS = re.compile(r"(.{2,40}?)[\s.．…·_—\-]*\d{1,3}")


def without_contents(blocks: list[Item]) -> list[Item]:
    """Without a table of contents that gives the pages of the sections."""
    lines = _menu(blocks) or [
        at
        for at, block in enumerate(blocks)
        if isinstance(block, Line)
        and block.text[-1:].isdigit()
        and (found := _IN_CONTENTS.fullmatch(block.text))
        and (heading := match_heading(found[1]))
        and heading.key
        and not heading.rest
    ]
    if len(lines) < FEWEST:
        return blocks
    gone = {
        at for at, block in enumerate(blocks) if at in lines or (isinstance(block, Line) and _is_contents(block.text))
    }
    return [block for at, block in enumerate(blocks) if at not in gone]


def _menu(blocks: Sequence[Item]) -> list[int]:
    """The lines of a menu above the report that leads to its sections: their headings on neighbouring lines."""
    found = {
        at: heading
        for at, block in enumerate(blocks)
        if isinstance(block, Line)
        and len(block.text) < LONGEST
        and (heading := match_heading(block.text))
        and heading.key
        and not heading.rest
    }
    if len(found) < FEWEST * 2:
        return []
    run: dict[str, int] = {}
    for at in sorted(found):
        key = str(found[at].key)
        if key in run or (run and at != max(run.values()) + 1):
            break
        run[key] = at
    again = {heading.key for at, heading in found.items() if at not in run.values()}
    return list(run.values()) if len(run) >= FEWEST and again >= run.keys() else []


def _is_contents(text: str) -> bool:
    return re.sub(r"\s", "", text) == "目录"
