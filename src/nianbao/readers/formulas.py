"""Formulas of a workbook that was never calculated: the few kinds that totals of the form are made of.

A workbook that another program filled holds formulas without values until Excel or WPS has opened and saved it.
SUM, ROUND of these, + and - over cells of any sheet are worked out here; every other formula stays without value.
Nothing is executed: a formula is read by a grammar of these few kinds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape

from nianbao.readers.container import Container

Place = tuple[str, int, int]
"""Sheet, row and column of a cell, from 0."""
Rows = list[list[object]]

MAX_FORMULAS = 5_000
MAX_DEPTH = 60
"""Formulas over formulas."""
MAX_CELLS = 200_000
"""Cells that all formulas together look at; those of the form look at 400."""

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^<>]*)>")
_RELATION = re.compile(rb"<Relationship\b([^<>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CELL = re.compile(rb"<c\b([^<>]*?)>\s*<f\b([^<>]*?)(?:/>|>([^<]*)</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_BASE = re.compile(rb"<c\b([^<>]*?)>\s*<f\b([^<>]*?)>([^<]+)</f>")
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d+)?) |
    (?P<name>SUM|ROUND)(?=\s*\() |
    (?:(?:'(?P<quoted>[^']+)'|(?P<sheet>[^\s'!(),:+\-*/]+))!)?
    (?P<first>\$?[A-Za-z]{1,3}\$?\d{1,7})(?::(?P<last>\$?[A-Za-z]{1,3}\$?\d{1,7}))? |
    (?P<mark>[-+(),])
    )""",
    re.VERBOSE,
)
_REFERENCE = re.compile(r"(?<![A-Za-z0-9_!'])(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?![\d(A-Za-z_!])")


class _Unknown(Exception):  # it never leaves this module
    """A formula of another kind, or one over what is no number."""


def uncalculated(container: Container) -> dict[Place, str]:
    """The formulas of a workbook that have no value, by their places; shared ones written out."""
    found: dict[Place, str] = {}
    for name, part in _sheets(container):
        if b"<f" not in part:
            continue
        shared: dict[bytes, tuple[int, int, str]] = {}
        for cell, formula, text in _BASE.findall(part):
            index = _attributes(formula).get("si")
            place = _place(_attributes(cell).get("r", b""))
            if index is not None and place is not None:
                shared[index] = (*place, unescape(text.decode("utf-8", "replace")))
        for cell, formula, text in _CELL.findall(part):
            place = _place(_attributes(cell).get("r", b""))
            if place is None or len(found) >= MAX_FORMULAS:
                continue
            index = _attributes(formula).get("si")
            said = unescape(text.decode("utf-8", "replace"))
            if not said and index in shared:
                row, column, base = shared[index]
                said = _moved(base, place[0] - row, place[1] - column)
            found[name, *place] = said
    return found


def calculated(formulas: Mapping[Place, str], sheets: Mapping[str, Rows]) -> dict[Place, float]:
    """The values of those formulas that can be worked out from the cells of the sheets."""
    known: dict[Place, float] = {}
    room = [MAX_CELLS]
    made: dict[Place, float] = {}

    def value(place: Place, depth: int) -> float:
        room[0] -= 1
        if depth > MAX_DEPTH or room[0] < 0:
            raise _Unknown
        if place in formulas:
            if place not in known:
                known[place] = _Reader(formulas[place], place[0], lambda other: value(other, depth + 1)).total()
            return known[place]
        name, row, column = place
        rows = sheets.get(name, [])
        content = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
        if isinstance(content, bool) or not isinstance(content, int | float):
            if content not in ("", None):
                raise _Words
            return 0.0
        return float(content)

    for place in formulas:
        try:
            made[place] = value(place, 0)
        except (_Unknown, RecursionError):
            continue
    return made


class _Words(_Unknown):
    """A cell of words: no number for + and -, nothing for SUM."""


