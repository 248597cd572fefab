"""S: structure. The six sections and their titles (S1), numbering (S2), leftovers of the form (S3), the report's
title (S4), what each section must say (S5).

Sources: 国办公开办函〔2021〕30号 with the form it issued; 政府信息公开条例 art. 50; GB/T 9704—2012.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from nianbao.core.findings import Case, Finding, Severity, rule
from nianbao.core.form import REPORT_NAME
from nianbao.core.kinds import KINDS
from nianbao.core.lazy import lazy
from nianbao.core.report import Passage, Report, Section, place_of

_FORM = "国办公开办函〔2021〕30号《中华人民共和国政府信息公开工作年度报告格式》"
_ARTICLE_50 = "《中华人民共和国政府信息公开条例》第五十条"


def _has(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)


def _close(text: str) -> str:
    """A text without its spaces."""
    return "".join(text.split())


# -- the six sections -----------------------------------------------------------------------------------


@rule(
    "S101",
    "缺少法定部分",
    severity="error",
    source=_FORM,
    bad="一、二、三、四、五，没有“六、其他需要报告的事项”",
    good="六个部分齐全，没有内容的写明“无其他需要报告的事项”",
)
def missing_section(case: Case) -> Iterator[Finding]:
    """年度报告有六个部分，一个也不能少。标题不认得而序号相符的部分另由S103提示。"""
    report = case.report
    unknown = {section.number for section in report.sections if section.key is None}
    missing = [s for s in report.form.sections if report.section(s.key) is None and s.number not in unknown]
    if missing:
        names = "、".join(f"“{s.number}、{s.title}”" for s in missing)
        yield Finding(
            code="S101",
            severity="error",
            where="全文",
            message=f"缺少{names}" if len(missing) < 6 else "没有找到法定的六个部分",
            mend="按格式补上标题和内容；没有内容的，表格填0，文字写明“无”",
            expected="、".join(s.title for s in missing),
        )


@rule(
    "S102",
    "六个部分的顺序不对",
    severity="error",
    source=_FORM,
    bad="三、政府信息公开行政复议、行政诉讼情况排在收到和处理政府信息公开申请情况之前",
    good="按格式的次序：总体情况、主动公开、申请、复议诉讼、问题、其他事项",
)
def wrong_order(case: Case) -> Iterator[Finding]:
    """六个部分的次序是固定的。"""
    report = case.report
    rank = {section.key: n for n, section in enumerate(report.form.sections)}
    last: Section | None = None
    for section in _first_of_each(report):
        if last is not None and rank[section.key or ""] < rank[last.key or ""]:
            yield Finding(
                code="S102",
                severity="error",
                where=place_of(section),
                message=f"“{section.title}”排在“{last.title}”之后",
                mend="按格式的次序调整",
            )
            return
        last = section


def _first_of_each(report: Report) -> list[Section]:
    return list({section.key: section for section in reversed(report.sections) if section.key}.values())[::-1]


@rule(
    "S103",
    "部分的标题有错",
    severity="warning",
    source=_FORM,
    bad="四、政府信息公开行政法复议、行政诉讼情况",
    good="四、政府信息公开行政复议、行政诉讼情况",
)
def wrong_section_title(case: Case) -> Iterator[Finding]:
    """标题与格式只差一个字，多半是错字；或者序号相符而标题不是格式的标题。"""
    report = case.report
    by_number = {section.number: section for section in report.form.sections}
    for section in report.sections:
        if section.key is None:
            expected = by_number.get(section.number)
            if expected is None or report.section(expected.key) is not None:
                continue
            yield _title_finding("S103", "warning", section, expected.title, "不是格式规定的标题")
        else:
            expected = report.form.section(section.key)
            if _is_slip(_bare(section.title), _bare(expected.title)):
                yield _title_finding("S103", "warning", section, expected.title, "有错字、漏字或者多字")


@rule(
    "S104",
    "部分的标题与格式不一致",
    severity="advice",
    source=_FORM,
    bad="五、存在的主要问题及整改措施",
    good="五、存在的主要问题及改进情况",
)
def variant_section_title(case: Case) -> Iterator[Finding]:
    """六个部分的标题照格式写，一字不差。"""
    for section in case.report.sections:
        if section.key is None:
            continue
        title = case.report.form.section(section.key).title
        bare, wanted = _bare(section.title), _bare(title)
        if bare != wanted and not _is_slip(bare, wanted):
            yield _title_finding("S104", "advice", section, title, "与格式的标题不一致")


def _title_finding(code: str, severity: Severity, section: Section, title: str, what: str) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        where=place_of(section),
        message=f"“{section.title}”{what}",
        mend=f"改为“{title}”",
        found=section.title,
        expected=title,
        quote=section.title,
    )


def _bare(title: str) -> str:
    return _close(title).strip("：:。.")


_LOOSE = frozenset("的和及与、，其他它主要处办理")
"""Characters that variants of the titles in use add, drop or exchange."""


def _is_slip(title: str, wanted: str) -> bool:
    """Whether a title differs from the form's by one character that is no usual variation, or by a doubled one."""
    if title == wanted or abs(len(title) - len(wanted)) > 1:
        return False
    import difflib  # seldom needed, and slow to import

    blocks = difflib.SequenceMatcher(None, title, wanted, autojunk=False).get_opcodes()
    changes = [(title[a:b], wanted[c:d]) for tag, a, b, c, d in blocks if tag != "equal"]
    if len(changes) != 1 or max(map(len, changes[0])) > 1:
        return False
    return not set("".join(changes[0])) <= _LOOSE


