"""A new draft from last year's report: what it tells is taken, what it does not tell is asked."""

from __future__ import annotations

import pytest

from nianbao.readers.draft_file import read_draft
from nianbao.tui.workbench import Workbench
from nianbao.writers import render
from tests.builders import report


@pytest.mark.parametrize(
    ("unit", "asked", "kind"),
    [("青禾县柳桥镇", ("year",), "镇"), ("青禾湖综合实验区", ("kind", "year"), "县级政府")],
)
async def test_last_years_report_answers_what_it_can(drive, tmp_path, unit, asked, kind):
    (tmp_path / "上年.html").write_bytes(render(report(unit=unit, year=2023), "html"))
    async with drive() as d:
        await d.press("l")
        dialog = d.screen
        await d.press(*"上年.html", "enter")
        for question in asked:
            await d.until(lambda wanted=question: dialog.fields[dialog.at] == wanted)
            if question == "kind":
                assert f"看不出“{unit}”是哪类机关" in dialog.query_one("#new-note").text
                choices = dialog.query_one("Choices")
                choices.show_items(choices.items, kind)
            await d.press("enter")
        await d.until(lambda: isinstance(d.screen, Workbench) and d.screen.session is not None)
    made = read_draft(next(tmp_path.glob("*2024年报.yaml"))).draft
    assert (made.unit.kind, made.year) == (kind, 2024)
    assert made.last_year is not None and made.last_year.known
