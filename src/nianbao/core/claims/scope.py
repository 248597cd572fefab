"""Whose figures and which year's a sentence tells: its own organ's of the year reported on, or others'.

What other organs did, what was counted elsewhere, what a span of years came to, what last year had: such numbers say
nothing of the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nianbao.core.claims.claim import Context
from nianbao.core.claims.cutting import Clause, Line, Scene
from nianbao.core.claims.system import one_of_its_line, system_in
from nianbao.core.report import Report

# -- whose figures -----------------------------------------------------------------------------------------

_SCOPE = re.compile(
    r"本级|[市县区省]直|[市县区省]级部门|县（市|（市、区）|(?:部门|乡镇)(?:收到|办理|受理)|下属|所属|各(?:乡镇|镇|街道|部门|县区|区县|村|社区|科室|股室)|下辖|垂直|受委托|(?:区县|县区|基层)局|隶属海关|[省市县]局机关"
)
_OFFICE_AND_ITS_LEVEL = re.compile(
    r"[省市县区州旗](?:人民)?(?:政府本级|本级政府)(?:[及和与、](?:其)?(?:政府)?办(?:公[厅室])?)?"
)
"""The office of a government answers for the government itself."""
_ITS_OFFICE = re.compile(
    r"(?:其中，?)?(?:[省市县区旗州]|人民)+政府办(?:公[厅室])?(?:全年|本年度|今年|共计?|累计|依法)*(?:收到|受理|新收|接收|办理|答复|办结)"
)
"""县政府办公室收到申请20件, in the report of the county with all its departments: of one of them."""
_OTHER_PERIOD = re.compile(r"(?:截至目前|历年)累计|自?20\d\d年[^，。；]{0,16}以来|(?<![今本]年)(?<!\d年)以来")
"""Words for a span of more than the year; 今年以来 is none, nor is the year's own number."""
_SPAN_OF_YEARS = re.compile(
    r"(?:20\d\d年?(?:至|到|—|－|-|、)20\d\d年|近[两二三四五]年|[两二三四五]年来)[^。；\d]{0,20}(?:分别|依次|累计|共|平均)"
)
_BRACKET = re.compile(r"（[^（）]*\d[^（）]*）")
_NOT_COUNTED = re.compile(
    r"[^。；]*(?:不(?:在|属于?|纳入|计入|列入)|未(?:纳入|计入|列入))[^，。；]{0,8}统计[^。；]*|除(?:因)?政府信息公开[^，。；]{0,6}外[^。；]*"
)
"""What a report says of others' figures, or of what it leaves out: up to the mark."""
_OURS = re.compile(r"(?:其中)?(?:我(?:局|镇|乡|委|办|厅|街道)|本(?:局|机关|单位|镇|乡|委|厅))")
OF_THE_WHOLE = re.compile(
    r"全[县市区省州旗盟]各级?(?:各|职能|有关|相关|行政|工作)*(?:部门|单位|机关)(?:[、和及与]各?(?:乡镇|镇街|镇乡|街道|县区|区县|园区|单位|部门))*|"
    r"[县市区省州]本级(?:及|和|与|、)(?:其?所属|各)?(?:工作)?(?:部门|单位|乡镇|县区|区县)|(?:政府|办公[厅室])(?:本级)?(?:及|和|与|、)(?:[^，。；、\d]{0,8}办公[厅室](?:、|和|及|与))?(?:其|所属|各|[县市区省州]直)*(?:工作)?(?:部门|单位)(?:(?:、|和|及|与)各?(?:乡镇|镇街|镇乡|街道))*|"
    r"[省区市州]政府(?:及|和|与|、)(?:其)?各(?:市州|州市|市|地市|盟市|市县|市区县|区县|县区)(?:政府)?(?:(?:、|和|及|与)(?:各|所属)*(?:部门|单位|县区|区县))*"
)
"""The organ of a government with all its departments, as one."""


def own_clauses(scene: Scene, line: Line, report: Report, *, of_line: bool = False) -> Iterator[Clause]:
    """The clauses of a sentence that tell the organ's own figures of the year, or those of its line of organs where
    the report tells of these (`of_line`)."""
    text = line.bare.text[scene.start : scene.end]
    system = system_in(text, report.unit) if of_line else None
    if system is not None:
        text = text[: system.start()] + "　" * len(system[0]) + text[system.end() :]
    if _BY_ATTRIBUTE.search(text) or ("统计" in text and _COUNTED_ELSEWHERE.search(text)):
        return
    since = _other_period(text, report)
    foreign = since if since is not None else _foreign_area(text, report)
    scoped = since is None and _speaks_of_others(text, report)
    if of_line and since is None and foreign is None and not scoped:
        scoped = one_of_its_line(_BRACKET.sub("", text))
    if scoped and foreign is None and (system is not None or "全系统" in text or is_government(report)):
        foreign = _turns_to_one(text, of_line=system is not None or "全系统" in text)
        scoped = foreign is None
    if scoped or foreign is not None:
        yield from _before_others(scene, line, None if scoped else foreign, since=since)
        return
    apart = [
        (scene.start + max(m.start(), text.rfind("，另", m.start(), m.end())), scene.start + m.end())
        for m in _NOT_COUNTED.finditer(text)
    ]
    apart += [(m.start() + scene.start, m.end() + scene.start) for m in _BRACKET.finditer(text) if _SCOPE.search(m[0])]
    for clause in scene.clauses:
        if not any(start <= clause.start < end for start, end in apart):
            yield clause


