"""Step 单位: the organ, the year, and how the report is to look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ValidationError
from rich.cells import cell_len
from textual import on
from textual.binding import BindingType

from nianbao.core.draft import FIRST_YEAR, LAST_YEAR, Draft
from nianbao.core.edits import rename_unit, set_option, set_year
from nianbao.core.errors import InputError
from nianbao.core.form import form
from nianbao.core.kinds import KINDS
from nianbao.core.numerals import half_width
from nianbao.core.report import report_title
from nianbao.core.width import fit, pad, wrap
from nianbao.tui.keys import UNIT, bindings
from nianbao.tui.lines import Choices, Item, Line
from nianbao.tui.listing import ListStep
from nianbao.tui.messages import Changed, Say, View


@dataclass(frozen=True, slots=True)
class _Field:
    key: str
    label: str
    help: str
    choices: tuple[str, ...] = ()


_FIELDS = (
    _Field("name", "机关全称", "如“青禾县柳桥镇人民政府”。"),
    _Field("kind", "机关类型", "决定哪些事项要填、哪些内容不能有（如乡镇没有规章）。", tuple(KINDS)),
    _Field("year", "年度", "统计年度，不是发布年份。"),
    _Field("title", "标题用名", "标题里的名称；不填由全称得出。"),
    _Field("self", "自称", "正文里怎样称呼自己，如“我镇”；不填由类型得出。"),
    _Field("superiors", "上级机关", "如“县委、县政府”，用顿号分开；不填由全称得出。"),
    _Field("length", "篇幅", "总体情况：简约500字，常规约900字，详约1600字。", ("简", "常规", "详")),
    _Field("preamble", "编制说明", "标题之后、第一部分之前写明依据、统计期限。", ("写", "不写")),
    _Field("problems_as", "问题的写法", "第五部分一段之内“一是……”，或者分段“（一）”。", ("一是", "（一）")),
)


class UnitStep(ListStep):
    """The fields of the unit and the options."""

    KEY = "unit"
    BINDINGS: ClassVar[list[BindingType]] = bindings(UNIT)

    def make_items(self, view: View, width: int) -> list[Item]:
        """A line a field, then the title as it will be."""
        items = []
        for field in _FIELDS:
            text = self._text(view.draft, field.key)
            arrows = "　‹ ›" if field.choices else ""
            line: Line = (
                (pad(f" {field.label}", 13, measure=cell_len), "head"),
                (fit(text, width - 18, cell_len), ""),
                (arrows, "dim"),
            )
            items.append(Item((line,), field.key))
        rules = form(view.draft.form)
        title = report_title(view.draft.unit.title, view.draft.year)
        below: list[Line] = [
            (),
            (("报告标题", "dim"),),
            *((((line, "accent"),)) for line in wrap(title, width, cell_len)),
        ]
        below += [(), ((f"格式：{rules.notice}", "dim"),), ((f"文件：{view.path}", "dim"),)]
        items.append(Item(tuple(below), "below", enabled=False))
        return items

    def _text(self, draft: Draft, key: str) -> str:
        unit, options = draft.unit, draft.options
        return {
            "name": unit.name,
            "kind": unit.kind,
            "year": str(draft.year),
            "title": unit.title,
            "self": unit.self_name,
            "superiors": "、".join(unit.superiors),
            "length": options.length,
            "preamble": "写" if options.preamble else "不写",
            "problems_as": options.problems_as,
        }[key]

    def detail(self, view: View, item: Item, width: int) -> list[Line]:  # noqa: ARG002
        """What the field is for."""
        field = next((f for f in _FIELDS if f.key == item.key), None)
        if field is None:
            return []
        choices = f"←→换：{'、'.join(field.choices)}" if field.choices else "Enter改写"
        lines: list[Line] = [((fit(field.help, width, cell_len), ""),)]
        return [*lines, *((((line, "dim"),)) for line in wrap(choices, width, cell_len))]

    @property
    def field(self) -> _Field | None:
        """The lit field."""
        item = self.choices.current
        return next((f for f in _FIELDS if item is not None and f.key == item.key), None)

    @on(Choices.Chosen)
    def chosen(self, event: Choices.Chosen) -> None:
        """Enter: the next choice, or write."""
        event.stop()
        field = self.field
        if field is None or self.view is None:
            return
        if field.choices:
            self.action_turn(1)
        else:
            self.open_editor(field.key, self._text(self.view.draft, field.key), indent=13)

    def action_turn(self, way: int) -> None:
        """Another of the choices."""
        field = self.field
        if field is None or not field.choices or self.view is None:
            return
        at = field.choices.index(self._text(self.view.draft, field.key))
        self.take(field.key, field.choices[(at + way) % len(field.choices)])

    def take(self, key: object, text: str) -> None:
        """A value for a field."""
        if self.view is None:
            return
        field = next(f for f in _FIELDS if f.key == key)
        try:
            draft = self._changed(self.view.draft, field.key, text.strip())
        except InputError as error:
            self.post_message(Say(f"{error.what}；{error.mend}", "bad"))
        except (ValidationError, ValueError):
            self.post_message(Say(f"“{field.label}”不能填“{text}”。{field.help}", "bad"))
        else:
            self.post_message(Changed(draft, f"{field.label}：{text}"))
            if not field.choices:
                self.choices.action_step(1)

    def _changed(self, draft: Draft, key: str, text: str) -> Draft:
        if key == "year":
            year = int(half_width(text))
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise ValueError(text)
            return set_year(draft, year)
        if key in ("length", "problems_as"):
            return set_option(draft, key, text)
        if key == "preamble":
            return set_option(draft, key, text == "写")
        if key == "superiors":
            return rename_unit(draft, superiors=tuple(part.strip() for part in text.split("、") if part.strip()))
        return rename_unit(draft, **{key: text})
