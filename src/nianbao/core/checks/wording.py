"""W: wording and typography. W1 and W9 are rules kept as data, W2 and W3 are rules that need a program.

Sources: GB/T 15834—2011 (punctuation), GB/T 15835—2011 (numerals), GB/T 9704—2012 (official documents),
the wording rules of the phrase bank with the reason of each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from nianbao.core.findings import Case, Finding, Severity, rule
from nianbao.core.kinds import default_self
from nianbao.core.lazy import lazy
from nianbao.core.report import Passage, Report, place_of
from nianbao.core.wording import OWN_CODES, WordingRule, rules_by_code

# -- rules kept as data ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of wording rules that share a subject: the digits that begin their codes, what it is about,
    where it is said, and for each severity an example that is hit and the same put right."""

    prefix: str
    name: str
    about: str
    source: str
    examples: dict[Severity, tuple[str, str]]


_LAW = "《中华人民共和国政府信息公开条例》（国务院令第711号）、国办公开办函〔2021〕30号"
_DIGITS: dict[Severity, str] = {"error": "1", "warning": "2", "advice": "3"}
TOPICS: tuple[Topic, ...] = (
    Topic(
        "W10",
        "错别字和易混词",
        "写错的字、用错的词，如“布署”应为“部署”，“其它”应为“其他”。",
        "《现代汉语词典》，党政机关公文用字",
        {
            "error": ("按统一布署推进", "按统一部署推进"),
            "warning": ("其它情形2件", "其他情形2件"),
            "advice": ("核对申请人身分", "核对申请人身份"),
        },
    ),
    Topic(
        "W11",
        "重复和赘余",
        "同一个字、词、标点连写两遍，或者意思重复的词叠用。",
        "公文写作惯例；GB/T 15834—2011《标点符号用法》",
        {
            "warning": ("规范审核审核发布机制", "规范审核发布机制"),
            "advice": ("目的是为了方便查阅", "目的是方便查阅"),
        },
    ),
    Topic(
        "W12",
        "法规、文件的名称和文号",
        "条例、格式、通知的名称和文号要与原件一字不差；文号的年份用六角括号〔〕。",
        f"{_LAW}；GB/T 9704—2012《党政机关公文格式》",
        {
            "error": ("国务院令第711条", "国务院令第711号"),
            "warning": ("国务院令711号", "国务院令第711号"),
            "advice": ("国办发〔2018〕第37号", "国办发〔2018〕37号"),
        },
    ),
    Topic(
        "W13",
        "过时和颠倒的提法",
        "条例2019年修订以前的提法，以及漏字后意思颠倒的提法。",
        "《中华人民共和国政府信息公开条例》第五条、第二十七条；国办函〔2020〕109号",
        {
            "error": ("公开是常态，公开是例外", "公开是常态，不公开是例外"),
            "warning": ("坚持以公开为原则、不公开为例外", "坚持以公开为常态、不公开为例外"),
            "advice": ("未收取检索、复制、邮寄费用", "未收取信息处理费"),
        },
    ),
    Topic(
        "W14",
        "时间的说法",
        "“截至”和“截止”的区别，“今年”“去年”等在次年公布时会指错年份的说法，年份和日期的写法。",
        "《现代汉语词典》；GB/T 15835—2011《出版物上数字用法》；GB/T 9704—2012《党政机关公文格式》",
        {
            "warning": ("统计期限截止2023年12月31日", "统计期限截至2023年12月31日"),
            "advice": ("比去年增加3件", "比上年增加3件"),
        },
    ),
    Topic(
        "W15",
        "标点和空格",
        "汉字中间用全角标点、弯引号，书名号里层用〈 〉，数字与汉字之间不空格。",
        "GB/T 15834—2011《标点符号用法》",
        {
            "warning": ("公开信息,其中网站60条", "公开信息，其中网站60条"),
            "advice": ("2023 年公开80条", "2023年公开80条"),
        },
    ),
    Topic(
        "W16",
        "数字和计量",
        "数字的写法、计量单位，减少不用倍数，与上年比较要有数字。",
        "GB/T 15835—2011《出版物上数字用法》；国办公开办函〔2021〕30号",
        {
            "warning": ("收到政府信息公开申请7条", "收到政府信息公开申请7件"),
            "advice": ("收到政府信息公开申请0件", "未收到政府信息公开申请"),
        },
    ),
    Topic(
        "W17",
        "外文和文体",
        "中文行文里夹的外文词；向上汇报、请示的口气；泛指别处的套话。",
        "公文写作惯例",
        {
            "warning": ("增强公开的意识 and 能力", "增强公开的意识和能力"),
            "advice": ("部分地区公开不及时", "部分村（社区）公开不及时"),
        },
    ),
    Topic(
        "W18",
        "残留的提示语、占位符和代码",
        "范本的提示语、没有替换的占位符、粘贴时带入的网页代码和乱码。",
        "公文写作惯例",
        {
            "error": ("公布（具体重大政策名称）3件", "公布乡村振兴政策3件"),
            "warning": ("数据待补充", "全年公开80条"),
        },
    ),
    Topic(
        "W19",
        "固定提法",
        "固定的政治用语和法定表格的名称，漏字、错字是最严重的差错。",
        "有关文件原文；国办公开办函〔2021〕30号",
        {
            "error": ("以人民中心的发展思想", "以人民为中心的发展思想"),
            "warning": ("坚决做到“两个拥护”", "坚决做到“两个维护”"),
        },
    ),
    Topic(
        "W90",
        "本单位补充的措辞规则",
        "自备措辞文件夹里没有写代码的规则。",
        "各条规则自己的依据",
        {
            "error": ("（由补充的规则定）", "（由补充的规则定）"),
            "warning": ("（由补充的规则定）", "（由补充的规则定）"),
            "advice": ("（由补充的规则定）", "（由补充的规则定）"),
        },
    ),
)


