"""The neutral report: what composing and reading make, what checks look at, what writers print.

A report says what stands on the page and nothing of where it came from. Cells are kept as they stood
(a number, `0`, blank, `/`, or text), because a blank is a finding and a wrong total is a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, partial
from typing import Literal, NamedTuple

from nianbao.core.form import REPORT_NAME, Form, TableForm, form
from nianbao.core.lazy import lazy
from nianbao.core.numerals import Number, parse_cell, parse_counted

SentenceState = Literal["plain", "pending", "edited", "added", "conflict"]


class Span(NamedTuple):
    """Characters `start` to `end` (end excluded) of a sentence state a figure.

    Attributes:
        figure: a figure path, or a sum, difference or quotient of paths (`a+b`, `a/b`).
        format: how the number is written (count, amount, percent, times, year).
    """

    start: int
    end: int
    figure: str
    format: str = "count"


class Sentence(NamedTuple):
    """A sentence with its provenance, as far as it is known.

    Attributes:
        text: the words, with the closing mark.
        spans: which characters state which figure, in order, never overlapping.
        slot: the place in the outline it fills, None for a sentence that was read.
        phrase: the phrase it was made from (`id` or `id#n` for another way to say it).
        state: plain; pending (待核实: asserts what nobody stated); edited or added by a person;
            conflict (a person's words and the new figures disagree, waiting for a choice).
        asserts: the unstated facts a pending sentence claims.
    """

    text: str
    spans: tuple[Span, ...] = ()
    slot: str | None = None
    phrase: str | None = None
    state: SentenceState = "plain"
    asserts: tuple[str, ...] = ()


class Paragraph(NamedTuple):
    """A paragraph; `level` is 0 for body text, 2 for （一）, 3 for 1. headings."""

    sentences: tuple[Sentence, ...]
    level: int = 0

    @property
    def text(self) -> str:
        return "".join(sentence.text for sentence in self.sentences)


class Cell(NamedTuple):
    """A cell as it stands on the page. `figure` names the figure it states, None for a label."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    figure: str | None = None


class Table(NamedTuple):
    """A table as it stands; `number` is 2, 3 or 4 for a statutory one, None for any other."""

    number: int | None
    cells: tuple[Cell, ...]


class StatutoryTable(Table):
    """A table whose cells stand as the form draws them and whose labels are the form's, as it was made by
    `statutory_table`. What is made from it by a change forgets that."""

    drawn: TableForm | None = None


Block = Paragraph | Table


class Passage(NamedTuple):
    """A paragraph at its place: what rules over the narrative read.

    Attributes:
        text: the whole paragraph.
        where: the place in Chinese (一、总体情况第2段).
        section: the key of its section, `preamble` before section one, None where the title is not understood.
        paragraph: the paragraph itself.
    """

    text: str
    where: str
    section: str | None
    paragraph: Paragraph

    def slot_at(self, offset: int) -> str | None:
        """The slot of the sentence in which a character stands, None for a report that was read."""
        for sentence in self.paragraph.sentences:
            if offset < len(sentence.text):
                return sentence.slot
            offset -= len(sentence.text)
        return None


class Section(NamedTuple):
    """A section: `key` as in the form (None where the title is not understood), the title as it stands
    without its number, the number as printed (一), and what stands below."""

    key: str | None
    number: str
    title: str
    blocks: tuple[Block, ...] = ()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))


class Note(NamedTuple):
    """What a reader could not understand: what, where, and how to mend it, in Chinese."""

    what: str
    where: str
    mend: str


class Mark(NamedTuple):
    """A number of a published page that says which figure it states.

    Attributes:
        text: the number as it is shown.
        figure: the figure's path or expression, as in `Span`.
        format: how it is written, as in `Span`.
        value: the number for programs.
        paragraph: the paragraph it stands in.
    """

    text: str
    figure: str
    format: str
    value: str
    paragraph: str


