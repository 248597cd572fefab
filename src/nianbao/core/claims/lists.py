"""Lists that share one verb: 甲和乙分别为3件和2件; 甲、乙各1件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from nianbao.core.claims.claim import Claim, ClaimKind, Context, Phrase, of_column, span
from nianbao.core.claims.cutting import Line, Scene
from nianbao.core.claims.words import RESULT_GROUPS, Token
from nianbao.core.quantities import Quantity

_OTHER_THAN_MADE = re.compile(r"公开|公示|公布|发布|信息|申请|受理")
_SUM_ALONE = re.compile(
    r"(?:以上|[两三]项|[两二]者|三者|[两三]类|全年|年度)?(?:行政)?(?:决定|案件)?(?:(?:需|应|待|须)(?:要)?(?:办理|处理|答复)的)?(?:申请)?"
    r"(?:共计|合计|总计|一共|总共|共|计|累计|(?<=[者项类])相加)(?:为|是|有|达)?(?:(?:需|应|待|须)(?:要)?(?:办理|处理|答复)(?:的)?(?:申请)?)?"
)
_IN_LISTS = ("column", "row", "dispute", "decision", "stock")
_RESPECTIVELY = re.compile(
    r"(?:分别|依次)(?:为|是|有|提出|提交|占|收到|新收|受理|接收|办结|答复|办理|结转|转入|申请|政府信息公开|信息公开|计|达)*$"
)
_JOINED = re.compile(r"(?:[、和及，]|以及)?")


def paired(scene: Scene, line: Line, context: Context) -> dict[int, Claim | None]:
    """甲和乙分别为3件和2件: the quantities of such lists, each with what stands in its place."""
    text = line.bare.text
    found = list(scene.quantities)
    found_in: dict[int, Claim | None] = {}
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
        steps = [] if named else _steps(scene, scene.start + head.start(), text, len(row))
        for n, quantity in enumerate(row):
            readings = _named_readings(named[n], context, scene, text, scene.start + head.start()) if named else ()
            readings = _STEPS[steps[n].value] if steps else readings
            found_in[quantity.start] = (
                Claim("count", readings[0], readings, quantity, line, (named or steps)[0].start, quantity.end, False)
                if readings and first.unit == "件"
                else None
            )
    return found_in


_STEPS: dict[str, tuple[str, ...]] = {
    "received_new": ("requests.received.total",),
    "received": ("requests.received.total", "requests.received.total+requests.carried_in.total"),
    "handled": ("requests.handled.total",),
    "answered": ("requests.handled.total",),
    "carried_in": ("requests.carried_in.total",),
    "carried_out": ("requests.carried_out.total",),
    "carried": ("requests.carried_out.total", "requests.carried_in.total"),
}


def _steps(scene: Scene, end: int, text: str, count: int) -> list[Token]:
    """新收、办结、结转的申请数依次为37件、38件、1件: what was done with the requests, as many words as numbers."""
    named = [t for t in scene.tokens if t.end <= end and t.value in _STEPS]
    run = named[-count:]
    joined = all(_JOINED.fullmatch(text, a.end, b.start) for a, b in pairwise(run))
    return run if len(run) == count and joined and "申请" in text[run[0].start : end] else []


def _listed(before: Sequence[Token], found: Sequence[Quantity], count: int) -> list[Token]:
    """The last words before 分别 of one kind, if there are as many as numbers; without a quantity between them."""
    run: list[Token] = []
    for token in reversed(before):
        if token.facet in ("object", "verb", "document") or (token.facet == "time" and token.value == "now"):
            continue
        if token.facet not in ("column", "row", "dispute", "decision", "stock", "outcome") or (
            run and token.facet != run[0].facet
        ):
            break
        if run and any(token.end <= q.start < run[0].start for q in found):
            break
        run.insert(0, token)
    return run if len(run) == count == len({t.value for t in run}) else []


def _named_readings(token: Token, context: Context, scene: Scene, text: str, head: int) -> tuple[str, ...]:
    """What a word of a list means whose 分别 stands at a place of the text."""
    words = text[scene.start : scene.end]
    asked = "申请" in words or context.domain == "requests"
    if token.facet == "column" and token.value != "everyone" and asked:
        return tuple(of_column(path, token.value) for path in ("received", "received+carried_in", "handled"))
    if token.facet == "row" and token.value != "carried" and asked:
        return (of_column(token.value, "total"),)
    documents = [t for t in scene.tokens if t.facet == "document"]
    document = next((t.value for t in reversed(documents) if t.end <= head), documents[0].value if documents else None)
    if token.facet == "stock" and document and token.value in ("issued", "repealed", "in_force"):
        return (f"disclosure.{document}.{token.value}",)
    if token.facet == "dispute" and context.sure and not any(t.facet == "outcome" for t in scene.tokens):
        return (f"disputes.{token.value}.total",)
    if token.facet == "outcome" and token.value != "unclear" and context.sure:
        kinds = [t.value for t in scene.tokens if t.facet == "dispute" and t.end <= head]
        return (f"disputes.{kinds[-1]}.{token.value}",) if kinds else ()
    if token.facet == "decision" and token.value != "all" and not _OTHER_THAN_MADE.search(words):
        return (f"disclosure.{token.value}.decisions",)
    return ()


_YEARS = re.compile(
    r"申请(?:总?[数量]|件数|数量|受理量)?[^。；\d]{0,16}(?:20\d\d年)?，?(?P<first>20\d\d)年?(?:至|到|—|－|-)(?P<last>20\d\d)年"
    r"(?:新收|收到|受理)?(?:的)?(?:申请)?(?:数量?)?(?:分别|依次)(?:为|是|有|收到|受理)?$"
)


def by_years(scene: Scene, line: Line, year: int | None) -> Iterator[Claim]:
    """申请量2021年至2023年分别为28件、31件、37件: the last number is the year's own."""
    text = line.bare.text
    if year is None or "分别" not in text[scene.start : scene.end]:
        return
    found = [*scene.quantities]
    for k, first in enumerate(found):
        named = _YEARS.search(text, scene.start, first.start)
        if named is None or int(named["last"]) != year or first.unit != "件":
            continue
        row = found[k : k + year - int(named["first"]) + 1]
        joined = all(_JOINED.fullmatch(text, a.end, b.start) and a.unit == b.unit for a, b in pairwise(row))
        if joined and len(row) == year - int(named["first"]) + 1 > 1:
            paths = tuple(of_column(path, "total") for path in ("received", "received+carried_in", "handled"))
            yield Claim("count", paths[0], paths, row[-1], line, named.start("first"), row[-1].end, plain=False)


