"""Compose a report from a draft and the phrase bank: deterministic, every number tied to its figure.

    report = compose(draft, bank)                  # with the sentences that wait for confirmation
    report = compose(draft, bank, pending=False)   # without them, as it leaves the house

For each slot of the outline the phrases that hold compete; those of the highest rank win, and among their
variants the choice goes round by unit, slot and year, so that a unit says it another way next year and its
neighbours say it differently now. A variant of last year's report, one that begins like the sentence before
it or repeats its verb, gives way to another where there is one. A phrase that asserts what nobody stated is
only offered (state `pending`).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from operator import attrgetter
from typing import NamedTuple

from nianbao.core.draft import Draft, NarrativeItem, Problem
from nianbao.core.figures import UNSTATED
from nianbao.core.form import TableForm, form
from nianbao.core.merge import PERIODS, renewed_words, settle
from nianbao.core.numerals import Number, chinese_ordinal
from nianbao.core.phrase_syntax import PhraseError, mark, plain_words, unmark
from nianbao.core.phrases import LENGTHS, Bank, Part, Phrase, Slot, Variant, Way
from nianbao.core.report import (
    Block,
    Paragraph,
    Report,
    Section,
    Sentence,
    Table,
    number_text,
    report_title,
    statutory_table,
)

_LAST_RESORT = "other.none"
_FIGURE = attrgetter("figure")
FRAMES = frozenset({"problems.last_year", "problems.current", "problems.measures"})
"""The slots of section five, whose phrases are lead-ins around what the person stated."""


def compose(draft: Draft, bank: Bank, *, pending: bool = True) -> Report:
    """The report of a draft; `pending` keeps sentences that wait for confirmation."""
    report = compose_words(draft, bank, pending=pending)
    return retabled(report, draft)


def compose_words(draft: Draft, bank: Bank, *, pending: bool = True) -> Report:
    """The report of a draft without its tables, for those who only look at its sentences."""
    composer = Composer(draft, bank, pending=pending)
    rules = form(draft.form)
    narrative = {section.id: section.parts for section in bank.outline}
    sections = []
    for section in rules.sections:
        blocks: tuple[Block, ...] = ()
        if section.table is None:
            blocks = tuple(composer.parts(narrative.get(section.key, ())))
        sections.append(Section(section.key, section.number, section.title, blocks))
    preamble = tuple(composer.parts(narrative.get("preamble", ()))) if draft.options.preamble else ()
    return Report(
        title=report_title(draft.unit.title, draft.year),
        unit=draft.unit.name,
        year=draft.year,
        edition=draft.form,
        kind=draft.unit.kind,
        preamble=preamble,
        sections=tuple(sections),
    )


def generated_in_place(draft: Draft, bank: Bank, slot: str) -> Sentence | None:
    """What the program says in a slot now, in the company of the other sentences, were it not for the
    person's words; None where it says nothing."""
    rest = tuple(item for item in draft.narrative if item.slot != slot)
    report = compose_words(draft.with_(narrative=rest), bank)
    return next((s for _, p in report.paragraphs() for s in p.sentences if s.slot == slot), None)


def retabled(report: Report, draft: Draft) -> Report:
    """A composed report with the tables of a draft as it stands now and the words it had before: what the
    rules over tables need at each key, before the words are due."""
    rules = form(draft.form)
    held = {section.key: section.table for section in rules.sections}
    sections = tuple(
        section._replace(blocks=(_filled(section.tables, rules.tables[number], draft.cells),))
        if (number := held.get(section.key or "")) is not None
        else section
        for section in report.sections
    )
    return replace(report, sections=sections)


def _filled(before: Sequence[Table], table: TableForm, numbers: Mapping[str, Number]) -> Table:
    """A statutory table with these figures, made from the one that stood there, if any: of its cells, those
    that stay the same are the same."""
    if not before:
        return statutory_table(table, {figure: number_text(numbers[figure]) for figure in table.figures})
    cells = (
        cell
        if cell.figure is None or cell.text == (text := number_text(numbers[cell.figure]))
        else cell._replace(text=text)
        for cell in before[0].cells
    )
    return before[0]._replace(cells=tuple(cells))


class Choice(NamedTuple):
    """A phrase, one of its variants, and the facts it asserts that nobody stated (none: it is no offer)."""

    phrase: Phrase
    variant: Variant
    pending: tuple[str, ...] = ()


_START: tuple[str, frozenset[str]] = ("", frozenset())
"""What stands before the first sentence of a paragraph: no opening, no verbs."""


