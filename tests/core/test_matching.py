"""Matching: right on statements held back, steady, deaf to slips of pinyin, honest about what it does not know."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from nianbao.core.matching import lexicon, train
from nianbao.core.problems import UNRELATED, Sample, fill, places, read_types
from nianbao.readers.problem_files import PREPARED, packed, prepared, read_sources, sources_key
from nianbao.readers.segment import jieba_segment
from nianbao.resources import resource_folder
from nianbao.workflow import banks

DATA = Path(__file__).parents[1] / "data"
NAMES = [f"problems-heldout{number}.yaml" for number in ("", "-2", "-3", "-4", "-5", "-6")]
BATCHES = [yaml.safe_load((DATA / name).read_text("utf-8")) for name in NAMES]


@pytest.fixture(params=BATCHES, ids=["first", "second", "third", "fourth", "fifth", "sixth"])
def held(request):
    return request.param


@pytest.fixture(scope="module")
def matcher():
    return banks.load_suggester().matcher


def test_statements_held_back_are_right_nine_times_in_ten(held, matcher):
    told = [(name, text) for name, texts in held.items() if not name.startswith("_") for text in texts]
    found = [(name, [t.id for t in matcher.match(text).types[:3]]) for name, text in told]
    assert sum(name == ids[0] for name, ids in found) >= 0.90 * len(told)
    assert sum(name in ids for name, ids in found) >= 0.98 * len(told)


def test_what_is_no_problem_of_this_field_mostly_fits_nothing(held, matcher):
    wrong = [text for text in held["_unrelated"] if matcher.match(text).matched]
    assert len(wrong) <= len(held["_unrelated"]) // 8, wrong


def test_nothing_held_back_is_learnt_from(held):
    folder = resource_folder("phrasebank")
    samples = {sample.text for sample in read_types(read_sources([folder])[0])[1]}
    kept = {text for name, texts in held.items() if name != "_split" for text in texts}
    assert not kept & samples


def test_the_prepared_model_is_in_step_with_its_sources():
    folder = resource_folder("phrasebank")
    assert prepared(folder, sources_key([folder])) is not None, "run make problems"


def test_a_broken_or_foreign_prepared_file_is_no_answer(tmp_path):
    assert prepared(tmp_path, "k") is None
    for content in (b"", b"nothing", packed({"key": "k"})[:-3], packed({"key": "other"})):
        (tmp_path / PREPARED).write_bytes(content)
        assert prepared(tmp_path, "k") is None
    (tmp_path / PREPARED).write_bytes(packed({"key": "k"}))
    assert prepared(tmp_path, "k") == {"key": "k"}


def test_the_problem_types_have_no_fault():
    assert banks.check_problems() == []


@pytest.mark.parametrize(
    "text",
    [
        "领导高度重视，机制健全，队伍稳定",
        "本年度制发行政规范性文件6件，废止2件",
        "下一步将丰富解读形式，拓宽公开渠道",
        "去年反映的渠道单一问题，已新设公开栏三处",
        "全年未发生因信息公开引起的诉讼",
        "乡村医生短缺，基层医疗服务能力不足",
        "重点项目落地慢，用地手续审批时间长",
        "水库除险加固进度滞后",
        "暂无",
        "无其他需要报告的事项",
    ],
)
def test_praise_plans_counts_and_the_troubles_of_other_fields_fit_nothing(text, matcher):
    assert not matcher.match(text).matched


def test_what_is_combined_teaches_that_the_fault_decides_not_the_thing():
    mix = {"what": ["公众号推文", "解读稿"], "said": ["没有人审就发了", "没走签批"]}
    samples = read_types({"review_secrecy": {"id": "review_secrecy", "name": "审核不严", "combined": [mix]}})[1]
    told = {sample.text for sample in samples}
    assert {what + said for what in mix["what"] for said in mix["said"]} <= told
    aside = read_types({UNRELATED: {"combined": [mix]}})[1]
    assert {sample.type for sample in aside} == {UNRELATED} and len(aside) == 4


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("网站栏木设置不合理", "website"), ("条列学习不够深入", "regulation_study"), ("更新不急时", "timeliness")],
)
def test_a_slip_of_pinyin_input_is_heard(slip, meant, matcher):
    found = matcher.match(slip)
    assert found.matched and found.best.id == meant


def test_the_words_that_decided_stand_in_the_statement(matcher):
    text = "公众号半年没有推送，粉丝越来越少"
    found = matcher.match(text)
    assert found.best.id == "new_media"
    assert found.words and all(word in text for word in found.words)


def test_marks_spaces_and_capitals_change_nothing(matcher):
    assert matcher.match("网站 更新慢！").types == matcher.match("网站，更新慢。").types
    assert matcher.match("app没人维护").types == matcher.match("APP没人维护").types


def small():
    words = lexicon({"late": ["更新慢", "滞后"], "people": ["没人", "缺人"]}, ["geng 更", "xin 新"])
    samples = [
        *(Sample(f"{what}{tail}", "timeliness", 1.0) for what in ("更新慢", "发布滞后") for tail in ("", "了", "得很")),
        *(Sample(f"{what}{tail}", "staffing", 1.0) for what in ("没人管", "缺人手") for tail in ("", "了", "得很")),
        *(Sample(f"{what}{tail}", UNRELATED, 1.0) for what in ("下雨", "堵车") for tail in ("", "了", "得很")),
    ]
    return samples, jieba_segment(words.classes), words, ["timeliness", "staffing", UNRELATED]


def test_learning_twice_gives_the_same_model():
    assert train(*small()) == train(*small())


def test_types_of_ones_own_are_learnt_too(tmp_path, monkeypatch):
    folder = tmp_path / "mine" / "problems"
    folder.mkdir(parents=True)
    (folder / "timeliness.yaml").write_text(
        "id: timeliness\nname: 公开更新不及时\nsituations: [像蜗牛爬一样]\n", "utf-8"
    )
    ours = resource_folder("phrasebank")
    types, _, _ = read_sources([ours, tmp_path / "mine"])
    assert "像蜗牛爬一样" in types["timeliness"]["situations"] and len(types["timeliness"]["measures"]) >= 6
    assert sources_key([ours]) != sources_key([ours, tmp_path / "mine"])


def test_a_wrong_entry_is_a_fault_that_names_its_place():
    wrong = {"id": "late", "name": "慢", "measures": [{"id": "m", "via": "机制", "text": "由{{ nobody }}每月核对"}]}
    faults = read_types({"late": wrong, "other": {"id": "late", "name": "错"}, "third": {"name": 1}})[2]
    assert [fault.where.split()[0] for fault in faults] == [
        "problems/late.yaml",
        "problems/other.yaml",
        "problems/third.yaml",
    ]


def test_places_take_what_is_given_and_else_their_default():
    text = '由{{ office }}{{ period | or("每月") }}核对'
    assert fill(text, {"office": "党政办"}) == "由党政办每月核对"
    assert fill(text, {"office": "党政办", "period": "每季度"}) == "由党政办每季度核对"
    assert places(text) == ("office", "period")
    with pytest.raises(KeyError):
        fill(text, {})
