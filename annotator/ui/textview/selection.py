"""What is selected: stretches of text, the last of which moves with the caret. Pure; offsets are code points."""

from __future__ import annotations

from annotator.model.annotation import Fragments, join_fragments


class Selection:
    """A caret, the anchor it was extended from, and earlier stretches that were kept as fragments."""

    __slots__ = ("_kept", "anchor", "caret")

    def __init__(self) -> None:
        self.caret = 0
        self.anchor = 0
        self._kept: Fragments = ()

    @property
    def active(self) -> tuple[int, int]:
        """The stretch between anchor and caret; empty where they are at one place."""
        return min(self.anchor, self.caret), max(self.anchor, self.caret)

    @property
    def fragments(self) -> Fragments:
        """All that is selected, in order; touching stretches are one."""
        return join_fragments((*self._kept, self.active))

    def place(self, offset: int) -> None:
        """Moves the caret and lets go what is selected; but fragments that were just kept stay, so that it can go on from them."""
        if self.anchor != self.caret:
            self._kept = ()
        self.caret = self.anchor = offset

    def extend(self, offset: int) -> None:
        self.caret = offset

    def select(self, start: int, end: int, *, add: bool = False) -> None:
        """Selects `[start, end)`, the caret at its end; with `add` beside what is selected."""
        if add:
            self.keep()
        else:
            self._kept = ()
        self.anchor, self.caret = start, end

    def keep(self) -> None:
        """Keeps the active stretch as a fragment, so that the caret can go and select another."""
        self._kept = self.fragments
        self.anchor = self.caret

    def clear(self) -> None:
        """Nothing is selected; the caret stays."""
        self._kept = ()
        self.anchor = self.caret