_BY_ATTRIBUTE = re.compile(
    r"主动公开(?:的|类)?\d+(?P<unit>[件份])[^。；]{0,12}?[、，；]依申请公开(?:的|类)?\d+(?P=unit)"
)
"""发文75件，主动公开38件、依申请公开21件、不予公开16件: papers by how they may be disclosed, no requests."""
_COUNTED_ELSEWHERE = re.compile(r"由[^，。；]{2,12}统计")
"""其中向县政府提出的24件由县政府统计: numbers that are another organ's."""
_ONE_OF_THEM = re.compile(r"全[市县区省州旗盟][^，。；]*\d[^。；]*[，；](?=[^，。；]{0,6}本级)")


_AREA_COUNTED = re.compile(r"全[市县区省州旗盟][^。]*\d+件")


_OF_THOSE = re.compile(r"件(?:申请)?中，")
"""全县办理的66件申请中，县直部门40件."""


def _turns_to_one(text: str, *, of_line: bool) -> int | None:
    """全区受理800件，结转39件，区政府本级受理206件: where the whole government's numbers are over, or those of a whole
    line of organs."""
    found = _ONE_OF_THEM.match(text) or _ONE_OF_THEM.search(text)
    if found is not None:
        return found.end()
    those = _OF_THOSE.search(text)
    among = those.end() if those else text.find("其中")  # 全县共收到66件，其中县政府20件: all come first
    head = text[: max(among, 0)]
    whole = (
        of_line or _AREA_COUNTED.search(head) or (OF_THE_WHOLE.search(head) and "件" in head)
    )  # 区政府及各部门共收到66件，其中
    told = among > 0 and whole and not _SCOPE.search(OF_THE_WHOLE.sub("", head))
    return among if told else None


def _other_period(text: str, report: Report) -> int | None:
    """Where a sentence turns to a span of more than the year."""
    since = _OTHER_PERIOD.search(text)
    since = since if since and str(report.year) not in since[0] else _SPAN_OF_YEARS.search(text)
    return since.start() if since else None


_MAKES_RULES = re.compile(r"[省市州](?:人民)?政府本级(?=[^，。；]{0,8}规章)")
"""Rules are made by the government alone (市政府本级制定规章1件): they are all there are."""


def _speaks_of_others(text: str, report: Report) -> bool:
    """Whether a sentence tells of other organs; the office of a government answers for the government itself."""
    scope = _BRACKET.sub("", _MAKES_RULES.sub("", OF_THE_WHOLE.sub("", text)))
    if report.unit.endswith(("办公室", "办公厅")):
        scope = _OFFICE_AND_ITS_LEVEL.sub("", scope)
    elif "办" in scope and _ITS_OFFICE.match(scope):
        return True
    return _SCOPE.search(scope) is not None


_THIS_YEAR_AGAIN = re.compile(r"[，；](?:本年度?|今年|当年|年内)(?!以来|底|末)")


def _before_others(scene: Scene, line: Line, foreign: int | None, *, since: int | None) -> Iterator[Clause]:
    """The clauses before the words that turn to others, or that name the organ itself; where a whole area is named,
    those behind the next semicolon too; where a span of years, those behind words for this year."""
    text = line.bare.text
    ours = scene.start + (foreign or 0)
    if since is not None:
        again = _THIS_YEAR_AGAIN.search(text, ours, scene.end)
        until = again.start() if again else -1
    else:
        until = text.find("；", ours) if foreign is not None else -1
    for clause in scene.clauses:
        own = since is None and _OURS.search(text, clause.start, clause.end)
        if clause.end <= ours or own or clause.start > until >= 0:
            yield clause


_HEARS_CASES = re.compile(
    r"办理|受理|(?<!在)(?<!未)(?<!终止)审理(?!中)|承办|办结|备案|(?<!后)应诉|出庭|负责人|化解|调解|法治|依法行政|执法|争议|代理|全[县市区省州旗]|参与|同级|裁决|提案|建议"
)


_BEFALLEN = re.compile(r"(?:发生|被)(?:行政)?(?:复议|诉讼)|(?:复议|诉讼)(?:案件)?(?:被)?(?:纠错|败诉)")


