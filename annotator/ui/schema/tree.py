"""The schema as a tree: layers with their labels and attributes, link rules, what is asked about the whole article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from annotator.model.phrases import tr
from annotator.model.schema import Attribute, Schema

_PLACE = Qt.ItemDataRole.UserRole


class Place(NamedTuple):
    """What is chosen. `kind`: `layer`, `label`, `attribute`, `role`, or `links` and `article`, the groups of those."""

    kind: str
    layer: str = ""
    """Empty for roles and for attributes of the whole article."""
    id: str = ""


class SchemaTree(QTreeWidget):
    """Shows a schema; `chosen_changed` tells that another piece of it was chosen."""

    chosen_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderLabels([tr("Label"), tr("Key")])
        self.setAccessibleName(tr("Layers and labels"))
        self.setColumnWidth(0, 250)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._building = False
        self.currentItemChanged.connect(self._changed)

    def show_schema(self, schema: Schema) -> None:
        """Shows `schema`; what was chosen stays chosen, what was folded stays folded."""
        chosen, known = self.chosen, {place: item.isExpanded() for place, item in self._items()}
        self._building = True
        self.clear()
        for layer in schema.layers:
            name = layer.name if layer.offered or not layer.labels else tr("{name} (off)", name=layer.name)
            top = self._add(None, Place("layer", layer.id), name, layer.key, layer.definition)
            for label in layer.labels:
                if not label.retired and not label.merged_into:
                    text = label.name if label.enabled else tr("{name} (off)", name=label.name)
                    self._add(top, Place("label", layer.id, label.id), text, label.key, label.definition)
            self._add_attributes(top, layer.id, layer.attributes)
        links = self._add(None, Place("links"), tr("Links"))
        for role in schema.roles:
            if not role.retired:
                self._add(links, Place("role", "", role.id), role.name, role.key, role.definition)
        self._add_attributes(self._add(None, Place("article"), tr("The whole article")), "", schema.article)
        for place, item in self._items():
            item.setExpanded(known.get(place, True))
        self._building = False
        self.choose(chosen)

    def _add_attributes(self, top: QTreeWidgetItem, layer: str, attributes: tuple[Attribute, ...]) -> None:
        for attribute in attributes:
            if not attribute.retired:
                text = tr("{name}: asked", name=attribute.name) if layer else attribute.name
                item = self._add(top, Place("attribute", layer, attribute.id), text, "", attribute.definition)
                font = item.font(0)
                font.setItalic(True)
                item.setFont(0, font)

    def _add(
        self, above: QTreeWidgetItem | None, place: Place, text: str, key: str = "", tip: str = ""
    ) -> QTreeWidgetItem:
        item = QTreeWidgetItem([text, key])
        item.setData(0, _PLACE, place)
        item.setToolTip(0, tip)
        if above is None:
            self.addTopLevelItem(item)
        else:
            above.addChild(item)
        return item

    def _items(self) -> Iterator[tuple[Place, QTreeWidgetItem]]:
        for number in range(self.topLevelItemCount()):
            top = self.topLevelItem(number)
            if top is not None:
                yield Place(*top.data(0, _PLACE)), top
                for row in range(top.childCount()):
                    if (child := top.child(row)) is not None:
                        yield Place(*child.data(0, _PLACE)), child

    @property
    def chosen(self) -> Place:
        """What is chosen; a place without a kind where nothing is."""
        item = self.currentItem()
        return Place(*item.data(0, _PLACE)) if item else Place("")

    def choose(self, place: Place) -> None:
        """Chooses a piece of the schema; the first label where it is not there."""
        items = list(self._items())
        found = next((item for each, item in items if each == place), None)
        first = next((item for each, item in items if each.kind == "label"), None)
        wanted = found or first or (items[0][1] if items else None)
        if wanted is self.currentItem():
            self._changed()
        elif wanted is not None:
            self.setCurrentItem(wanted)

    def _changed(self) -> None:
        if not self._building:
            self.chosen_changed.emit()
