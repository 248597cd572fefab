"""A Word template made ready: everything but the body deflated, the styles found by name, the page measured.

An office may have adapted the template in Word or WPS, which renumber style ids, reorder parts and leave
comments behind; so nothing is looked up by the ids or names of parts that our own build gave them.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from nianbao.cache import blob_key, cached_blob
from nianbao.core.errors import InputError
from nianbao.writers import docx_skeleton
from nianbao.writers.docx_skeleton import STYLES, R, W
from nianbao.writers.package import Part, part

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MEND = "在Word或WPS里把模板重新另存为“Word文档（.docx）”，或者用程序自带的模板"
_STALE = ("/comments", "/commentsExtended", "/commentsIds", "/commentsExtensible", "/people", "/thumbnail")
_TEXT_WIDTH = 8844
"""Twentieths of a point between the margins of the standard's page, where a template does not say."""


class WordTemplate(NamedTuple):
    """A template ready to be filled.

    Attributes:
        parts: the parts that never change, deflated.
        plain: content types and relations of a document without comments.
        commented: the same with a part for comments.
        document: the name of the part with the body.
        comments: the name of the part with the comments.
        core: the name of the part with the title and author.
        section: the XML of the last section's properties: page, margins, footers, grid.
        styles: the id of each style by its role.
        width: the width between the margins in twentieths of a point.
    """

    parts: tuple[Part, ...]
    plain: tuple[Part, ...]
    commented: tuple[Part, ...]
    document: str
    comments: str
    core: str
    section: str
    styles: Mapping[str, str]
    width: int


@cache
def word_template(path: Path) -> WordTemplate:
    """The template at a path; InputError where it is no Word document that can be filled."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError("读不到Word模板", str(path), "检查文件是否存在、能否读取") from error
    code = (Path(__file__).read_bytes(), Path(docx_skeleton.__file__).read_bytes())
    try:
        return WordTemplate(*cached_blob("word-template", blob_key((content, *code)), lambda: prepare(content)))
    except InputError as error:
        raise InputError(error.what, str(path), error.mend) from error


def prepare(content: bytes) -> tuple[Any, ...]:
    """What a WordTemplate holds, as plain values that can be kept."""
    files = _unzip(content)
    roots = _parse(_need(files, "_rels/.rels"))
    main = next((_target("", rel) for rel in roots if rel.get("Type", "").endswith("/officeDocument")), "")
    if not main or main not in files:
        raise InputError("模板里没有Word文档的正文", "", _MEND)
    core = next((_target("", rel) for rel in roots if rel.get("Type", "").endswith("/core-properties")), "")
    folder, base = posixpath.split(main)
    relations_name = posixpath.join(folder, "_rels", f"{base}.rels")
    relations = _parse(_need(files, relations_name))
    styles_name = next((_target(folder, rel) for rel in relations if rel.get("Type", "").endswith("/styles")), "")
    if styles_name not in files:
        raise InputError("模板里没有样式", "", _MEND)
    styles, ids = find_styles(files[styles_name])
    section, width = _section(files[main])
    types = _parse(_need(files, "[Content_Types].xml"))
    gone = {
        _target(owner, rel)
        for owner, tree in (("", roots), (folder, relations))
        for rel in _drop(tree, lambda rel: rel.get("Type", "").endswith(_STALE))
    }
    _drop(types, lambda override: override.get("PartName", "").lstrip("/") in gone)
    comments = posixpath.join(folder, "comments.xml")
    core = core or _add_core(roots, types)
    _set_type(types, main, _MAIN)
    plain = (part("[Content_Types].xml", _text(types), 9), part(relations_name, _text(relations), 9))
    relations.append(_relation(relations, f"{R}/comments", f"/{comments}"))
    _set_type(types, comments, _COMMENTS)
    commented = (part("[Content_Types].xml", _text(types), 9), part(relations_name, _text(relations), 9))
    written = {"[Content_Types].xml", relations_name, main, core, comments, *gone}
    fixed = {**files, "_rels/.rels": _text(roots), styles_name: styles}
    parts = tuple(part(name, data, 9) for name, data in fixed.items() if name not in written)
    return (parts, plain, commented, main, comments, core, section, ids, width)


def find_styles(content: bytes) -> tuple[bytes, dict[str, str]]:
    """The id of each style that the writer uses, by role; a style that is missing is added to the part."""
    tree = _parse(content)
    named, base = _named_styles(tree)
    taken = set(named.values())
    ids: dict[str, str] = {}
    missing: list[str] = []
    for role, style in STYLES.items():
        known = [(style.kind, name.lower()) for name in style.names]
        found = next((named[key] for key in known if key in named), None)
        if found is None:
            missing.append(role)
            found = style.id if style.id not in taken else f"Nianbao{style.id}"
        ids[role] = found
    for role in missing:
        definition = STYLES[role].xml(ids[role], base, ids)
        tree.append(_parse(f'<w:styles xmlns:w="{W}">{definition}</w:styles>'.encode())[0])
    return (_text(tree) if missing else content), ids


def _named_styles(tree: _Element) -> tuple[dict[tuple[str, str], str], str]:
    """The styles' ids by kind and lower-case name, and the id of the default paragraph style."""
    named: dict[tuple[str, str], str] = {}
    base = ""
    for style in tree.iterfind(f"{{{W}}}style"):
        kind, identifier = style.get(f"{{{W}}}type", ""), style.get(f"{{{W}}}styleId", "")
        name = style.find(f"{{{W}}}name")
        if name is not None:
            named.setdefault((kind, name.get(f"{{{W}}}val", "").lower()), identifier)
        if kind == "paragraph" and style.get(f"{{{W}}}default") in ("1", "true", "on"):
            base = identifier
    return named, base


