"""The small charts show the numbers of the tables, and no others."""

import re

import pytest
from rich.cells import cell_len

from nianbao.core.compose import compose
from nianbao.core.draft import Draft
from nianbao.core.picture import picture
from nianbao.tui.chart import chart_lines
from nianbao.workflow.banks import load_bank
from tests.tui.conftest import DATA


@pytest.mark.parametrize("width", [24, 40, 78, 120])
def test_every_number_of_the_charts_is_one_of_the_picture(width):
    draft = Draft.model_validate(DATA)
    made = picture(compose(draft, load_bank()), draft.last_cells)
    lines = ["".join(text for text, _ in line) for line in chart_lines(made, width)]
    assert all(cell_len(line) <= width for line in lines)
    shown = {int(n) for line in lines for n in re.findall(r" (\d+)件$", line)}
    known = {int(part.number) for part in made.parts if part.unit == "件"}
    known |= {int(n) for item in made.changes for n in (item.before, item.now)}
    assert shown <= known
    assert {12, 7, 3} <= shown  # received, granted, refused
