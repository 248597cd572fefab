"""S1: the six sections, their titles, order and numbers."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao.core.checks.texts import FORM, unspaced
from nianbao.core.findings import Case, Finding, Severity, rule
from nianbao.core.report import Report, Section, place_of


@rule(
    "S101",
    "缺少法定部分",
    severity="error",
    source=FORM,
    bad="一、二、三、四、五，没有“六、其他需要报告的事项”",
    good="六个部分齐全，没有内容的写明“无其他需要报告的事项”",
)
def missing_section(case: Case) -> Iterator[Finding]:
    """年度报告有六个部分，一个也不能少。标题不认得而序号相符的部分另由S103提示。"""
    report = case.report
    unknown = {section.number for section in report.sections if section.key is None}
    missing = [s for s in report.form.sections if report.section(s.key) is None and s.number not in unknown]
    if missing:
        names = "、".join(f"“{s.number}、{s.title}”" for s in missing)
        yield Finding(
            code="S101",
            severity="error",
            where="全文",
            message=f"缺少{names}" if len(missing) < 6 else "没有找到法定的六个部分",
            mend="按格式补上标题和内容；没有内容的，表格填0，文字写明“无”",
            expected="、".join(s.title for s in missing),
        )


@rule(
    "S102",
    "六个部分的顺序不对",
    severity="error",
    source=FORM,
    bad="三、政府信息公开行政复议、行政诉讼情况排在收到和处理政府信息公开申请情况之前",
    good="按格式的次序：总体情况、主动公开、申请、复议诉讼、问题、其他事项",
)
def wrong_order(case: Case) -> Iterator[Finding]:
    """六个部分的次序是固定的。"""
    report = case.report
    rank = {section.key: n for n, section in enumerate(report.form.sections)}
    last: Section | None = None
    for section in _first_of_each(report):
        if last is not None and rank[section.key or ""] < rank[last.key or ""]:
            yield Finding(
                code="S102",
                severity="error",
                where=place_of(section),
                message=f"“{section.title}”排在“{last.title}”之后",
                mend="按格式的次序调整",
            )
            return
        last = section


def _first_of_each(report: Report) -> list[Section]:
    return list({section.key: section for section in reversed(report.sections) if section.key}.values())[::-1]


@rule(
    "S103",
    "部分的标题有错",
    severity="warning",
    source=FORM,
    bad="四、政府信息公开行政法复议、行政诉讼情况",
    good="四、政府信息公开行政复议、行政诉讼情况",
)
def wrong_section_title(case: Case) -> Iterator[Finding]:
    """标题与格式只差一个字，多半是错字；或者序号相符而标题不是格式的标题。"""
    report = case.report
    by_number = {section.number: section for section in report.form.sections}
    for section in report.sections:
        if section.key is None:
            expected = by_number.get(section.number)
            if expected is None or report.section(expected.key) is not None:
                continue
            yield _title_finding("S103", "warning", section, expected.title, "不是格式规定的标题")
        else:
            expected = report.form.section(section.key)
            if _is_slip(_bare(section.title), _bare(expected.title)):
                yield _title_finding("S103", "warning", section, expected.title, "有错字、漏字或者多字")


@rule(
    "S104",
    "部分的标题与格式不一致",
    severity="advice",
    source=FORM,
    bad="五、存在的主要问题及整改措施",
    good="五、存在的主要问题及改进情况",
)
def variant_section_title(case: Case) -> Iterator[Finding]:
    """六个部分的标题照格式写，一字不差。"""
    for section in case.report.sections:
        if section.key is None:
            continue
        title = case.report.form.section(section.key).title
        bare, wanted = _bare(section.title), _bare(title)
        if bare != wanted and not _is_slip(bare, wanted):
            yield _title_finding("S104", "advice", section, title, "与格式的标题不一致")


def _title_finding(code: str, severity: Severity, section: Section, title: str, what: str) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        where=place_of(section),
        message=f"“{section.title}”{what}",
        mend=f"改为“{title}”",
        found=section.title,
        expected=title,
        quote=section.title,
    )


def _bare(title: str) -> str:
    return unspaced(title).strip("：:。.")


_LOOSE = frozenset("的和及与、，其他它主要处办理")
"""Characters that variants of the titles in use add, drop or exchange."""


def _is_slip(title: str, wanted: str) -> bool:
    """Whether a title differs from the form's by one character that is no usual variation, or by a doubled one."""
    if title == wanted or abs(len(title) - len(wanted)) > 1:
        return False
    import difflib  # seldom needed, and slow to import

    blocks = difflib.SequenceMatcher(None, title, wanted, autojunk=False).get_opcodes()
    changes = [(title[a:b], wanted[c:d]) for tag, a, b, c, d in blocks if tag != "equal"]
    if len(changes) != 1 or max(map(len, changes[0])) > 1:
        return False
    return not set("".join(changes[0])) <= _LOOSE


