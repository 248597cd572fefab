"""Several problems in one text are told apart; one problem in several clauses stays one."""

from __future__ import annotations

import pytest

from nianbao.core.splitting import split
from nianbao.workflow import banks


@pytest.fixture(scope="module")
def matcher():
    return banks.load_suggester().matcher


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("一是栏目设置乱，二是没有专职人员", ["栏目设置乱", "没有专职人员"]),
        ("（1）解读都是大段文字；（2）年底才集中发布", ["解读都是大段文字", "年底才集中发布"]),
        ("公众号半年没发过东西；保密审查没有登记", ["公众号半年没发过东西", "保密审查没有登记"]),
        ("①培训一年没办一次②考核没有指标", ["培训一年没办一次", "考核没有指标"]),
        ("（1）预算没晒出来（2）大厅没有查阅点", ["预算没晒出来", "大厅没有查阅点"]),
        ("1、网页打不开2、没有专人3、村务不公示", ["网页打不开", "没有专人", "村务不公示"]),
        ("一是稿件没人审二是公众号停更", ["稿件没人审", "公众号停更"]),
        ("没有定过发布的章程，干得怎样也没人考核", ["没有定过发布的章程", "干得怎样也没人考核"]),
        ("有的栏目更新不及时，且公开的内容不全面", ["有的栏目更新不及时", "公开的内容不全面"]),
        ("答复文书不规范，疑难申请研判能力不足", ["答复文书不规范", "疑难申请研判能力不足"]),
        ("还存在队伍不稳、制度不全、考核不严等问题", ["队伍不稳", "制度不全", "考核不严"]),
        ("主要问题：解读形式单一，公开渠道偏少", ["解读形式单一", "公开渠道偏少"]),
    ],
)
def test_numbered_and_divided_problems(text, parts, matcher):
    assert split(text, matcher) == parts


@pytest.mark.parametrize(
    "text",
    [
        "名册挂出去时，身份证号码没有遮住",
        "申请人寄来的信，放了一个月没人答复，也没有登记",
        "预算公布了，决算没公布，采购也查不到",
        "办公室只有一个人，既管文件又管接待，公开的事只能抽空做",
        "一是一，二是二的精神还不够",
        "条例第二十条规定的内容，没有全部公开",
        "公众号、网站、县融媒各发各的，互相不转",
        "打开局里的专栏，人事、采购、许可三块都是空白",
        "听证会很少开，开了也不公布结果",
        "对第二十条第（一）项和第（二）项的内容公开不够",
        "因人员变动，网站内容更新不够及时",
        "受机构调整影响，部分栏目没有及时更新",
        "公众号更新慢、互动少，关注的人也不多",
        "有的社区居务公开内容不完整、程序不规范、更新不及时",
        "用地、并网、补贴这些企业要的政策没有集中公开",
        "部分信息存在错别字、表述不规范、格式不统一等问题",
        "监督检查抓得不紧，查出问题后督促整改不到位",
    ],
)
def test_one_problem_stays_one(text, matcher):
    assert len(split(text, matcher)) == 1


def test_nothing_of_the_text_is_lost(matcher):
    text = "一是更新慢；二是没人管；三是看不懂"
    assert "".join(split(text, matcher)) == "更新慢没人管看不懂"
