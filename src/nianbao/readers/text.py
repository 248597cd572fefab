"""Plain text and Markdown to blocks: lines, grids where columns are sure, runs where they are lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from html import escape
from itertools import pairwise

from nianbao.readers.blocks import Block, Grid, Line, Run, TooLarge, lay_out, tidy
from nianbao.readers.labels import bare, known_labels, row_names, unnumbered
from nianbao.readers.runs import is_number_line, is_table_text
from nianbao.readers.separated import with_tabs
from nianbao.readers.titles import match_heading, match_title
from nianbao.readers.unbroken import broken

_MAX_LINES = 60_000


def read_text(text: str) -> list[Block]:
    """The blocks of a plain text."""
    blocks: list[Block] = []
    table: list[str] = []
    lines = _unwrapped(broken(with_tabs(_with_bars(text))).split("\n"))
    if len(lines) > _MAX_LINES:
        raise TooLarge

    def flush() -> None:
        if table:
            blocks.append(_table(table))
            table.clear()

    for raw in lines:
        line = raw.strip("\ufeff\r\f\v ")
        shown = tidy(line)
        if not shown.strip("|｜ "):
            if table and "\t" in line:
                table.append(line)
            continue
        if is_table_line(line, bool(table)):
            table.append(line)
            continue
        flush()
        if blocks and isinstance(blocks[-1], Line) and _goes_on(blocks[-1].text, shown):
            blocks[-1] = Line(blocks[-1].text + shown)
        else:
            blocks.append(Line(shown))
    flush()
    return blocks


_DRAWN = re.compile(r"(?m)^[ \t]*[+┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝][-=+─━═┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝]{3,}[ \t]*\n?")


def _with_bars(text: str) -> str:
    """A text whose tables are drawn with characters, with a plain bar between cells and no rules between rows."""
    if _DRAWN.search(text):
        text = _DRAWN.sub("", text)
    return text.translate(_BARS) if "│" in text or "┃" in text or "║" in text else text


_BARS = str.maketrans("│┃║", "|||")
_INDENTED = re.compile(r"(?:[　\u2003]{2}| {4}|\u00a0{4})\s*\S")
_FEW_INDENTED = 3


def _unwrapped(lines: list[str]) -> list[str]:
    """Lines of paragraphs that were broken at a margin, as an editor wraps them, put together: where paragraphs are
    indented, a line that is not goes on with the full line above it."""
    if sum(1 for line in lines if _INDENTED.match(line)) < _FEW_INDENTED:
        return lines
    ends = [line for line, after in pairwise(lines) if _may_break(line) and after[:1].strip() and _is_prose(after)]
    length, margin, kept = max((_margin_of(ends, measure) for measure in (len, _columns)), key=lambda found: found[2])
    if not margin or kept * 2 < len(ends):
        return lines
    made: list[str] = []
    full = False  # the line above reaches the margin
    for line in lines:
        goes_on = full and line[:1].strip() and _is_prose(line)
        if goes_on:
            made[-1] += line
        else:
            made.append(line)
        full = (
            "\t" not in line
            and abs(length(line) - margin) <= _RAGGED
            and (goes_on or _INDENTED.match(line) is not None)
        )
    return made


def _may_break(line: str) -> bool:
    """Whether a line is long enough to be one of several of a paragraph, and no row of a table."""
    return len(line) > _SHORT and "\t" not in line and "|" not in line


def _is_prose(line: str) -> bool:
    """Whether a line may go on with the one above it: no row of a table, no title, no heading of a section."""
    return not is_table_line(line, inside=False) and match_title(line) is None and not _is_heading(line)


def _columns(text: str) -> int:
    """The columns of a text as an editor for Chinese shows it, where “ and … are as wide as a character."""
    return sum(1 if character < "\u0300" else 2 for character in text)


def _margin_of(ends: Sequence[str], measure: Callable[[str], int]) -> tuple[Callable[[str], int], int, int]:
    """Where lines end that are counted in characters, or in columns (a digit takes half of one): the measure, the
    margin in the middle of all, and how many lines reach it."""
    lengths = sorted(map(measure, ends))
    margin = lengths[len(lengths) // 2] if lengths else 0
    return measure, margin, sum(abs(length - margin) <= _RAGGED for length in lengths)


_SHORT = 20
_RAGGED = 3
"""Characters by which lines of one margin differ."""


def is_table_line(line: str, inside: bool) -> bool:
    """Whether a line is part of a table; `inside`: the line before was."""
    inner = line.strip()
    if "\t" in inner or (inside and "\t" in line):
        return not _is_heading(inner)
    bars = inner.count("|") + inner.count("｜")
    if bars >= 2 or (bars and bare(re.split(r"[|｜]", inner.strip("|｜ "))[0]) in known_labels()):
        return True
    if _is_heading(inner):
        return False
    if inside and is_number_line(inner):
        return True
    word = _without_data(inner)
    if len(word) <= 400 and _all_labels(word, inside):
        return True
    return len(inner) > 60 and is_table_text(inner) and "。" not in inner


_PAGE = re.compile(r"\t+\d{1,3}$")


def _is_heading(line: str) -> bool:
    line = _PAGE.sub("", line)  # in a table of contents
    if "\t" in line:
        return False
    found = match_heading(tidy(line))
    return found is not None and found.sure


_DATA_END = re.compile(r"(?:[\s　]+[+\-]?[\d,.]+(?:[件项]|万?元)?|[\s　]+[/—\-－]+)+\s*$")
_RUN_ON = re.compile(r"(?<=[\u4e00-\u9fff”）)])[\d,.\s]*\d$")


def _without_data(line: str) -> str:
    """The words of a line without the figures behind them, which may have lost the space before them."""
    return bare(_RUN_ON.sub("", _DATA_END.sub("", line)))


@lru_cache(maxsize=4096)
def _all_labels(word: str, inside: bool) -> bool:
    """Whether a bare line is labels of the form and nothing else; inside a table also a piece of one."""
    if not word or len(word) < 2:
        return inside and bool(word) and word in "自然人总计其他"
    labels = known_labels()
    if word in labels or (len(word) > 4 and unnumbered(word) in row_names()):
        return inside or word not in ("其他", "总计", "合计", "小计", "公民", "维持", "纠正")
    rest, count = word, 0
    while rest:
        label = next((rest[:size] for size in range(min(len(rest), 40), 1, -1) if rest[:size] in labels), None)
        if label is None:
            break
        rest = rest[len(label) :]
        count += 1
    if not rest and count > 1:
        return True
    return inside and len(word) <= 40 and any(word in label for label in labels)


def _table(lines: list[str]) -> Block:
    """Pipe tables and rows of one width are grids; what is ragged is a run."""
    rows = [re.split(r"\t", line) for line in lines]
    if all(line.strip().startswith("|") for line in lines):
        rows = [_pipe_cells(line) for line in lines if not _RULE.fullmatch(line.strip())]
    if rows and len(rows) > 2 and len(rows[0]) > 2 and len({len(row) for row in rows}) == 1:
        return Grid(lay_out(map(tidy, row) for row in rows), merged=False)
    return Run("\n".join(lines))


def _goes_on(before: str, after: str) -> bool:
    """Whether a paragraph was broken by a page: a few words hang behind its last full stop."""
    tail = re.split(r"[。！？]", before)[-1]
    if len(before) < 30 or not 0 < len(tail) <= 12 or not re.fullmatch(r"[\u4e00-\u9fff，、]+", tail):
        return False
    return (
        re.match(r"[\u4e00-\u9fff]", after) is not None and match_heading(after) is None and match_title(after) is None
    )


# --- Markdown --------------------------------------------------------------------------------------------------

_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~&\"'$%,/:;=?@^])")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")


def looks_like_markdown(text: str) -> bool:
    """Whether a text has headings or pipe tables of Markdown."""
    return bool(
        re.search(r"^#{1,4} \S", text, re.MULTILINE) or re.search(r"^\|?(?: *:?-{3,}:? *\|)+", text, re.MULTILINE)
    )


def as_page(text: str) -> str | None:
    """A Markdown text whose tables are written in HTML, as a page; None for any other."""
    if not looks_like_markdown(text) or text.lstrip()[:10].lower().startswith(("<!doctype", "<html", "<head", "<body")):
        return None
    small = text.lower()
    made: list[str] = []
    at = 0
    while (start := small.find("<table", at)) >= 0 and (end := small.find("</table>", start)) >= 0:
        end += len("</table>")
        made += [*_page_lines(text[at:start]), text[start:end]]
        at = end
    return f"<html><body>{''.join([*made, *_page_lines(text[at:])])}</body></html>" if made else None


def _page_lines(text: str) -> Iterator[str]:
    """Lines of Markdown as headings and paragraphs of a page."""
    for line in filter(None, map(str.strip, text.split("\n"))):
        heading = _HEADING.match(line)
        tag = f"h{min(len(heading[1]), 4)}" if heading else "p"
        yield f"<{tag}>{escape(_plain(heading[2] if heading else line), quote=False)}</{tag}>"


def read_markdown(text: str) -> list[Block]:
    """The blocks of a Markdown text: headings, paragraphs, pipe tables."""
    blocks: list[Block] = []
    rows: list[list[str]] = []
    lines = text.split("\n")
    if len(lines) > _MAX_LINES:
        raise TooLarge

    def flush() -> None:
        if rows:
            closed = all(len(row) > 1 and not row[-1] for row in rows)  # a pipe behind each last cell
            blocks.append(Grid(lay_out([row[:-1] for row in rows] if closed else rows), merged=False))
            rows.clear()

    plain: list[str] = []

    def flush_plain() -> None:
        if plain:
            blocks.extend(read_text("\n".join(plain)))
            plain.clear()

    open_table = False  # in a table whose rows begin and end without a pipe
    for at, line in enumerate(lines):
        bare_line = line.strip()
        open_table = "|" in bare_line and (open_table or _is_ruled(lines, at + 1))
        if open_table:
            flush_plain()
            if not _RULE.fullmatch(bare_line):
                rows.append([tidy(_plain(cell)) for cell in re.split(r"(?<!\\)\|", line)])
            continue
        if bare_line.startswith("|") and bare_line.count("|") > 1:
            flush_plain()
            if not _RULE.fullmatch(bare_line):
                rows.append([tidy(_plain(cell)) for cell in _pipe_cells(bare_line)])
            continue
        flush()
        heading = _HEADING.match(bare_line)
        if heading:
            flush_plain()
            blocks.append(Line(tidy(_plain(heading[2])), len(heading[1]) - 1))
        elif bare_line:
            plain.append(_plain(line.strip("\n")))
        else:
            plain.append("")
    flush()
    flush_plain()
    return blocks


def _is_ruled(lines: list[str], at: int) -> bool:
    """Whether a line is the rule below the head of a table without pipes at its edges."""
    rule = lines[at].strip() if at < len(lines) else ""
    return "|" in rule and not rule.startswith("|") and _RULE.fullmatch(rule) is not None


def _pipe_cells(line: str) -> list[str]:
    cells = re.split(r"(?<!\\)\|", line.strip())
    if len(cells) > 1 and not cells[0].strip():
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1].strip():
        cells = cells[:-1]
    return [cell.strip() for cell in cells]


def _plain(text: str) -> str:
    from html import unescape

    text = _BREAK.sub("", _BOLD.sub(r"\2", text))
    text = _ENTITY.sub(lambda match: unescape(match[0]), text)
    return _ESCAPED.sub(r"\1", text)
