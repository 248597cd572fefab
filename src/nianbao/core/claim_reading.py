"""Claims in prose: each number, and each “none”, with every figure of the tables that it may mean.

    for claim in claims(report):
        claim.readings      # expressions over figure paths; the claim is right if any of them gives its number

A claim that could as well be about something else (another year, other organs, other business, a share picked
by its subject or channel) is left out, or only bounds a figure (`part`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nianbao.core.claim import Claim, Context, Phrase, between, narrowest, sentence_around, without
from nianbao.core.claim_behind import all_the_rest, carried_late, told_behind
from nianbao.core.claim_disputes import contested_claim, dispute_claim, problem_claims
from nianbao.core.claim_documents import all_decisions, decision_claim, document_claim, fee_claim, named_behind
from nianbao.core.claim_lists import each, paired, sum_of
from nianbao.core.claim_nones import nones
from nianbao.core.claim_requests import request_claim
from nianbao.core.claim_results import (
    late_result,
    one_line_twice,
    rest_of_results,
    unnamed_applicant,
    unnamed_result,
    withdrawn,
)
from nianbao.core.claim_scope import OF_THE_WHOLE, hears_cases, note_time, own_clauses, tells_of_itself
from nianbao.core.claim_share import counted_oddly
from nianbao.core.claim_words import COLUMN_WORDS, RESULT_GROUPS, Token, is_whole_line
from nianbao.core.claims import Clause, Line, Scene, lines
from nianbao.core.quantities import Quantity
from nianbao.core.report import Report

_DOMAIN = {
    "object": "requests",
    "column": "requests",
    "row": "requests",
    "dispute": "disputes",
    "document": "documents",
    "decision": "decisions",
    "fees": "fees",
}
_FILLERS = re.compile(
    r"\d[.．、](?!\d)|[省市县区旗州]本级(?:及|和|与|、)(?:其|各|所属|直属)*(?:工作)?(?:部门|单位)|20\d\d年(?:度|\d{1,2}月\d{1,2}日|底|末)?|(?<!\d)\d{1,2}月(?:\d{1,2}日|底|末)|截至|全文|除去?(?=上|去年|20)|(?:依照|受|按照|根据|接受)?委托|依托|全年|年度|年内|年末|年底|期间|其中|累计|总计|合计|共计|一共|总共|书面|依法|依规|"
    r"依照|依据|按照|法定|期限|规定|按时|按期|及时|承办|(?<!转)办件|省市(?:县)?|叠加|加上|妥善|认真|向社会|数量|总数|总量|件数|总件数|集中|规范(?!性)|统一|案件|案|决定|公民|法人|其他组织|社会公众|公众|群众|申请人|"
    r"有效|正式|当年|本年度?|今年|各类|各种|所有|情况|方面|工作|情形|原因|理由|结果|形式|提出|提交|来自|实际|主要|包括|含|"
    r"分别|同时|另|办理|经审查|自身|查办|查处|核发|签发|认定|作出|决定书|确定|完成|继续|施行|新的|连同|加上|依次|逐一|同步|同期|采取|保持|[省市县区旗州]直(?:各)?(?:部门|单位)|村民|居民|市民|[省市州县区乡镇]*[两三二]级|全(?:委|办|厅|院|系统)|此外|以及|我(?:镇|乡|街道|局|县|市|区|省|委|办|厅|部|单位|机关|州|旗)|"
    r"综合(?:行政)?执法(?:队伍?|大队|支队|中心|办公室|局)?|"
    r"(?:省|市|县|区|旗|州)(?:人民)?政府(?:办公[厅室])?(?:[及和](?:其|各|所属)*(?:工作)?部门)?|"
    r"(?:便民|为民|政务|公共|党群|行政)服务(?:中心|大厅|站|局)|行政审批(?:中心|局|大厅)|以.{0,12}名义|原(?:行政行为|答复|决定)|期末|目前|实施|与?上年持平|持平|[增升降减]至|"
    r"本(?:机关|单位|级|局|镇|乡|办|委|厅|院|馆|站|街道|分局|大队|支队|中心|管委会)|[局委办厅]机关|全(?:镇|乡|县|市|区|省|州|旗|局|街(?:道)?)|(?<!对)(?:乡|镇)(?:党委)?(?:、|人民)*政府|首次|行政机关|因|被|由|引起|引发|产生|涉及政府信息公开|政府信息|政务|"
    r"以.{0,5}名义|以[^，。；\d]{2,24}为主体的?|等(?:多种)?(?:途径|渠道|方式)|[增升降减]至|处理|执法|列入统计|行政决定|类别|发生|程序|进入|二者|两项|相加|跨年|尚在|仍在|仍|方式|类型|分为|按|"
    r"[共计总新增有为是了的均都已对向就与和或及、，“”《》者也亦则仅只各该系属于以到达出我经予其中余约近超过在上下年月度一数：]"
)
_ADVERBIALS = re.compile(
    r"《[^》]*》等?|(?:严格|切实|认真|依法)*(?:按照|依照|根据|依据|遵照|对照)[^，。；]{0,30}?(?:规定|要求|程序|期限|时限|流程)(?:的|内)*"
    r"|(?:通过)?[^，。；]{0,30}等(?:多种|各种|不同)?(?:途径|渠道|方式|形式)(?:提交|提出)?的?"
)
_CHANGE_BEFORE = re.compile(
    r"(?:增长了?|增加了?|净增加?|上升了?|提高了?|多收?出?|增幅(?:为|达)?|下降了?|减少了?|净减少?|少收?|降低了?|降幅(?:为|达)?)(?:约|近)?$"
)
_ARISEN = re.compile(
    r"(?:引发|引起|被申请|被提起)(?:的)?(?:行政)?(?:复议|诉讼)|申请人[^，。；]{0,8}不服|不服[^，。；]{0,6}答复"
)
_EACH_OF = re.compile(r"各(?![类种项级])")
_APART = re.compile(r"另计|未计|不计|不含|除外")
_APART_BEHIND = re.compile(
    r"(?:的)?，?(?:均|都|另)?(?:不|未|没有)(?:予)?(?:计入|列入|纳入|统计|包含在内|在统计)|，?另(?:行)?(?:计|统计|列)"
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
    r"(?:办理|处理|答复)(?:结果|情况|类型)|申请(?:人(?!民)|主体|数量|方式)|(?:办结|答复|新收)的?(?:\d+件)?(?:申请)?[中里]"
)
_COURT = re.compile(r"法院审理|裁判结果|判决结果")
_ALONE = re.compile(r"一类|为主|居多|较多|多数|最多|为多|次之")


def claims(report: Report, cut: Sequence[Line] | None = None) -> tuple[Claim, ...]:
    """All claims of a report in order; `cut` are its lines where they are known already."""
    found: list[Claim] = []
    for line in lines(report) if cut is None else cut:
        found += _shared_rows(list(_line_claims(line, report)))
    if report.edition == "2019":
        found = [_of_the_first_form(claim) for claim in found]
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


def _line_claims(line: Line, report: Report) -> Iterator[Claim]:
    if line.section == "problems":
        yield from problem_claims(_claims_of(line, report), line)
    elif line.section in ("overview", "other", "requests", "disputes", "disclosure", None):
        yield from _claims_of(line, report)


def _claims_of(line: Line, report: Report) -> Iterator[Claim]:
    context = Context(unit=_FILLERS.sub("", report.unit), hears=hears_cases(report))
    if (about := _ABOUT_DOCUMENTS.match(line.bare.text)) is not None:
        context.document = "regulations" if about[1] == "规章" else "normative_documents"
    for scene in line.scenes:
        text = line.bare.text[scene.start : scene.end]
        if _FORMS_OWN_ROW.search(text):
            context.document = "normative_documents"
        disputed = any(t.facet == "dispute" for t in scene.tokens)
        goes_on = context.domain is None and scene.topic is None and scene.near == "requests" and _goes_on(scene)
        if context.domain in (None, "other") or scene.topic == "other" or (scene.topic == "requests" and not disputed):
            context.domain = "requests" if goes_on else scene.topic
        if scene.topic == "disputes" and not disputed and any(t.facet == "row" for t in scene.tokens):
            context.domain = "requests"  # the sentence on the cases is over
        context.others = False
        context.past, context.row, context.kind, context.seen = False, None, None, []
        context.column = context.open_row = context.open_column = None
        context.run, context.pending, context.received = [], [], False
        context.narrow = False
        context.held = context.last = None
        context.past_outside, context.topic = None, scene.topic
        if _COURT.search(text):
            context.kind = "litigation"
        context.sure = (
            "信息公开" in text
            or scene.topic in ("requests", "disputes")
            or (context.sure and context.domain == "disputes")
            or bool(_ARISEN.search(text))
        )
        context.likely = not context.sure and tells_of_itself(text, report)
        other = any(t.facet == "other" and t.value == "business" for t in scene.tokens)
        if context.domain is None and not other and _ABOUT_REQUESTS.search(text):
            context.domain = "requests"
        context.sure_from = scene.start
        if context.sure and scene.topic not in ("requests", "disputes") and not _ARISEN.search(text):
            context.sure_from = scene.start + max(text.find("信息公开"), 0)
        context.paired = paired(scene, line, context) if "分别" in text or "依次" in text else {}
        for clause in own_clauses(scene, line, report):
            yield from _clause_claims(clause, line, report, context)


def _goes_on(scene: Scene) -> bool:
    """Whether a paragraph without a topic goes on with the list of the one before (予以公开10件；)."""
    first = next(scene.tokens, None)
    return first is not None and (first.facet in ("row", "column") or first.value in ("handled", "answered"))


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
    past = context.past
    aside = note_time(clause, text, report, context)
    if clause.opener != "、" and not words.startswith(_GOES_ON_WITH_LIST):
        context.pending = []
    counts = [q for q in clause.quantities if q.counts or q.unit in _COUNTED_BESIDES]
    if not counts:
        _note_bare_clause(clause, words, context)
    yield from nones(clause, line, context)
    last, said = clause.start, list[Token]()
    clause = _side_by_side(_behind_bracket(clause, words, context), text, context)
    for k, quantity in enumerate(counts):
        until = counts[k + 1].start if k + 1 < len(counts) else clause.end
        phrase = _phrase(clause, line, last, quantity, until, is_last=k + 1 == len(counts), context=context)
        if k and _GROWN_TO.fullmatch(text[last : quantity.start]):
            phrase = phrase._replace(before=[t for t in said if t.facet != "time"], after=[], leftover="")
        old_stock = "往年" in words and any(t.value == "in_force" for t in phrase.behind)
        this_year = (not context.past or old_stock) and quantity.start not in aside
        if clause.opener == "；" and quantity is counts[0]:
            context.open_row = context.open_column = None  # what stood before the mark is said
        claim, foreign = None, False
        if quantity.start in context.paired:
            claim = context.paired[quantity.start] if this_year else None
        elif foreign := _of_other_business(phrase):
            context.domain = "other"
        elif this_year and not _CHANGE_BEFORE.search(phrase.words) and not (k and _of_those(phrase, context)):
            yield from each(phrase, context)
            claim = sum_of(phrase, context) or _claim(phrase, context)
            if claim is None and context.domain == "requests":
                claim = (
                    late_result(phrase, context)
                    or unnamed_result(phrase, context, report)
                    or withdrawn(phrase, context)
                )
                claim = claim or unnamed_applicant(phrase, context)
        _note([t for t in phrase.before if not (foreign and t.facet == "object")], context)
        _note([t for t in phrase.after if t.facet in ("object", "dispute", "document")], context)
        if claim is None:
            context.run = []
        else:
            _note_claim(claim, context)
            yield claim
        last, said = quantity.end, [*phrase.before]
        context.open_row = context.open_column = None
    _let_go(words, past, context, counted=bool(counts))


def _note_claim(claim: Claim, context: Context) -> None:
    """Remember what was stated; behind cases of both kinds, what follows is of both."""
    if "disputes.review" in claim.readings[0] and "disputes.litigation" in claim.readings[0]:
        context.kind = None
    context.seen.append(claim)
    context.told.add(claim.figure)
    context.run.append(claim)


def _let_go(words: str, past: bool, context: Context, *, counted: bool) -> None:
    """Forget what the clauses behind are not about: a list that was counted, another year of which there is nothing."""
    if counted:
        context.pending = []
    elif context.past and not past and re.search(r"[没无未]", words):
        context.past = False  # 没有往年留下来的


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
    _behind_bracket(clause, words, context)


_COUNTED_BESIDES = frozenset({"万元", "元", "亿元", "部", "件次"})


def _behind_bracket(clause: Clause, words: str, context: Context) -> Clause:
    """收费（检验费）21万元: what stands before a bracket without a number says what the number behind it counts."""
    before, context.held = context.held, None
    if before is not None and clause.opener not in "（）" and context.past_outside is not None:
        context.held = None if clause.quantities else before  # the bracket goes on
    elif clause.opener == "（" and _NUMBER_ALONE.fullmatch(words) and _touches(context.last, clause):
        clause = replace(clause, tokens=context.last.tokens)  # type: ignore[union-attr]  # 商业企业（2件）
    elif clause.opener == "（":
        both = context.last is not None and not clause.quantities
        context.held = replace(clause, tokens=(*context.last.tokens, *clause.tokens)) if both and context.last else None
        if context.held is not None and words.startswith(_WITH):  # 公开（含部分公开）14件
            rows = [t for t in clause.tokens if t.facet == "row"]
            rows = rows if any(t.facet == "row" for t in context.held.tokens) else []
            context.held = replace(context.held, tokens=(*context.held.tokens, *rows))
    elif clause.opener == "）" and before is not None and _BARE_NUMBER.match(words):
        clause = replace(clause, tokens=(*before.tokens, *clause.tokens))
    context.last = None if clause.quantities else clause
    return clause


_BY_YEARS = re.compile(r"(?:和|及|与)?20\d\d年度?(?:为|有|是|共|的)?[\d一二三四五六七八九十百]+[件宗起份]")
_AND_BY_YEARS = re.compile(r"20\d\d年度?(?:为|有|是|共|的)?\d+[件宗起份][、，和及与]$")


def _side_by_side(clause: Clause, text: str, context: Context) -> Clause:
    """受理申请2023年18件、2024年23件: the second number counts the same as the first, in its own year."""
    words = text[clause.start : clause.end]
    alone = all(t.facet == "time" for t in clause.tokens) and _BY_YEARS.fullmatch(words)
    if alone and _AND_BY_YEARS.search(text, 0, clause.start):
        return replace(clause, tokens=context.counted)
    found = _BY_YEARS.search(words)
    if found and not alone:
        context.counted = tuple(t for t in clause.tokens if t.facet != "time" and t.end <= clause.start + found.start())
    return clause


def _touches(before: Clause | None, clause: Clause) -> bool:
    """Whether the last word of a clause without a number stands right before the bracket."""
    return before is not None and bool(before.tokens) and before.tokens[-1].end == clause.start - 1


_NUMBER_ALONE = re.compile(r"(?:共|计)?[\d一二两三四五六七八九十百]+[件宗]")
_MONEY = ("万元", "元", "亿元")
_BARE_NUMBER = re.compile(r"(?:共|共计|合计|计|为|有)?[\d一二两三四五六七八九十]")
_GOES_ON_WITH_LIST = ("均", "都", "皆", "各", "共", "合计", "总计", "两", "三")
_GROWN_TO = re.compile(r"，?(?:同比)?(?:增加|增长|增|上升|升|减少|减|下降|降)(?:到|至)(?:了|今年|本年|20\d\d年)?的?")


def _note_bare_clause(clause: Clause, words: str, context: Context) -> None:
    """Remember what a clause without a number speaks of: the next number may be of it."""
    kind = context.kind if clause.opener == "、" else None
    _note(clause.tokens, context)
    if {"review", "litigation"} <= {kind, *(t.value for t in clause.tokens if t.facet == "dispute")}:
        context.kind = None  # 复议纠错、诉讼败诉仍有发生: of both
    context.pending += [t for t in clause.tokens if t.facet in _LISTED]
    rows = [t for t in clause.tokens if t.facet == "row"]
    columns = {t.value for t in clause.tokens if t.facet == "column" and t.value != "everyone"}
    only_column = next(iter(columns)) if len(columns) == 1 else None
    context.open_column = columns.pop() if len(columns) == 1 and _ALONE.search(words) else None
    line_of = narrowest([t.value for t in rows]) if rows else None
    alone = len(rows) == 1 or (len(rows) == 2 and line_of == rows[-1].value and line_of.startswith(rows[0].value + "."))
    if clause.opener == "（" and words.startswith(_WITH):
        return
    context.open_row = line_of if alone else context.open_row if rows else None
    if not rows and words.endswith(("的", "申请")):
        only = {t.facet for t in clause.tokens if t.facet != "time"} <= {"object", "column"}
        context.open_row = "received" if only and clause.tokens else None
        context.open_column = only_column if context.open_row else context.open_column
    if not rows and _ALL_DONE.search(words):
        context.open_row = "handled"  # 全部办结（49件）


_ALL_DONE = re.compile(r"(?:全部|均|都|已)(?:已|按[时期])?(?:办结|答复|办理完毕)(?:完毕)?$")
_WITH = ("含", "包含", "包括")
_LISTED = frozenset({"column", "row", "dispute", "outcome", "decision"})


def _phrase(
    clause: Clause, line: Line, begin: int, quantity: Quantity, until: int, *, is_last: bool, context: Context
) -> Phrase:
    """A quantity of a clause with its words: those before it; those behind, where none before say what it counts."""
    before = [t for t in clause.tokens if begin <= t.start < quantity.start or t.end <= clause.start == begin]
    behind = [t for t in clause.tokens if quantity.end <= t.start < until]
    after = [] if any(t.facet in _DOMAIN and t.value != "applicant" for t in before) else behind
    if not is_last:
        after = [t for t in after if t.start == quantity.end]
    text = line.bare.text
    ends = [m.end() for m in OF_THE_WHOLE.finditer(text, max(0, begin - 24), quantity.start)]
    head = text.rfind("：20", begin, quantity.start) + 1  # 主要问题：2023年收到
    start = max([begin, head, *ends])
    inside = [t for t in before if t.start >= start]
    leftover = _FILLERS.sub("", _ADVERBIALS.sub("", without(text, start, quantity.start, inside)))
    if len(leftover) > 1:
        pieces = (_FILLERS.sub("", piece) for piece in between(text, start, quantity.start, inside))
        apart = "".join(_not_ours(piece, context.unit) for piece in pieces)
        leftover = min(_not_ours(leftover, context.unit), apart, key=len)
    return Phrase(line, begin, quantity, before, after, behind, leftover)


_OFFICE = re.compile(r"(?:人民政府|政府|办事处|办公[厅室]|街道办)+$")


def _not_ours(words: str, unit: str) -> str:
    """Words that are not the organ's own name, in full, shortened, or with its office."""
    name = _OFFICE.sub("", words)
    same = name in unit or (len(name) > 2 and (_abridges(name, unit) or _of_its_letters(name, unit)))
    return "" if same else words


