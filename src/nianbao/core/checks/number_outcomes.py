"""N101: how cases ended, told in the words of the law (驳回、撤诉、撤销、责令) instead of the form's.

The form has four lines: 结果维持, 结果纠正, 其他结果, 尚未审结. A decision revoked or ordered anew is corrected; a case
withdrawn, ended or not accepted is another result; where dismissed ones are counted differs from place to place, so
either line will do. Source: 行政复议法第六十三条至第六十九条, 行政诉讼法第六十九条至第七十七条.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from nianbao.core.checks.narrative import Survey, label_of
from nianbao.core.claims.cutting import Clause, Line, Scene
from nianbao.core.claims.words import Token
from nianbao.core.findings import Finding
from nianbao.core.numerals import Number
from nianbao.core.quantities import Quantity
from nianbao.core.report import number_text

_OWN_WORDS = re.compile(r"驳回|撤诉|撤回|撤销|责令|确认违法|终止|胜诉|不予受理|调解|和解")
_DISMISSED = ("驳回", "胜诉")
_SET_ASIDE = ("撤销", "责令", "确认违法")
_BY_THE_APPLICANT = re.compile(r"(?:申请人|当事人|原告|起诉人|自愿|自行|主动)[^，。；、\d]{0,4}$")
_OF_THE_APPLICATION = re.compile(r"(?:了)?(?:行政)?(?:复议)?(?:申请|起诉|诉讼)")


_OF_OTHERS = re.compile(r"除|遗留|上年|往年|此前")
"""Cases of other years, or those left aside."""


class _Told(NamedTuple):
    """A number of cases with the lines of the form in which they may be counted."""

    quantity: Quantity
    lines: tuple[str, ...]
    start: int
    end: int
    own: bool


def outcomes_differ(survey: Survey) -> Iterator[Finding]:
    """Lists of outcomes that no way of counting them agrees with."""
    for line in survey.lines:
        if line.section not in ("overview", "problems", "other", None) or not _OWN_WORDS.search(line.bare.text):
            continue
        for scene in line.scenes:
            yield from _of_scene(survey, line, scene)


def _of_scene(survey: Survey, line: Line, scene: Scene) -> Iterator[Finding]:
    text = line.bare.text
    starts = {
        claim.quantity.start: claim.figure.split(".")[1]
        for claim in survey.claims
        if claim.line is line and claim.quantity and claim.figure.startswith("disputes.")
    }
    sure = "信息公开" in text[scene.start : scene.end]
    kind, whole, told = "", _ALL, list[_Told]()
    for clause in scene.clauses:
        if _OF_OTHERS.search(text, clause.start, clause.end):
            continue
        counted = [q for q in clause.quantities if q.counts]
        ended = [t.end for t in clause.tokens if t.facet == "outcome"]
        cases = {t.value for t in clause.tokens if t.facet == "dispute" and t.start not in ended}  # 撤回复议申请1件
        foreign = any(t.facet in ("other", "row", "column", "verb") for t in clause.tokens)
        outcomes = [t for t in clause.tokens if t.facet == "outcome"]
        if cases and (counted or not outcomes):
            yield from _judged(survey, line, kind, told, whole)
            known = [starts[q.start] for q in counted if q.start in starts]
            one = next(iter(cases)) if len(cases) == 1 and sure and not foreign else ""
            kind, whole, told = (known or [one])[0], counted[0].value if known and not outcomes else _ALL, []
        if len(counted) != 1 or not outcomes or not counted[0].exact:
            continue
        told.append(_entry(clause, counted[0], outcomes, text))
    yield from _judged(survey, line, kind, told, whole)


def _entry(clause: Clause, quantity: Quantity, outcomes: Sequence[Token], text: str) -> _Told:
    ways = [_lines_of(t, text, clause.start) for t in outcomes]
    lines = tuple(line for line in ways[0] if all(line in way for way in ways)) or ways[-1]
    own = any(t.value == "unclear" for t in outcomes)
    end = max(outcomes[-1].end, quantity.end)
    return _Told(quantity, lines, min(outcomes[0].start, quantity.start), end, own)


def _lines_of(token: Token, text: str, begin: int) -> tuple[str, ...]:
    """The lines of the form in which cases with that outcome may be counted."""
    if token.value != "unclear":
        return (token.value,)
    word = text[token.start : token.end]
    if word in _DISMISSED:
        return ("upheld", "other")
    applicant = _BY_THE_APPLICANT.search(text, begin, token.start) or _OF_THE_APPLICATION.match(text, token.end)
    return ("corrected",) if word in _SET_ASIDE and not applicant else ("other",)


def _judged(survey: Survey, line: Line, kind: str, told: Sequence[_Told], whole: Number) -> Iterator[Finding]:
    """A list of outcomes of one kind of cases, where one of them is not in the form's words; a list that is more
    than its whole is spoken of elsewhere (N301)."""
    if sum(entry.quantity.value for entry in told) > whole:
        return
    if not kind or not any(entry.own for entry in told) or len(told) > 7:
        return
    for view in survey.views:
        cells = {name: view.evaluate(f"disputes.{kind}.{name}") for name in ("upheld", "corrected", "other", "pending")}
        if not all(isinstance(value, int) for value in cells.values()):
            return
        known: dict[str, int] = {name: value for name, value in cells.items() if isinstance(value, int)}
        if any(_agrees(told, way, known) for way in product(*(entry.lines for entry in told))):
            return
    first, last = told[0], told[-1]
    quote = line.bare.quote(first.start, last.end)
    figure = f"disputes.{kind}.{next(entry for entry in told if entry.own).lines[0]}"
    printed = "、".join(
        f"{label_of(survey.report, f'disputes.{kind}.{name}').rpartition('·')[2]}{number_text(value)}件"
        for name, value in known.items()
    )
    yield Finding(
        code="N101",
        severity="warning",
        where=line.where,
        message=f"正文写“{quote}”，表四为{printed}，怎样归类都对不上",
        mend="撤销、责令重作、确认违法的计入结果纠正，撤回、终止、不予受理的计入其他结果；核对正文和表四",
        figure=figure,
        found=sum((entry.quantity.value for entry in told), start=_NOTHING),
        expected=sum(known.values()),
        quote=quote,
    )


_NOTHING: Number = 0
_ALL: Number = 10**9
"""Where the text states no whole."""


def _agrees(told: Sequence[_Told], way: Sequence[str], cells: dict[str, int]) -> bool:
    """Whether the cases add up to the cells when each is counted in the line chosen for it; a single outcome other
    than a corrected one need not be all there is."""
    sums: dict[str, Number] = {}
    for entry, name in zip(told, way, strict=True):
        sums[name] = sums.get(name, 0) + entry.quantity.value
    if len(told) == 1 and way[0] != "corrected":
        return sums[way[0]] <= cells[way[0]]
    return all(value == cells[name] for name, value in sums.items())