@rule(
    "S105",
    "部分的序号不对",
    severity="warning",
    source=_FORM,
    bad="五、其他需要报告的事项",
    good="六、其他需要报告的事项",
)
def wrong_section_number(case: Case) -> Iterator[Finding]:
    """六个部分依次编为一至六；没有编号的，另作建议。"""
    report = case.report
    if any(report.section(section.key) is None for section in report.form.sections):
        return  # a section is missing: the numbers may well run on
    for section in _first_of_each(report):
        expected = report.form.section(section.key or "")
        if section.number and section.number != expected.number:
            yield Finding(
                code="S105",
                severity="warning",
                where=place_of(section),
                message=f"“{section.title}”的序号写成“{section.number}”",
                mend=f"改为“{expected.number}、{expected.title}”",
                found=section.number,
                expected=expected.number,
                quote=section.title,
            )


@rule(
    "S106",
    "部分的标题没有序号",
    severity="advice",
    source=_FORM,
    bad="总体情况（前面没有“一、”）",
    good="一、总体情况",
)
def unnumbered_section(case: Case) -> Iterator[Finding]:
    """六个部分的标题前写“一、”至“六、”。"""
    bare = [section for section in _first_of_each(case.report) if not section.number]
    if bare:
        yield Finding(
            code="S106",
            severity="advice",
            where=place_of(bare[0]),
            message=f"{'、'.join(f'“{section.title}”' for section in bare)}前面没有序号",
            mend="在标题前写“一、”至“六、”",
            quote=bare[0].title,
        )


@rule(
    "S107",
    "同一部分出现两次",
    severity="warning",
    source=_FORM,
    bad="两个“五、存在的主要问题及改进情况”",
    good="每个部分只有一个",
)
def repeated_section(case: Case) -> Iterator[Finding]:
    """一个部分出现两次，多半是粘贴时重复。"""
    seen: set[str] = set()
    for section in case.report.sections:
        if section.key in seen:
            yield Finding(
                code="S107",
                severity="warning",
                where=place_of(section),
                message=f"“{section.title}”出现了两次",
                mend="合并为一个部分，或者删去重复的",
                quote=section.title,
            )
        elif section.key is not None:
            seen.add(section.key)


@rule(
    "S108",
    "格式之外的部分",
    severity="advice",
    source=f"{_FORM}；内容不缺项、不扩项",
    bad="七、下一步打算",
    good="下一步打算并入第五部分",
)
def extra_section(case: Case) -> Iterator[Finding]:
    """格式只有六个部分，另加的内容并入相应的部分。"""
    report = case.report
    missing = {section.number for section in report.form.sections if report.section(section.key) is None}
    for section in report.sections:
        if section.key is None and section.number not in missing:
            yield Finding(
                code="S108",
                severity="advice",
                where=place_of(section),
                message=f"“{section.title}”不是格式规定的部分",
                mend="并入六个部分中相应的一个",
                quote=section.title,
            )


# -- numbering ------------------------------------------------------------------------------------------

_NUMERALS = {text: n for n, text in enumerate("一二三四五六七八九十", 1)}
_NUMERALS.update({f"十{text}": 10 + n for text, n in list(_NUMERALS.items())[:9]})
_POINT = lazy(
    r"(?P<free>^|[。；;，,：:、！？\s”）])?(?<![之唯统专单万划任逐同不第十百年月])(?P<n>十?[一二三四五六七八九]|十)是(?![否非不])"
)
_HEAD = lazy(r"^\s*（(?P<n>十?[一二三四五六七八九]|十)）")
_ITEM = lazy(r"^\s*(?P<n>\d{1,2})[.．、](?!\d)")
_TURN = lazy(r"措施|改进|整改|下一步|今后|针对|为此|原因|将")
_CLAUSE = lazy(r"[^，。；：、！？]*")


def _narrative(report: Report) -> Iterator[tuple[str | None, list[Passage]]]:
    """The passages of each narrative section; sections of tables may hold labels that a reader took for text."""
    groups: dict[str | None, list[Passage]] = {}
    for passage in report.passages:
        if passage.section in ("overview", "problems", "other"):
            groups.setdefault(passage.section, []).append(passage)
    yield from groups.items()


def _gap(code: str, passage: Passage, start: int, number: str, before: int, quote: str, missing: str) -> Finding:
    again = _NUMERALS.get(number, 0) == before or number == str(before)
    what = f"“{quote}”前面已有同样的序号" if again else f"“{quote}”前面没有“{missing}”"
    return Finding(
        code=code,
        severity="warning",
        where=passage.where,
        message=f"序号不连贯：{what}",
        mend="补上漏掉的一项，或者改正序号",
        quote=quote,
        slot=passage.slot_at(start),
    )


