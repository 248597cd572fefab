"""Claims about table three: requests received, carried over, handled, with their results and applicants."""

from __future__ import annotations

import re

from nianbao.core.claim import Claim, ClaimKind, Context, Phrase, narrowest, of_column, stands_alone
from nianbao.core.claim_words import RESULT_GROUPS

_KINDS_OF_ORGANISATION = (".enterprise", ".research", ".social", ".legal_service", ".other")
_DEALT = re.compile(r"办结|办理|答复|处理|回复|办毕|审结")
_TOTAL = re.compile(r"(?:共计|合计|总计|两项相加|二者相加|共)(?:为|是|有|达)?$")
_FACE_CHANNEL = re.compile(r"等|各类?渠道|多种|线上线下|、")


def request_claim(phrase: Phrase, context: Context) -> Claim | None:  # noqa: PLR0915 - one decision, row by row
    """What a quantity says of table three."""
    text, begin, quantity, line = phrase.text, phrase.begin, phrase.quantity, phrase.line
    before, after, leftover = phrase.before, phrase.after, phrase.leftover
    columns = [t for t in before if t.facet == "column"] or [t for t in after if t.facet == "column"]
    verbs = [t.value for t in before if t.facet == "verb"]
    if not verbs and after and after[0].facet == "object" and after[0].start == quantity.end:
        verbs = [t.value for t in after if t.facet == "verb" and t.value in ("handled", "handled_weak")]
    channel = [t for t in before if t.facet == "other" and t.value == "channel"]
    words = phrase.words
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
            paths = [narrowest(results)]
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
    elif context.open_column and quantity.unit == "件" and stands_alone(before, after, words):
        paths, column, plain = ["received", "received+carried_in", "handled"], context.open_column, False
    elif context.open_row and quantity.unit == "件" and stands_alone(before, after, words):
        paths = [context.open_row, "received+carried_in"] if context.open_row == "received" else [context.open_row]
        plain = False
    elif columns:
        paths = ["received", "received+carried_in"]
        if _DEALT.search(line.bare.text[max(0, begin - 80) : quantity.end + 4]):
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
        if _DEALT.search(line.bare.text[max(0, begin - 80) : quantity.end + 4]):
            paths.append("handled")
        plain = False
    else:
        return None
    inferred = (context.open_row or context.open_column) if stands_alone(before, after, words) else None
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
    readings = tuple(of_column(path, column) for path in paths)
    if column != "total" and column in ("enterprise", "other", "natural_person"):
        extra = {"enterprise": ("organisations",), "other": ("organisations",), "natural_person": ()}[column]
        if any(f.endswith(_KINDS_OF_ORGANISATION) and not f.endswith(f".{column}") for f in stated):
            extra = ()
        readings += tuple(of_column(path, name) for path in paths for name in extra)
    if column == "other":
        readings += tuple(
            f"{of_column(p, 'organisations')}-{of_column(p, 'enterprise')}"
            for p in paths
            if "+" not in p and "-" not in p
        )
    return phrase.claim(readings, kind=kind, plain=plain, figure=readings[0].split("+")[0])
