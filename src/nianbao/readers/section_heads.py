"""Which lines head the sections of a report: the form's titles, their variants, and what follows them in order."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nianbao.readers.blocks import Line
from nianbao.readers.parts import Item
from nianbao.readers.surroundings import FEWEST, LONGEST
from nianbao.readers.titles import Heading, match_heading, section_of


def headings_of(blocks: Sequence[Item]) -> dict[int, Heading]:
    """The lines that head sections, by their place. A numbered line with an unknown title counts only where no
    known section has its number and it follows in order."""
    found: dict[int, Heading] = {}
    doubtful: dict[int, Heading] = {}
    for at, block in enumerate(blocks):
        if not isinstance(block, Line):
            continue
        heading = match_heading(block.text, block.level)
        if heading is None or not heading.title:
            heading = _over_two_lines(blocks, at) or heading
        if heading is None:
            continue
        (found if heading.sure else doubtful)[at] = heading
    found = _of_one_style(found)
    found = _plausible(found if any(heading.number for heading in found.values()) else _in_brackets(blocks) or found)
    found.update(_headed_otherwise(found, doubtful))
    numbers = {heading.number for heading in found.values()}
    for at, heading in doubtful.items():
        before = [h for place, h in sorted(found.items()) if place < at]
        behind = [h for place, h in sorted(found.items()) if place > at]
        if heading.number in numbers or not before or _rank(heading.number) != _rank(before[-1].number) + 1:
            continue
        if behind and behind[0].number and _rank(behind[0].number) <= _rank(heading.number):
            continue
        # Below the last sections measures are often numbered 一、二、: a heading of ours says so itself.
        block = blocks[at]
        if isinstance(block, Line) and (block.level == 1 or (_rank(heading.number) <= 8 and len(heading.title) <= 20)):
            found[at] = heading
            numbers.add(heading.number)
    return found


def _headed_otherwise(found: Mapping[int, Heading], doubtful: Mapping[int, Heading]) -> dict[int, Heading]:
    """Section one under a title of its own, 一、工作开展情况: the last 一 before the known section two."""
    keys = {heading.key for heading in found.values()}
    if "overview" in keys or len(keys) < FEWEST:
        return {}
    second = min(at for at, heading in found.items() if heading.key)
    ones = [at for at, heading in doubtful.items() if at < second and heading.number == "一" and not heading.arabic]
    if found[second].number != "二" or not ones:
        return {}
    return {ones[-1]: replace(doubtful[ones[-1]], key="overview", sure=True)}


def _of_one_style(found: dict[int, Heading]) -> dict[int, Heading]:
    """Without the headings 1. 2. inside section one that are worded as sections are, where 一、二、 number these.

    A 1、总体情况 before them heads section one where nothing else does.
    """
    chinese = {heading.key for heading in found.values() if heading.number and not heading.arabic}
    if len(chinese) < FEWEST:
        return found
    first = min(found) if "overview" not in chinese else -1
    return {at: h for at, h in found.items() if not h.arabic or (at == first and h.key == "overview")}


_BRACKETED = re.compile(r"[（(]([一二三四五六])[）)]\s*[、.．]?")


def _in_brackets(blocks: Sequence[Item]) -> dict[int, Heading]:
    """The sections of a report that numbers them （一） to （六）: the form's titles under their own numbers."""
    found: dict[int, Heading] = {}
    for at, block in enumerate(blocks):
        numbered = _BRACKETED.match(block.text) if isinstance(block, Line) and len(block.text) < LONGEST else None
        if numbered is None or not isinstance(block, Line):
            continue
        heading = match_heading(f"{numbered[1]}、{block.text[numbered.end() :]}")
        if heading is not None and heading.key and section_of(heading.key).number == heading.number:
            found[at] = heading
    return found if len({heading.key for heading in found.values()}) >= FEWEST else {}


def _over_two_lines(blocks: Sequence[Item], at: int) -> Heading | None:
    """A title that was broken over two lines."""
    block = blocks[at]
    after = blocks[at + 1] if at + 1 < len(blocks) else None
    if not isinstance(block, Line) or not isinstance(after, Line) or len(block.text) > 40 or len(after.text) > 20:
        return None
    heading = match_heading(block.text + after.text, block.level)
    if heading is None or not heading.sure or not heading.number or heading.rest:
        return None
    return Heading(heading.key, heading.number, heading.title, rest="\n")


_NUMERALS = "一二三四五六七八九十"


def _rank(number: str) -> int:
    return _NUMERALS.find(number) + 1 if number else 0


def _plausible(found: dict[int, Heading]) -> dict[int, Heading]:
    """Without the lines of a table of contents: where a section is headed twice, the place with more behind it."""
    places: dict[str, list[int]] = {}
    for at, heading in found.items():
        if heading.key:
            places.setdefault(heading.key, []).append(at)
    ordered = sorted(found)
    dropped = _contents(found, ordered)
    places = {key: [at for at in ats if at not in dropped] for key, ats in places.items()}
    for key, ats in places.items():
        below = _subheadings(key, ats, found, ordered)
        dropped.update(below)
        left = [at for at in ats if at not in below]
        if len(left) < 2:
            continue
        numbered = [at for at in left if found[at].number] or left

        def room(at: int) -> int:
            next_to = bisect_right(ordered, at)
            return (ordered[next_to] if next_to < len(ordered) else at + 100) - at

        kept = max(numbered, key=lambda at: (room(at) > 1, -at))
        dropped.update(at for at in left if at != kept and (room(at) == 1 or not found[at].number))
    return {at: heading for at, heading in found.items() if at not in dropped}


def _subheadings(key: str, ats: Sequence[int], found: Mapping[int, Heading], ordered: Sequence[int]) -> set[int]:
    """Of the places where a section is headed, those within it: 一、存在问题 under 五、存在的主要问题及改进情况."""
    own = [at for at in ats if found[at].number == section_of(key).number]
    if len(own) != 1:
        return set()
    end = next((at for at in ordered if at > own[0] and found[at].key != key), None)
    return {
        at
        for at in ats
        if own[0] < at and (end is None or at < end) and 0 < _rank(found[at].number) < _rank(found[own[0]].number)
    }


def _contents(found: Mapping[int, Heading], ordered: Sequence[int]) -> set[int]:
    """The places of the lines of a table of contents above the report, the last of which seems to have text."""
    run = [at for count, at in enumerate(ordered) if at == ordered[0] + count]
    again = {found[at].key for at in ordered[len(run) :]}
    return set(run) if len(run) >= FEWEST and all(found[at].key in again for at in run) else set()
