"""S2: lists that are numbered: 一是, （一）, 1., 第一."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from nianbao.core.checks.texts import has
from nianbao.core.findings import Case, Finding, rule
from nianbao.core.lazy import lazy
from nianbao.core.report import Passage, Report

_NUMERALS = {text: n for n, text in enumerate("一二三四五六七八九十", 1)}
_NUMERALS.update({f"十{text}": 10 + n for text, n in list(_NUMERALS.items())[:9]})
_POINT = lazy(
    r"(?P<free>^|[。；;，,：:、！？\s”）])?(?<![之唯统专单万划任逐同不第十百年月])(?P<n>十?[一二三四五六七八九]|十)是(?![否非]|不是)"
)
_HEAD = lazy(r"^\s*[（(]\s*(?P<n>十?[一二三四五六七八九]|十)\s*[）)]")
_ITEM = lazy(r"^\s*(?P<n>\d{1,2})[.．、](?:(?!\d)|(?=20\d\d年))")
_ITEM_WITHIN = lazy(r"[。；：]\s*(?P<n>\d{1,2})[.．、](?:(?!\d)|(?=20\d\d年))")
"""（二）改进情况。1.…；2.…: items that follow one another in a paragraph."""
_TURN = lazy(r"措施|改进|整改|下一步|今后|针对|为此|原因|将")
_CLAUSE = lazy(r"[^，。；：、！？]*")


def _narrative(report: Report) -> Iterator[tuple[str | None, list[Passage]]]:
    """The passages of each narrative section; sections of tables may hold labels that a reader took for text."""
    groups: dict[str | None, list[Passage]] = {}
    for passage in report.passages:
        if passage.section in ("overview", "problems", "other"):
            groups.setdefault(passage.section, []).append(passage)
    yield from groups.items()


def _gap(code: str, passage: Passage, start: int, number: str, before: int, quote: str, missing: str) -> Finding:
    again = _NUMERALS.get(number, 0) == before or number == str(before)
    what = f"“{quote}”前面已有同样的序号" if again else f"“{quote}”前面没有“{missing}”"
    return Finding(
        code=code,
        severity="warning",
        where=passage.where,
        message=f"序号不连贯：{what}",
        mend="补上漏掉的一项，或者改正序号",
        quote=quote,
        slot=passage.slot_at(start),
    )


@rule(
    "S201",
    "“一是、二是、三是”缺号或者重号",
    severity="warning",
    source="GB/T 9704—2012《党政机关公文格式》；公文写作惯例",
    bad="一是公开不够及时；三是人员不足。",
    good="一是公开不够及时；二是人员不足。",
)
def broken_points(case: Case) -> Iterator[Finding]:
    """“一是”之后应当有“二是”。每遇“一是”重新计数，里层的序号不影响外层。"""
    for _, passages in _narrative(case.report):
        counts: list[int] = []
        for passage in passages:
            if "是" not in passage.text:
                continue
            end = at = 0
            for match in _POINT().finditer(passage.text):
                number = _NUMERALS[match["n"]]
                if number == 1 and _TURN().search(passage.text, end, match.start("n")):
                    counts.clear()  # from problems to measures: another list, not one inside the first
                end = match.end()
                before = counts[-1] if counts else 0
                start = match.start("n")
                if _said_again(counts, number, passage.text, at, start):
                    yield _gap("S201", passage, start, match["n"], before, _clause(passage.text, start), "")
                    at = start
                    continue
                at = start
                if _take(counts, number) or match["free"] is None:
                    continue
                if not counts and _begun_otherwise(passages, passage, start):
                    counts.append(number)
                    continue
                clause = _CLAUSE().match(passage.text, start)
                quote = clause[0] if clause else match[0]
                yield _gap("S201", passage, start, match["n"], before, quote, f"{_numeral(number - 1)}是")
                counts[:] = [number]


def _said_again(counts: list[int], number: int, text: str, before: int, start: int) -> bool:
    """一是甲；一是乙: the first number twice in one sentence, with nothing between that opens another list."""
    if number != 1 or counts[-1:] != [1] or start <= before:
        return False
    between = text[before:start]
    return (
        between.startswith("一是") and between.endswith("；") and not re.search(r"[。：]|一是.*[，：].*一是", between)
    )


def _clause(text: str, start: int) -> str:
    clause = _CLAUSE().match(text, start)
    return clause[0] if clause else ""


def _take(counts: list[int], number: int) -> bool:
    """Whether a number begins a list or goes on with one that is open; the open lists are kept from outer to inner."""
    if number == 1:
        counts.append(1)
        return True
    for depth in range(len(counts) - 1, -1, -1):
        if counts[depth] == number - 1:
            counts[depth:] = [number]
            return True
    return False


_OTHER_BEGINNING = (
    "首先",
    "第一",
    "其一",
    "一方面",
    "一要",
    "一、",
    "1.",
    "1、",
    "（一）",
    "（1）",
    "①",
    "一为",
    "一在",
    "一则",
)


def _begun_otherwise(passages: list[Passage], passage: Passage, start: int) -> bool:
    """Whether a list that seems to begin in its middle may have begun in other words."""
    before = "".join(p.text for p in passages[: passages.index(passage)]) + passage.text[:start]
    return has(before, _OTHER_BEGINNING) or "一" in passage.text[:start]


def _numeral(number: int) -> str:
    return next((text for text, n in _NUMERALS.items() if n == number), str(number))


@rule(
    "S202",
    "（一）（二）（三）缺号或者重号",
    severity="warning",
    source="GB/T 9704—2012《党政机关公文格式》",
    bad="（一）主动公开……（三）政府信息管理……",
    good="（一）主动公开……（二）依申请公开……（三）政府信息管理……",
)
def broken_heads(case: Case) -> Iterator[Finding]:
    """段首的（一）（二）（三）依次编号；每遇（一）重新计数。"""
    yield from _broken_starts(case.report, _HEAD(), "S202", "（{}）")


@rule(
    "S203",
    "1.2.3.缺号或者重号",
    severity="warning",
    source="GB/T 9704—2012《党政机关公文格式》",
    bad="1.扩大范围……3.加强培训……",
    good="1.扩大范围……2.加强培训……",
)
def broken_items(case: Case) -> Iterator[Finding]:
    """段首的1.2.3.依次编号；每遇1或者上一级标题重新计数。"""
    yield from _broken_starts(case.report, _ITEM(), "S203", "{}.")


def _broken_starts(report: Report, pattern: re.Pattern[str], code: str, form: str) -> Iterator[Finding]:
    for _, passages in _narrative(report):
        last = 0
        meant = 0  # what the number before should have been, where it was wrong
        above: Passage | None = None
        for at, passage in enumerate(passages):
            match = pattern.match(passage.text)
            before, above = above, passage
            if match is None:
                if code == "S203" and _HEAD().match(passage.text):
                    last = meant = 0
                if code == "S203" and (attached := _ATTACHED().match(passage.text)):
                    last, meant = int(attached["n"]), 0
                if code == "S203" and (within := _ITEM_WITHIN().findall(passage.text)):
                    last, meant = int(within[-1]), 0
                continue
            number = int(match["n"]) if match["n"].isdigit() else _NUMERALS[match["n"]]
            twice = number == last == 1 and before is not None and _has_words(pattern, before.text)
            goes_on = meant and number == meant + 1
            meant = 0
            if (number not in (1, last + 1) and not goes_on) or twice:
                meant = last + 1
                missing = form.format(number - 1 if code == "S203" else _numeral(number - 1))
                clause = _CLAUSE().match(passage.text, match.end())
                quote = passage.text[match.start("n") - (code == "S202") : match.end()] + (clause[0] if clause else "")
                gap = _gap(code, passage, match.start("n"), match["n"], last, quote.strip(), missing)
                right = form.format(meant if code == "S203" else _numeral(meant))
                alone = _number_behind(pattern, passages[at + 1 :]) == meant + 1
                yield gap._replace(mend=f"这一项改为“{right}”") if alone else gap
            last = number


_ATTACHED = lazy(r"\s*附(?:件|表|图)[：:]\s*(?P<n>\d{1,2})[.．、]")
"""附件：1.…, whose other items stand below it as 2.…"""


def _number_behind(pattern: re.Pattern[str], passages: list[Passage]) -> int:
    """The number of the item that comes next; 0 if there is none."""
    match = next((match for passage in passages if (match := pattern.match(passage.text))), None)
    return 0 if match is None else int(match["n"]) if match["n"].isdigit() else _NUMERALS[match["n"]]


def _has_words(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a paragraph is an item in full, not a heading of other items."""
    return pattern.match(text) is not None and text.rstrip().endswith(("。", "；"))


