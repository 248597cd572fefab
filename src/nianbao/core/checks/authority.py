"""L: authority. What the law does not let this kind of unit have.

Sources: 立法法 91, 93; 规章制定程序条例 2, 7; 地方组织法 76, 85; 行政复议法 23.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nianbao.core.findings import Case, Finding, rule
from nianbao.core.form import REPORT_NAME
from nianbao.core.kinds import KINDS, kind_in_words
from nianbao.core.lazy import lazy
from nianbao.core.report import Report

_REGULATIONS = "disclosure.regulations."
_DOCUMENTS = "disclosure.normative_documents."
_MADE = ("issued", "repealed", "in_force", "created")
"""Columns that count what the organ itself made; the 2019 form's other columns count what it published."""
_OF_A_GOVERNMENT = lazy(r"政府办公[厅室]$")
"""The office of a government that may make 规章 often counts the government's own in its table."""
_NO_REGULATIONS = frozenset(kind for kind, rules in KINDS.items() if not rules.may_make_regulations and kind != "其他")


@rule(
    "L101",
    "无权制定规章的机关填了规章",
    severity="error",
    source="《中华人民共和国立法法》第九十一条、第九十三条；《规章制定程序条例》第二条",
    bad="（镇政府）规章：现行有效件数1",
    good="（镇政府）规章：制发、废止、现行有效均为0",
)
def regulations_without_power(case: Case) -> Iterator[Finding]:
    """只有国务院部门、省级政府和设区的市、自治州政府能制定规章；县、乡、镇、街道和地方各级部门一律填0。"""
    report = case.report
    if report.kind not in _NO_REGULATIONS or _counts_for_a_government(report):
        return
    for figure, number in report.numbers.items():
        if figure.startswith(_REGULATIONS) and figure.removeprefix(_REGULATIONS) in _MADE and number:
            yield Finding(
                code="L101",
                severity="error",
                where=report.form.labels[figure],
                message=f"{report.unit or '本机关'}（{_kind(report)}）无权制定规章，这里填了{report.cells[figure]}",
                mend="改为0；如是行政规范性文件，填到下一行",
                figure=figure,
                found=number,
                expected=0,
            )


@rule(
    "L102",
    "管委会等机关填了规章",
    severity="advice",
    source="《中华人民共和国立法法》第九十一条、第九十三条；《规章制定程序条例》第二条",
    bad="（开发区管委会）规章：制发件数2",
    good="（开发区管委会）规章：均为0",
)
def regulations_of_other_organs(case: Case) -> Iterator[Finding]:
    """开发区管委会、授权组织等一般无权制定规章，确有立法授权的可以不改；省、市政府办公厅（室）报的可能是政府的规章。"""
    report = case.report
    if report.kind != "其他" and not _counts_for_a_government(report):
        return
    filled = [
        f for f, n in report.numbers.items() if f.startswith(_REGULATIONS) and f.rpartition(".")[2] in _MADE and n
    ]
    if filled:
        yield Finding(
            code="L102",
            severity="advice",
            where=report.form.labels[filled[0]],
            message=f"{report.unit or '本机关'}一般无权制定规章，这里填了{report.cells[filled[0]]}",
            mend="核对是否应填行政规范性文件；确有授权的不改",
            figure=filled[0],
            found=report.numbers[filled[0]],
            expected=0,
        )


def _kind(report: Report) -> str:
    return kind_in_words(report.unit, report.kind or "")


def _counts_for_a_government(report: Report) -> bool:
    return report.kind in ("省级部门", "市级部门") and _OF_A_GOVERNMENT().search(report.unit) is not None


_CLAIM = lazy(
    r"(?:制定|制发|出台|颁布|印发|发布|公布)(?:了|政府|部门|地方政府|[县区旗镇乡](?:人民)?政府)?规章(?!制度)\s*[1-9]\d*\s*[件部]"
)


