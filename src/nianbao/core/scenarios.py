"""Situations a report may be in, drawn from a seeded generator: for checking the bank, for tests, for timing.

The tables of a scenario balance but for one in ten, where a draft is still being filled in; figures run from
nothing at all to a large city's. Drafts that a clerk would believe come from `plausible`.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from nianbao.core.draft import Draft, LastYear, Unit
from nianbao.core.figures import balancing_value, derive
from nianbao.core.form import COLUMNS, Form, form
from nianbao.core.kinds import KINDS
from nianbao.core.numerals import Number
from nianbao.core.phrases import LENGTHS, Bank, Fact

UNITS = {
    "乡": "青禾县石门乡人民政府",
    "镇": "青禾县柳桥镇人民政府",
    "街道": "临泽市东岗区西城街道办事处",
    "县级部门": "青禾县水务局",
    "县级政府": "临泽市青禾县人民政府",
    "市级部门": "临泽市民政局",
    "市级政府": "云岭省临泽市人民政府",
    "省级部门": "云岭省交通运输厅",
    "省级政府": "云岭省人民政府",
    "国务院部门": "国家粮食储备部",
    "其他": "临泽高新技术产业开发区管理委员会",
}
"""An invented unit of each kind."""
_STOCK = "disclosure.normative_documents"


def scenario(rng: Random, bank: Bank, kind: str | None = None, length: str | None = None) -> Draft:
    """A draft in a random situation: size, spread of results, last year known or not, few facts or all."""
    chosen = kind or rng.choice(list(KINDS))
    year = rng.randint(2021, 2025)
    rules = form("2021")
    size = rng.choice((0, 0, 1, 1, 2, 3, 8, 40, 900))
    figures = balanced_figures(rng, rules, size, regulations=KINDS[chosen].may_make_regulations)
    stated = rng.choice((0.0, 0.2, 0.6, 1.0))
    facts = random_facts(rng, [f for f in bank.facts.values() if f.concerns(chosen)], stated)
    last = None
    if rng.random() < 0.6:
        last_size = rng.choice((0, 1, size, size, size * 2))
        last_facts = dict(facts) if rng.random() < 0.3 else random_facts(rng, bank.facts.values(), stated)
        published = facts.get("items_published")
        if rng.random() < 0.4 and isinstance(published, int) and published > 1:
            last_facts["items_published"] = published * 4 // 5  # some growth, not a doubling
        last_figures = balanced_figures(rng, rules, last_size)
        if rng.random() < 0.4:  # the stock of documents follows from last year's
            stock = {name: int(figures.get(f"{_STOCK}.{name}", 0)) for name in ("issued", "repealed", "in_force")}
            before = stock["in_force"] - stock["issued"] + stock["repealed"]
            last_figures[f"{_STOCK}.in_force"] = max(0, before)
        last = LastYear(form="2021", figures=last_figures, facts=last_facts)
    return Draft(
        year=year,
        unit=Unit.model_validate({"name": UNITS[chosen], "kind": chosen}),
        figures=figures,
        facts=facts,
        last_year=last,
    ).with_length(length or rng.choice(LENGTHS))


def balanced_figures(rng: Random, rules: Form, size: int, *, regulations: bool = False) -> dict[str, Number]:
    """Input cells whose tables balance, about `size` requests."""
    figures: dict[str, Number] = {}
    columns = [column.path for column in COLUMNS[:-1]]
    used = columns if rng.random() < 0.4 else columns[: rng.randint(1, 2)]
    rows = [row.path for row in rules.rows]
    used_rows = rows if rng.random() < 0.3 else rng.sample(rows, rng.randint(1, min(4, len(rows))))
    for _ in range(min(size, 200)):
        figure = f"requests.{rng.choice(used_rows)}.{rng.choice(used)}"
        figures[figure] = figures.get(figure, 0) + max(1, size // 200)
    if size and rng.random() < 0.1:
        figures.clear()  # nothing closed yet
    if size and (rng.random() < 0.5 or not figures):
        figures[f"requests.carried_out.{used[0]}"] = rng.randint(1, max(1, size // 8))
    cells = derive(rules, figures)
    for column in used:
        due = -balancing_value(cells, column) + cells[f"requests.carried_out.{column}"]
        carried = rng.randint(0, int(due)) if due > 0 and rng.random() < 0.4 else 0
        figures[f"requests.carried_in.{column}"] = carried
        figures[f"requests.received.{column}"] = int(due) - carried
    if rng.random() < 0.6:
        for figure in rules.figures:
            allowed = regulations or ".regulations." not in figure
            if figure.startswith("disclosure.") and allowed and rng.random() < 0.6:
                figures[figure] = rng.choice((0, 0, 1, 2, 7, 120))
    for kind in ("review", "litigation_direct", "litigation_after_review"):
        outcomes = rng.sample(
            ("upheld", "corrected", "other", "pending"), rng.choice((0, 0, 1, 1, 2, 4)) if size else 0
        )
        for outcome in outcomes:
            figures[f"disputes.{kind}.{outcome}"] = rng.randint(1, max(1, size // 5))
    if rng.random() < 0.1:  # a draft that is still being filled in
        figures["requests.granted.natural_person"] = rng.choice((1, 2, 30))
    return {figure: number for figure, number in figures.items() if number}


def random_facts(rng: Random, facts: Iterable[Fact], share: float) -> dict[str, bool | int | str | tuple[str, ...]]:
    """A share of the facts stated, with plausible values of their types."""
    stated: dict[str, bool | int | str | tuple[str, ...]] = {}
    for fact in facts:
        if rng.random() >= share:
            continue
        if fact.type == "yesno":
            stated[fact.id] = rng.random() < 0.75
        elif fact.type == "text":
            stated[fact.id] = _WORDS.get(fact.id, "由办公室按规定办理")
        elif fact.type == "list":
            stated[fact.id] = tuple(rng.sample(("征地补偿", "工程招标", "社会救助"), rng.randint(1, 3)))
        elif fact.type == "percent":
            stated[fact.id] = rng.choice((4, 90, 98))
        else:
            stated[fact.id] = rng.choice((0, 1, 1, 2, 3, 12, 86, 1240))
    if rng.random() < 0.3:  # one number twice: all of one kind, or as many as last year
        for name in ("items_published", "website_posts", "interpretations", "interpretations_graphic"):
            if name in stated:
                stated[name] = 24
    if rng.random() < 0.3:  # the usual case: no fee asked for, nothing to answer
        for name in ("fee_notices", "fee_charged", "fee_collected", "npc_proposals", "cppcc_proposals"):
            if name in stated:
                stated[name] = 0
    return stated


_WORDS = {
    "website_url": "www.example.invalid",
    "website_name": "县政府门户网站",
    "contact_phone": "0000-5550000",
    "contact_address": "柳桥镇新街12号",
    "contact_postcode": "000000",
    "contact_email": "office@example.invalid",
    "contact_office": "党政办公室",
}
