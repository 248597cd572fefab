"""A draft begun: blank, from last year's, or from a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nianbao.core.errors import InputError
from nianbao.core.form import TABLE_NAMES
from nianbao.workflow.banks import load_bank
from nianbao.workflow.drafts import open_draft
from nianbao.workflow.reports import read_one

if TYPE_CHECKING:
    from nianbao.core.draft import Draft
    from nianbao.core.report import Note


def blank_draft(name: str, kind: str, year: int, edition: str | None = None) -> Draft:
    """A draft of that unit and year with nothing filled in. InputError for what they cannot be."""
    from pydantic import ValidationError

    from nianbao.core.draft import FIRST_YEAR, LAST_YEAR, Draft
    from nianbao.core.form import edition_for
    from nianbao.core.kinds import KINDS

    if not FIRST_YEAR <= year <= LAST_YEAR:
        mend = "填写四位数的统计年度，如2025"
        raise InputError(f"年度填的是“{year}”，不在{FIRST_YEAR}年到{LAST_YEAR}年之间", "新建草稿", mend)
    if kind not in KINDS:
        raise InputError(f"没有“{kind}”这种机关类型", "新建草稿", f"可填：{'、'.join(KINDS)}")
    unit = {"name": name.strip(), "kind": kind}
    try:
        return Draft.model_validate({"form": edition or edition_for(year), "year": year, "unit": unit})
    except ValidationError:
        raise InputError(f"机关全称填的是“{name}”", "新建草稿", "填写两个字到六十个字的全称") from None


def next_draft(previous: Path, name: str | None = None, kind: str | None = None, year: int | None = None) -> Imported:
    """The draft that follows last year's draft or report, with what of its tables was not understood: from it
    come its figures, what was carried over, the documents in force, and the problems to answer; unit, kind and
    year are as there where nothing is said."""
    last, notes = read_any(previous)
    following = last.year + 1 if year is None else year
    draft = blank_draft(name or last.unit.name, kind or last.unit.kind, following)
    return Imported(_after(draft, last, previous), tuple(note for note in notes if of_tables(note)))


def _after(draft: Draft, last: Draft, previous: Path) -> Draft:
    from nianbao.core.compose import compose
    from nianbao.core.renew import renewed

    if last.year >= draft.year:
        raise InputError(
            f"上年的草稿是{last.year}年的，不早于{draft.year}年",
            str(previous),
            "用--previous指定上一年度的草稿或者报告",
        )
    phrases = tuple(
        s.phrase
        for _, p in compose(last, load_bank(), pending=False).paragraphs()
        for s in p.sentences
        if s.phrase is not None
    )
    return renewed(draft, last, phrases)


class Imported(NamedTuple):
    """A draft made from a report, and what of the report was not understood."""

    draft: Draft
    notes: tuple[Note, ...]


def read_any(path: Path) -> Imported:
    """A draft, or a report as a draft."""
    if path.suffix.lower() in (".yaml", ".yml"):
        return Imported(open_draft(path).draft, ())
    return import_file(path)


def of_tables(note: Note) -> bool:
    """Whether a note says that something of the statutory tables was not read as it stands; that empty cells
    count 0 is what is meant by them."""
    said = any(name in note.where or name in note.what for name in TABLE_NAMES.values())
    return said and "（空白）" not in note.what


def import_file(path: Path) -> Imported:
    """The draft that a report in any format gives, `-` for standard input, with the reader's notes."""
    from nianbao.readers.importing import imported

    if path.suffix.lower() in (".yaml", ".yml"):
        mend = "用“nianbao open”打开；要由它起草下一年的，用“nianbao new --previous”"
        raise InputError("这已经是草稿，不用导入", str(path), mend)
    bank = load_bank()
    made = imported(read_one(path, bank), bank)
    return Imported(made.draft, made.notes)
