"""The label schemas that a project can begin with, side by side with their labels and keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from annotator.model.phrases import tr
from annotator.model.schema import Layer
from annotator.services.templates import Template
from annotator.ui.desk.prompts import KeyHint
from annotator.ui.foot.flow import FlowLayout
from annotator.ui.foot.key_button import KeyButton
from annotator.ui.theme import Theme


class TemplateChoice(QWidget):
    """A list, and what the chosen one holds."""

    def __init__(self, templates: Sequence[Template], theme: Theme) -> None:
        super().__init__()
        self._templates = templates
        self._theme = theme
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Label schemas"))
        self.list.setSpacing(3)
        self._sheets = QStackedWidget()
        for template in templates:
            self.list.addItem(template.title)
            self._sheets.addWidget(self._sheet(template))
        self.list.setMinimumWidth(self.list.sizeHintForColumn(0) + 24)
        self.list.setMaximumWidth(self.list.sizeHintForColumn(0) + 24)
        self.list.currentRowChanged.connect(self._sheets.setCurrentIndex)
        self.list.setCurrentRow(0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.list)
        layout.addWidget(self._sheets, 1)
        self.setFocusProxy(self.list)

    @property
    def name(self) -> str:
        """The chosen one, as `annotator new --schema` takes it."""
        return self._templates[self.list.currentRow()].name

    def _sheet(self, template: Template) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(4, 4, 12, 4)
        column.setSpacing(6)
        about = QLabel(template.description)
        about.setWordWrap(True)
        column.addWidget(about)
        for layer in template.schema.layers:
            title = QLabel(_layer_title(layer))
            title.setProperty("role", "title")
            column.addSpacing(6)
            column.addWidget(title)
            column.addWidget(self._labels(layer))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setAccessibleName(tr("Labels of: {name}", name=template.title))
        return area

    def _labels(self, layer: Layer) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, gap=6, line_gap=2)
        for label in layer.labels:
            if label.shown:
                button = KeyButton(self._theme)
                button.show_hint(
                    KeyHint((label.key,) if label.key else (), label.title or label.name, "", label.colour)
                )
                button.setToolTip(label.definition)
                flow.addWidget(button)
        return row


def _layer_title(layer: Layer) -> str:
    return tr("{layer} (after the key {key})", layer=layer.name, key=layer.key) if layer.key else layer.name
