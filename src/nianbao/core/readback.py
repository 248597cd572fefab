"""A document that a person edited outside the program, read back into the draft as edits, sentence by sentence.

The draft's report is laid beside the one that was read. A sentence that stands as it was is left alone; one
that was changed is rewritten in the draft, one that is gone is dropped, one that came is added, all through
`edits`, so that numbers stay tied to their figures where they survive. Nothing is lost: words for which the
draft has no place come back as left over, and changed cells of tables are told and offered, never taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from nianbao.core.compose import FRAMES, compose
from nianbao.core.difference import LEAST, counted_likeness, pairs_of
from nianbao.core.draft import Draft, Measure
from nianbao.core.edits import add_problem, add_sentence, answer_past, drop, rewrite, set_measure, set_problem
from nianbao.core.errors import InputError
from nianbao.core.figures import FigureError, read_figure
from nianbao.core.numerals import Number, parse_cell
from nianbao.core.phrases import Bank
from nianbao.core.report import Paragraph, Report, Sentence, place_of

Kind = Literal["rewritten", "dropped", "added", "problem", "figure", "left", "stays"]
KIND_NAMES: dict[Kind, str] = {
    "rewritten": "改写",
    "dropped": "删去",
    "added": "加写",
    "problem": "问题与改进",
    "figure": "表格数据",
    "left": "没有放进草稿",
    "stays": "草稿里仍有",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a difference between the draft and the document.

    Attributes:
        kind: rewritten, dropped, added or problem were taken into the draft; figure is a cell that differs;
            left are words that the draft has no place for; stays is what the document no longer says and the
            draft still does, since it follows from figures or from the outline.
        where: the section.
        before: what the draft said.
        after: what the document says.
        slot: the sentence concerned.
        figure: the cell concerned.
        value: what the cell may be set to, None where it is a total or no number.
    """

    kind: Kind
    where: str
    before: str
    after: str
    slot: str | None = None
    figure: str | None = None
    value: Number | None = None


TAKEN: frozenset[Kind] = frozenset({"rewritten", "dropped", "added", "problem"})
_ROUNDS = 4
_GONE = "在退回的文稿中删去"


def read_back(draft: Draft, bank: Bank, report: Report) -> tuple[Draft, tuple[Reading, ...]]:
    """The draft with what a person changed in its document, and an account of every difference.

    InputError where the document is that of another year or has nothing in common with the draft.
    """
    if report.year is not None and report.year != draft.year:
        raise InputError(
            f"文稿是{report.year}年的，草稿是{draft.year}年的", report.title, "用这份草稿写出、再经修改的文稿"
        )
    pending = _written_with_pending(draft, bank, report)
    untouched, draft = draft, _pinned(draft, compose(draft, bank, pending=pending))
    found: list[Reading] = []
    for _ in range(_ROUNDS):
        # A changed sentence may turn the one behind it (the year is named once in a paragraph), so look again.
        draft, made = _one_round(draft, bank, compose(draft, bank, pending=pending), report, found)
        if not made:
            break
        found += made
    draft = draft if found else untouched
    composed = compose(draft, bank, pending=pending)
    found += _unplaced(composed, report)
    found += _cells(composed, report)
    return draft, tuple(found)


def _written_with_pending(draft: Draft, bank: Bank, report: Report) -> bool:
    """Whether the document was written with the sentences that wait for confirmation."""
    text = bare(report.narrative)

    def known(pending: bool) -> int:
        sentences = [bare(s.text) for _, p in compose(draft, bank, pending=pending).paragraphs() for s in p.sentences]
        return sum(sentence in text for sentence in sentences)

    return known(True) > known(False)


def _pinned(draft: Draft, report: Report) -> Draft:
    """The draft with the wording of each sentence recorded, so that none turns because its neighbour changed."""
    wording = dict(draft.wording)
    for _, paragraph in report.paragraphs():
        for s in paragraph.sentences:
            if s.slot and s.phrase and s.state in ("plain", "pending") and s.phrase not in wording.get(s.slot, ()):
                wording[s.slot] = (s.phrase, *wording.get(s.slot, ()))
    return draft.with_(wording=wording)


_MARKS = re.compile(r"【(?:待核实|待取舍)】|\s+")


def bare(text: str) -> str:
    """Text without spaces and without the marks that we print before what waits."""
    return _MARKS.sub("", text)


# -- the two reports side by side -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """A section of both: its place, the draft's paragraphs, and those that were read."""

    where: str
    old: tuple[Paragraph, ...]
    new: tuple[str, ...]


