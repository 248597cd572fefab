"""The command line: turns words into calls and results into words."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line and exit: 0 done, 1 findings or something waits, 2 input or call can't be used."""
    gc.disable()  # what starting makes stays; a command that runs long turns it on again
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # looking for plug-ins costs as much as click

    from nianbao.cli.root import run

    sys.exit(run(sys.argv[1:]))
