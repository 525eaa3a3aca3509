"""A file with one JSON object on each line, read one line after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotator.formats.fields import Fields
from annotator.formats.json_rows import RowMaker
from annotator.formats.reading import Item, Lines, Reading, shown
from annotator.model.errors import UserError
from annotator.model.exchange import Skipped
from annotator.model.phrases import tr


def read_lines(path: Path, reading: Reading) -> Iterator[Item]:
    """The rows of the file at `path`; blank lines mean nothing."""
    name = shown(path)
    lines = Lines(path, reading)
    maker = RowMaker(name, Fields(reading.fields))
    try:
        for number, data, fault in lines:
            if fault:
                yield Skipped(name, number, fault)
            elif data and not data.isspace():
                items = maker.make(data, number, lines.encoding)
                if isinstance(items[0], Skipped):
                    mended = lines.utf8(data)
                    if mended is None:
                        items = [Skipped(name, number, tr("The line is not UTF-8."))]
                    elif mended is not data:
                        items = maker.make(mended, number, lines.encoding)
                yield from items
    except UserError as error:
        yield Skipped(name, 0, str(error))
