"""A new draft from last year's: what is carried over, in force, and owed an answer."""

from __future__ import annotations

from nianbao.core.draft import Draft, LastYear, PastProblemItem
from nianbao.core.form import COLUMNS, form
from nianbao.core.numerals import Number


def renewed(draft: Draft, last: Draft, phrases: tuple[str, ...]) -> Draft:
    """A new draft filled from last year's.

    上年结转 is last year's 结转下年度 column by column; 现行有效 begins at last year's stock (制发 and
    废止 of this year are still to come); each problem of last year waits for its answer. `phrases` are the
    variants that last year's report used, to be avoided.
    """
    cells = last.cells
    figures: dict[str, Number] = dict(draft.figures)
    for column in COLUMNS[:-1]:
        carried = cells.get(f"requests.carried_out.{column.path}", 0)
        if carried:
            figures[f"requests.carried_in.{column.path}"] = carried
    inputs = form(draft.form).inputs
    for item in ("regulations", "normative_documents"):
        stock = f"disclosure.{item}.in_force"
        if stock in inputs and cells.get(stock):
            figures[stock] = cells[stock]
    past = tuple(
        PastProblemItem(text=problem.text, measures=tuple(m.text for m in problem.used_measures))
        for problem in last.problems
        if problem.used
    )
    return draft.with_(
        unit=last.unit if last.unit.name == draft.unit.name and last.unit.kind == draft.unit.kind else draft.unit,
        options=last.options,
        figures=figures,
        last_year=LastYear.model_validate(
            {
                "form": last.form,
                "figures": dict(last.figures),
                "facts": dict(last.facts),
                "problems": past,
                "phrases": phrases,
            }
        ),
    )
