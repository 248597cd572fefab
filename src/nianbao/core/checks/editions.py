"""T205, T206: tables of a form that was replaced, and labels that are not the form's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from functools import cache

from nianbao.core.findings import Case, Finding, rule
from nianbao.core.form import TABLE_NAMES, form
from nianbao.core.report import Report, StatutoryTable, Table

_FIRST_YEAR = 2021
"""The first year reported on in the form of 2021."""


@rule(
    "T205",
    "用了已经被替代的表格",
    severity="error",
    source="国办公开办函〔2021〕30号，自2021年度报告起使用",
    bad="（2023年度报告）表二的列是本年新制作数量、本年新公开数量、对外公开总数量",
    good="（2023年度报告）表二的列是本年制发件数、本年废止件数、现行有效件数",
)
def superseded_tables(case: Case) -> Iterator[Finding]:
    """2019、2020年度报告用的表格有政府集中采购、项目数量等栏目，2021年度起不再使用，数据口径也不同。"""
    report = case.report
    if report.edition == "2019" and report.year is not None and report.year >= _FIRST_YEAR:
        yield Finding(
            code="T205",
            severity="error",
            where="表二、表三",
            message=f"用的是国办公开办函〔2019〕60号的表格，报告的是{report.year}年",
            mend="换用国办公开办函〔2021〕30号的表格，重新统计填写",
            found="2019",
            expected="2021",
        )


@rule(
    "T206",
    "表格的栏目名称与格式不一致",
    severity="advice",
    source="国办公开办函〔2021〕30号：严格按照格式，内容不缺项、不扩项",
    bad="本年度制发数",
    good="本年制发件数",
)
def reworded_label(case: Case) -> Iterator[Finding]:
    """行、列的名称照格式写，一字不差；一张表只说一次。"""
    report = case.report
    for section in report.sections:
        for table in section.tables:
            if table.number is not None and not (isinstance(table, StatutoryTable) and table.drawn is not None):
                yield from _reworded(report, table)


def _reworded(report: Report, table: Table) -> Iterator[Finding]:
    known = _labels(report.edition, table.number or 2)
    printed = {_bare(cell.text): cell.text for cell in table.cells if cell.figure is None}
    number = table.number or 2
    count = Counter(_bare(cell.text) for cell in table.cells if cell.figure is None)
    unknown = [text for bare, text in printed.items() if _is_label(bare) and bare not in _all_labels(report.edition)]
    lost = {bare: label for bare, label in known.items() if count[bare] < _times(report.edition, number)[bare]}
    if not unknown or not lost:
        return
    import difflib  # seldom needed, and slow to import

    pairs = []
    for text in unknown:
        near = difflib.get_close_matches(_bare(text), lost, n=1, cutoff=_ALIKE)
        if near and not _goes_on(_bare(text), near[0], printed):
            pairs.append((" ".join(text.split()), lost.pop(near[0])))
    if pairs:
        shown = "、".join(f"“{text}”" for text, _ in pairs[:4])
        yield Finding(
            code="T206",
            severity="advice",
            where=TABLE_NAMES[table.number or 2],
            message=f"{shown}不是格式的名称",
            mend="、".join(f"“{text}”改为“{label}”" for text, label in pairs[:4]),
            found=pairs[0][0],
            expected=pairs[0][1],
        )


def _goes_on(part: str, label: str, printed: Container[str]) -> bool:
    """Whether a text is a label's beginning or end whose rest stands in a cell of its own: a page break cut the row."""
    return (label.startswith(part) and label[len(part) :] in printed) or (
        label.endswith(part) and label[: -len(part)] in printed
    )


_ALIKE = 0.5
"""Likeness (difflib) from which a label is taken for a form's label written otherwise."""
_MARKS = re.compile(r"[\W_]+")


def _bare(label: str) -> str:
    return _MARKS.sub("", label)


def _is_label(bare: str) -> bool:
    """Whether bare text may be a label: words, not a number or a blank."""
    return 3 <= len(bare) <= 40 and re.search(r"[\u4e00-\u9fff]{3}", bare) is not None


@cache
def _labels(edition: str, number: int) -> dict[str, str]:
    return {_bare(cell.label): cell.label for cell in form(edition).tables[number].cells if cell.label}


@cache
def _times(edition: str, number: int) -> Counter[str]:
    """How often each label stands in a table of the form."""
    return Counter(_bare(cell.label) for cell in form(edition).tables[number].cells if cell.label)


@cache
def _all_labels(edition: str) -> frozenset[str]:
    """Every label of an edition, whichever table it stands in."""
    return frozenset(bare for number in TABLE_NAMES for bare in _labels(edition, number))
