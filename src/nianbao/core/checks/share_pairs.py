"""Shares and the numbers they are shares of: pairs, sums, and the list of them that has one whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from nianbao.core.claims.cutting import Line, Scene
from nianbao.core.numerals import Number
from nianbao.core.quantities import Quantity


class Pair(NamedTuple):
    """A number and the share it is said to be: 29件，占58%; 29件（58%）; 占58%（29件）.

    Attributes:
        part: the number.
        share: the percentage.
        bracketed: the share or its number stands in a bracket of its own, with nothing else.
        kind: what kind of words names the part (applicants, results), None for other words.
    """

    part: Quantity
    share: Quantity
    bracketed: bool
    kind: str | None


def near(share: Quantity, part: Number, base: Number) -> bool:
    """Whether a share may be rounded from a part of a base."""
    if not base:
        return False
    ulp = Decimal(1).scaleb(-share.places)
    over = share.value - Decimal(part) / Decimal(base) * 100
    return -ulp < over <= ulp / 2


def almost(share: Quantity, part: Number, base: Number) -> bool:
    """Whether a share is at most one unit of its last place off a rounded one."""
    ulp = Decimal(1).scaleb(-share.places)
    return any(near(share._replace(value=share.value + step), part, base) for step in (-ulp, 0, ulp))


def filled_up(shares: Sequence[Quantity]) -> list[Quantity]:
    """Three and more shares behind one another, to as many places, that add up to 100% exactly: one of them may
    have been rounded the other way for that."""
    found: list[Quantity] = []
    for first in range(len(shares) - 2):
        total = Decimal(0)
        for last in range(first, len(shares)):
            total += Decimal(shares[last].value)
            if shares[last].places != shares[first].places or total > 100:
                break
            if total == 100 and last - first > 1:
                found += shares[first : last + 1]
    return found


_TO_SHARE = re.compile(
    r"[，（、]?(?:均|各|即|分别)?占(?:比|(?:总数|总量|全部|申请|办结|办理|答复|受理|新收|收到|件|数|的|总|量){0,6})(?:为|达|到|约)*"
)
_TO_PART = re.compile(r"(?:（|，(?:即|为|共)?)")


def pairs(line: Line, scene: Scene) -> Iterator[Pair]:
    """The numbers of a sentence with their shares, in order."""
    text = line.bare.text
    found = list(scene.quantities)
    for n, share in enumerate(found):
        if share.unit != "%" or not share.exact:
            continue
        before = found[n - 1] if n else None
        behind = found[n + 1] if n + 1 < len(found) else None
        if before is not None and before.counts and before.exact:
            between = text[before.end : share.start]
            inside = between in ("，", "、") and text.startswith("（", before.start - 1)  # 自然人为主（143件，94.1%）
            alone = (inside or between in ("（", "（约")) and text.startswith("）", share.end)
            if alone or _TO_SHARE.fullmatch(between):
                yield Pair(before, share, alone, _kind(scene, before))
                continue
        if behind is None or not behind.counts or not behind.exact or not text.startswith("）", behind.end):
            continue
        if text[share.end : behind.start] == "（" and re.search(r"占[^，。；%\d]{0,8}$", text[: share.start]):
            yield Pair(behind, share, True, _kind(scene, share))


def _kind(scene: Scene, quantity: Quantity) -> str | None:
    """What kind of words names a number: the last before it in its clause or, in a bracket, in the clause before."""
    tokens = [t for t in scene.tokens if t.end <= quantity.start and t.facet in ("column", "row", "other")]
    return tokens[-1].facet if tokens else None


def out_of_line(found: Sequence[Pair], wholes: Iterable[Number]) -> Iterator[tuple[Pair, Number]]:
    """The shares of a list that are not of the whole which (nearly) all the others are shares of."""
    bases = {base for base in wholes if base}
    for run in _runs(found):
        bases_of_run = {*bases, sum(pair.part.value for pair in run)}
        fits = {base: [near(p.share, p.part.value, base) for p in run] for base in bases_of_run if base}
        if not fits:
            continue
        best = max(fits, key=lambda base: sum(fits[base]))
        good = sum(fits[best])
        if good == len(run) or good < 2 or (len(run) - good) * 3 > len(run):
            continue
        for pair, fitting in zip(run, fits[best], strict=True):
            if not fitting:
                yield pair, best


def _runs(found: Sequence[Pair]) -> Iterator[list[Pair]]:
    """Pairs of the same kind and unit behind one another, three and more."""
    run: list[Pair] = []
    for pair in found:
        last = run[-1] if run else None
        if last is not None and (pair.kind, pair.part.unit) != (last.kind, last.part.unit):
            if len(run) > 2:
                yield run
            run = []
        run.append(pair)
    if len(run) > 2:
        yield run


_TOGETHER = re.compile(
    r"[，；]?(?P<number>[两二三四五][者项类]|以上|上述)?(?:合计|共计|合并|相加|合起来|共)?(?:约)?"
    r"占(?:比|[^，。；%\d]{0,10})(?:为|达|到|约)*"
)


def sums_before(text: str, own: Sequence[Quantity], share: Quantity) -> list[Number]:
    """公开9件、部分公开3件，二者合计占63.2%: the sums that such a share may be of; empty where it is of one number."""
    if len(own) < 2:
        return []
    between = text[own[-1].end : share.start]
    match = _TOGETHER.fullmatch(between)
    if match is None or not (match["number"] or re.search(r"合计|共计|合并|相加|合起来|共占", between)):
        return []
    width = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}.get((match["number"] or " ")[0])
    widths = [width] if width else range(2, len(own) + 1)
    return [sum(q.value for q in own[-n:]) for n in widths if n <= len(own)]
