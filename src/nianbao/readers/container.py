"""Zip containers (docx, xlsx) opened with care: sizes are limited before anything is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from html import unescape

from nianbao.core.errors import InputError

MAX_PARTS = 5_000
MAX_PART = 64_000_000
"""Bytes of one part when unpacked; the text of a long report has 1 MB."""
MAX_RATIO = 250
"""Unpacked to packed, for parts above 4 MB: Word's own XML reaches 60."""


class Container:
    """A zip file's parts by name."""

    def __init__(self, data: bytes, where: str) -> None:
        self.where = where
        self._data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._infos = {info.filename.replace("\\", "/").lstrip("/"): info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError, IndexError) as error:
            raise self.broken() from error
        if len(self._infos) > MAX_PARTS:
            raise self.bomb()
        if any(info.flag_bits & 1 for info in self._infos.values()):
            raise InputError("文件有密码保护，打不开", where, "取消密码后重新保存")

    def broken(self) -> InputError:
        """The message for a file that is cut short or damaged."""
        return InputError("文件已损坏或者不完整", self.where, "重新传一次；能打开的话，另存一份再试")

    def bomb(self) -> InputError:
        """The message for a file that unpacks to far more than any report."""
        return InputError("文件解开后大得不正常，没有读", self.where, "把正文和表格复制到新文件中保存再试")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._infos)

    def read(self, name: str) -> bytes | None:
        """A part's bytes, None where there is none of that name."""
        info = self._infos.get(name)
        if info is None:
            return None
        self._check(info.file_size, info.compress_size)
        try:
            data = self._unpacked(info)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise self.broken() from error
        if len(data) > info.file_size:
            raise self.bomb()
        return data

    def _unpacked(self, info: zipfile.ZipInfo) -> bytes:
        """A part unpacked in one go, one byte more than it says it has where it has more: a report has a dozen small
        parts, and the library's own way, made for pieces of large ones, takes several times as long."""
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            with self._zip.open(info) as part:
                return part.read(info.file_size + 1)
        head = self._data[info.header_offset : info.header_offset + 30]
        if head[:4] != b"PK\x03\x04":
            raise zipfile.BadZipFile
        start = info.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        packed = self._data[start : start + info.compress_size]
        stored = info.compress_type == zipfile.ZIP_STORED
        data = packed if stored else zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, info.file_size + 1)
        if len(data) <= info.file_size and (len(data) < info.file_size or zlib.crc32(data) != info.CRC):
            raise zipfile.BadZipFile
        return data

    def _check(self, size: int, packed: int) -> None:
        if size > MAX_PART or (size > 4_000_000 and size > MAX_RATIO * max(packed, 1)):
            raise self.bomb()

    @property
    def author(self) -> str:
        """Who the file's properties say wrote it; empty where they are silent."""
        found = _CREATOR.search(self.read("docProps/core.xml") or b"")
        return unescape(found[1].decode("utf-8", "replace")) if found else ""


_CREATOR = re.compile(rb"<dc:creator>([^<]{1,300})</dc:creator>")
