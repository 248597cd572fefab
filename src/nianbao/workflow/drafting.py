"""A draft checked, composed and written out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nianbao.core.errors import InputError
from nianbao.core.report import Report, Sentence
from nianbao.fence import may_write

if TYPE_CHECKING:
    from nianbao.core.draft import Draft
    from nianbao.core.findings import Case, Finding
    from nianbao.core.phrases import Bank

FORMATS = ("docx", "html", "md", "txt", "xlsx", "pdf", "tujie", "svg", "png")


def draft_case(draft: Draft, bank: Bank, report: Report | None = None) -> Case:
    """What the rules look at for a draft."""
    from nianbao.core.compose import compose
    from nianbao.core.findings import Case, PastProblem
    from nianbao.core.problem_items import Items

    used = [problem for problem in draft.problems if problem.used]
    measures = (tuple(measure.text for measure in problem.used_measures) for problem in used)
    past = draft.last_year.problems if draft.last_year else ()
    return Case(
        report=report if report is not None else compose(draft, bank, pending=False),
        facts=draft.facts,
        last_figures=draft.last_cells,
        past_problems=tuple(PastProblem(item.text, item.answer) for item in past),
        wording=bank.wording,
        items=None if _written(draft) else Items(tuple(problem.text for problem in used), tuple(measures)),
    )


def check_draft(draft: Draft, bank: Bank, report: Report | None = None, select: Iterable[str] = ()) -> list[Finding]:
    """The findings on a draft, without those that a person decided to leave (with a reason)."""
    from nianbao.core.checks import run

    ignored = {(item.code, item.where) for item in draft.ignored}
    return [f for f in run(draft_case(draft, bank, report), select) if (f.code, f.where) not in ignored]


QUICK_FAMILIES = ("T", "Y", "S", "L", "P")
"""What can be wrong with a report in which every sentence is ours: its wording and numbers were checked when
the bank was built. A sentence that a person wrote calls for all families."""


def families_for(draft: Draft) -> tuple[str, ...]:
    """The families to run when a draft is written out; () stands for all."""
    return () if _written(draft) else QUICK_FAMILIES


def _written(draft: Draft) -> bool:
    """Whether a person wrote sentences of the report."""
    return any(item.state in ("edited", "added", "conflict") for item in draft.narrative)


class Drafted(NamedTuple):
    """What drafting made: the files written, the findings, what waits for a person, notes of the writers."""

    report: Report
    paths: tuple[Path, ...]
    findings: tuple[Finding, ...]
    waiting: tuple[Sentence, ...]
    conflicts: tuple[Sentence, ...]
    notes: tuple[str, ...] = ()


def draft_report(
    draft: Draft,
    bank: Bank,
    folder: Path,
    formats: Iterable[str],
    *,
    allow_unconfirmed: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Drafted:
    """Compose, check and write a report, in all formats or none. Nothing is written while a conflict waits,
    unless unconfirmed text is allowed out, visibly marked. InputError for a format that does not exist or a
    folder that cannot be written."""
    from nianbao.core.compose import compose
    from nianbao.core.progress import unfilled_note
    from nianbao.writers import filename, written
    from nianbao.writers.files import write_together

    full = compose(draft, bank)
    sentences = [s for _, paragraph in full.paragraphs() for s in paragraph.sentences]
    waiting = tuple(s for s in sentences if s.state == "pending")
    conflicts = tuple(s for s in sentences if s.state == "conflict")
    report = full if allow_unconfirmed else compose(draft, bank, pending=False)
    findings = tuple(check_draft(draft, bank, report, families_for(draft)))
    if conflicts and not allow_unconfirmed:
        return Drafted(report, (), findings, waiting, conflicts)
    wanted = check_formats(formats)
    unfilled = unfilled_note(draft)
    notes = [unfilled] if unfilled else []
    labels = {f"facts.{fact.id}": fact.label for fact in bank.facts.values()}
    contents = []
    for name in wanted:
        if progress is not None:
            progress(name)
        made = written(report, name, marks=allow_unconfirmed, names=labels, last_year=draft.last_cells)
        notes += made.notes
        contents.append((folder / filename(report, name), made.content))
    make_folder(folder)
    write_together(contents)
    return Drafted(
        report, tuple(path for path, _ in contents), findings, waiting, conflicts, tuple(dict.fromkeys(notes))
    )


def begin_writing(formats: Iterable[str]) -> None:
    """Let a format that reads fonts begin with that, while the report is still being made."""
    if "pdf" in formats:
        from nianbao.readers.yaml_library import yaml_library
        from nianbao.writers.pdf import begin

        yaml_library()  # quicker while there is one thread
        begin()


def write_redline(old: Report, new: Report, folder: Path) -> Path:
    """Write the new version with its changes against the old one as tracked changes; where it was written."""
    import datetime

    from nianbao.writers import filename
    from nianbao.writers.files import write_atomically
    from nianbao.writers.redline import redline

    make_folder(folder)
    path = folder / f"{filename(new, 'docx').removesuffix('.docx')}修订稿.docx"
    write_atomically(path, redline(old, new, when=datetime.datetime.now()))
    return path


def make_folder(folder: Path) -> None:
    """Make a folder for what is written; InputError where a file stands in its way or it cannot be made."""
    may_write(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise InputError("这里已有同名文件，不能当作文件夹", str(folder), "用-o另指定一个文件夹") from None
    except OSError as error:
        raise InputError("不能建立文件夹", str(folder), "用-o另指定一个可以写入的文件夹") from error


def check_formats(formats: Iterable[str]) -> list[str]:
    """The formats asked for, each once; InputError for one that does not exist."""
    found = list(dict.fromkeys(name.strip().lower() for name in formats if name.strip()))
    for name in found:
        if name not in FORMATS:
            raise InputError(f"没有“{name}”这种格式", "--format", f"可用：{'、'.join(FORMATS)}")
    if not found:
        raise InputError("没有指定格式", "--format", f"可用：{'、'.join(FORMATS)}")
    return found


def summary(findings: Iterable[Finding]) -> Mapping[str, int]:
    """How many findings there are of each severity."""
    from nianbao.core.findings import SEVERITIES

    counts: dict[str, int] = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return counts
