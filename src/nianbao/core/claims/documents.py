"""Claims about table two: documents, decisions, fees."""

from __future__ import annotations

import re

from nianbao.core.claims.claim import Claim, ClaimKind, Context, Phrase, sentence_around, without

_PUT_IN_ORDER = (
    r"(?:清理|评估)(?:(?!废止|失效|制发|制定|出台|印发|新|保留|有效)[^。；\d])*\d+[件份]"
    r"|\d+[件份][^，。；、\d]{0,10}(?:清理|评估)"
)
_REVIEWED = re.compile(rf"{_PUT_IN_ORDER}|有效类|备案|合法性|(?<!规范性文件)审查")


_AT_THE_END = re.compile(r"(?:年末|年底|期末)[^，。；]{0,6}$")
_IN_ORDER = re.compile(_PUT_IN_ORDER)


def document_claim(phrase: Phrase, context: Context) -> Claim | None:
    """What a quantity says of the documents made, repealed, in force."""
    text, quantity, tokens = phrase.text, phrase.quantity, phrase.tokens
    sentence = sentence_around(text, quantity.start, quantity.end, "。；")
    sentence = sentence[: sentence.find(text[phrase.begin : quantity.end]) + quantity.end - phrase.begin + 6]
    documents = {t.value for t in tokens if t.facet == "document"}
    behind = [t for t in phrase.behind if t.facet == "stock" and t.start - quantity.end <= 1]
    stocks = [t.value for t in (behind or tokens) if t.facet == "stock"]
    if not stocks and documents:
        return _of_the_same(phrase, context, documents)
    if (
        quantity.unit not in ("件", "", "份", "部", *(("个", "条") if documents and stocks else ()))
        or _WITH_OTHERS.search(phrase.words)
        or _for_another_organ(phrase, context)
        or _reviewed(phrase, sentence, documents)
        or "odd" in stocks
        or not stocks
    ):
        return None
    leftover = re.sub("文件|清理后|本级", "", phrase.leftover)
    if stocks[:1] in (["issued"], ["issued_weak"]):
        leftover = "" if _published_and_made(phrase) else leftover.removeprefix("主动")  # 主动公开本年度制发的规章4件
    if len(documents) > 1 or len(leftover) > 1:
        return None
    document = next(iter(documents), context.document) or named_behind(phrase)
    if document is None or (not documents and _of_the_kind_behind(phrase, document)):
        return None
    if not documents and "文件" in phrase.words and _SOME_OF_THEM.match(text, quantity.end):
        return None
    known = [s for s in stocks if s != "issued_weak"]
    at = f"disclosure.{document}."
    plain = bool(known) and bool(documents)
    if "in_force" in known:
        readings: tuple[str, ...] = (f"{at}in_force",)
        if "清理" in text[max(0, phrase.begin - 60) : quantity.start] and _KEPT.search(phrase.words):
            readings += (f"{at}in_force-{at}issued",)  # those of this year came after the clearing
            plain = False
    elif "repealed" in known:
        readings = (f"{at}repealed",)
    elif known or re.search(r"印发|发布|公布|颁布", phrase.words) or _THEN_REPEALED.match(text, quantity.end):
        readings = (f"{at}issued",)
        plain = plain and "公开" not in phrase.words
        if not known:
            apart = _THEN_REPEALED.match(text, quantity.end)
            readings += (f"{at}in_force", *(() if apart else (f"{at}issued+{at}repealed",)))
    else:
        return None
    if len(set(known)) > 1:
        return None
    revised = _REVISED.match(text, quantity.end)
    beside = _REVISED_BESIDE.match(text, quantity.end) if "新" in phrase.words else None
    of_office = document != "regulations" and _OF_THE_OFFICE.search(phrase.words) and context.whole_area
    kind: ClaimKind = "part" if of_office else "count"
    less = -int(revised["count"]) if revised else int(beside["count"]) if beside else 0
    return phrase.claim(readings, plain=plain, kind=kind)._replace(less=less)


