"""Tables whose merged cells were flattened: covered places are gone, heads no longer stand above their columns."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from nianbao.core.form import form
from nianbao.readers import read_bytes
from tests.readers import made

TEXTS = made.figures(5)


def flattened(table: Callable[[list[list[str]]], str]) -> str:
    """The report with each table written from its rows, a merged cell standing in its first row alone."""
    lines = [made.TITLE, ""]
    for section in form("2021").sections:
        lines += [f"{section.number}、{section.title}", ""]
        if section.table:
            rows = made.rows(form("2021").tables[section.table], TEXTS)
            lines.append(table([[text for text, _, _ in row] for row in rows]))
        else:
            lines.append(made.WORDS[section.key])
        lines.append("")
    return "\n".join(lines)


def barred(rows: list[list[str]]) -> str:
    lines = [" | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "---|" * len(rows[0]), *lines[1:]])


def padded(rows: list[list[str]]) -> str:
    width = max(map(len, rows))
    lines = ["".join(f"<td>{text}</td>" for text in [*row, *[""] * (width - len(row))]) for row in rows]
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


@pytest.mark.parametrize(("name", "table"), [("a.md", barred), ("a.html", padded)])
def test_rows_are_told_by_their_labels_and_columns_by_the_form(name: str, table: Callable[..., str]) -> None:
    text = flattened(table)
    if name == "a.html":
        text = "<html><body>" + "".join(f"<p>{line}</p>" for line in text.split("\n") if line) + "</body></html>"
    report = read_bytes(name, text.encode())
    assert dict(report.cells) == TEXTS


def test_where_heads_are_missing_a_cell_is_not_read_by_its_place() -> None:
    def short(rows: list[list[str]]) -> str:
        return padded([row[:-3] if row[-1].isdigit() and len(row) > 8 else row for row in rows])

    page = "".join(f"<p>{line}</p>" for line in flattened(short).split("\n") if line)
    report = read_bytes("a.html", page.encode())
    wrong = {figure: text for figure, text in report.cells.items() if text != TEXTS[figure]}
    assert wrong == {}
    assert any(note.where.startswith("表三") for note in report.notes)


def test_table_four_whose_heads_moved_is_read_only_where_every_cell_is_there() -> None:
    def fewer(rows: list[list[str]]) -> str:
        return padded([row[1:] if len(row) == 15 else row for row in rows])

    page = "".join(f"<p>{line}</p>" for line in flattened(fewer).split("\n") if line)
    report = read_bytes("a.html", page.encode())
    assert not [figure for figure in report.cells if figure.startswith("disputes.")]
    assert any(re.match("表四", note.where) for note in report.notes)


def cell_a_line(rows: list[list[str]]) -> str:
    return "\n".join(f"{text} |" for row in rows for text in row)


def cell_over_two_lines(rows: list[list[str]]) -> str:
    return "\n".join("| " + "".join(f"\n {text}  | " for text in row) for row in rows)


@pytest.mark.parametrize("table", [cell_a_line, cell_over_two_lines])
def test_bars_at_the_end_of_each_cell(table: Callable[..., str]) -> None:
    report = read_bytes("a.txt", flattened(table).encode())
    assert dict(report.cells) == TEXTS


@pytest.mark.parametrize("filled", ["", " ||"])
def test_blank_cells_between_bars_stay_in_their_columns(filled: str) -> None:
    texts = {figure: "" if text == "0" and not figure.endswith(".total") else text for figure, text in TEXTS.items()}

    def table(rows: list[list[str]]) -> str:
        return "\n".join(" | ".join(row) + " |" + (filled if row[0].startswith("（一）") else "") for row in rows)

    lines = [made.TITLE]
    for number in (3, 4):
        section = form("2021").sections[number - 1]
        rows = made.rows(form("2021").tables[number], texts)
        lines += [f"{section.number}、{section.title}", table([[text for text, _, _ in row] for row in rows])]
    report = read_bytes("a.txt", "\n".join(lines).encode())
    assert {figure: text for figure, text in report.cells.items() if text != texts[figure]} == {}
    assert len(report.cells) >= 180
