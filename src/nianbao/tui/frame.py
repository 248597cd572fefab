"""The first and the last line of the screen: what is worked on, and which keys there are."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from nianbao.core.width import fit
from nianbao.tui.keys import Key
from nianbao.tui.lines import Line, Lines


class Title(Lines):
    """The draft's name at the left, how it is kept at the right."""

    def __init__(self) -> None:
        super().__init__(id="title")
        self._left, self._right = "", ("", "dim")

    def tell(self, left: str | None = None, right: tuple[str, str] | None = None) -> None:
        """Show other words; None leaves those that are there."""
        self._left = self._left if left is None else left
        self._right = self._right if right is None else right
        width = self.size.width or 80
        text, tint = self._right
        room = max(4, width - cell_len(text) - 2)
        shown = fit(f" {self._left}", room, cell_len)
        gap = " " * max(1, width - cell_len(shown) - cell_len(text) - 1)
        self.show([((shown, "head"), (gap, ""), (text, tint))])

    def on_resize(self) -> None:
        """The right part stays at the right."""
        super().on_resize()
        self.tell()


class KeyLine(Lines):
    """The keys of the moment, as many as fit; a word to the person stands there instead until the next key."""

    def __init__(self) -> None:
        super().__init__(id="keys")
        self._keys: Sequence[Key] = ()
        self._word: tuple[str, str] | None = None

    def keys(self, keys: Sequence[Key]) -> None:
        """Show these keys."""
        self._keys = keys
        self._draw()

    def say(self, text: str, tint: str) -> None:
        """Show a word instead of the keys; an empty one is as good as none."""
        self._word = (text, tint) if text else None
        self._draw()

    def hush(self) -> None:
        """Show the keys again."""
        if self._word is not None:
            self._word = None
            self._draw()

    def _draw(self) -> None:
        width = self.size.width or 80
        if self._word is not None:
            text, tint = self._word
            self.show([((fit(f" {text}", width, cell_len), tint),)])
            return
        pieces: list[tuple[str, str]] = []
        used = 0
        for key in self._keys:
            if not key.brief:
                continue
            name = key.shown.split(" ")[-1]
            need = cell_len(name) + cell_len(key.brief) + 2
            if used + need > width:
                break
            pieces += [(f" {name}", "accent"), (f"{key.brief} ", "dim")]
            used += need
        line: Line = tuple(pieces)
        self.show([line])

    def on_resize(self) -> None:
        """More or fewer keys fit."""
        super().on_resize()
        self._draw()
