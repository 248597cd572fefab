"""What changes in the text when figures change, and what of that the person has not looked at yet.

Nothing here draws; the workbench asks when the draft or its report has changed.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from nianbao.core.draft import Draft
from nianbao.core.report import Report
from nianbao.core.revise import Change, content_of, pin, recorded, reviewed
from nianbao.tui.session import Session

_CONTENT = ("figures", "facts", "problems", "last_year", "unit", "year")
"""What of a draft decides the words that nobody wrote by hand."""


@dataclass
class TextChanges:
    """The changes of one sitting.

    Attributes:
        session: the draft that is worked on.
        baseline: the draft whose text changes are shown against; None while no text has been seen.
        logged: the draft as it was written down last in its history.
        open: the changes that the person has not looked at yet, as last found.
    """

    session: Session
    baseline: Draft | None = None
    logged: Draft | None = None
    open: tuple[Change, ...] = ()
    _seen: dict[str, str] = field(default_factory=dict)

    def begin(self) -> None:
        """The text as it stands is what changes are shown against from now on; its wording stays."""
        self.baseline = pin(self.session.draft, self.session.bank)
        self.logged = self.logged or self.session.draft
        self._seen.clear()

    def pinned(self, draft: Draft) -> Draft:
        """The draft that an edit gave, keeping the wording of the sentences that the edit leaves alone."""
        now = self.session.draft
        written = draft.narrative != now.narrative
        if self.baseline is None and written:
            self.begin()  # a text that a person works on has been seen
        touched = written or any(getattr(draft, name) is not getattr(now, name) for name in _CONTENT)
        if self.baseline is None or not touched:
            return draft
        ways = pin(now, self.session.bank).wording if written else self.baseline.wording
        missing = {slot: names for slot, names in ways.items() if slot not in draft.wording}
        return draft.with_(wording={**draft.wording, **missing}) if missing else draft

    def look(self, report: Report | None) -> tuple[Change, ...]:
        """Find what of the text, as `report` has it now, the person has not looked at yet."""
        self.open = self._found(report)
        return self.open

    def _found(self, report: Report | None) -> tuple[Change, ...]:
        if self.baseline is None or report is None:
            return ()
        draft, bank = self.session.draft, self.session.bank
        if content_of(self.baseline) == content_of(draft):  # his own words are what the next change is against
            self.baseline = self.baseline.with_(narrative=draft.narrative)
        found = reviewed(self.baseline, draft, bank, report)
        return tuple(c for c in found if c.kind == "conflict" or self._seen.get(c.slot) != c.after)

    def seen(self, change: Change, report: Report | None) -> None:
        """A change was accepted. With the last one, what changed goes into the history."""
        self._seen[change.slot] = change.after
        if not self.look(report):
            self.record()
            self.begin()

    def record(self) -> None:
        """Write what changed since it was last written down into the history."""
        if self.logged is None:
            return
        entered = recorded(self.logged, self.session.draft, day=datetime.date.today())
        self.session.change(entered, "记入改动历史")
        self.logged = self.session.draft

    def went_back(self) -> None:
        """The draft has gone back to one of its history, which says so itself."""
        self.logged = self.session.draft
