"""The command line: turns words into calls and results into words."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line and exit: 0 done, 1 findings or something waits, 2 input or call can't be used."""
    gc.disable()  # what starting makes stays; a command that runs long turns it on again
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # looking for plug-ins costs as much as click

    for name in ("importlib.metadata", "uuid"):
        _import_when_used(name)

    from nianbao.cli.root import run

    sys.exit(run(sys.argv[1:]))


def _import_when_used(name: str) -> None:
    """Put off a module of the standard library that click and pydantic import and hardly ever use; it is a
    fifth of our start."""
    from importlib.util import LazyLoader, find_spec, module_from_spec

    spec = None if name in sys.modules else find_spec(name)
    if spec is None or spec.loader is None:
        return
    spec.loader = LazyLoader(spec.loader)
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
