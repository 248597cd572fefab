"""A revision merged with a person's edits: numbers renew inside an edited sentence, nothing edited is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nianbao.core.draft import NarrativeItem
from nianbao.core.figures import Unstated, Values
from nianbao.core.numerals import format_number
from nianbao.core.report import Sentence, Span


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A text whose bound numbers are those of the figures now; `lost` are spans whose figure is unknown now."""

    text: str
    spans: tuple[Span, ...]
    lost: tuple[Span, ...] = ()


def renumber(text: str, spans: Iterable[Span], values: Values) -> Renumbered:
    """Write each bound number anew from its figure; everything between the spans stays as it is."""
    pieces: list[str] = []
    renewed: list[Span] = []
    lost: list[Span] = []
    at = length = 0
    for span in sorted(spans, key=lambda span: span.start):
        before = text[at : span.start]
        value = values.evaluate(span.figure)
        if isinstance(value, Unstated):
            digits = text[span.start : span.end]
            lost.append(span)
        else:
            digits = format_number(value, span.format)
        start = length + len(before)
        pieces += (before, digits)
        length = start + len(digits)
        renewed.append(Span(start, length, span.figure, span.format))
        at = span.end
    pieces.append(text[at:])
    return Renumbered("".join(pieces), tuple(renewed), tuple(lost))


def phrase_of(variant: str | None) -> str | None:
    """The phrase a variant belongs to (`id#2` belongs to `id`)."""
    return variant.partition("#")[0] if variant else None


def settle(item: NarrativeItem, generated: Sentence | None, values: Values) -> Sentence:
    """The sentence that stands where a person edited one: his words with renewed numbers, or a conflict
    where the phrase itself no longer applies or a number's figure is gone."""
    text = item.text or ""
    bound = tuple(Span(span.start, span.end, span.figure, span.format) for span in item.bound)
    renewed = renumber(text, bound, values)
    same = generated is not None and phrase_of(generated.phrase) == phrase_of(item.phrase)
    conflict = item.state == "conflict" or not same or bool(renewed.lost)
    return Sentence(
        renewed.text,
        renewed.spans,
        item.slot,
        item.phrase,
        "conflict" if conflict else "edited",
    )
