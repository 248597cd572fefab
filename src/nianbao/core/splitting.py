"""Several problems in one text: one number each, or clauses that plainly speak of different types.

Commas inside one problem are the rule (名单挂出去，身份证号没遮住), so a text is cut at a comma only where
each side fits a type of its own far better than it fits the other side's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from nianbao.core.problems import UNRELATED

_NUMBER = r"[一二三四五六七八九十]"
_NUMBERED = re.compile(
    rf"(?:(?<=^)|(?<=[，。；;,:：\s]))(?:{_NUMBER}是(?!否)|第{_NUMBER}(?:是|[，、,])|[（(](?:{_NUMBER}|\d{{1,2}})[)）]"
    rf"|\d{{1,2}}(?:[.．、)）])(?!\d)|{_NUMBER}、|其[一二三四](?:是|[，、,])?|首先[，,]?|其次[，,]?|再次[，,]?|再者[，,]?"
    rf"|最后[，,]?|一方面[，,]?|另一方面[，,]?|一来[，,]?|二来[，,]?|一个是|另一个是|再一个是)|[①②③④⑤⑥⑦⑧⑨⑩]"
)
_STRONG = re.compile(r"[；;。！!\n\r]+")
_JOINED = (
    "另外还有",
    "除此之外",
    "再加上",
    "与此同时",
    "并且",
    "而且",
    "同时",
    "以及",
    "此外",
    "另外",
    "还有",
    "加上",
    "再就是",
    "再有",
    "况且",
    "加之",
    "连带",
    "外加",
    "再说",
    "也",
    "还",
    "又",
    "且",
    "并",
)
_BESIDES = frozenset({"另外还有", "除此之外", "与此同时", "再加上", "再就是", "此外", "另外"})
"""Says outright that something else is stated."""
_WEAK = re.compile(
    rf"[，,、\s]+(?P<comma>{'|'.join(_JOINED)})?|(?P<bare>以及|而且|并且|同时|另外|此外|加上|加之|外加)(?=[^，,、；;。\s])"
)
_LEAST = 3
"""Characters that a problem takes at least."""


class Scorer(Protocol):
    """What splitting asks of a matcher."""

    labels: tuple[str, ...]

    def scores(self, text: str) -> list[float]:
        """The score of each label."""


_CONTINUES = re.compile(
    r"说明|导致|造成|致使|以致|结果|所以|因此|因而|于是|就(?!业)|才|都|直接|还是|却|但|可|只|而是|反而|害得|使|让人|看着|"
    r"群众|大家|老百姓|百姓|村民|居民|市民|外面|有人|人家|显得|尤其|特别|比如|例如|如(?!期)|包括|其中|甚至|更(?!新|换)|仍|依然|照样|怎么|谁|哪|到底|一问|想|等(?!级)|"
    r"全(?![年县市区镇乡局街])|连|光|总(?![体量])|里面|上面|那里|这|被|靠|要靠|另负责|存在"
)
"""What a clause begins with that goes on with the one before."""


_TOPIC = re.compile(
    r"(?:的(?:内容|信息|事项|情况|材料|要求|规定|问题|时候)|方面|工作中|(?<![跟网])上|里|(?<![及准按超实费])时|"
    r"(?<![滞落靠])后|(?<![提超])前|(?<!集)中)$"
)
"""What a clause ends with that only says what the next one is about (及时, 滞后 are no such ends)."""
_CAUSE = re.compile(r"(?:^|[，,；;。\s])(?:由于|因为|因(?!此|而|地)|鉴于|受)[^，,、；;。\s]*$")
"""A clause that gives the cause of the next one: the two are one problem."""
_LOOKS = re.compile(r"(?:^|[，,、；;\s])(?:打开|点开|点进|翻开|翻了|登上|登录|搜了)[^，,、；;\s]*$")
"""A clause that only leads to where the problem is seen (打开专栏，三块都是空白)."""
_ALSO = re.compile(r"还(?:没|不|缺|未|存在|经常|老是|总是|常常|拖|少|有的)|也|又|且|并(?![网存行列入轨购发案])")
"""还 means “besides” before these; elsewhere rather “still” (还差七八项, 还是老样子)."""

_ALSO_LACKS = re.compile(r"[^，,、；;。\s]{2,10}(?<!了)(?:[也又]|还(?!是|停|只|在))")
"""A clause with a subject of its own of which something is said too (搞得好不好也没人来查, 日期还写错了)."""
_FAULT = re.compile("[不没未无少缺慢差难弱低晚乱旧老空错漏滞后单轻浅窄散迟久拖停断忘懒怕偏杂假]")
"""What a problem in a list says of its object; a name alone (公众号、网站各发各的) is no problem."""


_PEOPLE_ALSO = re.compile(r"(?:群众|大家|老百姓|百姓|村民|居民|市民)(?:[^，,、；;。\s]{0,3}[也又]|知晓|参与|认知)")

_COMPLAINT = re.compile(
    r"(?:不(?:太|大|很|够|甚)?(?:[高强足全准快新多深透广紧严顺稳细实密够力精牢熟勤]|及时|全面|规范|完整|齐全|有效|到位|健全|完善|充分|深入|丰富|紧密|彻底|合理|"
    r"平衡|畅通|畅|便捷|方便|明显|突出|精准|准确|精细|扎实|清楚|清晰|明确|统一|严格|严谨|重视|主动|积极|稳定|通俗|互通|配合|协调|适应|匹配|"
    r"科学|实用|明|清)|(?:力度|数量)?不足|不足够|滞后|滞缓|单一|单调|薄弱|欠缺|缺乏|缺失|缺位|有待[^，,、；;。\s]{2,5}|需(?:要)?(?:进一步)?"
    r"(?:加强|提高|提升|完善|改进)|(?:较|过于|偏|太|很|还)?(?:慢|少|低|弱|窄|差|浅|粗|散|乱|旧|晚|狭窄|薄弱|陈旧|老套|笼统|混乱|落后)|"
    r"流于形式|走过场|不少|(?:缺乏|缺少|没有)[^，,、；;。\s]{2,5})(?:的?(?:问题|情况|现象))?$"
)
"""What the clauses of an official list of problems end with (重视不够、制度不健全、渠道单一)."""
_SUBJECT = 2
_LEAD_IN = re.compile(r"^[^：:，,；;。]{0,20}[：:]|^(?:主要)?(?:还)?存在(?:着)?(?!的)|^主要是")
_CLOSING = re.compile(r"(?:等(?:方面)?(?:的)?(?:问题|情况|现象|不足|短板)?|的(?:问题|情况|现象))$")
"""What stands before and after such a list (存在……等问题)."""


class Cut(NamedTuple):
    """A place where a text might fall into two: the end of the left part, the start of the right one, and
    how clearly the sides must differ for it."""

    end: int
    start: int
    least: float


def split(text: str, scorer: Scorer) -> list[str]:
    """The problems that a text states, in order, without their numbers; the text itself where it is one."""
    text = text.strip()
    numbered = _numbered(text)
    if len(numbered) > 1:
        return numbered
    judge = _Judge(scorer)
    pieces = [piece.strip("，,、 ") for piece in _STRONG.split(text)]
    pieces = _settled([piece for piece in pieces if piece], judge)
    parts = [part for piece in pieces for part in _listed(piece, judge) or _at_commas(piece, judge)]
    return parts if len(parts) > 1 else [text]


def _listed(piece: str, judge: _Judge) -> list[str]:
    """The complaints of an official list, each with a subject of its own; neighbours of one type stay together.
    Empty where a clause of it is none."""
    bare = _CLOSING.sub("", _LEAD_IN.sub("", piece))
    items = [
        item
        for item in re.split(r"[，,、]\s*(?:并?且|同时|以及|也|还)?|(?<=[\u4e00-\u9fff])(?:以及|并且|而且|且)", bare)
        if item
    ]
    if len(items) < 2 or not all(_is_complaint(item) for item in items):
        return []
    if "，" in bare and "、" in bare:
        return []
    stated = bare != piece or len(items) > 2
    return _settled(items, judge, AT_ITEM if stated else AT_PAIR)


def _is_complaint(item: str) -> bool:
    end = _COMPLAINT.search(item)
    return end is not None and end.start() >= _SUBJECT and not _goes_on(item, 0) and not _CAUSE.search(item)


def _numbered(text: str) -> list[str]:
    """The parts after numbers; what stands before the first is a lead-in."""
    marks = list(_NUMBERED.finditer(text))
    if len(marks) < 2:
        marks = _counted(text)
    if len(marks) < 2:
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    parts = [text[mark.end() : end].strip(" ，,；;。、\n：:") for mark, end in zip(marks, ends, strict=True)]
    return [part for part in parts if len(part) >= _LEAST]


_COUNTS = (
    re.compile(rf"(?P<n>{_NUMBER})是(?!否)"),
    re.compile(rf"[（(](?P<n>{_NUMBER}|\d{{1,2}})[)）]"),
    re.compile(r"(?<!\d)(?P<n>\d{1,2})[.．、)）](?!\d)"),
)
_ORDER = "一二三四五六七八九十"


def _counted(text: str) -> list[re.Match[str]]:
    """The marks 1, 2, 3 of one style in a text that begins with the first, with no mark between the parts
    ((1)解读少(2)更新慢)."""
    for style in _COUNTS:
        marks: list[re.Match[str]] = []
        for mark in style.finditer(text):
            if mark["n"] in (str(len(marks) + 1), _ORDER[len(marks) : len(marks) + 1]):
                marks.append(mark)
        if len(marks) > 1 and marks[0].start() == 0:
            return marks
    return []


class _Judge:
    """The scores of pieces, each asked once."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._known: dict[str, list[float]] = {}
        self._unrelated = scorer.labels.index(UNRELATED) if UNRELATED in scorer.labels else -1

    def scores(self, text: str) -> list[float]:
        if text not in self._known:
            self._known[text] = self._scorer.scores(text)
        return self._known[text]

    def best(self, text: str) -> int:
        """The number of the best label."""
        scores = self.scores(text)
        return max(range(len(scores)), key=scores.__getitem__)

    def apart(self, left: str, right: str) -> float:
        """How clearly two pieces speak of different types: what the weaker side loses if it were to take
        the other's type; below zero where they do not, or where a side is no problem of this field."""
        one, two = self.best(left), self.best(right)
        if one == two or self._unrelated in (one, two):
            return -1.0
        a, b = self.scores(left), self.scores(right)
        clear = min(a[one] - a[two], b[two] - b[one])
        if clear <= 0:
            return clear
        whole = self.scores(left + "，" + right)
        return clear - abs(whole[one] - whole[two]) * TILT


