"""Reports as they might really be: units of every kind under every kind of superior, figures and facts that
agree with one another, and the special cases that wording must get right.

`scenarios` draws anything that can be typed in, so that no phrase breaks; this draws what a clerk would
believe, so that a person can read the text and judge it (see docs/wording-review.md). Deterministic for a seed.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from nianbao.core.draft import Draft, FactValue, LastYear, Problem, Unit
from nianbao.core.kinds import KINDS
from nianbao.core.numerals import Number
from nianbao.core.phrases import LENGTHS, Bank

NAMES: Mapping[str, tuple[str, ...]] = {
    "乡": (
        "青禾县石门乡人民政府",
        "临泽市东岗区南坪乡人民政府",
        "南河苗族自治县茶坪乡人民政府",
        "江口市白果乡人民政府",
    ),
    "镇": ("青禾县柳桥镇人民政府", "临泽市东岗区柏林镇人民政府", "江口市龙泉镇人民政府", "巴彦旗查干镇人民政府"),
    "街道": ("临泽市东岗区西城街道办事处", "江口市城关街道办事处", "青禾县文昌街道办事处"),
    "县级部门": (
        "青禾县水务局",
        "临泽市东岗区教育局",
        "青禾县发展和改革委员会",
        "江口市医疗保障局",
        "巴彦旗林业和草原局",
    ),
    "县级政府": ("临泽市青禾县人民政府", "临泽市东岗区人民政府", "江口市人民政府", "巴彦旗人民政府"),
    "市级部门": ("临泽市民政局", "临泽市城市管理委员会", "南岭州农业农村局", "临泽市人民政府办公室"),
    "市级政府": ("云岭省临泽市人民政府", "南岭苗族自治州人民政府"),
    "省级部门": ("云岭省交通运输厅", "云岭省发展和改革委员会", "北原自治区水利厅"),
    "省级政府": ("云岭省人民政府", "北原自治区人民政府"),
    "国务院部门": ("国家粮食储备部", "国家海岸测绘局"),
    "其他": ("临泽高新技术产业开发区管理委员会", "青禾县融媒体中心"),
}
"""Invented units of each kind, under different superiors."""

_SIZE = {"乡": 0, "镇": 0, "街道": 0, "县级部门": 0, "其他": 0, "县级政府": 2, "市级部门": 1, "省级部门": 1}
"""How much there is to count: 0 a township, 1 a bureau of a city, 2 a county, 3 a city or more (the default)."""

_COUNTS: Mapping[str, tuple[int, int]] = {
    "website_posts": (40, 220), "new_media_posts": (20, 160), "notice_board_posts": (6, 40), "screen_posts": (3, 30),
    "area_education": (1, 9), "area_health": (1, 9), "area_employment": (1, 12), "area_elderly": (1, 6),
    "area_aid": (1, 20), "area_housing": (1, 6), "area_finance": (2, 12), "area_resources": (1, 6),
    "area_projects": (1, 6), "area_rural": (2, 30), "area_land": (1, 8), "area_environment": (1, 8),
    "area_safety": (1, 14), "policy_documents": (1, 9), "interpretations": (1, 6), "responses": (1, 12),
    "messages_received": (1, 30), "consultations": (1, 4), "decisions_published": (1, 3), "public_meetings": (1, 3),
    "open_days": (1, 3), "inquiries_answered": (3, 40), "normative_reviewed": (2, 12), "library_documents": (5, 60),
    "documents_reviewed": (40, 300), "secrecy_reviewed": (30, 260), "attribute_documents": (10, 90),
    "directory_items": (20, 160), "expired_cleared": (3, 60), "website_visits": (800, 20000), "columns": (5, 28),
    "notice_boards": (3, 16), "self_checks": (2, 12), "links_mended": (1, 20), "leadership_meetings": (1, 3),
    "staff_part_time": (1, 5), "trainings": (1, 3), "people_trained": (12, 80), "trainings_attended": (1, 2),
    "inspections": (1, 4), "notices_of_criticism": (1, 4), "errors_corrected": (2, 20), "assessed_units": (6, 22),
    "evaluation_people": (20, 300), "npc_proposals": (1, 4), "cppcc_proposals": (1, 3),
}  # fmt: skip
"""Likely counts at a township; larger units have more of what grows with size."""

_STEADY = frozenset(
    (
        "leadership_meetings", "trainings", "trainings_attended", "inspections", "notices_of_criticism",
        "self_checks", "decisions_published", "public_meetings", "open_days", "columns", "directory_items",
        "assessed_units",
    )
)  # fmt: skip
"""Counts that hardly grow with the size of a unit."""

_WORDS: Mapping[str, tuple[str, ...]] = {
    "contact_office": ("党政办公室", "政务公开办公室"),
    "contact_phone": ("0000-5550000",),
    "contact_address": ("柳桥镇新街12号",),
    "contact_postcode": ("000000",),
    "contact_email": ("office@example.invalid",),
    "website_name": ("青禾县人民政府门户网站",),
    "website_url": ("www.example.invalid",),
    "assessment_result": ("各单位均为合格以上", "各科室均达到要求"),
    "evaluation_result": ("总体满意", "群众对办事指南的评价较好，对解读材料希望更通俗"),
    "key_points_text": ("公开村级财务120期，更新惠企政策清单4次",),
    "innovation": ("把惠农补贴公示印成二维码贴在村务公开栏上", "在便民服务大厅开设政策咨询夜间窗口"),
    "other_matter": ("因机构改革，原由经济发展办公室负责的公开事项已移交党政办公室",),
}

_PROBLEMS = (
    ("部分事项公开还不够及时", "制定公开事项时限表，按月核对"),
    ("政策解读以文字为主，图表和视频较少", "重要文件的解读至少配一种图表或者视频"),
    ("村务公开栏更新不勤", "由包村干部按季检查公开栏，更新情况列入台账"),
    ("经办人员业务不熟", "全年组织两次业务培训，编印常见问题解答"),
)

_DONE: Mapping[str, str] = {
    "部分事项公开还不够及时": "已制定公开事项时限表，按月核对",
    "政策解读以文字为主，图表和视频较少": "已为重要文件的解读配发图表或者视频",
    "村务公开栏更新不勤": "已由包村干部按季检查公开栏，更新情况列入台账",
    "经办人员业务不熟": "已组织两次业务培训，编印常见问题解答",
}
"""What a clerk would write of last year's problems, once mended."""


