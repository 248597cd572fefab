"""The year's figures with their derived totals, and every value that wording may name.

In a draft the totals are derived and never stored; `carried_out` is typed, and the balance of the form
(received + carried in = handled + carried out) is there to catch a case that was forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeGuard

from nianbao.core.errors import shortened
from nianbao.core.form import COLUMNS, MONEY, SIGNED_SUFFIX, Form
from nianbao.core.numerals import Number, parse_cell, tidy_decimal
from nianbao.core.report import number_text


class Unstated:
    """The value of a fact nobody stated: false, and every comparison with it is false."""

    __slots__ = ()

    def _never(self, _other: object) -> bool:
        return False

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _never
    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        return False

    def _stay(self, _other: object) -> Unstated:
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _stay

    def __neg__(self) -> Unstated:
        return self

    def __repr__(self) -> str:
        return "UNSTATED"

    def __str__(self) -> str:
        raise ValueError("an unstated value cannot be printed")


UNSTATED: Final = Unstated()
Value = Number | str | bool | tuple[str, ...] | Unstated


def derive(form: Form, inputs: Mapping[str, Number]) -> dict[str, Number]:
    """Every cell of the form: the inputs, 0 for those left out, and the totals."""
    cells: dict[str, Number] = dict.fromkeys(form.figures, 0)
    for figure, number in inputs.items():
        if figure in form.inputs:
            cells[figure] = number
    for total, members in form.totals.items():
        cells[total] = sum(cells[member] for member in members)
    return cells


def balancing_value(cells: Mapping[str, Number], column: str) -> Number:
    """What 结转下年度继续办理 of a column would have to be for the form's balance; may be negative, which
    means that more was handled than came in. Offered to a person, never filled unasked."""
    at = f"requests.{{}}.{column}".format
    return cells[at("received")] + cells[at("carried_in")] - cells[at("handled")]


def balance_gap(cells: Mapping[str, Number], column: str) -> Number:
    """(一＋二) − (三＋四) of a column of table three; 0 where it balances."""
    return balancing_value(cells, column) - cells[f"requests.carried_out.{column}"]


def columns_out_of_balance(cells: Mapping[str, Number]) -> tuple[str, ...]:
    """The columns of table three in which the form's balance does not hold."""
    return tuple(column.path for column in COLUMNS if balance_gap(cells, column.path) != 0)


def with_groups(form: Form, cells: Mapping[str, Number]) -> dict[str, Number]:
    """The cells and the sums that no cell holds: groups of results, organisations, both kinds of suit."""
    values = dict(cells)
    for name, members in form.groups.items():
        values[name] = sum(cells[member] for member in members if member in cells)
    return values


class Change(NamedTuple):
    """A figure against last year's: the difference, and the ratio unless last year's was 0."""

    difference: Number
    ratio: Decimal | None

    @property
    def word(self) -> str:
        """持平, 增长, 下降 or 由零增至, as prose names the change."""
        if self.difference == 0:
            return "持平"
        if self.ratio is None:
            return "由零增至"
        return "增长" if self.difference > 0 else "下降"


def change(now: Number, before: Number) -> Change:
    """The change from last year's figure to this year's; never divides by zero."""
    difference = tidy_decimal(Decimal(now) - Decimal(before))
    ratio = Decimal(difference) / Decimal(before) if before != 0 else None
    return Change(difference, ratio)


_OPERATORS = re.compile(r"([+\-/])")


@lru_cache(maxsize=4096)
def expression_parts(expression: str) -> tuple[tuple[tuple[int, str], ...], tuple[tuple[int, str], ...] | None]:
    """A span's expression as signed terms: those of the sum, and those of the base it is divided by."""

    def terms(text: str) -> tuple[tuple[int, str], ...]:
        found: list[tuple[int, str]] = []
        sign = 1
        for part in _OPERATORS.split(text):
            if part in "+-" and part:
                sign = 1 if part == "+" else -1
            elif part:
                found.append((sign, part))
                sign = 1
        return tuple(found)

    top, _, base = expression.partition("/")
    return terms(top), terms(base) if base else None