def _register(topic: Topic, severity: Severity) -> None:
    code = f"{topic.prefix}{_DIGITS[severity]}"

    def check(case: Case) -> Iterator[Finding]:
        return data_findings(case, code)

    check.__name__ = f"wording_{code.lower()}"
    check.__doc__ = f"{topic.about}规则写在措辞库的wording.yaml里，可以增减。"
    bad, good = topic.examples[severity]
    rule(code, f"措辞：{topic.name}", severity=severity, source=topic.source, bad=bad, good=good)(check)


for _topic in TOPICS:
    for _severity in _topic.examples:
        _register(_topic, _severity)
assert all(code in {f"W90{digit}" for digit in _DIGITS.values()} for code in OWN_CODES.values())


def data_findings(case: Case, code: str) -> Iterator[Finding]:
    """The hits of the wording rules of a code. The same words are said once, with their number; advice once a rule."""
    rules = rules_by_code(case.wording).get(code, ())
    if not rules:
        return
    report = case.report
    for wording in rules:
        if wording.may_hit(report.words, report.characters):
            yield from _hits(wording, report.lines)


def _hits(wording: WordingRule, passages: tuple[Passage, ...]) -> Iterator[Finding]:
    first: dict[str, tuple[Passage, int, int]] = {}
    count: Counter[str] = Counter()
    for passage in passages:
        for start, end in wording.hits(passage.text):
            words = "" if wording.severity == "advice" else passage.text[start:end]
            first.setdefault(words, (passage, start, end))
            count[words] += 1
    for words, (passage, start, end) in first.items():
        quote = in_context(passage.text, start, end)
        more = f"（共{count[words]}处）" if count[words] > 1 else ""
        yield Finding(
            code=wording.code,
            severity=wording.severity,
            where=passage.where,
            message=f"“{quote}”：{wording.reason}{more}",
            mend=mend_of(wording),
            quote=quote,
            slot=passage.slot_at(start),
        )


