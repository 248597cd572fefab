"""The steps that both faces call: read, check, compose, revise, write.

Nothing here prints or asks; what a person must decide comes back as a value. Heavy modules are imported
where they are used, so that a command pays only for what it does.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from nianbao.core.errors import InputError
from nianbao.core.report import Report, Sentence
from nianbao.fence import may_write

if TYPE_CHECKING:
    from nianbao.core.bank_build import Fault
    from nianbao.core.draft import Draft
    from nianbao.core.findings import Case, Finding
    from nianbao.core.numerals import Number
    from nianbao.core.phrases import Bank
    from nianbao.core.readback import Reading
    from nianbao.core.report import Note
    from nianbao.core.revise import Change
    from nianbao.core.similarity import Pair
    from nianbao.core.suggest import Shown, Suggester
    from nianbao.readers.draft_file import DraftFile

FORMATS = ("docx", "html", "md", "txt", "xlsx", "pdf", "tujie", "svg", "png")


# -- the phrase bank ------------------------------------------------------------------------------------


def bank_folders() -> list[Path]:
    """Our phrase bank, and the user's own folder if there is one (NIANBAO_PHRASES, or in his settings)."""
    from nianbao.resources import resource_folder

    folders = [resource_folder("phrasebank")]
    own = os.environ.get("NIANBAO_PHRASES")
    if own:
        if not Path(own).is_dir():
            raise InputError("没有这个措辞文件夹", own, "检查环境变量NIANBAO_PHRASES")
        folders.append(Path(own))
    else:
        settings = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "nianbao" / "phrasebank"
        if settings.is_dir():
            folders.append(settings)
    return folders


def load_bank() -> Bank:
    """The phrase bank, from the cache unless a file of it has changed. InputError for a broken file."""
    return _bank(tuple(bank_folders()))


@cache
def _bank(folders: tuple[Path, ...]) -> Bank:
    from nianbao.cache import blob_key, cached_blob
    from nianbao.core.phrases import PAYLOAD_VERSION, Bank

    key = blob_key([str(PAYLOAD_VERSION), *_stamps(folders)])
    return Bank(cached_blob("phrasebank", key, lambda: build_bank(list(folders))[0]))


def _stamps(folders: Iterable[Path]) -> list[str]:
    """Name, size and time of every file of the bank, of the code that compiles it, and of Jinja2's parser."""
    code = Path(__file__).parent / "core"
    paths = [code / f"{name}.py" for name in ("phrase_syntax", "phrase_code", "bank_build", "wording")]
    paths += [Path(folder) / "parser.py" for folder in _folders_of("jinja2")]
    for folder in folders:
        paths += [p for p in sorted(folder.rglob("*.yaml")) if p.parent.name != "problems"]
        paths += sorted(folder.glob("*.txt"))
    stamps = []
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        stamps.append(f"{path}|{status.st_size}|{status.st_mtime_ns}")
    return stamps


def _folders_of(package: str) -> Iterable[str]:
    """Where a package lies, without importing it: a start that finds its bank in the cache needs none of it."""
    from importlib.util import find_spec

    spec = find_spec(package)
    return (spec.submodule_search_locations or ()) if spec is not None else ()


def build_bank(folders: list[Path]) -> tuple[dict[str, Any], list[Fault]]:
    """The payload of the bank in those folders and what is wrong with its sources."""
    from nianbao.core.bank_build import build
    from nianbao.readers.bank_files import read_bank

    return build(read_bank(folders))


@cache
def load_suggester() -> Suggester:
    """The problem types and their matcher; in a file of its own, so that drafting and checking never load it.
    A user's own types are learnt once, into the cache. InputError for a broken file."""
    from nianbao.core.matching import Lexicon, Matcher
    from nianbao.core.problems import Problems
    from nianbao.core.suggest import Suggester
    from nianbao.readers.segment import jieba_segment

    kept = _learnt(bank_folders())
    words = Lexicon(kept["classes"], kept["syllables"])
    return Suggester(Problems.from_plain(kept["types"]), Matcher(kept["model"], jieba_segment(words.classes), words))


def _learnt(folders: list[Path]) -> dict[str, Any]:
    from nianbao.cache import cached_blob
    from nianbao.readers.problem_files import learn, prepared, sources_key

    key = sources_key(folders)
    kept = prepared(folders[0], key)
    return kept if kept is not None else cached_blob("problems", key, lambda: learn(folders, key)[0])


