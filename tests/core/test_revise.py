"""Histories of edits and revisions: no stale number, no lost word, the old figures give the old text."""

from __future__ import annotations

import datetime
import os
import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.core import edits
from nianbao.core.compose import compose
from nianbao.core.draft import Draft
from nianbao.core.figures import Unstated
from nianbao.core.form import form
from nianbao.core.merge import numerals
from nianbao.core.numerals import format_number
from nianbao.core.phrases import Bank
from nianbao.core.report import Sentence
from nianbao.core.revise import go_back, pin, resolve, revise, sentences_of
from nianbao.core.scenarios import scenario

DAY = datetime.date(2026, 1, 9)
HISTORIES = int(os.environ.get("NIANBAO_HISTORIES", "120"))
"""Random histories to try; `make histories` tries 10,000."""


def text_of(draft: Draft, bank: Bank) -> str:
    return compose(draft, bank).narrative


def assert_numbers_are_the_figures(draft: Draft, bank: Bank) -> None:
    for sentence in sentences_of(compose(draft, bank)):
        if sentence.state == "conflict":
            continue
        for span in sentence.spans:
            value = draft.values.evaluate(span.figure)
            assert not isinstance(value, Unstated)
            assert sentence.text[span.start : span.end] == format_number(value, span.format)


def words_of(text: str) -> str:
    return re.sub(r"[\d.%]+", "", text)


def test_an_edited_sentence_does_not_conflict_with_itself(bank: Bank) -> None:
    rng = Random(8)
    for _ in range(40):
        draft = scenario(rng, bank)
        for sentence in sentences_of(compose(draft, bank)):
            if sentence.slot in bank.by_slot and not str(sentence.slot).startswith("problems."):
                edited = edits.rewrite(draft, bank, sentence, "经统计，" + sentence.text)
                now = next(s for s in sentences_of(compose(edited, bank)) if s.slot == sentence.slot)
                assert (now.state, now.text) == ("edited", "经统计，" + sentence.text)


def random_edit(rng: Random, draft: Draft, bank: Bank) -> tuple[Draft, str, str] | None:
    """An edit of the real kind; the draft after it, the slot, and the person's words (without numbers)."""
    own = [s for s in sentences_of(compose(draft, bank)) if s.slot and s.slot in bank.by_slot and s.state == "plain"]
    own = [s for s in own if not s.slot.startswith("problems.") and len(s.text) > 12]
    if not own:
        return None
    sentence = rng.choice(own)
    text = sentence.text
    spans = sentence.spans
    kind = rng.choice(["before", "middle", "after", "replace", "chinese", "spaced", "about", "wide"])
    if kind == "before":
        text = "经统计，" + text
    elif kind == "middle":
        at = text.find("，") + 1 or len(text) - 1
        text = text[:at] + "按照县里的统一口径，" + text[at:]
    elif kind == "after":
        text = text.removesuffix("。") + "，情况较为平稳。"
    elif kind == "replace":
        text = text.replace("政府信息", "政务信息").removesuffix("。") + "（已核）。"
    elif spans:
        span = rng.choice(spans)
        digits = text[span.start : span.end]
        new = {"chinese": "三", "spaced": f"{digits} ", "about": "约300", "wide": "４２"}[kind]
        text = text[: span.start] + new + text[span.end :]
    else:
        text = "经统计，" + text
    return edits.rewrite(draft, bank, sentence, text), str(sentence.slot), words_of(text)


def random_change(rng: Random, draft: Draft, bank: Bank) -> Draft:
    """New figures or facts, as they come late and change."""
    figures = dict(draft.figures)
    for _ in range(rng.randint(1, 4)):
        figure = rng.choice(sorted(form(draft.form).inputs))
        figures[figure] = rng.choice((0, 1, 2, 7, 30, 1200))
    changed = draft.with_(figures={k: v for k, v in figures.items() if v})
    if rng.random() < 0.4:
        fact = rng.choice([f for f in bank.facts.values() if f.type in ("count", "yesno")])
        value = rng.choice((None, 0, 1, 5)) if fact.type == "count" else rng.choice((None, True, False))
        changed = edits.set_fact(changed, fact.id, value)
    return changed


@settings(max_examples=HISTORIES)
@given(seed=st.integers(0, 10**9))
def test_history_keeps_every_number_true_and_every_word(bank: Bank, seed: int) -> None:
    rng = Random(seed)
    draft = pin(scenario(rng, bank), bank)
    edited: dict[str, str] = {}
    for _ in range(rng.randint(1, 5)):
        step = rng.random()
        if step < 0.5:
            made = random_edit(rng, draft, bank)
            if made is not None:
                draft, slot, words = made
                edited[slot] = words
        elif step < 0.6:
            own = [s for s in sentences_of(compose(draft, bank)) if s.slot in bank.by_slot and s.slot not in edited]
            if own:
                draft = edits.turn(draft, bank, rng.choice(own)) or draft
        else:
            draft, _ = revise(draft, random_change(rng, draft, bank), bank, day=DAY)
        assert_numbers_are_the_figures(draft, bank)
        kept = {item.slot: item for item in draft.narrative}
        standing = {s.slot: s for s in sentences_of(compose(draft, bank))}
        for slot, words in edited.items():
            assert words_of(kept[slot].text or "") == words
            assert words_of(standing[slot].text) == words