_IN_THE_FORMS_WORDS = re.compile(
    r"(?:复议|诉讼)(?:案件)?(?:共计|合计|共)?\d+件[，：（](?:其中，?)?(?:均[为获]?|全部|结果为?)?(?:维持|结果|纠正|其他|未?经复议|复议后)"
)
"""行政复议3件，维持2件、其他结果1件: told as table four has it."""
_OCCURRED = re.compile(r"(?:发生|引发|引起)(?:行政)?(?P<kind>复议|诉讼)(?:案件)?(?P<count>\d{2,6})[件起]")


def counted_as_ours(text: str, report: Report) -> bool:
    """发生行政复议860件: cases that no word says to be about disclosure, but as many as table four has."""
    for told in _OCCURRED.finditer(text):
        kinds = ("review",) if told["kind"] == "复议" else ("litigation_direct", "litigation_after_review")
        cells = [report.numbers.get(f"disputes.{kind}.total") for kind in kinds]
        if sum(cell for cell in cells if isinstance(cell, int)) == int(told["count"]):
            return True
    return False


def is_government(report: Report) -> bool:
    """Whether the report is that of a government of a county or more, by its kind or, where none is told, its name."""
    kind = report.kind or ""
    by_name = re.search(r"[省市县区州旗盟](?:人民)?政府$", report.unit) is not None
    return kind.endswith("政府") or (not kind and by_name)


def hears_cases(report: Report) -> bool:
    """Whether an organ decides reviews itself, or may, where its kind is not known."""
    kind = report.kind or ""
    return kind.endswith("政府") or "司法" in report.unit or not kind


def tells_of_itself(text: str, report: Report) -> bool:
    """Whether a sentence that does not speak of disclosure tells of cases against this organ: one that hears no
    cases itself, in words that name no other business of the law."""
    hears = hears_cases(report)
    told = "；".join(part for part in text.split("；") if "复议" in part or "诉" in part)
    ours = _BEFALLEN.search(text) or _IN_THE_FORMS_WORDS.search(told)
    return not _HEARS_CASES.search(told) and (not hears or bool(ours))


def _foreign_area(text: str, report: Report) -> int | None:
    """Where 全县 stands in the report of a bureau or a town, from where on the figures are other organs'."""
    kind = report.kind or ""
    area = re.search(r"(?<!占)全([县市区省州旗盟镇乡])(?!范围)(?![^《》]*》)", text)
    own = "区" in report.unit and report.unit.endswith(("管理委员会", "管委会"))
    if area is None or kind.endswith("政府") or (own and area[1] == "区"):
        return None
    if kind in ("镇", "乡", "街道"):
        return None if area[1] in "镇乡" else area.start()
    bureau = bool(kind) or report.unit.endswith(("局", "委", "办", "厅", "处", "中心", "委员会", "办公室"))
    return area.start() if bureau else None


# -- which year's ------------------------------------------------------------------------------------------

_OTHER_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_BESIDE = re.compile(r"[较比与同和由从跟]$")
_TIMES = re.compile(r"\d+件的[\d.]+倍")
_COMPARED = re.compile(r"[增减升降多少翻]|持平|相同|一致|相当")


def note_time(clause: Clause, text: str, report: Report, context: Context) -> set[int]:
    """Remember whether the words are about another year; the quantities that alone are (由上年的72件增至90件)."""
    if clause.opener == "。" and context.seen:
        context.past = False  # 收到30件，上年同期26件。其中
    if text.find("年", clause.start, clause.end) < 0 and not any(t.facet == "time" for t in clause.tokens):
        return set()
    rows = [(t.start, t.end) for t in clause.tokens if t.facet == "row"]
    marks = [
        (m.start(), m.end(), report.year is not None and int(m[1]) != report.year)
        for m in _OTHER_YEAR.finditer(text, clause.start, clause.end)
        if not any(start <= m.start() < end for start, end in rows)
    ]
    carried = [t.start for t in clause.tokens if t.facet == "row" and t.value.startswith("carried")]
    marks += [
        (t.start, t.end, t.value != "now")
        for t in clause.tokens
        if t.facet == "time" and not any(0 <= at - t.end < 4 for at in carried)
    ]
    if any(t.value == "carried_in" and str(report.year) in text[t.start : t.end] for t in clause.tokens):
        context.past = False  # 2022年收到，结转至2023年的
    aside: set[int] = set()
    last = max((q.start for q in clause.quantities if q.counts), default=None)
    for start, end, past in sorted(marks):
        if last is not None and start > last:
            break  # 结转的13件已于2025年2月办结: not about the number
        beside = _BESIDE.search(text, clause.start, start)
        local = (beside and (past or beside[0] != "和")) or text[start:end] in ("年初", "期初", "上年末", "上年底")
        local = local or _TIMES.match(text, end) is not None  # 是上年30件的1.2倍
        if not local:
            context.past = past
            continue
        following = next((q for q in clause.quantities if q.start >= end), None) if past else None
        if following is not None and not _COMPARED.search(text, end, following.start):
            aside.add(following.start)
    return aside
