"""Build a phrase bank from its sources: check every entry, compile the templates, join the conditions.

What is wrong is returned as faults that name file and entry, never raised: a clerk who adds wording of his
own should see all of it at once.
"""

from __future__ import annotations

import hashlib
import json
import marshal
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from nianbao.core.bank_source import BankSources, FactSource, Located, OutlineSource, PhraseSource
from nianbao.core.figures import with_groups
from nianbao.core.form import form
from nianbao.core.phrase_code import decision_code, text_code
from nianbao.core.phrase_syntax import (
    Parsed,
    PhraseError,
    condition,
    mangle,
    parse,
    paths_in,
)
from nianbao.core.phrases import PAYLOAD_VERSION
from nianbao.core.wording import wording_rule

UNIT_NAMES = ("unit.self", "unit.area", "unit.name", "unit.title", "unit.superiors")
_NOUNS = re.compile(r"规范性文件|新闻发布|发布会")
"""Nouns that hold one of the verbs which neighbours do not share."""
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an entry of the bank: where (file and id), what, and how to mend it."""

    where: str
    what: str
    mend: str = ""


def known_names(facts: Mapping[str, FactSource]) -> Callable[[str], bool]:
    """Which dotted paths a phrase may use, given the declared facts."""
    figures = frozenset(with_groups(form("2021"), dict.fromkeys(form("2021").figures, 0)))

    def known(path: str) -> bool:
        head, _, rest = path.partition(".")
        if head == "facts":
            return rest in facts
        if head == "last_year":
            kind, _, name = rest.partition(".")
            return name in facts if kind == "facts" else rest in figures
        if head == "change":
            name, _, part = rest.rpartition(".")
            return part in ("difference", "ratio") and (name in figures or name.removeprefix("facts.") in facts)
        return path in figures or path in UNIT_NAMES

    return known


def build(sources: BankSources) -> tuple[dict[str, Any], list[Fault]]:
    """The payload of a bank, and what is wrong with its sources; entries with a fault are left out."""
    faults: list[Fault] = []
    facts = {fact.id: fact for fact in _read(FactSource, sources.facts, faults)}
    outline = next(iter(_read(OutlineSource, (sources.outline,), faults)), OutlineSource(sections=()))
    slots = {s.slot for sec in outline.sections for part in sec.parts for row in part.paragraphs for s in row}
    known = known_names(facts)
    rows: list[tuple[Any, ...]] = []
    conditions: list[Parsed] = []
    names: set[str] = set()
    for phrase in _read(PhraseSource, sources.phrases, faults):
        try:
            row, parsed, used = _phrase(phrase, slots, facts, known, sources.verbs)
        except PhraseError as error:
            faults.append(Fault(f"措辞 {phrase.id}", str(error), "按措辞库说明改写这一条"))
            continue
        rows.append(row)
        conditions.append(parsed)
        names |= used
    by_rank = sorted(range(len(rows)), key=lambda n: -rows[n][5])
    payload: dict[str, Any] = {
        "version": PAYLOAD_VERSION,
        "key": source_key(sources),
        "facts": [
            (f.id, f.part, f.label, f.question, f.help, f.type, f.unit, f.kinds, f.range) for f in facts.values()
        ],
        "outline": [
            (
                section.id,
                tuple(
                    (
                        part.id,
                        part.heading,
                        part.kinds,
                        tuple(tuple((s.slot, s.from_) for s in row) for row in part.paragraphs),
                    )
                    for part in section.parts
                ),
            )
            for section in outline.sections
        ],
        "phrases": rows,
        "names": sorted((mangle(path), path) for path in names if not path.startswith("unit.")),
        "decision": marshal.dumps(decision_code((n, conditions[n].tree) for n in by_rank if not _is_frame(rows[n]))),
        "frames": marshal.dumps(decision_code((n, conditions[n].tree) for n in by_rank if _is_frame(rows[n]))),
        "wording": list(_wording(sources, faults)),
        "terms": list(sources.terms),
        "words": list(sources.words),
    }
    return payload, faults


def source_key(sources: BankSources) -> str:
    """A hash of all that the bank is built from."""
    text = json.dumps(
        [
            sources.outline.data,
            [entry.data for entry in sources.facts + sources.phrases + sources.wording],
            [sources.terms, sources.verbs, sources.words, sources.syllables],
        ],
        ensure_ascii=False,
        sort_keys=True,
        default=str,
    )
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _read(model: type[M], entries: tuple[Located, ...], faults: list[Fault]) -> list[M]:
    """The entries that are well formed; later ones of the same id take the place of earlier ones."""
    found: dict[str, M] = {}
    for entry in entries:
        try:
            read = model.model_validate(dict(entry.data))
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"])
            faults.append(Fault(entry.where, f"“{key}”填写有误：{first['msg']}", "对照措辞库说明改正"))
            continue
        found[str(entry.data.get("id", ""))] = read
    return list(found.values())


def _phrase(
    phrase: PhraseSource,
    slots: set[str],
    facts: Mapping[str, FactSource],
    known: Callable[[str], bool],
    verbs: tuple[str, ...],
) -> tuple[tuple[Any, ...], Parsed, set[str]]:
    if phrase.slot not in slots:
        raise PhraseError(f"提纲里没有“{phrase.slot}”这个位置")
    for asserted in phrase.asserts:
        if asserted.removeprefix("facts.") not in facts or not asserted.startswith("facts."):
            raise PhraseError(f"asserts里的“{asserted}”不是已声明的事项")
    when = condition(phrase.when or "true", known)
    used = set(when.paths)
    variants = []
    for n, text in enumerate((phrase.text, *phrase.also)):
        parsed = parse(text, known)
        for path in parsed.printed:
            for one in paths_in(path):
                if one.startswith("facts.") and one not in phrase.asserts:
                    raise PhraseError(f"第{n + 1}种说法打印了{one}，要写进asserts")
        used |= parsed.paths
        literal = re.sub(_NOUNS, "", "".join(parsed.literals))
        variants.append(
            (
                phrase.id if n == 0 else f"{phrase.id}#{n}",
                marshal.dumps(text_code(parsed.tree)),
                _opening(text),
                frozenset(verb for verb in verbs if verb in literal),
                text,
                "in_year" in parsed.plain,
            )
        )
    row = (
        phrase.id,
        phrase.slot,
        phrase.case,
        phrase.asserts,
        phrase.kinds,
        phrase.rank,
        phrase.years,
        phrase.when,
        tuple(variants),
    )
    return row, when, used


def _wording(sources: BankSources, faults: list[Fault]) -> Iterator[Any]:
    """The wording rules that can be used, each with the strings that every text it hits must hold, or, for terms that
    are looked for by their sound, with the syllables."""
    for entry in sources.wording:
        if "terms" in entry.data:
            yield _plain({**entry.data, "syllables": sources.syllables})
            continue
        try:
            rule = wording_rule(entry.data)
            for pattern in (rule.pattern, rule.unless or ""):
                re.compile(pattern)
        except (KeyError, ValueError, re.error) as error:
            faults.append(
                Fault(entry.where, f"不能用：{error}", "写明find、regex或者phrase，severity写error、warning或advice")
            )
            continue
        yield _plain({**entry.data, "needs": rule.needs})


def _opening(text: str) -> str:
    """The first two characters of a phrase that begins with fixed text."""
    match = re.match(r"[^{]{2}", text)
    return match[0] if match else ""


def _is_frame(row: tuple[Any, ...]) -> bool:
    """Whether a phrase serves section five, whose conditions ask for what is known only while composing it."""
    return str(row[1]).startswith("problems.")


def _plain(value: Any) -> Any:
    """Data as marshal can keep it."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value
