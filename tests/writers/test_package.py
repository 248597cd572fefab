import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from nianbao.writers.package import Deflater, joined, package, part, stored

contents = st.one_of(st.binary(max_size=300), st.integers(0, 200_000).map(lambda size: b"0123456789" * (size // 10)))


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@given(st.lists(contents, max_size=5), st.sampled_from((0, 100, 100_000)))
def test_a_part_of_stretches_is_the_stretches_one_behind_the_other(pieces: list[bytes], least: int) -> None:
    deflater = Deflater(1, least)
    kept = joined("a.xml", *(deflater.stretch(piece) for piece in pieces), stored(b"end"))
    assert unzipped(package([kept])) == {"a.xml": b"".join(pieces) + b"end"}


def test_stretches_of_one_deflater_stand_alone() -> None:
    deflater = Deflater(1)
    first, second = deflater.stretch(b"the same words " * 20), deflater.stretch(b"the same words " * 20)
    assert first == second
    assert unzipped(package([joined("b", second)])) == {"b": b"the same words " * 20}


def test_fixed_parts_stand_first_and_change_nothing_in_the_others() -> None:
    fixed = (part("固定.xml", b"<a/>"), part("b.xml", b"<b/>"))
    changing = [part("c.xml", b"<c/>"), joined("d.xml", stored(b""))]
    assert package(changing, fixed) == package([*fixed, *changing])
    assert unzipped(package(changing, fixed)) == {"固定.xml": b"<a/>", "b.xml": b"<b/>", "c.xml": b"<c/>", "d.xml": b""}
