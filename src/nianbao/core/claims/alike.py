"""What a clause without a number says of all that were counted right before it: 复议2件，均维持."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nianbao.core.claims.claim import Claim, Context, narrowest, of_column, without
from nianbao.core.claims.cutting import Clause, Line
from nianbao.core.claims.words import RESULT_GROUPS
from nianbao.core.report import Report

_ALL_ENDED = re.compile(
    r"(?:行政|复议|诉讼|审理|判决|裁判|案件|的|结果|决定)*(?:均|都|全部)"
    r"(?:已|依法|被|为|是|予以|由|经|复议机关|人民|法院|判决|决定|裁定|作出|结果|原告|诉讼请求|原行政行为|原?答复|了)*"
)
_ALL_ANSWERED = re.compile(r"(?:均|都|全部)?(?:已|依法|依规|按时|按期|及时|答复|决定|告知|作出|为|是|属于|申请人)*")
_LINES_BY_WORD = (
    (re.compile(r"驳回|胜诉"), ("upheld", "other")),
    (re.compile(r"撤销|确认违法|责令"), ("corrected",)),
    (re.compile(r"撤诉|撤回|终止|不予受理|调解|和解"), ("other",)),
)
"""The lines of table four in which cases with that outcome are counted."""
_WHOLES = ("requests.received.total", "requests.handled.total")


def alike(clause: Clause, line: Line, context: Context, report: Report) -> Iterator[Claim]:
    """The claim that all that were counted right before have the outcome, or the result, that the clause names."""
    last = context.run[-1] if context.run else None
    if last is None or last.quantity is None or last.kind != "count" or not last.quantity.value:
        return
    if context.past or clause.start - last.end > 1 or clause.opener != "，":
        return
    table = last.figure.split(".")[0]
    readings: tuple[str, ...] = ()
    if table == "disputes" and last.figure.endswith(".total") and len(last.readings) == 1:
        readings = _outcome(clause, line, last.readings[0])
    elif last.figure in _WHOLES and not any(report.numbers.get(f"requests.{row}.total") for row in _CARRIED):
        readings = _result(clause, line)
    if readings:
        end = max(t.end for t in clause.tokens)
        yield Claim("count", readings[0], readings, last.quantity, line, last.start, end, False)


_CARRIED = ("carried_in", "carried_out")


def _outcome(clause: Clause, line: Line, total: str) -> tuple[str, ...]:
    """被申请复议1件，结果均为撤销."""
    text = line.bare.text
    found = [t for t in clause.tokens if t.facet == "outcome"]
    rest = without(text, clause.start, clause.end, found).strip("，。；")
    if len(found) != 1 or "申请人" in rest or "+" in total or "-" in total or not _ALL_ENDED.fullmatch(rest):
        return ()
    word = text[found[0].start : found[0].end]
    named: tuple[str, ...] = (found[0].value,)
    if found[0].value == "unclear":
        named = next((names for pattern, names in _LINES_BY_WORD if pattern.search(word)), ())
    return tuple(f"{total.rpartition('.')[0]}.{name}" for name in named)


def _result(clause: Clause, line: Line) -> tuple[str, ...]:
    """申请2件，均予以公开; where some were carried over, not all have a result."""
    text = line.bare.text
    rows = [t for t in clause.tokens if t.facet == "row"]
    if not rows or any(t.facet not in ("row", "verb") for t in clause.tokens):
        return ()
    if len({t.value.split(".")[0] for t in rows}) > 1 or rows[0].value.split(".")[0] not in RESULT_GROUPS:
        return ()
    rest = without(text, clause.start, clause.end, rows).strip("，。；")
    every = rest.startswith(("均", "都", "全部")) or text.startswith("全部", rows[0].start)
    if not every or not _ALL_ANSWERED.fullmatch(rest):
        return ()
    row = narrowest([t.value for t in rows])
    paths = [row, "granted+partially_granted"] if row == "granted" else [row]
    return tuple(of_column(path, "total") for path in paths)