class Composer:
    """The choices for one draft. Give it parts of the outline in order; it remembers the sentence before."""

    def __init__(self, draft: Draft, bank: Bank, *, pending: bool = True) -> None:
        self.draft = draft
        self.bank = bank
        self.pending = pending
        self.values = draft.values
        self.context = bank.context(self.values, unit_names(draft))
        self.holding: dict[str, list[Phrase]] = bank.holding(self.context)
        self.items: Mapping[str, NarrativeItem] = {item.slot: item for item in draft.narrative if item.state != "added"}
        self.added = added_by_slot(draft.narrative)
        self.used_last_year = frozenset(draft.last_year.phrases) if draft.last_year else frozenset()
        self._kind, self._year, self._turns = draft.unit.kind, draft.year, turns_of(draft.unit.name)
        self._wording, self._facts = draft.wording, self.values.facts
        self._lengths = LENGTHS[: LENGTHS.index(draft.options.length) + 1]
        self._before = _START
        self._year_named = False

    def parts(self, parts: Iterable[Part]) -> Iterator[Paragraph]:
        """The paragraphs of parts, with headings （一）… over those that have any sentence."""
        number = 0
        for part in parts:
            if part.kinds is not None and self.draft.unit.kind not in part.kinds:
                continue
            paragraphs = [p for row in part.paragraphs for p in self._paragraphs(row)]
            if not paragraphs:
                continue
            if part.heading is not None:
                number += 1
                yield Paragraph((Sentence(f"（{chinese_ordinal(number)}）{part.heading}"),), level=2)
            yield from paragraphs

    def _paragraphs(self, row: tuple[Slot, ...]) -> Iterator[Paragraph]:
        self._year_named = False
        self._before = _START
        sentences: list[Sentence] = []
        items, added, holding, lengths = self.items, self.added, self.holding, self._lengths
        for slot, length in row:
            if slot in FRAMES:
                yield from self._frame(slot)
                continue
            if slot == _LAST_RESORT and self._section_has_words:
                continue
            if slot in items:
                sentence = self.sentence(slot)
            else:
                said = slot in holding and length in lengths
                sentence = self.generate(slot, *self._wording.get(slot, ())) if said else None
            if slot in added:
                sentences += self._with_added(slot, sentence)
            elif sentence is not None:
                sentences.append(sentence)
        if sentences:
            self._section_has_words = row[0].id.startswith("other.")
            yield Paragraph(tuple(sentences))

    _section_has_words = False

    def _with_added(self, slot: str, sentence: Sentence | None) -> list[Sentence]:
        """A slot's sentence with those a person added before and after it."""
        before = [self._own(item) for sign, item in self.added.get(slot, ()) if sign == "-"]
        after = [self._own(item) for sign, item in self.added.get(slot, ()) if sign == "+"]
        return [*before, *([sentence] if sentence else []), *after]

    def _own(self, item: NarrativeItem) -> Sentence:
        return settle(item, None, self.values, self._elsewhere)

    def _elsewhere(self, slot: str, phrase: str | None) -> Sentence | None:
        """What the bank says in another slot now, without a trace in what comes after."""
        before = self._before, self._year_named, self.context["in_year"]
        made = self._offered(slot, phrase, *self.draft.wording.get(slot, ()))
        self._before, self._year_named, self.context["in_year"] = before
        return made

    def _offered(self, slot: str, *pinned: str | None) -> Sentence | None:
        """The sentence of a slot, whether or not it waits for confirmation: what a person rewrote he has said
        himself, so his words are held against it either way."""
        pending, self.pending = self.pending, True
        made = self.generate(slot, *pinned)
        self.pending = pending
        return made

    def sentence(self, slot: str) -> Sentence | None:
        """The sentence of a slot as it stands: generated, or as a person left it; None where there is none."""
        item = self.items.get(slot)
        pins = self._wording.get(slot, ())
        if item is None:
            return self.generate(slot, *pins)
        if item.state in ("edited", "conflict"):
            generated = self._offered(slot, item.phrase, *pins)
            return self._remember(settle(item, generated, self.values, self._elsewhere), frozenset())
        generated = self.generate(slot, item.phrase, *pins)
        if item.state == "turned":
            return generated
        if item.state == "dropped":
            return None
        return self._accepted(item, generated)

    def _accepted(self, item: NarrativeItem, generated: Sentence | None) -> Sentence | None:
        """An accepted sentence keeps its wording when the bank has new wording for the same phrase, as long as
        only numbers have changed since."""
        if generated is None or item.generated is None or generated.phrase != item.phrase:
            return generated
        known = self.bank.variants.get(item.phrase or "")
        if generated.state == "pending" or (known is not None and known[1].source == item.template):
            return generated
        renewed = renewed_words(item, generated, self.values)
        return generated._replace(text=renewed.text, spans=renewed.spans) if renewed is not None else generated

    def generate(self, slot: str, *pinned: str | None) -> Sentence | None:
        """The sentence the bank gives for a slot; the first of `pinned` that may stand is taken.

        The first variant that neither begins like the sentence before nor repeats its verb; failing that one
        that at least begins otherwise; failing that the first that can be said.
        """
        choices = self._ways(slot)
        if not choices:
            return None
        for name in pinned:
            found = [choice for choice in choices if choice[1].id == name]
            if found:
                made = self._render(slot, found[0])
                return self._remember(made, found[0][1].verbs) if made else None
        opening, verbs = self._before
        fallback: tuple[Sentence, frozenset[str]] | None = None
        left: list[Way] = []
        for choice in choices:
            variant = choice[1]
            if (opening and variant.opening == opening) or (verbs and not verbs.isdisjoint(variant.verbs)):
                left.append(choice)  # known beforehand to begin alike or repeat a verb: not even rendered yet
                continue
            made = self._render(slot, choice)
            if made is not None and made.text[:2] != opening:
                return self._remember(made, variant.verbs)
            fallback = fallback or ((made, variant.verbs) if made else None)
        if len(left) > 1:
            left.sort(key=lambda choice: choice[1].opening == opening)
        for choice in left:
            made = self._render(slot, choice)
            if made is not None and made.text[:2] != opening:
                return self._remember(made, choice[1].verbs)
            fallback = fallback or ((made, choice[1].verbs) if made else None)
        return self._remember(*fallback) if fallback else None

    def choices(self, slot: str) -> list[Choice]:
        """The variants that may stand in a slot, the preferred one first."""
        return [Choice(*way) for way in self._ways(slot)]

    def _ways(self, slot: str) -> Sequence[Way]:
        """The ways to say what may stand in a slot, the preferred one first: turned by unit, slot and year,
        those of last year's report behind."""
        holding = self.holding.get(slot)
        choices = self._standing(holding) if holding else ()
        if len(choices) < 2:
            return choices
        start = (self._turns[slot] + self._year) % len(choices)
        if start:
            choices = choices[start:] + choices[:start]
        if self.used_last_year:
            return sorted(choices, key=lambda choice: choice[1].id in self.used_last_year)
        return choices

    def _standing(self, holding: Iterable[Phrase]) -> tuple[Way, ...]:
        """Of the phrases that hold in a slot, highest rank first, the ways to say those of the highest rank that
        may stand there; where there are none, of those whose facts wait to be confirmed."""
        confirmed: tuple[Way, ...] = ()
        offered: tuple[Way, ...] = ()
        highest = offered_rank = 0
        for phrase in holding:
            if confirmed and phrase.rank < highest:
                break
            if (phrase.kinds or phrase.years) and not phrase.fits(self._kind, self._year):
                continue
            waiting = self._unstated(phrase) if phrase.asserts else ()
            if waiting == ():
                confirmed, highest = confirmed + self.bank.ways[phrase.number], phrase.rank
            elif waiting and self.pending and (not offered or phrase.rank == offered_rank):
                offered += tuple([(phrase, variant, waiting) for variant in phrase.variants])
                offered_rank = phrase.rank
        return confirmed or offered

    def _unstated(self, phrase: Phrase) -> tuple[str, ...] | None:
        """The asserted facts that nobody stated; None where one was denied."""
        waiting = []
        for path in phrase.asserts:
            value = self._facts.get(path[6:], UNSTATED)  # after "facts."
            if value is UNSTATED:
                waiting.append(path)
            elif not value:
                return None
        return tuple(waiting)

    def _render(self, slot: str, choice: Way) -> Sentence | None:
        _, variant, waiting = choice
        if variant.names_year:
            self.context["in_year"] = self._period(slot)
        try:
            text, spans = unmark(self.bank.render(variant, self.context))
        except PhraseError:
            return None  # prints what nobody stated: cannot be said yet
        return Sentence(text, spans, slot, variant.id, "pending" if waiting else "plain", waiting)

    def _period(self, slot: str) -> str:
        """The year at its first mention in a paragraph, then another word for it that goes with the slot, so
        that a sentence keeps its word whatever happens to its neighbours."""
        if not self._year_named:
            return mark("year", "year", self.draft.year) + "年"
        return PERIODS[_sum_of(slot) % len(PERIODS)]

    def _remember(self, sentence: Sentence, verbs: frozenset[str]) -> Sentence:
        if not self._year_named:
            self._year_named = "year" in map(_FIGURE, sentence.spans)
        self._before = (sentence.text[:2], verbs)
        return sentence

    def _frame(self, slot: str) -> Iterator[Paragraph]:
        """Section five: a lead-in from the bank around what the person stated, item by item."""
        items = section_five_items(self.draft, slot, self)
        lines = bool(items) and self.draft.options.problems_as == "（一）" and slot != "problems.last_year"
        own = self._with_added(slot, None)
        if not items:
            if own:
                yield Paragraph(tuple(own))
            return
        self.context.update(items="\ue003", n=len(items))
        self.holding.update(self.bank.holding(self.context, frames=True))
        item = self.items.get(slot)
        pins = (item.phrase if item else None, *self._wording.get(slot, ()))
        frame = None if item and item.state == "dropped" else self.generate(slot, *pins)
        before, _, after = frame.text.partition("\ue003") if frame else ("", "", "。")
        lead = (
            frame._replace(text=before, spans=tuple(s for s in frame.spans if s.end <= len(before))) if frame else None
        )
        if lines:
            if lead and lead.text:
                yield Paragraph((lead._replace(text=lead.text.rstrip("，：") + "："),))
            for n, made in enumerate(items, 1):
                yield Paragraph((made._replace(text=f"（{chinese_ordinal(n)}）{made.text}。"),))
            if own:
                yield Paragraph(tuple(own))
            return
        sentences = [lead] if lead and lead.text else []
        sentences += enumerated(items, after or "。")
        yield Paragraph((*sentences, *own))


