"""Results as words: findings, waiting sentences, paths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import click

from nianbao.core.findings import SEVERITY_NAMES, Finding

COLOURS = {"error": "red", "warning": "yellow", "advice": "blue"}


def show_findings(findings: Iterable[Finding]) -> None:
    """Each finding in three lines: what and where, how to mend it, where the rule comes from; the words found wrong
    in a line of their own where the message does not hold them."""
    from nianbao.core.findings import RULES

    for finding in findings:
        head = click.style(f"{finding.code} {SEVERITY_NAMES[finding.severity]}", fg=COLOURS[finding.severity])
        click.echo(f"{head} {finding.where}：{finding.message}")
        if finding.quote and finding.quote not in finding.message:
            click.echo(f"  原文：{finding.quote}")
        click.echo(f"  改法：{finding.mend}")
        rule = RULES.get(finding.code)
        if rule is not None:
            click.echo(f"  依据：{rule.source}")


def show_summary(counts: Mapping[str, int]) -> None:
    """How many findings there are of each severity."""
    parts = [f"{SEVERITY_NAMES[name]}{count}项" for name, count in counts.items() if count]
    click.echo("检查结果：" + ("，".join(parts) if parts else "没有发现问题"))


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as the contract's JSON."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "where": finding.where,
        "figure": finding.figure,
        "found": finding.found,
        "expected": finding.expected,
        "quote": finding.quote,
        "message": finding.message,
        "mend": finding.mend,
        **(
            {
                "repair": {
                    "figure": finding.repair.figure,
                    "value": finding.repair.value,
                    "sole": finding.repair.sole,
                }
            }
            if finding.repair
            else {}
        ),
    }


def echo_json(data: Any) -> None:
    """One JSON document on standard output."""
    import json

    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=_number))


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    raise TypeError(type(value).__name__)
