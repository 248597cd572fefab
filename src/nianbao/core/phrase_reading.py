"""Sentences of the phrase bank read backwards: from the words of a report to the facts they state.

A report that was written here, last year perhaps, by whoever has lost the draft, says its facts in the bank's own
sentences. A sentence is laid over each way to say it, with the year, the unit and the numbers left open; where it
fits from end to end, its numbers are those that the phrase prints. Two phrases that differ only in the facts they
print say nothing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from nianbao.core.lazy import lazy
from nianbao.core.merge import PERIODS

if TYPE_CHECKING:
    from nianbao.core.phrases import Phrase

Stated = int | Decimal | bool
_TOKEN = lazy(r"(\{\{.*?\}\}|\{%.*?%\})")
_NUMBER = lazy(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_PRINTED = lazy(r"facts\.([a-z0-9_]+) \| (?:count|amount)\(\"([^\"]*)\"\)")
_SHARE = lazy(r"[^|]*\| percent|.*\| share\([^|]*\)")
_COUNTED = lazy(r"[^|{]*\| (?:count|amount)\(\"([^\"]*)\"\)")
_LISTED = lazy(r"\{(.*)\} \| listed\(\"([^\"]*)\".*\)")
_ENTRY = lazy(r'"([^"]*)": facts\.([a-z0-9_]+)')
_SAID = lazy(r"facts\.([a-z0-9_]+)( == 0)?")
_YEAR, _SELF, _AREA, _DIGITS = "\ue020", "\ue021", "\ue022", "#"
_MAX_WAYS = 48
"""Ways through the conditions of one phrase; the most branched has a dozen."""
_LONGEST = 60
"""Characters of words that a person put into a phrase."""


class _List(NamedTuple):
    """A printed list of counts: the facts by their labels, and their unit."""

    facts: tuple[tuple[str, str], ...]
    unit: str


class _Open(NamedTuple):
    """Words that are not known."""


_Piece = str | _List | _Open


class _Way(NamedTuple):
    """One way to say a phrase: its words, open places between, the facts of its numbers (None for another
    number) in order, and the facts that its conditions give: so, or none."""

    pieces: tuple[_Piece, ...]
    numbers: tuple[str | None, ...]
    given: frozenset[tuple[str, Stated]]


class Reading(NamedTuple):
    """What a sentence states: its facts with their numbers, True for what is so."""

    facts: Mapping[str, Stated]


def read_sentences(
    sentences: Iterable[str], phrases: Iterable[tuple[str, str]], names: Sequence[str], areas: Sequence[str], year: int
) -> list[Reading | None]:
    """What each sentence states, None for a sentence that no phrase fits.

    `phrases` are conditions and templates; `names` and `areas` are what the unit may call itself (我镇, 全镇).
    """
    exact, open_ = _ways(tuple(phrases))
    found: list[Reading | None] = []
    for sentence in sentences:
        plain, numbers = _plain(sentence, names, areas, year)
        ways = [*exact.get(plain, ()), *(way for way in open_.get(plain[:1], ()) if _fits(way, plain))]
        readings = [reading for way in ways if (reading := _read(way, plain, numbers)) is not None]
        found.append(_agreed(readings))
    return found


def templates(phrases: Iterable[Phrase]) -> list[tuple[str, str]]:
    """The conditions and templates of a bank's phrases; what a phrase asserts and no condition qualifies is so."""
    return [
        (
            " and ".join([phrase.when or "", *(fact for fact in phrase.asserts if fact not in (phrase.when or ""))]),
            way.source,
        )
        for phrase in phrases
        for way in phrase.variants
    ]


def _agreed(readings: list[Reading]) -> Reading | None:
    """What all readings of a sentence say alike; None where there is none."""
    if not readings:
        return None
    shared = set(readings[0].facts.items()).intersection(*(reading.facts.items() for reading in readings[1:]))
    return Reading(dict(shared))


def _plain(text: str, names: Sequence[str], areas: Sequence[str], year: int) -> tuple[str, list[str]]:
    """A sentence with its year, unit and numbers left open, and the numbers."""
    text = "".join(text.split())
    for word in (f"{year}年", *PERIODS):
        text = text.replace(word, _YEAR)
    for sign, words in ((_SELF, names), (_AREA, areas)):
        for word in sorted(words, key=len, reverse=True):
            text = text.replace(word, sign)
    return _NUMBER().sub(_DIGITS, text), _NUMBER().findall(text)


@lru_cache(maxsize=2)
def _ways(phrases: tuple[tuple[str, str], ...]) -> tuple[dict[str, list[_Way]], dict[str, list[_Way]]]:
    """The ways that are fixed but for their numbers, by their words; the others by their first character, and those
    that begin with an open place by the empty string."""
    exact: dict[str, list[_Way]] = {}
    open_: dict[str, list[_Way]] = {}
    for when, source in phrases:
        if "facts." not in source and "facts." not in when:
            continue
        sure = _given(when)
        for way in _expanded(source):
            made = way._replace(given=way.given | sure)
            if all(isinstance(piece, str) for piece in way.pieces):
                exact.setdefault("".join(map(str, way.pieces)), []).append(made)
            elif way.pieces and isinstance(way.pieces[0], str) and isinstance(way.pieces[-1], str):
                open_.setdefault(way.pieces[0][:1], []).append(made)
    return exact, open_


