"""Claims in prose: each number, and each “none”, with every figure of the tables that it may mean.

    for claim in claims(report):
        claim.readings      # expressions over figure paths; the claim is right if any of them gives its number

A claim that could as well be about something else (another year, other organs, other business, a share picked
by its subject or channel) is left out, or only bounds a figure (`part`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nianbao.core.claims.alike import alike
from nianbao.core.claims.behind import all_the_rest, carried_late, told_behind
from nianbao.core.claims.claim import Claim, Context, Phrase, sentence_around
from nianbao.core.claims.context import (
    DOMAIN,
    begin_head,
    behind_bracket,
    let_go,
    note,
    note_bare_clause,
    note_claim,
    side_by_side,
)
from nianbao.core.claims.cutting import Clause, Line, Scene, lines
from nianbao.core.claims.disputes import contested_claim, dispute_claim, problem_claims
from nianbao.core.claims.documents import (
    all_decisions,
    decision_claim,
    decision_headed,
    document_claim,
    fee_claim,
    named_behind,
)
from nianbao.core.claims.first_form import first_form_claims
from nianbao.core.claims.lists import by_years, each, paired, sum_of, together
from nianbao.core.claims.nones import nones
from nianbao.core.claims.phrase import FILLERS, own_name, phrase_of
from nianbao.core.claims.requests import request_claim
from nianbao.core.claims.results import (
    late_result,
    one_line_twice,
    rest_of_results,
    unnamed_applicant,
    unnamed_result,
    withdrawn,
)
from nianbao.core.claims.scope import (
    counted_as_ours,
    hears_cases,
    is_government,
    note_time,
    own_clauses,
    tells_of_itself,
)
from nianbao.core.claims.share import counted_oddly
from nianbao.core.claims.subject import asked_about
from nianbao.core.claims.system import speaks_of_its_line, system_in
from nianbao.core.claims.words import COLUMN_WORDS, RESULT_GROUPS, Token, is_whole_line
from nianbao.core.report import Report

_CHANGE_BEFORE = re.compile(
    r"(?:增长了?|增加了?|净增加?|上升了?|提高了?|多[收出]?[了出]?|增幅(?:为|达)?|下降了?|减少了?|净减少?|少收?了?|降低了?|降幅(?:为|达)?)(?:约|近)?$"
)
_ARISEN = re.compile(
    r"(?:引发|引起|被申请|被提起)(?:的)?(?:行政)?(?:复议|诉讼)|申请人[^，。；]{0,8}不服|不服[^，。；]{0,6}答复"
)
_EACH_OF = re.compile(r"各(?![类种项级])|每(?:一)?[名家人位个户]")
_ON_AVERAGE = re.compile(r"[日周月季人]均|平均每|每个?(?:工作日|[日天周月])")
_EACH_IN_A_BRACKET = re.compile(r"每[名家人位户]（[^（）]{1,3}）均?[^，。；\d]{0,4}$")
_APART = re.compile(r"另计|未计|不计|不含|除外")
_APART_BEHIND = re.compile(
    r"(?:的)?，?(?:均|都|另)?(?:不|未|没有)(?:予)?(?:计入|列入|纳入|统计|包含在内|在统计)|，?另(?:行)?(?:计|统计|列)"
    r"|[（，](?:均|都)?(?:不属于|不是|并非)(?:政府)?信息公开申请"
)
_OF_THOSE = re.compile(r"(?:中)?(?:已|均)?(?:办结|答复|办理)(?:了)?")
_ABOUT_DOCUMENTS = re.compile(
    r"[（）一二三四五六七八九十\d.、]*(?:行政)?(规范性文件|规章)(?:[制管]|情况|方面)*[^，。；：]{0,4}[。：]"
)
_FORMS_OWN_ROW = re.compile(
    r"(?:制发|制定|出台)文件\d+件[，、；](?:废止|失效)[^，。；\d]{0,6}\d+件[，、；](?:现行|仍)?有效[^，。；\d]{0,6}\d+件"
)
"""制发文件3件，废止文件1件，现行有效文件6件: the three columns of the form, of the only documents it counts."""
_ABOUT_REQUESTS = re.compile(
    r"(?:^|[，。；：看分为])自然人\d+件[、，](?:商业企业|企业|法人|科研机构|社会公益组织|法律服务机构)\d+件|新收\d+件[、，](?:上年)?结转"
    r"|(?:办理|处理|答复)(?:结果|情况|类型)|申请(?:人(?!民)|主体|数量|件数|总量|方式)|(?:办结|答复|新收)的?(?:\d+件)?(?:申请)?[中里]|全[省市县区州旗镇乡]的?\d+件申请[中里]，"
)
_AMONG_THESE = re.compile(r"^(?:在)?(?:已|全部|上述)?(?:答复|办结|受理|收到)(?:的)?(?:申请)?[中里]有?$")
"""答复中10件系案卷查询: of those answered, by the words behind."""
_CAUSED = re.compile(r"(?:因|由)[^，。；]{2,20}(?:引起|引发|产生|导致)的?$")
_COURT = re.compile(r"法院审理|裁判结果|判决结果")


def claims(report: Report, cut: Sequence[Line] | None = None) -> tuple[Claim, ...]:
    """All claims of a report in order; `cut` are its lines where they are known already."""
    found: list[Claim] = []
    line_of_organs = speaks_of_its_line(report)
    for line in lines(report) if cut is None else cut:
        told = _shared_rows(list(_line_claims(line, report, line_of_organs)))
        if report.edition == "2019":
            told = [_of_the_first_form(claim) for claim in told]
            told += first_form_claims(line, told) if line.section in _TELLING else ()
        found += told
    return tuple(found)


def _of_the_first_form(claim: Claim) -> Claim:
    """制发 in a report on the form of 2019, which counts the documents made and those published."""
    if not claim.figure.endswith(".issued"):
        return claim
    made = [reading.replace(".issued", ".created") for reading in claim.readings if reading.endswith(".issued")]
    public = [reading.replace(".created", ".disclosed") for reading in made if "+" not in reading]
    readings = tuple(made) if claim.kind == "none" else (*made, *public)
    return claim._replace(figure=claim.figure.replace(".issued", ".created"), readings=readings)


def _shared_rows(found: list[Claim]) -> list[Claim]:
    """依据第三十六条无法提供10件，依据第三十八条无法提供1件: numbers of one group in one sentence are parts of it."""
    rows: dict[tuple[int, tuple[str, ...]], list[int]] = {}
    for n, claim in enumerate(found):
        by_article = not is_whole_line(claim.line.bare.text[claim.start : claim.end])
        counted = claim.kind == "count" or by_article
        if counted and claim.figure.split(".")[1] in RESULT_GROUPS and claim.quantity is not None:
            sentence = next((s.start for s in claim.line.scenes if s.start <= claim.start < s.end), 0)
            rows.setdefault((sentence, claim.readings), []).append(n)
    for places in rows.values():
        if (whole := one_line_twice([found[n] for n in places])) is not None:
            for n in places:
                found[n] = found[n]._replace(kind="part", plain=False)
            found[places[-1]] = whole
        elif len({found[n].quantity.value for n in places}) > 1:  # type: ignore[union-attr]
            for n in places:
                found[n] = found[n]._replace(kind="part", plain=False)
    return found


_TELLING = ("overview", "other", "requests", "disputes", "disclosure", None)
"""The sections that tell the year's figures."""


