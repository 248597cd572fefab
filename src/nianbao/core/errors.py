"""Errors that a person can mend: what, where, how. Raised at the edges, caught once in each face."""

from __future__ import annotations

import re

_QUOTED = 60
"""Characters that a message quotes of what somebody wrote."""


def shortened(text: str) -> str:
    """A message in which nothing is quoted at greater length than it takes to find the place."""
    return re.sub(rf"(“[^“”]{{{_QUOTED}}})[^“”]+(?=”)", r"\1……", text) if len(text) > _QUOTED else text


class InputError(Exception):
    """A file or call that cannot be used, in the three parts of every message, in Chinese.

    Attributes:
        what: what is wrong.
        where: the file, with line and key if they are known.
        mend: how to mend it.
    """

    def __init__(self, what: str, where: str = "", mend: str = "") -> None:
        super().__init__(what)
        self.what = shortened(what)
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        head = f"{self.where}：{self.what}" if self.where else self.what
        return f"{head}\n  改法：{self.mend}" if self.mend else head