@rule(
    "S201",
    "“一是、二是、三是”缺号或者重号",
    severity="warning",
    source="GB/T 9704—2012《党政机关公文格式》；公文写作惯例",
    bad="一是公开不够及时；三是人员不足。",
    good="一是公开不够及时；二是人员不足。",
)
def broken_points(case: Case) -> Iterator[Finding]:
    """“一是”之后应当有“二是”。每遇“一是”重新计数，里层的序号不影响外层。"""
    for _, passages in _narrative(case.report):
        counts: list[int] = []
        for passage in passages:
            if "是" not in passage.text:
                continue
            end = 0
            for match in _POINT().finditer(passage.text):
                number = _NUMERALS[match["n"]]
                if number == 1 and _TURN().search(passage.text, end, match.start("n")):
                    counts.clear()  # from problems to measures: another list, not one inside the first
                end = match.end()
                before = counts[-1] if counts else 0
                if _take(counts, number) or match["free"] is None:
                    continue
                start = match.start("n")
                if not counts and _begun_otherwise(passages, passage, start):
                    counts.append(number)
                    continue
                clause = _CLAUSE().match(passage.text, start)
                quote = clause[0] if clause else match[0]
                yield _gap("S201", passage, start, match["n"], before, quote, f"{_numeral(number - 1)}是")
                counts[:] = [number]


def _take(counts: list[int], number: int) -> bool:
    """Whether a number begins a list or goes on with one that is open; the open lists are kept from outer to inner."""
    if number == 1:
        counts.append(1)
        return True
    for depth in range(len(counts) - 1, -1, -1):
        if counts[depth] == number - 1:
            counts[depth:] = [number]
            return True
    return False


_OTHER_BEGINNING = (
    "首先",
    "第一",
    "其一",
    "一方面",
    "一要",
    "一、",
    "1.",
    "1、",
    "（一）",
    "（1）",
    "①",
    "一为",
    "一在",
    "一则",
)


def _begun_otherwise(passages: list[Passage], passage: Passage, start: int) -> bool:
    """Whether a list that seems to begin in its middle may have begun in other words."""
    before = "".join(p.text for p in passages[: passages.index(passage)]) + passage.text[:start]
    return _has(before, _OTHER_BEGINNING) or "一" in passage.text[:start]


def _numeral(number: int) -> str:
    return next((text for text, n in _NUMERALS.items() if n == number), str(number))


@rule(
    "S202",
    "（一）（二）（三）缺号或者重号",
    severity="warning",
    source="GB/T 9704—2012《党政机关公文格式》",
    bad="（一）主动公开……（三）政府信息管理……",
    good="（一）主动公开……（二）依申请公开……（三）政府信息管理……",
)
def broken_heads(case: Case) -> Iterator[Finding]:
    """段首的（一）（二）（三）依次编号；每遇（一）重新计数。"""
    yield from _broken_starts(case.report, _HEAD(), "S202", "（{}）")


@rule(
    "S203",
    "1.2.3.缺号或者重号",
    severity="warning",
    source="GB/T 9704—2012《党政机关公文格式》",
    bad="1.扩大范围……3.加强培训……",
    good="1.扩大范围……2.加强培训……",
)
def broken_items(case: Case) -> Iterator[Finding]:
    """段首的1.2.3.依次编号；每遇1或者上一级标题重新计数。"""
    yield from _broken_starts(case.report, _ITEM(), "S203", "{}.")


def _broken_starts(report: Report, pattern: re.Pattern[str], code: str, form: str) -> Iterator[Finding]:
    for _, passages in _narrative(report):
        last = 0
        for passage in passages:
            match = pattern.match(passage.text)
            if match is None:
                if code == "S203" and _HEAD().match(passage.text):
                    last = 0
                continue
            number = int(match["n"]) if match["n"].isdigit() else _NUMERALS[match["n"]]
            if number not in (1, last + 1):
                missing = form.format(number - 1 if code == "S203" else _numeral(number - 1))
                clause = _CLAUSE().match(passage.text, match.end())
                quote = passage.text[match.start("n") - (code == "S202") : match.end()] + (clause[0] if clause else "")
                yield _gap(code, passage, match.start("n"), match["n"], last, quote.strip(), missing)
            last = number


_N = "(?P<n>十?[一二三四五六七八九]|十)"
_FREE = r"(?:^|(?<=[。；;：:，,\s]))"
_LISTS: tuple[tuple[str, Callable[[], re.Pattern[str]], str], ...] = (
    ("一要", lazy(rf"{_FREE}{_N}要(?![求素点领件闻塞职害是么])"), "{}要"),
    ("第一", lazy(rf"(?:^|(?<=[。；;：:\s]))第{_N}[，：](?!第)"), "第{}"),
    ("其一", lazy(rf"{_FREE}其{_N}[，：是]"), "其{}"),
    ("（一）", lazy(rf"(?<=[。；;：:])（{_N}）(?!项)"), "（{}）"),
    ("1.", lazy(r"(?:^|(?<=[。；;：:]))(?P<n>\d{1,2})[.．](?!\d)"), "{}."),
    ("（1）", lazy(r"(?:^|(?<=[。；;：:]))（(?P<n>\d{1,2})）(?!项)"), "（{}）"),
)
"""Other lists: what their first item holds, the pattern of an item, how an item is named."""


