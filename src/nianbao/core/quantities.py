"""Quantities in Chinese prose: numerals in any writing with their unit and how exactly they are meant.

    bare = Bare("全年收到申请约１.２万余件")
    quantities(bare)[0].value    # 12000, unit 件, holds for 12000 and somewhat more

Prose is looked at without its white space, digits half-width and marks full-width (`Bare`); every place in it can be
turned back into a place of the text as it stands, so that what is quoted is exactly what is printed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from nianbao.core.numerals import Number, parse_numeral, tidy_decimal

_GAP = re.compile(r"[\s\u00a0\u3000\u200b\ufeff]")


class Bare:
    """A text without white space, its digits half-width and its marks full-width, that remembers where each
    character stood."""

    __slots__ = ("_places", "text", "whole")

    def __init__(self, whole: str) -> None:
        self.whole = whole
        even = whole.translate(_EVEN)
        self._places: list[int] | None = None
        if _GAP.search(whole):
            self._places = [n for n, character in enumerate(whole) if not _GAP.match(character)]
            even = "".join(even[n] for n in self._places)
        self.text = _LOOSE_COMMA.sub("，", even) if "," in even else even

    def quote(self, start: int, end: int) -> str:
        """What stands at those places of `text`, exactly as it is printed."""
        if self._places is None:
            return self.whole[start:end]
        return self.whole[self._places[start] : self._places[end - 1] + 1] if end > start else ""

    def place(self, at: int) -> int:
        """Where a place of `text` is in the whole text."""
        if self._places is None:
            return at
        return self._places[at] if at < len(self._places) else len(self.whole)


_EVEN = str.maketrans("０１２３４５６７８９％．;:()!?", "0123456789%.；：（）！？")
_LOOSE_COMMA = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))")

COUNT_UNITS = frozenset("件条宗份次起个例项篇则封")
"""Units in which applications, cases, documents and decisions are counted, also where it should be 件."""
_UNITS = (
    r"万元|亿元|元|个百分点|百分点|%|‰|倍|人次|余?人|件次|条次|篇次|场次|册|部|户|批次?|期|处|家|场|名|轮|位|站|类|款|块|幅|张|台(?!账)|"
    r"[件条宗份次起个例项篇则封]"
)
_ARABIC = r"(?<!\d)(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_HAN = r"[〇零一二两三四五六七八九十百千]+"
_PATTERN = re.compile(
    rf"(?P<before>大约|约为|约|将近|近|接近|不足|不到|逾|超过|超|突破|至少|不少于|不低于|高于)?"
    rf"(?P<numeral>{_ARABIC}|{_HAN})(?P<more>[余多几]?)(?P<myriad>[万亿]?)(?P<more2>[余多]?)"
    rf"(?P<unit>{_UNITS})(?P<after>以上|左右|上下|以内|以下)?"
    rf"|百分之(?P<percent>{_HAN}(?:点{_HAN})?|{_ARABIC})"
    rf"|(?P<lone>(?:(?<=[为是：共数量达计])|(?<=自然人)|(?<=企业)|(?<=机构)|(?<=组织)|(?<=公开)|(?<=提供)|(?<=处理))(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+|零)(?!\d)(?=[，。；、）]|$))"
)
_BARE = rf"{_ARABIC}[万亿]?"
_BARE_LIST = re.compile(
    rf"(?:分别|依次)[^，。；、\d]{{0,6}}(?P<items>(?:{_BARE}[、，和及]){{1,12}}){_BARE}(?P<unit>{_UNITS})"
)
_ONE_OF_LIST = re.compile(rf"(?P<number>{_BARE})[、，和及]")
_NOT_BEFORE = frozenset("第每〔《月.-—~～/")
_WIDE_GROUP = re.compile(r"(?<!\d)\d{1,3}，\Z")
_NOT_ONE = re.compile(r"(?:没有|没|无|未有|未收到|(?:没有|未|无)(?:发生|出现|产生)|任何)$")
_NOT_AFTER = re.compile(r"一?(?:件事|条龙|条心|个窗口|次性|件件|站式)")


_IN_BRACKETS = re.compile(r"（((?:[^（），。；、\d]{1,14}\d{1,7}[、，；]?)+)）")
_BARE_PART = re.compile(r"(?<=[^\d])\d{1,7}(?=[、，；）])")


class Quantity(NamedTuple):
    """A quantity in a bare text.

    Attributes:
        start: where the numeral begins.
        end: where the quantity with its unit ends.
        value: the number, with 万 and 亿 worked in.
        unit: as printed; empty for a lone number (数量为12).
        low: the least number it may stand for.
        high: the greatest number it may stand for.
        places: how many decimal places are printed.
    """

    start: int
    end: int
    value: Number
    unit: str
    low: Decimal
    high: Decimal
    places: int = 0

    @property
    def exact(self) -> bool:
        return self.low == self.high

    @property
    def only_rounded(self) -> bool:
        """Whether it may differ by what rounding or cutting takes away, and no more."""
        ulp = Decimal(1).scaleb(-self.places)
        return self.low == self.value - ulp / 2 and self.high == self.value + ulp

    @property
    def counts(self) -> bool:
        """Whether the unit is one for applications, cases, documents or decisions."""
        return self.unit == "" or self.unit in COUNT_UNITS

    def means(self, number: Number) -> bool:
        """Whether the quantity may stand for that number."""
        return self.low <= number <= self.high


def quantities(bare: Bare) -> list[Quantity]:
    """The quantities of a bare text in order; ordinals, years and fixed phrases (一件事) are none."""
    found: list[Quantity] = []
    text = bare.text
    for match in _PATTERN.finditer(text):
        quantity = _quantity(text, match)
        if quantity is not None:
            found.append(quantity)
    if "分别" in text or "依次" in text:
        found = _with_bare_lists(text, found)
    return _with_bare_parts(text, found)


def _with_bare_lists(text: str, found: list[Quantity]) -> list[Quantity]:
    """分别为12、5和3件: numbers of a list with 分别 whose last alone has a unit are of that unit."""
    by_end = {quantity.end: quantity for quantity in found}
    more: dict[int, Quantity] = {}
    for match in _BARE_LIST.finditer(text):
        last = by_end.get(match.end())
        if last is None or last.unit != match["unit"]:
            continue
        for one in _ONE_OF_LIST.finditer(text, match.start("items"), match.end("items")):
            unit = match["unit"]
            whole = _PATTERN.match(one["number"] + unit)
            quantity = _quantity(one["number"] + unit, whole) if whole is not None else None
            if quantity is not None:
                more[one.start()] = quantity._replace(start=one.start(), end=one.end())
    if not more:
        return found
    return sorted([*(q for q in found if q.start not in more), *more.values()])


def _with_bare_parts(text: str, found: list[Quantity]) -> list[Quantity]:
    """21件（维持12、纠正3、其他6）: numbers without a unit in the bracket behind a number are of its unit."""
    more: dict[int, Quantity] = {}
    for whole in found:
        inside = _IN_BRACKETS.match(text, whole.end) if whole.counts and whole.unit else None
        for one in _BARE_PART.finditer(text, whole.end, inside.end()) if inside is not None else ():
            number = Decimal(one[0])
            more[one.start()] = Quantity(one.start(), one.end(), tidy_decimal(number), whole.unit, number, number)
    return sorted([*(q for q in found if q.start not in more), *more.values()]) if more else found


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    percent = match["percent"]
    numeral = percent or match["lone"] or match["numeral"]
    start = match.start("numeral") if match["numeral"] else match.start()
    before = text[start - 1 : start]
    if before in _NOT_BEFORE and before and not percent:
        return None
    if _NOT_AFTER.match(text, start):
        return None
    if numeral in ("一", "1") and _NOT_ONE.search(text[max(0, start - 6) : start]):
        return None  # 没有一件结转: none
    if before == "，" and len(numeral) == 3 and _WIDE_GROUP.search(text[max(0, start - 5) : start]):
        return None  # 1，234件: perhaps one number with a full-width separator
    unit = "%" if percent else match["unit"] or ""
    if percent and "点" in numeral:
        whole, _, part = numeral.partition("点")
        digits = "".join(str(parse_numeral(one)) for one in part)
        value = parse_numeral(f"{parse_numeral(whole)}.{digits}")
    else:
        value = parse_numeral(numeral)
    if value is None or _sloppy(numeral):
        return None
    _, _, decimals = numeral.replace("点", ".").partition(".")
    ulp = Decimal(1).scaleb(-len(decimals))
    exact = Decimal(value)
    if match["myriad"]:
        scale = 10_000 if match["myriad"] == "万" else 100_000_000
        exact, ulp = exact * scale, ulp * scale
    low, high = _bounds(exact, ulp, match, bool(match["myriad"]) or unit in ("万元", "亿元"), len(decimals))
    return Quantity(start, match.end(), tidy_decimal(exact), unit, low, high, len(decimals))


def _sloppy(numeral: str) -> bool:
    """Two neighbouring Chinese digits are an approximation (三五, 七八), not a number."""
    return len(numeral) == 2 and all(c in "一二两三四五六七八九" for c in numeral)


def _bounds(value: Decimal, ulp: Decimal, match: re.Match[str], rounded: bool, places: int) -> tuple[Decimal, Decimal]:
    """What a quantity may stand for. 近 and 不足 say a little less, 余, 多 and 超过 a little more, 约 either way;
    a number in 万 may have been rounded or cut."""
    low = high = value
    if rounded:
        low, high = value - ulp / 2, value + ulp
    before, after = match["before"] or "", match["after"] or ""
    if before in ("大约", "约为", "约") or after in ("左右", "上下"):
        low, high = min(low, value * Decimal("0.9")), max(high, value * Decimal("1.1"))
    if before in ("将近", "近", "接近", "不足", "不到") or after in ("以内", "以下"):
        low = min(low, value * Decimal("0.8"))
    over = before in ("逾", "超过", "超", "突破", "至少", "不少于", "不低于", "高于") or after == "以上"
    if over or match["more"] or match["more2"]:
        low = value
        wide = value * 2 if match["more"] else value * Decimal("1.4")
        high = max(high, value + ulp if places else wide)  # 3.5万余: less than 3.6万
    return low, high