_N = "(?P<n>十?[一二三四五六七八九]|十)"
_FREE = r"(?:^|(?<=[。；;：:，,\s]))"
_LISTS: tuple[tuple[str, Callable[[], re.Pattern[str]], str], ...] = (
    ("一要", lazy(rf"{_FREE}{_N}要(?![求素点领件闻塞职害是么])"), "{}要"),
    ("第一", lazy(rf"(?:^|(?<=[。；;：:\s]))第{_N}[，：](?!第)"), "第{}"),
    ("其一", lazy(rf"{_FREE}其{_N}[，：是]"), "其{}"),
    ("（一）", lazy(rf"(?:^|(?<=[。；;：:]))（{_N}）(?!项)"), "（{}）"),
    ("1.", lazy(r"(?:^|(?<=[。；;：:]))(?P<n>\d{1,2})[.．](?!\d)"), "{}."),
    ("1、", lazy(r"(?:^|(?<=[。；;：:]))(?P<n>\d{1,2})[、](?!\d)"), "{}、"),
    ("一、", lazy(rf"(?:^|(?<=[。；;：:])){_N}、(?![一二三四五六七八九十])"), "{}、"),
    ("（1）", lazy(r"(?:^|(?<=[。；;：:]))（(?P<n>\d{1,2})）(?!项)"), "（{}）"),
)
"""Other lists: what their first item holds, the pattern of an item, how an item is named."""


