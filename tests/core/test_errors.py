"""Messages stay readable whatever somebody wrote."""

from nianbao.core.errors import InputError, shortened


def test_a_message_quotes_so_much_that_the_place_is_found():
    long = "甲" * 500
    assert InputError(f"“{long}”不是数字，“乙”也不是").what == f"“{'甲' * 60}……”不是数字，“乙”也不是"


def test_a_message_of_usual_length_stands_as_it_is():
    text = f"“{'甲' * 60}”不是数字"
    assert shortened(text) == text
