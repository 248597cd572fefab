"""The page that goes back to a unit: its report as it stands, every finding numbered at its place and listed on top.

One file without script or outside file. Each degree of a finding has a line of its own (solid, double, dotted)
and a word in its number (错1, 警2, 建3), so that the page works on paper without colours.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple

from nianbao.core.checks import rules
from nianbao.core.findings import SEVERITIES, SEVERITY_NAMES, Finding, Severity
from nianbao.core.form import TABLE_NAMES
from nianbao.core.report import Note, Paragraph, Report, Section, Table, place_of
from nianbao.writers.page import clean, grid, heading
from nianbao.writers.templates import template

TITLE = -1
"""Stands for the number of a section where a finding concerns the title or the whole report."""


class Range(NamedTuple):
    """Characters of a paragraph that a finding (by its number from 1) is about."""

    start: int
    end: int
    number: int


@dataclass(frozen=True)
class Places:
    """Where the findings stand: under titles by section, in cells and paragraphs by section and block."""

    titles: dict[int, list[int]] = field(default_factory=dict)
    cells: dict[tuple[int, int, int], list[int]] = field(default_factory=dict)
    ranges: dict[tuple[int, int], list[Range]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Label:
    """A finding's number as printed (错1), its anchor and its degree."""

    number: int
    severity: Severity

    @property
    def text(self) -> str:
        return f"{SEVERITY_NAMES[self.severity][0]}{self.number}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding as the list on top shows it."""

    label: Label
    code: str
    where: str
    message: str
    quote: str
    mend: str
    source: str


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters of a paragraph under the same findings; `ends` are the numbers printed behind them."""

    text: str
    severity: Severity | None
    ends: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A paragraph cut into segments."""

    level: int
    segments: tuple[Segment, ...]
    kind: Literal["line"] = "line"


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """A table cell with the numbers of the findings on it."""

    text: str
    scope: str
    rowspan: int
    colspan: int
    severity: Severity | None
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class MarkedTable:
    """A table's rows."""

    caption: str
    rows: tuple[tuple[MarkedCell, ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class MarkedPart:
    """A section with the findings that stand under its title."""

    heading: str
    labels: tuple[Label, ...]
    blocks: tuple[MarkedLine | MarkedTable, ...]


def annotated(report: Report, findings: Sequence[Finding], source: str, key: str = "") -> bytes:
    """The page; `source` names the file that was checked, `key` tells it from others of that name."""
    labels = tuple(Label(n, finding.severity) for n, finding in enumerate(findings, 1))
    places = locate(report, findings)
    preamble = MarkedPart("", (), tuple(_blocks(report, TITLE, report.preamble, places, labels)))
    parts = [
        MarkedPart(
            heading(section.number, section.title),
            _labels(places.titles.get(n, ()), labels),
            tuple(_blocks(report, n, section.blocks, places, labels)),
        )
        for n, section in enumerate(report.sections)
    ]
    counts = {severity: sum(f.severity == severity for f in findings) for severity in SEVERITIES}
    return (
        template("annotated.html.j2")
        .render(
            title=clean(report.title) or "（没有标题）",
            title_labels=_labels(places.titles.get(TITLE, ()), labels),
            source=clean(source),
            key=key,
            names=SEVERITY_NAMES,
            counts=counts,
            entries=[_entry(label, finding) for label, finding in zip(labels, findings, strict=True)],
            notes=[Note(clean(n.what), clean(n.where), clean(n.mend)) for n in report.notes],
            preamble=preamble,
            parts=parts,
            seen=[],  # findings whose anchor has been printed: an id may stand once
        )
        .encode()
    )


def source_key(path: str) -> str:
    """What tells a checked file from another of the same name; the page leaves the house, so it does not say
    in which folder the file lay."""
    return hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:16]


_KEY = re.compile(rb'<meta name="nianbao-source" content="([0-9a-f]+)">')


def page_of(beginning: bytes) -> str:
    """The key of the file that an annotated page was made from, empty for any other file."""
    match = _KEY.search(beginning)
    return match[1].decode() if match else ""


def _entry(label: Label, finding: Finding) -> Entry:
    rule = rules(finding.code[:1]).get(finding.code)
    words = (finding.where, finding.message, finding.quote or "", finding.mend, rule.source if rule else "")
    return Entry(label, finding.code, *map(clean, words))


# -- where the findings stand ---------------------------------------------------------------------------


def locate(report: Report, findings: Sequence[Finding]) -> Places:
    """The place of each finding; one that has none in text or tables stands under the title of its section,
    or under that of the report."""
    places = Places()
    cells = {
        cell.figure: (s, b, n)
        for s, b, table in _tables(report)
        for n, cell in enumerate(table.cells)
        if cell.figure is not None
    }
    for number, finding in enumerate(findings, 1):
        in_text = _locate_text(report, finding, number, places)
        at = cells.get(finding.figure or "")
        if at is not None:
            places.cells.setdefault(at, []).append(number)
        if at is None and not in_text:
            places.titles.setdefault(_section_of(report, finding), []).append(number)
    return places


def _tables(report: Report) -> Iterator[tuple[int, int, Table]]:
    for s, section in enumerate(report.sections):
        for b, block in enumerate(section.blocks):
            if isinstance(block, Table):
                yield s, b, block


@dataclass(frozen=True, slots=True)
class _Passage:
    at: tuple[int, int]
    where: str
    paragraph: Paragraph


def _passages(report: Report) -> list[_Passage]:
    """Every paragraph with its section and block, and its place as findings name it."""
    blocks = [(TITLE, report.preamble), *((s, section.blocks) for s, section in enumerate(report.sections))]
    at = [(s, b) for s, items in blocks for b, block in enumerate(items) if isinstance(block, Paragraph)]
    return [_Passage(where, p.where, p.paragraph) for where, p in zip(at, report.passages, strict=True)]


def _locate_text(report: Report, finding: Finding, number: int, places: Places) -> bool:
    """Mark what a finding quotes, or the sentence it is about; whether it was found."""
    passages = _passages(report)
    quote = clean(finding.quote or "")
    if not quote.strip():
        return finding.slot is not None and _locate_sentence(passages, finding.slot, number, places)
    section = _section_of(report, finding)
    tiers = (
        [p for p in passages if finding.where.startswith(p.where)],
        [p for p in passages if p.at[0] == section and section != TITLE],
        passages,
    )
    for tier in tiers:
        if _locate_quote(tier, quote, number, places):
            return True
    return _locate_in_cells(report, quote, number, places)


def _locate_quote(passages: Iterable[_Passage], quote: str, number: int, places: Places) -> bool:
    """Mark the first occurrence that no other finding has marked, else the first of all."""
    shared: tuple[tuple[int, int], int] | None = None
    for passage in passages:
        text = clean(passage.paragraph.text)
        start = text.find(quote)
        while start >= 0:
            end = start + len(quote)
            taken = places.ranges.get(passage.at, ())
            if not any(other.start < end and start < other.end for other in taken):
                places.ranges.setdefault(passage.at, []).append(Range(start, end, number))
                return True
            shared = shared or (passage.at, start)
            start = text.find(quote, start + 1)
    if shared is None:
        return False
    at, start = shared
    places.ranges[at].append(Range(start, start + len(quote), number))
    return True


def _locate_sentence(passages: Iterable[_Passage], slot: str, number: int, places: Places) -> bool:
    for passage in passages:
        start = 0
        for sentence in passage.paragraph.sentences:
            end = start + len(clean(sentence.text))
            if sentence.slot == slot and end > start:
                places.ranges.setdefault(passage.at, []).append(Range(start, end, number))
                return True
            start = end
    return False


def _locate_in_cells(report: Report, quote: str, number: int, places: Places) -> bool:
    for s, b, table in _tables(report):
        for n, cell in enumerate(table.cells):
            if quote in clean(cell.text):
                places.cells.setdefault((s, b, n), []).append(number)
                return True
    return False


def _section_of(report: Report, finding: Finding) -> int:
    """The number of the section that a finding's place names, TITLE where it names none."""
    where = finding.where
    for n, section in enumerate(report.sections):
        if where.startswith(place_of(section)) or (len(section.title) > 3 and section.title in where):
            return n
    for number, name in TABLE_NAMES.items():
        if where.startswith(name):
            wanted = next(s.key for s in report.form.sections if s.table == number)
            return next((n for n, s in enumerate(report.sections) if _holds(s, number) or s.key == wanted), TITLE)
    key = where.partition("、")[0]
    return next((n for n, s in enumerate(report.sections) if s.number and s.number == key), TITLE)


def _holds(section: Section, number: int) -> bool:
    return any(table.number == number for table in section.tables)


# -- the report with its marks --------------------------------------------------------------------------


def _blocks(
    report: Report, section: int, blocks: Iterable[Paragraph | Table], places: Places, labels: Sequence[Label]
) -> Iterator[MarkedLine | MarkedTable]:
    for n, block in enumerate(blocks):
        if isinstance(block, Table):
            yield _table(report, block, (section, n), places.cells, labels)
        else:
            segments = tuple(_segments(clean(block.text), places.ranges.get((section, n), ()), labels))
            yield MarkedLine(block.level, segments)


def _segments(text: str, ranges: Sequence[Range], labels: Sequence[Label]) -> Iterator[Segment]:
    """The text cut wherever a mark begins or ends; marks may overlap."""
    edges = sorted({0, len(text), *(r.start for r in ranges), *(r.end for r in ranges)})
    for start, end in pairwise(edges):
        over = [r.number for r in ranges if r.start <= start and end <= r.end]
        ends = [r.number for r in ranges if r.end == end]
        yield Segment(text[start:end], _worst(over, labels), _labels(ends, labels))


def _table(
    report: Report,
    table: Table,
    at: tuple[int, int],
    cells: Mapping[tuple[int, int, int], Sequence[int]],
    labels: Sequence[Label],
) -> MarkedTable:
    laid = grid(table, report)
    rows = []
    for row in laid.layout.rows:
        line = []
        for n in row:
            cell, numbers = table.cells[n], cells.get((*at, n), ())
            line.append(
                MarkedCell(
                    clean(cell.text),
                    laid.layout.scopes[n],
                    cell.rowspan,
                    cell.colspan,
                    _worst(numbers, labels),
                    _labels(numbers, labels),
                )
            )
        rows.append(tuple(line))
    return MarkedTable(laid.caption, tuple(rows))


def _labels(numbers: Iterable[int], labels: Sequence[Label]) -> tuple[Label, ...]:
    return tuple(labels[number - 1] for number in sorted(numbers))


def _worst(numbers: Iterable[int], labels: Sequence[Label]) -> Severity | None:
    return min((labels[number - 1].severity for number in numbers), key=SEVERITIES.index, default=None)