@rule(
    "L103",
    "文字里说制定了规章",
    severity="warning",
    source="《中华人民共和国立法法》第九十一条、第九十三条；《规章制定程序条例》第二条",
    bad="（县级部门的报告）全年制定规章2件",
    good="全年制发行政规范性文件2件",
)
def regulations_in_narrative(case: Case) -> Iterator[Finding]:
    """无权制定规章的机关，文字里不应说制定、出台规章若干件。“规章制度”不算。"""
    report = case.report
    if report.kind not in _NO_REGULATIONS or _counts_for_a_government(report) or "规章" not in report.words:
        return
    for passage in report.passages:
        match = _CLAIM().search(passage.text)
        if match:
            yield Finding(
                code="L103",
                severity="warning",
                where=passage.where,
                message=f"“{match[0]}”：{_kind(report)}无权制定规章",
                mend="核对是否应为行政规范性文件或者规章制度",
                quote=match[0],
                slot=passage.slot_at(match.start()),
            )


_LAW_MADE = lazy(
    r"(?P<verb>制定|出台|颁布|修订|修改|发布实施|公布实施)(?:并(?:出台|颁布|公布|实施))?(?:了|实施)?"
    r"(?:地方性法规|行政法规|单行条例|自治条例)(?:(?:\s*[1-9一二两三四五六七八九]\d*\s*[件部])|《)"
    r"|(?P<made>制定|出台|颁布)(?:并(?:出台|颁布|公布|实施))?了?《[^》]{2,12}[省市州][^》]{2,20}条例》"
    r"|(?:制定|出台|颁布)了?《(?!中国共产党)[^》〈]{2,24}条例》"
    r"(?!\s*[^，。；、]{0,12}(?:方案|计划|办法|细则|清单|措施|制度|规定|流程|指南|指引|目录|意见|通知|台账|手册|要点|课件|读本))"
)
_ABOUT_LAW = lazy(
    r"起草|参与|配合|提请|推动|草案|协助|建议|报请|审议|立法调研|征求意见|公开|转载|解读|学习|贯彻|宣传|落实"
)


@rule(
    "L104",
    "文字里说制定了法规",
    severity="warning",
    source="《中华人民共和国立法法》第七十二条、第八十条、第八十一条",
    bad="（县级部门的报告）出台地方性法规1件",
    good="参与起草地方性法规1件",
)
def laws_in_narrative(case: Case) -> Iterator[Finding]:
    """地方性法规由省、设区的市的人大及其常委会制定，行政法规由国务院制定；行政机关起草、提请审议、贯彻的不算。"""
    report = case.report
    if "法规" not in report.words and "条例" not in report.words:
        return
    for passage in report.passages:
        for match in _LAW_MADE().finditer(passage.text):
            before = re.split(r"[。；，、]", passage.text[: match.start()])[-1]
            by_congress = re.search(r"人大(?:常委会)?$", before) and not re.search(
                r"[县区旗镇乡]人大(?:常委会)?$", before
            )
            if by_congress or _ABOUT_LAW().search(before):
                continue
            yield Finding(
                code="L104",
                severity="warning",
                where=passage.where,
                message=f"“{match[0]}”：地方性法规由有立法权的人大及其常委会制定，行政法规由国务院制定",
                mend="核对是否应为行政规范性文件；起草、提请审议的如实写明",
                quote=match[0],
                slot=passage.slot_at(match.start()),
            )


@rule(
    "L201",
    "街道办事处填了行政规范性文件",
    severity="advice",
    source="《中华人民共和国地方各级人民代表大会和地方各级人民政府组织法》第八十五条；各地行政规范性文件制定主体清单",
    bad="（街道办事处）行政规范性文件：制发件数3（不在当地主体清单）",
    good="（街道办事处）先对照当地主体清单，不在清单的填0",
)
def documents_of_streets(case: Case) -> Iterator[Finding]:
    """街道办事处是派出机关，能否制发行政规范性文件各地规定不同；对照当地公布的制定主体清单。"""
    report = case.report
    figure = f"{_DOCUMENTS}{'created' if report.edition == '2019' else 'issued'}"
    if report.kind == "街道" and report.numbers.get(figure):
        yield _documents("L201", report, figure, "街道办事处能否制发行政规范性文件，各地规定不同")


_NO_MAKER = lazy(r"(领导小组|指挥部|委员会办公室|领导小组办公室|派出所|分局|工作专班|联席会议)$")