class Values(NamedTuple):
    """All that wording may name: figures, facts, last year's, changes, the year, by path.

    Attributes:
        figures: this year's cells and group sums.
        facts: the facts stated, by id.
        last_figures: last year's cells and group sums, empty if unknown.
        last_facts: last year's facts by id.
        year: the year reported on.
    """

    figures: Mapping[str, Number]
    facts: Mapping[str, Value] = MappingProxyType({})
    last_figures: Mapping[str, Number] = MappingProxyType({})
    last_facts: Mapping[str, Value] = MappingProxyType({})
    year: int = 0

    def get(self, path: str) -> Value:
        """The value of a path, UNSTATED where nobody stated it. KeyError never: an unknown name is a
        mistake in the bank, found when the bank is built."""
        figure = self.figures.get(path)
        if figure is not None:
            return figure
        head, _, rest = path.partition(".")
        if head == "facts":
            return self.facts.get(rest, UNSTATED)
        if head == "last_year":
            kind, _, name = rest.partition(".")
            if kind == "facts":
                return self.last_facts.get(name, UNSTATED)
            return self.last_figures.get(rest, UNSTATED)
        if head == "change":
            return self._change(rest)
        if path == "year":
            return self.year
        return UNSTATED

    def _change(self, rest: str) -> Value:
        name, _, part = rest.rpartition(".")
        now, before = self.get(name), self.get(f"last_year.{name}")
        if not _is_number(now) or not _is_number(before):
            return UNSTATED
        found = change(now, before)
        if part == "difference":
            return found.difference
        return UNSTATED if found.ratio is None else found.ratio

    def evaluate(self, expression: str) -> Number | Unstated:
        """The number that an expression over paths has now (`a`, `a+b`, `a-b`, `a/b`), UNSTATED where a
        path is not known or the base is 0."""
        top, base = expression_parts(expression)
        value = self._sum(top)
        if base is None:
            return value
        below = self._sum(base)
        if isinstance(value, Unstated) or isinstance(below, Unstated) or below == 0:
            return UNSTATED
        return Decimal(value) / Decimal(below)

    def _sum(self, terms: tuple[tuple[int, str], ...]) -> Number | Unstated:
        if len(terms) == 1 and terms[0][0] == 1:
            value = self.get(terms[0][1])
            return value if _is_number(value) else UNSTATED
        total: Number = 0
        for sign, path in terms:
            value = self.get(path)
            if not _is_number(value):
                return UNSTATED
            total += sign * value
        return total


def _is_number(value: object) -> TypeGuard[Number]:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


class FigureError(ValueError):
    """A figure that cannot be taken: what is wrong and how to mend it, in Chinese.

    `path` is the place below `figures`, as a tuple of keys.
    """

    def __init__(self, path: tuple[str, ...], what: str, mend: str) -> None:
        super().__init__(what)
        self.path = path
        self.what = shortened(what)
        self.mend = mend


def read_figure(form: Form, figure: str, value: object, path: tuple[str, ...] = ()) -> Number:
    """A figure as a number of its right kind; FigureError for a negative or fractional count, or words."""
    place = path or (figure,)
    name = form.label(figure)
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, str):
        parsed = parse_cell(value)
        if parsed is None:
            raise FigureError(place, f"“{name}”填的是“{value}”，不是数字", _number_mend(figure))
        value = parsed
    finite = isinstance(value, int | Decimal) and not isinstance(value, bool) and Decimal(value).is_finite()
    if not finite:
        raise FigureError(place, f"“{name}”不是数字", _number_mend(figure))
    number = tidy_decimal(Decimal(str(value)))
    if abs(Decimal(number)) >= 10**12:
        raise FigureError(place, f"“{name}”为{number_text(number)}，大得不合理", "核对原始数据，重新填写")
    if number < 0 and not figure.endswith(SIGNED_SUFFIX):
        raise FigureError(place, f"“{name}”为{number_text(number)}，不能是负数", "填写0或者正数")
    if figure not in MONEY and not isinstance(number, int):
        raise FigureError(place, f"“{name}”为{number_text(number)}，件数不能有小数", "填写整数；金额只填在收费金额一栏")
    return number


def _number_mend(figure: str) -> str:
    return f"填写{_kind_of_number(figure)}，没有就填0"


def _kind_of_number(figure: str) -> str:
    return "以万元为单位的金额" if figure in MONEY else "0或者正整数"


def nest(figures: Mapping[str, Number]) -> dict[str, Any]:
    """Figures by path as the nested mapping of a draft file, without the zeros that it need not state.

    Of a table with nothing but zeros the first stays: it tells that somebody looked and nothing happened, which
    is not the same as a table that nobody has filled in.
    """
    nested: dict[str, Any] = {}
    for figure, number in figures.items():
        if number != 0:
            _put(nested, figure, number)
    for figure, number in figures.items():
        if figure.partition(".")[0] not in nested:
            _put(nested, figure, number)
    return nested


def _put(nested: dict[str, Any], figure: str, number: Number) -> None:
    at = nested
    *heads, last = figure.split(".")
    for head in heads:
        at = at.setdefault(head, {})
    at[last] = number
