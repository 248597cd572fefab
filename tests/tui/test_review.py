"""The review of what changed in the text, and the history of revisions."""

from __future__ import annotations

import pytest

from nianbao.core.compose import compose
from nianbao.core.revise import sentences_of
from nianbao.tui.ask import Ask, Write
from nianbao.tui.review import Review, change_lines
from nianbao.tui.workbench import Workbench
from nianbao.writers.draft_file import draft_text
from tests.tui.test_keys import all_pressed

RECEIVED = "overview.requests.received"


def text_of(d, slot):
    report = compose(d.draft, d.bench.session.bank)
    return next((s.text for s in sentences_of(report) if s.slot == slot), None)


async def raise_received(d, *digits):
    await d.go("table3")
    d.grid.select("requests.received.natural_person")
    await d.press(*digits)
    await d.until(lambda: not d.bench.behind)


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_keys_of_the_review(drive, draft_path, size):
    async with drive(draft_path, size) as d:
        await d.go("narrative")
        d.view.go_to(RECEIVED)
        await d.press("e")
        d.app.focused.load_text("本年我镇共新收申请12件，比往年多。")
        await d.press("enter")
        assert not d.bench.changes.open  # what a person writes himself is no change to look at
        await raise_received(d, "1", "3")
        assert "处变化，按F5查看" in d.bench.query_one("#title").text
        moved = {change.slot for change in d.bench.changes.open}
        assert RECEIVED in moved

        def left(slot):
            return slot in d.screen.changes

        def light(kind):
            def do():
                items = d.screen.query_one("#changes").items
                at = next(n for n, i in enumerate(items) if d.screen.changes[i.key].kind == kind)
                d.screen.query_one("#changes").light(at)

            return do

        before = len(d.bench.changes.open)
        await d.press("f5")
        assert isinstance(d.screen, Review)
        await d.settle(3)
        assert "本年我镇共新收申请15件，比往年多。" in d.screen.query_one("#changes").text.replace("\n", "")
        await all_pressed(
            d,
            "正文的变化",
            [
                ("y", lambda: len(d.screen.changes) == before - 1),
                ("e", lambda: isinstance(d.screen, Write)),
                lambda: d.press("escape"),
                ("k", lambda: len(d.screen.changes) == before - 2),
                ("a", lambda: all(c.kind != "renumbered" for c in d.screen.changes.values())),
                ("h", lambda: isinstance(d.screen, Ask) or "没有改动" in d.screen.query_one("#keys").text),
                lambda: d.press("escape"),
                ("escape", lambda: isinstance(d.screen, Workbench)),
            ],
        )


async def test_a_conflict_waits_until_one_of_the_texts_is_chosen(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("narrative")
        d.view.go_to(RECEIVED)
        await d.press("e")
        d.app.focused.load_text("本年我镇共新收申请12件，比往年多。")
        await d.press("enter")
        await d.go("table3")
        for column in ("natural_person", "enterprise"):
            d.grid.select(f"requests.received.{column}")
            await d.press("0")
        await d.until(lambda: any(i.conflict for i in d.draft.narrative if i.slot == RECEIVED))
        item = next(i for i in d.draft.narrative if i.slot == RECEIVED)
        assert item.conflict is not None
        assert item.conflict.mine == "本年我镇共新收申请12件，比往年多。"
        await d.press("f5")
        await d.settle(3)
        at = next(n for n, i in enumerate(d.screen.query_one("#changes").items) if i.key == RECEIVED)
        d.screen.query_one("#changes").light(at)
        shown = d.screen.query_one("#changes").text
        assert all(name in shown for name in ("原句", "新句", "我的"))
        await d.press("k")
        assert text_of(d, RECEIVED) == "本年我镇共新收申请0件，比往年多。"
        await d.press("escape", "ctrl+z")
        await d.press("f5")
        await d.settle(3)
        at = next(n for n, i in enumerate(d.screen.query_one("#changes").items) if i.key == RECEIVED)
        d.screen.query_one("#changes").light(at)
        await d.press("y")
        assert "12" not in (text_of(d, RECEIVED) or "")
        assert not any(i.slot == RECEIVED for i in d.draft.narrative)


async def test_undo_gives_back_the_file_and_history_the_old_text(drive, draft_path):
    async with drive(draft_path) as d:
        before, text = draft_text(d.draft), text_of(d, RECEIVED)
        await raise_received(d, "9")
        await d.press("ctrl+z")
        assert draft_text(d.draft) == before
        await raise_received(d, "9")
        assert text_of(d, RECEIVED) != text
        await d.press("f5")
        await d.settle(3)
        for _ in range(20):
            if not d.screen.changes:
                break
            await d.press("y")
        assert [record.what for record in d.draft.history] == ["改动数据1项"]
        await d.press("h")
        assert "表三·自然人·一、本年新收政府信息公开申请数量 10→" in d.screen.query_one("#answers").text.replace(
            "\n", ""
        )
        await d.press("1")
        assert text_of(d, RECEIVED) == text
        assert len(d.draft.history) == 2


def test_before_and_after_stand_side_by_side_where_there_is_room():
    from nianbao.core.revise import Change

    change = Change("a", "renumbered", "收到申请3件。", "收到申请12件。")
    assert len(change_lines(change, 60, "一、总体情况")) == 4
    wide = change_lines(change, 120, "一、总体情况")
    assert len(wide) == 3
    assert "".join(t for t, _ in wide[1]).split() == ["收到申请3件。", "│", "收到申请12件。"]
    assert ("3", "gone") in wide[1]
    assert ("12", "good") in wide[1]


async def test_rewriting_a_sentence_moves_no_other_by_a_character(drive, draft_path):
    async with drive(draft_path) as d:

        def others(changed):
            report = compose(d.draft, d.bench.session.bank)
            return {s.slot: s.text for s in sentences_of(report) if s.slot not in changed}

        await d.go("narrative")
        slots = [s for s in others(()) if s.startswith("overview.")]
        for n, slot in enumerate(slots[:5], 1):
            before = others(slots[:n])
            d.view.go_to(slot)
            await d.press("e")
            d.app.focused.load_text("组织" + d.view.sentence.text)
            await d.press("enter")
            await d.settle(3)
            assert others(slots[:n]) == before
