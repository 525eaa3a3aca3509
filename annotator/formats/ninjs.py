"""News in JSON (ninjs 1.x and 2.x, IPTC): body_text or the text of body_xhtml, headline, byline, dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from annotator.formats.markup import fragment_text
from annotator.formats.reading import Item, Reading, read_text, shown
from annotator.formats.registry import Format
from annotator.model.decoding import without_lone_surrogates
from annotator.model.errors import UserError
from annotator.model.exchange import Row, Skipped
from annotator.model.phrases import tr

_MARKS = (b'"versioncreated"', b'"body_text"', b'"body_xhtml"', b'"copyrightnotice"', b'"contentcreated"', b'"bodies"')


def is_ninjs(path: Path, head: bytes) -> bool:
    """Whether the first bytes are one ninjs object: `uri` and two of the properties that only ninjs has."""
    return head.lstrip().startswith(b"{") and b'"uri"' in head and sum(mark in head for mark in _MARKS) > 1


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """The article of a ninjs file, and those among its associations."""
    name = shown(path)
    try:
        value = orjson.loads(read_text(path, reading).text)
    except (UserError, orjson.JSONDecodeError) as error:
        yield Skipped(name, 0, tr("This is no JSON: {error}.", error=error))
        return
    if not isinstance(value, dict):
        yield Skipped(name, 0, tr("This is no object."))
        return
    found = [row for item in _items(value) if (row := _row(item, path, reading)) is not None]
    if not found:
        yield Skipped(name, 0, tr("The news item has no text."))
    yield from found


def _items(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield value
    associations = value.get("associations")
    inner = associations.values() if isinstance(associations, dict) else associations
    for item in inner or ():
        if isinstance(item, dict) and item.get("type") in ("text", "composite"):
            yield item


def _row(item: Mapping[str, Any], path: Path, reading: Reading) -> Row | None:
    text = _text(item)
    if not text or text.isspace():
        return None
    headlines = item.get("headlines")
    headline = item.get("headline") or (
        headlines[0].get("value")
        if isinstance(headlines, list) and headlines and isinstance(headlines[0], dict)
        else ""
    )
    meta = {
        "title": headline or item.get("title"),
        "byline": item.get("byline"),
        "source": item.get("infosource") or item.get("provider") or item.get("copyrightholder"),
        "published": item.get("contentcreated") or item.get("firstcreated") or item.get("versioncreated"),
        "language": str(item.get("language") or "").split("-")[0].lower(),
        "url": item.get("altids") if isinstance(item.get("altids"), str) else "",
        "located": item.get("located"),
        "id": item.get("uri"),
    }
    known = {name: _clean(value) for name, value in meta.items() if isinstance(value, str) and value.strip()}
    return Row(_clean(text), {**known, "file": reading.name_of(path)}, path=shown(path))


def _text(item: Mapping[str, Any]) -> str:
    bodies = item.get("bodies")
    parts = [body for body in bodies if isinstance(body, dict)] if isinstance(bodies, list) else []
    for name in ("body_text", "bodytext"):
        if isinstance(item.get(name), str):
            return str(item[name])
    for name in ("body_xhtml", "body_html"):
        if isinstance(item.get(name), str):
            return fragment_text(item[name])
    for body in parts:
        if isinstance(body.get("value"), str):
            return fragment_text(body["value"]) if "html" in str(body.get("contenttype")) else str(body["value"])
    return str(item["description_text"]) if isinstance(item.get("description_text"), str) else ""


def _clean(text: str) -> str:
    return without_lone_surrogates(text)[0]


NINJS = Format("ninjs", "ninjs", (".json",), read=read, recognises=is_ninjs)
