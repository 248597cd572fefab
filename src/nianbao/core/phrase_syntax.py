"""The little language of phrases: Jinja2, cut down, with every number tied to its figure.

A phrase is parsed by Jinja2, checked against a short list of allowed constructs, and rewritten before it
is compiled (see phrase_code): a dotted path becomes one name, and a filter that prints a number learns the
expression it prints. So a rendered sentence knows which of its characters state which figure, and rendering
costs no attribute look-ups.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from nianbao.core.figures import UNSTATED, Unstated
from nianbao.core.lazy import lazy
from nianbao.core.numerals import Number, format_number
from nianbao.core.report import Span

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.sandbox import SandboxedEnvironment

MARK = "\ue000"
"""A private-use mark around and inside a printed number: MARK expression MARK style MARK digits MARK."""
ITEMS = "\ue003"
"""Stands where a frame of section five takes its items."""

PATH_ROOTS = frozenset({"requests", "disclosure", "disputes", "facts", "last_year", "change", "unit"})
PLAIN_NAMES = frozenset({"year", "in_year", "items", "n", "text", "answer", "status"})
"""Names besides paths; the last five only in the frames of section five."""
NUMBER_FILTERS = frozenset({"count", "amount", "percent", "share", "times"})
DICT_FILTERS = frozenset({"listed", "labels", "top"})
TEXT_FILTERS = frozenset({"words", "joined"})
FUNCTIONS = frozenset({"stated", "positive"})


class PhraseError(ValueError):
    """A phrase that is not well formed; the message is in Chinese."""


def mark(expression: str, style: str, value: Number, unit: str = "") -> str:
    """A number with private marks that say which figure it states."""
    return f"{MARK}{expression}{MARK}{style}{MARK}{format_number(value, style)}{MARK}{unit}"


def unmark(text: str) -> tuple[str, tuple[Span, ...]]:
    """The text without its marks, and the spans they stood for."""
    pieces = text.split(MARK)  # words, then expression, style, digits, words for each number
    if len(pieces) == 1:
        return text, ()
    figures, styles = pieces[1::4], pieces[2::4]
    del pieces[1::4], pieces[1::3]
    edges = list(accumulate(map(len, pieces)))  # where the first words end, the first digits, the next words …
    return "".join(pieces), tuple(map(Span, edges[::2], edges[1::2], figures, styles))


def mangle(path: str) -> str:
    """A dotted path as one Jinja2 name."""
    return path.replace(".", "__")


@dataclass
class Parsed:
    """A phrase or condition after the rewrite.

    Attributes:
        tree: the Jinja2 template to compile.
        paths: every path it names.
        plain: the plain names it uses (year, in_year, items, n).
        printed: the paths whose value it prints without an `{% if %}` around.
        literals: the fixed text, as it stands, outside expressions.
    """

    tree: nodes.Template
    paths: set[str] = field(default_factory=set)
    plain: set[str] = field(default_factory=set)
    printed: set[str] = field(default_factory=set)
    literals: list[str] = field(default_factory=list)


@cache
def environment() -> SandboxedEnvironment:
    """The sandboxed environment of all phrases: strict about what is undefined, without any global."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    env = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)
    env.globals.clear()
    env.filters.clear()
    env.filters.update(FILTERS)
    env.tests.clear()
    env.tests["stated"] = stated
    return env


def parse(text: str, known: Callable[[str], bool]) -> Parsed:
    """Parse and rewrite a phrase. PhraseError for bad syntax, a construct that is not allowed, or a name
    that `known` does not accept."""
    from jinja2 import TemplateSyntaxError

    try:
        tree = environment().parse(text)
    except TemplateSyntaxError as error:
        raise PhraseError(f"模板语法有误：{error.message}") from error
    parsed = Parsed(tree)
    tree.body = [_Rewrite(parsed, known).visit(node, guarded=False) for node in tree.body]
    return parsed


def condition(text: str, known: Callable[[str], bool]) -> Parsed:
    """Parse a condition; what comes back prints nothing of itself."""
    return parse("{% if " + text + " %}{% endif %}", known)