@rule(
    "L202",
    "议事协调机构、派出机构填了行政规范性文件",
    severity="advice",
    source="国办发〔2018〕37号；各地行政规范性文件制定主体清单",
    bad="（领导小组办公室）行政规范性文件：制发件数1",
    good="（领导小组办公室）行政规范性文件：制发件数0",
)
def documents_of_other_organs(case: Case) -> Iterator[Finding]:
    """临时机构、议事协调机构及其办公室、内设机构、派出机构不得制发行政规范性文件；委员会办公室是独立部门的不算。"""
    report = case.report
    figure = f"{_DOCUMENTS}{'created' if report.edition == '2019' else 'issued'}"
    if _NO_MAKER().search(report.unit) and report.numbers.get(figure):
        yield _documents("L202", report, figure, "议事协调机构、派出机构一般不是制定主体")


def _documents(code: str, report: Report, figure: str, why: str) -> Finding:
    return Finding(
        code=code,
        severity="advice",
        where=report.form.labels[figure],
        message=f"填了{report.cells[figure]}件：{why}",
        mend="对照当地公布的行政规范性文件制定主体清单；不在清单的改为0",
        figure=figure,
        found=report.numbers[figure],
    )


@rule(
    "L203",
    "未经复议直接起诉的案件",
    severity="advice",
    source="《中华人民共和国行政复议法》第二十三条（2024年1月1日起施行）",
    bad="（2025年的报告）未经复议直接起诉：总计3",
    good="对不予公开不服的案件填“复议后起诉”，其余如实填写",
)
def direct_litigation(case: Case) -> Iterator[Finding]:
    """2024年起，对不予公开不服的应当先申请行政复议；直接起诉的案件只会是别的答复或者以前的案件，请核对。
    各级政府汇总下级的报告，案件多而案由各异，不逐一提醒。"""
    report = case.report
    whole = report.kind.endswith("政府") if report.kind else report.unit.removesuffix("人民政府").endswith("市")
    if whole:
        return
    figure = "disputes.litigation_direct.total"
    number = report.numbers.get(figure)
    if report.year is not None and report.year >= 2024 and number:
        yield Finding(
            code="L203",
            severity="advice",
            where=report.form.labels[figure],
            message=f"未经复议直接起诉{report.cells[figure]}件，而2024年起对不予公开不服的应当先申请行政复议",
            mend="核对案由；属于复议后起诉的，移到右边一组",
            figure=figure,
            found=number,
        )


_UNDER = r"(?:的|坚强|正确|统一|有力|具体|直接|精心|大力|高度重视和|关心支持和)*(?:领导|带领|指导|部署|关心支持)下"
_OWN_PARTY = {
    "乡": lazy(rf"在(?:我|本)?(?:乡|乡镇)?(?:党委、?(?:和)?(?:乡|镇)?(?:人民)?政府|党委政府|党政领导班子){_UNDER}"),
    "镇": lazy(rf"在(?:我|本)?(?:镇|乡|乡镇)?(?:党委、?(?:和)?(?:乡|镇)?(?:人民)?政府|党委政府|党政领导班子){_UNDER}"),
    "街道": lazy(rf"在(?:我|本)?街道?(?:党?工委、?(?:和)?(?:街道)?办事处){_UNDER}"),
}


@rule(
    "L301",
    "把本机关写成上级",
    severity="warning",
    source="公文写作惯例；乡镇政府的上级是县（市、区）党委、政府",
    bad="（镇政府的报告）在镇党委、政府的坚强领导下",
    good="（镇政府的报告）在县委、县政府的坚强领导下",
)
def own_organ_as_superior(case: Case) -> Iterator[Finding]:
    """乡镇政府、街道办事处的报告里，“在镇党委、政府的领导下”是把自己写成了上级。"""
    report = case.report
    pattern = _OWN_PARTY.get(report.kind or "")
    if pattern is None or "委" not in report.characters:
        return
    for passage in report.passages:
        under = pattern().search(passage.text)
        match = under or _BY_OWN().search(passage.text)
        if match:
            yield Finding(
                code="L301",
                severity="warning" if under else "advice",
                where=passage.where,
                message=f"“{match[0]}”：报告的机关就是{report.kind}一级，不是自己的上级",
                mend="改为上一级，如“在县委、县政府的领导下”，或者删去",
                quote=match[0],
                slot=passage.slot_at(match.start()),
            )


