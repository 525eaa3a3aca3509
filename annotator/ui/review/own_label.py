"""A reviewer's own label in place of what annotators said: its label, its answers; its words are selected in the text."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.model.annotation import Annotation
from annotator.model.phrases import tr
from annotator.model.schema import Attribute, Layer
from annotator.services.review_article import Item, ReviewArticle

_SEVERAL = ("choices", "texts")


class OwnLabel(QWidget):
    """Asks for label and answers; `kept` when they shall stand, `left` when not."""

    kept = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._layer: Layer | None = None
        self._before: dict[str, Any] = {}
        self._fields: dict[str, QWidget] = {}
        words = QLabel(tr("Select its words in the text. A label's key names it; Enter keeps it, Esc leaves it."))
        words.setWordWrap(True)
        words.setProperty("role", "muted")
        self.label = QComboBox()
        self.label.setAccessibleName(tr("Label"))
        self.label.currentIndexChanged.connect(self._show_attributes)
        self._form = QFormLayout()
        self._form.addRow(tr("Label"), self.label)
        keep = QPushButton(tr("Keep mine (Enter)"))
        keep.clicked.connect(self.kept.emit)
        leave = QPushButton(tr("Leave (Esc)"))
        leave.clicked.connect(self.left.emit)
        row = QHBoxLayout()
        for button in (keep, leave):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.addWidget(words)
        layout.addLayout(self._form)
        layout.addLayout(row)

    def begin(self, at: ReviewArticle, item: Item) -> None:
        """Begins with what stands in the gold layer, else with what the first annotator said."""
        present = start_of(item)
        self._layer = at.schema.layer(present.layer)
        self._before = dict(present.attributes)
        self.label.blockSignals(True)
        self.label.clear()
        for label in self._layer.labels if self._layer else ():
            if label.shown or label.id == present.label:
                self.label.addItem(f"{label.name}   {label.key}".rstrip(), label.id)
        self.label.setCurrentIndex(max(0, self.label.findData(present.label)))
        self.label.blockSignals(False)
        self._show_attributes()

    @property
    def chosen(self) -> str:
        """The label's id."""
        return str(self.label.currentData())

    @property
    def attributes(self) -> dict[str, Any]:
        """The answers; what the form does not ask stays as it was."""
        found = dict(self._before)
        for attribute in self._layer.attributes if self._layer else ():
            field = self._fields.get(attribute.id)
            if field is not None:
                value = _answer(attribute, field)
                found.pop(attribute.id, None)
                if value not in ("", []):
                    found[attribute.id] = value
        return found

    @property
    def writes(self) -> bool:
        """Whether something is being typed into a field."""
        return any(isinstance(field, QLineEdit) and field.hasFocus() for field in self._fields.values())

    def take_key(self, key: str) -> bool:
        """Chooses the label that has this key, or goes to the answers with `a`; whether it means something."""
        for label in self._layer.labels if self._layer else ():
            if label.key and label.key == key and (row := self.label.findData(label.id)) >= 0:
                self.label.setCurrentIndex(row)
                return True
        if key == "a" and self._fields:
            next(iter(self._fields.values())).setFocus()
            return True
        return False

    def _show_attributes(self) -> None:
        while self._form.rowCount() > 1:
            self._form.removeRow(1)
        self._fields.clear()
        for attribute in self._layer.attributes if self._layer else ():
            if attribute.holds_for(self.chosen) and attribute.kind in ("choice", "text", *_SEVERAL):
                field = _field(attribute, self._before.get(attribute.id))
                field.setAccessibleName(attribute.name)
                self._fields[attribute.id] = field
                self._form.addRow(attribute.name, field)


def start_of(item: Item) -> Annotation:
    """The label that a reviewer's own begins with."""
    return item.gold[0] if item.gold else item.labels[0]


def _field(attribute: Attribute, value: Any) -> QWidget:
    if attribute.kind == "choice":
        box = QComboBox()
        box.addItem("", "")
        for each in attribute.values:
            box.addItem(each.name, each.id)
        box.setCurrentIndex(max(0, box.findData(value)))
        return box
    line = QLineEdit(", ".join(map(str, value)) if isinstance(value, list) else str(value or ""))
    if attribute.kind in _SEVERAL:
        line.setPlaceholderText(tr("several with commas between them"))
    return line


def _answer(attribute: Attribute, field: QWidget) -> Any:
    if isinstance(field, QComboBox):
        return str(field.currentData() or "")
    assert isinstance(field, QLineEdit), "see `_field`"
    text = field.text().strip()
    if attribute.kind in _SEVERAL:
        return [part for each in text.split(",") if (part := each.strip())]
    return text