def plausible(rng: Random, bank: Bank, kind: str | None = None, length: str | None = None) -> Draft:
    """A believable draft; its facts run from a few to all that concern the kind of unit."""
    chosen = kind or rng.choice(list(KINDS))
    size = _SIZE.get(chosen, 3)
    figures = _figures(rng, chosen, size)
    full = _facts(rng, bank, chosen, size, figures)
    kept = rng.choice((0.5, 0.8, 1.0))
    facts = consistent({name: value for name, value in full.items() if rng.random() < kept}, figures)
    drawn = rng.sample(_PROBLEMS, rng.choice((1, 2, 2, 3)))
    return Draft(
        year=rng.randint(2021, 2025),
        unit=Unit.model_validate({"name": rng.choice(NAMES[chosen]), "kind": chosen}),
        figures=figures,
        facts=facts,
        last_year=_last_year(rng, figures, facts) if rng.random() < 0.7 else None,
        problems=tuple(Problem(text=text, measure=measure) for text, measure in drawn),
    ).with_length(length or rng.choice(LENGTHS))


def _some(rng: Random, low: int, high: int, factor: float = 1.0) -> int:
    """A count between bounds, most often in the lower half, now and then zero, one, or the round of a dozen."""
    draw = rng.random()
    if draw < 0.06:
        return 0
    if draw < 0.14:
        return max(1, low if low <= 2 else 1 if high < 20 else low)
    return max(1, round(rng.triangular(low, high, low + (high - low) / 3) * factor))


def _factor(size: int) -> float:
    return (1.0, 3.0, 20.0, 90.0)[size]


def _figures(rng: Random, kind: str, size: int) -> dict[str, Number]:
    figures = _requests(rng, size)
    _disclosure(rng, kind, size, figures)
    if figures and rng.random() < 0.5:
        _disputes(rng, size, figures)
    return {path: number for path, number in figures.items() if number}


_RESULTS = (
    ("granted", 10), ("partially_granted", 2), ("refused.third_party", 1), ("refused.internal_affairs", 1),
    ("refused.process_information", 1), ("refused.enforcement_file", 1), ("refused.administrative_query", 1),
    ("refused.other_law", 1), ("unavailable.not_held", 5), ("unavailable.needs_creation", 2),
    ("unavailable.unclear", 1), ("rejected.petition", 1), ("rejected.repeated", 1), ("rejected.confirmation", 1),
    ("closed.uncorrected", 1), ("closed.other", 2), ("refused.state_secret", 1), ("refused.security_stability", 1),
)  # fmt: skip
_APPLICANTS = (("natural_person", 12), ("enterprise", 4), ("legal_service", 2), ("social", 1), ("other", 1))


