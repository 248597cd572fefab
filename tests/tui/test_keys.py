"""Every key of the help screen does what the help screen says."""

from __future__ import annotations

from dataclasses import replace

from textual import events

from nianbao.core.edits import clear_figures
from nianbao.tui import keys
from nianbao.tui.ask import Ask, Write
from nianbao.tui.editor import Editor
from nianbao.tui.help import Help, help_lines
from nianbao.tui.home import Home
from nianbao.tui.new import NewDraft
from nianbao.tui.palette import Palette
from nianbao.tui.paste import PasteScreen
from nianbao.tui.review import Review
from nianbao.tui.workbench import Workbench

FIRST = "requests.received.natural_person"


async def all_pressed(driver, group, scenario):
    """Press the keys of a scenario; each is followed by what must hold then. All keys of the group occur."""
    pressed = set()
    for step in scenario:
        if callable(step):
            made = step()
            if hasattr(made, "__await__"):
                await made
                continue
            assert made is not False
        else:
            key, holds = step
            await driver.press(key)
            pressed.add(key)
            assert holds(), f"{key} ({len(pressed)}): {driver.said}"
    known = {name for key in keys.GROUPS[group] for name in key.key.split(",")}
    assert known <= pressed, f"not pressed: {known - pressed}"


async def test_keys_in_the_tables(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("table3")
        grid = d.grid

        def at(path):
            return lambda: grid.cursor == f"requests.{path}"

        def value(path):
            return d.draft.cells[f"requests.{path}"]

        assert grid.cursor == FIRST
        await all_pressed(
            d,
            "表二、表三、表四",
            [
                ("down", at("carried_in.natural_person")),
                ("up", at("received.natural_person")),
                ("right", at("received.enterprise")),
                ("left", at("received.natural_person")),
                ("end", at("received.total")),
                ("4", lambda: value("received.total") == 12 and "由程序合计" in d.view.query_one(".status").text),
                ("tab", at("carried_in.natural_person")),
                ("shift+tab", at("received.other")),
                ("home", at("received.natural_person")),
                ("enter", at("carried_in.natural_person")),
                ("ctrl+end", at("carried_out.total")),
                ("ctrl+home", at("received.natural_person")),
                ("pagedown", lambda: grid.cursor.endswith("natural_person") and grid.cursor != FIRST),
                ("pageup", at("received.natural_person")),
                ("1", lambda: value("received.natural_person") == 1 and value("received.total") == 3),
                ("2", lambda: value("received.natural_person") == 12),
                ("backspace", lambda: value("received.natural_person") == 1),
                ("b", lambda: "多9件" in d.said),
                ("1", lambda: value("received.natural_person") == 1),
                ("9", lambda: value("received.natural_person") == 19),
                ("b", lambda: value("carried_out.natural_person") == 9),
                ("b", lambda: "不用配平" in d.said),
                ("delete", lambda: FIRST not in d.draft.figures),
                ("shift+right", lambda: len(grid.selected) == 2),
                ("shift+down", lambda: len(grid.selected) == 4),
                ("shift+left", lambda: len(grid.selected) == 2),
                ("shift+up", lambda: grid.selected == {FIRST}),
                ("shift+right", lambda: len(grid.selected) == 2),
                ("ctrl+c", lambda: d.app.clipboard == "0\t2"),
                ("z", lambda: value("received.enterprise") == 0),
                ("down", at("carried_in.enterprise")),
                ("ctrl+v", lambda: isinstance(d.screen, PasteScreen)),
                ("enter", lambda: value("carried_in.enterprise") == 0 and value("carried_in.research") == 2),
                ("ctrl+a", lambda: len(grid.selected) == len(grid.table.figures)),
            ],
        )


async def test_full_width_digits_and_a_decimal_amount(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("table2")
        grid = d.grid
        grid.select("disclosure.fees.amount")
        await d.press("１", "full_stop", "5")
        assert str(d.draft.cells["disclosure.fees.amount"]) == "1.5"
        grid.select("disclosure.penalties.decisions")
        await d.press("1", "full_stop", "5")
        assert "不能有小数" in d.view.query_one(".status").text
        assert d.draft.cells["disclosure.penalties.decisions"] == 1


async def test_keys_of_lists(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("facts")
        at = lambda: d.choices.at  # noqa: E731
        first = at()
        seen = []
        await all_pressed(
            d,
            "各种清单",
            [
                ("down", lambda: at() == first + 1),
                ("up", lambda: at() == first),
                ("pagedown", lambda: at() > first + 5),
                ("pageup", lambda: at() == first),
                ("end", lambda: at() == len(d.choices.items) - 1),
                ("home", lambda: at() == first),
                ("enter", lambda: seen.append(1) or isinstance(d.app.focused, Editor)),
            ],
        )


async def test_keys_of_facts(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("facts")
        d.view.go_to("assessed")
        assert d.draft.facts["assessed"] is True
        await all_pressed(
            d,
            "事项",
            [
                ("n", lambda: d.draft.facts["assessed"] is False),
                lambda: d.view.go_to("assessed"),
                ("y", lambda: d.draft.facts["assessed"] is True),
                lambda: d.view.go_to("assessed"),
                ("delete", lambda: "assessed" not in d.draft.facts),
                ("u", lambda: d.choices.current.key not in d.draft.facts),
                lambda: d.view.go_to("website_posts"),
                ("y", lambda: "要填数字" in d.said),
                ("c", lambda: "没有识别出" in d.said),
                ("n", lambda: d.draft.facts["website_posts"] == 0),
            ],
        )
        d.view.go_to("website_posts")
        await d.press("3", "0", "enter")
        assert d.draft.facts["website_posts"] == 30
        assert d.choices.current.key != "website_posts"
        d.view.go_to("website_posts")
        await d.press("enter")
        await d.write("万")
        await d.press("enter")
        assert "不是数字" in d.said
        assert d.draft.facts["website_posts"] == 30


async def test_three_states_of_a_fact_look_different(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("facts")
        shown = {}
        for item in d.choices.items:
            shown[item.key] = item.lines[0]
        for name, word in (("assessed", "✓"), ("guide_revised", "✗"), ("website_posts", "128条")):
            assert any(word in text for text, _ in shown[name])
        unstated = next(line for key, line in shown.items() if key == "people_trained")
        assert any("未说明" in text for text, _ in unstated)
        assert any("上年96条" in text for text, _ in shown["website_posts"])


async def test_keys_of_the_unit(drive, draft_path):
    async with drive(draft_path) as d:
        d.view.go_to("length")
        await all_pressed(
            d,
            "单位",
            [
                ("right", lambda: d.draft.options.length == "详"),
                ("left", lambda: d.draft.options.length == "常规"),
            ],
        )
        d.view.go_to("name")
        await d.press("enter")
        d.app.focused.load_text("青禾县石门乡人民政府")
        await d.press("enter")
        assert (d.draft.unit.name, d.draft.unit.title) == ("青禾县石门乡人民政府", "青禾县石门乡")
        d.view.go_to("year")
        await d.press("enter")
        d.app.focused.load_text("3000")
        await d.press("enter")
        assert d.draft.year == 2024
        assert "不能填" in d.said


async def test_keys_of_the_narrative(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("narrative")

        def state(name):
            return lambda: d.view.row.sentence.state == name

        def waits():
            return sum(1 for row in d.view._rows.values() if row.sentence.state == "pending")

        d.view.go_to("overview.requests.received")
        before = d.view.sentence.text
        waiting = waits()
        assert waiting > 2

        def edit():
            d.app.focused.load_text("本年我镇新收申请12件。")

        await all_pressed(
            d,
            "正文",
            [
                ("t", lambda: d.view.sentence.text != before),
                ("r", lambda: d.view.sentence.text == before),
                ("r", lambda: "本来就是" in d.said),
                ("e", lambda: isinstance(d.app.focused, Editor)),
                edit,
                ("enter", state("edited")),
                lambda: [s.figure for s in d.view.sentence.spans] != [],
                ("t", lambda: "改写过的句子不换说法" in d.said),
                ("d", lambda: d.view.row.kind == "dropped"),
                ("e", lambda: "先按R恢复" in d.said),
                ("r", lambda: d.view.row.kind == "sentence" and d.view.sentence.text == before),
                ("a", lambda: isinstance(d.app.focused, Editor)),
                lambda: d.write("后面一句[/b]"),
                ("enter", lambda: any(i.text == "后面一句[/b]。" for i in d.draft.narrative)),
                ("i", lambda: isinstance(d.app.focused, Editor)),
                ("escape", lambda: not d.view.query(Editor)),
                ("i", lambda: isinstance(d.app.focused, Editor)),
                lambda: d.write("前面一句"),
                ("enter", lambda: any("-" in i.slot for i in d.draft.narrative)),
                ("b", lambda: "没有可以与数据相连的数" in d.said),
                ("w", state("pending")),
                ("y", lambda: waits() < waiting),
                lambda: d.press("w"),
                ("n", lambda: False in [v for k, v in d.draft.facts.items() if k != "guide_revised"]),
            ],
        )
        text = d.choices.text
        assert "后面一句[/b]。" in text
        assert text.index("前面一句") < text.index(before[:6]) < text.index("后面一句")


async def test_the_numbers_of_an_edited_sentence_follow_their_figures(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("narrative")
        d.view.go_to("overview.requests.received")
        await d.press("e")
        d.app.focused.load_text("本年我镇共新收申请12件，比往年多。")
        await d.press("enter")
        await d.go("table3")
        await d.press("1", "1")
        await d.go("narrative")
        assert "本年我镇共新收申请13件，比往年多。" in d.choices.text


async def test_keys_of_problems(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("problems")
        problems = lambda: [p.text for p in d.draft.problems]  # noqa: E731
        past = lambda: d.draft.last_year.problems[0]  # noqa: E731
        assert "网站更新[不]{及}时%😀" in d.choices.text
        await all_pressed(
            d,
            "问题与改进",
            [
                lambda: d.choices.current.key == ("past", 0),
                ("enter", lambda: isinstance(d.app.focused, Editor)),
                lambda: d.write("补齐了3个栏目"),
                ("enter", lambda: past().answer == "补齐了3个栏目"),
                ("k", lambda: past().status == "已整改"),
                ("k", lambda: past().status == "持续推进"),
                ("m", lambda: "先选一个今年的问题" in d.said),
                ("a", lambda: isinstance(d.app.focused, Editor)),
                lambda: d.write("培训不够。"),
                ("enter", lambda: problems()[-1] == "培训不够"),
                lambda: d.view.go_to("problems.current.2"),
                ("m", lambda: isinstance(d.app.focused, Editor)),
                lambda: d.write("每季度培训一次"),
                ("enter", lambda: d.draft.problems[1].used_measures[0].text == "每季度培训一次"),
                ("shift+up", lambda: problems()[0] == "培训不够"),
                ("shift+down", lambda: problems()[1] == "培训不够"),
                ("s", lambda: d.said != ""),
                lambda: d.press("escape") if d.screen is not d.bench else None,
                lambda: d.view.go_to("problems.current.2"),
                ("delete", lambda: isinstance(d.screen, Ask) and "1项改进措施一起删去" in d.screen.question),
                lambda: d.press("1"),
                lambda: len(problems()) == 1,
            ],
        )


async def test_keys_of_the_check(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("table3")
        await d.press("down", "3")
        await d.go("check")
        finding = next(f for f in d.bench.findings if f.code.startswith("T") and "自然人" in f.where)
        d.view.go_to(finding)

        def repaired():
            return d.draft.cells["requests.carried_in.natural_person"] != 3 or "没有稳妥的改法" in d.said

        await all_pressed(
            d,
            "检查",
            [
                ("i", lambda: isinstance(d.screen, Write)),
                ("enter", lambda: "没有写理由" in d.said),
                ("i", lambda: isinstance(d.screen, Write)),
                lambda: d.write("补录上年的件"),
                ("enter", lambda: d.draft.ignored[0].reason == "补录上年的件"),
                lambda: finding not in d.bench.findings,
                lambda: d.press("end"),
                ("i", lambda: d.draft.ignored == ()),
                lambda: d.view.go_to(finding),
                ("f", repaired),
            ],
        )


async def test_enter_on_a_finding_goes_to_the_very_cell(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("table3")
        await d.press("right", "9")
        await d.go("check")
        finding = next(f for f in d.bench.findings if f.figure and f.figure.endswith(".enterprise"))
        d.view.go_to(finding)
        await d.press("enter")
        await d.settle(4)
        assert d.bench.step == "table3"
        assert d.grid.cursor == finding.figure


async def test_keys_of_the_export(drive, draft_path, tmp_path):
    async with drive(draft_path) as d:
        await d.go("export")
        d.view.go_to("format:txt")
        await all_pressed(
            d,
            "导出",
            [
                ("space", lambda: "txt" in d.view.formats),
                lambda: d.view.go_to("format:docx"),
                ("space", lambda: "docx" not in d.view.formats),
                ("x", lambda: True),
                lambda: d.until(lambda: d.bench.exported),
                ("o", lambda: True),
            ],
        )
        assert {path.suffix for path in tmp_path.glob("*2024*")} == {".html", ".txt"}
        assert "已导出" in d.choices.text


async def test_keys_that_work_everywhere(drive, draft_path):
    async with drive(draft_path) as d:
        bench = d.bench

        def on(kind):
            return lambda: isinstance(d.screen, kind)

        def step(name):
            return lambda: bench.step == name

        await d.go("table3")
        scenario = [
            ("f1", on(Help)),
            ("escape", on(Workbench)),
            ("ctrl+p", on(Palette)),
            ("escape", on(Workbench)),
            ("9", lambda: d.draft.cells[FIRST] == 9),
            ("ctrl+z", lambda: d.draft.cells[FIRST] == 10 and "已撤销" in d.said),
            ("ctrl+y", lambda: d.draft.cells[FIRST] == 9 and "已恢复" in d.said),
            ("ctrl+z", lambda: d.draft.cells[FIRST] == 10),
            ("ctrl+z", lambda: "没有可以撤销" in d.said),
            ("ctrl+y", lambda: d.draft.cells[FIRST] == 9),
            ("ctrl+s", lambda: True),
            lambda: d.until(lambda: not bench.session.dirty),
            ("f3", lambda: bench.has_class("at-side") and "一、总体情况" in bench.query_one("#side").text),
            ("f3", lambda: bench.query_one("#side").mode == "findings"),
            ("f3", lambda: "办理结果" in bench.query_one("#side").text),
            ("f3", lambda: not bench.has_class("at-side")),
            ("f5", on(Review)),
            lambda: d.press("escape"),
            ("f8", step("table4")),
            ("f7", step("table3")),
            ("ctrl+pagedown", step("table4")),
            ("ctrl+pageup", step("table3")),
            ("alt+1", step("unit")),
            lambda: bench.on_key(events.Key("pound_sign", "£")),  # Alt+3 as most terminals send it
            lambda: d.settle(4),
            lambda: bench.step == "table3",
            ("escape", on(Ask)),
            ("4", step("table4")),
            ("f6", lambda: True),
            ("f4", lambda: bench.findings and bench.findings[0].code in d.said),
            ("f9", lambda: d.app.theme == "nianbao-light"),
            ("f9", lambda: d.app.theme == "nianbao-16"),
            ("f9", lambda: d.app.theme == "nianbao-dark"),
            ("f10", on(Home)),
            lambda: d.until(lambda: d.screen.recent),
            lambda: d.press("enter"),
            lambda: d.until(lambda: isinstance(d.screen, Workbench) and d.screen.session is not None),
            ("ctrl+q", lambda: d.app._exit),
        ]
        await all_pressed(d, "随处可用", scenario)


async def test_the_palette_does_what_is_chosen(drive, draft_path):
    async with drive(draft_path) as d:
        await d.press("ctrl+p")
        await d.press(*"F9", "enter")
        await d.settle(4)
        assert d.app.theme == "nianbao-light"


async def test_keys_of_home(drive):
    async with drive() as d:

        def on(kind):
            return lambda: isinstance(d.screen, kind)

        await all_pressed(
            d,
            "首页",
            [
                ("n", on(NewDraft)),
                lambda: d.press("escape"),
                ("l", on(NewDraft)),
                lambda: d.press("escape"),
                ("o", on(Write)),
                lambda: d.press("escape"),
                ("f1", on(Help)),
                lambda: d.press("escape"),
                ("f9", lambda: d.app.theme == "nianbao-light"),
                ("ctrl+q", lambda: d.app._exit),
            ],
        )


async def test_keys_while_writing(drive, draft_path):
    async with drive(draft_path) as d:
        d.view.go_to("self")
        await all_pressed(
            d,
            "填写文字时",
            [
                lambda: d.press("enter"),
                lambda: d.write("啊"),
                ("escape", lambda: d.draft.unit.self_name == "我镇"),
                lambda: d.press("enter"),
                lambda: d.app.focused.load_text("本镇"),
                ("enter", lambda: d.draft.unit.self_name == "本镇"),
            ],
        )


async def test_a_letter_with_caps_lock_does_the_same(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("table3")
        await d.press("Z")
        assert d.draft.cells[FIRST] == 0


async def test_undo_takes_its_turn_among_keys_that_come_in_a_burst(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("table3")
        for key in ("1", "2", "ctrl+z", "3"):
            d.grid.post_message(events.Key(key, key if len(key) == 1 else None))
        await d.settle(6)
        assert d.draft.cells[FIRST] == 3
        await d.press("ctrl+z")
        assert d.draft.cells[FIRST] == 10
        assert d.grid.cell_text(FIRST) == "10"


async def test_what_is_cleared_and_typed_anew_in_a_burst_stays_typed(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("table3")
        for key in ("delete", "3", "tab", "z", "4"):
            d.grid.post_message(events.Key(key, key if len(key) == 1 else None))
        await d.settle(6)
        assert d.draft.cells[FIRST] == 3
        assert d.draft.cells[FIRST.replace("natural_person", "enterprise")] == 4


async def test_a_cell_shown_empty_amid_what_is_typed_takes_no_digit_away(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("table3")
        d.grid.action_clear()
        d.grid._type("2")
        d.view.show(replace(d.view.view, draft=clear_figures(d.draft, (FIRST,))))  # the clearing, a moment late
        for key in "041":
            await d.press(key)
        assert d.draft.cells[FIRST] == 2041
        assert d.grid.cell_text(FIRST) == "2041"


async def test_keys_that_come_before_the_step_has_the_focus_are_not_lost(drive, draft_path):
    async with drive(draft_path) as d:
        d.bench.show_step("table3")
        for key in ("4", "2", "tab", "5"):
            d.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await d.settle(10)
        assert d.draft.cells[FIRST] == 42
        assert d.draft.cells[FIRST.replace("natural_person", "enterprise")] == 5


async def test_a_field_over_an_item_hides_no_other(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("problems")
        before = d.choices.text.split("\n")
        for at in range(len(d.choices.items)):
            if not d.choices.items[at].enabled:
                continue
            d.choices.light(at)
            await d.press("enter")
            editor = d.view.query(Editor).first() if d.view.editing else None
            if editor is None:
                continue
            top = editor.region.y - d.choices.region.y + d.choices.scroll_offset.y
            covered = set(range(top, top + editor.region.height)) - set(d.choices.lit_lines())
            lines = d.choices.text.split("\n")
            assert not any(lines[n].strip() for n in covered if n < len(lines)), lines
            await d.press("escape")
            assert d.choices.text.split("\n") == before


def test_the_help_screen_lists_every_key():
    text = "\n".join("".join(part for part, _ in line) for line in help_lines())
    for group, listed in keys.GROUPS.items():
        assert group in text
        for key in listed:
            assert key.shown in text
            assert key.words in text


def test_no_key_is_given_twice_in_one_place():
    for listed in keys.GROUPS.values():
        names = [name for key in listed for name in key.key.split(",")]
        assert len(names) == len(set(names))
