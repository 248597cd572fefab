"""Save a draft: readable YAML, atomically, with the last five versions beside it.

A person's comments in the file are words too: where the file has any, the new text keeps them above the
same keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from textwrap import indent
from typing import Any

from nianbao.core.draft import Draft
from nianbao.core.errors import InputError
from nianbao.core.figures import nest
from nianbao.core.numerals import Number
from nianbao.readers.draft_file import DraftFile, parse_draft, read_bytes, stamp_of
from nianbao.writers.files import write_atomically

VERSIONS_KEPT = 5


def draft_data(draft: Draft) -> dict[str, Any]:
    """The draft as the nested data of its file: defaults left out, figures in the order of the form."""
    data = draft.model_dump(by_alias=True, exclude_defaults=True, mode="python")
    found: dict[str, Any] = {"nianbao": draft.nianbao, "form": draft.form, "year": draft.year}
    unit = draft.unit
    found["unit"] = {
        "name": unit.name,
        "title": unit.title,
        "kind": unit.kind,
        "self": unit.self_name,
        "superiors": list(unit.superiors),
    }
    if "options" in data:
        found["options"] = data["options"]
    found["figures"] = nest(_in_form_order(draft.form, draft.figures))
    for name, value in data.items():
        if name not in found:
            found[name] = value
    if draft.last_year is not None:
        last = {k: v for k, v in data.get("last_year", {}).items() if k != "figures"}
        if draft.last_year.known:
            last["figures"] = nest(_in_form_order(draft.last_year.form, draft.last_year.figures))
        found["last_year"] = last
    plain: dict[str, Any] = _plain(found)
    return plain


def _in_form_order(edition: str, figures: Mapping[str, Number]) -> dict[str, Number]:
    from nianbao.core.form import form

    return {figure: figures[figure] for figure in form(edition).figures if figure in figures}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    return value


def draft_text(draft: Draft, old: str = "") -> str:
    """The draft as YAML text; comments of the old text are kept where their keys still are."""
    text = "".join(_parts(draft_data(draft)))
    return keep_comments(old, text) if "#" in old else text


_latest: dict[tuple[str, ...], tuple[str, str]] = {}
"""Each part of a draft as it was written last: a draft is saved every second while figures are typed, and all
but a line or two of it stays as it was. A part is told by its path and what it holds (as `repr`, to which 1 and
true are not the same)."""


def _parts(data: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[str]:
    """The draft's text, key by key; the figures row by row."""
    for key, value in data.items():
        here = (*path, key)
        if here[0] == "figures" and isinstance(value, dict) and value and not _short(value):
            yield f"{'  ' * len(path)}{key}:\n"
            yield from _parts(value, here)
            continue
        held = repr(value)
        if here not in _latest or _latest[here][0] != held:
            _latest[here] = held, indent(_dumped({key: value}), "  " * len(path))
        yield _latest[here][1]


def _dumped(data: Mapping[str, Any]) -> str:
    import yaml

    dumper: Any = _dumper()
    text: str = yaml.dump(
        data, Dumper=dumper, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=None
    )
    return text


def _short(mapping: Mapping[str, Any]) -> bool:
    """Whether a mapping is written in one line: numbers only, or the span of a sentence."""
    values = list(mapping.values())
    numbers = bool(values) and all(isinstance(v, int | Decimal) and not isinstance(v, bool) for v in values)
    return numbers or set(mapping) >= {"start", "end", "figure"}


@cache
def _dumper() -> Any:
    """A dumper that writes short mappings of numbers in one line and everything else in block style."""
    import yaml

    class Dumper(yaml.SafeDumper):
        at_root = True

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:  # noqa: ARG002
            return super().increase_indent(flow, False)

        def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> Any:  # noqa: ARG002
            in_line = not self.at_root and _short(mapping)
            self.at_root = False
            return super().represent_mapping(tag, mapping, flow_style=in_line)

        def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> Any:  # noqa: ARG002
            short = all(isinstance(item, str) and len(item) <= 12 for item in sequence) and len(sequence) <= 6
            return super().represent_sequence(tag, sequence, flow_style=short)

    def decimal(dumper: Any, value: Decimal) -> Any:
        return dumper.represent_scalar("tag:yaml.org,2002:float", format(value, "f"))

    def string(dumper: Any, value: str) -> Any:
        style = "|" if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(Decimal, decimal)
    Dumper.add_representer(str, string)
    return Dumper