def _given(condition: str) -> frozenset[tuple[str, Stated]]:
    """The facts whose value a condition says: those that stand by themselves between `and`, and those that are 0."""
    found: set[tuple[str, Stated]] = set()
    for term in condition.split(" and "):
        if match := _SAID().fullmatch(term.strip()):
            found.add((match[1], 0 if match[2] else True))
    return frozenset(found)


# --- the ways through a template --------------------------------------------------------------------------------------


def _expanded(source: str) -> list[_Way]:
    tokens = [token for token in _TOKEN().split(source.replace("{{ year }}年", "{{ in_year }}")) if token]
    ways, rest = _sequence(tokens, 0)
    return [_joined(way) for way in ways] if rest == len(tokens) else []


def _sequence(tokens: list[str], at: int) -> tuple[list[_Way], int]:
    """The ways through tokens up to the end of their branch, and where that is."""
    ways = [_Way((), (), frozenset())]
    while at < len(tokens):
        token = tokens[at]
        if token.startswith("{%"):
            word = token[2:-2].split()
            if word[0] != "if":
                break
            branches, at = _branches(tokens, at)
            ways = [_added(way, branch) for way, branch in itertools.product(ways, branches)][:_MAX_WAYS]
            continue
        piece = _printed(token[2:-2].strip()) if token.startswith("{{") else _literal(token)
        ways = [_added(way, piece) for way in ways]
        at += 1
    return ways, at


def _branches(tokens: list[str], at: int) -> tuple[list[_Way], int]:
    """The ways through an {% if %} with its other branches, and the place behind its end."""
    found: list[_Way] = []
    closed = False
    while True:
        words = tokens[at][2:-2].split()
        condition = " ".join(words[1:])
        closed = closed or words[0] == "else"
        inner, at = _sequence(tokens, at + 1)
        found += [way._replace(given=way.given | _given(condition)) for way in inner]
        if at >= len(tokens) or tokens[at][2:-2].split()[0] == "endif":
            break
    return (found if closed else [*found, _Way((), (), frozenset())]), at + 1


def _added(way: _Way, other: _Way) -> _Way:
    return _Way(way.pieces + other.pieces, way.numbers + other.numbers, way.given | other.given)


def _literal(text: str) -> _Way:
    for word in PERIODS:
        text = text.replace(word, _YEAR)
    numbers = (None,) * len(_NUMBER().findall(text))
    return _Way((_NUMBER().sub(_DIGITS, text),), numbers, frozenset())


def _printed(expression: str) -> _Way:
    """What an expression prints."""
    if expression in _NAMES:
        return _Way((_NAMES[expression],), (), frozenset())
    if match := _PRINTED().fullmatch(expression):
        return _Way((_DIGITS + match[2],), (match[1],), frozenset())
    if match := _LISTED().fullmatch(expression):
        entries = _ENTRY().findall(match[1])
        if len(entries) == match[1].count(":"):
            return _Way((_List(tuple(entries), match[2]),), (), frozenset())
    if match := _COUNTED().fullmatch(expression):
        return _Way((_DIGITS + match[1],), (None,), frozenset())
    if _SHARE().fullmatch(expression):
        return _Way((_DIGITS + "%",), (None,), frozenset())
    return _Way((_Open(),), (), frozenset())


_NAMES = {"in_year": _YEAR, "unit.self": _SELF, "unit.area": _AREA}


def _joined(way: _Way) -> _Way:
    """Words that follow each other as one piece."""
    pieces: list[_Piece] = []
    for piece in way.pieces:
        if pieces and isinstance(piece, str) and isinstance(pieces[-1], str):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return way._replace(pieces=tuple(pieces))


# --- a sentence laid over a way ---------------------------------------------------------------------------------------


def _fits(way: _Way, plain: str) -> bool:
    return plain.startswith(str(way.pieces[0])) and plain.endswith(str(way.pieces[-1]))


def _read(way: _Way, plain: str, numbers: list[str]) -> Reading | None:
    """What a sentence states if it is said this way; None where it is not."""
    counts = iter(way.numbers)
    given = iter(numbers)
    facts: dict[str, Stated] = dict(way.given)
    at = 0
    for place, piece in enumerate(way.pieces):
        if isinstance(piece, str):
            if not plain.startswith(piece, at):
                return None
            at += len(piece)
            for _ in range(piece.count(_DIGITS)):
                figure, text = next(counts, None), next(given)
                if figure is not None:
                    facts[figure] = _number(text)
            continue
        following = way.pieces[place + 1]
        end = plain.find(following, at) if isinstance(following, str) and place + 2 < len(way.pieces) else -1
        if place + 2 == len(way.pieces):
            end = len(plain) - len(str(following))
        if not at < end <= at + _LONGEST:
            return None
        inside = plain[at:end]
        values = [next(given) for _ in range(inside.count(_DIGITS))]
        if isinstance(piece, _List):
            listed = _list_of(piece, inside, values)
            if listed is None:
                return None
            facts.update(listed)
        at = end
    return Reading(facts) if at == len(plain) else None


def _list_of(piece: _List, inside: str, values: list[str]) -> dict[str, Stated] | None:
    """The facts of a printed list; None where it is another one."""
    names = dict(piece.facts)
    found: dict[str, Stated] = {}
    entries = re.split(r"[、和，]", inside)
    if len(entries) != len(values):
        return None
    for entry, value in zip(entries, values, strict=True):
        label, _, unit = entry.partition(_DIGITS)
        if unit != piece.unit or label not in names:
            return None
        found[names[label]] = _number(value)
    return found


def _number(text: str) -> Stated:
    plain = text.replace(",", "")
    return Decimal(plain) if "." in plain else int(plain)
