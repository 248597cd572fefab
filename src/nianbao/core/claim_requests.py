"""Claims about table three: requests received, carried over, handled, with their results and applicants."""

from __future__ import annotations

import re
from typing import NamedTuple

from nianbao.core.claim import (
    Claim,
    ClaimKind,
    Context,
    Phrase,
    narrowest,
    of_column,
    sentence_around,
    stands_alone,
)
from nianbao.core.claim_results import told_apart
from nianbao.core.claim_words import RESULT_GROUPS, Token, tokens

_KINDS_OF_ORGANISATION = (".enterprise", ".research", ".social", ".legal_service", ".other")
_DEALT = re.compile(r"办结|办理|答复|处理|回复|办毕|审结")
_TOTAL = re.compile(r"(?:共计|合计|总计|总量|总数|两项相加|二者相加|共)(?:为|是|有|达)?$")
_ALL_YEAR = re.compile(r"(?:全年|年度|本年度?)(?:累计|总)?(?:共计?|合计|总计)(?:为|是|有|达)?$")
_FACE_CHANNEL = re.compile(r"等|各类?渠道|多种|线上线下|、|(?:来信|信函|信件|邮寄|网站|网络|平台|当面|现场)[及和与或]")
_ALL_CHANNELS = re.compile(r"线上[、和及与]?线下|线下[、和及与]?线上|网上[、和及与]?网下")
_SET_APART = re.compile(
    r"除去?(?:了)?(?:由)?(?:上|20\d\d)年[^，。；]{0,10}结转[^，。；]{0,24}\d+[件宗][^，。；]{0,12}(?:外)?，[^，。；]*$"
)
_NOT_A_RESULT = re.compile(
    r"指导|督促|协助|协办|代为|同一|某[^年]|个别|单月|单日|撤回|撤销|撤件|延长|延期|超期|逾期答复|其他答复|(?<![年结度])转(?:办(?!理|上|去|20)|送)|移送|交办"
)
_REST = re.compile(r"其余|剩余|余下|(?<!年)余$")
_BUT_FOR_THE_CARRIED = re.compile(r"除(?:上述|以上|前述)?(?:结转|转结|转入下年|尚未办结)[^，。；\d]{0,10}外?，$")
_DEALT_BEHIND = re.compile(
    r"(?:申请件?)?(?:[已均也都全部]|已经|按规|严格|(?:法定|规定)?的?(?:期限|时限|时间)内?|按时|按期|及时|依法|依规|按照?(?:法定)?(?:规定|程序|要求|期限|时限)|在)*(?:予以|作出|完成|履行(?:受理|告知|、)*)?(?:办结|答复|办理完毕|处理完毕|办理答复|回复)"
)
_WITH_CARRIED = re.compile(
    r"[（，]?(?:其中)?(?:含|包含|包括|其中)(?:有)?(?:上|20\d\d年|去年)[^，。）\d]{0,6}(?:结转|转入|遗留|未办结)"
)
_OF_BOTH = re.compile(
    r"，其中(?:本年|当年|年内)?(?:新收|新增|收到|受理)[^，。；、]{0,8}\d+件[、，](?:上|20\d\d)年度?结转"
)
_THEN_CARRIED_AND_SUM = re.compile(
    r"[^。]{0,30}[。，](?:加上|连同)(?:上|20\d\d)年度?(?:末)?(?:结转|转入|遗留)|"
    r"，(?:另有)?(?:上|20\d\d)年度?(?:末)?(?:结转|转入|遗留)(?:的)?\d+件，(?:共计|合计|总计|共|两项合计)\d+件"
)
_AMONG = re.compile(
    r"(?P<kind>(?:新收|收到|受理|办结|答复|已?办理)?)(?:的)?(?:政府信息公开)?(?:申请)?(?:件)?(?:当中|之中|[中里])[，：]?"
)
_ALL_RESULTS = re.compile(
    r"[^。]{0,12}[，：；（]?(?:其中)?[^。]{0,160}?(?:不予处理|其他处理|其他情形|其他)的?(?:共|有|为|分别为)?\d+件"
)
_WITHDRAWN_APART = re.compile(r"[^。]{0,200}；(?:另有?)?(?:申请人)?(?:主动|自行)?(?:撤回|撤销|撤件)")
"""答复12件：公开7件、无法提供5件；申请人撤回2件: the list is over before those withdrawn."""
_THERE_WERE = re.compile(r"(?:全年|本年度?|当年|年内|20\d\d年)?(?:累计|一共|共计|共|合计|总计)?有?")
_NEW_ONES = re.compile(r"(?:当年|本年|新)收(?:到)?的|其中")
_ENDING_IN_A_NUMBER_WORD = re.compile(r"(?:申请|件|信息|数量|总量|数|总数|事项)(?:为|共|共计|合计|总计|有|计|达)?：?$")
_THESE = ("", "有", "已有", "其中", "上述", "以上", "这", "前述", "该")
_CLOSED_BEHIND = re.compile(
    r"(?:[已均也都全部按期时及依法在内的于]|已经|完成|予以|给予|作出|规范|按规|规定|严格|按照|依规|书面|程序|要求|进行了?|有关|相关|和|年内|当年|年底前|法定|规定|期限|时限)*"
)
_LATE = re.compile(
    r"(?:申请)?[^，。；件]{0,24}，(?:[需要将已故均待都]|因此|现)*(?:转结|结转|接转|转入|转|顺延|留待|延)(?:到|至|入|于)?(?:下|次|明|翌|20\d\d)"
)
_REASONED = re.compile(r"(?:是|为)?(?:因|由于|属|经|系|申请人|查询|要求)")
_UP_TO_NEXT = re.compile(
    r"(?P<words>(?:(?![一二三四五六七八九十两]+件)[^。；（）\d]){2,60})(?:(?=[。；]|$)|"
    r"(?<=[^，、])(?=[，、][^，、。；\d]{0,12}[\d一二三四五六七八九十两]+件))"
)
"""Up to the mark; where another number comes before it, up to the clause that is about that number."""


