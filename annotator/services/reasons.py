"""The reasons that a reviewer chooses from: the usual ones and the team's own, as the project keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from annotator.model.phrases import tr
from annotator.model.review import REASONS, reason_name
from annotator.services.wording import short
from annotator.services.workplace import Workplace
from annotator.storage import keeping
from annotator.storage.connection import Connection
from annotator.storage.settings import setting

KEYS = "1234567890abcdfghijklmnopqrstuvxyz"
"""One for each of the first reasons; `w` and `e` mean to write one and to edit the list."""
_MOST = 200
_LONGEST = 200
"""Characters of a reason."""


class Reasons:
    """What the project knows as reasons. What is changed is one undo step."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def all(self) -> tuple[str, ...]:
        """Codes of the usual reasons (see `model.review`) and the team's own words, in the order of their keys."""
        return reasons_in(self._place.project.reader())

    def add(self, words: str) -> str:
        """Keeps a reason; the code or the words by which it is known from now on."""
        (known,) = _known([words]) or ("",)
        present = self.all()
        if known and known not in present and not self._place.project.read_only:
            self._set(tr("New reason “{words}”", words=short(known)), (*present, known))
        return known

    def replace(self, reasons: Iterable[str]) -> None:
        """Keeps these reasons in this order instead. What was decided before keeps the reason it has."""
        self._set(tr("Edit the reasons"), _known(reasons))

    def _set(self, title: str, reasons: Sequence[str]) -> None:
        value = None if tuple(reasons) == REASONS else list(reasons)
        self._place.keep("reasons", title, {keeping.REASONS: value})


def reasons_in(db: Connection) -> tuple[str, ...]:
    """The reasons of a project; the usual ones where it says nothing (or nothing that can be read)."""
    stored: Any = setting(db, keeping.REASONS)
    return _known(stored) if isinstance(stored, list) else REASONS


def _known(reasons: Iterable[Any]) -> tuple[str, ...]:
    """Each once, in one line; a usual reason that is written out is known by its code."""
    codes = {reason_name(code).casefold(): code for code in REASONS}
    found = []
    for reason in reasons:
        words = " ".join(reason.split())[:_LONGEST] if isinstance(reason, str) else ""
        if words:
            found.append(codes.get(words.casefold(), words))
    return tuple(dict.fromkeys(found))[:_MOST]
