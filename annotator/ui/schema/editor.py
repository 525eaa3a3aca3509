"""The schema editor: layers and labels on the left, the chosen label on the right. Each change is one undo step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.model.schema import Label
from annotator.services.session import Session
from annotator.services.workplace import Changed
from annotator.ui.schema.label_form import LabelForm
from annotator.ui.theme import Theme

_PLACE = Qt.ItemDataRole.UserRole


class SchemaEditor(QDialog):
    """Edits the labels of the open project."""

    guidelines_wanted = Signal()

    def __init__(self, parent: QWidget | None, session: Session, theme: Theme, taken: Mapping[str, str]) -> None:
        """`taken`: keys that belong to commands, key -> the command's text."""
        super().__init__(parent)
        self.session = session
        self._taken = taken
        self.setWindowTitle(tr("Labels"))
        self.setWindowFlag(Qt.WindowType.Window)
        self.resize(860, 640)
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels([tr("Label"), tr("Key")])
        self.tree.setAccessibleName(tr("Layers and labels"))
        self.tree.setColumnWidth(0, 230)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.currentItemChanged.connect(self._choose)
        self.form = LabelForm(theme)
        self.form.edited.connect(self._edited)
        self.message = QLabel()
        self.message.setProperty("role", "wrong")
        self.message.setWordWrap(True)
        self.message.setAccessibleName(tr("What is wrong"))
        self._building = False
        self._buttons: list[QPushButton] = []
        scroll = QScrollArea()
        scroll.setWidget(self.form)
        scroll.setWidgetResizable(True)
        left = QVBoxLayout()
        left.addWidget(self.tree, 1)
        row = QHBoxLayout()
        for text, action in (
            (tr("New label…"), self._new_label),
            (tr("New layer…"), self._new_layer),
            (tr("Up"), lambda: self._move(-1)),
            (tr("Down"), lambda: self._move(1)),
        ):
            row.addWidget(self._button(text, action))
        left.addLayout(row)
        row = QHBoxLayout()
        for text, action in ((tr("Merge into…"), self._merge), (tr("Delete…"), self._delete)):
            row.addWidget(self._button(text, action))
        row.addStretch(1)
        row.addWidget(self._button(tr("Guidelines…"), self.guidelines_wanted.emit))
        left.addLayout(row)
        columns = QHBoxLayout()
        columns.addLayout(left, 2)
        columns.addWidget(scroll, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addLayout(columns, 1)
        layout.addWidget(self.message)
        session.listen(self._heard)
        self.rebuild()

    def _button(self, text: str, action: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: action())
        button.setEnabled(not self.session.read_only)
        return button

    # -- the tree -----------------------------------------------------------------------------------------------

    def rebuild(self) -> None:
        """Shows the schema as it is now; what was chosen stays chosen."""
        chosen = self.chosen
        self._building = True
        self.tree.clear()
        for layer in self.session.schema.layers:
            top = QTreeWidgetItem([layer.name, layer.key])
            top.setData(0, _PLACE, (layer.id, ""))
            self.tree.addTopLevelItem(top)
            for label in layer.labels:
                if label.retired or label.merged_into:
                    continue
                text = label.name if label.enabled else tr("{name} (off)", name=label.name)
                item = QTreeWidgetItem([text, label.key])
                item.setData(0, _PLACE, (layer.id, label.id))
                item.setToolTip(0, label.definition)
                top.addChild(item)
            top.setExpanded(True)
        self._building = False
        self.choose(*chosen)

    @property
    def chosen(self) -> tuple[str, str]:
        """Layer and label that are chosen, by id; an empty label where a layer is."""
        item = self.tree.currentItem()
        layer, label = item.data(0, _PLACE) if item else ("", "")
        return layer, label

    def choose(self, layer: str, label: str) -> None:
        """Chooses a label; the first one where it is not there."""
        tops = [self.tree.topLevelItem(i) for i in range(self.tree.topLevelItemCount())]
        items = [top for top in tops if top is not None]
        items += [child for top in tuple(items) for i in range(top.childCount()) if (child := top.child(i)) is not None]
        found = next((item for item in items if tuple(item.data(0, _PLACE)) == (layer, label)), None)
        first = next((item for item in items if item.data(0, _PLACE)[1]), None)
        if items:
            self.tree.setCurrentItem(found or first or items[0])

    def _label(self) -> Label | None:
        layer = self.session.schema.layer(self.chosen[0])
        return next((label for label in layer.labels if label.id == self.chosen[1]), None) if layer else None

    def _choose(self) -> None:
        if not self._building:
            label = self._label()
            self.form.show_label(label, self.session.schema_editing.uses(*self.chosen) if label else 0)

    def _heard(self, changed: Changed) -> None:
        if "schema" in changed.what and self.isVisible():
            self.rebuild()

    # -- changes ------------------------------------------------------------------------------------------------

    def _try(self, action: Callable[[], None]) -> bool:
        try:
            action()
        except UserError as error:
            self.message.setText(str(error))
            return False
        self.message.clear()
        return True

    def _edited(self, label_id: str, values: dict[str, Any]) -> None:
        layer = next(each.id for each in self.session.schema.layers if any(x.id == label_id for x in each.labels))
        if holder := self._taken.get(values.get("key", "")):
            self.message.setText(tr("The key {key} belongs to “{name}”.", key=values["key"], name=holder))
            return
        self._try(lambda: self.session.schema_editing.edit_label(layer, label_id, **values))

    def _new_label(self) -> None:
        layer = self.chosen[0]
        name, ok = QInputDialog.getText(self, tr("New label"), tr("Name:"))
        if ok and name.strip() and self._try(lambda: self.session.schema_editing.add_label(layer, name.strip())):
            self.choose(layer, name.strip())

    def _new_layer(self) -> None:
        name, ok = QInputDialog.getText(self, tr("New layer"), tr("Name:"))
        if ok and name.strip():
            self._try(lambda: self.session.schema_editing.add_layer(name.strip()))

    def _move(self, step: int) -> None:
        layer, label = self.chosen
        if label:
            self._try(lambda: self.session.schema_editing.move_label(layer, label, step))

    def _merge(self) -> None:
        layer_id, label_id = self.chosen
        layer, label = self.session.schema.layer(layer_id), self._label()
        if layer is None or label is None:
            return
        others = [
            other.name for other in layer.labels if other.id != label.id and not other.retired and not other.merged_into
        ]
        name, ok = QInputDialog.getItem(
            self, tr("Merge label"), tr("Everything labelled {name} becomes:", name=label.name), others, 0, False
        )
        target = layer.label_named(name)
        if ok and target is not None:
            self._try(lambda: self.session.schema_editing.merge_labels(layer_id, label_id, target.id))

    def _delete(self) -> None:
        layer_id, label_id = self.chosen
        label = self._label()
        if label is None:
            return
        uses = self.session.schema_editing.uses(layer_id, label_id)
        if uses:
            box = QMessageBox(self)
            box.setWindowTitle(tr("Delete label"))
            box.setText(
                tr("{n} annotations have the label {name}. What shall become of them?", n=f"{uses:,}", name=label.name)
            )
            keep = box.addButton(tr("Keep them under this name"), QMessageBox.ButtonRole.AcceptRole)
            merge = box.addButton(tr("Give them another label…"), QMessageBox.ButtonRole.ActionRole)
            box.addButton(QMessageBox.StandardButton.Cancel)
            box.exec()
            if box.clickedButton() is merge:
                self._merge()
                return
            if box.clickedButton() is not keep:
                return
        self._try(lambda: self.session.schema_editing.delete_label(layer_id, label_id))

    def closeEvent(self, event: Any) -> None:
        """What was typed last is kept."""
        self.form.flush()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter ends a field, it does not close the window; Ctrl+Z takes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)