_SOME_OF_THEM = re.compile(r"[，（]其中[^，。；、\d]{0,6}(?:规范性文件|规章)")
"""印发各类文件126件，其中规范性文件8件: papers of any kind, behind a sentence about documents."""
_REVISED_BESIDE = re.compile(r"[、，](?:修改|修订|修正)(?:的|了)?(?:有|共)?(?P<count>\d{1,5})[件部]")
"""规章2件（其中新制定1件、修改1件）: both together may be those issued."""
_DRAFTED = re.compile(r"草案|草稿|送审稿|代拟|起草|拟定|拟订")


def _for_another_organ(phrase: Phrase, context: Context) -> bool:
    """制定省政府规章草案2部: a department drafts what the government makes."""
    return _DRAFTED.search(phrase.words) is not None or (context.department and "政府规章" in phrase.words)


_REVISED = re.compile(r"（[^（）]*?(?:修改|修订|修正)[^（）\d]{0,4}(?P<count>\d{1,5})件")
"""主动公开规章18件（含新制定4件，修改14件）: those revised are published, but not made in the year."""
_OF_THE_OFFICE = re.compile(
    r"[省市县区]政府(?:及|和|、)[^，。；\d]{0,4}政府办公[厅室]|政府及其办公[厅室]|[省市县区]本级|政府本级"
)
"""Documents of the government itself, in a report that counts those of all its organs too."""
_KEPT = re.compile(r"保留|继续有效")
_THIS_YEARS_OWN = re.compile(
    r"(?:20\d\d年度?|全[市县区省州旗]|本年度?|当年|今年|新|的|[省市区县州旗](?:人民)?政府(?:办公[厅室])?|[及和与])*"
)


def _published_and_made(phrase: Phrase) -> bool:
    """通过网站公开2025年新制定的规范性文件17件: those made, whatever way they were published."""
    stocks = [t for t in phrase.before if t.facet == "stock"]
    values = [t.value for t in stocks]
    then_repealed = values == ["issued_weak"] and _THEN_REPEALED.match(phrase.text, phrase.quantity.end)
    if values != ["issued_weak", "issued"] and not then_repealed:
        return False
    inside = [t for t in phrase.before if t.start >= stocks[0].end]
    return _THIS_YEARS_OWN.fullmatch(without(phrase.text, stocks[0].end, phrase.quantity.start, inside)) is not None


_WITH_OTHERS = re.compile(r"(?:规范性文件|规章)(?:和|及|与|以及|、)(?:其他|有关|相关|政策|各类)*文件")
_THEN_REPEALED = re.compile(r"[，、；](?:同时|并)?(?:新)?(?:废止|失效|宣布)")
_ISSUED_BEFORE = re.compile(
    r"(?:制发|印发|出台|发文|制定|下发)[^，。；、]{0,8}\d+[件份]，?(?:其中|里面?)?，?(?:属于)?$"
)
_MADE_BOTH = re.compile(r"(?:制发|出台|制定|印发)(?:并|和|、|公开|公布|发布)*(?:政府)?规章(?:、|和|及|与|以及)$")
"""制定规章、规范性文件3件: of both together."""
_THERE_ARE = re.compile(r"(?:现)?有(?:行政)?规范性文件(?:共|共计)?$")