_KEY = re.compile(r"^(\s*(?:- )*)([^\s#:'\"\[\]{}]+):(?:\s|$)")


def keep_comments(old: str, new: str) -> str:
    """Put the comment lines and end-of-line comments of the old text beside the same keys of the new one;
    those whose key is gone are kept at the end."""
    above, beside = _comments(old)
    lines: list[str] = []
    for path, line in _with_paths(new):
        lines += above.pop(path, [])
        tail = beside.pop(path, None)
        lines.append(f"{line}  {tail}" if tail else line)
    rest = [comment for comments in above.values() for comment in comments] + list(beside.values())
    return "\n".join([*lines, *rest]) + "\n"


def _with_paths(text: str) -> list[tuple[tuple[str, ...], str]]:
    """Each line with the path of the key it holds (list items counted), () for a line without a key."""
    found: list[tuple[tuple[str, ...], str]] = []
    stack: list[tuple[int, str]] = []
    counts: dict[tuple[str, ...], int] = {}
    for line in text.rstrip("\n").split("\n"):
        match = _KEY.match(line)
        if not match:
            found.append(((), line))
            continue
        indent = len(match[1])
        dash = "-" in match[1]
        while stack and stack[-1][0] >= (indent - 2 if dash else indent):
            if dash and stack[-1][0] == indent - 2 and not stack[-1][1].startswith("["):
                break
            stack.pop()
        if dash:
            parent = tuple(name for _, name in stack)
            counts[parent] = counts.get(parent, -1) + 1
            stack.append((indent - 1, f"[{counts[parent]}]"))
        stack.append((indent, match[2]))
        found.append((tuple(name for _, name in stack), line))
    return found


def _comments(text: str) -> tuple[dict[tuple[str, ...], list[str]], dict[tuple[str, ...], str]]:
    above: dict[tuple[str, ...], list[str]] = {}
    beside: dict[tuple[str, ...], str] = {}
    waiting: list[str] = []
    for path, line in _with_paths(text):
        if line.lstrip().startswith("#"):
            waiting.append(line)
        elif path:
            if waiting:
                above[path] = waiting
                waiting = []
            match = re.search(r"\s(#[^'\"]*)$", line)
            if match:
                beside[path] = match[1]
    if waiting:
        above[("",)] = waiting
    return above, beside


class ChangedMeanwhile(InputError):
    """Another process has changed the draft's file since it was opened; it is not overwritten."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "这个草稿在打开以后被别的程序改过，没有覆盖", str(path), "重新打开后再改，或者另存为别的文件名"
        )


def save_draft(opened: DraftFile, draft: Draft) -> DraftFile:
    """Save a draft over the file it was opened from; ChangedMeanwhile if that file is another by now."""
    if opened.path.exists() and stamp_of(read_bytes(opened.path)) != opened.stamp:
        raise ChangedMeanwhile(opened.path)
    return write_draft(opened.path, draft, opened.text)


def write_draft(path: Path, draft: Draft, old: str = "") -> DraftFile:
    """Write a draft; what was there is kept as the newest of five versions."""
    text = draft_text(draft, old)
    content = text.encode("utf-8")
    parse_draft(text, str(path))  # what we write we can read: a mistake of ours must not cost the file
    if path.exists():
        before = read_bytes(path)
        if before == content:
            return DraftFile(path, draft, text, stamp_of(content))
        keep_version(path, before)
    write_atomically(path, content)
    return DraftFile(path, draft, text, stamp_of(content))


def version_paths(path: Path) -> list[Path]:
    """The kept versions of a draft, the newest first."""
    return [path.with_name(f".{path.name}.{n}") for n in range(1, VERSIONS_KEPT + 1)]


def keep_version(path: Path, content: bytes) -> None:
    """Shift the kept versions by one and keep this content as the newest."""
    versions = version_paths(path)
    for newer, older in zip(reversed(versions[:-1]), reversed(versions[1:]), strict=True):
        if newer.exists():
            newer.replace(older)
    write_atomically(versions[0], content)
