"""One link rule as a form: its name and key, from which labels to which, one or many, required. Changes nothing itself."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from annotator.model.phrases import tr
from annotator.model.schema import End, Role, Schema
from annotator.ui.schema.checklist import CheckList
from annotator.ui.schema.key_field import KeyField


class RoleForm(QWidget):
    """Shows a role; `edited` gives it as a person has changed it."""

    edited = Signal(Role)

    def __init__(self) -> None:
        super().__init__()
        self.role: Role | None = None
        """The role that is shown."""
        self.name = QLineEdit()
        self.key = KeyField()
        self.sources = CheckList(tr("From these labels"))
        self.targets = CheckList(tr("To these labels"))
        self.single = QCheckBox(tr("At most one: another link takes the place of the first"))
        self.symmetric = QCheckBox(tr("The same in both directions"))
        self.required = QCheckBox(tr("Required: a card asks for it until it is there"))
        self.definition = QPlainTextEdit()
        self.definition.setTabChangesFocus(True)
        self.definition.setFixedHeight(self.definition.fontMetrics().lineSpacing() * 5 + 18)
        form = QFormLayout(self)
        form.setContentsMargins(8, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for text, widget in (
            (tr("Name of the link"), self.name),
            (tr("Key after l"), self.key),
            (tr("From (none ticked: any)"), self.sources),
            (tr("To (none ticked: any)"), self.targets),
            ("", self.single),
            ("", self.symmetric),
            ("", self.required),
            (tr("What it says"), self.definition),
        ):
            if text and not widget.accessibleName():
                widget.setAccessibleName(text)
            form.addRow(text, widget)
        self.name.editingFinished.connect(self._changed)
        self.key.editingFinished.connect(self._changed)
        for box in (self.single, self.symmetric, self.required):
            box.clicked.connect(self._changed)
        self.sources.changed.connect(self._changed)
        self.targets.changed.connect(self._changed)

    def show_role(self, role: Role | None, schema: Schema) -> None:
        """Shows a role of `schema`, or nothing; what was typed about another one is told first."""
        self.flush()
        self.role = None
        shown = role or Role("", "")
        self.name.setText(shown.name)
        self.key.setText(shown.key)
        choices = _ends(schema)
        self.sources.show_choices(choices, {str(end) for end in shown.sources})
        self.targets.show_choices(choices, {str(end) for end in shown.targets})
        self.single.setChecked(shown.single)
        self.symmetric.setChecked(shown.symmetric)
        self.required.setChecked(shown.required)
        self.definition.setPlainText(shown.definition)
        self.role = role

    def flush(self) -> None:
        """Tells what was typed and not told yet."""
        self._changed()

    def _changed(self) -> None:
        before = self.role
        if before is None:
            return
        after = replace(
            before,
            name=self.name.text().strip() or before.name,
            key=self.key.text().strip(),
            sources=_chosen(self.sources, before.sources),
            targets=_chosen(self.targets, before.targets),
            single=self.single.isChecked(),
            symmetric=self.symmetric.isChecked(),
            required=self.required.isChecked(),
            definition=self.definition.toPlainText().strip(),
        )
        if after != before:
            self.role = None  # the change shows the schema anew, which must not tell it a second time
            self.edited.emit(after)
            self.role = self.role or before


def _ends(schema: Schema) -> list[tuple[str, str]]:
    """What can be ticked as an end: any label of a layer, or one of them."""
    found = []
    for layer in schema.layers:
        found.append((str(End(layer.id)), tr("{layer}: any label", layer=layer.name)))
        found += [
            (str(End(layer.id, label.id)), f"{layer.name}: {label.name}")
            for label in layer.labels
            if not label.retired and not label.merged_into
        ]
    return found


def _chosen(ticked: CheckList, before: tuple[End, ...]) -> tuple[End, ...]:
    """The ends that are ticked, those that were there before first and in their order; what is not shown stays."""
    ends = [End(*identity.split("/", 1)) for identity in ticked.ticked]
    kept = [end for end in before if end in ends or str(end) not in ticked.offered]
    return (*kept, *(end for end in ends if end not in kept))
