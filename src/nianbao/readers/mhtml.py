"""Web pages saved in one file (MHTML, 网页单个文件) to the report in the page that holds it.

Browsers, Internet Explorer and Word write them; a page of frames holds its article in a part of its own.
"""

from __future__ import annotations

import email
import email.errors
import re
from email.message import Message

from nianbao.core.errors import InputError
from nianbao.readers.blocks import TooLarge
from nianbao.readers.encoding import as_utf8

MAX_PAGES = 60
"""Pages in one file: a frameset has five, a mail with its answers more."""
MAX_BYTES = 25_000_000
MAX_LINES = 600_000
MAX_PARTS = 2_000
"""Parts and boundaries; a page has a part for each of its pictures."""
_HEADERS = re.compile(rb"(?im)\A(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){1,40}")


def looks_like_mhtml(data: bytes) -> bool:
    """Whether a file begins with the headers of a message."""
    head = data[:8192].lstrip(b"\xef\xbb\xbf \t\r\n").replace(b"\r\n", b"\n")
    headers = _HEADERS.match(head)
    return headers is not None and b"mime-version:" in headers[0].lower()


def pages_of(data: bytes, where: str) -> list[bytes]:
    """The pages in UTF-8, the one shown first. InputError where there is none, TooLarge far
    beyond any page."""
    if len(data) > MAX_BYTES or data.count(b"\n") > MAX_LINES:
        raise TooLarge
    if data.lower().count(b"content-type:") > MAX_PARTS:
        raise TooLarge
    message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf \t\r\n"))
    pages: list[bytes] = []
    for part in message.walk():
        if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        if len(pages) == MAX_PAGES:
            break
        content = _content(part)
        if content.strip():
            pages.append(as_utf8(content, where))
    if not pages:
        raise InputError("文件里没有网页的正文", where, "在浏览器中打开原来的网页，另存为“网页，仅HTML”再试")
    return pages


def _content(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
        charset = part.get_content_charset("")
    except (ValueError, LookupError, email.errors.MessageError):
        return b""
    if not isinstance(content, bytes):
        return b""
    if charset.startswith("utf-16") or charset == "unicode":
        return content.decode("utf-16", "replace").encode("utf-8", "replace")
    return content
