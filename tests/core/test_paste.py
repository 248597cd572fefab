"""A block from a spreadsheet lands where it belongs, and nothing of it is lost in silence."""

from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.core.figures import derive
from nianbao.core.form import EDITIONS, form
from nianbao.core.paste import place_block, read_block, write_block
from nianbao.core.report import number_text
from nianbao.core.sheet import figure_rows
from nianbao.core.workbook import BALANCE_LABEL

FORM = form()
ZERO = derive(FORM, {})
counts = st.integers(0, 99_999)


@st.composite
def filled(draw, here=FORM, number=3):
    table = here.tables[number]
    values = {f: draw(counts) for f in table.figures if f in here.inputs}
    return derive(here, values), values


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([(e, n) for e in EDITIONS for n in (2, 3, 4)]), st.data())
def test_what_is_copied_out_pastes_back(which, data):
    here = form(which[0])
    table = here.tables[which[1]]
    cells, values = data.draw(filled(here, which[1]))
    rows = figure_rows(table)
    paste = place_block(here, table, read_block(write_block(rows, cells)), rows[0][0], derive(here, {}))
    assert paste.values == values
    assert not paste.having("bad", "outside", "differs")


@settings(max_examples=30, deadline=None)
@given(filled(), st.booleans(), st.booleans())
def test_totals_may_be_left_out_by_row_or_by_column(made, row_of_totals, column_of_totals):
    cells, values = made
    rows = [
        [figure for figure in row if column_of_totals or not figure.endswith(".total")]
        for row in figure_rows(FORM.tables[3])
        if row_of_totals or not row[0].startswith("requests.handled.")
    ]
    paste = place_block(
        FORM, FORM.tables[3], read_block(write_block(rows, cells)), "requests.received.natural_person", ZERO
    )
    handled = cells["requests.handled.natural_person"] == cells["requests.carried_out.natural_person"]
    if row_of_totals or not handled:
        assert paste.values == values


def test_disputes_without_their_totals():
    table = FORM.tables[4]
    block = (tuple(str(n) for n in range(1, 13)),)
    paste = place_block(FORM, table, block, "disputes.review.upheld", ZERO)
    assert paste.values["disputes.review.pending"] == 4
    assert paste.values["disputes.litigation_direct.upheld"] == 5
    assert paste.values["disputes.litigation_after_review.pending"] == 12


def test_a_whole_table_with_its_heads_is_placed_by_the_labels():
    table = FORM.tables[3]
    cells = derive(FORM, {"requests.received.enterprise": 4, "requests.unavailable.not_held.enterprise": 4})
    grid = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        grid[cell.row][cell.column] = cell.label or number_text(cells[cell.figure])
    text = "\r\n".join("\t".join(row) for row in grid) + "\r\n"
    paste = place_block(FORM, table, read_block(text), "requests.carried_out.other", ZERO)
    assert derive(FORM, paste.values) == cells
    assert not paste.having("bad", "outside", "differs")


def test_two_rows_with_merged_labels_are_placed_by_the_labels():
    text = "二、上年结转政府信息公开申请数量\t\t\t1\t2\t0\t0\t0\t0\t3\n四、结转下年度继续办理\t\t\t0\t1\t0\t0\t0\t0\t1"
    paste = place_block(FORM, FORM.tables[3], read_block(text), "requests.granted.natural_person", ZERO)
    assert {k: v for k, v in paste.values.items() if v} == {
        "requests.carried_in.natural_person": 1,
        "requests.carried_in.enterprise": 2,
        "requests.carried_out.enterprise": 1,
    }


def test_the_writings_of_numbers_and_of_nothing():
    text = "1,234\t１２\t〇\t/\t\t—\t1246"
    paste = place_block(FORM, FORM.tables[3], read_block(text), "requests.received.natural_person", ZERO)
    assert list(paste.values.values()) == [1234, 12, 0, 0, 0, 0]
    assert [cell.fate for cell in paste.cells] == ["set", "set", "zero", "zero", "zero", "zero", "total"]


def test_a_total_that_differs_is_shown_with_the_sum():
    paste = place_block(
        FORM, FORM.tables[3], read_block("1\t2\t0\t0\t0\t0\t4"), "requests.received.natural_person", ZERO
    )
    (differs,) = paste.having("differs")
    assert (differs.figure, differs.number, differs.derived) == ("requests.received.total", 4, 3)


def test_words_fractions_and_what_hangs_over_are_named():
    text = "三件\t-1\t1.5\n1\t1\t1"
    paste = place_block(FORM, FORM.tables[3], read_block(text), "requests.carried_out.legal_service", ZERO)
    fates = {(cell.row, cell.column): cell.fate for cell in paste.cells}
    assert fates == {
        (0, 0): "bad",
        (0, 1): "bad",
        (0, 2): "differs",
        (1, 0): "outside",
        (1, 1): "outside",
        (1, 2): "outside",
    }
    assert all(cell.why for cell in paste.having("bad", "outside"))


def test_money_takes_decimals_only_in_its_cell():
    paste = place_block(FORM, FORM.tables[2], read_block("12.50"), "disclosure.fees.amount", ZERO)
    assert number_text(paste.values["disclosure.fees.amount"]) == "12.5"


@given(st.text(alphabet='1234567890\t\n\r",./— 三无一、', max_size=80), st.sampled_from(FORM.figures))
def test_any_block_is_accounted_for_cell_by_cell(text, at):
    table = next(table for table in FORM.tables.values() if at in table.figures)
    block = read_block(text)
    paste = place_block(FORM, table, block, at, ZERO)
    assert len(paste.cells) == sum(len(row) for row in block)
    assert set(paste.values) == {cell.figure for cell in paste.having("set", "zero")}
    assert set(paste.values) <= FORM.inputs


def test_the_line_of_balances_of_our_own_workbook_is_no_fault_of_the_paste():
    received = "一、本年新收政府信息公开申请数量"
    block = read_block(f"{received}\t\t\t1\t2\t0\t0\t0\t0\t3\n{BALANCE_LABEL}\t\t\t0\t0\t0\t0\t0\t0\t0\n")
    paste = place_block(FORM, FORM.tables[3], block, "requests.received.natural_person", ZERO)
    assert paste.values["requests.received.enterprise"] == 2
    assert not paste.having("bad", "outside", "differs")


def test_words_that_fall_on_a_total_are_named_and_empty_places_beside_the_table_are_not():
    at = "requests.received.other"  # the last column before the totals
    paste = place_block(FORM, FORM.tables[3], read_block("3\t许多\t\t7"), at, ZERO)
    assert paste.values == {at: 3}
    assert [cell.fate for cell in paste.cells] == ["set", "bad", "label", "outside"]
    assert paste.having("bad")[0].why == "不是数字"


def test_a_row_as_long_as_the_inputs_leaves_the_total_out_where_it_is_no_sum():
    at = "disputes.review.upheld"
    with_total = place_block(FORM, FORM.tables[4], read_block("1\t2\t3\t4\t10\t1\t1\t1\t1\t4\t2\t2"), at, ZERO)
    assert with_total.values["disputes.litigation_direct.upheld"] == 1
    assert with_total.values["disputes.review.pending"] == 4
    without = place_block(FORM, FORM.tables[4], read_block("1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12"), at, ZERO)
    assert without.values["disputes.litigation_direct.upheld"] == 5