def _of_its_letters(short: str, name: str) -> bool:
    """Whether a word is a name with its parts in another order (区公安分局 of 江城市公安局南山区分局)."""
    return name.endswith(short[-1]) and set(short) <= set(name)


def _abridges(short: str, name: str) -> bool:
    """Whether a word is a name with characters left out (新区管委会 of 平江新区管理委员会)."""
    rest = iter(name)
    return all(character in rest for character in short)


def _note(found: Sequence[Token], context: Context) -> None:
    """Remember what the words speak of, for the clauses behind."""
    for token in found:
        domain = _DOMAIN.get(token.facet)
        if token.facet == "column" and context.domain not in (None, "requests"):
            continue
        if token.facet == "other" and token.value == "business" and context.domain in ("requests", "disputes"):
            continue
        if domain:
            context.domain = domain
        elif token.facet == "other" and token.value != "channel":
            context.domain = "other"
        if token.facet == "row" and token.value in RESULT_GROUPS:
            context.row = token.value
        if token.facet == "verb" and token.value in ("handled", "answered"):
            context.row = "handled"
        if token.facet == "verb" and token.value.startswith("received"):
            context.received = context.domain in (None, "requests")
        if token.facet == "column":
            context.column = token.value
        if token.facet == "dispute":
            context.kind = token.value
        if token.facet == "document":
            context.document = token.value


