"""A table that repairs itself: from the pattern of broken relations, the likeliest wrong cell and its value.

A single wrong cell breaks every relation it takes part in, and no other, all by the same amount. So a cell
explains a set of broken relations if they are exactly its own and ask for one and the same value. Several
wrong cells are found as a smallest set whose relations together are the broken ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from nianbao.core.form import MONEY, Relation, form
from nianbao.core.numerals import Number

MOST_WRONG = 3
"""Wrong cells that are looked for at once; a table with more is not repaired but read again."""


class Fix(NamedTuple):
    """A cell and the value that would mend the relations it explains."""

    figure: str
    value: Number
    relations: tuple[Relation, ...]


class Diagnosis(NamedTuple):
    """The fixes that explain all broken relations; `sole` if no other set as small does.

    `others` are the other sets of the same size.
    """

    fixes: tuple[Fix, ...]
    others: tuple[tuple[Fix, ...], ...] = ()

    @property
    def sole(self) -> bool:
        return not self.others


def residual(relation: Relation, cells: Mapping[str, Number]) -> Number:
    """What the left side has over the right; a cell that is no number counts as 0."""
    left = sum(cells.get(figure, 0) for figure in relation.left)
    return left - sum(cells.get(figure, 0) for figure in relation.right)


def broken(edition: str, cells: Mapping[str, Number]) -> tuple[Relation, ...]:
    """The relations of the form that do not hold."""
    return tuple(relation for relation in form(edition).relations if residual(relation, cells) != 0)


def diagnose(edition: str, cells: Mapping[str, Number], relations: Sequence[Relation]) -> Diagnosis | None:
    """The smallest set of cells that explains the broken relations; None if none of MOST_WRONG does, or if
    too many do."""
    if not relations:
        return None
    candidates = list(_candidates(edition, cells, relations))
    names = frozenset(_key(relation) for relation in relations)
    for size in range(1, min(MOST_WRONG, len(candidates)) + 1):
        found = list(_covers(candidates, names, size))
        if found:
            best, *others = sorted(found, key=lambda fixes: _unlikeliness(fixes, cells))
            return Diagnosis(best, tuple(others))
    return None


def _candidates(edition: str, cells: Mapping[str, Number], relations: Sequence[Relation]) -> Iterator[Fix]:
    """The cells whose relations are all broken and ask for one value that a cell can have."""
    names = {_key(relation) for relation in relations}
    figures = dict.fromkeys(figure for relation in relations for figure in relation.figures)
    for figure in figures:
        own = form(edition).relations_of(figure)
        if any(_key(relation) not in names for relation in own):
            continue
        gaps = {residual(r, cells) * (-1 if figure in r.left else 1) for r in own}
        if len(gaps) == 1:
            value = cells.get(figure, 0) + gaps.pop()
            if value >= 0 and (figure in MONEY or value == int(value)):
                yield Fix(figure, value, own)


def _key(relation: Relation) -> str:
    return f"{relation.kind}|{relation.name}"


def _covers(candidates: list[Fix], names: frozenset[str], size: int) -> Iterator[tuple[Fix, ...]]:
    """The sets of so many candidates whose relations are, without overlap, all the broken ones."""
    keys = [frozenset(_key(relation) for relation in fix.relations) for fix in candidates]
    if size == 3 and len(candidates) > 60:
        return
    for chosen in combinations(range(len(candidates)), size):
        total = sum(len(keys[n]) for n in chosen)
        if total == len(names) and frozenset().union(*(keys[n] for n in chosen)) == names:
            yield tuple(candidates[n] for n in chosen)


def _unlikeliness(fixes: Iterable[Fix], cells: Mapping[str, Number]) -> tuple[int, str]:
    """How little a set of fixes looks like slips of a pen: swapped or mistyped digits and wrong totals come
    first, values out of nothing last."""
    score = 0
    for fix in fixes:
        before, after = str(cells.get(fix.figure, 0)), str(fix.value)
        if sorted(before) == sorted(after) or fix.figure.endswith(".total") or ".handled." in fix.figure:
            continue
        near = len(before) == len(after) and sum(a != b for a, b in zip(before, after, strict=True)) == 1
        score += 1 if near else 2
    return score, " ".join(fix.figure for fix in fixes)
