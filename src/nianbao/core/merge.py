"""A revision merged with a person's edits: numbers renew inside an edited sentence, nothing edited is lost.

An edited sentence has three texts: base (as generated when the person edited it), theirs (as generated now)
and mine. Where the phrase still holds, the numbers that survive in mine are written anew from their
figures. Where the phrase changed, a number that the person overwrote has another figure by now, or a bound
figure went to or from zero, turned its sign or is no longer known, the three texts stand as a conflict until
a person chooses. A conflict is a function of the draft, so revising back makes it disappear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from nianbao.core.draft import NarrativeItem, SpanItem, TakenItem
from nianbao.core.figures import Unstated, Values, expression_parts
from nianbao.core.lazy import lazy
from nianbao.core.numerals import NUMERAL, Number, format_number, parse_numeral
from nianbao.core.report import Sentence, Span

if TYPE_CHECKING:
    from difflib import SequenceMatcher

_NUMERAL = lazy(NUMERAL)
_DIGIT = re.compile(r"\d")
_YEAR = "\1"
PERIODS = ("全年", "年内", "当年")
"""What stands for the year where the paragraph has named it."""
_CONTEXT = 3
"""Characters before a number, with its unit behind it, that tell which number it is after a move."""


# -- binding --------------------------------------------------------------------------------------------


def bind(text: str, base: Sentence, others: Iterable[Sentence] = ()) -> tuple[Span, ...]:
    """Which characters of an edited text still state which figure.

    A number of the base survives where its digits stand unchanged at their place, or moved together with
    the words around them. `others` are sentences whose numbers may have been taken over (two sentences
    joined, one moved): theirs survive where the words around them came along. A number in another writing
    (三, ３, 约300) is the person's own.
    """
    taken: list[Span] = []
    left: list[tuple[str, Span]] = []
    blocks = _matcher(base.text, text).get_matching_blocks()
    for span in base.spans:
        start = _mapped(blocks, span)
        if start is None or not _is_whole(text, start, start + span.end - span.start):
            left.append((base.text, span))
        else:
            taken.append(span._replace(start=start, end=start + span.end - span.start))
    left += [(other.text, span) for other in others if other.text != base.text for span in other.spans]
    for old, span in left:
        start = _moved(text, old, span, taken)
        if start is not None:
            taken.append(span._replace(start=start, end=start + span.end - span.start))
    return tuple(sorted(taken))


def _matcher(one: str, two: str) -> SequenceMatcher[str]:
    from difflib import SequenceMatcher  # only where a person has changed a sentence

    return SequenceMatcher(None, one, two, autojunk=False)


_RUN = 8
"""Characters in a row that show that words of another sentence were taken over."""


def taken_over(text: str, base: str, others: Iterable[TakenItem]) -> tuple[TakenItem, ...]:
    """The sentences whose words an edited text has taken over (two joined, one moved, one split)."""
    found: dict[str, TakenItem] = {}
    for other in others:
        words = other.generated or ""
        match = _matcher(words, text).find_longest_match()
        run = words[match.a : match.a + match.size]
        enough = match.size >= min(_RUN, max(4, len(words) * 2 // 3))
        if enough and run.strip("，。；") not in base:
            found.setdefault(other.slot, other)
    return tuple(found.values())


def _mapped(blocks: Sequence[tuple[int, int, int]], span: Span) -> int | None:
    """Where a span's characters stand in the new text, if they all stand in one unchanged stretch."""
    for old, new, size in blocks:
        if old <= span.start and span.end <= old + size:
            return new + span.start - old
    return None


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether those characters are a number by themselves and no part of a longer one, nor an estimate."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if _DIGIT.match(before) or before in ("约", "近", "."):
        return False
    if after in ("万", "亿", "余", "多") or _DIGIT.match(after):
        return False
    return not (after == "." and _DIGIT.match(text[end + 1 : end + 2]))


def _moved(text: str, old: str, span: Span, taken: Iterable[Span]) -> int | None:
    """The one place where a number stands with the words it had before it and behind it; None if there are
    several or none."""
    head = old[max(0, span.start - _CONTEXT) : span.start]
    tail = old[span.end : span.end + 1]
    digits = old[span.start : span.end]
    if len(head) < _CONTEXT:
        return None
    places = []
    at = text.find(head + digits + tail)
    while at >= 0:
        start = at + len(head)
        if _is_whole(text, start, start + len(digits)) and not any(
            other.start < start + len(digits) and start < other.end for other in taken
        ):
            places.append(start)
        at = text.find(head + digits + tail, at + 1)
    return places[0] if len(places) == 1 else None


class Offer(NamedTuple):
    """A number typed by hand that equals a figure: the characters, and the figures it may be tied to."""

    start: int
    end: int
    figures: tuple[str, ...]


