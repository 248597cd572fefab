"""The phrase bank, ready to use: facts, outline, phrases by slot, and which of them hold.

A bank is built once from its sources (see bank_build) into a payload of plain data and code objects that
can be kept in a file; a Bank wraps a payload. Choosing and rendering are here; composing a report is in
`compose`.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import repeat
from typing import Any, NamedTuple

from nianbao.core.figures import UNSTATED, Value, Values
from nianbao.core.phrase_code import function
from nianbao.core.phrase_syntax import mangle

PAYLOAD_VERSION = 9
LENGTHS = ("简", "常规", "详")


class Fact(NamedTuple):
    """What the narrative may say beyond the tables; see FactSource for the fields."""

    id: str
    part: str
    label: str
    question: str
    help: str
    type: str
    unit: str
    kinds: tuple[str, ...] | None
    range: tuple[float, float] | None

    def concerns(self, kind: str) -> bool:
        """Whether the fact is asked of that kind of unit."""
        return self.kinds is None or kind in self.kinds


class Variant(NamedTuple):
    """One way to say a phrase: its id (`phrase` or `phrase#n`), its compiled template, what it begins with
    (empty where that depends on figures), and the verbs it uses."""

    id: str
    code: bytes
    opening: str
    verbs: frozenset[str]
    source: str
    names_year: bool


class Phrase(NamedTuple):
    """A phrase with its variants; `number` is its place in the bank."""

    number: int
    id: str
    slot: str
    case: str
    asserts: tuple[str, ...]
    kinds: tuple[str, ...] | None
    rank: int
    years: tuple[int, ...] | None
    when: str | None
    variants: tuple[Variant, ...]

    def fits(self, kind: str, year: int) -> bool:
        """Whether the phrase is meant for that kind of unit and that report year."""
        return (self.kinds is None or kind in self.kinds) and (self.years is None or year in self.years)


class Slot(NamedTuple):
    """A place for one sentence, and the shortest length of report in which it appears."""

    id: str
    length: str

    def appears(self, length: str) -> bool:
        return LENGTHS.index(self.length) <= LENGTHS.index(length)


class Part(NamedTuple):
    """A part of a section: its heading, the kinds of unit it concerns, its paragraphs of slots."""

    id: str
    heading: str | None
    kinds: tuple[str, ...] | None
    paragraphs: tuple[tuple[Slot, ...], ...]


class OutlineSection(NamedTuple):
    """A narrative section of the outline."""

    id: str
    parts: tuple[Part, ...]


Context = dict[str, Any]
"""What a phrase may name: the values by their mangled names."""

Way = tuple[Phrase, Variant, tuple[str, ...]]
"""A phrase, one of its variants, and the asserted facts that nobody stated: a choice as composing handles
it. There are hundreds a report, so it stays a plain tuple."""


_Paired = tuple[tuple[str, ...], tuple[str, ...]]
"""Names as templates have them and, in the same order, below their prefix."""


class _Numbered(dict[int, Phrase]):
    """Phrases by number, made from the payload's rows when they are asked for."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = rows

    def __missing__(self, number: int) -> Phrase:
        name, slot, case, asserts, kinds, rank, years, when, variants = self._rows[number]
        ways = tuple(Variant(*variant) for variant in variants)
        found = self[number] = Phrase(number, name, slot, case, asserts, kinds, rank, years, when, ways)
        return found


class _Ways(dict[int, tuple[Way, ...]]):
    """The ways to say a phrase that waits for nothing, by its number, made when they are asked for."""

    def __init__(self, numbered: _Numbered) -> None:
        self._numbered = numbered

    def __missing__(self, number: int) -> tuple[Way, ...]:
        phrase = self._numbered[number]
        found = self[number] = tuple([(phrase, variant, ()) for variant in phrase.variants])
        return found


