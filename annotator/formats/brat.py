"""Folders of the annotation tool brat: for each article a text file and an `.ann` file with its labels beside it.

Sub-folders that hold the same articles under the same names are annotators. Texts are kept byte for byte.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.formats import brat_conf, brat_layout
from annotator.formats.brat_document import read_document
from annotator.formats.brat_writing import write
from annotator.formats.reading import Item, Reading, shown
from annotator.formats.registry import Format, folder_contents
from annotator.model.exchange import Row, Skipped, SpanNote
from annotator.model.phrases import later, tr

_ANN = ".ann"
_TEXT = ".txt"
_FILES = (_ANN, _TEXT, ".conf")
_CONFIGURATIONS = ("annotation.conf", "visual.conf", "tools.conf", "kb_shortcuts.conf", "users.conf")
_SAMPLE = 50
"""How many texts are compared at most to see that two folders hold the same articles."""


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """The documents of a folder, without its sub-folders; of a single `.ann` file, that document."""
    if path.is_dir():
        names, _ = folder_contents(path)
        folder = path
    else:
        names, folder = [path.name], path.parent
    place = _place_of(folder, reading)
    texts = {_stem(name): name for name in names if name.lower().endswith(_TEXT)}
    anns = {_stem(name): name for name in names if name.lower().endswith(_ANN)}
    if declared := brat_conf.read_once(folder, reading):
        yield declared
    for stem in sorted({*texts, *anns}):
        ann = folder / anns[stem] if stem in anns else None
        text = _text_file(folder, texts.get(stem, stem + _TEXT), reading)
        if text is None:
            yield Skipped(shown(ann or folder), 0, tr("The text file {name} is not there.", name=stem + _TEXT))
            continue
        file = shown((place.folder / text.name).as_posix())
        for item in read_document(text, ann, file, place.annotator or reading.annotator, reading):
            if isinstance(item, Row):
                item.annotator = place.annotator
                _tell_apart(item, text, ann, reading)
            yield item


def _stem(name: str) -> str:
    return name[: -len(_ANN)]  # both endings have the same length


def _text_file(folder: Path, name: str, reading: Reading) -> Path | None:
    """The text file of a document: beside it, or in a folder above where annotators share the texts."""
    root = reading.root or folder
    for place in (folder, *folder.parents):
        if (found := place / name).is_file():
            return found
        if place == root:
            break
    return None


# -- annotators -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a folder stands in what is imported, and whose labels are in it."""

    folder: Path
    annotator: str | None = None


def _place_of(folder: Path, reading: Reading) -> _Place:
    """The folder's path below the imported one, without the part that is an annotator's name."""
    root = reading.root
    if root is None or not folder.is_relative_to(root):
        return _Place(Path())
    parts = folder.relative_to(root).parts
    for at, part in enumerate(parts):
        above, below = root.joinpath(*parts[:at]), parts[at + 1 :]
        if part in _annotators(above, below, reading):
            return _Place(Path(*parts[:at], *below), shown(part))
    return _Place(Path(*parts))


def _annotators(above: Path, below: tuple[str, ...], reading: Reading) -> frozenset[str]:
    """Which folders in `above` hold the same articles as another one, looked at in the place `below` in each."""
    key = "brat annotators", above, below
    if key not in reading.memory:
        reading.memory[key] = _same_articles({name: above.joinpath(name, *below) for name in folder_contents(above)[1]})
    found: frozenset[str] = reading.memory[key]
    return found


def _same_articles(folders: dict[str, Path]) -> frozenset[str]:
    holders: dict[str, list[str]] = {}
    for name, folder in folders.items():
        if folder.is_dir():
            for file in folder_contents(folder)[0]:
                if file.lower().endswith(_ANN):
                    holders.setdefault(_stem(file), []).append(name)
    groups: dict[tuple[str, ...], list[str]] = {}
    for stem, names in holders.items():
        if len(names) > 1:
            groups.setdefault(tuple(names), []).append(stem)
    found: set[str] = set()
    for group, stems in groups.items():
        for stem in stems[:_SAMPLE]:
            by_text: dict[bytes | None, list[str]] = {}
            for name in group:
                by_text.setdefault(_bytes(folders[name] / (stem + _TEXT)), []).append(name)
            without = by_text.pop(None, [])  # who shares the texts of a folder above
            found.update(without, *(same for same in by_text.values() if len(same) > 1 or without))
    return frozenset(found)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


# -- files with the same text -----------------------------------------------------------------------------------------

_Content = dict[str, Any]


def _tell_apart(row: Row, text: Path, ann: Path | None, reading: Reading) -> None:
    """Gives other ids to what has an id that other content has in an earlier file with the same text and annotator.

    What is the same in both files is one label, which is written to both again.
    """
    key = "brat text", hash((row.text, row.annotator))
    before = reading.memory.get(key)
    if before is None:
        reading.memory[key] = (os.fspath(text), os.fspath(ann) if ann else "")
        return
    if isinstance(before, tuple):
        before = reading.memory[key] = _content_of_first(before[0], before[1], reading)
    file = str(row.meta["file"])
    lines = row.meta[brat_layout.KEY]["lines"]
    renamed: dict[str, str] = {}
    for at, span in enumerate(row.spans):
        if before.setdefault(span.id, _span_content(span)) != _span_content(span):
            own = renamed[span.id] = brat_layout.own_key(file, span.id)
            row.spans[at] = span._replace(id=own, origin={**(span.origin or {}), "id": own})
    for at, link in enumerate(row.links):
        link = link._replace(source=renamed.get(link.source, link.source), target=renamed.get(link.target, link.target))
        content = (link.role, link.source, link.target)
        if before.setdefault(link.id, content) != content:
            own = renamed[link.id] = brat_layout.own_key(file, link.id)
            link = link._replace(id=own, origin={**(link.origin or {}), "id": own})
        row.links[at] = link
    for at, note in enumerate(row.notes):
        note = SpanNote(note.id, note.text, renamed.get(note.span or "", note.span))
        if before.setdefault(note.id, (note.span, note.text)) != (note.span, note.text):
            note = note._replace(id=brat_layout.own_key(file, note.id))
        row.notes[at] = note
    for at, line in enumerate(lines):
        identity, space, rest = line.partition(" ")
        if identity in renamed:
            lines[at] = f"{brat_layout.own(identity)}{space}{rest}"


def _content_of_first(text: str, ann: str, reading: Reading) -> _Content:
    items = read_document(Path(text), Path(ann) if ann else None, "", "", Reading(encoding=reading.encoding))
    found: _Content = {}
    for row in items:
        if isinstance(row, Row):
            found |= {span.id: _span_content(span) for span in row.spans}
            found |= {link.id: (link.role, link.source, link.target) for link in row.links}
            found |= {note.id: (note.span, note.text) for note in row.notes}
    return found


def _span_content(span: Any) -> tuple[Any, ...]:
    return span.label, span.fragments, span.attributes


# ---------------------------------------------------------------------------------------------------------------------


def _recognises(folder: Path, names: list[str]) -> bool:
    endings = {name.lower()[-4:] for name in names}
    return _ANN in endings or (_TEXT in endings and _CONFIGURATIONS[0] in names)


BRAT = Format(
    "brat",
    later("brat, a folder of text and .ann files"),
    (_ANN,),
    read=read,
    write=write,
    recognises_folder=_recognises,
    takes=lambda name: name.lower().endswith(_FILES),
    companions=_CONFIGURATIONS,
    writes_folder=True,
    asks=("line_ends",),
    keeps=brat_layout.KEY,
)
