"""A draft file: what is wrong is said with file, line, key and mend; what is saved is read back."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.core.errors import InputError
from nianbao.core.phrases import Bank
from nianbao.core.progress import unfilled
from nianbao.core.revise import pin
from nianbao.core.scenarios import scenario
from nianbao.readers.draft_file import parse_draft, read_draft
from nianbao.writers import draft_file as saving
from nianbao.writers.draft_file import ChangedMeanwhile, draft_text, save_draft, version_paths, write_draft

GOOD = """# 我的草稿
nianbao: 1
form: "2021"
year: 2024   # 统计年度
unit:
  name: 青禾县柳桥镇人民政府
  kind: 镇
figures:
  disclosure:
    fees: {amount: 1.25}
  requests:
    # 办公室登记簿
    received: {natural_person: 3, enterprise: 1}
    granted: {natural_person: 3, enterprise: 1}
facts:
  trainings: 2
  guide_revised: false
problems:
  - text: 个别信息发布偏晚
    type: timeliness
  - 解读形式较少
"""


def test_a_draft_is_read() -> None:
    draft = parse_draft(GOOD, "x.yaml")
    assert draft.unit.self_name == "我镇"
    assert draft.unit.title == "青禾县柳桥镇"
    assert draft.unit.superiors == ("县委", "县政府")
    assert draft.cells["requests.received.total"] == 4
    assert draft.facts == {"trainings": 2, "guide_revised": False}
    assert [problem.text for problem in draft.problems] == ["个别信息发布偏晚", "解读形式较少"]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("received:", "recieved:", 13, ["recieved", "received"]),
        ("facts:", "fact:", 15, ["fact", "facts"]),
        ("type: timeliness", "tpye: timeliness", 20, ["tpye", "type"]),
        ("kind: 镇", "kind: 真", 7, ["真", "乡、镇"]),
        ("year: 2024", "year: 22", 4, ["22", "2008"]),
        ("year: 2024", "year: 今年", 4, ["今年", "年份"]),
        ("nianbao: 1", "nianbao: 2", 2, ["2", "升级"]),
        ("natural_person: 3, enterprise: 1}\n    granted", "natural_person: -3}\n    granted", 13, ["-3", "负数"]),
        ("natural_person: 3, enterprise: 1}\n    granted", "natural_person: 1.5}\n    granted", 13, ["1.5", "小数"]),
        (
            "natural_person: 3, enterprise: 1}\n    granted",
            "natural_person: 三个}\n    granted",
            13,
            ["三个", "不是数字"],
        ),
        ("natural_person: 3, enterprise: 1}\n    granted", "total: 4}\n    granted", 13, ["由程序计算", "删去"]),
        ("  name:", "\tname:", 6, ["制表符", "空格"]),
        ("year: 2024", "year: 2024\nyear: 2025", 5, ["两次"]),
        ("unit:\n", "unit: [1, 2]\nunits:\n", 5, ["unit"]),
        ("  name: 青禾县柳桥镇人民政府\n", "", 5, ["缺少", "name"]),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old: str, new: str, line: int, said: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        parse_draft(GOOD.replace(old, new, 1), "草稿.yaml")
    assert f"第{line}行" in caught.value.where
    assert all(word in str(caught.value) for word in said), str(caught.value)
    assert caught.value.mend


def test_files_that_are_no_drafts(tmp_path: Path) -> None:
    empty, gbk, binary = tmp_path / "empty.yaml", tmp_path / "gbk.yaml", tmp_path / "binary.yaml"
    empty.write_bytes(b"  \n")
    gbk.write_bytes(GOOD.encode("gb18030"))
    binary.write_bytes(b"PK\x03\x04\x00\x00\x00")
    (tmp_path / "草稿2024.yaml").write_text(GOOD, "utf-8")
    for path, word in [
        (empty, "空的"),
        (gbk, "GBK"),
        (binary, "不是文本"),
        (tmp_path, "文件夹"),
        (tmp_path / "草稿2023.yaml", "草稿2024.yaml"),
    ]:
        with pytest.raises(InputError) as caught:
            read_draft(path)
        assert word in str(caught.value)


def test_comments_stay_when_a_draft_is_saved() -> None:
    draft = parse_draft(GOOD, "x.yaml")
    text = draft_text(draft.with_figure("requests.received.enterprise", 2), GOOD)
    assert text.index("# 我的草稿") < text.index("nianbao:")
    assert "# 统计年度" in text.split("year:")[1].split("\n")[0]
    assert text.index("# 办公室登记簿") < text.index("received:")
    assert parse_draft(text, "y.yaml").figures["requests.received.enterprise"] == 2


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_what_is_saved_is_read_back(bank: Bank, seed: int) -> None:
    draft = pin(scenario(Random(seed), bank), bank)
    text = draft_text(draft)
    again = parse_draft(text, "x.yaml")
    assert draft_text(again) == text
    assert again.facts == draft.facts
    assert again.cells == draft.cells
    assert again.wording == draft.wording
    assert unfilled(again) == unfilled(draft)


def test_a_table_of_stated_zeros_stays_filled_when_a_draft_is_saved() -> None:
    draft = parse_draft(GOOD, "x.yaml")
    stated = draft.with_figure("disputes.review.corrected", 0).with_figure("disputes.review.other", 0)
    assert unfilled(draft) == (4,)
    text = draft_text(stated)
    assert unfilled(parse_draft(text, "x.yaml")) == ()
    assert "corrected: 0" in text and "other: 0" not in text


@settings(max_examples=80)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\x85\u2028\u2029"), max_size=40))
def test_any_words_survive_the_file(words: str) -> None:
    draft = parse_draft(GOOD, "x.yaml")
    problem = draft.problems[0].model_copy(update={"text": words})
    again = parse_draft(draft_text(draft.with_(problems=(problem,)), GOOD), "x.yaml")
    assert again.problems[0].text == words


def test_five_versions_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    opened = write_draft(path, parse_draft(GOOD, "a"))
    for number in range(10, 18):
        opened = save_draft(opened, opened.draft.with_figure("requests.received.enterprise", number))
    kept = [p for p in version_paths(path) if p.exists()]
    assert len(kept) == 5
    found = [parse_draft(p.read_text("utf-8"), "v").figures["requests.received.enterprise"] for p in kept]
    assert found == [16, 15, 14, 13, 12]


def test_a_file_changed_by_another_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    opened = write_draft(path, parse_draft(GOOD, "a"))
    path.write_text(GOOD + "# 别人加的\n", "utf-8")
    with pytest.raises(ChangedMeanwhile):
        save_draft(opened, opened.draft.with_figure("requests.received.enterprise", 9))
    assert "别人加的" in path.read_text("utf-8")


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    opened = write_draft(path, parse_draft(GOOD, "a"))
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError) as caught:
        save_draft(opened, opened.draft.with_figure("requests.received.enterprise", 9))
    assert "磁盘已满" in str(caught.value)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".tmp"] == []


def test_what_we_could_not_read_back_is_never_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    opened = write_draft(path, parse_draft(GOOD, "a"))
    before = path.read_bytes()
    monkeypatch.setattr(saving, "draft_text", lambda *_: "nianbao: 1\nyear: [")
    with pytest.raises(InputError):
        save_draft(opened, opened.draft)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "deep",
    [
        "{a: " * 60_000,
        "[" * 60_000,
        "- " * 30_000 + "a",
        "".join(" " * n + "a:\n" for n in range(3000)),
        "? " * 30_000 + "a",
    ],
    ids=["mappings", "lists", "dashes", "indented", "keys"],
)
def test_collections_too_deep_in_one_another_are_refused(deep: str) -> None:
    with pytest.raises(InputError):
        parse_draft(f"nianbao: 1\nfigures: {deep}\n" if deep[0] in "{[" else deep, "a.yaml")


def test_brackets_in_a_text_are_no_nesting() -> None:
    text = f"nianbao: 1\nform: '2021'\nyear: 2024\nunit: {{name: 柳桥镇人民政府, kind: 镇}}\nremark: '{'[' * 50}'\n"
    with pytest.raises(InputError) as caught:
        parse_draft(text, "a.yaml")
    assert "嵌套" not in caught.value.what
