import io
import os
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pdfminer.pdftypes
import pdfplumber
import pypdfium2
import pytest
import typst

from nianbao.core.errors import InputError
from nianbao.readers import read_bytes
from nianbao.writers import font_folders, fonts, pdf, render, written
from nianbao.writers.font_file import FontFile, read_font
from nianbao.writers.fonts import Known, choose

from .sample import sample


def font(path: Path, characters: str, bits: int = 0, version: int = 4) -> Path:
    """A font file with the two tables that are read, no glyphs."""
    codes = sorted(ord(c) for c in characters)
    if version == 12:
        groups = b"".join(struct.pack(">III", code, code, 1) for code in codes)
        sub = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(codes)) + groups
    else:
        ends, starts = [*codes, 0xFFFF], [*codes, 0xFFFF]
        count = len(ends)
        sub = struct.pack(">HHHHHHH", 4, 0, 0, 2 * count, 0, 0, 0) + struct.pack(f">{count}H", *ends) + b"\0\0"
        sub += struct.pack(f">{count}H", *starts) + struct.pack(f">{count}H", *(1,) * count) + b"\0\0" * count
    cmap = struct.pack(">HHHHI", 0, 1, 3, 10 if version == 12 else 1, 12) + sub
    os2 = struct.pack(">HhHHH", 4, 500, 400, 5, bits)
    first = 12 + 2 * 16
    head = struct.pack(">4sHHHH", b"\0\1\0\0", 2, 0, 0, 0)
    head += struct.pack(">4sIII", b"OS/2", 0, first, len(os2)) + struct.pack(
        ">4sIII", b"cmap", 0, first + len(os2), len(cmap)
    )
    path.write_bytes(head + os2 + cmap)
    return path


def known(**files: Path) -> Known:
    return Known({name.lower(): (name, path, 0) for name, path in files.items()})


# -- fonts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [4, 12])
def test_a_font_says_which_characters_it_has(tmp_path: Path, version: int) -> None:
    face = read_font(font(tmp_path / "a.ttf", "政府报告", version=version))
    assert isinstance(face, FontFile)
    assert face.missing(set("政府公告")) == {"公"}


@pytest.mark.parametrize(
    ("bits", "embeddable"),
    [(0, True), (0x0002, False), (0x0004, True), (0x0008, True), (0x0100, False), (0x0200, False), (0x000A, True)],
)
def test_a_font_that_may_not_be_embedded_is_known(tmp_path: Path, bits: int, embeddable: bool) -> None:
    face = read_font(font(tmp_path / "a.ttf", "政", bits))
    assert face is not None
    assert face.embeddable is embeddable


@pytest.mark.parametrize("content", [b"", b"abc", b"\0\1\0\0\xff\xff" + b"\0" * 40, b"ttcf" + b"\xff" * 60])
def test_a_broken_font_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.ttf"
    path.write_bytes(content)
    face = read_font(path)
    assert face is None or face.missing({"政"}) == {"政"}


def test_the_fonts_of_the_standard_are_named(tmp_path: Path) -> None:
    path = font(tmp_path / "a.ttf", "政府")
    found = known(FangSong=path, SimHei=path, KaiTi=path, SimSun=path, STZhongsong=path)
    choice = choose(set("政府"), found)
    assert choice.notes == (
        "PDF用的字体：仿宋（正文）“FangSong”、黑体（一级标题）“SimHei”、楷体（二级标题）“KaiTi”、"
        "宋体（表格、页码）“SimSun”、小标宋（标题）“STZhongsong”",
    )
    assert choice.own_title
    assert choice.families["fang"][0] == "FangSong"


def test_what_stands_in_is_said_and_so_is_each_character_that_fell_back(tmp_path: Path) -> None:
    fang, song = font(tmp_path / "a.ttf", "政府"), font(tmp_path / "b.ttf", "政府瀍")
    notes = choose(set("政府瀍㸆"), known(FangSong=fang, SimSun=song)).notes
    assert any("黑体" in note and "“SimSun”代替" in note for note in notes)
    assert any("“瀍”在“FangSong”里没有，用了“SimSun”" in note for note in notes)
    assert any("“㸆”在找到的字体里都没有" in note for note in notes)


