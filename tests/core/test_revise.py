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
from nianbao.core.draft import Draft, LastYear, NarrativeItem
from nianbao.core.figures import Unstated
from nianbao.core.form import form
from nianbao.core.merge import numerals
from nianbao.core.numerals import format_number
from nianbao.core.phrases import Bank
from nianbao.core.report import Sentence
from nianbao.core.revise import altered_by, character_diff, go_back, pin, resolve, reviewed, revise, sentences_of
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
    kind = rng.choice([*_KINDS, "joined", "split", "moved"])
    if kind in ("joined", "split", "moved"):
        return restructured(rng, kind, draft, bank, own, sentence)
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


_KINDS = ("before", "middle", "after", "replace", "chinese", "spaced", "about", "wide")


def restructured(
    rng: Random, kind: str, draft: Draft, bank: Bank, own: list[Sentence], sentence: Sentence
) -> tuple[Draft, str, str] | None:
    """Two sentences joined, one split, or one moved elsewhere; the words that must stay."""
    other = rng.choice(own)
    if other.slot == sentence.slot:
        return None
    if kind == "joined":
        text = sentence.text.removesuffix("。") + "，" + other.text
        draft = edits.drop(edits.rewrite(draft, bank, sentence, text), other)
        return draft, str(sentence.slot), words_of(text)
    head, comma, tail = sentence.text.partition("，")
    if kind == "split":
        if not comma or len(tail) < 4:
            return None
        draft = edits.rewrite(draft, bank, sentence, head + "。")
        place, moved = str(sentence.slot), tail
    else:
        draft = edits.drop(draft, sentence)
        place, moved = str(other.slot), sentence.text
    before = {item.slot for item in draft.narrative}
    draft = edits.add_sentence(draft, bank, place, moved)
    slot = next(item.slot for item in draft.narrative if item.slot not in before)
    return draft, slot, words_of(moved)


_UP, _DOWN = re.compile("增长|上升|增加|多收|上涨"), re.compile("下降|减少|少收|降低|回落")


def assert_no_direction_is_stale(draft: Draft, bank: Bank) -> None:
    """A sentence that states one change, and names one direction, names the right one."""
    for sentence in sentences_of(compose(draft, bank)):
        changes = {s.figure.rpartition(".")[0] for s in sentence.spans if s.figure.startswith("change.")}
        up, down = bool(_UP.search(sentence.text)), bool(_DOWN.search(sentence.text))
        if sentence.state == "conflict" or len(changes) != 1 or up == down:
            continue
        difference = draft.values.evaluate(f"{changes.pop()}.difference")
        assert not isinstance(difference, Unstated)
        assert difference > 0 if up else difference < 0, sentence.text


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
        assert_no_direction_is_stale(draft, bank)
        kept = {item.slot: item for item in draft.narrative}
        standing = {s.slot: s for s in sentences_of(compose(draft, bank))}
        for slot, words in edited.items():
            if kept[slot].state == "dropped":
                continue  # joined to another sentence or moved since, by the person
            assert words_of(kept[slot].text or "") == words
            assert words_of(standing[slot].text) == words
    assert_revising_goes_there_and_back(draft, random_change(rng, draft, bank), bank)


def assert_revising_goes_there_and_back(draft: Draft, changed: Draft, bank: Bank) -> None:
    """Revising twice is revising once; the old figures, and going back in the history, give the old text."""
    before = text_of(draft, bank)
    there, _ = revise(draft, changed, bank, day=DAY)
    again, found = revise(there, there.with_(figures=changed.figures, facts=changed.facts), bank, day=DAY)
    assert again == there
    assert {change.kind for change in found} <= {"unchanged", "conflict"}
    back, _ = revise(there, there.with_(figures=draft.figures, facts=draft.facts), bank, day=DAY)
    assert text_of(back, bank) == before
    if len(there.history) > len(draft.history):
        assert text_of(go_back(there, len(draft.history), bank, day=DAY), bank) == before


@settings(max_examples=60)
@given(seed=st.integers(0, 10**9))
def test_a_draft_nobody_has_edited_goes_there_and_back(bank: Bank, seed: int) -> None:
    rng = Random(seed)
    draft = pin(scenario(rng, bank), bank)
    assert_revising_goes_there_and_back(draft, random_change(rng, draft, bank), bank)


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


