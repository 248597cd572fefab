"""A draft opened, and its facts checked against the phrase bank."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nianbao.core.errors import InputError

if TYPE_CHECKING:
    from nianbao.core.draft import Draft
    from nianbao.core.phrases import Bank
    from nianbao.readers.draft_file import DraftFile


def open_draft(path: Path, bank: Bank | None = None) -> DraftFile:
    """The draft in a file; with a bank, its facts are held against the declared ones."""
    from nianbao.readers.draft_file import read_draft

    opened = read_draft(path)
    if bank is not None:
        check_facts(opened.draft, bank, str(path), opened.text)
    return opened


def check_facts(draft: Draft, bank: Bank, where: str, text: str = "") -> None:
    """InputError for a fact that the bank does not declare, or whose value does not fit its type."""
    from nianbao.core.draft import nearest_key_mend
    from nianbao.core.phrases import fact_value
    from nianbao.readers.draft_file import load_with_lines

    for name, value in draft.facts.items():
        fact = bank.facts.get(name)
        if fact is not None and fact_value(fact, value) is not None:
            continue
        lines = load_with_lines(text, where)[1] if text else {}
        line = lines.get(("facts", name))
        place = f"{where} 第{line}行" if line else where
        if fact is None:
            raise InputError(f"没有“{name}”这个事项", place, nearest_key_mend(name, list(bank.facts)))
        raise InputError(
            f"事项“{fact.label}”（{name}）填的是“{value}”", place, f"应当填{FACT_TYPES.get(fact.type, '文字')}"
        )


FACT_TYPES = {
    "yesno": "true（是）或者false（否）",
    "count": "0或者正整数",
    "amount": "金额，不能是负数",
    "percent": "百分数，不能是负数",
    "text": "文字",
    "list": "清单，如[甲, 乙]",
}
