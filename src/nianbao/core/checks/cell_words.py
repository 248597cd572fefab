"""Several cells of a table in words, so that a person finds each: whole rows and columns by name, the others singly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nianbao.core.form import Form

_MOST = 4
"""So many places are named; more of them would not be read."""


def cells_in_words(form: Form, number: int, figures: Sequence[str]) -> str:
    """“表三·总计·（一）予以公开”一格; “表三·科研机构”一列; the first places and the number of all cells where many.

    Args:
        form: the form whose labels are said.
        number: the table of the cells.
        figures: the cells, in the form's order.
    """
    if len(figures) == 1:
        return f"“{form.label(figures[0])}”一格"
    if len(figures) == len(form.tables[number].figures):
        return f"{len(figures)}格全部"
    places = list(_places(form, number, figures))
    if len(places) == 1:
        return f"{places[0]}（{len(figures)}格）"
    shown = "、".join(places[:_MOST])
    return f"{shown}{'等' if len(places) > _MOST else '，'}共{len(figures)}格"


def _places(form: Form, number: int, figures: Sequence[str]) -> Iterable[str]:
    """Whole groups of cells under one head, in table three also whole rows; then what is left, cell by cell."""
    left = dict.fromkeys(figures)
    parts = (1, 2) if number == 3 else (1,)
    whole = [_groups(form, form.tables[number].figures, part) for part in parts]
    for part, groups in zip(parts, whole, strict=True):
        for head, cells in groups.items():
            if len(cells) > 1 and all(cell in left for cell in cells):
                for cell in cells:
                    del left[cell]
                table = form.label(cells[0]).split("·")[0]
                name = ("一列" if part == 1 else "一行") if number == 3 else "各格"
                yield f"“{table}·{head}”{name}"
    yield from (f"“{form.label(figure)}”" for figure in left)


def _groups(form: Form, figures: Iterable[str], part: int) -> dict[str, list[str]]:
    """The cells by one part of their labels: 表三, then the column, then the row."""
    found: dict[str, list[str]] = {}
    for figure in figures:
        label = form.label(figure).split("·", 2)
        found.setdefault(label[part] if part < len(label) else figure, []).append(figure)
    return found
