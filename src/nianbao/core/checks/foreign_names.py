"""W203: the name of another unit, where a report copied from it still speaks of it as its own organ."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from nianbao.core.findings import Case, Finding, rule
from nianbao.core.lazy import lazy
from nianbao.core.report import Passage, Report

_DID = (
    r"(?:在|围绕|按照|根据|认真|坚持|高度重视|严格|切实|始终|以|共收到|收到|未收到|全年|主动公开|党工委|党委|主任|镇长|乡长|局长|书记|不断|持续|积极|深入|立足|紧扣|"
    r"全面|结合|紧紧|没有收|未发生|没有发生|党委|党工委|政府|各级|人民政府|办事处|将|通过|共|新收|受理|制发|召开|组织|公开信息|无|未|成立|建立|制定|完善|加强)"
)
_BEGINS = (
    r"(?:^\s*(?:[（(][一二三四五六七八九十]+[）)]|\d{1,2}[.、])?|(?<=[。；]))"
    r"(?:(?:按照|根据|依据|在|为|截至|下一步|今后|一年来)[^。；，“”《》]{0,24}+，|"
    r"20\d\d年(?:度|以来|全年|期间)?+，?+)?+(?:我们)?(?![由与和对将向])"
)
"""Where a subject stands: at the beginning of a sentence, behind a year or what it says of when and why."""
_TOWN: Callable[[], re.Pattern[str]] = lazy(
    rf"{_BEGINS}(?P<name>(?:[\u4e00-\u9fff]{{1,4}}[县市区旗])?[\u4e00-\u9fff]{{2,3}}?(?:镇|乡|街道))(?={_DID})"
    r"|(?:明确|确定|由)(?P<head>[\u4e00-\u9fff]{2,3}?(?:镇|乡|街道))(?=(?:镇长|乡长|主任|党政办|党委|综合办|党工委|人民政府))"
    r"|(?:疑问|疑义)，?请(?:与|联系|向)(?P<asked>(?:[\u4e00-\u9fff]{1,6}[省市州盟县区旗]){0,3}[\u4e00-\u9fff]{2,3}?(?:镇|乡|街道))"
    r"(?=人民政府|办事处|党政|党工委|综合|办公室|联系|（)"
)
_BUREAU: Callable[[], re.Pattern[str]] = lazy(
    rf"{_BEGINS}(?P<name>(?:[\u4e00-\u9fff]{{1,4}}[省市州盟县区旗])?[\u4e00-\u9fff]{{2,12}}?(?:局|委员会|厅))(?={_DID})"
    r"|(?:明确|确定)(?P<head>[\u4e00-\u9fff]{2,12}?(?:局|委员会|厅))(?=(?:局长|主任|厅长|办公室))"
)
_AREA: Callable[[], re.Pattern[str]] = lazy(rf"{_BEGINS}(?P<name>[\u4e00-\u9fff]{{2,4}}?(?:县|区|旗))(?={_DID})")
_SIGNATURE = lazy(
    r"\s*(?P<name>[\u4e00-\u9fff]{2,20}(?:局|委员会|厅|办公室|人民政府|镇|乡|街道办事处|街道|管委会|中心))\s*"
)
_NO_NAME = lazy(
    r"^(?:围绕|聚焦|紧扣|立足|坚持|按照|根据|结合|对照|服务|支持|优化|组织|配合|推动|督促|指导|完善|依托|利用|发挥|建立|打造|开展|召开|举办|印发|制定|落实|强化|加强|推进|健全)"
    r"|政府|党委|[我本该各等在对的没未不了是把被者或针发度将其此]|^(?:[全每某]|其他|所有|部分|个别|有的|一些|两|三|多|几|辖区|上述|以上|督促|指导|要求|组织|推动|各个|乡镇|市县|主动|通过|对|将|与|和|及|向|由|从|为)"
    r"|(?:城镇|村镇|乡镇|集镇|小镇|古镇|重镇|下乡|返乡|家乡|回乡|城乡|水乡|故乡|社区|园区|景区|小区|库区|灾区|片区|辖区|城区|农区|牧区|林区|矿区|山区|校区|营区|地区|新区|开发区|专区|自治区|特区|郡县|各县|全县|本县|邮局|结局|格局|布局|全局|大局|当局)$"
)


@rule(
    "W203",
    "把别的机关写成本机关",
    severity="warning",
    source="国办公开办函〔2021〕30号：内容雷同、敷衍塞责的，可以追究责任",
    bad="（青禾县柳桥镇的报告）2023年，龙泉乡在县委、县政府的领导下……",
    good="2023年，柳桥镇在县委、县政府的领导下……",
)
def name_of_another_unit(case: Case) -> Iterator[Finding]:
    """在句首作主语、在落款里，写的却是同类的另一个机关，多半抄自别的报告没有改完。提到别的机关（会同、学习、转发）的不算。"""
    report = case.report
    pattern = _pattern_of(report)
    if pattern is None or len(report.unit) < 3:
        return
    said: set[str] = set()
    for passage in report.passages:
        for match in pattern().finditer(passage.text):
            group = match.lastgroup or "name"
            name = match[group]
            if name not in said and _is_foreign(report, name):
                said.add(name)
                yield _finding(report, passage, name, match.start(group))
    yield from _foreign_signature(report, said)
    yield from _foreign_head(report)


_HEADS = {"镇": "乡长", "乡": "镇长"}
_HEAD_OF = lazy(r"(?:明确|确定|由|以|设|成立了?由)(?P<head>[乡镇]长)(?:为|任|担任|牵头|负责|总)")


def _foreign_head(report: Report) -> Iterator[Finding]:
    """明确乡长为第一责任人 in the report of a 镇: the head of another kind of unit."""
    wrong = _HEADS.get(report.kind or "")
    if wrong is None or wrong not in report.words:
        return
    for passage in report.passages:
        match = _HEAD_OF().search(passage.text)
        if match and match["head"] == wrong:
            yield _finding(report, passage, wrong, match.start("head"))
            return


def _pattern_of(report: Report) -> Callable[[], re.Pattern[str]] | None:
    kind = report.kind or ""
    if kind in ("乡", "镇", "街道"):
        return _TOWN
    if kind.endswith("部门"):
        return _BUREAU
    return _AREA if kind == "县级政府" and report.unit.removesuffix("人民政府").endswith(("县", "区", "旗")) else None


def _foreign_signature(report: Report, said: set[str]) -> Iterator[Finding]:
    """A unit's name alone in one of the last paragraphs: who signs."""
    if _pattern_of(report) is None:
        return
    for passage in report.passages[-3:]:
        match = _SIGNATURE().fullmatch(passage.text)
        if passage.section == "other" and match and match["name"] not in said and _is_foreign(report, match["name"]):
            said.add(match["name"])
            yield _finding(report, passage, match["name"], match.start("name"))


