"""The words of claims: no word is missed because of how it begins."""

from __future__ import annotations

import re
import re._parser as parser  # type: ignore[import-not-found]
import string

from nianbao.core.claims.words import _WORDS, tokens


def beginnings(pattern):
    """The characters with which a pattern can begin, and whether it can be empty."""
    found = set()
    for operation, value in pattern:
        name = operation.name
        if name in ("ASSERT", "ASSERT_NOT", "AT"):
            continue
        if name == "LITERAL":
            return found | {chr(value)}, False
        if name == "IN":
            for kind, what in value:
                found |= {chr(what)} if kind.name == "LITERAL" else set(string.digits)
            return found, False
        if name == "BRANCH":
            parts = [beginnings(branch) for branch in value[1]]
        elif name == "SUBPATTERN":
            parts = [beginnings(value[3])]
        else:
            inner, empty = beginnings(value[2])
            parts = [(inner, empty or value[0] == 0)]
        found |= set().union(*(characters for characters, _ in parts))
        if not any(empty for _, empty in parts):
            return found, False
    return found, True


def test_every_word_begins_with_a_character_that_is_looked_at():
    for _, _, begins, word in _WORDS:
        characters, empty = beginnings(parser.parse(word))
        assert not empty, word
        assert characters == set(begins.replace("0-9", string.digits)), word


def test_the_words_are_those_that_the_patterns_find():
    text = "全年新收政府信息公开申请15件，上年结转1件，其中自然人3件，予以公开2件，因政府信息公开引起的行政复议1件。"
    plain = re.compile("|".join(f"(?:{word})" for *_, word in _WORDS))
    assert [(t.start, t.end) for t in tokens(text)] == [m.span() for m in plain.finditer(text)]
