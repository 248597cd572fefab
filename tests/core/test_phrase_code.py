"""What is written for a phrase as Python says the same as Jinja2 does."""

from __future__ import annotations

from random import Random

import pytest
from jinja2 import Template

from nianbao.core.bank_build import known_names
from nianbao.core.bank_source import FactSource
from nianbao.core.compose import Composer
from nianbao.core.figures import UNSTATED
from nianbao.core.kinds import KINDS
from nianbao.core.phrase_code import decision_code, function, text_code
from nianbao.core.phrase_syntax import PhraseError, condition, environment, parse
from nianbao.core.scenarios import scenario
from nianbao.workflow import banks

NAMES = {
    "year": 2023,
    "text": "更新偏慢",
    "items": "",
    "facts__a": 3,
    "facts__b": UNSTATED,
    "facts__c": ("甲", "乙"),
    "facts__d": True,
    "requests__received__total": 5,
    "requests__granted__total": 0,
}
TEXTS = [
    "没有数字。",
    "",
    "{{ year }}年收到{{ requests.received.total | count('件') }}，{{ text | words }}。",
    "{% if facts.b %}甲{{ facts.b | count }}{% elif facts.a > 2 %}乙{{ facts.a | count }}{% else %}丙{% endif %}。",
    "{% if not facts.d or facts.a < 1 %}甲{% endif %}。",
    "{{ facts.c | joined(last='和') }}{{ '，' if facts.d else '。' }}",
    "{{ '有' if facts.b }}无",
    "{{ (requests.received.total - requests.granted.total) | count('件') }}",
    "{{ requests.granted.total | share(requests.received.total) }}",
    "{{ {'甲': requests.received.total, '乙': facts.b, '丙': facts.a} | listed('件') }}",
    "{{ {'甲': requests.received.total, '丙': facts.a} | top('件') }}",
    "{{ facts.b | count('次') }}",
    "{{ facts.b | words }}",
    "{% if positive(facts.a, facts.b, requests.received.total) == 2 %}两类{% endif %}",
    "{% if stated(facts.a) and not stated(facts.b) and -facts.a < 0 and 1 < facts.a <= 3 %}是{% endif %}",
    "{% if text in ['更新偏慢'] %}",
]


def known(path: str) -> bool:
    return path.replace(".", "__") in NAMES


def said(make) -> str | None:
    try:
        return make()
    except PhraseError:
        return None


def by_jinja(text: str, names=known, values=NAMES) -> str | None:
    code = environment().compile(parse(text, names).tree)
    return said(lambda: Template.from_code(environment(), code, {}).render(values))


@pytest.mark.parametrize("text", TEXTS[:-1])
def test_every_construct_says_what_jinja_says(text: str) -> None:
    say = function(text_code(parse(text, known).tree))
    assert said(lambda: say(NAMES)) == by_jinja(text)


@pytest.mark.parametrize(
    "text",
    [
        TEXTS[-1],
        "{{ facts.a | count(text) }}",
        "{{ facts.a | count(*facts.c) }}",
        "{{ facts.a ** 9 | count }}",
        "{{ facts.c[0] }}",
        "{% for x in facts.c %}{{ x }}{% endfor %}",
        "{% set x = 1 %}",
        "{{ text.upper() }}",
        "{{ text ~ text }}",
    ],
)
def test_what_is_not_allowed_is_said(text: str) -> None:
    with pytest.raises(PhraseError):
        text_code(parse(text, known).tree)


def test_conditions_give_the_numbers_of_those_that_hold_in_their_order() -> None:
    asked = ["facts.a > 2", "facts.b > 0", "not facts.b", "requests.received.total + facts.a == 8", "facts.d and year"]
    decide = function(decision_code((9 - n, condition(text, known).tree) for n, text in enumerate(asked)))
    assert decide(NAMES) == [9, 7, 6, 5]


def test_a_phrase_sees_only_filters_and_values() -> None:
    assert function(text_code(parse("。", known).tree)).__globals__["__builtins__"] == {}


def test_every_phrase_of_the_bank_says_what_jinja_says() -> None:
    bank = banks.load_bank()
    rng = Random(7)
    names = known_names(dict.fromkeys(bank.facts, FactSource.model_construct()))
    kinds = list(KINDS)
    told = 0
    for n in range(6):
        composer = Composer(scenario(rng, bank, kinds[n % len(kinds)]), bank)
        composer.context.update(
            items="每月核对", n=2, text="更新偏慢", answer="已逐月核对", status="已整改", in_year="年内"
        )
        for _, variant in list(bank.variants.values())[n::6]:
            ours = said(lambda: bank.render(variant, composer.context))  # noqa: B023
            assert ours == by_jinja(variant.source, names, composer.context), variant.id
            told += ours is not None
    assert told > 300
