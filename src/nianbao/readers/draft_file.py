"""Read a draft file: YAML with places, so that every message names the line and the key."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from nianbao.core.draft import SCHEMA, Draft, LastYear, Problem, Unit, flatten_figures, nearest_key_mend
from nianbao.core.errors import InputError
from nianbao.core.figures import FigureError
from nianbao.core.form import EDITIONS, form
from nianbao.core.kinds import KINDS
from nianbao.fence import may_read
from nianbao.readers.yaml_library import yaml_library

MOST_BYTES = 20_000_000
"""A draft is some tens of kilobytes; a file beyond this is no draft."""
Path_ = tuple[str | int, ...]


class DraftFile(NamedTuple):
    """A draft as it lies in a file, with the file's text and its bytes to notice that it has changed since."""

    path: Path
    draft: Draft
    text: str
    stamp: bytes


def stamp_of(content: bytes) -> bytes:
    """What tells one state of a file from another: its content, a few kilobytes."""
    return content


def read_draft(path: Path) -> DraftFile:
    """The draft in a file. InputError names the file, the line, the key, and the mend."""
    content = read_bytes(path)
    text = decode_draft(content, str(path))
    return DraftFile(path, parse_draft(text, str(path)), text, stamp_of(content))


def read_bytes(path: Path) -> bytes:
    """A file's bytes; InputError where it is missing, a folder, too large or cannot be read."""
    may_read(path)
    if path.is_dir():
        raise InputError("这是一个文件夹，不是草稿文件", str(path), "写出文件夹里的草稿文件名，如“年报.yaml”")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError("文件太大，不会是草稿", str(path), "确认文件是否选对")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("没有这个文件", str(path), _missing_mend(path)) from None
    except OSError as error:
        reason = "没有读取权限" if error.errno in (errno.EACCES, errno.EPERM) else f"读不出来（{error.strerror}）"
        raise InputError(reason, str(path), "检查文件权限，或者换一个位置") from error


def _missing_mend(path: Path) -> str:
    try:
        names = [p.name for p in path.parent.iterdir() if p.suffix == path.suffix]
    except OSError:
        return "检查文件夹和文件名"
    import difflib

    near = difflib.get_close_matches(path.name, names, n=1, cutoff=0.5)
    return f"是否应为“{near[0]}”？" if near else "检查文件名；用“nianbao new”可以新建草稿"


def decode_draft(content: bytes, where: str) -> str:
    """A draft's text: UTF-8. InputError for an empty file, GBK, or what is no text."""
    if not content.strip():
        raise InputError("文件是空的", where, "用“nianbao new”新建草稿")
    if b"\x00" in content[:4096]:
        raise InputError("不是文本文件", where, "草稿是YAML文本；报告文件请用“nianbao import”导入")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        try:
            content.decode("gb18030")
        except UnicodeDecodeError:
            raise InputError("文件编码不是UTF-8", f"{where} 第{line}行", "另存为UTF-8编码后重试") from error
        raise InputError("文件是GBK编码", f"{where} 第{line}行", "用记事本打开，另存为，编码选UTF-8") from error


def parse_draft(text: str, where: str) -> Draft:
    """The draft in a text. InputError names the line and key."""
    data, lines = load_with_lines(text, where)
    place = _Place(where, lines)
    if not isinstance(data, Mapping):
        raise InputError("不是草稿文件", where, "草稿以“nianbao: 1”开头，用“nianbao new”可以新建")
    _schema(data, place)
    _figures(data, place)
    try:
        return Draft.model_validate(data)
    except ValidationError as error:
        raise place.error(error) from None
    except RecursionError:
        raise InputError("数据嵌套太深", where, "按草稿说明填写") from None


def load_with_lines(text: str, where: str) -> tuple[Any, dict[Path_, int]]:
    """The data of a YAML text and the line (from 1) of each key. InputError where it is no YAML.

    Dates and other tagged values stay text; a key given twice is an error, since one would be lost.
    """
    yaml = yaml_library()

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("\t") or line[: len(line) - len(line.lstrip())].count("\t"):
            raise InputError("缩进用了制表符（Tab）", f"{where} 第{number}行", "改用空格缩进，每层两个空格")
    try:
        if _may_be_deep(text):
            _refuse_deep(yaml.parse(text, Loader=loader), where)
        node = yaml.compose(text, Loader=loader)
        constructor = yaml.constructor.SafeConstructor()
        lines: dict[Path_, int] = {}
        data = _construct(node, (), lines, constructor, where, 0) if node is not None else None
    except yaml.YAMLError as error:
        raise _yaml_error(error, where) from None
    except (ValueError, RecursionError, OverflowError):
        raise InputError("有无法理解的内容", where, "检查日期和数字的写法") from None
    return data, lines


