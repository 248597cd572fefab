"""What the rules on numbers look at: the narrative read once a report, and the figures twice, as printed and
as added up anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from nianbao.core.claims.claim import Claim
from nianbao.core.claims.cutting import Line, lines
from nianbao.core.claims.reading import claims
from nianbao.core.claims.system import of_the_tables
from nianbao.core.figures import Values, derive, with_groups
from nianbao.core.report import Report

AGREE = "国办公开办函〔2021〕30号：正文与三张表为同一统计口径，数据应当一致"


class Survey(NamedTuple):
    """What all rules of the family look at, found once a report."""

    report: Report
    claims: tuple[Claim, ...]
    lines: tuple[Line, ...]
    views: tuple[Values, ...]


_last: list[Survey] = []


def survey_of(report: Report) -> Survey:
    """What the rules look at; kept while they run over one report."""
    if _last and _last[0].report is report:
        return _last[0]
    printed = with_groups(report.form, report.numbers)
    cells = {f: report.numbers[f] for f in report.form.inputs if f in report.numbers}
    anew = with_groups(report.form, derive(report.form, cells))
    cut = lines(report)
    views = (Values(printed), Values(anew))
    survey = Survey(report, of_the_tables(claims(report, cut), views), cut, views)
    _last[:] = [survey]
    return survey


_ADDRESSED = re.compile(r"为(?:被申请|受理|答复)|名义")
"""Requests to one of two organs: 以市政府为被申请人88件，以办公室为被申请人12件, of which the table may hold either."""


def _among(survey: Survey, places: Sequence[int]) -> bool:
    """Whether the second of two claims is said to be among the first."""
    first, second = survey.claims[places[0]], survey.claims[places[-1]]
    between = first.line.bare.text[first.end : max(first.end, second.start + 2)]
    return len(places) == 2 and second.kind == "part" and "其中" in between


def _addressed(claim: Claim) -> bool:
    text = claim.line.bare.text
    return _ADDRESSED.search(text, max(text.rfind("，", 0, claim.start), claim.start - 30, 0), claim.end) is not None


def shares_of_one(survey: Survey) -> set[int]:
    """The places of claims that are each a share of one figure, told in one sentence, which together make it up:
    以政府名义答复5件，以办公室名义答复3件."""
    groups: dict[tuple[int, int, frozenset[str]], list[int]] = {}
    for n, claim in enumerate(survey.claims):
        if claim.kind in ("count", "part") and claim.quantity is not None and claim.quantity.exact:
            sentence = claim.line.bare.text.count("。", 0, claim.start)
            groups.setdefault((id(claim.line), sentence, frozenset(claim.readings)), []).append(n)
    found: set[int] = set()
    for (_, _, readings), places in groups.items():
        total = sum(quantity.value for n in places if (quantity := survey.claims[n].quantity))
        meant = {view.evaluate(reading) for reading in readings for view in survey.views}
        told = {survey.claims[n].quantity.value for n in places}  # type: ignore[union-attr]
        documents = survey.claims[places[0]].figure.startswith("disclosure.")
        together = len({survey.claims[n].start for n in places}) < len(places)  # 不属于本机关2件、不存在1件, and both
        if together or _among(survey, places):
            continue  # 受理申请44件，其中当面申请1件: the one is of the other
        alone = told & meant if all(_addressed(survey.claims[n]) for n in places) else set()
        if len(places) > 1 and (total in meant or alone or (documents and total / 2 in told & meant)):
            found.update(places)  # 废止5件，失效3件、提前废止2件: the whole and its parts, in the same words
    return found


def label_of(report: Report, figure: str) -> str:
    """A figure in the form's words, also a group of results that has no cell of its own."""
    if figure.startswith("requests.") and figure not in report.form.labels:
        total = {
            "refused": "（三）不予公开",
            "unavailable": "（四）无法提供",
            "rejected": "（五）不予处理",
            "closed": "（六）其他处理",
            "handled": "办理结果",
        }
        group = figure.split(".")[1]
        return f"表三·{total.get(group, group)}各项之和"
    return report.form.label(figure)


_MOST_TOLD = 3


def label_of_sum(report: Report, reading: str) -> str:
    """Cells added up or taken off, in the form's words: 甲加乙, 甲减去乙; the first of many stands for all."""
    first, *others = re.findall(r"([+-]?)([^+-]+)", reading)
    label = label_of(report, first[1])
    if len(others) >= _MOST_TOLD:
        return f"{label}等{len(others) + 1}格之和" if all(sign == "+" for sign, _ in others) else label
    told = (f"{'加' if sign == '+' else '减去'}“{label_of(report, figure)}”" for sign, figure in others)
    return f"{label}”{''.join(told)}".removesuffix("”")