def told_behind(phrase: Phrase, context: Context) -> Claim | None:
    """1件因申请人主动撤回终止办理，计入其他处理: the clauses behind, up to the next number, name one result."""
    said = [t for t in phrase.tokens if t.value != "applicant"]
    named = any(t.facet in ("row", "column", "object", "dispute", "document", "decision") for t in said)
    stretch = _UP_TO_NEXT.match(phrase.text, phrase.quantity.end)
    if named or not of_requests(phrase, context) or phrase.words not in _SOME or stretch is None:
        return None
    found = tokens(_OF_ALL.split(stretch["words"])[0])
    rows = [t.value for t in found if t.facet == "row"]
    if any(t.facet in ("dispute", "document", "decision") for t in found) or not rows:
        return None
    if found[0].facet == "verb" and found[0].value in ("handled", "answered") and found[0].start < 4:
        return None
    if len({row.split(".")[0] for row in rows}) > 1 or rows[0].startswith("carried"):
        return None
    kind: ClaimKind = "count" if _REASONED.match(stretch[0]) else "part"
    return phrase.claim((of_column(narrowest(rows), "total"),), kind=kind, plain=False)


_OF_ALL = re.compile(r"，(?:均|都|皆|上述|以上)")
_SOME = ("", "另", "另有", "还有", "尚有", "其余", "剩下", "剩余", "有")


def carried_late(phrase: Phrase, context: Context) -> Claim | None:
    """另1件因征求第三方意见，结转2022年办理: the words behind say that it was carried over."""
    named = [t for t in phrase.tokens if t.facet in ("row", "column", "object", "dispute", "document")]
    if (
        not of_requests(phrase, context)
        or phrase.words not in _SOME
        or not _LATE.match(phrase.text, phrase.quantity.end)
    ):
        return None
    if any(not t.value.startswith("carried") for t in named):
        return None
    return phrase.claim(("requests.carried_out.total",), plain=False)