_DEEPEST = 40
_BRACKETS = re.compile(r"[\[\]{}]")
_FAR_IN = re.compile(r"(?m)^[ ?-]{200}")


def _may_be_deep(text: str) -> bool:
    """Whether collections may stand in one another too deep to be composed, which ends the process itself: brackets
    within brackets, or lines that begin far to the right."""
    depth = 0
    for bracket in _BRACKETS.finditer(text):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > _DEEPEST:
            return True
    return _FAR_IN.search(text) is not None


def _refuse_deep(events: Iterable[Any], where: str) -> None:
    """InputError with the line where collections stand too deep in one another."""
    depth = 0
    for event in events:
        kind = type(event).__name__
        depth += kind.endswith(("MappingStartEvent", "SequenceStartEvent"))
        depth -= kind.endswith(("MappingEndEvent", "SequenceEndEvent"))
        if depth > _DEEPEST:
            raise InputError("数据嵌套太深", f"{where} 第{event.start_mark.line + 1}行", "按草稿说明填写")


def _construct(node: Any, at: Path_, lines: dict[Path_, int], constructor: Any, where: str, depth: int) -> Any:
    import yaml

    if depth > _DEEPEST:
        raise InputError("数据嵌套太深", f"{where} 第{node.start_mark.line + 1}行", "按草稿说明填写")
    lines.setdefault(at, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise InputError("键应当是一个词", f"{where} 第{line}行", "检查冒号和缩进")
            key = str(key_node.value)
            if key in found:
                raise InputError(f"“{key}”写了两次", f"{where} 第{line}行", "删去其中一处，或者合并")
            lines[(*at, key)] = line
            found[key] = _construct(value_node, (*at, key), lines, constructor, where, depth + 1)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_construct(child, (*at, n), lines, constructor, where, depth + 1) for n, child in enumerate(node.value)]
    if node.tag == "tag:yaml.org,2002:timestamp":
        return node.value
    if node.tag == "tag:yaml.org,2002:int" and not str(node.value).lstrip("+-").replace("_", "").isdigit():
        return node.value  # 1:30 and 0x1F are no counts
    if node.tag == "tag:yaml.org,2002:int":
        return int(str(node.value).replace("_", ""))
    return constructor.construct_object(node)


def _yaml_error(error: Any, where: str) -> InputError:
    mark = getattr(error, "problem_mark", None)
    line = f" 第{mark.line + 1}行" if mark is not None else ""
    problem = str(getattr(error, "problem", "") or "")
    mend = "检查这一行和上一行的缩进、冒号后的空格和引号"
    if "mapping values are not allowed" in problem:
        mend = "检查上一行：冒号要用半角，后面空一格；文字里有冒号时整段加引号"
    elif "could not find expected ':'" in problem:
        mend = "这一行缺少半角冒号，写成“键: 值”"
    return InputError("不是正确的YAML格式", f"{where}{line}", mend)


class _Place(NamedTuple):
    """Where things stand in the file."""

    where: str
    lines: Mapping[Path_, int]

    def at(self, path: Path_) -> str:
        for depth in range(len(path), -1, -1):
            line = self.lines.get(path[:depth])
            if line is not None:
                return f"{self.where} 第{line}行"
        return self.where

    def error(self, error: ValidationError) -> InputError:
        """The first mistake that pydantic found, in our words."""
        first = error.errors()[0]
        path = tuple(part for part in first["loc"] if not _is_type_tag(part))
        key = ".".join(str(part) for part in path)
        kind, context = first["type"], first.get("ctx", {})
        name = str(path[-1]) if path else ""
        if kind == "extra_forbidden":
            known = known_keys(path[:-1])
            return InputError(f"没有“{name}”这一项", self.at(path), nearest_key_mend(name, known))
        if kind == "missing":
            return InputError(f"缺少“{key}”", self.at(path[:-1]), f"补上“{name}: …”")
        if path and path[-1] == "year":
            return InputError(
                f"年度填的是{_short(first['input'])}，不在{context.get('ge', 2008)}年到{context.get('le', 2099)}年之间"
                if kind in ("greater_than_equal", "less_than_equal")
                else f"年度填的是{_short(first['input'])}，不是年份",
                self.at(path),
                "填写四位数的统计年度，如2025",
            )
        if kind == "literal_error":
            choices = "、".join(str(choice) for choice in _choices(str(context.get("expected", ""))))
            return InputError(f"“{key}”填的是{_short(first['input'])}", self.at(path), f"可填：{choices}")
        what = _KINDS_OF_ERROR.get(kind, "填写有误")
        return InputError(f"“{key}”{what}（填的是{_short(first['input'])}）", self.at(path), "对照草稿说明改正")


