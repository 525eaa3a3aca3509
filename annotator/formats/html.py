"""A web page that was saved: its main text, without menus and advertisements, and what the page says about itself.

Nothing in it is run or fetched. White space is what a browser would show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats.reading import Item, Reading, read_text, shown
from annotator.formats.registry import Format
from annotator.model.decoding import without_lone_surrogates
from annotator.model.errors import UserError
from annotator.model.exchange import Row, Skipped
from annotator.model.phrases import later, tr

DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_KEEP_SPACE = ("pre", "textarea", "script", "style")
_NOT_SHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Controls that XML cannot hold; no browser shows them."""


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """The article in a page."""
    name = shown(path)
    try:
        with path.open("rb") as stream:
            found = DECLARED.search(stream.read(4096))
        decoded = read_text(path, reading, found.group(1).decode("ascii") if found else None)
    except UserError as error:
        yield Skipped(name, 0, str(error))
        return
    row = article_of(decoded.text)
    if row is None:
        yield Skipped(name, 0, tr("No article text was found in the page."))
        return
    row.meta = {**row.meta, "file": reading.name_of(path)}
    row.path, row.encoding = name, decoded.encoding
    yield row


def article_of(html: str) -> Row | None:
    """The article in a page's source; None where it has no main text."""
    import trafilatura  # half a second that only pages need
    from lxml.etree import ParserError

    html = _NOT_SHOWN.sub(" ", without_lone_surrogates(html)[0])
    try:
        tree = trafilatura.load_html(html)
        if tree is None:
            return None
        _collapse(tree)
        language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        found = trafilatura.bare_extraction(tree, with_metadata=True, include_comments=False, include_tables=True)
    except (ParserError, ValueError, RecursionError):
        return None
    if found is None or isinstance(found, dict) or not found.text or found.text.isspace():
        return None
    meta = {
        "title": found.title,
        "source": found.sitename or found.hostname,
        "url": found.url,
        "published": found.date,
        "author": found.author,
        "language": language.split("-")[0].lower() or found.language,
    }
    return Row(found.text.strip(), {name: value for name, value in meta.items() if value})


def _collapse(tree: Any) -> None:
    """Makes each run of white space one space, as a browser does; line breaks of the source are none of the article's."""
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.text and element.tag not in _KEEP_SPACE:
            element.text = _SPACES.sub(" ", element.text)
        if element.tail and (element.getparent() is None or element.getparent().tag not in _KEEP_SPACE):
            element.tail = _SPACES.sub(" ", element.tail)


HTML = Format("html", later("Web page"), (".html", ".htm", ".xhtml"), read=read)
