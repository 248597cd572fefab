"""Results that a list of results leaves unnamed: 其他3件, 撤回1件, 不属于政府信息1件."""

from __future__ import annotations

import re

from nianbao.core.claim import Claim, Context, Phrase, narrowest, of_column
from nianbao.core.claim_words import RESULT_GROUPS, tokens
from nianbao.core.form import Form
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
        row = claim.figure.removeprefix("requests.").removesuffix(".total")
        if claim.kind != "count" or row.split(".")[0] not in RESULT_GROUPS or not claim.figure.endswith(".total"):
            break
        found.append(row)
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


def unnamed_result(phrase: Phrase, context: Context, report: Report) -> Claim | None:
    """撤回1件 in a list of results: any line of the table that the list has not named, or all that is left.

    Only where the results named so far do not make up all that was handled.
    """
    rows = _rows(context)
    words, quantity = phrase.words, phrase.quantity
    handled = report.numbers.get("requests.handled.total")
    if len(rows) < 2 or quantity.unit != "件" or handled is None or phrase.text[phrase.begin - 1] not in "、；，":
        return None
    if not 2 <= len(words) <= 24 or _NOT_A_RESULT.search(words):
        return None
    if any(t.facet in ("other", "column", "verb", "object", "document", "dispute") for t in phrase.tokens):
        return None
    last = context.run[-1]
    told: list[Number] = [c.quantity.value for c in context.run[-len(rows) :] if c.quantity is not None]
    if sum(told) >= handled or phrase.text[last.end : phrase.begin].strip("的、；，"):
        return None
    named = {row.split(".")[0] for row in rows if "." not in row}
    lines = [r for r in _lines_of(report.form) if r not in rows and r.split(".")[0] not in named]
    groups = [g for g in RESULT_GROUPS if g not in named and not any(r.startswith(f"{g}.") for r in rows)]
    paths = ["handled-" + "-".join(dict.fromkeys(rows)), *groups, *lines]
    return phrase.claim([of_column(path, "total") for path in dict.fromkeys(paths)], plain=False)


_SOME = ("", "其中", "另", "另有", "还有", "尚有", "其余", "剩下", "剩余", "有", "另外")
_TO_THE_MARK = re.compile(r"[^；。\d]{4,40}(?=[；。]|$)|[^；。\d]{4,40}，(?=[^，；。\d]{0,12}\d)")
_NO_RESULT = re.compile(r"延期|延长|复议|诉讼|结转|转入|申请人为|由|来自|提出|未|涉及的")


def late_result(phrase: Phrase) -> Claim | None:
    """1件涉及第三方商业秘密，区分处理后部分公开: the words up to the next mark say how it ended."""
    if phrase.quantity.unit != "件" or phrase.words not in _SOME:
        return None
    rest = _TO_THE_MARK.match(phrase.text, phrase.quantity.end)
    if rest is None or _NO_RESULT.search(rest[0]):
        return None
    found = tokens(rest[0])
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