class Bank:
    """A phrase bank made from a payload; raises ValueError for the payload of another version."""

    def __init__(self, payload: Mapping[str, Any]) -> None:
        if payload.get("version") != PAYLOAD_VERSION:
            raise ValueError("payload of another version")
        self._payload = payload
        self._functions: dict[str, Callable[[Context], Any]] = {}

    @property
    def key(self) -> str:
        """What identifies this state of the bank (a hash of its sources)."""
        return str(self._payload["key"])

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """The declared facts by id, in the order of the bank."""
        return {row[0]: Fact(*row) for row in self._payload["facts"]}

    @cached_property
    def outline(self) -> tuple[OutlineSection, ...]:
        return tuple(
            OutlineSection(
                name,
                tuple(
                    Part(part, heading, kinds, tuple(tuple(Slot(*slot) for slot in row) for row in paragraphs))
                    for part, heading, kinds, paragraphs in parts
                ),
            )
            for name, parts in self._payload["outline"]
        )

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        return tuple(map(self._numbered.__getitem__, range(len(self._payload["phrases"]))))

    @cached_property
    def _numbered(self) -> _Numbered:
        """The phrases by number, each made when first asked for: a report has use for a fifth of them."""
        return _Numbered(self._payload["phrases"])

    @cached_property
    def by_slot(self) -> Mapping[str, tuple[Phrase, ...]]:
        """The phrases of each slot, highest rank first."""
        found: dict[str, list[Phrase]] = {}
        for phrase in self.phrases:
            found.setdefault(phrase.slot, []).append(phrase)
        return {slot: tuple(sorted(rows, key=lambda phrase: -phrase.rank)) for slot, rows in found.items()}

    @cached_property
    def variants(self) -> Mapping[str, tuple[Phrase, Variant]]:
        """Each variant with its phrase, by variant id."""
        return {variant.id: (phrase, variant) for phrase in self.phrases for variant in phrase.variants}

    @cached_property
    def ways(self) -> Mapping[int, tuple[Way, ...]]:
        """The ways to say each phrase where it waits for nothing, by the phrase's number."""
        return _Ways(self._numbered)

    @property
    def wording(self) -> tuple[Mapping[str, Any], ...]:
        """The wording rules as the sources have them."""
        return tuple(self._payload["wording"])

    @property
    def terms(self) -> tuple[str, ...]:
        """Fixed terms that may recur in a report."""
        return tuple(self._payload["terms"])

    @property
    def words(self) -> tuple[str, ...]:
        """Words for the segmenter."""
        return tuple(self._payload["words"])

    def context(self, values: Values, names: Mapping[str, Any]) -> Context:
        """The context for one draft: every path the bank names, UNSTATED where nothing is known.

        `names` are the unit's names (unit.self …) and `in_year`.
        """
        table: dict[str, Any] = {}
        for lookup, (mangled_names, plain) in self._names(values):
            table.update(zip(mangled_names, map(lookup, plain, repeat(UNSTATED)), strict=True))
        for mangled, path in self._changes:
            table[mangled] = values.get(path)
        table["year"] = values.year
        for name, value in names.items():
            table[mangle(name)] = value
        return table

    def _names(self, values: Values) -> Iterator[tuple[Callable[[str, Any], Any], _Paired]]:
        """For each plain kind of name its look-up and the names of that kind."""
        sources = {
            "": values.figures,
            "facts.": values.facts,
            "last_year.facts.": values.last_facts,
            "last_year.": values.last_figures,
        }
        for prefix, names in self._names_by_kind:
            yield sources[prefix].get, names

    @cached_property
    def _names_by_kind(self) -> tuple[tuple[str, _Paired], ...]:
        found: dict[str, list[tuple[str, str]]] = {"facts.": [], "last_year.facts.": [], "last_year.": [], "": []}
        for mangled, path in self._payload["names"]:
            if not path.startswith("change."):
                prefix = next(prefix for prefix in found if path.startswith(prefix))
                found[prefix].append((mangled, path.removeprefix(prefix)))
        return tuple(
            (prefix, (tuple(name for name, _ in names), tuple(name for _, name in names)))
            for prefix, names in found.items()
        )

    @cached_property
    def _changes(self) -> tuple[tuple[str, str], ...]:
        return tuple(name for name in self._payload["names"] if name[1].startswith("change."))

    def holding(self, context: Context, *, frames: bool = False) -> dict[str, list[Phrase]]:
        """The phrases whose condition holds, by slot, highest rank first: all but the frames of section five,
        or those."""
        name = "frames" if frames else "decision"
        decide = self._function(f"/{name}", self._payload[name])
        found: dict[str, list[Phrase]] = {}
        numbered = self._numbered
        for number in decide(context):
            phrase = numbered[number]
            found.setdefault(phrase.slot, []).append(phrase)
        return found

    def render(self, variant: Variant, context: Context) -> str:
        """The text of a variant with private marks around its numbers. PhraseError where it prints what
        was not stated."""
        say = self._functions.get(variant.id) or self._function(variant.id, variant.code)
        text: str = say(context)
        return text

    def _function(self, name: str, code: bytes) -> Callable[[Context], Any]:
        found = self._functions.get(name)
        if found is None:
            found = self._functions[name] = function(marshal.loads(code))
        return found


def fact_value(fact: Fact, value: object) -> Value | None:
    """A fact's value as its type wants it, None where it does not fit."""
    from decimal import Decimal

    if fact.type == "yesno":
        return value if isinstance(value, bool) else None
    if fact.type in ("count", "amount", "percent"):
        number = isinstance(value, int | Decimal) and not isinstance(value, bool)
        if not number or value < 0 or (fact.type == "count" and value != int(value)):  # type: ignore[operator,call-overload]
            return None
        return value  # type: ignore[return-value]
    if fact.type == "list":
        if isinstance(value, tuple | list):
            return tuple(str(item) for item in value)
        return (value,) if isinstance(value, str) else None
    return value if isinstance(value, str) else None
