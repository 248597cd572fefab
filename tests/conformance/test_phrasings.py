"""Plain official ways to say what the tables hold: right as they stand, wrong with one number changed.

tests/data/phrasings*.yaml hold each way with the choices of words that make no difference. Some of their many
combinations are looked at in every run, always the same ones. A way is a text, or a mapping of its `text` and any of
`told` (cells with which it is wrong), `in` (the section it stands in, if not the first) and `unit` (what differs in the
unit of the file).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
import yaml

from nianbao.core.checks import run
from nianbao.core.findings import Case, Finding
from tests.builders import report


class Way(NamedTuple):
    """A text with its choices, its file, cells with which it is wrong, the section and the unit it is of."""

    data: Mapping[str, Any]
    text: str
    told: Mapping[str, int]
    section: str
    unit: Mapping[str, Any]


def _ways(path: Path) -> Iterator[Any]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for topic, texts in data["texts"].items():
        for n, entry in enumerate(texts):
            more: Mapping[str, Any] = {"text": entry} if isinstance(entry, str) else entry
            unit = {**data["unit"], **more.get("unit", {})}
            way = Way(data, more["text"], more.get("told", {}), more.get("in", "overview"), unit)
            yield pytest.param(way, id=f"{topic}-{n}")


FILES = sorted((Path(__file__).parents[1] / "data").glob("phrasings*.yaml"))
WAYS = [param for path in FILES for param in _ways(path)]
TRIED = 5
"""Combinations of words of each text."""
_CHOICE = re.compile(r"\{([^{}]*)\}|<(\w+)>")
_NUMBER = re.compile(r"([#?])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)")


def wordings(way: Way) -> Iterator[str]:
    """Some of the texts that the choices of one allow."""
    rng = Random(way.text)
    for _ in range(TRIED):
        made = way.text
        while (choice := _CHOICE.search(made)) is not None:
            options = way.data["words"][choice[2]] if choice[2] else choice[1].split("|")
            made = made[: choice.start()] + rng.choice(options) + made[choice.end() :]
        yield made


def findings(way: Way, text: str, cells: Mapping[str, int] | None = None) -> list[Finding]:
    figures = {**way.data["figures"], **(cells or {})}
    others = dict.fromkeys(("overview", "problems", "other"), "")
    made = report(**way.unit, figures=figures, sections={**others, way.section: _NUMBER.sub(r"\2", text)})
    return [f for f in run(Case(made), ("N",)) if f.severity != "advice"]


def with_one_changed(text: str) -> Iterator[str]:
    """The text with each number of the tables in turn one more than it is."""
    for number in _NUMBER.finditer(text):
        if number[1] == "#":
            if "," in number[2]:
                more = f"{int(number[2].replace(',', '')) + 1:,}"
            elif "." in number[2]:
                more = f"{float(number[2]) + 1:.2f}"
            else:
                more = str(int(number[2]) + 1)
            yield f"{text[: number.start()]}{more}{text[number.end() :]}"


@pytest.mark.parametrize("way", WAYS)
def test_a_right_text_is_right_in_any_words(way: Way) -> None:
    for wording in wordings(way):
        assert not findings(way, wording), wording


@pytest.mark.parametrize("way", [param for param in WAYS if "#" in param.values[0].text])
def test_one_more_than_the_tables_hold_is_found(way: Way) -> None:
    rng = Random(way.text)
    for wording in wordings(way):
        changed = list(with_one_changed(wording))
        if changed:
            one = rng.choice(changed)
            assert findings(way, one), _NUMBER.sub(r"\2", one)


@pytest.mark.parametrize("way", [param for param in WAYS if param.values[0].told])
def test_none_where_the_tables_have_some_is_found(way: Way) -> None:
    for wording in wordings(way):
        assert findings(way, wording, way.told), wording


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_right_texts_are_right_one_behind_another(path: Path, seed: int) -> None:
    """What a sentence speaks of is not carried on to others that speak of something else."""
    rng = Random(seed)
    of_file = [param.values[0] for param in _ways(path)]
    first = rng.choice(of_file)
    ways = [way for way in of_file if way.section == first.section and way.unit == first.unit]
    texts = [next(wordings(way)) for way in rng.sample(ways, min(len(ways), rng.randint(2, 6)))]
    text = rng.choice(("", "\n")).join(texts)
    assert not findings(first, text), text
