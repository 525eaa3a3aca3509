"""Which files an import reads, and in which format: single files, and folders with everything below them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.formats.reading import Item, Reading, shown
from annotator.formats.registry import Format, folder_contents, format_for, format_named, format_of_folder, formats
from annotator.model.errors import UserError
from annotator.model.exchange import Skipped
from annotator.model.phrases import tr

_PROJECT = ".annotator"


@dataclass(frozen=True, slots=True)
class Found:
    """A file (or a folder that a format reads as a whole) and how it is to be read."""

    path: Path
    format: Format
    reading: Reading
    size: int
    """Bytes, for progress."""


def check_paths(paths: Sequence[Path]) -> None:
    """Raises UserError where one of the paths that a person named is not there or cannot be read."""
    if not paths:
        raise UserError(tr("There is nothing to import."), hint=tr("Name a file or a folder."))
    for path in paths:
        try:
            if path.is_dir():
                os.scandir(path).close()
            elif path.suffix == _PROJECT:
                path.stat()  # it may be the open one: opening and closing it would drop SQLite's locks on it
            else:
                path.open("rb").close()
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise UserError(
                tr("It cannot be read: {reason}.", reason=reason), shown(path), tr("Look at the path and its rights.")
            ) from error


def find(paths: Sequence[Path], name: str | None, reading: Reading) -> Iterator[Found | Skipped]:
    """What is to be read at `paths`, in the order of names. `name`: the format of all of them; None to find it out."""
    wanted = format_named(name) if name else None
    if wanted is not None and wanted.read is None:
        raise UserError(tr("Annotator writes the format “{name}” but does not read it.", name=name))
    for path in paths:
        if path.is_dir():
            yield from _in_folder(path, wanted, replace(reading, root=path))
        else:
            yield _single(path, wanted, reading)


def total_size(paths: Sequence[Path], name: str | None, reading: Reading) -> int:
    """Bytes of all that `find` finds."""
    return sum(found.size for found in find(paths, name, reading) if isinstance(found, Found))


def items_of(found: Found) -> Iterator[Item]:
    """What a file holds, at least one item. What goes wrong with the file is an item too."""
    assert found.format.read is not None, "only formats that read are found"
    empty = True
    try:
        for item in found.format.read(found.path, found.reading):
            empty = False
            yield item
    except OSError as error:
        empty = False
        yield Skipped(shown(found.path), 0, tr("It cannot be read: {reason}.", reason=error.strerror or error))
    except UserError as error:
        empty = False
        yield Skipped(shown(found.path), 0, str(error))
    if empty:
        yield Skipped(shown(found.path), 0, tr("There is no article in it."))


def _in_folder(folder: Path, wanted: Format | None, reading: Reading) -> Iterator[Found | Skipped]:
    try:
        files, folders = folder_contents(folder)
    except OSError as error:
        yield Skipped(shown(folder), 0, tr("It cannot be read: {reason}.", reason=error.strerror or error))
        return
    whole = _whole(folder, files, wanted)
    if whole is not None:
        taken = [name for name in files if whole.takes is None or whole.takes(name)]
        yield Found(folder, whole, reading, sum(_size(folder / name) for name in taken))
        if whole.takes is None:
            return
        files = [name for name in files if not whole.takes(name)]
    passed_over = {name for each in formats() for name in each.companions}
    for name in files:
        path = folder / name
        if name in passed_over:
            continue
        if wanted is not None and not name.lower().endswith(wanted.suffixes):
            continue  # the person named a format: the rest of the folder is not meant
        yield _single(path, wanted, reading, in_folder=True)
    for name in folders:
        yield from _in_folder(folder / name, wanted, reading)


def _whole(folder: Path, files: list[str], wanted: Format | None) -> Format | None:
    """The format that reads the folder as a whole; the one that a person named only where it knows the folder as its own."""
    if wanted is None:
        return format_of_folder(folder, files)
    if wanted.recognises_folder is None or (wanted.takes is not None and not wanted.recognises_folder(folder, files)):
        return None
    return wanted


def _single(path: Path, wanted: Format | None, reading: Reading, *, in_folder: bool = False) -> Found | Skipped:
    try:
        if path.suffix == _PROJECT:
            return Skipped(shown(path), 0, tr("It is a project; take it in with “annotator merge”."))
        if not path.is_file():
            return Skipped(shown(path), 0, tr("It is no file."))
        found = wanted or format_for(path)
        if found is None:
            return Skipped(
                shown(path), 0, tr("It is no article: no format has such files.") if in_folder else _unknown(path)
            )
        return Found(path, found, reading, _size(path))
    except OSError as error:
        return Skipped(shown(path), 0, tr("It cannot be read: {reason}.", reason=error.strerror or error))


def _unknown(path: Path) -> str:
    endings = ", ".join(sorted({suffix for each in formats() if each.read for suffix in each.suffixes}))
    return tr(
        "No format is known for “{ending}” (known are {endings}); name one with --format.",
        ending=shown(path.suffix or path.name),
        endings=endings,
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
