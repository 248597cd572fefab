"""A claim: what a few words of the narrative say of the tables; and what its reading needs to know."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from nianbao.core.claims.cutting import Clause, Line
from nianbao.core.claims.words import Token
from nianbao.core.numerals import Number
from nianbao.core.quantities import Quantity

ClaimKind = Literal["count", "part", "none", "change", "published"]


class Claim(NamedTuple):
    """What a few words of the narrative say of the tables.

    Attributes:
        kind: `count` states a figure; `part` is a share of it, which cannot be more; `none` says it is 0.
        figure: the figure it most likely means.
        readings: every expression over figures (`a`, `a+b`) that it may mean.
        quantity: the quantity, None for `none`.
        line: the line of the narrative it stands in.
        start: where its words begin in the line's bare text.
        end: where they end.
        plain: said in so many words, not inferred from the words before.
        less: a number told beside it that it may leave out (撤回2件，答复21件); below 0 what it may count besides
            (公开规章18件（含修改14件）).
        of_system: told of all organs of the line (全市税务系统), which the tables need not count.
    """

    kind: ClaimKind
    figure: str
    readings: tuple[str, ...]
    quantity: Quantity | None
    line: Line
    start: int
    end: int
    plain: bool = True
    less: Number = 0
    of_system: bool = False

    @property
    def quote(self) -> str:
        """The words as they are printed."""
        return self.line.bare.quote(self.start, self.end)


@dataclass
class Context:
    """What the words before a quantity spoke of.

    Attributes:
        domain: the table: requests, disputes, documents, decisions, fees, or other business.
        row: the result or step spoken of last.
        kind: the kind of case spoken of last.
        column: the applicant spoken of last.
        paired: quantities of lists with 分别, each with its claim.
        open_column: the applicant of a clause without a number, which the next number is of.
        open_row: the same for a row.
        document: the kind of document spoken of last.
        past: the words are about another year.
        past_outside: whether the words outside the bracket were; None outside brackets.
        sure: the cases are certainly about disclosure.
        hears: the organ may hear cases itself, so that those received need not be against it.
        likely: they most likely are, as an organ that hears no cases tells of its own.
        topic: what the heading or the paragraph is about.
        others: the cases just spoken of are others than those about disclosure.
        sure_from: from which place of the line on they are.
        seen: the claims of the sentence so far.
        run: those since the last number that was none or a sum.
        pending: the words of a list so far (甲、乙 before 丙各1件).
        told: the figures stated in the paragraph so far.
        odd_unit: the unit that is not usual for requests in which the paragraph counts them.
        denied: where the words began by which the clause before denied what it names; the list behind 、 is
            denied too. -1 where it did not.
        received: the sentence speaks of requests received.
        whole_area: the report is a government's, and counts what all its organs do.
        department: the report is a department's, which makes no rules of the government.
        narrow: those received last came one way only, or were asked of one organ.
        content: the words tell what was asked for.
        unit: the organ's name without fillers.
        system_end: where the words for that line end in a sentence that has them; else 0.
        counted: the words before the number of the first of several years.
        last: the clause before, if it has no number.
        held: the clause before the bracket that was just read, if neither has a number.
        head: the words of the heading run in before that name a table.
    """

    domain: str | None = None
    row: str | None = None
    kind: str | None = None
    column: str | None = None
    paired: dict[int, Claim | None] = field(default_factory=dict)
    open_column: str | None = None
    open_row: str | None = None
    document: str | None = None
    past: bool = False
    past_outside: bool | None = None
    sure: bool = False
    hears: bool = True
    likely: bool = False
    topic: str | None = None
    others: bool = False
    sure_from: int = 0
    seen: list[Claim] = field(default_factory=list)
    run: list[Claim] = field(default_factory=list)
    pending: list[Token] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    odd_unit: str = ""
    denied: int = -1
    received: bool = False
    whole_area: bool = False
    department: bool = False
    narrow: bool = False
    content: bool = False
    unit: str = ""
    system_end: int = 0
    counted: tuple[Token, ...] = ()
    last: Clause | None = None
    held: Clause | None = None
    head: tuple[Token, ...] = ()


class Phrase(NamedTuple):
    """A quantity with the words around it.

    Attributes:
        line: the line it stands in.
        begin: where its words begin: with the clause, or behind the quantity before.
        quantity: the quantity.
        before: the words before it.
        after: the words behind it that are about it, where none before say what is counted.
        behind: all words behind it, up to the next quantity.
        leftover: what stands before it and is neither a word nor a filler.
    """

    line: Line
    begin: int
    quantity: Quantity
    before: Sequence[Token]
    after: Sequence[Token]
    behind: Sequence[Token]
    leftover: str

    @property
    def text(self) -> str:
        return self.line.bare.text

    @property
    def words(self) -> str:
        """The words before the quantity as they stand."""
        return self.text[self.begin : self.quantity.start]

    @property
    def tokens(self) -> list[Token]:
        return [*self.before, *self.after]

    @property
    def tokens_but_time(self) -> list[Token]:
        return [t for t in self.tokens if t.facet != "time"]

    @property
    def sums(self) -> bool:
        """Whether the words before say that the number is a sum."""
        return bool(_SUMS.search(self.words))

    @property
    def start(self) -> int:
        """Where the quote begins: with the first word that says what is counted."""
        start = span(self.begin, self.quantity, self.before)
        summed = _SUMS.search(self.words) if start == self.quantity.start else None
        return self.begin + summed.start() if summed else start  # 共计1830件

    def claim(
        self, readings: Sequence[str], *, kind: ClaimKind = "count", plain: bool = True, figure: str = ""
    ) -> Claim:
        """The claim that the quantity is one of these."""
        end = self.quantity.end
        if not self.tokens_before and self.after and self.after[0].start - end < 8:
            end = self.after[0].end  # 5件予以公开: what it counts stands behind
        return Claim(kind, figure or readings[0], tuple(readings), self.quantity, self.line, self.start, end, plain)

    @property
    def tokens_before_objects(self) -> list[Token]:
        """The words before the quantity that name requests, rows or applicants."""
        return [t for t in self.before if t.facet in ("object", "row", "column")]

    @property
    def tokens_before(self) -> list[Token]:
        """The words before the quantity that say what it counts."""
        return [t for t in self.before if t.facet != "time"]


def span(begin: int, quantity: Quantity, before: Sequence[Token]) -> int:
    """Where the quote begins: with the first word that says what is counted."""
    first = min((t.start for t in before if t.facet not in ("time",)), default=quantity.start)
    return max(begin, first)


_SUMS = re.compile(r"(?:共计|合计|总计|一共|总共|累计|共)(?:为|是|有|达|收到|提出)?$")
_PURE = re.compile(r"(?:20\d\d年)?(?:共|共计|合计|计|有|为|共有|仅|只有|仅有|达到?)?$")


def stands_alone(before: Sequence[Token], after: Sequence[Token], words: str) -> bool:
    """Nothing but “there are” stands around the quantity."""
    return not after and all(t.facet == "time" for t in before) and bool(_PURE.fullmatch(words))


def narrowest(results: Sequence[str]) -> str:
    """Of a group and a line of that group the line is meant."""
    last = results[-1]
    for row in results:
        if row.startswith(f"{last}."):
            return row
    return last


def of_column(path: str, column: str) -> str:
    """An expression over rows of table three (received+carried_in) as one over figures of a column."""
    return re.sub(r"[a-z_.]+", lambda m: f"requests.{m[0]}.{column}", path)


def without(text: str, begin: int, end: int, found: Sequence[Token]) -> str:
    """A stretch of text without the words found in it."""
    return "".join(between(text, begin, end, found))


def between(text: str, begin: int, end: int, found: Sequence[Token]) -> list[str]:
    """What stands between the words found in a stretch of text, before the first and behind the last."""
    out, at = list[str](), begin
    for token in found:
        out.append(text[at : token.start])
        at = max(at, token.end)
    return [*out, text[at:end]]


def sentence_around(text: str, start: int, end: int, marks: str = "。；") -> str:
    """The stretch of text between two marks in which a place stands."""
    begin = max(text.rfind(mark, 0, start) for mark in marks) + 1
    ends = [at + 1 for mark in marks if (at := text.find(mark, end)) >= 0]
    return text[begin : min(ends, default=len(text))]
