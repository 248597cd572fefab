"""The values of the one-page picture (图解): every number is a cell of the tables or a sum that the form names.

The page that is printed and the small charts of the terminal draw the same values, so that none of them can
say anything that the tables do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nianbao.core.form import COLUMNS, DISPUTE_LABELS, OUTCOMES, Form
from nianbao.core.numerals import Number, parse_numeral
from nianbao.core.report import Report

RESULTS: tuple[tuple[str, str], ...] = (
    ("granted", "予以公开"),
    ("partially_granted", "部分公开"),
    ("refused", "不予公开"),
    ("unavailable", "无法提供"),
    ("rejected", "不予处理"),
    ("closed", "其他处理"),
)
"""The six groups of results in the order of the form; together they are all that was handled."""
DISCLOSED: tuple[tuple[str, str, str], ...] = (
    ("disclosure.regulations.issued", "制发规章", "件"),
    ("disclosure.regulations.in_force", "现行有效规章", "件"),
    ("disclosure.normative_documents.issued", "制发行政规范性文件", "件"),
    ("disclosure.normative_documents.in_force", "现行有效行政规范性文件", "件"),
    ("disclosure.licensing.decisions", "行政许可处理决定", "件"),
    ("disclosure.penalties.decisions", "行政处罚处理决定", "件"),
    ("disclosure.coercion.decisions", "行政强制处理决定", "件"),
    ("disclosure.fees.amount", "行政事业性收费", "万元"),
)
"""Cells of table two with what they count and in what unit."""
COMPARED: tuple[tuple[str, str], ...] = (
    ("requests.received.total", "本年新收"),
    ("requests.handled.total", "办理结果总计"),
    ("requests.carried_out.total", "结转下年度"),
    ("disputes.review.total", "行政复议"),
    ("disputes.litigation.total", "行政诉讼"),
)
"""What is set beside last year's figures."""
_PUBLISHED = "overview.disclosure"


@dataclass(frozen=True, slots=True)
class Part:
    """A number with its name: `figure` is the cell, the sum or the fact that it states, `unit` what it counts."""

    label: str
    figure: str
    number: Number
    unit: str = "件"


@dataclass(frozen=True, slots=True)
class Compared:
    """A number beside last year's."""

    label: str
    figure: str
    before: Number
    now: Number


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of dispute: its outcomes, and how many there were in all."""

    label: str
    outcomes: tuple[Part, ...]
    total: Part


@dataclass(frozen=True, slots=True)
class Picture:
    """The year on one page.

    Attributes:
        title: the report's title.
        unit: the organ.
        year: the year reported on.
        came: new requests, and those carried in.
        went: requests handled, and those carried out.
        applicants: new requests by kind of applicant.
        results: what was handled by result, in the order of the form.
        disputes: administrative review and both kinds of suit.
        changes: figures that last year's report has too; empty where it is not known.
        disclosed: what table two counts.
        published: what the prose of 主动公开 says was published, in the order in which it says so.
    """

    title: str
    unit: str
    year: int | None
    came: tuple[Part, ...]
    went: tuple[Part, ...]
    applicants: tuple[Part, ...]
    results: tuple[Part, ...]
    disputes: tuple[Case, ...]
    changes: tuple[Compared, ...]
    disclosed: tuple[Part, ...]
    published: tuple[Part, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every number of this year that is drawn."""
        cases = tuple(part for case in self.disputes for part in (*case.outcomes, case.total))
        return (*self.came, *self.went, *self.applicants, *self.results, *cases, *self.disclosed, *self.published)

    @property
    def balanced(self) -> bool:
        """Whether as many requests went as came, which a flow can only then be drawn of."""
        return sum(part.number for part in self.came) == sum(part.number for part in self.went)


def picture(
    report: Report, last_year: Mapping[str, Number] | None = None, names: Mapping[str, str] | None = None
) -> Picture:
    """The picture of a report; a cell that holds no number is left out, never drawn as 0.

    `last_year` are last year's cells as far as they are known, `names` the facts' Chinese names by path.
    """
    now = _with_sums(report.form, report.numbers)
    before = _with_sums(report.form, last_year or {})

    def parts(items: tuple[tuple[str, str], ...]) -> tuple[Part, ...]:
        return tuple(Part(label, figure, now[figure]) for figure, label in items if figure in now)

    results = tuple((f"requests.{path}.total", label) for path, label in RESULTS)
    applicants = tuple((f"requests.received.{column.path}", column.label) for column in COLUMNS[:-1])
    return Picture(
        report.title,
        report.unit,
        report.year,
        parts((("requests.received.total", "本年新收"), ("requests.carried_in.total", "上年结转"))),
        parts((("requests.handled.total", "本年办结"), ("requests.carried_out.total", "结转下年度"))),
        parts(applicants),
        parts(results),
        tuple(_cases(now)),
        tuple(
            Compared(label, figure, before[figure], now[figure])
            for figure, label in COMPARED
            if figure in now and figure in before
        ),
        tuple(Part(label, figure, now[figure], unit) for figure, label, unit in DISCLOSED if figure in now),
        tuple(_published(report, names or {})),
    )


def _with_sums(form: Form, cells: Mapping[str, Number]) -> dict[str, Number]:
    """The cells with the sums that no cell holds; a sum of which a member is not known is not known."""
    sums = {
        name: sum(cells[member] for member in members)
        for name, members in form.groups.items()
        if all(member in cells for member in members)
    }
    return {**sums, **cells}


def _cases(now: Mapping[str, Number]) -> Iterator[Case]:
    for kind, label in DISPUTE_LABELS.items():
        at = {outcome: f"disputes.{kind}.{outcome}" for outcome, _ in OUTCOMES}
        if at["total"] in now:
            shown = tuple(
                Part(name, at[outcome], now[at[outcome]]) for outcome, name in OUTCOMES[:-1] if at[outcome] in now
            )
            yield Case(label, shown, Part("总计", at["total"], now[at["total"]]))


def _published(report: Report, names: Mapping[str, str]) -> Iterator[Part]:
    """The counts that stand in the prose of 主动公开, each once; a sentence that waits for a person says none."""
    seen: set[str] = set()
    for _, paragraph in report.paragraphs():
        for sentence in paragraph.sentences:
            if sentence.state in ("pending", "conflict") or not (sentence.slot or "").startswith(_PUBLISHED):
                continue
            for span in sentence.spans:
                number = parse_numeral(sentence.text[span.start : span.end])
                if span.format != "count" or span.figure not in names or span.figure in seen or not number:
                    continue
                seen.add(span.figure)
                unit = _unit_after(sentence.text[span.end :])
                yield Part(names[span.figure], span.figure, number, unit)


def _unit_after(text: str) -> str:
    """The word of measure behind a number."""
    return next(
        (unit for unit in ("人次", "条", "件", "篇", "期", "场", "次", "项", "个", "份") if text.startswith(unit)), ""
    )
