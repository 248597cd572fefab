"""A report as a draft: the pure work is done in `core/importing.py`, here the phrase bank's facts are handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.core.draft import Draft
from nianbao.core.importing import Imported, import_report
from nianbao.core.phrase_reading import templates
from nianbao.core.report import Report

if TYPE_CHECKING:
    from nianbao.core.phrases import Bank


def draft_from_report(report: Report, bank: Bank | None = None) -> Draft:
    """The draft that a report gives; InputError where it does not say which year it is about."""
    return imported(report, bank).draft


def imported(report: Report, bank: Bank | None = None) -> Imported:
    """The same with the notes: the reader's, and what a person should look at in the draft."""
    if bank is None:
        return import_report(report)
    return import_report(report, tuple(bank.facts.values()), templates(bank.phrases))
