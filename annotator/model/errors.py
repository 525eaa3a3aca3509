"""The two families of failure: something outside went wrong (`UserError`), or we did (`Bug`)."""

from __future__ import annotations

import re

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def one_line(text: object) -> str:
    """`text` fit for one line of a terminal: control characters (and lone surrogates) become a space."""
    return _CONTROLS.sub(" ", str(text)).strip()


class UserError(Exception):
    """Something a person can mend: what happened, where, and what to do about it.

    The window shows the three parts as a message, the command line prints them on one line.
    """

    def __init__(self, what: str, where: object = "", hint: str = "") -> None:
        self.what = one_line(what)
        self.where = one_line(where)
        self.hint = one_line(hint)
        super().__init__(str(self))

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head} {self.hint}" if self.hint else head


class ProjectLocked(UserError):
    """Somebody else is writing to the project file."""


class NotAProject(UserError):
    """The file is not an Annotator project."""


class ProjectTooNew(UserError):
    """The project was written by a later version of Annotator."""


class ProjectDamaged(UserError):
    """The project file is not whole."""


class NotUndoable(UserError):
    """An undo or redo was refused; nothing was changed."""


class Bug(AssertionError):
    """We broke a promise of our own. Never caught to go on; shown with its traceback."""


class Cancelled(Exception):
    """A person stopped a job. What was already written stays whole."""
