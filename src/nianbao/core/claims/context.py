"""What the words of a clause leave behind for those that follow: the table and row spoken of, a bracket, a year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nianbao.core.claims.claim import Claim, Context, narrowest
from nianbao.core.claims.cutting import Clause
from nianbao.core.claims.words import RESULT_GROUPS, Token

DOMAIN = {
    "object": "requests",
    "column": "requests",
    "row": "requests",
    "dispute": "disputes",
    "document": "documents",
    "decision": "decisions",
    "fees": "fees",
}
_ALONE = re.compile(r"一类|为主|居多|较多|多数|最多|为多|次之")


def note(found: Sequence[Token], context: Context) -> None:
    """Remember what the words speak of, for the clauses behind."""
    for token in found:
        domain = DOMAIN.get(token.facet)
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
            context.row, context.received = "handled", False
        if token.facet == "verb" and token.value.startswith("received"):
            context.received = context.domain in (None, "requests")
        if token.facet == "column":
            context.column = token.value
        if token.facet == "dispute" and not by_its_route(token, found):
            context.kind = token.value
        if token.facet == "document":
            context.document = token.value


def by_its_route(suits: Token, found: Sequence[Token]) -> bool:
    """未经复议直接起诉的行政诉讼: the suits of the route named right before them."""
    before = [t for t in found if t.facet == "dispute" and 0 <= suits.start - t.end <= 1]
    return suits.value == "litigation" and any(t.value.startswith("litigation_") for t in before)


def begin_head(head: tuple[Token, ...], context: Context) -> None:
    """Remember the heading run in before the words that follow (3.规范性文件。本年度制发2件): what they count."""
    context.head, context.sure = head, False
    if head:
        context.domain = context.document = None
        note(head, context)


def note_claim(claim: Claim, context: Context) -> None:
    """Remember what was stated; behind cases of both kinds, what follows is of both."""
    if "disputes.review" in claim.readings[0] and "disputes.litigation" in claim.readings[0]:
        context.kind = None
    elif len(claim.readings) == 1 and claim.figure.startswith("disputes.litigation_"):
        context.kind = claim.figure.split(".")[1]  # 未经复议直接起诉的行政诉讼8件，维持6件
    context.seen.append(claim)
    context.told.add(claim.figure)
    context.run.append(claim)


def let_go(words: str, past: bool, context: Context, *, counted: bool) -> None:
    """Forget what the clauses behind are not about: a list that was counted, another year of which there is nothing."""
    if counted:
        context.pending = []
    elif context.past and not past and re.search(r"[没无未]", words):
        context.past = False  # 没有往年留下来的


_CONTENT = re.compile(r"(?:所)?申请(?:公开)?的?(?:内容|事项|信息|热点|领域)*(?:主要)?(?:涉及|集中|涵盖|包括|围绕)")
_ALL_DONE = re.compile(r"(?:全部|均|都|已)(?:已|按[时期])?(?:办结|答复|办理完毕)(?:完毕)?$")
_HEARD_BY = re.compile(
    r"(?:均|都|已|现)*(?:经|由|被)(?:行政)?复议机关(?:依法)?(?:审理|审查|受理)(?:终结|后)?"
    r"|(?:均|都|已)*经过?(?:复议机关)?先行复议"
)
"""被申请复议1件，经复议机关审理，维持1件; 被诉3件，均经先行复议，维持2件: still of the cases that were counted."""
_WITH = ("含", "包含", "包括")
_LISTED = frozenset({"column", "row", "dispute", "outcome", "decision"})


def note_bare_clause(clause: Clause, words: str, context: Context) -> None:
    """Remember what a clause without a number speaks of: the next number may be of it."""
    if _HEARD_BY.fullmatch(words):
        return
    kind = context.kind if clause.opener == "、" else None
    if {"review", "litigation"} <= {kind, *(t.value for t in clause.tokens if t.facet == "dispute")}:
        context.kind = None  # 复议纠错、诉讼败诉仍有发生: of both
    if context.domain == "requests" and (_CONTENT.match(words) or (context.content and clause.opener == "、")):
        context.content = True
        return  # 申请内容涉及规范性文件、行政许可等: what was asked for
    context.content = False
    note(clause.tokens, context)
    context.pending += [t for t in clause.tokens if t.facet in _LISTED or t.value == "received_new"]
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
    if not rows and context.domain == "requests" and _HOW_MANY.search(words):
        context.open_row = "received"  # 申请总量稳中有升，达到94件


_HOW_MANY = re.compile(
    r"申请(?:公开)?(?:的)?(?:受理|收件|接收)?(?:总量|数量|件数|总数|量)(?![^，。；]*(?:分别|办结|答复))"
)
_NUMBER_ALONE = re.compile(r"(?:共|计)?[\d一二两三四五六七八九十百]+[件宗]")
_BARE_NUMBER = re.compile(r"(?:共|共计|合计|计|为|有)?[\d一二两三四五六七八九十]")


_ASIDE = "（含"
"""The mark of a clause whose number stands behind a bracket that tells of a part."""


def behind_bracket(clause: Clause, words: str, text: str, context: Context) -> Clause:
    """收费（检验费）21万元: what stands before a bracket without a number says what the number behind it counts."""
    before, context.held = context.held, None
    if before is not None and clause.opener not in "（）" and context.past_outside is not None:
        context.held = _with_next(before, clause)  # the bracket goes on
    elif clause.opener == "（" and _NUMBER_ALONE.fullmatch(words) and _touches(context.last, clause, text):
        clause = replace(clause, tokens=_said_last(context.last, text))  # 商业企业（2件）
    elif clause.opener == "（" and clause.quantities and words.startswith(_WITH) and context.last is not None:
        context.held = replace(context.last, opener=_ASIDE)  # 收到申请（含上年结转2件）39件
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


def _with_next(before: Clause, clause: Clause) -> Clause | None:
    """（予以公开、部分公开）495件: results that a bracket lists are counted together; lines of a result are not."""
    if before.opener == _ASIDE:
        return before
    rows = [t for t in clause.tokens if t.facet == "row"]
    listed = [t.value for t in (*before.tokens, *rows) if t.facet == "row"]
    if clause.quantities or (rows and any(value not in RESULT_GROUPS for value in listed)):
        return None
    return replace(before, tokens=(*before.tokens, *rows))


def _said_last(before: Clause | None, text: str) -> tuple[Token, ...]:
    """The words of a clause; 部分公开占办结数（43件）的20%: those of the whole alone."""
    if before is None:
        return ()
    since = text.rfind("占", before.start, before.end)
    return tuple(t for t in before.tokens if t.start > since)


def _touches(before: Clause | None, clause: Clause, text: str) -> bool:
    """Whether the last word of a clause without a number stands right before the bracket (信函申请为主（11件）)."""
    if before is None or not before.tokens:
        return False
    return _UP_TO_BRACKET.fullmatch(text, before.tokens[-1].end, clause.start - 1) is not None


_UP_TO_BRACKET = re.compile(r"(?:为主|居多|最多|[总]?[数量]|(?:近|上|超|过|逾|约|数|突破)+[百千万]余?件)?")
"""What may stand between the word and the bracket with its number: 公民申请近百件（96件）."""
_BY_YEARS = re.compile(r"(?:和|及|与)?20\d\d年度?(?:为|有|是|共|的)?[\d一二三四五六七八九十百]+[件宗起份]")
_AND_BY_YEARS = re.compile(r"20\d\d年度?(?:为|有|是|共|的)?\d+[件宗起份][、，和及与]$")


def side_by_side(clause: Clause, text: str, context: Context) -> Clause:
    """受理申请2023年18件、2024年23件: the second number counts the same as the first, in its own year."""
    words = text[clause.start : clause.end]
    alone = all(t.facet == "time" for t in clause.tokens) and _BY_YEARS.fullmatch(words)
    if alone and _AND_BY_YEARS.search(text, 0, clause.start):
        return replace(clause, tokens=context.counted)
    found = _BY_YEARS.search(words)
    if found and not alone:
        context.counted = tuple(t for t in clause.tokens if t.facet != "time" and t.end <= clause.start + found.start())
    return clause
