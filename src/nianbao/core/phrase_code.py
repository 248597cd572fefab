"""From the tree of a phrase to Python: one expression over the values of a report, and nothing else.

Jinja2 parses the phrases and says what they mean; after the rewrite (see phrase_syntax) so little of it is left
that it is written as Python in a page. What comes out needs no part of Jinja2 when it runs: a phrase is a
function of the values by their mangled names that gives its text, all conditions of a bank together are one that
gives the numbers of those that hold. A test holds every phrase against what Jinja2 itself renders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

from nianbao.core.phrase_syntax import FILTERS, PhraseError, stated

if TYPE_CHECKING:
    from jinja2 import nodes

Values = Mapping[str, Any]

_COMPARISONS = {
    "eq": "==", "ne": "!=", "gt": ">", "gteq": ">=", "lt": "<", "lteq": "<=", "in": "in", "notin": "not in",
}  # fmt: skip


def text_code(tree: nodes.Template) -> CodeType:
    """The function of a rewritten phrase: the values' text, with private marks around its numbers."""
    return _function(f"lambda values: {_text(tree.body, 'values[{!r}]'.format)}")


def decision_code(conditions: Iterable[tuple[int, nodes.Template]]) -> CodeType:
    """The function of all conditions: the numbers of those that hold for the values, in the order given."""
    used: dict[str, None] = {}

    def name(mangled: str) -> str:
        used[mangled] = None
        return mangled

    tests = [f"    if {_expression(condition_of(tree), name)}: add({number})" for number, tree in conditions]
    names = [f"    {mangled} = values[{mangled!r}]" for mangled in used]
    lines = ["def decide(values):", "    found = []", "    add = found.append", *names, *tests, "    return found"]
    return _function("\n".join(lines))


def function(code: CodeType) -> Callable[[Values], Any]:
    """The function of a code object made here; it sees the filters and nothing else."""
    return FunctionType(code, _names())


@cache
def _names() -> dict[str, Any]:
    return {"__builtins__": {}, "str": str, "stated": stated, **FILTERS}


def condition_of(tree: nodes.Template) -> nodes.Expr:
    """What a condition asks, in the tree that `phrase_syntax.condition` gives."""
    asked: Any = tree.body[0]
    test: nodes.Expr = asked.test
    return test


def _function(source: str) -> CodeType:
    """The code object of the one function of a source, without its line table: a bank keeps thousands."""
    module = compile(source, "", "exec", dont_inherit=True, optimize=2)
    code = next(const for const in module.co_consts if isinstance(const, CodeType))
    return code.replace(co_linetable=b"")


Name = Callable[[str], str]
"""How a value is written by its mangled name."""


def _text(body: list[nodes.Node], name: Name) -> str:
    """The text of nodes that stand one after the other."""
    pieces = [piece for node in body for piece in _pieces(node, name)]
    return pieces[0] if len(pieces) == 1 else f"''.join(({','.join(pieces)},))" if pieces else "''"


def _pieces(node: nodes.Node, name: Name) -> list[str]:
    from jinja2 import nodes

    if isinstance(node, nodes.Output):
        return [_printed(child, name) for child in node.nodes]
    if isinstance(node, nodes.If):
        shown = _text(node.else_, name)
        for branch in (*reversed(node.elif_), node):
            shown = f"({_text(branch.body, name)} if {_expression(branch.test, name)} else {shown})"
        return [shown]
    raise PhraseError(f"不能使用{type(node).__name__}")


def _printed(node: nodes.Node, name: Name) -> str:
    from jinja2 import nodes

    if isinstance(node, nodes.TemplateData):
        return repr(node.data)
    written = _expression(node, name)
    return written if isinstance(node, nodes.Filter) else f"str({written})"


def _expression(node: nodes.Node, name: Name) -> str:
    from jinja2 import nodes

    def of(child: nodes.Node) -> str:
        return _expression(child, name)

    match node:
        case nodes.Name():
            return name(node.name)
        case nodes.Const():
            return repr(node.value)
        case nodes.Tuple():
            return f"({''.join(f'{of(item)},' for item in node.items)})"
        case nodes.Filter():
            return _filter(node, of)
        case nodes.Test():
            return f"{node.name}({of(node.node)})"
        case nodes.CondExpr():
            return (
                f"({of(node.expr1)} if {of(node.test)} else {of(node.expr2) if node.expr2 is not None else repr('')})"
            )
        case nodes.Compare():
            rest = "".join(f" {_COMPARISONS[operand.op]} {of(operand.expr)}" for operand in node.ops)
            return f"({of(node.expr)}{rest})"
        case nodes.BinExpr():  # and, or, +, -, *, /
            return f"({of(node.left)} {node.operator} {of(node.right)})"
        case nodes.UnaryExpr():  # not, -
            return f"({node.operator} {of(node.node)})"
    raise PhraseError(f"不能使用{type(node).__name__}")


def _filter(node: nodes.Filter, of: Callable[[nodes.Node], str]) -> str:
    if node.node is None:
        raise PhraseError(f"{node.name}前没有数据")
    named = [f"{pair.key}={of(pair.value)}" for pair in node.kwargs]
    return f"{node.name}({', '.join([of(node.node), *map(of, node.args), *named])})"