def write_prepared() -> Path:
    """Learn from our own problem types and keep the result beside them; where it was written."""
    from nianbao.readers.problem_files import PREPARED, learn, packed, sources_key
    from nianbao.resources import resource_folder
    from nianbao.writers.files import write_atomically

    folder = resource_folder("phrasebank")
    path = folder / PREPARED
    write_atomically(path, packed(learn([folder], sources_key([folder]))[0]))
    return path


@cache
def load_signs() -> Bank:
    """The conditions under which figures and facts show a problem, as a small bank of their own."""
    from nianbao.cache import blob_key, cached_blob
    from nianbao.core.bank_build import build
    from nianbao.core.phrases import PAYLOAD_VERSION, Bank
    from nianbao.core.suggest import sign_sources
    from nianbao.readers.bank_files import read_bank
    from nianbao.readers.problem_files import sources_key

    folders = bank_folders()
    key = blob_key(["signs 2", str(PAYLOAD_VERSION), sources_key(folders), *_stamps(tuple(folders))])
    problems = load_suggester().problems
    return Bank(cached_blob("signs", key, lambda: build(sign_sources(problems, read_bank(folders))[0])[0]))


def shown_problems(draft: Draft) -> list[Shown]:
    """The problems that a draft's figures and facts show, each with the figure as its reason."""
    from nianbao.core.suggest import shown_by_figures

    return shown_by_figures(draft, load_signs(), load_suggester().problems)


# -- drafts ---------------------------------------------------------------------------------------------


def open_draft(path: Path, bank: Bank | None = None) -> DraftFile:
    """The draft in a file; with a bank, its facts are held against the declared ones."""
    from nianbao.readers.draft_file import read_draft

    opened = read_draft(path)
    if bank is not None:
        check_facts(opened.draft, bank, str(path), opened.text)
    return opened


def check_facts(draft: Draft, bank: Bank, where: str, text: str = "") -> None:
    """InputError for a fact that the bank does not declare, or whose value does not fit its type."""
    from nianbao.core.draft import nearest_key_mend
    from nianbao.core.phrases import fact_value
    from nianbao.readers.draft_file import load_with_lines

    for name, value in draft.facts.items():
        fact = bank.facts.get(name)
        if fact is not None and fact_value(fact, value) is not None:
            continue
        lines = load_with_lines(text, where)[1] if text else {}
        line = lines.get(("facts", name))
        place = f"{where} 第{line}行" if line else where
        if fact is None:
            raise InputError(f"没有“{name}”这个事项", place, nearest_key_mend(name, list(bank.facts)))
        raise InputError(
            f"事项“{fact.label}”（{name}）填的是“{value}”", place, f"应当填{FACT_TYPES.get(fact.type, '文字')}"
        )


FACT_TYPES = {
    "yesno": "true（是）或者false（否）",
    "count": "0或者正整数",
    "amount": "金额，不能是负数",
    "percent": "百分数，不能是负数",
    "text": "文字",
    "list": "清单，如[甲, 乙]",
}


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


def new_draft(name: str, kind: str, year: int, previous: Path | None = None) -> Draft:
    """A new draft; from last year's draft or report come its figures, what was carried over, the documents
    in force, and the problems to answer."""
    from nianbao.core.renew import renewed

    draft = blank_draft(name, kind, year)
    if previous is None:
        return draft
    last = read_any(previous)
    if last.year >= year:
        raise InputError(
            f"上年的草稿是{last.year}年的，不早于{year}年", str(previous), "用--previous指定上一年度的草稿或者报告"
        )
    bank = load_bank()
    from nianbao.core.compose import compose

    phrases = tuple(
        s.phrase
        for _, p in compose(last, bank, pending=False).paragraphs()
        for s in p.sentences
        if s.phrase is not None
    )
    return renewed(draft, last, phrases)


def read_any(path: Path) -> Draft:
    """A draft, or a report as a draft (imported)."""
    if path.suffix.lower() in (".yaml", ".yml"):
        return open_draft(path).draft
    return import_file(path).draft


# -- checking -------------------------------------------------------------------------------------------


