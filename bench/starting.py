"""Whole processes, from fork to exit, against `python -c pass`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.harness import Row, at_most, paired, process, python

RUNS = 15


def rows() -> Iterator[Row]:
    """`--help` and drafting to DOCX."""
    nothing = process(python("-c", "pass"))
    ours, theirs = paired(process(python("-m", "nianbao", "--help")), nothing, RUNS)
    yield at_most("nianbao --help ÷ python -c pass", 6, ours, theirs, RUNS)
    with tempfile.TemporaryDirectory() as folder:
        example = str(Path("examples/qinghe-transport-bureau-2023.yaml").resolve())
        command = python("-m", "nianbao", "draft", example, "--format", "docx", "-o", folder)
        ours, theirs = paired(process(command), nothing, RUNS)
    yield at_most("nianbao draft YAML → DOCX ÷ python -c pass", 20, ours, theirs, RUNS)
