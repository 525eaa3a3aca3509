"""The schema editor: all parts on the left, the chosen one as a form on the right. Each change is one undo step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.model.schema import Attribute, Label, Layer, Role
from annotator.services.session import Session
from annotator.services.workplace import Changed
from annotator.ui.foot.flow import FlowLayout
from annotator.ui.helping import offer_help
from annotator.ui.runner import Runner
from annotator.ui.schema import asking
from annotator.ui.schema.attribute_form import AttributeForm
from annotator.ui.schema.label_form import LabelForm
from annotator.ui.schema.layer_form import LayerForm
from annotator.ui.schema.role_form import RoleForm
from annotator.ui.schema.tree import Place, SchemaTree
from annotator.ui.theme import Theme


class SchemaEditor(QDialog):
    """Edits the schema of the open project."""

    guidelines_wanted = Signal()
    earlier_wanted = Signal(str, str)
    """Layer and label of which to show what was labelled under an earlier definition; empty for all."""
    deletion_wanted = Signal(str, str)
    """Layer and label to delete with the annotator's annotations that have it: work for the background."""
    step_wanted = Signal(str)
    """`undo` or `redo`."""

    def __init__(
        self, parent: QWidget | None, session: Session, runner: Runner, theme: Theme, taken: Mapping[str, str]
    ) -> None:
        """`taken`: keys that belong to commands, key -> the command's text."""
        super().__init__(parent)
        self.session = session
        self._runner = runner
        self._taken = taken
        self.setWindowTitle(tr("Labels"))
        offer_help(self, "schema")
        self.setWindowFlag(Qt.WindowType.Window)
        self.resize(1000, 700)
        self.tree = SchemaTree()
        self.form = LabelForm(theme)
        self.layer_form = LayerForm()
        self.attribute_form = AttributeForm()
        self.role_form = RoleForm()
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.message = QLabel()
        self.message.setProperty("role", "wrong")
        self.message.setWordWrap(True)
        self.message.setAccessibleName(tr("What is wrong"))
        self.forms = QStackedWidget()
        for form in (self.form, self.layer_form, self.attribute_form, self.role_form, self.hint):
            self.forms.addWidget(self._scrolled(form))
            form.setEnabled(not session.read_only)
        self._lay_out()
        self._connect()
        self.rebuild()

    @staticmethod
    def _scrolled(form: QWidget) -> QScrollArea:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(form)
        column.addStretch(1)  # the form keeps its height, however high the window is
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return scroll

    def _lay_out(self) -> None:
        new = self._button(tr("&New"), lambda: None)
        menu = QMenu(new)
        for text, action in (
            (tr("Label…"), self._new_label),
            (tr("Attribute…"), self._new_attribute),
            (tr("Link…"), self._new_role),
            (tr("Layer…"), self._new_layer),
        ):
            menu.addAction(text).triggered.connect(lambda _=False, do=action: do())
        new.setMenu(menu)
        buttons = FlowLayout(gap=6, line_gap=6)
        buttons.addWidget(new)
        for text, act in ((tr("&Up"), lambda: self._move(-1)), (tr("D&own"), lambda: self._move(1))):
            buttons.addWidget(self._button(text, act))
        self.merge = self._button(tr("&Merge into…"), self._merge)
        self.delete = self._button(tr("&Delete…"), self._delete)
        for button in (self.merge, self.delete):
            buttons.addWidget(button)
        for text, act in (
            (tr("Undo"), lambda: self._step("undo")),
            (tr("&Guidelines…"), self.guidelines_wanted.emit),
            (tr("Under old de&finitions…"), lambda: self.earlier_wanted.emit("", "")),
        ):
            buttons.addWidget(self._button(text, act))
        left = QVBoxLayout()
        left.addWidget(self.tree, 1)
        left.addLayout(buttons)
        columns = QHBoxLayout()
        columns.addLayout(left, 2)
        columns.addWidget(self.forms, 3)
        close = self._button(tr("Close"), self.close)
        close.setEnabled(True)
        foot = QHBoxLayout()
        foot.addWidget(self.message, 1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addLayout(columns, 1)
        layout.addLayout(foot)

    def _button(self, text: str, action: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: action())
        button.setEnabled(not self.session.read_only)
        return button

    def _connect(self) -> None:
        self.tree.chosen_changed.connect(self._choose)
        self.tree.activated.connect(self._into_form)
        self.form.edited.connect(self._label_edited)
        self.form.earlier_wanted.connect(lambda: self.earlier_wanted.emit(*self.chosen))
        self.layer_form.edited.connect(self._layer_edited)
        self.layer_form.switched.connect(
            lambda layer, on: self._try(lambda: self.session.schema_editing.switch_layer(layer, on=on))
        )
        self.attribute_form.edited.connect(self._attribute_edited)
        self.role_form.edited.connect(lambda role: self._try(lambda: self.session.schema_editing.put_role(role)))
        for keys, step in (("Ctrl+Z", "undo"), ("Ctrl+Shift+Z", "redo")):
            QShortcut(QKeySequence(keys), self, lambda which=step: self._step(which))
        for kind in (QLineEdit, QPlainTextEdit):
            for field in self.findChildren(kind):
                field.installEventFilter(self)
        self.form.name.inputRejected.connect(lambda: self._say(self.form.name.toolTip()))
        self.session.listen(self._heard)

    # -- what is chosen -----------------------------------------------------------------------------------------

    def rebuild(self) -> None:
        """Shows the schema as it is now; what was chosen stays chosen."""
        self.tree.show_schema(self.session.schema)

    @property
    def chosen(self) -> tuple[str, str]:
        """Layer and label that are chosen, by id; an empty label where a layer or something else is."""
        place = self.tree.chosen
        return place.layer, place.id if place.kind == "label" else ""

    def choose(self, layer: str, label: str) -> None:
        """Chooses a label; the first one where it is not there."""
        self.tree.choose(Place("label", layer, label))

    def _layer(self) -> Layer | None:
        return self.session.schema.layer(self.tree.chosen.layer)

    def _label(self) -> Label | None:
        layer, place = self._layer(), self.tree.chosen
        labels = layer.labels if layer and place.kind == "label" else ()
        return next((label for label in labels if label.id == place.id), None)

    def _attribute(self) -> Attribute | None:
        place, schema = self.tree.chosen, self.session.schema
        if place.kind != "attribute":
            return None
        layer = schema.layer(place.layer)
        known = layer.attributes if layer else schema.article
        return next((attribute for attribute in known if attribute.id == place.id), None)

    def _role(self) -> Role | None:
        place = self.tree.chosen
        return self.session.schema.role(place.id) if place.kind == "role" else None

    def _choose(self) -> None:
        """Shows what is chosen; what was typed about another piece is told first by its form."""
        kind, label = self.tree.chosen.kind, self._label()
        self.form.show_label(label, self.chosen[0])
        if label is not None:
            self._count(self.chosen)
        self.layer_form.show_layer(self._layer() if kind == "layer" else None)
        self.attribute_form.show_attribute(self._attribute(), self._layer())
        self.role_form.show_role(self._role(), self.session.schema)
        self.hint.setText(
            tr("Links lead from one label to another. “New” adds one.")
            if kind == "links"
            else tr("What is asked about the whole article. “New” adds an attribute.")
        )
        shown = {"label": 0, "layer": 1, "attribute": 2, "role": 3}.get(kind, 4)
        self.forms.setCurrentIndex(shown)
        self.merge.setEnabled(kind == "label" and not self.session.read_only)
        self.delete.setEnabled(kind in ("label", "attribute", "role") and not self.session.read_only)
        self.delete.setToolTip(tr("Layers are not deleted: switch one off in its form.") if kind == "layer" else "")

    def _count(self, chosen: tuple[str, str]) -> None:
        """Says how many annotations have the label, once that is counted."""

        def counted(uses: tuple[int, int]) -> None:
            if self.chosen == chosen:
                self.form.show_uses(*uses)

        self._runner.start(lambda job: self.session.schema_editing.count_uses(*chosen), counted)

    def _into_form(self) -> None:
        """Enter in the tree goes on in the form."""
        fields = (self.form.name, self.layer_form.name, self.attribute_form.name, self.role_form.name)
        if self.forms.currentIndex() < len(fields):
            fields[self.forms.currentIndex()].setFocus()

    def _heard(self, changed: Changed) -> None:
        if "schema" in changed.what and self.isVisible():
            self.rebuild()

    def flush(self) -> None:
        """Tells what was typed and not told yet."""
        for form in (self.form, self.layer_form, self.attribute_form, self.role_form):
            form.flush()

    # -- changes ------------------------------------------------------------------------------------------------

    def _try(self, action: Callable[[], object]) -> bool:
        try:
            action()
        except UserError as error:
            self._say(str(error))
            return False
        self.message.clear()
        return True

    def _say(self, text: str, role: str = "wrong") -> None:
        self.message.setProperty("role", role)
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)
        self.message.setText(text)

    def _is_free(self, key: str) -> bool:
        """Whether no command has the key; says whose it is."""
        if holder := self._taken.get(key):
            self._say(tr("The key {key} belongs to “{name}”.", key=key, name=holder))
        return not holder

    def _label_edited(self, label_id: str, values: dict[str, Any]) -> None:
        layer = self.session.schema.layer(self.form.layer_id)
        assert layer is not None, "the form shows a label of a layer"
        before = self.session.schema.label_name(layer.id, label_id)
        if not layer.key and not self._is_free(values.get("key", "")):
            return
        done = self._try(lambda: self.session.schema_editing.edit_label(layer.id, label_id, **values))
        if done and (name := values.get("name")):
            text = tr("{old} is now called {new} in files; Ctrl+Z takes it back.", old=before, new=name)
            self._say(text, "muted")

    def _layer_edited(self, layer_id: str, values: dict[str, Any]) -> None:
        if self._is_free(values.get("key", "")):
            self._try(lambda: self.session.schema_editing.edit_layer(layer_id, **values))

    def _attribute_edited(self, attribute: Attribute) -> None:
        layer = self.attribute_form.layer_id
        self._try(lambda: self.session.schema_editing.put_attribute(layer, attribute))

    def _new_label(self) -> None:
        layer = self._layer() or next(iter(self.session.schema.layers), None)
        if layer is None:
            self._say(tr("Add a layer first: labels stand in one."))
            return
        name = asking.name(self, tr("New label in {layer}", layer=layer.name))
        if name and self._try(lambda: self.session.schema_editing.add_label(layer.id, name)):
            found = self.session.schema.find_label(name, layer.id)
            self.choose(layer.id, found[1].id if found else "")
            self.form.title.setFocus()

    def _new_attribute(self) -> None:
        layer = self._layer()
        what = layer.name if layer else tr("the whole article")
        name = asking.name(self, tr("New attribute of {what}", what=what))
        labels = (self.chosen[1],) if self.chosen[1] else ()
        home = layer.id if layer else None
        made: list[str] = []
        if name and self._try(
            lambda: made.append(self.session.schema_editing.add_attribute(home, name, labels=labels))
        ):
            self.tree.choose(Place("attribute", home or "", made[0]))
            self.attribute_form.kind.setFocus()

    def _new_role(self) -> None:
        name = asking.name(self, tr("New link"))
        made: list[str] = []
        if name and self._try(lambda: made.append(self.session.schema_editing.add_role(name))):
            self.tree.choose(Place("role", "", made[0]))
            self.role_form.key.setFocus()

    def _new_layer(self) -> None:
        name = asking.name(self, tr("New layer"))
        if name and self._try(lambda: self.session.schema_editing.add_layer(name)):
            self.tree.choose(Place("layer", self.session.schema.layers[-1].id))
            self.layer_form.key.setFocus()

    def _move(self, step: int) -> None:
        place, editing = self.tree.chosen, self.session.schema_editing
        attribute, role = self._attribute(), self._role()
        if place.kind == "label":
            self._try(lambda: editing.move_label(place.layer, place.id, step))
        elif place.kind == "layer":
            self._try(lambda: editing.move_layer(place.layer, step))
        elif attribute is not None:
            self._try(lambda: editing.move_attribute(place.layer or None, attribute, step))
        elif role is not None:
            self._try(lambda: editing.move_role(role, step))

    def _merge(self) -> None:
        layer, label = self._layer(), self._label()
        if layer is None or label is None:
            return
        target = asking.other_label(self, layer, label)
        if target is not None:
            self._try(lambda: self.session.schema_editing.merge_labels(layer.id, label.id, target.id))

    def _delete(self) -> None:
        """Deletes what is chosen; asks what shall become of the annotations that have it."""
        place, editing = self.tree.chosen, self.session.schema_editing
        label, attribute, role = self._label(), self._attribute(), self._role()
        if attribute is not None:
            self._try(lambda: editing.delete_attribute(place.layer or None, attribute))
        elif role is not None:
            self._try(lambda: editing.delete_role(role))
        elif label is not None:
            self._runner.start(
                lambda job: editing.count_uses(place.layer, label.id),
                lambda uses: self._delete_label(place.layer, label, *uses),
            )

    def _delete_label(self, layer: str, label: Label, uses: int, own: int) -> None:
        fate = asking.fate(self, label, uses, own) if uses else "keep"
        if fate == "merge":
            self._merge()
        elif fate == "delete":
            self.deletion_wanted.emit(layer, label.id)
        elif fate:
            self._try(lambda: self.session.schema_editing.delete_label(layer, label.id))

    def _step(self, which: str) -> None:
        self.flush()
        self.message.clear()
        self.step_wanted.emit(which)

    # -- keys ---------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Z in a field without anything typed to take back is the window's."""
        asked = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if asked and event.matches(QKeySequence.StandardKey.Undo) and not _has_undo(watched):  # type: ignore[attr-defined]
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def closeEvent(self, event: Any) -> None:
        """What was typed last is kept."""
        self.flush()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter ends a field, it does not close the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)


def _has_undo(field: QObject) -> bool:
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable()
    return isinstance(field, QPlainTextEdit) and field.document().isUndoAvailable()
