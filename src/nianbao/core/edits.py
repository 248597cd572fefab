"""What a person does to a draft: each edit takes a draft and gives the draft that follows.

Both faces edit through these functions, so that a key in a screen and an option of a command mean the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from nianbao.core.compose import FRAMES, Composer, compose, generated_in_place
from nianbao.core.draft import (
    Draft,
    FactValue,
    Ignored,
    LastYear,
    Measure,
    NarrativeItem,
    Options,
    PastProblemItem,
    Problem,
    SpanItem,
    TakenItem,
    Unit,
    default_title,
)
from nianbao.core.errors import InputError
from nianbao.core.figures import FigureError, expression_parts, read_figure
from nianbao.core.findings import Finding
from nianbao.core.form import edition_for, form
from nianbao.core.kinds import default_self, default_superiors
from nianbao.core.merge import Offer, as_items, as_spans, bind, binding_offers, taken_over
from nianbao.core.numerals import Number, parse_cell
from nianbao.core.phrases import Bank, Fact
from nianbao.core.report import Report, Sentence, Span, number_text

# -- figures --------------------------------------------------------------------------------------------


def type_figure(draft: Draft, figure: str, text: str) -> Draft:
    """A draft with what was typed into a cell; an empty text takes the figure back. FigureError for what
    cannot stand there, a total too."""
    rules = form(draft.form)
    if figure in rules.totals:
        raise FigureError((figure,), f"“{rules.label(figure)}”由程序合计，不用填", "改动它所合计的各格")
    if not text.strip():
        return draft.with_(figures={name: value for name, value in draft.figures.items() if name != figure})
    return draft.with_figure(figure, read_figure(rules, figure, text))


def take_figures(draft: Draft, values: Mapping[str, Number]) -> Draft:
    """A draft with several cells replaced; what is no input cell of its form is left out."""
    inputs = form(draft.form).inputs
    return draft.with_(figures={**draft.figures, **{k: v for k, v in values.items() if k in inputs}})


def fill_zero(draft: Draft, figures: Iterable[str]) -> Draft:
    """0 in those cells."""
    return take_figures(draft, dict.fromkeys(figures, 0))


def clear_figures(draft: Draft, figures: Iterable[str]) -> Draft:
    """Those cells taken back."""
    gone = frozenset(figures)
    return draft.with_(figures={name: value for name, value in draft.figures.items() if name not in gone})


# -- the unit -------------------------------------------------------------------------------------------


def rename_unit(draft: Draft, **changes: Any) -> Draft:
    """A draft with some of its unit's fields changed; the names that followed from the old ones follow on."""
    old = draft.unit
    data: dict[str, Any] = {
        "name": old.name,
        "kind": old.kind,
        "title": old.title if old.title != default_title(old.name) else "",
        "self": old.self_name if old.self_name != default_self(old.name, old.kind) else "",
        "superiors": old.superiors if old.superiors != default_superiors(old.name, old.kind) else (),
    }
    return draft.with_(unit=Unit.model_validate({**data, **changes}))


def set_year(draft: Draft, year: int) -> Draft:
    """The draft for another year; InputError where that year has another form and figures are filled in."""
    edition = edition_for(year)
    if edition != draft.form and draft.figures:
        raise InputError(
            f"{year}年的报告用{edition}版格式，已填的数据对不上", "单位·年度", "先清空三张表，或者另建草稿"
        )
    return draft.with_(year=year, form=edition)


def set_option(draft: Draft, name: str, value: object) -> Draft:
    """A draft with one option changed (length, preamble, problems_as)."""
    return draft.with_(options=Options.model_validate({**draft.options.model_dump(), name: value}))


# -- facts ----------------------------------------------------------------------------------------------

_YES, _NO = ("是", "有", "y", "yes", "true", "1"), ("否", "无", "没有", "n", "no", "false", "0")


