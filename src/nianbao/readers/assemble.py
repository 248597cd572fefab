"""From a stream of lines, grids and runs to the neutral report, whatever format the stream came from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from nianbao.core.errors import InputError
from nianbao.core.form import TABLE_NAMES, Form, edition_for, form
from nianbao.core.report import (
    Block as ReportBlock,
)
from nianbao.core.report import (
    Cell,
    Note,
    Paragraph,
    Report,
    Section,
    Sentence,
    Table,
    split_sentences,
)
from nianbao.readers.blocks import MAX_CHARACTERS, Block, Grid, Line, Run, TooLarge
from nianbao.readers.parts import Item, Part, merged, parts
from nianbao.readers.runs import RunReading, loose_table, read_run
from nianbao.readers.section_heads import headings_of
from nianbao.readers.stated import stated_kind, stated_unit, stated_year, unit_of_form, year_of_form
from nianbao.readers.surroundings import first_report, without_contents
from nianbao.readers.tables import Reading
from nianbao.readers.titles import (
    Heading,
    Title,
    guess_kind,
    match_other_paper,
    match_title,
    section_of,
)
from nianbao.readers.traditional import is_traditional

_TABLE_SECTION = {2: "disclosure", 3: "requests", 4: "disputes"}


@dataclass
class _Section:
    heading: Heading
    blocks: list[Block | Reading | RunReading] = field(default_factory=list)


def assemble(
    stream: Iterable[Block], where: str, outside: Callable[[], Sequence[str]] = tuple, author: str = ""
) -> Report:
    """The report that a stream of blocks holds.

    `where` names the file; `outside` gives lines that stand before the stream on the page (titles), the nearest
    last; `author` is who the file says wrote it. InputError where nothing in it looks like an annual report.
    """
    blocks = without_contents(list(merged(parts(_bounded(stream)))))
    blocks, others = first_report(_parted(blocks))
    headings = headings_of(blocks)
    first = min(headings, default=_first_table(blocks))
    title, at = _title(blocks[:first], outside)
    sections = _sections(blocks, headings, first)
    if not sections and title is None and first == len(blocks):
        raise InputError("没有认出政府信息公开工作年度报告的标题、章节和表格", where, "确认文件是否选对")
    if not sections and not any(map(_holds_words, blocks)):
        mend = "确认文件是否完整；网页请在浏览器中打开，等正文显示出来，全选复制到新的Word文件中保存再读"
        raise InputError("只读到报告的标题，没有读到正文和表格", where, mend)
    report = _report(title, blocks[at:first], sections, where, author)
    if others is None:
        return report
    note = Note(f"文件里不止一份报告，只读了第一份，没有读“{others}”", where, "每份报告单独存成一个文件")
    return replace(report, notes=(note, *report.notes))


def _holds_words(item: Item) -> bool:
    """Whether it is a table or a sentence, not a menu: a page whose text a script would load holds neither."""
    return not isinstance(item, Line) or (len(item.text) > 12 and item.text.rstrip().endswith(("。", "；", "：")))


def _bounded(stream: Iterable[Block]) -> Iterator[Block]:
    length = 0
    for block in stream:
        length += len(block.cells) if isinstance(block, Grid) else len(block.text)
        if length > MAX_CHARACTERS:
            raise TooLarge
        yield block


# --- headings and sections -------------------------------------------------------------------------------------


def _first_table(blocks: Sequence[Item]) -> int:
    return next((at for at, block in enumerate(blocks) if isinstance(block, Part | Run)), len(blocks))


def _title(before: Sequence[Item], outside: Callable[[], Sequence[str]]) -> tuple[Title | None, int]:
    """The report's title among the lines before section one, or above the article; and where the preamble begins."""
    vague: tuple[Title, int] | None = None
    for match in (match_title, match_other_paper):
        for at in range(len(before) - 1, -1, -1):
            found = _title_at(before, at, match)
            if found is not None and found[0].unit and found[0].year:
                return found
            vague = vague or found
        for text in reversed(outside()):
            title = match(text)
            if title and title.unit:
                return title, 0
        if vague is not None:
            return vague
    return None, 0


