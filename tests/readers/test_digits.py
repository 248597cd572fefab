"""Numbers that were copied without what stood between them."""

from __future__ import annotations

import pytest

from nianbao.readers import read_bytes
from nianbao.readers.digits import parted, settled, ways
from tests.readers import made
from tests.readers.test_unbroken import run_together


@pytest.mark.parametrize(
    ("pieces", "cells"),
    [
        (["0000000"], "0 0 0 0 0 0 0"),
        (["91000010"], "9 1 0 0 0 0 10"),
        (["30", "0", "0", "0", "03"], "3 0 0 0 0 0 3"),
        (["12", "0", "00", "0", "012"], "12 0 0 0 0 0 12"),
    ],
)
def test_a_row_is_cut_where_one_way_lets_it_add_up(pieces: list[str], cells: str) -> None:
    assert ways(pieces, 7) == [tuple(cells.split())]


@pytest.mark.parametrize("pieces", [["2100009"], ["3", "0", "0", "0", "03"], ["12000000"], ["1", "2"]])
def test_a_row_that_cannot_add_up_is_not_cut(pieces: list[str]) -> None:
    assert ways(pieces, 7) == []


def test_ways_that_several_sums_leave_are_all_told() -> None:
    assert set(ways(["220000022"], 7)) == {
        ("22", "0", "0", "0", "0", "0", "22"),
        ("2", "20", "0", "0", "0", "0", "22"),
    }


def test_three_groups_each_with_its_own_sum() -> None:
    assert ways(["000110000011002"], 5, 3) == [tuple("000110000011002")]
    assert ways(["103", "04", "0", "0", "0", "0", "0", "90009"], 5, 3) == [tuple("1030400000") + tuple("90009")]


@pytest.mark.parametrize(
    ("digits", "width", "cells"),
    [("000", 3, ("0", "0", "0")), ("1000", 3, ("10", "0", "0")), ("6230", 3, None), ("12", 3, None), ("1a0", 3, None)],
)
def test_without_a_sum_only_a_single_way_counts(digits: str, width: int, cells: tuple[str, ...] | None) -> None:
    assert parted(digits, width) == cells


def test_the_sums_of_the_columns_settle_what_rows_leave_open() -> None:
    open_ = {"granted": ways(["220000022"], 7)}
    rest = {"partially_granted": (1, 0, 0, 0, 0, 0, 1)}
    assert settled({**rest, "handled": (23, 0, 0, 0, 0, 0, 23)}, open_) == {
        "granted": ("22", "0", "0", "0", "0", "0", "22")
    }
    assert settled({**rest, "handled": (3, 20, 0, 0, 0, 0, 23)}, open_) == {
        "granted": ("2", "20", "0", "0", "0", "0", "22")
    }
    assert settled({**rest, "handled": (9, 9, 0, 0, 0, 0, 18)}, open_) == {}
    assert settled(rest, open_) == {}


@pytest.mark.parametrize("pieces", [["1" * 40], ["12" * 20], ["9" * 15, "1" * 25], ["0" * 40]])
def test_what_could_be_cut_in_too_many_ways_is_not_cut(pieces: list[str]) -> None:
    assert ways(pieces, 7) == []
    assert len(ways(pieces, 5, 3)) <= 12


@pytest.mark.parametrize("seed", range(6))
def test_what_is_read_of_a_report_in_one_line_is_right_and_said(seed: int) -> None:
    texts = made.figures(seed)
    report = read_bytes("a.txt", run_together(texts).encode())
    assert {f: t for f, t in report.cells.items() if t != texts[f]} == {}
    assert any("连在一起" in note.what for note in report.notes)


def test_rows_on_lines_of_their_own_without_anything_between_cells() -> None:
    texts = made.figures(2)
    report = read_bytes("a.txt", made.text(texts, gap="").encode())
    assert {f: t for f, t in report.cells.items() if t != texts[f]} == {}
    assert len([f for f in report.cells if f.startswith("requests.")]) > 100


def test_blank_cells_that_vanished_are_no_run_together_numbers() -> None:
    texts = made.figures(2)
    lines = made.text(texts, gap=" ").replace(" 0", "").split("\n")
    report = read_bytes("a.txt", "\n".join(lines).encode())
    assert {f: t for f, t in report.cells.items() if f.startswith("requests.") and t != texts[f]} == {}