def read_fact(fact: Fact, text: str) -> FactValue | None:
    """What a person typed as a fact's value, None for nothing. InputError for what does not fit."""
    words = text.strip()
    if not words:
        return None
    if fact.type == "yesno":
        if words.lower() in _YES:
            return True
        if words.lower() in _NO:
            return False
        raise InputError(f"“{words}”不是“是”或者“否”", fact.label, "填写是、否，或者留空（未说明）")
    if fact.type in ("count", "amount", "percent"):
        return _fact_number(fact, words)
    if fact.type == "list":
        parts = words.replace("；", "、").replace(";", "、").replace("\n", "、").split("、")
        return tuple(part.strip() for part in parts if part.strip())
    return words


def _fact_number(fact: Fact, words: str) -> Number:
    number = parse_cell(words.removesuffix("%").removesuffix("％").removesuffix(fact.unit or "\0"))
    if number is None:
        raise InputError(f"“{words}”不是数字", fact.label, f"填写数字{f'，单位是{fact.unit}' if fact.unit else ''}")
    if number < 0:
        raise InputError(f"{number_text(number)}是负数", fact.label, "填写0或者正数")
    if fact.type == "count" and not isinstance(number, int):
        raise InputError(f"{number_text(number)}带有小数", fact.label, "填写整数")
    return number


def fact_words(value: object) -> str:
    """A fact's value as a form shows it, without its unit; empty for an unstated one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | Decimal):
        return number_text(value)
    if isinstance(value, tuple | list):
        return "、".join(str(item) for item in value)
    return str(value)


def implausible(fact: Fact, value: object) -> str:
    """Why a number looks wrong, empty where it does not."""
    if fact.range is None or isinstance(value, bool) or not isinstance(value, int | Decimal):
        return ""
    low, high = fact.range
    if low <= value <= high:
        return ""
    return f"通常在{low:g}到{high:g}{fact.unit}之间，请核对"


def set_fact(draft: Draft, name: str, value: FactValue | None) -> Draft:
    """A draft with a fact stated, or unstated again for None."""
    facts = dict(draft.facts)
    if value is None:
        facts.pop(name, None)
    else:
        facts[name] = value
    return draft.with_(facts=facts)


def facts_by_part(draft: Draft, bank: Bank) -> tuple[tuple[str, tuple[Fact, ...]], ...]:
    """The facts asked of this kind of unit, by the headings of the outline, in the order of the bank."""
    headings = {part.id: part.heading or "" for section in bank.outline for part in section.parts}
    found: dict[str, list[Fact]] = {}
    for fact in bank.facts.values():
        if fact.concerns(draft.unit.kind):
            found.setdefault(headings.get(fact.part) or _PART_NAMES.get(fact.part, "其他"), []).append(fact)
    return tuple((name, tuple(facts)) for name, facts in found.items())


_PART_NAMES = {"preamble": "编制说明", "problems": "存在问题", "other": "其他需要报告的事项", "unit": "单位"}


# -- the narrative --------------------------------------------------------------------------------------


def item_of(draft: Draft, slot: str) -> NarrativeItem | None:
    """What the person did to the sentence of a slot, None for nothing."""
    return next((item for item in draft.narrative if item.slot == slot), None)


def _with_item(draft: Draft, item: NarrativeItem) -> Draft:
    rest = [old for old in draft.narrative if old.slot != item.slot]
    return draft.with_(narrative=(*rest, item))


def restore(draft: Draft, slot: str) -> Draft:
    """The sentence of a slot as the program would write it; a sentence of one's own goes."""
    return draft.with_(narrative=tuple(item for item in draft.narrative if item.slot != slot))


def drop(draft: Draft, sentence: Sentence) -> Draft:
    """A draft without that sentence; it can be restored, unless the person wrote it himself."""
    slot = sentence.slot or ""
    if sentence.state == "added":
        return restore(draft, slot)
    spans = as_items(sentence.spans, draft.values)
    gone = NarrativeItem(slot=slot, phrase=sentence.phrase, generated=sentence.text, spans=spans, state="dropped")
    return _with_item(draft, gone)


