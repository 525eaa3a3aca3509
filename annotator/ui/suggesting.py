"""Suggestions for the open article, asked for when it is shown; spaCy stays in a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.services.jobs import Job
from annotator.services.session import Session
from annotator.services.workplace import Changed
from annotator.ui.runner import Runner

if TYPE_CHECKING:
    from annotator.services.suggesting import Arrived, OpenArticleSuggester

_AFTER_MS = 80
"""An article that is only passed by, going through the queue, is not asked about."""


class ArticleSuggesting(QObject):
    """Asks, and tells in a few quiet words what is to be known."""

    noted = Signal(str)
    """A sentence for people: suggestions are being made, or only rules read this language; empty for nothing."""

    def __init__(self, session: Session, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._suggester: OpenArticleSuggester | None = None
        self._asked: set[int] = set()
        self._closed = False
        self.enabled = True
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AFTER_MS)
        self._soon.timeout.connect(self._begin)
        session.listen(self._changed)

    def look(self) -> None:
        """Another article is shown."""
        self.noted.emit("")
        if self.enabled:
            self._soon.start()

    def _changed(self, changed: Changed) -> None:
        """Other suggesters, or other known names: the open article is asked about again."""
        if "suggesters" in changed.what and not self._closed:
            if self._suggester is not None:
                self._suggester.use_plan()
            self._asked.clear()
            self.look()

    def close(self) -> None:
        """Ends the process."""
        self._closed = True
        self._soon.stop()
        if self._suggester is not None:
            self._suggester.close()

    def _begin(self) -> None:
        if self._suggester is not None:
            self._ask()
        elif not self._closed:
            # The module takes its time to import; the window must not notice.
            self._runner.start(self._make, self._made)

    def _make(self, job: Job) -> OpenArticleSuggester:
        from annotator.services.suggesting import OpenArticleSuggester

        return OpenArticleSuggester(self._session.project, self._runner.deliver)

    def _made(self, suggester: OpenArticleSuggester) -> None:
        if self._closed or self._suggester is not None:
            suggester.close()
            return
        self._suggester = suggester
        self._ask()

    def _ask(self) -> None:
        opened = self._session.opened
        if self._closed or opened is None or self._suggester is None:
            return
        article = opened.article
        self.noted.emit(self._suggester.note(article))
        if opened.read_only:
            return
        if article.key not in self._asked and not opened.packs:
            self.noted.emit(tr("Looking for suggestions…"))
        self._asked.add(article.key)
        self._suggester.suggest(article, self._arrived)

    def _arrived(self, arrived: Arrived) -> None:
        opened = self._session.opened
        if self._closed or opened is None or opened.article.key != arrived.article:
            return
        note = arrived.note
        if isinstance(arrived.error, UserError):
            note = tr("No suggestions: {why}", why=arrived.error)
        self.noted.emit(note)
        if arrived.new and arrived.error is None:
            self._session.take_suggestions()