def _line_claims(line: Line, report: Report, line_of_organs: bool) -> Iterator[Claim]:
    if line.section == "problems":
        yield from problem_claims(_claims_of(line, report, line_of_organs), line)
    elif line.section in _TELLING:
        yield from _claims_of(line, report, line_of_organs)


def _claims_of(line: Line, report: Report, line_of_organs: bool) -> Iterator[Claim]:
    context = Context(unit=own_name(report.unit), hears=hears_cases(report))
    context.whole_area = is_government(report)
    context.department = "部门" in (report.kind or "") and not report.unit.endswith(("办公室", "办公厅"))
    if (about := _ABOUT_DOCUMENTS.match(line.bare.text)) is not None:
        context.document = "regulations" if about[1] == "规章" else "normative_documents"
    for scene in line.scenes:
        text = line.bare.text[scene.start : scene.end]
        if _FORMS_OWN_ROW.search(text):
            context.document = "normative_documents"
        if scene.head != context.head:
            begin_head(scene.head, context)
        disputed = any(t.facet == "dispute" for t in scene.tokens)
        goes_on = context.domain is None and scene.topic is None and scene.near == "requests" and _goes_on(scene)
        goes_on = goes_on or _then_handled(scene, context)
        if context.domain in (None, "other") or scene.topic == "other" or (scene.topic == "requests" and not disputed):
            context.domain = "requests" if goes_on else scene.topic
        if scene.topic == "disputes" and not disputed and any(t.facet == "row" for t in scene.tokens):
            context.domain = "requests"  # the sentence on the cases is over
        context.others = False
        context.past, context.row, context.seen = False, None, []
        context.column = context.open_row = context.open_column = None
        context.run, context.pending, context.received = [], [], False
        context.narrow = context.content = False
        context.held = context.last = None
        context.past_outside, context.topic = None, scene.topic
        context.kind = next((t.value for t in scene.head if t.facet == "dispute"), None)
        if _COURT.search(text):
            context.kind = "litigation"
        context.sure = (
            "信息公开" in text
            or scene.topic in ("requests", "disputes")
            or (context.sure and context.domain == "disputes")
            or bool(_ARISEN.search(text))
            or counted_as_ours(text, report)
        )
        context.likely = not context.sure and tells_of_itself(text, report)
        other = any(t.facet == "other" and t.value == "business" for t in scene.tokens)
        if (
            context.domain is None
            and not other
            and (_ABOUT_REQUESTS.search(text) or _tells_carried(scene) or _lists_results(scene))
        ):
            context.domain = "requests"
        context.sure_from = scene.start
        if context.sure and scene.topic not in ("requests", "disputes") and not _ARISEN.search(text):
            context.sure_from = scene.start + max(text.find("信息公开"), 0)
        context.paired = paired(scene, line, context) if "分别" in text or "依次" in text else {}
        yield from by_years(scene, line, report.year)
        system = system_in(text, report.unit) if line_of_organs else None
        context.system_end = scene.start + system.end() if system is not None else 0
        for clause in own_clauses(scene, line, report, of_line=line_of_organs):
            for claim in _clause_claims(clause, line, report, context):
                yield claim._replace(of_system=True) if claim.end > context.system_end > 0 else claim


