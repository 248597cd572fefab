"""Reports of the shared cases: what must be said of each, and that right ones are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from nianbao.core.checks import run
from nianbao.workflow import inspecting, reports

SHARED = Path(__file__).resolve().parents[2] / "shared" / "cases"
EXPECTED = SHARED / "reports-dev" / "expected.yaml"
CASES = yaml.safe_load(EXPECTED.read_text(encoding="utf-8")) if EXPECTED.is_file() else []
pytestmark = pytest.mark.skipif(not CASES, reason="the shared cases are not here")
RANK = {"advice": 0, "warning": 1, "error": 2}


def _findings(name, previous, bank):
    case = inspecting.report_case(reports.read_one(SHARED / name, bank), bank)
    if previous is not None:
        case = inspecting.with_previous(case, reports.read_one(SHARED / "reports-dev" / previous, bank))
    return run(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_what_is_expected_is_said(case, bank):
    found = _findings(f"reports-dev/{case['file']}", case.get("previous"), bank)
    if not case["expect"]:
        assert [f for f in found if f.severity != "advice"] == []
    for item in case["expect"]:
        assert any(_is(finding, item) for finding in found), item


def _is(finding, item):
    if not finding.code.startswith(item["family"]):
        return False
    if RANK[finding.severity] < RANK[item["severity_at_least"]]:
        return False
    quote = item.get("quote")
    return (quote is not None and quote in (finding.quote or "")) or (
        item.get("figure") is not None and finding.figure == item["figure"]
    )


@pytest.mark.parametrize("name", ["pingtan-2021.html", "pingtan-2022.html", "shuyang-2023.html"])
def test_no_number_of_a_real_report_is_doubted(name, bank):
    assert [f for f in _findings(f"real/{name}", None, bank) if f.code.startswith("N")] == []
