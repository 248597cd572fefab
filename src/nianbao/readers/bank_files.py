"""Read the phrase bank's files: ours, and a user's own folder merged over them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nianbao.core.bank_source import BankSources, Located
from nianbao.core.errors import InputError


def read_bank(folders: list[Path]) -> BankSources:
    """The sources of a bank from its folders, later ones over earlier ones. InputError for a file that is
    no YAML; an entry that is wrong in itself is found when the bank is built."""
    outline = Located({"sections": []}, "outline.yaml")
    lists: dict[str, list[Located]] = {"facts": [], "phrases": [], "wording": []}
    plain: dict[str, list[str]] = {"terms": [], "verbs": [], "words": []}
    syllables = ""
    for folder in folders:
        if (folder / "outline.yaml").exists():
            outline = Located(read_yaml(folder / "outline.yaml"), "outline.yaml")
        for name in ("facts", "phrases"):
            for path in sorted((folder / name).glob("*.yaml")):
                lists[name] += _entries(path)
        if (folder / "wording.yaml").exists():
            lists["wording"] += _entries(folder / "wording.yaml")
        for name in ("terms", "verbs"):
            if (folder / f"{name}.yaml").exists():
                plain[name] += _strings(read_yaml(folder / f"{name}.yaml"))
        if (folder / "dictionary.txt").exists():
            plain["words"] += (folder / "dictionary.txt").read_text("utf-8").split("\n")
        if (folder / "syllables.txt").exists():
            syllables += (folder / "syllables.txt").read_text("utf-8") + "\n"
    return BankSources(
        outline=outline,
        facts=tuple(lists["facts"]),
        phrases=tuple(lists["phrases"]),
        wording=tuple(lists["wording"]),
        terms=tuple(dict.fromkeys(plain["terms"])),
        verbs=tuple(dict.fromkeys(plain["verbs"])),
        words=tuple(word for word in plain["words"] if word.strip()),
        syllables=syllables,
    )


def bank_files(folders: list[Path]) -> list[Path]:
    """Every file a bank is made of, for noticing that one has changed."""
    found: list[Path] = []
    for folder in folders:
        found += sorted(folder.glob("*.yaml")) + sorted(folder.glob("*/*.yaml")) + sorted(folder.glob("*.txt"))
    return found


def read_yaml(path: Path) -> Any:
    """The data of a YAML file; InputError with the line where it is not well formed."""
    import yaml

    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("读不出这个文件", str(path), "确认文件存在，并且以UTF-8保存") from error
    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"第{mark.line + 1}行" if mark else ""
        raise InputError("不是正确的YAML格式", f"{path} {line}".strip(), "检查缩进、冒号后的空格和引号") from error


def _entries(path: Path) -> list[Located]:
    data = read_yaml(path) or []
    if isinstance(data, dict):
        data = next(iter(data.values()), [])
    name = f"{path.parent.name}/{path.name}" if path.parent.name in ("facts", "phrases") else path.name
    if not isinstance(data, list):
        raise InputError("应当是一条一条的清单", str(path), "每条以“- id:”开头")
    return [
        Located(entry, f"{name} 第{n}条（{entry.get('id', '无编号')}）")
        for n, entry in enumerate(data, 1)
        if isinstance(entry, dict)
    ]


def _strings(data: Any) -> Iterator[str]:
    """All strings in nested lists and mappings."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)
