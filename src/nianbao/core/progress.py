"""How far a draft has come, step by step: what the outline at the left of the screen shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from nianbao.core.form import TABLE_NAMES, form

if TYPE_CHECKING:  # the first picture shows the steps, and does not wait for the model of the draft
    from nianbao.core.draft import Draft
    from nianbao.core.findings import Finding
    from nianbao.core.phrases import Bank
    from nianbao.core.report import Report

StepKey = Literal["unit", "table2", "table3", "table4", "facts", "problems", "narrative", "check", "export"]
State = Literal["blank", "partly", "done"]

STEPS: Mapping[StepKey, str] = {
    "unit": "单位",
    "table2": TABLE_NAMES[2],
    "table3": TABLE_NAMES[3],
    "table4": TABLE_NAMES[4],
    "facts": "事项",
    "problems": "问题与改进",
    "narrative": "正文",
    "check": "检查",
    "export": "导出",
}
_TABLE_OF = {"disclosure": "table2", "requests": "table3", "disputes": "table4"}


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its state, a word on it (12/60, 待核实3), how many errors and warnings concern it."""

    key: StepKey
    title: str
    state: State
    note: str = ""
    findings: int = 0


def step_of(finding: Finding) -> StepKey:
    """The step in which a finding is mended."""
    if finding.slot is not None:
        return "problems" if finding.slot.startswith("problems.") else "narrative"
    if finding.figure is not None:
        head = finding.figure.partition(".")[0]
        if head == "facts":
            return "facts"
        found = _TABLE_OF.get(head)
        if found is not None:
            return found  # type: ignore[return-value]
    for number, name in TABLE_NAMES.items():
        if finding.where.startswith(name):
            return f"table{number}"  # type: ignore[return-value]
    if "存在" in finding.where or "问题" in finding.where:
        return "problems"
    return "narrative"


def steps(draft: Draft, bank: Bank, report: Report, findings: Iterable[Finding], exported: bool = False) -> list[Step]:
    """Every step of the work with its state."""
    found = [f for f in findings if f.severity != "advice"]
    counts: dict[str, int] = {}
    for finding in found:
        key = step_of(finding)
        counts[key] = counts.get(key, 0) + 1
    counts["check"] = len(found)
    states = {
        "unit": ("done", ""),
        **_tables(draft),
        "facts": _facts(draft, bank),
        "problems": _problems(draft),
        "narrative": _narrative(report),
        "check": ("done" if not found else "partly", ""),
        "export": ("done", "") if exported else ("blank", ""),
    }
    return [Step(key, title, states[key][0], states[key][1], counts.get(key, 0)) for key, title in STEPS.items()]


def unfilled(draft: Draft) -> tuple[int, ...]:
    """The numbers of the tables of which nobody has stated a figure: all of them is written as 0."""
    tables = form(draft.form).tables
    return tuple(n for n, table in tables.items() if not any(figure in draft.figures for figure in table.figures))


def unfilled_note(draft: Draft) -> str:
    """What a person should know of such tables before the report goes out, empty where there are none."""
    names = "、".join(TABLE_NAMES[number] for number in unfilled(draft))
    return f"{names}没有填过，都按0写；确实没有发生的，在表里填一个0，就不再提示" if names else ""


def _tables(draft: Draft) -> dict[str, tuple[State, str]]:
    rules = form(draft.form)
    broken = [item.relation.figures[0] for item in draft.broken]
    blank = unfilled(draft)
    found: dict[str, tuple[State, str]] = {}
    for number, table in rules.tables.items():
        if number in blank:
            found[f"table{number}"] = "blank", ""
        elif any(figure in table.figures for figure in broken):
            found[f"table{number}"] = "partly", "不平"
        else:
            found[f"table{number}"] = "done", ""
    return found


def _facts(draft: Draft, bank: Bank) -> tuple[State, str]:
    asked = [fact.id for fact in bank.facts.values() if fact.concerns(draft.unit.kind)]
    stated = sum(name in draft.facts for name in asked)
    if not stated:
        return "blank", ""
    return ("done" if stated == len(asked) else "partly"), f"{stated}/{len(asked)}"


def _problems(draft: Draft) -> tuple[State, str]:
    used = [problem for problem in draft.problems if problem.used]
    past = draft.last_year.problems if draft.last_year else ()
    open_past = sum(not item.answer for item in past)
    without = sum(not problem.used_measures for problem in used)
    if not used and (open_past or not past):
        return ("partly", f"上年{open_past}") if len(past) > open_past else ("blank", "")
    if open_past or without:
        return "partly", f"待办{open_past + without}"
    return "done", f"{len(used)}个"


def waiting(report: Report) -> tuple[int, int]:
    """How many sentences wait for confirmation, and how many conflicts for a choice."""
    states: Sequence[str] = [s.state for _, paragraph in report.paragraphs() for s in paragraph.sentences]
    return states.count("pending"), states.count("conflict")


def _narrative(report: Report) -> tuple[State, str]:
    pending, conflicts = waiting(report)
    if conflicts:
        return "partly", f"冲突{conflicts}"
    if pending:
        return "partly", f"待核{pending}"
    return "done", ""


def percent_done(found: Iterable[Step]) -> int:
    """How far the work has come, from 0 to 100: a step half done counts a half."""
    worth = {"blank": 0, "partly": 1, "done": 2}
    values = [worth[step.state] for step in found if step.key != "export"]
    return 100 * sum(values) // (2 * len(values)) if values else 0
