"""Claims in prose: each number, and each “none”, with every figure of the tables that it may mean.

    for claim in claims(report):
        claim.readings      # expressions over figure paths; the claim is right if any of them gives its number

A claim that could as well be about something else (another year, other organs, other business, a share picked
by its subject or channel) is left out, or only bounds a figure (`part`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from nianbao.core.claim_words import RESULT_GROUPS, Token
from nianbao.core.claims import Clause, Line, Scene, lines
from nianbao.core.quantities import Quantity
from nianbao.core.report import Report

ClaimKind = Literal["count", "part", "none", "change"]


class Claim(NamedTuple):
    """What a few words of the narrative say of the tables.

    Attributes:
        kind: `count` states a figure; `part` is a share of it, which cannot be more; `none` says it is 0.
        figure: the figure it most likely means.
        readings: every expression over figures (`a`, `a+b`) that it may mean.
        quantity: the quantity, None for `none`.
        line: the line of the narrative it stands in.
        start: where its words begin in the line's bare text.
        end: where they end.
        plain: said in so many words, not inferred from the words before.
    """

    kind: ClaimKind
    figure: str
    readings: tuple[str, ...]
    quantity: Quantity | None
    line: Line
    start: int
    end: int
    plain: bool = True

    @property
    def quote(self) -> str:
        """The words as they are printed."""
        return self.line.bare.quote(self.start, self.end)


@dataclass
class _Context:
    """What the words before a quantity spoke of."""

    domain: str | None = None
    row: str | None = None
    kind: str | None = None
    column: str | None = None
    paired: dict[int, Claim | None] = field(default_factory=dict)
    open_column: str | None = None
    open_row: str | None = None
    document: str | None = None
    past: bool = False
    sure: bool = False
    seen: list[Claim] = field(default_factory=list)


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
    r"20\d\d年(?:度|\d{1,2}月\d{1,2}日|底|末)?|截至|全年|年度|年内|年末|年底|期间|其中|累计|总计|合计|共计|一共|总共|书面|依法|依规|"
    r"依照|按照|法定|期限|规定|按时|按期|及时|数量|总数|总量|件数|总件数|案件|案|决定|公民|法人|其他组织|社会公众|群众|申请人|"
    r"有效|正式|当年|本年度?|今年|各类|各种|所有|情况|方面|工作|情形|原因|理由|结果|形式|提出|提交|来自|实际|主要|包括|含|"
    r"分别|同时|另|办理|经审查|认定|作出|决定书|继续|施行|新的|连同|加上|此外|以及|我(?:镇|乡|街道|局|县|市|区|省|委|办|厅|部|单位|机关|州|旗)|"
    r"本(?:机关|单位|级|局|镇|乡|街道)|全(?:镇|乡|县|市|区|省|州|旗|局)|行政机关|因|被|由|引起|引发|产生|涉及政府信息公开|政府信息|政务|"
    r"处理|执法|列入统计|行政决定|类别|发生|程序|进入|二者|两项|相加|跨年|尚在|仍在|仍|方式|类型|分为|按|"
    r"[共计总新增有为是了的均都已对向就与和或及、，“”《》者也亦则仅只各该系属于以到达出我经予其中余约近超过在上下年月度一]"
)
_SCOPE = re.compile(
    r"本级|[市县区省]直|下属|所属|各(?:乡镇|镇|街道|部门|县区|区县|村|社区|科室|股室)|下辖|垂直|受委托|(?:截至目前|历年|以来)累计|以来"
)
_OTHER_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_CHANGE_BEFORE = re.compile(
    r"(?:增长了?|增加了?|净增加?|上升了?|提高了?|多收?出?|增幅(?:为|达)?|下降了?|减少了?|净减少?|少收?|降低了?|降幅(?:为|达)?|增至|升至|降至|减至)(?:约|近)?$"
)
_COURT = re.compile(r"法院审理|裁判结果|判决结果")
_KINDS_OF_ORGANISATION = (".enterprise", ".research", ".social", ".legal_service", ".other")
_ALONE = re.compile(r"一类|为主|居多|较多|多数|最多")
_DEALT = re.compile(r"办结|办理|答复|处理|回复|办毕|审结")
_ROUTE = re.compile(r"直接|未经|经过|起诉前|后(?:又|再)?(?:提起|起诉|诉讼|向)|又|再|其中|不服")
_PURE = re.compile(r"(?:20\d\d年)?(?:共|共计|合计|计|有|为|共有|仅|只有|仅有)?$")
_TOTAL = re.compile(r"(?:共计|合计|总计|两项相加|二者相加|共)(?:为|是|有|达)?$")
_FACE_CHANNEL = re.compile(r"等|各类?渠道|多种|线上线下|、")


def claims(report: Report, cut: Sequence[Line] | None = None) -> tuple[Claim, ...]:
    """All claims of a report in order; `cut` are its lines where they are known already."""
    return tuple(claim for line in (lines(report) if cut is None else cut) for claim in _line_claims(line, report))


def _line_claims(line: Line, report: Report) -> Iterator[Claim]:
    if line.section not in ("overview", "other", "requests", "disputes", "disclosure", None):
        return
    context = _Context()
    for scene in line.scenes:
        text = line.bare.text[scene.start : scene.end]
        if context.domain in (None, "other") or scene.topic == "other":
            context.domain = scene.topic
        context.past, context.row, context.kind, context.seen = False, None, None, []
        context.column = context.open_row = context.open_column = None
        if _COURT.search(text):
            context.kind = "litigation"
        context.sure = (
            "信息公开" in text
            or scene.topic in ("requests", "disputes")
            or (context.sure and context.domain == "disputes")
        )
        if _SCOPE.search(text) or _foreign_area(text, report):
            continue
        context.paired = _paired(scene, line, context) if "分别" in text else {}
        for clause in scene.clauses:
            yield from _clause_claims(clause, line, report, context)


def _foreign_area(text: str, report: Report) -> bool:
    """全县 in the report of a bureau or a town: other organs' figures."""
    kind = report.kind or ""
    area = re.search(r"全([县市区省州旗镇乡])(?!范围)", text)
    if area is None:
        return False
    if kind.endswith("政府"):
        return False
    if kind in ("镇", "乡", "街道"):
        return area[1] not in "镇乡"
    return bool(kind) or report.unit.endswith(("局", "委", "办", "厅", "处", "中心", "委员会", "办公室"))