def _is_type_tag(part: object) -> bool:
    """Parts of a pydantic location that name a branch of a union and no key of the file."""
    return isinstance(part, str) and (part in ("bool", "int", "decimal", "str") or "[" in part)


def _choices(expected: str) -> list[str]:
    return [part.strip(" '") for part in expected.replace(" or ", ", ").split(",")]


_KINDS_OF_ERROR = {
    "string_type": "应当是文字",
    "string_too_short": "太短",
    "string_too_long": "太长",
    "int_type": "应当是整数",
    "int_parsing": "应当是整数",
    "bool_type": "应当填true或者false",
    "bool_parsing": "应当填true或者false",
    "tuple_type": "应当是清单",
    "list_type": "应当是清单",
    "dict_type": "应当是分层的数据",
    "model_type": "应当是分层的数据",
    "model_attributes_type": "应当是分层的数据",
    "date_from_datetime_parsing": "应当是日期",
    "date_parsing": "应当是日期",
}


def _short(value: object) -> str:
    text = str(value)
    return f"“{text[:20]}{'…' if len(text) > 20 else ''}”"


_MODELS: Mapping[str, type[BaseModel]] = {"unit": Unit, "last_year": LastYear, "problems": Problem}


def known_keys(path: Path_) -> list[str]:
    """The keys a draft may have below a place."""
    model: type[BaseModel] | None = Draft if not path else _MODELS.get(str(path[0]))
    for part in path[1:]:
        if model is None or isinstance(part, int):
            continue
        model = _model_of(model, str(part))
    if model is None and path:
        model = _model_of(Draft, str(path[0]))
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_of(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The model of a field's value or of its items."""
    field = model.model_fields.get(name)
    if field is None:
        return None
    stack = [field.annotation]
    while stack:
        found: Any = stack.pop()
        if isinstance(found, type) and issubclass(found, BaseModel):
            return found
        stack.extend(getattr(found, "__args__", ()))
    return None


def _schema(data: Mapping[str, Any], place: _Place) -> None:
    version = data.get("nianbao", SCHEMA)
    if isinstance(version, int) and version > SCHEMA:
        raise InputError(
            f"草稿的版本是{version}，比本程序认识的{SCHEMA}新", place.at(("nianbao",)), "升级nianbao后再打开"
        )
    unit = data.get("unit")
    if isinstance(unit, Mapping) and "kind" in unit and unit["kind"] not in KINDS:
        import difflib

        near = difflib.get_close_matches(str(unit["kind"]), list(KINDS), n=1, cutoff=0.4)
        mend = f"是否应为“{near[0]}”？" if near else ""
        raise InputError(
            f"没有“{unit['kind']}”这种机关类型", place.at(("unit", "kind")), f"{mend}可填：{'、'.join(KINDS)}"
        )


def _figures(data: Mapping[str, Any], place: _Place) -> None:
    """Say exactly which figure is wrong, before the model says only that some is."""
    spots: list[tuple[Path_, Any]] = [((), data)]
    if isinstance(data.get("last_year"), Mapping):
        spots.append((("last_year",), data["last_year"]))
    for at, holder in spots:
        edition = str(holder.get("form", "2021"))
        figures = holder.get("figures")
        if figures is None or edition not in EDITIONS:
            continue
        try:
            flatten_figures(form(edition), figures)
        except FigureError as error:
            path = (*at, "figures", *error.path)
            raise InputError(f"{error.what}（{'.'.join(map(str, path))}）", place.at(path), error.mend) from None
