"""Whoever hears the window instead of seeing it: whatever takes the keyboard has a name, in every window of every command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QWidget,
)

from annotator.services.creating import create
from annotator.services.importing import import_files
from annotator.ui.actions import table
from annotator.ui.main_window import MainWindow
from annotator.ui.settings import SUGGEST_ON_OPENING, Settings
from tests.ui.windows import until

LEAVES = {"app.quit", "project.close", "project.open", "project.sample", "view.full_screen"}
"""Commands that leave the project, or that ask the system for a file."""


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    source = tmp_path / "article.txt"
    source.write_text("Mayor Ida Lund said the bridge would close.\n", encoding="utf-8")
    project = create(tmp_path / "desk.annotator", annotator="Ann")
    import_files(project, [source])
    project.close()
    settings = Settings()
    settings.set_flag(SUGGEST_ON_OPENING, False)
    made = MainWindow(settings)
    made.resize(1280, 800)
    made.show()
    made.open_project(project.path)
    until(lambda: made.page is not None, "the project is open")
    yield made
    made.close()
    made.deleteLater()
    qapp.processEvents()


def nameless(root: QWidget) -> Iterator[str]:
    """What in a window takes the keyboard by Tab and has neither a name nor words of its own."""
    for widget in root.findChildren(QWidget):
        if (
            widget.isVisibleTo(root)
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not widget.focusProxy()
            and not widget.accessibleName()
            and not (isinstance(widget, QAbstractButton | QLabel) and widget.text())
            and not widget.objectName().startswith("qt_")
            and not (isinstance(widget, QAbstractItemView) and of_a_box(widget))
            and not within_file_dialog(widget)
        ):
            parent = widget.parentWidget()
            yield f"{type(widget).__name__} in {type(parent).__name__}"


def of_a_box(widget: QWidget) -> bool:
    """Whether it is the list that a combo box opens: the box has the name."""
    parent: QWidget | None = widget
    while parent is not None and not isinstance(parent, QComboBox):
        parent = parent.parentWidget()
    return parent is not None


def within_file_dialog(widget: QWidget) -> bool:
    return isinstance(widget.window(), QFileDialog)


def test_what_takes_the_keyboard_has_a_name_in_every_window(window: MainWindow) -> None:
    page = window.page
    assert page is not None
    page.view.select(6, 14)
    missed: set[tuple[str, str]] = set()

    def close_menu() -> None:
        """Some commands open a menu and wait for a choice."""
        if (menu := QApplication.activePopupWidget()) is not None:
            menu.close()

    watch = QTimer()
    watch.timeout.connect(close_menu)
    watch.start(50)
    opened = 0
    for entry in table():
        if entry.id in LEAVES:
            continue
        window.commands.run(entry.id)
        for _ in range(20):
            QApplication.processEvents()
        missed.update((entry.id, name) for name in nameless(window))
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog) and dialog.isVisible():
                opened += 1
                missed.update((entry.id, name) for name in nameless(dialog))
                if not dialog.windowTitle():
                    missed.add((entry.id, f"{type(dialog).__name__} has no title"))
                dialog.close()
        QApplication.processEvents()
    watch.stop()
    assert opened > 10
    first = sorted({name: command for command, name in sorted(missed)}.items())
    assert not first, "\n".join(f"{command}: {name}" for name, command in first)