def binding_offers(text: str, bound: Iterable[Span], values: Values, figures: Iterable[str]) -> Iterator[Offer]:
    """The unbound numbers of a text that equal one of the figures (those of the part it stands in)."""
    taken = list(bound)
    known = [(path, values.evaluate(path)) for path in dict.fromkeys(figures)]
    for start, end, number in numerals(text):
        if any(span.start < end and start < span.end for span in taken) or not _is_whole(text, start, end):
            continue
        equal = tuple(path for path, value in known if not isinstance(value, Unstated) and value == number)
        if equal:
            yield Offer(start, end, equal)


def numerals(text: str) -> Iterator[tuple[int, int, Number]]:
    """Every numeral of a text, in any writing, with its value; years and ordinals are numerals too."""
    for match in _NUMERAL().finditer(text):
        if (
            match[0] in ("一", "十", "百", "千", "零")
            and text[match.end() : match.end() + 1] not in "件条次期场篇个项起份"
        ):
            continue  # 一是, 统一, 十分: words rather than numbers
        number = parse_numeral(match[0])
        if number is not None:
            yield match.start(), match.end(), number


# -- renewing -------------------------------------------------------------------------------------------


class Renumbered(NamedTuple):
    """A text whose bound numbers are those of the figures now. `lost` are spans that cannot be written anew: the
    figure is unknown now, or it is below zero where the words (下降6件) were written for one above; their
    characters stay as they were, and are bound no more."""

    text: str
    spans: tuple[Span, ...]
    lost: tuple[Span, ...] = ()


def renumber(text: str, spans: Iterable[Span], values: Values) -> Renumbered:
    """Write each bound number anew from its figure; everything between the spans stays as it is."""
    pieces: list[str] = []
    renewed: list[Span] = []
    lost: list[Span] = []
    at = length = 0
    for span in sorted(spans):
        before = text[at : span.start]
        value = values.evaluate(span.figure)
        digits = text[span.start : span.end]
        now = None if isinstance(value, Unstated) else format_number(value, span.format)
        kept = now is not None and now.startswith("-") <= digits.startswith("-")
        if now is not None and kept:
            digits = now
        start = length + len(before)
        pieces += (before, digits)
        length = start + len(digits)
        if kept:
            renewed.append(Span(start, length, span.figure, span.format))
        else:
            lost.append(span)
        at = span.end
    pieces.append(text[at:])
    return Renumbered("".join(pieces), tuple(renewed), tuple(lost))


def as_spans(items: Iterable[SpanItem]) -> tuple[Span, ...]:
    """The spans that a draft keeps."""
    return tuple(Span(item.start, item.end, item.figure, item.format) for item in items)


def as_items(spans: Iterable[Span], values: Values) -> tuple[SpanItem, ...]:
    """Spans as a draft keeps them, with the values they have now."""
    items = []
    for span in spans:
        value = values.evaluate(span.figure)
        items.append(
            SpanItem(
                start=span.start,
                end=span.end,
                figure=span.figure,
                format=span.format,
                value=None
                if isinstance(value, Unstated) or (span.format in ("percent", "times") and not _signed(span))
                else value,
            )
        )
    return tuple(items)


def _signed(span: Span) -> bool:
    """Whether a span states a change, whose direction the words around it name."""
    return span.figure.startswith("change.") or _is_difference(span.figure)


def _is_difference(expression: str) -> bool:
    return any(sign < 0 for sign, _ in expression_parts(expression)[0])


def phrase_of(variant: str | None) -> str | None:
    """The phrase a variant belongs to (`id#2` belongs to `id`)."""
    return variant.partition("#")[0] if variant else None


# -- settling -------------------------------------------------------------------------------------------


def settle(
    item: NarrativeItem,
    generated: Sentence | None,
    values: Values,
    generate: Callable[[str, str | None], Sentence | None] = lambda _slot, _phrase: None,
) -> Sentence:
    """The sentence that stands where a person edited or added one: his words with renewed numbers, or a
    conflict. `generated` is what the bank says in that slot now, None where it says nothing; `generate` says
    it for another slot from which words were taken over."""
    item = sound(item, generated)
    renewed = renumber(item.text or "", as_spans(item.bound), values)
    conflict = bool(renewed.lost) or _turned(item.bound, values)
    conflict = conflict or any(_phrase_changed(other, generate(other.slot, other.phrase)) for other in item.taken)
    if item.state != "added":
        conflict = conflict or _phrase_changed(item, generated) or _overwritten(item, values)
        conflict = conflict or _withdrawn(item, generated)
    state = "conflict" if conflict else "added" if item.state == "added" else "edited"
    return Sentence(renewed.text, renewed.spans, item.slot, item.phrase, state)  # type: ignore[arg-type]