def _parts(composed: Report, report: Report) -> Iterator[_Part]:
    """The sections that both have. One that the document lacks altogether was not read rather than deleted."""

    def lines(paragraphs: Iterable[Paragraph]) -> tuple[str, ...]:
        return tuple(text for p in paragraphs if (text := _MARKS.sub(" ", p.text).strip()))

    def words(blocks: Iterable[object]) -> tuple[Paragraph, ...]:
        return tuple(block for block in blocks if isinstance(block, Paragraph))

    preamble = lines(words(report.preamble))
    if preamble:
        yield _Part("开头", words(composed.preamble), preamble)
    for section in composed.sections:
        read = report.section(section.key) if section.key else None
        if read is not None and read.paragraphs:
            yield _Part(place_of(section), section.paragraphs, lines(read.paragraphs))


@dataclass(frozen=True, slots=True)
class _Old:
    """A sentence of the draft; `row` is its paragraph."""

    sentence: Sentence
    row: int

    @property
    def slot(self) -> str | None:
        return self.sentence.slot


@dataclass(frozen=True, slots=True)
class _Clause:
    """What stands between two marks of the document; whether a sentence or item begins or ends with it."""

    text: str
    row: int
    begins: bool
    ends: bool


_CLAUSE = re.compile(r"[^，：；。！？]*[，：；。！？]+[”’）》]*|[^，：；。！？]+$")
_ITEM = re.compile(
    r"(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+是|[一二三四五六七八九十]+、|\d+[.．、](?!\d))"
)
_CLOSED = re.compile(r"[。！？][”’）》]*$")


def _clauses(rows: Sequence[str]) -> list[_Clause]:
    found: list[_Clause] = []
    for row, text in enumerate(rows):
        pieces = _CLAUSE.findall(text)
        begins = [
            n == 0 or bool(_CLOSED.search(pieces[n - 1])) or bool(_ITEM.match(piece.strip()))
            for n, piece in enumerate(pieces)
        ]
        ends = [*begins[1:], True]
        found += [_Clause(*made) for made in zip(pieces, [row] * len(pieces), begins, ends, strict=True)]
    return found


Match = tuple[int, int]
"""Clauses from and to (the end excluded) that are a sentence's new words."""


def _matches(old: Sequence[_Old], new: Sequence[_Clause]) -> dict[int, Match]:
    """The clauses that each sentence of the draft has become: those that stand as they were first, and then
    between them the ones that are alike."""
    kept = _kept(old, new)
    found = dict(kept)
    edges = [(-1, (0, 0)), *sorted(kept.items()), (len(old), (len(new), len(new)))]
    for (a, (_, start)), (b, (end, _)) in pairwise(edges):
        if b - a > 1 and end > start:
            found.update(_alike(old, new, range(a + 1, b), range(start, end)))
    return found


def _kept(old: Sequence[_Old], new: Sequence[_Clause]) -> dict[int, Match]:
    """The sentences that stand unchanged and in order, as many characters of them as can be."""
    texts = [bare(clause.text) for clause in new]
    candidates: list[tuple[int, int, int]] = []
    for i, one in enumerate(old):
        wanted = bare(one.sentence.text)
        for j in range(len(new) if wanted else 0):
            k, rest = j, wanted
            while rest and k < len(new) and new[k].row == new[j].row and texts[k] and rest.startswith(texts[k]):
                rest = rest[len(texts[k]) :]
                k += 1
            if not rest:
                candidates.append((i, j, k))
    best: list[tuple[int, int]] = []  # the worth of the best chain ending in a candidate, and the one before it
    for n, (i, j, _) in enumerate(candidates):
        before = [(best[m][0], m) for m in range(n) if candidates[m][0] < i and candidates[m][2] <= j]
        worth, at = max(before, default=(0, -1))
        best.append((worth + len(bare(old[i].sentence.text)), at))
    found: dict[int, Match] = {}
    at = max(range(len(best)), key=lambda n: best[n][0], default=-1)
    while at >= 0:
        i, j, k = candidates[at]
        found[i] = (j, k)
        at = best[at][1]
    return found


_LONGEST = 24
"""Clauses that one sentence may become."""


