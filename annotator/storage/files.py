"""Everything about files that differs between operating systems: locks, network drives, putting a file in place."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path

from annotator.model.errors import ProjectLocked
from annotator.model.phrases import tr

_NETWORK_FILE_SYSTEMS = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afpfs",
    "9p",
    "fuse.sshfs",
    "fuse.davfs2",
    "ncpfs",
    "afs",
}

if sys.platform == "win32":
    import msvcrt

    def _try_lock(stream: FileIO) -> bool:
        try:
            # Far behind the text, so that others can still read who holds it.
            stream.seek(1 << 20)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(stream: FileIO) -> bool:
        try:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class WriterLock:
    """Keeps a second writer out. The operating system lets go of it when the process ends, however it ends.

    It is a lock on a file beside the project, never on the project itself: closing any other handle of a file drops
    SQLite's own locks on it. What stands in that file is information only.
    """

    def __init__(self, project: Path) -> None:
        """Takes the lock. Raises ProjectLocked with the holder's name, or OSError where the folder cannot be written."""
        self._path = project.with_name(f"{project.name}.lock")
        self._stream = self._acquire(project)
        self.say_holder(tr("Another window or command"))

    def _acquire(self, project: Path) -> FileIO:
        while True:
            stream = open(self._path, "a+b", buffering=0)  # noqa: SIM115  # stays open as long as the lock is held
            if not _try_lock(stream):
                holder = _holder(stream)
                stream.close()
                raise ProjectLocked(
                    tr("{holder} has this project open.", holder=holder),
                    project,
                    tr("Close it there and try again; reading commands such as “annotator info” work meanwhile."),
                )
            with contextlib.suppress(FileNotFoundError):
                if os.stat(self._path).st_ino == os.fstat(stream.fileno()).st_ino:
                    return stream
            stream.close()  # the holder before us removed the file between our opening and our locking it

    def say_holder(self, annotator: str) -> None:
        """Writes down who holds the lock, for the message that others get."""
        since = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        holder = {"annotator": annotator, "host": socket.gethostname(), "pid": os.getpid(), "since": since}
        with contextlib.suppress(OSError):  # a full disk: the lock holds without its note
            self._stream.seek(0)
            self._stream.truncate()
            self._stream.write(json.dumps(holder).encode())

    def release(self) -> None:
        """Lets go and removes the file."""
        if sys.platform == "win32":
            self._stream.close()
            with contextlib.suppress(OSError):
                self._path.unlink()
        else:
            with contextlib.suppress(OSError):
                self._path.unlink()
            self._stream.close()


def _holder(stream: FileIO) -> str:
    try:
        stream.seek(0)
        found = json.loads(stream.read(4096))
        return tr(
            "{annotator} on {host} (process {pid}, since {since})",
            annotator=found["annotator"],
            host=found["host"],
            pid=found["pid"],
            since=found["since"],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return tr("Another window or command")


def is_on_network_drive(path: Path) -> bool:
    """Whether `path` lies on a drive that other machines share, where SQLite's write-ahead log does not work."""
    if sys.platform == "win32":
        import ctypes

        drive_remote = 4
        return bool(ctypes.windll.kernel32.GetDriveTypeW(path.resolve().anchor) == drive_remote)
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False  # macOS: SQLite itself reports when shared memory does not work there
    resolved = os.fspath(path.resolve())
    best, kind = "", ""
    for line in mounts:
        point, system = line.split(" ")[1:3]
        point = point.replace("\\040", " ")
        if len(point) >= len(best) and (resolved == point or resolved.startswith(point.rstrip("/") + "/")):
            best, kind = point, system
    return kind in _NETWORK_FILE_SYSTEMS


def is_read_only_medium(path: Path) -> bool:
    """Whether nobody can write to the file system that `path` lies on: a DVD, a snapshot, a write-protected stick."""
    if sys.platform == "win32":
        return False
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY)


def put_in_place(finished: Path, wanted: Path) -> None:
    """Gives the finished file its name; raises FileExistsError rather than replace another file."""
    if sys.platform == "win32":
        os.rename(finished, wanted)  # refuses an existing target there
        return
    try:
        os.link(finished, wanted)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if wanted.exists():
            raise FileExistsError(17, os.strerror(17), os.fspath(wanted)) from None
        os.rename(finished, wanted)
        return
    os.unlink(finished)


def flush_folder(folder: Path) -> None:
    """Makes a new or renamed file in `folder` survive a power cut."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        pass  # some network drives refuse; the file itself was flushed
    finally:
        os.close(handle)


def flush_files(paths: Sequence[Path]) -> None:
    """Makes what was written to these files survive a power cut; many of them at once, which costs far less."""
    if len(paths) > _FEW and hasattr(os, "sync"):
        os.sync()
        return
    for path in paths:
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())


_FEW = 50
