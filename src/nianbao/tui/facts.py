"""Step 事项: what the narrative may say beyond the tables, asked part by part.

Not stated, no, and a value look different, because they mean different things.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.binding import BindingType

from nianbao.core.draft import Draft
from nianbao.core.edits import fact_words, facts_by_part, implausible, read_fact, set_fact
from nianbao.core.errors import InputError
from nianbao.core.numerals import half_width
from nianbao.core.phrases import Fact
from nianbao.core.width import fit, pad
from nianbao.tui.keys import FACTS, bindings
from nianbao.tui.lines import Choices, Item, Line
from nianbao.tui.listing import ListStep
from nianbao.tui.messages import Changed, Say, View

DIGITS = "0123456789０１２３４５６７８９"
_LABEL = 24
_VALUE = 28


class FactsStep(ListStep):
    """The facts."""

    KEY = "facts"
    BINDINGS: ClassVar[list[BindingType]] = bindings(FACTS)

    def make_items(self, view: View, width: int) -> list[Item]:
        """A heading for each part, a line for each fact."""
        items: list[Item] = []
        for name, facts in facts_by_part(view.draft, view.bank):
            stated = sum(fact.id in view.draft.facts for fact in facts)
            items.append(Item((((f"{name}　{stated}/{len(facts)}", "head"),),), f"part:{name}", enabled=False))
            items += [Item((self._line(view.draft, fact, width),), fact.id) for fact in facts]
        return items

    def _line(self, draft: Draft, fact: Fact, width: int) -> Line:
        value = draft.facts.get(fact.id)
        if value is None:
            shown, tint, sign = "未说明", "dim", ("· ", "dim")
        elif value is False:
            shown, tint, sign = "否", "warn", ("✗ ", "warn")
        else:
            shown, tint, sign = (
                fact_words(value) + (fact.unit if not isinstance(value, bool) else ""),
                "",
                ("✓ ", "good"),
            )
        label = pad(fact.label, _LABEL, measure=cell_len)
        room = max(10, min(_VALUE, width - _LABEL - 2))
        pieces = [("  ", ""), sign, (label, "" if value is not None else "dim")]
        pieces.append(
            (pad(shown, room, measure=cell_len), "warn" if value is not None and implausible(fact, value) else tint)
        )
        last = draft.last_year.facts.get(fact.id) if draft.last_year else None
        rest = width - _LABEL - room - 4
        if last is not None and rest > 8:
            pieces.append(
                (fit(f"上年{fact_words(last)}{'' if isinstance(last, bool) else fact.unit}", rest, cell_len), "dim")
            )
        elif value is None and fact.id in draft.proposed and rest > 8:
            pieces.append((fit(f"识别出{fact_words(draft.proposed[fact.id])}，按C采用", rest, cell_len), "accent"))
        return tuple(pieces)

    def detail(self, view: View, item: Item, width: int) -> list[Line]:
        """The question, its help, and what stands against the value."""
        fact = view.bank.facts.get(str(item.key))
        if fact is None:
            return []
        kind = {"yesno": "按Y是、N否", "text": "填写文字", "list": "用顿号分开"}.get(
            fact.type, f"填写数字，单位{fact.unit}"
        )
        last = view.draft.last_year.facts.get(fact.id) if view.draft.last_year else None
        before = f"　上年{fact_words(last)}{'' if isinstance(last, bool) else fact.unit}" if last is not None else ""
        odd = implausible(fact, view.draft.facts.get(fact.id))
        return [
            ((fit(fact.question, width, cell_len), "accent"),),
            ((fit(fact.help, width, cell_len), ""),),
            ((odd, "warn"),) if odd else ((fit(f"{kind}；Del未说明{before}", width, cell_len), "dim"),),
        ]

    def go_to(self, target: str) -> None:
        """Light a fact, by its name or by its path."""
        super().go_to(target.removeprefix("facts."))

    @property
    def fact(self) -> Fact | None:
        """The lit fact."""
        item = self.choices.current
        return self.view.bank.facts.get(str(item.key)) if self.view is not None and item is not None else None

    @on(Choices.Chosen)
    def chosen(self, event: Choices.Chosen) -> None:
        """Enter: write the value, or turn yes and no."""
        event.stop()
        fact = self.fact
        if fact is None or self.view is None:
            return
        value = self.view.draft.facts.get(fact.id)
        if fact.type == "yesno":
            self.take(fact.id, "否" if value is True else "" if value is False else "是")
        else:
            self.open_editor(fact.id, fact_words(value), indent=_LABEL + 4)

    def on_key(self, event: events.Key) -> None:
        """A digit, in either width, begins a number. Not a binding: those run only when what was typed after the
        digit has been told, and lost."""
        fact = self.fact
        if self.editing or fact is None or event.character is None or event.character not in DIGITS:
            return
        event.stop()
        event.prevent_default()  # the list below does not hand it in again
        if fact.type in ("count", "amount", "percent"):
            self.open_editor(fact.id, "", indent=_LABEL + 4, start=half_width(event.character))

    def take(self, key: object, text: str) -> None:
        """A value for a fact; after a number, the next fact."""
        if self.view is None:
            return
        fact = self.view.bank.facts[str(key)]
        try:
            value = read_fact(fact, text)
        except InputError as error:
            self.post_message(Say(f"{fact.label}：{error.what}；{error.mend}", "bad"))
            self.open_editor(fact.id, fact_words(self.view.draft.facts.get(fact.id)), indent=_LABEL + 4, start=text)
            return
        again = partial(set_fact, name=fact.id, value=value)
        self.post_message(Changed(again(self.view.draft), f"{fact.label}：{text or '未说明'}", again=again))
        if fact.type != "yesno" and text:
            self.choices.action_step(1)

    def action_answer(self, words: str) -> None:
        """Yes, no, or not stated."""
        fact = self.fact
        if fact is None:
            return
        if words and fact.type != "yesno":
            if words == "否" and fact.type in ("count", "amount"):
                self.take(fact.id, "0")
            else:
                self.post_message(Say(f"“{fact.label}”要填数字或者文字，按Enter填写", "warn"))
            return
        self.take(fact.id, words)
        if words:
            self.choices.action_step(1)

    def action_next_unstated(self) -> None:
        """To the next fact nobody stated."""
        if self.view is None:
            return
        items = self.choices.items
        order = [*range(self.choices.at + 1, len(items)), *range(self.choices.at + 1)]
        stated = self.view.draft.facts
        at = next((n for n in order if items[n].enabled and items[n].key not in stated), None)
        if at is None:
            self.post_message(Say("没有未说明的事项了", "good"))
        else:
            self.choices.light(at)

    def action_take_proposed(self) -> None:
        """What was found in last year's report."""
        fact = self.fact
        if fact is None or self.view is None:
            return
        if fact.id not in self.view.draft.proposed:
            self.post_message(Say("这一项没有识别出的值"))
            return
        draft = set_fact(self.view.draft, fact.id, self.view.draft.proposed[fact.id])
        self.post_message(Changed(draft, f"{fact.label}：采用识别值"))
