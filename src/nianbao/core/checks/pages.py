"""The rules as Markdown: a page a family, made from the registry, so that the manual cannot lag behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nianbao.core.checks import FAMILIES, rules
from nianbao.core.findings import SEVERITY_NAMES, Rule
from nianbao.core.wording import WordingRule, rules_by_code

FAMILY_NAMES: Mapping[str, tuple[str, str]] = {
    "T": ("三张表", "三张法定表格的勾稽关系和各格的填法。一格填错时，从不平的各行各列推出最可能填错的一格和应填的数。"),
    "Y": ("与上年对照", "与上年报告衔接的数据、上年的问题、照抄的文字。检查时用`--previous`指定上年的报告或者草稿。"),
    "N": (
        "文字与表格对照",
        "正文里的数字、“未收到”“全部办结”等说法、百分比、分项之和、年份，与三张表和正文自身是否一致。",
    ),
    "S": ("结构", "六个部分的标题、次序和编号，标题的写法，填报说明的残留，各部分应写的内容。"),
    "L": ("职权", "这一类机关依法不会有的数据和说法。"),
    "W": ("措辞和标点", "错别字、重复、法规名称和文号、时间和数字的写法、标点、自称。多数规则是数据，可以自行增减。"),
    "P": ("隐私", "不应公开的个人信息。本机关自己的电话、地址、邮箱不算。"),
}
"""Each family's name and what it is about, in the order in which the pages list them."""
MADE_BY = "<!-- 由docs/generate_checks.py生成，不要手改。 -->"


def pages(wording: Iterable[Mapping[str, object]]) -> dict[str, str]:
    """The pages by file name: an index, and one for each family that has rules."""
    by_code = rules_by_code(tuple(wording))
    families = {letter: _rules_of(letter) for letter in FAMILIES}
    made = {f"{letter}.md": _family_page(letter, own, by_code) for letter, own in families.items() if own}
    made["README.md"] = _index(families)
    return made


def _rules_of(letter: str) -> list[Rule]:
    return sorted((rule for code, rule in rules().items() if code.startswith(letter)), key=lambda rule: rule.code)


def _index(families: Mapping[str, list[Rule]]) -> str:
    lines = [MADE_BY, "", "# 检查规则", ""]
    lines += [
        "严重程度：错误，报告一定不对；警告，几乎一定不对，或者检查时会被指出；建议，供参考。"
        "查看一条规则用`nianbao explain 代码`，只查或者不查某些规则用`--select`、`--ignore`。",
        "",
        "| 代码 | 严重程度 | 规则 |",
        "|---|---|---|",
    ]
    for letter, own in families.items():
        if own:
            lines.append(f"| **[{letter}]({letter}.md)** | | **{FAMILY_NAMES[letter][0]}**（{len(own)}条） |")
            lines += [_index_line(letter, rule) for rule in own]
    return "\n".join(lines) + "\n"


def _index_line(letter: str, rule: Rule) -> str:
    return f"| [{rule.code}]({letter}.md#{rule.code.lower()}) | {SEVERITY_NAMES[rule.severity]} | {rule.summary} |"


def _family_page(letter: str, own: Iterable[Rule], by_code: Mapping[str, tuple[WordingRule, ...]]) -> str:
    name, about = FAMILY_NAMES[letter]
    parts = [MADE_BY, f"# {letter}　{name}", about]
    parts += [rule_page(rule, by_code.get(rule.code, ())) for rule in own]
    return "\n\n".join(parts) + "\n"


def rule_page(rule: Rule, entries: Iterable[WordingRule] = ()) -> str:
    """A rule as Markdown; `entries` are the wording rules that share its code."""
    lines = [
        f"## {rule.code}",
        "",
        f"**{rule.summary}**（{SEVERITY_NAMES[rule.severity]}）",
        "",
        rule.explanation,
        "",
        f"- 依据：{rule.source}",
        f"- 反例：{_literal(rule.bad)}",
        f"- 正例：{_literal(rule.good)}",
    ]
    listed = list(entries)
    if listed:
        lines += ["", "| 规则 | 改为 | 理由 |", "|---|---|---|"]
        lines += [f"| {entry.id} | {_literal(entry.suggest)} | {_literal(entry.reason)} |" for entry in listed]
    return "\n".join(lines)


def _literal(text: str) -> str:
    """Text whose marks must not be taken for Markdown or HTML."""
    for mark in "\\`*_<>|[]":
        text = text.replace(mark, f"\\{mark}")
    return text