def _clause_claims(clause: Clause, line: Line, report: Report, context: _Context) -> Iterator[Claim]:
    text = line.bare.text
    words = text[clause.start : clause.end]
    for year in _OTHER_YEAR.findall(words):
        context.past = report.year is not None and int(year) != report.year
    for token in clause.tokens:
        if token.facet == "time":
            context.past = token.value != "now"
    counts = [q for q in clause.quantities if q.counts or q.unit in ("万元", "元", "亿元")]
    if not counts:
        _note(clause.tokens, context)
        rows = [t for t in clause.tokens if t.facet == "row"]
        columns = {t.value for t in clause.tokens if t.facet == "column" and t.value != "everyone"}
        context.open_column = columns.pop() if len(columns) == 1 and _ALONE.search(words) else None
        line_of = _narrow([t.value for t in rows]) if rows else None
        alone = len(rows) == 1 or (
            len(rows) == 2 and line_of == rows[-1].value and line_of.startswith(rows[0].value + ".")
        )
        context.open_row = line_of if alone else context.open_row if rows else None
        if not rows and words.endswith(("的", "申请")):
            only = {t.facet for t in clause.tokens if t.facet != "time"} <= {"object", "column"}
            context.open_row = "received" if only and clause.tokens else None
    yield from _nones(clause, line, context)
    last = clause.start
    for k, quantity in enumerate(counts):
        before = [t for t in clause.tokens if last <= t.start < quantity.start]
        until = counts[k + 1].start if k + 1 < len(counts) else clause.end
        after = [t for t in clause.tokens if quantity.end <= t.start < until]
        if any(t.facet in _DOMAIN for t in before):
            after = []
        elif k + 1 < len(counts):
            after = [t for t in after if t.start == quantity.end]
        behind = [t for t in clause.tokens if quantity.end <= t.start < until]
        claim = None
        old_stock = "往年" in words and any(t.value == "in_force" for t in behind)
        if quantity.start in context.paired:
            claim = None if context.past else context.paired[quantity.start]
        elif (not context.past or old_stock) and not _CHANGE_BEFORE.search(text[last : quantity.start]):
            yield from _each(text, last, quantity, before, line, context)
            claim = _claim(text, last, quantity, before, after, behind, line, context)
        _note(before, context)
        _note([t for t in after if t.facet in ("object", "dispute", "document")], context)
        if claim is not None:
            context.seen.append(claim)
            yield claim
        last = quantity.end
        context.open_row = context.open_column = None