def _requests(rng: Random, size: int) -> dict[str, Number]:
    """Table three, balanced: nothing, one application, all of one applicant or one result, or a mixture."""
    total = rng.choice(((0, 0, 1, 1, 2, 4, 9), (1, 3, 12, 40), (6, 40, 160, 300), (90, 700, 3200))[size])
    if not total:
        return {}
    results = rng.sample(_RESULTS, rng.choice((1, 2, 4, len(_RESULTS)))) if rng.random() < 0.8 else [("granted", 1)]
    applicants = rng.sample(_APPLICANTS, rng.choice((1, 2, 3, 5))) if rng.random() < 0.7 else [_APPLICANTS[0]]
    figures: dict[str, Number] = {}
    waiting = rng.randint(1, max(1, total // 8)) if rng.random() < 0.35 else 0
    carried = rng.randint(1, max(1, total // 10)) if rng.random() < 0.3 else 0
    for number in range(total):
        (column,) = rng.choices([a for a, _ in applicants], [w for _, w in applicants])
        (row,) = rng.choices([r for r, _ in results], [w for _, w in results])
        came = "carried_in" if number < carried and number >= waiting else "received"
        went = "carried_out" if number < waiting else row
        for path in (f"requests.{came}.{column}", f"requests.{went}.{column}"):
            figures[path] = figures.get(path, 0) + 1
    return figures


def _disclosure(rng: Random, kind: str, size: int, figures: dict[str, Number]) -> None:
    """Table two: documents, decisions and fees that such a unit may have."""
    documents = ["normative_documents"] + (["regulations"] if KINDS[kind].may_make_regulations else [])
    for name in documents:
        if rng.random() < (0.4, 0.7, 0.9, 1.0)[size]:
            scale = (1, 2, 6, 12)[size] if name == "normative_documents" else 2
            issued, repealed = rng.choice((0, 0, scale, scale + 1)), rng.choice((0, 0, 0, scale))
            figures[f"disclosure.{name}.issued"] = issued
            figures[f"disclosure.{name}.repealed"] = repealed
            figures[f"disclosure.{name}.in_force"] = rng.choice((issued, issued + 3 * scale, issued + 7 * scale))
    for name, likely in (("licensing", 0.6), ("penalties", 0.5), ("coercion", 0.25)):
        if rng.random() < likely:
            figures[f"disclosure.{name}.decisions"] = _some(rng, 2, 60, _factor(size))
    if size and rng.random() < 0.5:
        figures["disclosure.fees.amount"] = rng.randint(1, 900) * (1, 3, 20, 90)[size]


def _disputes(rng: Random, size: int, figures: dict[str, Number]) -> None:
    most = (1, 2, 12, 60)[size]
    for kind in ("review", "litigation_direct", "litigation_after_review"):
        if rng.random() < 0.5:
            for outcome in rng.sample(("upheld", "corrected", "other", "pending"), rng.choice((1, 1, 2, 4))):
                figures[f"disputes.{kind}.{outcome}"] = rng.randint(1, most)


def _facts(rng: Random, bank: Bank, kind: str, size: int, figures: Mapping[str, Number]) -> dict[str, FactValue]:
    """Every fact that concerns the kind, before some are left unstated."""
    facts: dict[str, FactValue] = {}
    for fact in bank.facts.values():
        if not fact.concerns(kind):
            continue
        if fact.id in _COUNTS:
            low, high = _COUNTS[fact.id]
            facts[fact.id] = _some(rng, low, high, 1.0 if fact.id in _STEADY else _factor(size) ** 0.8)
        elif fact.id in _WORDS:
            facts[fact.id] = rng.choice(_WORDS[fact.id])
        elif fact.type == "yesno":
            facts[fact.id] = rng.random() < 0.85
    facts["items_published"] = sum(int(str(facts[name])) for name in ("website_posts", "new_media_posts"))
    facts["accountability_cases"] = 0 if rng.random() < 0.95 else 1
    facts["assessment_weight"] = rng.choice((2, 3, 4, 5))
    facts["evaluation_satisfaction"] = rng.choice((92, 96, 98, 100))
    _parts_of_facts(rng, facts, size, figures)
    if not size:
        facts = {name: value for name, value in facts.items() if not name.startswith("press")}
    return facts


def _part(rng: Random, whole: FactValue | None, all_of_it: float = 0.3) -> int:
    """Some or all of a count."""
    number = int(str(whole or 0))
    return number if rng.random() < all_of_it else rng.randint(0, number)


def _parts_of_facts(rng: Random, facts: dict[str, FactValue], size: int, figures: Mapping[str, Number]) -> None:
    """Counts that are parts of others, or follow from the tables."""
    whole = int(str(facts["interpretations"]))
    graphic = _part(rng, whole, 0.2)
    facts["interpretations_graphic"], facts["interpretations_video"] = graphic, _part(rng, whole - graphic, 0.2)
    facts["interpretations_text"] = whole - graphic - int(str(facts["interpretations_video"]))
    facts["interpretations_leader"] = _part(rng, min(whole, 3), 0.1)
    facts["messages_answered"] = _part(rng, facts["messages_received"], 0.8)
    facts["opinions_received"] = rng.choice((0, 1, 6, 14))
    facts["opinions_adopted"] = _part(rng, facts["opinions_received"], 0.3)
    facts["press_conferences"], facts["interviews"] = rng.choice((0, 1, 6)), rng.choice((0, 1, 4))
    facts["press_leaders"] = _part(rng, facts["press_conferences"], 0.5)
    reviewed = int(str(facts["normative_reviewed"]))
    facts["cleanup_repealed"] = _part(rng, reviewed // 3, 0.2)
    facts["cleanup_amended"] = _part(rng, reviewed // 4, 0.2)
    facts["cleanup_kept"] = reviewed - int(str(facts["cleanup_repealed"])) - int(str(facts["cleanup_amended"]))
    facts["library_added"] = _part(rng, int(str(facts["library_documents"])) // 3, 0.2)
    facts["items_returned"] = _part(rng, int(str(facts["documents_reviewed"])) // 20, 0.2)
    facts["attribute_public"] = _part(rng, facts["attribute_documents"], 0.2)
    facts["reopened_items"] = rng.choice((0, 0, 1, 3))
    facts["columns_new"], facts["columns_adjusted"] = rng.choice((0, 1, 2)), rng.choice((0, 1, 3))
    facts["new_media_accounts"] = rng.choice((0, 1, 1, 2, 3 + 4 * size))
    facts["new_media_opened"], facts["new_media_cancelled"] = rng.choice((0, 0, 1)), rng.choice((0, 0, 1))
    facts["special_zones"], facts["reading_points"] = rng.choice((0, 1, 2)), rng.choice((0, 1, 2))
    facts["staff_full_time"], facts["late_items"] = rng.choice((0, 1, 2)), rng.choice((0, 0, 0, 2))
    for name in ("npc_proposals", "cppcc_proposals"):
        facts[f"{name}_published"] = _part(rng, facts[name], 0.6)
    facts["key_points_tasks"] = rng.choice((1, 6, 12))
    facts["key_points_done"] = _part(rng, facts["key_points_tasks"], 0.7)
    _fee(rng, facts)
    _about_requests(rng, facts, figures)
    if "gazette_issues" in facts or size >= 2:
        facts["gazette_issues"], facts["gazette_copies"] = rng.choice((4, 6, 12)), rng.choice((500, 3000))


def _fee(rng: Random, facts: dict[str, FactValue]) -> None:
    notices = rng.choice((0, 0, 0, 1, 3))
    charged = notices * rng.choice((40, 270, 880))
    collected = rng.choice((charged, charged, 0, charged // 20 * 10))
    facts.update(fee_notices=notices, fee_charged=charged, fee_collected=collected)


def _about_requests(rng: Random, facts: dict[str, FactValue], figures: Mapping[str, Number]) -> None:
    received = sum(int(n) for path, n in figures.items() if path.startswith("requests.received."))
    left = received
    for name in ("requests_web", "requests_letter", "requests_in_person"):
        facts[name] = _part(rng, left, 0.4)
        left -= int(str(facts[name]))
    facts["requests_web"] = int(str(facts["requests_web"])) + left
    facts["requests_fax"] = 0
    most = max(0, received // 4)
    for name in ("requests_corrections", "requests_extended", "requests_third_party"):
        facts[name] = _part(rng, most, 0.2)
    withdrawn = sum(int(n) for path, n in figures.items() if path.startswith("requests.closed.other."))
    facts["requests_withdrawn"] = _part(rng, withdrawn, 0.5)
    if received:
        facts["requests_subjects"] = tuple(rng.sample(("征地补偿", "工程招标", "社会救助", "宅基地审批"), 2))


_WHOLES = {
    "messages_answered": "messages_received", "opinions_received": "consultations",
    "library_added": "library_documents",
    "opinions_adopted": "opinions_received", "items_returned": "documents_reviewed",
    "attribute_public": "attribute_documents", "people_trained": "trainings", "press_leaders": "press_conferences",
    "cleanup_kept": "normative_reviewed", "cleanup_amended": "normative_reviewed",
    "cleanup_repealed": "normative_reviewed", "npc_proposals_published": "npc_proposals",
    "cppcc_proposals_published": "cppcc_proposals", "fee_charged": "fee_notices", "fee_collected": "fee_notices",
    "evaluation_people": "evaluation_done", "evaluation_satisfaction": "evaluation_done",
    "evaluation_result": "evaluation_done", "assessment_result": "assessed", "assessment_weight": "assessed",
    "assessed_units": "assessed", "reopened_items": "refusal_review", "website_url": "website_name",
    "key_points_done": "key_points_tasks", "notices_of_criticism": "inspections", "errors_corrected": "inspections",
    "late_items": "inspections", "normative_reviewed": "normative_cleanup", "gazette_copies": "gazette_issues",
    "gazette_digital": "gazette_issues",
}  # fmt: skip


def consistent(facts: Mapping[str, FactValue], figures: Mapping[str, Number]) -> dict[str, FactValue]:
    """The facts without parts whose whole is missing, denied or zero, and without cleaning up where there are
    no normative documents."""
    kept = dict(facts)
    documents = any(path.startswith("disclosure.normative_documents.") for path in figures)
    if not documents:
        kept.pop("normative_cleanup", None)
    for _ in range(3):  # a part of a part
        kept = {name: value for name, value in kept.items() if name not in _WHOLES or kept.get(_WHOLES[name])} | {
            name: value for name, value in kept.items() if name in ("fee_collected",) and value == 0
        }
    if any(name not in kept for name in ("requests_web", "requests_letter", "requests_in_person")):
        kept = {n: v for n, v in kept.items() if n not in ("requests_web", "requests_letter", "requests_in_person")}
    return kept


def _last_year(rng: Random, figures: Mapping[str, Number], facts: Mapping[str, FactValue]) -> LastYear:
    """Last year's report: the same, more, fewer, half, twice, or nothing; what it carried out came in this year."""
    how = rng.choice((1.0, 1.25, 0.8, 0.5, 0.4, 0.0))
    before = {
        path: int(float(number) * how)
        for path, number in figures.items()
        if path.startswith(("requests.received.", "disclosure.")) and ".regulations" not in path
    }
    for path, number in figures.items():
        if path.startswith("requests.carried_in."):
            before[path.replace("carried_in", "carried_out")] = int(number)
    for column in {path.rpartition(".")[2] for path in before if path.startswith("requests.")}:
        came, waits = before.get(f"requests.received.{column}", 0), before.get(f"requests.carried_out.{column}", 0)
        came = before[f"requests.received.{column}"] = max(came, waits)
        before[f"requests.granted.{column}"] = came - waits
    for name in ("normative_documents", "regulations"):
        stock = [int(figures.get(f"disclosure.{name}.{part}", 0)) for part in ("in_force", "issued", "repealed")]
        before[f"disclosure.{name}.in_force"] = max(0, stock[0] - stock[1] + stock[2])
        before[f"disclosure.{name}.issued"] = before[f"disclosure.{name}.repealed"] = 0
    told: dict[str, FactValue] = {}
    published = facts.get("items_published")
    if isinstance(published, int):
        told["items_published"] = int(published * how)
    past = [
        {
            "text": text,
            "answer": _DONE[text] if rng.random() < 0.8 else None,
            "status": rng.choice(("已整改", "持续推进", None)),
        }
        for text, _ in rng.sample(_PROBLEMS, rng.choice((0, 1, 2)))
    ]
    return LastYear.model_validate(
        {"form": "2021", "figures": {p: n for p, n in before.items() if n}, "facts": told, "problems": past}
    )
