"""Wording rules kept as data: each hits what it should, says it once, and is found under its code."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import yaml

from nianbao.core.bank_build import build
from nianbao.core.bank_source import BankSources, Located
from nianbao.core.checks import rules, run
from nianbao.core.findings import Case
from nianbao.core.wording import needed, one_slip, rules_by_code, wording_rule
from nianbao.resources import resource_folder
from tests.builders import report

ENTRIES = yaml.safe_load((resource_folder("phrasebank") / "wording.yaml").read_text("utf-8"))
IDS = [entry["id"] for entry in ENTRIES]
SYLLABLES = (resource_folder("phrasebank") / "syllables.txt").read_text("utf-8")


def hits(entry, text):
    rule = wording_rule({**entry, "syllables": SYLLABLES})
    return rule.may_hit(text, frozenset(text)) and bool(list(rule.hits(text)))


@pytest.mark.parametrize("entry", ENTRIES, ids=IDS)
def test_each_rule_hits_its_bad_example_and_no_good_one(entry):
    assert hits(entry, entry["bad"])
    assert not hits(entry, entry["good"])


@pytest.mark.parametrize("entry", ENTRIES, ids=IDS)
def test_each_rule_has_a_registered_code_of_its_severity(entry):
    assert rules()[entry["code"]].severity == entry["severity"]


def test_no_two_rules_share_an_id():
    assert len(set(IDS)) == len(IDS)


@pytest.mark.parametrize(
    ("pattern", "groups"),
    [
        ("布署", (("布署",),)),
        ("a|bc", (("a", "bc"),)),
        ("(收到|受理)申请", (("收到", "受理"), ("申请",))),
        ("[账帐]号", (("号",), ("账", "帐"))),
        ("x*", ()),
        ("(?i:and)", ()),
        (r"\d+件", (("件",),)),
        ("(?<=公开)申清(?!楚)", (("公开",), ("申清",))),
        ("a|b*", ()),
        ("[^，]条", (("条",),)),
    ],
)
def test_what_a_pattern_needs(pattern, groups):
    assert set(needed(pattern)) == set(groups)


def test_a_broken_pattern_is_said():
    with pytest.raises(ValueError, match=r"."):
        needed("(")


def test_the_bank_names_a_broken_rule_and_leaves_it_out():
    broken = Located({"id": "own", "severity": "warning", "regex": "(", "suggest": "甲"}, "own.yaml")
    unknown = Located({"id": "own2", "severity": "grave", "find": "甲", "suggest": "乙"}, "own.yaml")
    right = Located({**OWN}, "own.yaml")
    outline = Located({"sections": []}, "outline.yaml")
    payload, faults = build(BankSources(outline, wording=(broken, unknown, right)))
    assert len([fault for fault in faults if fault.where == "own.yaml"]) == 2
    assert [entry["id"] for entry in payload["wording"]] == ["own"]
    assert payload["wording"][0]["needs"]


OWN = {"id": "own", "severity": "warning", "find": "群众", "suggest": "居民", "reason": "本市用“居民”"}


def own(text, **changes):
    return run(Case(report(append={"overview": text}), wording=({**OWN, **changes},)), ["W"])


def test_a_rule_without_a_code_is_found_under_the_code_of_its_severity():
    assert [(f.code, f.severity) for f in own("服务群众。")] == [("W902", "warning")]
    assert [f.code for f in own("服务群众。", severity="error")] == ["W901"]


def test_the_same_words_are_said_once_with_their_number():
    (finding,) = own("服务群众，方便群众。")
    assert finding.quote == "群众"
    assert "共2处" in finding.message
    assert finding.mend == "改为“居民”"


def test_different_words_of_a_rule_are_said_each_but_advice_once():
    assert len(own("服务群众，方便民众。", find="群众", regex="群众|民众")) == 2
    assert len(own("服务群众，方便民众。", regex="群众|民众", severity="advice")) == 1


def test_a_hit_within_an_exempt_phrase_does_not_count():
    assert own("开展群众路线教育。", unless="群众路线") == []


def test_a_hit_does_not_run_over_paragraphs():
    assert own("服务群\n众多。") == []


def test_a_hit_within_a_longer_one_is_not_said_again(bank):
    case = Case(report(append={"overview": "以习近平新时代中国特社会主义思想为指导。"}), wording=bank.wording)
    assert [f.quote for f in run(case, ["W191"])] == ["习近平新时代中国特社会主义思想"]


def test_a_mark_is_quoted_with_its_neighbours(bank):
    (finding,) = run(Case(report(append={"overview": "公开信息,其中网站60条。"}), wording=bank.wording), ["W152"])
    assert finding.quote == "公开信息,其中网站60条"


def test_the_title_is_read_too(bank):
    wrong = replace(report(), title="青禾县柳桥镇2023年政府信公开工作年度报告")
    assert any(f.code == "W121" or f.where == "标题" for f in run(Case(wrong, wording=bank.wording), ["W1"]))


def test_rules_are_compiled_once_for_the_same_entries(bank):
    assert rules_by_code(bank.wording) is rules_by_code(bank.wording)


PHRASE = "以人民为中心的发展思想"
SLIPS = {
    *(PHRASE[:n] + PHRASE[n + 1 :] for n in range(len(PHRASE))),
    *(PHRASE[:n] + "错" + PHRASE[n + 1 :] for n in range(len(PHRASE))),
    *(PHRASE[:n] + "多" + PHRASE[n:] for n in range(1, len(PHRASE))),
    *(PHRASE[:n] + PHRASE[n + 1] + PHRASE[n] + PHRASE[n + 2 :] for n in range(len(PHRASE) - 1)),
}


@pytest.mark.parametrize("slip", sorted(SLIPS))
def test_each_slip_in_a_fixed_phrase_is_found(slip):
    assert re.search(one_slip(PHRASE), f"坚持{slip}，做好工作") is not None


@pytest.mark.parametrize("text", [f"坚持{PHRASE}，做好工作", PHRASE, "发展思想活跃", "以人民的名义"])
def test_a_fixed_phrase_that_is_right_is_no_slip(text):
    assert re.search(one_slip(PHRASE), text) is None