@settings(max_examples=100)
@given(seed=st.integers(0, 10**9))
def test_revising_back_restores_the_text(bank: Bank, seed: int) -> None:
    rng = Random(seed)
    draft = pin(scenario(rng, bank), bank)
    for _ in range(rng.randint(0, 2)):
        made = random_edit(rng, draft, bank)
        draft = made[0] if made else draft
    before = text_of(draft, bank)
    there, _ = revise(draft, random_change(rng, draft, bank), bank, day=DAY)
    back, _ = revise(there, there.with_(figures=draft.figures, facts=draft.facts), bank, day=DAY)
    assert text_of(back, bank) == before
    if there.history:
        assert text_of(go_back(there, 0, bank, day=DAY), bank) == before


@settings(max_examples=60)
@given(seed=st.integers(0, 10**9))
def test_revising_twice_is_revising_once(bank: Bank, seed: int) -> None:
    rng = Random(seed)
    draft = scenario(rng, bank)
    changed = random_change(rng, draft, bank)
    once, _ = revise(draft, changed, bank, day=DAY)
    twice, again = revise(once, once.with_(figures=changed.figures, facts=changed.facts), bank, day=DAY)
    assert twice == once
    assert {change.kind for change in again} <= {"unchanged", "conflict"}


@settings(max_examples=60)
@given(seed=st.integers(0, 10**9))
def test_a_sentence_without_changed_figures_does_not_move(bank: Bank, seed: int) -> None:
    rng = Random(seed)
    draft = pin(scenario(rng, bank), bank)
    new, changes = revise(draft, random_change(rng, draft, bank), bank, day=DAY)
    for change in changes:
        if change.kind == "renumbered":
            assert change.figures or change.before == change.after
        if change.kind == "unchanged":
            assert change.before == change.after
    assert [c.after for c in changes if c.after] == [s.text for s in sentences_of(compose(new, bank))]


@pytest.fixture
def town(bank: Bank) -> Draft:
    data = {
        "year": 2024,
        "unit": {"name": "青禾县柳桥镇人民政府", "kind": "镇"},
        "figures": {"requests": {"received": {"natural_person": 5}, "granted": {"natural_person": 5}}},
        "facts": {"trainings": 2, "people_trained": 40},
    }
    return pin(Draft.model_validate(data), bank)


def sentence_in(draft: Draft, bank: Bank, slot: str) -> Sentence:
    return next(s for s in sentences_of(compose(draft, bank)) if s.slot == slot)


def test_number_renews_inside_an_edited_sentence(bank: Bank, town: Draft) -> None:
    slot = "overview.requests.received"
    sentence = sentence_in(town, bank, slot)
    edited = edits.rewrite(town, bank, sentence, "今年比往年忙，" + sentence.text)
    changed = edited.with_figure("requests.received.natural_person", 8).with_figure(
        "requests.granted.natural_person", 8
    )
    new, changes = revise(edited, changed, bank, day=DAY)
    after = sentence_in(new, bank, slot)
    assert after.state == "edited"
    assert after.text.startswith("今年比往年忙，")
    assert [n for _, _, n in numerals(after.text) if n != 2024] == [8]
    assert {c.slot: c.kind for c in changes}[slot] == "renumbered"


def test_flip_to_zero_of_an_edited_sentence_is_a_conflict(bank: Bank, town: Draft) -> None:
    slot = "overview.requests.received"
    sentence = sentence_in(town, bank, slot)
    edited = edits.rewrite(town, bank, sentence, "据登记，" + sentence.text)
    new, changes = revise(edited, edited.with_(figures={}), bank, day=DAY)
    assert {c.slot: c.kind for c in changes}[slot] == "conflict"
    item = next(item for item in new.narrative if item.slot == slot)
    assert item.conflict is not None
    assert item.conflict.mine == item.text
    assert "0" not in item.conflict.theirs
    taken = resolve(new, bank, slot, "theirs")
    assert sentence_in(taken, bank, slot).state == "plain"
    own = resolve(new, bank, slot, "edit", "我镇全年没有收到申请。")
    assert sentence_in(own, bank, slot).text == "我镇全年没有收到申请。"
    assert sentence_in(own, bank, slot).state == "edited"


def test_overwritten_number_is_the_persons_until_its_figure_changes(bank: Bank, town: Draft) -> None:
    slot = "overview.requests.received"
    sentence = sentence_in(town, bank, slot)
    span = next(s for s in sentence.spans if s.figure != "year")
    text = sentence.text[: span.start] + "六" + sentence.text[span.end :]
    edited = edits.rewrite(town, bank, sentence, text)
    assert sentence_in(edited, bank, slot).state == "edited"
    assert sentence_in(edited, bank, slot).text == text
    new, _ = revise(edited, edited.with_figure("requests.received.natural_person", 9), bank, day=DAY)
    assert sentence_in(new, bank, slot).state == "conflict"


def test_withdrawn_fact_takes_its_sentence_out(bank: Bank, town: Draft) -> None:
    new, changes = revise(town, edits.set_fact(town, "trainings", None), bank, day=DAY)
    removed = [c for c in changes if c.kind == "removed"]
    assert any("2" in c.before and "培训" in c.before for c in removed)
    assert "培训2次" not in text_of(new, bank)