@rule(
    "S204",
    "“第一、第二”等序号缺号或者重号",
    severity="warning",
    source="GB/T 9704—2012《党政机关公文格式》；公文写作惯例",
    bad="一要加强学习；三要落实专人。",
    good="一要加强学习；二要落实专人。",
)
def broken_lists(case: Case) -> Iterator[Finding]:
    """“一要、二要”“第一，第二，”“其一，其二，”和行文里的（一）（二）、（1）（2）依次编号，从第一项起核对。"""
    for _, passages in _narrative(case.report):
        for first, pattern, form in _LISTS:
            if any(first in passage.text for passage in passages):
                yield from _broken_list(passages, pattern(), form, within_paragraph=first in ("（一）", "1."))


def _broken_list(
    passages: list[Passage], pattern: re.Pattern[str], form: str, *, within_paragraph: bool
) -> Iterator[Finding]:
    counts: list[int] = []
    for passage in passages:
        if within_paragraph:
            counts.clear()
        for match in pattern.finditer(passage.text):
            arabic = match["n"].isdigit()
            number = int(match["n"]) if arabic else _NUMERALS[match["n"]]
            before = counts[-1] if counts else 0
            if _take(counts, number) or not before:
                continue
            clause = _CLAUSE().match(passage.text, match.end())
            missing = form.format(number - 1 if arabic else _numeral(number - 1))
            quote = match[0] + (clause[0] if clause else "")
            yield _gap("S204", passage, match.start(), match["n"], before, quote, missing)
            counts[:] = [number]


# -- leftovers ------------------------------------------------------------------------------------------

_LEFTOVER_WORDS = (
    *("表格", "填", "编写", "编制", "格式", "写作", "文本", "模板", "示例", "样例", "参考", "范文"),
    *(
        "请各单位",
        "请逐项",
        "请如实",
        "请据实",
        "请根据实际",
        "请按实际",
        "请自行",
        "（此处",
        "(此处",
        "（这里",
        "（以下",
        "（下同",
        "（可",
    ),
)
_LEFTOVER = lazy(
    r"[该此本]部分(?:内容)?(?:主要)?(?:以|用|采用|通过|按照?)表格(?:的?(?:形式|方式)(?:报告|填报|填写|体现|呈现|反映|表述|公布|公开)?|填写|填报)"
    r"|(?:填报|填表|填写|编写|编制|格式|写作)(?:说明|要求|提示)(?=[：:])"
    r"|(?:参考|示例|样例)(?:文本|模板|格式)(?=[：:）])|（(?:示例|样例|模板|参考|范文|供参考|仅供参考)）"
    r"|请(?:各单位|逐项|如实|据实|根据实际|按实际|自行)[^。；，]{0,12}(?:填写|填报|补充|修改|删除|调整)"
    r"|[（(](?:此处|这里|以下|下同|可)[^（）()]{0,12}(?:填写|填报|略|删除|补充|自行)[^（）()]{0,12}[）)]"
)


@rule(
    "S301",
    "格式的填报说明没有删除",
    severity="warning",
    source=_FORM,
    bad="二、主动公开政府信息情况　该部分以表格形式报告。",
    good="二、主动公开政府信息情况　（直接列表）",
)
def leftover_instruction(case: Case) -> Iterator[Finding]:
    """格式里告诉人怎样填写的话，不是报告的内容。"""
    if not _has(case.report.words, _LEFTOVER_WORDS):
        return
    for passage in case.report.passages:
        for match in _LEFTOVER().finditer(passage.text):
            yield Finding(
                code="S301",
                severity="warning",
                where=passage.where,
                message=f"“{match[0]}”是格式的填报说明",
                mend="删去这一句",
                quote=match[0],
                slot=passage.slot_at(match.start()),
            )


# -- the report's title ---------------------------------------------------------------------------------


def _title(code: str, severity: Severity, report: Report, message: str, mend: str) -> Finding:
    return Finding(code, severity, "标题", message, mend, quote=report.title or None)


def _expected_title(report: Report) -> str:
    return f"{report.unit or '机关名称'}{report.year or 'YYYY'}年{REPORT_NAME}"


@rule(
    "S401",
    "标题里的“年度”重复",
    severity="advice",
    source=f"{_FORM}；标题为机关名称加YYYY年加政府信息公开工作年度报告",
    bad="青禾县柳桥镇2023年度政府信息公开工作年度报告",
    good="青禾县柳桥镇2023年政府信息公开工作年度报告",
)
def doubled_year_in_title(case: Case) -> Iterator[Finding]:
    """“2023年度……年度报告”说了两遍年度。"""
    if re.search(r"年度.*年度(?:工作)?报告", case.report.title):
        yield _title("S401", "advice", case.report, "标题里“年度”用了两次", f"改为“{_expected_title(case.report)}”")


