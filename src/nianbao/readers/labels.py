"""Labels of the form as they are met: spaces, broken words, half-width marks, lost numbers, small variants.

Every label comes from the form; here is only how to recognise one.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from functools import cache, lru_cache

from nianbao.core.form import (
    CARRIED_IN,
    CARRIED_OUT,
    COLUMNS,
    DISPUTE_LABELS,
    EDITIONS,
    GROUPS,
    HANDLED,
    OUTCOMES,
    RECEIVED,
    RESULTS_LABEL,
    form,
)
from nianbao.readers.traditional import simplified

_NOT_WORD = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]+")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_NUMBER = re.compile(r"^(?:[一二三四五六七](?=[^一二三四五六七])|[1-8](?=[^0-9]))")


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """The words of a label alone: no spaces, marks or brackets, digits half-width, characters simplified."""
    return _NOT_WORD.sub("", simplified(text.translate(_WIDE)))


def unnumbered(word: str) -> str:
    """A bare label without the number before it (一, 1)."""
    return _NUMBER.sub("", word)


GROUP = "group:"
"""Prefix of the names of groups of rows (group:refused), which hold no figures themselves."""
RESULTS = GROUP + "results"


@cache
def row_names() -> Mapping[str, str]:
    """Bare labels of table three's rows, with and without number, to their path below `requests`.

    `其他` and `总计` alone also head columns: whoever looks them up must know that he is below the head.
    """
    names: dict[str, str] = {}
    for edition in EDITIONS:
        for row in (RECEIVED, CARRIED_IN, *form(edition).rows, HANDLED, CARRIED_OUT):
            if row.path == "closed":
                continue
            word = bare(row.label)
            names.setdefault(word, row.path)
            names.setdefault(unnumbered(word), row.path)
    for name, label in GROUPS.items():
        names[bare(label)] = GROUP + name
        names[unnumbered(bare(label))] = GROUP + name
    names[bare(RESULTS_LABEL)] = RESULTS
    names[unnumbered(bare(RESULTS_LABEL))] = RESULTS
    names["部分公开"] = names["二部分公开"] = "partially_granted"
    names["七合计"] = names["合计"] = "handled"
    return names


AMBIGUOUS = frozenset({"其他", "总计", "合计"})
"""Bare labels that head rows as well as columns."""


@lru_cache(maxsize=4096)
def row_name(text: str) -> str | None:
    """The row or group that a label of table three names, None where it names none for sure."""
    word = bare(text)
    if not word or word.isdigit():
        return None
    names = row_names()
    found = names.get(word) or names.get(unnumbered(word))
    if found or len(word) < 4:
        return found
    return _similar_row(unnumbered(word)) or _similar_of_number(word)


def _similar_of_number(word: str) -> str | None:
    """The row of the same number whose label is nearest, where it is near enough: （一）给予公开."""
    if unnumbered(word) == word:
        return None
    same = {name: path for name, path in row_names().items() if name[0] == word[0] and unnumbered(name) != name}
    ratios = {
        path: difflib.SequenceMatcher(None, word[1:], name[1:], autojunk=False).ratio() for name, path in same.items()
    }
    best = sorted(((ratio, path) for path, ratio in ratios.items()), reverse=True)[:2]
    if not best or best[0][0] < 0.7 or (len(best) > 1 and best[0][0] - best[1][0] < 0.2):
        return None
    return best[0][1]


def exact_row(word: str) -> str | None:
    """The row or group of table three whose label this bare word is, with or without its number."""
    names = row_names()
    return names.get(word) or names.get(unnumbered(word)) or (exact_row(word[:-1]) if word.endswith("量件") else None)


def _similar_row(word: str) -> str | None:
    """A label with a typo, cut short or with words added: the one row that is nearest by a clear margin."""
    if len(word) < 4:
        return None
    names = {name: path for name, path in row_names().items() if unnumbered(name) == name and name not in AMBIGUOUS}
    if len(word) >= 6:
        starts = {
            path for name, path in names.items() if name.startswith(word) or (len(name) >= 6 and word.startswith(name))
        }
        if len(starts) == 1:
            return starts.pop()
    best = sorted(
        ((difflib.SequenceMatcher(None, word, name, autojunk=False).ratio(), path) for name, path in names.items()),
        reverse=True,
    )
    (score, path), (second, other) = best[0], next(item for item in best[1:] if item[1] != best[0][1])
    del other
    return path if score >= 0.72 and score - second >= 0.08 else None


SUBTOTAL = "subtotal"
"""A column or row that some add (小计): understood, and no figure of the form."""
_COLUMN_NAMES: dict[str, str] = {
    **{bare(column.label): column.path for column in COLUMNS},
    "合计": "total",
    "共计": "total",
    "小计": SUBTOTAL,
    "其它": "other",
    "科研单位": "research",
    "社会组织": "social",
    "公益组织": "social",
    "社会公益性组织": "social",
    "公益性组织": "social",
    "法律服务组织": "legal_service",
    "公民": "natural_person",
}
_COLUMN_ENDS = tuple(sorted(_COLUMN_NAMES, key=len, reverse=True))
_OUTCOME_NAMES = {
    **{bare(label): path for path, label in OUTCOMES},
    "维持": "upheld",
    "纠正": "corrected",
    "未审结": "pending",
    "合计": "total",
    "其他": "other",
}
_OUTCOME_ENDS = tuple(sorted(_OUTCOME_NAMES, key=len, reverse=True))


@lru_cache(maxsize=1024)
def column_name(head: str) -> str | None:
    """The column of table three that a head names; `head` is all that stands above the column, bare."""
    for end in _COLUMN_ENDS:
        if head.endswith(end):
            return _COLUMN_NAMES[end]
    return None


@lru_cache(maxsize=1024)
def outcome_name(head: str) -> tuple[str | None, str] | None:
    """The proceeding (None where the head does not say) and outcome of a column of table four."""
    for end in _OUTCOME_ENDS:
        if head.endswith(end):
            return _proceeding(head), _OUTCOME_NAMES[end]
    return None


def _proceeding(head: str) -> str | None:
    if "直接起诉" in head or bare(DISPUTE_LABELS["litigation_direct"]) in head:
        return "litigation_direct"
    if bare(DISPUTE_LABELS["litigation_after_review"]) in head or "经复议" in head.replace("未经复议", ""):
        return "litigation_after_review"
    return "review" if bare(DISPUTE_LABELS["review"]) in head else None


@cache
def item_names() -> Mapping[str, str]:
    """Bare labels of table two's items to their path below `disclosure`."""
    names = {
        bare(item.label): item.path for edition in EDITIONS for block in form(edition).blocks for item in block.items
    }
    return {**names, "规范性文件": "normative_documents", "政府规章": "regulations", "地方政府规章": "regulations"}


