"""The figures that the tables of a report state, to be put into a draft: what has no cell there stays as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nianbao.core.errors import InputError
from nianbao.core.figures import FigureError, read_figure
from nianbao.core.form import TABLE_NAMES
from nianbao.core.numerals import Number, parse_cell, parse_counted
from nianbao.core.report import Note, Report

_NOTHING = " 　/／\\＼—–-－无"
"""What people put into a cell in which nothing is to be counted."""


class Incoming(NamedTuple):
    """What the tables of a report say.

    Attributes:
        figures: the numbers by the path of their figure; totals are not among them, they are derived.
        told: every figure that has a cell, also one in which there is no number.
        notes: what was not understood of the tables, and which of them are missing.
    """

    figures: dict[str, Number]
    told: frozenset[str]
    notes: tuple[Note, ...]

    def put_into(self, figures: Mapping[str, Number]) -> dict[str, Number]:
        """Figures of a draft after these: a cell without a number counts 0, a figure without a cell stays."""
        return {**{figure: number for figure, number in figures.items() if figure not in self.told}, **self.figures}


def incoming(report: Report, where: str) -> Incoming:
    """The input figures of a report's tables.

    InputError where it has no table of the form, or a cell holds what is no number; `where` names its file.
    """
    rules = report.form
    told = frozenset(figure for figure in report.cells if figure in rules.inputs)
    if not told:
        mend = "用本程序导出的xlsx填写，或者用有三张表的报告"
        raise InputError("没有读到三张表的数据", where, mend)
    figures: dict[str, Number] = {}
    for figure, text in report.cells.items():
        if figure not in told or (not text.strip(_NOTHING) and parse_cell(text) is None):
            continue
        counted = parse_counted(text)
        try:
            figures[figure] = read_figure(rules, figure, text if counted is None else counted)
        except FigureError as error:
            raise InputError(error.what, f"{where} {rules.label(figure)}", error.mend) from error
    missing = [n for n, table in rules.tables.items() if told.isdisjoint(table.figures)]
    notes = [note for note in report.notes if note.where.startswith(tuple(TABLE_NAMES.values()))]
    notes += [
        Note(f"没有{TABLE_NAMES[number]}，草稿里这张表没有改动", where, "要改动的，补上这张表再读一次")
        for number in missing
    ]
    return Incoming(figures, told, tuple(notes))