def _alike(old: Sequence[_Old], new: Sequence[_Clause], rows: range, columns: range) -> dict[int, Match]:
    """The pairing of changed sentences with runs of clauses, in order, that is most alike altogether."""

    @cache
    def pairs(start: int, end: int) -> Counter[str]:
        return pairs_of("".join(clause.text for clause in new[start:end]))

    mine = {i: pairs_of(_MARKS.sub("", old[i].sentence.text)) for i in rows}
    best: dict[tuple[int, int], float] = {}
    choice: dict[tuple[int, int], int] = {}
    for i in reversed(rows):
        size = mine[i].total()
        for j in reversed(columns):
            top, chosen = max((best.get((i + 1, j), 0.0), 0), (best.get((i, j + 1), 0.0), -1))
            for k in range(j + 1, min(columns.stop, j + _LONGEST) + 1):
                if new[k - 1].row != new[j].row or pairs(j, k).total() > 3 * size + 60:
                    break
                alike = _alikeness(mine[i], pairs(j, k))
                worth = alike * size + best.get((i + 1, k), 0.0)
                if alike >= LEAST and worth > top:
                    top, chosen = worth, k
            best[i, j], choice[i, j] = top, chosen
    found: dict[int, Match] = {}
    i, j = rows.start, columns.start
    while i < rows.stop and j < columns.stop:
        chosen = choice[i, j]
        if chosen > 0:
            found[i] = (j, chosen)
            i, j = i + 1, chosen
        elif chosen == 0:
            i += 1
        else:
            j += 1
    return found


def _alikeness(one: Counter[str], two: Counter[str]) -> float:
    """Likeness; a sentence cut down to a part of itself is still that sentence."""
    small = min(one.total(), two.total())
    alike = counted_likeness(one, two)
    if small < 6:
        return alike
    contained = alike * (one.total() + two.total()) / 2 / small
    return max(alike, 0.5 * contained) if contained >= 0.8 else alike


# -- from differences to edits --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Came:
    """Whole sentences that came: their text, the sentences of the draft before and behind them in their
    paragraph or else in the section, and which of the two they follow."""

    text: str
    anchor: Sentence | None
    before: bool


def _one_round(
    draft: Draft, bank: Bank, composed: Report, report: Report, before: Sequence[Reading]
) -> tuple[Draft, list[Reading]]:
    """One pass over the whole document. What an earlier pass brought in is neither brought in again nor taken
    out: the draft may say it in another order."""
    found: list[Reading] = []
    brought = {_key(reading.after) for reading in before if reading.after}
    together = False
    for part in _parts(composed, report):
        old = [_Old(s, n) for n, p in enumerate(part.old) for s in p.sentences]
        new = _clauses(part.new)
        matches = _matches(old, new)
        together = together or any(old[i].slot for i in matches)
        texts, came = _settled(old, new, matches)
        for i, one in enumerate(old):
            if i not in texts and _key(one.sentence.text) in brought:
                continue
            draft, made = _take(draft, bank, one.sentence, texts.get(i), part.where)
            found += made
        taken: dict[int, tuple[Reading, ...]] = {}
        for n in _in_order(came):
            if _key(came[n].text) in brought:
                continue
            draft, taken[n] = _take_new(draft, bank, came[n], part.where)
        found += [reading for n in sorted(taken) for reading in taken[n]]
    if not together:
        raise InputError("文稿里没有一句与草稿对得上", report.title, "用这份草稿写出、再经修改的文稿")
    return draft, found


def _settled(
    old: Sequence[_Old], new: Sequence[_Clause], matches: dict[int, Match]
) -> tuple[dict[int, str], list[_Came]]:
    """The new words of each sentence that is still there, and what came between. A clause that came in the
    middle of a sentence belongs to it."""
    owner: list[int | None] = [None] * len(new)
    for i, (start, end) in matches.items():
        for j in range(start, end):
            owner[j] = i
    for j, clause in enumerate(new):
        if owner[j] is None and not clause.begins and j and new[j - 1].row == clause.row:
            owner[j] = _editable(old, owner[j - 1])
    for j in range(len(new) - 2, -1, -1):
        if owner[j] is None and not new[j].ends and new[j + 1].row == new[j].row:
            owner[j] = _editable(old, owner[j + 1])
    texts: dict[int, str] = {}
    for j, clause in enumerate(new):
        owned = owner[j]
        if owned is not None:
            texts[owned] = texts.get(owned, "") + clause.text
    return texts, list(_arrivals(old, new, owner))


def _editable(old: Sequence[_Old], i: int | None) -> int | None:
    """A sentence that may take more words: headings and lead-ins may not."""
    return i if i is not None and old[i].slot and old[i].slot not in FRAMES else None


def _arrivals(old: Sequence[_Old], new: Sequence[_Clause], owner: Sequence[int | None]) -> Iterator[_Came]:
    text = ""
    for j, clause in enumerate(new):
        if owner[j] is not None:
            continue
        text += clause.text
        last = j + 1 == len(new) or owner[j + 1] is not None or new[j + 1].row != clause.row
        if clause.ends or last:
            yield _Came(text.strip(), *_anchor(old, new, owner, j))
            text = ""


