"""`nianbao explain`: a rule, its source, an example."""

from __future__ import annotations

import click

from nianbao.cli.root import ChineseCommand


@click.command("explain", cls=ChineseCommand, help="说明一条检查规则：是什么、出自哪里、举例。")
@click.argument("code", metavar="代码")
def command(code: str) -> None:
    """Explain the rule of a code."""
    import difflib

    from nianbao.core.checks import explanation, rules
    from nianbao.core.errors import InputError

    text = explanation(code.upper())
    if text is None:
        near = difflib.get_close_matches(code.upper(), rules(), n=3, cutoff=0.4)
        raise InputError(
            f"没有“{code}”这条规则", "", f"是否应为：{'、'.join(near)}" if near else "代码形如T301，见docs/checks"
        )
    click.echo(text)