TILT = 0.3
"""A whole that leans to one side's type is rather one problem; how much of the lean is held against a cut."""
AT_SEMICOLON = 0.12
AT_BESIDES = 0.05
AT_JOINED = 0.30
AT_ITEM = 0.25
AT_PAIR = 0.55
AT_SHARED = 1.25
AT_ALSO = 0.50
AT_COMMA = 0.87
AT_LIST = 0.95
"""How clearly two sides must differ to be cut there; fitted on statements written for this."""


_BARE, _LONGER = 6, 5
"""A complaint so short, after one so much longer, is likely said of the same thing (村务公开内容不全、更新不及时)."""


def _settled(pieces: list[str], judge: _Judge, least: float | None = None) -> list[str]:
    """Pieces between strong marks, or with `least` the items of a list, neighbours of one type put together again."""
    made: list[str] = []
    for piece in pieces:
        wanted = AT_SEMICOLON if least is None else least
        if least is not None and made and len(piece) <= _BARE and len(made[-1]) >= len(piece) + _LONGER:
            wanted = AT_SHARED
        if made and (len(piece) < _LEAST or judge.apart(made[-1], piece) < wanted):
            made[-1] += "，" + piece
        else:
            made.append(piece)
    return made


def _at_commas(text: str, judge: _Judge) -> Iterator[str]:
    """A piece, cut where its two sides differ most if they differ enough, and so on within the sides."""
    best: tuple[float, Cut] | None = None
    for cut in _cuts(text):
        left, right = text[: cut.end], text[cut.start :]
        if len(left) < _LEAST or len(right) < _LEAST:
            continue
        clear = judge.apart(left, right) - cut.least
        if clear >= 0 and (best is None or clear > best[0]):
            best = clear, cut
    if best is None:
        yield text
        return
    cut = best[1]
    yield from _at_commas(text[: cut.end], judge)
    yield from _at_commas(text[cut.start :], judge)


