"""Claims about table four: reviews and suits with their outcomes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from nianbao.core.claims.claim import Claim, Context, Phrase, sentence_around
from nianbao.core.claims.cutting import Line
from nianbao.core.claims.words import Token
from nianbao.core.quantities import Quantity

_ROUTE = re.compile(r"直接|未经|经过|起诉前|后(?:又|再)?，?(?:提起|起诉|诉讼|向|行政诉讼)|又|再|不服")
_AGAINST_ANSWER = re.compile(r"(?:不服|对)[^，。；]{0,16}(?:答复|处理|办理|决定)")
_AND_OF_THESE = re.compile(r"其中[^，。；]{0,8}信息公开")
_DENIED = re.compile(r"(?:未|无|没有|未曾|没)(?:有|被|发生|出现)?$")
_NOT_THE_CASE = re.compile(r"不服|(?:人民)?法院")
_ALL_KINDS = ("review", "litigation", "litigation_direct", "litigation_after_review")


_CONTESTED = re.compile(r"(?:引发|引起|产生|涉及|涉)(?:的)?(?:行政)?(?:争议|纠纷|争讼)(?:案件)?(?:共计?|合计|有|为)*$")


_AGAINST_US_AMONG = re.compile(r"[，（]其中，?[^，。；\d]{0,4}以(?:本|我)[^，。；\d]{1,6}为被")
_ON_THE_OTHER_SIDE = re.compile(
    r"以(?:本|我)[^，。；\d]{1,6}为(?:(?P<review>被申请(?:人|机关))|被告)的?(?:案件)?(?:有|共|为)*$"
)


def contested_claim(phrase: Phrase) -> Claim | None:
    """因依申请公开引发行政争议11件: reviews and suits together, or one kind of them; 以本局为被申请人的2件."""
    if "为被" in phrase.words and (side := _ON_THE_OTHER_SIDE.search(phrase.words)) is not None:
        return phrase.claim((f"disputes.{'review' if side['review'] else 'litigation'}.total",), plain=False)
    if not _CONTESTED.search(phrase.words) or phrase.quantity.unit not in ("件", "起", "宗"):
        return None
    kinds = ("disputes.review.total", "disputes.litigation.total")
    return phrase.claim(("+".join(kinds), *kinds), plain=False, figure=kinds[0])


def dispute_claim(phrase: Phrase, context: Context) -> Claim | None:
    """What a quantity says of table four."""
    text, begin, quantity = phrase.text, phrase.begin, phrase.quantity
    words = phrase.words
    before, after, leftover = phrase.before, phrase.after, _NOT_THE_CASE.sub("", phrase.leftover)
    own = _own_kinds(phrase, context)
    if own and own[-1].value == "review" and words.endswith("复议后"):
        sued = _THEN_SUED.match(text, quantity.end)  # 复议后2件又起诉
        return phrase.claim(("disputes.litigation_after_review.total",), plain=False) if sued else None
    kinds = [t.value for t in own] or [t.value for t in after if t.facet == "dispute"]
    if own and text[max(0, begin - 3) : begin].endswith("复议、") and not re.search(r"均|各|都", words):
        kinds = ["review", "litigation"]
    outcome_words = [t for t in before if t.facet == "outcome"] or [t for t in after if t.facet == "outcome"]
    if own and not outcome_words and (re.search(r"[中里]有?$", words) or text.startswith("经", own[-1].start)):
        outcome_words = [t for t in phrase.behind if t.facet == "outcome"][:1]  # 复议案件中2件被纠正
    if any(_DENIED.search(text, max(t.start - 4, begin), t.start) for t in outcome_words):
        return None  # 8件均未败诉
    outcomes = [t.value for t in _of_this(outcome_words, before, text)]
    of_both = (
        not own
        and _both_told(context)
        and ("其中" in text[max(begin - 3, 0) : quantity.start] or _too_many(quantity, context))
    )
    sure = (
        context.sure
        or context.likely
        or bool(
            re.search(
                r"被申请|被提起|被诉|作为被|被(?:行政)?复议|被行政诉讼", text[max(0, begin - 12) : quantity.start]
            )
        )
    )
    if (
        _by_other_acts(phrase)
        or _NONE_OF_OURS.match(text, quantity.end)
        or (context.hears and _of_the_organ_that_decides(phrase))
    ):
        context.others = True
        return None
    if _of_all_cases(phrase) or _heard(phrase) or context.sure_from > quantity.end + 12:
        return None  # 办理复议案件38件，其中涉及政府信息公开的5件
    if not sure or quantity.unit not in ("件", "起", "宗", "", "个", "例", "次", "项"):
        return None
    if (closed := _ruled(phrase) or _closed(phrase, context)) is not None:
        return closed
    if own and context.sure and (concluded := _concluded(phrase, own[-1].value)) is not None:
        return concluded
    dealt = _dealt_with(phrase)
    received = dealt == {"received"} and phrase.words in ("收到", "共收到")
    if not own and context.kind and (received or _headed(phrase, context)):
        return phrase.claim((f"disputes.{context.kind}.total",), plain=False)  # 行政复议：收到9件
    if dealt and not (dealt == {"received"} and (context.likely or not context.hears or "review" not in kinds)):
        context.others |= bool(own) and "公开" not in sentence_around(text, begin, quantity.end, "。")
        return None  # 受理复议案件100件，维持60件
    if len(outcomes) > 1 and text.startswith("）", quantity.start - 1):
        outcomes = outcomes[-1:]  # 责令重新答复（结果纠正）1件
    if "unclear" in outcomes or re.search(r"化解|调解|备案|参与|出庭|培训", words):
        return None
    if len(leftover) > 1 and not re.fullmatch(r"[^件]{0,3}", leftover):
        return None
    plain = bool(own) and not context.likely
    if len({t.value for t in own}) > 1 and len(own) > 1 and not re.search(r"复议[、和及与]?(?:行政)?诉讼", words):
        return None
    if len(outcomes) > 1:
        return None
    outcome = outcomes[0] if outcomes else "total"
    if not kinds:
        if outcome == "total":
            return None
        suits = [text[t.start : t.end] == "败诉" for t in outcome_words] == [True]
        kinds = [context.kind] if context.kind and not of_both else list(_ALL_KINDS)
        if (suits and kinds == ["review"]) or _suits_alone(context):
            kinds = list(_ALL_KINDS[1:])  # 被复议纠错2件、被判败诉1件: suits are lost
    elif len(kinds) > 1 and {"review", "litigation"} <= set(kinds):
        both = (f"disputes.review.{outcome}+disputes.litigation.{outcome}",)
        return phrase.claim(both, plain=False, figure=f"disputes.review.{outcome}")
    else:
        kinds = [kinds[-1]]
    readings = _readings(phrase, context, kinds, outcome, named=bool(own), of_both=of_both)
    part = _told_apart(phrase, outcome) or _BEFORE_ONE_ORGAN.search(words) is not None
    return phrase.claim(readings, kind="part" if part else "count", plain=plain)


_BEFORE_ONE_ORGAN = re.compile(
    r"(?:[省市县区州](?:局|厅|政府)|上级[^，。；\d]{0,4}机关)(?:全年|共|累计)*(?:受理|审理|收到|办理)[^，。；\d]*为被(?:申请|告)"
)
"""市政府受理以我局为被申请人的行政复议3件: of those before one organ; others may have some too."""


def _readings(
    phrase: Phrase, context: Context, kinds: Sequence[str], outcome: str, *, named: bool, of_both: bool
) -> tuple[str, ...]:
    """The figures that a number of cases with an outcome may mean."""
    text, begin = phrase.text, phrase.begin
    readings: tuple[str, ...] = tuple(f"disputes.{kind}.{outcome}" for kind in kinds)
    head = text[max(text.rfind("。", 0, begin) + 1, begin - 16) : phrase.quantity.start]
    if not named and kinds[0].startswith("litigation_") and outcome != "total":
        readings += (f"disputes.litigation.{outcome}",)  # behind a list of both kinds of suits
    if kinds == ["litigation"] and _ROUTE.search(head):
        readings += (f"disputes.litigation_direct.{outcome}", f"disputes.litigation_after_review.{outcome}")
    if not named and outcome != "total" and (context.kind is None or of_both):
        readings += tuple(f"disputes.{kind}.{outcome}" for kind in _ALL_KINDS)
        readings += (f"disputes.review.{outcome}+disputes.litigation.{outcome}",)
    if outcome != "pending" and re.search(r"结案|审结", phrase.words):
        readings += tuple(f"{r}-{r.rpartition('.')[0]}.pending" for r in readings)
    return readings


_ENDED_IN_REVIEW = re.compile(r"经过?(?:行政)?复议")
"""被申请复议5件，经复议3件维持: what reviews ended in, where these were spoken of; else suits after one."""
_OUTCOME = re.compile(r"(?:被|予以|结果)?(?:维持|纠正|纠错|撤销|驳回|终止)")
_THEN_SUED = re.compile(r"[^，。；\d]{0,4}(?:起诉|诉至|提起诉讼|提起行政诉讼)")


def _own_kinds(phrase: Phrase, context: Context) -> list[Token]:
    """The words before a number that name cases; 行政诉讼中直接起诉4件: of the suits those that are named behind."""
    kinds = [t for t in phrase.before if t.facet == "dispute"]
    start = phrase.quantity.start
    if kinds and context.kind == "review" and _ENDED_IN_REVIEW.fullmatch(phrase.text, kinds[-1].start, start):
        return [kinds[-1]._replace(value="review")] if _OUTCOME.match(phrase.text, phrase.quantity.end) else kinds
    if len(kinds) > 1 and kinds[-2].value == "litigation" and kinds[-1].value.startswith("litigation_"):
        return [*kinds[:-2], kinds[-1]]
    if len(kinds) > 1 and _suits_by_route(phrase.text, kinds[-2], kinds[-1]):
        return kinds[:-1]
    return kinds


def _suits_by_route(text: str, route: Token, suits: Token) -> bool:
    """未经复议直接起诉的行政诉讼8件: one name for suits of one kind."""
    named = suits.value == "litigation" and route.value.startswith("litigation_")
    return named and text[route.end : suits.start] in ("", "的", "类")


def _told_apart(phrase: Phrase, outcome: str) -> bool:
    """Whether the sentence has numbers in the law's own words that the same line of the form may hold too;
    `number_outcomes` adds them up."""
    words = _TOLD_APART.get(outcome)
    return words is not None and bool(
        words.search(sentence_around(phrase.text, phrase.begin, phrase.quantity.end, "。"))
    )


_TOLD_APART = {
    "upheld": re.compile(r"(?:驳回|胜诉)[^，。；、\d]{0,8}\d|\d+件[^，。；、\d]{0,8}(?:驳回|胜诉)"),
    "corrected": re.compile(
        r"(?:撤销|责令|确认违法|变更)[^，。；、\d]{0,8}\d|\d+件[^，。；、\d]{0,8}(?:撤销|责令|确认违法)"
    ),
    "other": re.compile(
        r"(?:驳回|撤诉|撤回|终止|不予受理|调解)[^，。；、\d]{0,8}\d|\d+件[^，。；、\d]{0,8}(?:撤诉|撤回|终止|调解)"
    ),
}
_RULED = re.compile(
    r"(?:案件)?(?:已经?|均)?(?:(?:做|作)(?:出)?了?(?:行政)?复议决定|(?:人民)?法院(?:已经?)?(?:(?:做|作)出)?了?(?:裁?判决|裁判)|(?:做|作)出了?判决)"
)
"""What stands behind the number of the cases that are decided: 120件作出复议决定, 27件法院已判决."""


def _ruled(phrase: Phrase) -> Claim | None:
    """12件作出复议决定, 3件法院已判决: all of that kind but those pending."""
    ruled = _RULED.match(phrase.text, phrase.quantity.end)
    if ruled is None:
        return None
    figure = f"disputes.{'review' if '复议' in ruled[0] else 'litigation'}"
    return phrase.claim((f"{figure}.total-{figure}.pending", f"{figure}.total"), plain=False)


def _of_all_cases(phrase: Phrase) -> bool:
    """办理复议案件38件，其中涉及政府信息公开的5件: of all cases, where disclosure was not named before; 审理案件31件，
    其中以本局为被申请人的2件: of cases against anyone."""
    text, end = phrase.text, phrase.quantity.end
    if _AGAINST_US_AMONG.match(text, end) is not None:
        return True
    named = "公开" in text[text.rfind("。", 0, phrase.begin) + 1 : phrase.begin]
    return _AND_OF_THESE.search(text, end, end + 24) is not None and not named


_CAUSED = re.compile(r"(?:因|^)(?P<cause>[^，。；\d]{2,16}?)(?:被|引发|引起|产生|导致|提起)")
_OTHER_ACTS = re.compile(r"行为$|征税|执法|处罚|许可|征收|征地|拆迁|强制|登记|认定|土地|劳动")


_NONE_OF_OURS = re.compile(r"[^，。；\d]{0,4}，(?:均|都)?(?:与(?:政府)?信息公开(?:工作)?无关|不涉及(?:政府)?信息公开)")
"""行政复议6件，均与政府信息公开无关."""


def _by_other_acts(phrase: Phrase) -> bool:
    """因执法被复议3件，因信息公开被复议1件; 因征税行为引发的复议2件、诉讼1件: cases over other acts of the organ."""
    found = _CAUSED.search(phrase.words)
    if found is None or any(word in found["cause"] for word in ("公开", "信息", "答复")):
        return False
    return _OTHER_ACTS.search(found["cause"]) is not None


def _too_many(quantity: Quantity, context: Context) -> bool:
    """复议2件、诉讼0件，结果维持2件: more than the cases of the kind named last, so not of these alone."""
    counted = [c.quantity.value for c in context.seen if c.figure == f"disputes.{context.kind}.total" and c.quantity]
    return bool(counted) and quantity.value > counted[-1]


def _both_told(context: Context) -> bool:
    """复议2件、诉讼1件，其中2件维持: whether cases of both kinds were counted before, with no outcomes between them."""
    seen = [claim.figure for claim in context.seen if claim.figure.startswith("disputes.")]
    kinds = {figure.split(".")[1] for figure in seen if figure.endswith(".total")}
    return "review" in kinds and len(kinds) > 1 and not _suits_alone(context)


def _suits_alone(context: Context) -> bool:
    """复议7件，维持5件；诉讼2件，其中1件维持: reviews are told with their outcomes, what follows is of suits."""
    seen = [claim.figure for claim in context.seen if claim.figure.startswith("disputes.")]
    totals = [n for n, figure in enumerate(seen) if figure.endswith(".total")]
    told = [n for n, figure in enumerate(seen) if figure.startswith("disputes.review.") and n not in totals]
    return bool(told and totals) and told[-1] < totals[-1] and seen[totals[-1]].startswith("disputes.litigation")


_AS_THE_ORGAN_THAT_DECIDES = (
    "作为复议机关",
    "作为行政复议机关",
    "行政复议机构",
    "各类行政复议",
    "各类复议",
    "各类行政诉讼",
    "各类行政争议",
)
_AGAINST_US = re.compile(r"作为被|被申请|被告|被诉|信息公开")


def _heard(phrase: Phrase) -> bool:
    """县政府作为复议机关受理各类行政复议案件134件，维持80件: cases of any kind that the organ decides, up to the mark
    or the words that turn to those about disclosure."""
    text, end = phrase.text, phrase.quantity.start
    since = max(text.rfind(mark, 0, end) for mark in "。；") + 1
    at = max(text.rfind(words, since, end) for words in _AS_THE_ORGAN_THAT_DECIDES)
    return at >= 0 and _AGAINST_US.search(text, at, end) is None


_DECIDED_HERE = re.compile(r"复议(?:办公室|机构|局|委员会)(?:共|累计|全年)*(?:新收|受理|审理|收到|办理|承办)")
_OTHERS_ACT = re.compile(r"(?:复议机关|法院|上级机关)(?:共|累计|全年)?(?:受理|审理|收到|办理)")


def _of_the_organ_that_decides(phrase: Phrase) -> bool:
    """全县行政复议机关审理行政复议案件134件，维持60件: all its cases, whatever they are about."""
    text = phrase.text
    since = max(text.rfind(mark, 0, phrase.begin) for mark in "。；") + 1
    acts = _OTHERS_ACT.search(text, since, phrase.quantity.start)
    if _DECIDED_HERE.search(text, since, phrase.quantity.start) is not None:
        return re.search(r"被申请|被复议|被告|被诉", text[since : phrase.quantity.end + 12]) is None
    return acts is not None and _AGAINST_US.search(text, since, phrase.quantity.end + 12) is None


def _dealt_with(phrase: Phrase) -> set[str]:
    """What was done with the cases, as the organ that decides them does; not what led to them or was upheld
    (因答复引发行政复议12件; 复议维持本局答复1件)."""
    text, begin = phrase.text, phrase.begin
    caused = max(text.rfind(word, begin, phrase.quantity.start) for word in ("引", "产生", "导致"))
    decided = min((t.start for t in phrase.before if t.facet == "outcome"), default=phrase.quantity.start)
    acts = [t for t in phrase.before if t.facet == "verb" and caused < t.start < decided]
    acts = [t for t in acts if not _AGAINST_ANSWER.search(text, begin, t.end)]
    sentence = text[max(text.rfind(mark, 0, begin) for mark in "。；") + 1 : phrase.quantity.start]
    if _OTHERS_ACT.search(sentence):
        acts = []  # 复议机关共受理我县政府信息公开类复议案件11件
    return {t.value for t in acts} & {"handled_weak", "received", "answered", "handled"}


def _headed(phrase: Phrase, context: Context) -> bool:
    """行政复议方面，全年5件; 4.行政复议。共5件: what stands before is a heading, and the number stands alone."""
    alone = re.fullmatch(r"(?:全年|本年度?|年内|当年|20\d\d年)?(?:共计?|合计)?(?:有|发生)?", phrase.words)
    head = phrase.text[max(0, phrase.begin - 14) : phrase.begin]
    by_heading = bool(context.head) and not context.hears and head.endswith("。")
    return alone is not None and (
        by_heading or re.search(r"(?:复议|诉讼)(?:案件)?(?:方面|情况)[，：]$", head) is not None
    )


def _of_this(outcomes: Sequence[Token], before: Sequence[Token], text: str) -> list[Token]:
    """Without an outcome that came before the case that is counted (维持后又起诉1件)."""
    if not any(t.facet == "dispute" for t in before):
        return [*outcomes]
    return [t for t in outcomes if not text.startswith("后", t.end)]


_CLOSED = re.compile(r"[均都已全部当年内]*(?:审结|结案|办结|(?<=已)结)(?:的|了)?(?:有|共)?")


def _closed(phrase: Phrase, context: Context) -> Claim | None:
    """被申请复议16件，已审结14件: all of the kind spoken of but those pending."""
    if context.kind is None or not _CLOSED.fullmatch(phrase.words) or any(t.facet == "outcome" for t in phrase.after):
        return None
    kind = f"disputes.{context.kind}"
    if not any(claim.figure == f"{kind}.total" for claim in context.seen):
        return None
    if _too_many(phrase.quantity, context) and "；" in phrase.text[context.seen[-1].end : phrase.begin]:
        return None  # 被申请复议21件；截至年底，办结91件: of the requests
    return phrase.claim((f"{kind}.total-{kind}.pending",), plain=False, figure=f"{kind}.total")


_CONCLUDED = re.compile(r"(?<!未)(?:结案|审结|办结)(?:的|了)?(?:有|共)?$")


def _concluded(phrase: Phrase, kind: str) -> Claim | None:
    """复议结案10件: all but those pending."""
    if not _CONCLUDED.search(phrase.words) or any(t.facet == "outcome" for t in phrase.before):
        return None
    if re.search(r"办理|受理|审理|承办", phrase.words):
        return None
    figure = f"disputes.{kind}.total"
    return phrase.claim((f"{figure}-disputes.{kind}.pending", figure), plain=False, figure=figure)


_LOST = re.compile(r"纠错|纠正|败诉|撤销|违法|责令")
_OF_THE_YEAR = re.compile(r"共|全年|20\d\d年|年度|合计|总计")


_REQUESTS = ("requests.received.total", "requests.handled.total")


def problem_claims(found: Iterable[Claim], line: Line) -> Iterator[Claim]:
    """What section five says of the requests received and of the cases: as many as the year had where it says so,
    else no more than that."""
    for claim in found:
        text = line.bare.text
        if claim.figure in _REQUESTS and claim.kind == "count" and claim.plain:
            clause = text[max(text.rfind(mark, 0, claim.start) for mark in "，。；：") + 1 : claim.end]
            yield claim if _OF_THE_YEAR.search(clause) else claim._replace(kind="part", plain=False)
        if not claim.figure.startswith("disputes.") or claim.kind != "count":
            continue
        rest = re.match(r"[^。；]*", text[claim.end :])
        of_all = re.match(r"(?:行政复议|复议|行政诉讼|诉讼)?(?:案件)?[中里]", rest[0]) if rest is not None else None
        if claim.figure.endswith(".total") and rest is not None and not of_all and _LOST.search(rest[0]):
            continue  # 4件复议案件、1件诉讼案件被纠错; 全年5件复议案件中被纠正2件 tells of all
        clause = text[max(text.rfind(mark, 0, claim.start) for mark in "，。；：") + 1 : claim.end]
        yield claim if _OF_THE_YEAR.search(clause) else claim._replace(kind="part", plain=False)
