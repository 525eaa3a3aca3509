"""CSV and TSV: a row is an article, the header names its parts. Values are kept exactly, line ends inside them included."""

from __future__ import annotations

import csv
import re
import sys
from collections import deque
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Literal

from annotator.formats import csv_spans
from annotator.formats.csv_spans_reading import Record, has_spans, is_own, read_others, read_own
from annotator.formats.fields import USUAL_NAMES, Fields, split_article
from annotator.formats.reading import Item, Lines, Reading, shown
from annotator.formats.registry import Format
from annotator.model.errors import UserError
from annotator.model.exchange import Row, Skipped
from annotator.model.phrases import later, tr
from annotator.model.schema import free_id

_DELIMITERS = ",;\t|"
_BROKEN = re.compile("[\udc80-\udcff]")
"""What a byte that is not UTF-8 is decoded to here; no proper text contains it."""

csv.field_size_limit(min(sys.maxsize, (1 << 31) - 1))  # the default of 128 KB is shorter than some articles


def read_csv(path: Path, reading: Reading) -> Iterator[Item]:
    """The articles of a table whose delimiter its first line shows."""
    yield from _read(path, reading, None)


def read_tsv(path: Path, reading: Reading) -> Iterator[Item]:
    """The articles of a table with tabs."""
    yield from _read(path, reading, "\t")


def _read(path: Path, reading: Reading, delimiter: str | None) -> Iterator[Item]:
    try:
        yield from _rows(Lines(path, reading, keep_ends=True), reading, delimiter)
    except UserError as error:
        yield Skipped(shown(path), 0, str(error))


def _rows(lines: Lines, reading: Reading, delimiter: str | None) -> Iterator[Item]:
    name, fields = shown(lines.path), Fields(reading.fields)
    records = _records(lines, reading, delimiter)
    head = next(records)
    if isinstance(head, Skipped):
        yield from chain((head,), records)
        return
    header, first = head[1], next(records, None)

    def again() -> Iterator[Record | Skipped]:
        table = _records(Lines(lines.path, reading, keep_ends=True), reading, delimiter)
        next(table)
        return (_named(header, record) for record in table)

    if is_own(header):
        yield from read_own(name, again, lines.encoding)
        return
    named = _named(header, first) if first else None
    if "text" not in fields.of(header).values():
        yield Skipped(name, head[0], _no_text(header, fields))
    elif isinstance(named, tuple) and not isinstance(named, Skipped) and has_spans(header, named[1]):
        yield from read_others(name, again(), fields, reading, lines.encoding)
    else:
        for record in chain((first,) if first else (), records):
            yield _row(name, header, record, fields, lines.encoding)


def _records(lines: Lines, reading: Reading, delimiter: str | None) -> Iterator[tuple[int, list[str]] | Skipped]:
    """The rows of a table with the lines they begin on, first the header; a table without one yields a single Skipped."""
    name = shown(lines.path)
    texts = _texts(lines)
    first = next(texts, "")
    above = 0
    if delimiter is None and first.startswith("sep=") and len(first.rstrip()) == 5:
        delimiter, first, above = first[4], next(texts, ""), 1  # a spreadsheet's own mark
    if not first.strip():
        yield Skipped(name, 0, tr("The table is empty."))
        return
    delimiter = delimiter or max(_DELIMITERS, key=first.count)
    bare = delimiter == "\t" and not _is_quoted(lines.path, reading)
    quoting: Literal[0, 3] = csv.QUOTE_NONE if bare else csv.QUOTE_MINIMAL
    source = chain((first,), texts)
    held: list[str] = []
    waiting: deque[str] = deque()
    reader = csv.reader(_held(waiting, source, held), delimiter=delimiter, quoting=quoting, strict=True)
    header: list[str] = []
    broken = doubtful = 0
    while True:
        line = reader.line_num + 1 + above
        held.clear()
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            end = reader.line_num + above
            if not header:
                yield Skipped(name, line, _reason(error, line, line))
                return
            if len(header) == 1:  # any line of a broken row would look like a row
                yield Skipped(name, line, _reason(error, line, end))
                continue
            yield Skipped(name, line, _reason(error, line, line))
            # A quotation mark that is not closed must not take the rows below along: they are read again by themselves.
            broken, doubtful, above = line, max(doubtful, end), line
            waiting.extendleft(reversed(held[1:]))
            reader = csv.reader(_held(waiting, source, held), delimiter=delimiter, quoting=quoting, strict=True)
            continue
        if not values:
            continue
        if line <= doubtful and len(values) != len(header):
            yield Skipped(name, line, tr("It is no whole row; line {n} above it is broken.", n=broken))
            continue
        if not header:
            header = _header(values)
            yield line, header
        elif len(values) > len(header):
            reason = tr("It has {n} values, the header names {m}.", n=len(values), m=len(header))
            yield Skipped(name, line, reason)
        elif not (together := "".join(values)).isascii() and _BROKEN.search(together):
            yield Skipped(name, line, tr("The line is not UTF-8."))
        else:
            yield line, values


