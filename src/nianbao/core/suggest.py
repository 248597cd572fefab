"""From a stated problem to its type, standard wording and measures; from figures to problems they show.

Everything here is a proposal with its reason. What is taken, edited or rejected a person decides; the draft
keeps it (`Problem.state`, `Problem.rejected`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from nianbao.core.kinds import area_of, default_self
from nianbao.core.matching import Match, Matcher, TypeScore, Wordings, normal
from nianbao.core.problems import (
    MeasureText,
    Problems,
    ProblemType,
    Statement,
    default_office,
    default_part,
    fill,
    places,
)
from nianbao.core.splitting import split

if TYPE_CHECKING:
    from nianbao.core.bank_source import BankSources
    from nianbao.core.draft import Draft, Problem
    from nianbao.core.phrases import Bank

NEAREST = 3
"""Types that are listed where none fits."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A standard statement of a problem or a measure, offered.

    Attributes:
        id, type: in the bank.
        text: composed, without a full stop.
        score: 0 to 1, how well it fits.
        why: why it is offered, in a few words.
        places: what of it the user may state himself (office, period, deadline, times).
    """

    id: str
    type: str
    text: str
    score: float
    why: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is offered for one text; `parts` where it states several problems."""

    text: str
    matched: bool
    types: tuple[TypeScore, ...]
    words: tuple[str, ...]
    statements: tuple[Wording, ...]
    measures: tuple[Wording, ...]
    parts: tuple[Suggestion, ...] = ()


@dataclass(frozen=True)
class Setting:
    """For whom wording is offered.

    Attributes:
        kind: kind of unit, None where it is not known (measures for certain kinds only then stay behind).
        unit: the unit's name; two units get different measures for the same problem.
        given: the user's own specifics (office, period, deadline, times, unit.self, unit.area).
        avoid: texts or ids already used elsewhere in this report or last year: offered last.
        rejected: ids and texts that are not offered again.
    """

    kind: str | None = None
    unit: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    avoid: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()

    @property
    def values(self) -> dict[str, str]:
        """The values for a measure's places, defaults from the kind of unit."""
        own = default_self(self.unit, self.kind) if self.kind else "我单位"
        area = area_of(own, self.kind) if self.kind else "全单位"
        own = self.given.get("unit.self") or own
        names = {"office": default_office(self.kind, own), "unit.part": default_part(self.kind)}
        return {**names, "unit.self": own, "unit.area": area, **self.given}


ANSWERS, LIKENESS, TURN, STRANGE_KIND, USED = 0.35, 0.25, 0.15, 0.15, 0.50
"""What moves a measure: whether it answers the statement that the text comes nearest to, likeness to the text, the
turn of unit and text, being meant for certain kinds when the kind is not known, being used already."""
NEAR, WORD, FIRST, SAME, ALMOST = 0.8, 0.35, 0.15, 2.0, 0.9
"""What moves a standard statement: likeness to the text, each of its words in the text, standing first in its type
(the first says the least beyond the type), and being the text itself, which is so from that likeness on."""
CHANGE = 0.05
"""How far the turn of unit and text moves a statement: less than one word."""


