"""What stands in the article's place while none is open: what to do now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.model.phrases import tr


class EmptyArticle(QWidget):
    """A sentence and a button."""

    wanted = Signal(str)
    """A command's id."""

    def __init__(self) -> None:
        super().__init__()
        words = QLabel(tr("No article is open. Choose one in the queue, or bring some in."))
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setProperty("role", "muted")
        bring = QPushButton(tr("Import articles…   Ctrl+I"))
        bring.clicked.connect(self._pressed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 32, 32, 32)
        layout.addStretch(1)
        layout.addWidget(words)
        layout.addWidget(bring, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(2)
        self.setFocusProxy(bring)

    def _pressed(self) -> None:
        self.wanted.emit("corpus.import")