_INSTRUCTION = lazy(r"^(改|用|补|删|只留|去掉|写|填|恢复|前后|月、日|里层|中间)")


def mend_of(wording: WordingRule) -> str:
    """How to mend a hit: an instruction as it stands, or the words to write instead."""
    return wording.suggest if _INSTRUCTION().match(wording.suggest) else f"改为“{wording.suggest}”"


_BARE_MARK = lazy(r"[\W_]+|\w")


def in_context(text: str, start: int, end: int) -> str:
    """The words found; marks, spaces and single characters with some characters on either side."""
    if end - start > 3 or not _BARE_MARK().fullmatch(text, start, end):
        return text[start:end]
    start, end = max(0, start - 3), end + 3
    while start > 0 and text[start].isdigit() and text[start - 1].isdigit():
        start -= 1
    return text[start:end].strip()


# -- what the unit calls itself -------------------------------------------------------------------------

_SELF = lazy(
    r"(?:(?<![自忘唯敌])我|(?<![样基根版资成标文课读副原])本(?=局(?!部)|镇|乡(?!本土)|街道))("
    r"街道(?:办事处)?|镇|乡|局(?![限部势面促外])|委(?![托派屈婉任])|"
    r"办(?![理公事结好法案学成税])|厅|县|市(?![场民值])|区(?![别分域间])|旗"
    r")"
)
_QUOTED = lazy(r"“[^”]*”|《[^》]*》|「[^」]*」")
_OFFICES = frozenset("局委厅")
_TOWNS = frozenset({"镇", "乡", "街道"})


@rule(
    "W201",
    "自称与本机关不符",
    severity="warning",
    source="公文写作惯例：一份报告只用一种自称，并与机关类型一致",
    bad="（镇政府的报告）我局通过公示栏公布信息62条",
    good="我镇通过公示栏公布信息62条",
)
def foreign_self_name(case: Case) -> Iterator[Finding]:
    """镇的报告自称“我局”、乡的报告自称“我镇”，多半是抄自别的机关。引号、书名号里的不算，“我县”等指所在地的不算。"""
    report = case.report
    named = tuple(self_names(report))
    right, wrong = _expected_selves(report, Counter(name for name, *_ in named))
    if not wrong:
        return
    first: dict[str, tuple[Passage, int]] = {}
    count = Counter(name for name, *_ in named)
    for name, passage, start in named:
        if name in wrong:
            first.setdefault(name, (passage, start))
    for name, (passage, start) in first.items():
        quote = passage.text[start : start + 1 + len(name)]
        more = f"（共{count[name]}处）" if count[name] > 1 else ""
        yield Finding(
            code="W201",
            severity="warning",
            where=passage.where,
            message=f"自称“{quote}”{more}，而报告的机关是{report.unit or '另一类机关'}",
            mend=f"改为“我{right}”，并核对这一段是否抄自别的报告"
            if right
            else "全文统一自称，并核对这一段是否抄自别的报告",
            quote=quote,
            slot=passage.slot_at(start),
        )


def self_names(report: Report) -> Iterator[tuple[str, Passage, int]]:
    """What the report calls its organ after 我 or 本 (镇, 局 …), with the place; not inside quotes and titles."""
    for passage in report.passages:
        if "我" not in passage.text and "本" not in passage.text:
            continue
        quoted = [match.span() for match in _QUOTED().finditer(passage.text)]
        for match in _SELF().finditer(passage.text):
            if not any(start < match.start() < end for start, end in quoted):
                name = "街道" if match[1].startswith("街") else match[1]
                yield name, passage, match.start()


def _expected_selves(report: Report, count: Counter[str]) -> tuple[str, frozenset[str]]:
    """What the organ may be called, and what it surely is not."""
    kind = report.kind
    everyone = _TOWNS | _OFFICES
    if kind in ("乡", "镇"):
        return kind, everyone - {kind}
    if kind == "街道":
        return "街道", everyone - {"街道"}
    if kind is None:
        return _most_used(count, everyone)
    own = default_self(report.unit, kind)[1:]
    if kind.endswith("政府"):
        return own, everyone | _other_area(report.unit)
    if kind.endswith("部门"):
        ours = own if own in _OFFICES and report.unit.endswith((own, f"{own}员会")) else ""
        return ours, _TOWNS | (_OFFICES - {own} if ours else frozenset())
    return "", _TOWNS


