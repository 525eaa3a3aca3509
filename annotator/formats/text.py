"""Plain text: one article a file, the whole file, exactly as decoded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotator.formats.reading import Item, Reading, Remark, read_text, shown
from annotator.formats.registry import Format
from annotator.model.decoding import without_lone_surrogates
from annotator.model.errors import UserError
from annotator.model.exchange import Row, Skipped
from annotator.model.phrases import later, tr


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """The article in a text file."""
    name = shown(path)
    try:
        decoded = read_text(path, reading)
    except UserError as error:
        yield Skipped(name, 0, str(error))
        return
    text, replaced = without_lone_surrogates(decoded.text)
    if not text or text.isspace():
        yield Skipped(name, 0, tr("The text is empty or white space only."))
        return
    if replaced:
        yield Remark(name, 0, tr("{n} lone surrogates became U+FFFD.", n=replaced))
    yield Row(text, {"file": reading.name_of(path)}, path=name, encoding=decoded.encoding)


TEXT = Format("text", later("Plain text, one article a file"), (".txt", ".text"), read=read)