_EACH = re.compile(r"(?:各(?:有|为|占|提出|提交|收到)?|(?:均|都|皆)(?:为|是|有))$")


def each(phrase: Phrase, context: Context) -> Iterator[Claim]:
    """个人和单位各提出1件; 许可与处罚数量相同，均为3件: the same number of each."""
    nothing = phrase.quantity.value == 0  # 行政复议、行政诉讼0件: none of what stands before it either
    if not (_EACH.search(phrase.words) or nothing) or any(t.facet == "other" for t in phrase.before):
        return
    before = [*context.pending, *phrase.before]
    start = min([span(phrase.begin, phrase.quantity, phrase.before), *(t.start for t in context.pending)])

    def named(facet: str) -> list[str]:
        return list(dict.fromkeys(t.value for t in before if t.facet == facet and t.value not in ("everyone", "all")))

    columns, rows, kinds, outcomes, decisions = map(named, ("column", "row", "dispute", "outcome", "decision"))
    found: list[tuple[str, ...]] = []
    if len(columns) > 1 and not rows and context.domain in ("requests", None):
        paths = ("received", "received+carried_in", "handled")
        found = [tuple(of_column(path, column) for path in paths) for column in columns]
    elif len(rows := _lines_only(rows)) > 1 and not columns and context.domain == "requests":
        found = [(of_column(row, "total"),) for row in rows]
    elif len(kinds) > 1 and (context.sure or context.likely) and not outcomes:
        found = [(f"disputes.{kind}.total",) for kind in kinds]
    elif len(outcomes) > 1 and context.sure and (kinds or context.kind):
        kind = kinds[-1] if kinds else context.kind
        found = [(f"disputes.{kind}.{outcome}",) for outcome in outcomes]
    elif len(decisions) > 1 and not rows and not _OTHER_THAN_MADE.search(phrase.text[start : phrase.quantity.start]):
        found = [(f"disclosure.{name}.decisions",) for name in decisions]
    for readings in found:
        yield Claim("count", readings[0], readings, phrase.quantity, phrase.line, start, phrase.quantity.end, False)


def _lines_only(rows: list[str]) -> list[str]:
    """Without a group whose lines are named (属于执法案卷、属于行政查询不予公开，各1件)."""
    return [row for row in rows if not any(other.startswith(f"{row}.") for other in rows)]


_TOGETHER = re.compile(r"(?:提出|提交|递交|申请|类|的)*(?:以及|和|及|与|、|加)(?:由|来自)?")
_COUNTED_TOGETHER = re.compile(
    r"(?:(?:的|政府信息公开|信息公开|依申请公开|申请|提出|提交|事项)*(?:件数|数量|总数|总量)?(?:共计?|合计|总计|一共|总共|计)?(?:有|为|是|达)?)"
)


