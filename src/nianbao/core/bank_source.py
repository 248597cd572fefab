"""The phrase bank as people write it: outline, facts, phrases, checked when the bank is built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from nianbao.core.draft import Kind, Length

FactType = Literal["count", "amount", "percent", "yesno", "text", "list"]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
PhraseId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]


class _Source(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class FactSource(_Source):
    """What the narrative may say beyond the tables, declared once."""

    id: Identifier
    part: str
    """The part of the outline it belongs to."""
    label: str
    question: str
    help: str = ""
    type: FactType
    unit: str = ""
    kinds: tuple[Kind, ...] | None = None
    range: tuple[float, float] | None = None
    """Plausible values; beyond them a warning, never an error."""


class PhraseSource(_Source):
    """One way, or several, to say one thing in one slot."""

    id: PhraseId
    slot: str
    case: str = "common"
    when: str | None = None
    asserts: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] | None = None
    rank: int = 0
    years: tuple[int, ...] | None = None
    text: str
    also: tuple[str, ...] = ()


class SlotSource(_Source):
    """A place for one sentence; `from` is the shortest length of report in which it appears."""

    slot: str
    from_: Length = Field(default="简", alias="from")


class PartSource(_Source):
    """A part of a section, with its heading if it has one."""

    id: str
    heading: str | None = None
    kinds: tuple[Kind, ...] | None = None
    paragraphs: tuple[tuple[SlotSource, ...], ...]


class SectionSource(_Source):
    """A narrative section of the outline."""

    id: str
    parts: tuple[PartSource, ...]


class OutlineSource(_Source):
    """The outline of the report's narrative."""

    sections: tuple[SectionSource, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """A piece of raw data from a file of the bank, and where it stands (file and line, for messages)."""

    data: Mapping[str, Any]
    where: str


@dataclass(frozen=True)
class BankSources:
    """All raw data of a bank, later folders merged over earlier ones.

    Attributes:
        outline: the outline.
        facts, phrases: entries with their places.
        wording: wording rules.
        terms: fixed terms that may recur in a report.
        verbs: verbs that two neighbouring sentences do not share.
        words: words for the segmenter.
        syllables: which characters sound alike, a syllable a line with its characters.
    """

    outline: Located
    facts: tuple[Located, ...] = ()
    phrases: tuple[Located, ...] = ()
    wording: tuple[Located, ...] = ()
    terms: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    words: tuple[str, ...] = field(default=())
    syllables: str = ""
