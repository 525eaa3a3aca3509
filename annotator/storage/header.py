"""A look at a project file's first bytes before SQLite opens it: is it ours, is it whole, can we read it?

Only reads; must be called before the first connection of this process (closing a file drops SQLite's locks on it).
"""

from __future__ import annotations

import struct
from pathlib import Path

from annotator.model.errors import NotAProject, ProjectTooNew, UserError
from annotator.model.phrases import tr
from annotator.storage.errors import damaged, explain_os

APPLICATION_ID = 0x416E6E6F
"""`Anno`, in the header of each project file (SQLite file format, section 1.3.17)."""

FORMAT_VERSION = 1
"""The format version that this program writes: the number of steps in `migrations`."""

_MAGIC = b"SQLite format 3\x00"


def examine(path: Path) -> int:
    """The format version of the project at `path`.

    Raises UserError (not there, not readable), NotAProject, ProjectTooNew or ProjectDamaged; the file is not touched.
    """
    try:
        if path.is_dir():
            raise NotAProject(tr("This is a folder, not a project."), path, tr("Give the .annotator file in it."))
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(100)
    except FileNotFoundError:
        hint = tr("Make a new project there with “annotator new”, or look at the spelling.")
        raise UserError(tr("There is no such project."), path, hint) from None
    except OSError as error:
        raise explain_os(error, path) from error
    except ValueError as error:  # a NUL in the name
        raise UserError(tr("That is no name of a file."), path, tr("Look at the spelling.")) from error
    if not head:
        raise NotAProject(tr("The file is empty."), path, _elsewhere())
    if not head.startswith(_MAGIC) or len(head) < 100:
        if head.startswith(_MAGIC[: len(head)]) or path.suffix == ".annotator":
            raise damaged(path, tr("it does not begin like one"))
        raise NotAProject(tr("This is not an Annotator project."), path, _elsewhere())
    (application,) = struct.unpack(">I", head[68:72])
    (version,) = struct.unpack(">I", head[60:64])
    if application != APPLICATION_ID:
        raise NotAProject(tr("This is another program's SQLite file, not an Annotator project."), path, _elsewhere())
    if version > FORMAT_VERSION:
        raise ProjectTooNew(
            tr(
                "This project was last opened with a newer Annotator (format {version}, this one knows {newest}).",
                version=version,
                newest=FORMAT_VERSION,
            ),
            path,
            tr("Update Annotator to open it; the file was not changed."),
        )
    _check_length(path, head, size)
    return int(version)


def is_in_log_mode(path: Path) -> bool:
    """Whether the file says that a write-ahead log belongs to it: somebody has it open, or did not close it."""
    with path.open("rb") as stream:
        return stream.read(20)[18:20] == b"\x02\x02"


def _check_length(path: Path, head: bytes, size: int) -> None:
    (page_size,) = struct.unpack(">H", head[16:18])
    page_size = 65536 if page_size == 1 else page_size
    change_counter, pages = struct.unpack(">II", head[24:32])
    (valid_for,) = struct.unpack(">I", head[92:96])
    in_wal = path.with_name(path.name + "-wal").exists()
    if page_size < 512 or (valid_for == change_counter and pages * page_size > size and not in_wal):
        raise damaged(path, tr("its end is missing"))


def _elsewhere() -> str:
    return tr("Choose a file that Annotator made; its name ends in .annotator.")