def _title_at(before: Sequence[Item], at: int, match: Callable[[str], Title | None]) -> tuple[Title, int] | None:
    """The title that begins in a line and may go on in the next two; and where what follows it begins."""
    for size in (1, 2, 3):
        lines = [line for line in before[at : at + size] if isinstance(line, Line)]
        if len(lines) < size:
            return None
        title = match("".join(line.text for line in lines))
        if title is not None:
            return (title if title.unit and title.year else _wider(before, at, title)), at + size
    return None


_RUN_ON = re.compile(
    r"(?P<title>[^。；，：《》]{2,40}20\d\d年度?政府信息公开工作年度报告)\s*(?=根据|按照|依据|为(?:了|贯彻|深入)|本)"
)


def _parted(blocks: Sequence[Item]) -> list[Item]:
    """A first line that holds the title and goes on with the preamble, as two."""
    for at, block in enumerate(blocks):
        if isinstance(block, Line):
            found = _RUN_ON.match(block.text)
            if found is None:
                return list(blocks)
            parts = [Line(found["title"].strip(), block.level), Line(block.text[found.end() :])]
            return [*blocks[:at], *parts, *blocks[at + 1 :]]
    return list(blocks)


def _wider(before: Sequence[Item], at: int, title: Title) -> Title:
    """A title whose first line (the unit's name) stands above."""
    above = before[at - 1] if at else None
    if isinstance(above, Line) and len(above.text) <= 40 and not re.search(r"[。；：:]", above.text):
        wider = match_title(above.text + title.text)
        if wider and ((wider.unit and not title.unit) or (wider.year and not title.year)):
            return wider
    return title


def _sections(blocks: Sequence[Item], headings: dict[int, Heading], first: int) -> list[_Section]:
    sections: list[_Section] = []
    skip = -1
    for at in range(first, len(blocks)):
        block = blocks[at]
        heading = headings.get(at)
        if heading is not None:
            rest = heading.rest
            if rest == "\n":
                skip = at + 1
                heading = Heading(heading.key, heading.number, heading.title)
                rest = ""
            sections.append(_Section(heading))
            if rest:
                sections[-1].blocks.append(Line(rest))
            continue
        if at == skip:
            continue
        read: Block | Reading | RunReading = block if not isinstance(block, Part) else block.read()
        if isinstance(block, Run):
            run = read_run(block.text)
            read = run if run.texts or run.notes else block
        if not sections or _belongs_elsewhere(read, sections, headings):
            sections.append(_Section(Heading(_section_key(read), "", "")))
        sections[-1].blocks.append(read)
    return sections


def _section_key(read: Block | Reading | RunReading) -> str | None:
    if isinstance(read, Reading):
        return _TABLE_SECTION[read.number]
    if isinstance(read, RunReading) and len(read.texts) == 1:
        return _TABLE_SECTION[next(iter(read.texts))]
    return None


def _belongs_elsewhere(
    read: Block | Reading | RunReading, sections: list[_Section], headings: dict[int, Heading]
) -> bool:
    """Whether a table stands in no section of its own, as in a workbook without titles."""
    if headings:
        return False
    key = _section_key(read)
    return key is not None and key != sections[-1].heading.key


# --- the report ---------------------------------------------------------------------------------------------------

