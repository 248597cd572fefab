"""Claims about table three: requests received, carried over, handled, with their results and applicants."""

from __future__ import annotations

import re

from nianbao.core.claims.behind import all_the_rest, organisations_left
from nianbao.core.claims.claim import Claim, Context, Phrase, of_column, sentence_around, stands_alone
from nianbao.core.claims.results import public_beside, rest_of_results, withdrawn_behind, withdrawn_beside
from nianbao.core.claims.rows import DEALT_BEHIND, named_rows, rows_of_verbs, rows_without_verb
from nianbao.core.claims.share import is_share, one_way
from nianbao.core.claims.words import Token, tokens

_KINDS_OF_ORGANISATION = (".enterprise", ".research", ".social", ".legal_service", ".other")
_NOT_A_RESULT = re.compile(
    r"指导|督促|协助|协办|代为|同一|其他申请人|另[一外][^，。；]{0,4}申请人|某[^年]|个别|单月|单日|撤回|撤销|撤件|延长|延期|超期|逾期答复|其他答复|(?<![年结度])转(?:办(?!理|上|去|20)|送)|移送|交办"
)
_AND_OTHERS = re.compile(r"等其[他它](?:情况|情形|类型|原因|结果)?(?:的|共|为)?$")
_REST = re.compile(r"其余|剩余|余下|(?<!年)余$")
_THESE = ("", "有", "已有", "其中", "上述", "以上", "这", "前述", "该")
_CLOSED_BEHIND = re.compile(
    r"(?:[已均也都全部按期时及依法在内的于]|已经|完成|予以|给予|作出|规范|按规|规定|严格|按照|依规|书面|程序|要求|进行了?|有关|相关|和|年内|当年|年底前|法定|规定|期限|时限)*"
)


def request_claim(phrase: Phrase, context: Context) -> Claim | None:
    """What a quantity says of table three."""
    if (
        (_NOT_A_RESULT.search(phrase.words) and not _closed_as(phrase))
        or _wider(phrase)
        or (phrase.quantity.unit == "份" and _papers(phrase))
    ):
        return None
    if _AND_OTHERS.search(phrase.words):
        return rest_of_results(phrase, context)
    if not phrase.before and withdrawn_behind(phrase):
        return None
    at = [t for t in phrase.before if t.facet == "row"]
    at = _without_examples(at, phrase.text)
    named = at or _rows_behind(phrase)
    if named is None:
        return None
    columns = _columns(phrase)
    if _REST.search(phrase.words) and not named:
        rest = all_the_rest(phrase, context)
        if rest is not None or len({t.value for t in columns}) != 1:
            return rest
    if _OTHER_ORGANISATIONS.fullmatch(phrase.words) and (others := organisations_left(phrase, context)) is not None:
        return others
    column = _column_of(phrase, columns, context)
    verbs = _verbs(phrase, context)
    alone = stands_alone(phrase.before, phrase.after, phrase.words)
    if alone and named == [] and not verbs and context.open_column and phrase.quantity.unit == "件":
        column = column if columns else context.open_column
    rows = named_rows(phrase, context, at, named, verbs) if named else rows_of_verbs(phrase, context, verbs, column)
    if rows is None and not named and not verbs:
        rows = rows_without_verb(phrase, context, bool(columns), alone)
    if rows is None or not rows.paths:
        return None
    plain = rows.plain
    inferred = (context.open_row or context.open_column) if alone else None
    if not any(t.facet == "object" for t in phrase.tokens) and not (named or columns or inferred):
        if "案件" in phrase.words or context.domain != "requests":
            return None
        plain = plain and "handled" in verbs
    nothing_of_ours = not any(t.facet in ("object", "row", "column") for t in phrase.tokens)
    if nothing_of_ours and set(verbs) & {"received", "handled_weak"} and len(phrase.leftover) > 1:
        return None  # 调解委员会受理纠纷148件: something else was received
    share = is_share(phrase, context, at, verbs) or _CORRECTED_FIRST.match(phrase.text, phrase.quantity.end) is not None
    share = share or (bool(columns) and _of_a_part(phrase, context))
    goes_on = _OTHER_KINDS_BEHIND.match(phrase.text, phrase.quantity.end) is not None
    readings = _in_columns(rows.paths, column, [*_pending(context, phrase, "column")], context, goes_on=goes_on)
    found = phrase.claim(
        readings,
        kind="part" if share else "count",
        plain=plain and not one_way(phrase) and "答复书" not in phrase.words,
        figure=readings[0].split("+")[0],
    )
    again = "received" in verbs and any(c.figure == "requests.received.total" for c in context.seen)
    if {"answered", "handled"} & {*verbs} or again:  # 收到57件，撤件39件，受理18件
        return found._replace(less=withdrawn_beside(phrase))
    return found._replace(less=public_beside(phrase)) if ".granted." in found.figure else found


def _of_a_part(phrase: Phrase, context: Context) -> bool:
    """网上70件（自然人48件、单位22件）: of those that came one way only, told in a bracket behind their number."""
    opened = phrase.text.rfind("（", 0, phrase.quantity.start)
    if opened < phrase.text.rfind("）", 0, phrase.quantity.start):
        return False
    return any(c.kind == "part" and c.quantity is not None and c.quantity.end == opened for c in context.seen)


