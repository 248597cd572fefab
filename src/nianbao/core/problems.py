"""Types of problem that section five states, with their standard wording and measures.

Plain data in, values out: files are read elsewhere. What is wrong with an entry comes back as a fault, so
that a clerk who adds wording of his own sees all of it at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

if TYPE_CHECKING:
    from nianbao.core.bank_build import Fault

UNRELATED = "_unrelated"
"""The class of what is no problem of this field: other troubles, achievements, small talk."""
Via = Literal["机制", "培训", "平台", "责任", "检查", "时限", "队伍", "宣传"]

_PLACE = re.compile(r"\{\{\s*([a-z.]+)\s*(?:\|\s*or\(\s*\"([^\"]*)\"\s*\)\s*)?\}\}")
PLACES = frozenset({"office", "period", "deadline", "times", "unit.self", "unit.area", "unit.part"})
"""What a statement or a measure may name; all but the unit's names may be given by the user. `unit.part` is what
the unit's own parts are called: 科室, 处室, 司局, or 部门 under a government."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A standard statement of a problem; `words` are fragments of a clerk's own words that mean just this one."""

    id: str
    text: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureText:
    """A measure that answers a problem; `text` has places (see `fill`), `via` is its kind, `answers` the ids of the
    statements that it answers (none: it answers the type at large)."""

    id: str
    type: str
    via: str
    kinds: tuple[str, ...] | None
    text: str
    answers: tuple[str, ...] = ()

    def fits(self, kind: str | None) -> bool:
        """Whether it is meant for that kind of unit; any, where the kind is not known."""
        return kind is None or self.kinds is None or kind in self.kinds


@dataclass(frozen=True, slots=True)
class Sign:
    """What a problem looks like in figures and facts: a condition, and the reason it gives."""

    type: str
    when: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A type of problem with its wording."""

    id: str
    name: str
    about: str
    kinds: tuple[str, ...] | None
    keywords: tuple[str, ...]
    statements: tuple[Statement, ...]
    measures: tuple[MeasureText, ...]
    signs: tuple[Sign, ...]

    def fits(self, kind: str | None) -> bool:
        """Whether it concerns that kind of unit."""
        return kind is None or self.kinds is None or kind in self.kinds


@dataclass(frozen=True)
class Problems:
    """All types, by id in the order of the bank."""

    types: tuple[ProblemType, ...]

    @cached_property
    def by_id(self) -> Mapping[str, ProblemType]:
        return {item.id: item for item in self.types}

    @cached_property
    def measures(self) -> Mapping[str, MeasureText]:
        """Every measure by its id."""
        return {measure.id: measure for item in self.types for measure in item.measures}

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """Every standard statement by its id."""
        return {statement.id: statement for item in self.types for statement in item.statements}

    def plain(self) -> tuple[Any, ...]:
        """The types as marshal can keep them."""
        return tuple(
            (
                t.id,
                t.name,
                t.about,
                t.kinds,
                t.keywords,
                tuple((s.id, s.text, s.words) for s in t.statements),
                tuple((m.id, m.type, m.via, m.kinds, m.text, m.answers) for m in t.measures),
                tuple((s.type, s.when, s.reason) for s in t.signs),
            )
            for t in self.types
        )

    @classmethod
    def from_plain(cls, rows: Iterable[Any]) -> Problems:
        """The types that `plain` kept."""
        return cls(
            tuple(
                ProblemType(
                    id=row[0],
                    name=row[1],
                    about=row[2],
                    kinds=row[3],
                    keywords=row[4],
                    statements=tuple(Statement(*s) for s in row[5]),
                    measures=tuple(MeasureText(*m) for m in row[6]),
                    signs=tuple(Sign(*s) for s in row[7]),
                )
                for row in rows
            )
        )


@dataclass(frozen=True, slots=True)
class Sample:
    """A text of known type, from which matching learns; `weight` is how far it is to be trusted."""

    text: str
    type: str
    weight: float


WEIGHTS = {"situations": 1.0, "statements": 1.0, "keywords": 0.3, "combined": 0.3}
"""A keyword is a fragment: it helps, but a whole statement says more; what is put together says less than what is
said."""