class _Rewrite:
    """One pass over a template: allow, resolve paths, tell number filters what they print."""

    def __init__(self, parsed: Parsed, known: Callable[[str], bool]) -> None:
        self.parsed = parsed
        self.known = known

    def visit(self, node: nodes.Node, guarded: bool) -> Any:
        from jinja2 import nodes

        if isinstance(node, nodes.Output):
            node.nodes = [self._printed(child, guarded) for child in node.nodes]
            return node
        if isinstance(node, nodes.TemplateData):
            self.parsed.literals.append(node.data)
            return node
        if isinstance(node, nodes.If):
            node.test = self.visit(node.test, guarded=True)
            node.body = [self.visit(child, guarded=True) for child in node.body]
            node.elif_ = [self.visit(child, guarded=True) for child in node.elif_]
            node.else_ = [self.visit(child, guarded=True) for child in node.else_]
            return node
        if isinstance(node, nodes.Filter):
            return self._filter(node, guarded)
        if isinstance(node, nodes.Getattr | nodes.Name):
            return self._name(node)
        if isinstance(node, nodes.Const):
            return node
        if isinstance(node, nodes.Call):
            return self._call(node, guarded)
        if isinstance(node, nodes.CondExpr):
            node.test = self.visit(node.test, guarded=True)
            node.expr1 = self.visit(node.expr1, guarded=True)
            node.expr2 = self.visit(node.expr2, guarded=True) if node.expr2 is not None else None
            return node
        if isinstance(node, nodes.Compare):
            node.expr = self.visit(node.expr, guarded)
            for operand in node.ops:
                operand.expr = self.visit(operand.expr, guarded)
            return node
        if isinstance(node, nodes.BinExpr):  # and, or, +, -, *, /
            if isinstance(node, nodes.Pow | nodes.Mod | nodes.FloorDiv):
                raise PhraseError(f"不能使用运算符{node.operator}")
            node.left = self.visit(node.left, guarded)
            node.right = self.visit(node.right, guarded)
            return node
        if isinstance(node, nodes.Not | nodes.Neg):
            node.node = self.visit(node.node, guarded)
            return node
        raise PhraseError(f"不能使用{type(node).__name__}")

    def _printed(self, node: nodes.Node, guarded: bool) -> Any:
        """What an Output prints; the bare year is a figure too and gets its filter."""
        from jinja2 import nodes

        visited = self.visit(node, guarded)
        if isinstance(node, nodes.Name) and node.name == "year":
            return nodes.Filter(visited, "year", [nodes.Const("year")], [], None, None)
        return visited

    def _name(self, node: nodes.Node) -> nodes.Name:
        from jinja2 import nodes

        path = path_of(node)
        if path is None:
            raise PhraseError("只能引用数据和事项的名称")
        if path in PLAIN_NAMES:
            self.parsed.plain.add(path)
            return nodes.Name(path, "load")
        if path.partition(".")[0] not in PATH_ROOTS or not self.known(path):
            raise PhraseError(f"没有“{path}”这个名称")
        self.parsed.paths.add(path)
        return nodes.Name(mangle(path), "load")

    def _call(self, node: nodes.Call, guarded: bool) -> nodes.Expr:
        from jinja2 import nodes

        if not isinstance(node.node, nodes.Name) or node.node.name not in FUNCTIONS or node.kwargs:
            raise PhraseError("只能使用stated和positive两个函数")
        name = node.node.name
        arguments = [self.visit(arg, guarded) for arg in node.args]
        if name == "stated":
            if len(arguments) != 1:
                raise PhraseError("stated只问一个名称")
            return nodes.Test(arguments[0], "stated", [], [], None, None)
        if not arguments:
            raise PhraseError("positive里没有数据")
        above: list[nodes.Expr] = [nodes.Compare(arg, [nodes.Operand("gt", nodes.Const(0))]) for arg in arguments]
        total = above[0]
        for one in above[1:]:
            total = nodes.Add(total, one)
        return total

    def _filter(self, node: nodes.Filter, guarded: bool) -> nodes.Filter:
        from jinja2 import nodes

        if node.node is None:
            raise PhraseError("过滤器前没有数据")
        if node.name in NUMBER_FILTERS:
            expression = expression_of(node.node)
            if node.name == "share":
                if len(node.args) != 1:
                    raise PhraseError("share要写明除以什么")
                expression = f"{expression}/{expression_of(node.args[0])}"
                node.args = [self.visit(node.args[0], guarded)]
            elif not all(isinstance(arg, nodes.Const) for arg in node.args):
                raise PhraseError(f"{node.name}的单位要直接写出")
            if not guarded:
                self.parsed.printed.update(paths_in(expression))
            node.node = self.visit(node.node, guarded)
            node.args = [nodes.Const(expression), *node.args]
            return _plain_arguments(node)
        if node.name in DICT_FILTERS:
            node.node = self._pairs(node.node, guarded)
            return _plain_arguments(node)
        if node.name in TEXT_FILTERS:
            path = path_of(node.node)
            if path and not guarded:
                self.parsed.printed.add(path)
            node.node = self.visit(node.node, guarded)
            return _plain_arguments(node)
        raise PhraseError(f"没有过滤器“{node.name}”")

    def _pairs(self, node: nodes.Node, guarded: bool) -> nodes.Tuple:
        """A dict of label to figure as a tuple of (label, expression, value)."""
        from jinja2 import nodes

        if not isinstance(node, nodes.Dict):
            raise PhraseError("这个过滤器前要写{名称: 数据, …}")
        rows: list[nodes.Expr] = []
        for pair in node.items:
            if not isinstance(pair.key, nodes.Const):
                raise PhraseError("名称要直接写出")
            expression = nodes.Const(expression_of(pair.value))
            rows.append(nodes.Tuple([pair.key, expression, self.visit(pair.value, guarded)], "load"))
        return nodes.Tuple(rows, "load")


