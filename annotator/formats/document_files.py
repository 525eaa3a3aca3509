"""Formats with one article a file: where the file of a row goes, and folders of annotators where there are several."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from annotator.formats.brat_layout import files
from annotator.formats.file_names import free_path, legal, legal_path, name_of_article
from annotator.formats.registry import is_hidden
from annotator.model.exchange import Row


class DocumentFiles:
    """The files of an export, one for each row."""

    def __init__(self, target: Path, suffix: str) -> None:
        self._target = target
        self._suffix = suffix
        self._folders: dict[str, PurePosixPath] = {}
        self._taken: set[str] = set()
        self._place: tuple[str, PurePosixPath] = ("", PurePosixPath())

    def of(self, row: Row) -> Path:
        """A new file for a row; the rows of one article follow each other and their files have one name."""
        annotator = row.annotator or ""
        folder = self._folders.get(annotator)
        if folder is None:
            taken = {str(path).casefold() for path in self._folders.values()}
            folder = free_path(PurePosixPath(legal(annotator)), lambda path: str(path).casefold() in taken)
            self._folders[annotator] = folder
        article = row.id or row.text
        if self._place[0] != article:
            wanted = legal_path(next(iter(files(row.meta)), "") or name_of_article(row.meta, row.id))
            wanted = wanted.with_name(
                f"{wanted.stem if wanted.suffix.lower() in _ENDINGS else wanted.name}{self._suffix}"
            )
            if is_hidden(wanted.name):
                wanted = wanted.with_name(f"_{wanted.name}")  # an import passes over hidden files
            found = free_path(wanted, lambda path: str(path).casefold() in self._taken)
            self._taken.add(str(found).casefold())
            self._place = article, found
        path = self._target / folder / self._place[1]
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def finish(self) -> None:
        """Takes the files out of their folder where there is only one annotator."""
        if len(self._folders) != 1:
            return
        (folder,) = self._folders.values()
        aside = (self._target / folder).rename(self._target / ".one-annotator")  # a folder inside may have its name
        for path in sorted(aside.iterdir()):
            path.rename(self._target / path.name)
        aside.rmdir()


_ENDINGS = frozenset(
    (".txt", ".text", ".html", ".htm", ".xhtml", ".xml", ".xmi", ".docx", ".pdf", ".epub", ".json", ".tsv", ".ann")
)
"""Endings of files that hold one article; they give way to that of the format."""