def test_a_font_that_may_not_be_embedded_is_passed_over_and_named(tmp_path: Path) -> None:
    fang, song = font(tmp_path / "a.ttf", "政", 0x0002), font(tmp_path / "b.ttf", "政")
    choice = choose({"政"}, known(FangSong=fang, SimSun=song))
    assert choice.families["fang"] == ("SimSun",)
    assert any("FangSong" in note and "不允许嵌入" in note for note in choice.notes)


def test_a_machine_without_chinese_fonts_is_told_what_to_do() -> None:
    with pytest.raises(InputError) as caught:
        choose({"政"}, Known({}))
    assert "docx" in caught.value.mend


def test_the_engine_gets_the_needed_files_only_where_they_hold_every_character(tmp_path: Path) -> None:
    full, poor = font(tmp_path / "a.ttf", "政府"), font(tmp_path / "b.ttf", "政")
    families = {"FangSong": full, "SimHei": poor, "KaiTi": full, "SimSun": full, "STZhongsong": full}
    found = replace(known(**families), files={name.lower(): (str(path),) for name, path in families.items()})
    assert choose(set("政"), found).files == (str(full), str(poor))
    assert choose(set("政府"), found).files == (), "a heading's 府 may come from any font"


def test_bold_brings_the_other_weights_of_its_family(tmp_path: Path) -> None:
    path, heavy = font(tmp_path / "a.ttf", "政"), tmp_path / "bold.ttf"
    found = Known({"simsun": ("SimSun", path, 0)}, {"simsun": (str(path), str(heavy))})
    assert choose({"政"}, found).files == (str(path), str(heavy))
    assert choose({"政"}, found, bold=()).files == (str(path),)


def test_a_font_that_is_put_in_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "fonts" / "deep"
    folder.mkdir(parents=True)
    monkeypatch.setattr(font_folders, "system_folders", lambda: (tmp_path / "fonts", tmp_path / "missing"))
    os.utime(folder, (1, 1))
    before = font_folders.font_folders(())
    assert before == font_folders.font_folders(())
    font(folder / "a.ttf", "政")
    assert font_folders.font_folders(()) != before


def test_links_lead_to_the_files_and_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_folders, "cache_folder", lambda: tmp_path)
    files = (str(font(tmp_path / "a.ttf", "政")), str(font(tmp_path / "b.otf", "府")))
    folder = font_folders.linked(files)
    if folder is None:
        pytest.skip("this system allows no links")
    assert sorted(path.resolve() for path in folder.iterdir()) == [Path(file).resolve() for file in files]
    assert font_folders.linked(files) == folder
    (folder / "c.ttf").write_bytes(b"")
    assert font_folders.linked(files) is None
    for number in range(10):
        assert font_folders.linked((str(font(tmp_path / f"{number}.ttf", "政")),)) is not None
    assert len(list(tmp_path.glob("fonts-*"))) <= 7
    assert all(Path(file).is_file() for file in files)
    monkeypatch.setattr(font_folders, "cache_folder", lambda: None)
    assert font_folders.linked(files) is None


