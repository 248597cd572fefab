"""Rules over a report, one module a family. A family registers its rules when it is first asked for, since
some compile many patterns that a quick draft does not need."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import import_module

from nianbao.core.checks.settling import settled
from nianbao.core.findings import RULES, SEVERITY_NAMES, Case, Finding, Rule, matches, order

FAMILIES: Mapping[str, str] = {
    "T": "tables",
    "Y": "last_year",
    "N": "numbers",
    "S": "structure",
    "L": "authority",
    "W": "wording",
    "P": "privacy",
}
"""The first letter of a family's codes, and its module."""


def rules(select: Iterable[str] = ()) -> Mapping[str, Rule]:
    """The rules of the families that `select` names by the first letter of its codes; all without it."""
    letters = {pattern.strip()[:1].upper() for pattern in select if pattern.strip()}
    for letter, module in FAMILIES.items():
        name = f"{__name__}.{module}"
        if (not letters or letter in letters) and importlib.util.find_spec(name) is not None:
            import_module(name)
    return RULES


def run(case: Case, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> list[Finding]:
    """The findings on a case, errors first; `select` and `ignore` are codes or their beginnings. What one finding
    says is not said again by another (see `settling`)."""
    chosen = _chosen(tuple(select), tuple(ignore))
    return order(settled(case, (finding for rule in chosen for finding in rule.check(case))))


@lru_cache(maxsize=64)
def _chosen(wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> tuple[Rule, ...]:
    return tuple(
        rule
        for code, rule in rules(wanted).items()
        if (not wanted or matches(code, wanted)) and not matches(code, unwanted)
    )


def unknown(patterns: Iterable[str]) -> list[str]:
    """Those of some codes, or beginnings of codes, that no rule has."""
    return [p for p in patterns if not any(code.startswith(p) for code in rules((p,)))]


def explanation(code: str) -> str | None:
    """A rule in words: what it says, its source, a bad and a good example; None for an unknown code."""
    rule = rules().get(code)
    if rule is None:
        return None
    return (
        f"{rule.code}　{rule.summary}（{SEVERITY_NAMES[rule.severity]}）\n\n"
        f"{rule.explanation}\n\n依据：{rule.source}\n反例：{rule.bad}\n正例：{rule.good}"
    )
