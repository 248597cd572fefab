"""Wording rules as data (phrasebank/wording.yaml): compiled when first needed, applied to text.

Most rules concern words that a report does not hold. So each rule knows strings of which one must stand in a
text that it hits; only where one does is its pattern compiled and searched. That keeps a first check, which
would compile them all, as quick as the later ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from nianbao.core.findings import SEVERITIES, Severity

OWN_CODES: Mapping[str, str] = {"error": "W901", "warning": "W902", "advice": "W903"}
"""The codes of rules that an office adds without giving one."""
_MOST_STRINGS = 64
_ANCHOR = re.compile(r"(?<![\\\[])\^|(?<!\\)\$")


@dataclass(frozen=True)
class WordingRule:
    """One rule of the phrase bank.

    Attributes:
        id: its name in the phrase bank.
        code: the code of its findings.
        severity: error, warning or advice.
        pattern: the regular expression that finds it.
        unless: a hit that overlaps a match of this one does not count.
        suggest: what to write instead.
        reason: why.
        source: where that is said.
        needs: groups of strings; every text that the rule hits holds one string of each group.
        phrase: the fixed phrase whose slips the pattern finds, if it is a rule of that sort.
        mends: what is wrong in the words found and what to write for it, where a rule finds several slips.
    """

    id: str
    code: str
    severity: Severity
    pattern: str
    unless: str | None
    suggest: str
    reason: str
    source: str
    needs: tuple[tuple[str, ...], ...]
    phrase: str = ""
    mends: tuple[tuple[str, str], ...] = ()

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    @cached_property
    def _exempt(self) -> re.Pattern[str] | None:
        return re.compile(self.unless) if self.unless else None

    def may_hit(self, text: str, characters: frozenset[str]) -> bool:
        """Whether a text, given with the set of its characters, holds what the rule needs."""
        return self._phrase_may_be_wrong(text) and all(
            any(string in characters if len(string) == 1 else string in text for string in group)
            for group in self.needs
        )

    def _phrase_may_be_wrong(self, text: str) -> bool:
        """False where each half of a fixed phrase stands only in the phrase itself."""
        if not self.phrase:
            return True
        first, second = _halves(self.phrase)
        whole = text.count(self.phrase)
        return text.count(first) != whole or text.count(second) != whole or _across(first, second) in text

    @cached_property
    def _line_by_line(self) -> bool:
        """Whether a search in lines that are joined could miss what a search in each finds: the pattern holds an
        anchor, or refuses what may stand in the next line."""
        refuses = "(?!" in self.pattern or "(?<!" in self.pattern
        return bool(_ANCHOR.search(self.pattern)) or (refuses and "[^" in self.pattern)

    def occurs(self, text: str, characters: frozenset[str]) -> bool:
        """Whether the rule may hit in one of the lines of a text; false only where it hits in none."""
        return self.may_hit(text, characters) and (self._line_by_line or self._compiled.search(text) is not None)

    def hits(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the rule hits in a paragraph: start and end."""
        exempt: list[tuple[int, int]] | None = None
        for match in self._compiled.finditer(text):
            start, end = match.span()
            if exempt is None:
                exempt = [m.span() for m in self._exempt.finditer(text)] if self._exempt else []
            if start < end and not any(a < end and start < b for a, b in exempt):
                yield start, end

    def suggestion(self, words: str) -> str:
        """What to write instead of the words found: these with their slip mended where the rule knows it."""
        return next((words.replace(wrong, right) for wrong, right in self.mends if wrong in words), self.suggest)