def _cuts(text: str) -> Iterator[Cut]:
    for match in _WEAK.finditer(text):
        joined = match["comma"] or match["bare"]
        topic = not match["bare"] and any(lead.search(text, 0, match.start()) for lead in (_TOPIC, _LOOKS, _CAUSE))
        if joined and len(joined) > 1:
            yield Cut(match.start(), match.end(), AT_BESIDES if joined in _BESIDES else AT_JOINED)
        elif joined and not topic and _ALSO.match(text, match.end() - 1):
            yield Cut(match.start(), match.end() - 1, AT_JOINED)  # 也, 还, 又 belong to the clause
        elif not joined and not topic and not _goes_on(text, match.end()):
            yield Cut(match.start(), match.end(), _least(text, match))


def _goes_on(text: str, at: int) -> bool:
    """Whether a clause goes on with the one before; people of whom something is said too may begin another problem."""
    return _CONTINUES.match(text, at) is not None and _PEOPLE_ALSO.match(text, at) is None


def _least(text: str, mark: re.Match[str]) -> float:
    """How clearly the sides of a bare mark must differ."""
    if "、" not in mark[0]:
        said = _ALSO_LACKS.match(text, mark.end()) and _FAULT.search(text, 0, mark.start())
        return AT_ALSO if said else AT_COMMA
    item = re.split(r"[，,、\s]", text[: mark.start()])[-1]
    return AT_LIST if _FAULT.search(item) else math.inf
