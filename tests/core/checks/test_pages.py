"""The manual of the rules is what the registry says."""

from pathlib import Path

import pytest

from nianbao.core.checks import FAMILIES, explanation, rules
from nianbao.core.checks.pages import FAMILY_NAMES, pages, rule_page
from nianbao.core.wording import rules_by_code

FOLDER = Path(__file__).parents[3] / "docs" / "checks"


def test_the_pages_in_the_repository_are_those_the_registry_makes(bank):
    made = pages(bank.wording)
    kept = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")}
    assert kept == made, "run python docs/generate_checks.py"


def test_every_family_has_a_name():
    assert set(FAMILY_NAMES) == set(FAMILIES)


@pytest.mark.parametrize("code", sorted(rules()))
def test_every_rule_has_its_page_and_its_explanation(code, bank):
    rule = rules()[code]
    page = rule_page(rule)
    assert page.startswith(f"## {code}\n")
    for text in (rule.summary, rule.explanation):
        assert text
        assert text in page
    said = explanation(code)
    assert said is not None
    for text in (code, rule.summary, rule.explanation, rule.source, rule.bad, rule.good):
        assert text
        assert text in said


def test_wording_rules_are_listed_under_their_code(bank):
    page = pages(bank.wording)["W.md"]
    for own in rules_by_code(bank.wording).values():
        for entry in own:
            assert f"| {entry.id} |" in page


def test_an_unknown_code_is_not_explained():
    assert explanation("T999") is None


def test_marks_in_an_example_are_not_taken_for_markup():
    rule = rules()["W152"]
    page = rule_page(rule, ())
    assert "<br>" not in page
