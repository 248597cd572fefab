"""The year's picture: drawn whole, every number in it equal to the tables, safe to publish."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from nianbao.core.picture import picture
from nianbao.core.report import Report, number_text
from nianbao.writers import filename, render, written
from nianbao.writers.picture import _texts

from .sample import sample

LAST = {"requests.received.total": 7, "requests.carried_out.total": 2}


class Seen(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def numbers_in(value: object) -> set[str]:
    """Every number of what the engine is given to print; lengths are no texts."""
    if isinstance(value, str):
        return set(re.findall(r"\d+(?:\.\d+)?", value))
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return set().union(*(numbers_in(item) for item in inside))


def test_no_number_is_drawn_that_the_tables_do_not_hold() -> None:
    report = sample()
    drawn = picture(report, LAST)
    allowed = {number_text(part.number) for part in drawn.parts} | {"7", "2", "2023"}
    allowed.add(number_text(sum(part.number for part in drawn.came)))
    assert numbers_in(_texts(drawn)) <= allowed


def test_lengths_are_in_proportion() -> None:
    drawn = picture(sample(), LAST)
    for rows, parts in ((_texts(drawn)["results"], drawn.results), (_texts(drawn)["applicants"], drawn.applicants)):
        longest = max(part.number for part in parts)
        assert [row["share"] for row in rows] == [pytest.approx(100 * part.number / longest) for part in parts]
    came = _texts(drawn)["flow"]["came"]
    assert came[0]["height"] / came[1]["height"] == pytest.approx(drawn.came[0].number / drawn.came[1].number)


def test_the_page_names_each_number_and_needs_nothing_else() -> None:
    page = written(sample(), "tujie", last_year=LAST).content.decode()
    seen = Seen(page)
    assert not {"script", "link", "iframe", "object", "img"} & {tag for tag, _ in seen.tags}
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    stated = {a["data-figure"]: a["value"] for tag, a in seen.tags if tag == "data"}
    report = sample()
    for figure in ("requests.received.total", "requests.granted.total", "disputes.review.total"):
        assert stated[figure] == report.cells[figure]
    assert stated["last_year.requests.received.total"] == "7"


def test_a_year_without_requests_is_drawn_in_words() -> None:
    report = sample()
    nought = dict.fromkeys(report.cells, "0")
    sections = tuple(
        section._replace(
            blocks=tuple(
                b._replace(cells=tuple(c._replace(text=nought.get(c.figure or "", c.text)) for c in b.cells))
                if hasattr(b, "cells")
                else b
                for b in section.blocks
            ),
        )
        for section in report.sections
    )
    empty = replace(report, sections=sections)
    assert _texts(picture(empty))["flow"] is None
    assert render(empty, "svg").startswith(b"<svg")


@pytest.mark.parametrize(("fmt", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("tujie", b"<!DOCTYPE html>")])
def test_the_picture_is_one_file_and_always_the_same(fmt: str, start: bytes) -> None:
    content = render(sample(), fmt)
    assert content.startswith(start)
    assert content == render(sample(), fmt)


def test_a_picture_has_a_name_of_its_own() -> None:
    assert filename(sample(), "tujie") == "青禾县柳桥镇2023年政府信息公开工作年度报告图解.html"
    assert filename(sample(), "png").endswith("图解.png")
    assert filename(sample(), "html") == "青禾县柳桥镇2023年政府信息公开工作年度报告.html"


@pytest.mark.parametrize("text", ["#panic[x]", '"><script>alert(1)</script>', "$x$ *y* _z_", "\\u{41}"])
def test_text_is_never_markup(text: str) -> None:
    report: Report = replace(sample(), title=text, unit=text)
    page = render(report, "tujie").decode()
    assert "<script" not in page
    assert json.loads(json.dumps(_texts(picture(report)), default=str))["title"] == text


def test_that_nothing_came_is_said_only_where_the_tables_say_so() -> None:
    report = sample()
    without = replace(report, sections=tuple(s for s in report.sections if s.number not in ("三", "四")))
    texts = _texts(picture(without))
    assert texts["flow"] is None
    assert "没有收到" not in texts["no-requests"]
    assert texts["no-disputes"] == "表四还没有填。"
    assert render(without, "svg").startswith(b"<svg")
    assert _texts(picture(report))["no-disputes"] == ""
