"""Results that a list of results leaves unnamed: 其他3件, 撤回1件, 不属于政府信息1件."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nianbao.core.claims.claim import Claim, Context, Phrase, narrowest, of_column, sentence_around
from nianbao.core.claims.words import RESULT_GROUPS, is_whole_line, tokens
from nianbao.core.form import COLUMNS, Form
from nianbao.core.numerals import Number
from nianbao.core.report import Report


def _lines_of(form: Form) -> list[str]:
    """The lines of table three that are results, without their column."""
    totals = (figure for figure in form.figures if figure.startswith("requests.") and figure.endswith(".total"))
    paths = (figure.removeprefix("requests.").removesuffix(".total") for figure in totals)
    return [path for path in paths if path.split(".")[0] in RESULT_GROUPS]


def _rows(context: Context) -> list[str]:
    """The results named one behind the other, as rows of table three; empty where the last claim names none."""
    found: list[str] = []
    for claim in reversed(context.run):
        rows = [part.removeprefix("requests.").removesuffix(".total") for part in claim.readings[0].split("+")]
        results = all(row.split(".")[0] in RESULT_GROUPS for row in rows)
        if claim.kind != "count" or not results or not claim.figure.endswith(".total"):
            break
        found += rows[::-1]
    return found[::-1]


def rest_of_results(phrase: Phrase, context: Context) -> Claim | None:
    """其他3件 behind a list of results: the other results, those of the last one's group, or all not named yet."""
    rows = _rows(context)
    if not rows:
        return None
    paths = ["closed", "closed.other", "handled-" + "-".join(dict.fromkeys(rows))]
    return phrase.claim([of_column(path, "total") for path in paths], plain=False)


_NOT_A_RESULT = re.compile(
    r"其中|延长|延期|超期|逾期答复|补正|含|包括|涉及|平均|同比|[较比]|告知|电话|沟通|征求|转|分别|各|均|都|已|"
    r"[一二三四]是|收到|受理|申请人数|办结|答复|复议|诉讼|上年|去年|结转|邮|件次"
)
_LISTED = re.compile(r"[、；，](?:[^，。；、\d]{2,24})")


_COUNTED_IN = re.compile(r"的?，?(?:[均都已]|也)*(?:计入|计在|列入|列在|归入|并入|纳入|统计在|包含在|包括在)")
"""申请人撤回1件计入其他情形: a part of what the list has named."""


def unnamed_result(phrase: Phrase, context: Context, report: Report) -> Claim | None:
    """撤回1件 in a list of results: any line of the table that the list has not named, or all that is left.

    Only where the results named so far do not make up all that was handled.
    """
    rows = _rows(context)
    words, quantity = phrase.words, phrase.quantity
    handled = report.numbers.get("requests.handled.total")
    if len(rows) < 2 or quantity.unit != "件" or handled is None or phrase.text[phrase.begin - 1] not in "、；，":
        return None
    if not 2 <= len(words) <= 24 or _NOT_A_RESULT.search(words) or _COUNTED_IN.match(phrase.text, quantity.end):
        return None
    named = [t for t in phrase.tokens if not (t.facet == "object" and _WITHDRAWN.fullmatch(words))]
    if any(t.facet in ("other", "column", "verb", "object", "document", "dispute", "decision", "fees") for t in named):
        return None
    last = context.run[-1]
    told: list[Number] = [c.quantity.value for c in context.run[-len(rows) :] if c.quantity is not None]
    if sum(told) >= handled or phrase.text[last.end : phrase.begin].strip("的、；，"):
        return None
    told_groups = {row.split(".")[0] for row in rows if "." not in row}
    lines = [r for r in _lines_of(report.form) if r not in rows and r.split(".")[0] not in told_groups]
    groups = [g for g in RESULT_GROUPS if g not in told_groups and not any(r.startswith(f"{g}.") for r in rows)]
    paths = ["handled-" + "-".join(dict.fromkeys(rows)), *groups, *lines, *_left_of_group(rows, report.form)]
    return phrase.claim([of_column(path, "total") for path in dict.fromkeys(paths)], plain=False)


def _left_of_group(rows: Sequence[str], form: Form) -> list[str]:
    """其他处理14件中，逾期不补正10件、撤回4件: the other lines of the group that the list told, and their sum."""
    group = rows[-1].partition(".")[0]
    named = [row for row in dict.fromkeys(rows) if row.startswith(f"{group}.")]
    if group not in rows or not named:
        return []
    return ["-".join([group, *named]), *(r for r in _lines_of(form) if r.startswith(f"{group}.") and r not in named)]


