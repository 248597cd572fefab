"""No width between 60 and 200 breaks a frame, and text is shown as it is."""

import pytest
from rich.cells import cell_len

from nianbao.core.report import Paragraph, Sentence
from nianbao.tui.lines import Item, clean
from nianbao.tui.preview import paragraph_lines, preview_lines

ODD = "[b]粗[/b] {{x}} 100% [/表三] 😀👨‍👩‍👧 \x1b[31m制\t表"
STEPS = ("unit", "table2", "table3", "table4", "facts", "problems", "narrative", "check", "export")


def rows(app):
    """The screen as a terminal gets it, row by row."""
    compositor = app.screen._compositor
    return ["".join(segment.text for segment in strip) for strip in compositor.render_strips()]


@pytest.mark.parametrize("width", [60, 71, 80, 99, 120, 133, 150, 200])
async def test_every_step_keeps_its_frame(drive, draft_path, width):
    async with drive(draft_path, size=(width, 40)) as d:
        for step in STEPS:
            await d.go(step)
            await d.settle(2)
            for row in rows(d.app):
                assert cell_len(row) == width, (step, row)
            if step.startswith("table"):
                sheet = d.grid.sheet
                assert sheet.width <= d.grid.size.width
                region = d.grid.region
                column = {row[region.x] for row in cropped(rows(d.app), region)}
                assert column <= set("┌│├└ ▔"), column


def cropped(lines, region):
    """The lines of a region, a character a cell: a wide one is followed by nothing."""
    made = []
    for row in lines[region.y : region.y + min(region.height, 10)]:
        cells = []
        for character in row:
            cells += [character] + [""] * (cell_len(character) - 1)
        made.append(cells)
    return made


async def test_markup_and_control_characters_are_shown_as_they_are(drive, draft_path):
    async with drive(draft_path, size=(120, 40)) as d:
        await d.go("problems")
        await d.press("a")
        d.app.focused.load_text(ODD)
        await d.press("enter")
        assert d.draft.problems[-1].text == ODD
        screen = "".join(rows(d.app))
        assert "[b]粗[/b] {{x}} 100% [/表三] 😀" in screen
        assert "\x1b" not in screen
        await d.go("narrative")
        assert "[b]粗[/b] {{x}} 100%" in d.choices.text


def test_control_characters_never_reach_the_terminal():
    assert clean("a\x1b[2J\x07b\x9bc\td") == "a\ufffd[2J\ufffdb\ufffdc d"


@pytest.mark.parametrize("width", range(20, 90, 7))
def test_a_paragraph_is_wrapped_whole(width):
    text = "全年新收政府信息公开申请12345件，“同比”增长12.5%。😀[x]"
    lines = paragraph_lines(Paragraph((Sentence(text, state="pending"), Sentence(text))), width)
    shown = "".join(piece for line in lines for piece, _ in line)
    assert shown == f"　　【待核实】{text}{text}"
    assert all(sum(cell_len(piece) for piece, _ in line) <= width for line in lines)
    assert not any(line[0][0].startswith(("，", "。", "”")) for line in lines)
    tints = [tint for line in lines for piece, tint in line for _ in piece]
    assert tints.count("warn") == len(f"【待核实】{text}")


async def test_the_preview_reads_like_the_report(drive, draft_path):
    async with drive(draft_path, size=(160, 50)) as d:
        report = d.bench.report
        text = "".join(piece for line in preview_lines(report, 50) for piece, _ in line)
        for _, paragraph in report.paragraphs():
            for sentence in paragraph.sentences:
                assert sentence.text in text
        assert d.bench.query_one("#side").text != ""


async def test_the_cursor_of_the_terminal_rests_where_one_types(drive, draft_path):
    async with drive(draft_path, size=(100, 30)) as d:
        await d.go("table3")
        for key in ("down", "right", "tab", "enter", "5"):
            await d.press(key)
            await d.settle()
            grid = d.grid
            line, left, wide = grid.sheet.place(grid.cursor)
            region = grid.content_region
            assert d.app.cursor_position.x == region.x + left + wide - 1
            assert d.app.cursor_position.y == region.y + line - (0 if line < grid._head else grid.scroll_offset.y)
        await d.go("unit")
        d.view.go_to("self")
        await d.press("enter")
        await d.settle(3)
        editor = d.app.focused
        assert d.app.cursor_position == editor.cursor_screen_offset
        assert d.app.cursor_position.x == editor.content_region.x + cell_len("我镇")


