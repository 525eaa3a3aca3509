"""How all dialogs are opened: modal to their window, without a second event loop, the keyboard given back at the end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QWidget

from annotator.model.phrases import tr


def ask(dialog: QDialog, accepted: Callable[[], None], parent: QWidget, *, kept: bool = False) -> None:
    """Opens `dialog`; when it is accepted calls `accepted`. It is thrown away afterwards.

    With `kept` an accepted dialog stays, with all that was said in it, for `accepted` to ask again or to delete it.
    """
    before = QApplication.focusWidget()

    def finished(result: int) -> None:
        dialog.finished.disconnect(finished)
        # Without a window manager nobody else gives the keyboard back to the window.
        parent.window().activateWindow()
        if before is not None and _alive(before) and before.isVisible():
            before.setFocus()
        if result == QDialog.DialogCode.Accepted:
            accepted()
        if not kept or result != QDialog.DialogCode.Accepted:
            dialog.deleteLater()

    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.finished.connect(finished)
    dialog.open()
    dialog.activateWindow()


def closing(dialog: QDialog) -> QDialogButtonBox:
    """The lowest line of a window that stays open beside the desk: a button that closes it, as Esc does."""
    buttons = QDialogButtonBox()
    close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
    close.setAutoDefault(False)
    buttons.rejected.connect(dialog.close)
    return buttons


def _alive(widget: QWidget) -> bool:
    from shiboken6 import isValid  # Qt may have deleted it while the dialog was open

    return bool(isValid(widget))