@settings(max_examples=60)
@given(seed=st.integers(0, 10**9))
def test_a_choice_settles_a_conflict(bank: Bank, seed: int) -> None:
    rng = Random(seed)
    draft = pin(scenario(rng, bank), bank)
    for _ in range(4):
        made = random_edit(rng, draft, bank)
        draft = made[0] if made else draft
    draft, _ = revise(draft, random_change(rng, draft, bank), bank, day=DAY)
    for sentence in sentences_of(compose(draft, bank)):
        if sentence.state != "conflict":
            continue
        slot = str(sentence.slot)
        mine = resolve(draft, bank, slot, "mine")
        assert sentence_in(mine, bank, slot).state in ("edited", "added")
        assert sentence_in(mine, bank, slot).text == sentence.text
        theirs = resolve(draft, bank, slot, "theirs")
        assert all(s.state != "conflict" for s in sentences_of(compose(theirs, bank)) if s.slot == slot)


def test_a_turned_change_is_never_written_with_a_minus(bank: Bank, town: Draft) -> None:
    last = LastYear.model_validate({"figures": {"requests": {"received": {"natural_person": 9}}}})
    fallen = pin(town.with_(last_year=last), bank)
    slot = "overview.requests.change"
    sentence = sentence_in(fallen, bank, slot)
    assert "4" in sentence.text
    edited = edits.rewrite(fallen, bank, sentence, "和上年比，" + sentence.text)
    risen = edited.with_figure("requests.received.natural_person", 20).with_figure(
        "requests.granted.natural_person", 20
    )
    new, changes = revise(edited, risen, bank, day=DAY)
    assert {c.slot: c.kind for c in changes}[slot] == "conflict"
    assert sentence_in(new, bank, slot).text.startswith("和上年比，")
    assert "-" not in sentence_in(new, bank, slot).text
    mine = resolve(new, bank, slot, "mine")
    assert sentence_in(mine, bank, slot).state == "edited"
    assert "4" in sentence_in(mine, bank, slot).text


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


def test_words_moved_to_another_paragraph_are_held_against_the_sentence_they_came_from(bank: Bank, town: Draft) -> None:
    sentence = sentence_in(town, bank, "overview.requests.results")
    moved = edits.add_sentence(edits.drop(town, sentence), bank, "overview.supervision.training", sentence.text)
    slot = moved.narrative[-1].slot
    assert sentence_in(moved, bank, slot).state == "added"
    partly = moved.with_figure("requests.granted.natural_person", 3).with_figure(
        "requests.unavailable.not_held.natural_person", 2
    )
    new, changes = revise(moved, partly, bank, day=DAY)
    assert {c.slot: c.kind for c in changes}[slot] == "conflict"
    taken = resolve(new, bank, slot, "theirs")
    assert sentence_in(taken, bank, slot).state == "added"
    assert "无法提供" in sentence_in(taken, bank, slot).text
    more = moved.with_figure("requests.received.natural_person", 7).with_figure("requests.granted.natural_person", 7)
    assert "7" in sentence_in(revise(moved, more, bank, day=DAY)[0], bank, slot).text


def test_joined_sentence_conflicts_when_what_was_joined_to_it_is_said_otherwise(bank: Bank, town: Draft) -> None:
    slot = "overview.requests.received"
    one, two = sentence_in(town, bank, slot), sentence_in(town, bank, "overview.requests.results")
    joined = edits.drop(edits.rewrite(town, bank, one, one.text.removesuffix("。") + "，" + two.text), two)
    assert sentence_in(joined, bank, slot).state == "edited"
    partly = joined.with_figure("requests.granted.natural_person", 3).with_figure(
        "requests.unavailable.not_held.natural_person", 2
    )
    assert sentence_in(revise(joined, partly, bank, day=DAY)[0], bank, slot).state == "conflict"


def test_withdrawn_fact_of_an_edited_sentence_is_a_conflict_and_a_pending_one_is_his_own(
    bank: Bank, town: Draft
) -> None:
    pending = next(s for s in sentences_of(compose(town, bank)) if s.state == "pending" and s.slot in bank.by_slot)
    own = edits.rewrite(town, bank, pending, "据办公室记录，" + pending.text)
    for shown in (True, False):
        report = compose(own, bank, pending=shown)
        assert next(s for s in sentences_of(report) if s.slot == pending.slot).state == "edited"
    stated = edits.confirm(town, bank, pending)
    slot = str(pending.slot)
    own = edits.rewrite(stated, bank, sentence_in(stated, bank, slot), "据办公室记录，" + pending.text)
    name = pending.asserts[0].removeprefix("facts.")
    assert sentence_in(revise(own, edits.set_fact(own, name, None), bank, day=DAY)[0], bank, slot).state == "conflict"


