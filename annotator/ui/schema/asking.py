"""What the schema editor asks in small windows: a name, another label, what shall become of the annotations."""

from __future__ import annotations

from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget

from annotator.model.phrases import tr, trn
from annotator.model.schema import Label, Layer


def name(parent: QWidget, title: str) -> str:
    """A name; empty where the person thought better of it."""
    text, ok = QInputDialog.getText(parent, title, f"{title}:")
    return text.strip() if ok else ""


def other_label(parent: QWidget, layer: Layer, label: Label) -> Label | None:
    """The label of the layer that everything labelled `label` becomes."""
    others = [
        other.name for other in layer.labels if other.id != label.id and not other.retired and not other.merged_into
    ]
    text = tr("Everything labelled {name} becomes:", name=label.name)
    chosen, ok = QInputDialog.getItem(parent, tr("Merge label"), text, others, 0, False)
    return layer.label_named(chosen) if ok else None


def fate(parent: QWidget, label: Label, uses: int, own: int) -> str:
    """What shall become of `uses` annotations, `own` of them the person's: `keep`, `merge`, `delete`, or empty."""
    box = QMessageBox(parent)
    box.setWindowTitle(tr("Delete label"))
    box.setText(
        trn(
            "{n} annotation has the label {name}. What shall become of it?",
            "{n} annotations have the label {name}. What shall become of them?",
            uses,
            name=label.name,
        )
    )
    if own < uses:
        box.setInformativeText(tr("{n} of them are of others: they are never deleted here.", n=uses - own))
    keep = box.addButton(tr("Keep them under this name"), QMessageBox.ButtonRole.AcceptRole)
    merge = box.addButton(tr("Give them another label…"), QMessageBox.ButtonRole.ActionRole)
    delete = None
    if own:
        text = trn("Delete my {n} annotation", "Delete my {n} annotations", own)
        delete = box.addButton(text, QMessageBox.ButtonRole.DestructiveRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(keep)
    box.exec()
    clicked = box.clickedButton()
    if clicked is keep:
        return "keep"
    if clicked is merge:
        return "merge"
    return "delete" if delete is not None and clicked is delete else ""