def _held(waiting: deque[str], source: Iterator[str], held: list[str]) -> Iterator[str]:
    """The lines that wait to be read again, then those of `source`; each is added to `held`."""
    while waiting:
        held.append(waiting.popleft())
        yield held[-1]
    for text in source:
        held.append(text)
        yield text


def _named(header: list[str], record: tuple[int, list[str]] | Skipped) -> Record | Skipped:
    if isinstance(record, Skipped):
        return record
    line, values = record
    if len(values) < len(header):
        values = values + [""] * (len(header) - len(values))
    return line, dict(zip(header, values, strict=True))


def _row(name: str, header: list[str], record: tuple[int, list[str]] | Skipped, fields: Fields, encoding: str) -> Item:
    if isinstance(record, Skipped):
        return record
    line, values = record
    text, meta = split_article(dict(zip(header, values, strict=False)), fields, frozenset())
    if not text or text.isspace():
        return Skipped(name, line, tr("The text is empty or white space only."))
    return Row(text, meta, path=name, line=line, encoding=encoding)


def _texts(lines: Lines) -> Iterator[str]:
    for _, data, fault in lines:
        if fault:
            raise UserError(fault)
        try:
            yield data.decode("utf-8")
        except UnicodeDecodeError:
            yield (lines.utf8(data) or data).decode("utf-8", "surrogateescape")


def _is_quoted(path: Path, reading: Reading) -> bool:
    """Whether quotation marks enclose values in this table with tabs: nothing in it contradicts that.

    Such a table may be written without any quoting; then a text that begins with a quotation is only that.
    """
    if not any('"' in text for text in _texts(Lines(path, reading))):
        return True
    try:
        for _ in csv.reader(_texts(Lines(path, reading, keep_ends=True)), delimiter="\t", strict=True):
            pass
    except csv.Error:
        return False
    return True


def _header(values: list[str]) -> list[str]:
    found: list[str] = []
    for number, value in enumerate(values, 1):
        found.append(free_id(value.strip() or f"column {number}", found))
    return found


def _no_text(header: list[str], fields: Fields) -> str:
    wanted = fields.given.get("text") or ", ".join(USUAL_NAMES["text"])
    return tr(
        "No column holds the text ({wanted}). Its columns are: {columns}. Use --map text=COLUMN.",
        wanted=wanted,
        columns=", ".join(header)[:500],
    )


def _reason(error: csv.Error, first: int, last: int) -> str:
    if "unexpected end of data" in str(error):
        reason = tr("A quotation mark is opened here and never closed.")
    else:
        reason = tr("The row is not proper CSV: {error}.", error=error)
    return reason if first == last else tr("{reason} It goes on to line {n}.", reason=reason, n=last)


CSV = Format("csv", later("CSV table"), (".csv",), read=read_csv, write=csv_spans.write)
TSV = Format("tsv", later("Table with tabs"), (".tsv", ".tab"), read=read_tsv)