_FURNITURE = re.compile(
    r"^(?:第?\s*[—\-–]?\s*\d{1,3}\s*[—\-–]?\s*页?(?:\s*[/共]\s*\d{1,3}\s*页?)?|打印(?:本页)?|关闭(?:窗口)?|"
    r"【?(?:打印|关闭|字体|收藏).{0,20}|[【\[]\s*字\s*号.{0,20}|"
    r"点击(?:关闭|打开|展开|收起)?(?:详细)?目录.{0,12}|扫一扫.{0,20}|(?:上|下)一篇.{0,60}|相关(?:信息|链接|附件|文章|阅读)[：:]?|"
    r"分享(?:到|至)?[：:]?.{0,20}|(?:主办|承办)(?:单位)?[：:].*|版权所有.*|.*ICP备(?:案(?:序号|号)?[：:]?)?\s*\d.*|网站标识码.*|.*公网安备\s*\d.*|"
    r"(?:发布|公开|更新)(?:日期|时间)[：:].*|来源[：:].{0,60}|浏览(?:次数|量)[：:].*|字体[：:].*|索引号[：:].*|责任编辑[：:].*|"
    r"(?:成文)?(?:日期|时间)\s*[：:]\s*20\d\d[-/.年].{0,60}|(?:访问|阅读|点击)(?:次数|人次|量)?[：:].{0,30}|选择(?:阅读)?字号.*|"
    r"字\s*[号体號體](?:大小)?\s*[：:].*|(?:發布|發佈)(?:日期|時間)[：:].*|來源[：:].{0,60}|"
    r"当前位置[：:].*|信息来源[：:].*|字号[：:].*|视力保护色.*|点击(?:数|率|量)[：:].*|附件下载[：:]?|回到顶部|返回顶部|"
    r"[（(](?:责任编辑|编辑|责编|作者|来源|审核|校对|供稿)[：:].{0,40}[）)])$"
)
_TAIL = re.compile(
    r"^(?:相关(?:信息|链接|附件|文章|阅读)|(?:上|下)一篇|扫一扫|分享(?:到|至)|(?:主办|承办)(?:单位)?[：:]|版权所有|.*ICP备(?:案(?:序号|号)?[：:]?)?\s*\d|打印(?:本页)?$|"
    r"【?关闭|返回顶部|回到顶部|网站地图|友情链接|联系我们)"
)


_FULL_NAMES = ("人民政府", "办事处", "政府")


def _full_name(unit: str, author: str) -> str:
    """The unit's full name where the file's author is it: titles leave out 人民政府 and 办事处."""
    name = re.sub(r"\s+", "", author)
    return name if unit and name.startswith(unit) and name.removeprefix(unit) in _FULL_NAMES else unit


def _report(title: Title | None, preamble: Sequence[Item], sections: list[_Section], where: str, author: str) -> Report:
    notes: list[Note] = []
    year = title.year if title else None
    if year is None:
        lines = list(_words_of(preamble))
        lines += [b.text for s in sections for b in s.blocks if isinstance(b, Line)]
        year = stated_year(lines) or year_of_form(lines)
    edition = _edition(sections, year)
    for section in sections:  # the title stands again on each sheet of a workbook
        section.blocks = [b for b in section.blocks if not (title and isinstance(b, Line) and b.text == title.text)]
    made = [_section(section, edition, notes, last=section is sections[-1]) for section in sections]
    made = _once(made, notes)
    unit = _full_name(title.unit, author) if title and title.unit else _unit_of(preamble, made)
    report = Report(
        title=title.text if title else "",
        unit=unit,
        year=year,
        edition=edition,
        kind=guess_kind(unit),
        preamble=tuple(_plain_blocks(preamble)),
        sections=tuple(made),
    )
    if not unit:
        report = replace(report, kind=stated_kind(report))
    spoken = {note.where for note in notes}
    notes = [*_general_notes(report, where), *notes, *(note for note in _gaps(report) if note.where not in spoken)]
    return replace(report, notes=tuple(dict.fromkeys(notes)))


def _unit_of(preamble: Sequence[Item], sections: Sequence[Section]) -> str:
    """The unit of a report whose title names none, as its preamble, which may stand in section one, or the head of
    its tables says."""
    words = list(_words_of(preamble))
    first = [paragraph.text for section in sections[:1] for paragraph in section.paragraphs[:2]]
    return stated_unit([*words, *first]) or unit_of_form(words)


