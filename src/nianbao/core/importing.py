"""From a report that was read to a draft: figures, problems with their measures, facts seen in the narrative.

What a report says is taken as it stands; nothing is made up. Facts seen in prose are proposed only: a person
confirms them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from nianbao.core.draft import FIRST_YEAR, LAST_YEAR, Draft, Measure, Problem, Unit
from nianbao.core.errors import InputError
from nianbao.core.figures import FigureError, derive, read_figure
from nianbao.core.form import Form
from nianbao.core.kinds import KINDS, area_of, default_self
from nianbao.core.numerals import NUMERAL, Number, parse_cell, parse_counted, parse_numeral
from nianbao.core.phrase_reading import read_sentences
from nianbao.core.problem_items import problem_items
from nianbao.core.report import Note, Report, number_text

UNKNOWN_UNIT = "（机关名称待填）"


class FactData(Protocol):
    """A declared fact, as far as recognising it needs."""

    @property
    def id(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def unit(self) -> str: ...


@dataclass(frozen=True)
class Imported:
    """A draft made from a report, and what a person should look at."""

    draft: Draft
    notes: tuple[Note, ...]


def import_report(report: Report, facts: Iterable[FactData] = (), phrases: Iterable[tuple[str, str]] = ()) -> Imported:
    """The draft that a report gives; `phrases` are the conditions and templates of a phrase bank that may have
    made it. InputError where it does not say which year it is about."""
    if report.year is None or not FIRST_YEAR <= report.year <= LAST_YEAR:
        raise InputError(
            "不知道是哪一年的报告，不能变成草稿",
            f"标题“{report.title}”" if report.title else "标题",
            "在标题中写明年份，如“××镇2025年政府信息公开工作年度报告”",
        )
    notes: list[Note] = []
    figures = dict(_figures(report, notes))
    draft = Draft(
        form="2019" if report.edition == "2019" else "2021",
        year=report.year,
        unit=_unit(report, notes),
        figures=figures,
        problems=tuple(_problems(report, notes)),
        proposed=recognised(report, facts, phrases),
    )
    return Imported(draft, (*report.notes, *notes))


KIND_PLACE = "机关类型"
"""Where a note stands that says that the kind of the unit is not known."""


def _unit(report: Report, notes: list[Note]) -> Unit:
    name = report.unit.strip()[:60]
    if len(name) < 2:
        name = UNKNOWN_UNIT
        notes.append(Note("没有读到机关名称", "标题", "在草稿的unit.name中填写"))
    kind = report.kind
    if kind is None:
        kind = "其他"
        notes.append(Note(f"看不出“{name}”是哪类机关，暂定为“其他”", KIND_PLACE, "在草稿的unit.kind中改正"))
    return Unit.model_validate({"name": full_name(report, name), "kind": kind})


_AREA_NAME = re.compile(r"[^省市州盟县区旗]*(?:街道|[省市州盟县区旗镇乡])$")


def full_name(report: Report, name: str) -> str:
    """The unit's full name, which titles leave out, where the report itself says it: in its preamble, in its
    signature or in a sentence (远大镇人民政府 for 兰西县远大镇)."""
    own = _AREA_NAME.search(name)
    if own is None or name.endswith("社区"):
        return name
    tail = "办事处" if name.endswith("街道") else "人民政府"
    said = re.compile(rf"{re.escape(own[0])}{tail}(?!办公|网|门户|党)")
    return f"{name}{tail}" if any(said.search(passage.text) for passage in report.passages) else name


def _figures(report: Report, notes: list[Note]) -> Iterator[tuple[str, Number]]:
    """The input cells that are numbers; the others are left out and noted, a line per row."""
    form = report.form
    blank: dict[str, list[str]] = {}
    read: dict[str, Number] = {}
    with_units: list[str] = []
    for figure, text in report.cells.items():
        if figure not in form.inputs:
            continue
        counted = parse_counted(text)
        if counted is not None:
            with_units.append(text.strip())
            text = number_text(counted)  # noqa: PLW2901
        elif parse_cell(text) is None:
            blank.setdefault(figure.rpartition(".")[0], []).append(text.strip())
            continue
        try:
            read[figure] = read_figure(form, figure, text)
        except FigureError as error:
            notes.append(Note(error.what, form.label(figure), error.mend))
    yield from read.items()
    if with_units:
        notes.append(Note(f"有{len(with_units)}格带有单位（“{with_units[0]}”），只读入数字", "各表", "格里只填数字"))
    notes.extend(_blank_notes(form, blank))
    notes.extend(_total_notes(report, read))


def _blank_notes(form: Form, blank: Mapping[str, list[str]]) -> Iterator[Note]:
    if sum(len(texts) for texts in blank.values()) > 30 and all(not text for texts in blank.values() for text in texts):
        count = sum(len(texts) for texts in blank.values())
        yield Note(f"有{count}格空白，草稿中按0处理", "各表", "确认这些格确实为0；正式报告中没有的填0")
        return
    for row, texts in blank.items():
        figure = next(f for f in form.figures if f.startswith(row + "."))
        label = form.label(figure).split("·")
        place = "·".join([label[0], *label[2:]]) if row.startswith("requests.") else "·".join(label[:2])
        words = "、".join(dict.fromkeys(f"“{text}”" if text else "空白" for text in texts))
        yield Note(f"有{len(texts)}格不是数字（{words}），草稿中按0处理", place, "确认后填写数字，没有的填0")


def _total_notes(report: Report, read: Mapping[str, Number]) -> Iterator[Note]:
    """Totals that the draft will derive otherwise than they were printed."""
    cells = derive(report.form, read)
    for total in report.form.totals:
        printed = report.numbers.get(total)
        if printed is not None and printed != cells[total]:
            yield Note(
                f"报告中的总计为{printed}，各项之和为{cells[total]}；草稿按各项之和",
                report.form.label(total),
                "核对各项数据",
            )


def _problems(report: Report, notes: list[Note]) -> Iterator[Problem]:
    section = report.section("problems")
    if section is None:
        return
    items = problem_items([paragraph.text for paragraph in section.paragraphs])
    place = f"{section.number}、{section.title}" if section.number else section.title
    if not items.problems:
        if section.paragraphs:
            notes.append(Note("没有分出一个个问题", place, "在草稿的problems中逐条填写问题和措施"))
        return
    measures = [[Measure(text=text) for text in texts] for texts in items.measures]
    if items.loose:
        notes.append(
            Note(
                f"问题{len(items.problems)}个、措施{len(items.loose)}项，数目对不上，措施暂按顺序放在问题下，待定",
                place,
                "逐条核对问题和措施，确认采用哪些措施",
            )
        )
        for at, text in enumerate(items.loose):
            measures[min(at, len(measures) - 1)].append(Measure(text=text, state="suggested"))
    for text, mine in zip(items.problems, measures, strict=True):
        if len(mine) == 1 and mine[0].state == "accepted":
            yield Problem(text=text, measure=mine[0].text)
        else:
            yield Problem(text=text, measures=tuple(mine))


# --- facts seen in the narrative ------------------------------------------------------------------------------------

_WORDS: Mapping[str, str] = {
    "items_published": (
        r"(?:主动|全年|全年共|累计|20\d\d年)(?:公开|公布)(?:的)?(?:各类)?(?:政府)?信息(?:总数|共计|共|，20\d\d年累计)?"
        r"|公开的各类(?:政府)?信息，20\d\d年累计"
    ),
    "website_posts": r"(?:政府|门户)网站(?:主动)?(?:发布|公开|公布|更新)?(?:各类)?(?:政府)?(?:信息)?",
    "new_media_posts": (
        r"(?:政务新媒体|微信公众号|公众号|新媒体)(?:平台)?(?:发布|推送|公开)?"
        r"(?:各类)?(?:政府|政务)?(?:信息)?"
    ),
    "notice_board_posts": r"(?:公示栏|公开栏|宣传栏)(?:发布|公开|公布|张贴)?(?:各类)?(?:政府)?(?:信息)?",
    "screen_posts": r"(?:电子(?:显示)?屏|显示屏)(?:和广播|、广播|（广播）)?(?:发布|播发|滚动播放)?",
    "policy_documents": r"(?:公开|发布|公布)(?:的)?政策文件(?:，20\d\d年有)?",
    "interpretations": r"政策解读(?:材料|稿件|信息|文章)?|(?:制发|制作|发布|公布|编写)解读(?:材料|稿件|信息)",
    "responses": r"回应(?:社会|公众|群众)?(?:关切|热点)(?:问题|的信息)?|公开回应|回应信息",
    "website_visits": r"(?:网站|网上信息)的?(?:年内)?(?:访问|浏览)(?:总)?量|浏览网站信息累计",
    "opinions_received": r"(?:收集|收到|征集到|提出)(?:各类)?意见(?:建议)?",
    "opinions_adopted": r"采纳(?:意见)?(?:建议)?",
    "messages_received": r"(?:收到|受理)(?:网民|网友|群众|公众)?留言",
    "messages_answered": r"(?:答复|回复|办结)(?:网民|网友|群众|公众)?留言",
    "press_conferences": r"(?:召开|举办|举行)新闻发布会",
    "interviews": r"(?:在线|网络)访谈",
    "consultations": r"(?:公开征求意见|意见征集|征求公众意见|征求意见|公开征集)",
    "trainings": r"(?:政府信息公开|政务公开)?(?:工作|业务|专题|专项|集中)*培训(?:会|班|活动)?(?:共|共计)?",
    "trainings_attended": (r"参加上级(?:组织|举办)?(?:的)?(?:政府信息公开|政务公开|公开)?(?:工作|业务)?培训(?:会|班)?"),
    "people_trained": (
        r"(?:参训|培训(?:人员|干部|工作人员)?|参加培训)(?:人员|人数)?(?:共|达|共计)?|参加(?=[^，。；]{0,16}培训)"
    ),
    "leadership_meetings": (
        r"专题(?:会议|部署)(?:政务公开|政府信息公开)?(?:工作)?"
        r"|(?:专题|专门)研究(?:政务公开|政府信息公开|公开)?(?:工作)?(?:，(?:20\d\d年)?召开会议)?"
    ),
    "columns": r"公开栏目(?:数|总数|共有|现有)?",
    "columns_new": r"新(?:设|建|开设|增)(?:的)?(?:公开)?栏目|栏目[^。；]{0,16}?新(?:设|建|开设|增)",
    "columns_adjusted": r"调整(?:原有)?栏目|栏目[^。；]{0,16}?(?:调整、合并或者撤销|归并、更名或者撤下)",
    "special_zones": r"(?:政务)?公开专区",
    "reading_points": r"(?:政府信息)?(?:公开)?(?:信息)?查阅(?:点|场所)",
    "notice_boards": r"(?:政务)?公(?:开|示)栏",
    "new_media_accounts": r"政务新媒体(?:账号)?(?:共有|现有)?",
    "new_media_opened": r"(?:新上线|新开通|新开|增开)(?:政务新媒体)?(?:账号)?",
    "new_media_cancelled": r"(?:关停|注销|停用)(?:政务新媒体)?(?:账号)?",
    "gazette_issues": r"(?:编印|出版|发行|刊发|编发)(?:政府)?公报",
    "npc_proposals": r"(?:办理|办结|承办)?人大代表建议",
    "cppcc_proposals": r"(?:办理|办结|承办)?政协(?:委员)?提案",
    "fee_notices": r"收费通知(?:书)?",
    "fee_charged": r"收费通知(?:书)?[^。；]{0,14}?(?:总?金额|共计)|应收(?:信息处理费)?",
    "fee_collected": (
        r"(?:实际收取|实际收到|实收|(?<!未)(?<!没有)(?<!无)收取)(?:的)?"
        r"(?:政府)?(?:信息(?:公开)?处理费)?(?:总?金额|共计)?"
    ),
    "inspections": (
        r"(?:开展|组织)(?:政务公开|政府信息公开|公开)?(?:工作)?(?:专项|监督|日常)?(?:检查|督查|抽查)"
        r"|检查(?:政务公开|政府信息公开|公开)工作"
    ),
    "accountability_cases": r"(?:被)?追究责任(?:的)?",
    "directory_items": r"(?:列入|收入)事项",
    "documents_reviewed": r"审核信息",
    "expired_cleared": r"清理(?:网上)?过期信息",
    "key_points_tasks": r"要点任务",
    "library_documents": r"文件库(?:年底)?(?:收录文件|收录|存有)",
    "links_mended": r"(?:修复|更正)(?:网站)?(?:错链、断链|错误链接)",
    "staff_full_time": r"专职(?:人员)?",
    "staff_part_time": r"兼职(?:人员)?",
    "late_items": r"(?:超期|逾期|未按期|超过规定时限)公开的(?:政府)?信息",
    "errors_corrected": r"(?:另)?(?:改正|纠正)差错|整改问题",
    "notices_of_criticism": r"(?:印发|发出)(?:公开工作)?(?:检查)?通报",
    "requests_withdrawn": r"申请人(?:主动)?撤回(?:申请)?",
}
"""What stands before the number of a fact in reports; a fact not named here is looked for by its label."""
_OTHERS: Mapping[str, str] = {
    "fee_collected": r"行政事业性收费[^。；]*$",
    "items_published": r"其中[^，。；]{0,3}$",
    "trainings": r"上级[^，。；]{0,4}$",
    "new_media_accounts": r"(?:关停|注销|停用|新开|新上线|新增|开通)[^，。；]{0,16}$",
    "columns": r"(?:新设|新建|新增|调整|撤销)[^，。；]{0,8}$",
}
"""What may stand before the words of a fact and makes another number of it."""
_UNITS: Mapping[str, str] = {
    "条": "条|篇|件",
    "件": "件|篇|份|条|部|个",
    "次": "次|场|期|场次|轮",
    "处": "处|个",
    "个": "个|家",
    "人次": "人次|余人次|人",
    "期": "期|次",
    "场": "场|次",
    "元": "元",
    "人": "人|名",
}
_NOT_DONE = re.compile(r"计划|拟|争取|力争|力求|预计|下一步|今后|目标")
_LESS = re.compile(r"余|多|近|约|超|以上|左右|不少于|不低于")


def recognised(
    report: Report, facts: Iterable[FactData], phrases: Iterable[tuple[str, str]] = ()
) -> dict[str, int | Decimal | str | bool]:
    """Facts that the narrative states once, or always alike, in words that leave no doubt.

    A sentence that a phrase of the bank fits says the facts of that phrase and no others; in the others the words
    before and behind a number tell what it counts.
    """
    known = {fact.id: fact for fact in facts}
    sentences = [
        sentence.text
        for section, paragraph in report.paragraphs()
        if section is None or section.key in ("overview", "other")
        for sentence in paragraph.sentences
    ]
    found, others = _in_phrases(report, sentences, known, phrases)
    year = str(report.year)
    clear = [
        clause
        for text in others
        if not _NOT_DONE.search(text)
        for clause in _clauses(text)
        if all(said == year for said in re.findall(r"((?:19|20)\d\d)\s*年", clause))
    ]
    for fact in known.values():
        if fact.type not in ("count", "amount"):
            continue
        values = set(_values(fact, clear))
        if len(values) == 1 and found.get(fact.id) is None:
            found[fact.id] = values.pop()
        elif values - {found.get(fact.id)}:
            found.pop(fact.id, None)
    _no_fee(found, others, set(known))
    found.update(_contact(report, set(known)))
    return found


_Found = dict[str, int | Decimal | str | bool]
_TYPES: Mapping[str, tuple[type, ...]] = {"count": (int,), "amount": (int, Decimal), "yesno": (bool,)}


def _in_phrases(
    report: Report, sentences: list[str], known: Mapping[str, FactData], phrases: Iterable[tuple[str, str]]
) -> tuple[_Found, list[str]]:
    """The facts of sentences that a phrase fits, and the other sentences."""
    kinds = [report.kind] if report.kind else list(KINDS)
    names = {default_self(report.unit, kind): kind for kind in kinds}
    areas = {area_of(name, kind) for name, kind in names.items()}
    readings = read_sentences(sentences, phrases, list(names), list(areas), report.year or 0)
    said: dict[str, set[int | Decimal | bool]] = {}
    for reading in readings:
        for name, value in reading.facts.items() if reading else ():
            if name in known and type(value) in _TYPES.get(known[name].type, ()):
                said.setdefault(name, set()).add(value)
    others = [text for text, reading in zip(sentences, readings, strict=True) if reading is None]
    return {name: values.pop() for name, values in said.items() if len(values) == 1}, others


def _area(label: str) -> str:
    """An area of disclosure by its name, as lists have it (教育12条、就业3条) or in full (社会救助方面的信息)."""
    return rf"{re.escape(label.removesuffix('信息'))}(?:领域|方面)?(?:的)?(?:信息)?"


def _clauses(text: str) -> list[str]:
    return [clause for clause in re.split(r"(?<=[；;。])", text) if clause.strip()]


def _values(fact: FactData, clauses: list[str]) -> Iterator[int | Decimal]:
    words = _WORDS.get(fact.id) or (_area(fact.label) if fact.id.startswith("area_") else re.escape(fact.label))
    units = _UNITS.get(fact.unit, re.escape(fact.unit))
    if not units:
        return
    counted = rf"(?P<n>{NUMERAL})(?P<rest>[余多]?)(?:{units})"
    behind = re.compile(rf"(?:{words})[为达共计有了：:，]{{0,3}}{counted}(?![月日年])")
    before = re.compile(rf"{counted}(?:的)?(?:{words})")
    for clause in clauses:
        for match in (*behind.finditer(clause), *before.finditer(clause)):
            if match["rest"] or _LESS.search(clause[max(match.start() - 1, 0) : match.end() + 2]):
                continue
            if fact.id in _OTHERS and re.search(_OTHERS[fact.id], clause[: match.start()]):
                continue
            number = parse_numeral(match["n"])
            if number is not None and (fact.type == "amount" or isinstance(number, int)):
                yield number


_NO_FEE = re.compile(r"(?:没有|未|无)(?:发生)?(?:收取|收到|征收)(?:任何)?(?:政府)?(?:信息(?:公开)?处理费|费用)")


def _no_fee(found: _Found, sentences: list[str], known: set[str]) -> None:
    if "fee_collected" in known and "fee_collected" not in found and any(_NO_FEE.search(text) for text in sentences):
        found["fee_collected"] = 0


_CONTACT: Mapping[str, str] = {
    "contact_phone": r"(?:联系)?电话(?:号码)?\s*[：:为是]\s*(0\d{2,3}[-—－]?\d{7,8}|\d{7,8})(?!\d)",
    "contact_postcode": r"(?:邮编|邮政编码)\s*[：:为是]?\s*(\d{6})(?!\d)",
    "contact_email": r"(?:邮箱|电子邮件)\s*[：:为是]?\s*([\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,20}){1,3})",
    "contact_address": r"(?:联系|办公|通信|通讯)?地址\s*[：:为是]\s*([^，,；;。）)（(\s]{4,40})",
}


def _contact(report: Report, known: set[str]) -> dict[str, str]:
    """Where the office can be reached, as the preamble says."""
    text = "\n".join(paragraph.text for section, paragraph in report.paragraphs() if section is None)
    found = {}
    for name, pattern in _CONTACT.items():
        matches = set(re.findall(pattern, text)) if name in known else set()
        if len(matches) == 1:
            found[name] = str(matches.pop())
    return found