@dataclass(frozen=True)
class SoundRule(WordingRule):
    """Fixed terms with a character of the same sound for the right one, as a keyboard by sound offers it: 公重号;
    or with one of the same shape, as a keyboard by shape offers it or a scan reads it: 媒休.

    Attributes:
        terms: the terms, of three characters or more; shorter ones have too many sounds alike that are words.
        syllables: a syllable a line, with its characters; or characters that look alike, a number in front.
        words: beginnings of words, two characters each. Where only the last character of a term differs and begins
            one of them with what follows, it is that word: 参与全过程 holds no 参与权.
    """

    terms: tuple[str, ...] = ()
    syllables: str = ""
    words: frozenset[str] = frozenset()

    @cached_property
    def _sound(self) -> Mapping[int, int]:
        """Each character's sound, as a character of its own, so that a text is turned into sounds at once."""
        lines = (line.split() for line in self.syllables.splitlines() if line[:1] not in ("", "#"))
        numbers: dict[str, int] = {}
        return {
            ord(character): numbers.setdefault(_loose(parts[0]), 0xE000 + len(numbers))
            for parts in lines
            if len(parts) == 2
            for character in parts[1]
        }

    @cached_property
    def _by_sound(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for term in self.terms:
            heard = term.translate(self._sound)
            found[heard] = (*found.get(heard, ()), term)
        return found

    @cached_property
    def _starts(self) -> Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]:
        """By its first three sounds, what begins with them: the sounds and the terms, the longest first."""
        found: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {}
        for heard, terms in sorted(self._by_sound.items(), key=lambda item: -len(item[0])):
            found[heard[:3]] = (*found.get(heard[:3], ()), (heard, terms))
        return found

    def may_hit(self, text: str, characters: frozenset[str]) -> bool:
        del characters
        return bool(self.terms and text)

    def occurs(self, text: str, characters: frozenset[str]) -> bool:
        del characters
        return next(self.hits(text), None) is not None

    def hits(self, text: str) -> Iterator[tuple[int, int]]:
        if not self._sound:
            return
        heard, starts = text.translate(self._sound), self._starts
        exempt: list[tuple[int, int]] | None = None
        behind = 0
        for at in range(len(heard) - 2):
            begun = starts.get(heard[at : at + 3])
            if begun is None or at < behind:
                continue
            for sounds, terms in begun:
                end = at + len(sounds)
                if not heard.startswith(sounds, at) or text[at:end] in terms:
                    continue
                if not any(_differ(text[at:end], term) <= len(term) // 3 for term in terms):
                    continue
                if text[end - 1 : end + 1] in self.words and any(text[at : end - 1] == term[:-1] for term in terms):
                    continue
                if exempt is None:
                    exempt = [m.span() for m in self._exempt.finditer(text)] if self._exempt else []
                if not any(a < end and at < b for a, b in exempt):
                    yield at, end
                    behind = end
                    break

    def suggestion(self, words: str) -> str:
        terms = self._by_sound.get(words.translate(self._sound), (self.suggest,))
        return min(terms, key=lambda term: _differ(words, term))


@dataclass(frozen=True)
class SlipsRule(WordingRule):
    """Common words written wrong: with a character of another sound or shape (查讯 for 查询), or twice (核查核查).
    A long list costs little: most of its characters stand in no report, and no pattern has to be compiled.

    Attributes:
        slips: each wrong word and the right one.
    """

    slips: Mapping[str, str] = field(default_factory=dict)

    def may_hit(self, text: str, characters: frozenset[str]) -> bool:
        return any(slip[0] in characters and slip[1] in characters and slip in text for slip in self.slips)

    def occurs(self, text: str, characters: frozenset[str]) -> bool:
        return self.may_hit(text, characters)

    def hits(self, text: str) -> Iterator[tuple[int, int]]:
        characters = frozenset(text)
        found = [slip for slip in self.slips if slip[0] in characters and slip[1] in characters and slip in text]
        if not found:
            return
        exempt = [m.span() for m in self._exempt.finditer(text)] if self._exempt else []
        for match in re.finditer("|".join(found), text):
            start, end = match.span()
            if not any(a < end and start < b for a, b in exempt):
                yield start, end

    def suggestion(self, words: str) -> str:
        return self.slips.get(words, self.suggest)


def _loose(syllable: str) -> str:
    """A syllable as many speakers type it: without the difference of zh and z, ing and in."""
    flat = syllable[0] + syllable[2:] if syllable[:2] in ("zh", "ch", "sh") else syllable
    return flat[:-1] if flat.endswith(("ing", "eng")) else flat


def _differ(one: str, other: str) -> int:
    """In how many places two texts of one length differ."""
    return sum(a != b for a, b in zip(one, other, strict=False))


# What was asked for last: all rules of a run ask for the same.
_LATEST: dict[None, tuple[tuple[Mapping[str, object], ...], Mapping[str, tuple[WordingRule, ...]]]] = {}
_CACHE: dict[tuple[int, ...], tuple[tuple[Mapping[str, object], ...], Mapping[str, tuple[WordingRule, ...]]]] = {}


def rules_by_code(entries: tuple[Mapping[str, object], ...]) -> Mapping[str, tuple[WordingRule, ...]]:
    """The rules that entries of the phrase bank state, by code.

    Kept by the identity of the entries, which live as long as what is kept of them.
    """
    latest = _LATEST.get(None)
    if latest is not None and latest[0] is entries:
        return latest[1]
    key = tuple(map(id, entries))
    kept = _CACHE.get(key)
    if kept is None:
        rules: dict[str, tuple[WordingRule, ...]] = {}
        for entry in entries:
            rule = wording_rule(entry)
            rules[rule.code] = (*rules.get(rule.code, ()), rule)
        if len(_CACHE) >= 4:
            _CACHE.clear()
        kept = _CACHE[key] = (entries, rules)
    _LATEST[None] = (entries, kept[1])
    return kept[1]


def wording_rule(entry: Mapping[str, Any]) -> WordingRule:
    """The rule that an entry states. ValueError where its severity or its pattern is none."""
    severity = entry.get("severity")
    if severity not in SEVERITIES:
        raise ValueError(f"severity: {severity}")
    if "slips" in entry:
        return SlipsRule(
            id=str(entry.get("id", "")),
            code=str(entry.get("code") or OWN_CODES[severity]),
            severity=severity,
            pattern="",
            unless=str(entry["unless"]) if entry.get("unless") else None,
            suggest=str(entry.get("suggest", "")),
            reason=str(entry.get("reason", "")),
            source=str(entry.get("source", "")),
            needs=(),
            slips={wrong: str(right) for right, wrongs in entry["slips"].items() for wrong in str(wrongs).split()},
        )
    if "terms" in entry:
        shapes = "\n".join(f"{n} {alike}" for n, alike in enumerate(entry.get("shapes", ())))
        return SoundRule(
            id=str(entry.get("id", "")),
            code=str(entry.get("code") or OWN_CODES[severity]),
            severity=severity,
            pattern="",
            unless=str(entry["unless"]) if entry.get("unless") else None,
            suggest=str(entry.get("suggest", "")),
            reason=str(entry.get("reason", "")),
            source=str(entry.get("source", "")),
            needs=(),
            terms=tuple(map(str, entry["terms"])),
            words=frozenset(word[0] + other for word in entry.get("words", ()) for other in word[1:]),
            syllables=shapes or str(entry.get("syllables", "")),
        )
    pattern = _pattern(entry)
    needs = entry.get("needs")
    return WordingRule(
        id=str(entry.get("id", "")),
        code=str(entry.get("code") or OWN_CODES[severity]),
        severity=severity,
        pattern=pattern,
        unless=str(entry["unless"]) if entry.get("unless") else None,
        suggest=str(entry.get("suggest", "")),
        reason=str(entry.get("reason", "")),
        source=str(entry.get("source", "")),
        needs=tuple(map(tuple, needs)) if needs is not None else needed(pattern),
        phrase=str(entry.get("phrase", "")),
        mends=tuple((str(wrong), str(right)) for wrong, right in entry.get("mends", {}).items()),
    )


def _pattern(entry: Mapping[str, Any]) -> str:
    if "regex" in entry:
        return str(entry["regex"])
    return one_slip(str(entry["phrase"])) if "phrase" in entry else re.escape(str(entry["find"]))


_ANY = r"[\u4e00-\u9fff]"


def one_slip(phrase: str) -> str:
    """A regular expression for a phrase with one character wrong, lost, too many, or two exchanged.

    One half of the phrase stands whole (but where the two characters in its middle are exchanged), so a text that
    holds neither is never searched.
    """
    first, second = _halves(phrase)
    behind = rf"{re.escape(first)}(?:{'|'.join(_slips(second, first[-1], ''))})"
    before = rf"(?:{'|'.join(_slips(first, '', second[0]))}){re.escape(second)}"
    return f"{behind}|{before}|{re.escape(_across(first, second))}"


def _halves(phrase: str) -> tuple[str, str]:
    middle = len(phrase) // 2
    return phrase[:middle], phrase[middle:]


def _across(first: str, second: str) -> str:
    """A phrase with the two characters in its middle exchanged."""
    return first[:-1] + second[0] + first[-1] + second[1:]


def _slips(part: str, before: str, after: str) -> Iterator[str]:
    """A half of a phrase with each slip. What stands beside it in the phrase tells a character lost at its end from
    the phrase itself, and one too many between the halves belongs to the second."""
    for at, character in enumerate(part):
        head, tail = re.escape(part[:at]), re.escape(part[at + 1 :])
        yield f"{head}(?!{re.escape(character)}){_ANY}{tail}"
        if at or before:
            yield f"{head}{_ANY}{re.escape(part[at:])}"
        if tail and character != part[at + 1]:
            yield f"{head}{re.escape(part[at + 1] + character)}{re.escape(part[at + 2 :])}"
        lost = f"{head}{tail}"
        if not head and not before:
            lost = f"(?<!{re.escape(character)}){lost}"
        yield lost if tail or after else f"{lost}(?!{re.escape(character)})"


def needed(pattern: str) -> tuple[tuple[str, ...], ...]:
    """Groups of strings: every text that a regular expression matches holds one of each. Longest first.

    Reads the parse tree of the standard library; ValueError for a pattern that is none.
    """
    try:
        from re import _constants, _parser  # type: ignore[attr-defined]
    except ImportError:  # another interpreter: every rule is then searched
        return ()
    try:
        tree = _parser.parse(pattern)
    except re.error as error:
        raise ValueError(str(error)) from error
    if tree.state.flags & re.IGNORECASE:
        return ()
    groups = dict.fromkeys(_Needs(_constants).of(tree))
    return tuple(sorted(groups, key=_weight, reverse=True))


def _weight(group: tuple[str, ...]) -> tuple[int, int]:
    """How much a group rules out: by its shortest string, then by how few it has."""
    return min(map(len, group)), -len(group)


@dataclass(frozen=True, slots=True)
class _Needs:
    """Reads the parse tree of a regular expression."""

    names: Any

    def of(self, tree: Any) -> list[tuple[str, ...]]:
        """What the parts of a sequence need, all of it."""
        found: list[tuple[str, ...]] = []
        run = ""
        for operation, argument in tree:
            if operation is self.names.LITERAL:
                run += chr(argument)
                continue
            if run:
                found.append((run,))
                run = ""
            found += self._part(operation, argument)
        return [*found, (run,)] if run else found

    def _part(self, operation: Any, argument: Any) -> list[tuple[str, ...]]:
        names = self.names
        if operation is names.BRANCH:
            best = [max(self.of(branch), key=_weight, default=()) for branch in argument[1]]
            joined = tuple(dict.fromkeys(string for group in best for string in group))
            return [joined] if all(best) and len(joined) <= _MOST_STRINGS else []
        if operation is names.SUBPATTERN:
            return [] if argument[1] & re.IGNORECASE else self.of(argument[3])
        if operation is names.ASSERT:
            return self.of(argument[1])
        if operation in (names.MAX_REPEAT, names.MIN_REPEAT):
            return self.of(argument[2]) if argument[0] > 0 else []
        return self._class(argument) if operation is names.IN else []

    def _class(self, members: Any) -> list[tuple[str, ...]]:
        characters: list[str] = []
        for kind, value in members:
            if kind is self.names.LITERAL:
                characters.append(chr(value))
            elif kind is self.names.RANGE and value[1] - value[0] < _MOST_STRINGS:
                characters += map(chr, range(value[0], value[1] + 1))
            else:
                return []
        return [tuple(characters)] if len(characters) <= _MOST_STRINGS else []