def _tells_carried(scene: Scene) -> bool:
    """上年结转7件，办结91件: only requests are carried over, where no cases are spoken of."""
    carried = any(t.facet == "row" and t.value.startswith("carried") for t in scene.tokens)
    counted = any(q.unit == "件" for q in scene.quantities)
    return carried and counted and not any(t.facet in ("dispute", "outcome") for t in scene.tokens)


def _lists_results(scene: Scene) -> bool:
    """办结295件，予以公开132件，部分公开41件: results by the form's names, not one of other business."""
    groups = {t.value for t in scene.tokens if t.facet == "row" and t.value in RESULT_GROUPS}
    return len(groups) > 2 and not any(t.facet in ("dispute", "outcome") for t in scene.tokens)


def _goes_on(scene: Scene) -> bool:
    """Whether a paragraph without a topic goes on with the list of the one before (予以公开10件；)."""
    first = next(scene.tokens, None)
    return first is not None and (first.facet in ("row", "column") or first.value in ("handled", "answered"))


def _then_handled(scene: Scene, context: Context) -> bool:
    """收到申请28件，居前的领域为…。办理27件，结转1件: how those received were dealt with, behind other words."""
    if scene.topic not in (None, "other") or "requests.received.total" not in context.told:
        return False
    said = [t for t in scene.tokens if t.facet != "time"]
    rows = [t.value.split(".")[0] for t in said if t.facet == "row"]
    dealt = bool(said) and said[0].value in ("handled", "handled_weak", "answered")
    told = any(row.startswith("carried") for row in rows) or len({*rows} & {*RESULT_GROUPS}) > 1
    return dealt and told and not any(t.facet == "other" and t.value == "business" for t in said)


