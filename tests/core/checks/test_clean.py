"""Right reports get no error and no warning: our own in hundreds of situations, and published ones."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from nianbao.core.checks import run
from nianbao.core.compose import compose
from nianbao.core.draft import Problem
from nianbao.core.kinds import KINDS
from nianbao.core.plausible import plausible
from nianbao.core.scenarios import scenario
from nianbao.readers import read_report
from nianbao.workflow import drafting, inspecting

FAMILIES = ("S", "L", "P", "W")
SHARED = Path(__file__).parents[4] / "shared" / "cases"


def serious(findings):
    return [(f.code, f.where, f.quote) for f in findings if f.severity != "advice"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_we_compose_is_clean(kind, bank):
    rng = Random(f"clean {kind}")
    problem = Problem.model_validate({"text": "部分事项公开还不够及时", "measure": "每月核对一次公开目录。"})
    for _ in range(28):
        draft = scenario(rng, bank, kind).with_(problems=(problem,))
        case = drafting.draft_case(draft, bank, compose(draft, bank, pending=False))
        assert serious(run(case, FAMILIES)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_we_compose_of_believable_figures_is_clean(kind, bank):
    rng = Random(f"believable {kind}")
    for _ in range(24):
        report = compose(plausible(rng, bank, kind), bank, pending=False)
        assert serious(run(inspecting.report_case(report, bank))) == []


def test_a_draft_without_problems_is_told_of_its_empty_section(bank):
    draft = scenario(Random(1), bank)
    assert {f.code for f in run(drafting.draft_case(draft, bank), FAMILIES) if f.severity != "advice"} == {"S501"}


TRUE_DEFECTS = {
    "reports-dev/dev01.txt": set(),
    "reports-dev/dev02.html": set(),
    "reports-dev/dev03.docx": set(),
    "reports-dev/dev08.html": {
        ("L101", None),
        ("S301", "该部分以表格形式报告"),
        ("W201", "我局"),
        ("S201", "三是人员不足"),
    },
    "reports-dev/dev09.txt": {
        ("W121", "政府信息公开工作条例"),
        ("W121", "第711条"),
        ("W112", "信息信息"),
        ("W112", "我局主动公开信息188条，，其中疫苗接种、医疗机构设置等信息信息90条"),
        ("W142", "截止"),
        ("P201", "13900000000"),
    },
    "real/pingtan-2021.html": {
        ("W112", "审核审核"),
        ("W152", "推进监管执法信息公开,通过微信公众号发布20680批次"),
        ("W152", "（一）存在的主要问题:政策解读形式不够丰富"),
    },
    "real/pingtan-2022.html": {
        ("S103", "政府信息公开行政法复议、行政诉讼情况"),
        ("W112", "的的"),
        (
            "W152",
            "《国务院办公厅政府信息与政务公开办公室关于印发<中华人民共和国政府信息公开工作年度报告格式>的通知》",
        ),
    },
    "real/shuyang-2023.html": set(),
}


@pytest.mark.parametrize("name", TRUE_DEFECTS)
def test_published_and_sample_reports_get_their_true_defects_only(name, bank):
    path = SHARED / name
    if not path.exists():
        pytest.skip("the collection of sample reports is not here")
    case = inspecting.report_case(read_report(path), bank)
    found = [f for f in run(case, FAMILIES) if f.severity != "advice"]
    assert {(f.code, f.quote) for f in found} == TRUE_DEFECTS[name]
