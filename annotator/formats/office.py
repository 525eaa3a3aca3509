"""Articles in documents: Word (DOCX), books (EPUB), PDF. Text and properties alone; macros and links are never touched.

DOCX and EPUB are read by their own XML (ECMA-376 part 1; EPUB 3.3); PDF needs the extra `pdf`.
"""

from __future__ import annotations

import logging
import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from annotator.formats.markup import block_text, descendants, first, line_of, local_name, parse_xml
from annotator.formats.reading import Item, Reading, shown
from annotator.formats.registry import Format
from annotator.model.errors import UserError
from annotator.model.exchange import Row, Skipped
from annotator.model.phrases import later, tr

_LARGEST = 256 << 20
"""Bytes that one part of a document may unpack to: more is no article but an attack."""


class _NotReadable(Exception):
    """Why a document cannot be read."""


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise _NotReadable(tr("Its part {name} is missing.", name=name)) from None
    if info.file_size > _LARGEST:
        raise _NotReadable(tr("Its part {name} is too large.", name=name))
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError) as error:
        raise _NotReadable(str(error)) from error


def _xml(archive: zipfile.ZipFile, name: str) -> Any:
    try:
        return parse_xml(_part(archive, name))
    except ValueError as error:
        raise _NotReadable(tr("Its part {name} is no XML: {error}.", name=name, error=error)) from error


def _opened(path: Path, reading: Reading) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise _NotReadable(tr("It cannot be opened ({error}).", error=error)) from error
    reading.meter.bytes += path.stat().st_size
    return archive


# -- Word -----------------------------------------------------------------------------------------------------------


def read_docx(path: Path, reading: Reading) -> Iterator[Item]:
    """The running text of a Word document, a line for each paragraph, tables cell by cell."""
    try:
        with _opened(path, reading) as archive:
            body = first(_xml(archive, "word/document.xml"), "body")
            lines = [_paragraph(p) for p in descendants(body, "p")] if body is not None else []
            names = archive.namelist()
            core = _xml(archive, "docProps/core.xml") if "docProps/core.xml" in names else None
    except _NotReadable as error:
        yield Skipped(shown(path), 0, str(error))
        return
    meta = {}
    if core is not None:
        meta = {
            "title": line_of(first(core, "title")),
            "author": line_of(first(core, "creator")),
            "published": line_of(first(core, "created")),
            "language": line_of(first(core, "language")).split("-")[0].lower(),
        }
    yield _article("\n".join(lines).strip("\n"), meta, path, reading)


def _paragraph(paragraph: Any) -> str:
    pieces = []
    for element in paragraph.iter():
        match local_name(element):
            case "t":
                pieces.append(element.text or "")
            case "tab":
                if local_name(element.getparent()) == "r":
                    pieces.append("\t")
            case "br" | "cr":
                pieces.append("\n")
            case "nobreakhyphen":
                pieces.append("\u2011")
    return "".join(pieces)


# -- EPUB -----------------------------------------------------------------------------------------------------------


def read_epub(path: Path, reading: Reading) -> Iterator[Item]:
    """Each chapter of a book in reading order as an article."""
    name = shown(path)
    try:
        with _opened(path, reading) as archive:
            root = first(_xml(archive, "META-INF/container.xml"), "rootfile")
            package_path = unquote(root.get("full-path") or "") if root is not None else ""
            package = _xml(archive, package_path)
            book = {
                "source": line_of(first(package, "title")),
                "author": line_of(first(package, "creator")),
                "published": line_of(first(package, "date")),
                "language": line_of(first(package, "language")).split("-")[0].lower(),
            }
            parts = {item.get("id"): item.get("href") for item in descendants(package, "item")}
            for reference in descendants(package, "itemref"):
                href = parts.get(reference.get("idref"))
                if not href:
                    continue
                part = posixpath.normpath(posixpath.join(posixpath.dirname(package_path), unquote(href)))
                try:
                    page = _xml(archive, part)
                except _NotReadable as error:
                    yield Skipped(name, 0, str(error))
                    continue
                body = first(page, "body")
                text = block_text(body) if body is not None else ""
                if text:
                    title = line_of(first(page, "h1", "h2", "title"))
                    yield _article(text, {**book, "title": title, "chapter": part}, path, reading)
    except _NotReadable as error:
        yield Skipped(name, 0, str(error))


# -- PDF ------------------------------------------------------------------------------------------------------------


def read_pdf(path: Path, reading: Reading) -> Iterator[Item]:
    """The text of a PDF, page after page, as far as the file knows it."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise UserError(
            tr("Reading PDF needs a library that is not installed."), path, tr("Run: pip install 'annotator[pdf]'")
        ) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it writes what it mends to standard error
    try:
        document = PdfReader(path)
        reading.meter.bytes += path.stat().st_size
        text = "\n\n".join(page.extract_text() or "" for page in document.pages).strip()
        found = document.metadata
        meta = {
            "title": str(found.title or "") if found else "",
            "author": str(found.author or "") if found else "",
            "published": found.creation_date.isoformat() if found and found.creation_date else "",
        }
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OSError) as error:
        yield Skipped(shown(path), 0, tr("The PDF cannot be read ({error}).", error=error or type(error).__name__))
        return
    if not text:
        yield Skipped(shown(path), 0, tr("The PDF holds no text, perhaps pictures of pages only."))
        return
    yield _article(text, meta, path, reading)


def _article(text: str, meta: dict[str, str], path: Path, reading: Reading) -> Item:
    from annotator.model.decoding import without_lone_surrogates

    text = without_lone_surrogates(text)[0]
    if not text or text.isspace():
        return Skipped(shown(path), 0, tr("The document has no text."))
    known = {name: without_lone_surrogates(value)[0] for name, value in meta.items() if value}
    return Row(text, {**known, "file": reading.name_of(path)}, path=shown(path))


DOCX = Format("docx", later("Word document"), (".docx",), read=read_docx)
EPUB = Format("epub", "EPUB", (".epub",), read=read_epub)
PDF = Format("pdf", "PDF", (".pdf",), read=read_pdf)
