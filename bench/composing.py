"""Composing with choosing and spans, against bare Jinja2 renders; and the narratives of 300 townships."""

from __future__ import annotations

import datetime
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

from jinja2 import Environment

from bench.harness import Row, at_least, at_most, paired
from nianbao.core import similarity
from nianbao.core.compose import Composer, compose
from nianbao.core.draft import Draft, LastYear, Unit
from nianbao.core.phrases import Bank
from nianbao.core.report import Report
from nianbao.core.revise import revise
from nianbao.workflow import banks, drafts


def rows() -> Iterator[Row]:
    """Composing ÷ 60 renders, and one changed figure to a whole new report."""
    bank = banks.load_bank()
    draft = drafts.open_draft(Path("examples/linze-city-2022.yaml"), bank).draft
    renders = bare_renders(draft, bank)

    def narrative() -> None:
        composer = Composer(draft, bank)
        for section in bank.outline:
            for _ in composer.parts(section.parts):
                pass

    ours, theirs = paired(narrative, renders, runs=21, loops=10)
    yield at_most(
        "compose a narrative with choosing and spans ÷ bare Template.render of its sentences", 1, ours, theirs, 21
    )

    def changed() -> Report:
        return compose(draft.with_figure("requests.received.natural_person", 12000), bank)

    spent = processor_ms(changed)
    yield Row(
        "one changed figure to a whole new report, ms of processor time", "≤ 10", spent, spent, 1.0, 21, spent <= 10
    )
    yield from revising(draft, bank)
    yield from likeness(bank)
    yield pairwise(bank)


def revising(draft: Draft, bank: Bank) -> Iterator[Row]:
    """A revision, from one changed figure to the draft that follows and what it does to each sentence."""
    day = datetime.date(2024, 1, 1)

    def revised() -> object:
        changed = draft.with_figure("requests.received.natural_person", 12000)
        return compose(revise(draft, changed, bank, day=day)[0], bank)

    spent = processor_ms(revised)
    yield Row(
        "one changed figure as a revision, and its report, ms of processor time",
        "≤ 10",
        spent,
        spent,
        1.0,
        21,
        spent <= 10,
    )


def processor_ms(call: Callable[[], object], runs: int = 21, loops: int = 3) -> float:
    """The median of what a call takes of the processor, in milliseconds: for a goal that is no ratio, so that
    it does not depend on what else the machine does."""
    call()
    spent = []
    for _ in range(runs):
        start = time.process_time()
        for _ in range(loops):
            call()
        spent.append((time.process_time() - start) * 1000 / loops)
    return statistics.median(spent)