def _clause_claims(clause: Clause, line: Line, report: Report, context: Context) -> Iterator[Claim]:
    text = line.bare.text
    words = text[clause.start : clause.end]
    if clause.opener == "）" and context.past_outside is not None:
        context.past, context.past_outside = context.past_outside, None
    elif clause.opener == "（":
        context.past_outside = context.past
    if not clause.tokens and not clause.quantities:
        _pass_over(clause, text, words, report, context)
        return
    if clause.opener == "（" and not clause.quantities and words.startswith(_NONE_OF_OURS):
        return  # 受理市民反映410件（不属于政府信息公开申请），办结405件
    past = context.past
    aside = note_time(clause, text, report, context)
    if clause.opener != "、" and not words.startswith(_GOES_ON_WITH_LIST):
        context.pending = []
    counts = [q for q in clause.quantities if q.counts or q.unit in _COUNTED_BESIDES]
    if not counts:
        yield from alike(clause, line, context, report)
        note_bare_clause(clause, words, context)
    yield from nones(clause, line, context)
    last, said = clause.start, list[Token]()
    clause = side_by_side(behind_bracket(clause, words, text, context), text, context)
    for k, quantity in enumerate(counts):
        until = counts[k + 1].start if k + 1 < len(counts) else clause.end
        phrase = phrase_of(clause, line, last, quantity, until, is_last=k + 1 == len(counts), context=context)
        if k and _GROWN_TO.fullmatch(text[last : quantity.start]):
            phrase = phrase._replace(before=[t for t in said if t.facet != "time"], after=[], leftover="")
        if context.domain == "requests" and _begins_list(phrase, k):
            phrase = phrase._replace(begin=quantity.start, before=[], after=[*phrase.behind], leftover="")
        old_stock = "往年" in words and any(t.value == "in_force" for t in phrase.behind)
        this_year = (not context.past or old_stock) and quantity.start not in aside
        if clause.opener == "；" and quantity is counts[0]:
            context.open_row = context.open_column = None  # what stood before the mark is said
        claim, foreign, subject = None, False, asked_about(phrase, context)
        if quantity.start in context.paired:
            claim = context.paired[quantity.start] if this_year else None
        elif foreign := _of_other_business(phrase):
            context.domain = "other"
        elif this_year and not (subject or _CHANGE_BEFORE.search(phrase.words) or (k and _of_those(phrase, context))):
            yield from (of_each := [*each(phrase, context)])
            claim = _told_besides(phrase, context, of_each)
            if claim is None and context.domain == "requests":
                claim = _unnamed(phrase, context, report)
        if not subject:
            _note_words(phrase, context, foreign=foreign)
        if claim is None:
            context.run = []
        else:
            note_claim(claim, context)
            yield claim
        last, said = quantity.end, [*phrase.before]
        context.open_row = context.open_column = None
    let_go(words, past, context, counted=bool(counts))


def _told_besides(phrase: Phrase, context: Context, of_each: Sequence[Claim]) -> Claim | None:
    """What a number says beside what it says of each of a list (复议、诉讼均为0件)."""
    claim = sum_of(phrase, context) or together(phrase, context) or _claim(phrase, context)
    return None if claim and claim.readings in [one.readings for one in of_each] else claim


def _note_words(phrase: Phrase, context: Context, *, foreign: bool) -> None:
    """Remember what the words around a number speak of."""
    about = foreign or _dismissed(phrase.before)
    unknown = context.domain is None and len(phrase.leftover) > 1  # 市场主体登记自然人88件
    without = {*(["object"] if about else []), *(["row"] if foreign else []), *(["column"] if unknown else [])}
    note([t for t in phrase.before if t.facet not in without and not _who_decides(t, phrase)], context)
    note([t for t in phrase.after if t.facet in ("object", "dispute", "document")], context)


def _unnamed(phrase: Phrase, context: Context, report: Report) -> Claim | None:
    """The claim of a number of requests in words that are none of the form's."""
    return (
        late_result(phrase, context)
        or unnamed_result(phrase, context, report)
        or withdrawn(phrase, context)
        or unnamed_applicant(phrase, context)
    )


