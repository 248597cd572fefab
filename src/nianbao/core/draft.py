"""The draft a person fills: unit, figures, facts, problems, and what the person changed in the narrative.

The model says what may stand in a draft file (schema 1). Files are read and written elsewhere; here a
draft is a value: replaced, never changed in place.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationInfo,
    field_validator,
    model_validator,
)

from nianbao.core.figures import FigureError, Values, derive, nest, read_figure, with_groups
from nianbao.core.form import Form, form
from nianbao.core.kinds import KINDS, area_of, default_self, default_superiors
from nianbao.core.numerals import Number

if TYPE_CHECKING:
    from nianbao.core.standing import Broken

SCHEMA = 1
FIRST_YEAR, LAST_YEAR = 2008, 2099

Kind = Literal[
    "乡", "镇", "街道", "县级部门", "县级政府", "市级部门", "市级政府", "省级部门", "省级政府", "国务院部门", "其他"
]
Length = Literal["简", "常规", "详"]
FactValue = bool | int | Decimal | str | tuple[str, ...]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class Unit(_Model):
    """发布报告的机关。"""

    name: Annotated[str, Field(min_length=2, max_length=60)]
    """机关全称，如“青禾县柳桥镇人民政府”。"""
    title: str = ""
    """标题中使用的名称；不填时由全称得出。"""
    kind: Kind
    """机关类型。"""
    self_name: str = Field(default="", alias="self")
    """自称，如“我镇”；不填时由类型得出。"""
    superiors: tuple[str, ...] = ()
    """上级机关的称呼，如“县委”“县政府”；不填时由类型和全称得出。"""

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        filled = dict(data)
        name, kind = str(filled.get("name") or ""), filled.get("kind")
        if kind in KINDS:
            if not filled.get("title"):
                filled["title"] = default_title(name)
            if not filled.get("self") and not filled.get("self_name"):
                filled["self"] = default_self(name, str(kind))
            if not filled.get("superiors"):
                filled["superiors"] = default_superiors(name, str(kind))
        return filled

    @property
    def area(self) -> str:
        """全镇, 全县, 全局 …: the whole of the unit's area or staff."""
        return area_of(self.self_name, self.kind)


def default_title(name: str) -> str:
    """The unit's name as titles have it: without 人民政府 or 办事处 behind the place."""
    for tail in ("人民政府", "办事处"):
        if name.endswith(tail) and len(name) > len(tail) + 1:
            return name.removesuffix(tail)
    return name


def flatten_figures(form: Form, nested: object, path: tuple[str, ...] = ()) -> dict[str, Number]:
    """A draft's nested figures by path; FigureError for an unknown or derived key or a wrong number."""
    if not isinstance(nested, Mapping):
        raise FigureError(path, "这里应当是分层的数据，不是单个值", "按“表格.行.列”的层次填写")
    found: dict[str, Number] = {}
    for key, value in nested.items():
        here = (*path, str(key))
        figure = ".".join(here)
        if figure in form.totals:
            raise FigureError(here, f"“{form.label(figure)}”由程序计算，草稿里不填", "删去这一行")
        if figure in form.inputs:
            found[figure] = read_figure(form, figure, value, here)
        elif any(known.startswith(figure + ".") for known in form.figures):
            if value is None:
                continue
            found.update(flatten_figures(form, value, here))
        else:
            raise FigureError(here, f"没有“{key}”这一项", nearest_key_mend(str(key), form_keys(form, path)))
    return found


def form_keys(form: Form, path: tuple[str, ...]) -> list[str]:
    """The keys a draft may use below a place in `figures`."""
    depth = len(path)
    parts = (figure.split(".") for figure in sorted(form.inputs))
    return list(dict.fromkeys(part[depth] for part in parts if len(part) > depth and tuple(part[:depth]) == path))


def nearest_key_mend(key: str, known: list[str]) -> str:
    """How to mend an unknown key: the nearest known one, or those that are known."""
    import difflib

    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    if near:
        return f"是否应为“{near[0]}”？"
    return "可用的有：" + "、".join(known[:12]) if known else "删去这一行"


def _read_figures(value: object, info: ValidationInfo) -> dict[str, Number]:
    if value is None:
        return {}
    if isinstance(value, Mapping) and all(isinstance(k, str) and "." in k for k in value):
        return dict(value)
    edition = (info.data or {}).get("form", "2021")
    return flatten_figures(form(str(edition)), value)


FigureMap = Annotated[dict[str, Number], BeforeValidator(_read_figures), PlainSerializer(nest)]


def _read_facts(value: object) -> object:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        return value
    return {
        str(key): (tuple(str(x) for x in v) if isinstance(v, list) else Decimal(repr(v)) if isinstance(v, float) else v)
        for key, v in value.items()
        if v is not None
    }


FactMap = Annotated[dict[str, FactValue], BeforeValidator(_read_facts)]

ProblemState = Literal["suggested", "accepted", "edited", "rejected"]


