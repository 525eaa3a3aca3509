"""Web archives (WARC 1.0 and 1.1, ISO 28500; also gzipped): the main text of each page that was answered with HTML.

Reads record by record in constant memory; revisits, pictures and scripts are no articles and are passed over.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

from annotator.formats.html import DECLARED, article_of
from annotator.formats.reading import Item, Reading, Remark, shown
from annotator.formats.registry import Format
from annotator.model.decoding import decode
from annotator.model.errors import UserError
from annotator.model.exchange import Skipped
from annotator.model.phrases import later, tr

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
            records, number, faults = _quietly(lambda: ArchiveIterator(stream)), 0, 0
            while record := _quietly(lambda: next(records, None)):
                number += 1
                if records.err_count > faults:
                    faults = records.err_count
                    what = tr("The record before it does not end where it says; its text may be cut.")
                    yield Remark(name, number, what)
                headers = record.http_headers
                if record.rec_type != "response" or headers is None:
                    continue
                kind = (headers.get_header("Content-Type") or "").lower()
                if "html" not in kind or headers.get_statuscode() != "200":
                    continue
                body = record.content_stream()
                data = _quietly(lambda: body.read(_LARGEST))  # noqa: B023  # called at once
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
            reason = " ".join(str(error).split())[:200]
            yield Skipped(name, 0, tr("The archive cannot be read any further ({error}).", error=reason))
            return
    if not found:
        yield Skipped(name, 0, tr("The archive holds no page with an article."))


def _quietly(call: Callable[[], Any]) -> Any:
    """What `call` gives; the library writes what it thinks of a damaged archive to standard error."""
    with redirect_stderr(io.StringIO()):
        return call()


def _page(data: bytes, kind: str) -> str:
    declared = kind.partition("charset=")[2].strip(" \"'") or None
    if declared is None and (found := DECLARED.search(data[:4096])):
        declared = found.group(1).decode("ascii")
    try:
        return decode(data, declared).text
    except UserError:
        return data.decode("latin-1")


WARC = Format("warc", later("Web archive"), (".warc", ".warc.gz"), read=read)
