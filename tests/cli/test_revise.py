"""`nianbao revise` by its contract: JSON, exit codes, sources of figures, conflicts, bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nianbao.core import edits
from nianbao.core.compose import compose
from nianbao.core.revise import pin, sentences_of
from nianbao.workflow import banks, drafts
from nianbao.writers.draft_file import write_draft
from tests.cli.test_cli import BUREAU, Run, call, draft

__all__ = ["draft"]
RECEIVED = "overview.requests.received"


def rewritten(path: Path, slots: dict[str, str]) -> None:
    """Put words before the sentences of some slots, as a leader does."""
    bank = banks.load_bank()
    opened = drafts.open_draft(path, bank)
    made = pin(opened.draft, bank)
    for slot, words in slots.items():
        sentence = next(s for s in sentences_of(compose(made, bank)) if s.slot == slot)
        made = edits.rewrite(made, bank, sentence, words + sentence.text)
    write_draft(path, made, opened.text)


def test_three_figures_changed_after_four_sentences_rewritten(capsys: Run, draft: Path) -> None:
    slots = {
        RECEIVED: "据登记簿，",
        "overview.disclosure.channels": "据统计，",
        "overview.supervision.training": "同时，",
        "overview.management.normative": "经清理，",
    }
    rewritten(draft, slots)
    settings = ("requests.received.enterprise=8", "requests.granted.enterprise=5", "facts.trainings=4")
    code, out, _ = call(capsys, "revise", draft, "--format", "json", *(x for s in settings for x in ("--set", s)))
    data = json.loads(out)
    assert code == 0
    kinds = {change["slot"]: change["kind"] for change in data["changes"]}
    assert kinds[RECEIVED] == kinds["overview.supervision.training"] == "renumbered"
    assert kinds["overview.disclosure.channels"] == kinds["overview.management.normative"] == "unchanged"
    for change in data["changes"]:
        assert (change["kind"] == "unchanged") == (change["before"] == change["after"])
        assert change["kind"] == "unchanged" or change["figures"]
    assert data["summary"] == {kind: list(kinds.values()).count(kind) for kind in data["summary"]}
    after = {change["slot"]: change["after"] for change in data["changes"]}
    assert all(after[slot].startswith(words) for slot, words in slots.items())


def test_a_conflict_stands_in_the_draft_and_holds_the_export(capsys: Run, tmp_path: Path, draft: Path) -> None:
    rewritten(draft, {"overview.supervision.training": "同时，"})
    code, out, _ = call(capsys, "revise", draft, "--set", "facts.trainings=", "--format", "json")
    assert code == 1
    assert json.loads(out)["summary"]["conflict"] == 1
    text = draft.read_text("utf-8")
    assert all(f"{name}:" in text for name in ("base", "theirs", "mine"))
    out_folder = tmp_path / "out"
    code, out, _ = call(capsys, "draft", draft, "-o", out_folder, "--format", "txt")
    assert code == 1
    assert "按F5逐处选择" in out
    assert not out_folder.exists() or not list(out_folder.iterdir())
    code, _, _ = call(capsys, "draft", draft, "-o", out_folder, "--format", "txt", "--allow-unconfirmed")
    assert code == 1
    assert "同时，" in next(out_folder.iterdir()).read_text("utf-8")
    code, out, _ = call(capsys, "revise", draft, "--set", "facts.trainings=3", "--format", "json")
    assert code == 0
    assert "mine:" not in draft.read_text("utf-8")


@pytest.mark.parametrize("kind", ["yaml", "xlsx", "docx", "html"])
def test_figures_come_from_a_draft_a_workbook_or_a_report(capsys: Run, tmp_path: Path, draft: Path, kind: str) -> None:
    other = tmp_path / "new.yaml"
    text = draft.read_text("utf-8").replace(
        "received: {natural_person: 31, enterprise: 6", "received: {natural_person: 31, enterprise: 8"
    )
    text = text.replace("granted: {natural_person: 14, enterprise: 3", "granted: {natural_person: 14, enterprise: 5")
    other.write_text(text, "utf-8")
    if kind != "yaml":
        call(capsys, "draft", other, "-o", tmp_path / "out", "--format", kind)
        other = next((tmp_path / "out").iterdir())
    code, out, err = call(capsys, "revise", draft, "--figures", other, "--format", "json")
    assert (code, err) == (0, "")
    changed = {change["slot"] for change in json.loads(out)["changes"] if change["kind"] != "unchanged"}
    assert {RECEIVED, "overview.requests.results"} <= changed
    assert not any(slot.startswith(("overview.disclosure", "problems")) for slot in changed)


def test_a_file_with_one_table_changes_no_other(capsys: Run, tmp_path: Path, draft: Path) -> None:
    call(capsys, "draft", draft, "-o", tmp_path, "--format", "html")
    page = next(tmp_path.glob("*.html"))
    text = page.read_text("utf-8")
    page.write_text(text[: text.index("四、政府信息公开行政复议")] + "</body></html>", "utf-8")
    code, out, _ = call(capsys, "revise", draft, "--figures", page)
    assert code == 0
    assert "没有表四，草稿里这张表没有改动" in out
    assert "数据没有变化，草稿未改动" in out


def test_without_colours_changes_are_marked_by_signs(capsys: Run, draft: Path) -> None:
    code, out, _ = call(capsys, "revise", draft, "--set", "facts.trainings=4", "--dry-run")
    assert code == 0
    assert "[-3-]" in out
    assert "{+4+}" in out
    assert "\x1b" not in out


def test_figures_of_another_year_are_refused(capsys: Run, tmp_path: Path, draft: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(draft.read_text("utf-8").replace("year: 2023", "year: 2022"), "utf-8")
    code, _, err = call(capsys, "revise", draft, "--figures", other)
    assert code == 2
    assert "2022年" in err


GOOD = BUREAU.read_text("utf-8")
BAD = {
    "empty": b"",
    "tabs": GOOD.replace("  name", "\tname", 1).encode(),
    "gbk": GOOD.encode("gb18030"),
    "key": GOOD.replace("received:", "recieved:", 1).encode(),
    "negative": GOOD.replace("natural_person: 31", "natural_person: -31", 1).encode(),
    "fraction": GOOD.replace("natural_person: 31", "natural_person: 3.1", 1).encode(),
    "words": GOOD.replace("natural_person: 31", "natural_person: 许多", 1).encode(),
    "year": GOOD.replace("year: 2023", "year: 22", 1).encode(),
    "newer": GOOD.replace("nianbao: 1", "nianbao: 7", 1).encode(),
}
CALLS = [
    ["draft", "{bad}", "-o", "{folder}/out"],
    ["revise", "{bad}", "--set", "requests.received.enterprise=8"],
    ["revise", "{good}", "--figures", "{bad}"],
    ["check", "{bad}"],
    ["open", "{bad}"],
    ["new", "--unit", "青禾县水务局", "--kind", "县级部门", "--year=2024", "--previous", "{bad}", "-o", "{folder}/n"],
    ["import", "{bad}", "-o", "{folder}/n"],
    ["rollup", "{units}", "-o", "{folder}/n"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", CALLS, ids=lambda arguments: " ".join(arguments[:3]))
@pytest.mark.parametrize("kind", [*BAD, "missing", "folder"])
def test_every_bad_draft_has_its_message_and_stays_as_it_was(
    capsys: Run, tmp_path: Path, kind: str, arguments: list[str]
) -> None:
    units = tmp_path / "units"
    units.mkdir()
    bad, good = units / "bad.yaml", tmp_path / "good.yaml"
    good.write_text(GOOD, "utf-8")
    if kind == "folder":
        bad.mkdir()
    elif kind != "missing":
        bad.write_bytes(BAD[kind])
    names = {"bad": bad, "good": good, "folder": tmp_path, "units": units}
    code, _, err = call(capsys, *(argument.format(**names) for argument in arguments))
    assert code == 2
    assert "Traceback" not in err
    assert "改法" in err
    assert good.read_text("utf-8") == GOOD
    assert not (tmp_path / "n").exists()
    if kind in BAD:
        assert bad.read_bytes() == BAD[kind]