def rewrite(draft: Draft, bank: Bank, sentence: Sentence, text: str) -> Draft:
    """A sentence in the person's own words. Its numbers stay tied to their figures where they survive;
    the words the program would have written stay with it, for later comparison. Empty words drop it."""
    words = " ".join(text.split("\n")).strip()
    if not words:
        return drop(draft, sentence)
    slot = sentence.slot or ""
    if sentence.state in ("plain", "pending") and words == sentence.text:
        return draft
    bound = as_items(bind(words, sentence, _others(draft, bank)), draft.values)
    if sentence.state in ("added", "conflict") and "+" in slot.replace("-", "+"):
        taken = taken_over(words, "", sources(draft, bank, slot))
        own = NarrativeItem(slot=slot, text=words, bound=bound, taken=taken, state="added")
        return _replace(draft, slot, own)
    if sentence.state in ("plain", "pending"):
        now: Sentence | None = sentence
    else:
        now = generated_in_place(draft, bank, slot)
        if now is not None and words == now.text:
            return restore(draft, slot)
    item = edited(draft, slot, words, now, bound)
    taken = taken_over(words, now.text if now else "", sources(draft, bank, slot))
    return _with_item(draft, item.model_copy(update={"taken": taken}))


def edited(draft: Draft, slot: str, words: str, base: Sentence | None, bound: tuple[SpanItem, ...]) -> NarrativeItem:
    """What a draft keeps of an edited sentence: the person's words, and those of the program that they stand
    for, None where the program says nothing there."""
    return NarrativeItem(
        slot=slot,
        phrase=base.phrase if base else None,
        generated=base.text if base else None,
        spans=as_items(base.spans, draft.values) if base else (),
        text=words,
        bound=bound,
        unstated=base.asserts if base and base.state == "pending" else (),
        state="edited",
    )


def accept(draft: Draft, bank: Bank, sentence: Sentence) -> Draft:
    """A generated sentence accepted as it stands: newer wording in the bank leaves it alone until it is
    restored. Other sentences are left as they are."""
    known = bank.variants.get(sentence.phrase or "")
    if sentence.state != "plain" or known is None or sentence.slot is None or sentence.slot in FRAMES:
        return draft
    spans = as_items(sentence.spans, draft.values)
    return _with_item(
        draft,
        NarrativeItem(
            slot=sentence.slot,
            phrase=sentence.phrase,
            generated=sentence.text,
            spans=spans,
            template=known[1].source,
            state="accepted",
        ),
    )


def outdated(draft: Draft, bank: Bank) -> tuple[NarrativeItem, ...]:
    """The accepted sentences for which the bank has newer wording by now."""
    return tuple(
        item
        for item in draft.narrative
        if item.state == "accepted"
        and item.template is not None
        and (known := bank.variants.get(item.phrase or "")) is not None
        and known[1].source != item.template
    )


def sources(draft: Draft, bank: Bank, slot: str) -> list[TakenItem]:
    """The generated sentences whose words another sentence may have taken over, dropped and rewritten ones
    too; `slot` is the one that takes them and is left out."""
    found = [
        TakenItem(slot=s.slot, phrase=s.phrase, generated=s.text, spans=as_items(s.spans, draft.values))
        for _, paragraph in compose(draft, bank).paragraphs()
        for s in paragraph.sentences
        if s.slot in bank.by_slot and s.slot not in (slot, *FRAMES) and s.state in ("plain", "pending")
    ]
    found += [
        TakenItem(slot=item.slot, phrase=item.phrase, generated=item.generated, spans=item.spans)
        for item in draft.narrative
        if item.slot in bank.by_slot and item.slot != slot and item.phrase and item.state in ("edited", "dropped")
    ]
    found += [other for item in draft.narrative if item.slot != slot for other in item.taken if other.slot != slot]
    return found


def binding_choices(draft: Draft, bank: Bank, sentence: Sentence) -> tuple[Offer, ...]:
    """The numbers of a person's sentence that are tied to no figure and equal one of its part: each may be
    bound with `bind_number`. Only Arabic numerals count, since those can be written anew."""
    if sentence.state not in ("edited", "added"):
        return ()
    bound = set(sentence.spans)
    known = figures_of_part(bank, sentence.slot or "")
    return tuple(
        offer
        for offer in binding_offers(sentence.text, bound, draft.values, known)
        if sentence.text[offer.start : offer.end].isdecimal() and sentence.text[offer.start : offer.end].isascii()
    )