_RESPECTIVELY = re.compile(r"分别(?:为|是|有|提出|提交|占|收到|计|达)*$")
_JOINED = re.compile(r"(?:[、和及，]|以及)?")


def _paired(scene: Scene, line: Line, context: _Context) -> dict[int, Claim | None]:
    """甲和乙分别为3件和2件: the quantities of such lists, each with what stands in its place."""
    text = line.bare.text
    found = list(scene.quantities)
    paired: dict[int, Claim | None] = {}
    for k, first in enumerate(found):
        head = _RESPECTIVELY.search(text[scene.start : first.start])
        if head is None:
            continue
        row = [first]
        for following in found[k + 1 :]:
            if following.unit != first.unit or not _JOINED.fullmatch(text[row[-1].end : following.start]):
                break
            row.append(following)
        if len(row) < 2:
            continue
        named = _listed([t for t in scene.tokens if t.start < scene.start + head.start()], found, len(row))
        for n, quantity in enumerate(row):
            readings = _named_readings(named[n], context, scene, text) if named else ()
            paired[quantity.start] = (
                Claim("count", readings[0], readings, quantity, line, named[0].start, quantity.end, False)
                if readings and first.unit == "件"
                else None
            )
    return paired


def _listed(before: Sequence[Token], found: Sequence[Quantity], count: int) -> list[Token]:
    """The last words before 分别 of one kind, if there are as many as numbers; without a quantity between them."""
    run: list[Token] = []
    for token in reversed(before):
        if token.facet in ("object", "verb") or (token.facet == "time" and token.value == "now"):
            continue
        if token.facet not in ("column", "row", "dispute", "decision") or (run and token.facet != run[0].facet):
            break
        if run and any(token.end <= q.start < run[0].start for q in found):
            break
        run.insert(0, token)
    return run if len(run) == count == len({t.value for t in run}) else []


def _named_readings(token: Token, context: _Context, scene: Scene, text: str) -> tuple[str, ...]:
    words = text[scene.start : scene.end]
    if token.facet == "column" and token.value != "everyone" and "申请" in words:
        return tuple(_expression(path, token.value) for path in ("received", "received+carried_in", "handled"))
    if token.facet == "row" and token.value != "carried" and "申请" in words + (context.domain or ""):
        return (_expression(token.value, "total"),)
    if token.facet == "dispute" and context.sure and not any(t.facet == "outcome" for t in scene.tokens):
        return (f"disputes.{token.value}.total",)
    if (
        token.facet == "decision"
        and token.value != "all"
        and not re.search(r"公开|公示|公布|发布|信息|申请|受理", words)
    ):
        return (f"disclosure.{token.value}.decisions",)
    return ()