def test_words_in_a_draft_written_by_hand_are_kept_and_their_numbers_follow(bank: Bank, town: Draft) -> None:
    slot = "overview.requests.received"
    sentence = sentence_in(town, bank, slot)
    data = {"slot": slot, "phrase": sentence.phrase, "generated": sentence.text, "text": "全年收到申请5件，任务较重。"}
    own = town.with_(narrative=(NarrativeItem.model_validate(data),))
    assert sentence_in(own, bank, slot).text == "全年收到申请5件，任务较重。"
    more = own.with_figure("requests.received.natural_person", 9).with_figure("requests.granted.natural_person", 9)
    assert sentence_in(revise(own, more, bank, day=DAY)[0], bank, slot).text == "全年收到申请9件，任务较重。"


def test_text_changed_by_hand_in_the_file_is_never_written_over(bank: Bank, town: Draft) -> None:
    slot = "overview.requests.received"
    sentence = sentence_in(town, bank, slot)
    own = edits.rewrite(town, bank, sentence, "全年收到申请5件，任务较重。")
    item = own.narrative[0]
    assert [s.figure for s in item.bound] == ["requests.received.total"]
    for words in ("今年收到的申请一共有6件。", "全年收到申请6件，任务较重。"):
        changed = own.with_(narrative=(item.model_copy(update={"text": words}),))
        assert sentence_in(changed, bank, slot).text == words
        assert sentence_in(changed, bank, slot).spans == ()


def test_typed_number_that_equals_a_figure_of_its_part_may_be_bound(bank: Bank, town: Draft) -> None:
    slot = "overview.requests.received"
    sentence = sentence_in(town, bank, slot)
    own = edits.rewrite(town, bank, sentence, "申请者均为本地居民，共5位，约5件属于宅基地。")
    offers = edits.binding_choices(own, bank, sentence_in(own, bank, slot))
    assert len(offers) == 1
    assert "requests.received.total" in offers[0].figures
    bound = edits.bind_number(own, sentence_in(own, bank, slot), offers[0], "requests.received.total")
    more = bound.with_figure("requests.received.natural_person", 9).with_figure("requests.granted.natural_person", 9)
    after = sentence_in(revise(bound, more, bank, day=DAY)[0], bank, slot)
    assert after.text == "申请者均为本地居民，共9位，约5件属于宅基地。"


def test_accepted_sentence_stays_when_the_bank_has_new_wording(bank: Bank, town: Draft) -> None:
    slot = "overview.requests.received"
    kept = edits.accept(town, bank, sentence_in(town, bank, slot))
    assert edits.outdated(kept, bank) == ()
    item = kept.narrative[0]
    old = item.model_copy(update={"generated": "旧写法：" + (item.generated or ""), "template": "旧写法", "spans": ()})
    spans = tuple(s.model_copy(update={"start": s.start + 4, "end": s.end + 4}) for s in item.spans)
    kept = kept.with_(narrative=(old.model_copy(update={"spans": spans}),))
    assert [i.slot for i in edits.outdated(kept, bank)] == [slot]
    more = kept.with_figure("requests.received.natural_person", 9).with_figure("requests.granted.natural_person", 9)
    after = sentence_in(revise(kept, more, bank, day=DAY)[0], bank, slot)
    assert after.text.startswith("旧写法：")
    assert "9" in after.text
    bare = kept.with_(narrative=(old,))  # a file by hand, that does not say what its numbers state
    assert not sentence_in(bare, bank, slot).text.startswith("旧写法：")
    none, _ = revise(kept, kept.with_(figures={}), bank, day=DAY)
    assert not sentence_in(none, bank, slot).text.startswith("旧写法：")
    assert not sentence_in(edits.restore(kept, slot), bank, slot).text.startswith("旧写法：")


def test_a_record_of_the_history_says_what_it_changed_and_to_what(town: Draft, bank: Bank) -> None:
    def received(draft: Draft, number: int) -> Draft:
        return draft.with_(figures={**draft.figures, "requests.received.natural_person": number})

    second, _ = revise(town, received(town.with_(facts={"people_trained": 40}), 7), bank, day=DAY)
    third, _ = revise(second, received(second, 9), bank, day=DAY)
    where = "表三·自然人·一、本年新收政府信息公开申请数量"
    assert altered_by(third, 0, bank) == (f"{where} 5→7", "业务培训 2→未说明")
    assert altered_by(third, 1, bank) == (f"{where} 7→9",)


