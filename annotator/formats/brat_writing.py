"""Writing brat folders: for each article its text, byte for byte, and an `.ann` file; with several annotators one folder each.

What came from a brat file keeps its id and its place in the file; lines that the model does not hold go along with the
labels that they are about.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path, PurePosixPath

from annotator.formats import brat_conf, brat_layout
from annotator.formats.brat_ann import AnnFiles
from annotator.formats.brat_conf import Used
from annotator.formats.brat_layout import KEY, Layout
from annotator.formats.file_names import free_path, legal, legal_path, name_of_article
from annotator.formats.losses import Losses
from annotator.formats.writing import Writing, clashing_names
from annotator.model.decoding import byte_order_mark
from annotator.model.exchange import Loss, Row
from annotator.model.ids import annotator_id

_TEXT = ".txt"


def write(rows: Iterable[Row], target: Path, writing: Writing) -> list[Loss]:
    """Fills the folder `target`."""
    losses, used = Losses(), Used()
    folders = _Folders(target)
    clashing = clashing_names(writing.schema)
    for _, group in groupby(rows, key=lambda row: row.id or row.text):
        of_article = list(group)
        paths = folders.claim(_names(of_article[0]))
        for row in of_article:
            losses.article_labels(row)
            losses.work(row)
            losses.metadata(row)
            losses.pending(row)
            losses.layers(row, clashing)
            layouts = _of_owner(row, paths)
            anns = AnnFiles(row, layouts, used, losses, split_lines=writing.line_ends == "split")
            folder = folders.of(row.annotator or "")
            for layout in layouts:
                path = folder / paths[layout.file]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(_bytes(row.text, layout))
                path.with_name(path.name[: -len(_TEXT)] + ".ann").write_bytes(anns.lines(layout))
    folders.finish()
    (target / brat_conf.NAME).write_bytes(brat_conf.made(writing.schema, used).encode())
    return losses.listed()


def _names(row: Row) -> list[str]:
    """The names of an article's text files, as they came."""
    return brat_layout.files(row.meta) or [name_of_article(row.meta, row.id)]


def _of_owner(row: Row, paths: dict[str, PurePosixPath]) -> list[Layout]:
    """The files that the labels of a row go to."""
    known = [layout for layout in brat_layout.layouts(row.meta) if layout.file in paths]
    ids = {annotator_id(row.annotator or ""), row.annotator_id}  # whose name has changed has the id of the first one
    mine = [layout for layout in known if annotator_id(layout.annotator) in ids]
    if mine:
        return mine
    alike = {layout.file: layout for layout in known}
    return [
        Layout(name, encoding=alike[name].encoding, mark=alike[name].mark) if name in alike else Layout(name)
        for name in paths
    ]


def _bytes(text: str, layout: Layout) -> bytes:
    if layout.encoding:
        try:
            mark = b""
            if layout.mark:
                probe = codecs.lookup(layout.encoding).name
                mark = next((m for m in _MARKS if (found := byte_order_mark(m)) and found[1] == probe), b"")
            return mark + text.encode(layout.encoding)
        except (LookupError, UnicodeError):
            pass  # a row that somebody else wrote
    return text.encode("utf-8")


_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class _Folders:
    """One folder for each annotator; all in one where there is only one."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._by_annotator: dict[str, Path] = {}

    def of(self, annotator: str) -> Path:
        found = self._by_annotator.get(annotator)
        if found is None:
            taken = self._by_annotator.values()
            name = free_path(PurePosixPath(legal(annotator)), lambda path: self._target / path in taken)
            found = self._by_annotator[annotator] = self._target / name
            found.mkdir()
        return found

    def claim(self, names: Sequence[str]) -> dict[str, PurePosixPath]:
        """Where the text files of an article that are called `names` go, in each of the folders."""
        found: dict[str, PurePosixPath] = {}
        for name in names:
            path = legal_path(name)
            if path.suffix.lower() != _TEXT:
                path = path.with_name(f"{path.stem if path.suffix in _KNOWN else path.name}{_TEXT}")
            found[name] = free_path(path, lambda path: path in found.values() or self._is_there(path))
        return found

    def _is_there(self, path: PurePosixPath) -> bool:
        ann = path.with_suffix(".ann")
        return any((folder / path).exists() or (folder / ann).exists() for folder in self._by_annotator.values())

    def finish(self) -> None:
        if len(self._by_annotator) != 1:
            return
        (folder,) = self._by_annotator.values()
        aside = folder.rename(self._target / ".one-annotator")  # so that a folder inside may have its name
        for path in sorted(aside.iterdir()):
            path.rename(self._target / path.name)
        aside.rmdir()


_KNOWN = frozenset((".text", ".html", ".htm", ".xhtml", ".xml", ".docx", ".pdf", ".epub", ".json", ".ann"))
"""Endings of files that one article comes in; they give way to `.txt`."""

__all__ = ["KEY", "write"]
