"""W2: what the unit calls itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from nianbao.core.findings import Case, Finding, rule
from nianbao.core.kinds import default_self, public_service
from nianbao.core.lazy import lazy
from nianbao.core.report import Passage, Report

_SELF = lazy(
    r"(?:(?<![自忘唯敌])我|(?<![样基根版资成标文课读副原])本(?=局(?!部)|镇|乡(?!本土)|街道|委(?![托派屈婉任员])))("
    r"街道(?:办事处)?|镇|乡(?!村(?:振兴|建设|治理|旅游|产业))|院(?![子落墙外])|校(?![园车友外])|公司|局(?![限部势面促外])|委(?![托派屈婉任])|"
    r"办(?![理公事结好法案学成税])|厅|县|市(?![场民值])|区(?![别分域间])|旗"
    r")"
)
_QUOTED = lazy(r"“[^”]*”|《[^》]*》|「[^」]*」")
_OFFICES = frozenset("局委厅")
_PUBLIC: Mapping[str, frozenset[str]] = {
    "hospital": frozenset({"院"}),
    "college": frozenset({"校", "院"}),
    "school": frozenset({"校"}),
    "nursery": frozenset({"园"}),
    "company": frozenset({"公司"}),
}
"""What the 公共企事业单位 of each sort call themselves."""
_TOWNS = frozenset({"镇", "乡", "街道"})


@rule(
    "W201",
    "自称与本机关不符",
    severity="warning",
    source="公文写作惯例：一份报告只用一种自称，并与机关类型一致",
    bad="（镇政府的报告）我局通过公示栏公布信息62条",
    good="我镇通过公示栏公布信息62条",
)
def foreign_self_name(case: Case) -> Iterator[Finding]:
    """镇的报告自称“我局”、乡的报告自称“我镇”、医院的报告自称“我校”，多半是抄自别的机关。引号、书名号里的不算，“我县”等指所在地的不算。"""
    report = case.report
    named = tuple(self_names(report))
    right, wrong = _expected_selves(report, Counter(name for name, *_ in named))
    if not wrong:
        return
    first: dict[str, tuple[Passage, int]] = {}
    count = Counter(name for name, *_ in named)
    for name, passage, start in named:
        if name in wrong:
            first.setdefault(name, (passage, start))
    for name, (passage, start) in first.items():
        quote = passage.text[start : start + 1 + len(name)]
        more = f"（共{count[name]}处）" if count[name] > 1 else ""
        yield Finding(
            code="W201",
            severity="warning",
            where=passage.where,
            message=f"自称“{quote}”{more}，而报告的机关是{report.unit or '另一类机关'}",
            mend=f"改为“我{right}”，并核对这一段是否抄自别的报告"
            if right and name not in ("县", "旗")
            else "全文统一自称，并核对这一段是否抄自别的报告",
            quote=quote,
            slot=passage.slot_at(start),
        )


def self_names(report: Report) -> Iterator[tuple[str, Passage, int]]:
    """What the report calls its organ after 我 or 本 (镇, 局 …), with the place; not inside quotes and titles."""
    for passage in report.passages:
        if "我" not in passage.text and "本" not in passage.text:
            continue
        quoted = [match.span() for match in _QUOTED().finditer(passage.text)]
        for match in _SELF().finditer(passage.text):
            if not any(start < match.start() < end for start, end in quoted):
                name = "街道" if match[1].startswith("街") else match[1]
                yield name, passage, match.start()


def _expected_selves(report: Report, count: Counter[str]) -> tuple[str, frozenset[str]]:
    """What the organ may be called, and what it surely is not."""
    kind = report.kind
    everyone = _TOWNS | _OFFICES | _institutions(report.unit)
    area = _other_area(report.unit)
    sort = public_service(report.unit)
    if sort is not None:
        names = _PUBLIC[sort]
        return next(iter(names)) if len(names) == 1 else "", (everyone | frozenset({"院", "校", "公司"})) - names
    if report.unit.endswith(("管理委员会", "管委会")):
        return "委", everyone - {"委"}
    if kind in ("乡", "镇"):
        return kind, (everyone - {kind}) | area
    if kind == "街道":
        return "街道", (everyone - {"街道"}) | area
    if kind is None and report.unit.endswith("市"):
        return "市", everyone  # a government, of a prefecture or a county
    if kind is None:
        return _most_used(count, everyone)
    own = default_self(report.unit, kind)[1:]
    if kind.endswith("政府"):
        return own, everyone | area
    if kind.endswith("部门"):
        ours = own if own in _OFFICES and report.unit.endswith((own, f"{own}员会")) else ""
        theirs = area if kind == "县级部门" else frozenset()
        return ours, _TOWNS | _institutions(report.unit) | (_OFFICES - {own} if ours else frozenset()) | theirs
    return "", _TOWNS


def _institutions(unit: str) -> frozenset[str]:
    """What hospitals, schools and companies call themselves, where the name of the unit holds no such word."""
    return frozenset({"院", "校", "公司"}) if re.search("[院校学所]|公司|集团|中心", unit) is None else frozenset()


_SEVERAL_AREAS = lazy(r"[开新园景社库矿林特]发?区|自治区|特区|管理区|功能区|自治[县旗]")


def _other_area(unit: str) -> frozenset[str]:
    """A county is no district and a district no county; 我市 may be the city above, 我区 the autonomous region."""
    areas = set(re.findall(r"[县区旗]", unit))
    if len(areas) != 1 or _SEVERAL_AREAS().search(unit):
        return frozenset()
    return frozenset({"旗"}) if areas == {"县"} else frozenset({"县", "旗"}) - areas


def _most_used(count: Counter[str], everyone: frozenset[str]) -> tuple[str, frozenset[str]]:
    """Where the kind is not known: the name used most, if it is used at least twice as often as any other."""
    used = [(name, n) for name, n in count.most_common() if name in everyone]
    if len(used) < 2 or used[0][1] < 2 * used[1][1]:
        return "", frozenset()
    return used[0][0], everyone - {used[0][0]}


_NEUTRAL = lazy(r"[本我]单位|本政府部门|本机关(?!不掌握|掌握|负责|制作|保存|职责)")


@rule(
    "W202",
    "两种自称混用",
    severity="advice",
    source="公文写作惯例：一份报告只用一种自称",
    bad="我局公开信息80条……本单位未收到申请",
    good="我局公开信息80条……我局未收到申请",
)
def mixed_self_names(case: Case) -> Iterator[Finding]:
    """“本机关”“本单位”与“我局”“我镇”等在一份报告里混用。法定表格里的“本机关不掌握”等固定用语不算。"""
    report = case.report
    if "本" not in report.characters and "我单位" not in report.words:
        return
    area = {"县", "市", "区", "旗"}
    own = next((name for name, *_ in self_names(report) if name not in area), None)
    if own is None:
        return
    for passage in report.passages:
        match = _NEUTRAL().search(passage.text)
        if match:
            yield Finding(
                code="W202",
                severity="advice",
                where=passage.where,
                message=f"“{match[0]}”与“我{own}”混用",
                mend=f"全文统一用“我{own}”或者“{match[0]}”",
                quote=match[0],
                slot=passage.slot_at(match.start()),
            )
            return