def _words_of(items: Sequence[Item]) -> Iterator[str]:
    """The lines and the texts of cells above the first statutory table."""
    for item in items:
        if isinstance(item, Grid):
            yield from (cell.text for cell in item.cells)
        elif isinstance(item, Line):
            yield item.text


def _edition(sections: list[_Section], year: int | None) -> str:
    said = Counter(
        block.edition
        for section in sections
        for block in section.blocks
        if isinstance(block, Reading | RunReading) and block.edition
    )
    if said:
        return said.most_common(1)[0][0]
    return edition_for(year) if year else "2021"


def _section(section: _Section, edition: str, notes: list[Note], *, last: bool) -> Section:
    blocks: list[ReportBlock] = []
    readings = [block for block in section.blocks if isinstance(block, Reading)]
    joined = _joined(readings)
    for block in section.blocks:
        if isinstance(block, Reading):
            notes.extend(block.notes)
            if block.number in joined:
                table = joined.pop(block.number)
                blocks.append(table)
            elif block.number not in {t.number for t in blocks if isinstance(t, Table)}:
                blocks.append(block.table(edition, block.merged))
        elif isinstance(block, RunReading):
            notes.extend(block.notes)
            blocks.extend(block.tables(edition))
        elif isinstance(block, Line):
            if last and len(block.text) <= 200 and _TAIL.match(block.text):
                if any(isinstance(made, Paragraph) for made in blocks):
                    break
                continue  # a link below the heading
            blocks.extend(_paragraphs(block))
        else:
            blocks.extend(_other_table(block))
    heading = section.heading
    return Section(heading.key, heading.number, heading.title, tuple(blocks))


def _joined(readings: list[Reading]) -> dict[int, Table]:
    """Table two in several tables, one a block: one table, the parts below each other."""
    made: dict[int, Table] = {}
    for number in {reading.number for reading in readings}:
        parts = [reading for reading in readings if reading.number == number]
        if len(parts) < 2:
            continue
        cells: list[Cell] = []
        seen: set[str] = set()
        at = 0
        for part in parts:
            for cell, name in zip(part.cells, part.names, strict=True):
                figure = None if name in seen else name
                if figure:
                    seen.add(figure)
                cells.append(Cell(cell.row + at, cell.column, cell.rowspan, cell.colspan, cell.text, figure))
            at += max((cell.row + cell.rowspan for cell in part.cells), default=0)
        made[number] = Table(number, tuple(cells))
    return made


def _once(sections: list[Section], notes: list[Note]) -> list[Section]:
    """Each figure is read from the first table that states it; a second table of the same number is kept as it
    stands and counts for nothing."""
    numbers = Counter(table.number for section in sections for table in section.tables if table.number)
    if all(count == 1 for count in numbers.values()):
        return sections
    seen: set[str] = set()
    shown: list[Section] = []
    for section in sections:
        blocks: list[ReportBlock] = []
        for block in section.blocks:
            if isinstance(block, Table):
                figures = {cell.figure for cell in block.cells if cell.figure}
                if figures & seen:
                    name = TABLE_NAMES.get(block.number or 0, "表格")
                    notes.append(Note(f"{name}出现了不止一次，只读第一张", name, "只保留一张"))
                    block = Table(None, tuple(cell._replace(figure=None) for cell in block.cells))  # noqa: PLW2901
                seen |= figures
            blocks.append(block)
        shown.append(section._replace(blocks=tuple(blocks)) if section.tables else section)
    return shown


def _other_table(block: Grid | Run) -> list[ReportBlock]:
    if isinstance(block, Run):
        table = loose_table(block.text)
        if table is None:
            return [p for line in block.text.split("\n") if line.strip() for p in _paragraphs(Line(line.strip()))]
        return [table]
    texts = [cell.text for cell in block.cells if cell.text]
    if not texts:
        return []
    if len(texts) == 1:
        return list(_paragraphs(Line(texts[0])))
    return [Table(None, tuple(Cell(*cell) for cell in block.cells))]


