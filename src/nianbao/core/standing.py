"""How one cell stands: its place, its value, last year's and the change, and the relations it breaks.

The words of the status line under a table are made here, so that a face only shows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from nianbao.core.figures import balance_gap, balancing_value, change
from nianbao.core.form import CARRIED_IN, CARRIED_OUT, COLUMNS, Form, Relation
from nianbao.core.numerals import Number, percent_text
from nianbao.core.report import number_text


@dataclass(frozen=True, slots=True)
class Broken:
    """A relation that does not hold: what the two sides come to."""

    relation: Relation
    left: Number
    right: Number

    @property
    def words(self) -> str:
        """Which relation, both sides, and by how much."""
        gap = self.left - self.right
        size = number_text(gap if gap > 0 else -gap)
        if self.relation.kind == "balance":
            return (
                f"{self.relation.name}：一＋二共{number_text(self.left)}件，三＋四共{number_text(self.right)}件，"
                f"{'少' if gap > 0 else '多'}办{size}件"
            )
        return f"{self.relation.name}：各项之和{number_text(self.left)}，总计{number_text(self.right)}，相差{size}"


def broken_relations(form: Form, cells: Mapping[str, Number]) -> tuple[Broken, ...]:
    """Every relation of the form that these cells do not keep, in the order of the form."""
    found = []
    for relation in form.relations:
        left = sum(cells[name] for name in relation.left)
        right = sum(cells[name] for name in relation.right)
        if left != right:
            found.append(Broken(relation, left, right))
    return tuple(found)


def marked(broken: tuple[Broken, ...]) -> frozenset[str]:
    """The cells that take part in a broken relation."""
    return frozenset(name for item in broken for name in item.relation.figures)


def column_of(figure: str) -> str | None:
    """The column of table three in which a figure stands, None for a figure of another table."""
    head, _, rest = figure.partition(".")
    return rest.rpartition(".")[2] if head == "requests" else None


def row_of(figure: str) -> str | None:
    """The row of table three in which a figure stands, None for a figure of another table."""
    head, _, rest = figure.partition(".")
    return rest.rpartition(".")[0] if head == "requests" else None


def place_words(form: Form, figure: str) -> str:
    """Where the cursor is, with the mark of a total."""
    return form.label(figure) + ("（由程序合计）" if figure in form.totals else "")


def last_year_words(form: Form, figure: str, value: Number, last: Mapping[str, Number]) -> str:
    """Last year's value and the change, empty where last year is not known."""
    if figure not in last:
        return ""
    before = last[figure]
    unit = form.unit_of(figure)
    found = change(value, before)
    if found.difference == 0:
        return f"上年{number_text(before)}{unit}，持平"
    sign = "增" if found.difference > 0 else "减"
    ratio = "" if found.ratio is None else f"（{percent_text(Decimal(found.ratio))}）"
    size = number_text(found.difference if found.difference > 0 else -found.difference)
    return f"上年{number_text(before)}{unit}，{sign}{size}{unit}{ratio}"


def carried_words(form: Form, figure: str, value: Number, last: Mapping[str, Number]) -> str:
    """What 上年结转 should be by last year's 结转下年度, empty where they agree or last year is not known."""
    if row_of(figure) != CARRIED_IN.path:
        return ""
    expected = last.get(figure.replace(f".{CARRIED_IN.path}.", f".{CARRIED_OUT.path}."))
    if expected is None or expected == value:
        return ""
    return f"上年报告“结转下年度”为{number_text(expected)}{form.unit_of(figure)}，这里应当相同"


def relation_words(broken: tuple[Broken, ...], figure: str) -> str:
    """The broken relations of a cell; of the others of table three, how many columns are out of balance."""
    own = [item.words for item in broken if figure in item.relation.figures]
    column = column_of(figure)
    if not own and column is not None:
        own = [item.words for item in broken if any(column_of(name) == column for name in item.relation.figures)]
    return "；".join(own)


def balance_words(cells: Mapping[str, Number], figure: str) -> str:
    """Both sides of the balance of the cursor's column, empty outside table three."""
    column = column_of(figure)
    if column is None:
        return ""
    at = f"requests.{{}}.{column}".format
    came = cells[at("received")] + cells[at("carried_in")]
    went = cells[at("handled")] + cells[at("carried_out")]
    return f"一＋二＝{number_text(came)}，三＋四＝{number_text(went)}{'，平' if came == went else ''}"


@dataclass(frozen=True, slots=True)
class Offer:
    """The value of 结转下年度 that would balance a column; `possible` is false where it would be negative."""

    figure: str
    value: Number
    possible: bool

    @property
    def words(self) -> str:
        """The offer as the status line puts it."""
        if self.possible:
            return f"结转下年度填{number_text(self.value)}即平"
        return f"办结的比收到的多{number_text(-self.value)}件，请核对新收和各项办理结果"


def offer(cells: Mapping[str, Number], figure: str) -> Offer | None:
    """The balancing value for the column of the cursor, None where it balances or is no input column."""
    column = column_of(figure)
    if column is None or column == COLUMNS[-1].path or balance_gap(cells, column) == 0:
        return None
    value = balancing_value(cells, column)
    return Offer(f"requests.{CARRIED_OUT.path}.{column}", value, value >= 0)
