"""The tables keep their frame at any width, and the cursor reaches every cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.core.figures import derive
from nianbao.core.form import EDITIONS, form
from nianbao.core.sheet import balance_lines, figure_rows, lay_out, move, rectangle
from nianbao.core.width import width, wrap

TABLES = [(edition, number) for edition in EDITIONS for number in (2, 3, 4)]


@pytest.mark.parametrize(("edition", "number"), TABLES)
def test_every_line_is_as_wide_as_the_frame(edition, number):
    table = form(edition).tables[number]
    for columns in range(60, 201):
        for ruled in (True, False):
            sheet = lay_out(table, columns, 2, ruled)
            assert sheet.width <= columns
            for line in sheet.lines:
                assert sum(part.width for part in line) == sheet.width
                assert width("".join(part.text for part in line)) == sheet.width


@pytest.mark.parametrize(("edition", "number"), TABLES)
@pytest.mark.parametrize("columns", [60, 78, 120, 200])
def test_every_label_and_every_figure_is_there_whole(edition, number, columns):
    table = form(edition).tables[number]
    sheet = lay_out(table, columns)
    shown: dict[tuple[int, int], str] = {}
    anchors = []
    for line in sheet.lines:
        for part in line:
            if part.cell is not None:
                shown[part.cell.row, part.cell.column] = (
                    shown.get((part.cell.row, part.cell.column), "") + part.text.strip()
                )
                if part.anchor:
                    anchors.append(part.cell.figure)
    for cell in table.cells:
        if cell.label is not None:
            assert shown[cell.row, cell.column] == cell.label
    assert anchors == list(table.figures)


def test_a_point_and_a_place_agree():
    for number in (2, 3, 4):
        table = form().tables[number]
        sheet = lay_out(table, 78)
        for figure in table.figures:
            line, left, wide = sheet.place(figure)
            assert sheet.at(left, line) == figure
            assert sheet.at(left + wide - 1, line) == figure
            assert line in sheet.lines_of(figure)
    assert sheet.at(0, 0) is None
    assert sheet.at(5, -1) is None


def test_a_sheet_too_narrow_for_its_numbers_grows_beyond_the_width():
    sheet = lay_out(form().tables[3], 60, 9)
    assert sheet.width > 60
    assert all(wide >= 9 for wide in sheet.widths[3:])


@pytest.mark.parametrize(("edition", "number"), TABLES)
def test_tab_and_enter_walk_all_inputs_and_come_back(edition, number):
    here = form(edition)
    table = here.tables[number]
    rows = figure_rows(table)
    wanted = {figure for figure in table.figures if figure in here.inputs}
    for forth, back in (("next", "previous"), ("below", "above")):
        at, seen = rows[0][0], [rows[0][0]]
        while (to := move(table, here.inputs, at, forth)) != at:
            at = to
            seen.append(at)
        assert set(seen) == wanted
        assert len(seen) == len(wanted)
        for expected in reversed(seen[:-1]):
            at = move(table, here.inputs, at, back)
            assert at == expected


@given(st.sampled_from(TABLES), st.data())
def test_arrows_stay_in_the_table_and_undo_each_other(which, data):
    here = form(which[0])
    table = here.tables[which[1]]
    figure = data.draw(st.sampled_from(table.figures))
    way, back = data.draw(st.sampled_from([("left", "right"), ("right", "left")]))
    to = move(table, here.inputs, figure, way)
    assert to in table.figures
    if to != figure:
        assert move(table, here.inputs, to, back) == figure
    assert move(table, here.inputs, figure, "down") in table.figures


def test_from_a_total_tab_goes_on_to_what_follows():
    here = form()
    table = here.tables[3]
    assert move(table, here.inputs, "requests.received.total", "next") == "requests.carried_in.natural_person"
    assert move(table, here.inputs, "requests.received.total", "previous") == "requests.received.other"
    assert move(table, here.inputs, "requests.handled.natural_person", "below") == "requests.carried_out.natural_person"


def test_a_rectangle_has_its_corners_in_any_order():
    table = form().tables[3]
    one = rectangle(table, "requests.received.enterprise", "requests.carried_in.social")
    other = rectangle(table, "requests.carried_in.enterprise", "requests.received.social")
    assert one == other
    assert [len(row) for row in one] == [3, 3]


def test_balance_lines_show_what_is_missing():
    cells = derive(form(), {"requests.received.enterprise": 5, "requests.granted.enterprise": 3})
    came, went, gap = balance_lines(cells)
    assert (came.texts["enterprise"], went.texts["enterprise"], gap.texts["enterprise"]) == ("5", "3", "+2")
    assert gap.broken == {"enterprise", "total"}
    assert gap.texts["natural_person"] == "平"


@given(st.text(alphabet="一二，。“”a1 （）…\n😀é", max_size=60), st.integers(2, 30))
def test_wrapping_keeps_every_character_and_the_width(text, columns):
    lines = wrap(text, columns)
    assert "".join(lines) == text.replace("\n", "")
    assert all(width(line) <= columns for line in lines)
