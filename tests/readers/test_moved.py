"""Cells and heads that stand in the wrong place: a cell added to a row, a head lost or of the wrong width."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from nianbao.core.report import Report
from nianbao.readers import read_bytes
from tests.readers import made

TEXTS = made.figures(11)
HTML = made.html(TEXTS)
CELL = re.compile(r"<td[^<>]*>(?:(?!</td>).)*</td>", re.S)


def read(content: str) -> Report:
    return read_bytes("page.html", content.encode())


def rows(content: str) -> list[re.Match[str]]:
    return list(re.finditer(r"<tr>.*?</tr>", content, re.S))


def changed(at: int, row: str) -> str:
    found = rows(HTML)[at]
    return HTML[: found.start()] + row + HTML[found.end() :]


def wrong(report: Report) -> dict[str, str]:
    return {figure: text for figure, text in report.cells.items() if TEXTS.get(figure) != text}


def added() -> Iterator[tuple[int, int, str]]:
    """A row with figures, a place in it, and the row with a cell more there."""
    for at, row in enumerate(rows(HTML)):
        cells = CELL.findall(row[0])
        if not any(re.fullmatch(r"<td[^<>]*>\d+</td>", cell) for cell in cells):
            continue
        for place in range(len(cells) + 1):
            yield at, place, "".join([*cells[:place], "{}", *cells[place:]])


@pytest.mark.parametrize("more", ["<td></td>", "<td>0</td>"])
def test_a_cell_added_to_a_row_never_moves_its_figures_without_a_word(more: str) -> None:
    read_whole = 0
    cases = list(added())
    for at, _, row in cases:
        report = read(changed(at, f"<tr>{row.format(more)}</tr>"))
        if not report.notes and more == "<td></td>":
            assert wrong(report) == {}
        if more == "<td></td>":
            read_whole += dict(report.cells) == TEXTS
        else:
            assert report.notes or dict(report.cells) == TEXTS or not wrong(report)
    if more == "<td></td>":
        assert read_whole > len(cases) * 0.9


def test_a_head_lost_or_of_another_width_never_moves_the_figures() -> None:
    heads = [at for at, row in enumerate(rows(HTML)) if not re.search(r">\d+</td>", row[0])]
    assert heads
    for at in heads:
        cells = CELL.findall(rows(HTML)[at][0])
        for place, cell in enumerate(cells):
            without = "".join([*cells[:place], *cells[place + 1 :]])
            others = [re.sub(name + r'="\d+"', "", cell) for name in ("rowspan", "colspan")]
            others += [re.sub(r'(colspan|rowspan)="(\d+)"', lambda m: f'{m[1]}="{int(m[2]) + 1}"', cell, count=1)]
            for row in (without, *("".join([*cells[:place], other, *cells[place + 1 :]]) for other in others)):
                report = read(changed(at, f"<tr>{row}</tr>"))
                assert wrong(report) == {}, (at, place, row)


def test_a_row_of_table_two_without_one_of_its_cells_is_not_read() -> None:
    at = next(at for at, row in enumerate(rows(HTML)) if "行政规范性文件" in row[0])
    cells = CELL.findall(rows(HTML)[at][0])
    report = read(changed(at, f"<tr>{''.join([cells[0], *cells[2:]])}</tr>"))
    assert not [figure for figure in report.cells if figure.startswith("disclosure.normative_documents")]
    assert any("只有2格" in note.what for note in report.notes)


def test_a_note_beside_the_last_column_moves_nothing() -> None:
    content = HTML
    for row in reversed(rows(HTML)):
        if "予以公开" in row[0]:
            content = content[: row.end() - len("</tr>")] + "<td>见说明</td></tr>" + content[row.end() :]
    report = read(content)
    assert wrong(report) == {}
    assert dict(report.cells) == TEXTS


def table_three(lines: list[str]) -> str:
    return "\n".join([made.TITLE, "", "三、收到和处理政府信息公开申请情况", "", *lines, ""])


HEADS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
LABELS = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（三）不予公开",
    "四、结转下年度继续办理",
)


def test_a_pipe_behind_the_last_cell_makes_no_cell_and_a_short_row_gets_none() -> None:
    lines = ["申请人情况 | " + " | ".join(HEADS) + " |", "---|" * 8]
    for at, label in enumerate(LABELS):
        figures = [str(at + 1), "2", "0", "0", "0", "0", str(at + 3)]
        if at == 2:
            figures.pop(3)
        lines.append(f"{label} | {' | '.join(figures)} |")
    report = read_bytes("a.md", table_three(lines).encode())
    assert report.cells["requests.received.total"] == "3"
    assert report.cells["requests.carried_out.total"] == "7"
    assert [figure for figure in report.cells if figure.startswith("requests.granted")] == ["requests.granted.total"]
    assert any("应有7格" in note.what for note in report.notes)


def test_a_row_that_lost_a_figure_takes_no_blank_place_of_its_label_for_one() -> None:
    lines = ["申请人情况\t\t\t" + "\t".join(HEADS)]
    for at, label in enumerate(LABELS):
        figures = [str(at + 1), "2", "0", "0", "0", "0", str(at + 3)]
        lines.append("\t".join([label, "", "", *figures] if at < 2 else ["", label, "", *figures]))
    for damaged in (2, 4):
        typed = list(lines)
        typed[damaged] = typed[damaged].replace("\t0", "", 1)
        for name in ("a.txt", "a.md"):
            report = read_bytes(name, table_three(typed).encode())
            assert "" not in report.cells.values()
            assert report.cells["requests.received.total"] == "3"
            assert report.cells["requests.granted.total"] == "5"
            place = "上年结转" if damaged == 2 else "不予公开"
            assert any(place in note.where for note in report.notes)
