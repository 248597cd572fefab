"""Which fonts a PDF uses: those of the standard where the machine has them, else the nearest that it has.

The faces of official documents belong to their makers, and the free ones are under the GPL, so none of them is
shipped. Two open faces (Noto Sans SC and Noto Serif SC, OFL) come as a dependency: with them a machine without
any Chinese font still makes a PDF, and is told what it was made with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nianbao.cache import blob_key, cached_blob, file_stamp
from nianbao.core.errors import InputError
from nianbao.resources import resource_folder
from nianbao.writers.font_file import FontFile, read_font
from nianbao.writers.font_folders import font_folders, linked

if TYPE_CHECKING:
    from typst import Fonts

_SONG = ("SimSun", "NSimSun", "宋体", "STSong", "Songti SC", "FandolSong", "Noto Serif CJK SC", "Source Han Serif SC",
         "AR PL SungtiL GB", "AR PL UMing CN", "Noto Serif SC")  # fmt: skip
_HEI = ("SimHei", "黑体", "STHeiti", "Heiti SC", "FandolHei", "Noto Sans CJK SC", "Source Han Sans SC",
        "Microsoft YaHei", "WenQuanYi Zen Hei", "Noto Sans SC")  # fmt: skip
_KAI = ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "Kaiti SC", "FandolKai", "AR PL UKai CN",
        "LXGW WenKai")  # fmt: skip
_FANG = ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "Zhuque Fangsong (technical preview)",
         "Zhuque Fangsong", "FandolFang", "FandolFang R")  # fmt: skip
_TITLE = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05T",
          "STZhongsong", "华文中宋")  # fmt: skip

ROLES: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "fang": ("仿宋（正文）", _FANG, (*_SONG, *_KAI, *_HEI)),
    "hei": ("黑体（一级标题）", _HEI, (*_SONG, *_KAI)),
    "kai": ("楷体（二级标题）", _KAI, (*_FANG, *_SONG, *_HEI)),
    "song": ("宋体（表格、页码）", _SONG, (*_FANG, *_KAI, *_HEI)),
    "title": ("小标宋（标题）", _TITLE, (*_SONG, *_HEI, *_KAI)),
}
"""What each face is for, the names under which a machine may have it, and what may stand for it, best first."""

_ALONE: Mapping[str, str] = {"Noto Sans CJK SC": "Noto Sans SC", "Noto Serif CJK SC": "Noto Serif SC"}
"""Faces that machines have in one file with those of four other languages, and the same face alone, as it comes
with the program: the engine reads all of a file, so alone is twice as quick."""

_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """The families for each role, the best first; whether the title's own face was found; what to tell; the
    files that are enough for the text, empty where a character may have to come from any font."""

    families: Mapping[str, tuple[str, ...]]
    own_title: bool
    notes: tuple[str, ...]
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """The families of this machine by lower-case name: name as the engine knows it, file, face; and all the
    files that a family has, for its other weights."""

    families: Mapping[str, tuple[str, Path, int]]
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def name(self, name: str) -> str:
        """A family as a person is told of it, with where it comes from if that is the program."""
        found = self.families.get(name.lower())
        ours = found is not None and found[1].parent == bundled_folder()
        return f"“{name}”（随程序带的开源字体）" if ours else f"“{name}”"

    def file(self, name: str) -> FontFile | None:
        """The face of a family, None where there is none that can be read."""
        found = self.families.get(name.lower())
        return None if found is None else _face(found[1], found[2])


@cache
def _face(path: Path, index: int) -> FontFile | None:
    return read_font(path, index)


def bundled_folder() -> Path | None:
    """Where the two open faces lie that come with the program; None where that package was left out."""
    spec = find_spec("pylopdf_fonts_zh_cn")
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    return Path(places[0]) if places else None


def typst_fonts(**asked: Any) -> Fonts:
    """The engine's fonts; the engine is imported when a PDF is made."""
    import typst

    return typst.Fonts(**asked)


def _own_folders() -> list[Path]:
    """The folder `fonts` beside the templates, and that of the faces that come with the program."""
    folders = (resource_folder("templates") / "fonts", bundled_folder())
    return [folder for folder in folders if folder is not None and folder.is_dir()]


@cache
def engine_fonts(files: tuple[str, ...] = ()) -> Fonts:
    """The fonts of the machine and those of the program, found once a process; or only these files, which
    is about twice as quick."""
    folder = linked(files) if files else None
    if folder is None:
        return typst_fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=_own_folders())
    return typst_fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


@cache
def known_fonts() -> Known:
    """Every family that has a file; of a family with several weights the one nearest to regular.

    Kept in the user's cache until a folder of fonts changes.
    """
    stamps = font_folders(_own_folders())
    if stamps is None:
        found = _scan()
    else:
        code = (file_stamp(Path(__file__)), *map(file_stamp, _engine()))
        found = cached_blob("fonts", blob_key((*code, *stamps)), _scan)
        if not all(Path(path).is_file() for _, path, _ in found[0].values()):
            found = _scan()
    families, files = found
    return Known({name: (shown, Path(path), index) for name, (shown, path, index) in families.items()}, files)


