"""What a key changes on the screen goes to the terminal, and no more: a slow line is not kept busy.

Textual sends a changed span from the left edge of its widget, with the colours set anew for each piece of text.
Here a span begins with the first piece that lies in it, and colours are set where they change. Hyperlinks,
which nothing here draws, are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console, RenderableType
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip


class ThriftyCompositor(Compositor):
    """A compositor that asks, for an update, only the widgets that lie in what changed, and those only for the
    lines that changed. Textual's asks every widget in the rectangle around all changes, which for a cell at the
    left and a finding at the right is the whole screen."""

    _changed: tuple[Region, ...] = ()

    def render_partial_update(self) -> ChopsUpdate | None:
        """The changed spans, None where nothing changed."""
        self._changed = tuple(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._changed = ()

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if not self._changed:
            yield from super()._get_renders(crop)
            return
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            parts = [part for changed in self._changed if (part := shown.intersection(changed))]
            if not parts:
                continue
            top, bottom = min(part.y for part in parts), max(part.bottom for part in parts)
            lines = Region(shown.x, top, shown.width, bottom - top)
            yield lines, clip, widget.render_lines(lines.translate(-region.offset))


class Spans(ChopsUpdate):
    """Changed spans of some lines."""

    def render_segments(self, console: Console) -> str:
        """The update as it is sent."""
        system = console._color_system or ColorSystem.TRUECOLOR
        sent: list[str] = []
        for y, x1, x2 in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is None or x >= x2 or end <= x1:
                    continue
                at, pieces = within(strip, x1 - x, x2 - x)
                sent.append(f"\x1b[{y + 1};{x + at + 1}H")
                sent.extend(coloured(pieces, system))
        return "".join(sent)


def thrifty(update: RenderableType | None) -> RenderableType | None:
    """The update, as spans where it is one of changed spans; anything else as it is."""
    if type(update) is ChopsUpdate:
        return Spans(update.chops, update.spans, update.chop_ends)
    return update


def within(strip: Strip, left: int, right: int) -> tuple[int, list[Segment]]:
    """The pieces of a strip that lie between two columns, whole, and the column where the first begins."""
    at = begin = 0
    pieces: list[Segment] = []
    for segment in strip:
        if at >= right:
            break
        following = at + cell_len(segment.text)
        if following > left:
            if not pieces:
                begin = at
            pieces.append(segment)
        at = following
    return begin, pieces


def coloured(pieces: Iterable[Segment], system: ColorSystem) -> Iterator[str]:
    """Text with the sequences that colour it."""
    now = ""
    for text, style, _ in pieces:
        wanted = "" if style is None else sequence(style, system)
        if wanted != now:
            yield f"\x1b[0;{wanted}m" if now and wanted else f"\x1b[{wanted}m"
            now = wanted
        yield text
    if now:
        yield "\x1b[m"


@lru_cache(maxsize=4000)
def sequence(style: Style, system: ColorSystem) -> str:
    """The parameters of the sequence that sets a style."""
    return Strip.render_ansi(style, system)
