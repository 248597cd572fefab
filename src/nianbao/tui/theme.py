"""Colours: a light and a dark theme, and one for terminals of 16 colours; and the style of every widget."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache

from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

NAMES = {"nianbao-dark": "深色", "nianbao-light": "浅色", "nianbao-16": "16色"}

_DARK = Theme(
    name="nianbao-dark",
    primary="#4aa8d8",
    secondary="#7f9bb3",
    accent="#e0b050",
    warning="#e5a13c",
    error="#f2777a",
    success="#7fbf7f",
    foreground="#d8dee4",
    background="#14191f",
    surface="#1b2229",
    panel="#26303a",
    dark=True,
    variables={
        "dim": "#7d8894",
        "mark": "#4a2326",
        "cursor-fore": "#101418",
        "cursor-back": "#e0b050",
        "pick": "#2f4a5f",
    },
)
_LIGHT = Theme(
    name="nianbao-light",
    primary="#0b5f8a",
    secondary="#4a6274",
    accent="#8a5a00",
    warning="#8a5200",
    error="#b3261e",
    success="#1e6b34",
    foreground="#1c2329",
    background="#fbfbf8",
    surface="#ffffff",
    panel="#e6ebee",
    dark=False,
    variables={
        "dim": "#66717b",
        "mark": "#fbdedb",
        "cursor-fore": "#ffffff",
        "cursor-back": "#0b5f8a",
        "pick": "#cfe3ef",
    },
)


def _sixteen() -> Theme:
    base = BUILTIN_THEMES["ansi-dark"]
    extra = {
        "dim": "ansi_bright_black",
        "mark": "ansi_red",
        "cursor-fore": "ansi_black",
        "cursor-back": "ansi_yellow",
        "pick": "ansi_blue",
    }
    return Theme(
        name="nianbao-16",
        primary="ansi_cyan",
        secondary="ansi_cyan",
        warning="ansi_yellow",
        error="ansi_bright_red",
        success="ansi_green",
        accent="ansi_yellow",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        ansi=True,
        variables={**base.variables, **extra},
    )


def themes() -> tuple[Theme, ...]:
    """The three themes of the program."""
    return _DARK, _LIGHT, _sixteen()


def first_theme() -> str:
    """The theme to begin with: that of NIANBAO_THEME (dark, light, 16), or what the terminal can show."""
    chosen = f"nianbao-{os.environ.get('NIANBAO_THEME', '')}"
    if chosen in NAMES:
        return chosen
    able = os.environ.get("COLORTERM", "") in ("truecolor", "24bit") or "256" in os.environ.get("TERM", "")
    return "nianbao-dark" if able or os.environ.get("WT_SESSION") else "nianbao-16"


TINTS: Mapping[str, tuple[str, str, str]] = {
    "dim": ("dim", "", ""),
    "head": ("primary", "", "bold"),
    "label": ("foreground", "", ""),
    "frame": ("secondary", "", ""),
    "good": ("success", "", ""),
    "warn": ("warning", "", ""),
    "bad": ("error", "", "bold"),
    "accent": ("accent", "", ""),
    "cursor": ("cursor-fore", "cursor-back", ""),
    "pick": ("", "pick", ""),
    "mark": ("", "mark", ""),
    "own": ("accent", "", "italic"),
    "gone": ("dim", "", "strike"),
    "bar": ("foreground", "panel", ""),
}
"""All styles that text is drawn in: the theme's colour of the letters and of the ground, and how they are drawn;
anything else is plain."""


def tint_style(name: str, variables: Mapping[str, str]) -> Style:
    """What a tint adds to the style of the widget it stands in, in a theme of these variables. Not by CSS: that
    would work fourteen styles out for every widget, before the first picture and again at each change."""
    fore, back, drawn = TINTS[name]
    return _style(variables[fore] if fore else None, variables[back] if back else None, drawn)


@cache
def _style(fore: str | None, back: str | None, drawn: str) -> Style:
    colours = [Color.parse(value or "transparent") for value in (fore, back)]
    shown = [colour.rich_color if colour.a else None for colour in colours]
    return Style(color=shown[0], bgcolor=shown[1]) + Style.parse(drawn)


CSS = """
Screen { background: $background; color: $foreground; layers: base edit; }
Grid { scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1; background: $background; color: $foreground; }
Lines { background: $background; color: $foreground; scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1; }
#title, #keys, #tabs { height: 1; }
#body { height: 1fr; }
#outline { width: 20; border-right: solid $secondary; }
#middle { width: 1fr; }
#side { width: 44%; max-width: 84; border-left: solid $secondary; display: none; }
.wide #side { display: block; }
.wide.on-table #side { display: none; }
.huge.on-table #side { display: block; width: 1fr; }
.huge.on-table #middle { width: 92; }
.narrow #outline { display: none; }
.medium #tabs, .wide #tabs { display: none; }
.narrow.at-side #side { display: block; width: 100%; max-width: 100%; border: none; }
.medium.at-side #side, .wide.on-table.at-side #side { display: block; width: 1fr; max-width: 100%; }
.narrow.at-side #middle, .medium.at-side #middle, .wide.on-table.at-side #middle { display: none; }
.step { height: 1fr; width: 1fr; layers: base edit; }
.status { height: 3; border-top: solid $secondary; }
.status2 { height: 2; }
Editor { layer: edit; border: none; padding: 0; background: $pick; color: $foreground; height: 1; }
Editor:focus { border: none; }
ModalScreen { align: center middle; background: $background 60%; }
.box { width: 90%; max-width: 100; height: auto; max-height: 90%; padding: 0 1; }
.box { border: round $primary; background: $surface; }
.box Lines { height: auto; max-height: 16; background: $surface; }
.box Editor { layer: default; height: 3; background: $pick; margin: 1 0 0 0; }
.tall Lines { max-height: 100%; height: 1fr; }
.tall #keys, .tall .fit { height: 1; }
.wide-box { max-width: 150; }
.box .fit { height: 1; }
.tall { height: 90%; }
"""
