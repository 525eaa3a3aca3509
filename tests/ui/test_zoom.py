"""Nothing is cut when the frame follows the zoom of the text; several steps are applied once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QPushButton, QWidget

from annotator.ui.foot.flow import FlowLayout
from annotator.ui.main_window import MainWindow
from annotator.ui.roomy_button import RoomyButton
from annotator.ui.settings import ZOOM, Settings
from annotator.ui.theme import apply_theme, theme_of


@pytest.fixture
def window(qapp: QApplication) -> Iterator[MainWindow]:
    made = MainWindow(Settings())
    made.resize(1280, 800)
    made.show()
    qapp.processEvents()
    yield made
    made.close()
    made.deleteLater()
    apply_theme(qapp, theme_of(dark=False))
    qapp.processEvents()


def test_a_checked_button_has_room_for_its_bold_words_after_the_first_step(qapp: QApplication) -> None:
    button = RoomyButton("Flagged 12")
    button.setProperty("role", "chip")
    button.setCheckable(True)
    button.show()
    try:
        apply_theme(qapp, theme_of(dark=False), 1.21)
        qapp.processEvents()
        bold = QFont(button.font())
        bold.setWeight(QFont.Weight.DemiBold)
        assert button.font().pointSizeF() == pytest.approx(qapp.font().pointSizeF())
        assert button.sizeHint().width() >= QFontMetrics(bold).horizontalAdvance(button.text()) + 22
    finally:
        button.deleteLater()
        apply_theme(qapp, theme_of(dark=False))


def test_the_start_page_fits_at_twice_the_size_and_is_zoomed_by_keys(window: MainWindow, qapp: QApplication) -> None:
    for _ in range(9):
        window.commands.run("view.zoom_in")
    QTest.qWait(60)
    assert window.settings.number(ZOOM, 1.0) == 2.0
    assert window.messages.text == "Text size 200 %"
    buttons = [button for button in window.start.findChildren(QPushButton) if button.isVisible()]
    assert [button.text() for button in buttons if button.width() < button.sizeHint().width()] == []
    labels = [label for label in window.start.findChildren(QLabel) if label.isVisible()]
    assert [each.text() for each in labels if each.height() < each.heightForWidth(each.width())] == []
    window.commands.run("view.zoom_reset")
    QTest.qWait(60)
    assert window.settings.number(ZOOM, 2.0) == 1.0


class _Box(QWidget):
    def __init__(self, width: int) -> None:
        super().__init__()
        self._size = QSize(width, 10)

    def sizeHint(self) -> QSize:  # noqa: N802  # the name is Qt's
        return self._size


def test_what_comes_after_something_left_out_is_left_out_too(qapp: QApplication) -> None:
    row = QWidget()
    flow = FlowLayout(row, gap=0, lines=1, keeps_last=True)
    for width in (60, 60, 5, 20):
        flow.addWidget(_Box(width))
    flow.setGeometry(QRect(0, 0, 100, 10))
    shown = [item.geometry().width() for n in range(4) if (item := flow.itemAt(n))]
    assert shown == [60, 0, 0, 20]
    row.deleteLater()


def test_buttons_of_dialogs_have_no_icons(qapp: QApplication) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    box.show()
    qapp.processEvents()
    assert [button.icon().isNull() for button in box.buttons()] == [True, True]
    box.close()
    box.deleteLater()