def _other_area(unit: str) -> frozenset[str]:
    """A county is no district and a district no county; 我市 may be the city above, 我区 the autonomous region."""
    bare = unit.removesuffix("人民政府")
    if bare.endswith("县"):
        return frozenset({"旗"})
    return frozenset({"县", "旗"}) if bare.endswith("区") and not bare.endswith("自治区") else frozenset()


def _most_used(count: Counter[str], everyone: frozenset[str]) -> tuple[str, frozenset[str]]:
    """Where the kind is not known: the name used most, if it is used at least twice as often as any other."""
    used = [(name, n) for name, n in count.most_common() if name in everyone]
    if len(used) < 2 or used[0][1] < 2 * used[1][1]:
        return "", frozenset()
    return used[0][0], everyone - {used[0][0]}


_NEUTRAL = lazy(r"本单位|本政府部门|本机关(?!不掌握|掌握|负责|制作|保存|职责)")


@rule(
    "W202",
    "两种自称混用",
    severity="advice",
    source="公文写作惯例：一份报告只用一种自称",
    bad="我局公开信息80条……本单位未收到申请",
    good="我局公开信息80条……我局未收到申请",
)
def mixed_self_names(case: Case) -> Iterator[Finding]:
    """“本机关”“本单位”与“我局”“我镇”等在一份报告里混用。法定表格里的“本机关不掌握”等固定用语不算。"""
    report = case.report
    if "本" not in report.characters:
        return
    area = {"县", "市", "区", "旗"}
    own = next((name for name, *_ in self_names(report) if name not in area), None)
    if own is None:
        return
    for passage in report.passages:
        match = _NEUTRAL().search(passage.text)
        if match:
            yield Finding(
                code="W202",
                severity="advice",
                where=passage.where,
                message=f"“{match[0]}”与“我{own}”混用",
                mend=f"全文统一用“我{own}”或者“{match[0]}”",
                quote=match[0],
                slot=passage.slot_at(match.start()),
            )
            return


# -- marks and brackets ---------------------------------------------------------------------------------

_PAIRS = {"）": "（", "”": "“", "’": "‘", "》": "《", "〉": "〈", "】": "【", "〕": "〔"}
_PAIR_MARKS = lazy(r"[（）“”‘’《》〈〉【】〔〕()]")
_ITEM_NUMBER = lazy(r"(?:^|[。；;，,：:、\s])[\d一二三四五六七八九十]{1,2}$")
_WIDE = str.maketrans("()", "（）")


@rule(
    "W301",
    "括号、引号、书名号不成对",
    severity="warning",
    source="GB/T 15834—2011《标点符号用法》",
    bad="按照《条例的规定公开信息",
    good="按照《条例》的规定公开信息",
)
def unbalanced_pairs(case: Case) -> Iterator[Finding]:
    """（）“”《》〈〉【】〔〕要成对；一对可以跨段，不跨部分。“1）”这样的序号不算。"""
    groups: dict[str, list[Passage]] = {}
    for passage in case.report.passages:
        groups.setdefault(passage.where.partition("第")[0], []).append(passage)
    for passages in groups.values():
        for passage, at in _unpaired(passages):
            quote = passage.text[max(0, at - 6) : at + 7]
            yield Finding(
                code="W301",
                severity="warning",
                where=passage.where,
                message=f"“{quote}”中的{passage.text[at]}没有另一半",
                mend="补上另一半，或者删去这一个",
                quote=quote,
                slot=passage.slot_at(at),
            )


