"""About this file: what is in it, who labelled, how much is done. Counted beside the window."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from annotator.model.phrases import tr, trn


class AboutFile(QDialog):
    """Shows what `services.counting.count` found."""

    def __init__(self, parent: QWidget, path: str, size: int, found: dict[str, Any], note: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About this file"))
        self.resize(560, 520)
        page = QWidget()
        form = QFormLayout(page)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        form.setVerticalSpacing(10)
        for title, text in rows(path, size, found, note):
            value = QLabel(text)
            value.setWordWrap(True)
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            value.setAccessibleName(title)
            form.addRow(title, value)
        area = QScrollArea()
        area.setAccessibleName(tr("About this file"))
        area.setWidget(page)
        area.setWidgetResizable(True)
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)


def rows(path: str, size: int, found: dict[str, Any], note: str) -> list[tuple[str, str]]:
    """(what, value) of everything that is shown."""
    people = [
        ", ".join(
            [
                str(person["name"]),
                trn("{n} label", "{n} labels", person["annotations"]),
                tr("{n} done", n=f"{person['done']:,}"),
                tr("{n} min", n=f"{round(person['seconds'] / 60):,}"),
            ]
        )
        for person in found["annotators"]
    ]
    proposed = found["suggestions"]
    result = [
        (tr("File"), f"{path}\n{size / 1_000_000:,.1f} MB"),
        (tr("Labels from"), str(found["schema"])),
        (tr("Articles"), tr("{n}, of which {done} done", n=f"{found['articles']:,}", done=f"{found['done']:,}")),
        (tr("People"), "\n".join(people)),
    ]
    for layer, names in found["labels"].items():
        counted = sorted(names.items(), key=lambda pair: (-pair[1], pair[0]))
        result.append((str(layer), ", ".join(f"{name} {number:,}" for name, number in counted) or "–"))
    result.append(
        (
            tr("Suggestions"),
            tr(
                "{pending} pending, {accepted} accepted, {edited} edited, {rejected} rejected",
                **{name: f"{proposed[name]:,}" for name in ("pending", "accepted", "edited", "rejected")},
            ),
        )
    )
    if found["gold"]:
        result.append((tr("Reviewed"), trn("{n} label", "{n} labels", found["gold"])))
    if note:
        result.append((tr("Note"), note))
    return result
