"""Kinds of unit: what each calls itself, its superiors, and what the law lets it do.

Sources: 地方组织法 76, 80, 85, 86, 93; 立法法 91, 93; 规章制定程序条例 2; 政府信息公开条例 49, 50.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nianbao.core.lazy import lazy


class KindRules(NamedTuple):
    """What the law says of a kind of unit.

    Attributes:
        name: the kind, as a draft names it.
        may_make_regulations: may make 规章 (国务院部门, provincial governments, governments of 设区的市).
        is_government: is 一级政府 and so owes 工作考核, 社会评议 and 责任追究结果 (条例 50(4)).
        self_name: what it calls itself unless its name says better.
    """

    name: str
    may_make_regulations: bool
    is_government: bool
    self_name: str


KINDS: Mapping[str, KindRules] = {
    rules.name: rules
    for rules in (
        KindRules("乡", False, True, "我乡"),
        KindRules("镇", False, True, "我镇"),
        KindRules("街道", False, False, "我街道"),
        KindRules("县级部门", False, False, "我局"),
        KindRules("县级政府", False, True, "我县"),
        KindRules("市级部门", False, False, "我局"),
        KindRules("市级政府", True, True, "我市"),
        KindRules("省级部门", False, False, "我厅"),
        KindRules("省级政府", True, True, "我省"),
        KindRules("国务院部门", True, False, "我部"),
        KindRules("其他", False, False, "我单位"),
    )
}

_DEPARTMENT = lazy(r"(局|委|办|厅|部|署|院|会|处|站|中心|大队|支队|总队|所|社)$")
_AREA = lazy(r"(省|自治区|市|州|盟|地区|县|旗|区)")
_SELF_OF_AREA = {"自治区": "区", "地区": "地区"}
_NO_AREA = lazy(
    r"市场|(?<=[县区市旗州盟和])(?:城市|市政|市容|市民)|社区|园区|景区|小区|库区|灾区|开发区|高新区|保税区|度假区"
)
"""Words that hold the name of an area and name none; 市政 in 江口市政务服务局 is no such word."""
_OFFICES = lazy(r"(人民政府|行政公署|办事处|街道)")
_PUBLIC_SERVICE = lazy(
    r"(?:(?P<hospital>(?:医|卫生|保健|防治|疗养|康复|福利|敬老|养老)院|急救中心|卫生服务中心|血站)"
    r"|(?P<college>大学|学院)|(?P<school>学校|[小中]学)|(?P<nursery>幼儿园)|(?P<company>公司|集团|[水电气热]厂))$"
)
"""What the names of 公共企事业单位 end with (条例 55): they report by rules of their own and are no organ of the
government."""
_VERTICAL = lazy(r"^(国家|中华人民共和国|中国).+(总局|局|海关|队)")
"""Local branches of a body of the State Council bear its name first: 国家税务总局青禾县税务局."""


def _without(name: str, *tails: str) -> str:
    """A name without one of these words at its end."""
    return next((name.removesuffix(tail) for tail in tails if name.endswith(tail)), name)


def _areas(name: str) -> list[str]:
    """The kinds of area in a name, from the widest to the narrowest: 省, 市, 县."""
    return list(_AREA().findall(_NO_AREA().sub("", _OFFICES().sub("", name))))


def default_self(name: str, kind: str) -> str:
    """What a unit calls itself: 我镇, 我局, 我委, 我区 …, from its kind and the last word of its name."""
    bare = _without(name, "人民政府", "行政公署", "办事处")
    if kind == "街道":
        return "我街道"
    if kind.endswith("政府"):
        areas = _areas(bare)
        last = areas[-1] if areas and bare.endswith(areas[-1]) else KINDS[kind].self_name[1:]
        return "我" + _SELF_OF_AREA.get(last, last)
    if kind.endswith("部门"):
        if bare.endswith(("办公室", "办公厅")):
            return "我办"
        if bare.endswith("委员会"):
            return "我委"
        if bare.endswith("银行"):
            return "我行"
        match = _DEPARTMENT().search(bare)
        if match and len(match[1]) == 1 and match[1] not in "会社所站处":
            return "我" + match[1]
        return "我局" if match is None and kind != "国务院部门" else ("我单位" if match else "我部")
    if kind == "其他" and bare.endswith("委员会"):
        return "我委"
    return KINDS[kind].self_name


def default_superiors(name: str, kind: str) -> tuple[str, ...]:
    """How a unit names its superiors: 县委、县政府 under a county, 区委、区政府 under a district, and so on."""
    if kind in ("省级政府", "国务院部门"):
        return ("党中央", "国务院")
    areas = _areas(name)
    if kind.endswith("部门") and areas and _VERTICAL().search(name):
        return ("上级主管部门",)
    if kind == "省级部门" and areas[:1] == ["市"]:
        return ("市委", "市政府")
    if kind in ("市级政府", "省级部门"):
        return _province(areas)
    if kind in ("乡", "镇", "街道", "县级部门"):
        last = next((area for area in reversed(areas) if area in ("县", "区", "市", "旗")), "县")
        return (f"{last}委", f"{last}政府")
    if kind == "县级政府":
        above = next((area for area in reversed(areas[:-1]) if area in ("市", "州", "盟", "地区")), "市")
        return _prefecture(above)
    if kind == "市级部门":
        return _prefecture(next((area for area in reversed(areas) if area in ("市", "州", "盟", "地区")), "市"))
    return ("上级机关",)


def _province(areas: list[str]) -> tuple[str, str]:
    """The superiors at the level of a province."""
    if "自治区" in areas or "盟" in areas:
        return ("自治区党委", "自治区政府")
    return ("省委", "省政府")


def _prefecture(area: str) -> tuple[str, str]:
    """The superiors at the level of a prefecture; 盟 and 地区 have a 行署 in place of a government."""
    if area == "盟":
        return ("盟委", "盟行署")
    return ("地委", "行署") if area == "地区" else (f"{area}委", f"{area}政府")


def public_service(name: str) -> str | None:
    """What sort of 公共企事业单位 a name tells: hospital, college, school, nursery or company; None for an organ of the
    government."""
    match = _PUBLIC_SERVICE().search(name)
    return match.lastgroup if match else None


def kind_in_words(name: str, kind: str) -> str:
    """A kind as it is spoken of: the local branch of a body of the State Council is no department of its county."""
    return "垂直管理机构" if kind.endswith("部门") and _areas(name) and _VERTICAL().search(name) else kind


def area_of(self_name: str, kind: str) -> str:
    """全镇, 全县, 全局 …, from what the unit calls itself."""
    bare = self_name.removeprefix("我")
    if bare in ("单位", "机关"):
        return "全单位"
    if bare == "办":
        return "全办"
    return f"全{bare}" if bare else KINDS[kind].self_name.replace("我", "全")


def guess_kind(name: str) -> str:
    """The kind that a unit's name suggests, to be confirmed by a person."""
    bare = _without(name, "人民政府", "行政公署")
    if bare.endswith(("街道", "街道办事处")):
        return "街道"
    for end, kind in (("乡", "乡"), ("镇", "镇")):
        if bare.endswith(end):
            return kind
    if name.endswith(("人民政府", "行政公署")):
        if bare.endswith(("省", "自治区")):
            return "省级政府"
        return "县级政府" if bare.endswith(("县", "旗", "区")) else "市级政府"
    if bare.endswith(("区管理委员会", "区管委会", "中心", "公司", "学校", "医院")):
        return "其他"
    areas = _areas(bare)
    if not areas and name.startswith(("国家", "中华人民共和国", "中国")):
        return "国务院部门"
    if any(area in ("县", "旗", "区") for area in areas):
        return "县级部门"
    if any(area in ("市", "州", "盟", "地区") for area in areas):
        return "市级部门"
    return "省级部门" if areas else "县级部门"
