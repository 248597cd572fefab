"""What is composed from a random draft and written is read back the same; from a PDF as far as a page tells."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from nianbao.core.compose import compose
from nianbao.core.report import Report
from nianbao.core.scenarios import scenario
from nianbao.readers import read_bytes
from nianbao.writers import render


def random_report(seed: int, bank) -> Report:
    return compose(scenario(Random(seed), bank), bank, pending=False)


@pytest.mark.parametrize("fmt", ["docx", "html", "md", "txt", "xlsx"])
@pytest.mark.parametrize("seed", range(12))
def test_a_random_draft_is_read_back(fmt: str, seed: int, bank) -> None:
    report = random_report(seed, bank)
    read = read_bytes(f"a.{fmt}", render(report, fmt))
    assert read.notes == ()
    assert replace(read, unit=report.unit, kind=report.kind) == report.plain()


@pytest.mark.parametrize("seed", range(4))
def test_a_random_draft_is_read_back_from_a_pdf(seed: int, bank) -> None:
    report = random_report(seed, bank)
    read = read_bytes("a.pdf", render(report, "pdf"))
    assert dict(read.cells) == dict(report.cells)
    assert (read.title, read.year) == (report.title, report.year)
    assert [(s.key, s.number, s.title) for s in read.sections] == [(s.key, s.number, s.title) for s in report.sections]
    assert "".join(read.narrative.split()) == "".join(report.plain().narrative.split())
