"""The command line: turns words into calls and results into words."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit: 0 done, 1 findings or something waits, 2 input or call can't be used."""
    from nianbao.cli.root import run

    sys.exit(run(sys.argv[1:]))
