"""Where the program's own data lies: in a checkout beside `src`, in an installed wheel beside the code."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def resource_folder(name: str) -> Path:
    """The folder of that name (`phrasebank`, `templates`, `examples`); FileNotFoundError where it is missing.

    The wheel carries it inside the package; in a checkout it is two levels up.
    """
    for folder in (_PACKAGE / name, _PACKAGE.parents[1] / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(name)
