"""Which file formats there are, and which of them a file is in. Each format is one module with a `Format` in it.

Another package adds one by an entry point of the group `annotator.formats` that names its `Format`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module, metadata
from pathlib import Path

from annotator.formats.reading import Item, Reading
from annotator.formats.writing import Writing
from annotator.model.errors import UserError
from annotator.model.exchange import Loss, Row
from annotator.model.phrases import tr

HEAD_BYTES = 65536
"""How much of a file's beginning `recognises` gets to see."""

Read = Callable[[Path, Reading], Iterator[Item]]
"""Yields what a file holds. A format whose files are parsed as a whole yields nothing before it has parsed all of it.
A fault of the whole file is one `Skipped` with line 0; a reader raises only for what concerns every file alike."""

Write = Callable[[Iterable[Row], Path, Writing], list[Loss]]
"""Writes rows, as they come, to a new file (or into a new folder) at the given path, and says what was lost."""


@dataclass(frozen=True)
class Format:
    """One file format: how it is called, how its files are known, and what reads and writes it."""

    name: str
    """What `--format` calls it."""
    title: str
    """What a list of formats calls it, in English; it is shown by `tr`."""
    suffixes: tuple[str, ...]
    """Endings of its files, in lower case with the point; the first is given to what is exported."""
    read: Read | None = None
    write: Write | None = None
    recognises: Callable[[Path, bytes], bool] | None = None
    """Looks at a file with one of the suffixes and its first bytes; None takes each such file."""
    recognises_folder: Callable[[Path, list[str]], bool] | None = None
    """Looks at a folder and the names of its files: whether the format reads the folder as a whole."""
    takes: Callable[[str], bool] | None = None
    """Which files of such a folder, by their names, the format reads; the others, and the sub-folders, are looked at one by
    one. None: the format reads all files and everything in sub-folders."""
    companions: tuple[str, ...] = ()
    """Names of files that belong to the format and hold no articles; they are passed over in folders."""
    writes_folder: bool = False
    """Whether an export is a folder of files."""
    asks: tuple[str, ...] = ()
    """What an export in the format may be told: names of `Writing`'s choices."""
    keeps: str = ""
    """The metadata that an article has which came as a file of the format: such a file is written for its annotator also
    where it holds no labels. It is an object with the annotator's name under `annotator`."""


_BUILT_IN = {
    # A format that recognises its files by their content stands before one that takes every file of that suffix.
    "brat": "annotator.formats.brat:BRAT",
    "prodigy": "annotator.formats.prodigy:PRODIGY",
    "spacy-json": "annotator.formats.spacy_json:SPACY_JSON",
    "doccano": "annotator.formats.doccano:DOCCANO",
    "label-studio": "annotator.formats.label_studio:LABEL_STUDIO",
    "jsonl": "annotator.formats.jsonl:JSONL",
    "json-cas": "annotator.formats.cas:JSON_CAS",
    "web-annotation": "annotator.formats.web_annotation:WEB_ANNOTATION",
    "ninjs": "annotator.formats.ninjs:NINJS",
    "json": "annotator.formats.json_file:JSON",
    "webanno-tsv2": "annotator.formats.webanno_tsv2:WEBANNO_TSV2",
    "webanno-tsv": "annotator.formats.webanno_tsv:WEBANNO_TSV",
    "conll": "annotator.formats.conll:CONLL",
    "csv": "annotator.formats.table:CSV",
    "tsv": "annotator.formats.table:TSV",
    "parquet": "annotator.formats.parquet:PARQUET",
    "xmi": "annotator.formats.cas:XMI",
    "docbin": "annotator.formats.docbin:DOCBIN",
    "newsml-g2": "annotator.formats.newsml:NEWSML",
    "nitf": "annotator.formats.newsml:NITF",
    "feed": "annotator.formats.feed:FEED",
    "reuters-sgml": "annotator.formats.reuters:REUTERS",
    "warc": "annotator.formats.warc:WARC",
    "docx": "annotator.formats.office:DOCX",
    "epub": "annotator.formats.office:EPUB",
    "pdf": "annotator.formats.office:PDF",
    "html": "annotator.formats.html:HTML",
    "text": "annotator.formats.text:TEXT",
}


def _load(target: str) -> Format:
    module, _, name = target.partition(":")
    found = getattr(import_module(module), name)
    assert isinstance(found, Format), f"{target} is no format"
    return found


@cache
def _added() -> dict[str, metadata.EntryPoint]:
    return {point.name: point for point in metadata.entry_points(group="annotator.formats")}


@cache
def formats() -> tuple[Format, ...]:
    """All formats, those of other packages first, so that they can take over a kind of file."""
    others = tuple(point.load() for name, point in _added().items() if name not in _BUILT_IN)
    return (*others, *(_load(target) for target in _BUILT_IN.values()))


def format_named(name: str) -> Format:
    """The format that `--format` calls `name`. Raises UserError with the known ones."""
    if name in _BUILT_IN:
        return _load(_BUILT_IN[name])
    found = next((each for each in formats() if each.name == name), None)
    if found is None:
        known = ", ".join(each.name for each in formats())
        raise UserError(
            tr("There is no format called “{name}”.", name=name), hint=tr("Known are: {known}.", known=known)
        )
    return found


def format_for(path: Path) -> Format | None:
    """The format of a file, by the end of its name and its first bytes. None where no format knows it.

    Raises OSError where it cannot be read.
    """
    name = path.name.lower()
    candidates = [each for each in formats() if each.read and name.endswith(each.suffixes)]
    if not candidates:
        return None
    if all(each.recognises is None for each in candidates):
        return candidates[0]
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    return next((each for each in candidates if each.recognises is None or each.recognises(path, head)), None)


def format_of_folder(folder: Path, names: list[str]) -> Format | None:
    """The format that reads `folder`, whose files are called `names`, as a whole; None for a folder of single files."""
    return next((f for f in formats() if f.recognises_folder and f.recognises_folder(folder, names)), None)


def can_write(name: str) -> Format:
    """The format called `name`, if it can be written. Raises UserError."""
    found = format_named(name)
    if found.write is None:
        known = ", ".join(each.name for each in formats() if each.write)
        raise UserError(
            tr("Annotator reads the format “{name}” but does not write it.", name=name),
            hint=tr("Formats for export are: {known}.", known=known),
        )
    return found


def is_hidden(name: str) -> bool:
    """Whether a file or folder is one that systems and editors leave behind and nobody means to import."""
    return name.startswith((".", "~$")) or name in ("__MACOSX", "Thumbs.db", "desktop.ini") or name.endswith("~")


def folder_contents(folder: Path) -> tuple[list[str], list[str]]:
    """The names of the files and of the folders in `folder`, each sorted, hidden ones left out."""
    files: list[str] = []
    folders: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if not is_hidden(entry.name):
                (folders if entry.is_dir(follow_symlinks=False) else files).append(entry.name)
    return sorted(files), sorted(folders)
