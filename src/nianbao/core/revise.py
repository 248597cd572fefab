"""What a revision does to the text, sentence by sentence, and the draft that follows from it.

Before the figures change, the wording of every slot is pinned, so that a sentence which is not affected does
not move by a character; the pins stay, so that revising back restores the old text.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from nianbao.core.compose import compose_words, generated_in_place
from nianbao.core.draft import ConflictItem, Draft, NarrativeItem, Revision, TakenItem
from nianbao.core.edits import edited, fact_words
from nianbao.core.form import form
from nianbao.core.merge import as_items, as_spans, bind, phrase_of
from nianbao.core.phrase_syntax import paths_in
from nianbao.core.phrases import Bank
from nianbao.core.report import Report, Sentence

ChangeKind = Literal["unchanged", "renumbered", "reworded", "added", "removed", "conflict"]
CHANGE_NAMES: Mapping[str, str] = {
    "unchanged": "未变",
    "renumbered": "换数",
    "reworded": "改写",
    "added": "新增",
    "removed": "删去",
    "conflict": "冲突",
}


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to the sentence of a slot: its text before and after (empty where there was none), and
    the figures it states that have changed."""

    slot: str
    kind: ChangeKind
    before: str
    after: str
    figures: tuple[str, ...] = ()


def pin(draft: Draft, bank: Bank) -> Draft:
    """The draft with the wording of each of its sentences recorded; those recorded before come first."""
    return _pinned(draft, compose_words(draft, bank), bank)[0]


def _pinned(draft: Draft, report: Report, bank: Bank) -> tuple[Draft, Report]:
    """The draft with the wording of the sentences of its report recorded, and the words of that draft.

    Recording what was chosen changes no choice, so they are those of the report; but for words taken over
    from another slot: what that slot says is made anew beside other neighbours, where the record counts.
    """
    wording = {slot: tuple(ways) for slot, ways in draft.wording.items()}
    for sentence in sentences_of(report):
        slot, phrase = sentence.slot, sentence.phrase
        if slot is None or phrase is None or phrase not in bank.variants or sentence.state in ("edited", "conflict"):
            continue
        ways = wording.get(slot, ())
        if phrase not in ways:
            wording[slot] = (*ways, phrase)
    pinned = draft.with_(wording=wording)
    taken = any(item.taken for item in draft.narrative)
    return pinned, compose_words(pinned, bank) if taken else report


def sentences_of(report: Report) -> list[Sentence]:
    """Every sentence of the narrative that fills a slot, in order."""
    return [s for _, paragraph in report.paragraphs() for s in paragraph.sentences if s.slot is not None]


def revise(
    draft: Draft, changed: Draft, bank: Bank, *, day: datetime.date, what: str = ""
) -> tuple[Draft, tuple[Change, ...]]:
    """The draft after a revision, and what it does to each sentence.

    `changed` is the draft with its new figures, facts, problems or last year; its narrative is left to this
    function. What was there before is kept in the history, so that one can go back. A revision that changes
    nothing gives the draft as it was.
    """
    before = content_of(draft)
    after = content_of(changed)
    altered = {name: value for name, value in before.items() if after[name] != value}
    if not altered:
        return draft, tuple(_unchanged(draft, bank))
    pinned, old = _pinned(draft, compose_words(draft, bank), bank)
    follows = pinned.with_(**{name: getattr(changed, name) for name in altered})
    follows, new = _pinned(follows, compose_words(follows, bank), bank)
    found = changes(old, new, pinned, follows, bank)
    follows = mark_conflicts(follows, new, bank)
    record = Revision(day=day, what=what or describe(altered, after), before=what_was(draft, changed, altered))
    return follows.with_(history=(*draft.history, record)), found


CONTENT = ("figures", "facts", "problems", "last_year", "unit", "options", "year", "form")
"""What a revision may change; the narrative follows from it."""


def content_of(draft: Draft) -> dict[str, Any]:
    """The draft's content by field, zeros of figures left out."""
    found = {name: getattr(draft, name) for name in CONTENT}
    found["figures"] = {figure: number for figure, number in draft.figures.items() if number}
    return found


