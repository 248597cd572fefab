"""Check a phrase bank by using it: what can never be said, what cannot be printed, what reads badly.

Every variant is rendered in many situations drawn from a seeded generator (see scenarios); what is wrong in
any of them is a fault of the bank.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import Any

from nianbao.core.bank_build import Fault
from nianbao.core.compose import FRAMES, Composer
from nianbao.core.figures import UNSTATED
from nianbao.core.kinds import KINDS
from nianbao.core.merge import PERIODS
from nianbao.core.phrase_syntax import PhraseError, unmark
from nianbao.core.phrases import Bank, Phrase, Variant
from nianbao.core.scenarios import scenario

LONGEST_SENTENCE = 90
"""Characters of a sentence, statutory names of results included: what is longer becomes two sentences."""
LEAST_WAYS = 6
"""Ways to say the common case of a slot."""
_HALF_WIDTH = re.compile(r"[\u4e00-\u9fff》”）][,;:?!()]|[,;:?!()][\u4e00-\u9fff《“（]")
_DOUBLED = re.compile(r"[，。；：、]{2,}|[\u4e00-\u9fff] +[\u4e00-\u9fff]|\{|\}|__|None|UNSTATED")
_ZERO = re.compile(r"(?<![\d.])0(?:件|条|次|人次|期|场|篇|个|处|项|起)")
_CITATION = re.compile(r"^(?!.*中华人民共和国政府信息公开条例).*政府信息公开(?:工作)?条例")
_NUMBERS = re.compile(r"国务院令(?!第711号)|国办公开办函(?!〔2021〕30号|〔2019〕6[01]号)")
_PRINCIPLE = re.compile(r"公开[为是]原则|(?<!以)公开[为是]常态|公开为常态(?!、不公开为例外)")
_PUSH = "扎实|大力|全面|深入|持续|切实|着力|不断|进一步|积极|牢固|坚决"
_LADDER = re.compile(rf"(?:(?:{_PUSH})[^，。；、]+[，；、]){{2,}}(?:{_PUSH})")
_SLOGANS = re.compile(r"扎实推进|大力推进|全面提升|迈上新台阶|不断开创|切实提高|进一步加大|再上新水平")


def check_bank(bank: Bank, draws: int = 600) -> list[Fault]:
    """The faults of a bank that only its use shows; deterministic, about a hundredth of a second a draw."""
    rng = Random(20250131)
    seen: dict[tuple[str, str], Fault] = {}
    held: Counter[str] = Counter()
    filled: set[str] = set()
    kinds = list(KINDS)
    for n in range(draws):
        composer = Composer(scenario(rng, bank, kinds[n % len(kinds)]), bank)
        composer.context.update(items="每月核对一次", n=1 + n % 3, text="更新偏慢", answer="已逐月核对")
        composer.context["status"] = ("已整改", "持续推进", UNSTATED)[n % 3]
        composer.holding = {**bank.holding(composer.context), **bank.holding(composer.context, frames=True)}
        for slot in bank.by_slot:
            for phrase, variant, _ in composer.choices(slot):
                held[phrase.id] += 1
                filled.add(slot)
                for fault in _rendered(composer, phrase, variant, n):
                    seen.setdefault((fault.where, fault.what.partition("：")[0]), fault)
    faults = list(seen.values())
    faults += [
        Fault(f"措辞 {phrase.id}", f"条件“{phrase.when}”从未成立", "改写条件，或者删去这一条")
        for phrase in bank.phrases
        if not held[phrase.id] and phrase.years is None and "year <" not in (phrase.when or "")
    ]
    faults += _slots(bank, filled)
    return faults


def _rendered(composer: Composer, phrase: Phrase, variant: Variant, n: int) -> Iterator[Fault]:
    where = f"措辞 {variant.id}"
    composer.context["in_year"] = PERIODS[n % 3]
    try:
        marked = composer.bank.render(variant, composer.context)
    except PhraseError as error:
        yield Fault(where, f"条件成立时不能打印：{error}", "在when或者{% if %}中写明前提")
        return
    text, spans = unmark(marked)
    for what, mend in faults_of_text(text, closed=phrase.slot not in FRAMES and phrase.slot != "problems.answer"):
        yield Fault(where, f"{what}：{text[:60]}", mend)
    bare = list(text)
    for span in spans:
        bare[span.start : span.end] = "#" * (span.end - span.start)
    for match in re.finditer(r"\d+", _allowed_digits("".join(bare))):
        yield Fault(where, f"数字没有来源（“{match[0]}”）：{text[:60]}", "用count等过滤器打印数据")


def _allowed_digits(text: str) -> str:
    """Text without the digits that belong to fixed citations and to a person's own words."""
    text = re.sub(r"〔\d{4}〕\d+号|第\d+号|\d{1,2}月\d{1,2}日|第\d+条", "", text)
    return re.sub(r"0000-5550000|000000|新街12号", "", text)


