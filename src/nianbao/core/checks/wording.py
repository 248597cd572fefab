"""W: wording and typography. W1 and W9 are rules kept as data, W2 and W3 are rules that need a program.

Sources: GB/T 15834—2011 (punctuation), GB/T 15835—2011 (numerals), GB/T 9704—2012 (official documents),
the wording rules of the phrase bank with the reason of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from nianbao.core.checks import citations, foreign_names, marks, self_names  # noqa: F401
from nianbao.core.excerpts import clauses_around
from nianbao.core.findings import Case, Finding, Severity, rule
from nianbao.core.lazy import lazy
from nianbao.core.report import Passage
from nianbao.core.wording import OWN_CODES, WordingRule, rules_by_code


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
    """The hits of the wording rules of a code. The same words are said once, with their number; advice once a rule.
    Words within the words of another hit are the same slip, and not said again."""
    rules = rules_by_code(case.wording).get(code, ())
    if not rules:
        return
    report = case.report
    shown = [w for w in rules if w.occurs(report.words, report.characters)]
    hits = [_Hit(w, line, *span) for w in shown for line in report.lines for span in w.hits(line.text)]
    if not hits:
        return
    hits = [hit for line in report.lines for hit in _longest(hit for hit in hits if hit.line is line)]
    for wording in shown:
        yield from _said(wording, [hit for hit in hits if hit.rule is wording])


class _Hit(NamedTuple):
    """A rule hits in a line, from `start` to `end`."""

    rule: WordingRule
    line: Passage
    start: int
    end: int


def _longest(hits: Iterable[_Hit]) -> Iterator[_Hit]:
    """Of the hits in a line those that lie within no longer one, and of two at one place the first."""
    reach = -1  # the furthest end so far
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.end > reach:
            reach = hit.end
            yield hit


def _said(wording: WordingRule, hits: Iterable[_Hit]) -> Iterator[Finding]:
    first: dict[str, _Hit] = {}
    count: Counter[str] = Counter()
    for hit in hits:
        words = "" if wording.severity == "advice" else hit.line.text[hit.start : hit.end]
        first.setdefault(words, hit)
        count[words] += 1
    for words, (_, passage, start, end) in first.items():
        quote = in_context(passage.text, start, end)
        more = f"（共{count[words]}处）" if count[words] > 1 else ""
        yield Finding(
            code=wording.code,
            severity=wording.severity,
            where=passage.where,
            message=f"“{quote}”：{wording.reason}{more}",
            mend=mend_of(wording, passage.text[start:end]),
            quote=quote,
            slot=passage.slot_at(start),
        )


_INSTRUCTION = lazy(r"^(改|写全|用|补|删|只留|去掉|写|填|恢复|前后|月、日|里层|中间)")


def mend_of(wording: WordingRule, words: str = "") -> str:
    """How to mend a hit: an instruction as it stands, or the words to write instead."""
    instead = wording.suggestion(words)
    return instead if instead == wording.suggest and _INSTRUCTION().match(instead) else f"改为“{instead}”"


_BARE_MARK = lazy(r"[\W_]+|\w")


def in_context(text: str, start: int, end: int) -> str:
    """The words found; marks, spaces and single characters with the clauses in which they stand."""
    if end - start > 3 or not _BARE_MARK().fullmatch(text, start, end):
        return text[start:end]
    return clauses_around(text, start, end)
