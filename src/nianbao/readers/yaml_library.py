"""PyYAML, imported without compiling what only its Python reader needs: the C parser never asks for it."""

from __future__ import annotations

import re
import sys
import threading
from types import ModuleType
from typing import Any


class _Late:
    """A regular expression that is compiled when something of it is first asked for."""

    def __init__(self, *given: Any) -> None:
        self._given = given

    def __getattr__(self, name: str) -> Any:
        return getattr(re.compile(*self._given), name)


def yaml_library() -> ModuleType:
    """The module `yaml`. Its pattern of characters that may be printed takes three times as long to compile as
    all the rest to import, a twentieth of a whole start; so where no other thread could notice, its patterns are
    put off while it is imported."""
    if "yaml" not in sys.modules and threading.active_count() == 1:
        compiled = re.compile
        re.compile = _Late  # type: ignore[assignment]
        try:
            import yaml
        finally:
            re.compile = compiled
    import yaml

    return yaml
