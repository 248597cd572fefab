"""Rules over a report, one module a family; importing this package registers them all."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from importlib import import_module

from nianbao.core.findings import RULES, SEVERITY_NAMES, Case, Finding, matches, order

FAMILIES = ("tables", "last_year", "numbers", "structure", "authority", "wording", "privacy")

for _family in FAMILIES:
    if importlib.util.find_spec(f"{__name__}.{_family}") is not None:
        import_module(f"{__name__}.{_family}")


def run(case: Case, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> list[Finding]:
    """The findings on a case, errors first; `select` and `ignore` are codes or their beginnings."""
    wanted, unwanted = tuple(select), tuple(ignore)
    found: list[Finding] = []
    for code, rule in RULES.items():
        if (not wanted or matches(code, wanted)) and not matches(code, unwanted):
            found.extend(rule.check(case))
    return order(found)


def explanation(code: str) -> str | None:
    """A rule in words: what it says, its source, a bad and a good example; None for an unknown code."""
    rule = RULES.get(code)
    if rule is None:
        return None
    return (
        f"{rule.code}　{rule.summary}（{SEVERITY_NAMES[rule.severity]}）\n\n"
        f"{rule.explanation}\n\n依据：{rule.source}\n反例：{rule.bad}\n正例：{rule.good}"
    )
