"""Claims about table two of the form of 2019: documents made, published and public in all, items of powers and their
change, other services, purchases.

Source: 国办公开办函〔2019〕60号, table two: 本年新制作数量, 本年新公开数量, 对外公开总数量; 上一年项目数量, 本年增/减,
处理决定数量; 采购项目数量, 采购总金额.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from nianbao.core.claims.claim import Claim
from nianbao.core.claims.cutting import Line, Scene
from nianbao.core.quantities import Quantity

_SUBJECTS = re.compile(
    r"(?P<licensing>行政许可)|(?P<other_services>其他对外管理服务(?:事项)?)|(?P<penalties>行政处罚)|(?P<coercion>行政强制)"
    r"|(?P<fees>行政事业性收费|收费项目)|(?P<procurement>(?:政府)?集中采购)|(?P<procured_otherwise>分散采购|政府采购)"
    r"|(?P<normative_documents>(?:行政)?规范性文件)|(?P<regulations>规章)"
)
_DOCUMENTS = ("normative_documents", "regulations")
_POWERS = ("licensing", "other_services", "penalties", "coercion", "fees")
_OTHER_MATTERS = ("object", "row", "column", "dispute")
_MADE = re.compile(r"(?:新制作|制作|新制定)(?:规范性文件|规章)?(?:数量)?(?:为)?$")
_PUBLIC = re.compile(
    r"(?P<whole>累计|共|合计)?(?:已)?对外公开(?:规范性文件|规章)?(?P<total>总数量?|总量)?(?:共|为|达到?)?$"
)
_PUBLISHED = re.compile(r"(?:新|主动|及时|(?<=[，、；：并])|(?<=其中))公开(?:规范性文件|规章)?(?:数量)?(?:为|共)?$")
_LAST_YEAR = re.compile(r"(?<![较比与])(?:上一?年度?的?(?:项目)?(?:数量)?(?:为|有)?|由)$")
_CHANGED = re.compile(r"(?:(?P<more>增加|增|多)|(?P<less>减少|减|少))(?:了)?$")
_CHANGED_TO = re.compile(r"(?:增|减|增加|减少)(?:至|到|为)$")
_NOW = re.compile(r"(?:项目|事项)(?:数量?)?(?:共|有|为|现有)?$")
_COMPARED = re.compile(r"上一?年|[增减]")
_DECIDED = re.compile(r"(?:作出|处理|许可|处罚|强制)+决定(?:数量)?(?:共|为)?$|其他对外管理服务事项$")
_UNCHANGED = re.compile(
    r"(?P<name>行政许可|其他对外管理服务|行政处罚|行政强制|行政事业性收费|收费)(?:项目|事项)(?:数量)?(?:没有|无|未|未有)(?:发生)?(?:增减|变化|调整)"
)
_AMOUNT = re.compile(r"(?:采购)?(?:总金额|金额|总额)(?:共|为|达|合计)?$|，合计$|[（，]$")
_PURCHASES = re.compile(r"(?:项目)?(?:数量?|信息|公告)?(?:共|为)?$")
_MONEY = ("万元", "元", "亿元")
_AND = re.compile(r"[、和及，]|以及")
_HEAD = re.compile(r"(?:分别|依次)[^，。；、\d]{0,4}$")
_COLUMNS = (
    (re.compile(r"新制作"), "created"),
    (re.compile(r"新公开"), "disclosed"),
    (re.compile(r"对外公开总数量?"), "public_total"),
)


def first_form_claims(line: Line, known: Sequence[Claim]) -> Iterator[Claim]:
    """What the numbers of a line say of those cells; `known` are the claims that its words make in any form."""
    taken = {claim.quantity.start for claim in known if claim.quantity is not None}
    for scene in line.scenes:
        subjects = list(_SUBJECTS.finditer(line.bare.text, scene.start, scene.end))
        if not subjects:
            continue
        yield from _unchanged(scene, line)
        listed = dict(_respective(scene, line, subjects))
        last = scene.start
        for quantity in scene.quantities:
            readings = listed.get(quantity.start) or _readings(scene, line, subjects, last, quantity)
            last = quantity.end
            if readings and quantity.start not in taken:
                start = max((m.start() for m in subjects if m.end() <= quantity.start), default=scene.start)
                figure = readings[0].lstrip("-").split("+")[0]
                yield Claim("count", figure, readings, quantity, line, start, quantity.end, plain=False)


_POWER_OF = {
    "行政许可": "licensing",
    "其他对外管理服务": "other_services",
    "行政处罚": "penalties",
    "行政强制": "coercion",
    "行政事业性收费": "fees",
    "收费": "fees",
}


def _unchanged(scene: Scene, line: Line) -> Iterator[Claim]:
    """行政强制事项没有增减."""
    for found in _UNCHANGED.finditer(line.bare.text, scene.start, scene.end):
        figure = f"disclosure.{_POWER_OF[found['name']]}.items_change"
        yield Claim("none", figure, (figure,), None, line, found.start(), found.end(), plain=False)


def _readings(
    scene: Scene, line: Line, subjects: Sequence[re.Match[str]], last: int, quantity: Quantity
) -> tuple[str, ...]:
    """The figures that a number may mean, by the subject named last and the words right before it."""
    text = line.bare.text
    before = [m for m in subjects if m.end() <= quantity.start]
    if not before:
        return ()
    subject, end = before[-1].lastgroup or "", before[-1].end()
    named = [t for t in scene.tokens if t.facet in _OTHER_MATTERS and end <= t.start < quantity.start]
    if any(text[t.start : t.end] != "公开" for t in named):
        return ()
    words = text[max(last, scene.start) : quantity.start]
    at = f"disclosure.{subject}."
    if subject in _DOCUMENTS and quantity.unit in ("件", "份", "个"):
        return _of_documents(at, words)
    if subject == "procurement" and (quantity.unit in _MONEY or quantity.unit in ("个", "项", "次", "件")):
        amount = quantity.unit in _MONEY
        fits = (_AMOUNT if amount else _PURCHASES).search(words.removeprefix("集中采购"))
        return (at + ("amount" if amount else "projects"),) if fits else ()
    if subject in _POWERS and subject != "fees" and quantity.unit in ("件", "宗") and _DECIDED.search(words):
        return (f"{at}decisions",)
    return _of_items(at, words, text[scene.start : scene.end]) if subject in _POWERS and quantity.unit == "项" else ()


def _of_documents(at: str, words: str) -> tuple[str, ...]:
    """新制作8件，新公开6件，对外公开总数47件."""
    if (public := _PUBLIC.search(words)) is not None:
        sure = public["whole"] or public["total"]
        return (f"{at}public_total", *(() if sure else (f"{at}disclosed",)))
    if _PUBLISHED.search(words):
        return (f"{at}disclosed",)
    return (f"{at}created",) if _MADE.search(words) else ()


def _of_items(at: str, words: str, sentence: str) -> tuple[str, ...]:
    """上年26项，本年减少3项; 23项，较上年减少3项; 由26项减至23项."""
    now = (f"{at}items_last_year+{at}items_change",)
    if _CHANGED_TO.search(words):
        return now
    if (changed := _CHANGED.search(words)) is not None:
        return (f"-{at}items_change" if changed["less"] else f"{at}items_change",)
    if _LAST_YEAR.search(words):
        return (f"{at}items_last_year",)
    return now if _NOW.search(words) and _COMPARED.search(sentence) else ()


def _respective(scene: Scene, line: Line, subjects: Sequence[re.Match[str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """行政许可、行政处罚项目数量上年分别为26项、185项; 规范性文件新制作、新公开分别为8件、6件."""
    text = line.bare.text
    found = [*scene.quantities]
    for k, first in enumerate(found):
        head = _HEAD.search(text, scene.start, first.start)
        if head is None:
            continue
        row = [first]
        for a, b in pairwise(found[k:]):
            if a.unit != b.unit or not _AND.fullmatch(text, a.end, b.start):
                break
            row.append(b)
        since = found[k - 1].end if k else scene.start
        words = text[since : head.start()]
        columns = [name for pattern, name in _COLUMNS if pattern.search(words)]
        documents = [m for m in subjects if m.end() <= head.start() and m.lastgroup in _DOCUMENTS]
        powers = [m for m in subjects if since <= m.start() and m.end() <= head.start() and m.lastgroup in _POWERS]
        if documents and len(columns) == len(row) > 1:
            for quantity, name in zip(row, columns, strict=True):
                yield quantity.start, (f"disclosure.{documents[-1].lastgroup}.{name}",)
        elif len(powers) == len(row) > 1 and first.unit == "项":
            for quantity, power in zip(row, powers, strict=True):
                readings = _of_items(f"disclosure.{power.lastgroup}.", words.rstrip("各为"), words)
                yield quantity.start, readings
