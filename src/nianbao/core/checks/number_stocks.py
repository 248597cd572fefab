"""N202: what was there at the beginning, what came and what went, against what is there at the end; and rates
compared in percentage points.

Source: 国办公开办函〔2021〕30号: figures are to be accurate; a change told can be worked out from the numbers told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nianbao.core.claims.cutting import Line, Scene
from nianbao.core.findings import Finding
from nianbao.core.numerals import Number
from nianbao.core.quantities import Quantity
from nianbao.core.report import number_text

_OPENING = re.compile(r"年初|期初|上年度?[末底]|由上年|仍?为上年的")
_CAME = re.compile(r"制[发定]|发(?:行政)?规范性文件|印发|出台|新增|增加|发布|纳入|新设")
_WENT = re.compile(r"废止|失效|删除|取消|撤[销下]|移出|减少|清理|退出|调出|关停|注销")
_CLOSING = re.compile(
    r"年[末底]|期末|现行有效|继续有效|仍有效|有效|保留|目前|现有|(?:调整|变|增加?|减少?|降|升)[为至到]"
)
_UNSURE = re.compile(r"修[订改]|调整(?![为至到])|合并|其中|累计|[较比]|同比|等")
_LAST_CLAUSE = re.compile(r"[，；、（：]")


def stocks_differ(line: Line, scene: Scene) -> Iterator[Finding]:
    """年初有效10件，制发2件，废止1件，年末有效11件; 废止2件，目前有效5件（上年底为7件）: where nothing else is told."""
    text = line.bare.text
    if not _OPENING.search(text, scene.start, scene.end):
        return
    counted = [q for q in scene.quantities if q.counts and q.unit]
    if len(counted) < 3 or len({q.unit for q in counted}) > 1 or not all(q.exact for q in counted):
        return
    if _UNSURE.search(text, scene.start, counted[-1].end):
        return
    begins = [scene.start, *(q.end for q in counted)]
    told = [_LAST_CLAUSE.split(text[start : q.start])[-1] for start, q in zip(begins, counted, strict=False)]
    first = [q for words, q in zip(told, counted, strict=True) if _OPENING.search(words)]
    moved = [(_sign(words), q) for words, q in zip(told, counted, strict=True) if q not in first and _sign(words)]
    last = [
        q
        for words, q in zip(told, counted, strict=True)
        if q not in first and not _sign(words) and _CLOSING.search(words)
    ]
    if len(first) != 1 or len(last) != 1 or len(moved) != len(counted) - 2:
        return
    total: Number = first[0].value + sum(sign * q.value for sign, q in moved)
    if total != last[0].value:
        way = number_text(first[0].value)
        way += "".join(("＋" if sign > 0 else "－") + number_text(q.value) for sign, q in moved)
        unit = last[0].unit
        quote = line.bare.quote(_clause_start(text, scene, counted[0]), counted[-1].end)
        yield Finding(
            code="N202",
            severity="warning",
            where=line.where,
            message=f"正文写“{quote}”，{way}为{number_text(total)}{unit}，不是{number_text(last[0].value)}{unit}",
            mend="核对年初、本年增减和年末的数字",
            found=last[0].value,
            expected=total,
            quote=quote,
        )


def _sign(words: str) -> int:
    """+1 for what came, -1 for what went, 0 where the words say neither or both."""
    came, went = _CAME.search(words) is not None, _WENT.search(words) is not None
    return 0 if re.search(r"[增减][加少]?[为至到]", words) else came - went


def _clause_start(text: str, scene: Scene, quantity: Quantity) -> int:
    marks = [m.end() for m in _LAST_CLAUSE.finditer(text, scene.start, quantity.start)]
    return max(marks, default=scene.start)


_RATE = r"(?P<{}>\d{{1,3}}(?:\.\d{{1,2}})?)%"
_NOW, _LAST = _RATE.format("now"), _RATE.format("last")
_LAST_YEAR = r"(?:上一?年度?|去年|20\d\d年度?)(?:同期|[末底])?"
_NAMED = r"[^，。；（）\d%]{0,8}"
_BY = r"(?P<way>提高|提升|上升|增加|增长|下降|降低|减少|回落|高|低)(?:了|约)?(?P<by>\d{1,2}(?:\.\d{1,2})?)个百分点"
_POINTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NOW}[，（](?:较|比|与){_LAST_YEAR}{_NAMED}{_LAST}(?:相比，?)?{_BY}",
        rf"{_NOW}，{_LAST_YEAR}{_NAMED}{_LAST}，(?:同比|(?:较|比){_LAST_YEAR})?{_BY}",
        rf"{_NOW}（{_LAST_YEAR}{_NAMED}{_LAST}）?，(?:同比|(?:较|比){_LAST_YEAR})?{_BY}",
        rf"{_NOW}，(?:同比|(?:较|比){_LAST_YEAR}){_BY}（{_LAST_YEAR}{_NAMED}{_LAST}）",
        rf"[由从](?:{_LAST_YEAR}{_NAMED})?{_LAST}(?:提高|提升|上升|增加|增长|下降|降低|减少|回落)?[至到为]{_NAMED}{_NOW}，{_BY}",
    )
)
_UPWARDS = ("提高", "提升", "上升", "增加", "增长", "高")


def points_differ(line: Line) -> Iterator[Finding]:
    """96.8%，比上年的92.3%提高4.5个百分点: the difference of two rates told."""
    text = line.bare.text
    for match in (m for pattern in _POINTS for m in pattern.finditer(text)):
        now, last, by = (Decimal(match[name]) for name in ("now", "last", "by"))
        proper = now - last
        claimed = by if match["way"] in _UPWARDS else -by
        if abs(proper - claimed) > max(map(_last_place, (now, last))) + _last_place(by) / 2:
            quote = line.bare.quote(match.start(), match.end())
            yield Finding(
                code="N202",
                severity="warning",
                where=line.where,
                message=f"正文写“{quote}”，由{match['last']}%到{match['now']}%是{_change(proper)}",
                mend="按两年的比率重新计算，核对“提高”“下降”的方向",
                found=line.bare.quote(match.start("by"), match.end("by")),
                expected=number_text(abs(proper)),
                quote=quote,
            )


def _last_place(number: Decimal) -> Decimal:
    """The worth of a number's last decimal place."""
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _change(points: Decimal) -> str:
    return f"{'提高' if points > 0 else '下降'}{number_text(abs(points))}个百分点" if points else "持平"
