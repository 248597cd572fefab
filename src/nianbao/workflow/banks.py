"""The phrase bank, the bank of problems and what is learnt from it: found, built, kept ready."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nianbao.core.errors import InputError

if TYPE_CHECKING:
    from nianbao.core.bank_build import Fault
    from nianbao.core.draft import Draft
    from nianbao.core.phrases import Bank
    from nianbao.core.suggest import Shown, Suggester


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