def _unpaired(passages: list[Passage]) -> Iterator[tuple[Passage, int]]:
    """Marks without their partner within a section, each kind by itself."""
    waiting: dict[str, list[tuple[Passage, int]]] = {}
    for passage in passages:
        for match in _PAIR_MARKS().finditer(passage.text):
            mark = match[0].translate(_WIDE)
            opening = _PAIRS.get(mark)
            if opening is None:
                waiting.setdefault(mark, []).append((passage, match.start()))
            elif waiting.get(opening):
                waiting[opening].pop()
            elif mark != "）" or not _ITEM_NUMBER().search(passage.text, 0, match.start()):
                yield passage, match.start()
    for left in waiting.values():
        yield from left


_SENTENCE_ENDS = frozenset("。！？：；”’）》…")
_NUMBERED_HEAD = lazy(r"^\s*(（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\d{1,2}[.．、])")


@rule(
    "W302",
    "段末没有标点",
    severity="advice",
    source="GB/T 15834—2011《标点符号用法》",
    bad="全年收到申请26件，均已按期答复申请人，没有引起行政复议和行政诉讼",
    good="全年收到申请26件，均已按期答复申请人，没有引起行政复议和行政诉讼。",
)
def missing_full_stop(case: Case) -> Iterator[Finding]:
    """正文一段以句号等标点结束。标题、落款、日期不算，短于25字或者没有逗号的一段也不算。"""
    for passage in case.report.passages:
        text = passage.text.rstrip()
        if len(text) < 25 or text[-1] in _SENTENCE_ENDS or passage.paragraph.level or "，" not in text:
            continue
        if _NUMBERED_HEAD().match(text) and len(text) < 40:
            continue
        yield Finding(
            code="W302",
            severity="advice",
            where=passage.where,
            message=f"这一段以“{text[-8:]}”结束，没有句号",
            mend="补上句号；如与下一段是同一句，把两段接起来",
            quote=text[-8:],
            slot=passage.slot_at(len(text) - 1),
        )


@rule(
    "W303",
    "小标题末尾用了句号",
    severity="advice",
    source="GB/T 15834—2011《标点符号用法》；GB/T 9704—2012《党政机关公文格式》",
    bad="（一）主动公开情况。（独占一行）",
    good="（一）主动公开情况（独占一行）",
)
def heading_with_stop(case: Case) -> Iterator[Finding]:
    """小标题独占一行时末尾不用标点；标题后接正文时才用句号。"""
    passages = case.report.passages
    for passage, following in pairwise(passages):
        text = passage.text.strip()
        if passage.section != following.section or len(text) > 25 or text[-1:] not in ("。", "；", "，"):
            continue
        if passage.paragraph.level and _NUMBERED_HEAD().match(text) and not re.search(r"[，。；\d].", text):
            yield Finding(
                code="W303",
                severity="advice",
                where=passage.where,
                message=f"小标题“{text}”独占一行，末尾不用标点",
                mend=f"删去末尾的“{text[-1]}”",
                quote=text,
                slot=passage.slot_at(0),
            )


_TITLE_MARKS = frozenset("。，；！？,;!?")


@rule(
    "W304",
    "标题的标点和空格",
    severity="advice",
    source="GB/T 9704—2012《党政机关公文格式》；GB/T 15834—2011《标点符号用法》",
    bad="青禾县柳桥镇2023年政府信息公开工作年度报告。",
    good="青禾县柳桥镇2023年政府信息公开工作年度报告",
)
def marks_in_title(case: Case) -> Iterator[Finding]:
    """标题里只用书名号和引号，末尾不用标点；部分的标题同此。"""
    report = case.report
    heads = [("标题", report.title), *((place_of(section), section.title) for section in report.sections)]
    for where, text in heads:
        mark = next((character for character in text if character in _TITLE_MARKS), None)
        if mark is not None:
            yield Finding(
                code="W304",
                severity="advice",
                where=where,
                message=f"标题“{text}”里用了“{mark}”",
                mend=f"删去“{mark}”",
                quote=text,
            )


