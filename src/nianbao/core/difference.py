"""The difference between two texts as a person would mark it: sentence by sentence, whole numbers, no confetti."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from nianbao.core.report import split_sentences
from nianbao.core.revise import character_diff

Kind = Literal["same", "gone", "new"]


class Edit(NamedTuple):
    """Characters that stay, go, or come."""

    kind: Kind
    text: str


def edits(before: str, after: str) -> list[Edit]:
    """What turns one text into the other (收到3件 into 收到12件: same 收到, gone 3, new 12, same 件). Sentences
    that are alike are compared by characters, others are replaced whole; what goes stands before what comes."""
    old, new = split_sentences(before), split_sentences(after)
    found: list[Edit] = []
    for a, b in align(old, new, likeness):
        one, two = old[a] if a is not None else "", new[b] if b is not None else ""
        found += _characters(one, two) if one and two else [Edit("gone", one), Edit("new", two)]
    return _tidy(found)


def _characters(before: str, after: str) -> list[Edit]:
    left, right = character_diff(before, after)
    found: list[Edit] = []
    a = b = 0
    while a < len(left) or b < len(right):
        if a < len(left) and left[a][1]:
            found.append(Edit("gone", left[a][0]))
            a += 1
        elif b < len(right) and right[b][1]:
            found.append(Edit("new", right[b][0]))
            b += 1
        else:
            found.append(Edit("same", left[a][0]))
            a, b = a + 1, b + 1
    return _without_crumbs(_tidy(found))


def _tidy(found: Sequence[Edit]) -> list[Edit]:
    """Empty edits dropped; between two that stay, what goes in one piece and then what comes."""
    out: list[Edit] = []
    gone = new = ""
    for edit in (*found, Edit("same", "")):
        if edit.kind == "gone":
            gone += edit.text
        elif edit.kind == "new":
            new += edit.text
        else:
            out += [e for e in (Edit("gone", gone), Edit("new", new)) if e.text]
            gone = new = ""
            if edit.text and out and out[-1].kind == "same":
                out[-1] = Edit("same", out[-1].text + edit.text)
            elif edit.text:
                out.append(edit)
    return out


def _without_crumbs(found: list[Edit]) -> list[Edit]:
    """A character or two that happen to stay between larger changes (的, 了) go along with them: nobody
    marks up a text like that."""
    out: list[Edit] = []
    for n, edit in enumerate(found):
        size = len(edit.text)
        crumb = edit.kind == "same" and 0 < n < len(found) - 1 and size <= 2
        if crumb and _size(found, n, -1) + _size(found, n, 1) > 2 * size:
            out += [Edit("gone", edit.text), Edit("new", edit.text)]
        else:
            out.append(edit)
    return _tidy(out)


def _size(found: Sequence[Edit], at: int, step: int) -> int:
    """The characters changed next to a place, before it (-1) or behind it (1)."""
    size = 0
    at += step
    while 0 <= at < len(found) and found[at].kind != "same":
        size += len(found[at].text)
        at += step
    return size


def pairs_of(text: str) -> Counter[str]:
    """The pairs of neighbouring characters; a single character counts as one."""
    bare = "".join(text.split())
    return Counter(bare[n : n + 2] for n in range(max(1, len(bare) - 1))) if bare else Counter()


def likeness(one: str, two: str) -> float:
    """How much of two texts is common, by pairs of characters: 1 for equal ones, 0 for unrelated ones."""
    if one == two:
        return 1.0
    return counted_likeness(pairs_of(one), pairs_of(two))


def counted_likeness(one: Counter[str], two: Counter[str]) -> float:
    """The same for texts whose pairs have been counted."""
    total = one.total() + two.total()
    if len(two) < len(one):
        one, two = two, one
    common = sum(min(count, two[pair]) for pair, count in one.items() if pair in two)
    return 2 * common / total if total else 0.0


LEAST = 0.35
"""Likeness below which two sentences are no longer versions of one another."""


def align(
    old: Sequence[str], new: Sequence[str], alike: Callable[[str, str], float] = likeness
) -> list[tuple[int | None, int | None]]:
    """Which of the old texts is which of the new, in order; None beside one that went or came. The pairs are
    chosen so that together they are as alike as can be."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    a, b = len(old) - start - end, len(new) - start - end
    scores = [[alike(old[start + i], new[start + j]) for j in range(b)] for i in range(a)]
    best = [[0.0] * (b + 1) for _ in range(a + 1)]
    for i in range(a - 1, -1, -1):
        for j in range(b - 1, -1, -1):
            paired = best[i + 1][j + 1] + scores[i][j] if scores[i][j] >= LEAST else -1.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    found: list[tuple[int | None, int | None]] = [(n, n) for n in range(start)]
    i = j = 0
    while i < a or j < b:
        if i < a and j < b and scores[i][j] >= LEAST and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            found.append((start + i, start + j))
            i, j = i + 1, j + 1
        elif i < a and (j == b or best[i][j] == best[i + 1][j]):
            found.append((start + i, None))
            i += 1
        else:
            found.append((None, start + j))
            j += 1
    found += [(len(old) - end + n, len(new) - end + n) for n in range(end)]
    return found