def _plain_arguments(node: nodes.Filter) -> nodes.Filter:
    """The filter; PhraseError unless its arguments are written out, but for what a share is a share of."""
    from jinja2 import nodes

    given = [pair.value for pair in node.kwargs] + ([] if node.name == "share" else node.args)
    if node.dyn_args is not None or node.dyn_kwargs is not None or not all(isinstance(x, nodes.Const) for x in given):
        raise PhraseError(f"{node.name}括号里的内容要直接写出")
    return node


def path_of(node: nodes.Node) -> str | None:
    """The dotted path an expression names, None if it is no plain path."""
    from jinja2 import nodes

    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        head = path_of(node.node)
        return f"{head}.{node.attr}" if head else None
    return None


def expression_of(node: nodes.Node) -> str:
    """A sum or difference of paths as the text a span keeps; PhraseError for anything else."""
    from jinja2 import nodes

    path = path_of(node)
    if path is not None:
        return path
    if isinstance(node, nodes.Add | nodes.Sub):
        right = expression_of(node.right)
        if isinstance(node, nodes.Sub) and ("+" in right or "-" in right):
            raise PhraseError("减号后面只能是一个数据")
        return f"{expression_of(node.left)}{node.operator}{right}"
    raise PhraseError("打印的数字只能是数据、数据之和或者数据之差")


def paths_in(expression: str) -> list[str]:
    """The paths of a span's expression."""
    return [part for part in re.split(r"[+\-/]", expression) if part]


def stated(value: object) -> bool:
    """Whether a fact was stated or a last-year figure is known."""
    return not isinstance(value, Unstated)


def _count(value: Number, expression: str, unit: str = "") -> str:
    if type(value) is int:  # nearly every number of a report
        return f"{MARK}{expression}{MARK}count{MARK}{value}{MARK}{unit}"
    return mark(expression, "count", _number(value, expression), unit)


def _amount(value: Number, expression: str, unit: str = "") -> str:
    return mark(expression, "amount", _number(value, expression), unit)


def _percent(value: Number, expression: str) -> str:
    return mark(expression, "percent", _number(value, expression))


def _times(value: Number, expression: str, unit: str = "倍") -> str:
    return mark(expression, "times", _number(value, expression), unit)


def _year(value: Number, expression: str) -> str:
    return mark(expression, "year", value)


def _share(value: Number, expression: str, base: Number) -> str:
    below = _number(base, expression)
    if below == 0:
        raise PhraseError(f"{expression}的分母为0")
    return mark(expression, "percent", Decimal(_number(value, expression)) / Decimal(below))


def _number(value: object, expression: str) -> Number:
    if isinstance(value, int | Decimal):
        return value
    raise PhraseError(f"{expression}没有填写，不能打印")


Rows = tuple[tuple[str, str, Number | Unstated], ...]


def _present(rows: Rows) -> list[tuple[str, str, Number]]:
    return [(label, path, value) for label, path, value in rows if not isinstance(value, Unstated) and value > 0]


def _listed(rows: Rows, unit: str = "", last: str = "和") -> str:
    return join([label + mark(path, "count", value, unit) for label, path, value in _present(rows)], last)


def _labels(rows: Rows, last: str = "和") -> str:
    return join([label for label, _, _ in _present(rows)], last)


def _top(rows: Rows, unit: str = "") -> str:
    present = _present(rows)
    if not present:
        raise PhraseError("top前没有大于零的数据")
    label, path, value = max(present, key=lambda row: row[2])
    return label + mark(path, "count", value, unit)


def join(parts: list[str], last: str = "和") -> str:
    """A、B和C: no mark before the last, 、 between the others (GB/T 15834)."""
    if len(parts) < 2:
        return "".join(parts)
    return "、".join(parts[:-1]) + last + parts[-1]


def _words(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise PhraseError("文字事项没有填写，不能打印")
    return plain_words(value)


def _joined(value: object, last: str = "、") -> str:
    if not isinstance(value, tuple) or not value:
        raise PhraseError("清单事项没有填写，不能打印")
    return join([plain_words(item) for item in value], last)


_PRIVATE = lazy(r"[\ue000-\uf8ff\x00-\x1f]+")


def plain_words(text: str) -> str:
    """A person's words as they can stand inside a sentence: one line, no closing mark, no private marks."""
    text = text.strip()
    return (text if text.isprintable() else _PRIVATE().sub("", text)).rstrip("。；，、 ")


FILTERS: Mapping[str, Callable[..., str]] = {
    "count": _count,
    "amount": _amount,
    "percent": _percent,
    "times": _times,
    "year": _year,
    "share": _share,
    "listed": _listed,
    "labels": _labels,
    "top": _top,
    "words": _words,
    "joined": _joined,
}
__all__ = ["UNSTATED", "PhraseError", "condition", "environment", "join", "mangle", "mark", "parse"]