@rule(
    "S105",
    "部分的序号不对",
    severity="warning",
    source=FORM,
    bad="五、其他需要报告的事项",
    good="六、其他需要报告的事项",
)
def wrong_section_number(case: Case) -> Iterator[Finding]:
    """六个部分依次编为一至六；没有编号的，另作建议。"""
    report = case.report
    if any(report.section(section.key) is None for section in report.form.sections):
        return  # a section is missing: the numbers may well run on
    for section in _first_of_each(report):
        expected = report.form.section(section.key or "")
        if section.number and section.number != expected.number:
            yield Finding(
                code="S105",
                severity="warning",
                where=place_of(section),
                message=f"“{section.title}”的序号写成“{section.number}”",
                mend=f"改为“{expected.number}、{expected.title}”",
                found=section.number,
                expected=expected.number,
                quote=section.title,
            )


@rule(
    "S106",
    "部分的标题没有序号",
    severity="advice",
    source=FORM,
    bad="总体情况（前面没有“一、”）",
    good="一、总体情况",
)
def unnumbered_section(case: Case) -> Iterator[Finding]:
    """六个部分的标题前写“一、”至“六、”。"""
    bare = [section for section in _first_of_each(case.report) if not section.number]
    if bare:
        yield Finding(
            code="S106",
            severity="advice",
            where=place_of(bare[0]),
            message=f"{'、'.join(f'“{section.title}”' for section in bare)}前面没有序号",
            mend="在标题前写“一、”至“六、”",
            quote=bare[0].title,
        )


@rule(
    "S107",
    "同一部分出现两次",
    severity="warning",
    source=FORM,
    bad="两个“五、存在的主要问题及改进情况”",
    good="每个部分只有一个",
)
def repeated_section(case: Case) -> Iterator[Finding]:
    """一个部分出现两次，多半是粘贴时重复。"""
    seen: set[str] = set()
    for section in case.report.sections:
        if section.key in seen:
            yield Finding(
                code="S107",
                severity="warning",
                where=place_of(section),
                message=f"“{section.title}”出现了两次",
                mend="合并为一个部分，或者删去重复的",
                quote=section.title,
            )
        elif section.key is not None:
            seen.add(section.key)


@rule(
    "S108",
    "格式之外的部分",
    severity="advice",
    source=f"{FORM}；内容不缺项、不扩项",
    bad="七、下一步打算",
    good="下一步打算并入第五部分",
)
def extra_section(case: Case) -> Iterator[Finding]:
    """格式只有六个部分，另加的内容并入相应的部分。"""
    report = case.report
    missing = {section.number for section in report.form.sections if report.section(section.key) is None}
    for section in report.sections:
        if section.key is None and section.number not in missing:
            yield Finding(
                code="S108",
                severity="advice",
                where=place_of(section),
                message=f"“{section.title}”不是格式规定的部分",
                mend="并入六个部分中相应的一个",
                quote=section.title,
            )
