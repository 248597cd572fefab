"""Pages written into strings of a program: what a website's service answered, or the script that a page shows."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

_MARKS = re.compile(r'=\\"|<\\/t[dr]|\\u003c', re.I)
"""What only HTML within a string has."""
_STRING = re.compile(r"""(["'`])((?:(?!\1)[^\\]|\\.?)*)(?:\1|\Z)""", re.S)
"""A string, or what is left of the text where none ends: nothing is looked at twice."""
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.S)
_CONTROL = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": ""}
_TAG = re.compile(r"<[a-zA-Z/!]")
_TITLE = re.compile(r"政府信息公开.{0,10}(?:报告|年报)")
_MAX_STRINGS = 100_000


def page_of_scripts(source: bytes) -> str | None:
    """The page that stands in the longest script that holds one."""
    text = source.decode("utf-8", "replace")
    small = text.lower()
    pages: list[str] = []
    at = 0
    if len(small) == len(text):
        while (start := small.find("<script", at)) >= 0 and (at := small.find("</script", start)) >= 0:
            script = text[start:at].partition(">")[2]
            if (page := quoted_page(script)) is not None:
                pages.append(page)
    return max(pages, key=len, default=None)


def quoted_page(text: str) -> str | None:
    """The page that stands in strings of a text, under the title in another of them; None where there is none."""
    if "table" not in text.lower() or (not _MARKS.search(text) and text.lstrip()[:1] not in ("{", "[")):
        return None
    strings = _strings(text)
    pages = [string for string in strings if _TAG.search(string) and "</table>" in string.lower()]
    if not pages:
        return None
    page = max(pages, key=len)
    title = next((s for s in strings if len(s) < 90 and _TITLE.search(s) and not _TAG.search(s)), None)
    return f"<html><body>{f'<h1>{escape(title)}</h1>' if title and title not in page else ''}{page}</body></html>"


def _strings(text: str) -> list[str]:
    try:
        return _values(json.loads(text))
    except (ValueError, RecursionError):
        found: list[str] = []
        for at, match in enumerate(_STRING.finditer(text)):
            if at >= _MAX_STRINGS:
                break
            found.append(_ESCAPE.sub(_char, match[2]))
        return found


def _char(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else _CONTROL.get(match[2], match[2])


def _values(value: Any) -> list[str]:
    """The strings of what JSON holds, in order."""
    found: list[str] = []
    waiting = [value]
    while waiting and len(found) < _MAX_STRINGS:
        one = waiting.pop()
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, dict):
            waiting += reversed(one.values())
        elif isinstance(one, list):
            waiting += reversed(one)
    return found