@rule(
    "S402",
    "标题的报告名称不全",
    severity="warning",
    source=f"{_FORM}；标题为机关名称加YYYY年加政府信息公开工作年度报告",
    bad="青禾县柳桥镇2023年信息公开工作年度报告",
    good="青禾县柳桥镇2023年政府信息公开工作年度报告",
)
def incomplete_name_in_title(case: Case) -> Iterator[Finding]:
    """报告的名称是“政府信息公开工作年度报告”，不漏“政府”和“年度”。只漏“工作”的，见S403。"""
    title = _close(case.report.title)
    if not title or "报告" not in title:
        return
    lost = [word for word in ("政府信息公开", "年度") if word not in title]
    if lost:
        words = "、".join(f"“{'政府' if word != '年度' and '信息公开' in title else word}”" for word in lost)
        yield _title("S402", "warning", case.report, f"标题缺{words}", f"改为“{_expected_title(case.report)}”")


@rule(
    "S403",
    "标题与格式不一致",
    severity="advice",
    source=f"{_FORM}；标题为机关名称加YYYY年加政府信息公开工作年度报告",
    bad="青禾县柳桥镇2023年政府信息公开年度报告",
    good="青禾县柳桥镇2023年政府信息公开工作年度报告",
)
def loose_name_in_title(case: Case) -> Iterator[Finding]:
    """报告的名称漏“工作”，或者用了“年报”等别的叫法。"""
    title = _close(case.report.title)
    if title and REPORT_NAME not in title and "政府信息公开" in title and ("年度" in title or "报告" not in title):
        yield _title(
            "S403",
            "advice",
            case.report,
            f"标题里没有“{REPORT_NAME}”",
            f"改为“{_expected_title(case.report)}”",
        )


@rule(
    "S404",
    "标题里没有机关名称或者年份",
    severity="warning",
    source=f"{_FORM}；标题为机关名称加YYYY年加政府信息公开工作年度报告",
    bad="2023年政府信息公开工作年度报告",
    good="青禾县柳桥镇2023年政府信息公开工作年度报告",
)
def title_without_organ_or_year(case: Case) -> Iterator[Finding]:
    """标题要写明是哪个机关、哪一年的报告。"""
    report = case.report
    title = _close(report.title)
    if not title:
        yield _title("S404", "warning", report, "没有找到报告的标题", f"标题写作“{_expected_title(report)}”")
        return
    lost = []
    if not re.search(r"(?:19|20)\d\d|二[〇○零Oo0]", title):
        lost.append("年份")
    before = re.split(r"政府信息|信息公开|政务公开", title)[0]
    if not re.sub(r"[\d〇○零一二三四五六七八九十年度关于的（）()]", "", before):
        lost.append("机关名称")
    if lost:
        yield _title("S404", "warning", report, f"标题里没有{'和'.join(lost)}", f"标题写作“{_expected_title(report)}”")


# -- what the sections must say -------------------------------------------------------------------------


def _text(report: Report, key: str) -> str:
    section = report.section(key)
    return "" if section is None else "\n".join(paragraph.text for paragraph in section.paragraphs)


@rule(
    "S501",
    "文字部分没有内容",
    severity="warning",
    source=_FORM,
    bad="六、其他需要报告的事项（下面空白）",
    good="六、其他需要报告的事项　2023年未收取信息处理费。",
)
def empty_section(case: Case) -> Iterator[Finding]:
    """第一、五、六部分是文字，不能空着；没有内容的也要写明。"""
    report = case.report
    for wanted in report.form.sections:
        section = report.section(wanted.key)
        if (
            wanted.table is None
            and section is not None
            and not section.tables
            and not _text(report, wanted.key).strip()
        ):
            yield Finding(
                code="S501",
                severity="warning",
                where=place_of(section),
                message=f"“{section.title}”下面没有内容",
                mend="补写内容；确实没有的，写明“无”",
            )


_PREAMBLE_TALK = lazy(
    r"编制|本报告|年度报告|统计(?:期限|时限|时间)|电子版|联系(?:电话|地址|人)|与[^。]{2,40}联系|邮编|邮政编码|下载|现(?:将|向)[^。]{0,40}公布"
)
_WORK = (
    "主动公开",
    "依申请",
    "申请",
    "公布",
    "发布",
    "推送",
    "解读",
    "回应",
    "更新",
    "网站",
    "平台",
    "公众号",
    "新媒体",
    "公开栏",
    "公示栏",
    "专区",
    "规范性文件",
    "培训",
    "考核",
    "审查",
    "制度",
    "机制",
    "推进",
    "落实",
    "贯彻",
    "学习",
    "组织",
    "加强",
    "完善",
)


@rule(
    "S502",
    "总体情况只有编制说明",
    severity="warning",
    source=_FORM,
    bad="一、总体情况　本报告根据条例编制，统计期限自1月1日至12月31日。（此外没有内容）",
    good="编制说明之后写主动公开、依申请公开等五个方面的情况",
)
def overview_of_nothing(case: Case) -> Iterator[Finding]:
    """编制依据、统计期限、联系方式不是总体情况；这一部分要写本机关一年来的工作。"""
    report = case.report
    section = report.section("overview")
    if section is None or not section.paragraphs:
        return
    sentences = [
        part for paragraph in section.paragraphs for part in re.split(r"(?<=[。！？])", paragraph.text) if part.strip()
    ]
    if sentences and all(_PREAMBLE_TALK().search(s) and not _has(_without_titles(s), _WORK) for s in sentences):
        yield Finding(
            code="S502",
            severity="warning",
            where=place_of(section),
            message="这一部分只有编制依据、统计期限等说明，没有写工作情况",
            mend="补写主动公开、依申请公开、政府信息管理、平台建设、监督保障五个方面的情况",
        )


