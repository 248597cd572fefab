"""Damage files at random and hand them to the readers: a report or an InputError, quickly, and nothing else.

    python -m tests.fuzz [--seconds 75] [--seed 0] [format …]

What is read goes on through all checks and into a draft. A case that fails is kept in the folder fuzz-failures.
"""

from __future__ import annotations

import argparse
import base64
import io
import quopri
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from nianbao.core.errors import InputError
from nianbao.readers import read_bytes
from nianbao.workflow import banks, drafting, drafts, inspecting
from tests.readers import made

SLOW = 10.0
"""Seconds of the processor after which a file counts as one that hangs the program."""
LARGE = 500
"""MB of memory at which a file counts as one that fills it."""
KEPT = Path("fuzz-failures")
TOKENS = (
    *(
        "（七）总计",
        "自然人",
        "总计",
        "一、总体情况",
        "规章",
        "结果维持",
        "0",
        "-1",
        "99999999999999999999",
        "1e999",
        "9" * 40,
        "9" * 5000,
    ),
    *(
        "<table>",
        "</td>",
        "<td rowspan=65535 colspan=1000>",
        "<!--",
        "<![CDATA[",
        "&#0;",
        "&amp;",
        "<w:tbl>",
        "</w:tc>",
    ),
    *('r="XFD1048576"', 't="s"', "<f>1/0</f>", "stream", "endobj", "<<", ">>", "/Length -1", "\t", "\n", "|", "\u202e"),
    *("*a", "&a [*a]", "!!python/object:os.system", "? ", ": ", "{{", "]", "- "),
)


def samples(fmt: str) -> list[bytes]:
    """Right files of a format, as others and as this program write it."""
    texts = made.figures(8)
    if fmt == "yaml":
        return [path.read_bytes() for path in sorted(Path("examples").glob("*.yaml"))]
    if fmt == "xls":
        return [_xls(made.xlsx(texts))]
    found: dict[str, Callable[[], list[bytes]]] = {
        "docx": lambda: [made.docx(texts)],
        "xlsx": lambda: [made.xlsx(texts), made.xlsx(texts, sheets=True, merged=False)],
        "pdf": lambda: [made.pdf(texts), made.pdf(texts, cut={3: 9})],
        "html": lambda: [made.html(texts).encode(), made.html(texts, edition="2021").encode("gb18030", "replace")],
        "txt": lambda: [made.text(texts).encode(), made.text(texts, gap="|").encode(), made.text(texts).encode("gbk")],
        "md": list,
        "mht": lambda: [_saved(made.html(texts), encoding) for encoding in ("base64", "quoted-printable")],
    }
    return [*found[fmt](), *(_ours(fmt) if fmt != "mht" else ())]


def _saved(page: str, encoding: str) -> bytes:
    """A page in one file with a picture, as browsers save it."""
    content = base64.encodebytes(page.encode()) if encoding == "base64" else quopri.encodestring(page.encode())
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    kind = f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head + kind.encode() + content + b"\r\n--b\r\nContent-Type: image/gif\r\n\r\nGIF89a\r\n--b--\r\n"


def _ours(fmt: str) -> Iterator[bytes]:
    from nianbao.core.compose import compose
    from nianbao.writers import render

    bank = banks.load_bank()
    for path in sorted(Path("examples").glob("*.yaml"))[:2]:
        yield render(compose(drafts.open_draft(path).draft, bank, pending=False), fmt)