def all_the_rest(phrase: Phrase, context: Context) -> Claim | None:
    """除结转下年度3件外，其余103件均已答复: all that were handled, where those carried over were told before;
    自然人142件，其余11件来自企业和律师事务所: those applicants together."""
    columns = list(dict.fromkeys(t.value for t in phrase.after if t.facet == "column"))
    told = bool(context.run) and context.run[-1].figure.startswith("requests.received.")
    if columns and told and "everyone" not in columns:
        came = ("received", "received+carried_in")
        sums = ["+".join(of_column(path, column) for column in columns) for path in came]
        return phrase.claim([*sums, *(of_column(path, "organisations") for path in came)], plain=False)
    seen = {claim.figure for claim in context.seen}
    if _BUT_FOR_THE_CARRIED.search(phrase.text, 0, phrase.begin):
        seen |= context.told
    out = "requests.carried_out.total" in seen
    if not out or not _DEALT_BEHIND.match(phrase.text, phrase.quantity.end) or not of_requests(phrase, context):
        return None
    apart = [told_apart(phrase, context)]
    if any(claim.figure.startswith("requests.closed") for claim in context.seen):
        apart.append(["closed"])  # 4件已撤回
    new = "requests.received.total" in context.told and "requests.carried_in.total" not in context.told
    wholes = ["handled", *(["received-carried_out"] if new else [])]
    paths = [*wholes, *("-".join([whole, *rows]) for whole in wholes for rows in apart if rows)]
    return phrase.claim([of_column(path, "total") for path in dict.fromkeys(paths)], plain=False)


def counted_oddly(phrase: Phrase, context: Context) -> bool:
    """收到信息公开申请9起，答复9起: a unit that is not usual for requests, but they are named, or were counted so."""
    if phrase.quantity.unit not in ("起", "例", "项", "个", "次", "封", "批", "条"):
        return False
    if phrase.quantity.unit == context.odd_unit:
        return True
    named = [t for t in phrase.tokens if t.facet == "object" and t.value == "requests" and t.end - t.start > 3]
    received = any(t.facet == "verb" and t.value.startswith(("received", "handled")) for t in phrase.before)
    about = context.topic == "requests" and bool(named) and named[-1].end >= phrase.quantity.start - 3
    odd = bool(named) and (received or about) and not any(t.facet == "other" for t in phrase.tokens)
    context.odd_unit = phrase.quantity.unit if odd else context.odd_unit
    return odd


def of_requests(phrase: Phrase, context: Context) -> bool:
    """Whether a number has the unit in which requests are counted here."""
    return phrase.quantity.unit in ("件", "宗", context.odd_unit or "件")


class _Rows(NamedTuple):
    """Rows of table three that a quantity may mean, as expressions, and whether that is said in so many words."""

    paths: list[str]
    plain: bool = True


def request_claim(phrase: Phrase, context: Context) -> Claim | None:
    """What a quantity says of table three."""
    if _NOT_A_RESULT.search(phrase.words):
        return None
    at = [t for t in phrase.before if t.facet == "row"]
    at = _without_examples(at, phrase.text)
    named = at or _rows_behind(phrase)
    if named is None:
        return None
    if _REST.search(phrase.words) and not named and len({t.value for t in _columns(phrase)}) != 1:
        return all_the_rest(phrase, context)
    columns = _columns(phrase)
    column = _column_of(phrase, columns, context)
    verbs = _verbs(phrase, context)
    alone = stands_alone(phrase.before, phrase.after, phrase.words)
    if alone and named == [] and not verbs and context.open_column and phrase.quantity.unit == "件":
        column = column if columns else context.open_column
    rows = _named_rows(phrase, context, at, named, verbs) if named else _rows_of_verbs(phrase, context, verbs, column)
    if rows is None and not named and not verbs:
        rows = _rows_without_verb(phrase, context, bool(columns), alone)
    if rows is None or not rows.paths:
        return None
    plain = rows.plain
    inferred = (context.open_row or context.open_column) if alone else None
    if not any(t.facet == "object" for t in phrase.tokens) and not (named or columns or inferred):
        if "案件" in phrase.words or context.domain != "requests":
            return None
        plain = plain and "handled" in verbs
    channel = any(t.facet == "other" and t.value == "channel" for t in phrase.before) or _in_writing(phrase)
    item = phrase.words.startswith("项")  # 依据第三十六条第（四）项告知无法提供10件: by that item of the law alone
    part = (
        item
        or _addressed_alone(phrase)
        or (_THROUGH.search(phrase.words) is not None and not _FACE_CHANNEL.search(phrase.words))
        or (len(phrase.leftover) > 1 and phrase.leftover != "信息")
        or (
            channel
            and not (
                _FACE_CHANNEL.search(phrase.words)
                or _ALL_CHANNELS.search(phrase.text, max(0, phrase.begin - 4), phrase.quantity.start)
            )
        )
    )
    readings = _in_columns(rows.paths, column, [*_pending(context, phrase, "column")], context)
    return phrase.claim(
        readings, kind="part" if part else "count", plain=plain and not channel, figure=readings[0].split("+")[0]
    )