def _without_titles(text: str) -> str:
    """Text without quoted titles, and without the sections that a preamble lists."""
    text = re.sub(r"《[^》]*》|（[^）]*）", "", text)
    return re.sub(r"(?:包括|由|分为|共)[^。]{0,160}部分[^。，]{0,6}", "", text)


LONGEST_OVERVIEW = 1000
"""Characters of section one that a provincial notice allows in principle."""


@rule(
    "S503",
    "总体情况过长",
    severity="advice",
    source="部分省、市的年度报告编制通知：总体情况原则上不超过1000字",
    bad="总体情况3600字",
    good="总体情况900字，五个方面各说数据和做法",
)
def long_overview(case: Case) -> Iterator[Finding]:
    """总体情况简明客观，原则上不超过1000字；当地另有规定的从其规定。"""
    section = case.report.section("overview")
    length = len(_close(_text(case.report, "overview")))
    if section is not None and length > LONGEST_OVERVIEW:
        yield Finding(
            code="S503",
            severity="advice",
            where=place_of(section),
            message=f"这一部分{length}字，超过{LONGEST_OVERVIEW}字",
            mend="删去套话和重复的内容，留下数据和做法",
            found=length,
            expected=LONGEST_OVERVIEW,
        )


_ASPECTS: Mapping[str, tuple[str, ...]] = {
    "主动公开": ("主动公开", "公开信息", "公开各类信息", "公开政府信息", "公开各类政府信息", "发布", "公布"),
    "依申请公开": ("申请",),
    "政府信息管理": ("管理", "规范性文件", "审查", "审核", "目录", "清理", "三审"),
    "政府信息公开平台建设": ("平台", "网站", "新媒体", "公众号", "专区", "专栏", "栏目", "公开栏", "公示栏", "公报"),
    "监督保障": ("监督", "考核", "培训", "评议", "追究", "检查", "保障", "领导小组", "责任"),
}


@rule(
    "S504",
    "总体情况缺少应写的方面",
    severity="advice",
    source=_FORM,
    bad="总体情况只写了主动公开和依申请公开",
    good="主动公开、依申请公开、政府信息管理、平台建设、监督保障各有一段",
)
def missing_aspects(case: Case) -> Iterator[Finding]:
    """总体情况概述五个方面：主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障。"""
    section = case.report.section("overview")
    text = _text(case.report, "overview")
    if section is None or not text.strip():
        return
    missing = [name for name, words in _ASPECTS.items() if not _has(text, words)]
    if missing:
        yield Finding(
            code="S504",
            severity="advice",
            where=place_of(section),
            message=f"没有写到{'、'.join(missing)}",
            mend="每个方面补写一两句，写实际做了什么、多少",
            expected="、".join(missing),
        )


_MEASURE = (
    "将",
    "拟",
    "下一步",
    "今后",
    "措施",
    "改进",
    "整改",
    "加强",
    "加大",
    "完善",
    "优化",
    "提升",
    "提高",
    "推进",
    "推动",
    "强化",
    "健全",
    "规范",
    "落实",
    "建立",
    "组织",
    "开展",
    "丰富",
    "拓展",
    "拓宽",
    "制定",
    "培训",
    "已",
    "计划",
    "逐",
    "每日",
    "每周",
    "每月",
    "每季",
    "督促",
    "安排",
    "持续",
    "定期",
    "补齐",
    "增加",
    "增强",
    "明确",
    "指导",
    "编写",
    "制作",
    "继续",
    "努力",
    "争取",
)


@rule(
    "S505",
    "只有问题，没有改进",
    severity="warning",
    source=_FORM,
    bad="五、存在的主要问题及改进情况　公开内容不够全面。",
    good="五、存在的主要问题及改进情况　公开内容不够全面。将对照目录逐项补齐。",
)
def problems_without_measures(case: Case) -> Iterator[Finding]:
    """第五部分既写问题，也写改进情况。"""
    section = case.report.section("problems")
    text = _text(case.report, "problems").strip()
    if section is None or len(text) < 6 or (len(text) <= 40 and _NOTHING().fullmatch(_close(text))):
        return
    if not _has(text, _MEASURE):
        yield Finding(
            code="S505",
            severity="warning",
            where=place_of(section),
            message="只写了问题，没有写改进情况",
            mend="对每个问题写明做了什么、下一步做什么",
            quote=text[:20],
        )


_NOTHING = lazy(
    r"(?:\d{4}年度?，?)?(?:我?[镇乡局县区市委办厅]|本[单位机关]+|街道)?(?:存在的(?:主要)?问题[：:及]?)?(?:改进(?:情况|措施)[：:]?)?"
    r"(?:暂?无|没有|暂?不存在|未发现)(?:存在)?(?:的|任何|明显)?(?:主要)?(?:问题|情况)?[。；]?(?:改进(?:情况|措施)[：:]无。?)?"
)