def test_ranges_that_follow_one_another_are_one(tmp_path: Path) -> None:
    face = read_font(font(tmp_path / "a.ttf", "abcxz", version=12))
    assert face is not None
    assert face.ranges == ((97, 99), (120, 120), (122, 122))


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on which no font is installed."""
    kept = (fonts.engine_fonts, fonts.known_fonts, pdf._compiler)
    for function in kept:
        function.cache_clear()

    def none_installed(**asked: object) -> typst.Fonts:
        return typst.Fonts(**{**asked, "include_system_fonts": False})

    monkeypatch.setattr(fonts, "typst_fonts", none_installed)
    monkeypatch.setattr(fonts, "font_folders", lambda own: None)
    yield
    for function in kept:
        function.cache_clear()


@pytest.mark.usefixtures("bare")
def test_a_machine_without_any_font_makes_a_pdf_and_says_what_with() -> None:
    made = written(sample(), "pdf")
    assert read_bytes("report.pdf", made.content).cells == sample().cells
    assert made.notes == (
        "PDF用的字体：黑体（一级标题）“Noto Sans SC”（随程序带的开源字体）、"
        "宋体（表格、页码）“Noto Serif SC”（随程序带的开源字体）",
        "PDF：没有找到仿宋（正文）、楷体（二级标题）、小标宋（标题），用“Noto Serif SC”（随程序带的开源字体）代替",
    )


def test_every_font_is_embedded_and_maps_back_to_characters() -> None:
    with pdfplumber.open(io.BytesIO(render(sample(), "pdf"))) as document:
        kinds = [
            pdfminer.pdftypes.resolve1(font)
            for page in document.pages
            for font in (page.page_obj.resources.get("Font") or {}).values()
        ]
    assert kinds
    for kind in kinds:
        assert "ToUnicode" in kind
        (descendant,) = pdfminer.pdftypes.resolve1(kind["DescendantFonts"])
        descriptor = pdfminer.pdftypes.resolve1(pdfminer.pdftypes.resolve1(descendant)["FontDescriptor"])
        assert {"FontFile2", "FontFile3"} & set(descriptor)


# -- the document -----------------------------------------------------------------------------------------------


def test_the_report_is_read_back_from_the_pdf() -> None:
    read = read_bytes("report.pdf", render(sample(), "pdf"))
    wanted = sample().plain()
    assert read.title == wanted.title
    assert read.cells == wanted.cells
    assert read.narrative == wanted.narrative


def test_the_pdf_has_bookmarks_title_tags_and_no_date() -> None:
    content = render(sample(), "pdf")
    document = pypdfium2.PdfDocument(content)
    try:
        titles = [bookmark.get_title() for bookmark in document.get_toc()]
        assert [title for title in titles if "、" in title][:2] == ["一、总体情况", "二、主动公开政府信息情况"]
        assert document.get_metadata_value("Title") == sample().title
        assert document.get_metadata_value("Author") == sample().unit
        assert document.get_metadata_value("CreationDate") == ""
        width, height = document[0].get_size()
        assert (round(width), round(height)) == (595, 842)
        assert document.is_tagged()
    finally:
        document.close()
    assert content == render(sample(), "pdf")


def test_table_three_stands_on_one_page_with_its_heading() -> None:
    document = pypdfium2.PdfDocument(render(sample(), "pdf"))
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    (page,) = [text for text in pages if "四、结转下年度继续办理" in text]
    assert "三、收到和处理政府信息公开申请情况" in page
    assert "一、本年新收政府信息公开申请数量" in page


def test_what_waits_is_marked() -> None:
    document = pypdfium2.PdfDocument(written(sample(waiting=True), "pdf", marks=True).content)
    try:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    assert "【待核实】" in text
    assert "【待取舍】" in text


def test_a_beginning_in_the_background_changes_nothing() -> None:
    content = render(sample(), "pdf")
    pdf.begin()
    assert render(sample(), "pdf") == content


def test_a_face_alone_is_taken_before_the_same_face_among_others(tmp_path: Path) -> None:
    many, alone = font(tmp_path / "many.ttc", "政府瀍"), font(tmp_path / "alone.otf", "政府")
    families = {"FangSong": many, "Noto Sans CJK SC": many, "Noto Sans SC": alone, "KaiTi": many, "SimSun": many}
    found = known(**families)
    assert choose({"政"}, found, bold=()).families["hei"][:2] == ("Noto Sans SC", "Noto Sans CJK SC")
    assert choose({"政"}, found, bold=("hei",)).families["hei"][0] == "Noto Sans CJK SC", "it may have a bold"
    assert str(alone) not in choose({"瀍"}, found, bold=()).files, "what the face alone lacks comes from any font"