async def test_one_key_sends_only_what_changed(drive, draft_path):
    async with drive(draft_path, size=(100, 30)) as d:
        await d.go("table3")
        drawn = []
        strip = type(d.grid)._strip

        def counting(self, line):
            drawn.append(line)
            return strip(self, line)

        type(d.grid)._strip = counting
        try:
            await d.press("7")
            await d.settle()
        finally:
            type(d.grid)._strip = strip
        assert 0 < len(set(drawn)) <= 6, drawn


async def test_the_pane_at_the_right_is_written_for_the_width_it_has(drive, draft_path):
    async with drive(draft_path, size=(160, 45)) as d:
        await d.go("table3")
        side = d.bench.query_one("#side")
        assert side.size.width < 60
        await d.pilot.resize_terminal(90, 26)
        await d.press("f3")
        await d.settle(4)
        assert side.size.width > 60
        assert 55 < max(cell_len(line) for line in side.text.split("\n")) <= side.size.width


@pytest.mark.parametrize("theme", ["nianbao-dark", "nianbao-light", "nianbao-16"])
async def test_the_lit_item_of_a_list_stands_out(drive, draft_path, theme):
    async with drive(draft_path) as d:
        d.app.theme = theme
        for step in ("unit", "facts", "problems", "narrative", "check", "export"):
            await d.go(step)
            await d.settle(2)
            region, lit = d.choices.region, d.choices.lit_lines()[0] - d.choices.scroll_offset.y
            strips = d.app.screen._compositor.render_strips()

            def grounds(row, strips=strips, left=region.x):
                return {s.style.bgcolor for s in strips[row].crop(left, left + 70) if s.style is not None}

            plain = {d.choices.rich_style.bgcolor}
            assert not grounds(region.y + lit) & plain, step


async def test_the_outline_lights_the_step_worked_on(drive, draft_path):
    async with drive(draft_path, size=(120, 40)) as d:
        outline = d.bench.query_one("#outline")
        for step in ("table3", "narrative", "unit"):
            await d.go(step)
            assert outline.current.key == step
        await d.press("escape", "down")
        assert (d.app.focused, outline.current.key) == (outline, "table2")
        await d.settle(3)
        assert outline.current.key == "table2"


async def test_a_page_further_in_a_list_with_nothing_to_choose_stays(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("facts")
        d.choices.show_items([Item(((("没有", ""),),), "none", enabled=False)])
        await d.press("pagedown", "pageup", "home", "end", "up", "down", "enter")
        assert d.choices.current.key == "none"


async def test_a_table_wider_than_the_screen_keeps_its_balance_in_sight(drive, draft_path):
    async with drive(draft_path, size=(60, 20)) as d:
        await d.go("table3")
        await d.settle(3)
        assert d.grid.show_horizontal_scrollbar
        row = rows(d.app)[d.grid.region.y + d.grid._foot_top]
        assert "差额" in row and "平" in row
        await d.press("ctrl+end")
        await d.settle(3)
        assert d.grid._screen_line(d.grid.sheet.lines_of(d.grid.cursor)[0]) is not None


@pytest.mark.parametrize("width", [60, 70, 80])
async def test_the_line_of_tabs_is_whole(drive, draft_path, width):
    async with drive(draft_path, size=(width, 24)) as d:
        for step in STEPS:
            await d.go(step)
            row = rows(d.app)[1]
            assert "9导出" in row or row.rstrip().endswith("9")


async def test_what_goes_away_twice_takes_nothing_along(drive, draft_path):
    async with drive(draft_path) as d:
        await d.press("f1")
        shown = d.screen
        assert shown is not d.bench
        shown.dismiss()
        shown.dismiss()  # two keys that came at once
        await d.settle(4)
        assert d.screen is d.bench
