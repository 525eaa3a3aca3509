"""The dialog to choose files and folders; all are made here, for it must never look into a project that is open.

To draw icons and name types, Qt's own dialog opens each file that it lists and closes it again. On Linux and macOS that
takes away all of this program's locks on the file (https://sqlite.org/howtocorrupt.html, section 2.2): another program
that reads the open project then takes itself for the last one and cuts the shared memory off under us.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileInfo
from PySide6.QtGui import QAbstractFileIconProvider, QIcon
from PySide6.QtWidgets import QFileDialog, QFileIconProvider, QWidget

from annotator.model.phrases import tr


class _ByName(QFileIconProvider):
    """Icons and types from what the folder says of a file, never from what is in it."""

    def icon(self, what: QFileInfo | QAbstractFileIconProvider.IconType, /) -> QIcon:
        if isinstance(what, QFileInfo):
            kinds = QAbstractFileIconProvider.IconType
            what = kinds.Folder if what.isDir() else kinds.File
        return super().icon(what)

    def type(self, info: QFileInfo, /) -> str:
        return tr("Folder") if info.isDir() else info.suffix()


_provider: list[_ByName] = []
"""The one that all dialogs share; Qt does not keep it."""


def file_dialog(parent: QWidget, title: str, place: Path | str) -> QFileDialog:
    """A dialog that begins in the folder `place`, or with that file."""
    dialog = QFileDialog(parent, title, str(place))
    dialog.setOption(QFileDialog.Option.DontUseCustomDirectoryIcons)
    if not _provider:
        _provider.append(_ByName())
    dialog.setIconProvider(_provider[0])
    return dialog
