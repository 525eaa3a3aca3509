"""The first hints: a quiet line under the article with one thing to try, until it has been tried or is waved away."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton

from annotator.model.phrases import tr
from annotator.services.opened import OpenArticle
from annotator.ui.keys import shown
from annotator.ui.settings import HINTS, Settings


class FirstHints(QFrame):
    """Each person sees each hint once; never in the way of a key."""

    def __init__(self, settings: Settings, person: str) -> None:
        """`person`: the id of who labels."""
        super().__init__()
        self._settings = settings
        self._key = f"{HINTS}/{person}"
        self._keys: Mapping[str, str] = {}
        self._before: tuple[int, int, int] | None = None
        self.setProperty("role", "foot")
        self.setAccessibleName(tr("First hints"))
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        self.text = QLabel()
        self.text.setWordWrap(True)
        self._next = QPushButton()
        self._next.setProperty("role", "flat")
        self._next.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._next.clicked.connect(self.go_on)
        close = QToolButton()
        close.setText("×")
        close.setProperty("role", "flat")
        close.setAccessibleName(tr("No more hints"))
        close.setToolTip(tr("No more hints"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.leave)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 3, 8, 3)
        layout.addWidget(self._count)
        layout.addWidget(self.text, 1)
        layout.addWidget(self._next)
        layout.addWidget(close)

    def show_keys(self, keys: Mapping[str, str]) -> None:
        """`keys`: command id -> its key as people read it."""
        self._keys = keys
        self._show()

    @property
    def behind(self) -> int:
        """How many of the hints this person has behind them."""
        return int(self._settings.number(self._key, 0))

    def look(self, opened: OpenArticle | None) -> None:
        """Goes on where what the hint speaks of has just been done."""
        if opened is None or self.isHidden():
            return
        now = (opened.article.key, len(opened.decisions), len(opened.annotations))
        before, self._before = self._before or now, now
        same = now[0] == before[0]
        tried = (
            same and now[1] > before[1],
            same and now[1] == before[1] and now[2] > before[2],
            False,
            not same,
        )
        if tried[self.behind]:
            self.go_on()

    def go_on(self) -> None:
        """The next hint; after the last one, none."""
        self._settings.set_number(self._key, self.behind + 1)
        self._show()

    def leave(self) -> None:
        """No more of them."""
        self._settings.set_number(self._key, len(self._texts()))
        self._show()

    def begin_again(self) -> None:
        """All of them once more."""
        self._settings.set_number(self._key, 0)
        self._show()

    def _show(self) -> None:
        texts, number = self._texts(), self.behind
        self.setVisible(number < len(texts))
        if number < len(texts):
            self._count.setText(tr("Hint {n} of {total}", n=number + 1, total=len(texts)))
            self.text.setText(texts[number])
            self.setAccessibleDescription(texts[number])
            last = number == len(texts) - 1
            words = tr("Got it") if last else tr("Next hint")
            key = self._key_of("help.hint")
            self._next.setText(f"{words}   {key}" if key else words)

    def _key_of(self, command: str) -> str:
        return self._keys.get(command, "")

    def _texts(self) -> tuple[str, ...]:
        key = self._key_of
        return (
            tr(
                "{tab} goes to the next suggestion, {accept} accepts it, {reject} rejects it.",
                tab=key("desk.next_item"),
                accept=key("desk.accept"),
                reject=key("desk.reject"),
            ),
            tr(
                "To label something yourself: select words with {select} or the mouse, then press a label’s key; the keys "
                "stand below.",
                select=shown("Shift+Right"),
            ),
            tr(
                "{undo} takes back whatever you did. {palette} finds every command, {sheet} shows all keys.",
                undo=key("edit.undo"),
                palette=key("help.palette"),
                sheet=key("help.keys"),
            ),
            tr("When the article is finished, {done} opens the next one.", done=key("article.done")),
        )