def _begins_list(phrase: Phrase, place: int) -> bool:
    """答复中10件, 全部按时答复：5件予以公开, 6件办结：2件公开全文: what the number counts stands behind it."""
    behind_another = place > 0 and phrase.words.endswith("：")
    return behind_another or _AMONG_THESE.search(phrase.words) is not None or _named_behind_colon(phrase)


def _named_behind_colon(phrase: Phrase) -> bool:
    """全部按时答复：5件予以公开: a list begins at the colon, and what it counts stands behind the number."""
    behind = phrase.behind[0] if phrase.behind else None
    named = behind is not None and behind.facet == "row" and behind.start == phrase.quantity.end
    return named and phrase.words.endswith("：") and not phrase.tokens_before_objects


def _of_those(phrase: Phrase, context: Context) -> bool:
    """10件中自然人8件: of those ten, unless they are all that were received or handled."""
    if not phrase.text.startswith("中", phrase.begin):
        return False
    whole = context.run[-1].figure if context.run else ""
    named = any(t.facet in ("column", "row") for t in phrase.before)
    return not named or whole not in ("requests.received.total", "requests.handled.total")


def _pass_over(clause: Clause, text: str, words: str, report: Report, context: Context) -> None:
    """What a clause without words of ours leaves behind: the year it names, and nothing open."""
    note_time(clause, text, report, context)
    context.pending = context.pending if clause.opener == "、" else []
    context.open_row = context.open_column = None
    behind_bracket(clause, words, text, context)


_NONE_OF_OURS = ("不属于", "均不属于", "都不属于", "不是", "均不是", "并非", "不计入")
_COUNTED_BESIDES = frozenset({"万元", "元", "亿元", "部", "件次"})


_MONEY = ("万元", "元", "亿元")
_GOES_ON_WITH_LIST = ("均", "都", "皆", "各", "共", "合计", "总计", "两", "三")
_GROWN_TO = re.compile(r"，?(?:同比)?(?:增加|增长|增|上升|升|减少|减|下降|降)(?:到|至)(?:了|今年|本年|20\d\d年)?的?")


