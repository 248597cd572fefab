"""Wording for a problem: it answers, it differs between units, it names the user's specifics, it is remembered."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.core.compose import compose
from nianbao.core.draft import Draft
from nianbao.core.review import accept, edit, is_statement, propose, reject, state_of
from nianbao.core.suggest import Setting, setting_of
from nianbao.workflow import banks, drafts


@pytest.fixture(scope="module")
def suggester():
    return banks.load_suggester()


def draft(**changes):
    data = {"year": 2024, "unit": {"name": "青禾县柳桥镇人民政府", "kind": "镇"}, "problems": ["信息更新慢"]}
    return Draft.model_validate(data | changes)


def test_every_type_has_what_the_contract_asks(suggester):
    assert len(suggester.problems.types) >= 33
    for kind in suggester.problems.types:
        assert len(kind.statements) >= 4, kind.id
        assert len(kind.measures) >= 6, kind.id
        assert len({m.via for m in kind.measures}) >= 4, kind.id


def test_two_towns_with_one_problem_get_other_measures(suggester):
    one = suggester.suggest("信息更新太慢，都成旧闻了", Setting("镇", "青禾县柳桥镇人民政府"), 3)
    two = suggester.suggest("网上的东西几个月没动过", Setting("镇", "青禾县双河镇人民政府"), 3)
    assert one.types[0].id == two.types[0].id == "timeliness"
    assert [m.id for m in one.measures] != [m.id for m in two.measures]


def test_the_same_question_has_the_same_answer(suggester):
    assert suggester.suggest("没有专人负责") == suggester.suggest("没有专人负责")


def test_scores_fall_and_every_measure_answers_its_problem(suggester):
    found = suggester.suggest("一是网站检索功能不好用；二是没有专职人员")
    assert [part.types[0].id for part in found.parts] == ["website", "staffing"]
    assert [m.score for m in found.measures] == sorted((m.score for m in found.measures), reverse=True)
    assert {m.type for m in found.measures} == {"website", "staffing"}


@pytest.mark.parametrize(
    ("said", "statement", "answered"),
    [
        ("没有专门的人搞公开，都是兼职", "staffing-p1", "staffing-m1"),
        ("请假的时候没人顶替", "staffing-p5", "staffing-m3"),
        ("公众号没人看，粉丝才两百多", "new_media-p5", "new_media-m8"),
        ("公众号后台留言没人回", "new_media-p3", "new_media-m4"),
        ("征求来的意见采没采纳，一直没有反馈", "participation-p3", "participation-m3"),
        ("答复书太简单，就一句话", "request_handling-p4", "request_handling-m5"),
    ],
)
def test_the_wording_within_a_type_says_what_was_said(said, statement, answered, suggester):
    found = suggester.suggest(said, Setting("镇", "青禾县柳桥镇人民政府"), 5)
    assert found.statements[0].id == statement
    assert answered in {m.id for m in found.measures[:4]}


def test_the_first_measures_answer_the_statement_that_is_offered_first(suggester):
    for type_ in suggester.problems.types:
        for statement in type_.statements:
            text = statement.text.replace("{{ unit.part }}", "科室")
            found = suggester.of_type(type_.id, text, Setting("县级部门", "青禾县水务局"), 3)
            assert found.statements[0].id == statement.id, text
            answers = [suggester.problems.measures[m.id].answers for m in found.measures]
            assert statement.id in answers[0], (text, found.measures[0].text)


@pytest.mark.parametrize(
    ("kind", "unit", "part", "office"),
    [
        ("镇", "青禾县柳桥镇人民政府", "科室", "镇党政办"),
        ("县级政府", "临泽市东岗区人民政府", "部门", "政府办公室"),
        ("市级部门", "临泽市发展和改革委员会", "科室", "委办公室"),
        ("省级部门", "云岭省教育厅", "处室", "厅办公室"),
        ("国务院部门", "国家粮食储备部", "司局", "办公厅"),
    ],
)
def test_a_unit_and_its_parts_are_called_by_their_names(kind, unit, part, office, suggester):
    found = suggester.suggest("各处报送多少不均，有的催几次才给材料", Setting(kind, unit), 50)
    assert found.types[0].id == "coordination"
    assert any(s.text == f"各{part}公开工作开展不平衡，信息报送数量差距较大" for s in found.statements)
    texts = "".join(m.text for m in found.measures)
    assert office in texts and f"各{part}年初认领" in texts and "{" not in texts
    assert part == "科室" or "科室" not in texts


def test_the_users_specifics_stand_in_a_measure(suggester):
    given_ = {"office": "信息中心", "period": "每半月"}
    found = suggester.suggest("信息更新慢", Setting("镇", "柳桥镇", given_), 50)
    ledger = next(m for m in found.measures if m.id == "timeliness-m1")
    assert "信息中心" in ledger.text and "每半月" in ledger.text
    assert set(ledger.places) == {"office", "period"}


def test_wording_used_before_comes_last(suggester):
    first = suggester.suggest("信息更新慢", Setting("镇"), 50).measures[0]
    after = suggester.suggest("信息更新慢", Setting("镇", avoid=frozenset({first.text})), 50).measures
    assert after.index(next(m for m in after if m.id == first.id)) >= len(after) // 2


def test_what_fits_nothing_is_said_to(suggester):
    found = suggester.suggest("窗外的梧桐树落叶了")
    assert not found.matched and not found.measures and len(found.types) >= 3


def test_figures_show_a_problem_with_the_figure_as_reason():
    shown = banks.shown_problems(
        draft(figures={"disputes": {"review": {"corrected": 2}}}, facts={"trainings": 0}, problems=[])
    )
    reasons = {item.type: item.reason for item in shown}
    assert "2件" in reasons["complex_requests"]
    assert "professional_skill" in reasons
    assert banks.shown_problems(draft(problems=[])) == []


def test_a_stated_problem_is_not_shown_again():
    facts = {"trainings": 0}
    told = [{"text": "培训少", "type": "professional_skill"}]
    assert "professional_skill" not in {s.type for s in banks.shown_problems(draft(facts=facts, problems=told))}


def test_section_five_holds_what_was_accepted_and_edited_only(suggester):
    d = draft()
    offered = suggester.suggest(d.problems[0].text, setting_of(d, d.problems[0]), 4)
    statement, measures = offered.statements[0], offered.measures
    d = accept(d, 0, statement, offered.statements)
    d = accept(d, 0, measures[0], measures)
    d = edit(d, 0, measures[1], "改成自己的话。", measures)
    d = reject(d, 0, measures[2], "做不到", measures)
    problem = d.problems[0]
    assert [state_of(problem, m) for m in measures] == ["accepted", "edited", "rejected", "suggested"]
    assert problem.stated == "信息更新慢" and problem.phrase == statement.id
    text = "".join(s.text for _, p in compose(d, banks.load_bank()).paragraphs() for s in p.sentences)
    assert statement.text in text and f"{measures[0].text}，改成自己的话" in text
    assert measures[2].text not in text and measures[3].text not in text


def test_the_record_reads_back_from_the_file(suggester, tmp_path):
    from nianbao.writers.draft_file import write_draft

    d = draft()
    offered = suggester.suggest("信息更新慢", setting_of(d, d.problems[0]), 3)
    d = reject(d, 0, offered.statements[0], "与实际不符", offered.statements)
    d = accept(d, 0, offered.measures[0], offered.measures)
    write_draft(tmp_path / "a.yaml", d)
    assert drafts.open_draft(tmp_path / "a.yaml").draft.problems == d.problems


def test_what_was_rejected_does_not_come_back(suggester):
    d = draft()
    while (found := suggester.suggest("信息更新慢", setting_of(d, d.problems[0]), 50)).measures:
        d = reject(d, 0, found.measures[0], "做不到")
    assert len(d.problems[0].rejected) == len({m.id for m in d.problems[0].measures}) >= 6


def test_rejecting_the_accepted_statement_gives_the_own_words_back(suggester):
    d = draft()
    wording = suggester.suggest("信息更新慢", setting_of(d)).statements[0]
    d = reject(accept(d, 0, wording), 0, wording, "")
    assert d.problems[0].text == "信息更新慢" and d.problems[0].phrase is None


def test_accepted_wording_survives_a_revision(suggester):
    from nianbao.core.revise import revise

    d = draft()
    offered = suggester.suggest("信息更新慢", setting_of(d), 3)
    d = accept(accept(d, 0, offered.statements[0]), 0, offered.measures[0])
    changed = d.with_figure("requests.received.enterprise", 7)
    new, _ = revise(d, changed, banks.load_bank(), day=datetime.date(2025, 1, 6))
    assert new.problems == d.problems


def test_a_proposed_problem_waits(suggester):
    d = propose(draft(problems=[]), suggester.of_type("staffing", "", Setting("镇")))
    assert d.problems[0].state == "suggested" and not d.problems[0].used


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("网站更新慢没人管，。；一二是、 a1%{}<>\n的了吗培训"), min_size=1, max_size=60))
def test_any_text_gets_an_honest_answer(text):
    found = banks.load_suggester().suggest(text, Setting("镇"))
    assert len(found.types) >= 3
    assert all(0 <= t.score <= 1 for t in found.types)
    assert found.matched or not found.measures
    assert all(is_statement(s) for s in found.statements) and not any(is_statement(m) for m in found.measures)