@cache
def _sum_of(slot: str) -> int:
    """A checksum of a slot's name; there are a hundred slots."""
    return zlib.crc32(slot.encode())


class _Turns(dict[str, int]):
    """A hash of a unit and each slot, worked out when it is asked for."""

    def __init__(self, unit: str) -> None:
        self._seed = unit.encode()

    def __missing__(self, slot: str) -> int:
        found = self[slot] = mixed(zlib.crc32(self._seed, _sum_of(slot)))
        return found


@lru_cache(maxsize=8)
def turns_of(unit: str) -> Mapping[str, int]:
    """By which number a unit's choice in each slot is turned; the same in all years and for all its drafts."""
    return _Turns(unit)


def mixed(h: int) -> int:
    """A 32-bit hash with its bits mixed (the end of MurmurHash3). CRC-32 alone is linear: two units of names of
    one length that agree in one slot would agree in all slots with as many variants."""
    h = (h ^ h >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    h = (h ^ h >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return h ^ h >> 16


def unit_names(draft: Draft) -> dict[str, object]:
    """The names of the unit as phrases use them, and placeholders for what is set while composing."""
    return {
        "unit.self": draft.unit.self_name,
        "unit.area": draft.unit.area,
        "unit.name": draft.unit.name,
        "unit.title": draft.unit.title,
        "unit.superiors": "、".join(draft.unit.superiors),
        "in_year": "",
        "items": "",
        "n": 0,
        "text": "",
        "answer": UNSTATED,
        "status": UNSTATED,
    }


def added_by_slot(narrative: Iterable[NarrativeItem]) -> dict[str, list[tuple[str, NarrativeItem]]]:
    """The sentences a person added, by the slot they stand before (`slot-1`) or after (`slot+1`), in order."""
    found: dict[str, list[tuple[str, NarrativeItem]]] = {}
    for item in narrative:
        if item.state == "added":
            sign = "-" if "-" in item.slot else "+"
            found.setdefault(item.slot.partition(sign)[0], []).append((sign, item))
    return found


def section_five_items(draft: Draft, slot: str, composer: Composer) -> list[Sentence]:
    """What the person stated for a paragraph of section five, a sentence an item, without marks around."""
    used: list[tuple[int, Problem]] = []
    if slot != "problems.last_year":
        used = [(n, p) for n, p in enumerate(draft.problems, 1) if p.used and plain_words(p.text)]
    if slot == "problems.current":
        return [Sentence(plain_words(problem.text), (), f"{slot}.{n}", problem.phrase) for n, problem in used]
    if slot == "problems.measures":
        return [
            Sentence("，".join(plain_words(m.text) for m in problem.used_measures), (), f"{slot}.{n}")
            for n, problem in used
            if problem.used_measures
        ]
    past = draft.last_year.problems if draft.last_year else ()
    found = []
    for n, item in enumerate(past, 1):
        if item.answer and plain_words(item.answer):
            composer.context.update(
                text=plain_words(item.text), answer=plain_words(item.answer), status=item.status or UNSTATED
            )
            asked = composer.bank.holding(composer.context, frames=True)  # conditions on answer and status
            composer.holding.update(asked)
            made = composer.generate("problems.answer", *draft.wording.get(f"{slot}.{n}", ()))
            text = made.text.rstrip("。") if made else plain_words(item.answer)
            found.append(Sentence(text, (), f"{slot}.{n}", made.phrase if made else None))
    return found


def enumerated(items: list[Sentence], end: str) -> list[Sentence]:
    """Items as 一是…；二是…。 in one paragraph; a single item stands without a number."""
    if len(items) == 1:
        return [items[0]._replace(text=items[0].text + end)]
    last = len(items)
    return [
        item._replace(text=f"{chinese_ordinal(n)}是{item.text}{end if n == last else '；'}")
        for n, item in enumerate(items, 1)
    ]
