"""PDF text in a font that the file does not bring: what is read does not hang on the fonts of the machine."""

from __future__ import annotations

from nianbao.readers import read_bytes
from nianbao.readers.pdf_fonts import both, without_fonts
from nianbao.readers.pdf_page import Char
from tests.readers import made


def char(text: str, left: float, bottom: float = 700.0) -> Char:
    return Char(text, left, bottom, left + 10, bottom + 10)


def test_two_readings_of_a_page_have_each_character_once_in_the_order_of_the_file() -> None:
    drawn = [char("表", 10), char("三", 20), char("1", 60), char("2", 70)]
    figures = [char("0", 40), char("1", 60), char("2", 70.3), char("7", 90)]
    assert "".join(c.text for c in both(drawn, figures)) == "表三0127"
    assert both(drawn, drawn) == drawn
    assert both(drawn, []) == drawn
    assert both([], figures) == figures


def test_the_same_is_read_with_the_fonts_of_the_machine_and_without() -> None:
    texts = made.figures(8)
    data = made.pdf(texts)
    with_fonts = read_bytes("a.pdf", data)
    with without_fonts():
        bare = read_bytes("a.pdf", data)
    assert dict(with_fonts.cells) == dict(bare.cells) == texts
    assert with_fonts.title == bare.title == made.TITLE
