"""Renew the files that the writers are held against: python -m tests.writers.golden, then read the difference."""

import io
import re
import zipfile
from pathlib import Path

from nianbao.core.report import Report
from nianbao.writers import render

from .sample import sample

FOLDER = Path(__file__).parents[1] / "golden"


def document_xml(report: Report) -> str:
    """The body of the Word document, a paragraph, row or cell a line, so that differences can be read."""
    with zipfile.ZipFile(io.BytesIO(render(report, "docx", marks=True))) as archive:
        xml = archive.read("word/document.xml").decode()
    return re.sub(r"(</w:p>|</w:tblGrid>|</w:trPr>|</w:tc>|</w:tr>|</w:tbl>)", r"\1\n", xml)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for waiting in (False, True):
        name = f"sample-{'waiting' if waiting else 'plain'}"
        for fmt in ("md", "txt", "html"):
            (FOLDER / f"{name}.{fmt}").write_bytes(render(sample(waiting=waiting), fmt, marks=waiting))
    (FOLDER / "sample-waiting.document.xml").write_text(document_xml(sample(waiting=True)), encoding="utf-8")


if __name__ == "__main__":
    main()
