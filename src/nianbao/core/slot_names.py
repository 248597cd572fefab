"""The place of a slot in the words of the report, as a person knows it: 一、总体情况·依申请公开."""

from __future__ import annotations

from nianbao.core.form import Form
from nianbao.core.phrases import Bank


def slot_name(bank: Bank, rules: Form, slot: str) -> str:
    """Section and part of a slot; the slot itself where the outline does not know it."""
    for section in bank.outline:
        for part in section.parts:
            known = {one.id for row in part.paragraphs for one in row}
            if slot in known or _without_number(slot) in known:
                title = _section_title(rules, section.id)
                return f"{title}·{part.heading}" if part.heading else title
    return slot


def _without_number(slot: str) -> str:
    """The slot of the lead-in, for a problem of section five (problems.current.2)."""
    head, _, number = slot.rpartition(".")
    return head if number.isdigit() else slot


def _section_title(rules: Form, key: str) -> str:
    found = next((section for section in rules.sections if section.key == key), None)
    return f"{found.number}、{found.title}" if found else "编制说明"
