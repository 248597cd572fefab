"""Which rows of table three a number of requests may mean: told by a result, by what was done, by the words before."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from nianbao.core.claims.claim import Context, Phrase, narrowest, sentence_around
from nianbao.core.claims.results import told_apart
from nianbao.core.claims.words import RESULT_GROUPS, Token

_DEALT = re.compile(r"办结|办理|答复|处理|回复|办毕|审结")
_TOTAL = re.compile(r"(?:共计|合计|总计|总量|总数|两项相加|二者相加|共)(?:为|是|有|达)?$")
_ALL_YEAR = re.compile(r"(?:(?:全年|年度|本年度?)(?:累计|总)?(?:共计?|合计|总计)|全年)(?:为|是|有|达)?$")
_SET_APART = re.compile(
    r"除去?(?:了)?(?:由)?(?:上|20\d\d)年[^，。；]{0,10}结转[^，。；]{0,24}\d+[件宗][^，。；]{0,12}(?:外)?，[^，。；]*$"
)
DEALT_BEHIND = re.compile(
    r"(?:申请件?)?(?:[已均也都全部]|已经|按规|严格|(?:法定|规定)?的?(?:期限|时限|时间)内?|按时|按期|及时|依法|依规|按照?(?:法定)?(?:规定|程序|要求|期限|时限)|在)*(?:予以|作出|完成|履行(?:受理|告知|、)*)?(?:办结|答复|办理完毕|处理完毕|办理答复|回复)"
)
_WITH_CARRIED = re.compile(
    r"[（，]?(?:其中)?(?:含|包含|包括|其中)(?:有)?(?:上|20\d\d年|去年)[^，。）\d]{0,6}(?:结转|转入|遗留|未办结)"
    r"(?!的?(?:则|后|在内)?(?:共计?|合计|总计)?(?:为|共|达|是)\d)"
)
_NOW_WITH_CARRIED = re.compile(
    r"[含计加][^，。；\d]{0,8}(?:结转|转入)的?(?:则|后|在内)?(?:共计?|合计|总计)?(?:为|共|达|是)$"
)
"""收到9件，含上年结转则为10件: both together, told apart."""
_OF_BOTH = re.compile(
    r"，其中(?:本年|当年|年内)?(?:新收|新增|收到|受理)[^，。；、]{0,8}\d+件[、，](?:上|20\d\d)年度?结转"
)
_THEN_CARRIED_AND_SUM = re.compile(
    r"[^。]{0,30}[。，](?:加上|连同)(?:上|20\d\d)年度?(?:末)?(?:结转|转入|遗留)|"
    r"，(?:另有)?(?:上|20\d\d)年度?(?:末)?(?:结转|转入|遗留)(?:的)?\d+件，(?:共计|合计|总计|共|两项合计)\d+件"
)
_THEN_CARRIED_APART = re.compile(r"，(?:另有?)?(?:上一?年度?|去年度?)结转(?:的)?(?:申请)?\d+件[，；。]")
"""收到申请3件，上年结转1件，均已办结: beside those carried over."""
_AMONG = re.compile(
    r"(?P<kind>(?:新收|收到|受理|办结|答复|已?办理)?)(?:的)?(?:政府信息公开)?(?:申请)?(?:件)?"
    r"(?:当中|之中|[中里]|按(?:答复|办理|处理)?(?:结果|情况|类型)(?:分|划分|看|来看)?)[，：]?"
)
_ALL_RESULTS = re.compile(
    r"[^。]{0,12}[，：；（]?(?:其中)?[^。]{0,160}?(?:不予处理|其他处理|其他情形|其他)的?(?:共|有|为|分别为)?\d+件"
)
_WITHDRAWN_APART = re.compile(r"[^。]{0,200}；(?:另有?)?(?:申请人)?(?:主动|自行)?(?:撤回|撤销|撤件)")
"""答复12件：公开7件、无法提供5件；申请人撤回2件: the list is over before those withdrawn."""
_RESULTS_FOLLOW = re.compile(r"。(?:答复|办理|处理)(?:情况|结果)[^。]*其他处理\d")
"""答复48件。答复情况分别为…其他处理1件: those dealt with otherwise are among them."""
_LISTED_BEHIND = re.compile(r"(?:政府信息公开)?(?:申请)?[，：](?:其中，?)?[^，。；、\d]{2,12}\d+件")
_THERE_WERE = re.compile(r"(?:全年|本年度?|当年|年内|20\d\d年)?(?:累计|一共|共计|共|合计|总计)?有?")
_NEW_ONES = re.compile(r"(?:当年|本年|新)收(?:到)?的|其中")
_ENDING_IN_A_NUMBER_WORD = re.compile(r"(?:申请|件|信息|数量|总量|数|总数|事项)(?:为|共|共计|合计|总计|有|计|达)?：?$")


class Rows(NamedTuple):
    """Rows of table three that a quantity may mean, as expressions, and whether that is said in so many words."""

    paths: list[str]
    plain: bool = True


_WITH_OTHERS = re.compile(r"[\u4e00-\u9fff]{2}(?:和|(?<!涉)及|与|以及|或)(?:属于?|涉及)?$")


_ONLY_A_WAY = re.compile(
    r"(?:其中，?)?(?:申请|受理|提交|接收)?(?:(?:方式|渠道|途径)为?)?(?:通过)?(?:网[上络站]|线[上下]|在线|平台|信[函件]|来信|邮[寄件政]|当面|现场|传真|窗口){1,2}(?:申请|提交|方式|渠道|的|有|为)*"
)
_TO_NEXT = re.compile(r"[至到入于]?(?:下|次|明|翌)")
_THEN_CARRIED_OUT = re.compile(
    r"，(?:另有?|其余|余|剩余|剩下|尚有|还有)?(?:\d+件[^，。；\d]{0,8})?(?:结转|转入|转结|顺延|留待)(?!自|上)"
)


def carried_only(rows: list[Token]) -> bool:
    """Whether all rows named are those of what is carried over."""
    return all(t.value.startswith("carried") for t in rows)


def _lines_joined(at: list[Token], text: str) -> bool:
    """不掌握或没有现成信息13件: lines of one group, joined, are counted together."""
    lines = all("." in t.value for t in at) and len({t.value.split(".")[0] for t in at}) == 1
    return lines and all(_JOINED.fullmatch(text, a.end, b.start) for a, b in pairwise(at))


_JOINED = re.compile(r"(?:的)?(?:或者?|和|及|与|以及|、)")


def named_rows(phrase: Phrase, context: Context, at: list[Token], named: list[Token], verbs: list[str]) -> Rows | None:
    """A row of the table named by its own words: carried over, a result, a line of a result."""
    if at and not carried_only(at) and _WITH_OTHERS.search(phrase.words[: at[0].start - phrase.begin]):
        return None  # 信访和重复申请2件: of more than this line
    if _NOW_WITH_CARRIED.search(phrase.words):
        return Rows(["received+carried_in"], plain=False)
    carried = [t.value for t in named if t.value.startswith("carried")]
    results = [t.value for t in named if not t.value.startswith("carried")]
    if carried and (not at or at[-1].value.startswith("carried")):
        row = carried[-1]
        told_in = any(claim.figure == "requests.carried_in.total" for claim in context.seen)
        if row == "carried" and (told_in or _TO_NEXT.match(phrase.text, phrase.quantity.end)):
            row = "carried_out"  # 上年结转2件，办结39件，结转1件
        late = [t for t in phrase.before if t.facet == "verb" and t.value != "handled_weak"]
        late = [t for t in late if not (at and (t.start, t.end) == (at[-1].end, phrase.quantity.start))]  # 结转答复1件
        late = [t for t in late if not phrase.text.startswith("的", t.end)]  # 结转至本年答复的申请33件
        if at and any(t.start > at[-1].start for t in late):
            return Rows(["received"]) if any(t.value == "received_new" for t in late) else None
        if row == "carried_in" and "handled" in verbs:
            return None
        return Rows(["carried_in", "carried_out"] if row == "carried" else [row])
    if not results or (phrase.quantity.unit == "条" != context.odd_unit):
        return None
    if results == ["refused"] and "未予" in phrase.words:
        return Rows(["refused", "handled-granted-partially_granted", "refused+unavailable"], plain=False)
    if len(at) > 1 and len(set(results)) == len(at) and _lines_joined(at, phrase.text):
        return Rows(["+".join(results)], plain=False)
    if len(at) > 1 and all(r in RESULT_GROUPS for r in results):
        return Rows(["+".join(dict.fromkeys(results))])
    listed = [t.value for t in context.pending if t.facet == "row" and not t.value.startswith("carried")]
    if at and listed and all(r in RESULT_GROUPS for r in (*listed, *results)):  # 予以公开、部分公开87件
        return Rows(["+".join(dict.fromkeys([*listed, *results])), narrowest(results)], plain=False)
    if results == ["granted"] and "公开类" in phrase.words:
        sentence = sentence_around(phrase.text, phrase.begin, phrase.quantity.end, "。")
        if "部分公开" not in sentence:
            return Rows(["granted", "granted+partially_granted"], plain=False)
    return Rows([narrowest(results)], plain=bool(at))


def rows_of_verbs(phrase: Phrase, context: Context, verbs: list[str], column: str) -> Rows | None:
    """What was done with the requests says which row they stand in."""
    stated = {claim.figure for claim in context.seen}
    included = bool(_WITH_CARRIED.match(phrase.text, phrase.quantity.end))
    if _OF_BOTH.match(phrase.text, phrase.quantity.end):
        return Rows(["received+carried_in"])
    known = "requests.carried_in.total" in stated and not _NEW_ONES.search(phrase.words)
    new = "requests.received.total" in context.told and "requests.carried_in.total" in context.told
    if "due" in verbs:
        return Rows(["received+carried_in"] if included else ["received+carried_in", "handled", "received"])
    if "received_new" in verbs and "handled" not in verbs:
        return Rows(["received"])
    if "received" in verbs or "applied" in verbs or "received_new" in verbs:
        paths = ["received+carried_in"] if included else ["received", "received+carried_in"]
        if _SET_APART.search(phrase.text, 0, phrase.quantity.start):
            paths = ["received"]  # 除上年结转的2件外，共收到44件
        if (
            re.search(r"[又另再](?:新)?(?:收到|接到|受理|接收)", phrase.words)
            and f"requests.carried_in.{column}" in stated
        ):
            paths = ["received"]
        behind = _THEN_CARRIED_AND_SUM.match(phrase.text, phrase.quantity.end)
        if behind or _THEN_CARRIED_APART.match(phrase.text, phrase.quantity.end):
            paths = ["received"]
        of_those = phrase.words.endswith("的") and DEALT_BEHIND.match(phrase.text, phrase.quantity.end)
        if of_those or "handled" in verbs or "answered" in verbs:
            paths.append("handled")  # 受理的37件申请已按期答复
        return Rows(paths)
    if "all_handled" in verbs:
        return Rows(["handled", "received", "received+carried_in"], plain=False)
    if (
        "handled" in verbs
        and phrase.words.endswith("办结的")
        and _LISTED_BEHIND.match(phrase.text, phrase.quantity.end)
    ):
        return Rows(["handled"])  # 对办结的40件申请，公开13件
    if ("handled" in verbs or "answered" in verbs) and _AMONG.match(phrase.text, phrase.quantity.end):
        return Rows(["handled"])  # 已答复的89件中
    apart = (
        [f"handled-{'-'.join(rows)}"]
        if {"handled", "answered"} & {*verbs} and (rows := told_apart(phrase, context))
        else []
    )
    if "handled" in verbs:
        return Rows((["handled"] if included or known or new else ["handled", "handled-carried_in"]) + apart)
    apart_from = _WITHDRAWN_APART.match(phrase.text, phrase.quantity.end)
    if {"answered", "handled"} & {*verbs} and not apart_from and _ALL_RESULTS.match(phrase.text, phrase.quantity.end):
        return Rows(["handled"])  # the list of results behind it is of all of them
    if "answered" in verbs:
        if "告知" in phrase.words:
            return None
        if included:
            return Rows(["handled"])
        if _RESULTS_FOLLOW.search(phrase.text, phrase.quantity.end, phrase.quantity.end + 200):
            return Rows(["handled"])
        less = ["handled", "handled-closed", "handled-closed-rejected", *apart]
        if known or new:
            return Rows(less)
        rest_is_carried = _THEN_CARRIED_OUT.match(phrase.text, phrase.quantity.end)  # 已答复20件，结转下年2件: not all
        return Rows([*less, *([] if rest_is_carried else ["received"]), "handled-carried_in"])
    if "handled_weak" in verbs:
        if known and re.match(r"，(?:结转|转入)", phrase.text[phrase.quantity.end :]):
            return Rows(["handled"])
        return Rows(["received+carried_in", "handled"] + ([] if included or known or new else ["received"]))
    return None


_THIS_YEARS = re.compile(r"(?:其中)?(?:属于)?(?:本年度?|当年|今年|20\d\d年)(?:内)?(?:新收|收到|受理)?(?:的)?(?:有|为)?")
_THEN_CARRIED_IN = re.compile(
    r"[，、](?:上|20\d\d|去)年度?(?:的)?(?:结转|转入|遗留)|[，、](?:结转|承接)(?:自)?(?:上|20\d\d|去)年"
)
_ALL_OF_THEM = re.compile(
    r"(?:件)?，?(?:(?!延)[^，。；\d]){0,24}(?:均|都|全部)(?:已|按|在|依)*[^，。；延\d]{0,12}(?:答复|办结|办理完毕|处理完毕)"
)
_ADDED_UP = re.compile(r"^(?:共计|合计|总计)(?:为|是|有|达)?$")
_OF_THE_NEW = re.compile(
    r"新收(?:到)?(?:的)?(?:\d+件)?(?:政府信息公开)?(?:申请|件)?(?:当中|[中里])[，：][^。；]*$"
    r"|新收(?:到)?(?:的)?(?:依申请公开)?(?:政府信息公开)?申请\d+件[，（]其中，?[^。；]*$"
)


_THESE = re.compile(r"在?(?:上述|这|以上|全部|所有|全[省市县区州旗镇乡]的?)?")


def rows_without_verb(phrase: Phrase, context: Context, columns: bool, alone: bool) -> Rows | None:
    """A bare number: what it counts was said before."""
    stated = {claim.figure for claim in context.seen}
    both = {"requests.received.total", "requests.carried_in.total"} <= stated
    words = phrase.words
    dealt = _DEALT.search(phrase.text[max(0, phrase.begin - 80) : phrase.quantity.end + 4])
    if _TOTAL.search(words) and both and not context.open_column:
        return Rows(["received+carried_in", "handled"], plain=False)
    if (
        context.received
        and all(c.kind == "part" for c in context.seen)
        and _ADDED_UP.search(words)
        and not phrase.tokens_but_time
    ):
        return Rows(["received", "received+carried_in"], plain=False)  # 收到网上申请12件、来信2件，合计14件
    if alone and phrase.quantity.unit == "件" and context.open_column:
        return Rows(["received", "received+carried_in", "handled"], plain=False)
    if alone and phrase.quantity.unit == "件" and context.open_row:
        more = ["received+carried_in"] if context.open_row == "received" else []
        return Rows([context.open_row, *more], plain=False)
    first = phrase.after[0] if phrase.after else None
    named_behind = first is not None and first[2:] == ("object", "requests") and first.start == phrase.quantity.end
    if named_behind and words and not columns and context.topic == "requests" and _THERE_WERE.fullmatch(words):
        return Rows(["received", "received+carried_in", "handled"], plain=False)  # 全年共有12件申请
    if _THIS_YEARS.fullmatch(words) and _THEN_CARRIED_IN.match(phrase.text, phrase.quantity.end):
        return Rows(["received"])  # 本年度10件，结转上年度1件
    if first and named_behind and words in ("对", "对于", "针对") and _ALL_OF_THEM.match(phrase.text, first.end):
        return Rows(["handled", "received", "received+carried_in"], plain=False)
    if columns and _OF_THE_NEW.search(phrase.text, max(phrase.begin - 60, 0), phrase.begin):
        return Rows(["received"], plain=False)
    if columns:
        paths = ["received", "received+carried_in"] + (["handled"] if dealt else [])
        return Rows(paths + ([context.row] if context.row else []), plain=False)
    if any(t.facet == "object" for t in phrase.before) and _ENDING_IN_A_NUMBER_WORD.search(words):
        paths = ["received+carried_in"] if _TOTAL.search(words) and both else ["received", "received+carried_in"]
        return Rows(paths + (["handled"] if dealt else []), plain=False)
    if phrase.quantity.value == 0 and any(t.facet == "object" for t in phrase.before) and words.endswith("为"):
        return Rows(["received"], plain=False)  # 依申请公开为零
    among = _AMONG.match(phrase.text, phrase.quantity.end)
    these = _THESE.fullmatch(words) is not None and phrase.quantity.unit == "件"
    if context.domain == "requests" and among and these:
        if among["kind"]:
            return Rows(["received" if among["kind"].startswith(("新", "收", "受")) else "handled"], plain=False)
        return Rows(["received+carried_in", "received", "handled"], plain=False)
    last = phrase.before[-1] if phrase.before else None
    borrowed = last is not None and last.end < phrase.begin and not words  # 信函申请为主（11件）
    headed = last is not None and phrase.text[last.end : phrase.quantity.start] == "："  # 依申请公开：3件，已答复
    beside = last is not None and phrase.text[last.end : phrase.quantity.start] in ("", "为", "有")
    if last and last[2:] == ("object", "requests") and (borrowed or headed or beside):
        more = ["granted", "granted+partially_granted"] if words.endswith(("公开", "信息", "公开为", "公开有")) else []
        return Rows(["received", "received+carried_in", "handled", *more], plain=False)  # 全年依申请公开2件
    if context.domain == "requests" and phrase.quantity.unit in ("件", "宗") and _ONLY_A_WAY.fullmatch(words):
        return Rows(["received", "received+carried_in"], plain=False)  # 其中网上4件，信函2件
    if context.received and not phrase.tokens_but_time and _ALL_YEAR.fullmatch(words):
        return Rows(["received", "received+carried_in"], plain=False)
    return None