def sound(item: NarrativeItem, generated: Sentence | None) -> NarrativeItem:
    """An item whose spans can be trusted. A draft may have been written or changed by hand: where no spans
    are kept they are found in the sentence it stands for, and where the characters of one are no longer its
    number the person's text is bound anew, so that nothing he wrote is written over."""
    text = item.text or ""
    spans = item.spans
    if not spans and item.generated and generated is not None and generated.phrase == item.phrase:
        spans = _as_found(item.generated, generated)
    fits = all(_holds(text, span, item.generated or "", spans) for span in item.bound)
    if fits and (item.bound or spans == item.spans):
        return item
    if spans:
        bound = bind(text, Sentence(item.generated or "", as_spans(spans)))
        known = {span.figure: span.value for span in (*item.bound, *spans)}
        kept = tuple(
            SpanItem(start=s.start, end=s.end, figure=s.figure, format=s.format, value=known.get(s.figure))
            for s in bound
        )
    else:
        kept = tuple(span for span in item.bound if _holds(text, span, "", ()))
    return item.model_copy(update={"spans": spans, "bound": kept})


def _as_found(text: str, like: Sentence) -> tuple[SpanItem, ...]:
    """The spans of a text that has the words of a sentence around other numbers; none where it has not."""
    pattern, at = "", 0
    for span in like.spans:
        pattern += re.escape(like.text[at : span.start]) + r"([\d.]+%?)"
        at = span.end
    match = re.fullmatch(pattern + re.escape(like.text[at:]), text)
    if match is None:
        return ()
    found = []
    for n, span in enumerate(like.spans, 1):
        value = parse_numeral(match[n]) if span.format not in ("percent", "times") else None
        found.append(
            SpanItem(start=match.start(n), end=match.end(n), figure=span.figure, format=span.format, value=value)
        )
    return tuple(found)


def _holds(text: str, span: SpanItem, base: str, spans: Iterable[SpanItem]) -> bool:
    """Whether the characters of a bound span are still the number that was bound there."""
    digits = text[span.start : span.end]
    if not _DIGIT.match(digits) or not _is_whole(text, span.start, span.end):
        return False
    if span.value is not None and not _signed(as_spans([span])[0]):
        return digits == format_number(span.value, span.format)
    same = [base[other.start : other.end] for other in spans if other.figure == span.figure]
    return not same or digits in same


def _withdrawn(item: NarrativeItem, generated: Sentence | None) -> bool:
    """Whether a fact that the sentence takes for granted is no longer stated."""
    return generated is not None and generated.state == "pending" and not set(generated.asserts) <= set(item.unstated)


def renewed_words(item: NarrativeItem, generated: Sentence, values: Values) -> Renumbered | None:
    """An accepted sentence with the numbers of today, None where its words no longer fit: a number came from
    or went to zero, turned its sign, is not known any more, or what its numbers state is not on record."""
    spans = item.spans or _as_found(item.generated or "", generated)
    if generated.spans and not spans:
        return None
    renewed = renumber(item.generated or "", as_spans(spans), values)
    return None if renewed.lost or _turned(spans, values) else renewed


def _turned(bound: Iterable[SpanItem], values: Values) -> bool:
    """Whether a bound number went to or from zero, or a change turned its sign: the words no longer fit."""
    for item in bound:
        now = values.evaluate(item.figure)
        if item.value is None or isinstance(now, Unstated):
            continue
        if (now == 0) != (item.value == 0) or (now < 0) != (item.value < 0):
            return True
    return False


def _phrase_changed(item: NarrativeItem | TakenItem, generated: Sentence | None) -> bool:
    """Whether the bank would now say another thing than when the person edited."""
    if phrase_of(item.phrase) != phrase_of(generated.phrase if generated else None):
        return True
    if generated is None or item.generated is None or generated.phrase != item.phrase:
        return False
    return _skeleton(item.generated, as_spans(item.spans)) != _skeleton(generated.text, generated.spans)


def _skeleton(text: str, spans: Iterable[Span]) -> tuple[str, ...]:
    """A sentence without its numbers: the words between them. How it names the year does not count: that
    hangs on the sentences before it."""
    pieces = []
    at = 0
    for span in sorted(spans):
        names_year = span.figure == "year"
        pieces.append(text[at : span.start] + (_YEAR if names_year else ""))
        at = span.end + (1 if names_year else 0)  # 2022年 as a whole
    pieces.append(text[at:])
    joined = "\0".join(pieces)
    for word in PERIODS:
        joined = joined.replace(word, _YEAR)
    return tuple(joined.replace(_YEAR + "\0", _YEAR).split("\0"))


def _overwritten(item: NarrativeItem, values: Values) -> bool:
    """Whether the person put a number of his own in the place of one whose figure has changed since."""
    bound = {span.figure for span in item.bound}
    text = item.text or ""
    own = [start for start, end, _ in numerals(text) if not any(s.start < end and start < s.end for s in item.bound)]
    if not own:
        return False
    for span in as_spans(item.spans):
        if span.figure in bound or span.figure == "year":
            continue
        value = values.evaluate(span.figure)
        before = (item.generated or "")[span.start : span.end]
        if isinstance(value, Unstated) or format_number(value, span.format) != before:
            return True
    return False
