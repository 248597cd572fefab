"""The form as data: how many cells, where they stand, what must balance."""

from __future__ import annotations

import pytest

from nianbao.core.form import COLUMNS, EDITIONS, TableForm, edition_for, form


def test_form_of_2021_has_the_cells_of_the_notice() -> None:
    rules = form("2021")
    counts = {number: len(table.figures) for number, table in rules.tables.items()}
    assert counts == {2: 10, 3: 175, 4: 15}
    assert len(rules.rows) == 21  # inside 三, above （七）总计
    assert (rules.tables[3].rows, rules.tables[3].columns) == (28, 10)


def test_form_of_2019_has_one_line_for_otherwise_closed() -> None:
    rules = form("2019")
    assert "requests.closed.total" in rules.figures
    assert "requests.closed.other.total" not in rules.figures
    assert len(rules.rows) == 19
    assert "disclosure.procurement.amount" in rules.figures


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("number", [2, 3, 4])
def test_grid_is_covered_once(edition: str, number: int) -> None:
    table = form(edition).tables[number]
    covered = [
        place for cell in table.cells for place in _places(table, cell.row, cell.column, cell.rowspan, cell.colspan)
    ]
    assert sorted(covered) == [(r, c) for r in range(table.rows) for c in range(table.columns)]


def _places(table: TableForm, row: int, column: int, rowspan: int, colspan: int) -> list[tuple[int, int]]:
    return [(r, c) for r in range(row, row + rowspan) for c in range(column, column + colspan)]


def test_relations_are_those_of_the_form() -> None:
    kinds = [relation.kind for relation in form("2021").relations]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "row_sum": 25,
        "handled_sum": 7,
        "balance": 7,
        "dispute_sum": 3,
    }


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_cell_of_tables_three_and_four_is_in_a_relation(edition: str) -> None:
    rules = form(edition)
    for number in (3, 4):
        for figure in rules.tables[number].figures:
            assert rules.relations_of(figure), figure


def test_labels_name_table_column_and_row() -> None:
    assert form("2021").label("requests.handled.natural_person") == "表三·自然人·（七）总计"
    assert form("2021").label("disputes.review.upheld") == "表四·行政复议·结果维持"
    assert form("2021").label("disclosure.fees.amount") == "表二·行政事业性收费·本年收费金额（单位：万元）"


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_figure_has_a_label_and_totals_are_no_inputs(edition: str) -> None:
    rules = form(edition)
    assert all(rules.label(figure) != figure for figure in rules.figures)
    assert not rules.inputs & set(rules.totals)
    assert {f"requests.received.{column.path}" for column in COLUMNS} <= set(rules.figures)


def test_edition_follows_the_report_year() -> None:
    assert [edition_for(year) for year in (2019, 2020, 2021, 2025)] == ["2019", "2019", "2021", "2021"]


def test_unknown_edition_is_refused() -> None:
    with pytest.raises(ValueError, match="没有2030版格式"):
        form("2030")