_ADDRESSED = re.compile(r"(?:以|向)[^，。；、\d]{2,16}(?:为(?:被申请(?:人|机关)|受理(?:机关|主体)|答复主体)|名义)")
"""Of those addressed to one of several organs: 以政府办为被申请人的申请9件."""


_THROUGH = re.compile(r"通过[^，。；、]{2,20}?(?:收到|接收|受理|接到)")
"""Those that came one way, whatever it is called: 通过政务公开专区接收申请12件."""


def _addressed_alone(phrase: Phrase) -> bool:
    """Whether the number is of requests to one of several organs, and that of the others is not told beside it."""
    sentence = sentence_around(phrase.text, phrase.begin, phrase.quantity.end)
    return bool(_ADDRESSED.search(phrase.words)) and len(_ADDRESSED.findall(sentence)) == 1


_ON_PAPER = re.compile(r"书面|纸质")
_ONLINE = re.compile(r"网上|网络|在线|线上|互联网|电子|网站|平台")


def _in_writing(phrase: Phrase) -> bool:
    """网上申请22件，书面申请1件: on paper is a channel where another one is named."""
    if not _ON_PAPER.search(phrase.words):
        return False
    return _ONLINE.search(sentence_around(phrase.text, phrase.begin, phrase.quantity.end)) is not None


def _without_examples(rows: list[Token], text: str) -> list[Token]:
    """Without the lines that are but examples of a group (因不掌握、需另行制作等原因无法提供)."""
    return [
        t
        for n, t in enumerate(rows)
        if not any(t.value.startswith(f"{r.value}.") and "等" in text[t.end : r.start] for r in rows[n + 1 :])
    ]


def _rows_behind(phrase: Phrase) -> list[Token] | None:
    """3件因重复申请、信访投诉等原因不予处理: the rows named up to the mark; None where these are several."""
    rows = [t for t in phrase.after if t.facet == "row"]
    mark = _MARK.search(phrase.text, phrase.quantity.end)
    until = mark.start() if mark else len(phrase.text)
    if not rows or "、" not in phrase.text[rows[-1].end : until]:
        return _without_examples(rows, phrase.text)
    start = phrase.quantity.end
    found = [t._replace(start=t.start + start, end=t.end + start) for t in tokens(phrase.text[start:until])]
    if any(q.isdigit() for q in phrase.text[start:until]):
        return _without_examples(rows, phrase.text)
    listed = _without_examples([t for t in found if t.facet == "row"], phrase.text)
    return listed if len({t.value for t in listed}) == 1 else None


_MARK = re.compile(r"[，。；）]")


def _pending(context: Context, phrase: Phrase, facet: str) -> list[Token]:
    """Words of a kind named just before in the same list (自然人、商业企业共5件)."""
    if not phrase.sums:
        return []
    return [t for t in context.pending if t.facet == facet and t.value != "everyone"]


_COUNTED = re.compile(r"[\d一二两三四五六七八九十](?:个|名|家|位)$")


def _columns(phrase: Phrase) -> list[Token]:
    counted = [t for t in phrase.before if t.facet == "column" and not _COUNTED.search(phrase.text, 0, t.start)]
    row = min((t.start for t in phrase.after if t.facet == "row"), default=len(phrase.text))
    return counted or [
        t for t in phrase.after if t.facet == "column" and t.start < row
    ]  # 1件属于查询个人信息: no applicant