def figures_of_part(bank: Bank, slot: str) -> tuple[str, ...]:
    """The figures and facts that the phrases of a slot's part state, in the order of the bank."""
    base = _base_slot(slot)
    parts = (part for section in bank.outline for part in section.parts)
    slots = next((ids for part in parts if base in (ids := [s.id for row in part.paragraphs for s in row])), [base])
    found: dict[str, None] = {}
    for name in slots:
        for phrase in bank.by_slot.get(name, ()):
            for path in _PATH.findall(" ".join(v.source for v in phrase.variants[:1]) + " " + (phrase.when or "")):
                found[path] = None
    return tuple(found)


_PATH = re.compile(r"(?<![\w.])(?:requests|disclosure|disputes|facts)(?:\.\w+)+")


def bind_number(draft: Draft, sentence: Sentence, offer: Offer, figure: str) -> Draft:
    """A number that a person typed tied to a figure it equals: from now on it follows that figure."""
    slot = sentence.slot or ""
    item = item_of(draft, slot)
    if item is None:
        return draft
    spans = (*sentence.spans, Span(offer.start, offer.end, figure, "count"))
    bound = as_items(sorted(spans), draft.values)
    return _replace(draft, slot, item.model_copy(update={"text": sentence.text, "bound": bound}))


def _others(draft: Draft, bank: Bank) -> list[Sentence]:
    """The sentences whose numbers a rewritten one may have taken over, dropped ones too."""
    report = compose(draft, bank)
    found = [s for _, paragraph in report.paragraphs() for s in paragraph.sentences if s.spans]
    found += [Sentence(item.generated, as_spans(item.spans)) for item in draft.narrative if item.generated]
    return found


def _replace(draft: Draft, slot: str, new: NarrativeItem) -> Draft:
    return draft.with_(narrative=tuple(new if item.slot == slot else item for item in draft.narrative))


def add_sentence(draft: Draft, bank: Bank, slot: str, text: str, *, before: bool = False) -> Draft:
    """A sentence of one's own before or after that of a slot (or after one of one's own). Numbers that came
    along with their words from another sentence stay tied to their figures."""
    words = " ".join(text.split("\n")).strip()
    if not words:
        return draft
    if words[-1] not in "。！？；：":
        words += "。"
    base = slot.replace("-", "+").partition("+")[0]
    sign = "-" if before or "-" in slot else "+"
    taken = {item.slot for item in draft.narrative}
    number = next(n for n in range(1, 10_000) if f"{base}{sign}{n}" not in taken)
    bound = as_items(bind(words, Sentence(""), _others(draft, bank)), draft.values)
    came = taken_over(words, "", sources(draft, bank, ""))
    item = NarrativeItem(slot=f"{base}{sign}{number}", text=words, bound=bound, taken=came, state="added")
    items = list(draft.narrative)
    at = next((n for n, old in enumerate(items) if old.slot == slot and old.state == "added"), None)
    if at is None:
        own = [n for n, old in enumerate(items) if old.state == "added" and old.slot.startswith(f"{base}{sign}")]
        at = len(items) if before or not own else own[0]
        items.insert(at, item)
    else:
        items.insert(at if before else at + 1, item)
    return draft.with_(narrative=tuple(items))


def variants_of(draft: Draft, bank: Bank, sentence: Sentence) -> Sequence[str]:
    """The ways in which a slot's sentence may be said now, by variant id."""
    if sentence.slot is None or sentence.slot not in bank.by_slot:
        return ()
    composer = Composer(draft, bank)
    if sentence.slot.startswith("problems."):
        composer.context.update(items="…", n=max(1, len(draft.problems)))
        composer.holding = bank.holding(composer.context)
    found = []
    for choice in composer.choices(sentence.slot):
        made = composer.generate(sentence.slot, choice.variant.id)
        if made is not None and made.phrase == choice.variant.id:
            found.append(choice.variant.id)
    return found