class Measure(_Model):
    """一个问题的一项改进措施。"""

    text: str
    """措施的文字，不带句号。"""
    id: str | None = None
    """措辞库中的编号；自己写的没有编号。"""
    state: ProblemState = "accepted"
    """suggested 待定，accepted 采用，edited 改写后采用，rejected 不采用。"""
    reason: str | None = None
    """不采用的理由。"""


class Problem(_Model):
    """今年存在的一个问题及其改进措施。"""

    text: str
    """问题的文字，如“部分事项公开还不够及时”。"""
    stated: str | None = None
    """当初自己的说法；采用规范表述后保留在这里。"""
    type: str | None = None
    """问题类型的编号。"""
    phrase: str | None = None
    """采用的规范表述的编号。"""
    measure: str | None = None
    """采用的改进措施（只有一项时的简写）。"""
    measures: tuple[Measure, ...] = ()
    """改进措施，可以有几项。"""
    state: ProblemState = "accepted"
    """suggested 待定，accepted 采用，edited 改写后采用，rejected 不采用。"""
    reason: str | None = None
    """不采用的理由。"""
    wordings: tuple[Measure, ...] = ()
    """提出过的规范表述和各自的取舍，写法与措施相同。"""
    rejected: tuple[str, ...] = ()
    """对这个问题已经不采用的表述和措施的编号，不再提出。"""

    @property
    def used(self) -> bool:
        """Whether the problem stands in the report."""
        return self.state in ("accepted", "edited")

    @property
    def used_measures(self) -> tuple[Measure, ...]:
        """The measures that stand in the report, the short form `measure` first."""
        short = (Measure(text=self.measure),) if self.measure else ()
        return short + tuple(m for m in self.measures if m.state in ("accepted", "edited"))


class PastProblemItem(_Model):
    """上年报告的一个问题和今年的整改情况。"""

    text: str
    """上年报告中的问题。"""
    answer: str | None = None
    """今年做了什么；由本人填写，程序不代填。"""
    status: Literal["已整改", "持续推进"] | None = None
    """整改到什么程度。"""
    measures: tuple[str, ...] = ()
    """上年报告提出的措施。"""


def _past_problems(value: object) -> object:
    if isinstance(value, list):
        return [{"text": item} if isinstance(item, str) else item for item in value]
    return value


class LastYear(_Model):
    """上一年报告的数据，用于核对结转、计算增减和避免雷同。"""

    form: Literal["2021", "2019"] = "2021"
    """上年报告所用格式的版本。"""
    figures: FigureMap = Field(default_factory=dict)
    """上年各表的数据。"""
    facts: FactMap = Field(default_factory=dict)
    """上年的事项。"""
    problems: Annotated[tuple[PastProblemItem, ...], BeforeValidator(_past_problems)] = ()
    """上年报告的问题。"""
    phrases: tuple[str, ...] = ()
    """上年报告用过的措辞编号，今年避开。"""
    text: str | None = None
    """上年报告的正文，用于查雷同。"""

    @property
    def known(self) -> bool:
        """Whether any figure of last year is known; an empty mapping means unknown, not zero."""
        return "figures" in self.model_fields_set

    @cached_property
    def cells(self) -> Mapping[str, Number]:
        """Every cell of last year's tables, empty where last year is not known."""
        return derive(form(self.form), self.figures) if self.known else {}


class SpanItem(_Model):
    """句子中代表数据的字符：从第几个到第几个、是哪个数据、怎样书写。"""

    start: int
    end: int
    figure: str
    format: str = "count"
    value: Number | None = None
    """相连时的数值，用来看出由有到无、由增到减。"""


class ConflictItem(_Model):
    """等待选择的冲突：改写时的原句、按新数据生成的句子、本人的句子。"""

    base: str
    theirs: str
    mine: str


class TakenItem(_Model):
    """移入这一句的另一句原文：它的位置、措辞、文字和数据，用来看出原句是否已经变化。"""

    slot: str
    phrase: str | None = None
    generated: str | None = None
    spans: tuple[SpanItem, ...] = ()


NarrativeState = Literal["turned", "accepted", "edited", "added", "dropped", "conflict"]


class NarrativeItem(_Model):
    """正文中经人处理过的一句。"""

    slot: str
    """这一句在提纲中的位置；自己加的句子以所跟的位置加“+序号”命名。"""
    phrase: str | None = None
    """所用措辞的编号。"""
    generated: str | None = None
    """最近一次采用时程序生成的文字。"""
    spans: tuple[SpanItem, ...] = ()
    """generated 中代表数据的字符。"""
    text: str | None = None
    """本人改写或者自己写的文字；没有改写时不填。"""
    bound: tuple[SpanItem, ...] = ()
    """text 中仍与数据相连的字符。"""
    state: NarrativeState = "accepted"
    """turned 换过说法，accepted 认可，edited 改写，added 自己加写，dropped 删去，conflict 冲突待定。"""
    taken: tuple[TakenItem, ...] = ()
    """text 中由别处并入或者移来的句子。"""
    unstated: tuple[str, ...] = ()
    """改写时还没有说明、由本人写明的事项。"""
    template: str | None = None
    """认可时措辞库中的写法，用来看出措辞库是否已经更新。"""
    conflict: ConflictItem | None = None
    """冲突待定时的三种文字。"""

    @model_validator(mode="before")
    @classmethod
    def _own_words(cls, data: Any) -> Any:
        """Words of a person's own make a sentence edited, whoever wrote the file."""
        if isinstance(data, Mapping) and data.get("text") and data.get("state") in (None, "accepted", "turned"):
            return {**data, "state": "edited"}
        return data