def draft_case(draft: Draft, bank: Bank, report: Report | None = None) -> Case:
    """What the rules look at for a draft."""
    from nianbao.core.compose import compose
    from nianbao.core.findings import Case, PastProblem

    past = draft.last_year.problems if draft.last_year else ()
    return Case(
        report=report if report is not None else compose(draft, bank, pending=False),
        facts=draft.facts,
        last_figures=draft.last_cells,
        past_problems=tuple(PastProblem(item.text, item.answer) for item in past),
        wording=bank.wording,
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
    written = any(item.state in ("edited", "added", "conflict") for item in draft.narrative)
    return () if written else QUICK_FAMILIES


# -- drafting -------------------------------------------------------------------------------------------


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
    """Compose, check and write a report. Nothing is written while a conflict waits, unless unconfirmed text
    is allowed out, visibly marked. InputError for a format that does not exist or a folder that cannot be
    written."""
    from nianbao.core.compose import compose
    from nianbao.writers import filename, written
    from nianbao.writers.files import write_atomically

    full = compose(draft, bank)
    sentences = [s for _, paragraph in full.paragraphs() for s in paragraph.sentences]
    waiting = tuple(s for s in sentences if s.state == "pending")
    conflicts = tuple(s for s in sentences if s.state == "conflict")
    report = full if allow_unconfirmed else compose(draft, bank, pending=False)
    findings = tuple(check_draft(draft, bank, report, families_for(draft)))
    if conflicts and not allow_unconfirmed:
        return Drafted(report, (), findings, waiting, conflicts)
    wanted = check_formats(formats)
    notes: list[str] = []
    labels = {f"facts.{fact.id}": fact.label for fact in bank.facts.values()}
    contents = []
    for name in wanted:
        if progress is not None:
            progress(name)
        made = written(report, name, marks=allow_unconfirmed, names=labels, last_year=draft.last_cells)
        notes += made.notes
        contents.append((folder / filename(report, name), made.content))
    make_folder(folder)
    for path, content in contents:
        write_atomically(path, content)
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


def check_bank() -> list[Fault]:
    """All that is wrong with the phrase bank: in its files, and in its use."""
    from nianbao.core.bank_check import check_bank as check
    from nianbao.core.phrases import Bank

    payload, faults = build_bank(bank_folders())
    return faults + check(Bank(payload)) + check_problems()


def check_problems() -> list[Fault]:
    """What is wrong with the problem types: their files, their extent, the conditions of their signs."""
    from nianbao.core.bank_build import Fault, build
    from nianbao.core.problems import faults_of_types, read_types
    from nianbao.core.suggest import sign_sources
    from nianbao.readers.bank_files import read_bank
    from nianbao.readers.problem_files import PREPARED, prepared, read_sources, sources_key

    folders = bank_folders()
    problems, samples, faults = read_types(read_sources(folders)[0])
    faults += faults_of_types(problems, samples)
    found = build(sign_sources(problems, read_bank(folders))[0])[1]
    faults += [fault for fault in found if "sign-" in fault.where or "problems/" in fault.where]
    if prepared(folders[0], sources_key(folders[:1])) is None:
        faults.append(Fault(PREPARED, "与问题类型的文件不一致", "运行make problems重新生成"))
    return faults


def problem_stats() -> list[tuple[str, str, int, int, int, int]]:
    """For each type its id and name and how many statements, situations, measures and signs it has."""
    from nianbao.core.problems import read_types
    from nianbao.readers.problem_files import read_sources

    problems, samples, _ = read_types(read_sources(bank_folders())[0])
    told: dict[str, int] = {}
    for sample in samples:
        told[sample.type] = told.get(sample.type, 0) + (sample.weight >= 1)
    return [(t.id, t.name, len(t.statements), told.get(t.id, 0), len(t.measures), len(t.signs)) for t in problems.types]


# -- revising -------------------------------------------------------------------------------------------


class Revised(NamedTuple):
    """A revision: the draft that follows, what happens to each sentence, whether the file was written."""

    draft: Draft
    changes: tuple[Change, ...]
    written: bool


def revise_draft(path: Path, figures: Path | None, settings: Iterable[str], *, dry_run: bool = False) -> Revised:
    """Revise the draft in a file, from another draft or workbook, or cell by cell. InputError for a path
    that does not exist or a value that does not fit; nothing is written then."""
    import datetime

    from nianbao.core.revise import revise
    from nianbao.writers.draft_file import save_draft

    bank = load_bank()
    opened = open_draft(path, bank)
    draft = opened.draft
    changed = with_figures_of(draft, figures, bank) if figures is not None else with_settings(draft, settings, bank)
    new, changes = revise(draft, changed, bank, day=datetime.date.today())
    written = not dry_run and new != draft
    if written:
        save_draft(opened, new)
    return Revised(new, changes, written)


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


def with_figures_of(draft: Draft, path: Path, bank: Bank) -> Draft:
    """The draft with the figures of another draft (its facts and problems too, where it states any) or of a
    workbook of the form."""
    if path.suffix.lower() in (".yaml", ".yml"):
        other = open_draft(path, bank).draft
        if other.form != draft.form:
            raise InputError(
                f"新数据用的是{other.form}版格式，草稿用的是{draft.form}版", str(path), "用同一版格式的数据"
            )
        _same_year(draft, other, path)
        changes: dict[str, Any] = {"figures": other.figures}
        if other.facts:
            changes["facts"] = other.facts
        if other.problems:
            changes["problems"] = other.problems
        if other.last_year is not None:
            changes["last_year"] = other.last_year
        return draft.with_(**changes)
    if str(path) == "-" or path.suffix.lower() in (".docx", ".html", ".htm", ".pdf", ".txt", ".md"):
        other = import_file(path).draft
        _same_year(draft, other, path)
        if not other.figures:
            raise InputError("没有读出三张表的数据", str(path), "换一份有三张表的报告，或者用填好的xlsx")
        return draft.with_(figures=other.figures)
    from nianbao.readers import figures_from_workbook

    return draft.with_(figures=figures_from_workbook(path))


def _same_year(draft: Draft, other: Draft, path: Path) -> None:
    if other.year != draft.year:
        raise InputError(f"新数据是{other.year}年的，草稿是{draft.year}年的", str(path), "用同一年度的数据")


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


# -- checking what others wrote -------------------------------------------------------------------------

READABLE = (".docx", ".html", ".htm", ".pdf", ".xlsx", ".xls", ".txt", ".md", ".yaml", ".yml")


class Checked(NamedTuple):
    """A file that was checked: the report and its findings, or why it could not be read."""

    file: str
    report: Report | None
    findings: tuple[Finding, ...]
    error: InputError | None = None


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files named, with a folder replaced by the reports in it; InputError for an empty folder."""
    found: list[Path] = []
    for path in paths:
        if str(path) != "-" and path.is_dir():
            inside = sorted(
                p
                for p in path.iterdir()
                if p.suffix.lower() in READABLE and not p.name.startswith((".", "~")) and "图解." not in p.name
            )
            if not inside:
                raise InputError("文件夹里没有报告文件", str(path), f"可读的格式：{'、'.join(READABLE)}")
            found += inside
        else:
            found.append(path)
    return found


def read_one(path: Path, bank: Bank) -> Report:
    """A report in any format, `-` for standard input, a draft as the report it gives."""
    if str(path) == "-":
        import sys

        from nianbao.readers import read_bytes

        return read_bytes("标准输入", sys.stdin.buffer.read())
    if path.suffix.lower() in (".yaml", ".yml"):
        from nianbao.core.compose import compose

        return compose(open_draft(path, bank).draft, bank, pending=False)
    from nianbao.readers import read_report

    return read_report(path)


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
    """A case with last year's report beside it."""
    return case._replace(previous=previous, last_figures=dict(previous.numbers) or case.last_figures)


class Imported(NamedTuple):
    """A draft made from a report, and what of the report was not understood."""

    draft: Draft
    notes: tuple[Note, ...]


def import_file(path: Path) -> Imported:
    """The draft that a report in any format gives, `-` for standard input, with the reader's notes."""
    from nianbao.readers.importing import imported

    if path.suffix.lower() in (".yaml", ".yml"):
        mend = "用“nianbao open”打开；要由它起草下一年的，用“nianbao new --previous”"
        raise InputError("这已经是草稿，不用导入", str(path), mend)
    bank = load_bank()
    made = imported(read_one(path, bank), bank)
    return Imported(made.draft, made.notes)


class Rolled(NamedTuple):
    """The tables of several units added up, which units, and what a person should know."""

    draft: Draft
    units: tuple[str, ...]
    notes: tuple[str, ...]


def rollup(folder: Path, name: str, kind: str) -> Rolled:
    """Add up the tables of all drafts and reports in a folder. InputError where a file cannot be read, the
    years or editions differ, or a unit stands in it twice: a sum over those would be wrong."""
    if not folder.is_dir():
        raise InputError("没有这个文件夹", str(folder), "写出存放各单位草稿或者报告的文件夹")
    drafts: dict[str, Draft] = {}
    notes: list[str] = []
    years: dict[tuple[int, str], str] = {}
    for path in files_of([folder]):
        draft = read_any(path)
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
    first = next(iter(drafts.values()))
    figures: dict[str, Number] = {}
    for draft in drafts.values():
        for figure, number in draft.figures.items():
            figures[figure] = figures.get(figure, 0) + number
    rolled = blank_draft(name, kind, first.year, first.form).with_(figures=figures)
    return Rolled(rolled, tuple(drafts), tuple(notes))


# -- likeness -------------------------------------------------------------------------------------------


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