def _section(content: bytes) -> tuple[str, int]:
    """The last section's properties and the width between its margins."""
    from lxml import etree

    body = _parse(content).find(f"{{{W}}}body")
    section = None if body is None else body.find(f"{{{W}}}sectPr")
    if section is None:
        return "", _TEXT_WIDTH
    for change in section.findall(f"{{{W}}}sectPrChange"):
        section.remove(change)
    section.tail = None
    size, margins = section.find(f"{{{W}}}pgSz"), section.find(f"{{{W}}}pgMar")
    width = _TEXT_WIDTH
    if size is not None and margins is not None:
        taken = sum(int(margins.get(f"{{{W}}}{side}", "0")) for side in ("left", "right", "gutter"))
        width = max(2000, int(size.get(f"{{{W}}}w", "11906")) - taken)
    alone = etree.fromstring(etree.tostring(section))
    etree.cleanup_namespaces(alone)
    return etree.tostring(alone, encoding="unicode"), width


def _unzip(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise InputError("模板不是完好的.docx文件", "", _MEND) from error


def _need(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise InputError(f"模板里缺少{name}", "", _MEND)
    return files[name]


def _parse(content: bytes) -> _Element:
    from lxml import etree

    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise InputError("模板里的XML已损坏", "", _MEND) from error


def _text(tree: _Element) -> bytes:
    from lxml import etree

    written: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _target(folder: str, relation: _Element) -> str:
    return posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")


def _drop(tree: _Element, unwanted: Any) -> list[_Element]:
    dropped = [child for child in tree if isinstance(child.tag, str) and unwanted(child)]
    for child in dropped:
        tree.remove(child)
    return dropped


def _relation(tree: _Element, kind: str, target: str) -> _Element:
    from lxml import etree

    taken = {relation.get("Id") for relation in tree}
    free = next(f"rIdNianbao{n}" for n in range(1, len(taken) + 2) if f"rIdNianbao{n}" not in taken)
    return etree.Element(f"{{{_RELATIONS}}}Relationship", {"Id": free, "Type": kind, "Target": target})


def _set_type(types: _Element, name: str, kind: str) -> None:
    from lxml import etree

    _drop(types, lambda override: override.get("PartName") == f"/{name}")
    types.append(etree.Element(f"{{{_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": kind}))


def _add_core(roots: _Element, types: _Element) -> str:
    name = "docProps/core.xml"
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    roots.append(_relation(roots, kind, f"/{name}"))
    _set_type(types, name, _CORE_TYPE)
    return name