def faults_of_text(text: str, *, closed: bool = True) -> Iterator[tuple[str, str]]:
    """What is wrong with a sentence of ours, each with its mend."""
    if closed and not text.endswith("。"):
        yield "没有以句号结尾", "在句末补上“。”"
    if len(text) > LONGEST_SENTENCE:
        yield f"长{len(text)}字", f"一句不超过{LONGEST_SENTENCE}字，拆成两句"
    if _HALF_WIDTH.search(text):
        yield "有半角标点", "改用全角标点"
    if _DOUBLED.search(text):
        yield "标点重复、有空格或者有没有渲染的记号", "检查{% if %}前后的标点"
    if _ZERO.search(text):
        yield "数字为零而没有写成“未”", "为零的情形另写一条"
    if _CITATION.search(text):
        yield "条例的名称不全", "写《中华人民共和国政府信息公开条例》"
    if _NUMBERS.search(text):
        yield "文号有误", "条例为国务院令第711号，报告格式为国办公开办函〔2021〕30号"
    if _PRINCIPLE.search(text):
        yield "公开原则的表述有误", "写“以公开为常态、不公开为例外”"
    if _LADDER.search(text):
        yield "三个以上的排比口号", "只写做了的事"
    if _SLOGANS.search(text):
        yield "有空泛的口号", "写具体的做法"


def _slots(bank: Bank, filled: set[str]) -> Iterator[Fault]:
    declared = [
        slot.id for section in bank.outline for part in section.parts for row in part.paragraphs for slot in row
    ]
    for slot in declared:
        phrases = bank.by_slot.get(slot, ())
        if not phrases:
            yield Fault(f"位置 {slot}", "没有任何措辞", "补写措辞，或者从提纲中删去")
        elif slot not in filled:
            yield Fault(f"位置 {slot}", "没有一种机关用得上", "检查kinds和when")
        else:
            common = max((len(p.variants) for p in phrases if p.case == "common"), default=0)
            if common < LEAST_WAYS:
                yield Fault(f"位置 {slot}", f"常见情形只有{common}种说法", f"至少写{LEAST_WAYS}种")


def wording_faults(bank: Bank, hits: Iterable[tuple[str, str, Mapping[str, Any]]]) -> Iterator[Fault]:
    """Faults for wording rules that our own phrases break: (variant id, quote, rule)."""
    for variant, quote, rule in hits:
        if variant in bank.variants:
            yield Fault(f"措辞 {variant}", f"“{quote}”：{rule.get('reason', '')}", f"改为：{rule.get('suggest', '')}")


def bank_stats(bank: Bank) -> list[tuple[str, int, int, int, tuple[str, ...]]]:
    """For each slot: its phrases, its ways to say, the ways for the common case, and the cases covered."""
    rows = []
    for slot, phrases in sorted(bank.by_slot.items()):
        cases = tuple(dict.fromkeys(phrase.case for phrase in phrases))
        common = max((len(p.variants) for p in phrases if p.case == "common"), default=0)
        rows.append((slot, len(phrases), sum(len(p.variants) for p in phrases), common, cases))
    return rows


def kind_stats(bank: Bank) -> list[tuple[str, int, int, int, int]]:
    """For each kind of unit: the slots it has wording for, its phrases, the conditions (cases) they cover, its
    facts."""
    rows = []
    for kind in KINDS:
        fitting = [phrase for phrase in bank.phrases if phrase.kinds is None or kind in phrase.kinds]
        slots = {phrase.slot for phrase in fitting}
        cases = {(phrase.slot, phrase.case) for phrase in fitting}
        facts = sum(fact.concerns(kind) for fact in bank.facts.values())
        rows.append((kind, len(slots), len(fitting), len(cases), facts))
    return rows