def _claim(phrase: Phrase, context: Context) -> Claim | None:
    """The claim that a quantity makes with the words around it, None where it makes none."""
    text, begin, quantity, before = phrase.text, phrase.begin, phrase.quantity, phrase.before
    tokens = phrase.tokens
    if _set_apart(phrase):
        return None
    if text[begin - 1 : begin] == "件" and _OF_THOSE.fullmatch(phrase.words):
        return None  # 新收的8件办结7件: of those, not of all
    if any(t.facet == "other" and t.value in ("application", "review") and not _who_decides(t, phrase) for t in tokens):
        context.domain = "other"
        context.others = any(t.value == "review" for t in tokens if t.facet == "other")
        return None
    if (
        ("其中" in phrase.words and not any(t.facet == "outcome" for t in before))
        or "信息公开" in phrase.words
        or text[begin - 1 : begin] == "；"
    ):
        context.others = False
    nearest = phrase.behind[0] if phrase.behind else None
    gap = text[quantity.end : nearest.start] if nearest else ""
    said = re.match(r"[已均全都]", gap)  # 行政许可12件全部公示
    spoken = nearest is not None and text.startswith(("代表", "人大代表", "委员"), nearest.start)
    if nearest and (nearest.facet, nearest.value) == ("other", "business") and len(gap) < 4 and (spoken or not said):
        context.domain = "other"  # 收到248条网民留言
        return None
    if _for_another(phrase):
        context.domain = "other"
        return None
    if context.sure and (contested := contested_claim(phrase)) is not None:
        context.domain = "disputes"
        return contested
    if before and before[-1].facet == "rest":
        return _rest(phrase, context)
    if context.domain == "requests" and (behind := carried_late(phrase, context) or told_behind(phrase, context)):
        return behind
    deciding = [t for t in before if t.facet in DOMAIN] or [t for t in phrase.after if t.facet in DOMAIN]
    business = [t for t in before if t.facet == "other" and t.value == "business"]
    item = (
        business
        and text[business[-1].start : business[-1].end] == "事项"
        and deciding
        and business[-1].start == deciding[-1].end
    )
    if business and _CAUSED.search(phrase.words) and context.domain == "requests" and not deciding:
        return None  # 其中因投诉举报引起的49件: of the requests, by what led to them
    if business and not item and (not deciding or deciding[-1].start < business[-1].start):
        context.domain = "other"
        return None
    domain = DOMAIN[deciding[-1].facet] if deciding else context.domain
    if domain in (None, "other") and not deciding and not business and _tells_stock(phrase, context):
        domain = "documents"
    if domain == "requests" and "案件" in phrase.words and any(t.facet == "dispute" for t in before):
        domain = "disputes"
    at_home = (
        context.topic == "requests"
        and deciding
        and deciding[-1].value in RESULT_GROUPS
        and not (context.domain == "documents" and text.endswith("公开", 0, deciding[-1].end))
    )  # 制定规范性文件8件，公开6件: of the documents
    bound = deciding and deciding[-1].facet in ("row", "column") and context.domain != "requests" and not at_home
    named = context.domain is None and deciding and deciding[-1].value in RESULT_GROUPS and deciding[-1] in before
    if bound and not named and not any(t.facet == "object" for t in tokens):
        return None
    if quantity.unit in _MONEY and domain in (None, "other", "decisions", "documents"):
        return fee_claim(phrase, context)
    if domain == "requests":
        if _of_proposals(phrase):
            return None
        if quantity.unit == "条" and _items_on_a_website(phrase, context):
            return None
        odd = counted_oddly(phrase, context)
        if quantity.unit not in ("件", "", "宗", "份", "条", "件次") and not odd:
            return None
        return request_claim(phrase, context)
    if domain == "disputes" and context.others:
        return None  # 其他行政复议46件、行政诉讼11件
    if domain == "disputes":
        return dispute_claim(phrase, context)
    if domain == "documents":
        return document_claim(phrase, context)
    if domain == "decisions" and not deciding and (headed := decision_headed(phrase, context)) is not None:
        return headed
    if domain == "decisions" and (not deciding or deciding[-1].value == "all"):
        return all_decisions(phrase)
    if domain == "decisions":
        return decision_claim(phrase)
    if domain == "fees":
        return fee_claim(phrase, context)
    return None


def _set_apart(phrase: Phrase) -> bool:
    """Whether the words say that the number is of each, is not counted, or is of applications dismissed
    (复议维持4件、驳回申请2件)."""
    text, start = phrase.text, phrase.quantity.start
    carried = any(t.value.startswith("carried") for t in phrase.before)
    return (
        _EACH_OF.search(text, max(phrase.begin, start - 6), start) is not None
        or _EACH_IN_A_BRACKET.search(text, max(0, start - 12), start) is not None
        or _ON_AVERAGE.search(phrase.words) is not None
        or (not carried and _APART.search(phrase.words) is not None)
        or _APART_BEHIND.match(text, phrase.quantity.end) is not None
        or ("其" in phrase.words and _FOR_OTHER_REASONS.search(phrase.words) is not None)
        or _dismissed(phrase.before)
    )


_FOR_OTHER_REASONS = re.compile(r"其[他它](?:原因|情形|情况)(?:而)?(?:结案|办结)(?:的)?$")
"""其他原因结案3件: of those dealt with otherwise, or of the other ones among these."""


def _dismissed(before: Sequence[Token]) -> bool:
    """驳回申请2件: the application stands behind its outcome, and is but what that is about."""
    ends = {t.end for t in before if t.facet == "outcome" and t.value == "unclear"}
    return any(t.facet == "object" and t.start in ends for t in before)


_PROPOSALS = re.compile(r"建议|提案|议案")


def _of_proposals(phrase: Phrase) -> bool:
    """承办人大代表建议96件、政协提案88件，公开答复全文171件: of a sentence that names no request."""
    sentence = sentence_around(phrase.text, phrase.begin, phrase.quantity.end)
    return "申请" not in sentence and "信息公开" not in sentence and _PROPOSALS.search(sentence) is not None


