"""`nianbao suggest`: the contract of its JSON, its text, and what it does with bad input."""

from __future__ import annotations

import json

import pytest

from nianbao.cli.root import run


def answer(capsys, *arguments):
    code = run(["suggest", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_json_of_one_statement(capsys):
    code, out, _ = answer(capsys, "--format", "json", "网站信息更新不及时", "--kind", "镇", "--top", "2")
    data = json.loads(out)
    assert code == 0 and data["matched"] is True and data["problem"] == "网站信息更新不及时"
    assert data["types"][0]["id"] == "timeliness" and {"id", "name", "score"} == set(data["types"][0])
    assert len(data["measures"]) == 2 and {"id", "type", "text", "score", "why"} == set(data["measures"][0])
    assert "parts" not in data


def test_json_of_several_problems(capsys):
    data = json.loads(answer(capsys, "一是解读全是文字；二是没有专人", "--format", "json")[1])
    assert [part["text"] for part in data["parts"]] == ["解读全是文字", "没有专人"]
    assert {"text", "types", "measures"} <= set(data["parts"][0])


def test_nothing_fits(capsys):
    code, out, _ = answer(capsys, "楼下的桂花开了", "--format", "json")
    data = json.loads(out)
    assert code == 0 and data["matched"] is False and len(data["types"]) >= 3 and data["measures"] == []
    assert "未找到贴切的类型" in answer(capsys, "楼下的桂花开了")[1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_has_one_problem_a_line(encoding, tmp_path, capsys):
    path = tmp_path / "问题.txt"
    path.write_bytes("信息更新慢\r\n\r\n没有专职人员\r\n".encode(encoding))
    code, out, _ = answer(capsys, "--file", str(path), "--format", "json")
    rows = json.loads(out)["results"]
    assert code == 0 and [row["problem"] for row in rows] == ["信息更新慢", "没有专职人员"]


def test_text_for_a_person(capsys):
    out = answer(capsys, "信息更新慢")[1]
    assert "类型：公开更新不及时" in out and "规范表述：" in out and "改进措施：" in out


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("",),
        ("　 ，",),
        ("字" * 3000,),
        ("更新慢", "--kind", "村"),
        ("更新慢", "--top", "0"),
        ("更新慢", "--format", "xml"),
        ("更新慢", "--file", "a.txt"),
        ("--file", "nowhere.txt"),
        ("--file", "."),
        ("--draft", "nowhere.yaml"),
    ],
)
def test_a_call_that_cannot_be_used(arguments, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = answer(capsys, *arguments)
    assert code == 2 and out == "" and err.strip() and "Traceback" not in err


@pytest.mark.parametrize("content", [b"", b"\n \n", bytes(range(256)) * 4, b"PK\x03\x04\0\0\0"])
def test_a_file_that_holds_no_problem(content, capsys, tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    code, out, err = answer(capsys, "--file", str(path))
    assert code == 2 and out == "" and "改法" in err


def test_what_a_drafts_figures_show(capsys, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(
        "year: 2024\nunit: {name: 柳桥镇人民政府, kind: 镇}\nfigures: {disputes: {review: {corrected: 2}}}\n", "utf-8"
    )
    code, out, _ = answer(capsys, "--draft", str(path), "--format", "json")
    assert code == 0
    assert any(item["type"] == "complex_requests" and "2件" in item["reason"] for item in json.loads(out)["shown"])
