"""The colour of a label: one of the families or a person's own, shown as it will look in light and dark, with its contrast."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from annotator.model.phrases import tr
from annotator.ui.theme import DARK, FAMILIES, LIGHT, Theme, colour
from annotator.ui.theme_colours import LEAST_CONTRAST, is_colour, seen

_OWN = "#"


def _family_name(family: str) -> str:
    return {
        "people": tr("blue (people)"),
        "organisations": tr("amber (organisations)"),
        "places": tr("green (places)"),
        "events": tr("violet (events)"),
        "numbers": tr("grey (numbers)"),
        "claims": tr("teal (claims)"),
        "against": tr("red (against)"),
        "favour": tr("blue (favour)"),
    }[family]


class ColourChoice(QWidget):
    """`changed` tells that a person has chosen another colour. What is no colour is refused; one that is too faint is told
    in words and shown in a shade that can be read."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.family = QComboBox()
        self.family.setAccessibleName(tr("Colour"))
        self.family.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.family.setMinimumContentsLength(9)
        for family in FAMILIES:
            swatch = QPixmap(14, 14)
            swatch.fill(QColor(colour(theme, family)[0]))
            self.family.addItem(QIcon(swatch), _family_name(family), family)
        self.family.addItem(tr("my own…"), _OWN)
        self.own = QLineEdit()
        self.own.setMaxLength(7)
        self.own.setMaximumWidth(96)
        self.own.setPlaceholderText("#1a5fb4")
        self.own.setAccessibleName(tr("Own colour, as #rrggbb"))
        self.looks = [QLabel(), QLabel()]
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setAccessibleName(tr("Contrast"))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.family)
        row.addWidget(self.own)
        for look in self.looks:
            row.addWidget(look)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.said)
        self.family.activated.connect(self._family_chosen)
        self.own.textEdited.connect(self._say)
        self.own.editingFinished.connect(self._own_typed)

    def show_colour(self, name: str) -> None:
        """Shows a family or `#rrggbb`."""
        at = self.family.findData(name)
        self.family.setCurrentIndex(at if at >= 0 else self.family.findData(_OWN))
        self.own.setText(name if at < 0 and is_colour(name) else "")
        self._say()

    @property
    def name(self) -> str:
        """The family, or `#rrggbb`; empty while that is none."""
        found = self._wanted()
        return found if self.family.currentData() != _OWN or is_colour(found) else ""

    def _wanted(self) -> str:
        family = str(self.family.currentData())
        return family if family != _OWN else self.own.text().strip().lower()

    def _say(self) -> None:
        """The colour in both themes, with its contrast in figures and, where it is too faint, in words."""
        wanted = self._wanted()
        self.own.setVisible(self.family.currentData() == _OWN)
        known = bool(self.name)
        for look in self.looks:
            look.setVisible(known)
        if not known:
            self._tell(tr("Write the colour as #rrggbb, as in #1a5fb4."), wrong=bool(wanted))
            return
        both = seen(wanted, LIGHT), seen(wanted, DARK)
        for look, found, name in zip(self.looks, both, (tr("light"), tr("dark")), strict=True):
            look.setText(f" {name} ")
            look.setStyleSheet(f"background: {found.fill}; color: {found.ink}; border-radius: 3px; padding: 2px 4px;")
        text = tr("Contrast {light}:1 in the light, {dark}:1 in the dark.", light=both[0].ratio, dark=both[1].ratio)
        faint = [
            tr("{theme}: {ratio}:1", theme=name, ratio=found.asked)
            for found, name in zip(both, (tr("light"), tr("dark")), strict=True)
            if found.asked < LEAST_CONTRAST
        ]
        if faint:
            warning = tr(
                "As it is it would be too faint ({figures}; text needs {least}:1): it is shown in a shade that can be read.",
                figures=", ".join(faint),
                least=LEAST_CONTRAST,
            )
            text = f"{warning} {text}"
        self._tell(text, wrong=bool(faint))

    def _tell(self, text: str, *, wrong: bool) -> None:
        self.said.setText(text)
        self.said.setProperty("role", "wrong" if wrong else "muted")
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)

    def _family_chosen(self) -> None:
        self._say()
        if self.name:
            self.changed.emit()
        else:
            self.own.setFocus()

    def _own_typed(self) -> None:
        if self.name:
            self.changed.emit()
