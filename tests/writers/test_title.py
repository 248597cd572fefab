import pytest

from nianbao.writers.title import LONGEST, title_lines

TAIL = "政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (f"临泽市2022年{TAIL}", (f"临泽市2022年{TAIL}",)),
        (f"青禾县柳桥镇2023年{TAIL}", ("青禾县柳桥镇2023年", TAIL)),
        (f"青禾县城乡规划和住房建设局2023年{TAIL}", ("青禾县城乡规划和住房建设局2023年", TAIL)),
        (f"青禾县市场监督管理局2023年{TAIL}", ("青禾县市场监督管理局2023年", TAIL)),
    ],
)
def test_a_title_is_broken_between_its_words(title: str, lines: tuple[str, ...]) -> None:
    assert title_lines(title) == lines


@pytest.mark.parametrize(
    "unit",
    [
        "临泽市西城区",
        "东洲省临泽市经济技术开发区管理委员会",
        "东洲省临泽市青禾县人民政府柳桥镇街道办事处便民服务中心",
        "甲" * 15,
    ],
)
def test_lines_fit_the_page_and_lose_nothing(unit: str) -> None:
    title = f"{unit}2023年{TAIL}"
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(sum(0.5 if c.isascii() else 1 for c in line) <= LONGEST for line in lines)


def test_three_lines_are_no_hourglass() -> None:
    first, *middle, last = map(
        len, title_lines("东洲省临泽市青禾县城乡居民社会养老保险服务管理委员会办公室2023年" + TAIL)
    )
    assert middle
    assert min(middle) >= min(first, last)


def test_a_title_of_unknown_words_is_left_to_the_word_processor() -> None:
    assert title_lines("关于某事项的一个很长很长的标题它没有任何我们认识的词语") == (
        "关于某事项的一个很长很长的标题它没有任何我们认识的词语",
    )
