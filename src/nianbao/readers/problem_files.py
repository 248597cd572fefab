"""The problem types with their trained model: the prepared file where it is in step, else learnt anew.

Learning takes some ten seconds, so the bank carries what was learnt from it (`problems.bin`), keyed by the
content of its sources. A user's own folder changes the key; then it is learnt once, into his cache.
"""

from __future__ import annotations

import hashlib
import marshal
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nianbao.core.bank_build import Fault

PREPARED = "problems.bin"
_FORMAT = 3
_MARSHAL = 4
"""The version of marshal that every supported Python reads; the file holds plain data, no code."""


def source_paths(folders: Iterable[Path]) -> list[Path]:
    """The files that types and model are made from."""
    found: list[Path] = []
    for folder in folders:
        found += sorted((folder / "problems").glob("*.yaml"))
        found += [
            p for p in (folder / "synonyms.yaml", folder / "syllables.txt", folder / "dictionary.txt") if p.is_file()
        ]
    return found


def sources_key(folders: Iterable[Path]) -> str:
    """A key over names and content of the sources, the same on every system."""
    from nianbao.core.matching import MODEL_VERSION

    digest = hashlib.sha256(f"{_FORMAT}.{MODEL_VERSION}".encode())
    for path in source_paths(folders):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"\n{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:40]


def prepared(folder: Path, key: str) -> dict[str, Any] | None:
    """What the bank carries, None where it is missing, broken or out of step."""
    try:
        kept = marshal.loads(zlib.decompress((folder / PREPARED).read_bytes()))  # ours, from the program's own folder
    except (OSError, zlib.error, ValueError, EOFError, TypeError):
        return None
    return kept if isinstance(kept, dict) and kept.get("key") == key else None


def packed(learnt: Mapping[str, Any]) -> bytes:
    """What `prepared` reads."""
    return zlib.compress(marshal.dumps(dict(learnt), _MARSHAL), 9)


def read_sources(folders: Iterable[Path]) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """The types' data by file name, the thesaurus, the lines of syllables; later folders add to earlier ones.
    InputError for a file that is no YAML."""
    from nianbao.readers.bank_files import read_yaml

    types: dict[str, Any] = {}
    synonyms: dict[str, Any] = {}
    syllables: list[str] = []
    for path in source_paths(folders):
        if path.name == "syllables.txt":
            syllables += path.read_text("utf-8").splitlines()
        elif path.name == "synonyms.yaml":
            for name, words in (read_yaml(path) or {}).items():
                synonyms[name] = [*synonyms.get(name, ()), *(words or ())]
        elif path.name == "dictionary.txt":
            words = [line.split()[0] for line in path.read_text("utf-8").splitlines() if line.strip()]
            synonyms["_word"] = [*synonyms.get("_word", ()), *words]
        else:
            types[path.stem] = _merged(types.get(path.stem), read_yaml(path) or {}, path)
    return types, synonyms, syllables


def _merged(old: Any, new: Any, path: Path) -> Any:
    """A later file of a type over an earlier one: its lists are added, its single values take their place."""
    from nianbao.core.errors import InputError

    if not isinstance(new, Mapping):
        raise InputError("应当是一个问题类型", str(path), "对照问题类型的说明书写")
    if old is None:
        return dict(new)
    return {
        **old,
        **{k: [*old[k], *v] if isinstance(v, list) and isinstance(old.get(k), list) else v for k, v in new.items()},
    }


def learn(folders: list[Path], key: str) -> tuple[dict[str, Any], list[Fault]]:
    """Types, lexicon and model of the sources as plain data, and what is wrong with the sources."""
    from nianbao.core.matching import lexicon, train
    from nianbao.core.problems import UNRELATED, read_types
    from nianbao.readers.segment import jieba_segment

    types, synonyms, syllables = read_sources(folders)
    problems, samples, faults = read_types(types)
    words = lexicon(synonyms, syllables)
    labels = [*(t.id for t in problems.types), UNRELATED]
    model = train(samples, jieba_segment(words.classes), words, labels)
    return {
        "key": key,
        "types": problems.plain(),
        "classes": dict(words.classes),
        "syllables": dict(words.syllables),
        "model": model,
    }, faults
