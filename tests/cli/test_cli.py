"""The command line: the contract, exit codes, and every bad input with its message and no traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nianbao.cli.root import COMMANDS, run

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))
TOWN = next(path for path in EXAMPLES if path.name.startswith("yuanda"))
BUREAU = next(path for path in EXAMPLES if path.name.startswith("qinghe"))
Run = pytest.CaptureFixture[str]


def call(capsys: Run, *arguments: str | Path) -> tuple[int, str, str]:
    code = run([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    return Path(shutil.copy(BUREAU, tmp_path / "a.yaml"))


def test_help_lists_every_command_in_chinese(capsys: Run) -> None:
    code, out, _ = call(capsys, "--help")
    assert code == 0
    assert all(name in out for name in COMMANDS)
    assert "用法" in out
    assert "Usage" not in out


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(capsys: Run, command: str) -> None:
    code, out, _ = call(capsys, command, "--help")
    assert code == 0
    assert "用法" in out
    assert "Options:" not in out


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_examples_draft_without_an_error(capsys: Run, tmp_path: Path, example: Path) -> None:
    code, out, err = call(capsys, "draft", example, "-o", tmp_path, "--format", "docx,html,md,txt")
    assert (code, err) == (0, "")
    assert {path.suffix for path in tmp_path.iterdir()} == {".docx", ".html", ".md", ".txt"}
    assert "错误" not in out


def test_unconfirmed_sentences_are_listed_and_left_out(capsys: Run, tmp_path: Path) -> None:
    code, out, _ = call(capsys, "draft", TOWN, "-o", tmp_path, "--format", "txt")
    waiting = [
        line.strip().removeprefix("待核实 ").rpartition("（")[0]
        for line in out.splitlines()
        if line.startswith("  待核实")
    ]
    text = next(tmp_path.iterdir()).read_text("utf-8")
    assert code == 0
    assert waiting
    assert not any(sentence in text for sentence in waiting)
    call(capsys, "draft", TOWN, "-o", tmp_path, "--format", "txt", "--allow-unconfirmed")
    text = next(tmp_path.iterdir()).read_text("utf-8")
    assert all(sentence in text for sentence in waiting)
    assert "待核实" in text


def test_a_broken_balance_is_written_and_exits_with_one(capsys: Run, tmp_path: Path, draft: Path) -> None:
    draft.write_text(
        draft.read_text("utf-8").replace("received: {natural_person: 31", "received: {natural_person: 32", 1), "utf-8"
    )
    code, out, _ = call(capsys, "draft", draft, "-o", tmp_path / "out", "--format", "md")
    assert code == 1
    assert "T301" in out
    assert list((tmp_path / "out").iterdir())


def test_check_speaks_json_alone(capsys: Run, tmp_path: Path, draft: Path) -> None:
    draft.write_text(
        draft.read_text("utf-8").replace("received: {natural_person: 31", "received: {natural_person: 32", 1), "utf-8"
    )
    code, out, _ = call(capsys, "check", draft, "--format", "json")
    data = json.loads(out)
    assert code == 1
    (file,) = data["files"]
    assert (file["unit"], file["year"]) == ("青禾县交通运输局", 2023)
    finding = next(f for f in file["findings"] if f["code"] == "T301")
    assert {"code", "severity", "where", "figure", "found", "expected", "quote", "message", "mend"} <= set(finding)
    assert file["summary"]["error"] == len([f for f in file["findings"] if f["severity"] == "error"])
    code, out, _ = call(capsys, "check", draft, "--format", "json", "--ignore", "T")
    assert all(not f["code"].startswith("T") for f in json.loads(out)["files"][0]["findings"])


def test_words_that_the_message_holds_are_not_said_again(capsys: Run, tmp_path: Path) -> None:
    call(capsys, "draft", BUREAU, "-o", tmp_path, "--format", "txt")
    (text,) = tmp_path.iterdir()
    text.write_text(
        text.read_text("utf-8").replace("收到", "收道", 1).replace("政府信息公开申请", "政府信息公开申清", 1), "utf-8"
    )
    _, out, _ = call(capsys, "check", text, "--select", "W1")
    assert "“申清”" in out
    assert "原文" not in out


def test_the_summary_names_organs_and_what_was_not_understood(capsys: Run, tmp_path: Path) -> None:
    for example in (TOWN, BUREAU):
        call(capsys, "draft", example, "-o", tmp_path, "--format", "txt")
    named = next(path for path in tmp_path.iterdir() if "青禾县交通运输局" in path.name)
    cut = tmp_path / "content_5012.txt"
    lines = named.read_text("utf-8").splitlines()
    cut.write_text("\n".join(line for line in lines if "逾期未按收费通知" not in line), "utf-8")
    _, out, _ = call(capsys, "check", named, cut)
    whole, unread = out.splitlines()[-3:-1]
    assert whole.endswith(named.name)
    assert unread.endswith("content_5012.txt　青禾县交通运输局（未能理解1处）")
    _, out, _ = call(capsys, "check", cut, "--format", "json")
    (note,) = json.loads(out)["files"][0]["notes"]
    assert set(note) == {"where", "message", "mend"}


def test_revise_speaks_json_and_dry_runs(capsys: Run, draft: Path) -> None:
    before = draft.read_bytes()
    arguments = ("revise", draft, "--set", "requests.received.enterprise=8", "--set", "requests.granted.enterprise=5")
    code, out, _ = call(capsys, *arguments, "--dry-run", "--format", "json")
    data = json.loads(out)
    assert code == 0
    assert draft.read_bytes() == before
    assert data["summary"]["renumbered"] >= 1
    change = next(c for c in data["changes"] if c["kind"] == "renumbered")
    assert set(change) == {"slot", "kind", "before", "after", "figures"}
    assert change["before"] != change["after"]
    code, out, _ = call(capsys, *arguments)
    assert code == 0
    assert "换数" in out
    assert draft.read_bytes() != before


def test_new_takes_over_from_last_year(capsys: Run, tmp_path: Path) -> None:
    target = tmp_path / "2024.yaml"
    arguments = ("new", "--unit", "青禾县交通运输局", "--kind", "县级部门", "--year", "2024")
    code, out, _ = call(capsys, *arguments, "--previous", BUREAU, "-o", target)
    text = target.read_text("utf-8")
    assert code == 0
    assert "2个问题" in out
    assert "carried_in: {natural_person: 2, enterprise: 1}" in text
    assert "in_force: 8" in text
    code, _, err = call(capsys, *arguments, "-o", target)
    assert code == 2
    assert "没有覆盖" in err
    assert target.read_text("utf-8") == text


def test_new_takes_what_is_not_said_from_last_year(capsys: Run, tmp_path: Path) -> None:
    target = tmp_path / "2024.yaml"
    code, out, _ = call(capsys, "new", "--previous", BUREAU, "-o", target)
    assert code == 0
    assert "青禾县交通运输局，2024年" in out
    assert "kind: 县级部门" in target.read_text("utf-8")
    code, _, _ = call(capsys, "new", "--previous", BUREAU, "--kind", "市级部门", "-o", tmp_path / "other.yaml")
    assert code == 0
    assert "kind: 市级部门" in (tmp_path / "other.yaml").read_text("utf-8")


@pytest.mark.parametrize("missing", ["--unit", "--kind", "--year"])
def test_new_needs_unit_kind_and_year_where_there_is_no_last_year(capsys: Run, tmp_path: Path, missing: str) -> None:
    given = {"--unit": "青禾县交通运输局", "--kind": "县级部门", "--year": "2024"}
    del given[missing]
    code, _, err = call(capsys, "new", *[word for pair in given.items() for word in pair], "-o", tmp_path / "a.yaml")
    assert code == 2
    assert f"缺少参数{missing}" in err
    assert not (tmp_path / "a.yaml").exists()


def test_rollup_adds_the_units(capsys: Run, tmp_path: Path) -> None:
    folder = tmp_path / "units"
    folder.mkdir()
    text = BUREAU.read_text("utf-8")
    (folder / "a.yaml").write_text(text, "utf-8")
    (folder / "b.yaml").write_text(text.replace("青禾县交通运输局", "青禾县水务局"), "utf-8")
    code, out, _ = call(capsys, "rollup", folder, "-o", tmp_path / "sum.yaml", "--unit", "临泽市青禾县人民政府")
    assert code == 0
    assert "2个单位" in out
    assert "received: {natural_person: 62, enterprise: 12" in (tmp_path / "sum.yaml").read_text("utf-8")
    (folder / "c.yaml").write_text(text, "utf-8")
    code, _, err = call(capsys, "rollup", folder, "-o", tmp_path / "two.yaml")
    assert code == 2
    assert "有两份" in err


def page_without_a_row(capsys: Run, folder: Path, label: str) -> Path:
    """A report of ours as a web page in which somebody deleted a row of table three."""
    call(capsys, "draft", BUREAU, "-o", folder, "--format", "html")
    page = next(folder.glob("*.html"))
    text = page.read_text("utf-8")
    at = text.index(label)
    begin, end = text.rindex("<tr", 0, at), text.index("</tr>", at) + len("</tr>")
    page.write_text(text[:begin] + text[end:], "utf-8")
    return page


def test_a_sum_over_a_report_that_was_not_wholly_read_says_so(capsys: Run, tmp_path: Path) -> None:
    page_without_a_row(capsys, tmp_path / "units", "（一）予以公开")
    code, out, _ = call(capsys, "rollup", tmp_path / "units", "-o", tmp_path / "sum.yaml")
    assert code == 1
    assert "青禾县交通运输局 表三·（一）予以公开：这一行没有读到数据" in out
    assert (tmp_path / "sum.yaml").exists()


def test_what_of_last_years_tables_was_not_read_is_said(capsys: Run, tmp_path: Path) -> None:
    page = page_without_a_row(capsys, tmp_path, "四、结转下年度继续办理")
    code, out, _ = call(capsys, "new", "--previous", page, "-o", tmp_path / "new.yaml")
    assert code == 0
    assert "上年的报告没有读懂 表三·四、结转下年度继续办理：这一行没有读到数据" in out


def test_a_folder_is_looked_through_to_its_bottom_and_nothing_is_passed_over(capsys: Run, tmp_path: Path) -> None:
    folder = tmp_path / "各单位"
    call(capsys, "draft", TOWN, "-o", folder / "远大镇", "--format", "docx,tujie")
    call(capsys, "check", folder, "--annotate", folder / "批注")
    (folder / "远大镇" / "~$报告.docx").write_bytes(b"x")
    (folder / "石门乡").mkdir()
    (folder / "石门乡" / "年报.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    code, out, _ = call(capsys, "check", folder, "--format", "json")
    assert code == 2
    assert [Path(file["file"]).name for file in json.loads(out)["files"]] == [
        "年报.doc",
        "兰西县远大镇2022年政府信息公开工作年度报告.docx",
    ]
    assert "另存为docx" in out
    code, _, err = call(capsys, "rollup", folder, "-o", tmp_path / "sum.yaml")
    assert code == 2
    assert "年报.doc" in err  # a sum without this unit would be wrong


def test_similar_names_copies(capsys: Run, tmp_path: Path) -> None:
    text = TOWN.read_text("utf-8")
    for name in ("远大镇", "石门镇"):
        (tmp_path / f"{name}.yaml").write_text(text.replace("远大镇", name), "utf-8")
    code, out, _ = call(capsys, "similar", tmp_path, "--format", "json", "--least", "0")
    (pair,) = json.loads(out)["pairs"]
    assert code == 0
    assert set(pair) == {"a", "b", "score", "shared"}
    assert 0 < pair["score"] < 0.6


def test_explain_knows_its_rules(capsys: Run) -> None:
    code, out, _ = call(capsys, "explain", "t301")
    assert code == 0
    assert "依据" in out
    assert "反例" in out
    code, _, err = call(capsys, "explain", "T999")
    assert code == 2
    assert "T" in err


BAD_CALLS = [
    (["nonsense"], "没有“nonsense”这个命令"),
    (["drat", "x.yaml"], "是否应为“draft”"),
    (["draft"], "缺少参数"),
    (["draft", "missing.yaml"], "没有这个文件"),
    (["draft", "{bureau}", "--format", "doc"], "没有“doc”这种格式"),
    (["draft", "{bureau}", "--frmat", "md"], "没有“--frmat”这个选项"),
    (["draft", "{folder}"], "文件夹"),
    (["check", "missing.docx"], "没有这个文件"),
    (["check", "{folder}/empty.txt"], "空的"),
    (["check", "{empty}"], "没有报告文件"),
    (["check", "{bureau}", "--select", "T,ZZ"], "没有“ZZ”这样的规则代码"),
    (["check", "{bureau}", "--ignore", "T999"], "没有“T999”这样的规则代码"),
    (["check", "{bureau}", "--format", "xml"], "填写text、json中的一个"),
    (["explain", "T301", "T302"], "多出了“T302”"),
    (["revise", "{bureau}"], "没有说明改动什么"),
    (["revise", "{bureau}", "--set", "requests.recieved.enterprise=5"], "received"),
    (["revise", "{bureau}", "--set", "requests.received.total=5"], "由程序计算"),
    (["revise", "{bureau}", "--set", "requests.received.enterprise=-5"], "负数"),
    (["revise", "{bureau}", "--set", "facts.trianings=5"], "trainings"),
    (["new", "--unit", "某镇", "--kind", "镇子", "--year", "2025", "-o", "{folder}/n.yaml"], "没有“镇子”这种机关类型"),
    (["new", "--unit", "某镇", "--kind", "镇", "--year", "今年", "-o", "{folder}/n.yaml"], "--year"),
    (["new", "--unit", "某镇", "--kind", "镇", "--year", "1999", "-o", "{folder}/n.yaml"], "2008年到2099年"),
    (["import", "{bureau}", "-o", "{folder}/n.yaml"], "这已经是草稿"),
    (["rollup", "{bureau}", "-o", "{folder}/n.yaml"], "没有这个文件夹"),
    (["similar", "{bureau}"], "至少要有两份"),
    (["import", "missing.pdf", "-o", "{folder}/n.yaml"], "没有这个文件"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"), BAD_CALLS, ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else ""
)
def test_bad_calls_are_answered_in_chinese(capsys: Run, tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "nothing").mkdir()
    names = {"bureau": BUREAU, "folder": tmp_path, "empty": tmp_path / "nothing"}
    code, _, err = call(capsys, *(argument.format(**names) for argument in arguments))
    assert code == 2
    assert said in err
    assert "Traceback" not in err
    assert not (tmp_path / "n.yaml").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(capsys: Run, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    code, _, err = call(capsys, "draft", TOWN, "-o", tmp_path / "out")
    assert code == 2
    assert "不能建立文件夹" in err


def test_a_file_where_the_folder_should_be(capsys: Run, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", "utf-8")
    code, _, err = call(capsys, "draft", TOWN, "-o", tmp_path / "out")
    assert code == 2
    assert "同名文件" in err


def test_a_locale_without_chinese_hinders_no_chinese_file_name(tmp_path: Path) -> None:
    path = Path(shutil.copy(TOWN, tmp_path / "远大镇.yaml"))
    plain = {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    call = [sys.executable, "-m", "nianbao", "draft", str(path), "-o", str(tmp_path / "成稿"), "--format", "txt"]
    if sys.platform == "win32":
        pytest.skip("Windows has no such locale")
    done = subprocess.run(call, env={**os.environ, **plain}, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8")
    assert "已写出" in done.stdout.decode("utf-8")
    assert list((tmp_path / "成稿").glob("*远大镇*.txt"))


@pytest.mark.parametrize(("said", "coloured"), [("", True), ("1", False)])
def test_no_color_is_heeded(monkeypatch: pytest.MonkeyPatch, capsys: Run, said: str, coloured: bool) -> None:
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda stream=None, color=None: color is False)
    monkeypatch.setenv("NO_COLOR", said)
    _, out, _ = call(capsys, "check", TOWN)
    assert ("\x1b[" in out) is coloured


def test_a_report_may_come_from_standard_input(tmp_path: Path) -> None:
    def piped(*arguments: object) -> subprocess.CompletedProcess[bytes]:
        call = [sys.executable, "-m", "nianbao", *map(str, arguments)]
        return subprocess.run(call, input=page.read_bytes(), capture_output=True, timeout=60, check=False)

    folder = tmp_path / "成稿"
    assert run(["draft", str(TOWN), "-o", str(folder), "--format", "html"]) == 0
    page = next(folder.glob("*.html"))
    for arguments in (
        ("check", "-"),
        ("check", page, "--previous", "-"),
        ("import", "-", "-o", tmp_path / "a.yaml"),
        ("revise", TOWN, "--figures", "-", "--dry-run"),
    ):
        done = piped(*arguments)
        assert done.returncode in (0, 1), (arguments, done.stderr.decode("utf-8"))
