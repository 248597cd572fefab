"""Reports copied without their title, with another's headings inside section one, or in traditional characters."""

from __future__ import annotations

import pytest

from nianbao.core.report import Report
from nianbao.readers import read_bytes
from nianbao.readers.stated import stated_unit, stated_year
from nianbao.readers.traditional import _PAIRS
from tests.readers import made

TEXTS = made.figures(7)
PLAIN = made.text(TEXTS)
TITLE_LINE, _, REST = PLAIN.partition("\n")


def read(text: str) -> Report:
    return read_bytes("a.txt", text.encode())


# --- the title ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ["• ", "标题：", "公报标题", "文件名称：", "名 称："])
def test_what_a_website_puts_before_the_title(before: str) -> None:
    assert read(f"{before}{made.TITLE}\n{REST}").unit == "青禾县柳桥镇"


@pytest.mark.parametrize("line", ["【字号：", "[字号 大 中 小]", "点击关闭详细目录信息", "打印", "• 【字体："])
def test_what_a_website_puts_between_title_and_preamble(line: str) -> None:
    report = read(f"{made.TITLE}\n{line}\n{REST}")
    assert report.title == made.TITLE
    assert line not in report.words


def test_a_title_that_runs_on_into_the_preamble() -> None:
    report = read(f"{made.TITLE}根据《中华人民共和国政府信息公开条例》编制。\n{REST}")
    assert (report.title, report.unit) == (made.TITLE, "青禾县柳桥镇")
    assert report.preamble[0].text == "根据《中华人民共和国政府信息公开条例》编制。"


def test_a_title_with_its_characters_in_disorder() -> None:
    report = read(f"青禾县柳桥镇2024年政府信息公开工作告年度报\n{REST}")
    assert (report.unit, report.year) == ("青禾县柳桥镇", 2024)


def test_guanyu_behind_the_unit_is_no_part_of_it() -> None:
    assert read(f"青禾县财政局关于2024年政府信息公开工作年度报告\n{REST}").unit == "青禾县财政局"


# --- without a title -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("数据统计期限为2023年1月1日至12月31日。", 2023),
        ("数据统计期限自2023年1月1日起至2023年12月31日止。", 2023),
        ("现公布青禾县财政局2022年度政府信息公开工作年度报告。", 2022),
        ("现将我局2021年度政府信息公开工作情况报告如下：", 2021),
        ("截至2023年12月31日，公开信息60条。", 2023),
        ("（一）主动公开情况。2023年，公开信息60条。2023年，未收到申请。", 2023),
        ("2023年，公开信息60条。2022年，公开信息50条。", None),
        ("根据县政府的要求编制本报告。", None),
    ],
)
def test_the_year_that_the_words_tell(words: str, year: int | None) -> None:
    assert stated_year([words]) == year


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("现公布青禾县财政局2023年政府信息公开工作年度报告。", "青禾县财政局"),
        ("现将《青禾县柳桥镇人民政府2023年度政府信息公开工作年度报告》予以公布。", "青禾县柳桥镇人民政府"),
        ("龙泉街道2023年政府信息公开工作年度报告（以下简称年报）由党政办编制。", "龙泉街道"),
        ("现公布子川市人民政府2023年度政府信息公开工作报告。", "子川市人民政府"),
        (
            "按《关于做好2023年政府信息公开工作年度报告编制工作的通知》，现公布子川市2023年政府信息公开工作年度报告。",
            "子川市",
        ),
        ("特公布2023年青禾县财政局信息公开工作年度报告。", "青禾县财政局"),
        ("现公布2023年青禾县柳桥镇人民政府政府信息公开工作年度报告。", "青禾县柳桥镇人民政府"),
        ("现特向社会公布2024年柳桥镇人民政府信息公开工作年度报告。", "柳桥镇人民政府"),
        ("现公布2020年青禾区政府办政府信息公开工作年度报告。", "青禾区政府办"),
        ("本年度报告由青禾县财政局编制，全文包括六个部分。", "青禾县财政局"),
        ("本年度报告由青禾县柳桥镇人民政府党政办公室编制。", ""),
        ("本报告由六部分组成，涵盖了2022年青禾区财政局政府信息公开工作，数据截至年底。", "青禾区财政局"),
        ("2021年，青禾市应急管理局认真贯彻落实条例。", "青禾市应急管理局"),
        ("特公布2019年度柳桥镇政府（机关）信息公开年度报告。", "柳桥镇"),
        ("要求，由青禾湾经济技术开发区管委会结合有关统计数据编制。", "青禾湾经济技术开发区管委会"),
        ("2022年，开发区坚持以公开为常态。", ""),
        ("为认真做好青禾市应急管理局政府信息公开工作，我局精心组织。", "青禾市应急管理局"),
        ("2021年，市应急管理局认真贯彻落实条例。", ""),
        ("2023年，在区委、区政府的坚强领导下，柳桥街道办事处认真贯彻落实条例。", "柳桥街道办事处"),
        ("2021年，全县各镇认真贯彻落实条例。", ""),
        ("根據條例，現將柳橋鎮2024年政府信息公開工作年度報告進行公開。", "柳橋鎮"),
        ("现公布我局2023年政府信息公开工作年度报告。", ""),
        ("根据县政府办公室《关于做好2023年政府信息公开工作年度报告编制工作的通知》，编制本报告。", ""),
    ],
)
def test_the_unit_that_the_preamble_tells(words: str, unit: str) -> None:
    assert stated_unit([words]) == unit


