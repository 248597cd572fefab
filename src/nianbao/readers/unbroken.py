"""A report copied without its line breaks: lines are broken where titles stand and where tables begin and end.

Only lines far longer than a paragraph's line are looked at, and only at words that the form prints.
"""

from __future__ import annotations

import re
from functools import cache

from nianbao.core.form import form
from nianbao.readers.runs import loose

LONGEST = 400
"""Characters of a line that is left as it is."""
_NOT_BEFORE = "、，,；;（(“‘《和及与为"
"""Marks and words before a title that is only named, as in a preamble that lists the sections."""
_NOT_BEHIND = "”’》）)、，,；;。等共六"


def broken(text: str) -> str:
    """The text with the line breaks that its titles and tables ask for."""
    lines = text.split("\n")
    if not any(len(line) > LONGEST for line in lines):
        return text
    return "\n".join(_broken(line) if len(line) > LONGEST else line for line in lines)


def _broken(line: str) -> str:
    line = _titles().sub(lambda found: f"\n{found[1].strip()}\n", line)
    line = _OTHER_TITLE.sub(lambda found: f"\n{found[1]}\n", line)
    line = _TABLE_BEGINS.sub(lambda found: f"\n{found[0]}", line)
    return _TABLE_ENDS.sub(lambda found: f"{found[0].rstrip()}\n", line)


@cache
def _titles() -> re.Pattern[str]:
    titles = {t for s in form("2021").sections for t in (s.title, *s.variants) if len(t) >= _SHORT}
    words = "|".join(loose(title) for title in sorted(titles, key=len, reverse=True))
    return re.compile(rf"(?<![{_NOT_BEFORE}])(?<!^)([一二三四五六]\s*、\s*(?:{words}))(?!\s*[{_NOT_BEHIND}])")


_SHORT = 4
_OTHER_TITLE = re.compile(
    r"(?<=[\d元）])\s*([四五六]、(?=[^。；，]{0,24}(?:诉讼|问题|报告|事项))[^。；，]{2,26}?(?:情况|措施|计划|打算|安排|事项))"
    r"(?!\s*[”》、，；。])"
)
"""A title in other words, right behind the last cell of a table."""
_TABLE_BEGINS = re.compile(
    r"第\s*二\s*十\s*条\s*第\s*[（(]\s*一\s*[）)]\s*项(?=\s*信\s*息\s*内\s*容)|"
    r"[（(]\s*本\s*列\s*数\s*据\s*的\s*勾\s*稽|"
    r"行\s*政\s*复\s*议\s*行\s*政\s*诉\s*讼(?=\s*结\s*果)"
)
_CELLS = r"\s*[+\-]?\d(?:[\d\s.,+\-]*\d)?"
_TABLE_ENDS = re.compile(
    rf"(?:行政事业性收费{_CELLS}(?!\s*第\s*二)|政府集中采购{_CELLS}\s*(?:万?元)?|结转下年度继续办理{_CELLS}|"
    rf"(?<=尚未审结)总计{_CELLS})(?=\s*[^\d\s.,、年+\-])"
)
"""The last row of each table, with its cells."""