_RULED_OFF = re.compile(r"[=＝*＊_\-－—]{4,}\s*(?:正文)?\s*[=＝*＊_\-－—]{4,}|[=＝]{4,}")


def _plain_blocks(items: Sequence[Item]) -> Iterator[ReportBlock]:
    rules = [at for at, item in enumerate(items) if isinstance(item, Line) and _RULED_OFF.fullmatch(item.text)]
    for item in items[rules[-1] + 1 if rules else 0 :]:
        if isinstance(item, Line):
            yield from _paragraphs(item)
        elif isinstance(item, Grid | Run):
            yield from _other_table(item)


_SUBHEADING = re.compile(r"（[一二三四五六七八九十]{1,3}）[^。；！？，：:]{1,30}$")
_SUBSUBHEADING = re.compile(r"[1-9]\d?\s*[.．、][^。；！？，：:]{1,30}$")


def _paragraphs(line: Line) -> Iterator[Paragraph]:
    for text in line.text.split("\n"):
        shown = text.strip()
        if not shown or (len(shown) <= 80 and _FURNITURE.match(shown.lstrip("•·▪● "))):
            continue
        yield Paragraph(tuple(map(Sentence, split_sentences(shown))), _level(shown, line.level))


def _level(text: str, said: int) -> int:
    if said in (2, 3):
        return said
    if _SUBHEADING.match(text):
        return 2
    return 3 if _SUBSUBHEADING.match(text) else 0


# --- notes ----------------------------------------------------------------------------------------------------------


def _general_notes(report: Report, where: str) -> Iterator[Note]:
    if not report.title:
        yield Note("没有读到报告的标题", where, "标题写成“机关名称＋年份＋政府信息公开工作年度报告”，单独成段")
    elif report.year is None:
        yield Note(
            "标题里没有年份，也没有写明统计期限，不知道是哪一年的报告", f"标题“{report.title}”", "在标题中写明年份"
        )
    if is_traditional(report.narrative):
        yield Note("正文用的是繁体字，只核对了章节和表格", where, "换成简体字再查，用语、数字才能核对")
    for section in report.sections:
        if section.key is None and section.title:
            yield Note(
                f"标题“{section.number}、{section.title}”不是法定的六个部分之一",
                "章节标题",
                "按法定格式改正标题，或者并入相应部分",
            )


def _gaps(report: Report) -> Iterator[Note]:
    """Tables and rows of the form that were not read, and not spoken of yet."""
    cells = report.cells
    tables = {table.number for section in report.sections for table in section.tables}
    mend = "确认报告里有这张表，并且是能复制文字的表格，不是图片"
    for number, table in report.form.tables.items():
        missing = [figure for figure in table.figures if figure not in cells]
        if not missing:
            continue
        if number not in tables or len(missing) == len(table.figures):
            if report.section(_TABLE_SECTION[number]) is not None or tables:
                yield Note(f"没有读到{TABLE_NAMES[number]}的数据", section_of(_TABLE_SECTION[number]).title, mend)
            continue
        yield from _missing_rows(report.form, number, missing)


def _missing_rows(form_: Form, number: int, missing: list[str]) -> Iterator[Note]:
    rows: dict[str, list[str]] = {}
    for figure in missing:
        rows.setdefault(figure.rpartition(".")[0], []).append(figure)
    for row, figures in rows.items():
        all_of_row = [figure for figure in form_.tables[number].figures if figure.rpartition(".")[0] == row]
        parts = form_.label(figures[0]).split("·")
        place = "·".join([parts[0], *parts[2:]]) if number == 3 else "·".join(parts[:2])
        if len(figures) == len(all_of_row):
            yield Note("这一行没有读到数据", place, "按法定格式补上这一行，没有的填0")
        else:
            yield Note(f"这一行有{len(figures)}格没有读到数据", place, "补齐各列数据，没有的填0")


__all__ = ["assemble", "form"]
