"""From a stream of lines, grids and runs to the neutral report, whatever format the stream came from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from nianbao.readers.stated import stated_kind, stated_unit, stated_year, unit_of_form, year_of_form
from nianbao.readers.surroundings import FEWEST, LONGEST, first_report, without_contents
from nianbao.readers.tables import Reading
from nianbao.readers.titles import (
    Heading,
    Title,
    guess_kind,
    match_heading,
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
    headings = _headings(blocks)
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


def _headings(blocks: Sequence[Item]) -> dict[int, Heading]:
    """The lines that head sections, by their place. A numbered line with an unknown title counts only where no
    known section has its number and it follows in order."""
    found: dict[int, Heading] = {}
    doubtful: dict[int, Heading] = {}
    for at, block in enumerate(blocks):
        if not isinstance(block, Line):
            continue
        heading = match_heading(block.text, block.level)
        if heading is None or not heading.title:
            heading = _over_two_lines(blocks, at) or heading
        if heading is None:
            continue
        (found if heading.sure else doubtful)[at] = heading
    found = _of_one_style(found)
    found = _plausible(found if any(heading.number for heading in found.values()) else _in_brackets(blocks) or found)
    found.update(_headed_otherwise(found, doubtful))
    numbers = {heading.number for heading in found.values()}
    for at, heading in doubtful.items():
        before = [h for place, h in sorted(found.items()) if place < at]
        behind = [h for place, h in sorted(found.items()) if place > at]
        if heading.number in numbers or not before or _rank(heading.number) != _rank(before[-1].number) + 1:
            continue
        if behind and behind[0].number and _rank(behind[0].number) <= _rank(heading.number):
            continue
        # Below the last sections measures are often numbered 一、二、: a heading of ours says so itself.
        block = blocks[at]
        if isinstance(block, Line) and (block.level == 1 or (_rank(heading.number) <= 8 and len(heading.title) <= 20)):
            found[at] = heading
            numbers.add(heading.number)
    return found


def _headed_otherwise(found: Mapping[int, Heading], doubtful: Mapping[int, Heading]) -> dict[int, Heading]:
    """Section one under a title of its own, 一、工作开展情况: the last 一 before the known section two."""
    keys = {heading.key for heading in found.values()}
    if "overview" in keys or len(keys) < FEWEST:
        return {}
    second = min(at for at, heading in found.items() if heading.key)
    ones = [at for at, heading in doubtful.items() if at < second and heading.number == "一" and not heading.arabic]
    if found[second].number != "二" or not ones:
        return {}
    return {ones[-1]: replace(doubtful[ones[-1]], key="overview", sure=True)}


def _of_one_style(found: dict[int, Heading]) -> dict[int, Heading]:
    """Without the headings 1. 2. inside section one that are worded as sections are, where 一、二、 number these.

    A 1、总体情况 before them heads section one where nothing else does.
    """
    chinese = {heading.key for heading in found.values() if heading.number and not heading.arabic}
    if len(chinese) < FEWEST:
        return found
    first = min(found) if "overview" not in chinese else -1
    return {at: h for at, h in found.items() if not h.arabic or (at == first and h.key == "overview")}


_BRACKETED = re.compile(r"[（(]([一二三四五六])[）)]\s*[、.．]?")


def _in_brackets(blocks: Sequence[Item]) -> dict[int, Heading]:
    """The sections of a report that numbers them （一） to （六）: the form's titles under their own numbers."""
    found: dict[int, Heading] = {}
    for at, block in enumerate(blocks):
        numbered = _BRACKETED.match(block.text) if isinstance(block, Line) and len(block.text) < LONGEST else None
        if numbered is None or not isinstance(block, Line):
            continue
        heading = match_heading(f"{numbered[1]}、{block.text[numbered.end() :]}")
        if heading is not None and heading.key and section_of(heading.key).number == heading.number:
            found[at] = heading
    return found if len({heading.key for heading in found.values()}) >= FEWEST else {}


def _over_two_lines(blocks: Sequence[Item], at: int) -> Heading | None:
    """A title that was broken over two lines."""
    block = blocks[at]
    after = blocks[at + 1] if at + 1 < len(blocks) else None
    if not isinstance(block, Line) or not isinstance(after, Line) or len(block.text) > 40 or len(after.text) > 20:
        return None
    heading = match_heading(block.text + after.text, block.level)
    if heading is None or not heading.sure or not heading.number or heading.rest:
        return None
    return Heading(heading.key, heading.number, heading.title, rest="\n")


