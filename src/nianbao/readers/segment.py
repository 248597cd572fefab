"""jieba with our own dictionary only: a few thousand words of the field.

The general dictionary of jieba holds 350,000 words and takes 0.7 s to load; words that neither the
thesaurus nor the dictionary of the field names tell the matching nothing that their characters do not.
So the tokenizer is given our words directly: nothing is read, cached or said on the error stream.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable
from functools import cache
from typing import Any

from nianbao.core.matching import Segment


def jieba_segment(words: Iterable[str]) -> Segment:
    """A segmenter that knows these words, the longer the likelier; jieba is imported at the first call."""
    known = tuple(words)

    @cache
    def tokenizer() -> Any:
        made = _jieba().Tokenizer()
        frequencies: dict[str, int] = {}
        for word in known:
            frequencies[word] = 10 * len(word) ** 4  # a long word beats the short ones it is made of
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)  # jieba looks words up by their beginnings
        made.FREQ, made.total, made.initialized = frequencies, sum(frequencies.values()) or 1, True
        return made

    def segment(text: str) -> list[str]:
        return list(tokenizer().cut(text, HMM=False))  # guessed new words would differ from run to run of data

    return segment


def _jieba() -> Any:
    """The module, imported quietly: its sources warn (invalid escapes), and it asks for pkg_resources,
    which costs 0.2 s and is gone from new setuptools; without it, jieba opens its files plainly."""
    if "jieba" in sys.modules:
        return sys.modules["jieba"]
    blocked = "pkg_resources" not in sys.modules
    if blocked:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import jieba
    finally:
        if blocked:
            del sys.modules["pkg_resources"]
    return jieba
