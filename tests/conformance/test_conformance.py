"""Each case of the YAML files says what must and what must not be found; see README.md here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from nianbao.core.checks import rules, run
from nianbao.core.findings import Case, Finding, PastProblem, matches
from nianbao.core.phrases import Bank
from tests.builders import report

FILES = sorted(Path(__file__).parent.glob("*.yaml"))


def _load(path: Path) -> list[Any]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    families = tuple(content["families"])
    cases = [*content.get("cases", ()), *_of_pairs(content, families)]
    return [pytest.param(case, families, id=f"{path.stem}-{case['id']}") for case in cases]


_NOTHING_SAID = "2023年，政府信息公开工作平稳推进。"


def _of_pairs(content: dict[str, Any], families: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """A right text, and the same with one number at a time wrong, or with other cells."""
    also = [code for code in rules() if matches(code, families)]
    for pair in content.get("pairs", ()):
        unit, part = content["unit"], pair.get("in", "overview")
        figures = {**unit["figures"], **pair.get("figures", {})}
        told = {**unit, "figures": figures, **pair.get("report", {})}
        sections = {"overview": _NOTHING_SAID, **told.get("sections", {}), part: pair["text"]}
        right = {**told, "sections": sections}
        yield {"id": f"{pair['id']}-right", "report": right, "must_not": families}
        must = [pair.get("code", pair["id"][:4])]
        for n, (old, new) in enumerate(pair.get("wrong", {}).items(), start=1):
            assert old in pair["text"], (pair["id"], old)
            changed = {**sections, part: pair["text"].replace(old, new, 1)}
            yield {"id": f"{pair['id']}-{n}", "report": {**told, "sections": changed}, "must": must, "also": also}
        if cells := pair.get("told"):
            other = {**right, "figures": {**figures, **cells}}
            yield {"id": f"{pair['id']}-cells", "report": other, "must": must, "also": also}


CASES = [param for path in FILES for param in _load(path)]


def case_of(data: dict[str, Any], bank: Bank) -> Case:
    previous = report(**data["previous"]) if "previous" in data else None
    return Case(
        report=report(**data.get("report", {})),
        previous=previous,
        facts=data.get("facts", {}),
        last_figures=dict(previous.numbers) if previous else {},
        past_problems=tuple(PastProblem(**item) for item in data.get("past_problems", ())),
        wording=bank.wording,
    )


@pytest.mark.parametrize(("data", "families"), CASES)
def test_case(data, families, bank):
    found = run(case_of(data, bank), families)
    wanted = [{"code": item} if isinstance(item, str) else item for item in data.get("must", ())]
    for item in wanted:
        assert any(_is(finding, item) for finding in found), (item, found)
    allowed = {item["code"] for item in wanted} | set(data.get("also", ()))
    unwanted = [f for f in found if f.severity != "advice" and f.code not in allowed]
    unwanted += [f for f in found if matches(f.code, data.get("must_not", ()))]
    assert not unwanted


_NUMBER = re.compile(r"(?<![\d.])(?!20\d\d(?!\d))\d+(?:\.\d+)?")
_ENORMOUS = ("9" * 31, "1" + "0" * 40, "00000", "9" * 29 + ".333", "1" * 400)


def _with_enormous_numbers(content: Any, rng: Random) -> Any:
    """The texts of a case with some of their numbers, not the years, replaced by what nobody can have meant."""
    if isinstance(content, str):
        return _NUMBER.sub(lambda found: rng.choice(_ENORMOUS) if rng.random() < 0.4 else found[0], content)
    if isinstance(content, dict):
        return {key: _with_enormous_numbers(value, rng) for key, value in content.items()}
    return [_with_enormous_numbers(item, rng) for item in content] if isinstance(content, list) else content


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_numbers_of_any_length_are_looked_at_without_an_error(path, bank):
    rng = Random(path.stem)
    for param in _load(path):
        data = param.values[0]
        if sections := data.get("report", {}).get("sections"):
            enormous = {**data, "report": {**data["report"], "sections": _with_enormous_numbers(sections, rng)}}
            run(case_of(enormous, bank))


def _is(finding: Finding, item: dict[str, Any]) -> bool:
    return all(getattr(finding, key) == value for key, value in item.items())


def test_every_code_in_the_cases_is_a_rule():
    for param in CASES:
        data = param.values[0]
        for item in data.get("must", ()):
            assert (item if isinstance(item, str) else item["code"]) in rules(), data["id"]


def test_ids_are_unique():
    ids = [param.id for param in CASES]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_rule_of_the_families_is_seen_failing_and_passing(path, bank):
    params = _load(path)
    families = params[0].values[1]
    failing: set[str] = set()
    passing: set[str] = set()
    for param in params:
        data = param.values[0]
        found = {f.code for f in run(case_of(data, bank), families)}
        failing |= found
        passing |= {code for code in rules() if matches(code, families)} - found
    elsewhere = yaml.safe_load(path.read_text(encoding="utf-8")).get("elsewhere", ())
    expected = {code for code in rules() if matches(code, families) and not matches(code, elsewhere)}
    assert expected - failing == set()
    assert expected - passing == set()