_WITHDRAWN = re.compile(
    r"(?:经[^，。；\d]{2,6})?(?:申请人|当事人)?(?:主动|自行|自愿|自主)?(?:要求|申请)?(?:撤回|撤销|撤件|撤办)(?:了|申请|的|件)*(?:有|共)?"
)


_AFTER_A_TALK = r"(?:经(?:过)?[^，。；\d]{2,8}后?，?|(?:申请人|当事人)?在[^，。；\d]{0,6}(?:中|期间|前))?"
"""经沟通后申请人撤回, 申请人在办理过程中撤回: what led to it."""
_WITHDRAWN_BEHIND = re.compile(
    rf"{_AFTER_A_TALK}(?:为|系|是|由|因)?(?:申请人|当事人)?(?:已|均|后)*(?:主动|自行|自愿|申请|要求)*(?:撤回|撤销|撤件)(?:了)?(?:政府)?(?:信息公开)?(?:申请)?"
)


def withdrawn_behind(phrase: Phrase) -> bool:
    """2件申请人在办理过程中撤回: what stands behind the number says that they were withdrawn."""
    words = phrase.words.removeprefix("其中，").removeprefix("其中")
    return words in _SOME and _WITHDRAWN_BEHIND.match(phrase.text, phrase.quantity.end) is not None


def withdrawn(phrase: Phrase, context: Context) -> Claim | None:
    """撤件5件, 5件申请人已撤回, among the requests received: no more than were closed otherwise."""
    words = phrase.words.removeprefix("其中，").removeprefix("其中")
    if not context.seen or not (withdrawn_behind(phrase) or _WITHDRAWN.fullmatch(words)):
        return None
    lines = ["closed", "closed.other", "rejected"]
    return phrase.claim([of_column(line, "total") for line in lines], kind="part", plain=False)


_WITHDRAWN_COUNTED = re.compile(
    r"(?:撤回|撤销|撤件|撤办)(?:了|申请|的|件|有|共)*(?P<behind>\d{1,6})[件宗]"
    rf"|(?<!\d)(?P<before>\d{{1,6}})[件宗](?:申请)?{_AFTER_A_TALK}(?:为|系|是|由|因|申请人|当事人|已|主动|自行|自愿|要求|申请)*(?:撤回|撤销|撤件)"
)


def withdrawn_beside(phrase: Phrase) -> int:
    """收到23件，申请人撤回2件，答复21件: how many the sentence tells as withdrawn, which may be left out of those
    answered; 0 where it tells none."""
    around = sentence_around(phrase.text, phrase.begin, phrase.quantity.end, "。")
    if "撤" not in around:
        return 0
    found = [int(m["behind"] or m["before"]) for m in _WITHDRAWN_COUNTED.finditer(around)]
    return found[0] if len(found) == 1 else 0


_PUBLIC_ALREADY = re.compile(
    r"(?:已|早已)(?:经|主动|对外|在|通过[^，。；、\d]{0,8})*公开(?:的)?(?:有|共)?(?P<count>\d{1,6})[件宗]"
)


def public_beside(phrase: Phrase) -> int:
    """予以公开3件，已通过网站公开1件: how many the sentence tells apart as public already, which the form counts as
    granted too; 0 where it tells none."""
    around = sentence_around(phrase.text, phrase.begin, phrase.quantity.end, "。")
    if "已" not in around:
        return 0
    found = [int(m["count"]) for m in _PUBLIC_ALREADY.finditer(around)]
    return found[0] if len(found) == 1 else 0


_BODIES = re.compile(
    r"(?:由|其中|来自)?(?:业主委员会|业委会|村民委员会|村委会|居民委员会|居委会|合作社|村集体|社区|个体工商户|事业单位|学校|医院|社会团体|行业协会|商会|"
    r"律师|媒体|机关)(?:及其?[^，。；、\d]{2,6})?(?:提出|申请|提交|类)?(?:的)?(?:有|为)?"
)
_ANOTHER = re.compile(r"[、，](?!其中|合计|共|上年|已|办|答|予)[^，。、；\d]{2,12}\d+件")


def unnamed_applicant(phrase: Phrase, context: Context) -> Claim | None:
    """业主委员会3件 behind 自然人30件、企业4件: one of the kinds that the list has not named, or all of these."""
    last = context.run[-1] if context.run else None
    if last is None or last.kind != "count" or not last.figure.startswith("requests.received."):
        return None
    named = [c.figure.rpartition(".")[2] for c in context.run if c.figure.startswith("requests.received.")]
    named = [column for column in dict.fromkeys(named) if column != "total"]
    listed = phrase.text[last.end : phrase.begin] in ("、", "，", "和", "") and not phrase.tokens_but_time
    if not named or not listed or phrase.quantity.unit != "件" or not _BODIES.fullmatch(phrase.words.lstrip("和及")):
        return None
    if _ANOTHER.match(phrase.text, phrase.quantity.end):
        return None
    columns = [c.path for c in COLUMNS if c.path not in ("total", *named)]
    less = "".join(f"-{of_column('received', column)}" for column in named)
    readings = [f"{of_column('received', 'total')}{less}"]
    readings += [of_column(path, column) for column in columns for path in ("received", "received+carried_in")]
    return phrase.claim(readings, plain=False, figure=of_column("received", "other"))._replace(start=phrase.begin)


