"""RSS (0.9x, 1.0, 2.0) and Atom feeds that were saved: each entry an article, by its fullest text.

RSS 2.0 specification; RFC 4287 (Atom); the modules content:encoded and Dublin Core. Nothing is fetched.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from annotator.formats.markup import block_text, children, fragment_text, line_of, local_name, parse_xml
from annotator.formats.reading import Item, Reading, shown
from annotator.formats.registry import Format
from annotator.model.exchange import Row, Skipped
from annotator.model.phrases import later, tr

_ROOTS = (b"<rss", b"<feed", b"<rdf:RDF", b":feed")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def is_feed(path: Path, head: bytes) -> bool:
    """Whether the first bytes are a feed's."""
    return any(root in head for root in _ROOTS)


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """The entries of a feed."""
    name = shown(path)
    data = path.read_bytes()
    reading.meter.bytes += len(data)
    try:
        root = parse_xml(data)
    except ValueError as error:
        yield Skipped(name, 0, tr("This is no well-formed XML: {error}.", error=error))
        return
    feed = next(iter(children(root, "channel")), root)
    source = line_of(_one(feed, "title"))
    language = root.get(_XML_LANG) or line_of(_one(feed, "language"))
    entries = [found for found in root.iter() if local_name(found) in ("item", "entry")]
    if not entries:
        yield Skipped(name, 0, tr("The feed has no entries."))
        return
    for entry in entries:
        text = _text(entry)
        if not text or text.isspace():
            yield Skipped(name, entry.sourceline or 0, tr("The entry has no text."))
            continue
        meta = {
            "title": _plain(_one(entry, "title")),
            "source": line_of(_one(_one(entry, "source"), "title")) or source,
            "url": _link(entry),
            "published": _date(entry),
            "author": _author(entry),
            "language": (entry.get(_XML_LANG) or language).split("-")[0].lower(),
            "id": line_of(_one(entry, "guid") if _one(entry, "guid") is not None else _one(entry, "id")),
            "file": reading.name_of(path),
        }
        yield Row(
            text,
            {key: value for key, value in meta.items() if value},
            path=name,
            line=entry.sourceline or 0,
        )


def _one(element: Any | None, name: str) -> Any | None:
    return next(iter(children(element, name)), None) if element is not None else None


def _text(entry: Any) -> str:
    """The fullest text that the entry has."""
    found = [_content(child) for child in children(entry, "encoded", "content", "description", "summary", "fulltext")]
    return max(found, key=len, default="")


def _content(element: Any) -> str:
    kind = (element.get("type") or "html").lower()
    mode = (element.get("mode") or "").lower()
    if len(element) or kind == "xhtml":
        return block_text(element)
    raw = element.text or ""
    if mode == "base64" or ("/" in kind and not kind.startswith("text/") and not kind.endswith(("xml", "html"))):
        try:
            raw = base64.b64decode(raw).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return ""
        kind = "html"  # RFC 4287, 4.1.3.3: what is neither text nor XML is base64; only pages have a text
    if kind in ("text", "text/plain"):
        return raw.strip()
    return fragment_text(raw)


def _plain(element: Any | None) -> str:
    return " ".join(_content(element).split()) if element is not None else ""


def _link(entry: Any) -> str:
    links = children(entry, "link")
    for link in links:
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return str(link.get("href"))
    return next((line_of(link) or link.get("href") or "" for link in links), "")


def _date(entry: Any) -> str:
    for name in ("published", "issued", "pubdate", "date", "created", "updated", "modified"):
        for child in entry:
            if local_name(child) == name and (text := line_of(child)):
                return _iso(text)
    return ""


def _iso(text: str) -> str:
    """An e-mail date (RFC 822) as ISO 8601; anything else as it stands."""
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError):
        return text


def _author(entry: Any) -> str:
    for child in entry:
        if local_name(child) in ("author", "creator"):
            name = _one(child, "name")
            if text := line_of(name if name is not None else child):
                return text
    return ""


FEED = Format("feed", later("RSS or Atom feed"), (".xml", ".rss", ".atom", ".rdf"), read=read, recognises=is_feed)
