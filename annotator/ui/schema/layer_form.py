"""One layer as a form: name, key of its mode, how it is drawn, definition, on or off. Changes nothing itself."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from annotator.model.phrases import tr
from annotator.model.schema import Layer
from annotator.ui.schema.key_field import KeyField


class LayerForm(QWidget):
    """Shows a layer; `edited` gives its id and the values that a person has changed, `switched` whether it is on."""

    edited = Signal(str, dict)
    switched = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.layer: Layer | None = None
        """The layer that is shown."""
        self.name = QLineEdit()
        self.key = KeyField()
        self.key.setToolTip(tr("With a key, the labels' own keys hold only after it, as + and - after t."))
        self.style_choice = QComboBox()
        for style, text in (
            ("fill", tr("a soft ground, as entities")),
            ("line", tr("a line below, as claims")),
            ("mark", tr("a mark at the side, as stances")),
        ):
            self.style_choice.addItem(text, style)
        self.offered = QCheckBox(tr("On: its labels are offered"))
        self.definition = QPlainTextEdit()
        self.definition.setTabChangesFocus(True)
        self.definition.setFixedHeight(self.definition.fontMetrics().lineSpacing() * 5 + 18)
        form = QFormLayout(self)
        form.setContentsMargins(8, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for text, widget in (
            (tr("Name of the layer"), self.name),
            (tr("Key that begins it"), self.key),
            (tr("Drawn as"), self.style_choice),
            ("", self.offered),
            (tr("What it is for"), self.definition),
        ):
            if text:
                widget.setAccessibleName(text)
            form.addRow(text, widget)
        self.name.editingFinished.connect(self._changed)
        self.key.editingFinished.connect(self._changed)
        self.style_choice.activated.connect(self._changed)
        self.offered.clicked.connect(self._switch)

    def show_layer(self, layer: Layer | None) -> None:
        """Shows a layer, or nothing; what was typed about another one is told first."""
        self.flush()
        self.layer = None
        self.name.setText(layer.name if layer else "")
        self.key.setText(layer.key if layer else "")
        self.style_choice.setCurrentIndex(max(0, self.style_choice.findData(layer.style if layer else "")))
        self.offered.setChecked(bool(layer and (layer.offered or not layer.labels)))
        self.offered.setEnabled(bool(layer and layer.labels))
        self.definition.setPlainText(layer.definition if layer else "")
        self.layer = layer

    def flush(self) -> None:
        """Tells what was typed and not told yet."""
        self._changed()

    def _changed(self) -> None:
        layer = self.layer
        if layer is None:
            return
        values: dict[str, Any] = {
            "name": self.name.text().strip() or layer.name,
            "key": self.key.text().strip(),
            "style": self.style_choice.currentData(),
            "definition": self.definition.toPlainText().strip(),
        }
        changed = {name: value for name, value in values.items() if value != getattr(layer, name)}
        if changed:
            self.layer = None  # the change shows the schema anew, which must not tell it a second time
            self.edited.emit(layer.id, changed)
            self.layer = self.layer or layer

    def _switch(self) -> None:
        if self.layer is not None:
            self.switched.emit(self.layer.id, self.offered.isChecked())
