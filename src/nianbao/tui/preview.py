"""The lines of the pane at the right: the report as it reads now, or what the checks found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.cells import cell_len

from nianbao.core.findings import Finding
from nianbao.core.report import Paragraph, Report, Section, Sentence, Table
from nianbao.core.sheet import lay_out
from nianbao.core.width import pad, wrap
from nianbao.tui.lines import Line

_STATES = {"pending": "warn", "edited": "own", "added": "own", "conflict": "bad"}
SEVERITY_TINTS = {"error": "bad", "warning": "warn", "advice": "dim"}


def preview_lines(report: Report, width: int) -> list[Line]:
    """The report as it reads, sentence states in colour."""
    width = max(10, width)
    lines: list[Line] = [((pad(line, width, "centre", cell_len), "head"),) for line in wrapped(report.title, width)]
    lines.append(())
    for block in report.preamble:
        if isinstance(block, Paragraph):
            lines += paragraph_lines(block, width)
    for section in report.sections:
        lines += [((line, "head"),) for line in wrapped(f"{section.number}、{section.title}", width)]
        lines += section_lines(report, section, width)
    return lines


def section_lines(report: Report, section: Section, width: int) -> list[Line]:
    """What stands below a section's title."""
    lines: list[Line] = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            lines += paragraph_lines(block, width)
        else:
            lines += table_lines(report, block, width)
    return lines


@lru_cache(maxsize=2000)
def wrapped(text: str, width: int) -> tuple[str, ...]:
    """Text in lines; kept, since of a whole report one sentence changes at a time."""
    return tuple(wrap(text, width, cell_len))


@lru_cache(maxsize=600)
def paragraph_lines(paragraph: Paragraph, width: int) -> tuple[Line, ...]:
    """A paragraph, its first line indented by two characters."""
    indent = "" if paragraph.level else "　　"
    tints: list[str] = [""] * len(indent)
    text = indent
    for sentence in paragraph.sentences:
        shown = sentence_text(sentence)
        text += shown
        tints += [_STATES.get(sentence.state, "")] * len(shown)
    lines: list[Line] = []
    at = 0
    for line in wrapped(text.replace("\n", " "), width):
        pieces: list[tuple[str, str]] = []
        for character, tint in zip(line, tints[at : at + len(line)], strict=False):
            if pieces and pieces[-1][1] == tint:
                pieces[-1] = (pieces[-1][0] + character, tint)
            else:
                pieces.append((character, tint))
        at += len(line)
        lines.append(tuple(pieces))
    return tuple(lines)


def sentence_text(sentence: Sentence) -> str:
    """A sentence with its mark where it waits."""
    if sentence.state == "pending":
        return f"【待核实】{sentence.text}"
    return f"【冲突】{sentence.text}" if sentence.state == "conflict" else sentence.text


def table_lines(report: Report, table: Table, width: int) -> list[Line]:
    """A statutory table drawn if it fits, else its figures that are not zero."""
    if table.number is None:
        return []
    texts = report.cells
    here = report.form.tables[table.number]
    longest = max((len(texts.get(f, "")) for f in here.figures), default=1)
    sheet = lay_out(here, width, longest, False)
    if sheet.width > width or width < 70:
        shown = [f for f in here.figures if texts.get(f, "0") not in ("0", "")]
        if not shown:
            return [(("　　（全表为0）", "dim"),)]
        return [((line, "dim"),) for f in shown for line in wrapped(f"　{report.form.label(f)[3:]} {texts[f]}", width)]
    lines: list[Line] = []
    for parts in sheet.lines:
        pieces = []
        for part in parts:
            figure = part.cell.figure if part.cell else None
            text = part.text
            if figure is not None and part.anchor:
                text = pad(texts.get(figure, ""), part.width, "centre")
            pieces.append((text, "frame" if part.cell is None else ""))
        lines.append(tuple(pieces))
    return lines


def finding_lines(finding: Finding, width: int, *, whole: bool) -> tuple[Line, ...]:
    """A finding: what and where, and how to mend it if there is room."""
    tint = SEVERITY_TINTS[finding.severity]
    lines: list[Line] = []
    for n, line in enumerate(wrapped(f"{finding.code} {finding.where}：{finding.message}", max(10, width - 2))):
        lines.append((("● " if n == 0 else "  ", tint), (line, tint if n == 0 else "")))
    if whole and finding.mend:
        lines += [((f"  {line}", "dim"),) for line in wrapped(f"改法：{finding.mend}", max(10, width - 2))]
    return tuple(lines)


def findings_lines(findings: Sequence[Finding], width: int) -> list[Line]:
    """All findings, worst first."""
    if not findings:
        return [(("没有发现问题", "good"),)]
    return [line for finding in findings for line in (*finding_lines(finding, width, whole=True), ())]