def turn(draft: Draft, bank: Bank, sentence: Sentence) -> Draft | None:
    """Another way to say a sentence (换一种说法), None where there is no other. An edited sentence keeps the
    person's words and is not turned."""
    if sentence.state not in ("plain", "pending"):
        return None
    found = list(variants_of(draft, bank, sentence))
    if sentence.phrase not in found or len(found) < 2:
        return None
    chosen = found[(found.index(sentence.phrase) + 1) % len(found)]
    return _with_item(draft, NarrativeItem(slot=sentence.slot or "", phrase=chosen, state="turned"))


def confirm(draft: Draft, bank: Bank, sentence: Sentence) -> Draft:
    """State the facts that a pending sentence asserts (yes), so that it may leave the house."""
    for path in sentence.asserts:
        name = path.removeprefix("facts.")
        fact = bank.facts.get(name)
        if fact is not None and fact.type == "yesno" and name not in draft.facts:
            draft = set_fact(draft, name, True)
    return draft


def deny(draft: Draft, bank: Bank, sentence: Sentence) -> Draft:
    """State that what a pending sentence asserts was not done (no); the sentence goes."""
    for path in sentence.asserts:
        name = path.removeprefix("facts.")
        fact = bank.facts.get(name)
        if fact is not None and fact.type == "yesno" and name not in draft.facts:
            draft = set_fact(draft, name, False)
    return draft


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the narrative as it is worked on: a heading, a sentence, or one that was dropped."""

    kind: str
    text: str
    sentence: Sentence | None = None
    section: str = ""


def narrative_rows(draft: Draft, bank: Bank, report: Report) -> tuple[Row, ...]:
    """The report's narrative line by line, dropped sentences at their places."""
    order = _slot_order(bank)
    dropped = sorted(
        (item for item in draft.narrative if item.state == "dropped"), key=lambda item: order.get(item.slot, 10**6)
    )
    rows: list[Row] = []
    title = None
    for section, paragraph in report.paragraphs():
        name = f"{section.number}、{section.title}" if section else "编制说明"
        if name != title:
            rows.append(Row("section", name, section=name))
            title = name
        for sentence in paragraph.sentences:
            here = order.get(_base_slot(sentence.slot), -1)
            while here >= 0 and dropped and order.get(dropped[0].slot, 10**6) < here:
                rows.append(_dropped_row(dropped.pop(0), name))
            rows.append(Row("heading" if paragraph.level else "sentence", sentence.text, sentence, name))
    rows += [_dropped_row(item, title or "") for item in dropped]
    return tuple(rows)


def _dropped_row(item: NarrativeItem, section: str) -> Row:
    return Row(
        "dropped", item.generated or item.slot, Sentence(item.generated or "", (), item.slot, item.phrase), section
    )


def _base_slot(slot: str | None) -> str:
    return (slot or "").replace("-", "+").partition("+")[0]


def _slot_order(bank: Bank) -> Mapping[str, int]:
    slots = [slot.id for section in bank.outline for part in section.parts for row in part.paragraphs for slot in row]
    return {slot: n for n, slot in enumerate(slots)}


# -- problems -------------------------------------------------------------------------------------------


def add_problem(draft: Draft, text: str, measure: str = "") -> Draft:
    """A problem of this year, with its measure if there is one; empty words change nothing."""
    words = text.strip().rstrip("。；")
    if not words:
        return draft
    return draft.with_(problems=(*draft.problems, Problem(text=words, measure=measure.strip().rstrip("。；") or None)))


def set_problem(draft: Draft, number: int, **changes: Any) -> Draft:
    """The problem of that number (from 0) with some fields changed."""
    problems = list(draft.problems)
    problems[number] = problems[number].model_copy(update=changes)
    return draft.with_(problems=tuple(problems))


def set_measure(draft: Draft, number: int, text: str) -> Draft:
    """The measure of a problem in the person's words; empty words take it back."""
    words = text.strip().rstrip("。；")
    problem = draft.problems[number]
    if problem.measures and words:
        first = problem.measures[0]
        state = first.state if first.text == words else "edited"
        changed = Measure(text=words, id=first.id, state=state)
        return set_problem(draft, number, measures=(changed, *problem.measures[1:]))
    return set_problem(draft, number, measure=words or None, measures=problem.measures if words else ())


