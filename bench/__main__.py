"""`python -m bench`: print every ratio; name parts of it (composing, starting …) to print only those."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import bench
from bench.harness import show


def main() -> None:
    """Run the modules named, or all."""
    names = sys.argv[1:] or [
        m.name for m in pkgutil.iter_modules(bench.__path__) if m.name not in ("harness", "__main__")
    ]
    for name in names:
        module = importlib.import_module(f"bench.{name}")
        if hasattr(module, "rows"):
            print(f"# {name}: {(module.__doc__ or '').splitlines()[0]}")
            show(module.rows())


if __name__ == "__main__":
    main()
