"""Which widget shows which step. Each is imported when it is first needed."""

from __future__ import annotations

from nianbao.core.draft import Draft
from nianbao.core.progress import StepKey
from nianbao.tui.messages import StepView


def make_step(step: StepKey, draft: Draft) -> StepView:
    """The widget of a step."""
    if step.startswith("table"):
        from nianbao.tui.table import TableStep

        return TableStep(int(step[-1]), draft.form)
    if step == "unit":
        from nianbao.tui.unit import UnitStep

        return UnitStep()
    if step == "facts":
        from nianbao.tui.facts import FactsStep

        return FactsStep()
    if step == "problems":
        from nianbao.tui.problems import ProblemsStep

        return ProblemsStep()
    if step == "narrative":
        from nianbao.tui.narrative import NarrativeStep

        return NarrativeStep()
    if step == "check":
        from nianbao.tui.findings import FindingsStep

        return FindingsStep()
    from nianbao.tui.export import ExportStep

    return ExportStep()