def _of_the_same(phrase: Phrase, context: Context, documents: set[str]) -> Claim | None:
    """A number of documents without a word for whether they were made or hold: 印发文件118份，其中规范性文件1份;
    制发规章0件，行政规范性文件2件; 本局有规范性文件3件."""
    if len(documents) > 1 or len(phrase.leftover) > 1 or phrase.quantity.unit not in ("件", "份"):
        return None
    at = f"disclosure.{next(iter(documents))}."
    head = phrase.text[: min(t.start for t in phrase.tokens if t.facet == "document")]
    if _PUBLISHED_WHOLE.search(head, max(0, len(head) - 60)):
        return _published(phrase, next(iter(documents)))
    if _MADE_BOTH.search(head, max(0, len(head) - 24)):
        both = "+".join(f"disclosure.{name}.issued" for name in ("regulations", "normative_documents"))
        return phrase.claim((both,), plain=False, figure=f"{at}issued")
    last = context.run[-1].figure if context.run else ""
    if _ISSUED_BEFORE.search(head):
        return phrase.claim((f"{at}issued",), plain=False)
    if (
        last.startswith("disclosure.")
        and not last.startswith(at)
        and last.endswith((".issued", ".repealed", ".in_force"))
    ):
        return phrase.claim(_as_of_the_other(at, context), plain=False)
    if _THERE_ARE.search(phrase.words):
        return phrase.claim((f"{at}in_force", f"{at}issued"), plain=False)
    return None


def _as_of_the_other(at: str, context: Context) -> tuple[str, ...]:
    """现行有效规章9部，其中当年出台2部；规范性文件21件: what was counted of the other kind, first or last."""
    told = [c.figure.rpartition(".")[2] for c in context.run if c.figure.startswith("disclosure.")]
    names = [name for name in told if name in ("issued", "repealed", "in_force")]
    return tuple(dict.fromkeys(at + name for name in (names[-1], names[0])))


_PUBLISHED_WHOLE = re.compile(
    r"(?<![\u4e00-\u9fff]解读)(?:公开|公布|发布)(?:各类|政策|政府|行政|的|本级|了|性)*文件(?:共|共计|合计)?\d+[件份][，（：]其中[，：]?(?:[^。；\d]{2,12}\d+[件份]、)*$"
)


def _published(phrase: Phrase, document: str) -> Claim:
    """公开文件45件，其中规范性文件4件: no more than were in force or repealed, whenever they were made."""
    at = f"disclosure.{document}."
    return phrase.claim(
        (f"{at}in_force+{at}repealed", f"{at}issued+{at}repealed"), kind="part", plain=False, figure=f"{at}issued"
    )


def named_behind(phrase: Phrase) -> str | None:
    """制发1件、废止1件行政规范性文件: the kind of document is named behind the last number of the list."""
    found = _NEXT_NAMED.match(phrase.text, phrase.quantity.end)
    if found is None:
        return None
    return "regulations" if found["name"] == "规章" else "normative_documents"


_SORT = re.compile(r"规范性文件|规章")


def _of_the_kind_behind(phrase: Phrase, document: str) -> bool:
    """废止旧文件1件、制发新文件2件后，有效的行政规范性文件为9件: documents of the kind that the sentence goes on to
    name, whatever the sentence before spoke of."""
    if "文件" not in phrase.words:
        return False
    end = phrase.quantity.end
    named = _SORT.search(phrase.text[end : end + 80].partition("。")[0])
    return named is not None and (named[0] == "规章") != (document == "regulations")


_NEXT_NAMED = re.compile(
    r"(?:[、，和及]*(?:截?至(?:年底|年末|\d{1,2}月(?:\d{1,2}日|底)))?(?:[新已的并共仍]|宣布|继续|现行|废止|失效|制发|制定|出台|修订|有效|了)+\d*[件份部]?){1,4}"
    r"(?:行政)?(?P<name>规范性文件|规章)"
)


def _reviewed(phrase: Phrase, sentence: str, documents: set[str]) -> bool:
    """Whether the documents are those put in order, or on file; a stock named in full is one of its own."""
    found = _REVIEWED.search(sentence)
    if found is None:
        return False
    if _AT_THE_END.search(phrase.words) or any(t.value == "issued" for t in phrase.before):
        return bool(_REVIEWED.search(phrase.words))
    own = bool(documents) and any(t.value == "in_force" for t in phrase.before)
    return not own or bool(_IN_ORDER.search(sentence)) or bool(_REVIEWED.search(phrase.words))


