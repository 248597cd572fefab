"""A draft while it is worked on: its value now, what can be undone, and what is not saved yet.

Nothing here draws or waits; a screen calls it and shows what it says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

from nianbao.core.draft import Draft
from nianbao.core.phrases import Bank
from nianbao.desk import save_again
from nianbao.readers.draft_file import DraftFile

MOST_UNDOS = 2000


@dataclass
class Session:
    """The state of one sitting.

    Attributes:
        opened: the file as last read or saved.
        bank: the phrase bank.
        draft: the draft as it stands.
        undone, done: drafts to go forward and back to, each with a word on the change between.
    """

    opened: DraftFile
    bank: Bank
    draft: Draft = field(init=False)
    done: list[tuple[str, Draft]] = field(default_factory=list)
    undone: list[tuple[str, Draft]] = field(default_factory=list)
    _group: str | None = None
    _saved: Draft | None = None
    _kept: bool = False
    _writing: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.draft = self.opened.draft
        self._saved = self.draft

    @property
    def dirty(self) -> bool:
        """Whether anything is not in the file yet."""
        return self.draft is not self._saved

    def change(self, draft: Draft, words: str, group: str | None = None) -> bool:
        """Take the draft that an edit gave. Edits of the same group in a row (keys typed into one cell) are
        undone together. False where nothing changed."""
        if draft is self.draft or draft == self.draft:
            return False
        if group is None or group != self._group or not self.done:
            self.done.append((words, self.draft))
            del self.done[:-MOST_UNDOS]
        self._group = group
        self.undone.clear()
        self.draft = draft
        return True

    def end_group(self) -> None:
        """The next edit is undone by itself."""
        self._group = None

    def undo(self) -> str | None:
        """Go one step back; what it was, None where there is nothing to undo."""
        if not self.done:
            return None
        words, before = self.done.pop()
        self.undone.append((words, self.draft))
        self.draft, self._group = before, None
        return words

    def redo(self) -> str | None:
        """Go one step forward again; what it was, None where nothing was undone."""
        if not self.undone:
            return None
        words, after = self.undone.pop()
        self.done.append((words, self.draft))
        self.draft, self._group = after, None
        return words

    def save(self) -> None:
        """Put the draft in its file as it stands now. May run in a thread while the draft moves on."""
        with self._writing:  # two at once would take each other for another program
            draft = self.draft
            if draft is self._saved:
                return
            saved = save_again(self.opened, draft, keep_version=not self._kept)
            # Comments come from the text that was opened, so that undoing puts them back where they stood.
            self.opened = saved._replace(text=self.opened.text or saved.text)
            self._kept, self._saved = True, draft

    def reload(self, opened: DraftFile) -> None:
        """Take what another program has written; the draft before stays in the undo stack."""
        self.change(opened.draft, "载入外部改动")
        self.opened, self._saved, self._kept = opened, self.draft, False

    def take(self, opened: DraftFile) -> None:
        """The draft has been saved by other means."""
        self.opened, self._saved, self._kept = opened, opened.draft, True

    def give_up(self) -> None:
        """What is not in the file is not wanted: the person said so."""
        if self._saved is not None:
            self.draft = self._saved
