"""The command group: names and one-line summaries; a command's module is imported when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from nianbao.cli.ending import ended, say
from nianbao.core.errors import shortened

COMMANDS: dict[str, tuple[str, str]] = {
    "open": ("open", "在终端界面中打开草稿"),
    "new": ("new", "新建草稿，可以由上年的草稿或者报告带出数据"),
    "draft": ("draft", "由草稿写出完整的年度报告，并列出检查结果"),
    "import": ("import_", "把已有的报告（docx、html、pdf、xlsx、txt、md）变成草稿"),
    "check": ("check", "检查一份或者多份报告"),
    "revise": ("revise", "改动数据，重新生成正文，保留人写的文字"),
    "suggest": ("suggest", "由问题给出规范表述和改进措施"),
    "rollup": ("rollup", "汇总各单位的三张表"),
    "similar": ("similar", "找出相互雷同的报告"),
    "explain": ("explain", "说明一条检查规则"),
    "phrases": ("phrases", "检查、列出、统计措辞库"),
    "serve": ("serve", "在本机浏览器中使用终端界面"),
}

INTRO = """《政府信息公开工作年度报告》起草与检查工具，离线使用。

不带命令时打开终端界面。"""


class ChineseCommand(click.Command):
    """A command whose help is in Chinese throughout."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = [piece.replace("[OPTIONS]", "[选项]") for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), "用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [row for param in self.get_params(ctx) if (row := param.get_help_record(ctx)) is not None]
        if rows:
            with formatter.section("选项"):
                formatter.write_dl([(a, b.replace("Show this message and exit.", "显示这份说明。")) for a, b in rows])


class Commands(click.Group, ChineseCommand):
    """The commands, each in a module of its own that is imported only when it is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"nianbao.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "[选项] 命令 [参数]…", "用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        ChineseCommand.format_options(self, ctx, formatter)
        with formatter.section("命令"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        from nianbao import __version__

        click.echo(f"nianbao {__version__}")
        ctx.exit(0)


@click.group(cls=Commands, help=INTRO, invoke_without_command=True, context_settings={"help_option_names": ["--help"]})
@click.option("--version", is_flag=True, callback=_version, expose_value=False, is_eager=True, help="显示版本。")
@click.pass_context
def root(ctx: click.Context) -> None:
    """The home screen where no command is given."""
    if ctx.invoked_subcommand is None:
        from nianbao.cli.screen import run_screen

        ctx.exit(run_screen(None))


def run(arguments: list[str]) -> int:
    """Run the command line; what to exit with."""
    if sys.stderr.isatty() and arguments and arguments[0] not in ("open", "serve"):
        from nianbao.cache import watch
        from nianbao.cli.waiting import said_meanwhile

        watch(said_meanwhile)
    return ended(lambda: _run(arguments))


def _run(arguments: list[str]) -> int:
    try:
        plain = False if os.environ.get("NO_COLOR") else None  # None: colours on a terminal, none in a file
        code: Any = root.main(arguments, prog_name="nianbao", standalone_mode=False, color=plain)
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        return say(shortened(in_chinese(error)))


_QUOTE = "'"
"""What Click puts around the names of arguments and what was written for them."""


def in_chinese(error: click.ClickException) -> str:
    """What is wrong with a call, in Chinese, with the mend."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "nianbao"
    mend = f"\n  改法：用“{command} --help”查看用法"
    if isinstance(error, click.NoSuchOption):
        near = f"，是否应为“{error.possibilities[0]}”" if error.possibilities else ""
        return f"没有“{error.option_name}”这个选项{near}{mend}"
    if isinstance(error, click.MissingParameter):
        name = error.param.get_error_hint(context) if error.param is not None and context is not None else ""
        return f"缺少参数{name.strip(_QUOTE)}{mend}"
    if isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param is not None and error.param.opts else ""
        return f"参数{name}填写有误{_given(error)}{_wanted(error)}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项“{error.option_name}”后面缺少内容，或者多了内容{mend}"
    text = error.format_message()
    if "No such command" in text:
        import difflib

        name = text.split("'")[1] if "'" in text else ""
        near_names = difflib.get_close_matches(name, COMMANDS, n=1, cutoff=0.5)
        return f"没有“{name}”这个命令" + (f"，是否应为“{near_names[0]}”" if near_names else "") + mend
    if "unexpected extra" in text:
        return f"多出了“{text.rpartition('(')[2].rstrip(').')}”{mend}"
    return f"命令的写法有误{mend}"


def _given(error: click.BadParameter) -> str:
    """What was written, as Click quotes it first in its message."""
    quoted = error.message.split(_QUOTE)
    return f"：“{quoted[1]}”" if len(quoted) > 2 else ""


def _wanted(error: click.BadParameter) -> str:
    """The mend: what may be written."""
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return f"\n  改法：填写{'、'.join(kind.choices)}中的一个"
    if isinstance(kind, click.IntRange):
        low, high = kind.min, kind.max
        limits = "".join((f"，最小{low}" if low is not None else "", f"，最大{high}" if high is not None else ""))
        return f"\n  改法：填写整数{limits}"
    if kind is click.INT:
        return "\n  改法：填写整数"
    context = error.ctx
    return f"\n  改法：用“{context.command_path if context is not None else 'nianbao'} --help”查看用法"