_NUMERALS = "一二三四五六七八九十"


def _rank(number: str) -> int:
    return _NUMERALS.find(number) + 1 if number else 0


def _plausible(found: dict[int, Heading]) -> dict[int, Heading]:
    """Without the lines of a table of contents: where a section is headed twice, the place with more behind it."""
    places: dict[str, list[int]] = {}
    for at, heading in found.items():
        if heading.key:
            places.setdefault(heading.key, []).append(at)
    ordered = sorted(found)
    dropped = _contents(found, ordered)
    places = {key: [at for at in ats if at not in dropped] for key, ats in places.items()}
    for key, ats in places.items():
        if len(ats) < 2:
            continue
        del key
        numbered = [at for at in ats if found[at].number] or ats

        def room(at: int) -> int:
            behind = [other for other in ordered if other > at]
            return (behind[0] if behind else at + 100) - at

        kept = max(numbered, key=lambda at: (room(at) > 1, -at))
        dropped.update(at for at in ats if at != kept and (room(at) == 1 or not found[at].number))
    return {at: heading for at, heading in found.items() if at not in dropped}


def _contents(found: Mapping[int, Heading], ordered: Sequence[int]) -> set[int]:
    """The places of the lines of a table of contents above the report, the last of which seems to have text."""
    run = [at for count, at in enumerate(ordered) if at == ordered[0] + count]
    again = {found[at].key for at in ordered[len(run) :]}
    return set(run) if len(run) >= FEWEST and all(found[at].key in again for at in run) else set()


def _first_table(blocks: Sequence[Item]) -> int:
    return next((at for at, block in enumerate(blocks) if isinstance(block, Part | Run)), len(blocks))


def _title(before: Sequence[Item], outside: Callable[[], Sequence[str]]) -> tuple[Title | None, int]:
    """The report's title among the lines before section one, or above the article; and where the preamble begins."""
    vague: tuple[Title, int] | None = None
    for at in range(len(before) - 1, -1, -1):
        for size in (1, 2, 3):
            lines = before[at : at + size]
            if len(lines) < size or not all(isinstance(line, Line) for line in lines):
                break
            title = match_title("".join(line.text for line in lines if isinstance(line, Line)))
            if title is None:
                continue
            if not title.unit or title.year is None:
                title = _wider(before, at, title)
            if title.unit and title.year:
                return title, at + size
            vague = vague or (title, at + size)
            break
    for text in reversed(outside()):
        title = match_title(text)
        if title and title.unit:
            return title, 0
    return vague or (None, 0)


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
    r"分享(?:到|至)?[：:]?.{0,20}|(?:主办|承办)(?:单位)?[：:].*|版权所有.*|.*ICP备.*|网站标识码.*|.*公网安备.*|"
    r"(?:发布|公开|更新)(?:日期|时间)[：:].*|来源[：:].{0,60}|浏览(?:次数|量)[：:].*|字体[：:].*|索引号[：:].*|责任编辑[：:].*|"
    r"(?:成文)?(?:日期|时间)\s*[：:]\s*20\d\d[-/.年].{0,60}|(?:访问|阅读|点击)(?:次数|人次|量)?[：:].{0,30}|选择(?:阅读)?字号.*|"
    r"字\s*[号体號體](?:大小)?\s*[：:].*|(?:發布|發佈)(?:日期|時間)[：:].*|來源[：:].{0,60}|"
    r"当前位置[：:].*|信息来源[：:].*|字号[：:].*|视力保护色.*|点击(?:数|率|量)[：:].*|附件下载[：:]?|回到顶部|返回顶部|"
    r"[（(](?:责任编辑|编辑|责编|作者|来源|审核|校对|供稿)[：:].{0,40}[）)])$"
)
_TAIL = re.compile(
    r"^(?:相关(?:信息|链接|附件|文章|阅读)|(?:上|下)一篇|扫一扫|分享(?:到|至)|(?:主办|承办)(?:单位)?[：:]|版权所有|.*ICP备|打印(?:本页)?$|"
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
