"""Plain official ways to say what the tables hold: right as they stand, wrong with one number changed.

tests/data/phrasings.yaml holds each way with the choices of words that make no difference. Some of their many
combinations are looked at in every run, always the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from nianbao.core.checks import run
from nianbao.core.findings import Case, Finding
from tests.builders import report

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "data" / "phrasings.yaml").read_text(encoding="utf-8")
)
TEXTS = [
    pytest.param(text, id=f"{topic}-{n}") for topic, texts in DATA["texts"].items() for n, text in enumerate(texts)
]
TRIED = 5
"""Combinations of words of each text."""
_CHOICE = re.compile(r"\{([^{}]*)\}|<(\w+)>")
_NUMBER = re.compile(r"([#?])(\d+(?:\.\d+)?)")


def wordings(text: str) -> Iterator[str]:
    """Some of the texts that the choices of one allow."""
    rng = Random(text)
    for _ in range(TRIED):
        made = text
        while (choice := _CHOICE.search(made)) is not None:
            options = DATA["words"][choice[2]] if choice[2] else choice[1].split("|")
            made = made[: choice.start()] + rng.choice(options) + made[choice.end() :]
        yield made


def findings(text: str) -> list[Finding]:
    made = report(**DATA["unit"], figures=DATA["figures"], sections={"overview": _NUMBER.sub(r"\2", text)})
    return [f for f in run(Case(made), ("N",)) if f.severity != "advice"]


def with_one_changed(text: str) -> Iterator[str]:
    """The text with each number of the tables in turn one more than it is."""
    for number in _NUMBER.finditer(text):
        if number[1] == "#":
            more = f"{float(number[2]) + 1:.2f}" if "." in number[2] else str(int(number[2]) + 1)
            yield f"{text[: number.start()]}{more}{text[number.end() :]}"


@pytest.mark.parametrize("text", TEXTS)
def test_a_right_text_is_right_in_any_words(text: str) -> None:
    for wording in wordings(text):
        assert not findings(wording), wording


@pytest.mark.parametrize("text", TEXTS)
def test_one_more_than_the_tables_hold_is_found(text: str) -> None:
    rng = Random(text)
    for wording in wordings(text):
        changed = list(with_one_changed(wording))
        if changed:
            one = rng.choice(changed)
            assert findings(one), _NUMBER.sub(r"\2", one)


@pytest.mark.parametrize("seed", range(60))
def test_right_texts_are_right_one_behind_another(seed: int) -> None:
    """What a sentence speaks of is not carried on to others that speak of something else."""
    rng = Random(seed)
    texts = [next(wordings(param.values[0])) for param in rng.sample(TEXTS, rng.randint(2, 6))]  # type: ignore[arg-type]
    text = rng.choice(("", "\n")).join(texts)
    assert not findings(text), text