_VERBS = frozenset(
    """
    新建 改造 更新 公布 发布 公开 改版 升级 维护 修订 调整 建成 设置 设立 规范 统筹 协调 联合
    协助 参与 会同 报请 报送 报告 提请 邀请 通报 转发 印制 编制 编印 梳理 收集 整理 汇总 审核
    审查 张贴 展示 摆放 开设 开通 开放 配备 充实 执行 贯彻 传达 学习 研究 讨论 部署 安排 推送
    上传 上报 扩建 修缮 翻新 运用 运营 管理 监督 检查 考核 评估 纳入 列入 方便 便于 提升 提高
    增强 增加 增设 拓宽 拓展 深化 细化 打通 畅通 压实 突出 加快 加大 确定 确保 保证 保障 依法
    依照 依据 参照 参考 面向 关于 有关 涉及 包括 属于 位于 成立 撤销 合并 委托 授权 承接 对接
    沟通 联系 征求 听取 采纳 回复 回应 答复 办理 受理 处理 解决 治理 清理 排查 抽查 带动 引导
    鼓励 动员 明确 建设
    """.split()  # noqa: SIM905
)
"""What begins a sentence that goes on with its object: 新建镇政府网站专栏 tells of no 新建镇."""


def _is_foreign(report: Report, name: str) -> bool:
    """Whether a name is that of another unit of the same kind: not the report's own, no part of it, not above it."""
    if _NO_NAME().search(name) or name[:2] in _VERBS:
        return False
    core = _core(name)
    own = f"{report.unit}\n{report.title}"
    if core in own or (len(core) < 2):
        return False
    if report.kind == "县级政府":
        return report.unit.removesuffix("人民政府").endswith(name[-1])
    if _core(report.unit) in name:
        return False
    return report.kind in ("乡", "镇", "街道") or not _shares(core, _core(report.unit))


_TAIL = lazy(r"(?<=..)(?:人民政府|办事处|街道|镇|乡|局|委员会|厅|办公室|管委会|管理委员会|中心|县|区|旗)$")


def _core(name: str) -> str:
    """The part of a name that tells units of one place and kind apart: 龙泉 of 青禾县龙泉乡人民政府."""
    bare = name
    while _TAIL().search(bare) and not (len(bare) == 3 and bare[-1] in "县区旗" and bare != name):
        bare = _TAIL().sub("", bare)
    cut = re.split(r"(?<=[\u4e00-\u9fff]{2})[省市州盟县区旗](?!场|政|容|民)", bare)
    return cut[-1] or bare


def _shares(one: str, other: str) -> bool:
    """Whether two cores may be one name: 自然资源 and 自然资源和规划, 卫健 and 卫生健康."""
    shared = set(one) & set(other)
    return len(shared) * 2 >= min(len(set(one)), len(set(other)))


def _finding(report: Report, passage: Passage, name: str, start: int) -> Finding:
    return Finding(
        code="W203",
        severity="warning",
        where=passage.where,
        message=f"写的是“{name}”，而报告的机关是{report.unit}",
        mend="核对这一段是否抄自别的报告，改为本机关",
        quote=name,
        slot=passage.slot_at(start),
    )