class Suggester:
    """The types with a matcher over them, ready to answer."""

    def __init__(self, problems: Problems, matcher: Matcher) -> None:
        self.problems = problems
        self.matcher = matcher
        self._concerned: dict[str | None, frozenset[str]] = {}
        self._wordings: dict[str, tuple[list[str], Wordings]] = {}

    def suggest(self, text: str, setting: Setting | None = None, top: int = 5, *, apart: bool = True) -> Suggestion:
        """What fits a text. `apart` cuts it where it states several problems; `top` is how many measures and
        (at least three) types are listed."""
        setting = setting or Setting()
        parts = split(text, self.matcher) if apart else [text]
        whole = self._one(text.strip(), setting, top)
        if len(parts) < 2:
            return whole
        single = tuple(self._one(part, setting, top) for part in parts)
        measures = sorted((m for part in single for m in part.measures), key=lambda m: (-m.score, m.id))
        fair = _interleaved([part.measures for part in single], max(top, len(single)))
        kept = [m for m in dict.fromkeys(measures) if m in fair]
        statements = tuple(dict.fromkeys(s for part in single for s in part.statements))
        words = tuple(dict.fromkeys(w for part in single for w in part.words))
        matched = any(part.matched for part in single)
        types = _strongest(part.types for part in single)[: max(NEAREST, top)]
        return Suggestion(whole.text, matched, types, words, statements, tuple(kept), single)

    def of_type(self, type_id: str, text: str, setting: Setting, top: int = 50) -> Suggestion:
        """What a type offers for a text, whatever the text matches: the user picked the type himself."""
        found = self.matcher.match(text) if text else Match(True, (), ())
        chosen = self.problems.by_id[type_id]
        score = next((t.score for t in found.types if t.id == type_id), 0.0)
        return self._offer(text, Match(True, (TypeScore(type_id, max(score, 0.5)),), found.words), chosen, setting, top)

    def _one(self, text: str, setting: Setting, top: int) -> Suggestion:
        match = self.matcher.match(text, self._concerns(setting.kind))
        if not match.matched:
            return Suggestion(text, False, match.types[: max(NEAREST, top)], (), (), ())
        return self._offer(text, match, self.problems.by_id[match.best.id], setting, top)

    def _concerns(self, kind: str | None) -> Callable[[str], bool]:
        if kind not in self._concerned:
            self._concerned[kind] = frozenset(t.id for t in self.problems.types if t.fits(kind))
        return self._concerned[kind].__contains__

    def _offer(self, text: str, match: Match, chosen: ProblemType, setting: Setting, top: int) -> Suggestion:
        sure = match.best.score
        because = f"文中{'、'.join(f'“{word}”' for word in match.words)}指向“{chosen.name}”" if match.words else ""
        turns = _Turns(setting.unit, text)
        likeness = self._likeness(text, chosen)
        values = tuple(setting.values.items())
        near = _nearness(text, chosen, likeness)
        items: tuple[Statement | MeasureText, ...] = (*chosen.statements, *chosen.measures)
        offers: list[tuple[float, str, str, MeasureText | None]] = []
        for item in items:
            measure = item if isinstance(item, MeasureText) else None
            if measure and not measure.fits(setting.kind):
                continue
            worded = _filled(item.text, values)
            if item.id in setting.rejected or worded in setting.rejected:
                continue
            if measure is None:
                fit = (1 - CHANGE) * near[item.id] + CHANGE * turns.of(item.id)
            else:
                answered = max((near[id_] for id_ in measure.answers), default=0.5)
                alike = min(1.0, 3 * likeness[item.id])
                fit = 1 - ANSWERS - LIKENESS - TURN
                fit += ANSWERS * answered + LIKENESS * alike + TURN * turns.of(item.id)
            if item.id in setting.avoid or worded in setting.avoid:
                fit -= USED
            if measure and setting.kind is None and measure.kinds is not None:
                fit -= STRANGE_KIND
            offers.append((round(max(0.0, sure * fit), 4), item.id, worded, measure))
        offers.sort(key=lambda offer: (-offer[0], offer[1]))
        return Suggestion(
            text,
            True,
            match.types[: max(NEAREST, top)],
            match.words,
            tuple(
                Wording(id_, chosen.id, worded, score, because)
                for score, id_, worded, _ in [offer for offer in offers if offer[3] is None][:top]
            ),
            tuple(
                Wording(id_, chosen.id, worded, score, _why(because, measure), places(measure.text))
                for score, id_, worded, measure in [offer for offer in offers if offer[3] is not None][:top]
                if measure is not None
            ),
        )

    def _likeness(self, text: str, chosen: ProblemType) -> dict[str, float]:
        """How alike a text and each wording of a type are; specifics do not change what a measure is about."""
        ids, wordings = self._wordings.get(chosen.id) or self._kept(chosen)
        return dict(zip(ids, self.matcher.likeness(text, wordings), strict=True))

    def _kept(self, chosen: ProblemType) -> tuple[list[str], Wordings]:
        values = Setting().values
        items: tuple[Statement | MeasureText, ...] = (*chosen.statements, *chosen.measures)
        texts = {item.id: fill(item.text, values) for item in items}
        kept = self._wordings[chosen.id] = (list(texts), self.matcher.wordings(list(texts.values())))
        return kept


def _nearness(text: str, chosen: ProblemType, likeness: Mapping[str, float]) -> dict[str, float]:
    """0 to 1 for each standard statement of a type: how near a text comes to saying just that, the nearest 1."""
    plain = normal(text)
    near = {
        statement.id: NEAR * min(1.0, 2 * likeness[statement.id])
        + WORD * min(3, sum(word.lower() in plain for word in statement.words))
        + (FIRST if n == 0 else 0.0)
        + (SAME if likeness[statement.id] >= ALMOST else 0.0)
        for n, statement in enumerate(chosen.statements)
    }
    most = max(near.values())
    return {id_: (value / most) ** 2 for id_, value in near.items()} if most else near


@lru_cache(maxsize=2048)
def _filled(text: str, values: tuple[tuple[str, str], ...]) -> str:
    return fill(text, dict(values))