def what_was(draft: Draft, changed: Draft, names: Iterable[str]) -> dict[str, Any]:
    """What those fields held before a change, as plain data for the history: of figures and facts only the
    ones that changed (None where there was none), of other fields the whole."""
    dumped = draft.model_dump(mode="json", by_alias=True, include=set(names))
    for name in ("figures", "facts"):
        if name in dumped:
            old, new = dict(getattr(draft, name)), dict(getattr(changed, name))
            keys = dict.fromkeys((*old, *new))
            dumped[name] = {key: _plain(old.get(key)) for key in keys if old.get(key) != new.get(key)}
    return dumped


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def describe(altered: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What changed, in a line."""
    names = {
        "figures": "数据",
        "facts": "事项",
        "problems": "问题与改进",
        "last_year": "上年数据",
        "unit": "单位",
        "options": "体例",
        "year": "年度",
        "form": "格式",
    }
    parts = []
    for name, old in altered.items():
        if name in ("figures", "facts"):
            new = after[name]
            keys = [key for key in dict.fromkeys((*old, *new)) if old.get(key) != new.get(key)]
            parts.append(f"{names[name]}{len(keys)}项")
        else:
            parts.append(names[name])
    return "改动" + "、".join(parts)


def altered_by(draft: Draft, number: int, bank: Bank) -> tuple[str, ...]:
    """The figures and facts that a revision of the history changed, each with the value before and after it."""
    rules = form(draft.form)
    lines = []
    for name, now in (("figures", draft.figures), ("facts", draft.facts)):
        for key, old in draft.history[number].before.get(name, {}).items():
            later = (r.before[name][key] for r in draft.history[number + 1 :] if key in r.before.get(name, {}))
            new = next(later, now.get(key))
            if name == "figures":
                label, none = rules.label(key), "0"
            else:
                label, none = bank.facts[key].label if key in bank.facts else key, "未说明"
            lines.append(f"{label} {fact_words(old) or none}→{fact_words(new) or none}")
    return tuple(lines)


def _unchanged(draft: Draft, bank: Bank) -> Iterable[Change]:
    for sentence in sentences_of(compose_words(draft, bank)):
        kind: ChangeKind = "conflict" if sentence.state == "conflict" else "unchanged"
        yield Change(sentence.slot or "", kind, sentence.text, sentence.text)


def changes(old: Report, new: Report, before: Draft, after: Draft, bank: Bank | None = None) -> tuple[Change, ...]:
    """What happened to each sentence between two reports of a draft, in the order of the new report; those
    removed stand where they stood. With a bank, the figures that decide on a phrase are told too."""
    was = {s.slot: s for s in sentences_of(old)}
    now = {s.slot: s for s in sentences_of(new)}
    found = []
    for slot in _merged_order(list(was), list(now)):
        one, two = was.get(slot), now.get(slot)
        figures = _changed_figures(one, two, before, after)
        kind = _kind(one, two)
        if bank is not None and kind not in ("unchanged", "renumbered"):
            decisive = _decisive(one, two, bank)
            figures = tuple(dict.fromkeys((*figures, *(p for p in decisive if _differs(p, before, after)))))
        found.append(Change(str(slot), kind, one.text if one else "", two.text if two else "", figures))
    return tuple(found)


def reviewed(baseline: Draft, draft: Draft, bank: Bank, report: Report | None = None) -> tuple[Change, ...]:
    """What changed in the text since a baseline because content changed: what a person did to sentences
    himself is left out, conflicts are always in."""
    old = compose_words(baseline, bank)
    new = compose_words(draft, bank) if report is None else report
    was = {item.slot: _own_part(item) for item in baseline.narrative}
    now = {item.slot: _own_part(item) for item in draft.narrative}
    return tuple(
        change
        for change in changes(old, new, baseline, draft)
        if change.kind == "conflict" or (change.kind != "unchanged" and was.get(change.slot) == now.get(change.slot))
    )


def _own_part(item: NarrativeItem) -> tuple[object, ...]:
    return item.state, item.text, item.phrase


def recorded(baseline: Draft, draft: Draft, *, day: datetime.date) -> Draft:
    """The draft with what changed since a baseline written into its history; itself where nothing did."""
    before, after = content_of(baseline), content_of(draft)
    altered = {name: value for name, value in before.items() if after[name] != value}
    if not altered:
        return draft
    record = Revision(day=day, what=describe(altered, after), before=what_was(baseline, draft, altered))
    return draft.with_(history=(*draft.history, record))


def _merged_order(old: list[str | None], new: list[str | None]) -> list[str | None]:
    """The slots of the new report with those that are gone behind the one they followed."""
    order = list(new)
    for n, slot in enumerate(old):
        if slot not in new:
            at = next((order.index(old[k]) + 1 for k in range(n - 1, -1, -1) if old[k] in order), 0)
            order.insert(at, slot)
    return order


def _kind(old: Sentence | None, new: Sentence | None) -> ChangeKind:
    if new is None:
        return "removed"
    if new.state == "conflict":
        return "conflict"
    if old is None:
        return "added"
    if old.text == new.text:
        return "unchanged"
    if phrase_of(old.phrase) == phrase_of(new.phrase) and _words(old) == _words(new):
        return "renumbered"
    return "reworded"


def _words(sentence: Sentence) -> tuple[str, ...]:
    pieces = []
    at = 0
    for span in sentence.spans:
        pieces.append(sentence.text[at : span.start])
        at = span.end
    return (*pieces, sentence.text[at:])


_NAME = re.compile(r"(?<![\w.])(?:requests|disclosure|disputes|facts|last_year|change)(?:\.\w+)+")


def _decisive(old: Sentence | None, new: Sentence | None, bank: Bank) -> Iterable[str]:
    """The figures and facts that the conditions of two sentences' phrases ask for."""
    for sentence in (old, new):
        known = bank.variants.get(sentence.phrase or "") if sentence else None
        if known is not None:
            yield from _NAME.findall(known[0].when or "")
            yield from known[0].asserts


def _differs(path: str, before: Draft, after: Draft) -> bool:
    was, now = before.values.get(path), after.values.get(path)
    return not (was == now or (was is now))


@lru_cache(maxsize=4096)
def _paths_in(expression: str) -> tuple[str, ...]:
    return tuple(paths_in(expression))


def _changed_figures(old: Sentence | None, new: Sentence | None, before: Draft, after: Draft) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for sentence in (old, new):
        for span in sentence.spans if sentence else ():
            for path in _paths_in(span.figure):
                if _differs(path, before, after):
                    found[path] = None
    return tuple(found)


def mark_conflicts(draft: Draft, report: Report, bank: Bank) -> Draft:
    """The draft with its waiting conflicts written out (base, theirs, mine), and those that are gone taken
    back. A conflict itself follows from the draft; what is written is for a person to read."""
    waiting = {s.slot: s for s in sentences_of(report) if s.state == "conflict"}
    items = []
    for item in draft.narrative:
        if item.slot in waiting:
            base = item.generated or "".join(other.generated or "" for other in item.taken)
            conflict = ConflictItem(base=base, theirs=theirs_of(draft, bank, item), mine=item.text or "")
            items.append(item.model_copy(update={"conflict": conflict}))
        else:
            items.append(item.model_copy(update={"conflict": None}) if item.conflict is not None else item)
    return draft.with_(narrative=tuple(items))


def theirs_of(draft: Draft, bank: Bank, item: NarrativeItem) -> str:
    """What the program would say now for a sentence of the person's, empty where it says nothing: that of its
    slot, or for one that was moved there that of the slots its words came from."""
    slots = [other.slot for other in item.taken] if item.state == "added" else [item.slot]
    found = [generated_in_place(draft, bank, slot) for slot in slots]
    return "".join(sentence.text for sentence in found if sentence is not None)


Resolution = Literal["mine", "theirs", "edit"]


def resolve(draft: Draft, bank: Bank, slot: str, choice: Resolution, text: str = "") -> Draft:
    """Settle a conflict: keep the person's words (with renewed numbers), take the program's, or put new
    words. KeyError for a slot that a person did not edit."""
    item = {item.slot: item for item in draft.narrative}[slot]
    rest = tuple(other for other in draft.narrative if other.slot != slot)
    theirs = theirs_of(draft, bank, item)
    if choice == "theirs" and (item.state != "added" or not theirs):
        return draft.with_(narrative=rest)
    own = next((s for s in sentences_of(compose_words(draft, bank)) if s.slot == slot), None)
    words = text if choice == "edit" else theirs if choice == "theirs" else own.text if own else item.text or ""
    now = generated_in_place(draft, bank, slot)
    taken = tuple(_taken_now(draft, bank, other.slot) for other in item.taken)
    like = [Sentence(other.generated or "", as_spans(other.spans)) for other in taken]
    bound = as_items(bind(words, own or Sentence(words), [*([now] if now else []), *like]), draft.values)
    if item.state == "added":
        settled = NarrativeItem(slot=slot, text=words, bound=bound, taken=taken, state="added")
    else:
        settled = edited(draft, slot, words, now, bound).model_copy(update={"taken": taken})
    at = [other.slot for other in draft.narrative].index(slot)
    return draft.with_(narrative=(*rest[:at], settled, *rest[at:]))


def _taken_now(draft: Draft, bank: Bank, slot: str) -> TakenItem:
    """The sentence of another slot as the program would say it now."""
    now = generated_in_place(draft, bank, slot)
    if now is None:
        return TakenItem(slot=slot)
    return TakenItem(slot=slot, phrase=now.phrase, generated=now.text, spans=as_items(now.spans, draft.values))


def go_back(draft: Draft, number: int, bank: Bank, *, day: datetime.date) -> Draft:
    """The draft with the content it had before the revision of that number (from 0); the way back is a
    revision too. IndexError for a number that is not in the history."""
    fields: dict[str, Any] = {}
    for record in reversed(draft.history[number:]):
        for name, value in record.before.items():
            fields[name] = {**fields.get(name, {}), **value} if name in ("figures", "facts") else value
    data = draft.model_dump(mode="python", by_alias=True, include=set(CONTENT), exclude_unset=True)
    for name, value in fields.items():
        if name in ("figures", "facts"):
            merged = {**getattr(draft, name), **value}
            data[name] = {key: kept for key, kept in merged.items() if kept is not None}
        else:
            data[name] = value
    base = Draft.model_validate(data)
    what = f"退回到{draft.history[number].day}改动之前"
    return revise(draft, draft.with_(**{name: getattr(base, name) for name in fields}), bank, day=day, what=what)[0]


Pieces = list[tuple[str, bool]]


def character_diff(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Two texts cut into pieces, each with whether it differs; whole numbers are compared, not digits."""
    from difflib import SequenceMatcher

    one, two = _tokens(before), _tokens(after)
    left: Pieces = []
    right: Pieces = []
    for tag, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if b > a:
            left.append(("".join(one[a:b]), tag != "equal"))
        if d > c:
            right.append(("".join(two[c:d]), tag != "equal"))
    return left, right


def _tokens(text: str) -> list[str]:
    return re.findall(r"\d[\d.]*%?|.", text, re.DOTALL)