def remove_problem(draft: Draft, number: int) -> Draft:
    """The draft without a problem of this year."""
    return draft.with_(problems=tuple(p for n, p in enumerate(draft.problems) if n != number))


def move_problem(draft: Draft, number: int, step: int) -> Draft:
    """A problem one place up or down."""
    problems = list(draft.problems)
    to = number + step
    if 0 <= to < len(problems):
        problems[number], problems[to] = problems[to], problems[number]
    return draft.with_(problems=tuple(problems))


def answer_past(draft: Draft, number: int, answer: str, status: str | None) -> Draft:
    """What was done about a problem of last year's report, in the person's words."""
    last = draft.last_year or LastYear()
    problems = list(last.problems)
    problems[number] = PastProblemItem.model_validate(
        {**problems[number].model_dump(), "answer": answer.strip().rstrip("。；") or None, "status": status}
    )
    return draft.with_(last_year=last.model_copy(update={"problems": tuple(problems)}))


# -- findings -------------------------------------------------------------------------------------------


def ignore(draft: Draft, finding: Finding, reason: str) -> Draft:
    """Leave a finding as it is, for a reason that stays in the draft. InputError for no reason."""
    if not reason.strip():
        raise InputError("没有写理由", finding.where, "写明不改的理由，它会留在草稿里")
    kept = tuple(item for item in draft.ignored if (item.code, item.where) != (finding.code, finding.where))
    return draft.with_(ignored=(*kept, Ignored(code=finding.code, where=finding.where, reason=reason.strip())))


def heed(draft: Draft, code: str, where: str) -> Draft:
    """Take an ignored finding back."""
    return draft.with_(ignored=tuple(i for i in draft.ignored if (i.code, i.where) != (code, where)))


def mend(draft: Draft, finding: Finding) -> Draft | None:
    """The draft with a finding's safe mend, None where there is none that a program may make."""
    repair = finding.repair
    if repair is None or not repair.sole or repair.figure not in form(draft.form).inputs or repair.value < 0:
        return None
    return draft.with_figure(repair.figure, repair.value)


# -- what a sentence is made of -------------------------------------------------------------------------


def figure_words(draft: Draft, bank: Bank, expression: str) -> str:
    """A figure or an expression of figures in Chinese (表三·总计·（一）予以公开 ÷ …)."""
    top, base = expression_parts(expression)
    words = "".join(
        f"{('＋' if sign > 0 else '－') if n or sign < 0 else ''}{_path_words(draft, bank, path)}"
        for n, (sign, path) in enumerate(top)
    )
    if base is None:
        return words
    return f"{words} ÷ {'＋'.join(_path_words(draft, bank, path) for _, path in base)}"


def _path_words(draft: Draft, bank: Bank, path: str) -> str:
    head, _, rest = path.partition(".")
    if head == "facts":
        fact = bank.facts.get(rest)
        return f"事项·{fact.label if fact else rest}"
    if head == "last_year":
        return f"上年·{_path_words(draft, bank, rest)}"
    if head == "change":
        name, _, part = rest.rpartition(".")
        return f"{_path_words(draft, bank, name)}·比上年{'增减' if part == 'difference' else '增减比例'}"
    return "年度" if path == "year" else form(draft.form).label(path)


def sentence_figures(draft: Draft, bank: Bank, sentence: Sentence) -> list[tuple[str, str]]:
    """The numbers of a sentence with the figures they state, in order."""
    return [(sentence.text[span.start : span.end], figure_words(draft, bank, span.figure)) for span in sentence.spans]


STATE_WORDS: Mapping[str, str] = {
    "plain": "程序生成",
    "pending": "待核实：所说的事没有人填过",
    "edited": "本人改写",
    "added": "本人加写",
    "conflict": "冲突：数据变了，与改写的句子不合，等待选择",
    "dropped": "已删去，导出时没有这一句",
}


def asserted_words(bank: Bank, sentence: Sentence) -> str:
    """The facts that a pending sentence takes for granted, by their questions."""
    facts = [bank.facts.get(path.removeprefix("facts.")) for path in sentence.asserts]
    return "；".join(fact.question for fact in facts if fact is not None)