_BY_OWN = lazy(
    r"(?:按照|根据|落实)(?:我|本)?(?:镇|乡|街道)?(?:党委、?(?:和)?(?:乡|镇)?(?:人民)?政府|党?工委、?(?:和)?(?:街道)?办事处)"
    r"(?:的)?(?:统一|工作|有关|相关|决策)*(?:部署|要求|安排)"
)
_LEVEL = lazy(
    rf"(?:在([县区旗])委、?(?:和)?\1(?:人民)?政府{_UNDER}"
    r"|按照([县区旗])委、?(?:和)?\2(?:人民)?政府(?:的)?(?:统一|工作|有关|相关)*(?:部署|要求|安排)"
    r"|(?:^|(?<=[，。；：]))([县区旗])委、?\3(?:人民)?政府(?:办公?室)?(?=将|把|要求|部署|统一|高度|组织|每[年月季])"
    r"|(?<=落实|围绕|贯彻|执行)([县区旗])委、?\4(?:人民)?政府(?=决策|部署|要求|中心工作|工作部署|重点))"
)
"""The superiors spoken of; those of other areas stand behind a name: 落实结对的临水县委、县政府的要求."""
_CITY_ALONE = lazy(rf"在市委、?(?:和)?市(?:人民)?政府{_UNDER}")


@rule(
    "L302",
    "上级的层级与机关名称不符",
    severity="warning",
    source="公文写作惯例；上级的称呼与所在的县、区、旗一致",
    bad="（青禾县柳桥镇的报告）在区委、区政府的领导下",
    good="（青禾县柳桥镇的报告）在县委、县政府的领导下",
)
def superior_of_another_level(case: Case) -> Iterator[Finding]:
    """名称里写明是县的，上级不会是区委、区政府；多半抄自别处的报告。名称里同时有几级的，不作判断。
    县里的乡镇只写市委、市政府领导的，提醒核对。"""
    report = case.report
    if "委" not in report.characters:
        return
    yield from _superiors_below(report)
    if report.kind not in ("乡", "镇", "街道", "县级部门"):
        return
    areas = set(re.findall(r"[县区旗]", report.unit.removesuffix(REPORT_NAME)))
    if len(areas) != 1 or re.search(r"开发区|新区|园区|景区|社区|库区|矿区|林区|自治区|特区", report.unit):
        return
    for passage in report.passages:
        city = _CITY_ALONE().search(passage.text) if "县" in areas and report.kind != "县级部门" else None
        if city is not None and re.search("县委|县政府", _sentence(passage.text, city.start())) is None:
            yield Finding(
                code="L302",
                severity="advice",
                where=passage.where,
                message=f"“{city[0]}”：{report.unit}的上级是县委、县政府，市一级隔了一层",
                mend="核对这一段是否抄自别的报告；改为“县委、县政府”",
                quote=city[0],
                slot=passage.slot_at(city.start()),
            )
        for match in _LEVEL().finditer(passage.text):
            if match[match.lastindex or 0] not in areas:
                own = areas.copy().pop()
                yield Finding(
                    code="L302",
                    severity="warning",
                    where=passage.where,
                    message=f"“{match[0]}”与机关名称“{report.unit}”不符",
                    mend=f"改为“{own}委、{own}政府”，并核对这一段是否抄自别的报告",
                    quote=match[0],
                    slot=passage.slot_at(match.start()),
                )


def _sentence(text: str, at: int) -> str:
    """The sentence that holds a place in a text."""
    return re.split("[。；]", text[:at])[-1] + re.split("[。；]", text[at:])[0]


_BELOW: Mapping[str, str] = {
    "国务院部门": "省市州盟县区旗",
    "省级政府": "市州盟县区旗",
    "省级部门": "州盟县旗",
    "市级政府": "县旗",
    "市级部门": "县旗",
}
"""Areas whose party committee and government stand below a kind of unit. 区 and 市 may mean 自治区 and 直辖市."""
_ANY_LEVEL = lazy(rf"在([省市州盟县区旗])委、?(?:和)?\1(?:人民)?政府{_UNDER}")


def _superiors_below(report: Report) -> Iterator[Finding]:
    """A ministry under a 市委、市政府: the superior stands below the organ."""
    below = _BELOW.get(report.kind or "")
    if below is None:
        return
    for passage in report.passages:
        match = _ANY_LEVEL().search(passage.text)
        if match and match[1] in below:
            yield Finding(
                code="L302",
                severity="warning",
                where=passage.where,
                message=f"“{match[0]}”与机关的层级（{report.kind}）不符",
                mend="改为本机关的上级，并核对这一段是否抄自别的报告",
                quote=match[0],
                slot=passage.slot_at(match.start()),
            )
