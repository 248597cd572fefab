"""From a stated problem to its type: statements a second, and the first answer of a whole process."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

from bench.harness import Row, at_most, paired, process, python

RUNS = 9
_JIEBA = "import jieba; jieba.setLogLevel(60); jieba.initialize(); jieba.lcut('信息更新不够及时')"


def rows() -> Iterator[Row]:
    """Against jieba with its own dictionary: cutting alone, and being ready for the first cut."""
    import jieba

    from nianbao.workflow.banks import load_suggester

    jieba.setLogLevel(60)

    held = yaml.safe_load(Path("tests/data/problems-heldout.yaml").read_text("utf-8"))
    texts = [text for name, items in held.items() if not name.startswith("_") for text in items]
    suggester = load_suggester()

    def ours() -> object:
        return [suggester.suggest(text) for text in texts]

    def cutting() -> object:
        return [jieba.lcut(text) for text in texts for _ in range(10)]

    ours()
    cutting()
    mine, other = paired(ours, cutting, RUNS)
    yield at_most(f"{len(texts)} statements suggested, warm ÷ jieba cutting each ten times", 1.5, mine, other, RUNS)
    first = process(python("-m", "nianbao", "suggest", "信息更新不够及时", "--format", "json"))
    mine, other = paired(first, process(python("-c", _JIEBA)), RUNS)
    yield at_most("nianbao suggest ÷ jieba ready with its dictionary cached, whole process", 0.6, mine, other, RUNS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "problems.txt"
        path.write_text("\n".join(texts * 5), "utf-8")
        many = process(python("-m", "nianbao", "suggest", "--file", str(path), "--format", "json"))
        mine, other = paired(many, first, 3)
    yield at_most(f"{len(texts) * 5} statements from a file ÷ one, whole process", 20, mine, other, 3)
