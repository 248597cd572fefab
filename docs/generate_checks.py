"""Write docs/checks from the registry of rules: `python docs/generate_checks.py`."""

from __future__ import annotations

from pathlib import Path

from nianbao.core.checks.pages import pages
from nianbao.core.phrases import Bank
from nianbao.resources import resource_folder
from nianbao.workflow.banks import build_bank
from nianbao.writers.files import write_atomically

FOLDER = Path(__file__).parent / "checks"


def main() -> None:
    """Write every page, and take away those that no rule makes any more."""
    bank = Bank(build_bank([resource_folder("phrasebank")])[0])
    made = pages(bank.wording)
    FOLDER.mkdir(exist_ok=True)
    for name, text in made.items():
        write_atomically(FOLDER / name, text.encode())
    for path in FOLDER.glob("*.md"):
        if path.name not in made:
            path.unlink()


if __name__ == "__main__":
    main()
