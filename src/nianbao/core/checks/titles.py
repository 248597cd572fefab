"""S4: the title of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nianbao.core.checks.texts import FORM, unspaced
from nianbao.core.findings import Case, Finding, Severity, rule
from nianbao.core.form import REPORT_NAME
from nianbao.core.kinds import public_service
from nianbao.core.lazy import lazy
from nianbao.core.report import Report


def _title(code: str, severity: Severity, report: Report, message: str, mend: str) -> Finding:
    return Finding(code, severity, "标题", message, mend, quote=report.title or None)


_VERSION = lazy(r"[（(](?:送审|征求意见|讨论|初|草|修改|修订|定|终|报批|审议)稿[）)]|终稿|最终版|最终稿")
_BRACKET = lazy(r"[（(].{1,12}[）)]$")
_OTHER_PAPERS = lazy(r"总结|汇报|小结|情况说明|工作要点")


def _expected_title(report: Report) -> str:
    return f"{report.unit or '机关名称'}{report.year or 'YYYY'}年{REPORT_NAME}"


@rule(
    "S401",
    "标题里的“年度”重复",
    severity="advice",
    source=f"{FORM}；标题为机关名称加YYYY年加政府信息公开工作年度报告",
    bad="青禾县柳桥镇2023年度政府信息公开工作年度报告",
    good="青禾县柳桥镇2023年政府信息公开工作年度报告",
)
def doubled_year_in_title(case: Case) -> Iterator[Finding]:
    """“2023年度……年度报告”说了两遍年度。"""
    if re.search(r"年度.*年度(?:工作)?报告", case.report.title):
        yield _title("S401", "advice", case.report, "标题里“年度”用了两次", f"改为“{_expected_title(case.report)}”")


@rule(
    "S402",
    "标题的报告名称不全",
    severity="warning",
    source=f"{FORM}；标题为机关名称加YYYY年加政府信息公开工作年度报告",
    bad="青禾县柳桥镇2023年信息公开工作年度报告",
    good="青禾县柳桥镇2023年政府信息公开工作年度报告",
)
def incomplete_name_in_title(case: Case) -> Iterator[Finding]:
    """报告的名称是“政府信息公开工作年度报告”，不漏“政府”和“年度”，不颠倒字序。只漏“工作”的，见S403。
    高等学校（《高等学校信息公开办法》）和供水、供电、医院、卫生院、妇幼保健院等公共企事业单位公开的不是政府信息，可以不写“政府”。"""
    title = unspaced(case.report.title)
    if not title:
        return
    name = re.split(r"20\d\d年度?", title)[-1]
    if sorted(name) == sorted(REPORT_NAME) and name not in (REPORT_NAME, "政府信息公开年度工作报告"):
        message = f"标题里报告的名称写成“{name}”，字序有错"
        yield _title("S402", "warning", case.report, message, f"改为“{_expected_title(case.report)}”")
        return
    other = _OTHER_PAPERS().search(title)
    if "报告" not in title:
        if other and "公开" in title and "年报" not in title:
            message = f"标题写成了“{other[0]}”，不是年度报告"
            yield _title("S402", "warning", case.report, message, f"改为“{_expected_title(case.report)}”")
        return
    name = "信息公开" if public_service(_BRACKET().sub("", case.report.unit)) else "政府信息公开"
    lost = [word for word in (name, "年度") if word not in title]
    if lost:
        words = "、".join(f"“{'政府' if word != '年度' and '信息公开' in title else word}”" for word in lost)
        yield _title("S402", "warning", case.report, f"标题缺{words}", f"改为“{_expected_title(case.report)}”")


@rule(
    "S403",
    "标题与格式不一致",
    severity="advice",
    source=f"{FORM}；标题为机关名称加YYYY年加政府信息公开工作年度报告",
    bad="青禾县柳桥镇2023年政府信息公开年度报告",
    good="青禾县柳桥镇2023年政府信息公开工作年度报告",
)
def loose_name_in_title(case: Case) -> Iterator[Finding]:
    """报告的名称漏“工作”，或者用了“年报”等别的叫法。"""
    title = unspaced(case.report.title)
    wrapped = re.match(r"关于.+报告$", title)
    version = _VERSION().search(title)
    if version is not None:
        message = f"标题带“{version[0]}”，公布的是定稿"
        yield _title("S403", "warning", case.report, message, f"改为“{_expected_title(case.report)}”")
    elif re.match(r"(?:19|20)\d\d年度?\S", title) and case.report.unit and re.search(r"\d年度?政府信息", title) is None:
        message = "年份写在机关名称前面"
        yield _title("S403", "advice", case.report, message, f"改为“{_expected_title(case.report)}”")
    if wrapped:
        message = "标题带“关于……的报告”，年度报告直接写名称"
        yield _title("S403", "advice", case.report, message, f"改为“{_expected_title(case.report)}”")
    elif title and REPORT_NAME not in title and "政府信息公开" in title and ("年度" in title or "报告" not in title):
        yield _title(
            "S403",
            "advice",
            case.report,
            f"标题里没有“{REPORT_NAME}”",
            f"改为“{_expected_title(case.report)}”",
        )


@rule(
    "S404",
    "标题里没有机关名称或者年份",
    severity="warning",
    source=f"{FORM}；标题为机关名称加YYYY年加政府信息公开工作年度报告",
    bad="2023年政府信息公开工作年度报告",
    good="青禾县柳桥镇2023年政府信息公开工作年度报告",
)
def title_without_organ_or_year(case: Case) -> Iterator[Finding]:
    """标题要写明是哪个机关、哪一年的报告。"""
    report = case.report
    title = unspaced(report.title)
    if not title:
        yield _title("S404", "warning", report, "没有找到报告的标题", f"标题写作“{_expected_title(report)}”")
        return
    lost = []
    if not re.search(r"(?:19|20)\d\d|二[〇○零Oo0]", title):
        lost.append("年份")
    before = re.split(r"政府信息|信息公开|政务公开", title)[0]
    if not re.sub(r"[\d〇○零一二三四五六七八九十年度关于的（）()]", "", before):
        lost.append("机关名称")
    if lost:
        yield _title("S404", "warning", report, f"标题里没有{'和'.join(lost)}", f"标题写作“{_expected_title(report)}”")
