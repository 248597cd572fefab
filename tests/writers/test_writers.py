"""What holds for all formats: the files kept beside the tests, names of files, marks, text that could do harm."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.core.form import form
from nianbao.core.report import Paragraph, Report, Section, Sentence, Span, statutory_table
from nianbao.writers import PICTURES, WRITERS, filename, render
from nianbao.writers.page import grid, pieces
from nianbao.writers.templates import markdown_line

from .sample import sample

GOLDEN = Path(__file__).parents[1] / "golden"
TEXTS = ("md", "txt", "html")


def rendered(report: Report, fmt: str, *, marks: bool = False) -> str:
    return render(report, fmt, marks=marks).decode()


@pytest.mark.parametrize("fmt", TEXTS)
@pytest.mark.parametrize("waiting", [False, True])
def test_the_report_is_written_as_kept(fmt: str, waiting: bool) -> None:
    """To renew the files: python -m tests.writers.golden (from the top folder), then look at the difference."""
    name = f"sample-{'waiting' if waiting else 'plain'}.{fmt}"
    kept = (GOLDEN / name).read_bytes()
    assert render(sample(waiting=waiting), fmt, marks=waiting) == kept


def test_the_body_of_the_word_document_is_written_as_kept() -> None:
    from .golden import document_xml

    assert document_xml(sample(waiting=True)) == (GOLDEN / "sample-waiting.document.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("fmt", TEXTS)
def test_the_same_report_gives_the_same_bytes(fmt: str) -> None:
    assert render(sample(), fmt) == render(sample(), fmt)


@pytest.mark.parametrize("fmt", TEXTS)
def test_what_nobody_confirmed_is_marked_or_left_out(fmt: str) -> None:
    report = sample(waiting=True)
    assert "【待核实】" in rendered(report, fmt, marks=True)
    assert "待核实" not in rendered(report, fmt)
    assert "业务培训" not in rendered(report, fmt)


@pytest.mark.parametrize("fmt", TEXTS)
def test_a_conflict_is_never_dropped_and_never_unmarked(fmt: str) -> None:
    for marks in (False, True):
        text = re.sub(r"<[^>]*>|\*\*", "", rendered(sample(waiting=True), fmt, marks=marks))
        assert "【待取舍】收到申请大约5件。" in text


def test_a_paragraph_of_nothing_but_unconfirmed_sentences_leaves_no_gap() -> None:
    pending = Paragraph((Sentence("尚待核实。", state="pending"),))
    report = replace(sample(), sections=(Section("other", "六", "其他", (pending,)),))
    assert rendered(report, "md").endswith("## 六、其他\n")


def test_an_unknown_format_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        render(sample(), "doc")


# -- HTML -----------------------------------------------------------------------------------------------------


class Seen(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.figures: dict[str, list[str]] = {}
        self.open: str | None = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open = dict(attrs).get("data-figure")

    def handle_data(self, data):
        if self.open:
            self.figures.setdefault(self.open, []).append(data)
            self.open = None


def test_the_page_needs_nothing_else_and_runs_nothing() -> None:
    seen = Seen(rendered(sample(waiting=True), "html", marks=True))
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in seen.tags}
    assert not any(key.startswith("on") or key in ("src", "href") for _, attributes in seen.tags for key in attributes)
    styled = {tag for tag, attributes in seen.tags if "style" in attributes}
    assert {"h1", "h2", "h3", "p", "table", "th", "td", "article"} <= styled


def test_every_figure_of_the_tables_is_named_in_its_cell() -> None:
    seen = Seen(rendered(sample(), "html"))
    report = sample()
    assert set(report.cells) <= set(seen.figures)
    for figure, text in report.cells.items():
        assert text in seen.figures[figure]


def test_numbers_in_the_prose_name_their_figure_and_format() -> None:
    seen = Seen(rendered(sample(), "html"))
    data = [attributes for tag, attributes in seen.tags if tag == "data"]
    assert {"value": "4", "data-figure": "requests.received.total", "data-format": "count"} in data
    assert [d["value"] for d in data if d["data-format"] == "percent"] == ["50"]


def test_tables_have_caption_and_heads_with_scope() -> None:
    seen = Seen(rendered(sample(), "html"))
    tags = [tag for tag, _ in seen.tags]
    assert tags.count("caption") == tags.count("table") == 3
    heads = [attributes for tag, attributes in seen.tags if tag == "th"]
    assert {attributes["scope"] for attributes in heads} == {"row", "col"}
    assert len(heads) == sum(len(t.cells) for s in sample().sections for t in s.tables) - len(sample().cells)


# -- text that could do harm -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=1>', "&lt;b&gt;", "{{ 7*7 }}{% x %}"]
)
def test_text_is_never_markup(text: str) -> None:
    report = replace(sample(), title=text, sections=(Section("other", "六", text, (Paragraph((Sentence(text),)),)),))
    page = rendered(report, "html")
    assert {tag for tag, _ in Seen(page).tags} <= {
        "html", "head", "meta", "title", "style", "body", "article", "h1", "h2", "p",
    }  # fmt: skip
    assert "49" not in page


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1.加强培训", "1\\.加强培训"),
        ("- 一", "\\- 一"),
        ("# 题", "\\# 题"),
        ("a*b_c", "a\\*b\\_c"),
        ("[x](y)|z", "\\[x\\](y)\\|z"),
        ("2023年。", "2023年。"),
        ("R&D", "R&D"),
        ("&nbsp;", "\\&nbsp;"),
    ],
)
def test_no_character_means_anything_to_markdown(text: str, written: str) -> None:
    assert markdown_line(text) == written


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-2, 62), st.integers(-2, 62)), max_size=4))
def test_cutting_a_sentence_at_any_spans_loses_nothing(text: str, spans: list[tuple[int, int]]) -> None:
    sentence = Sentence(text, tuple(Span(a, b, "facts.x") for a, b in spans))
    whole = "".join(piece.text for piece in pieces(Sentence(text)))
    cut = "".join(piece.text for piece in pieces(sentence))
    assert re.sub(r"\s", "", cut) == re.sub(r"\s", "", whole)


@given(st.text(max_size=200))
def test_any_text_can_be_written(text: str) -> None:
    report = replace(sample(), title=text, sections=(Section(None, "", text, (Paragraph((Sentence(text),)),)),))
    for fmt in set(WRITERS) - set(PICTURES):
        assert render(report, fmt)


@given(st.text(max_size=60))
@settings(max_examples=15)
def test_any_title_can_be_drawn(text: str) -> None:
    report = replace(sample(), title=text, unit=text)
    for fmt in PICTURES:
        assert render(report, fmt)


# -- names of files --------------------------------------------------------------------------------------------


def test_a_file_is_named_after_title_and_year() -> None:
    assert filename(sample(), "docx") == "青禾县柳桥镇2023年政府信息公开工作年度报告.docx"
    assert "2023" in filename(replace(sample(), title="政府信息公开工作年度报告"), "md")


@given(st.text(max_size=300), st.one_of(st.none(), st.integers(2000, 2100)))
def test_every_system_takes_the_name(title: str, year: int | None) -> None:
    name = filename(replace(sample(), title=title, year=year), "docx")
    assert not re.search(r'[\\/:*?"<>|\x00-\x1f]', name)
    assert len(name.encode()) <= 180
    assert name.endswith(".docx")
    assert not name.startswith((".", " "))
    assert not name.removesuffix(".docx").endswith((".", " "))
    assert name.split(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}
    assert year is None or str(year) in name


def test_a_long_name_keeps_its_end() -> None:
    report = replace(sample(), title="东洲省" * 60 + "2023年政府信息公开工作年度报告")
    assert filename(report, "docx").endswith("2023年政府信息公开工作年度报告.docx")


@pytest.mark.parametrize("number", [2, 3, 4])
def test_a_table_of_the_form_is_laid_out_as_any_table_with_its_cells(number: int) -> None:
    table = statutory_table(form("2021").tables[number], {})
    plain = type(table).__base__(table.number, table.cells)
    assert type(plain) is not type(table)
    assert grid(table, sample()) == grid(plain, sample())


def test_a_table_that_was_changed_is_laid_out_as_it_stands() -> None:
    table = statutory_table(form("2021").tables[4], {})
    first, *others = table.cells
    changed = table._replace(cells=(first._replace(colspan=4), first._replace(column=4, text="新"), *others[0:]))
    laid = grid(changed, sample())
    assert laid.layout.places[0][3] == 4
    assert laid.texts[1] == "新"
    assert grid(table, replace(sample(), edition="2019")).texts == grid(table, sample()).texts
