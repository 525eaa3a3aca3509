"""Reuters-21578 in SGML (Lewis 1997): several articles a file, each in a REUTERS element; not XML, so it is cut by hand."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from annotator.formats.reading import Item, Reading, read_text, shown
from annotator.formats.registry import Format
from annotator.model.errors import UserError
from annotator.model.exchange import Row, Skipped
from annotator.model.phrases import tr

_ARTICLE = re.compile(r"<REUTERS\b([^>]*)>(.*?)</REUTERS>", re.DOTALL)
_CONTROLS = re.compile("[\x02\x03\x05\x1b-\x1f]")
_END = re.compile(r"\s*\bREUTERS?\s*\Z", re.IGNORECASE)


def is_reuters(path: Path, head: bytes) -> bool:
    return b"<REUTERS " in head


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """The articles of a file."""
    name = shown(path)
    try:
        decoded = read_text(path, reading, "latin-1")
    except UserError as error:
        yield Skipped(name, 0, str(error))
        return
    reading.meter.bytes += path.stat().st_size
    line, at = 1, 0
    for found in _ARTICLE.finditer(decoded.text):
        line += decoded.text.count("\n", at, found.start())
        at = found.start()
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', found.group(1)))
        inside = found.group(2)
        text = _of("BODY", inside) or _unproc(inside)
        if not text or text.isspace():
            yield Skipped(name, line, tr("The article has no text."))
            continue
        meta = {
            "title": " ".join(_of("TITLE", inside).split()),
            "published": " ".join(_of("DATE", inside).split()),
            "author": " ".join(_of("AUTHOR", inside).split()),
            "dateline": " ".join(_of("DATELINE", inside).split()),
            "source": "Reuters",
            "language": "en",
            "id": attributes.get("NEWID", ""),
            "file": reading.name_of(path),
        }
        topics = re.findall(r"<D>(.*?)</D>", _of("TOPICS", inside, raw=True))
        extra = {"topics": topics} if topics else {}
        yield Row(
            text, {**{k: v for k, v in meta.items() if v}, **extra}, path=name, line=line, encoding=decoded.encoding
        )


def _of(name: str, inside: str, *, raw: bool = False) -> str:
    found = re.search(rf"<{name}\b[^>]*>(.*?)</{name}>", inside, re.DOTALL)
    if not found:
        return ""
    return found.group(1) if raw else _END.sub("", _CONTROLS.sub("", html.unescape(found.group(1)))).strip()


def _unproc(inside: str) -> str:
    """The text of an article that Reuters left unprocessed: all that is in TEXT, without its inner elements' names."""
    return html.unescape(re.sub(r"<[^>]+>", "", _END.sub("", _of("TEXT", inside)))).strip()


REUTERS = Format("reuters-sgml", "Reuters SGML", (".sgm", ".sgml"), read=read, recognises=is_reuters)
