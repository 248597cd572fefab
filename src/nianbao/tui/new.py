"""A new draft: name, kind and year, and last year's draft or report if there is one."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from nianbao.core.kinds import KINDS, guess_kind
from nianbao.core.width import fit, pad
from nianbao.tui.dialog import Dialog
from nianbao.tui.editor import Editor
from nianbao.tui.lines import Choices, Item, Lines
from nianbao.tui.preview import wrapped

_QUESTIONS = {"previous": "上年的草稿或者报告文件", "name": "机关全称", "kind": "机关类型", "year": "统计年度"}


_SHOWN = 3
"""Notes on last year's report that have room."""


class NewDraft(Dialog[str]):
    """Asks one thing after the other; the path of the new draft comes back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, *, previous: bool = False) -> None:
        super().__init__()
        self.fields = [name for name in _QUESTIONS if previous or name != "previous"]
        self.answers: dict[str, str] = {}
        self.at = 0
        self.unread = ""
        """What of last year's report was not understood."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Lines(id="new-head", classes="fit")
            yield Editor(id="new-words")
            yield Choices(id="new-kinds")
            yield Lines(id="new-note", classes="fit")

    def on_mount(self) -> None:
        """The first question."""
        self.query_one(".box").border_title = "新建草稿"
        self.query_one("#new-words").styles.height = 2
        items = [Item((((f"  {name}", ""),),), name) for name in KINDS]
        self.query_one(Choices).show_items(items)
        self.ask()

    def ask(self, note: str = "") -> None:
        """Ask what is not answered yet."""
        from nianbao.desk import report_year

        name = self.fields[self.at]
        width = max(20, min(100, self.size.width * 9 // 10) - 4)
        done = [((pad(f"{_QUESTIONS[n]}：", 24), "dim"), (fit(self.answers[n], width - 24), "")) for n in self.answers]
        self.query_one("#new-head", Lines).show([*done, ((f"{_QUESTIONS[name]}？", "head"),)])
        editor, kinds = self.query_one(Editor), self.query_one(Choices)
        editor.display, kinds.display = name != "kind", name == "kind"
        hint = note or "Enter下一步　Esc不建了"
        self.query_one("#new-note", Lines).show([((line, "bad" if note else "dim"),) for line in wrapped(hint, width)])
        if name == "kind":
            wanted = self.answers.get("kind") or guess_kind(self.answers.get("name", ""))
            kinds.show_items(kinds.items, wanted)
            kinds.focus()
        else:
            editor.load_text(self.answers.get(name) or (str(report_year()) if name == "year" else ""))
            editor.move_cursor(editor.document.end)
            editor.focus()

    @on(Editor.Submitted)
    def written(self, event: Editor.Submitted) -> None:
        """An answer in words."""
        event.stop()
        self.answer(event.text.strip())

    @on(Editor.Cancelled)
    def cancelled(self, event: Editor.Cancelled) -> None:
        """Not now."""
        event.stop()
        self.dismiss(None)

    @on(Choices.Chosen)
    def chosen(self, event: Choices.Chosen) -> None:
        """A kind."""
        event.stop()
        self.answer(str(event.item.key))

    def answer(self, text: str) -> None:
        """Take an answer and ask the next question, or make the draft."""
        name = self.fields[self.at]
        if not text:
            self.ask(f"“{_QUESTIONS[name]}”要填写")
            return
        self.answers[name] = text
        if name == "previous":
            self.look_into(Path(text).expanduser())
            return
        self.at += 1
        if self.at < len(self.fields):
            self.ask(self.unread)
        else:
            self.make()

    @work(thread=True, exclusive=True)
    def look_into(self, path: Path) -> None:
        """Read last year's file for its unit's name and kind."""
        from nianbao.core.errors import InputError
        from nianbao.core.importing import KIND_PLACE
        from nianbao.workflow.starting import read_any

        try:
            last, notes = read_any(path)
        except InputError as error:
            self.app.call_from_thread(self._refused, str(error).replace("\n", " "))
            return
        found = {"name": last.unit.name, "kind": last.unit.kind, "year": str(last.year + 1)}
        if any(note.where == KIND_PLACE for note in notes):
            del found["kind"]
        unread = [f"{note.where}：{note.what}" for note in notes if note.where != KIND_PLACE]
        self.app.call_from_thread(self._found, found, unread)

    def _refused(self, words: str) -> None:
        self.ask(words)

    def _found(self, found: dict[str, str], notes: list[str]) -> None:
        self.answers.update(found)
        more = f"等{len(notes)}处" if len(notes) > _SHOWN else ""
        self.unread = f"上年的报告没有读懂：{'；'.join(notes[:_SHOWN])}{more}。请对照原件补上" if notes else ""
        if "kind" not in found:
            self.at = self.fields.index("kind")
            self.ask(f"看不出“{found['name']}”是哪类机关，请选择")
            return
        self.at = len(self.fields) - 1
        self.ask(self.unread)

    @work(thread=True, exclusive=True)
    def make(self) -> None:
        """Make the draft and its file."""
        from nianbao.core.errors import InputError
        from nianbao.desk import make_draft

        previous = self.answers.get("previous")
        try:
            path = make_draft(
                self.answers["name"],
                self.answers["kind"],
                self.answers["year"],
                Path(previous).expanduser() if previous else None,
                Path.cwd(),
            )
        except InputError as error:
            self.at = len(self.fields) - 1
            self.app.call_from_thread(self._refused, str(error).replace("\n", " "))
            return
        self.app.call_from_thread(self.dismiss, str(path))