def _anchor(
    old: Sequence[_Old], new: Sequence[_Clause], owner: Sequence[int | None], at: int
) -> tuple[Sentence | None, bool]:
    """The sentence that what came at a clause follows, or precedes (True): one of its own paragraph if there
    is any, else the nearest of the section on this side of a heading."""
    row = new[at].row
    above = [i for j in range(at - 1, -1, -1) if (i := owner[j]) is not None and new[j].row == row and old[i].slot]
    below = [i for j in range(at + 1, len(new)) if (i := owner[j]) is not None and new[j].row == row and old[i].slot]
    if above:
        return old[above[0]].sentence, False
    if below:
        return old[below[0]].sentence, True
    earlier = next((i for j in range(at - 1, -1, -1) if (i := owner[j]) is not None), -1)
    following = next((one.sentence for one in old[earlier + 1 :] if one.slot), None)
    if earlier >= 0 and old[earlier].slot:
        return old[earlier].sentence, False
    if following is not None:
        return following, True
    previous = next((one.sentence for one in reversed(old[: earlier + 1]) if one.slot), None)
    return previous, False


def _in_order(came: Sequence[_Came]) -> list[int]:
    """Items and those before a sentence first to last, those after one last to first: each stands next to it."""
    ahead = [n for n, item in enumerate(came) if item.before or _ITEM.match(item.text)]
    return ahead + [n for n in reversed(range(len(came))) if n not in ahead]


_FIVE = re.compile(r"problems\.(current|measures|last_year)\.(\d+)$")


def _take(
    draft: Draft, bank: Bank, sentence: Sentence, text: str | None, where: str
) -> tuple[Draft, tuple[Reading, ...]]:
    """The draft after what became of a sentence: None where it is gone."""
    slot = sentence.slot
    if slot is None or (text is not None and bare(text) == bare(sentence.text)):
        return draft, ()
    if (five := _FIVE.match(slot)) is not None:
        return _take_item(draft, sentence, text, where, five[1], int(five[2]) - 1)
    if slot in FRAMES:  # a lead-in follows from the outline; other words for it are told as left over
        return draft, ()
    if text is None:
        changed = drop(draft, sentence)
        return changed, (Reading("dropped", where, sentence.text, "", slot),) if changed != draft else ()
    changed = rewrite(draft, bank, sentence, text)
    if changed == draft:
        return draft, ()
    return changed, (Reading("rewritten", where, sentence.text, text.strip(), slot),)


def unnumbered(text: str) -> str:
    """Text without the number of an item at its head (一是, （二）, 3.)."""
    text = text.strip()
    number = _ITEM.match(text)
    return text[number.end() :] if number else text


def item_words(text: str) -> str:
    """An item of an enumeration without its number and the mark behind it."""
    return unnumbered(text).strip().rstrip("。；，")


def _take_item(
    draft: Draft, sentence: Sentence, text: str | None, where: str, kind: str, number: int
) -> tuple[Draft, tuple[Reading, ...]]:
    """Section five follows from problems and measures, so that is where a change of it goes."""
    words, before = item_words(text or ""), item_words(sentence.text)
    if words == before:
        return draft, ()
    made = (Reading("problem", where, sentence.text, (text or "").strip(), sentence.slot),)
    if kind == "last_year":
        past = draft.last_year.problems[number] if draft.last_year else None
        answer = (past.answer or "").strip().rstrip("。；") if past else ""
        head, found, tail = before.partition(answer)
        if past is None or not answer or not found or not words.startswith(head) or not words.endswith(tail):
            return draft, ()  # the words around the answer were changed: they are the bank's
        changed = words[len(head) : len(words) - len(tail)]
        return (answer_past(draft, number, changed, past.status), made) if changed.strip() else (draft, ())
    if kind == "current":
        if not words:
            return set_problem(draft, number, state="rejected", reason=_GONE), made
        return set_problem(draft, number, text=words, state="edited"), made
    problem = draft.problems[number]
    others = tuple(m for m in problem.measures if m not in problem.used_measures)
    used = tuple(m.model_copy(update={"state": "rejected", "reason": _GONE}) for m in problem.used_measures)
    kept = (Measure(text=words, state="edited"),) if words else used
    return set_problem(draft, number, measure=None, measures=(*kept, *others)), made