class _Reader:
    """One formula, read from left to right: terms with + and - between them."""

    def __init__(self, text: str, sheet: str, value: Callable[[Place], float]) -> None:
        self.text = text.lstrip("=").replace("\u00a0", " ")
        self.sheet = sheet
        self.summing = 0
        self.value = value
        self.at = 0

    def total(self) -> float:
        """The value of the whole formula."""
        made = self._sum()
        if self.text[self.at :].strip():
            raise _Unknown
        return made

    def _next(self) -> re.Match[str]:
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            raise _Unknown
        self.at = match.end()
        return match

    def _peek(self) -> str:
        return self.text[self.at :].lstrip()[:1]

    def _sum(self) -> float:
        made = self._signed()
        while self._peek() in ("+", "-"):
            sign = -1 if self._next()["mark"] == "-" else 1
            made += sign * self._term()
        return made

    def _signed(self) -> float:
        if self._peek() in ("+", "-"):
            return (-1 if self._next()["mark"] == "-" else 1) * self._term()
        return self._term()

    def _term(self) -> float:
        token = self._next()
        if token["number"]:
            return float(token["number"])
        if token["name"]:
            return self._call(token["name"])
        if token["first"]:
            return sum(self._cells(token))
        if token["mark"] == "(":
            made = self._sum()
            self._expect(")")
            return made
        raise _Unknown

    def _expect(self, mark: str) -> None:
        if self._next()["mark"] != mark:
            raise _Unknown

    def _call(self, name: str) -> float:
        self._expect("(")
        self.summing += name == "SUM"
        parts = [self._sum()]
        while self._peek() == ",":
            self._expect(",")
            parts.append(self._sum())
        self._expect(")")
        self.summing -= name == "SUM"
        if name == "ROUND":
            if len(parts) != 2 or not parts[1].is_integer() or abs(parts[1]) > 9:
                raise _Unknown
            return round(parts[0], int(parts[1]))
        return sum(parts)

    def _cells(self, token: re.Match[str]) -> Iterator[float]:
        sheet = token["quoted"] or token["sheet"] or self.sheet
        top, left = _reference(token["first"])
        bottom, right = _reference(token["last"] or token["first"])
        if bottom < top or right < left:
            raise _Unknown
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                try:
                    yield self.value((sheet, row, column))
                except _Words:
                    if not self.summing:
                        raise


def _sheets(container: Container) -> Iterator[tuple[str, bytes]]:
    """The sheets of a workbook by name, with their parts."""
    targets = {}
    for match in _RELATION.finditer(container.read("xl/_rels/workbook.xml.rels") or b""):
        said = _attributes(match[1])
        targets[said.get("Id", b"")] = said.get("Target", b"").decode("utf-8", "replace")
    for match in _SHEET.finditer(container.read("xl/workbook.xml") or b""):
        said = _attributes(match[1])
        target = targets.get(said.get("r:id", b""), "")
        part = container.read(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
        if part:
            yield unescape(said.get("name", b"").decode("utf-8", "replace")), part


def _attributes(text: bytes) -> dict[str, bytes]:
    return {name.decode("ascii", "replace"): one or other for name, one, other in _ATTRIBUTE.findall(text)}


def _place(text: bytes) -> tuple[int, int] | None:
    """Row and column of a reference like B7, from 0."""
    return _reference(text.decode("ascii", "replace")) if re.fullmatch(rb"[A-Z]{1,3}[1-9]\d{0,6}", text) else None


def _reference(text: str) -> tuple[int, int]:
    letters, digits = re.sub(r"[$\d]", "", text).upper(), re.sub(r"\D", "", text)
    return int(digits) - 1, _column(letters) - 1


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    made = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        made = chr(65 + rest) + made
    return made


def _moved(formula: str, rows: int, columns: int) -> str:
    """A shared formula as it stands so many rows and columns further on; what is fixed with $ stays."""

    def move(match: re.Match[str]) -> str:
        column, row = _column(match[2].upper()), int(match[4])
        column += 0 if match[1] else columns
        row += 0 if match[3] else rows
        return f"{match[1]}{_letters(column)}{match[3]}{row}" if column > 0 and row > 0 else "#REF!"

    return _REFERENCE.sub(move, formula)
