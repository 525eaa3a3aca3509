"""Web archives (WARC 1.0 and 1.1, ISO 28500; also gzipped): the main text of each page that was answered with HTML.

Reads record by record in constant memory; revisits, pictures and scripts are no articles and are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotator.formats.html import DECLARED, article_of
from annotator.formats.reading import Item, Reading, shown
from annotator.formats.registry import Format
from annotator.model.decoding import decode
from annotator.model.errors import UserError
from annotator.model.exchange import Skipped
from annotator.model.phrases import tr

_LARGEST = 32 << 20
"""Bytes of the largest page that is looked at."""


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """The articles of an archive."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise UserError(
            tr("Reading web archives needs a library that is not installed."),
            path,
            tr("Run: pip install 'annotator[warc]'"),
        ) from None
    name = shown(path)
    found = 0
    with path.open("rb") as stream:
        try:
            for number, record in enumerate(ArchiveIterator(stream), 1):
                headers = record.http_headers
                if record.rec_type != "response" or headers is None:
                    continue
                kind = (headers.get_header("Content-Type") or "").lower()
                if "html" not in kind or headers.get_statuscode() != "200":
                    continue
                data = record.content_stream().read(_LARGEST)
                reading.meter.bytes += len(data)
                address = record.rec_headers.get_header("WARC-Target-URI") or ""
                row = article_of(_page(data, kind))
                if row is None:
                    yield Skipped(name, number, tr("No article text was found in {address}.", address=address))
                    continue
                found += 1
                crawled = record.rec_headers.get_header("WARC-Date") or ""
                row.meta = {**row.meta, "url": address, "crawled": crawled, "file": reading.name_of(path)}
                row.path, row.line = name, number
                yield row
        except (ArchiveLoadFailed, OSError, EOFError, ValueError) as error:
            yield Skipped(name, 0, tr("The archive cannot be read any further ({error}).", error=error))
            return
    if not found:
        yield Skipped(name, 0, tr("The archive holds no page with an article."))


def _page(data: bytes, kind: str) -> str:
    declared = kind.partition("charset=")[2].strip(" \"'") or None
    if declared is None and (found := DECLARED.search(data[:4096])):
        declared = found.group(1).decode("ascii")
    try:
        return decode(data, declared).text
    except UserError:
        return data.decode("latin-1")


WARC = Format("warc", "Web archive", (".warc", ".warc.gz"), read=read)