def _column_of(phrase: Phrase, columns: list[Token], context: Context) -> str:
    if (
        columns
        and columns[-1].value != "everyone"
        and {t.value for t in columns} <= {"organisations", columns[-1].value}
    ):
        return columns[-1].value  # 法人或者其他组织提出的为商业企业2件: the narrower of the two
    applied = [t.value for t in phrase.before if t.facet == "verb"] == ["applied"]
    if not columns and applied and not any(t.facet == "object" for t in phrase.before) and context.column:
        return "total" if context.column == "everyone" else context.column
    return "total"


def _verbs(phrase: Phrase, context: Context) -> list[str]:
    verbs = [t.value for t in phrase.before if t.facet == "verb"]
    if context.domain == "requests" and not verbs and re.search(r"新增(?:的|了|申请)?$", phrase.words):
        return ["received_new"]
    if verbs or not phrase.after:
        return verbs
    first = phrase.after[0]
    if first.facet == "object" and first.start == phrase.quantity.end:
        dealt = [t.value for t in phrase.after if t.facet == "verb" and t.value in ("handled", "handled_weak")]
        return dealt or (["answered"] if _DEALT_BEHIND.match(phrase.text, phrase.quantity.end) else [])
    between = phrase.text[phrase.quantity.end : first.start]
    whole = context.column in (None, "everyone") and not phrase.before and phrase.words in _THESE
    if whole and first.value in ("handled", "answered") and _CLOSED_BEHIND.fullmatch(between):
        return ["all_handled"] if re.search(r"均|都|全部", between) else ["handled"]
    return []


_WITH_OTHERS = re.compile(r"[\u4e00-\u9fff]{2}(?:和|(?<!涉)及|与|以及|或)(?:属于?|涉及)?$")


def carried_only(rows: list[Token]) -> bool:
    """Whether all rows named are those of what is carried over."""
    return all(t.value.startswith("carried") for t in rows)


def _named_rows(
    phrase: Phrase, context: Context, at: list[Token], named: list[Token], verbs: list[str]
) -> _Rows | None:
    """A row of the table named by its own words: carried over, a result, a line of a result."""
    if at and not carried_only(at) and _WITH_OTHERS.search(phrase.words[: at[0].start - phrase.begin]):
        return None  # 信访和重复申请2件: of more than this line
    carried = [t.value for t in named if t.value.startswith("carried")]
    results = [t.value for t in named if not t.value.startswith("carried")]
    if carried and (not at or at[-1].value.startswith("carried")):
        row = carried[-1]
        if row == "carried" and re.match(r"[至到入于]?(?:下|次|明|翌)", phrase.text[phrase.quantity.end :]):
            row = "carried_out"
        late = [t for t in phrase.before if t.facet == "verb" and t.value != "handled_weak"]
        late = [t for t in late if not (at and (t.start, t.end) == (at[-1].end, phrase.quantity.start))]  # 结转答复1件
        if at and any(t.start > at[-1].start for t in late):
            return _Rows(["received"]) if any(t.value == "received_new" for t in late) else None
        if row == "carried_in" and "handled" in verbs:
            return None
        return _Rows(["carried_in", "carried_out"] if row == "carried" else [row])
    if not results or (phrase.quantity.unit == "条" != context.odd_unit):
        return None
    if len(at) > 1 and all(r in RESULT_GROUPS for r in results):
        return _Rows(["+".join(dict.fromkeys(results))])
    listed = [t.value for t in context.pending if t.facet == "row" and not t.value.startswith("carried")]
    if at and listed and all(r in RESULT_GROUPS for r in (*listed, *results)):  # 予以公开、部分公开87件
        return _Rows(["+".join(dict.fromkeys([*listed, *results])), narrowest(results)], plain=False)
    return _Rows([narrowest(results)], plain=bool(at))


