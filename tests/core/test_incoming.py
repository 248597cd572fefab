"""Figures that a file states, put into a draft: nothing that it does not speak of is changed."""

import pytest

from nianbao.core.errors import InputError
from nianbao.core.form import form
from nianbao.core.incoming import incoming
from nianbao.core.report import Report
from nianbao.readers import read_bytes
from tests.readers import made

TEXTS = made.figures(5)
RULES = form("2021")


def report(texts: dict[str, str]) -> Report:
    """A report whose table has these texts; a figure without one has no cell."""
    return read_bytes("a.html", made.html(texts).encode())


def test_the_inputs_of_all_tables_are_taken_and_no_totals() -> None:
    found = incoming(report(TEXTS), "a.html")
    assert set(found.figures) == RULES.inputs
    assert all(str(number) == TEXTS[figure] for figure, number in found.figures.items())
    assert found.notes == ()


@pytest.mark.parametrize("blank", ["", "/", "—", "无"])
def test_an_empty_cell_counts_nothing(blank: str) -> None:
    figure = "requests.granted.natural_person"
    found = incoming(report({**TEXTS, figure: blank}), "a.html")
    assert figure not in found.put_into({figure: 4})


@pytest.mark.parametrize("unit", ["件", " 件"])
def test_units_in_cells_are_no_fault(unit: str) -> None:
    figure = "requests.granted.natural_person"
    found = incoming(report({**TEXTS, figure: f"{TEXTS[figure]}{unit}"}), "a.html")
    assert str(found.figures[figure]) == TEXTS[figure]


def test_a_cell_with_words_is_named() -> None:
    with pytest.raises(InputError) as caught:
        incoming(report({**TEXTS, "requests.granted.natural_person": "若干"}), "a.html")
    assert "予以公开" in caught.value.where
    assert "若干" in caught.value.what


def test_a_table_that_is_not_there_stays_as_it_was_and_is_named() -> None:
    page = made.html(TEXTS)
    only = page[: page.index("四、政府信息公开行政复议")] + "</body></html>"
    found = incoming(read_bytes("a.html", only.encode()), "a.html")
    before = {"disputes.review.upheld": 7, "requests.granted.natural_person": 99_999}
    after = found.put_into(before)
    assert after["disputes.review.upheld"] == 7
    assert str(after["requests.granted.natural_person"]) == TEXTS["requests.granted.natural_person"]
    assert [note.what for note in found.notes] == ["没有表四，草稿里这张表没有改动"]


def test_a_file_without_a_table_of_the_form_is_refused() -> None:
    with pytest.raises(InputError, match="三张表"):
        incoming(Report("甲镇2024年政府信息公开工作年度报告", "甲镇", 2024), "a.txt")
