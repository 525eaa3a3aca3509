"""F1 in a dialog: the help page that belongs to it, in a window of its own before it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog


def offer_help(dialog: QDialog, page: str | Callable[[], str]) -> None:
    """Has F1 in `dialog` open a help page, or the one that `page` names then.

    The window of help belongs to the dialog: a modal one would keep the keyboard from any other.
    """
    QShortcut(QKeySequence("F1"), dialog, lambda: _open(dialog, page if isinstance(page, str) else page()))


def _open(dialog: QDialog, page: str) -> None:
    from annotator.ui.help_window import HelpWindow

    window = next(iter(dialog.findChildren(HelpWindow)), None) or HelpWindow(dialog)
    window.open_page(page)
    window.show()
    window.activateWindow()
