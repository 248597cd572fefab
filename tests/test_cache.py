import sys
from pathlib import Path

import pytest

from nianbao.cache import blob_key, cache_folder, cached_blob

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the folder is chosen through XDG_CACHE_HOME")


@pytest.fixture
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "nianbao"


def code() -> object:
    return {"code": compile("1 + 1", "<test>", "eval"), "parts": [("a", 1, b"x")]}


def refuse() -> object:
    raise AssertionError("made again")


def test_a_value_is_made_once(caches: Path) -> None:
    first = cached_blob("bank", blob_key(["a"]), code)
    again = cached_blob("bank", blob_key(["a"]), refuse)
    assert again == first
    assert eval(again["code"]) == 2


def test_another_key_makes_another_value(caches: Path) -> None:
    cached_blob("bank", blob_key(["a"]), lambda: 1)
    assert cached_blob("bank", blob_key(["b"]), lambda: 2) == 2
    assert blob_key(["ab"]) != blob_key(["a", "b"])


def test_none_is_a_value_too(caches: Path) -> None:
    cached_blob("bank", blob_key(["a"]), lambda: None)
    assert cached_blob("bank", blob_key(["a"]), refuse) is None


@pytest.mark.parametrize("damage", [b"", b"abc", b"\0" * 50])
def test_a_damaged_file_is_made_anew(caches: Path, damage: bytes) -> None:
    cached_blob("bank", blob_key(["a"]), lambda: 1)
    (kept,) = caches.iterdir()
    kept.write_bytes(damage)
    assert cached_blob("bank", blob_key(["a"]), lambda: 3) == 3
    assert cached_blob("bank", blob_key(["a"]), refuse) == 3


def test_code_that_others_could_have_written_is_not_run(caches: Path) -> None:
    cached_blob("bank", blob_key(["a"]), lambda: 1)
    (kept,) = caches.iterdir()
    kept.chmod(0o666)
    assert cached_blob("bank", blob_key(["a"]), lambda: 2) == 2
    caches.chmod(0o777)
    assert cache_folder() is None
    assert cached_blob("bank", blob_key(["a"]), lambda: 4) == 4


def test_without_a_folder_the_value_is_still_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert cached_blob("bank", blob_key(["a"]), lambda: 1) == 1


def test_old_files_are_removed(caches: Path) -> None:
    for n in range(20):
        cached_blob("bank", blob_key([str(n)]), lambda: 1)
    cached_blob("other", blob_key(["a"]), lambda: 1)
    assert len(list(caches.glob("bank-*"))) <= 6
