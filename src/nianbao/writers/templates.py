"""The templates of the outputs, compiled once and kept: compiling costs a hundred times the rendering."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from nianbao.cache import blob_key, cached_blob
from nianbao.resources import resource_folder

if TYPE_CHECKING:
    from jinja2 import Environment, Template


@cache
def template(name: str) -> Template:
    """The template of that name below `templates/`, ready to render."""
    import jinja2

    path = resource_folder("templates") / name
    source = path.read_text(encoding="utf-8")
    environment = _environment()
    key = blob_key((source, name, jinja2.__version__))
    code = cached_blob(_slug(name), key, lambda: environment.compile(source, name, name))
    return jinja2.Template.from_code(environment, code, environment.make_globals(None))


@cache
def _environment() -> Environment:
    """One environment for all; a template for XML or HTML escapes what is put in, one for text does not."""
    import jinja2

    environment = jinja2.Environment(
        autoescape=lambda name: name is not None and name.endswith((".html.j2", ".xml.j2")),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Callable[[str], str]] = {"md": markdown_text, "md_line": markdown_line}
    environment.filters.update(filters)
    return environment


def _slug(name: str) -> str:
    return "template-" + re.sub(r"[^a-z0-9]+", "-", Path(name).as_posix().removesuffix(".j2"))


_MARKDOWN = re.compile(r"([\\`*_\[\]<>|]|~(?=~)|&(?=#?\w+;)|^#)")
_LINE_START = re.compile(r"^(\d{1,9})([.)])|^([-+=])")


def markdown_text(text: str) -> str:
    """Text in which no character means anything to Markdown."""
    return text if text.isalnum() else _MARKDOWN.sub(r"\\\1", text)


def markdown_line(text: str) -> str:
    """The same for text that begins a line, where 1. or - would begin a list."""
    return _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", markdown_text(text.strip(" ")))
