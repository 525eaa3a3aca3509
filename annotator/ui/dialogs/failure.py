"""Messages that must be answered: a project that cannot be opened, a mistake of ours."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.ui.dialogs.asking import ask


def show_failure(parent: QWidget, error: UserError, title: str = "") -> None:
    """What happened, where, and what to do about it."""
    box = QMessageBox(QMessageBox.Icon.Warning, title or tr("Annotator"), error.what, parent=parent)
    box.setInformativeText("\n\n".join(part for part in (error.where, error.hint) if part))
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.setAccessibleName(error.what)
    ask(box, _nothing, parent)


def tell(parent: QWidget, what: str, detail: str) -> None:
    """Something to read."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, tr("Annotator"), what, parent=parent)
    box.setInformativeText(detail)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    ask(box, _nothing, parent)


def show_mistake(parent: QWidget, trace: str) -> None:
    """A mistake of ours, with what is needed to report it."""
    box = QMessageBox(
        QMessageBox.Icon.Critical,
        tr("Annotator"),
        tr("Something went wrong that should not have: this is a mistake in Annotator."),
        parent=parent,
    )
    box.setInformativeText(
        tr("What was shown as saved is saved. The details below help to mend it; they may contain words of an article.")
    )
    box.setDetailedText(trace)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    ask(box, _nothing, parent)


def confirm(
    parent: QWidget, question: str, detail: str, button: str, accepted: object, *, careful: bool = False
) -> None:
    """Asks before something large: `button` does it (calls `accepted`), Esc leaves it; with `careful` so does Enter."""
    box = QMessageBox(QMessageBox.Icon.Question, tr("Annotator"), question, parent=parent)
    box.setInformativeText(detail)
    yes = box.addButton(button, QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    if careful:
        box.setDefaultButton(no)

    def chosen() -> None:
        if box.clickedButton() is yes and callable(accepted):
            accepted()

    box.buttonClicked.connect(chosen)
    ask(box, _nothing, parent)


def _nothing() -> None:
    pass
