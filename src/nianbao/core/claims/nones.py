"""None: words that say that nothing was received, that no case arose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nianbao.core.claims.claim import Claim, Context, without
from nianbao.core.claims.context import by_its_route
from nianbao.core.claims.cutting import Clause, Line
from nianbao.core.claims.phrase import FILLERS, is_own_name
from nianbao.core.claims.words import Token, tokens

_NEGATION = re.compile(
    r"零(?=复议|诉讼|申请|行政|受理|发生)|未曾|没有|尚无|暂无|并无|均无|亦无|不存在|未|没|无(?!正当|法|关|偿|论|效|障)"
)
_LINK = re.compile(
    r"通过[^，。；]{2,40}?等(?:多种|各种)?(?:途径|渠道|方式|形式|平台)|"
    r"以[^，。；]{2,24}为被(?:申请人|告)?的?|书面|形式|方式|有关|针对|人(?!民)|公民|个人|单位|法人|(?:其他|社会)?组织|群众|递交|[《》]|(?:社会)?公众|(?:社会)?各界|申请人|当事人|任何(?:形式)?|新的?|因为?|由|对|就|与|及|以及|和|或者?|、|，|的|了|过|有|发生|出现|产生|"
    r"不满意?|需要?|跨年度?|要求|请求|信息(?=$)|引起|引发|导致|涉及|相关|关于|针对|方面|(?:本|我)?部门|[我本](?:镇|乡|街道|局|县|市|区|省|委|办|厅|部|单位)|本机关|申诉|共|政府信息公开|信息公开|"
    r"政府信息|工作|不服|答复|处理|决定|[一1][件起]|任何一|被|提出|提交|申请|案件|情况|情形|事项|事件|行为|提起|而|向|过|书面|件|案|等(?=情|问|事|要|提|申|的|$)|问题|纠纷|事务|不当|公开"
)


_BUT_FOR = re.compile(r"其他|其它|其余|另外|此外|除|再|月|季度|半年|以外|之外|之后|以后|此后|至今|自[^，]{0,8}起")
"""Words by which not the whole year's are spoken of: 其他月份没有收到申请."""


def nones(clause: Clause, line: Line, context: Context) -> Iterator[Claim]:
    """Words that say that nothing was received, no case arose."""
    text = line.bare.text
    since, context.denied = context.denied if clause.opener == "、" else -1, -1
    if context.past:
        return
    inside = text[clause.start : clause.end]
    if any(q.counts for q in clause.quantities):
        return
    if since >= 0 and not _NEGATION.search(inside):
        yield from _listed_behind(clause, line, context, since)
        return
    for match in _NEGATION.finditer(inside):
        if _BUT_FOR.search(inside, 0, match.start()) or _of_another_organ(inside[: match.start()], context):
            return
        at = clause.start + match.start()
        if any(t.start <= at < t.end for t in clause.tokens):
            continue
        found = [t for t in clause.tokens if t.start >= clause.start + match.end()]
        found = _without_matters(found, text)
        if (lost := _none_lost(found, clause, line, context)) is not None:
            yield lost
            return
        if _NO_FEES.fullmatch(inside, match.start()):
            yield Claim("none", _FEES, (_FEES,), None, line, at, at + len(inside) - match.start(), False)
            return
        foreign = [t for t in found if t.facet in ("other", "time", "outcome") and t.value != "now"]
        if _WAYS_TOGETHER.search(inside, match.end()):
            foreign = [t for t in foreign if t.value != "channel"]
        complained = foreign and all(_COMPLAINT.fullmatch(text, t.start, t.end) for t in foreign)
        if foreign and not complained:
            return
        arose = inside.startswith(("受理", "发生"), match.end())
        if arose and (match[0] == "零" or (not found and _NEVER.fullmatch(inside, match.start()))):
            denied = [*_counted_before(clause, at, context), *found]
            start = min((at, *(t.start for t in denied)))
            yield from _none_of(denied, start, line, context, clause.start + len(inside.rstrip("。；")))
            return
        gap = _LINK.sub("", without(text, clause.start + match.end(), clause.end, found))
        gap = re.sub(r"[。；！.]", "", gap)
        gap = "" if len(gap) > 2 and gap in context.unit else gap
        gap = "" if gap in ("文", "文件") and found and all(t.facet == "stock" for t in found) else gap  # 没有废止文件
        if decided := _decided(inside[match.end() :], found):
            for value in decided:
                at_decision = f"disclosure.{value}.decisions"
                yield Claim("none", at_decision, (at_decision,), None, line, at, found[-1].end, False)
        if gap:
            return
        context.denied = at
        if complained:
            return
        before = [t for t in clause.tokens if t.end <= at]
        if (
            [t.value for t in found if t.facet == "row"] == ["carried"]
            and before
            and (before[-1].facet, before[-1].value) == ("time", "past")
        ):
            found = [t._replace(value="carried_in") for t in found if t.facet == "row"]  # 上年无结转
        if since >= 0 and any(t.facet == "document" for t in found):
            made = [t for t in tokens(text[since : clause.start]) if t.facet == "stock" and t.value != "issued_weak"]
            found = [*made[-1:], *found]  # 未制发、未废止行政规范性文件
            at = since if made else at
        yield from _none_of(found, at, line, context)
        return