def _who_decides(token: Token, phrase: Phrase) -> bool:
    """复议机关维持9件: the organ that decides, with what it decided."""
    decides = token.facet == "other" and phrase.text[token.start : token.end].endswith("复议机关")
    return decides and any(t.facet in ("outcome", "dispute") for t in phrase.tokens)


def _items_on_a_website(phrase: Phrase, context: Context) -> bool:
    """主动公开信息12条，依申请公开信息5条: items by how they are disclosed, not requests."""
    if any(t.facet == "verb" for t in phrase.before):
        return False
    told = context.topic == "other" or "主动公开" in sentence_around(
        phrase.text, phrase.begin, phrase.quantity.end, "。"
    )
    return told or (context.topic is None and re.search(r"(?<!依)申请公开信息$", phrase.words) is not None)


def _for_another(phrase: Phrase) -> bool:
    """1份依申请公开意见征询函: what stands behind the number is about requests, but none."""
    named = [t for t in phrase.behind if t.facet in ("object", "other")][:2]
    pair = [t.facet for t in named] == ["object", "other"] and named[1].value == "business"
    return pair and not phrase.tokens_before_objects and named[0].end == named[1].start


_SHELVES = re.compile(r"库|栏|目录|清单|公文|档案|台账|制度")


def _tells_stock(phrase: Phrase, context: Context) -> bool:
    """当前有效的6份, behind a sentence about documents; 制发2件、废止1件行政规范性文件."""
    stocks = {t.value for t in phrase.before if t.facet == "stock"}
    sentence = sentence_around(phrase.text, phrase.begin, phrase.quantity.end)
    if not stocks & {"issued", "repealed", "in_force"} or "odd" in stocks or _SHELVES.search(sentence):
        return False
    return context.document is not None or named_behind(phrase) is not None


_BY_HAND = ("纸质", "书面", "口头", "上门", "信件", "来信", "来函", "挂号信", "电子")
"""How a request comes, where no word for a channel says it."""


_COMPLAINTS = re.compile(
    r"(?:受理|收到|接收|接到|办理|处理|接待)[^，。；申]{0,12}(?:信访|举报|投诉)+(?:件|案件|事项)?(?:共|共计)?$"
)
"""受理生态环境信访举报860件: complaints themselves, no requests."""


def _of_other_business(phrase: Phrase) -> bool:
    """受理企业登记注册申请402件: a word before 申请 names another kind of application."""
    last = next((t for t in reversed(phrase.before) if t.facet in DOMAIN), None)
    if last is not None and last.value == "rejected.petition" and _COMPLAINTS.search(phrase.words):
        return True
    if last is None or last.facet != "object" or last.end - last.start > 3:
        return False
    ends = [t.end for t in phrase.before if t.end <= last.start]
    words = phrase.text[max([phrase.begin, *ends]) : last.start]
    if words.removesuffix("版").endswith(_BY_HAND):
        return False  # 纸质申请3件
    return bool(re.search(r"[^的类次份件条、][^的类次份件条、到出交收]$", words)) and len(FILLERS.sub("", words)) > 1


def _rest(phrase: Phrase, context: Context) -> Claim | None:
    """其他1件 behind a list of outcomes or applicants: the line of the form that is called so."""
    if (whole := all_the_rest(phrase, context)) is not None:
        return whole
    last = context.run[-1].figure if context.run else ""
    table, _, name = last.rpartition(".")
    if table.startswith("disputes.") and name in ("upheld", "corrected", "pending"):
        others = [r.removesuffix(name) + "other" for r in context.run[-1].readings if r.endswith(f".{name}")]
        return phrase.claim([r for r in others if "+" not in r and "-" not in r] or [f"{table}.other"], plain=False)
    if table.startswith("requests.") and name == "total" and context.run[-1].kind == "count":
        return rest_of_results(phrase, context)
    if table.startswith("requests.") and name in COLUMN_WORDS and name not in ("other", "total"):
        readings = tuple(r.replace(f".{name}", ".other") for r in context.run[-1].readings if f".{name}" in r)
        return phrase.claim(readings, plain=False)
    return None