_EXPLAINED = re.compile(r"[（(]")


@lru_cache(maxsize=1024)
def item_of(text: str) -> str | None:
    """The item of table two that a label names; some explain it in brackets behind."""
    names = item_names()
    return names.get(bare(text)) or names.get(bare(_EXPLAINED.split(text, maxsplit=1)[0]))


@lru_cache(maxsize=1024)
def item_head(text: str) -> str | None:
    """The last part of the path of a column of table two that a head names; some explain it in brackets behind."""
    heads = item_heads()
    return heads.get(bare(text)) or heads.get(bare(_EXPLAINED.split(text, maxsplit=1)[0]))


@cache
def item_heads() -> Mapping[str, str]:
    """Bare heads of table two's columns to the last part of the path."""
    heads = {
        bare(head): path
        for edition in EDITIONS
        for block in form(edition).blocks
        for item in block.items
        for path, head in item.cells
    }
    more = {
        "本年制发数量": "issued",
        "制发件数": "issued",
        "本年度制发件数": "issued",
        "本年废止数量": "repealed",
        "废止件数": "repealed",
        "本年度废止件数": "repealed",
        "现行有效数量": "in_force",
        "本年度处理决定数量": "decisions",
        "本年收费金额": "amount",
        "收费金额": "amount",
        "收费金额单位万元": "amount",
        "本年度收费金额单位万元": "amount",
        "上一年项目数": "items_last_year",
        "本年增减": "items_change",
    }
    return {**more, **heads}


@cache
def item_editions() -> Mapping[tuple[str, str], str]:
    """Which edition alone has a cell of table two, by (item, last part of the path)."""
    seen: dict[tuple[str, str], set[str]] = {}
    for edition in EDITIONS:
        for block in form(edition).blocks:
            for item in block.items:
                for path, _ in item.cells:
                    seen.setdefault((item.path, path), set()).add(edition)
    return {key: editions.pop() for key, editions in seen.items() if len(editions) == 1}


CONTENT = "信息内容"
_ITEM_OF_ARTICLE = re.compile(r"第二十条第?[一二三四五六七八九十]+项")


def is_article_item(word: str) -> bool:
    """Whether a bare label is 第二十条第（一）项."""
    return _ITEM_OF_ARTICLE.fullmatch(word) is not None


@cache
def known_labels() -> frozenset[str]:
    """Every bare label of the three tables, of all editions: a line that is one of them is part of a table."""
    labels = set(row_names()) | set(item_names()) | set(item_heads()) | set(_COLUMN_NAMES)
    labels |= {
        bare(cell.label) for e in EDITIONS for table in form(e).tables.values() for cell in table.cells if cell.label
    }
    return frozenset(labels)
