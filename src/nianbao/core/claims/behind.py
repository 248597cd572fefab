"""Numbers of requests whose words stand behind them: 1件因征求第三方意见，结转下年; 其余103件均已答复."""

from __future__ import annotations

import re

from nianbao.core.claims.claim import Claim, ClaimKind, Context, Phrase, narrowest, of_column
from nianbao.core.claims.results import told_apart
from nianbao.core.claims.rows import DEALT_BEHIND
from nianbao.core.claims.share import of_requests
from nianbao.core.claims.words import tokens

_BUT_FOR_THE_CARRIED = re.compile(r"除(?:上述|以上|前述)?(?:结转|转结|转入下年|尚未办结)[^，。；\d]{0,10}外?，$")
_LATE = re.compile(
    r"(?:申请)?(?:[^，。；件]{0,24}，){1,2}(?:[需要将已故均待都]|因此|现)*(?:转结|结转|接转|转入|转|顺延|留待|延)(?:到|至|入|于)?(?:下|次|明|翌|20\d\d)"
    r"|(?:申请)?(?:[^，。；件]{2,24}，)?[待将](?:于|在|到)?(?:下一?|次|明|20\d\d)年度?(?:\d{1,2}月(?:份|底|\d{1,2}日)?)?(?:前|内|继续|再)*(?:答复|回复|办结|办理)"
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
    next_to = phrase.behind[0] if phrase.behind else None
    if next_to is not None and next_to.value == "carried_out" and _ALL_BUT.fullmatch(phrase.words):
        near = of_requests(phrase, context) and next_to.start - phrase.quantity.end < 3
        return phrase.claim(("requests.carried_out.total",), plain=False) if near else None
    if (
        not of_requests(phrase, context)
        or phrase.words not in _SOME
        or not _LATE.match(phrase.text, phrase.quantity.end)
    ):
        return None
    if any(not t.value.startswith("carried") for t in named):
        return None
    return phrase.claim(("requests.carried_out.total",), plain=False)


_ALL_BUT = re.compile(r"(?:上述|以上|收到的|受理的|全部|所有)*(?:政府信息公开)?申请(?:中)?，?(?:除|仅|有|尚有)")
"""上述申请除2件转至下一年度办理外，均已办结."""
_APPLICANTS = re.compile(r"[^，。；（）\d]{2,40}")
_OTHER_KINDS = re.compile(r"其[余他它]的?(?:各?类型?|申请人|申请主体|主体)的?(?:申请|提出)?(?:共|合计|为|有)?")
"""自然人61件、企业17件，其余类型16件: all that were not named before."""
_CAME = ("received", "received+carried_in")


def _rest_of_applicants(phrase: Phrase, context: Context) -> Claim | None:
    """自然人142件，其余11件来自企业和律师事务所: those applicants together; with 等, all that were not told before."""
    last = context.run[-1] if context.run else None
    if last is None or not last.figure.startswith("requests.received."):
        return None
    told = [claim.figure.rpartition(".")[2] for claim in context.run if claim.figure.startswith("requests.received.")]
    less = "".join(f"-{of_column('received', column)}" for column in dict.fromkeys(told) if column != "total")
    others = [f"{of_column(path, 'total')}{less}" for path in _CAME] if "natural_person" in told else []
    if others and _OTHER_KINDS.fullmatch(phrase.words):
        return phrase.claim(others, plain=False)
    end = phrase.quantity.end
    stretch = _APPLICANTS.match(phrase.text, end) if any(t.facet == "column" for t in phrase.after) else None
    words = stretch[0] if stretch else ""
    columns = list(dict.fromkeys(t.value for t in tokens(words) if t.facet == "column"))
    if not columns or "everyone" in columns:
        return None
    organisations = [of_column(path, "organisations") for path in _CAME]
    if "等" in words[-4:]:
        return phrase.claim(others or organisations, kind="count" if others else "part", plain=False)
    sums = ["+".join(of_column(path, column) for column in columns) for path in _CAME]
    return phrase.claim([*sums, *organisations, *others], plain=False)


def organisations_left(phrase: Phrase, context: Context) -> Claim | None:
    """科研机构3件、社会公益组织2件、其他法人7件: the organisations that the list has not named."""
    told = [claim.figure.rpartition(".")[2] for claim in context.run if claim.figure.startswith("requests.received.")]
    named = [column for column in dict.fromkeys(told) if column not in ("total", "natural_person", "organisations")]
    if not named:
        return None
    less = ["".join(f"-{of_column(row, column)}" for row in path.split("+") for column in named) for path in _CAME]
    readings = [f"{of_column(path, 'organisations')}{gone}" for path, gone in zip(_CAME, less, strict=True)]
    return phrase.claim([*readings, of_column("received", "other")], plain=False, figure="requests.received.other")


def all_the_rest(phrase: Phrase, context: Context) -> Claim | None:
    """除结转下年度3件外，其余103件均已答复: all that were handled, where those carried over were told before;
    自然人142件，其余11件来自企业和律师事务所: those applicants together."""
    if (applicants := _rest_of_applicants(phrase, context)) is not None:
        return applicants
    seen = {claim.figure for claim in context.seen}
    if _BUT_FOR_THE_CARRIED.search(phrase.text, 0, phrase.begin):
        seen |= context.told
    out = "requests.carried_out.total" in seen
    if not out or not DEALT_BEHIND.match(phrase.text, phrase.quantity.end) or not of_requests(phrase, context):
        return None
    apart = [told_apart(phrase, context)]
    if any(claim.figure.startswith("requests.closed") for claim in context.seen):
        apart.append(["closed"])  # 4件已撤回
    new = "requests.received.total" in context.told and "requests.carried_in.total" not in context.told
    wholes = ["handled", *(["received-carried_out"] if new else [])]
    paths = [*wholes, *("-".join([whole, *rows]) for whole in wholes for rows in apart if rows)]
    return phrase.claim([of_column(path, "total") for path in dict.fromkeys(paths)], plain=False)