@rule(
    "S506",
    "第五部分写“无”",
    severity="warning",
    source="国办公开办函〔2021〕30号：内容敷衍塞责的，可以追究责任",
    bad="五、存在的主要问题及改进情况　无。",
    good="写一两个具体问题，逐项写改进情况",
)
def no_problem_stated(case: Case) -> Iterator[Finding]:
    """“无问题”通常被视为敷衍；写本机关当年的具体问题和改进情况。"""
    section = case.report.section("problems")
    text = _close(_text(case.report, "problems"))
    if section is not None and 0 < len(text) <= 40 and _NOTHING().fullmatch(text):
        yield Finding(
            code="S506",
            severity="warning",
            where=place_of(section),
            message=f"这一部分只写了“{text}”",
            mend="写一两个具体问题，逐项写改进情况",
            quote=_text(case.report, "problems").strip(),
        )


_PROBLEM = (
    "问题",
    "不足",
    "不够",
    "不高",
    "不强",
    "不全",
    "不及时",
    "欠缺",
    "薄弱",
    "滞后",
    "单一",
    "有待",
    "仍需",
    "尚需",
    "差距",
    "缺乏",
    "偏少",
    "较少",
    "不深",
    "不快",
    "不到位",
    "不规范",
    "不平衡",
    "不完善",
    "不便",
    "困难",
    "短板",
    "弱",
    "慢",
    "少",
    "未能",
    "亟待",
    "需要",
)


@rule(
    "S507",
    "第五部分没有写问题",
    severity="advice",
    source=_FORM,
    bad="五、存在的主要问题及改进情况　下一步将加强培训。",
    good="五、存在的主要问题及改进情况　经办人员业务还不熟。下一步将按季度培训。",
)
def measures_without_problems(case: Case) -> Iterator[Finding]:
    """第五部分先写本机关当年的具体问题，再写改进情况。"""
    section = case.report.section("problems")
    text = _text(case.report, "problems").strip()
    if section is not None and len(text) >= 6 and not _has(text, _PROBLEM):
        yield Finding(
            code="S507",
            severity="advice",
            where=place_of(section),
            message="没有写存在什么问题",
            mend="写出本机关当年的具体问题，与措施一一对应",
        )


@rule(
    "S508",
    "没有报告信息处理费",
    severity="advice",
    source="国办函〔2020〕109号《政府信息公开信息处理费管理办法》",
    bad="六、其他需要报告的事项　无。",
    good="六、其他需要报告的事项　2023年未收取信息处理费。",
)
def fees_not_reported(case: Case) -> Iterator[Finding]:
    """收取信息处理费的情况要列入年度报告，写在第六部分；没有收取的写明未收取。"""
    report = case.report
    section = report.section("other")
    if section is None or report.edition == "2019":
        return
    if not _has(report.narrative, ("处理费", "收费", "收取", "费用")):
        yield Finding(
            code="S508",
            severity="advice",
            where=place_of(section),
            message="没有写信息处理费的收取情况",
            mend="写明发出收费通知的件数和总金额、实际收取的总金额；没有收取的，写“未收取信息处理费”",
            figure="facts.fee_notices",
        )


_DUTIES: Mapping[str, tuple[str, ...]] = {
    "工作考核": ("考核", "考评", "考绩"),
    "社会评议": ("评议", "评价", "评估", "满意度", "测评"),
    "责任追究": ("追究", "追责", "问责", "责任倒查"),
}


@rule(
    "S509",
    "没有写考核、评议、责任追究",
    severity="advice",
    source=f"{_ARTICLE_50}第一款第四项",
    bad="（县政府的报告）监督保障只写了培训",
    good="将政府信息公开纳入年度考核，组织社会评议1次，未发生责任追究情形",
)
def duties_of_governments(case: Case) -> Iterator[Finding]:
    """各级人民政府的年度报告还应当有工作考核、社会评议和责任追究结果情况。部门和街道办事处不在其列。"""
    report = case.report
    if report.kind is None or not KINDS[report.kind].is_government or report.section("overview") is None:
        return
    missing = [name for name, words in _DUTIES.items() if not _has(report.narrative, words)]
    if missing:
        yield Finding(
            code="S509",
            severity="advice",
            where=place_of(report.section("overview") or report.sections[0]),
            message=f"没有写{'、'.join(missing)}的情况",
            mend="各写一句结果，如“未发生责任追究情形”",
            expected="、".join(missing),
        )


_PARTS = lazy(
    r"(?:包括|包含|分为|由|内容为|共有?|组成)(?P<list>[^。]{20,220}?)等?(?P<n>[五六七5-7])个?(?:大|方面)?部分"
)
_SAYS_PARTS = tuple(f"{n}{word}部分" for n in "五六七567" for word in ("", "个", "大", "个大", "方面", "个方面"))
_LISTED: tuple[tuple[str, str], ...] = (
    ("overview", r"总体|概述|概况|基本情况"),
    ("disclosure", r"主动公开"),
    ("requests", r"收到和处理|依申请|申请(?:的)?办理|处理[^、，]{0,10}申请"),
    ("disputes", r"复议|诉讼"),
    ("problems", r"问题|不足|改进"),
    ("other", r"其[他它](?:需要)?(?:报告|说明|汇报)?(?:的)?(?:重要)?(?:事项|情况|内容)"),
)