def _why(because: str, measure: MeasureText) -> str:
    return f"{because}，从{measure.via}上改进" if because else f"从{measure.via}上改进"


class _Turns:
    """0 to 1 by unit, statement and wording: neighbours that state the same problem get different wording."""

    def __init__(self, unit: str, text: str) -> None:
        self._begun = hashlib.blake2b(f"{unit}\n{text}\n".encode(), digest_size=4)

    def of(self, id_: str) -> float:
        turn = self._begun.copy()
        turn.update(id_.encode())
        return int.from_bytes(turn.digest(), "little") / 0xFFFFFFFF


def _strongest(lists: Iterable[Sequence[TypeScore]]) -> tuple[TypeScore, ...]:
    """Each type once with its best score, best first."""
    best: dict[str, float] = {}
    for types in lists:
        for item in types:
            best[item.id] = max(item.score, best.get(item.id, 0.0))
    return tuple(TypeScore(name, score) for name, score in sorted(best.items(), key=lambda pair: -pair[1]))


def _interleaved(lists: Sequence[Sequence[Wording]], top: int) -> set[Wording]:
    """The first of each list, then the second of each, up to so many: every problem keeps a measure."""
    longest = max((len(items) for items in lists), default=0)
    order = [items[n] for n in range(longest) for items in lists if n < len(items)]
    return set(order[:top])


# -- for a draft ----------------------------------------------------------------------------------------


def setting_of(draft: Draft, problem: Problem | None = None, given: Mapping[str, str] | None = None) -> Setting:
    """The setting of a draft; with one of its problems, what was rejected for it is not offered again."""
    used = {m.id or m.text for p in draft.problems if p is not problem for m in p.used_measures}
    used |= {p.phrase for p in draft.problems if p is not problem and p.phrase}
    last = draft.last_year.problems if draft.last_year else ()
    used |= {text.rstrip("。；") for item in last for text in (item.text, *item.measures)}
    used |= set(draft.last_year.phrases) if draft.last_year else set()
    names = {"unit.self": draft.unit.self_name, "unit.area": draft.unit.area}
    return Setting(
        draft.unit.kind,
        draft.unit.name,
        {**names, **(given or {})},
        frozenset(used),
        frozenset(problem.rejected) if problem else frozenset(),
    )


# -- from figures and facts -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """A problem that figures or facts show: its type and the figure as the reason."""

    type: str
    name: str
    reason: str


_PRINTED = re.compile(r"(?<![.\w])facts\.\w+")
"""The facts that a reason prints; what is printed is asserted, and so must be stated."""


def sign_sources(problems: Problems, facts: BankSources) -> tuple[BankSources, tuple[str, ...]]:
    """The signs as phrases of a small bank of their own, so that their conditions and figures are checked,
    compiled and printed like all wording; and their slots, in the order of the types."""
    from nianbao.core.bank_source import BankSources, Located

    signs = [(f"sign.{t.id}.{n}", sign) for t in problems.types for n, sign in enumerate(t.signs)]
    rows = [[{"slot": slot}] for slot, _ in signs]
    outline = {"sections": [{"id": "signs", "parts": [{"id": "signs", "paragraphs": rows}]}]}
    phrases = tuple(
        Located(
            {
                "id": slot.replace(".", "-"),
                "slot": slot,
                "case": "common",
                "when": s.when,
                "asserts": sorted(set(_PRINTED.findall(s.reason))),
                "text": s.reason,
            },
            f"problems/{s.type}.yaml figures",
        )
        for slot, s in signs
    )
    sources = BankSources(outline=Located(outline, "problems"), facts=facts.facts, phrases=phrases)
    return sources, tuple(slot for slot, _ in signs)


def shown_by_figures(draft: Draft, signs: Bank, problems: Problems) -> list[Shown]:
    """The problems that a draft's figures and facts show and that it does not state yet, one a type."""
    from nianbao.core.compose import Composer

    stated = {problem.type for problem in draft.problems}
    composer = Composer(draft, signs)
    found: dict[str, Shown] = {}
    for slot in signs.by_slot:
        type_id = slot.split(".")[1]
        if type_id in stated or type_id in found or type_id not in problems.by_id:
            continue
        if not problems.by_id[type_id].fits(draft.unit.kind):
            continue
        sentence = composer.generate(slot)
        if sentence is not None:
            found[type_id] = Shown(type_id, problems.by_id[type_id].name, sentence.text.rstrip("。"))
    order = {t.id: n for n, t in enumerate(problems.types)}
    return sorted(found.values(), key=lambda shown: order[shown.type])
