"""N101: requests by the ways they came (网络、信函、当面), which together are all that were received.

Reports that list the ways list all of them; a list that says 等, tells one way alone, or comes to less than half is
none. Source: the form itself, whose 本年新收 counts every request, however it came (政府信息公开条例第二十九条).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from nianbao.core.checks.narrative import Survey
from nianbao.core.claims.claim import Claim
from nianbao.core.claims.cutting import Line, Scene
from nianbao.core.claims.enumeration import Item, enumeration
from nianbao.core.claims.share import OFFLINE, ONLINE, WAYS
from nianbao.core.numerals import Number

_ALL_WAYS = (*WAYS, OFFLINE)
_AND_MORE = re.compile(r"[^，。；、]{0,6}等")
_GOES_ON = re.compile(r"(?:、|，?以?及|和)[^，。；、\d]{0,10}\d+件")
_AS_OTHER = re.compile(r"等其[他它余]")
_OF_ANOTHER_SORT = frozenset({"column", "row", "verb", "dispute", "outcome", "document", "stock", "decision", "time"})


class _Listed(NamedTuple):
    """Ways listed one after another: the claim that the first one makes, and the numbers of all, of which the first
    `sure` are certainly of ways."""

    claim: Claim
    numbers: Sequence[Number]
    sure: int

    @property
    def sums(self) -> set[Number]:
        """What the ways come to, with or without those behind them whose names are none of a way."""
        return {sum(self.numbers[:n]) for n in range(self.sure, len(self.numbers) + 1)}


def ways_differ(survey: Survey) -> Iterator[tuple[Claim, Number, str]]:
    """Lists of ways whose sum is neither what was received nor what was to be handled: the first of the list, what
    the table has, a remark."""
    for listed in [*_lists(survey), *_two_apart(survey)]:
        whole = _told_before(survey, listed.claim)
        meant = [whole] if whole is not None else [*_meant(survey, listed.claim)]
        total = sum(listed.numbers)
        if meant and not listed.sums & set(meant) and total * 2 >= meant[0]:
            yield listed.claim, meant[0], f"，各种渠道相加为{total}件"


def _meant(survey: Survey, claim: Claim) -> Iterator[Number]:
    for view in survey.views:
        for reading in (*claim.readings, "requests.handled.total"):
            value = view.evaluate(reading)
            if isinstance(value, int | Decimal):
                yield value


_OF_THESE = re.compile(r"(?:申请)?(?:，其中，?|（其中，?|（|，包括)(?:通过|以)?[^，。；、（）\d]{0,12}")


def _told_before(survey: Survey, claim: Claim) -> Number | None:
    """收到申请23件，其中网络15件: the number right before the list, where it is one of those received."""
    text, start = claim.line.bare.text, claim.quantity.start if claim.quantity else claim.start
    wholes = (
        whole.quantity
        for whole in survey.claims
        if whole.line is claim.line and whole.figure == "requests.received.total" and whole.kind == "count"
    )
    told = next((q.value for q in wholes if q and q.exact and _OF_THESE.fullmatch(text, q.end, start)), None)
    if told is None and _OF_THE_NEW.search(text, 0, start):
        cell = survey.views[0].evaluate("requests.received.total")
        return cell if isinstance(cell, int | Decimal) else None
    return told


_OF_THE_NEW = re.compile(r"(?:^|[。；])新收(?:到)?(?:的)?(?:政府信息公开)?申请[中里]，[^。；\d]*$")
"""新收申请中，以信函方式提出的4件: ways of those that were new."""


def _ways_named(words: str) -> list[re.Pattern[str]]:
    found = [way for way in _ALL_WAYS if way.search(words)]
    return [way for way in found if way is not OFFLINE] or found  # 邮寄纸质版申请2件: by post


def _is_part(claim: Claim) -> bool:
    """Whether a claim is of a share of those received."""
    figure = claim.figure
    exact = claim.quantity is not None and claim.quantity.exact
    return claim.kind == "part" and exact and figure.startswith("requests.received.") and figure.endswith(".total")


def _lists(survey: Survey) -> Iterator[_Listed]:
    """Ways that follow one another in a sentence; the list must not go on without number."""
    parts = {
        (id(claim.line), claim.quantity.start): claim for claim in survey.claims if _is_part(claim) and claim.quantity
    }
    places = {place for place, _ in parts}
    for line in survey.lines:
        for scene in line.scenes if id(line) in places else ():
            behind = scene.start
            for quantity in scene.quantities:
                claim = parts.get((id(line), quantity.start))
                if claim is None or quantity.start < behind:
                    continue
                items = _ways_from(line, scene, claim)
                behind = items[-1].quantity.end if items else quantity.end
                if _is_whole(line.bare.text, items):
                    sure = max(n for n, item in enumerate(items, start=1) if _names_a_way(item))
                    yield _Listed(claim, [item.quantity.value for item in items], sure)


def _ways_from(line: Line, scene: Scene, claim: Claim) -> list[Item]:
    """The items of a list from its first way on: ways, and behind two of them what words of no other sort name."""
    items: list[Item] = []
    assert claim.quantity is not None
    for item in enumeration(line, scene, claim.quantity):
        way = _names_a_way(item)
        goes_on = len(items) > 1 and item.mark == items[-1].mark and 0 < len(item.name) <= 10
        if not item.quantity.exact or not (way or (goes_on and not item.facets & _OF_ANOTHER_SORT)):
            break
        items.append(item)
    return items


def _names_a_way(item: Item) -> bool:
    ours = item.facets - {"other", "object", "verb", "time"}
    return bool(_ways_named(item.name + item.behind)) and not ours


def _is_whole(text: str, items: Sequence[Item]) -> bool:
    """Whether a list is told as all there is: nothing like 等 in or behind it, no item that goes on with it."""
    if len(items) < 2 or len({item.name + item.behind for item in items}) < len(items):
        return False
    start, end = items[0].quantity.start, items[-1].quantity.end
    told = _AS_OTHER.sub("", text[start:end])
    return not (_AND_MORE.match(text, end) or _GOES_ON.match(text, end)) and "等" not in told


def _two_apart(survey: Survey) -> Iterator[_Listed]:
    """线上收到65件，办结62件，线下收到9件: two ways in a paragraph that tells no total."""
    told: dict[str, list[Claim]] = {}
    for claim in survey.claims:
        if claim.figure.startswith("requests.received."):
            told.setdefault(claim.line.where, []).append(claim)
    for claims in told.values():
        if len(claims) == 2 and all(map(_is_part, claims)):
            first, second = claims
            ways = [_ways_named(claim.quote) for claim in claims]
            numbers = [claim.quantity.value for claim in claims if claim.quantity]
            if sorted(map(id, (way for two in ways for way in two))) == sorted(map(id, (ONLINE, OFFLINE))):
                between = first.line.bare.text[first.end : second.start]
                if first.readings == second.readings and re.search(r"\d|。", between):
                    yield _Listed(first, numbers, sure=2)
