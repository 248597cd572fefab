"""Figures that came late, and a document that somebody edited, taken into a draft."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from nianbao.core.errors import InputError
from nianbao.workflow.banks import load_bank
from nianbao.workflow.drafts import open_draft
from nianbao.workflow.reports import read_one

if TYPE_CHECKING:
    from nianbao.core.draft import Draft
    from nianbao.core.phrases import Bank
    from nianbao.core.readback import Reading
    from nianbao.core.report import Note
    from nianbao.core.revise import Change


class Revised(NamedTuple):
    """A revision: the draft that follows, what happens to each sentence, whether the file was written, what was
    not understood of the new figures."""

    draft: Draft
    changes: tuple[Change, ...]
    written: bool
    notes: tuple[Note, ...] = ()


def revise_draft(path: Path, figures: Path | None, settings: Iterable[str], *, dry_run: bool = False) -> Revised:
    """Revise the draft in a file, from another draft or report, or cell by cell. InputError for a path that
    does not exist or a value that does not fit; nothing is written then."""
    import datetime

    from nianbao.core.revise import revise
    from nianbao.writers.draft_file import save_draft

    bank = load_bank()
    opened = open_draft(path, bank)
    draft = opened.draft
    changed, notes = (
        with_figures_of(draft, figures, bank) if figures is not None else (with_settings(draft, settings, bank), ())
    )
    new, changes = revise(draft, changed, bank, day=datetime.date.today())
    written = not dry_run and new != draft
    if written:
        save_draft(opened, new)
    return Revised(new, changes, written, notes)


class ReadBack(NamedTuple):
    """An edited document read back: the draft that follows, what became of each difference, what the reader
    did not understand, whether the file was written."""

    draft: Draft
    readings: tuple[Reading, ...]
    notes: tuple[Note, ...]
    written: bool


def read_document_back(path: Path, document: Path, *, dry_run: bool = False) -> ReadBack:
    """Take the edits of a document (tracked changes count as accepted) into the draft in a file. InputError
    where the document cannot be read or is no version of this draft; nothing is written then."""
    import datetime

    from nianbao.core.draft import Revision
    from nianbao.core.readback import KIND_NAMES, TAKEN, read_back
    from nianbao.core.revise import content_of, what_was
    from nianbao.writers.draft_file import save_draft

    bank = load_bank()
    opened = open_draft(path, bank)
    report = read_one(document, bank)
    new, readings = read_back(opened.draft, bank, report)
    counts = [(KIND_NAMES[kind], sum(r.kind == kind for r in readings)) for kind in KIND_NAMES if kind in TAKEN]
    taken = "、".join(f"{name}{count}处" for name, count in counts if count)
    if taken:
        before, after = content_of(opened.draft), content_of(new)
        altered = [name for name in before if before[name] != after[name]]
        record = Revision(
            day=datetime.date.today(),
            what=f"读回“{document.name}”：{taken}",
            before=what_was(opened.draft, new, altered),
        )
        new = new.with_(history=(*new.history, record))
    if taken and not dry_run:
        save_draft(opened, new)
    return ReadBack(new, readings, report.notes, bool(taken) and not dry_run)


def with_figures_of(draft: Draft, path: Path, bank: Bank) -> tuple[Draft, tuple[Note, ...]]:
    """The draft with the figures of another draft (its facts and problems too, where it states any) or of the
    tables of a report or workbook, and what was not understood of those."""
    from nianbao.core.form import form

    if path.suffix.lower() in (".yaml", ".yml"):
        other = open_draft(path, bank).draft
        _same_form(draft, other.form, path)
        _same_year(draft, other.year, path)
        changes: dict[str, Any] = {"figures": other.figures}
        if other.facts:
            changes["facts"] = other.facts
        if other.problems:
            changes["problems"] = other.problems
        if other.last_year is not None:
            changes["last_year"] = other.last_year
        return draft.with_(**changes), ()
    from nianbao.core.incoming import incoming

    report = read_one(path, bank)
    found = incoming(report, str(path))
    if not found.told <= form(draft.form).inputs:
        _same_form(draft, report.edition, path)
    if report.year is not None:
        _same_year(draft, report.year, path)
    return draft.with_(figures=found.put_into(draft.figures)), found.notes


def _same_form(draft: Draft, edition: str, path: Path) -> None:
    if edition != draft.form:
        raise InputError(f"新数据用的是{edition}版格式，草稿用的是{draft.form}版", str(path), "用同一版格式的数据")


def _same_year(draft: Draft, year: int, path: Path) -> None:
    if year != draft.year:
        raise InputError(f"新数据是{year}年的，草稿是{draft.year}年的", str(path), "用同一年度的数据")


def with_settings(draft: Draft, settings: Iterable[str], bank: Bank) -> Draft:
    """The draft with cells or facts set by PATH=VALUE; an empty value takes a fact back."""
    from nianbao.core.draft import nearest_key_mend
    from nianbao.core.edits import read_fact, set_fact
    from nianbao.core.figures import FigureError, read_figure
    from nianbao.core.form import form

    rules = form(draft.form)
    for setting in settings:
        name, sign, value = setting.partition("=")
        name, value = name.strip(), value.strip()
        if not sign:
            raise InputError(f"“{setting}”里没有等号", "--set", "写成“路径=数值”，如requests.received.enterprise=5")
        if name.startswith("facts."):
            fact = bank.facts.get(name.removeprefix("facts."))
            if fact is None:
                known = [f"facts.{known}" for known in bank.facts]
                raise InputError(f"没有“{name}”这个事项", "--set", nearest_key_mend(name, known))
            draft = set_fact(draft, fact.id, read_fact(fact, value))
            continue
        if name in rules.totals:
            raise InputError(f"“{rules.label(name)}”由程序计算，不能直接改", "--set", "改动它所合计的各格")
        if name not in rules.inputs:
            raise InputError(f"没有“{name}”这个数据", "--set", nearest_key_mend(name, sorted(rules.inputs)))
        try:
            draft = draft.with_figure(name, read_figure(rules, name, value))
        except FigureError as error:
            raise InputError(error.what, "--set", error.mend) from None
    return draft
