"""The main window without a display: opening, labelling, undo, panes, closing. Real files, real session."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMessageBox, QWidget

from annotator.model.errors import UserError
from annotator.services.creating import create
from annotator.services.importing import import_files
from annotator.services.queue import QueueFilter
from annotator.storage.project import Project
from annotator.ui.actions import Commands, table
from annotator.ui.key_sheet import KeySheet
from annotator.ui.main_window import MainWindow
from annotator.ui.palette import Palette
from annotator.ui.settings import SUGGEST_ON_OPENING, Settings
from annotator.ui.work_page import WorkPage
from tests.ui.windows import TEXTS, until

Held = Qt.KeyboardModifier


def saved(page: WorkPage) -> None:
    until(lambda: page.session.saving.state == "saved", "saved")


def test_every_command_does_something(window: MainWindow) -> None:
    unbound = Commands().command("edit.undo").run
    assert [entry.id for entry in table() if window.commands.command(entry.id).run is unbound] == []


def test_every_command_of_a_menu_stands_in_it(window: MainWindow) -> None:
    for entry in table():
        if entry.menu:
            menu = window.menus.menu(entry.menu.removeprefix("-"))
            assert window.menus.action(entry.id) in menu.actions()


def test_the_title_names_file_and_program(
    window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    open_project(project)
    assert "desk.annotator" in window.windowTitle()
    assert "Annotator" in window.windowTitle()
    window.commands.run("project.close")
    until(lambda: window.stack.currentWidget() is window.start, "the start page")
    assert window.windowTitle() == "Annotator"
    assert [item.text().split()[0] for item in [window.start.recent.item(0)]] == ["desk.annotator"]


def test_a_key_labels_and_saved_is_said_after_the_commit(
    open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    page = open_project(project)
    start = TEXTS[0].index("Ida Lund")
    page.view.select(start, start + len("Ida Lund"))
    QTest.keyClick(page.view, Qt.Key.Key_1)
    assert page.topbar.saved.text() == "Saving…"
    saved(page)
    assert page.topbar.saved.text() == "Saved"
    with sqlite3.connect(project) as db:
        assert db.execute("SELECT label, quote FROM annotation").fetchall() == [("PERSON", "Ida Lund")]
    db.close()


def test_undo_says_what_it_was(window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path) -> None:
    page = open_project(project)
    page.view.select(0, 5)
    QTest.keyClick(page.view, Qt.Key.Key_R)
    window.commands.run("edit.undo")
    assert "Mayor" in window.messages.text
    assert page.session.opened is not None
    assert not page.session.opened.annotations
    window.commands.run("edit.redo")
    assert [a.quote for a in page.session.opened.annotations.values()] == ["Mayor"]


def test_undo_goes_back_to_the_article_where_it_was(
    window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    page = open_project(project)
    page.view.select(0, 5)
    QTest.keyClick(page.view, Qt.Key.Key_R)
    window.commands.run("article.next")
    assert page.session.opened is not None
    assert page.session.opened.article.key == 2
    window.commands.run("edit.undo")
    assert page.session.opened.article.key == 1


def test_done_opens_the_next_and_a_done_article_is_reopened(
    window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    page = open_project(project)
    window.commands.run("article.done")
    assert page.session.opened is not None
    assert page.session.opened.article.key == 2
    saved(page)
    until(lambda: "1</b> done" in page.topbar.today.text(), "the count of today")
    assert list(page.session.queue.keys) == [2, 3], "the list of open articles has lost it"
    window.commands.run("edit.undo")
    assert list(page.session.queue.keys) == [1, 2, 3]
    window.commands.run("edit.redo")
    page.queue.filtered.emit(QueueFilter())
    window.commands.run("article.previous")
    assert page.session.opened.read_only
    window.commands.run("article.done")
    assert page.session.opened.status == "open"


def test_the_last_article_says_so(window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path) -> None:
    page = open_project(project)
    window.commands.run("article.previous")
    assert "first" in window.messages.text
    for _ in range(3):
        window.commands.run("article.next")
    assert "last" in window.messages.text
    assert page.session.opened is not None
    assert page.session.opened.article.key == 3


def test_a_filter_shows_what_it_says(open_project: Callable[[Path], WorkPage], project: Path) -> None:
    page = open_project(project)
    page.queue.filtered.emit(QueueFilter(status="done"))
    until(lambda: list(page.queue.model.keys) == [], "nothing is done")
    assert not page.queue.empty.isHidden()
    page.queue.filtered.emit(QueueFilter(status="open"))
    until(lambda: list(page.queue.model.keys) == [1, 2, 3], "all are open")
    page.topbar.search.setText("Vik")
    page.topbar.search.returnPressed.emit()
    assert list(page.queue.model.keys) == [3]
    QTest.keyClick(page.topbar.search, Qt.Key.Key_Escape)
    assert list(page.queue.model.keys) == [1, 2, 3]


def test_panes_go_round_and_can_be_hidden(
    window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    page = open_project(project)
    page.view.setFocus()
    seen: list[QWidget | None] = []
    for _ in range(4):
        window.commands.run("view.next_pane")
        seen.append(window.focusWidget())
    assert seen == [page.cards.area, page.topbar.search, page.queue.list, page.view]
    page.queue.setFocus()
    window.commands.run("view.queue")
    assert page.queue.isHidden()
    assert window.focusWidget() is page.view
    window.commands.run("view.queue")
    assert not page.queue.isHidden()


def test_place_and_sizes_are_restored(
    window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    page = open_project(project)
    page.open_article(2)
    page.view.place_caret(12)
    page.panes.setSizes([300, 600, 380])
    window.commands.run("view.zoom_in")
    zoom = page.view.zoom
    sizes = page.panes.sizes()
    window.commands.run("project.close")
    until(lambda: window.stack.currentWidget() is window.start, "the start page")
    again = open_project(project)
    assert again.session.opened is not None
    assert again.session.opened.article.key == 2
    assert again.view.caret == 12
    assert again.view.zoom == zoom
    assert again.panes.sizes() == sizes


def test_a_project_that_cannot_be_opened_is_explained(window: MainWindow, tmp_path: Path) -> None:
    wrong = tmp_path / "letter.annotator"
    wrong.write_bytes(b"Dear sir or madam" * 100)
    window.open_project(wrong)
    until(lambda: window.findChildren(QMessageBox), "the message")
    (box,) = window.findChildren(QMessageBox)
    assert "letter.annotator" in box.informativeText()
    assert wrong.read_bytes() == b"Dear sir or madam" * 100
    box.accept()
    assert window.stack.currentWidget() is window.start


def test_a_project_that_is_open_elsewhere_names_the_holder(window: MainWindow, project: Path) -> None:
    holder = Project.open(project)
    try:
        window.open_project(project)
        until(lambda: window.findChildren(QMessageBox), "the message")
        (box,) = window.findChildren(QMessageBox)
        assert "Ann" in box.text() + box.informativeText()
        box.accept()
    finally:
        holder.close()


def test_a_quiet_line_says_where_only_rules_read_the_language(
    window: MainWindow, open_project: Callable[[Path], WorkPage], tmp_path: Path
) -> None:
    rows = tmp_path / "news.jsonl"
    rows.write_text('{"text": "Sade jatkui Oulussa koko yön.", "language": "fi"}\n', encoding="utf-8")
    made = create(tmp_path / "finnish.annotator", annotator="Ann")
    import_files(made, [rows])
    made.close()
    window.settings.set_flag(SUGGEST_ON_OPENING, True)
    page = open_project(made.path)
    until(lambda: "“fi”" in page.note.text(), "the line")
    assert not page.note.isHidden()
    assert "rules" in page.note.text()


def test_time_at_work_is_written_with_its_article(
    window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    page = open_project(project)
    window.clock.take()
    window.clock._seconds = 42.0
    window.commands.run("article.next")
    window.clock._seconds = 7.0
    window.commands.run("project.close")
    until(lambda: window.stack.currentWidget() is window.start, "the start page")
    assert page.session.saving.state != "failed"
    db = sqlite3.connect(project)
    spent = dict(db.execute("SELECT article, seconds FROM spent").fetchall())
    db.close()
    assert 42 <= spent[1] < 45
    assert 7 <= spent[2] < 10


def test_the_window_comes_back_at_its_size(qapp: QApplication, window: MainWindow) -> None:
    window.resize(780, 600)  # the platform without a display has a small one
    window.close()
    again = MainWindow(Settings())
    assert (again.width(), again.height()) == (780, 600)
    again.close()
    again.deleteLater()


def test_closing_leaves_one_file(window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path) -> None:
    page = open_project(project)
    page.view.select(0, 5)
    QTest.keyClick(page.view, Qt.Key.Key_R)
    window.close()
    left = [path.name for path in project.parent.iterdir() if path.name.startswith("desk.annotator-")]
    assert left == []
    with sqlite3.connect(project) as db:
        assert db.execute("SELECT quote FROM annotation").fetchall() == [("Mayor",)]
    db.close()


def test_a_failed_write_is_said_and_not_called_saved(
    window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    page = open_project(project)

    def fail(db: sqlite3.Connection) -> None:
        raise UserError("The disk is full.", hint="Make room.")

    page.session.place.write(fail)
    until(lambda: page.session.saving.state == "failed", "the failure")
    assert page.topbar.saved.text() == "Not saved"
    assert window.messages.text == "The disk is full. Make room."


def test_typing_in_a_field_labels_nothing(
    window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    page = open_project(project)
    page.view.select(0, 5)
    for field in (page.topbar.search, page.finder.field):
        field.setFocus()
        QTest.keyClicks(field, "1rcxq?/")
        assert "1rcxq?/" in field.text()
    assert page.session.opened is not None
    assert not page.session.opened.annotations


def test_find_in_the_article_selects_the_place(
    window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    page = open_project(project)
    window.commands.run("find.article")
    QTest.keyClicks(page.finder.field, "THE")
    assert page.view.selected_text == "the"
    QTest.keyClick(page.finder.field, Qt.Key.Key_Return)
    assert page.view.selected_text == "The"
    QTest.keyClick(page.finder.field, Qt.Key.Key_Escape)
    assert page.finder.isHidden()
    assert window.focusWidget() is page.view


def test_the_palette_runs_a_command_and_gives_the_keyboard_back(
    window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    page = open_project(project)
    page.view.setFocus()
    window.commands.run("help.palette")
    (palette,) = window.findChildren(Palette)
    field = palette.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "next article")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert page.session.opened is not None
    assert page.session.opened.article.key == 2
    assert window.focusWidget() is page.view


def test_the_key_sheet_is_left_by_escape(
    window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    page = open_project(project)
    page.view.setFocus()
    window.commands.run("help.keys")
    (sheet,) = window.findChildren(KeySheet)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isHidden()
    assert window.focusWidget() is page.view


def test_what_takes_the_keyboard_has_a_name(
    window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    open_project(project)
    nameless = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
    ]
    assert nameless == []


def test_nothing_is_clipped_at_1280_by_800(
    window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    page = open_project(project)
    QApplication.processEvents()
    for button in page.findChildren(QAbstractButton):
        if button.isVisible():
            needed = button.fontMetrics().horizontalAdvance(button.text().replace("&", ""))
            assert button.width() >= needed, button.text()
    assert page.panes.width() <= 1280


def test_a_job_that_begins_moves_nothing_on_the_page(
    window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    page = open_project(project)
    QApplication.processEvents()
    before = page.geometry(), page.foot.geometry(), page.view.geometry()
    running = window.runner.follow("Counting")
    QApplication.processEvents()
    assert not window.jobs.isHidden()
    assert (page.geometry(), page.foot.geometry(), page.view.geometry()) == before
    assert window.jobs.geometry().bottom() < window.jobs.parentWidget().height() - page.foot.height()
    assert window.jobs.lines[0].height() > 0
    window.messages.tell("x")
    assert not window.messages.geometry().intersects(window.jobs.geometry())
    running.end()
    assert window.jobs.isHidden()