def _engine() -> Iterator[Path]:
    """The files of the engine, which is not imported to find them."""
    spec = find_spec("typst")
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        yield from (path for path in sorted(Path(folder).iterdir()) if path.is_file())


def _scan() -> tuple[dict[str, tuple[str, str, int]], dict[str, tuple[str, ...]]]:
    """What the engine finds, as plain values that can be kept."""
    families: dict[str, tuple[str, str, int]] = {}
    weights: dict[str, int] = {}
    files: dict[str, set[str]] = {}
    for info in engine_fonts().fonts():
        if info.path is None:
            continue
        name, weight = info.family.lower(), abs(info.weight - 400)
        files.setdefault(name, set()).add(str(info.path))
        if name not in families or weight < weights[name]:
            families[name] = (info.family, str(info.path), info.index)
            weights[name] = weight
    return families, {name: tuple(sorted(paths)) for name, paths in files.items()}


def choose(characters: set[str], known: Known, bold: Sequence[str] = ("title",)) -> Choice:
    """The fonts for a text, with notes: which were found, what stands in for the others, which characters fell
    back. `bold` are the roles that may be printed bold. InputError where there is none for Chinese."""
    wanted = {character for character in characters if not character.isspace()}
    families: dict[str, tuple[str, ...]] = {}
    refused: list[str] = []
    for role, (_, own, others) in ROLES.items():
        usable = list(_usable(own, known, refused)) + list(_usable(others, known, refused))
        if not usable:
            raise InputError(
                "这台电脑上没有找到能放进PDF的中文字体",
                "",
                "安装一种中文字体（如仿宋、宋体）后再试；或者先输出docx，在Word或WPS中另存为PDF",
            )
        families[role] = tuple(usable if role in bold else _alone(usable))
    notes = [*refused, *_told(families, known), *_fallen_back(families["fang"], wanted, known)]
    return Choice(
        families, families["title"][0] in _TITLE, tuple(dict.fromkeys(notes)), _enough(families, wanted, known, bold)
    )


def _alone(names: list[str]) -> list[str]:
    """The families with a face that comes alone before the file that holds it among others."""
    alone = _ALONE.get(names[0], "")
    return [alone, *(name for name in names if name != alone)] if alone in names else names


def _enough(
    families: Mapping[str, Sequence[str]], wanted: set[str], known: Known, bold: Sequence[str]
) -> tuple[str, ...]:
    """The files of the first face of each role, where each of these has every character of the text."""
    names = {ranked[0] for ranked in families.values()}
    faces = [known.file(name) for name in names]
    if any(face is None or face.missing(wanted) for face in faces):
        return ()
    regular = {str(face.path) for face in faces if face is not None}
    heavy = {path for role in bold for path in known.files.get(families[role][0].lower(), ())}
    return tuple(sorted(regular | heavy))


def _told(families: Mapping[str, Sequence[str]], known: Known) -> Iterator[str]:
    """Which faces were found, and for which roles what was used instead."""
    found: list[str] = []
    instead: dict[str, list[str]] = {}
    for role, (what, own, _) in ROLES.items():
        name = families[role][0]
        if name in own:
            found.append(f"{what}{known.name(name)}")
        else:
            instead.setdefault(name, []).append(what)
    if found:
        yield f"PDF用的字体：{'、'.join(found)}"
    for name, roles in instead.items():
        yield f"PDF：没有找到{'、'.join(roles)}，用{known.name(name)}代替"


def _usable(names: Sequence[str], known: Known, notes: list[str]) -> Iterator[str]:
    """The names of the families that are there and may be embedded, as they are asked for."""
    for name in names:
        file = known.file(name)
        if file is None:
            continue
        if file.embeddable:
            yield name
        else:
            notes.append(f"PDF：字体“{name}”的许可不允许嵌入，没有用")


def _fallen_back(families: Sequence[str], wanted: set[str], known: Known) -> Iterator[str]:
    """Which characters the body's face lacks, and whether another of the fonts has them."""
    lacking = wanted
    for n, name in enumerate(families):
        file = known.file(name)
        if file is None:
            continue
        still = file.missing(lacking)
        if n and len(still) < len(lacking):
            yield f"PDF：{_listed(lacking - still)}在“{families[0]}”里没有，用了{known.name(name)}"
        lacking = still
        if not lacking:
            return
    yield f"PDF：{_listed(lacking)}在找到的字体里都没有，印不出来"


def _listed(characters: set[str]) -> str:
    shown = sorted(characters)
    return "、".join(f"“{c}”" for c in shown[:_MOST_NAMED]) + (
        f"等{len(shown)}个字" if len(shown) > _MOST_NAMED else ""
    )
