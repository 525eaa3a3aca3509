"""News agencies' XML: NewsML-G2 (IPTC, 2.x) with text, XHTML or NITF inside, and NITF 3.x by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats.markup import (
    block_text,
    children,
    descendants,
    first,
    fragment_text,
    line_of,
    local_name,
    parse_xml,
)
from annotator.formats.reading import Item, Reading, shown
from annotator.formats.registry import Format
from annotator.model.exchange import Row, Skipped
from annotator.model.phrases import tr

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def is_newsml(path: Path, head: bytes) -> bool:
    """Whether the first bytes are a NewsML-G2 item's or message's."""
    return b"<newsItem" in head or b"<newsMessage" in head or b":newsItem" in head or b":newsMessage" in head


def is_nitf(path: Path, head: bytes) -> bool:
    """Whether the first bytes are a NITF document's."""
    return b"<nitf" in head


def _root(path: Path, reading: Reading) -> Any | Skipped:
    data = path.read_bytes()
    reading.meter.bytes += len(data)
    try:
        return parse_xml(data)
    except ValueError as error:
        return Skipped(shown(path), 0, tr("This is no well-formed XML: {error}.", error=error))


def read_newsml(path: Path, reading: Reading) -> Iterator[Item]:
    """The text items of a NewsML-G2 file; pictures, videos and packages are named and skipped."""
    root = _root(path, reading)
    if isinstance(root, Skipped):
        yield root
        return
    items = [root] if local_name(root) == "newsitem" else descendants(root, "newsitem")
    if not items:
        yield Skipped(shown(path), 0, tr("There is no news item in it."))
    for item in items:
        text = _newsml_text(item)
        if not text:
            yield Skipped(shown(path), item.sourceline or 0, tr("The news item has no text."))
            continue
        content, about = first(item, "contentmeta"), first(item, "itemmeta")
        nitf = first(item, "nitf")
        meta = {
            "title": line_of(first(content, "headline") if content is not None else None) or _nitf_title(nitf),
            "byline": line_of(first(content, "by") if content is not None else None)
            or line_of(first(nitf, "byline") if nitf is not None else None),
            "author": line_of(_named(content, "creator")),
            "source": line_of(_named(about, "provider")) or _code(about, "provider"),
            "published": line_of(first(content, "contentcreated") if content is not None else None)
            or line_of(first(about, "firstcreated", "versioncreated") if about is not None else None),
            "language": (_language(content) or item.get(_XML_LANG) or "").split("-")[0].lower(),
            "id": item.get("guid") or "",
        }
        yield _row(text, meta, path, reading, item.sourceline or 0)


def _newsml_text(item: Any) -> str:
    content = first(item, "contentset")
    if content is None:
        return ""
    if (nitf := first(content, "nitf")) is not None:
        return _nitf_text(nitf)
    if (body := first(content, "body")) is not None:
        return block_text(body)
    inline = children(content, "inlinedata")
    for element in inline:
        if "html" in (element.get("contenttype") or ""):
            return fragment_text("".join(element.itertext()))
    return "\n\n".join(text for element in inline if (text := "".join(element.itertext()).strip()))


def _named(element: Any | None, name: str) -> Any | None:
    found = first(element, name) if element is not None else None
    return first(found, "name") if found is not None else None


def _code(element: Any | None, name: str) -> str:
    found = first(element, name) if element is not None else None
    return str(found.get("qcode") or found.get("literal") or "").rpartition(":")[2] if found is not None else ""


def _language(content: Any | None) -> str:
    found = first(content, "language") if content is not None else None
    return str(found.get("tag") or "") if found is not None else ""


def read_nitf(path: Path, reading: Reading) -> Iterator[Item]:
    """The article of a NITF file."""
    root = _root(path, reading)
    if isinstance(root, Skipped):
        yield root
        return
    text = _nitf_text(root)
    if not text:
        yield Skipped(shown(path), 0, tr("The document has no text."))
        return
    publication = first(root, "pubdata")
    issued, identity = first(root, "date.issue"), first(root, "doc-id")
    meta = {
        "title": _nitf_title(root),
        "byline": line_of(first(root, "byline")),
        "source": (publication.get("name") or "") if publication is not None else line_of(first(root, "distributor")),
        "published": (issued.get("norm") or "") if issued is not None else line_of(first(root, "story.date")),
        "language": (root.get(_XML_LANG) or "").split("-")[0].lower(),
        "id": (identity.get("id-string") or "") if identity is not None else "",
    }
    yield _row(text, meta, path, reading, 0)


def _nitf_title(nitf: Any | None) -> str:
    return line_of(first(nitf, "hl1", "headline", "title")) if nitf is not None else ""


def _nitf_text(nitf: Any) -> str:
    """The body of a NITF document: abstract and content, without headlines."""
    parts = [*descendants(nitf, "body.content")]
    return "\n\n".join(text for part in parts if (text := block_text(part)))


def _row(text: str, meta: dict[str, str], path: Path, reading: Reading, line: int) -> Row:
    known = {name: value for name, value in meta.items() if value}
    return Row(text, {**known, "file": reading.name_of(path)}, path=shown(path), line=line)


NEWSML = Format("newsml-g2", "NewsML-G2", (".xml",), read=read_newsml, recognises=is_newsml)
NITF = Format("nitf", "NITF", (".xml", ".nitf"), read=read_nitf, recognises=is_nitf)