def _rows_of_verbs(phrase: Phrase, context: Context, verbs: list[str], column: str) -> _Rows | None:
    """What was done with the requests says which row they stand in."""
    stated = {claim.figure for claim in context.seen}
    included = bool(_WITH_CARRIED.match(phrase.text, phrase.quantity.end))
    if _OF_BOTH.match(phrase.text, phrase.quantity.end):
        return _Rows(["received+carried_in"])
    known = "requests.carried_in.total" in stated and not _NEW_ONES.search(phrase.words)
    new = "requests.received.total" in context.told and "requests.carried_in.total" in context.told
    if "due" in verbs:
        return _Rows(["received+carried_in"] if included else ["received+carried_in", "handled", "received"])
    if "received_new" in verbs and "handled" not in verbs:
        return _Rows(["received"])
    if "received" in verbs or "applied" in verbs or "received_new" in verbs:
        paths = ["received+carried_in"] if included else ["received", "received+carried_in"]
        if _SET_APART.search(phrase.text, 0, phrase.quantity.start):
            paths = ["received"]  # 除上年结转的2件外，共收到44件
        if (
            re.search(r"[又另再](?:新)?(?:收到|接到|受理|接收)", phrase.words)
            and f"requests.carried_in.{column}" in stated
        ):
            paths = ["received"]
        if _THEN_CARRIED_AND_SUM.match(phrase.text, phrase.quantity.end):
            paths = ["received"]
        of_those = phrase.words.endswith("的") and _DEALT_BEHIND.match(phrase.text, phrase.quantity.end)
        if of_those or "handled" in verbs or "answered" in verbs:
            paths.append("handled")  # 受理的37件申请已按期答复
        return _Rows(paths)
    if "all_handled" in verbs:
        return _Rows(["handled", "received", "received+carried_in"], plain=False)
    if ("handled" in verbs or "answered" in verbs) and _AMONG.match(phrase.text, phrase.quantity.end):
        return _Rows(["handled"])  # 已答复的89件中
    apart = (
        [f"handled-{'-'.join(rows)}"]
        if {"handled", "answered"} & {*verbs} and (rows := told_apart(phrase, context))
        else []
    )
    if "handled" in verbs:
        return _Rows((["handled"] if included or known or new else ["handled", "handled-carried_in"]) + apart)
    apart_from = _WITHDRAWN_APART.match(phrase.text, phrase.quantity.end)
    if {"answered", "handled"} & {*verbs} and not apart_from and _ALL_RESULTS.match(phrase.text, phrase.quantity.end):
        return _Rows(["handled"])  # the list of results behind it is of all of them
    if "answered" in verbs:
        if "告知" in phrase.words:
            return None
        if included:
            return _Rows(["handled"])
        less = ["handled", "handled-closed", "handled-closed-rejected", *apart]
        return _Rows(less if known or new else [*less, "received", "handled-carried_in"])
    if "handled_weak" in verbs:
        if known and re.match(r"，(?:结转|转入)", phrase.text[phrase.quantity.end :]):
            return _Rows(["handled"])
        return _Rows(["received+carried_in", "handled"] + ([] if included or known or new else ["received"]))
    return None


_THIS_YEARS = re.compile(r"(?:其中)?(?:属于)?(?:本年度?|当年|今年|20\d\d年)(?:内)?(?:新收|收到|受理)?(?:的)?(?:有|为)?")
_THEN_CARRIED_IN = re.compile(
    r"[，、](?:上|20\d\d|去)年度?(?:的)?(?:结转|转入|遗留)|[，、](?:结转|承接)(?:自)?(?:上|20\d\d|去)年"
)
_ALL_OF_THEM = re.compile(
    r"(?:件)?，?(?:(?!延)[^，。；\d]){0,24}(?:均|都|全部)(?:已|按|在|依)*[^，。；延\d]{0,12}(?:答复|办结|办理完毕|处理完毕)"
)
_ADDED_UP = re.compile(r"^(?:共计|合计|总计)(?:为|是|有|达)?$")
_OF_THE_NEW = re.compile(r"新收(?:到)?(?:的)?(?:\d+件)?(?:政府信息公开)?(?:申请|件)?(?:当中|[中里])[，：][^。；]*$")