def _each(
    text: str, begin: int, quantity: Quantity, before: Sequence[Token], line: Line, context: _Context
) -> Iterator[Claim]:
    """个人和单位各提出1件: the same number of each."""
    words = text[begin : quantity.start]
    if not re.search(r"各(?:有|为|占|提出|提交)?$", words) or any(t.facet == "other" for t in before):
        return
    start = _span(begin, quantity, before)
    columns = list(dict.fromkeys(t.value for t in before if t.facet == "column" and t.value != "everyone"))
    rows = list(dict.fromkeys(t.value for t in before if t.facet == "row"))
    kinds = list(dict.fromkeys(t.value for t in before if t.facet == "dispute"))
    named: list[tuple[str, ...]] = []
    if len(columns) > 1 and not rows and context.domain in ("requests", None):
        named = [
            tuple(_expression(path, column) for path in ("received", "received+carried_in", "handled"))
            for column in columns
        ]
    elif len(rows) > 1 and not columns and context.domain == "requests":
        named = [(_expression(row, "total"),) for row in rows]
    elif len(kinds) > 1 and context.sure and not any(t.facet == "outcome" for t in before):
        named = [(f"disputes.{kind}.total",) for kind in kinds]
    for readings in named:
        yield Claim("count", readings[0], readings, quantity, line, start, quantity.end, False)


def _note(found: Sequence[Token], context: _Context) -> None:
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
        if token.facet == "column":
            context.column = token.value
        if token.facet == "dispute":
            context.kind = token.value
        if token.facet == "document":
            context.document = token.value


def _claim(
    text: str,
    begin: int,
    quantity: Quantity,
    before: Sequence[Token],
    after: Sequence[Token],
    behind: Sequence[Token],
    line: Line,
    context: _Context,
) -> Claim | None:
    """The claim that a quantity makes with the words around it, None where it makes none."""
    tokens = [*before, *after]
    if "各" in text[max(begin, quantity.start - 6) : quantity.start]:
        return None
    if any(t.facet == "other" and t.value in ("application", "review") for t in tokens):
        context.domain = "other"
        return None
    deciding = [t for t in before if t.facet in _DOMAIN] or [t for t in after if t.facet in _DOMAIN]
    business = [t for t in before if t.facet == "other" and t.value == "business"]
    if business and (not deciding or deciding[-1].start < business[-1].start):
        context.domain = "other"
        return None
    domain = _DOMAIN[deciding[-1].facet] if deciding else context.domain
    if domain == "requests" and "案件" in text[begin : quantity.start] and any(t.facet == "dispute" for t in before):
        domain = "disputes"
    bound = deciding and deciding[-1].facet in ("row", "column") and context.domain != "requests"
    if bound and not any(t.facet == "object" for t in tokens):
        return None
    leftover = _FILLERS.sub("", _without(text, begin, quantity.start, before))
    if domain == "requests":
        if quantity.unit not in ("件", "", "宗", "份", "条"):
            return None
        return _request_claim(text, begin, quantity, before, after, leftover, line, context)
    if domain == "disputes":
        return _dispute_claim(begin, quantity, before, after, leftover, line, context, text)
    if domain == "documents":
        return _document_claim(begin, quantity, tokens, behind, leftover, line, context)
    if domain == "decisions" and (not deciding or deciding[-1].value == "all"):
        return _all_decisions(text, begin, quantity, line)
    if domain == "decisions":
        return _decision_claim(text, begin, quantity, tokens, leftover, line)
    if domain == "fees":
        return _fee_claim(begin, quantity, before, leftover, line)
    return None


def _without(text: str, begin: int, end: int, found: Sequence[Token]) -> str:
    out, at = "", begin
    for token in found:
        out += text[at : token.start]
        at = token.end
    return out + text[at:end]


def _span(begin: int, quantity: Quantity, before: Sequence[Token]) -> int:
    """Where the quote begins: with the first word that says what is counted."""
    first = min((t.start for t in before if t.facet not in ("time",)), default=quantity.start)
    return max(begin, first)


