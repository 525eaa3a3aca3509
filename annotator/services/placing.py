"""Putting what an export has written in its place, whole or not at all: written beside it, flushed, then renamed."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType

import orjson

from annotator.model.errors import UserError
from annotator.model.exchange import Loss
from annotator.model.phrases import tr
from annotator.storage.files import flush_files, flush_folder

_PROJECT = ".annotator"


class Placing:
    """The place of an export. `target` is where a writer writes; `finish` brings it to where the person wants it."""

    def __init__(self, out: Path, *, folder: bool, never: Path) -> None:
        """`folder`: whether the export is a folder of files; `never`: the project, which must not be written over."""
        self._out = out
        self._folder = folder
        if out.suffix == _PROJECT or (out.exists() and never.exists() and os.path.samefile(out, never)):
            raise UserError(tr("An export cannot take the place of a project."), out, tr("Give it another name."))
        if out.is_dir() and not folder:
            raise UserError(tr("There is a folder of that name."), out, tr("Give the name of a file."))
        if folder and out.exists() and not out.is_dir():
            raise UserError(tr("There is a file of that name."), out, tr("Give the name of a folder."))
        if not out.parent.is_dir():
            raise UserError(tr("There is no such folder."), out.parent, tr("Make it first, or choose another one."))
        inside = out if folder and out.is_dir() else out.parent
        self._work = inside / f".{out.name[:100]}.{os.getpid()}.unfinished"
        self.target = self._work

    def __enter__(self) -> Placing:
        self._remove()
        try:
            if self._folder:
                self._work.mkdir()
        except OSError as error:
            raise self._explained(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._remove()
        if isinstance(error, OSError):
            raise self._explained(error) from error

    def holds_own(self, name: str, mark: str) -> bool:
        """Whether a file of that name is there already that is somebody's own: our mark is not in it."""
        there = self._out / name
        return there.is_file() and mark.encode() not in there.read_bytes()

    def finish(self, losses: Sequence[Loss]) -> None:
        """Puts everything in place. What a format could not hold is written beside it."""
        if self._folder:
            self._out.mkdir(exist_ok=True)
            paths = sorted(self._work.rglob("*"))
            flush_files([path for path in paths if path.is_file()])
            for path in paths:
                wanted = self._out / path.relative_to(self._work)
                if path.is_dir():
                    wanted.mkdir(exist_ok=True)
                else:
                    os.replace(path, wanted)
        else:
            beside = self._beside()
            flush_files([self._work, *beside])
            os.replace(self._work, self._out)
            for path in beside:
                os.replace(path, self._out.with_name(self._out.name + path.name[len(self._work.name) :]))
        self._write_losses(losses)
        flush_folder(self._out.parent)

    def _write_losses(self, losses: Sequence[Loss]) -> None:
        beside = self._out.with_name(f"{self._out.name}.losses.json")
        if losses:
            beside.write_bytes(orjson.dumps([asdict(loss) for loss in losses], option=orjson.OPT_INDENT_2))
        else:
            beside.unlink(missing_ok=True)  # what an earlier export of that name lost

    def _beside(self) -> list[Path]:
        """Further files that a writer made: named as the target, with an ending of their own."""
        found = (path for path in self._work.parent.iterdir() if path.name.startswith(f"{self._work.name}."))
        return sorted(found)

    def _remove(self) -> None:
        for path in () if self._folder else self._beside():
            path.unlink(missing_ok=True)
        if self._work.is_dir():
            shutil.rmtree(self._work, ignore_errors=True)
        else:
            self._work.unlink(missing_ok=True)

    def _explained(self, error: OSError) -> UserError:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return UserError(tr("The disk is full."), self._out, tr("Free some space; nothing was changed."))
        reason = error.strerror or str(error)
        return UserError(
            tr("The export cannot be written: {reason}.", reason=reason),
            self._out,
            tr("Choose a folder that you may write to; nothing was changed."),
        )
