"""A leader's edits come back, sentence by sentence; not one of his words is lost."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.core.compose import compose
from nianbao.core.draft import Draft
from nianbao.core.errors import InputError
from nianbao.core.phrases import Bank
from nianbao.core.readback import Reading, bare, offered, read_back
from nianbao.core.readback import _says as says
from nianbao.core.report import Block, Paragraph, Report, Section, Sentence, Table
from nianbao.core.revise import sentences_of
from nianbao.readers import read_bytes
from nianbao.resources import resource_folder
from nianbao.workflow.drafts import open_draft
from nianbao.writers import render

EXAMPLES = sorted(path.stem for path in Path(resource_folder("examples")).glob("*.yaml"))


def example(bank: Bank, name: str = "linze-city-2022") -> Draft:
    return open_draft(Path(resource_folder("examples")) / f"{name}.yaml", bank).draft


def edited(report: Report, edit: Callable[[str], str]) -> Report:
    """The report as one reads it after an edit of each of its paragraphs; a line feed begins a new one."""

    def change(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(
            new
            for block in blocks
            for new in (
                [block]
                if isinstance(block, Table)
                else [Paragraph((Sentence(t),), block.level) for t in edit(block.text).split("\n") if t]
            )
        )

    sections = tuple(s._replace(blocks=change(s.blocks)) for s in report.sections)
    return replace(report, preamble=change(report.preamble), sections=sections).plain()


def swap(*pairs: tuple[str, str]) -> Callable[[str], str]:
    def edit(text: str) -> str:
        for before, after in pairs:
            text = text.replace(before, after)
        return text

    return edit


def after(bank: Bank, draft: Draft, *pairs: tuple[str, str]) -> tuple[Draft, tuple[Reading, ...], str]:
    """What reading an edited document gives, and the narrative that follows from it."""
    report = compose(draft, bank, pending=False)
    for before, _ in pairs:
        assert before in report.narrative
    new, found = read_back(draft, bank, edited(report, swap(*pairs)))
    return new, found, compose(new, bank, pending=False).narrative


@pytest.mark.parametrize("fmt", ["docx", "md", "html", "txt"])
@pytest.mark.parametrize("marks", [False, True])
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_document_that_nobody_changed_changes_nothing(name: str, marks: bool, fmt: str, bank: Bank) -> None:
    draft = example(bank, name)
    content = render(compose(draft, bank, pending=marks), fmt, marks=marks)
    assert read_back(draft, bank, read_bytes(f"x.{fmt}", content)) == (draft, ())


def test_a_changed_sentence_is_rewritten_and_its_numbers_stay_tied(bank: Bank) -> None:
    draft = example(bank)
    new, found, text = after(bank, draft, ("我市制发解读材料187件", "精心制作各类解读材料187件"))
    assert [(r.kind, r.slot) for r in found] == [("rewritten", "overview.disclosure.interpretation")]
    assert "精心制作各类解读材料187件" in text
    renewed = new.with_(facts={**new.facts, "interpretations": 190})
    assert "精心制作各类解读材料190件" in compose(renewed, bank).narrative


def test_a_sentence_that_is_gone_is_dropped_and_one_that_came_is_added(bank: Bank) -> None:
    draft = example(bank)
    said = {s.slot: s.text for s in sentences_of(compose(draft, bank, pending=False))}
    kept, gone = said["overview.disclosure.press"], said["overview.disclosure.policy"]
    _, found, text = after(bank, draft, (kept, kept + "群众反映良好。又加一句。"), (gone, ""))
    assert sorted(r.kind for r in found) == ["added", "added", "dropped"]
    assert kept + "群众反映良好。又加一句。" in text
    assert gone not in text


def test_sentences_that_came_stand_where_they_were_put(bank: Bank) -> None:
    draft = example(bank)
    said = {s.slot: s.text for s in sentences_of(compose(draft, bank, pending=False))}
    slots = [slot for slot in said if str(slot).startswith("overview.disclosure.")]
    first, last = said[slots[0]], said[slots[-1]]
    _, found, text = after(bank, draft, (first, "先说一句。再说一句。" + first), (last, last + "后说一句。末说一句。"))
    assert [r.kind for r in found] == ["added"] * 4
    assert "先说一句。再说一句。" + first in text
    assert last + "后说一句。末说一句。" in text


def test_a_sentence_cut_down_to_a_part_of_itself_is_still_that_sentence(bank: Bank) -> None:
    draft = example(bank)
    said = {s.slot: s.text for s in sentences_of(compose(draft, bank, pending=False))}
    whole = said["overview.requests.results"]
    head = re.split("[，、]", whole)[0]
    _, found, text = after(bank, draft, (whole, head + "。"))
    assert [(r.kind, r.slot) for r in found] == [("rewritten", "overview.requests.results")]
    assert head + "。" in text


def test_the_answer_to_a_problem_of_last_year_is_taken_and_other_words_around_it_are_not(bank: Bank) -> None:
    draft = example(bank, "qinghe-transport-bureau-2023")
    assert draft.last_year is not None
    answer = str(draft.last_year.problems[0].answer).rstrip("。")
    new, found, text = after(bank, draft, (answer, "新做图解5件"))
    assert [r.kind for r in found] == ["problem"]
    assert new.last_year is not None
    assert new.last_year.problems[0].answer == "新做图解5件"
    assert new.last_year.problems[0].status == draft.last_year.problems[0].status
    assert "新做图解5件" in text
    other, found, _ = after(bank, draft, ("，整改已经完成", "，已经全部整改完毕"))
    assert other == draft
    assert any("全部整改完毕" in r.after for r in found if r.kind == "left")


def test_a_clause_that_is_denied_does_not_say_the_same() -> None:
    assert not says("没有收费。", "有收费")
    assert says("全年有变化，有收费。", "有收费")
    assert says("一是有收费；", "有收费")
    assert not says("有收费站。", "有收费")
    assert not says("", "有收费")


def test_words_in_the_middle_of_a_sentence_belong_to_it(bank: Bank) -> None:
    change = ("应收信息处理费4860元，", "应收信息处理费4860元，均已开具票据，")
    _, found, text = after(bank, example(bank), change)
    assert [r.kind for r in found] == ["rewritten"]
    assert "均已开具票据" in text


def test_section_five_changes_problems_and_measures(bank: Bank) -> None:
    draft = example(bank)
    new, found, text = after(
        bank,
        draft,
        ("查找不便。", "不便查找；三是培训不够。"),
        ("每季度抽查一次链接和检索功能。", "每季度抽查一次；三是分类培训。"),
    )
    assert {r.kind for r in found} == {"problem"}
    assert [p.text for p in new.problems][1:] == ["部分县区的公开栏目设置不统一，不便查找", "培训不够"]
    assert [m.text for m in new.problems[2].used_measures] == ["分类培训"]
    assert "不便查找；三是培训不够。" in text
    assert "每季度抽查一次；三是分类培训。" in text


def test_a_problem_that_is_gone_is_rejected_with_its_reason(bank: Bank) -> None:
    draft = example(bank)
    report = compose(draft, bank, pending=False)
    first, second = (p.text for p in draft.problems)
    read = edited(report, swap((f"一是{first}；二是{second}", second)))
    new, found = read_back(draft, bank, read)
    assert not new.problems[0].used
    assert new.problems[0].reason
    assert "problem" in {r.kind for r in found}


def test_other_words_for_a_heading_or_a_lead_in_are_told_not_lost(bank: Bank) -> None:
    draft = example(bank)
    new, found, text = after(bank, draft, ("（五）监督保障", "（五）监督检查"), ("我市还有以下不足：", "问题还不少："))
    assert new == draft
    left = [r.after for r in found if r.kind == "left"]
    assert any("监督检查" in words for words in left)
    assert any("问题还不少" in words for words in left)
    assert "监督保障" in text


def test_changed_cells_are_offered_and_not_taken(bank: Bank) -> None:
    draft = example(bank)
    report = compose(draft, bank, pending=False)
    texts = {
        "requests.received.natural_person": "99",
        "requests.received.total": "3156",
        "requests.granted.enterprise": "五百",
    }

    def change(block: Block) -> Block:
        if not isinstance(block, Table):
            return block
        return block._replace(cells=tuple(c._replace(text=texts.get(c.figure or "", c.text)) for c in block.cells))

    sections = tuple(s._replace(blocks=tuple(map(change, s.blocks))) for s in report.sections)
    new, found = read_back(draft, bank, replace(report, sections=sections).plain())
    assert new == draft
    assert {r.figure: r.after for r in found} == texts
    assert offered(found) == {"requests.received.natural_person": 99}


def test_a_section_that_was_not_read_is_not_taken_for_deleted(bank: Bank) -> None:
    draft = example(bank)
    report = compose(draft, bank, pending=False)
    read = replace(report, preamble=(), sections=report.sections[:-1]).plain()
    new, found = read_back(draft, bank, read)
    assert new == draft
    assert {(r.kind, r.where) for r in found} == {("stays", "开头"), ("stays", "六、其他需要报告的事项")}


def test_a_section_of_another_title_is_left_over(bank: Bank) -> None:
    draft = example(bank)
    report = compose(draft, bank, pending=False)
    extra = Section(None, "七", "附件说明", (Paragraph((Sentence("附表另发。"),)),))
    _, found = read_back(draft, bank, replace(report, sections=(*report.sections, extra)).plain())
    assert [(r.kind, "附表另发。" in r.after) for r in found] == [("left", True)]


def test_a_document_of_another_year_or_unit_is_refused(bank: Bank) -> None:
    draft = example(bank)
    report = compose(draft, bank, pending=False).plain()
    with pytest.raises(InputError, match="2021年"):
        read_back(draft, bank, replace(report, year=2021))
    other = edited(report, lambda text: "完全不相干的另一份材料。" if text else "")
    with pytest.raises(InputError, match="对得上"):
        read_back(draft, bank, other)


NEW = (
    "群众反映良好。",
    "，其中重点领域较多",
    "经研究，",
    "比上年增加12件。",
    "另起炉灶的一段话",
    "一是",
    "；四是某事。",
    "（略）",
)


def scribble(chance: random.Random) -> Callable[[str], str]:
    """A leader at work: he cuts, adds, swaps sentences, joins and breaks lines."""

    def edit(text: str) -> str:
        for _ in range(chance.choice([0, 0, 1, 1, 2, 4])):
            at, to = sorted(chance.choices(range(len(text) + 1), k=2))
            kind = chance.randrange(5)
            if kind == 0:
                text = text[:at] + chance.choice(NEW) + text[at:]
            elif kind == 1:
                text = text[:at] + text[min(to, at + 12) :]
            elif kind == 2:
                parts = re.findall(r"[^。]*。|[^。]+$", text)
                chance.shuffle(parts)
                text = "".join(parts)
            elif kind == 3:
                text = text[:at] + "\n" + text[at:]
            else:
                end = text.find("。", at) + 1
                text = text[:end] + chance.choice(NEW) + text[end:]
        return text

    return edit


@pytest.mark.parametrize("seed", range(40))
def test_no_word_of_the_document_is_lost(seed: int, bank: Bank) -> None:
    chance = random.Random(seed)
    draft = example(bank, chance.choice(EXAMPLES))
    read = edited(compose(draft, bank, pending=False), scribble(chance))
    try:
        new, found = read_back(draft, bank, read)
    except InputError:
        return
    said = bare(compose(new, bank, pending=False).narrative + "".join(r.after for r in found if r.kind == "left"))
    for _, paragraph in read.paragraphs():
        for piece in re.split(r"[。！？；：，”’）》（\s]+", paragraph.text):
            words = re.sub(r"^([一二三四五六七八九十]+是)+", "", piece)
            assert bare(words) in said