def _request_claim(  # noqa: PLR0915 - one decision, row by row
    text: str,
    begin: int,
    quantity: Quantity,
    before: Sequence[Token],
    after: Sequence[Token],
    leftover: str,
    line: Line,
    context: _Context,
) -> Claim | None:
    columns = [t for t in before if t.facet == "column"] or [t for t in after if t.facet == "column"]
    verbs = [t.value for t in before if t.facet == "verb"]
    if not verbs and after and after[0].facet == "object" and after[0].start == quantity.end:
        verbs = [t.value for t in after if t.facet == "verb" and t.value in ("handled", "handled_weak")]
    start = _span(begin, quantity, before)
    end = quantity.end
    channel = [t for t in before if t.facet == "other" and t.value == "channel"]
    words = text[begin : quantity.start]
    at = [t for t in before if t.facet == "row"]
    named = [t.value for t in at] or [t.value for t in after if t.facet == "row"]
    everyone = bool(columns) and columns[-1].value == "everyone"
    several = len({t.value for t in columns}) > 1
    column = columns[-1].value if columns and not everyone and not several else "total"
    if not columns and verbs == ["applied"] and not any(t.facet == "object" for t in before) and context.column:
        column = "total" if context.column == "everyone" else context.column
    stated = {claim.figure for claim in context.seen}
    if re.search(r"撤回|撤销|撤件|延长|延期|超期|逾期答复", words) or "其余" in words or "其他答复" in words:
        return None
    carried = [r for r in named if r.startswith("carried")]
    results = [r for r in named if not r.startswith("carried")]
    paths: list[str]
    plain = True
    if carried and (not at or at[-1].value.startswith("carried")):
        row = carried[-1]
        if row == "carried" and re.match(r"[至到入于]?(?:下|次|明|翌)", text[quantity.end :]):
            row = "carried_out"
        if any(t.facet == "verb" and t.value != "handled_weak" and t.start > at[-1].start for t in before if at):
            return None
        paths = ["carried_in", "carried_out"] if row == "carried" else [row]
        if row == "carried_in" and "handled" in verbs:
            return None
    elif results:
        if len(at) > 1 and all(r in RESULT_GROUPS for r in results):
            paths = ["+".join(dict.fromkeys(results))]
        else:
            paths = [_narrow(results)]
        plain = bool(at)
        if quantity.unit not in ("件", "", "宗", "份"):
            return None
    elif "due" in verbs:
        paths = ["received+carried_in", "handled", "received"]
    elif "received_new" in verbs and "handled" not in verbs:
        paths = ["received"]
    elif "received" in verbs or "applied" in verbs or "received_new" in verbs:
        paths = ["received", "received+carried_in"]
        if re.search(r"[又另再](?:新)?(?:收到|接到|受理|接收)", words) and f"requests.carried_in.{column}" in stated:
            paths = ["received"]
        if "handled" in verbs or "answered" in verbs:
            paths.append("handled")
    elif "handled" in verbs:
        paths = ["handled", "handled-carried_in"]
    elif "answered" in verbs:
        paths = ["handled", "handled-closed", "handled-closed-rejected", "received", "handled-carried_in"]
        if "告知" in words:
            return None
    elif "handled_weak" in verbs:
        paths = ["received+carried_in", "handled", "received"]
    elif _TOTAL.search(words) and {"requests.received.total", "requests.carried_in.total"} <= stated:
        paths = ["received+carried_in", "handled"]
        plain = False
    elif context.open_column and quantity.unit == "件" and _bare(before, after, words):
        paths, column, plain = ["received", "received+carried_in", "handled"], context.open_column, False
    elif context.open_row and quantity.unit == "件" and _bare(before, after, words):
        paths = [context.open_row, "received+carried_in"] if context.open_row == "received" else [context.open_row]
        plain = False
    elif columns:
        paths = ["received", "received+carried_in"]
        if _DEALT.search(line.bare.text[max(0, begin - 80) : end + 4]):
            paths.append("handled")
        if context.row:
            paths.append(context.row)
        plain = False
    elif any(t.facet == "object" for t in before) and re.search(
        r"(?:申请|件|数量|总量|数|总数)(?:为|共|共计|合计|总计|有|计|达)?$", words
    ):
        paths = ["received", "received+carried_in"]
        if _TOTAL.search(words) and {"requests.received.total", "requests.carried_in.total"} <= stated:
            paths = ["received+carried_in"]
        if _DEALT.search(line.bare.text[max(0, begin - 80) : end + 4]):
            paths.append("handled")
        plain = False
    else:
        return None
    inferred = (context.open_row or context.open_column) if _bare(before, after, words) else None
    if not any(t.facet == "object" for t in (*before, *after)) and not (results or carried or columns or inferred):
        if re.search(r"案件", words) or context.domain != "requests":
            return None
        plain = plain and "handled" in verbs
    kind: ClaimKind = "count"
    if len(leftover) > 1:
        kind = "part"
    if channel and not _FACE_CHANNEL.search(words):
        kind = "part"
    elif channel:
        plain = False
    readings = tuple(_expression(path, column) for path in paths)
    if column != "total" and column in ("enterprise", "other", "natural_person"):
        extra = {"enterprise": ("organisations",), "other": ("organisations",), "natural_person": ()}[column]
        if any(f.endswith(_KINDS_OF_ORGANISATION) and not f.endswith(f".{column}") for f in stated):
            extra = ()
        readings += tuple(_expression(path, name) for path in paths for name in extra)
    if column == "other":
        readings += tuple(
            f"{_expression(p, 'organisations')}-{_expression(p, 'enterprise')}"
            for p in paths
            if "+" not in p and "-" not in p
        )
    return Claim(kind, readings[0].split("+")[0], readings, quantity, line, start, end, plain)