_WAYS_TOGETHER = re.compile(
    r"书面(?:或|和|及|、)?(?:者)?(?:网络|网上|线上|在线)|(?:网络|网上|线上|在线)(?:或|和|及|、)?(?:者)?(?:书面|线下|信函|当面|现场)"
)
"""没有收到书面或网络形式的申请: by no way at all."""
_NEVER = re.compile(r"(?:未|没有|未曾)(?:有)?发生(?:过)?。?")
"""行政复议、行政诉讼均未发生: what stands before is denied."""
_ORGAN = re.compile(r"[局委办厅镇乡关]$|街道(?:办事处)?$")


def _of_another_organ(subject: str, context: Context) -> bool:
    """河口县气象局未收到申请 in the report of another organ: what is denied is not of this one."""
    name = FILLERS.sub("", subject.removesuffix("均").removesuffix("都"))
    return len(name) > 2 and _ORGAN.search(name) is not None and not is_own_name(name, context.unit)


_FEES = "disclosure.fees.amount"
_NO_FEES = re.compile(r"(?:没有|未|无)(?:收取|征收|收缴|发生)?(?:任何)?行政事业性收费(?:项目|收入|情况)?。?")


def _none_lost(found: Sequence[Token], clause: Clause, line: Line, context: Context) -> Claim | None:
    """行政诉讼没有败诉案件: no suit that table four has was lost, where the cases are those about disclosure."""
    if [t.facet for t in found] != ["outcome"] or found[0].value != "corrected" or not context.sure:
        return None
    rest = line.bare.text[found[0].end : clause.end]
    kinds = [t.value for t in clause.tokens if t.facet == "dispute"] or [context.kind or ""]
    if line.bare.text[found[0].start : found[0].end] == "败诉":
        kinds = [kind for kind in kinds if kind.startswith("litigation")]
    if not kinds or kinds[-1] == "" or not _CASES.fullmatch(rest):
        return None
    figure = f"disputes.{kinds[-1]}.corrected"
    return Claim("none", figure, (figure,), None, line, found[0].start, found[0].end, False)


_CASES = re.compile(r"(?:的)?(?:案件|情况|情形)?。?")


def _counted_before(clause: Clause, at: int, context: Context) -> list[Token]:
    """依申请公开零受理, 行政复议、行政诉讼零发生: what is denied stands before."""
    named = [*context.pending, *(t for t in clause.tokens if t.end <= at)]
    named = [t for t in named if t.facet in ("object", "dispute")]
    return [t for t in named if not by_its_route(t, named)]  # 直接起诉的行政诉讼未发生


def _without_matters(found: list[Token], text: str) -> list[Token]:
    """没有行政许可和行政强制事项: decisions of no kind, and no word of other business."""
    matters = [t for t in found if t.facet == "other" and text[t.start : t.end] == "事项"]
    rest = [t for t in found if t not in matters]
    return rest if matters and all(t.facet == "decision" for t in rest) else found


_COMPLAINT = re.compile(r"举报|投诉|信访件?|诉求|咨询")
"""What stands beside reviews and suits in one denial."""
_DECIDED = re.compile(
    r"(?:作出|做出|实施|采取|开展|进行|办理|发生|涉及|有|行政(?:征收|确认|奖励|检查|征用|裁决|给付)|决定|措施|行为|案件|事项|"
    r"情况|情形|的|及|和|与|或|、|，|等|任何)*"
)


def _decided(words: str, found: Sequence[Token]) -> list[str]:
    """未作出行政强制, 没有实施行政处罚: the decisions that were not made; the words name nothing else."""
    decisions = [t.value for t in found if t.facet == "decision" and t.value != "all"]
    if not decisions or len(decisions) < len(found):
        return []
    rest = re.sub(r"行政(?:许可|处罚|强制(?:措施|执行)?)|[。；！.]", "", words)
    return list(dict.fromkeys(decisions)) if _DECIDED.fullmatch(rest) else []


