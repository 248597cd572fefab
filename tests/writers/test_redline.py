import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.core.compose import compose
from nianbao.core.form import form
from nianbao.core.phrases import Bank
from nianbao.core.report import Paragraph, Report, Section, Sentence, Table, report_title, statutory_table
from nianbao.readers import read_bytes
from nianbao.resources import resource_folder
from nianbao.workflow.drafts import open_draft
from nianbao.writers import render
from nianbao.writers.redline import redline, settled

from .sample import sample
from .schema import faults
from .tracked import W, accepted, body, lines, rejected

WHEN = datetime.datetime(2024, 1, 15, 9, 30)


def changed(old: Report, new: Report) -> bytes:
    """The copy, whose promise is held here: accepting gives the new version, rejecting the old."""
    content = redline(old, new, "县政务公开办", WHEN)
    assert accepted(content) == lines(body(render(settled(new), "docx")))
    assert rejected(content) == lines(body(render(settled(old), "docx")))
    return content


def tracked(content: bytes) -> list[tuple[str, str]]:
    root = body(content)
    found = root.iter(f"{W}ins", f"{W}del")
    return [(e.tag.removeprefix(W), "".join(e.itertext())) for e in found if e.getparent().tag == f"{W}p"]


def other(*paragraphs: Paragraph) -> Report:
    """The sample with other words in section six."""
    sections = sample().sections
    return replace(sample(), sections=(*sections[:-1], sections[-1]._replace(blocks=paragraphs)))


def words(*texts: str) -> Report:
    return other(*(Paragraph((Sentence(text),)) for text in texts))


def test_nothing_changed_leaves_no_mark() -> None:
    assert tracked(changed(sample(), sample())) == []


def test_a_number_changes_whole() -> None:
    content = changed(words("2023年，我镇收取信息处理费13元。"), words("2023年，我镇收取信息处理费130元。"))
    assert tracked(content) == [("del", "13"), ("ins", "130")]


def test_author_and_date_are_those_handed_in() -> None:
    content = changed(words("甲。"), words("乙。"))
    marks = list(body(content).iter(f"{W}ins", f"{W}del"))
    assert {m.get(f"{W}author") for m in marks} == {"县政务公开办"}
    assert {m.get(f"{W}date") for m in marks} == {"2024-01-15T09:30:00Z"}
    ids = [m.get(f"{W}id") for m in marks]
    assert len(ids) == len(set(ids))


def test_paragraphs_come_and_go_with_their_marks() -> None:
    content = changed(words("第一段没有变。", "第二段要删去。"), words("新加的一段。", "第一段没有变。"))
    marks = [m.tag.removeprefix(W) for m in body(content).iter(f"{W}ins", f"{W}del") if m.getparent().tag == f"{W}rPr"]
    assert marks == ["ins", "del"]
    assert tracked(content) == [("ins", "新加的一段。"), ("del", "第二段要删去。")]


def test_an_unlike_sentence_is_replaced_whole_and_its_neighbours_stay() -> None:
    content = changed(words("全年没有收费。组织培训两次。"), words("全年没有收费。社会评议结果良好。"))
    assert tracked(content) == [("del", "组织培训两次。"), ("ins", "社会评议结果良好。")]


def test_cells_change_as_a_whole() -> None:
    def with_cells(texts: dict[str, str]) -> Report:
        def table(block: Table) -> Table:
            cells = tuple(c._replace(text=texts.get(c.figure or "", c.text)) for c in block.cells)
            return block._replace(cells=cells)

        report = sample()
        sections = tuple(
            s._replace(blocks=tuple(table(b) if isinstance(b, Table) else b for b in s.blocks)) for s in report.sections
        )
        return replace(report, sections=sections)

    new = with_cells({"requests.received.natural_person": "13", "disputes.review.upheld": ""})
    assert tracked(changed(sample(), new)) == [("del", "3"), ("ins", "13"), ("del", "1")]


def test_a_table_of_another_form_is_replaced_row_by_row() -> None:
    old_form = form("2019")
    texts = dict.fromkeys(old_form.figures, "0")
    sections = tuple(
        s._replace(blocks=(statutory_table(old_form.tables[2], texts),)) if s.key == "disclosure" else s
        for s in sample().sections
    )
    content = changed(replace(sample(), sections=sections), sample())
    assert list(faults(body_bytes(content))) == []
    rows = [row for row in body(content).iter(f"{W}tr") if row.find(f"{W}trPr/{W}ins") is not None]
    assert len(rows) == form("2021").tables[2].rows


def test_the_title_changes_across_its_lines() -> None:
    new = replace(sample(), title=report_title("青禾县柳桥镇", 2024))
    assert tracked(changed(sample(), new)) == [("del", "2023"), ("ins", "2024")]


def test_what_waits_is_left_out_and_nothing_carries_a_comment() -> None:
    content = changed(sample(), sample(waiting=True))
    assert tracked(content) == [("ins", "收到申请大约5件。")]
    assert not list(body(content).iter(f"{W}commentReference"))


def body_bytes(content: bytes) -> bytes:
    from lxml import etree

    return etree.tostring(body(content))


def test_the_order_of_the_schema_is_kept() -> None:
    content = changed(words("第一段。", "第二段。", "第三段收到3件。"), words("第三段收到5件。", "第四段。"))
    assert list(faults(body_bytes(content))) == []


def test_the_reader_takes_changes_as_accepted() -> None:
    new = words("全年没有收取信息处理费。", "又加了一段。")
    read = read_bytes("稿.docx", changed(sample(), new))
    assert read == read_bytes("稿.docx", render(new, "docx"))


@settings(max_examples=25)
@given(
    st.lists(
        st.lists(st.sampled_from(["收到3件。", "收到12件，", "甲乙丙丁。", "没有收费。", "A&B<c>。"])), max_size=5
    ),
    st.lists(
        st.lists(st.sampled_from(["收到3件。", "收到15件，", "甲乙丁。", "没有收费。", "新的一句。"])), max_size=5
    ),
)
def test_any_two_versions(old: list[list[str]], new: list[list[str]]) -> None:
    one, two = (
        other(*(Paragraph(tuple(map(Sentence, texts))) for texts in version if texts)) for version in (old, new)
    )
    changed(one, two)


@pytest.mark.parametrize("name", ["yuanda-town-2022", "qinghe-transport-bureau-2023"])
def test_two_versions_of_a_real_draft(name: str, bank: Bank) -> None:
    draft = open_draft(Path(resource_folder("examples")) / f"{name}.yaml", bank).draft
    number = draft.figures.get("requests.received.natural_person", 0) + 11
    later = draft.with_figure("requests.received.natural_person", number).with_length("详")
    content = changed(compose(draft, bank), compose(later, bank))
    assert tracked(content)


def test_sections_in_another_order() -> None:
    sections = sample().sections
    extra = Section("other", "六", "附", (Paragraph((Sentence("附言。"),)),))
    changed(sample(), replace(sample(), sections=(*sections[:4], sections[5], extra)))
