"""What is written is read back: the same words, cells, levels and sections, whatever the format."""

from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.core.form import edition_for, form
from nianbao.core.report import Block, Paragraph, Report, Section, Sentence, report_title, statutory_table
from nianbao.readers import read_bytes
from nianbao.writers import render

from .sample import sample

FORMATS = ("docx", "html", "md", "txt", "xlsx")
CELLS = ("0", "0", "0", "1", "3", "27", "1286", "163420", "", "/", "—", "无")
MONEY = ("0", "3.6", "59237.2449", "")

units = st.sampled_from(
    ("青禾县柳桥镇", "青禾县城乡规划和住房建设局", "临泽市东岗区西城街道", "临泽市", "东洲省水务厅")
)
clauses = st.text("全年培训次数公开条例目录栏目我镇机关依据结果“应”《办法》123AB&<>*_#~[]`%", min_size=1, max_size=24)


@st.composite
def sentences(draw: st.DrawFn) -> Sentence:
    """A sentence of the prose: it begins with a word and ends with a full stop."""
    return Sentence("按照要求" + draw(clauses) + draw(st.sampled_from(("，年底前完成。", "。", "；同时报送。", "。”"))))


@st.composite
def narratives(draw: st.DrawFn) -> tuple[Block, ...]:
    """Paragraphs under headings of the second and third level, which are numbered in order."""
    blocks: list[Block] = []
    for number in "一二三"[: draw(st.integers(0, 3))]:
        blocks.append(Paragraph((Sentence(f"（{number}）工作情况"),), 2))
        blocks.extend(draw(paragraphs))
    return tuple(blocks) or tuple(draw(paragraphs))


paragraphs = st.lists(
    st.builds(lambda parts: Paragraph(tuple(parts)), st.lists(sentences(), min_size=1, max_size=3)),
    min_size=1,
    max_size=2,
)


@dataclass(frozen=True)
class Plan:
    """What a report is made from; short, so that a failing one can be read."""

    unit: str
    year: int
    seed: int
    preamble: list[Paragraph]
    narratives: list[tuple[Block, ...]]

    def report(self) -> Report:
        the_form = form(edition_for(self.year))
        chance, words = Random(self.seed), iter(self.narratives)
        texts = {figure: chance.choice(MONEY if "fees" in figure else CELLS) for figure in the_form.figures}
        return Report(
            report_title(self.unit, self.year),
            "",
            self.year,
            the_form.edition,
            None,
            tuple(self.preamble),
            tuple(
                Section(
                    section.key,
                    section.number,
                    section.title,
                    (statutory_table(the_form.tables[section.table], texts),) if section.table else next(words),
                )
                for section in the_form.sections
            ),
        )


plans = st.builds(
    Plan,
    units,
    st.sampled_from((2020, 2021, 2023)),
    st.integers(0, 2**32),
    st.one_of(st.just([]), paragraphs),
    st.lists(narratives(), min_size=3, max_size=3),
)


def read_back(report: Report, fmt: str) -> Report:
    """The report as it is read; what no page says (the unit's full name, its kind) is taken over."""
    read = read_bytes(f"report.{fmt}", render(report, fmt))
    return replace(read, unit=report.unit, kind=report.kind)


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_sample_is_read_back(fmt: str) -> None:
    read = read_back(sample(), fmt)
    assert read == sample().plain()
    assert read.notes == ()


@pytest.mark.parametrize("fmt", FORMATS)
@given(plans)
@settings(max_examples=40, deadline=None)
def test_any_report_is_read_back(fmt: str, plan: Plan) -> None:
    report = plan.report()
    read, wanted = read_back(report, fmt), report.plain()
    assert (read.title, read.year, read.edition) == (wanted.title, wanted.year, wanted.edition)
    assert read.preamble == wanted.preamble
    for got, section in zip(read.sections, wanted.sections, strict=True):
        assert (got.key, got.number, got.title) == (section.key, section.number, section.title)
        assert got.paragraphs == section.paragraphs
        assert [(cell.figure, cell.text) for t in got.tables for cell in t.cells] == [
            (cell.figure, cell.text) for t in section.tables for cell in t.cells
        ]
    assert read == wanted


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("path", sorted(Path("examples").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_examples_are_read_back(fmt: str, path: Path) -> None:
    from nianbao.core.compose import compose
    from nianbao.workflow import banks, drafts

    report = compose(drafts.open_draft(path).draft, banks.load_bank(), pending=False)
    assert read_back(report, fmt) == report.plain()