@dataclass(frozen=True)
class Report:
    """A report.

    Attributes:
        title: the whole title as it stands.
        unit: the organ's name as far as title or draft tell.
        year: the year reported on, None where it is not said.
        edition: the edition of the form that the tables follow.
        kind: the kind of unit (镇, 县级部门 …), None where unknown.
        preamble: what stands between the title and section one.
        sections: the sections in the order in which they stand.
        notes: what a reader could not understand.
        marks: the numbers that a page of ours marks with their figures.
    """

    title: str
    unit: str
    year: int | None
    edition: str = "2021"
    kind: str | None = None
    preamble: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    notes: tuple[Note, ...] = field(default=(), compare=False)
    marks: tuple[Mark, ...] = field(default=(), compare=False)

    @property
    def form(self) -> Form:
        return form(self.edition)

    @cached_property
    def cells(self) -> Mapping[str, str]:
        """Each figure's text as it stands in the tables."""
        return {
            cell.figure: cell.text
            for section in self.sections
            for table in section.tables
            for cell in table.cells
            if cell.figure is not None
        }

    @cached_property
    def numbers(self) -> Mapping[str, Number]:
        """Each cell that is a number, also one with its unit (12件), by path; blanks, strokes, words are left out."""
        found: dict[str, Number] = {}
        for figure, text in self.cells.items():
            number = parse_cell(text)
            if number is None and text:
                number = parse_counted(text)
            if number is not None:
                found[figure] = number
        return found

    def section(self, key: str) -> Section | None:
        """The first section of that key, None where there is none."""
        return next((section for section in self.sections if section.key == key), None)

    def paragraphs(self) -> Iterator[tuple[Section | None, Paragraph]]:
        """Every paragraph with its section (None for the preamble), in order."""
        for block in self.preamble:
            if isinstance(block, Paragraph):
                yield None, block
        for section in self.sections:
            for paragraph in section.paragraphs:
                yield section, paragraph

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every paragraph with its place, in order; those of the preamble count by themselves."""
        found: list[Passage] = []
        counts: dict[int, int] = {}
        for section, paragraph in self.paragraphs():
            counts[id(section)] = counts.get(id(section), 0) + 1
            place = place_of(section) if section is not None else "开头"
            key = section.key if section is not None else "preamble"
            found.append(Passage(paragraph.text, f"{place}第{counts[id(section)]}段", key, paragraph))
        return tuple(found)

    @cached_property
    def lines(self) -> tuple[Passage, ...]:
        """The title and the titles of the sections, each at its place, and every paragraph."""
        heads = [("标题", self.title), *((place_of(section), section.title) for section in self.sections)]
        return (*(Passage(text, where, None, Paragraph((Sentence(text),))) for where, text in heads), *self.passages)

    @cached_property
    def words(self) -> str:
        """The text of all those lines, a line each."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def characters(self) -> frozenset[str]:
        """The characters of all those lines: what does not hold a rule's characters cannot break the rule."""
        return frozenset(self.words)

    @cached_property
    def narrative(self) -> str:
        """All paragraphs, a line each, without titles of sections and without tables."""
        return "\n".join(paragraph.text for _, paragraph in self.paragraphs())

    def plain(self) -> Report:
        """The report as a reader would see it: the same words, without provenance, cut anew into sentences."""

        def strip(block: Block) -> Block:
            if isinstance(block, Table):
                return block
            sentences = tuple(Sentence(text) for text in split_sentences(block.text))
            return Paragraph(sentences, block.level)

        return replace(
            self,
            preamble=tuple(strip(block) for block in self.preamble),
            sections=tuple(s._replace(blocks=tuple(strip(block) for block in s.blocks)) for s in self.sections),
            notes=(),
        )


def place_of(section: Section) -> str:
    """A section as messages name it: 一、总体情况."""
    return f"{section.number}、{section.title}" if section.number else section.title


_SENTENCE_END = lazy(r"[。！？]+[”’）》]*")


def split_sentences(text: str) -> list[str]:
    """Cut a paragraph after 。！？ and the closing quotes or brackets that follow; nothing is dropped."""
    sentences: list[str] = []
    start = 0
    for match in _SENTENCE_END().finditer(text):
        sentences.append(text[start : match.end()])
        start = match.end()
    if start < len(text):
        sentences.append(text[start:])
    return sentences


def report_title(unit_title: str, year: int) -> str:
    """The title that the form's pattern gives: 机关名称 + YYYY年 + 政府信息公开工作年度报告."""
    return f"{unit_title}{year}年{REPORT_NAME}"


_cell = partial(tuple.__new__, Cell)
"""A cell of a tuple, without a look at the names of its fields: a report has 300."""


def statutory_table(table: TableForm, texts: Mapping[str, str]) -> StatutoryTable:
    """The form's table filled with the texts of its figures; a figure without text is blank."""
    text = texts.get
    cells = [
        _cell((row, column, rowspan, colspan, text(figure or "", "") if label is None else label, figure))
        for row, column, rowspan, colspan, label, figure in table.cells
    ]
    made = StatutoryTable(table.number, tuple(cells))
    made.drawn = table
    return made


def number_text(number: Number) -> str:
    """A number as the tables print it: no separators, no exponent, no trailing zeros."""
    if isinstance(number, int):
        return str(number)
    text = format(Decimal(number), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
