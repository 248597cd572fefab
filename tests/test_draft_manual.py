"""The manual of the draft file is what the models, the form and the facts say."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from nianbao.core.form import form
from nianbao.core.phrases import Bank
from nianbao.resources import resource_folder
from nianbao.workflow.banks import build_bank

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def generator() -> Any:
    spec = importlib.util.spec_from_file_location("generate_draft_file", DOCS / "generate_draft_file.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_in_the_repository_is_the_one_the_program_makes(generator: Any) -> None:
    bank = Bank(build_bank([resource_folder("phrasebank")])[0])
    kept = (DOCS / "draft-file.md").read_text("utf-8")
    assert kept == generator.page(bank), "run python docs/generate_draft_file.py"


def test_every_key_of_a_draft_is_explained(generator: Any) -> None:
    for _, place, model in generator.MODELS:
        missing = set(model.model_fields) - set(generator.field_notes(model))
        assert not missing, (place, missing)


def test_every_fact_and_every_input_is_listed(bank: Bank) -> None:
    text = (DOCS / "draft-file.md").read_text("utf-8")
    for name in bank.facts:
        assert f"| `{name}` |" in text
    for figure in form("2021").inputs:
        head = figure.rpartition(".")[0] + ".列" if figure.startswith("requests.") else figure
        assert f"| `{head}` |" in text
