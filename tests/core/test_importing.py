"""Facts seen in a narrative: proposed where the words leave no doubt, and never with another number."""

from __future__ import annotations

from random import Random

import pytest

from nianbao.core.compose import compose
from nianbao.core.importing import recognised
from nianbao.core.phrases import Bank
from nianbao.core.report import Paragraph, Report, Section, Sentence
from nianbao.core.scenarios import scenario


def said(*sentences: str) -> Report:
    paragraph = Paragraph(tuple(Sentence(text) for text in sentences))
    return Report("", "柳桥镇", 2024, sections=(Section("overview", "一", "总体情况", (paragraph,)),))


@pytest.mark.parametrize(
    ("sentence", "fact", "number"),
    [
        ("全年主动公开各类政府信息1,208条。", "items_published", 1208),
        ("公开的民生信息有教育１２条、就业3条。", "area_employment", 3),
        ("我镇公开社会救助方面的信息22条。", "area_aid", 22),
        ("围绕惠农政策制作解读材料六件。", "interpretations", 6),
        ("现有公开栏目14个，其中新设2个。", "columns_new", 2),
        ("设有政务新媒体账号2个。", "new_media_accounts", 2),
        ("年内检查政府信息公开工作4次。", "inspections", 4),
        ("举办政务公开业务培训3次，另参加上级组织的业务培训1次。", "trainings_attended", 1),
        ("举办政务公开业务培训3次，另参加上级组织的业务培训1次。", "trainings", 3),
        ("征求意见5次，收到意见41条，采纳12条。", "opinions_adopted", 12),
        ("发出收费通知2件，应收300元，实收300元。", "fee_charged", 300),
    ],
)
def test_a_fact_is_seen_in_other_words(bank: Bank, sentence: str, fact: str, number: int) -> None:
    assert recognised(said(sentence), tuple(bank.facts.values())).get(fact) == number


@pytest.mark.parametrize(
    ("sentence", "fact"),
    [
        ("先后关停不规范的政务新媒体2个。", "new_media_accounts"),
        ("全年主动公开政府信息1200余条。", "items_published"),
        ("2023年主动公开政府信息980条。", "items_published"),
        ("计划举办业务培训3次。", "trainings"),
        ("派员参加上级培训2次。", "trainings"),
        ("网站新增栏目3个。", "columns"),
        ("举办培训2次；年底又举办培训1次。", "trainings"),
    ],
)
def test_where_there_is_doubt_nothing_is_proposed(bank: Bank, sentence: str, fact: str) -> None:
    assert fact not in recognised(said(sentence), tuple(bank.facts.values()))


def test_of_our_own_reports_most_counts_are_seen_and_none_wrongly(bank: Bank) -> None:
    rng = Random(17)
    stated = seen = 0
    for _ in range(60):
        draft = scenario(rng, bank)
        report = compose(draft, bank, pending=False)
        spans = [span for _, paragraph in report.paragraphs() for s in paragraph.sentences for span in s.spans]
        names = {span.figure.removeprefix("facts.") for span in spans if span.figure.startswith("facts.")}
        counts = {name for name in names if name in bank.facts and bank.facts[name].type in ("count", "amount")}
        found = recognised(report, tuple(bank.facts.values()))
        assert {name: found[name] for name in counts & found.keys()} == {
            name: draft.facts[name] for name in counts & found.keys()
        }
        stated += len(counts)
        seen += len(counts & found.keys())
    assert seen > 0.6 * stated