_NOT_MADE = re.compile(r"公开|公示|发布|上传|信息|受理|申请|案例|公布|典型|结果|录入|归集|案卷|程序|当场|立案")
"""Words by which it is not all the decisions that are counted, or not decisions."""


_PUBLISHED = re.compile(
    r"(?:主动|依法|及时|集中|同步|全部|均|对外|上网)*(?:公开|公示|公布|发布)(?:了|的)?|(?:决定)?信息"
)


_FORMAL = re.compile(r"处理决定数量")
"""The form's own words at the head of a list (行政许可处理决定数量560项，行政处罚44项), whatever the unit."""


_ITS_KINDS = re.compile(r"行政强制(?:决定)?\d+[件宗起](?:（|，其中)[^（）。；]*$")
"""行政强制28件（强制措施24件、强制执行4件）: the two kinds of it."""


def decision_claim(phrase: Phrase) -> Claim | None:
    """What a quantity says of licences, penalties, coercion."""
    decisions = [t.value for t in phrase.tokens if t.facet == "decision"]
    made = re.search(
        r"办理|办结|作出|采取|实施|决定", sentence_around(phrase.text, phrase.begin, phrase.quantity.end, "，。；")
    )
    formal = _FORMAL.search(sentence_around(phrase.text, phrase.begin, phrase.quantity.end)) is not None
    units = (
        "件",
        "宗",
        "",
        "起",
        "个",
        "例",
        "件次",
        *(["项", "次"] if made or formal else []),
        *(["条"] if formal or phrase.words.endswith(("审批行政许可", "办结行政许可")) else []),
    )
    if phrase.quantity.unit not in units or not decisions:
        return None
    if "事项" in phrase.words and (not made or phrase.quantity.unit == "项"):
        return None
    if _NOT_MADE.search(words := _with_list(phrase)):
        figure = f"disclosure.{decisions[-1]}.decisions"
        published = len(decisions) == 1 and not _NOT_MADE.search(_PUBLISHED.sub("", words))
        return phrase.claim((figure,), kind="published", plain=False) if published else None
    if decisions[-1] == "coercion" and _ITS_KINDS.search(phrase.text, max(0, phrase.begin - 40), phrase.begin):
        return None
    part = len(phrase.leftover.removesuffix("审批")) > 1 and not phrase.leftover.endswith("等")
    readings = ("+".join(f"disclosure.{name}.decisions" for name in dict.fromkeys(decisions)),)
    plain = bool(re.search(r"作出|决定|办结|办理|实施", phrase.words)) and not phrase.leftover
    return phrase.claim(
        readings, kind="part" if part else "count", plain=plain, figure=f"disclosure.{decisions[-1]}.decisions"
    )


_VERBS = ("作出", "办理", "办结", "实施", "采取")


def _with_list(phrase: Phrase) -> str:
    """The words before a number with those of its list (公开行政许可12件、行政处罚6件: both of those published)."""
    own = phrase.words.startswith(_VERBS)
    if own or phrase.text[phrase.begin - 1 : phrase.begin] not in ("、", "件", "和", "及") or phrase.begin == 0:
        return phrase.words
    begin = max(phrase.text.rfind(mark, 0, phrase.begin) for mark in "，。；：") + 1
    return _IN_BRACKETS.sub("", phrase.text[begin : phrase.quantity.start])


_IN_BRACKETS = re.compile(r"（[^（）]*）")
_NAMED_KIND = re.compile(r"行政(?P<kind>许可|处罚|强制)(?:方面|情况|决定)?：$")
_KINDS = {"许可": "licensing", "处罚": "penalties", "强制": "coercion"}
_MADE_ALONE = re.compile(
    r"(?:全年|本年度?|年内|当年|一年来|共|累计|总计)*(?:办理|办结|作出|采取|实施)(?:了)?(?:决定)?共?"
)


