"""What requests asked for (其中关于行政复议决定书的7件): such numbers count nothing that the subject's words name."""

from __future__ import annotations

import re

from nianbao.core.claims.claim import Context, Phrase

_HEAD = r"(?:其中|申请|内容|主要|要求|公开|获取|查询|，)*"
_PAPERS = re.compile(
    rf"{_HEAD}(?:涉及|涉).*(?:复议|诉讼|许可|处罚|强制|信访|答复)[^，。；\d]{{0,4}}(?:决定书|意见书|案卷|卷宗|文书|笔录|材料|档案|记录)"
)
_ABOUT = re.compile(rf"{_HEAD}(?:关于|有关)")
_TOUCHING = re.compile(rf"{_HEAD}(?:涉及|涉)")


def asked_about(phrase: Phrase, context: Context) -> bool:
    """Whether a number is of the requests for something, named before it (收到12件，其中关于行政复议决定书的7件)."""
    named = {t.facet for t in phrase.before}
    if _of_topics(phrase):
        return True
    if context.domain != "requests" or named & {"object", "row", "column"} or "信息公开" in phrase.words:
        return False
    if any(t.facet == "row" for t in phrase.behind):
        return False  # 涉及调查资料的6件不予公开
    if _PAPERS.match(phrase.words):
        return True
    if "verb" in named:
        return False
    touching = named == {"other"} and _TOUCHING.match(phrase.words) is not None
    return touching or _ABOUT.match(phrase.words) is not None


_TOPICS = re.compile(r"(?:涉及?|关于|有关)[^，。；、\d]{1,14}申请\d+件(?:、[^，。；、\d]{1,14}申请\d+件)*、$")


def _of_topics(phrase: Phrase) -> bool:
    """涉及税收优惠的申请46件、行政执法案卷类申请35件: a list of what was asked for, not of results."""
    listed = _TOPICS.search(phrase.text, max(0, phrase.begin - 80), phrase.begin) is not None
    return listed and phrase.words.endswith("申请")
