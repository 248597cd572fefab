"""Write docs/draft-file.md from the draft's models, the form and the facts: `python docs/generate_draft_file.py`."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

from nianbao.core import draft as models
from nianbao.core.form import COLUMNS, form
from nianbao.core.phrases import Bank, Fact
from nianbao.resources import resource_folder
from nianbao.workflow.banks import build_bank
from nianbao.writers.files import write_atomically

PAGE = Path(__file__).parent / "draft-file.md"
MODELS = (
    ("最外层", "", models.Draft),
    ("机关", "unit", models.Unit),
    ("体例", "options", models.Options),
    ("问题", "problems", models.Problem),
    ("改进措施", "problems → measures", models.Measure),
    ("上年报告", "last_year", models.LastYear),
    ("上年的问题", "last_year → problems", models.PastProblemItem),
    ("处理过的句子", "narrative", models.NarrativeItem),
)
_TYPES = {
    "count": "件数（整数）",
    "amount": "金额",
    "percent": "百分数",
    "yesno": "是否（true、false）",
    "text": "文字",
    "list": "清单",
}
_EXAMPLE = """```yaml
nianbao: 1
year: 2024
unit:
  name: 青禾县柳桥镇人民政府
  kind: 镇
figures:
  disclosure:
    normative_documents: {issued: 1, in_force: 4}
  requests:
    received: {natural_person: 3, enterprise: 1}
    granted: {natural_person: 3, enterprise: 1}
facts:
  website_posts: 128
  trainings: 2
  guide_revised: true
problems:
  - text: 部分事项公开还不够及时
    measure: 制定公开事项时限表，按月核对
```"""


def page(bank: Bank) -> str:
    """The manual of the draft file."""
    return "\n".join([*_opening(), *_fields(), *_figures(), *_facts(bank)]) + "\n"


def _opening() -> Iterator[str]:
    yield "# 草稿文件"
    yield ""
    yield "一份报告一个YAML文件，用记事本可以看，可以逐行比对。没有列出的键名会被指出，并提示最接近的写法。"
    yield "机关只要写全称和类型，其余可以不填；没有填的数据按0计，没有填的事项按“未说明”计。"
    yield ""
    yield _EXAMPLE
    yield ""


def field_notes(model: type) -> dict[str, str]:
    """The text under each field of a model, as its source has it."""
    body = ast.parse(inspect.getsource(model)).body[0]
    assert isinstance(body, ast.ClassDef)
    notes = {}
    for field, note in zip(body.body, body.body[1:], strict=False):
        named = isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if named and isinstance(note, ast.Expr) and isinstance(note.value, ast.Constant):
            notes[field.target.id] = str(note.value.value)  # type: ignore[union-attr]
    return notes


def _fields() -> Iterator[str]:
    for title, place, model in MODELS:
        yield f"## {title}" + (f"（`{place}`）" if place else "")
        yield ""
        yield "| 键名 | 说明 |"
        yield "|---|---|"
        notes = field_notes(model)
        for name, info in model.model_fields.items():  # type: ignore[attr-defined]
            must = "（必填）" if info.is_required() else ""
            yield f"| `{info.alias or name}` | {notes.get(name, '')}{must} |"
        yield ""


def _figures() -> Iterator[str]:
    rules = form("2021")
    yield "## 三张表的数据（`figures`）"
    yield ""
    yield "按“表格.行.列”分层书写，各种合计由程序计算，不填。表三的列是"
    columns = [column.path for column in COLUMNS[:-1]]
    yield "、".join(f"`{name}`" for name in columns) + "。"
    yield ""
    yield "| 数据 | 名称 |"
    yield "|---|---|"
    for figure in rules.figures:
        head = figure.startswith("requests.")
        if figure not in rules.inputs or (head and not figure.endswith(f".{columns[0]}")):
            continue
        shown = figure.removesuffix(f".{columns[0]}") + ".列" if head else figure
        label = rules.label(figure)
        yield f"| `{shown}` | {label.removesuffix('·自然人').replace('·自然人·', '·')} |"
    yield ""


def _facts(bank: Bank) -> Iterator[str]:
    yield "## 表外事项（`facts`）"
    yield ""
    yield f"共{len(bank.facts)}项，按报告的各部分排列。"
    yield "没有填的不是“否”：正文不提，或者列为待核实。超出“常见范围”只提醒。"
    headings = {part.id: part.heading or "" for section in bank.outline for part in section.parts}
    names = {"preamble": "编制说明", "other": "其他需要报告的事项", "overview.guidance": "指导思想"}
    parts = dict.fromkeys(fact.part for fact in bank.facts.values())
    order = [part for part in headings if part in parts]
    for part in [*order, *(p for p in parts if p not in order)]:
        yield ""
        yield f"### {headings.get(part) or names.get(part, part)}"
        yield ""
        yield "| 事项 | 名称 | 类型 | 问题 | 填写说明 | 常见范围 | 适用机关 |"
        yield "|---|---|---|---|---|---|---|"
        for fact in bank.facts.values():
            if fact.part == part:
                yield _fact(fact)


def _fact(fact: Fact) -> str:
    kind = _TYPES[fact.type] + (f"，单位{fact.unit}" if fact.unit else "")
    bounds = f"{fact.range[0]:g}～{fact.range[1]:.0f}" if fact.range else ""
    kinds = "、".join(fact.kinds) if fact.kinds else "全部"
    cells = (f"`{fact.id}`", fact.label, kind, fact.question, fact.help, bounds, kinds)
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Write the page from our own bank, whatever wording this user has added."""
    bank = Bank(build_bank([resource_folder("phrasebank")])[0])
    write_atomically(PAGE, page(bank).encode())


if __name__ == "__main__":
    main()