@rule(
    "S510",
    "说有六个部分，列出的不足六个",
    severity="warning",
    source=_FORM,
    bad="本报告由总体情况、主动公开政府信息情况……存在的主要问题及改进情况等六部分组成（没有列其他需要报告的事项）",
    good="六部分的名称与正文一致，或者不逐一列举",
)
def parts_miscounted(case: Case) -> Iterator[Finding]:
    """开头说明报告由几部分组成时，数目与列出的名称一致。"""
    for passage in case.report.passages:
        if passage.section not in ("preamble", "overview") or not _has(passage.text, _SAYS_PARTS):
            continue
        match = _PARTS().search(passage.text)
        if match is None:
            continue
        missing = [key for key, pattern in _LISTED if not re.search(pattern, match["list"])]
        if match["n"] in "六6" and 1 <= len(missing) <= 2:
            names = "、".join(case.report.form.section(key).title for key in missing)
            yield _parts(passage, match, f"说有六部分，没有列出“{names}”", "补上漏列的部分")
        elif match["n"] not in "六6" and not missing:
            yield _parts(passage, match, f"列了六部分，却说有{match['n']}部分", "改为六部分")


def _parts(passage: Passage, match: re.Match[str], message: str, mend: str) -> Finding:
    at = match.start("n")
    quote = passage.text[max(match.start(), at - 12) : match.end()]
    return Finding("S510", "warning", passage.where, message, mend, quote=quote, slot=passage.slot_at(at))


@rule(
    "S511",
    "段落重复",
    severity="warning",
    source="国办公开办函〔2021〕30号：内容雷同的，可以追究责任",
    bad="同一段话在总体情况里出现两次",
    good="每段话只出现一次",
)
def repeated_paragraph(case: Case) -> Iterator[Finding]:
    """同一段话在报告里出现两次，多半是粘贴时重复。"""
    seen: dict[str, Passage] = {}
    for passage in case.report.passages:
        words = re.sub(r"\s|^（.{1,2}）|^\d{1,2}[.、]", "", passage.text)
        if len(words) < 25:
            continue
        if words in seen:
            yield _repeated("S511", "warning", passage, seen[words], passage.text)
        else:
            seen[words] = passage


def _repeated(code: str, severity: Severity, passage: Passage, first: Passage, text: str) -> Finding:
    quote = text.strip()[:30]
    return Finding(
        code,
        severity,
        passage.where,
        f"“{quote}……”与{first.where}重复",
        "删去重复的一处",
        quote=quote,
        slot=passage.slot_at(0),
    )


@rule(
    "S512",
    "句子重复",
    severity="advice",
    source="国办公开办函〔2021〕30号：内容雷同的，可以追究责任",
    bad="同一句话在主动公开和平台建设两段里各出现一次",
    good="同一件事只说一次",
)
def repeated_sentence(case: Case) -> Iterator[Finding]:
    """同一句长话在两个段落里出现。整段重复的见S511。"""
    seen: dict[str, Passage] = {}
    paragraphs: set[str] = set()
    for passage in case.report.passages:
        if passage.text in paragraphs:
            continue
        paragraphs.add(passage.text)
        for sentence in re.split(r"[。；！？]", passage.text):
            words = _close(sentence)
            if len(words) < 25:
                continue
            if words in seen:
                yield _repeated("S512", "advice", passage, seen[words], sentence)
                return
            seen[words] = passage


_PLAN = lazy(r"整改措施|改进措施|下一步|今后")


@rule(
    "S513",
    "下一步的安排写成报告年度",
    severity="advice",
    source="公文写作惯例：年度报告在次年公布，下一步指次年",
    bad="（2023年的报告）整改措施。2023年我局加大培训力度……",
    good="（2023年的报告）改进措施。2024年我局加大培训力度……",
)
def plan_for_past_year(case: Case) -> Iterator[Finding]:
    """第五部分说下一步的那一段里，“2023年我局加大……”写的是已经过去的报告年度，多半应为下一年，或者是已做的改进。"""
    report = case.report
    if report.year is None:
        return
    for passage in report.passages:
        plan = _PLAN().search(passage.text) if passage.section == "problems" else None
        if plan is None or f"{report.year}年" not in passage.text:
            continue
        this = re.compile(
            rf"(?<!\d){report.year}年度?，?(?:我[\u4e00-\u9fff]|本[\u4e00-\u9fff]{{2}})?(?:将|加大|加强|要|继续|进一步|拟|计划)"
        )
        match = this.search(passage.text, plan.end())
        if match:
            yield Finding(
                code="S513",
                severity="advice",
                where=passage.where,
                message=f"“{match[0]}”：下一步的安排写成了报告的年度",
                mend=f"计划改为{report.year + 1}年；已经做的，写明做了什么",
                quote=match[0],
                slot=passage.slot_at(match.start()),
            )
