"""N6: the numbers that our own pages mark with their figures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nianbao.core.checks.narrative import AGREE, Survey, label_of, survey_of
from nianbao.core.figures import Values, with_groups
from nianbao.core.findings import Case, Finding, rule
from nianbao.core.numerals import FORMATS, Number, format_number, parse_numeral


@rule(
    "N601",
    "网页里标注的数字与表格不一致",
    severity="error",
    source=AGREE,
    bad="网页正文标注为本年新收总计的数字是12，表三为15",
    good="网页正文标注为本年新收总计的数字是15，表三为15",
)
def marked_number_differs(case: Case) -> Iterator[Finding]:
    """本程序发布的网页给正文的每个数字标明了它是哪个数据；数字、标注或者表格改动过而不一致的，逐个指出。"""
    survey = survey_of(case.report)
    for mark in case.report.marks:
        value = _derived(survey, case, mark.figure)
        fits = value is None or _printed_as(mark.text, value, mark.format)
        same = not mark.value or _same_number(mark.text, mark.value)
        if fits and same:
            continue
        expected = mark.value if value is None or fits else _shown(value, mark.format)
        place = next((p.where for p in case.report.passages if p.text and p.text in mark.paragraph), "正文")
        at = mark.paragraph.find(mark.text)
        name = label_of(case.report, mark.figure)
        yield Finding(
            code="N601",
            severity="error",
            where=place,
            message=f"正文的“{mark.text}”标注为“{name}”，该数据为{expected}",
            mend="核对正文和表格，或者从草稿重新生成网页",
            figure=mark.figure,
            found=mark.text,
            expected=expected,
            quote=mark.paragraph[max(0, at - 8) : at + len(mark.text) + 2] if at >= 0 else mark.text,
        )


def _same_number(text: str, value: str) -> bool:
    shown = parse_numeral(text.rstrip("%％"))
    return shown is not None and shown == parse_numeral(value)


def _derived(survey: Survey, case: Case, figure: str) -> Number | None:
    values = Values(
        survey.views[0].figures,
        last_figures=with_groups(case.report.form, case.last_figures) if case.last_figures else {},
        year=case.report.year or 0,
    )
    value = values.evaluate(figure)
    return value if isinstance(value, int | Decimal) and not (figure == "year" and not value) else None


def _shown(value: Number, style: str) -> str:
    return format_number(value, style if style in FORMATS else "count")


def _printed_as(printed: str, value: Number, style: str) -> bool:
    shown = _shown(value, style)
    if printed == shown or printed == shown.lstrip("-"):
        return True
    number = parse_numeral(printed.rstrip("%％"))
    return number is not None and number == parse_numeral(shown.rstrip("%").lstrip("-"))
