"""Facts seen in a narrative: proposed where the words leave no doubt, and never with another number."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from nianbao.core.compose import compose
from nianbao.core.importing import full_name, recognised
from nianbao.core.phrase_reading import read_sentences, templates
from nianbao.core.phrases import Bank
from nianbao.core.problem_items import problem_items
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


def test_of_our_own_reports_nearly_all_counts_are_seen_and_none_wrongly(bank: Bank) -> None:
    rng = Random(17)
    stated = seen = in_words = 0
    for _ in range(60):
        draft = scenario(rng, bank)
        report = compose(draft, bank, pending=False)
        spans = [span for _, paragraph in report.paragraphs() for s in paragraph.sentences for span in s.spans]
        names = {span.figure.removeprefix("facts.") for span in spans if span.figure.startswith("facts.")}
        counts = {name for name in names if name in bank.facts and bank.facts[name].type in ("count", "amount")}
        found = recognised(report, tuple(bank.facts.values()), templates(bank.phrases))
        assert {n: v for n, v in found.items() if bank.facts[n].type != "text"} == {
            n: draft.facts[n] for n in found if bank.facts[n].type != "text"
        }
        stated += len(counts)
        seen += len(counts & found.keys())
        in_words += len(counts & recognised(report, tuple(bank.facts.values())).keys())
    assert seen > 0.98 * stated
    assert in_words > 0.6 * stated


@pytest.mark.parametrize(
    ("sentence", "facts"),
    [
        ("我镇审核信息30条，退回2条。", {"a": 30, "b": 2, "c": True}),
        ("我镇审核信息30条。", {"a": 30, "c": True}),
        ("2024年公开教育12条、就业3条。", {"d": 12, "e": 3}),
        ("2024年公开就业3条。", {"e": 3}),
        ("年内公开教育12条、就业3条。", {"d": 12, "e": 3}),
        ("经费1.5元，由党政办安排12次。", {"f": Decimal("1.5"), "a": 12}),
        ("没有收到留言。", {"g": 0}),
        ("同样的话1件。", {}),
    ],
)
def test_a_sentence_of_the_bank_is_read_backwards(sentence: str, facts: dict[str, object]) -> None:
    reading = read_sentences([sentence], OWN, ["我镇"], ["全镇"], 2024)[0]
    assert reading is not None and reading.facts == facts


OWN = [
    (
        "facts.a >= 1 and facts.c",
        '{{ unit.self }}审核信息{{ facts.a | count("条") }}'
        '{% if facts.b >= 1 %}，退回{{ facts.b | count("条") }}{% endif %}。',
    ),
    ("facts.d >= 1", '{{ in_year }}公开{{ {"教育": facts.d, "就业": facts.e} | listed("条", last="、") }}。'),
    ("", '经费{{ facts.f | amount("元") }}，由{{ facts.h | words }}安排{{ facts.a | count("次") }}。'),
    ("facts.g == 0", "没有收到留言。"),
    ("", '同样的话{{ facts.a | count("件") }}。'),
    ("", '同样的话{{ facts.b | count("件") }}。'),
]


@pytest.mark.parametrize(
    "sentence",
    [
        "我镇审核信息30余条，退回2条。",
        "我镇审核信息30条，退回2条，群众满意。",
        "我局审核信息30条。",
        "2023年公开就业3条。",
        "2024年公开住房3条。",
        "2024年公开教育12件。",
    ],
)
def test_a_sentence_that_differs_in_a_word_is_none_of_the_bank(sentence: str) -> None:
    assert read_sentences([sentence], OWN, ["我镇"], ["全镇"], 2024) == [None]


def test_a_fact_said_in_two_numbers_is_not_proposed(bank: Bank) -> None:
    facts = tuple(bank.facts.values())
    assert "trainings" not in recognised(said("举办业务培训3次。", "全年举办培训4次。"), facts, templates(bank.phrases))


@pytest.mark.parametrize(
    ("unit", "sentence", "name"),
    [
        ("兰西县远大镇", "本报告由远大镇人民政府编制。", "兰西县远大镇人民政府"),
        ("兰西县远大镇", "兰西县远大镇人民政府", "兰西县远大镇人民政府"),
        ("青禾县", "如有疑问，请与青禾县人民政府办公室联系。", "青禾县"),
        ("青禾县", "青禾县人民政府编制本报告。", "青禾县人民政府"),
        ("临泽市东岗区西城街道", "西城街道办事处主任为第一责任人。", "临泽市东岗区西城街道办事处"),
        ("兰西县远大镇", "按照兰西县人民政府的部署，做好公开。", "兰西县远大镇"),
        ("青禾县水务局", "青禾县人民政府网站公布信息3条。", "青禾县水务局"),
    ],
)
def test_the_full_name_is_taken_from_where_the_report_says_it(unit: str, sentence: str, name: str) -> None:
    report = said(sentence)
    assert full_name(report, unit) == name


def test_what_became_of_last_years_problems_is_no_problem_of_this_year() -> None:
    items = problem_items(
        [
            "（一）存在的主要问题",
            "一是解读质量不高；二是栏目更新不及时。",
            "（二）改进情况",
            "一是同时报送解读方案；二是按月监测栏目。",
            "（三）上年问题的整改",
            "上年报告提出的账号多的问题，已注销11个。",
        ]
    )
    assert items.problems == ("解读质量不高", "栏目更新不及时")
    assert items.measures == (("同时报送解读方案",), ("按月监测栏目",))


def test_one_side_and_the_other_are_two_problems() -> None:
    items = problem_items(
        [
            "主要问题：一方面，对所属站所的日常指导不够经常；另一方面，图解材料偏少。改进措施：一是每季巡查；二是增配美编。"
        ]
    )
    assert items.problems == ("对所属站所的日常指导不够经常", "图解材料偏少")
    assert items.measures == (("每季巡查",), ("增配美编",))


def test_two_sides_of_one_item_are_no_list_of_their_own() -> None:
    items = problem_items(["一是人员变动大，一方面新手多，另一方面培训少；二是更新不及时。下一步，按季培训。"])
    assert len(items.problems) == 2
