"""What a person decides about offered wording: take it, write it anew, refuse it with a reason.

Every decision stays with its problem in the draft, together with what else was offered then. Section five is
made from that record alone: it holds what was accepted or edited, in the order in which it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nianbao.core.draft import Draft, Measure, Problem
from nianbao.core.suggest import Suggestion, Wording


def is_statement(wording: Wording) -> bool:
    """Whether it is a statement of a problem and not a measure."""
    return wording.id.startswith(f"{wording.type}-p")


def accept(draft: Draft, number: int, wording: Wording, offered: Iterable[Wording] = ()) -> Draft:
    """The draft with offered wording taken for the problem of that number."""
    return _decide(draft, number, wording, wording.text, "accepted", offered)


def edit(draft: Draft, number: int, wording: Wording, text: str, offered: Iterable[Wording] = ()) -> Draft:
    """The draft with offered wording taken in the person's own version; empty words change nothing."""
    words = " ".join(text.split()).rstrip("。；")
    if not words:
        return draft
    state = "accepted" if words == wording.text else "edited"
    return _decide(draft, number, wording, words, state, offered)


def reject(draft: Draft, number: int, wording: Wording, reason: str, offered: Iterable[Wording] = ()) -> Draft:
    """The draft without that wording; it is not offered again for this problem."""
    problem = draft.problems[number]
    record = Measure(text=wording.text, id=wording.id, state="rejected", reason=reason.strip() or None)
    changes: dict[str, object] = {"rejected": tuple(dict.fromkeys((*problem.rejected, wording.id)))}
    if is_statement(wording):
        if problem.phrase == wording.id:
            changes |= {"text": problem.stated or problem.text, "phrase": None, "stated": None}
        changes["wordings"] = _recorded(problem.wordings, record, offered, statements=True)
    else:
        changes["measures"] = _recorded(problem.measures, record, offered, statements=False)
    return _with(draft, number, problem.model_copy(update=changes))


def state_of(problem: Problem, wording: Wording) -> str:
    """What was decided about wording for a problem: suggested, accepted, edited or rejected."""
    if wording.id in problem.rejected:
        return "rejected"
    records = problem.wordings if is_statement(wording) else problem.measures
    return next((record.state for record in records if record.id == wording.id), "suggested")


def propose(draft: Draft, suggestion: Suggestion, text: str = "") -> Draft:
    """The draft with one more problem that figures show; it waits until a person accepts its wording."""
    best = suggestion.statements[0]
    problem = Problem(text=text or best.text, type=best.type, state="suggested")
    return draft.with_(problems=(*draft.problems, problem))


def _decide(draft: Draft, number: int, wording: Wording, text: str, state: str, offered: Iterable[Wording]) -> Draft:
    problem = draft.problems[number]
    record = Measure.model_validate({"text": text, "id": wording.id, "state": state})
    changes: dict[str, object] = {
        "type": wording.type,
        "rejected": tuple(id_ for id_ in problem.rejected if id_ != wording.id),
    }
    if is_statement(wording):
        before = tuple(
            r.model_copy(update={"state": "suggested"})
            if r.state in ("accepted", "edited") and r.id != wording.id
            else r
            for r in problem.wordings
        )
        stated = problem.stated or (problem.text if problem.text != text and problem.state != "suggested" else None)
        changes |= {"text": text, "phrase": wording.id, "state": state, "stated": stated}
        changes["wordings"] = _recorded(before, record, offered, statements=True)
    else:
        changes["measures"] = _recorded(problem.measures, record, offered, statements=False)
    return _with(draft, number, problem.model_copy(update=changes))


def _recorded(
    records: Sequence[Measure], new: Measure, offered: Iterable[Wording], *, statements: bool
) -> tuple[Measure, ...]:
    """The record with a decision in it, in place of the earlier one; what else was offered is added behind."""
    made = [new if record.id == new.id else record for record in records]
    if new not in made:
        used = [n for n, record in enumerate(made) if record.state != "suggested"]
        made.insert(used[-1] + 1 if used else 0, new)
    elif new.state in ("accepted", "edited"):  # taken later than others: behind them
        made.sort(key=lambda record: record.state == "suggested")
    known = {record.id for record in made}
    others = [o for o in offered if is_statement(o) is statements and o.id not in known]
    return (*made, *(Measure(text=o.text, id=o.id, state="suggested") for o in others))


def _with(draft: Draft, number: int, problem: Problem) -> Draft:
    problems = list(draft.problems)
    problems[number] = problem
    return draft.with_(problems=tuple(problems))