def read_types(files: Mapping[str, Mapping[str, Any]]) -> tuple[Problems, list[Sample], list[Fault]]:
    """The types in those files (name without ending → data), what matching learns from them, and faults.

    A later file of the same name adds to the earlier one: its situations, wording and measures are appended.
    """
    from pydantic import ValidationError

    from nianbao.core.bank_build import Fault

    model = _source_model()
    types: list[ProblemType] = []
    samples: list[Sample] = []
    faults: list[Fault] = []
    for name, data in files.items():
        if name == UNRELATED:
            samples += [Sample(str(text), UNRELATED, 1.0) for text in data.get("situations") or ()]
            mixes = data.get("combined") or ()
            samples += [Sample(text, UNRELATED, WEIGHTS["combined"]) for mix in mixes for text in _combined(**mix)]
            continue
        where = f"problems/{name}.yaml"
        try:
            source = model.model_validate(dict(data))
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"])
            faults.append(Fault(where, f"“{key}”填写有误：{first['msg']}", "对照问题类型的说明改正"))
            continue
        if source.id != name:
            faults.append(Fault(where, f"编号“{source.id}”与文件名不同", "编号和文件名保持一致"))
        made = _type_of(source)
        worded: tuple[Statement | MeasureText, ...] = (*made.statements, *made.measures)
        faults += [Fault(f"{where} {w.id}", what, "只用说明里列出的占位") for w in worded for what in _wrong(w)]
        types.append(made)
        samples += _samples(source)
    return Problems(tuple(types)), samples, faults


def _samples(source: Any) -> list[Sample]:
    plain = {"unit.part": default_part(None)}
    whole = [*(fill(item.text, plain) for item in source.problem), source.name]
    return [
        *(Sample(text, source.id, WEIGHTS["situations"]) for text in source.situations),
        *(Sample(text, source.id, WEIGHTS["statements"]) for text in whole),
        *(Sample(text, source.id, WEIGHTS["keywords"]) for text in source.keywords),
        *(
            Sample(text, source.id, WEIGHTS["combined"])
            for mix in source.combined
            for text in _combined(mix.what, mix.said)
        ),
    ]


EACH = 5
"""Of how many things each is said; all of them would add cost, not knowledge."""


def _combined(what: Sequence[str], said: Sequence[str]) -> Iterable[str]:
    """What is said, of several things in turn, so that the thing alone decides nothing."""
    for n, text in enumerate(said):
        for step in range(min(EACH, len(what))):
            yield what[(n * EACH + step) % len(what)] + text


def _type_of(source: Any) -> ProblemType:
    return ProblemType(
        source.id,
        source.name,
        source.about,
        source.kinds,
        tuple(source.keywords),
        tuple(Statement(item.id, item.text.rstrip("。；"), tuple(item.words)) for item in source.problem),
        tuple(_measure_of(source.id, item) for item in source.measures),
        tuple(Sign(source.id, sign.when, sign.reason) for sign in source.figures),
    )


def _measure_of(type_id: str, source: Any) -> MeasureText:
    answers = tuple(_whole_id(type_id, id_) for id_ in source.answers)
    return MeasureText(source.id, type_id, source.via, source.kinds, source.text.rstrip("。；"), answers)


def _whole_id(type_id: str, id_: str) -> str:
    """A statement's id; in its own type's file it may be written short, p1 for timeliness-p1."""
    return id_ if "-" in id_ else f"{type_id}-{id_}"


def _wrong(item: Statement | MeasureText) -> Iterable[str]:
    """What is wrong with the places of a statement or a measure."""
    for match in _PLACE.finditer(item.text):
        if match[1] not in PLACES:
            yield f"没有“{match[1]}”这个占位"
    if "{" in _PLACE.sub("", item.text):
        yield "占位的写法有误"


def fill(text: str, given: Mapping[str, str]) -> str:
    """A measure's text with its places filled; KeyError where a place has neither a value nor a default."""

    def value(match: re.Match[str]) -> str:
        stated = given.get(match[1], "").strip()
        if stated:
            return stated
        if match[2] is None:
            raise KeyError(match[1])
        return match[2]

    return _PLACE.sub(value, text)


@lru_cache(maxsize=1024)
def places(text: str) -> tuple[str, ...]:
    """The places of a measure that the user may fill, in order."""
    found = dict.fromkeys(match[1] for match in _PLACE.finditer(text))
    return tuple(name for name in found if not name.startswith("unit."))


def default_office(kind: str | None, own: str = "") -> str:
    """The office that is responsible unless the user names another, by kind of unit and what it calls itself:
    a 委 has its 委办公室, a government's office does the work itself."""
    if kind in ("县级部门", "市级部门", "省级部门"):
        last = own.removeprefix("我")
        if last == "办":
            return "政务公开科室"
        return f"{last}办公室" if last in ("局", "委", "厅", "署", "院") else "办公室"
    return OFFICES.get(kind or "", "办公室")


OFFICES: Mapping[str, str] = {
    "乡": "乡党政办",
    "镇": "镇党政办",
    "街道": "街道党政办",
    "县级政府": "政府办公室",
    "市级政府": "政府办公室",
    "省级政府": "政府办公厅",
    "国务院部门": "办公厅",
}


def default_part(kind: str | None) -> str:
    """What the parts of a unit are called, by kind of unit."""
    return PARTS.get(kind or "", "科室")


PARTS: Mapping[str, str] = {
    "县级政府": "部门",
    "市级政府": "部门",
    "省级政府": "部门",
    "省级部门": "处室",
    "国务院部门": "司局",
    "其他": "部门",
}


