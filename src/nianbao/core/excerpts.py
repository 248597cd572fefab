"""Where a text is cut to be quoted: at a mark, never in a number or a bracket."""

from __future__ import annotations

from nianbao.core.lazy import lazy

_MARKS = "，。；：、！？,;:\n"
_PAIRS = {"（": "）", "(": ")", "“": "”", "《": "》", "〔": "〕", "「": "」"}
_DIGITS = frozenset("0123456789.%％")
_REACH = 16
"""How far a quote is widened to where a clause or a bracket ends."""
_CLAUSE_END = lazy(r"[，。；：！？,;:\n]")


def beginning(text: str, most: int) -> str:
    """The beginning of a text as it stands: all of it where it is short, else what ends at the last mark within
    `most` characters; where there is none, at the first mark behind them."""
    if len(text) <= most:
        return text.rstrip(_MARKS) or text
    end = max((at for at in range(most // 2, most + 1) if text[at] in _MARKS), default=-1)
    if end < 0:
        end = next((at for at in range(most, min(2 * most, len(text))) if text[at] in _MARKS), most)
    start, end = whole(text, 0, end)
    return text[start:end].rstrip(_MARKS)


def excerpt(text: str, most: int) -> str:
    """The beginning of a text for a message, with an ellipsis where something is left out."""
    begun = beginning(text, most)
    return begun if begun == text.rstrip(_MARKS) else f"{begun}……"


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """A place in a text, widened so that it begins and ends in no number, leaves no bracket open, and, where it goes
    over a comma, does not end in the middle of the clause behind it."""
    start, end = _numbers(text, start, end)
    start, end = _brackets(text, start, end)
    last = max(text.rfind(mark, start, end) for mark in "，；")
    if last < 0:
        return start, end
    if end < len(text) and text[end - 1] not in _MARKS and text[end] not in _MARKS:
        stop = _CLAUSE_END().search(text, end, min(len(text), end + _REACH))
        if stop is not None and not _open(text[start : stop.start()])[1]:
            end = stop.start()
    if text[start] in _DIGITS:
        before = max(text.rfind(mark, max(0, start - _REACH), start) for mark in f"{_MARKS}（(“《")
        start = before + 1 if before >= 0 or start <= _REACH else start
    return start, end


def clauses_around(text: str, start: int, end: int) -> str:
    """The clauses in which a place in a text stands, as far as they are near."""
    before = max((text.rfind(mark, max(0, start - _REACH), start) for mark in _MARKS), default=-1)
    begin = before + 1 if before >= 0 else max(0, start - _REACH)
    stop = _CLAUSE_END().search(text, end, min(len(text), end + _REACH))
    until = stop.start() if stop is not None else min(len(text), end + _REACH)
    begin, until = _numbers(text, begin, until)
    return text[begin:until].strip()


def _numbers(text: str, start: int, end: int) -> tuple[int, int]:
    while 0 < start < len(text) and text[start] in _DIGITS and text[start - 1] in _DIGITS:
        start -= 1
    while 0 < end < len(text) and text[end] in _DIGITS and text[end - 1] in _DIGITS:
        end += 1
    return start, end


def _brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """Widened to the other halves of the brackets that stand alone in it, if these are near."""
    closing, opening = _open(text[start:end])
    for mark in opening:
        at = text.find(_PAIRS[mark], end, end + _REACH)
        end = at + 1 if at >= 0 else end
    for mark in closing:
        at = text.rfind(mark, max(0, start - _REACH), start)
        start = at if at >= 0 else start
    return start, end


def _open(text: str) -> tuple[list[str], list[str]]:
    """The opening halves that are wanted before a text, and those in it that nothing closes; both innermost first."""
    before: list[str] = []
    stack: list[str] = []
    partner = {close: mark for mark, close in _PAIRS.items()}
    for character in text:
        if character in _PAIRS:
            stack.append(character)
        elif character in partner:
            if stack and stack[-1] == partner[character]:
                stack.pop()
            else:
                before.append(partner[character])
    return before, stack[::-1]