def pairwise(bank: Bank) -> Row:
    """Exact likeness of 1,000 reports pairwise against Python sets: those make every fiftieth row of pairs,
    the rest is reckoned from that, since all would take half a minute."""
    thousand = [draft.with_(year=year) for year in range(2021, 2025) for draft in townships(250)]
    texts = [similarity.bare_narrative(compose(draft, bank, pending=False)) for draft in thousand]
    share = 50
    rows_of_pairs = range(share // 2, len(texts), share)
    counted = sum(len(texts) - 1 - a for a in rows_of_pairs)

    grams = [shingles(text) for text in texts]  # given to the peer; ours makes its own while it is timed

    def sets() -> list[float]:
        return [jaccard(grams[a], grams[b]) for a in rows_of_pairs for b in range(a + 1, len(grams))]

    ours, some = paired(lambda: similarity.pairs(texts, 0.3), sets, runs=3)
    theirs = some * (len(texts) * (len(texts) - 1) / 2) / counted
    return at_least("1,000 reports pairwise, Python sets / ours", 25, ours, theirs, 3)


def bare_renders(draft: Draft, bank: Bank) -> Callable[[], None]:
    """The peer: the very sentences of the report, each a compiled Jinja2 template rendered by itself with the
    draft's data and plain filters; nothing chosen, no spans."""
    environment = Environment()
    environment.filters.update(
        count=lambda value, unit="": f"{value}{unit}",
        amount=lambda value, unit="": f"{value}{unit}",
        percent=lambda value: f"{abs(value) * 100:.1f}%",
        times=lambda value: f"{value:.1f}倍",
        share=lambda value, base: f"{value * 100 / base:.1f}%",
        listed=lambda rows, unit="", **_: "、".join(f"{k}{v}{unit}" for k, v in rows.items() if v),
        labels=lambda rows, **_: "、".join(k for k, v in rows.items() if v),
        top=lambda rows, unit="": max(rows, key=rows.__getitem__) + unit,
        words=str,
        joined="、".join,
    )
    environment.globals["positive"] = lambda *values: sum(1 for value in values if value > 0)
    environment.globals["stated"] = bool
    values = draft.values
    data: dict[str, Any] = {"year": draft.year, "in_year": "2022年", "unit": {"self": "我市", "area": "全市"}}
    data["facts"] = {name: values.get(f"facts.{name}") for name in bank.facts}
    for path, number in values.figures.items():
        *heads, last = path.split(".")
        at = data
        for head in heads:
            at = at.setdefault(head, {})
        if not isinstance(at.get(last), dict):
            at[last] = number
    chosen = [s.phrase for _, p in compose(draft, bank).paragraphs() for s in p.sentences if s.phrase in bank.variants]
    templates = [environment.from_string(bank.variants[str(name)][1].source) for name in chosen]

    def renders() -> None:
        for template in templates:
            template.render(data)

    return renders


def likeness(bank: Bank) -> Iterator[Row]:
    """How alike the narratives of 300 townships of one county are, and of one unit in two years."""
    drafts = townships(300)
    grams = [shingles(compose(draft, bank, pending=False).narrative) for draft in drafts]
    scores = sorted(jaccard(a, b) for a, b in combinations(grams, 2))
    mean, high = statistics.mean(scores), scores[int(len(scores) * 0.99)]
    yield Row("300 townships, mean 5-character Jaccard", "≤ 0.20", mean, mean, 1.0, len(scores), mean <= 0.20)
    yield Row("300 townships, 99th percentile", "≤ 0.35", high, high, 1.0, len(scores), high <= 0.35)
    years = []
    for draft in drafts[:60]:
        last = compose(draft, bank, pending=False)
        used = tuple(s.phrase for _, p in last.paragraphs() for s in p.sentences if s.phrase)
        following = draft.with_(year=draft.year + 1, last_year=LastYear(phrases=used))
        now = compose(following, bank, pending=False)
        years.append(jaccard(shingles(last.narrative), shingles(now.narrative)))
    mean = statistics.mean(years)
    yield Row("one unit in two years, mean 5-character Jaccard", "≤ 0.30", mean, mean, 1.0, len(years), mean <= 0.30)


def townships(number: int) -> list[Draft]:
    """Townships of one county in one year with similar figures and the same facts stated."""
    rng = Random(31)
    names = [
        f"青禾县{a}{b}镇人民政府"
        for a in "东西南北石柳桃松清白龙凤云花金"
        for b in "桥河沟岭坪塘湾口店集寨坡泉溪林山滩坝庄铺"
    ]
    problems = [
        ["个别信息发布偏晚", "解读形式以文字为主"],
        ["村务公开栏更新不勤", "经办人员业务不熟"],
        ["答复文书不够规范", "公开内容与群众需求有差距"],
        ["公众号互动较少", "公开制度还有缺项"],
    ]
    drafts = []
    for name in names[:number]:
        facts = {
            "website_posts": rng.randint(60, 160),
            "new_media_posts": rng.randint(20, 80),
            "notice_board_posts": rng.randint(10, 40),
            "area_aid": rng.randint(5, 30),
            "area_rural": rng.randint(5, 30),
            "interpretations": rng.randint(1, 5),
            "notice_boards": rng.randint(5, 14),
            "trainings": rng.randint(1, 3),
            "people_trained": rng.randint(20, 90),
            "leadership_meetings": rng.randint(1, 3),
            "three_reviews": True,
            "assessed": True,
            "evaluation_done": True,
            "accountability_cases": 0,
            "fee_notices": 0,
        }
        received = rng.randint(0, 6)
        figures = {"requests.received.natural_person": received, "requests.granted.natural_person": received}
        drafts.append(
            Draft(
                year=2024,
                unit=Unit.model_validate({"name": name, "kind": "镇"}),
                figures={k: v for k, v in figures.items() if v},
                facts=facts,
                problems=tuple({"text": text} for text in rng.choice(problems)),
            )
        )
    return drafts


def shingles(text: str) -> frozenset[str]:
    """The 5-character runs of a text without line breaks."""
    bare = text.replace("\n", "")
    return frozenset(bare[n : n + 5] for n in range(len(bare) - 4))


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared runs over all runs of two texts."""
    union = len(a | b)
    return len(a & b) / union if union else 0.0