def _bare(before: Sequence[Token], after: Sequence[Token], words: str) -> bool:
    """Nothing but “there are” stands around the quantity."""
    return not after and all(t.facet == "time" for t in before) and bool(_PURE.fullmatch(words))


def _narrow(results: Sequence[str]) -> str:
    """Of a group and a line of that group the line is meant."""
    last = results[-1]
    for row in results:
        if row.startswith(f"{last}."):
            return row
    return last


def _expression(path: str, column: str) -> str:
    return re.sub(r"[a-z_.]+", lambda m: f"requests.{m[0]}.{column}", path)


_ALL_KINDS = ("review", "litigation", "litigation_direct", "litigation_after_review")


def _dispute_claim(
    begin: int,
    quantity: Quantity,
    before: Sequence[Token],
    after: Sequence[Token],
    leftover: str,
    line: Line,
    context: _Context,
    text: str,
) -> Claim | None:
    words = text[begin : quantity.start]
    own = [t for t in before if t.facet == "dispute"]
    kinds = [t.value for t in own] or [t.value for t in after if t.facet == "dispute"]
    if kinds and text[max(0, begin - 3) : begin].endswith("复议、"):
        kinds = ["review", "litigation"]
    outcomes = [t.value for t in before if t.facet == "outcome"] or [t.value for t in after if t.facet == "outcome"]
    sure = context.sure or bool(re.search(r"被申请|被提起|被诉|作为被", text[max(0, begin - 12) : quantity.start]))
    if not sure or quantity.unit not in ("件", "起", "宗", "", "个", "例", "次"):
        return None
    if any(t.facet == "verb" and t.value in ("handled_weak", "received", "answered", "handled") for t in before):
        return None
    if "unclear" in outcomes or re.search(r"化解|调解|备案|参与|出庭|培训", words):
        return None
    if len(leftover) > 1 and not re.fullmatch(r"[^件]{0,3}", leftover):
        return None
    plain = bool(own)
    if len({t.value for t in own}) > 1 and len(own) > 1 and not re.search(r"复议[、和及与]?(?:行政)?诉讼", words):
        return None
    if len(outcomes) > 1:
        return None
    outcome = outcomes[0] if outcomes else "total"
    if not kinds:
        if outcome == "total":
            return None
        kinds = [context.kind] if context.kind else list(_ALL_KINDS)
    elif len(kinds) > 1 and {"review", "litigation"} <= set(kinds):
        both = (f"disputes.review.{outcome}+disputes.litigation.{outcome}",)
        return Claim(
            "count",
            f"disputes.review.{outcome}",
            both,
            quantity,
            line,
            _span(begin, quantity, before),
            quantity.end,
            False,
        )
    else:
        kinds = [kinds[-1]]
    readings: tuple[str, ...] = tuple(f"disputes.{kind}.{outcome}" for kind in kinds)
    sentence = text[text.rfind("。", 0, begin) + 1 : (text.find("。", quantity.end) + 1) or len(text)]
    if kinds == ["litigation"] and _ROUTE.search(sentence):
        readings += (f"disputes.litigation_direct.{outcome}", f"disputes.litigation_after_review.{outcome}")
    if not own and outcome != "total" and context.kind is None:
        readings += tuple(f"disputes.{kind}.{outcome}" for kind in _ALL_KINDS)
        readings += (f"disputes.review.{outcome}+disputes.litigation.{outcome}",)
    if re.search(r"结案|审结", words):
        readings += tuple(f"{r}-{r.rpartition('.')[0]}.pending" for r in readings)
    return Claim("count", readings[0], readings, quantity, line, _span(begin, quantity, before), quantity.end, plain)


