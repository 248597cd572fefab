"""The review of suggestions: every key does what the help says, and the draft keeps what was decided."""

from __future__ import annotations

from nianbao.core.review import is_statement
from nianbao.tui import keys
from nianbao.tui.ask import Ask, Write
from nianbao.tui.suggest import SuggestScreen


async def opened(d):
    await d.go("problems")
    d.view.go_to("problems.current.1")
    await d.press("s")
    await d.until(lambda: isinstance(d.screen, SuggestScreen))
    return d.screen


def problem(d):
    return d.draft.problems[0]


async def test_keys_of_the_review(drive, draft_path):
    async with drive(draft_path) as d:
        screen = await opened(d)
        assert "网站更新[不]{及}时%😀" in screen.query_one("#suggest-problem").text
        statement = screen.lit_wording
        assert is_statement(statement)
        await d.press("y")
        assert problem(d).text == statement.text and problem(d).stated == "网站更新[不]{及}时%😀"
        assert problem(d).state == "accepted" and problem(d).phrase == statement.id
        refused = screen.lit_wording  # the next that waits, and no second statement
        assert not is_statement(refused)
        await d.press("x")
        assert isinstance(d.screen, Ask)
        await d.press("1")
        assert refused.id in problem(d).rejected
        assert next(m for m in problem(d).measures if m.id == refused.id).reason == "与实际不符"
        changed = screen.lit_wording
        await d.press("e")
        assert isinstance(d.screen, Write)
        await d.write("，党政办负责")
        await d.press("enter")
        edited = next(m for m in problem(d).measures if m.id == changed.id)
        assert edited.state == "edited" and edited.text == changed.text + "，党政办负责"
        shown = len(screen.offered)
        await d.press("m")
        assert len(screen.offered) > shown
        before = screen.lit_wording
        await d.press("n")
        assert screen.lit_wording != before
        kind = screen.lit_wording.type
        await d.press("t")
        assert screen.offered[0].type != kind
        assert {key.key for key in keys.SUGGEST} == {"y", "e", "x", "n", "m", "t"}
        await d.press("escape")
        assert d.screen is d.bench
        texts = [m.text for m in problem(d).used_measures]
        assert texts == ["每月检查一次栏目", edited.text]


async def test_what_was_rejected_is_not_offered_again(drive, draft_path):
    async with drive(draft_path) as d:
        screen = await opened(d)
        refused = screen.lit_wording
        await d.press("x", "2")
        await d.press("escape")
        screen = await opened(d)
        assert refused.id not in {w.id for w in screen.offered}


async def test_a_problem_is_picked_where_none_is_lit(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("problems")
        await d.press("end", "s")
        await d.until(lambda: isinstance(d.screen, Ask))
        await d.press("1")
        await d.until(lambda: isinstance(d.screen, SuggestScreen))
        assert d.draft.problems[-1].state == "suggested"
        assert not d.draft.problems[-1].used
        await d.press("y")
        assert d.draft.problems[-1].state == "accepted"


async def test_a_problem_just_written_is_the_one_that_suggestions_are_for(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("problems")
        await d.press("a")
        await d.settle(4)
        await d.write("解读照抄原文")
        await d.press("enter")
        await d.until(lambda: d.choices.current.key == ("now", 1))
        await d.press("s")
        await d.until(lambda: isinstance(d.screen, SuggestScreen))
        assert d.screen.words == "解读照抄原文"
        await d.press("escape")
        assert "S建议" in d.bench.query_one("#keys").text  # the keys stand there again, not an empty word
