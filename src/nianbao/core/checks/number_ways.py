"""N101: requests by the ways they came (网络、信函、当面), which together are all that were received.

Reports that list the ways list all of them; a list that says 等, tells one way alone, or comes to less than half is
none. Source: the form itself, whose 本年新收 counts every request, however it came (政府信息公开条例第二十九条).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from nianbao.core.checks.narrative import Survey
from nianbao.core.claims.claim import Claim
from nianbao.core.claims.share import OFFLINE, ONLINE, WAYS
from nianbao.core.numerals import Number

_ALL_WAYS = (*WAYS, OFFLINE)
_NUMBER_BETWEEN = re.compile(r"\d+(?:\.\d+)?(?!\d|\.\d|%|‰)")
_AND_MORE = re.compile(r"[^，。；、]{0,6}等")
_GOES_ON = re.compile(r"(?:、|，?以?及|和)[^，。；、\d]{0,10}\d+件")


def ways_differ(survey: Survey) -> Iterator[tuple[Claim, Number, str]]:
    """Lists of ways whose sum is neither what was received nor what was to be handled: the first of the list, what
    the table has, a remark."""
    for run in [*_lists(survey), *_two_apart(survey)]:
        meant = [*_meant(survey, run)]
        told = [claim.quantity.value for claim in run if claim.quantity is not None]
        total = sum(told)
        if meant and total not in meant and total * 2 >= meant[0]:
            remark = f"，各种渠道相加为{total}件"
            yield run[0], meant[0], remark


def _meant(survey: Survey, run: Sequence[Claim]) -> Iterator[Number]:
    for view in survey.views:
        for reading in (*run[0].readings, "requests.handled.total"):
            value = view.evaluate(reading)
            if isinstance(value, int | Decimal):
                yield value


def _way(claim: Claim) -> re.Pattern[str] | None:
    """The one way that the words of a share of those received name."""
    if claim.kind != "part" or not claim.figure.startswith("requests.received.") or claim.quantity is None:
        return None
    if not claim.quantity.exact or not claim.figure.endswith(".total"):
        return None
    text = claim.line.bare.text
    begin = max(text.rfind(mark, 0, claim.start) for mark in "，；。、：") + 1 if claim.start else 0
    words = claim.quote if not text.startswith("（", claim.start - 1) else text[begin : claim.end]
    found = [way for way in _ALL_WAYS if way.search(words)]
    named = [way for way in found if way is not OFFLINE] or found  # 邮寄纸质版申请2件: by post
    return named[0] if len(named) == 1 else None


def _lists(survey: Survey) -> Iterator[list[Claim]]:
    """Shares that follow one another in a sentence, each of another way; the list must not go on without number."""
    run: list[Claim] = []
    for claim in [*survey.claims, None]:
        way = _way(claim) if claim is not None else None
        if run and claim is not None and way is not None and _follows(run[-1], claim):
            run.append(claim)
            continue
        if len(run) > 1 and len({_way(one) for one in run}) == len(run) and _whole(run):
            yield run
        run = [claim] if claim is not None and way is not None else []


def _follows(before: Claim, claim: Claim) -> bool:
    if before.line is not claim.line:
        return False
    between = claim.line.bare.text[before.end : claim.start]
    return "。" not in between and _NUMBER_BETWEEN.search(between) is None


def _whole(run: Sequence[Claim]) -> bool:
    """Whether a list is told as all there is: nothing like 等 behind it, and no more numbers that go on with it."""
    text = run[0].line.bare.text
    going_on = _AND_MORE.match(text, run[-1].end) or _GOES_ON.match(text, run[-1].end)
    return not going_on and "等" not in text[run[0].end : run[-1].start]


def _two_apart(survey: Survey) -> Iterator[list[Claim]]:
    """线上收到65件，办结62件，线下收到9件: two ways in a paragraph that tells no total."""
    told: dict[str, list[Claim]] = {}
    for claim in survey.claims:
        if claim.figure.startswith("requests.received."):
            told.setdefault(claim.line.where, []).append(claim)
    for claims in told.values():
        if len(claims) == 2 and {_way(claim) for claim in claims} == {ONLINE, OFFLINE}:
            first, second = claims
            if not _follows(first, second) and first.readings == second.readings:
                yield claims
