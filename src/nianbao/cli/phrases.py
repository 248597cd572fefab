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
    from nianbao import workflow

    if action == "check":
        ctx.exit(_check())
    bank = workflow.load_bank()
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
    from nianbao.core.bank_check import bank_stats
    from nianbao.core.kinds import KINDS

    click.echo(f"事项{len(bank.facts)}个，措辞{len(bank.phrases)}条，说法{len(bank.variants)}种")
    click.echo("位置　措辞条数　说法种数　常见情形的说法　覆盖的情形")
    for name, phrases_count, ways, common, cases in bank_stats(bank):
        click.echo(f"{name}  {phrases_count}  {ways}  {common}  {'、'.join(cases)}")
    for kind in KINDS:
        fitting = sum(1 for phrase in bank.phrases if phrase.kinds is None or kind in phrase.kinds)
        facts = sum(1 for fact in bank.facts.values() if fact.concerns(kind))
        click.echo(f"{kind}：可用措辞{fitting}条，事项{facts}个")
    types = workflow.problem_stats()
    click.echo(f"问题类型{len(types)}个，措施{sum(row[4] for row in types)}项")
    click.echo("类型　规范表述　经办人的说法　措施　数据上的表现")
    for name, title, statements, situations, measures, signs in types:
        click.echo(f"{name}（{title}）  {statements}  {situations}  {measures}  {signs}")


def _check() -> int:
    from nianbao import workflow

    faults = workflow.check_bank()
    for fault in faults:
        click.echo(f"{fault.where}：{fault.what}")
        if fault.mend:
            click.echo(f"  改法：{fault.mend}")
    click.echo(f"共{len(faults)}处问题" if faults else "措辞库没有发现问题")
    return 1 if faults else 0