def _listed_behind(clause: Clause, line: Line, context: Context, since: int) -> Iterator[Claim]:
    """未发生举报、行政复议、行政诉讼: the list goes on being denied."""
    text = line.bare.text
    made = [t for t in tokens(text[since : clause.start]) if t.facet == "stock" and t.value != "issued_weak"]
    only = without(text, clause.start, clause.end, clause.tokens).strip("。；")
    facets = {t.facet for t in clause.tokens}
    named = [t for t in tokens(text[since : clause.start]) if t.facet == "document"] if made else []
    if named and not only and facets == {"stock"}:
        yield from _none_of([*named, *clause.tokens], since, line, context)  # 无规范性文件制发、废止
        return
    if made and not only and facets == {"stock"}:
        context.denied = since  # 未制发、废止、修改
        return
    if made and not only and facets == {"document"}:
        yield from _none_of([*made[-1:], *clause.tokens], since, line, context)  # 未制发规章、规范性文件
        return
    if made and not only and facets == {"document", "stock"}:
        known = [t for t in (*made, *clause.tokens) if t.value in ("issued", "repealed") or t.facet == "document"]
        yield from _none_of(known, since, line, context)  # 未制发、废止、修改规范性文件
        return
    if not clause.tokens or any(t.facet not in ("dispute", "disclosure", "other") for t in clause.tokens):
        return
    if any(t.facet == "other" and not _COMPLAINT.fullmatch(text, t.start, t.end) for t in clause.tokens):
        return
    gap = re.sub(r"[。；！.]", "", _LINK.sub("", without(text, clause.start, clause.end, clause.tokens)))
    if gap:
        return
    context.denied = since
    yield from _none_of(clause.tokens, since, line, context)


_DEALT = re.compile(r"(?:办结|答复)(?!率)|办毕|(?:予以|同意|决定)公开")


def _dealt_with_before(at: int, line: Line, context: Context) -> bool:
    """Whether the paragraph tells how the requests were dealt with before it says that none was carried over."""
    if any(claim.figure == "requests.handled.total" for claim in context.seen):
        return True
    return "requests.received.total" in context.told and _DEALT.search(line.bare.text, 0, at) is not None


def _none_of(found: Sequence[Token], at: int, line: Line, context: Context, until: int = 0) -> Iterator[Claim]:
    verbs = {t.value for t in found if t.facet == "verb"}
    end = max((until, *(t.end for t in found)))

    def none(figure: str, plain: bool = True) -> Claim:
        return Claim("none", figure, (figure,), None, line, at, end, plain)

    rows = [t.value for t in found if t.facet == "row"]
    kinds = [t.value for t in found if t.facet == "dispute"]
    if kinds:
        sure = context.sure or context.domain in ("requests", "disputes")
        for kind in dict.fromkeys(kinds):
            yield none(f"disputes.{kind}.total", sure)  # where there was no case at all, there was none of ours
        if sure:
            context.kind = kinds[-1]
        return
    documents = [t.value for t in found if t.facet == "document"]
    stocks = [t.value for t in found if t.facet == "stock"]
    if stocks and not documents and context.document and context.run:
        behind = context.run[-1].figure.startswith(f"disclosure.{context.document}.")
        documents = [context.document] if behind else []  # 制发规范性文件2件，无废止
    if documents and stocks and "odd" not in stocks:
        for stock in dict.fromkeys(stocks):
            if stock != "issued_weak":
                yield none(f"disclosure.{documents[-1]}.{stock}")
        return
    columns = [t.value for t in found if t.facet == "column" and t.value != "everyone"]
    asked = any(t.facet == "object" for t in found)
    if any(t.facet in ("fees", "decision", "document") for t in found):
        return
    if rows:
        if rows == ["carried_out"] and (asked or context.domain == "requests") and not verbs:
            yield none("requests.carried_out.total", False)
        if rows == ["carried"] and _dealt_with_before(at, line, context):
            yield none("requests.carried_out.total", False)  # 共办结5件，无结转
        if rows == ["carried_in"] and context.domain == "requests" and not verbs:
            yield none("requests.carried_in.total", False)
        return
    whole = any(t.facet == "object" and t.end - t.start > 3 for t in found)
    if whole and verbs <= {"handled_weak"} and not columns and not context.pending:
        yield none("requests.received.total", False)
        return
    if asked and ("received" in verbs or "received_new" in verbs) and "answered" not in verbs:
        own = [c for c in columns if c not in ("organisations",)]
        whole = not columns or len(set(columns)) > 1 or "organisations" in columns
        yield none("requests.received.total" if whole else f"requests.received.{own[-1]}")
