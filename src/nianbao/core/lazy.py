"""Regular expressions compiled when they are first used: a report that holds no number of eleven digits never
needs the pattern of a telephone, and compiling all of them costs more than checking."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache


def lazy(source: str) -> Callable[[], re.Pattern[str]]:
    """The pattern of a regular expression, compiled at the first call."""
    return cache(lambda: re.compile(source))