_OTHER_ORGANISATIONS = re.compile(
    r"[，、和及与]?其[他它](?:的)?(?:法人|单位|机构)(?:(?:或者?|和|及)其[他它]组织)?(?:申请)?(?:共|有)?"
)
_CORRECTED_FIRST = re.compile(
    r"(?:申请)?(?:件)?(?:经|在)?(?:申请人)?补正(?:材料|内容|完整|完善)?后(?:予以|同意|准予|全部|部分|依法)"
)
"""2件补正后予以公开: of those that had to be corrected first."""
_BLANK = re.compile(r"(?:提供|发放|印制|摆放|印发|准备|制作)[^，。；\d]*申请表$")


def _closed_as(phrase: Phrase) -> bool:
    """申请人撤回作其他处理1件: the line of the form is named right before the number."""
    last = phrase.before[-1] if phrase.before else None
    named = last is not None and last.facet == "row" and last.value.startswith("closed")
    return (
        named and last is not None and last.end == phrase.quantity.start and "其" in phrase.text[last.start : last.end]
    )


def _papers(phrase: Phrase) -> bool:
    """发放申请表40份, 合并答复，出具答复书11份: papers are counted, not the requests."""
    if "答复书" not in phrase.words:
        return _BLANK.search(phrase.words) is not None
    around = sentence_around(phrase.text, phrase.begin, phrase.quantity.end, "。")
    return any(word in around for word in ("合并", "一并", "分别出具"))


_OURS_AMONG = re.compile(r"[，（]其中[，：]?[^，。；、\d]{0,6}信息公开(?:类|的)?申请[^，。；、\d]{0,4}\d")


def _wider(phrase: Phrase) -> bool:
    """办理各类申请77件，其中政府信息公开申请13件: applications of any kind, of which ours are named apart."""
    text, end = phrase.text, phrase.quantity.end
    named = [t for t in phrase.before if t.facet == "object"]
    short = bool(named) and named[-1].end - named[-1].start < 4
    return short and "信息公开" not in phrase.words and _OURS_AMONG.match(text, end) is not None


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


_COUNTED = re.compile(r"[\d一二两三四五六七八九十](?:个|名|家|位)[^，。；、\d]{0,4}$")


def _columns(phrase: Phrase) -> list[Token]:
    counted = [t for t in phrase.before if t.facet == "column" and not _COUNTED.search(phrase.text, 0, t.start)]
    row = min((t.start for t in phrase.after if t.facet == "row"), default=len(phrase.text))
    behind = [t for t in phrase.after if t.facet == "column" and t.start < row]  # 1件属于查询个人信息: no applicant
    return counted or [t for t in behind if not _COUNTED.search(phrase.text, phrase.quantity.end, t.start)]


def _column_of(phrase: Phrase, columns: list[Token], context: Context) -> str:
    if (
        columns
        and columns[-1].value != "everyone"
        and {t.value for t in columns} <= {"organisations", columns[-1].value}
    ):
        return columns[-1].value  # 法人或者其他组织提出的为商业企业2件: the narrower of the two
    applied = [t.value for t in phrase.before if t.facet == "verb"] == ["applied"]
    if not columns and one_way(phrase):
        return "total"  # 自然人9件、企业2件；网络提交9件: another list
    if not columns and applied and not any(t.facet == "object" for t in phrase.before) and context.column:
        return "total" if context.column == "everyone" else context.column
    return "total"


def _verbs(phrase: Phrase, context: Context) -> list[str]:
    verbs = [t.value for t in phrase.before if t.facet == "verb"]
    if context.domain == "requests" and not verbs and re.search(r"新增(?:的|了|申请)?$", phrase.words):
        return ["received_new"]
    if verbs or not phrase.after:
        return verbs
    first = next((t for t in phrase.after if (t.facet, t.value) != ("time", "now")), phrase.after[0])  # 24件当年答复
    if first.facet == "object" and first.start == phrase.quantity.end:
        dealt = [t.value for t in phrase.after if t.facet == "verb" and t.value in ("handled", "handled_weak")]
        return dealt or (["answered"] if DEALT_BEHIND.match(phrase.text, phrase.quantity.end) else [])
    between = phrase.text[phrase.quantity.end : first.start]
    if first.value == "received_new" and first.start == phrase.quantity.end and phrase.words in _THESE:
        return ["received_new"]  # 302件新收
    whole = context.column in (None, "everyone") and not phrase.before and phrase.words in _THESE
    if whole and first.value in ("handled", "answered") and _CLOSED_BEHIND.fullmatch(between):
        return ["all_handled"] if re.search(r"均|都|全部", between) else ["handled"]
    return []


_OTHER_KINDS_BEHIND = re.compile(r"[、，](?:科研|社会公益|法律服务|律师)[^，。；、\d]{0,8}\d+件")


def _in_columns(
    paths: list[str], column: str, listed: list[Token], context: Context, *, goes_on: bool
) -> tuple[str, ...]:
    """The expressions over figures: in one column, in several added up, or in those that a word may also mean, unless
    the list goes on with other kinds of organisations."""
    names = list(dict.fromkeys([*(t.value for t in listed), column]))
    if column != "total" and len(names) > 1:
        return tuple("+".join(of_column(path, name) for name in names) for path in paths)
    readings = tuple(of_column(path, column) for path in paths)
    others = [
        claim
        for claim in context.seen
        if claim.figure.endswith(_KINDS_OF_ORGANISATION) and not claim.figure.endswith(f".{column}")
    ]
    if column in ("enterprise", "other") and not others and not (column == "enterprise" and goes_on):
        readings += tuple(of_column(path, "organisations") for path in paths)
    if column == "other":
        simple = [p for p in paths if "+" not in p and "-" not in p]
        readings += tuple(f"{of_column(p, 'organisations')}-{of_column(p, 'enterprise')}" for p in simple)
    return readings
