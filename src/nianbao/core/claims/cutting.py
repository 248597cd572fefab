"""The narrative cut for reading: lines, scenes (sentences with something to hold against the tables), clauses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nianbao.core.claims.words import Token, tokens
from nianbao.core.quantities import Bare, Quantity, quantities
from nianbao.core.report import Report, split_sentences


@dataclass(frozen=True)
class Clause:
    """A stretch between two marks (，；：、 and brackets), with its words and quantities."""

    start: int
    end: int
    opener: str
    tokens: tuple[Token, ...]
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True)
class Scene:
    """A sentence of a line that may hold claims: its place, its clauses, what the words before spoke of, what
    the paragraph before did, and the words of the heading run in before it (3.规范性文件。) that name a table."""

    start: int
    end: int
    clauses: tuple[Clause, ...]
    topic: str | None
    near: str | None = None
    head: tuple[Token, ...] = ()

    @property
    def tokens(self) -> Iterator[Token]:
        for clause in self.clauses:
            yield from clause.tokens

    @property
    def quantities(self) -> Iterator[Quantity]:
        for clause in self.clauses:
            yield from clause.quantities


@dataclass(frozen=True)
class Line:
    """A paragraph of the narrative at its place, with the scenes found in it."""

    bare: Bare
    where: str
    section: str | None
    heading: str = ""
    scenes: tuple[Scene, ...] = ()


# -- cutting the narrative ------------------------------------------------------------------------------

_MARKS = re.compile(r"[，、；。！？（）—]|：(?!\d)|(?<=[中下里况果])：|——")
_NAMED_YEAR = re.compile(r"20\d\d")
_TITLE = re.compile(r"《(?![^》]{0,12}申请(?:[表书]|答复书)》)[^》]{0,60}》")
_IN_MANY_WAYS = re.compile(r"通过[^，。；\d]{2,40}?等(?:多种|各种|不同)?(?:途径|渠道|方式|形式|平台)")
"""未收到通过电话、网络等方式提出的申请: the ways are one stretch, and nothing in it says what is counted."""
_WORTH = re.compile(
    r"(?:未|没|无|零|不曾|不存在).{0,40}(?:申请|要求公开|复议|诉讼|规范性文件|规章|许可|处罚|强制|结转|败诉|纠|通知|收费)"
    r"|(?:申请|复议|诉讼|规范性文件|规章|许可|处罚|强制|结转|收费).{0,12}(?:未|没|无|零)"
    r"|全部|均|都|100%|百分之百|持平|翻番|翻了|一倍|两倍"
)


def _scenes(bare: Bare, heading: str, year: int | None, near: str | None) -> Iterator[Scene]:
    """The sentences with a quantity, a none or an all, cut into clauses."""
    topic = _topic_of(heading)
    head: tuple[Token, ...] = ()
    at = 0
    found = quantities(bare)
    places = [quantity.start for quantity in found]
    for sentence in _bounded(_with_their_parts(split_sentences(bare.text))):
        start, at = at, at + len(sentence)
        inside = found[bisect_left(places, start) : bisect_left(places, at)]
        if inside or _WORTH.search(sentence):
            clauses = tuple(_clauses(bare.text, start, at, inside, year))
            yield Scene(start, at, clauses, topic, None if head else near, head)
            topic = _topic_of(sentence) or topic
            continue
        named = _topic_of(sentence)
        if len(sentence) < _HEAD_LENGTH and _NUMBERED.match(sentence) and "，" not in sentence:
            before, head = head, tuple(t for t in tokens(sentence) if t.facet in _TABLES or t.value == "review")
            topic = named or (None if head or before else topic)
        topic = named or topic


_HEAD_LENGTH = 24
_TABLES = ("document", "decision", "fees", "dispute")
"""Words by which a heading names what its paragraph counts besides requests."""


def _with_their_parts(sentences: Sequence[str]) -> Iterator[str]:
    """A sentence that begins with 其中 tells the parts of the one before, and goes on with it."""
    held = ""
    for sentence in sentences:
        if held and not (sentence.startswith("其中") and held.rstrip().endswith("。")):
            yield held
            held = ""
        held += sentence
    if held:
        yield held


_LONGEST = 1000
"""Characters of a sentence that is read as one; really published ones have 600."""


def _bounded(sentences: Iterable[str]) -> Iterator[str]:
    """The sentences, an endless one cut behind a mark: each number is read with all the words of its sentence."""
    for sentence in sentences:
        left = sentence
        while len(left) > _LONGEST:
            marks = [left.rfind(mark, 0, _LONGEST) for mark in "；，、"]
            end = next((at + 1 for at in marks if at > 0), _LONGEST)
            yield left[:end]
            left = left[end:]
        if left:
            yield left


def _topic_of(text: str) -> str | None:
    """What a heading or sentence is about: requests, disputes, or None."""
    if "依申请" in text or "信息公开申请" in text or "公开政府信息的申请" in text or "申请公开" in text:
        return "requests"
    if "复议" in text or "诉讼" in text:
        return "disputes"
    return "other" if _OTHER_TOPIC.search(text) else None


_OTHER_TOPIC = re.compile(r"主动公开|平台建设|监督保障|信息管理|政策解读|建议|提案|留言")


def _clauses(text: str, start: int, end: int, inside: Sequence[Quantity], year: int | None) -> Iterator[Clause]:
    sentence = text[start:end]
    titles = [(m.start() + start, m.end() + start) for m in _TITLE.finditer(sentence)] if "《" in sentence else []
    if "通过" in sentence:
        titles += [(m.start() + start, m.end() + start) for m in _IN_MANY_WAYS.finditer(sentence)]
    words = [
        Token(t.start + start, t.end + start, t.facet, _carried(t, sentence, year))
        for t in tokens(sentence)
        if not any(a <= t.start + start < b for a, b in titles)
    ]
    covered = [(t.start, t.end) for t in words] + titles
    opener, begin = "", start
    for mark in _MARKS.finditer(text, start, end):
        if any(a < mark.start() < b - 1 or a < mark.end() <= b - 1 for a, b in covered if b - a > 1):
            continue
        yield _clause(begin, mark.start(), opener, words, inside)
        opener, begin = mark[0], mark.end()
    if begin < end:
        yield _clause(begin, end, opener, words, inside)


def _carried(token: Token, sentence: str, year: int | None) -> str:
    """What a word means that names a year: carried over from last year, or to the next."""
    if not token.value.startswith("carried_") or year is None:
        return token.value
    named = _NAMED_YEAR.findall(sentence, token.start, token.end)
    if not named:
        return token.value
    if token.value == "carried_from" and int(named[0]) == year:
        return "carried"
    return "carried_in" if int(named[-1]) <= year else "carried_out"


def _clause(start: int, end: int, opener: str, words: Sequence[Token], inside: Sequence[Quantity]) -> Clause:
    return Clause(
        start,
        end,
        opener,
        tuple(t for t in words if start <= t.start < end),
        tuple(q for q in inside if start <= q.start < end),
    )


_HEADING = re.compile(r"^（[一二三四五六七八九十]+）|^[一二三四五六七八九十]+、|^[一二三四五六七八九十]+是")


_NUMBERED = re.compile(r"^（?(?:[一二三四五六七八九十]+|\d{1,2})[）、.．是]")


def _rank(text: str) -> str:
    """How a part is numbered: （ for （一）, 、 for 一、, nothing for others."""
    found = re.match(r"(（)[一二三四五六七八九十]+）|[一二三四五六七八九十]+(、)", text)
    return (found[1] or found[2]) if found else ""


def lines(report: Report) -> tuple[Line, ...]:
    """The paragraphs of the narrative, cut; a heading of its own tells the lines below what they are about."""
    found: list[Line] = []
    heading = ""
    section: str | None = None
    near: str | None = None
    for passage in report.passages:
        if passage.section != section:
            section, heading, near = passage.section, "", None
        bare = Bare(passage.text)
        if passage.paragraph.level or (len(bare.text) < 40 and _HEADING.match(bare.text) and "件" not in bare.text):
            heading = bare.text
            near = None
        elif heading and _rank(bare.text) == _rank(heading) != "":
            heading = ""  # the next part begins, its heading run in
        scenes = tuple(_scenes(bare, heading, report.year, None if _NUMBERED.match(bare.text) else near))
        found.append(Line(bare, passage.where, passage.section, heading, scenes))
        listed = near is not None and len(bare.text) < 80 and not _NUMBERED.match(bare.text)
        near = _topic_of(bare.text) or (near if listed else None)
    return tuple(found)
