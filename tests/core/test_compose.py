"""Composing: complete, true to the figures, nothing asserted that nobody stated."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.core.compose import compose
from nianbao.core.draft import Draft
from nianbao.core.figures import Unstated
from nianbao.core.form import form
from nianbao.core.kinds import KINDS
from nianbao.core.merge import PERIODS
from nianbao.core.numerals import format_number
from nianbao.core.phrases import Bank
from nianbao.core.report import Report, Sentence
from nianbao.core.scenarios import UNITS, random_facts, scenario

SEEDS = st.integers(0, 10**9)


def sentences(report: Report) -> list[Sentence]:
    return [s for _, paragraph in report.paragraphs() for s in paragraph.sentences if not paragraph.level]


def random_draft(rng: Random, bank: Bank) -> Draft:
    """Any figures at all, balanced or not."""
    draft = scenario(rng, bank)
    if rng.random() < 0.5:
        inputs = sorted(form("2021").inputs)
        figures = {rng.choice(inputs): rng.choice((0, 1, 2, 99, 10**6)) for _ in range(rng.randint(0, 60))}
        draft = draft.with_(figures=figures)
    return draft


@settings(max_examples=150)
@given(SEEDS)
def test_every_number_is_its_figure_and_has_one(bank: Bank, seed: int) -> None:
    draft = random_draft(Random(seed), bank)
    own = {str(value) for value in draft.facts.values() if isinstance(value, str)}
    for sentence in sentences(compose(draft, bank)):
        bare = sentence.text
        for span in reversed(sentence.spans):
            value = draft.values.evaluate(span.figure)
            assert not isinstance(value, Unstated)
            assert sentence.text[span.start : span.end] == format_number(value, span.format)
            bare = bare[: span.start] + bare[span.end :]
        for words in own:
            bare = bare.replace(words, "")
        assert not re.search(r"\d", re.sub(r"〔\d{4}〕\d+号|第\d+号|\d+月\d+日", "", bare)), sentence.text


@settings(max_examples=100)
@given(SEEDS)
def test_sections_and_parts_are_complete_and_well_formed(bank: Bank, seed: int) -> None:
    draft = random_draft(Random(seed), bank)
    report = compose(draft, bank, pending=False)
    assert [section.key for section in report.sections] == [s.key for s in form("2021").sections]
    overview = report.section("overview")
    assert overview is not None
    headings = [p.text for p in overview.paragraphs if p.level == 2]
    assert [heading[:3] for heading in headings] == ["（一）", "（二）", "（三）", "（四）", "（五）"]
    for sentence in sentences(report):
        assert sentence.text.endswith(("。", "；", "：")), sentence.text
        assert not re.search(r"[，。；：、]{2}|[{}\ue000-\uf8ff]|None|  ", sentence.text), sentence.text
    other = report.section("other")
    assert other is not None
    assert other.paragraphs


@settings(max_examples=100)
@given(SEEDS)
def test_nothing_is_asserted_that_nobody_stated(bank: Bank, seed: int) -> None:
    rng = Random(seed)
    draft = random_draft(rng, bank).with_(facts={})
    for sentence in sentences(compose(draft, bank, pending=False)):
        if sentence.phrase in bank.variants:
            assert bank.variants[sentence.phrase][0].asserts == (), sentence.text


@settings(max_examples=60)
@given(SEEDS)
def test_offers_wait_and_denials_silence(bank: Bank, seed: int) -> None:
    rng = Random(seed)
    draft = random_draft(rng, bank)
    for sentence in sentences(compose(draft, bank)):
        if sentence.phrase not in bank.variants:
            continue
        asserts = bank.variants[sentence.phrase][0].asserts
        values = [draft.values.get(path) for path in asserts]
        assert all(value for value in values if not isinstance(value, Unstated)), sentence.text
        waiting = any(isinstance(value, Unstated) for value in values)
        assert (sentence.state == "pending") == waiting


@settings(max_examples=60)
@given(SEEDS)
def test_same_draft_same_text(bank: Bank, seed: int) -> None:
    draft = random_draft(Random(seed), bank)
    assert compose(draft, bank) == compose(draft.with_(), bank)


@settings(max_examples=60)
@given(SEEDS)
def test_the_year_is_named_once_a_paragraph(bank: Bank, seed: int) -> None:
    draft = random_draft(Random(seed), bank)
    for section, paragraph in compose(draft, bank).paragraphs():
        if section is not None and section.key == "overview":
            assert paragraph.text.count(f"{draft.year}年") <= 1, paragraph.text


@settings(max_examples=100)
@given(SEEDS)
def test_no_two_sentences_share_a_long_run(bank: Bank, seed: int) -> None:
    draft = random_draft(Random(seed), bank)
    report = compose(draft, bank)
    terms = sorted(bank.terms, key=len, reverse=True)
    seen: dict[str, str] = {}
    for sentence in sentences(report):
        if sentence.slot is None or sentence.slot.startswith("problems."):
            continue
        text = sentence.text
        for words in (
            draft.unit.name,
            draft.unit.title,
            *terms,
            *(w for w in draft.facts.values() if isinstance(w, str)),
        ):
            text = text.replace(words, "\n")
        text = re.sub(r"\d+", "0", text)  # how long a number is says nothing of the words
        for run in {text[n : n + 12] for n in range(len(text) - 11)}:
            if "\n" not in run:
                assert seen.setdefault(run, sentence.slot) == sentence.slot, (run, seen[run], sentence.slot)


@settings(max_examples=100)
@given(SEEDS)
def test_neighbours_do_not_begin_alike_where_another_way_holds(bank: Bank, seed: int) -> None:
    draft = scenario(Random(seed), bank)
    alike = total = 0
    for _, paragraph in compose(draft, bank, pending=False).paragraphs():
        for one, two in pairwise(paragraph.sentences):
            if two.phrase in bank.variants:
                total += 1
                alike += one.text[:2] == two.text[:2]
                assert not (one.text.startswith(PERIODS) and one.text[:2] == two.text[:2])
    assert alike <= total * 0.1


@pytest.mark.parametrize("kind", KINDS)
def test_lengths_grow(bank: Bank, kind: str) -> None:
    rng = Random(5)
    facts = random_facts(rng, [f for f in bank.facts.values() if f.concerns(kind)], 1.0)
    facts = {k: (v or 3) if not isinstance(v, bool) else True for k, v in facts.items()}
    draft = Draft.model_validate(
        {
            "year": 2024,
            "unit": {"name": UNITS[kind], "kind": kind},
            "figures": {
                "requests": {
                    "received": {"natural_person": 12, "enterprise": 4},
                    "granted": {"natural_person": 8, "enterprise": 3},
                    "refused": {"third_party": {"natural_person": 2}},
                    "unavailable": {"not_held": {"natural_person": 1, "enterprise": 1}},
                    "carried_out": {"natural_person": 1},
                }
            },
        }
    ).with_(facts=facts)
    sizes = {}
    for length in ("简", "常规", "详"):
        overview = compose(draft.with_length(length), bank).section("overview")
        assert overview is not None
        sizes[length] = sum(len(p.text) for p in overview.paragraphs)
    assert 300 <= sizes["简"] <= 800
    assert 650 <= sizes["常规"] <= 1300
    assert 1100 <= sizes["详"] <= 2400
    assert sizes["简"] < sizes["常规"] < sizes["详"]


def test_last_years_wording_is_avoided(bank: Bank) -> None:
    rng = Random(3)
    for _ in range(20):
        draft = scenario(rng, bank).with_(last_year=None)
        used = {s.phrase for s in sentences(compose(draft, bank)) if s.phrase in bank.variants}
        from nianbao.core.draft import LastYear

        again = compose(draft.with_(last_year=LastYear(phrases=tuple(sorted(map(str, used))))), bank)
        for sentence in sentences(again):
            if sentence.phrase in used:
                assert sentence.phrase is not None
                phrase = bank.variants[sentence.phrase][0]
                assert all(v.id in used for v in phrase.variants) or len(phrase.variants) < 3, sentence.text