def _claim(phrase: Phrase, context: Context) -> Claim | None:
    """The claim that a quantity makes with the words around it, None where it makes none."""
    text, begin, quantity, before = phrase.text, phrase.begin, phrase.quantity, phrase.before
    tokens = phrase.tokens
    if _EACH_OF.search(text, max(begin, quantity.start - 6), quantity.start):
        return None
    if _APART.search(phrase.words) and not any(t.value.startswith("carried") for t in before):
        return None
    if _APART_BEHIND.match(text, quantity.end):
        return None
    if text[begin - 1 : begin] == "件" and _OF_THOSE.fullmatch(phrase.words):
        return None  # 新收的8件办结7件: of those, not of all
    if any(t.facet == "other" and t.value in ("application", "review") and not _who_decides(t, phrase) for t in tokens):
        context.domain = "other"
        context.others = any(t.value == "review" for t in tokens if t.facet == "other")
        return None
    if "其中" in phrase.words or "信息公开" in phrase.words or text[begin - 1 : begin] == "；":
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
    deciding = [t for t in before if t.facet in _DOMAIN] or [t for t in phrase.after if t.facet in _DOMAIN]
    business = [t for t in before if t.facet == "other" and t.value == "business"]
    item = (
        business
        and text[business[-1].start : business[-1].end] == "事项"
        and deciding
        and business[-1].start == deciding[-1].end
    )
    if business and not item and (not deciding or deciding[-1].start < business[-1].start):
        context.domain = "other"
        return None
    domain = _DOMAIN[deciding[-1].facet] if deciding else context.domain
    if domain in (None, "other") and not deciding and not business and _tells_stock(phrase, context):
        domain = "documents"
    if domain == "requests" and "案件" in phrase.words and any(t.facet == "dispute" for t in before):
        domain = "disputes"
    at_home = context.topic == "requests" and deciding and deciding[-1].value in RESULT_GROUPS
    bound = deciding and deciding[-1].facet in ("row", "column") and context.domain != "requests" and not at_home
    named = context.domain is None and deciding and deciding[-1].value in RESULT_GROUPS and deciding[-1] in before
    if bound and not named and not any(t.facet == "object" for t in tokens):
        return None
    if quantity.unit in _MONEY and domain in (None, "other", "decisions", "documents"):
        return fee_claim(phrase, context)
    if domain == "requests":
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
    if domain == "decisions" and (not deciding or deciding[-1].value == "all"):
        return all_decisions(phrase)
    if domain == "decisions":
        return decision_claim(phrase)
    if domain == "fees":
        return fee_claim(phrase, context)
    return None


def _who_decides(token: Token, phrase: Phrase) -> bool:
    """复议机关维持9件: the organ that decides, with what it decided."""
    decides = phrase.text[token.start : token.end].endswith("复议机关")
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


def _of_other_business(phrase: Phrase) -> bool:
    """受理企业登记注册申请402件: a word before 申请 names another kind of application."""
    last = next((t for t in reversed(phrase.before) if t.facet in _DOMAIN), None)
    if last is None or last.facet != "object" or last.end - last.start > 3:
        return False
    ends = [t.end for t in phrase.before if t.end <= last.start]
    words = phrase.text[max([phrase.begin, *ends]) : last.start]
    if words.endswith(_BY_HAND):
        return False  # 纸质申请3件
    return bool(re.search(r"[^的类次份件条、][^的类次份件条、到出交收]$", words)) and len(_FILLERS.sub("", words)) > 1


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
