"""Reports within strings: what a website's service answered, and pages that a script fills."""

from __future__ import annotations

import json

import pytest

from nianbao.readers import read_bytes
from nianbao.readers.quoted import quoted_page
from tests.readers import made

TEXTS = made.figures(5)
PAGE = made.html(TEXTS).split("<body>", 1)[-1].split("</body>")[0]
BODY = PAGE.replace("<td", '<td class="a"')


def answer(**more: object) -> str:
    return json.dumps(
        {"code": 0, "data": [{"id": 7, "title": made.TITLE, "content": BODY, **more}]}, ensure_ascii=False
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", answer()),
        ("a.json", json.dumps({"content": BODY})),
        ("a.txt", f"callback({answer()});"),
        ("a.js", f"export default {{ body: {json.dumps(BODY)}, shown: true }}"),
        ("a.html", f"<html><body><div id='app'></div><script>window.__DATA__={answer()}</script></body></html>"),
        ("a.html", f"<html><body><script type='application/json'>{answer()}</script></body></html>"),
    ],
)
def test_a_report_in_a_string_is_read(name: str, content: str) -> None:
    report = read_bytes(name, content.encode())
    assert dict(report.cells) == TEXTS
    assert report.notes == ()
    assert report.year == 2024


def test_the_title_may_stand_in_a_string_of_its_own() -> None:
    body = BODY.replace(made.TITLE, "")
    report = read_bytes("a.json", json.dumps({"name": made.TITLE, "html": body}).encode())
    assert report.title == made.TITLE
    assert dict(report.cells) == TEXTS


def test_strings_without_a_page_and_pages_without_strings_stay_as_they_are() -> None:
    assert quoted_page('{"a": "table", "b": ["<p>无表</p>"]}') is None
    assert quoted_page(PAGE) is None
    assert dict(read_bytes("a.html", (PAGE + '<script>var a = "<td class=\\"x\\">";</script>').encode()).cells) == TEXTS


@pytest.mark.parametrize("content", ['\\"' * 200_000, "'\"`" * 200_000, "[" * 300_000, '{"a":' * 100_000 + "\\"])
def test_endless_strings_are_looked_through_once(content: str) -> None:
    assert quoted_page("table =\\" + '"' + content) is None
    assert quoted_page("[table " + content) is None


def test_scripts_that_do_not_end_hold_no_page() -> None:
    from nianbao.readers.quoted import page_of_scripts

    assert page_of_scripts(b"<script table" * 300_000) is None
    assert page_of_scripts(b"<script>table</script>" * 100_000) is None