@rule(
    "S204",
    "“第一、第二”等序号缺号或者重号",
    severity="warning",
    source="GB/T 9704—2012《党政机关公文格式》；公文写作惯例",
    bad="一要加强学习；三要落实专人。",
    good="一要加强学习；二要落实专人。",
)
def broken_lists(case: Case) -> Iterator[Finding]:
    """“一要、二要”“第一，第二，”“其一，其二，”和行文里的（一）（二）、（1）（2）依次编号，从第一项起核对。"""
    for _, passages in _narrative(case.report):
        for first, pattern, form in _LISTS:
            if any(first in passage.text for passage in passages):
                yield from _broken_list(passages, pattern(), form, within_paragraph=first in ("（一）", "1.", "1、"))


def _broken_list(
    passages: list[Passage], pattern: re.Pattern[str], form: str, *, within_paragraph: bool
) -> Iterator[Finding]:
    counts: list[int] = []
    for passage in passages:
        if within_paragraph:
            counts.clear()
        for match in pattern.finditer(passage.text):
            arabic = match["n"].isdigit()
            number = int(match["n"]) if arabic else _NUMERALS[match["n"]]
            before = counts[-1] if counts else 0
            if _take(counts, number) or not before:
                continue
            clause = _CLAUSE().match(passage.text, match.end())
            missing = form.format(number - 1 if arabic else _numeral(number - 1))
            quote = match[0] + (clause[0] if clause else "")
            yield _gap("S204", passage, match.start(), match["n"], before, quote, missing)
            counts[:] = [number]
