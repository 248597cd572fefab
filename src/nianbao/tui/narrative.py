"""Step 正文: the report sentence by sentence, each with its figures; turned, edited, dropped, confirmed."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.binding import BindingType

from nianbao.core.edits import (
    STATE_WORDS,
    Row,
    accept,
    add_sentence,
    asserted_words,
    bind_number,
    binding_choices,
    confirm,
    deny,
    drop,
    figure_words,
    narrative_rows,
    restore,
    rewrite,
    sentence_figures,
    turn,
    variants_of,
)
from nianbao.core.report import Sentence
from nianbao.core.width import fit
from nianbao.tui.ask import Ask
from nianbao.tui.keys import NARRATIVE, bindings
from nianbao.tui.lines import Choices, Item, Line
from nianbao.tui.listing import ListStep
from nianbao.tui.messages import Changed, Go, Say, View
from nianbao.tui.preview import wrapped

_MARKS = {
    "plain": ("   ", "dim"),
    "pending": ("待 ", "warn"),
    "edited": ("改 ", "own"),
    "added": ("加 ", "own"),
    "conflict": ("冲 ", "bad"),
    "dropped": ("删 ", "gone"),
}
_TINTS = {"plain": "", "pending": "warn", "edited": "own", "added": "own", "conflict": "bad", "dropped": "gone"}


class NarrativeStep(ListStep):
    """The sentences."""

    KEY = "narrative"
    DETAIL = 4
    BINDINGS: ClassVar[list[BindingType]] = bindings(NARRATIVE)

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, Row] = {}

    def make_items(self, view: View, width: int) -> list[Item]:
        """A heading a section and a part, an item a sentence."""
        items: list[Item] = []
        self._rows = {}
        for n, row in enumerate(narrative_rows(view.draft, view.bank, view.report)):
            if row.sentence is None or row.sentence.slot is None:
                tint = "head" if row.kind == "section" else "label"
                lines = wrapped(row.text if row.kind == "section" else f"  {row.text}", width)
                items.append(Item(tuple(((line, tint),) for line in lines), f"head:{n}", enabled=False))
                continue
            state = "dropped" if row.kind == "dropped" else row.sentence.state
            key = row.sentence.slot if row.sentence.slot not in self._rows else f"{row.sentence.slot}@{n}"
            self._rows[key] = row
            lines = wrapped(row.text, width - 4)
            made: list[Line] = [
                ((_MARKS[state] if k == 0 else ("   ", "")), (line, _TINTS[state])) for k, line in enumerate(lines)
            ]
            items.append(Item(tuple(made), key))
        return items

    @property
    def row(self) -> Row | None:
        """The lit row."""
        item = self.choices.current
        return self._rows.get(str(item.key)) if item is not None else None

    @property
    def sentence(self) -> Sentence | None:
        """The lit sentence."""
        return self.row.sentence if self.row is not None else None

    def detail(self, view: View, item: Item, width: int) -> list[Line]:
        """Its state, its phrase, its figures."""
        row = self._rows.get(str(item.key))
        if row is None or row.sentence is None:
            return []
        sentence = row.sentence
        state = "dropped" if row.kind == "dropped" else sentence.state
        ways = len(variants_of(view.draft, view.bank, sentence)) if state in ("plain", "pending") else 0
        more = f"　{ways}种说法" if ways > 1 else ""
        first = f"{STATE_WORDS[state]}{more}　措辞{sentence.phrase or '无'}"
        lines: list[Line] = [((fit(first, width, cell_len), _TINTS[state] or "dim"),)]
        if state == "pending":
            asked = asserted_words(view.bank, sentence)
            lines += [((line, "warn"),) for line in wrapped(f"{asked}　属实按Y，没有做按N", width)[:2]]
        figures = [f"{digits}＝{words}" for digits, words in sentence_figures(view.draft, view.bank, sentence)]
        lines += [((line, "accent"),) for line in wrapped("；".join(figures), width)[: self.DETAIL - len(lines)]]
        return lines

    def go_to(self, target: str) -> None:
        """Light the sentence of a slot, or the first that states a figure."""
        super().go_to(target)
        item = self.choices.current
        if item is not None and item.key != target:
            for n, other in enumerate(self.choices.items):
                row = self._rows.get(str(other.key))
                if row and row.sentence and any(target in span.figure for span in row.sentence.spans):
                    self.choices.light(n)
                    break
        self.show_detail()

    # -- what is done to a sentence -----------------------------------------------------------------------

    @on(Choices.Chosen)
    def chosen(self, event: Choices.Chosen) -> None:
        """Enter: edit."""
        event.stop()
        self.action_edit()

    def _problem_of(self, sentence: Sentence) -> bool:
        """Whether the words come from the step of problems, and are edited there."""
        parts = (sentence.slot or "").split(".")
        return parts[0] == "problems" and parts[-1].isdigit()

    def action_edit(self) -> None:
        """Edit the lit sentence in place."""
        if self.row is None or self.sentence is None:
            return
        if self.row.kind == "dropped":
            self.post_message(Say("这一句已经删去，先按R恢复", "warn"))
        elif self._problem_of(self.sentence):
            self.post_message(Go("problems", self.sentence.slot))
        else:
            self.open_editor(("edit", self.sentence), self.sentence.text, indent=3)

    def action_add_after(self) -> None:
        """A sentence of one's own behind."""
        if self.sentence is not None:
            self.open_editor(("after", self.sentence), "")

    def action_add_before(self) -> None:
        """A sentence of one's own in front."""
        if self.sentence is not None:
            self.open_editor(("before", self.sentence), "")

    def take(self, key: object, text: str) -> None:
        """What was written."""
        if self.view is None or not isinstance(key, tuple):
            return
        what, sentence = key
        draft = self.view.draft
        if what == "edit":
            self.post_message(Changed(rewrite(draft, self.view.bank, sentence, text), "改写一句"))
        elif text.strip():
            added = add_sentence(draft, self.view.bank, sentence.slot or "", text, before=what == "before")
            self.post_message(Changed(added, "加写一句"))

    def action_turn(self) -> None:
        """Another way to say it."""
        if self.view is None or self.sentence is None or self.row is None:
            return
        if self.row.kind == "dropped" or self.sentence.state not in ("plain", "pending"):
            self.post_message(Say("改写过的句子不换说法；先按R恢复程序的写法", "warn"))
            return
        draft = turn(self.view.draft, self.view.bank, self.sentence)
        if draft is None:
            self.post_message(Say("这一句目前只有一种说法"))
        else:
            self.post_message(Changed(draft, "换一种说法"))

    def action_drop(self) -> None:
        """Leave the sentence out."""
        if self.view is None or self.sentence is None or self.row is None or self.row.kind == "dropped":
            return
        if self._problem_of(self.sentence):
            self.post_message(Go("problems", self.sentence.slot))
            return
        self.post_message(Changed(drop(self.view.draft, self.sentence), "删去一句"))

    def action_restore(self) -> None:
        """As the program would write it."""
        if self.view is not None and self.sentence is not None:
            slot = self.sentence.slot or ""
            if self.sentence.state == "added":
                self.post_message(Say("这是自己加写的句子；按D删去", "warn"))
                return
            draft = restore(self.view.draft, slot)
            if draft.narrative == self.view.draft.narrative:
                self.post_message(Say("这一句本来就是程序的写法"))
            else:
                self.post_message(Changed(draft, "恢复一句"))

    def action_confirm(self) -> None:
        """It was done."""
        self._settle(True)

    def action_deny(self) -> None:
        """It was not done."""
        self._settle(False)

    def _settle(self, done: bool) -> None:
        if self.view is None or self.sentence is None:
            return
        if self.sentence.state != "pending":
            kept = accept(self.view.draft, self.view.bank, self.sentence) if done else self.view.draft
            if kept != self.view.draft:
                self.post_message(Changed(kept, "认可一句"))
                self.post_message(Say("已认可：措辞库更新以后，这一句也保持不变，按R才换新写法", "good"))
            else:
                self.post_message(Say("这一句不用核实；按W到下一句待核实的"))
            return
        change = confirm if done else deny
        draft = change(self.view.draft, self.view.bank, self.sentence)
        if draft is self.view.draft:
            self.post_message(Go("facts", self.sentence.asserts[0].removeprefix("facts.")))
            return
        self.post_message(Changed(draft, "认可一句" if done else "去掉没有做的一句"))
        self.call_after_refresh(self.action_next_waiting)

    def action_bind(self) -> None:
        """Tie a number that the person typed to a figure it equals."""
        if self.view is None or self.sentence is None:
            return
        draft, sentence = self.view.draft, self.sentence
        offers = binding_choices(draft, self.view.bank, sentence)
        if not offers:
            self.post_message(Say("这一句没有可以与数据相连的数"))
            return
        choices = {f"{n}:{figure}": (offer, figure) for n, offer in enumerate(offers) for figure in offer.figures}
        answers = [
            (key, f"{sentence.text[offer.start : offer.end]}＝{figure_words(draft, self.view.bank, figure)}")
            for key, (offer, figure) in choices.items()
        ]

        def chosen(answer: str | None) -> None:
            if answer is not None:
                offer, figure = choices[answer]
                self.post_message(Changed(bind_number(draft, sentence, offer, figure), "数与数据相连"))

        self.app.push_screen(Ask("哪个数与哪个数据相连？相连以后，数据改了它也跟着改。", answers), chosen)

    def action_next_waiting(self) -> None:
        """To the next sentence that waits."""
        items = self.choices.items
        order = [*range(self.choices.at, len(items)), *range(self.choices.at)]
        for n in order:
            row = self._rows.get(str(items[n].key))
            waits = row and row.sentence and row.kind != "dropped" and row.sentence.state in ("pending", "conflict")
            if waits and n != self.choices.at:
                self.choices.light(n)
                return