_REVIEWED = re.compile(r"清理|评估|备案|合法性|(?<!规范性文件)审查")


def _document_claim(
    begin: int,
    quantity: Quantity,
    tokens: Sequence[Token],
    behind: Sequence[Token],
    leftover: str,
    line: Line,
    context: _Context,
) -> Claim | None:
    whole = line.bare.text
    sentence = whole[whole.rfind("。", 0, quantity.start) + 1 : (whole.find("。", quantity.end) + 1) or len(whole)]
    text = whole
    documents = {t.value for t in tokens if t.facet == "document"}
    behind = [t for t in behind if t.facet == "stock" and t.start - quantity.end <= 1]
    stocks = [t.value for t in (behind or tokens) if t.facet == "stock"]
    if quantity.unit not in ("件", "", "份", "部") or _REVIEWED.search(sentence) or "odd" in stocks or not stocks:
        return None
    if len(documents) > 1 or len(leftover) > 1:
        return None
    document = next(iter(documents), context.document)
    if document is None:
        return None
    known = [s for s in stocks if s != "issued_weak"]
    at = f"disclosure.{document}."
    words = text[begin : quantity.start]
    plain = bool(known) and bool(documents)
    if "in_force" in known:
        readings: tuple[str, ...] = (f"{at}in_force",)
    elif "repealed" in known:
        readings = (f"{at}repealed",)
    elif known or re.search(r"印发|发布|公布|颁布", words):
        readings = (f"{at}issued",)
        plain = plain and "公开" not in words
        if not known:
            readings += (f"{at}in_force", f"{at}issued+{at}repealed")
    else:
        return None
    if len(set(known)) > 1:
        return None
    if context.document is None and not documents:
        return None
    return Claim(
        "count",
        readings[0],
        readings,
        quantity,
        line,
        _span(begin, quantity, [t for t in tokens if t.start < quantity.start]),
        quantity.end,
        plain,
    )


def _decision_claim(
    text: str, begin: int, quantity: Quantity, tokens: Sequence[Token], leftover: str, line: Line
) -> Claim | None:
    decisions = [t.value for t in tokens if t.facet == "decision"]
    words = text[begin : quantity.start]
    if quantity.unit not in ("件", "宗", "", "起", "个", "例") or not decisions:
        return None
    if re.search(r"公开|公示|发布|上传|信息|受理|申请|事项|案例|公布|典型|结果|录入|归集|双公示|案卷", words):
        return None
    if len(leftover) > 1:
        return None
    names = dict.fromkeys(decisions)
    readings = ("+".join(f"disclosure.{name}.decisions" for name in names),)
    plain = bool(re.search(r"作出|决定|办结|办理|实施", words))
    return Claim(
        "count",
        f"disclosure.{decisions[-1]}.decisions",
        readings,
        quantity,
        line,
        _span(begin, quantity, [t for t in tokens if t.start < quantity.start]),
        quantity.end,
        plain,
    )


