"""The foot of the window: the labels with their keys; below, what is in focus and what each key would do to it now."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from annotator.model.phrases import tr
from annotator.ui.desk import Desk
from annotator.ui.desk.hints import Foot, Said
from annotator.ui.desk.prompts import KeyHint
from annotator.ui.foot.flow import FlowLayout
from annotator.ui.foot.key_button import KeyButton
from annotator.ui.theme import LIGHT, Theme


class HintRow(QWidget):
    """Key hints side by side; its buttons are kept and given other hints."""

    def __init__(
        self,
        theme: Theme,
        run: Callable[[str], object],
        name: str,
        *,
        muted: bool = False,
        keeps_last: bool = False,
        lines: int = 1,
    ) -> None:
        """`run` gets the command of the hint that is clicked; hints go on in up to so many `lines`, 0 for any number."""
        super().__init__()
        self._theme, self._run, self._muted = theme, run, muted
        self._buttons: list[KeyButton] = []
        self._shown: tuple[KeyHint, ...] = ()
        self._flow = FlowLayout(self, lines=lines, keeps_last=keeps_last)
        self.setAccessibleName(name)
        self._keep_height()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @property
    def buttons(self) -> list[KeyButton]:
        """The buttons that are shown, in order."""
        return self._buttons[: len(self._shown)]

    def show_hints(self, hints: Sequence[KeyHint]) -> None:
        if tuple(hints) == self._shown:
            return
        self._shown = tuple(hints)
        while len(self._buttons) < len(hints):
            button = KeyButton(self._theme, self)
            button.clicked.connect(self._clicked)
            self._buttons.append(button)
            self._flow.addWidget(button)
        self._flow.setEnabled(False)  # each button that comes or goes would have the whole window laid out
        for number, button in enumerate(self._buttons):
            if number < len(hints):
                button.show_hint(hints[number], muted=self._muted)
            button.setVisible(number < len(hints))
        self._flow.setEnabled(True)
        self._flow.invalidate()
        self.updateGeometry()

    def _keep_height(self) -> None:
        """A line keeps its height while it is empty, so that nothing above it moves."""
        self.setMinimumHeight(KeyButton.height_in(self.font()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Nor does what is above move when a second line is not needed for a while; another width begins anew."""
        if event.oldSize().width() != event.size().width():
            self._keep_height()
        elif event.size().height() > self.minimumHeight():
            self.setMinimumHeight(event.size().height())
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._keep_height()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for button in self._buttons:
            button.set_theme(theme)

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, KeyButton) and button.hint.command:
            self._run(button.hint.command)


class FootPanel(QFrame):
    """Shows `Desk.foot()`."""

    def __init__(self, desk: Desk, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self._foot = Foot()
        self.setProperty("role", "foot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Keys"))
        self.labels = HintRow(theme, desk.run, tr("Labels with their keys"), keeps_last=True, lines=1)
        self.subject = QLabel()
        self.subject.setTextFormat(Qt.TextFormat.RichText)
        self.subject.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.subject.setMinimumWidth(1)
        self.hints = HintRow(theme, desk.run, tr("What the keys do now"), muted=True)
        self.right = HintRow(theme, desk.run, tr("What ends the article"), muted=True)
        self._lay_out()
        desk.foot_changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        self.right.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        below = QHBoxLayout()
        below.setContentsMargins(5, 0, 0, 0)
        below.setSpacing(8)
        below.addWidget(self.subject)
        below.addWidget(self.hints, 1)
        below.addWidget(self.right)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.labels)
        layout.addLayout(below)

    @property
    def foot(self) -> Foot:
        """What is shown."""
        return self._foot

    def refresh(self) -> None:
        """Shows what the desk says now."""
        foot = self._desk.foot()
        if foot == self._foot:
            return
        if foot.labels != self._foot.labels:
            self.labels.show_hints(foot.labels)
        self._foot = foot
        self._show_subject(foot.subject)
        self.hints.show_hints(foot.hints)
        self.right.show_hints(foot.right)
        self.setAccessibleDescription(foot.spoken)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for row in (self.labels, self.hints, self.right):
            row.set_theme(theme)
        self._show_subject(self._foot.subject)

    def _show_subject(self, subject: Sequence[Said]) -> None:
        """The sentence. Every text is escaped: what an article says is never read as markup."""
        self.subject.setText("".join(self._markup(said) for said in subject))
        self.subject.setToolTip("".join(said.text for said in subject) if len(subject) > 1 else "")
        self.subject.setAccessibleName("".join(said.text for said in subject))

    def _markup(self, said: Said) -> str:
        text = html.escape(said.text).replace(" ", "&#32;")
        colour = (
            self._theme.family(said.colour).ink
            if said.colour
            else self._theme.ink
            if said.strong
            else self._theme.muted
        )
        weight = 600 if said.strong else 400
        return f'<span style="color:{colour};font-weight:{weight}">{text}</span>'

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.subject.setMaximumWidth(max(80, self.width() * 11 // 20))
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
