"""Lists that share one verb: 甲和乙分别为3件和2件; 甲、乙各1件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nianbao.core.claim import Claim, Context, of_column, span
from nianbao.core.claim_words import Token
from nianbao.core.claims import Line, Scene
from nianbao.core.quantities import Quantity

_RESPECTIVELY = re.compile(r"分别(?:为|是|有|提出|提交|占|收到|计|达)*$")
_JOINED = re.compile(r"(?:[、和及，]|以及)?")


def paired(scene: Scene, line: Line, context: Context) -> dict[int, Claim | None]:
    """甲和乙分别为3件和2件: the quantities of such lists, each with what stands in its place."""
    text = line.bare.text
    found = list(scene.quantities)
    found_in: dict[int, Claim | None] = {}
    for k, first in enumerate(found):
        head = _RESPECTIVELY.search(text[scene.start : first.start])
        if head is None:
            continue
        row = [first]
        for following in found[k + 1 :]:
            if following.unit != first.unit or not _JOINED.fullmatch(text[row[-1].end : following.start]):
                break
            row.append(following)
        if len(row) < 2:
            continue
        named = _listed([t for t in scene.tokens if t.start < scene.start + head.start()], found, len(row))
        for n, quantity in enumerate(row):
            readings = _named_readings(named[n], context, scene, text) if named else ()
            found_in[quantity.start] = (
                Claim("count", readings[0], readings, quantity, line, named[0].start, quantity.end, False)
                if readings and first.unit == "件"
                else None
            )
    return found_in


def _listed(before: Sequence[Token], found: Sequence[Quantity], count: int) -> list[Token]:
    """The last words before 分别 of one kind, if there are as many as numbers; without a quantity between them."""
    run: list[Token] = []
    for token in reversed(before):
        if token.facet in ("object", "verb") or (token.facet == "time" and token.value == "now"):
            continue
        if token.facet not in ("column", "row", "dispute", "decision") or (run and token.facet != run[0].facet):
            break
        if run and any(token.end <= q.start < run[0].start for q in found):
            break
        run.insert(0, token)
    return run if len(run) == count == len({t.value for t in run}) else []


def _named_readings(token: Token, context: Context, scene: Scene, text: str) -> tuple[str, ...]:
    words = text[scene.start : scene.end]
    if token.facet == "column" and token.value != "everyone" and "申请" in words:
        return tuple(of_column(path, token.value) for path in ("received", "received+carried_in", "handled"))
    if token.facet == "row" and token.value != "carried" and "申请" in words + (context.domain or ""):
        return (of_column(token.value, "total"),)
    if token.facet == "dispute" and context.sure and not any(t.facet == "outcome" for t in scene.tokens):
        return (f"disputes.{token.value}.total",)
    if (
        token.facet == "decision"
        and token.value != "all"
        and not re.search(r"公开|公示|公布|发布|信息|申请|受理", words)
    ):
        return (f"disclosure.{token.value}.decisions",)
    return ()


def each(
    text: str, begin: int, quantity: Quantity, before: Sequence[Token], line: Line, context: Context
) -> Iterator[Claim]:
    """个人和单位各提出1件: the same number of each."""
    words = text[begin : quantity.start]
    if not re.search(r"各(?:有|为|占|提出|提交)?$", words) or any(t.facet == "other" for t in before):
        return
    start = span(begin, quantity, before)
    columns = list(dict.fromkeys(t.value for t in before if t.facet == "column" and t.value != "everyone"))
    rows = list(dict.fromkeys(t.value for t in before if t.facet == "row"))
    kinds = list(dict.fromkeys(t.value for t in before if t.facet == "dispute"))
    named: list[tuple[str, ...]] = []
    if len(columns) > 1 and not rows and context.domain in ("requests", None):
        named = [
            tuple(of_column(path, column) for path in ("received", "received+carried_in", "handled"))
            for column in columns
        ]
    elif len(rows) > 1 and not columns and context.domain == "requests":
        named = [(of_column(row, "total"),) for row in rows]
    elif len(kinds) > 1 and context.sure and not any(t.facet == "outcome" for t in before):
        named = [(f"disputes.{kind}.total",) for kind in kinds]
    for readings in named:
        yield Claim("count", readings[0], readings, quantity, line, start, quantity.end, False)