def _all_decisions(text: str, begin: int, quantity: Quantity, line: Line) -> Claim | None:
    """仅有行政强制一类，计9件; 三类决定合计8件: the sum of all decisions, or one of the three."""
    if quantity.unit != "件" or not re.search(r"(?:作出|计|合计|共)$", text[begin : quantity.start]):
        return None
    paths = tuple(f"disclosure.{name}.decisions" for name in ("licensing", "penalties", "coercion"))
    readings: tuple[str, ...] = ("+".join(paths),)
    if not re.search(r"三(?:类|项|种)", text[begin : quantity.start]):
        readings += (*paths, "+".join(paths[:2]), "+".join(paths[1:]), f"{paths[0]}+{paths[2]}")
    return Claim("count", paths[0], readings, quantity, line, begin, quantity.end, False)


def _fee_claim(begin: int, quantity: Quantity, before: Sequence[Token], leftover: str, line: Line) -> Claim | None:
    text = line.bare.text
    sentence = text[text.rfind("。", 0, begin) + 1 : begin]
    if quantity.unit not in ("万元", "元", "亿元"):
        return None
    if not any(t.value == "fees" for t in before) and (
        "行政事业性收费方面" not in sentence
        or any(t.facet != "time" for t in before)
        or not re.fullmatch(r"[实际收取到账]{0,6}", leftover)
    ):
        return None
    path = "disclosure.fees.amount"
    return Claim("count", path, (path,), quantity, line, _span(begin, quantity, before), quantity.end)


# -- none ------------------------------------------------------------------------------------------------

_NEGATION = re.compile(r"未曾|没有|尚无|暂无|并无|均无|亦无|不存在|未|没|无(?!正当|法|关|偿|论|效|障)")
_LINK = re.compile(
    r"公民|法人|其他组织|社会组织|群众|社会公众|申请人|当事人|任何|新的?|因|由|对|就|与|及|以及|和|或者?|、|，|的|了|过|有|发生|出现|产生|"
    r"引起|引发|导致|涉及|相关|有关|关于|针对|方面|我(?:镇|乡|街道|局|县|市|区|省|委|办|厅|部|单位)|本(?:机关|单位)|政府信息公开|信息公开|"
    r"政府信息|工作|被|提出|提交|申请|案件|情况|情形|事项|行为|提起|而|向|过|书面|件"
)


def _nones(clause: Clause, line: Line, context: _Context) -> Iterator[Claim]:
    """Words that say that nothing was received, no case arose."""
    text = line.bare.text
    if context.past:
        return
    inside = text[clause.start : clause.end]
    if any(q.counts for q in clause.quantities):
        return
    for match in _NEGATION.finditer(inside):
        at = clause.start + match.start()
        if any(t.start <= at < t.end for t in clause.tokens):
            continue
        found = [t for t in clause.tokens if t.start >= clause.start + match.end()]
        if any(t.facet in ("other", "time", "outcome") and t.value != "now" for t in found):
            return
        gap = _LINK.sub("", _without(text, clause.start + match.end(), clause.end, found))
        gap = re.sub(r"[。；！]", "", gap)
        if gap:
            return
        yield from _none_of(found, at, line, context)
        return


def _none_of(found: Sequence[Token], at: int, line: Line, context: _Context) -> Iterator[Claim]:
    verbs = {t.value for t in found if t.facet == "verb"}
    end = max((t.end for t in found), default=at)

    def none(figure: str, plain: bool = True) -> Claim:
        return Claim("none", figure, (figure,), None, line, at, end, plain)

    rows = [t.value for t in found if t.facet == "row"]
    kinds = [t.value for t in found if t.facet == "dispute"]
    if kinds:
        if context.sure or context.domain in ("requests", "disputes"):
            for kind in dict.fromkeys(kinds):
                yield none(f"disputes.{kind}.total")
            context.kind = kinds[-1]
        return
    documents = [t.value for t in found if t.facet == "document"]
    stocks = [t.value for t in found if t.facet == "stock"]
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
        if rows == ["carried_in"] and context.domain == "requests" and not verbs:
            yield none("requests.carried_in.total", False)
        return
    if asked and ("received" in verbs or "received_new" in verbs) and "answered" not in verbs:
        own = [c for c in columns if c not in ("organisations",)]
        whole = not columns or len(set(columns)) > 1 or "organisations" in columns
        yield none("requests.received.total" if whole else f"requests.received.{own[-1]}")