# --- what a revision tells of itself ------------------------------------------------------------------------------


def test_a_review_tells_what_the_figures_did_and_not_what_the_person_did(bank: Bank, town: Draft) -> None:
    slot, other = "overview.requests.received", "overview.requests.results"
    edited = edits.rewrite(town, bank, sentence_in(town, bank, slot), "今年" + sentence_in(town, bank, slot).text)
    assert reviewed(town, edited, bank) == ()
    more = edited.with_figure("requests.received.natural_person", 6).with_figure("requests.granted.natural_person", 6)
    told = {change.slot: change.kind for change in reviewed(edited, more, bank)}
    assert told[slot] == told[other] == "renumbered"
    both = {change.slot for change in reviewed(town, more, bank)}
    assert other in both
    assert slot not in both  # he has rewritten it since: nothing is left to be reviewed
    none = edited.with_(figures={})
    assert {c.slot: c.kind for c in reviewed(town, none, bank)}[slot] == "conflict"  # a conflict always waits for him


def test_a_sentence_that_is_gone_is_told_where_it_stood(bank: Bank, town: Draft) -> None:
    before = [s.slot for s in sentences_of(compose(town, bank))]
    new, changes = revise(town, edits.set_fact(town, "trainings", None), bank, day=DAY)
    gone = [c.slot for c in changes if c.kind == "removed"]
    assert gone
    left = {s.slot for s in sentences_of(compose(new, bank))}
    assert [c.slot for c in changes if c.slot in before] == [s for s in before if s in left or s in gone]


def test_what_decided_on_a_sentence_is_told(bank: Bank, town: Draft) -> None:
    _, changes = revise(town, edits.set_fact(town, "trainings", None), bank, day=DAY)
    assert all("facts.trainings" in c.figures for c in changes if c.kind == "removed")
    _, changes = revise(town, town.with_figure("requests.received.natural_person", 9), bank, day=DAY)
    for change in changes:
        assert (change.kind == "unchanged") == (not change.figures)


def test_a_sentence_with_other_words_is_reworded_and_one_with_other_numbers_renumbered(bank: Bank, town: Draft) -> None:
    more = town.with_figure("requests.received.natural_person", 6).with_figure("requests.granted.natural_person", 6)
    for change in revise(town, more, bank, day=DAY)[1]:
        same = re.sub(r"\d[\d.]*", "", change.before) == re.sub(r"\d[\d.]*", "", change.after)
        assert change.kind == ("unchanged" if change.before == change.after else "renumbered" if same else "reworded")


def test_pinning_records_no_wording_of_a_sentence_that_the_person_wrote(bank: Bank, town: Draft) -> None:
    slot = "overview.requests.received"
    edited = edits.rewrite(town, bank, sentence_in(town, bank, slot), "今年" + sentence_in(town, bank, slot).text)
    fresh = edited.with_(wording={})
    pinned = pin(fresh, bank).wording
    assert slot not in pinned
    assert pinned["overview.requests.results"]
    assert pin(pin(fresh, bank), bank).wording == pinned  # once is enough


def test_a_choice_keeps_its_numbers_tied(bank: Bank, town: Draft) -> None:
    slot = "overview.requests.received"
    edited = edits.rewrite(town, bank, sentence_in(town, bank, slot), "今年" + sentence_in(town, bank, slot).text)
    conflict, _ = revise(edited, edited.with_(figures={}), bank, day=DAY)
    back, _ = revise(conflict, conflict.with_(figures=edited.figures), bank, day=DAY)
    settled = resolve(back, bank, slot, "edit", "经清点，我镇收到申请5件。")
    assert any(span.figure == "requests.received.total" for span in sentence_in(settled, bank, slot).spans)


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        (
            "收到3件。",
            "收到13件。",
            [("收到", False), ("3", True), ("件。", False)],
            [("收到", False), ("13", True), ("件。", False)],
        ),
        ("收到3件", "共收到3件", [("收到3件", False)], [("共", True), ("收到3件", False)]),
        ("收到3件", "收到", [("收到", False), ("3件", True)], [("收到", False)]),
        ("升12.5%", "升12%", [("升", False), ("12.5%", True)], [("升", False), ("12%", True)]),
    ],
)
def test_differences_are_told_in_whole_numbers(before, after, left, right) -> None:
    assert character_diff(before, after) == (left, right)


def test_a_sentence_that_no_one_edited_cannot_be_settled(bank: Bank, town: Draft) -> None:
    with pytest.raises(KeyError):
        resolve(town, bank, "overview.requests.received", "mine")
