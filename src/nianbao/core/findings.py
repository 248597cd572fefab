"""A finding: what is wrong, where, and how to mend it; and the registry of the rules that make findings.

A rule is a small pure function over a Case. One fault, one code, one function; a code is never given to
another fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from nianbao.core.numerals import Number
from nianbao.core.report import Report

if TYPE_CHECKING:
    from nianbao.core.problem_items import Items

Severity = Literal["error", "warning", "advice"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "advice")
SEVERITY_NAMES: Mapping[str, str] = {"error": "错误", "warning": "警告", "advice": "建议"}


class Repair(NamedTuple):
    """A mend that a program may make: the figure and its likeliest value, and how sure it is.

    `sole` is true where the relations allow no other explanation that is as good.
    """

    figure: str
    value: Number
    sole: bool = True


class Finding(NamedTuple):
    """A fault in a report.

    Attributes:
        code: the rule's code (T301).
        severity: error, warning or advice.
        where: the place in Chinese (表三·自然人·（七）总计; 一、总体情况第2段).
        message: what is wrong.
        mend: how to mend it.
        figure: the figure concerned, if any.
        found: what stands there.
        expected: what should stand there, if known.
        quote: the text found wrong, exactly as it stands, for a finding in the narrative.
        slot: the sentence of a draft in which it stands, if any.
        repair: a mend that can be taken as it is.
    """

    code: str
    severity: Severity
    where: str
    message: str
    mend: str
    figure: str | None = None
    found: Number | str | None = None
    expected: Number | str | None = None
    quote: str | None = None
    slot: str | None = None
    repair: Repair | None = None


class PastProblem(NamedTuple):
    """A problem of last year's report and whether this year's draft answers it."""

    text: str
    answer: str | None = None


class Case(NamedTuple):
    """What the rules look at.

    Attributes:
        report: the report.
        previous: last year's report, if known.
        facts: facts stated in a draft, empty for a report that was read.
        last_figures: last year's figures, from `previous` or from the draft; empty if unknown.
        past_problems: last year's problems, if the draft names them.
        wording: wording rules, as the phrase bank holds them (see phrasebank/wording.yaml).
        items: problems and measures as a draft states them; None where the words of the report have to tell.
    """

    report: Report
    previous: Report | None = None
    facts: Mapping[str, object] = MappingProxyType({})
    last_figures: Mapping[str, Number] = MappingProxyType({})
    past_problems: tuple[PastProblem, ...] = ()
    wording: tuple[Mapping[str, object], ...] = ()
    items: Items | None = None


Check = Callable[[Case], Iterator[Finding]]


class Rule(NamedTuple):
    """A rule: its code, a one-line summary in Chinese, its severity and source, a bad and a good example."""

    code: str
    summary: str
    severity: Severity
    source: str
    check: Check
    bad: str
    good: str

    @property
    def explanation(self) -> str:
        """The rule in full, in Chinese: the docstring of its function."""
        return " ".join((self.check.__doc__ or "").split())


RULES: dict[str, Rule] = {}


def rule(code: str, summary: str, *, severity: Severity, source: str, bad: str, good: str) -> Callable[[Check], Check]:
    """Register a check under its code; ValueError if the code is taken."""

    def register(check: Check) -> Check:
        if code in RULES:
            raise ValueError(f"code {code} is taken")
        RULES[code] = Rule(code, summary, severity, source, check, bad, good)
        return check

    return register


def matches(code: str, patterns: Iterable[str]) -> bool:
    """Whether a code is one of the patterns or begins with one (T, T3, T301)."""
    return any(code.startswith(pattern.strip().upper()) for pattern in patterns if pattern.strip())


def order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by severity, then in the order found; the same finding once."""
    unique = list(dict.fromkeys(findings))
    return sorted(unique, key=lambda finding: SEVERITIES.index(finding.severity))
