"""The picture says nothing that the tables and the prose do not say."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from nianbao.core.figures import derive, with_groups
from nianbao.core.form import form
from nianbao.core.picture import picture
from nianbao.core.report import (
    Paragraph,
    Report,
    Section,
    Sentence,
    Span,
    number_text,
    statutory_table,
)

FORM = form("2021")
figures = st.dictionaries(st.sampled_from(sorted(FORM.inputs)), st.integers(0, 20000))


def report(inputs: dict[str, int], *blocks: Paragraph) -> Report:
    texts = {figure: number_text(number) for figure, number in derive(FORM, inputs).items()}
    tables = tuple(
        Section(s.key, s.number, s.title, (statutory_table(FORM.tables[s.table], texts),) if s.table else ())
        for s in FORM.sections
    )
    return Report(
        "题", "青禾县", 2023, "2021", "县级政府", sections=(Section("overview", "一", "总体情况", blocks), *tables[1:])
    )


@given(figures)
def test_every_number_is_a_cell_or_a_sum_of_cells(inputs: dict[str, int]) -> None:
    known = with_groups(FORM, derive(FORM, inputs))
    drawn = picture(report(inputs))
    assert drawn.parts
    assert {part.figure: part.number for part in drawn.parts} == {
        part.figure: known[part.figure] for part in drawn.parts
    }


@given(figures)
def test_parts_add_up_to_their_whole(inputs: dict[str, int]) -> None:
    drawn = picture(report(inputs))
    assert sum(part.number for part in drawn.results) == drawn.went[0].number
    assert sum(part.number for part in drawn.applicants) == drawn.came[0].number
    for case in drawn.disputes:
        assert sum(part.number for part in case.outcomes) == case.total.number


@given(figures, figures)
def test_last_year_stands_beside_only_where_all_of_it_is_known(inputs: dict[str, int], last: dict[str, int]) -> None:
    before = with_groups(FORM, derive(FORM, last))
    shown = picture(report(inputs), derive(FORM, last)).changes
    assert len(shown) == 5
    assert all(row.before == before[row.figure] for row in shown)
    assert [row.figure for row in picture(report(inputs), {"requests.received.total": 3}).changes] == [
        "requests.received.total"
    ]
    assert picture(report(inputs)).changes == ()


def test_a_cell_without_a_number_is_left_out_not_drawn_as_nought() -> None:
    whole = report({"requests.received.natural_person": 2, "requests.granted.natural_person": 2})
    table = whole.sections[2].tables[0]
    cells = tuple(c._replace(text="" if c.figure == "requests.received.enterprise" else c.text) for c in table.cells)
    sections = (*whole.sections[:2], whole.sections[2]._replace(blocks=(table._replace(cells=cells),)))
    drawn = picture(replace(whole, sections=sections))
    assert "requests.received.enterprise" not in [part.figure for part in drawn.applicants]
    assert "requests.received.natural_person" in [part.figure for part in drawn.applicants]


def test_published_items_are_those_that_the_prose_states() -> None:
    names = {"facts.website_posts": "政府网站发布", "facts.trainings": "培训"}
    said = Sentence("通过网站发布128条。", (Span(6, 9, "facts.website_posts"),), "overview.disclosure.channels")
    waits = said._replace(state="pending")
    other = Sentence("培训3次。", (Span(2, 3, "facts.trainings"),), "overview.supervision.training")
    drawn = picture(report({}, Paragraph((said, waits, other))), None, names)
    assert [(part.label, part.number, part.unit) for part in drawn.published] == [("政府网站发布", 128, "条")]
    assert picture(report({}, Paragraph((waits,))), None, names).published == ()


def test_a_flow_is_drawn_only_of_a_balanced_table() -> None:
    assert picture(report({"requests.received.other": 1, "requests.carried_out.other": 1})).balanced
    assert not picture(report({"requests.received.other": 1})).balanced
