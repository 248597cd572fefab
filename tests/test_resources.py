import pytest

from nianbao.resources import resource_folder


def test_the_program_finds_its_data() -> None:
    assert (resource_folder("templates") / "report.docx").is_file()
    assert (resource_folder("phrasebank") / "outline.yaml").is_file()


def test_a_folder_that_is_missing_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        resource_folder("no-such-folder")
