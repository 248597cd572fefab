"""What the outline says of tables that nobody has touched."""

import pytest

from nianbao.core.draft import Draft
from nianbao.core.progress import unfilled, unfilled_note


def draft(**figures: object) -> Draft:
    return Draft.model_validate({"unit": {"name": "青禾县柳桥镇人民政府", "kind": "镇"}, "year": 2024, **figures})


@pytest.mark.parametrize(
    ("figures", "tables"),
    [
        ({}, (2, 3, 4)),
        ({"requests": {"received": {"natural_person": 3}}}, (2, 4)),
        ({"disputes": {"review": {"upheld": 0}}}, (2, 3)),  # a zero that is stated is stated
        ({"disclosure": {"fees": {"amount": 0}}, "requests": {}, "disputes": {}}, (3, 4)),
    ],
)
def test_a_table_is_unfilled_until_a_figure_of_it_is_stated(figures, tables):
    assert unfilled(draft(figures=figures)) == tables


def test_the_note_names_the_tables_and_is_silent_when_all_are_stated():
    assert unfilled_note(draft(figures={"disclosure": {"fees": {"amount": 0}}})).startswith("表三、表四没有填过")
    stated = {
        "disclosure": {"fees": {"amount": 0}},
        "requests": {"received": {"natural_person": 0}},
        "disputes": {"review": {"upheld": 0}},
    }
    assert unfilled_note(draft(figures=stated)) == ""
