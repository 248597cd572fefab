"""`nianbao phrases`: check, list and count the wording."""

from __future__ import annotations

import click

from nianbao.cli.root import ChineseCommand


@click.command("phrases", cls=ChineseCommand, help="检查（check）、列出（list）、统计（stats）措辞库。")
@click.argument("action", metavar="check|list|stats", type=click.Choice(["check", "list", "stats"]))
@click.option("--slot", metavar="位置", help="只列出这个位置的措辞，如overview.requests.received。")
@click.pass_context
def command(ctx: click.Context, action: str, slot: str | None) -> None:
    """One of the three actions."""
    from nianbao.workflow import banks

    if action == "check":
        ctx.exit(_check())
    bank = banks.load_bank()
    if action == "list":
        for name, phrases in sorted(bank.by_slot.items()):
            if slot and not name.startswith(slot):
                continue
            click.echo(click.style(name, bold=True))
            for phrase in phrases:
                limits = f"  条件：{phrase.when}" if phrase.when else ""
                click.echo(f"  {phrase.id}（{phrase.case}）{limits}")
                for variant in phrase.variants:
                    click.echo(f"    {variant.source}")
        return
    from nianbao.core.bank_check import bank_stats, kind_stats

    click.echo(f"事项{len(bank.facts)}个，措辞{len(bank.phrases)}条，说法{len(bank.variants)}种")
    click.echo("位置　措辞条数　说法种数　常见情形的说法　覆盖的情形")
    for name, phrases_count, ways, common, cases in bank_stats(bank):
        click.echo(f"{name}  {phrases_count}  {ways}  {common}  {'、'.join(cases)}")
    click.echo("机关　位置　措辞　情形　事项")
    for row in kind_stats(bank):
        click.echo("  ".join(str(cell) for cell in row))


def _check() -> int:
    from nianbao.workflow import banks

    faults = banks.check_bank()
    for fault in faults:
        click.echo(f"{fault.where}：{fault.what}")
        if fault.mend:
            click.echo(f"  改法：{fault.mend}")
    click.echo(f"共{len(faults)}处问题" if faults else "措辞库没有发现问题")
    return 1 if faults else 0