def test_a_second_title_without_a_unit_is_not_preferred() -> None:
    report = read(f"青禾县柳桥镇人民政府2019年政府信息公开工作年度报告\n关于2019年政府信息公开工作年度报告\n{REST}")
    assert report.unit == "青禾县柳桥镇人民政府"


def test_a_section_one_with_an_arabic_number_before_chinese_ones() -> None:
    report = read(PLAIN.replace("一、总体情况", "1、 总体情况"))
    assert [section.key for section in report.sections][:2] == ["overview", "disclosure"]


def test_a_report_without_title_takes_both_from_its_preamble() -> None:
    report = read(f"现公布青禾县柳桥镇2023年政府信息公开工作年度报告。\n{REST}")
    assert (report.title, report.unit, report.kind, report.year) == ("", "青禾县柳桥镇", "镇", 2023)


def test_the_preamble_may_stand_in_section_one() -> None:
    words = f"现将青禾县财政局2024年政府信息公开工作年度报告公布如下：\n{made.WORDS['overview']}"
    assert read(REST.replace(made.WORDS["overview"], words)).unit == "青禾县财政局"


@pytest.mark.parametrize(("words", "kind"), [("我乡公开信息。我乡没有收费。", "乡"), ("我局、我镇各有分工。", None)])
def test_the_kind_that_calls_itself_so(words: str, kind: str | None) -> None:
    report = read(f"根据条例编制。\n{REST}".replace(made.WORDS["overview"], words))
    assert (report.unit, report.kind) == ("", kind)


# --- headings -----------------------------------------------------------------------------------------------


def test_numbered_headings_inside_section_one_are_no_sections() -> None:
    inside = "1.主动公开政府信息情况\n全年公开信息128条。\n2.依申请公开政府信息情况\n未收到申请。"
    report = read(PLAIN.replace(made.WORDS["overview"], inside))
    assert [section.key for section in report.sections] == [s.key for s in read(PLAIN).sections]
    assert len(report.sections[0].paragraphs) == 4


def test_sections_numbered_in_arabic_are_sections() -> None:
    text = PLAIN
    for number, numeral in enumerate("一二三四五六", 1):
        text = text.replace(f"\n{numeral}、", f"\n{number}. ")
    assert [section.key for section in read(text).sections] == [s.key for s in read(PLAIN).sections]


@pytest.mark.parametrize("title", ["政府信息公开工作的基本情况", "政务信息公开情况概述", "政府信息公开工作的基本概况"])
def test_a_longer_name_of_section_one(title: str) -> None:
    report = read(PLAIN.replace("一、总体情况", f"一 、{title}"))
    assert report.sections[0].key == "overview"


def test_section_one_under_a_title_of_its_own() -> None:
    report = read(PLAIN.replace("一、总体情况", "一、工作开展情况"))
    assert (report.sections[0].key, report.sections[0].title) == ("overview", "工作开展情况")
    assert report.notes == ()


# --- traditional characters ---------------------------------------------------------------------------------

_OLD = {ord(new): old for old, new in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)}


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.docx"])
def test_a_report_in_traditional_characters(name: str) -> None:
    if name == "a.docx":
        content = made.docx(TEXTS, _in_old_characters)
    else:
        text = made.html(TEXTS) if name == "a.html" else PLAIN
        content = text.translate(_OLD).encode()
    report = read_bytes(name, content)
    assert dict(report.cells) == TEXTS
    assert [section.key for section in report.sections] == [s.key for s in read(PLAIN).sections]
    assert (report.unit, report.year, report.kind) == (
        "青禾县柳桥镇".translate(_OLD),
        2024,
        "镇",
    )
    assert any("繁体" in note.what for note in report.notes)


def test_labels_in_the_words_of_a_converter_for_taiwan() -> None:
    text = made.html(TEXTS).translate(_OLD).replace("規範性文件", "規範性檔案").replace("信息", "資訊")
    report = read_bytes("a.html", text.encode())
    assert dict(report.cells) == TEXTS
    assert not any("規範性" in note.what for note in report.notes)


def _in_old_characters(document) -> None:
    for paragraph in document.paragraphs:
        paragraph.text = paragraph.text.translate(_OLD)
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                cell.text = cell.text.translate(_OLD)