def together(phrase: Phrase, context: Context) -> Claim | None:
    """新收和上年结转申请共46件; 自然人和企业的申请共41件: what several words name, in one number."""
    before = [*context.pending, *phrase.before]
    decisions = [t for t in before if t.facet == "decision" and t.value != "all"]
    if len(decisions) > 1 and phrase.sums and all(t.facet in ("decision", "time") for t in before):
        paths = [f"disclosure.{t.value}.decisions" for t in decisions]
        return phrase.claim(("+".join(paths),), plain=False, figure=paths[0]) if len(paths) == len({*paths}) else None
    named = [t for t in before if t.facet in ("column", "row") or t.value in _RECEIVED]
    run = [*_joined_at_the_end(named, phrase.text)]
    asked = context.domain in ("requests", None) and len(run) > 1
    if not asked or not _COUNTED_TOGETHER.fullmatch(phrase.text, run[-1].end, phrase.quantity.start):
        return None
    columns = [t.value for t in run if t.facet == "column"]
    if len(columns) == len(run) == len(set(columns)) and not any(t.facet == "row" for t in named):
        kind: ClaimKind = "part" if context.row or {"everyone", "organisations"} & {*columns} else "count"
        rows = ("received", "received+carried_in", "handled")
        of_columns = tuple("+".join(of_column(row, column) for column in columns) for row in rows)
        return phrase.claim(of_columns if kind == "count" else tuple(map(_of_all, rows)), kind=kind, plain=False)
    if {t.value for t in run if t.facet == "row"} == {"carried_in"} and len(run) == len({t.value for t in run}) == 2:
        return phrase.claim(("requests.received.total+requests.carried_in.total",), figure="requests.received.total")
    return None


_RECEIVED = ("received", "received_new")


def _of_all(path: str) -> str:
    return of_column(path, "total")


def _joined_at_the_end(named: Sequence[Token], text: str) -> Sequence[Token]:
    """The last words with nothing but 和 or 、 between."""
    start = len(named) - 1
    while start > 0 and _TOGETHER.fullmatch(text, named[start - 1].end, named[start].start):
        start -= 1
    return named[max(start, 0) :]


_ONE_RESULT = re.compile(
    r"[，；。][^，；。\d]*(?:无法提供|不予公开|予以公开|部分公开|不予处理|其他处理|不掌握[^，；。\d]*)，$"
)
"""企业申请均因不掌握而无法提供，共2件: of the result that the clause before names."""


def sum_of(phrase: Phrase, context: Context) -> Claim | None:
    """新收5件、上年结转1件，共6件; 复议2件，诉讼1件，合计3件: the sum of the numbers before it."""
    if (
        context.open_row
        or context.open_column
        or not _SUM_ALONE.fullmatch(phrase.words)
        or any(t.facet not in ("time", "object", "verb") for t in phrase.tokens)
        or _ONE_RESULT.search(phrase.text, max(0, phrase.begin - 60), phrase.begin)
    ):
        return None
    both = _new_and_carried(phrase, context)
    if both is not None:
        return both
    kind = _kind_of(context.run[-1]) if context.run else ""
    parts = _outermost([*takewhile(lambda claim: _kind_of(claim) == kind, reversed(context.run))])
    units = {claim.quantity.unit for claim in parts if claim.quantity}
    if len(parts) < 2 or not kind or units != {phrase.quantity.unit}:
        return None
    count = {len(claim.readings) for claim in parts}
    width = count.pop() if len(count) == 1 else 1
    of_some = _SO_MANY.search(phrase.words)  # 办结64件，予以公开27件，部分公开6件，二者合计33件
    sizes = [_NUMBERS[of_some[0]]] if of_some else range(len(parts), 1, -1)
    readings = tuple("+".join(c.readings[n] for c in parts[:size]) for size in sizes for n in range(width))
    if all(claim.figure.split(".")[1] in RESULT_GROUPS for claim in parts):
        readings += ("requests.handled.total",)
    return phrase.claim(readings, plain=False, figure=parts[-1].figure)


_SO_MANY = re.compile(r"[两二三四](?=[项者类])")
_NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4}


def _outermost(parts: list[Claim]) -> list[Claim]:
    """Without the lines of a group that is counted itself (不予处理3件（信访类2件，重复申请1件）)."""
    groups = {claim.figure.rpartition(".")[0] for claim in parts if claim.figure.startswith("requests.")}
    return [c for c in parts if c.figure.rpartition(".")[0].rpartition(".")[0] not in groups]


def _new_and_carried(phrase: Phrase, context: Context) -> Claim | None:
    """新收12件，其中自然人11件，上年结转1件，共13件: what was received and what was carried over, added up."""
    last = context.seen[-1].figure if context.seen else ""
    if (
        last != "requests.carried_in.total"
        or "requests.received.total" not in context.told
        or phrase.quantity.unit != "件"
    ):
        return None
    both = "requests.received.total+requests.carried_in.total"
    return phrase.claim((both,), plain=False, figure="requests.received.total")


def _kind_of(claim: Claim) -> str:
    """What claims have in common that may be added up: columns of a row, rows, kinds of cases, of decisions."""
    table, row, last = (*claim.figure.split(".", 1)[0:1], *claim.figure.rsplit(".", 1)) if claim.figure else ("",) * 3
    if claim.kind != "count" or table not in ("requests", "disputes", "disclosure"):
        return ""
    if table == "requests":
        return "rows" if last == "total" else row
    if table == "disputes" and last != "total":
        return row
    return f"{table}.{last}"
