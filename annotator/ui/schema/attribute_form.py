"""One attribute as a form: name, what answers it takes, for which labels, required, how it begins. Changes nothing itself."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from annotator.model.phrases import tr
from annotator.model.schema import KINDS, Attribute, Layer
from annotator.ui.schema.checklist import CheckList
from annotator.ui.schema.values_table import ValuesTable

_LISTED = ("choice", "choices")


def kind_text(kind: str) -> str:
    """What people read for a kind of answer."""
    return {
        "choice": tr("one of a list"),
        "choices": tr("several of a list"),
        "text": tr("words"),
        "texts": tr("words, several times"),
        "flag": tr("yes or no"),
        "number": tr("a number"),
    }[kind]


class AttributeForm(QWidget):
    """Shows an attribute; `edited` gives it as a person has changed it."""

    edited = Signal(Attribute)

    def __init__(self) -> None:
        super().__init__()
        self.attribute: Attribute | None = None
        """The attribute that is shown."""
        self.layer_id: str | None = None
        """The layer that it belongs to; None where it is one of the whole article."""
        self.name = QLineEdit()
        self.kind = QComboBox()
        for kind in KINDS:
            self.kind.addItem(kind_text(kind), kind)
        self.values = ValuesTable()
        self.required = QCheckBox(tr("Required: a card asks for it until it is answered"))
        self.default = QComboBox()
        self.labels = CheckList(tr("Only for these labels"))
        self.definition = QPlainTextEdit()
        self.definition.setTabChangesFocus(True)
        self.definition.setFixedHeight(self.definition.fontMetrics().lineSpacing() * 5 + 18)
        self.form = QFormLayout(self)
        self.form.setContentsMargins(8, 0, 0, 0)
        self.form.setVerticalSpacing(8)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for text, widget in (
            (tr("Name of the attribute"), self.name),
            (tr("Answer"), self.kind),
            (tr("Values"), self.values),
            ("", self.required),
            (tr("Begins with"), self.default),
            (tr("Only for (none ticked: all)"), self.labels),
            (tr("What is asked"), self.definition),
        ):
            if text and not widget.accessibleName():
                widget.setAccessibleName(text)
            self.form.addRow(text, widget)
        self.name.editingFinished.connect(self._changed)
        self.kind.activated.connect(self._kind_chosen)
        self.values.changed.connect(self._changed)
        self.required.clicked.connect(self._changed)
        self.default.activated.connect(self._changed)
        self.labels.changed.connect(self._changed)

    def show_attribute(self, attribute: Attribute | None, layer: Layer | None = None) -> None:
        """Shows an attribute of a layer (None: of the whole article); what was typed about another one is told first."""
        self.flush()
        self.attribute = None
        shown = attribute or Attribute("", "")
        self.name.setText(shown.name)
        self.kind.setCurrentIndex(self.kind.findData(shown.kind))
        self.values.show_values(shown)
        self.required.setChecked(shown.required)
        self.definition.setPlainText(shown.definition)
        labels = [label for label in (layer.labels if layer else ()) if not label.retired and not label.merged_into]
        self.labels.show_choices([(label.id, label.name) for label in labels], shown.labels)
        self.form.setRowVisible(self.labels, bool(labels))
        self._show_default(shown)
        self.form.setRowVisible(self.values, shown.kind in _LISTED)
        self.form.setRowVisible(self.default, layer is not None)
        self.layer_id = layer.id if layer else None
        self.attribute = attribute

    def _show_default(self, attribute: Attribute) -> None:
        self.default.clear()
        self.default.addItem(tr("no answer"), "")
        self.default.setEditable(attribute.kind in ("text", "texts", "number"))
        if attribute.kind in _LISTED:
            for value in attribute.values:
                self.default.addItem(value.name, value.id)
        elif attribute.kind == "flag":
            self.default.addItem(tr("yes"), "yes")
            self.default.addItem(tr("no"), "no")
        field = self.default.lineEdit()
        if field is not None:
            field.setText(attribute.default)
            field.setPlaceholderText(tr("no answer"))
            field.editingFinished.connect(self._changed)
        else:
            self.default.setCurrentIndex(max(0, self.default.findData(attribute.default)))

    def _default(self) -> str:
        field = self.default.lineEdit()
        return str(self.default.currentData() or "") if field is None else field.text().strip()

    def _labels(self, before: Attribute) -> tuple[str, ...]:
        """The labels that are ticked; those that are not shown, as deleted ones, stay."""
        return (*(each for each in before.labels if each not in self.labels.offered), *self.labels.ticked)

    def flush(self) -> None:
        """Tells what was typed and not told yet."""
        self._changed()

    def _kind_chosen(self) -> None:
        """Another kind of answer: a list needs a value to begin with, and what it began with may be no answer now."""
        attribute = self.attribute
        if attribute is None or self.kind.currentData() == attribute.kind:
            return
        listed = self.kind.currentData() in _LISTED
        self.form.setRowVisible(self.values, listed)
        if listed and not self.values.values:
            self.values.add()  # told when it has a name
            return
        self._show_default(replace(attribute, kind=self.kind.currentData(), default=""))
        self._changed()

    def _changed(self) -> None:
        before = self.attribute
        if before is None:
            return
        kind = self.kind.currentData()
        values = self.values.values
        if kind in _LISTED and not values:
            return
        default = self._default()
        if kind in _LISTED and default not in {value.id for value in values}:
            default = ""
        after = replace(
            before,
            name=self.name.text().strip() or before.name,
            kind=kind,
            values=values,
            labels=self._labels(before),
            required=self.required.isChecked(),
            default=default,
            definition=self.definition.toPlainText().strip(),
        )
        if after != before:
            self.attribute = None  # the change shows the schema anew, which must not tell it a second time
            self.edited.emit(after)
            self.attribute = self.attribute or before
