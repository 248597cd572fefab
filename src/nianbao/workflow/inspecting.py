"""Reports that others wrote: checked, annotated, rolled up, compared."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nianbao.core.errors import InputError
from nianbao.core.report import Report
from nianbao.workflow.banks import load_bank
from nianbao.workflow.drafting import draft_case, make_folder
from nianbao.workflow.drafts import open_draft
from nianbao.workflow.reports import files_of, read_one
from nianbao.workflow.starting import blank_draft, of_tables, read_any

if TYPE_CHECKING:
    from nianbao.core.draft import Draft
    from nianbao.core.findings import Case, Finding
    from nianbao.core.numerals import Number
    from nianbao.core.phrases import Bank
    from nianbao.core.similarity import Pair


class Checked(NamedTuple):
    """A file that was checked: the report and its findings, or why it could not be read."""

    file: str
    report: Report | None
    findings: tuple[Finding, ...]
    error: InputError | None = None


def check_files(
    paths: Iterable[Path],
    *,
    previous: Path | None = None,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    workers: int | None = None,
) -> Iterator[Checked]:
    """Check reports one by one in the order given; many at once on several processors, with flat memory."""
    files = files_of(paths)
    if previous is not None:
        _previous(previous)  # what hinders it is said before anything else is read
    many = len(files) >= 24 and "-" not in map(str, files)
    if not many:
        for file in files:
            yield check_one(file, previous, select, ignore)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    load_bank()  # the cache is warm before the workers start
    with ProcessPoolExecutor(workers or os.cpu_count() or 1, mp_context=get_context("spawn")) as pool:
        jobs = [(file, previous, select, ignore) for file in files]
        yield from pool.map(_check_job, jobs, chunksize=max(1, min(16, len(files) // 8)))


def _check_job(job: tuple[Path, Path | None, tuple[str, ...], tuple[str, ...]]) -> Checked:
    return check_one(*job)


def check_one(
    path: Path, previous: Path | None = None, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()
) -> Checked:
    """Check one file; a file that cannot be read comes back with the reason."""
    from nianbao.core.checks import run

    try:
        bank = load_bank()
        if path.suffix.lower() in (".yaml", ".yml"):
            draft = open_draft(path, bank).draft
            case = draft_case(draft, bank)
        else:
            case = report_case(read_one(path, bank), bank)
        if previous is not None:
            case = with_previous(case, _previous(previous))
        return Checked(str(path), case.report, tuple(run(case, select, ignore)))
    except InputError as error:
        return Checked(str(path), None, (), error)


def write_annotated(checked: Checked, folder: Path) -> Path:
    """Write the report of a checked file as a page with its findings; where it was written. A page of the
    same file is replaced, one of another file of that name never. InputError for a file that was not read."""
    from nianbao.writers.annotated import annotated, page_of, source_key
    from nianbao.writers.files import write_atomically

    if checked.report is None:
        raise checked.error or InputError("没有读出报告，写不了批注", checked.file, "先确认文件能够打开")
    path = Path(checked.file)
    name = "标准输入" if checked.file == "-" else path.name
    key = source_key("-" if checked.file == "-" else str(path.resolve()))
    make_folder(folder)
    stem = (Path(name).stem or name).encode()[:_LONGEST_STEM].decode("utf-8", "ignore")
    numbers = ("", *(f"（{n}）" for n in range(2, 10_000)))
    targets = (folder / f"{stem}-批注{number}.html" for number in numbers)
    target = next(t for t in targets if not t.exists() or page_of(_beginning(t)) == key)
    write_atomically(target, annotated(checked.report, checked.findings, name, key))
    return target


_LONGEST_STEM = 180
"""Bytes of a file's name that are kept; Linux takes 255, and the temporary name of an atomic write needs some."""


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(2000)
    except OSError:
        return b""


def report_case(report: Report, bank: Bank) -> Case:
    """What the rules look at for a report that was read."""
    from nianbao.core.findings import Case

    return Case(report=report, wording=bank.wording)


@cache
def _previous(path: Path) -> Report:
    return read_one(path, load_bank())


def with_previous(case: Case, previous: Report) -> Case:
    """A case with last year's report beside it. The figures of another unit or year are not last year's."""
    from nianbao.core.checks.last_year import comparable

    beside = case._replace(previous=previous)
    if not comparable(beside):
        return beside
    return beside._replace(last_figures=dict(previous.numbers) or case.last_figures)


class Rolled(NamedTuple):
    """The tables of several units added up, which units, and what a person should know: `notes` of the sum,
    `faults` where it may be wrong (tables that were not wholly read, or do not balance)."""

    draft: Draft
    units: tuple[str, ...]
    notes: tuple[str, ...]
    faults: tuple[str, ...]


def rollup(folder: Path, name: str, kind: str) -> Rolled:
    """Add up the tables of all drafts and reports in a folder. InputError where a file cannot be read, the
    years or editions differ, or a unit stands in it twice: a sum over those would be wrong."""
    if not folder.is_dir():
        raise InputError("没有这个文件夹", str(folder), "写出存放各单位草稿或者报告的文件夹")
    drafts: dict[str, Draft] = {}
    notes: list[str] = []
    faults: list[str] = []
    years: dict[tuple[int, str], str] = {}
    for path in files_of([folder]):
        draft, unread = read_any(path)
        if draft.unit.name in drafts:
            raise InputError(f"“{draft.unit.name}”有两份", str(path), "只留一份再汇总")
        years.setdefault((draft.year, draft.form), str(path))
        if len(years) > 1:
            (year, form), other = next(iter(years.items()))
            raise InputError(
                f"年度或者格式不一致：{draft.year}年{draft.form}版，{other}是{year}年{form}版",
                str(path),
                "只汇总同一年度的",
            )
        if not any(draft.figures.values()):
            notes.append(f"{draft.unit.name}各表全部为0")
        drafts[draft.unit.name] = draft
        faults += [f"{draft.unit.name} {note.where}：{note.what}" for note in unread if of_tables(note)]
        faults += [f"{draft.unit.name} {broken.words}" for broken in draft.broken]
    first = next(iter(drafts.values()))
    figures: dict[str, Number] = {}
    for draft in drafts.values():
        for figure, number in draft.figures.items():
            figures[figure] = figures.get(figure, 0) + number
    rolled = blank_draft(name, kind, first.year, first.form).with_(figures=figures)
    return Rolled(rolled, tuple(drafts), tuple(notes), tuple(faults))


def similar_files(paths: Iterable[Path], least: float) -> tuple[list[str], list[Pair], list[InputError]]:
    """The files that could be read, the pairs of them that are alike, and why the others could not."""
    from nianbao.core.similarity import similar

    bank = load_bank()
    files: list[str] = []
    reports: list[Report] = []
    failed: list[InputError] = []
    for path in files_of(paths):
        try:
            reports.append(read_one(path, bank))
            files.append(str(path))
        except InputError as error:
            failed.append(error)
    return files, similar(reports, least), failed
