"""The command line: turns words into calls and results into words."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any


def main() -> None:
    """Run the command line and exit: 0 done, 1 findings or something waits, 2 input or call can't be used."""
    gc.disable()  # what starting makes stays; a command that runs long turns it on again
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # looking for plug-ins costs as much as click
    if sys.getfilesystemencoding() == "ascii":  # a C locale with UTF-8 turned off: no file could have a Chinese name
        os.execv(sys.executable, [sys.executable, "-X", "utf8", "-m", "nianbao", *sys.argv[1:]])

    _import_when_used("importlib.metadata", "entry_points")
    _import_when_used("secrets")

    from nianbao.cli.screen import asked_for

    screen = asked_for(sys.argv[1:])
    if screen is not None:
        from nianbao.cli.ending import ended
        from nianbao.cli.screen import run_screen

        sys.exit(ended(lambda: run_screen(*screen)))

    from nianbao.cli.root import run

    sys.exit(run(sys.argv[1:]))


class _Late(ModuleType):
    """A module of the standard library that is imported when something of it is first asked for."""

    def __getattr__(self, name: str) -> Any:
        if name == "__path__":  # asked for by the import statement itself
            raise AttributeError(name)
        return getattr(_imported(self), name)


def _imported(late: _Late) -> ModuleType:
    if sys.modules.get(late.__name__) is late:
        del sys.modules[late.__name__]
    return import_module(late.__name__)


def _import_when_used(name: str, *functions: str) -> None:
    """Put off a module that pydantic imports and we hardly ever use, with all that it imports in turn; the
    functions that are taken from it by name are put off until they are called."""
    if name in sys.modules:
        return
    late = sys.modules[name] = _Late(name)

    def put_off(function: str) -> None:
        def call(*given: Any, **named: Any) -> Any:
            return getattr(_imported(late), function)(*given, **named)

        setattr(late, function, call)

    for function in functions:
        put_off(function)
