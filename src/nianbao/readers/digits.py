"""Numbers of a row that were copied without what stood between them, cut apart where the form leaves one way.

A number has no leading zero, the last cell of a row is the sum of the others, the rows of table three add up to
（七）总计 in every column. What these leave open is not read.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from math import prod

from nianbao.core.form import CARRIED_IN, CARRIED_OUT, HANDLED, RECEIVED

Row = tuple[str, ...]
_MOST_DIGITS = 40
_MOST_WAYS = 12
_MOST_STEPS = 20_000
_LONGEST = 9
"""Digits of a number."""


def ways(pieces: Sequence[str], group: int, groups: int = 1) -> list[Row]:
    """The ways to cut pieces of digits into so many groups of cells, the last cell of each the sum of the others;
    where one piece ends a cell ends. None where there are too many."""
    digits = "".join(pieces)
    width = group * groups
    if not digits.isdecimal() or not width <= len(digits) <= _MOST_DIGITS:
        return []
    ends = set(itertools.accumulate(map(len, pieces)))
    found: list[Row] = []
    steps = 0

    def cut(at: int, made: Row, sum_: int) -> None:
        nonlocal steps
        steps += 1
        left = width - len(made)
        if len(found) > _MOST_WAYS or steps > _MOST_STEPS or left > len(digits) - at:
            return
        if not left:
            if at == len(digits):
                found.append(made)
            return
        last = left % group == 1 or group == 1
        for end in range(at + 1, min(at + _LONGEST, len(digits)) + 1):
            number = int(digits[at:end])
            if not last:
                cut(end, (*made, digits[at:end]), sum_ + number)
            elif number == sum_:
                cut(end, (*made, digits[at:end]), 0)
            if digits[at] == "0" or end in ends or (last and number > sum_):
                return

    cut(0, (), 0)
    return [] if len(found) > _MOST_WAYS or steps > _MOST_STEPS else found


def parted(digits: str, width: int) -> Row | None:
    """A piece of digits as so many numbers of which no sum is known, where there is one way to cut it."""
    if not digits.isdecimal() or not width <= len(digits) <= _LONGEST * 2:
        return None
    found: list[Row] = []
    for inner in itertools.combinations(range(1, len(digits)), width - 1):
        cells = tuple(digits[a:b] for a, b in itertools.pairwise((0, *inner, len(digits))))
        if not any(cell[0] == "0" and cell != "0" for cell in cells):
            found.append(cells)
    return found[0] if len(found) == 1 else None


def settled(known: Mapping[str, Sequence[int]], open_: Mapping[str, Sequence[Row]]) -> dict[str, Row]:
    """The rows of table three that can be cut in several ways, where one way alone lets every column add up.

    `known` has the numbers of the rows that were read. Empty where no or several ways do.
    """
    if not open_ or prod(map(len, open_.values())) > _MOST_STEPS // 10:
        return {}
    found: list[dict[str, Row]] = []
    for choice in itertools.product(*open_.values()):
        rows = {**known, **{path: tuple(map(int, row)) for path, row in zip(open_, choice, strict=True)}}
        if all(a == b for a, b in _sums(rows)):
            found.append(dict(zip(open_, choice, strict=True)))
            if len(found) > 1:
                return {}
    return found[0] if found else {}


def _sums(rows: Mapping[str, Sequence[int]]) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """What should be equal, column by column."""
    ends = {RECEIVED.path, CARRIED_IN.path, HANDLED.path, CARRIED_OUT.path}
    if HANDLED.path in rows:
        results = [row for path, row in rows.items() if path not in ends]
        yield tuple(map(sum, zip(*results, strict=True))), tuple(rows[HANDLED.path])
    if ends <= rows.keys():
        came = zip(rows[RECEIVED.path], rows[CARRIED_IN.path], strict=True)
        went = zip(rows[HANDLED.path], rows[CARRIED_OUT.path], strict=True)
        yield tuple(map(sum, came)), tuple(map(sum, went))
