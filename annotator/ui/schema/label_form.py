"""One label as a form: name, key, colour, definition, examples. Says what was changed; changes nothing itself."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from annotator.model.phrases import tr, trn
from annotator.model.schema import Label
from annotator.ui.schema.colour_choice import ColourChoice
from annotator.ui.schema.key_field import KeyField
from annotator.ui.theme import Theme


class LabelForm(QWidget):
    """Shows a label; `edited` gives the label's id and the values that a person has changed."""

    edited = Signal(str, dict)
    earlier_wanted = Signal()
    """Asks for what was labelled under an earlier definition."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.label: Label | None = None
        """The label that is shown."""
        self.layer_id = ""
        """The layer that it belongs to."""
        self.name = QLineEdit()
        self.name.setValidator(QRegularExpressionValidator(QRegularExpression(r"[\p{L}\p{M}\p{N}_.-]*"), self.name))
        self.name.setToolTip(tr("Letters, digits, - _ and . only."))
        self.title = QLineEdit()
        self.key = KeyField()
        self.colour = ColourChoice(theme)
        self.offered = QCheckBox(tr("Offered for new labels"))
        self.definition = QPlainTextEdit()
        self.examples = QPlainTextEdit()
        self.counter_examples = QPlainTextEdit()
        self.uses = QLabel()
        self.uses.setWordWrap(True)
        self.uses.setProperty("role", "muted")
        self.earlier = QPushButton(tr("What was labelled under the old definition…"))
        self.earlier.setAutoDefault(False)
        self.earlier.clicked.connect(lambda: self.earlier_wanted.emit())
        form = QFormLayout(self)
        form.setContentsMargins(8, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for text, widget in (
            (tr("Name in files"), self.name),
            (tr("Name shown"), self.title),
            (tr("Key"), self.key),
            (tr("Colour"), self.colour),
            ("", self.offered),
            (tr("Definition"), self.definition),
            (tr("Examples, one a line"), self.examples),
            (tr("Counter-examples, one a line"), self.counter_examples),
            ("", self.uses),
            ("", self.earlier),
        ):
            if text:
                widget.setAccessibleName(text)
            if isinstance(widget, QPlainTextEdit):
                widget.setTabChangesFocus(True)
                widget.setFixedHeight(widget.fontMetrics().lineSpacing() * (5 if widget is self.definition else 4) + 18)
            form.addRow(text, widget)
        for field in (self.name, self.title, self.key):
            field.editingFinished.connect(self._changed)
        self.colour.changed.connect(self._changed)
        self.offered.clicked.connect(self._changed)

    def show_uses(self, uses: int, own: int) -> None:
        """Says how many annotations have the label, and how many of them are the annotator's."""
        text = trn("{n} annotation has it.", "{n} annotations have it.", uses)
        shares = tr("{own} of yours, {others} of others.", own=own, others=uses - own)
        self.uses.setText(f"{text} {shares}" if own < uses else text)

    def show_label(self, label: Label | None, layer_id: str = "") -> None:
        """Shows a label, or nothing; what was typed about another one is told first."""
        self.flush()
        self.label = None
        self.setEnabled(label is not None)
        self.name.setText(label.name if label else "")
        self.title.setText(label.title if label else "")
        self.key.setText(label.key if label else "")
        self.colour.show_colour(label.colour if label else "numbers")
        self.offered.setChecked(bool(label and label.enabled))
        self.definition.setPlainText(label.definition if label else "")
        self.examples.setPlainText("\n".join(label.examples) if label else "")
        self.counter_examples.setPlainText("\n".join(label.counter_examples) if label else "")
        self.uses.clear()
        self.earlier.setVisible(bool(label and label.since))
        self.label, self.layer_id = label, layer_id

    def flush(self) -> None:
        """Tells what was typed and not told yet."""
        self._changed()

    def _changed(self) -> None:
        label = self.label
        if label is None:
            return
        values: dict[str, Any] = {
            "name": self.name.text().strip() or label.name,
            "title": self.title.text().strip(),
            "key": self.key.text().strip(),
            "colour": self.colour.name or label.colour,
            "enabled": self.offered.isChecked(),
            "definition": self.definition.toPlainText().strip(),
            "examples": _lines(self.examples),
            "counter_examples": _lines(self.counter_examples),
        }
        changed = {name: value for name, value in values.items() if value != getattr(label, name)}
        if changed:
            self.label = None  # the change shows the schema anew, which must not tell it a second time
            self.edited.emit(label.id, changed)
            self.label = self.label or label


def _lines(field: QPlainTextEdit) -> tuple[str, ...]:
    return tuple(line.strip() for line in field.toPlainText().splitlines() if line.strip())
