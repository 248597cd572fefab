"""Breaking a title into lines after GB/T 9704—2012: 词意完整、排列对称、长短适宜、间距恰当，排列应当使用梯形或者菱形.

A line is never broken inside a word: only after the name of an area, before the year, after the year, and
between the fixed words at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import combinations, pairwise

from nianbao.core.lazy import lazy

_TAIL = lazy(r"^(?P<unit>.*?)(?P<year>\d{4}年度?)?(?P<name>政府信息公开)(?P<rest>工作)?(?P<kind>年度报告|报告)$")
_WORDS = lazy(
    r".*?(?:自治区|自治州|自治县|特别行政区|人民政府|管理委员会|委员会|办公室|办事处|街道|省|"
    r"(?<!城)市(?!场|政|容|民)|州(?!际)|县(?!域)|(?<![社辖])区(?!域|划)|旗|镇(?!域)|(?<!城)乡(?!村|镇))"
    r"|.+$"
)
LONGEST = 20
"""Characters of 22 pt in a line of 156 mm."""


@cache
def title_lines(title: str, longest: int = LONGEST) -> tuple[str, ...]:
    """The title's lines; one line where it fits or where its words are not known."""
    match = _TAIL().match(title) if _width(title) > longest else None
    if match is None:
        return (title,)
    words = [word for word in _WORDS().findall(match["unit"]) if word]
    words += [word for word in (match["year"], match["name"], (match["rest"] or "") + match["kind"]) if word]
    for count in range(2, min(len(words), 4) + 1):
        choices = [_join(words, cuts) for cuts in combinations(range(1, len(words)), count - 1)]
        fitting = [lines for lines in choices if max(map(_width, lines)) <= longest]
        if fitting:
            return min(fitting, key=lambda lines: _ugliness(lines, match["year"] or ""))
    return (title,)


def _join(words: Sequence[str], cuts: Sequence[int]) -> tuple[str, ...]:
    edges = (0, *cuts, len(words))
    return tuple("".join(words[a:b]) for a, b in pairwise(edges))


def _width(text: str) -> float:
    return sum(0.5 if character.isascii() else 1 for character in text)


def _ugliness(lines: Sequence[str], year: str) -> float:
    """Small for a trapezoid or a diamond; a block of even lines, an hourglass and a lone word are ugly."""
    widths = [_width(line) for line in lines]
    if len(widths) == 2:
        shape = abs(abs(widths[0] - widths[1]) - 2)
    else:
        middle = widths[1:-1]
        hourglass = max(0.0, min(widths[0], widths[-1]) - min(middle))
        shape = (max(widths) - min(widths)) / 2 + 6 * hourglass
    split_year = any(line.startswith(year) for line in lines[1:]) if year else False
    return shape + (3 if split_year else 0)
