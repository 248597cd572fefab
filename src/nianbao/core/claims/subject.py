"""What requests asked for (其中关于行政复议决定书的7件): such numbers count nothing that the subject's words name."""

from __future__ import annotations

import re

from nianbao.core.claims.claim import Context, Phrase

_ASKED_ABOUT = re.compile(
    r"(?:其中|申请|内容|要求|公开|获取|查询|，)*(?:关于|有关|(?:涉及|涉).*(?:复议|诉讼|许可|处罚|强制)(?:决定书|案卷|卷宗|文书|笔录|材料|档案|记录))"
)


def asked_about(phrase: Phrase, context: Context) -> bool:
    """Whether a number is of the requests for something, named before it (收到12件，其中关于行政复议决定书的7件)."""
    if context.domain != "requests" or any(t.facet in ("object", "row", "column", "verb") for t in phrase.before):
        return False
    return _ASKED_ABOUT.match(phrase.words) is not None and "信息公开" not in phrase.words