class Ignored(_Model):
    """经人认定不改的一条检查结果。"""

    code: str
    """检查结果的代码。"""
    where: str
    """检查结果的位置。"""
    reason: Annotated[str, Field(min_length=1)]
    """不改的理由。"""


class Options(_Model):
    """报告的体例。"""

    length: Length = "常规"
    """总体情况的篇幅：简约500字，常规约900字，详约1600字。"""
    preamble: bool = True
    """是否写编制说明（依据、统计期限、联系方式）。"""
    problems_as: Literal["一是", "（一）"] = "一是"
    """第五部分的写法：一段之内用“一是……；二是……”，或者分段用“（一）（二）”。"""


class Revision(_Model):
    """一次改动的记录。"""

    day: datetime.date
    """改动的日期。"""
    what: str
    """改了什么。"""
    before: dict[str, Any] = Field(default_factory=dict)
    """改动前的内容（只记改动过的各项），用来退回到改动之前。"""


_SOURCES = frozenset({"figures", "facts", "form", "last_year", "year"})
"""The fields of a draft from which its cells and values are derived."""


class Draft(_Model):
    """一份年度报告的草稿。"""

    nianbao: Literal[1] = 1
    """草稿文件的版本。"""
    form: Literal["2021", "2019"] = "2021"
    """法定格式的版本。"""
    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
    """报告的年度（统计年度，不是发布年份）。"""
    unit: Unit
    """发布报告的机关。"""
    options: Options = Options.model_construct()
    """报告的体例。"""
    figures: FigureMap = Field(default_factory=dict)
    """三张表的数据；没有填的为0，合计由程序计算。"""
    facts: FactMap = Field(default_factory=dict)
    """表外事项；没有填的是“未说明”，与“否”和0不同。"""
    last_year: LastYear | None = None
    """上一年的数据。"""
    problems: tuple[Problem, ...] = ()
    """今年存在的问题。"""
    narrative: tuple[NarrativeItem, ...] = ()
    """正文中经人处理过的句子，由程序维护。"""
    wording: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """各个位置用过的说法，由程序维护：数据改动时没有受影响的句子一字不动，改回来时恢复原句。"""
    ignored: tuple[Ignored, ...] = ()
    """认定不改的检查结果和理由。"""
    history: tuple[Revision, ...] = ()
    """历次改动。"""
    proposed: FactMap = Field(default_factory=dict)
    """从上年报告或者他人报告中识别出来、尚未确认的事项。"""

    @field_validator("problems", mode="before")
    @classmethod
    def _short_problems(cls, value: object) -> object:
        if isinstance(value, list):
            return [{"text": item} if isinstance(item, str) else item for item in value]
        return value

    @cached_property
    def cells(self) -> Mapping[str, Number]:
        """Every cell of the three tables, totals derived."""
        return derive(form(self.form), self.figures)

    @property
    def last_cells(self) -> Mapping[str, Number]:
        """Last year's cells, empty where last year is not known."""
        return self.last_year.cells if self.last_year is not None else {}

    @cached_property
    def broken(self) -> tuple[Broken, ...]:
        """The relations of the form that the tables do not keep."""
        from nianbao.core.standing import broken_relations

        return broken_relations(form(self.form), self.cells)

    @cached_property
    def values(self) -> Values:
        """All that wording may name."""
        last = self.last_cells
        return Values(
            figures=with_groups(form(self.form), self.cells),
            facts=self.facts,
            last_figures=with_groups(form(self.last_year.form), last) if self.last_year and last else {},
            last_facts=self.last_year.facts if self.last_year else {},
            year=self.year,
        )

    def with_(self, **changes: Any) -> Self:
        """A draft with some fields replaced; the new values are taken as they are (already models)."""
        copy = self.model_copy(update=changes)  # with what was derived, which stays unless its source changed
        return copy if _SOURCES.isdisjoint(changes) else copy._forget()

    def _forget(self) -> Self:
        for name in ("cells", "broken", "values"):
            self.__dict__.pop(name, None)
        return self

    def with_length(self, length: str) -> Self:
        """A draft whose narrative is 简, 常规 or 详; a validation error for another word."""
        return self.with_(options=Options.model_validate({**self.options.model_dump(), "length": length}))

    def with_figure(self, figure: str, number: Number) -> Self:
        """A draft with one cell replaced. KeyError for a path that is no input cell of the form."""
        if figure not in form(self.form).inputs:
            raise KeyError(figure)
        return self.with_(figures={**self.figures, figure: number})