_COUNTED_BEHIND = re.compile(r"[，、；](?P<words>[^，。、；（）\d]{2,24})\d+[件宗起]")
_ITS_PARTS = re.compile(r"[^，。；]{0,6}[，：（]?(?:其中|：|（)")


def told_apart(phrase: Phrase, context: Context) -> list[str]:
    """无法提供1件，按期答复18件: the results that the sentence counts beside those answered, perhaps not among them."""
    if _ITS_PARTS.match(phrase.text, phrase.quantity.end):
        return []
    rows = _rows(context)
    until = phrase.text.find("。", phrase.quantity.end)
    for counted in _COUNTED_BEHIND.finditer(
        phrase.text, phrase.quantity.end, until if until >= 0 else len(phrase.text)
    ):
        found = [t.value for t in tokens(counted["words"]) if t.facet == "row"]
        if "不予受理" in counted["words"]:
            found = ["rejected"]
        if found and not found[-1].startswith("carried"):
            rows.append(narrowest(found))
    return list(dict.fromkeys(rows))


_NOT_THERE = re.compile(r"不存在|未制作")
_NOT_OURS = re.compile(r"掌握|不属于|非本|职责|未保存")


def one_line_twice(found: Sequence[Claim]) -> Claim | None:
    """不属于本机关公开2件、信息不存在1件: both kinds of what is not held, counted apart; together the line's number."""
    first, second = found[0], found[-1]
    text = first.line.bare.text
    articles = "".join(text[claim.start : claim.end] for claim in found)
    by_article = is_whole_line(articles) and not any(is_whole_line(text[c.start : c.end]) for c in found)
    if len(found) != 2 or not (by_article or first.readings == ("requests.unavailable.not_held.total",)):
        return None
    words = (
        text[first.start : min(first.end + 10, second.start)],
        text[max(first.end, second.start - 12) : second.end + 10],
    )
    kinds = [bool(_NOT_THERE.search(part)) for part in words], [bool(_NOT_OURS.search(part)) for part in words]
    if by_article:
        pass
    elif kinds[0] not in ([True, False], [False, True]) or kinds[1] != [not there for there in kinds[0]]:
        return None
    a, b = first.quantity, second.quantity
    if a is None or b is None or a.unit != b.unit or not a.exact or not b.exact or a.value == b.value:
        return None  # the same number is the same line, told twice
    both = b._replace(start=a.start, value=a.value + b.value, low=a.low + b.low, high=a.high + b.high)
    return first._replace(kind="count", quantity=both, end=second.end, plain=False)


_SOME = ("", "其中", "另", "另有", "还有", "尚有", "其余", "剩下", "剩余", "有", "另外")
_TO_THE_MARK = re.compile(r"[^；。\d]{4,40}(?=[；。]|$)|[^；。\d]{4,40}，(?=[^，；。\d]{0,12}\d)")
_OF_ALL = re.compile(r"，(?:均|都|皆|上述|以上)")
_NO_RESULT = re.compile(r"延期|延长|复议|诉讼|结转|转入|申请人为|由|来自|提出|未|涉及的")


def late_result(phrase: Phrase, context: Context) -> Claim | None:
    """1件涉及第三方商业秘密，区分处理后部分公开: the words up to the next mark say how it ended."""
    if phrase.quantity.unit not in ("件", "宗", context.odd_unit or "件") or phrase.words not in _SOME:
        return None
    rest = _TO_THE_MARK.match(phrase.text, phrase.quantity.end)
    if rest is None or _NO_RESULT.search(rest[0]):
        return None
    found = tokens(_OF_ALL.split(rest[0])[0])
    rows = [t.value for t in found if t.facet == "row"]
    kinds = (
        {t.facet for t in found}
        - {"row", "object", "time", "rest"}
        - ({"stock"} if "规范性文件" not in rest[0] else set())
    )
    if not rows or kinds or any(row.startswith("carried") for row in rows):
        return None
    row = narrowest(rows)
    if any(r != row and not row.startswith(f"{r}.") for r in rows):
        return None
    return phrase.claim([of_column(row, "total")], plain=False)