def _rows_without_verb(phrase: Phrase, context: Context, columns: bool, alone: bool) -> _Rows | None:
    """A bare number: what it counts was said before."""
    stated = {claim.figure for claim in context.seen}
    both = {"requests.received.total", "requests.carried_in.total"} <= stated
    words = phrase.words
    dealt = _DEALT.search(phrase.text[max(0, phrase.begin - 80) : phrase.quantity.end + 4])
    if _TOTAL.search(words) and both:
        return _Rows(["received+carried_in", "handled"], plain=False)
    if (
        context.received
        and all(c.kind == "part" for c in context.seen)
        and _ADDED_UP.search(words)
        and not phrase.tokens_but_time
    ):
        return _Rows(["received", "received+carried_in"], plain=False)  # 收到网上申请12件、来信2件，合计14件
    if alone and phrase.quantity.unit == "件" and context.open_column:
        return _Rows(["received", "received+carried_in", "handled"], plain=False)
    if alone and phrase.quantity.unit == "件" and context.open_row:
        more = ["received+carried_in"] if context.open_row == "received" else []
        return _Rows([context.open_row, *more], plain=False)
    first = phrase.after[0] if phrase.after else None
    named_behind = first is not None and first[2:] == ("object", "requests") and first.start == phrase.quantity.end
    if named_behind and words and not columns and context.topic == "requests" and _THERE_WERE.fullmatch(words):
        return _Rows(["received", "received+carried_in", "handled"], plain=False)  # 全年共有12件申请
    if _THIS_YEARS.fullmatch(words) and _THEN_CARRIED_IN.match(phrase.text, phrase.quantity.end):
        return _Rows(["received"])  # 本年度10件，结转上年度1件
    if first and named_behind and words in ("对", "对于", "针对") and _ALL_OF_THEM.match(phrase.text, first.end):
        return _Rows(["handled", "received", "received+carried_in"], plain=False)
    if columns and _OF_THE_NEW.search(phrase.text, max(phrase.begin - 60, 0), phrase.begin):
        return _Rows(["received"], plain=False)
    if columns:
        paths = ["received", "received+carried_in"] + (["handled"] if dealt else [])
        return _Rows(paths + ([context.row] if context.row else []), plain=False)
    if any(t.facet == "object" for t in phrase.before) and _ENDING_IN_A_NUMBER_WORD.search(words):
        paths = ["received+carried_in"] if _TOTAL.search(words) and both else ["received", "received+carried_in"]
        return _Rows(paths + (["handled"] if dealt else []), plain=False)
    among = _AMONG.match(phrase.text, phrase.quantity.end)
    these = words in ("", "在", "上述", "这", "以上", "全部", "所有") and phrase.quantity.unit == "件"
    if context.domain == "requests" and among and these:
        if among["kind"]:
            return _Rows(["received" if among["kind"].startswith(("新", "收", "受")) else "handled"], plain=False)
        return _Rows(["received+carried_in", "received", "handled"], plain=False)
    last = phrase.before[-1] if phrase.before else None
    if last and last.facet == "object" and last.value == "requests" and last.end == phrase.quantity.start:
        more = ["granted", "granted+partially_granted"] if words.endswith(("公开", "信息")) else []
        return _Rows(["received", "received+carried_in", "handled", *more], plain=False)  # 全年依申请公开2件
    if context.received and not phrase.tokens_but_time and _ALL_YEAR.fullmatch(words):
        return _Rows(["received", "received+carried_in"], plain=False)
    return None


def _in_columns(paths: list[str], column: str, listed: list[Token], context: Context) -> tuple[str, ...]:
    """The expressions over figures: in one column, in several added up, or in those that a word may also mean."""
    names = list(dict.fromkeys([*(t.value for t in listed), column]))
    if column != "total" and len(names) > 1:
        return tuple("+".join(of_column(path, name) for name in names) for path in paths)
    readings = tuple(of_column(path, column) for path in paths)
    others = [
        claim
        for claim in context.seen
        if claim.figure.endswith(_KINDS_OF_ORGANISATION) and not claim.figure.endswith(f".{column}")
    ]
    if column in ("enterprise", "other") and not others:
        readings += tuple(of_column(path, "organisations") for path in paths)
    if column == "other":
        simple = [p for p in paths if "+" not in p and "-" not in p]
        readings += tuple(f"{of_column(p, 'organisations')}-{of_column(p, 'enterprise')}" for p in simple)
    return readings