def _take_new(draft: Draft, bank: Bank, item: _Came, where: str) -> tuple[Draft, tuple[Reading, ...]]:
    """The draft with whole sentences that came; words without a place stay out, and are told of later."""
    slot = item.anchor.slot if item.anchor is not None else None
    if slot is None or not bare(item.text):
        return draft, ()
    group = next((frame for frame in FRAMES if slot == frame or slot.startswith(f"{frame}.")), None)
    if group is not None and _ITEM.match(item.text):
        return _take_new_item(draft, item.text, where, group)
    if group is not None and item.text.endswith("："):
        return draft, ()  # other words for a lead-in
    base = group or slot
    changed = add_sentence(draft, bank, base, item.text, before=item.before and group is None)
    return changed, (Reading("added", where, "", item.text, base),)


def _take_new_item(draft: Draft, text: str, where: str, group: str) -> tuple[Draft, tuple[Reading, ...]]:
    words = item_words(text)
    made = (Reading("problem", where, "", text, group),)
    if group == "problems.current":
        return add_problem(draft, words), made
    without = next((n for n, p in enumerate(draft.problems) if p.used and not p.used_measures), None)
    if group == "problems.measures" and without is not None:
        return set_measure(draft, without, words), made
    return draft, ()


# -- what is left ---------------------------------------------------------------------------------------


def _pieces(line: str) -> Iterator[str]:
    """A paragraph in sentences, items and lead-ins."""
    text = ""
    for clause in _clauses([line]):
        text += clause.text
        if clause.ends or clause.text.rstrip()[-1:] in ("：", "；"):
            yield text
            text = ""


def _key(piece: str) -> str:
    """What tells a piece from another: its words without number, spaces and closing mark."""
    return bare(unnumbered(piece)).rstrip("。！？；，：")


_EDGE = re.compile(rf"(?:^|[\n，：；。！？”’）》]|{_ITEM.pattern})$")


def _says(text: str, key: str) -> bool:
    """Whether a text says those words as a sentence or clause of its own: 没有收费 does not say 有收费."""
    at = text.find(key)
    while at >= 0:
        behind = text[at + len(key) : at + len(key) + 1]
        if behind in "\n，：；。！？”’）》" and _EDGE.search(text[max(0, at - 8) : at] if at else ""):
            return True
        at = text.find(key, at + 1)
    return False


def _unplaced(composed: Report, report: Report) -> Iterator[Reading]:
    """Words of the document that the draft does not say, and sentences of the draft that the document lacks."""
    if bare(composed.title) != bare(report.title):
        yield Reading("left", "标题", composed.title, report.title)
    seen = set()
    for part in _parts(composed, report):
        seen.add(part.where)
        old, new = "\n".join(bare(p.text) for p in part.old), "\n".join(map(bare, part.new))
        for line in part.new:
            missing = [piece for piece in _pieces(line) if _key(piece) and not _says(old, _key(piece))]
            if missing:
                yield Reading("left", part.where, "", "".join(missing).strip())
        for paragraph in part.old:
            for s in paragraph.sentences:
                if _key(s.text) and not _says(new, _key(s.text)):
                    yield Reading("stays", part.where, s.text, "", s.slot)
    for section in report.sections:
        if section.key is None or composed.section(section.key) is None:
            text = "".join(paragraph.text for paragraph in section.paragraphs)
            yield Reading("left", place_of(section), "", f"{place_of(section)}　{text}".strip())
    for section in composed.sections:
        if section.paragraphs and place_of(section) not in seen:
            yield Reading("stays", place_of(section), "".join(p.text for p in section.paragraphs), "")
    if composed.preamble and "开头" not in seen:
        words = "".join(block.text for block in composed.preamble if isinstance(block, Paragraph))
        yield Reading("stays", "开头", words, "")


def _cells(composed: Report, report: Report) -> Iterator[Reading]:
    """The cells in which the document differs, with the value that each could be set to."""
    rules = composed.form
    if report.edition != composed.edition:
        return
    for figure, before in composed.cells.items():
        after = report.cells.get(figure, before)
        if bare(after) == bare(before) or (parse_cell(after) is not None and parse_cell(after) == parse_cell(before)):
            continue
        value: Number | None = None
        if figure in rules.inputs and parse_cell(after) is not None:
            try:
                value = read_figure(rules, figure, after)
            except FigureError:
                value = None
        yield Reading("figure", rules.label(figure), before, after, None, figure, value)


def offered(readings: Iterable[Reading]) -> dict[str, Number]:
    """The cells that may be set to what the document says."""
    return {r.figure: r.value for r in readings if r.figure is not None and r.value is not None}
