"""A table that repairs itself: from the pattern of broken relations, the likeliest wrong cell and its value.

A single wrong cell breaks every relation it takes part in, and no other, all by the same amount. So a cell
explains a set of broken relations if they are exactly its own and ask for one and the same value. Two cells of a
row or of a column whose numbers stand in each other's place are one slip too. Several wrong cells are found as a
smallest set whose relations together are the broken ones.
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

    `others` are the other sets of the same size; `exchanged` says that two cells hold each other's numbers.
    """

    fixes: tuple[Fix, ...]
    others: tuple[tuple[Fix, ...], ...] = ()
    exchanged: bool = False

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
    for size in range(1, MOST_WRONG + 1):
        found = list(_covers(candidates, names, size)) if size <= len(candidates) else []
        if found:
            best, *others = sorted(found, key=lambda fixes: _unlikeliness(fixes, cells))
            return Diagnosis(best, tuple(others))
        if size == 1 and (swaps := _exchanges(edition, cells, relations)):
            return Diagnosis(swaps[0], tuple(swaps[1:]), exchanged=True)
    return None


_MOST_BROKEN = 5
"""Broken relations that two exchanged cells leave behind at most: two for each, and the row of a total."""


def _exchanges(edition: str, cells: Mapping[str, Number], relations: Sequence[Relation]) -> list[tuple[Fix, Fix]]:
    """Pairs of cells of a row or a column that balance all once they hold each other's numbers; neighbours first."""
    if not 2 <= len(relations) <= _MOST_BROKEN:
        return []
    rules = form(edition)
    figures = [f for f in dict.fromkeys(f for r in relations for f in r.figures) if cells.get(f, 0) >= 0]
    found: list[tuple[int, tuple[Fix, Fix]]] = []
    for one, other in combinations(figures, 2):
        gap = cells.get(other, 0) - cells.get(one, 0)
        row, _, column = one.rpartition(".")
        row_of_other, _, other_column = other.rpartition(".")
        if not gap or (row != row_of_other) == (column != other_column):
            continue
        own = {_key(r): r for r in (*rules.relations_of(one), *rules.relations_of(other), *relations)}.values()
        if all(residual(r, cells) + _sign(r, one) * gap - _sign(r, other) * gap == 0 for r in own):
            fixes = tuple(
                Fix(cell, value, tuple(r for r in relations if _sign(r, cell) and not _sign(r, against)))
                for cell, value, against in ((one, cells.get(other, 0), other), (other, cells.get(one, 0), one))
            )
            apart = abs(rules.figures.index(one) - rules.figures.index(other))
            found.append((apart, (fixes[0], fixes[1])))
    return [pair for _, pair in sorted(found, key=lambda item: item[0])]


def _sign(relation: Relation, figure: str) -> int:
    """How a cell counts in what the left side has over the right."""
    return (figure in relation.left) - (figure in relation.right)


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