# -- short names ----------------------------------------------------------------------------------------

_DEFINED = lazy(r"(?:以下|下)?简称[：:]?“?《")


@rule(
    "W305",
    "简称没有交代",
    severity="advice",
    source="公文写作惯例：首次出现写全称，并注明“以下简称”",
    bad="按照《条例》的规定公开信息（全文没有“以下简称《条例》”）",
    good="按照《中华人民共和国政府信息公开条例》（以下简称《条例》）的规定公开信息",
)
def undefined_short_name(case: Case) -> Iterator[Finding]:
    """用《条例》等简称之前，首次出现时写全称并注明“以下简称”。"""
    report = case.report
    at = report.narrative.find("《条例》")
    if at < 0 or _DEFINED().search(report.narrative):
        return
    passage = next(passage for passage in report.passages if "《条例》" in passage.text)
    yield Finding(
        code="W305",
        severity="advice",
        where=passage.where,
        message="用了简称《条例》，前文没有交代全称",
        mend="首次出现时写作《中华人民共和国政府信息公开条例》（以下简称《条例》）",
        quote="《条例》",
        slot=passage.slot_at(passage.text.index("《条例》")),
    )


_CITED = lazy(r"《(?P<title>[^《》\n]{4,80})》[（(](?P<number>[\u4e00-\u9fff]{2,8}〔(?:19|20)\d\d〕\d{1,4}号)[）)]")


@rule(
    "W306",
    "一个文号配了两个文件名",
    severity="warning",
    source="GB/T 9704—2012《党政机关公文格式》：一份公文一个发文字号",
    bad="《政府网站发展指引》（国办发〔2017〕47号）……《政务新媒体管理办法》（国办发〔2017〕47号）",
    good="《政府网站发展指引》（国办发〔2017〕47号）",
)
def number_of_two_documents(case: Case) -> Iterator[Finding]:
    """一个文号只属于一份文件；同一份文件的全称和简称（一个包含另一个，或者通知和所印发的文件）不算两份。"""
    if "〕" not in case.report.words:
        return
    first: dict[str, str] = {}
    for passage in case.report.passages:
        for match in _CITED().finditer(passage.text):
            title, known = match["title"], first.setdefault(match["number"], match["title"])
            if known in title or title in known or not _same_kind(known, title):
                continue
            yield Finding(
                code="W306",
                severity="warning",
                where=passage.where,
                message=f"{match['number']}前面写《{known}》，这里写《{title}》",
                mend="查对原件，改正文件名或者文号",
                quote=match[0],
                slot=passage.slot_at(match.start()),
            )


def _same_kind(one: str, other: str) -> bool:
    """Whether both titles name a document itself, or both a notice that issues one."""
    return one.endswith("通知") == other.endswith("通知")


_OLD_NUMBER, _NEW_NUMBER = "国办公开办函〔2019〕60号", "国办公开办函〔2021〕30号"


@rule(
    "W307",
    "引用的格式已经被替代",
    severity="warning",
    source="国办公开办函〔2021〕30号，自2021年度报告起使用",
    bad="（2023年度报告）根据国办公开办函〔2019〕60号编制",
    good="（2023年度报告）根据国办公开办函〔2021〕30号编制",
)
def superseded_form_cited(case: Case) -> Iterator[Finding]:
    """2021年度起的报告按国办公开办函〔2021〕30号编制；两个文号都写的，不作判断。"""
    report = case.report
    if report.year is None or report.year < 2021 or _NEW_NUMBER in report.narrative:
        return
    for passage in report.passages:
        at = passage.text.find(_OLD_NUMBER)
        if at >= 0:
            yield Finding(
                code="W307",
                severity="warning",
                where=passage.where,
                message=f"“{_OLD_NUMBER}”是2019、2020年度报告用的格式",
                mend=f"改为“{_NEW_NUMBER}”，并核对表格是不是新格式",
                quote=_OLD_NUMBER,
                slot=passage.slot_at(at),
            )
            return
