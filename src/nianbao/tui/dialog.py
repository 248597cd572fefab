"""A screen over the workbench that asks or shows something, and goes away once."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType


class Dialog(ModalScreen[ScreenResultType]):
    """A modal screen."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Go away with a result. A second key that came before the first was heard does nothing more: Textual
        would take away the screen below."""
        if self.app.screen is not self:
            return AwaitComplete()
        return super().dismiss(result)