def _source_model() -> Any:
    """The schema of a file, made where files are read: pydantic costs a run that has its cache nothing."""
    from pydantic import BaseModel, ConfigDict, Field

    from nianbao.core.draft import Kind

    text = Annotated[str, Field(min_length=2)]

    class _Source(BaseModel):
        model_config = ConfigDict(frozen=True, extra="forbid")

    class _Statement(_Source):
        id: str
        text: text
        words: tuple[str, ...] = ()

    class _Mix(_Source):
        what: tuple[text, ...]
        said: tuple[text, ...]

    class _Measure(_Source):
        id: str
        text: text
        via: Via
        kinds: tuple[Kind, ...] | None = None
        answers: tuple[str, ...] = ()

    class _Sign(_Source):
        when: str
        reason: str

    class _Type(_Source):
        id: str
        name: str
        about: str = ""
        kinds: tuple[Kind, ...] | None = None
        keywords: tuple[str, ...] = ()
        situations: tuple[str, ...] = ()
        combined: tuple[_Mix, ...] = ()
        problem: tuple[_Statement, ...] = ()
        measures: tuple[_Measure, ...] = ()
        figures: tuple[_Sign, ...] = ()

    # annotations are strings here; what they name is local to this function
    for model in (_Statement, _Mix, _Measure, _Sign, _Type):
        model.model_rebuild(_types_namespace={**globals(), **locals()})
    return _Type


FIXED_IDS = [
    "content_scope",
    "content_depth",
    "key_areas",
    "timeliness",
    "information_quality",
    "interpretation_form",
    "interpretation_quality",
    "response",
    "participation",
    "request_handling",
    "complex_requests",
    "request_service",
    "information_management",
    "normative_documents",
    "review_secrecy",
    "privacy",
    "website",
    "new_media",
    "channels",
    "platform_coordination",
    "digital",
    "awareness",
    "regulation_study",
    "professional_skill",
    "staffing",
    "mechanism",
    "coordination",
    "supervision",
    "grassroots",
    "innovation",
    "publicity",
    "public_demand",
    "serving_priorities",
]
"""Ids that commands, tests and other programs rely on; types may be added, none of these may go."""
LEAST_STATEMENTS, LEAST_SITUATIONS, LEAST_MEASURES, LEAST_VIAS = 4, 60, 6, 4


def faults_of_types(problems: Problems, samples: Iterable[Sample]) -> list[Fault]:
    """What the types lack: an id that must be there, wording, situations, measures of differing kinds; texts
    that are no clause; ids that occur twice."""
    from nianbao.core.bank_build import Fault

    told = list(samples)
    faults = [
        Fault(f"problems/{name}.yaml", f"缺少问题类型“{name}”", "补上这个文件")
        for name in FIXED_IDS
        if name not in problems.by_id
    ]
    seen: set[str] = set()
    for item in problems.types:
        where = f"problems/{item.id}.yaml"
        situations = len({s.text for s in told if s.type == item.id and s.weight >= 1})
        for what, count, least in (
            ("规范表述", len(item.statements), LEAST_STATEMENTS),
            ("经办人的说法", situations, LEAST_SITUATIONS),
            ("措施", len(item.measures), LEAST_MEASURES),
            ("措施的种类", len({m.via for m in item.measures}), LEAST_VIAS),
        ):
            if count < least:
                faults.append(Fault(where, f"{what}只有{count}，至少要{least}", "补足"))
        for id_, text in [*((s.id, s.text) for s in item.statements), *((m.id, m.text) for m in item.measures)]:
            if id_ in seen:
                faults.append(Fault(f"{where} {id_}", "编号重复", "换一个编号"))
            seen.add(id_)
            if "。" in text or re.search(r"[\u4e00-\u9fff][,;:()]", text):
                faults.append(Fault(f"{where} {id_}", "中间有句号，或者用了半角标点", "写成一个分句，用全角标点"))
        faults += _unanswered(item, where)
    return faults


def _unanswered(item: ProblemType, where: str) -> Iterable[Fault]:
    """Answers to a statement that is not there; statements that only some kinds of unit have a measure for."""
    from nianbao.core.bank_build import Fault

    told = {statement.id for statement in item.statements}
    for measure in item.measures:
        for id_ in measure.answers:
            if id_ not in told:
                yield Fault(f"{where} {measure.id}", f"answers中没有“{id_}”这条表述", "写本类型中的表述编号")
    if any(measure.answers for measure in item.measures):
        answered = {id_ for m in item.measures if m.kinds is None or m.kinds == item.kinds for id_ in m.answers}
        for id_ in sorted(told - answered):
            yield Fault(f"{where} {id_}", "没有各种机关都能用的措施来回答", "在一条不限机关的措施的answers里写上它")
