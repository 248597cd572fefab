"""Numbers as reports write them: cells, Arabic and Chinese numerals, 万 and 亿; and how we write them.

Style of what we write follows GB/T 15835—2011: Arabic figures, no separators, 百分比 with its sign.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

Number = int | Decimal

_WIDE = str.maketrans("０１２３４５６７８９．，－＋％", "0123456789.,-+%")
_DIGITS = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_LONGEST = 30
"""Characters of a numeral, or its digits on either side of the point: what is longer counts nothing."""
_PLAIN = re.compile(rf"[+-]?\d{{1,{_LONGEST}}}(?:\.\d{{1,{_LONGEST}}})?")
_GROUPED = re.compile(rf"[+-]?\d{{1,3}}(?:,\d{{3}}){{1,{_LONGEST // 3 - 1}}}(?:\.\d{{1,{_LONGEST}}})?")
_SPACES = re.compile(r"[\s\u00a0\u3000\u200b\ufeff]+")

NUMERAL = (
    r"(?<!\d)(?:\d[\d,，]{0,40}(?:\.\d{1,30})?|[０-９][０-９，,]{0,40}(?:[．.][０-９]{1,30})?"
    r"|[〇零一二两三四五六七八九十百千]{1,30})(?:[万亿])?"
)
"""A regular expression for a numeral in any writing, with 万 or 亿 behind it; it never begins within a number, and
so long as no number is it does not look."""


def half_width(text: str) -> str:
    """Full-width digits and signs as half-width ones; nothing else is touched."""
    return text.translate(_WIDE)


def tidy_decimal(value: Decimal) -> Number:
    """A whole decimal as an int, any other without trailing zeros."""
    if value == value.to_integral_value():
        return int(value)
    return value.normalize()


@lru_cache(maxsize=4096)
def parse_cell(text: str) -> Number | None:
    """The number a table cell holds, None where it holds no number (blank, `/`, `—`, words).

    Full-width digits, thousands separators and a lone 〇 or 零 are understood.
    """
    bare = half_width(_SPACES.sub("", text))
    if bare in ("〇", "零", "○"):
        return 0
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    if not _PLAIN.fullmatch(bare):
        return None
    return tidy_decimal(Decimal(bare))


_WITH_UNIT = re.compile(r"([+-]?[\d,]+(?:\.\d+)?)(?:件|项|宗|个|条|起|份|次|人|人次|万元)")


def parse_counted(text: str) -> Number | None:
    """The number of a table cell that has a unit behind it (12件, 3.5万元), None for any other cell."""
    found = _WITH_UNIT.fullmatch(half_width(_SPACES.sub("", text)))
    return parse_cell(found[1]) if found else None


@lru_cache(maxsize=4096)
def parse_numeral(text: str) -> Number | None:
    """The value of a numeral in any writing (12, １２, 1,234, 十二, 两百零三, 1.2万, 3亿), None if it is none."""
    bare = half_width(_SPACES.sub("", text)).replace(",", "").replace("，", "")
    scale = 1
    while bare and bare[-1] in _MYRIADS and _PLAIN.fullmatch(bare[:-1]):
        scale *= _MYRIADS[bare[-1]]
        bare = bare[:-1]
    if _PLAIN.fullmatch(bare):
        return tidy_decimal(Decimal(bare) * scale)
    value = _chinese(bare)
    return None if value is None else value * scale


def _chinese(text: str) -> int | None:
    if not 0 < len(text) <= _LONGEST or any(c not in _DIGITS and c not in _UNITS and c not in _MYRIADS for c in text):
        return None
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _UNITS:
            section += (digit or 1) * _UNITS[c]
            digit = 0
        else:
            total = (total + section + digit) * _MYRIADS[c]
            section = digit = 0
    return total + section + digit


_BEYOND = Decimal(10) ** 20
"""So large a share has no decimals worth telling, and more digits than are reckoned with."""


def percent_of(part: Number, whole: Number) -> Number:
    """What a part makes of a whole in per cent, two decimals at most. ZeroDivisionError for a whole of 0."""
    if not whole:
        raise ZeroDivisionError
    share = Decimal(part) / Decimal(whole) * 100
    return tidy_decimal(round(share, 2) if abs(share) < _BEYOND else share)


def percent_text(ratio: Decimal) -> str:
    """A ratio as a percentage: one decimal, none where it is .0; more where rounding would say 0 or 100
    of what is neither."""
    value = abs(ratio) * 100
    for places in (1, 2, 3, 4, 6, 9):
        rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if (rounded != 0 or value == 0) and (rounded != 100 or value == 100):
            break
    return f"{_trim(rounded)}%"


def times_text(ratio: Decimal) -> str:
    """A ratio of growth as a number of times, one decimal at most."""
    return _trim(abs(ratio).quantize(Decimal("0.1"), ROUND_HALF_UP))


def amount_text(value: Number) -> str:
    """An amount of money, trailing zeros dropped, no exponent."""
    return _trim(Decimal(value))


def _trim(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


FORMATS = ("count", "amount", "percent", "times", "year")


def format_number(value: Number, style: str) -> str:
    """A number in one of FORMATS; the characters a span covers. ValueError for another style."""
    if style == "count":
        return str(int(value)) if value == int(value) else _trim(Decimal(value))
    if style == "year":
        return str(int(value))
    if style == "amount":
        return amount_text(value)
    if style == "percent":
        return percent_text(Decimal(value))
    if style == "times":
        return times_text(Decimal(value))
    raise ValueError(style)


def grouped(value: Number) -> str:
    """A number for the screen, with thousands separators."""
    return f"{value:,}"


def chinese_ordinal(n: int) -> str:
    """A number from 1 to 9,999 in Chinese, as headings count: 一, 十, 十一, 二十, 一百零三."""
    digits = "〇一二三四五六七八九"
    if n < 20:
        return ("十" if n >= 10 else "") + (digits[n % 10] if n % 10 else "")
    text, gap = "", False
    for place, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // place % 10
        if digit:
            text += ("零" if gap else "") + digits[digit] + word
        gap = bool(text) and not digit
    return text


def changed_places(one: Number, other: Number) -> bool:
    """Whether two neighbouring figures of a number changed places in the other."""
    a, b = str(one), str(other)
    differ = [n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y]
    return (
        len(a) == len(b)
        and len(differ) == 2
        and differ[1] == differ[0] + 1
        and a[differ[0]] == b[differ[1]]
        and a[differ[1]] == b[differ[0]]
    )
