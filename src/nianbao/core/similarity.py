"""How alike reports are: which copy each other, and in which sentences.

The score of two reports is the Jaccard index of their sets of 5-character runs: runs in both over runs in
either. The text is the narrative without section titles and tables, with white space and Arabic digits
taken out, so that a copy with other figures is a copy still. Another program can recompute it from that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from nianbao.core.report import Report, split_sentences

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RUN = 5
"""Characters of a run."""
LEAST_SHARED = 12
"""Characters of the shortest sentence worth naming as shared."""
_OUT = re.compile(r"[\s\u3000\d０-９]+")


class Pair(NamedTuple):
    """Two texts by their numbers, their score from 0 to 1, and the sentences they share, longest first."""

    a: int
    b: int
    score: float
    shared: tuple[str, ...] = ()


def bare_narrative(report: Report) -> str:
    """The text that is compared: paragraphs one after the other, without white space and digits."""
    return bare("".join(p.text for _, p in report.paragraphs() if not p.level))


def bare(text: str) -> str:
    """A text without white space and digits."""
    return _OUT.sub("", text)


def jaccard(one: str, two: str) -> float:
    """The score of two bare texts; 0 where both are shorter than a run."""
    a, b = (frozenset(text[n : n + RUN] for n in range(len(text) - RUN + 1)) for text in (one, two))
    union = len(a | b)
    return len(a & b) / union if union else 0.0


def pairs(texts: Sequence[str], least: float = 0.0) -> list[tuple[int, int, float]]:
    """All pairs of bare texts whose score reaches `least`, most alike first; exact.

    Only runs that stand in at least two texts can be shared, so each text is a row of bits over those; a
    pair's shared runs are the bits that both rows have.
    """
    import numpy as np

    sets = [_runs(text) for text in texts]
    sizes = np.array([len(runs) for runs in sets], dtype=np.int64)
    rows = _bits(sets)
    scores_of: list[NDArray[np.float64]] = []
    partners: list[NDArray[np.int64]] = []
    for a in range(len(texts) - 1):
        common = np.bitwise_count(rows[a + 1 :] & rows[a]).sum(axis=1, dtype=np.int64)
        union = sizes[a + 1 :] + sizes[a] - common
        scores = np.divide(common, union, out=np.zeros(len(common)), where=union > 0)
        near = np.flatnonzero(scores >= max(least, 1e-12))
        scores_of.append(scores[near])
        partners.append(near + a + 1)
    if not partners:
        return []
    first = np.repeat(np.arange(len(partners)), [len(found) for found in partners])
    second, score = np.concatenate(partners), np.concatenate(scores_of)
    order = np.lexsort((second, first, -score))
    return list(zip(first[order].tolist(), second[order].tolist(), score[order].tolist(), strict=True))


def _runs(text: str) -> NDArray[np.uint64]:
    """The distinct runs of a text, each packed into 64 bits without loss (12 bits too few for a character
    beyond the basic plane: those are folded, which two texts would have to share to be confused)."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < RUN:
        return np.zeros(0, dtype=np.uint64)
    value = np.zeros(len(codes) - RUN + 1, dtype=np.uint64)
    for n in range(RUN):
        value = value * np.uint64(1_000_003) + codes[n : len(codes) - RUN + 1 + n]
    return np.unique(value)


def _bits(sets: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """A row of bits a text over the runs that at least two texts have."""
    import numpy as np

    every = np.concatenate(sets) if sets else np.zeros(0, dtype=np.uint64)
    runs, counts = np.unique(every, return_counts=True)
    shared = runs[counts > 1]
    words = max(1, -(-len(shared) // 64))
    rows = np.zeros((len(sets), words), dtype=np.uint64)
    for row, own in enumerate(sets):
        at = np.searchsorted(shared, own)
        at = at[(at < len(shared))]
        places = at[np.isin(shared[at], own)] if len(shared) else at
        flags = np.zeros(words * 64, dtype=np.uint8)
        flags[places] = 1
        rows[row] = np.packbits(flags, bitorder="little").view(np.uint64)
    return rows


def shared_sentences(one: Report, two: Report, most: int = 5) -> tuple[str, ...]:
    """Sentences of the first report that stand in the second as well (digits aside), longest first."""
    other = {bare(text) for text in _sentences(two)}
    found = {text for text in _sentences(one) if len(bare(text)) >= LEAST_SHARED and bare(text) in other}
    return tuple(sorted(found, key=lambda text: (-len(text), text))[:most])


def _sentences(report: Report) -> Iterator[str]:
    for _, paragraph in report.paragraphs():
        if not paragraph.level:
            yield from split_sentences(paragraph.text)


def similar(reports: Sequence[Report], least: float) -> list[Pair]:
    """The pairs of reports whose score reaches `least`, most alike first, with the sentences they share."""
    found: list[Any] = pairs([bare_narrative(report) for report in reports], least)
    return [Pair(a, b, round(score, 4), shared_sentences(reports[a], reports[b])) for a, b, score in found]
