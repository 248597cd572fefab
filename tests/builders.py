"""Reports for tests: a right report of an invented unit, and the same with parts of it changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nianbao.core.findings import Case, Finding
from nianbao.core.form import Edition, form
from nianbao.core.report import (
    Block,
    Paragraph,
    Report,
    Section,
    Sentence,
    report_title,
    split_sentences,
    statutory_table,
)

RIGHT: Mapping[str, tuple[str, ...]] = {
    "overview": (
        "2023年，我镇按照《中华人民共和国政府信息公开条例》的规定做好政府信息公开工作。",
        "（一）主动公开。全年通过县政府网站公开信息96条，政策解读材料6篇。",
        "（二）依申请公开。未收到政府信息公开申请，也没有上年结转的申请。",
        "（三）政府信息管理。现行有效行政规范性文件2件，已在网站集中公布。",
        "（四）政府信息公开平台建设。便民服务中心设有政务公开专区1处。",
        "（五）监督保障。将政府信息公开纳入工作考核，组织社会评议1次，未发生责任追究情形。",
    ),
    "disclosure": (),
    "requests": (),
    "disputes": (),
    "problems": (
        "主要问题：一是解读材料以文字为主；二是公示栏更新不够及时。改进措施：一是制作图解；二是每月核查公示栏。",
    ),
    "other": ("2023年未收取信息处理费。",),
}
"""The narrative of a right report of 青禾县柳桥镇 for 2023, by section."""

RIGHT_FIGURES: Mapping[str, str] = {
    "disclosure.normative_documents.in_force": "2",
    "disclosure.penalties.decisions": "6",
}
"""The cells of that report that are not 0."""


def paragraph(text: str, level: int = 0) -> Paragraph:
    """A paragraph cut into sentences; `## ` in front makes it a （一） heading."""
    if text.startswith("## "):
        text, level = text[3:], 2
    return Paragraph(tuple(Sentence(part) for part in split_sentences(text)), level)


def paragraphs(texts: str | Iterable[str]) -> tuple[Paragraph, ...]:
    """Paragraphs, one a line where a single text is given."""
    lines = texts.splitlines() if isinstance(texts, str) else texts
    return tuple(paragraph(line) for line in lines)


def report(
    *,
    unit: str = "青禾县柳桥镇",
    kind: str | None = "镇",
    year: int | None = 2023,
    title: str | None = None,
    edition: Edition = "2021",
    preamble: str | Iterable[str] = (),
    sections: Mapping[str, str | Iterable[str]] | None = None,
    append: Mapping[str, str] | None = None,
    titles: Mapping[str, str] | None = None,
    numbers: Mapping[str, str] | None = None,
    order: Iterable[str] | None = None,
    figures: Mapping[str, object] | None = None,
) -> Report:
    """A right report, changed as told.

    Args:
        unit: the organ's name as in the title.
        kind: the kind of unit.
        year: the year reported on.
        title: the whole title, where it is not the form's.
        edition: the edition of the form.
        preamble: what stands before section one.
        sections: paragraphs that take the place of a section's own, by key.
        append: text put behind the last paragraph of a section, by key (`|` begins a new paragraph).
        titles: titles of sections as they stand, by key.
        numbers: printed numbers of sections, by key.
        order: the keys of the sections that are there, in order; an unknown key is an unknown section.
        figures: the texts of cells; the others are those of the right report or 0.
    """
    rules = form(edition)
    cells = dict.fromkeys(rules.figures, "0")
    cells.update({path: text for path, text in RIGHT_FIGURES.items() if path in cells})
    cells.update({path: str(text) for path, text in (figures or {}).items()})
    printed = {section.key: section for section in rules.sections}
    made = []
    for key in order if order is not None else list(printed):
        form_section = printed.get(key)
        texts = (sections or {}).get(key, RIGHT.get(key, ()))
        blocks: list[Block] = list(paragraphs(texts))
        for n, text in enumerate((append or {}).get(key, "").split("|")):
            if n == 0 and text and blocks:
                blocks[-1] = paragraph(blocks[-1].text + text)  # type: ignore[union-attr]
            elif text:
                blocks.append(paragraph(text))
        if form_section is not None and form_section.table is not None:
            blocks.append(statutory_table(rules.tables[form_section.table], cells))
        made.append(
            Section(
                key if form_section else None,
                (numbers or {}).get(key, form_section.number if form_section else ""),
                (titles or {}).get(key, form_section.title if form_section else key),
                tuple(blocks),
            )
        )
    return Report(
        title=title if title is not None else report_title(unit, year or 2023),
        unit=unit,
        year=year,
        edition=edition,
        kind=kind,
        preamble=paragraphs(preamble),
        sections=tuple(made),
    )


def findings(case: Report | Case, *select: str) -> list[Finding]:
    """What the rules say of a report or case; `select` are codes or their beginnings."""
    from nianbao.core.checks import run

    return run(case if isinstance(case, Case) else Case(case), select)


def codes(case: Report | Case, *select: str) -> set[str]:
    """The codes of those findings."""
    return {finding.code for finding in findings(case, *select)}
