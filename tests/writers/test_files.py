"""A file is written whole or not at all; several, all or none."""

import errno
import os

import pytest

from nianbao.core.errors import InputError
from nianbao.writers.files import write_atomically, write_together


@pytest.fixture
def full_disk(monkeypatch):
    """The disk is full from the second file on."""
    written = []

    def fsync(handle):
        written.append(handle)
        if len(written) > 1:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)


def test_a_file_takes_the_place_of_the_old_one_and_keeps_its_mode(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_text("旧")
    path.chmod(0o640)
    write_atomically(path, "新".encode())
    assert path.read_text() == "新"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_on_a_full_disk_none_of_several_files_is_written(tmp_path, full_disk):
    old = tmp_path / "a.txt"
    old.write_text("旧")
    with pytest.raises(InputError, match="磁盘已满") as raised:
        write_together([(old, "新".encode()), (tmp_path / "b.txt", b"b"), (tmp_path / "c.txt", b"c")])
    assert raised.value.where == str(tmp_path / "b.txt")
    assert old.read_text() == "旧"
    assert list(tmp_path.iterdir()) == [old]


def test_a_folder_of_the_name_stops_all_of_several_files(tmp_path):
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(InputError, match="这是一个文件夹"):
        write_together([(tmp_path / "a.txt", b"a"), (tmp_path / "b.txt", b"b")])
    assert [path.name for path in tmp_path.iterdir()] == ["b.txt"]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match="所在的文件夹不存在") as raised:
        write_atomically(tmp_path / "没有" / "a.txt", b"a")
    assert raised.value.where == str(tmp_path / "没有" / "a.txt")