def decision_headed(phrase: Phrase, context: Context) -> Claim | None:
    """（三）行政许可。全年办理560件; 行政许可：办理560件: the heading names the kind of decision counted."""
    named = [t.value for t in context.head if t.facet == "decision" and t.value != "all"]
    if phrase.text.startswith("：", phrase.begin - 1) and (
        head := _NAMED_KIND.search(phrase.text, max(phrase.begin - 12, 0), phrase.begin)
    ):
        named = [_KINDS[head["kind"]]]
    if len(named) != 1 or phrase.quantity.unit not in ("件", "宗") or not _MADE_ALONE.fullmatch(phrase.words):
        return None
    return phrase.claim((f"disclosure.{named[0]}.decisions",), plain=False)


def all_decisions(phrase: Phrase) -> Claim | None:
    """仅有行政强制一类，计9件; 三类决定合计8件: the sum of all decisions, or one of the three."""
    if phrase.quantity.unit != "件" or not re.search(r"(?:作出|计|合计|共)$", phrase.words):
        return None
    paths = tuple(f"disclosure.{name}.decisions" for name in ("licensing", "penalties", "coercion"))
    readings: tuple[str, ...] = ("+".join(paths),)
    if not re.search(r"三(?:类|项|种)", phrase.words):
        readings += (*paths, "+".join(paths[:2]), "+".join(paths[1:]), f"{paths[0]}+{paths[2]}")
    return phrase.claim(readings, plain=False, figure=paths[0])


_FEES_BY_NAME = re.compile(
    r"(?:收取|征收|收缴|代收)(?:了)?[^，。；]*费[^，。；经]{0,6}$|[^，。；经]费(?:等[^，。；]{0,6}|共|共计|合计)$"
)


_PROCESSING = re.compile(r"(?<!垃圾)(?<!污水)处理费|信息公开|通知")


def _named_fees(phrase: Phrase, context: Context) -> Claim | None:
    """收取占道费等58万元 beside the decisions of the year: no more than all the fees."""
    decided = any(figure.endswith(".decisions") for figure in context.told)
    if (
        not decided
        or re.search(r"诉讼费|经费|税费|保险费|水电|党费|会费", phrase.words)
        or _PROCESSING.search(phrase.words)
    ):
        return None
    return phrase.claim(("disclosure.fees.amount",), kind="part", plain=False)


_SPARED = re.compile(r"减免|[减免缓退降]征|免收|取消|停征|让利|降低")
"""What was not collected (减免行政事业性收费12万元)."""


_FEES_LISTED = re.compile(r"(?:[实际收取到账]|[\u4e00-\u9fff]{1,6}费[、和及]?)+")
"""行政事业性收费方面，全年收取学费、住宿费214.6万元: all of them by their names."""


def fee_claim(phrase: Phrase, context: Context) -> Claim | None:
    """What an amount says of the fees collected."""
    text, begin = phrase.text, phrase.begin
    sentence = text[text.rfind("。", 0, begin) + 1 : begin]
    if phrase.quantity.unit not in ("万元", "元", "亿元") or _SPARED.search(phrase.words):
        return None
    if any(t.value == "collected" for t in phrase.before):
        if re.search(
            r"(?<!垃圾)(?<!污水)处理费|信息公开|通知", text[text.rfind("。", 0, begin) + 1 : phrase.quantity.start]
        ):
            return None
    elif (
        not [t for t in phrase.before if t.facet != "time"]
        and "行政事业性收费方面" in sentence
        and _FEES_LISTED.fullmatch(phrase.leftover)
    ):
        return phrase.claim(("disclosure.fees.amount",), plain=False)
    elif not any(t.value == "fees" for t in phrase.before) and _FEES_BY_NAME.search(phrase.words):
        return _named_fees(phrase, context)
    elif not any(t.value == "fees" for t in phrase.before) and (
        "行政事业性收费方面" not in sentence
        or any(t.facet != "time" for t in phrase.before)
        or not re.fullmatch(r"[实际收取到账]{0,6}", phrase.leftover)
    ):
        return None
    return phrase.claim(("disclosure.fees.amount",))