def _xls(book: bytes) -> bytes:
    """The workbook in the old format, by LibreOffice; the file's head alone where that is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "a.xlsx"
        source.write_bytes(book)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xls"]
        try:
            subprocess.run([*command, "--outdir", folder, str(source)], capture_output=True, timeout=120, check=True)
            return (Path(folder) / "a.xls").read_bytes()
        except (OSError, subprocess.SubprocessError):
            return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + bytes(2000)


def damaged(rng: Random, data: bytes, *, inside: bool = True) -> bytes:
    """The bytes with one to six wounds; a package is often opened and one of its parts damaged."""
    if inside and data.startswith(b"PK") and rng.random() < 0.8:
        return _damaged_part(rng, data)
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        at, size = rng.randrange(len(out) + 1), min(rng.choice((1, 2, 8, 64, 800)), len(out))
        match rng.randrange(7):
            case 0:
                out[at : at + size] = rng.randbytes(size)
            case 1:
                del out[at : at + size]
            case 2:
                other = rng.randrange(len(out) + 1)
                out[at:at] = out[other : other + size]
            case 3:
                out[at:at] = rng.choice(TOKENS).encode()
            case 4:
                out[at : at + 1] = bytes([rng.choice((0, 1, 9, 10, 34, 39, 47, 60, 62, 127, 128, 255))])
            case 5:
                del out[at:]
            case _:
                out[at : at + size] = out[at : at + size] * rng.choice((2, 3, 40, 1000))
    return bytes(out)


def _damaged_part(rng: Random, data: bytes) -> bytes:
    book = zipfile.ZipFile(io.BytesIO(data))
    names = book.namelist()
    chosen = max(rng.sample(names, min(3, len(names))), key=lambda name: book.getinfo(name).file_size)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made_book:
        for name in names:
            content = book.read(name)
            made_book.writestr(name, damaged(rng, content, inside=False) if name == chosen else content)
    return out.getvalue()


def handle(name: str, data: bytes) -> bool:
    """Read, check and import a file as the program does; whether it was read at all."""
    from nianbao.core import checks
    from nianbao.core.importing import import_report
    from nianbao.readers.draft_file import decode_draft, parse_draft

    bank = banks.load_bank()
    try:
        if name.endswith(".yaml"):
            text = decode_draft(data, name)
            draft = parse_draft(text, name)
            drafts.check_facts(draft, bank, name, text)
            drafting.check_draft(draft, bank)
            return True
        report = read_bytes(name, data)
        checks.run(inspecting.report_case(report, bank))
        if report.year is not None:
            import_report(report, tuple(bank.facts.values()))
    except InputError as error:
        assert error.what and error.mend, "a message lacks its parts"
        return False
    return True


def fuzz(fmt: str, seconds: float, seed: int) -> tuple[int, int, list[str], float]:
    """How many files were tried and read, what failed, and the longest time for one."""
    rng, right = Random(f"{fmt} {seed}"), samples(fmt)
    until = _spent() + seconds
    tried = read = 0
    failed: list[str] = []
    longest = 0.0
    KEPT.mkdir(exist_ok=True)
    current = KEPT / f"current-{seed}.{fmt}"  # what stands here if the process itself dies
    while _spent() < until:
        data = damaged(rng, rng.choice(right))
        current.write_bytes(data)
        begun, before = _spent(), _peak()
        try:
            read += handle(f"a.{fmt}", data)
        except Exception as error:
            fault = f"{type(error).__name__} {_place(error)}: {str(error)[:80]}"
            if fault not in failed:
                failed.append(fault)
                (KEPT / f"{fmt}-{len(failed)}.{fmt}").write_bytes(data)
        taken = _spent() - begun
        longest = max(longest, taken)
        if taken > SLOW:
            failed.append(f"{taken:.1f} s for one file")
            (KEPT / f"{fmt}-slow-{tried}.{fmt}").write_bytes(data)
        if _peak() > LARGE > before:
            failed.append(f"{_peak()} MB for one file")
            (KEPT / f"{fmt}-large-{tried}.{fmt}").write_bytes(data)
        tried += 1
    current.unlink()
    return tried, read, failed, longest


def _peak() -> int:
    """The most memory used so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _spent() -> float:
    """Seconds of the processor so far, those of the processes that read a file apart with them."""
    apart = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + apart.ru_utime + apart.ru_stime


def _place(error: Exception) -> str:
    """The innermost function of ours that the error passed through."""
    place, step = "", error.__traceback__
    while step is not None:
        if "nianbao" in step.tb_frame.f_code.co_filename:
            place = f"{Path(step.tb_frame.f_code.co_filename).name}:{step.tb_lineno}"
        step = step.tb_next
    return place


def main() -> None:
    """Fuzz the formats named, one after another."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "formats", nargs="*", default=["html", "docx", "pdf", "xlsx", "xls", "txt", "md", "mht", "yaml"]
    )
    parser.add_argument("--seconds", type=float, default=75)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    bad = 0
    for fmt in options.formats:
        tried, read, failed, longest = fuzz(fmt, options.seconds, options.seed)
        lines = [f"{fmt}: {tried} files, {read} read, longest {longest:.2f} s, {_peak()} MB, {len(failed)} failed"]
        sys.stdout.write("\n  ".join([*lines, *failed]) + "\n")
        sys.stdout.flush()
        bad += len(failed)
    raise SystemExit(1 if bad else 0)


if __name__ == "__main__":
    main()
