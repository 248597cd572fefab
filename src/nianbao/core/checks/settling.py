"""Findings sorted out against one another, when all rules have spoken.

A rule is a function over a case and knows nothing of the others. Here stands which finding says nothing new beside
which other one, or advises what the other forbids; and here all quotes are widened to where they may be cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from nianbao.core.excerpts import whole
from nianbao.core.findings import Case, Finding


def settled(case: Case, found: Iterable[Finding]) -> list[Finding]:
    """The findings of a case without those that another one makes needless, their quotes cut at the right places."""
    findings = _with_blank_cells(list(found))
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    return [
        _whole_quote(case, finding)
        for finding in findings
        if not any(
            beside.needless(finding, other)
            for beside in _BESIDE.get(finding.code, ())
            for code in beside.others
            for other in by_code.get(code, ())
        )
    ]


class _Beside(NamedTuple):
    """Beside a finding of one of these codes another finding is needless where the two meet the condition."""

    others: tuple[str, ...]
    needless: Callable[[Finding, Finding], bool]


def _same_words(one: Finding, other: Finding) -> bool:
    """Whether the quotes of two findings lie within each other in one place."""
    if one.where != other.where or not one.quote or not other.quote:
        return False
    return one.quote in other.quote or other.quote in one.quote


def _regulations_nobody_may_make(number: Finding, authority: Finding) -> bool:
    """制定规章1部, and 0 in the table: the number finding would have 1 put into a cell that has to stay 0."""
    return (number.figure or "").startswith("disclosure.regulations.") and _same_words(number, authority)


def _copied(unanswered: Finding, copied: Finding) -> bool:
    """Section five is last year's: that it does not answer last year's problems goes without saying."""
    return copied.severity == "warning" and copied.where == unanswered.where


_BESIDE: Mapping[str, tuple[_Beside, ...]] = {
    "N101": (_Beside(("L103",), _regulations_nobody_may_make),),
    "W113": (_Beside(("W112",), _same_words),),
    "S301": (_Beside(("W181", "W182"), _same_words),),
    "Y108": (_Beside(("Y109", "Y112"), _copied),),
}


_BLANK = frozenset({"T201", "T305", "T403"})
_SUMS = frozenset({"T301", "T302", "T303", "T401"})


def _with_blank_cells(findings: list[Finding]) -> list[Finding]:
    """Sums that do not come out only because one cell is blank: the blank cell is the fault, and it is told what
    belongs there."""
    blanks = {f.figure: f for f in findings if f.code in _BLANK and f.figure and "格）" not in f.where}
    settled: list[Finding] = []
    mended: dict[str, Finding] = {}
    for finding in findings:
        repair = finding.repair
        if finding.code in _SUMS and repair is not None and repair.sole and repair.figure in blanks:
            blank = blanks[repair.figure]
            mended[repair.figure] = blank._replace(
                severity="error", mend=finding.mend, expected=repair.value, repair=repair
            )
        else:
            settled.append(finding)
    return [mended.get(f.figure or "", f) if f.code in _BLANK else f for f in settled]


def _whole_quote(case: Case, finding: Finding) -> Finding:
    """A finding whose quote ends in no number, bracket or clause; the message quotes the same words."""
    quote = finding.quote
    if not quote:
        return finding
    for passage in case.report.passages:
        at = passage.text.find(quote) if passage.where == finding.where else -1
        if at >= 0:
            start, end = whole(passage.text, at, at + len(quote))
            words = passage.text[start:end]
            if words == quote:
                return finding
            message = finding.message.replace(f"“{quote}”", f"“{words}”")
            return finding._replace(quote=words, message=message)
    return finding
