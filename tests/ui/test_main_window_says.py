"""What the main window says beside the article: keys in its menus, the count of today, and refusals that go again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.model.errors import UserError
from annotator.ui.dialogs.export import ExportLabels
from annotator.ui.dialogs.import_files import ImportFiles
from annotator.ui.help_window import HelpWindow
from annotator.ui.main_window import MainWindow
from annotator.ui.work_page import WorkPage
from tests.ui.windows import TEXTS, until


def test_menus_and_palette_show_keys_as_the_foot_does(
    window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    open_project(project)
    window.menus.refresh()
    keys = {name: window.menus.action(name).text().partition("\t")[2] for name in ("article.done", "desk.stance")}
    assert keys == {"article.done": "Ctrl+Enter", "desk.stance": "t"}
    assert window.commands.command("desk.stance").shown_keys == "t"


def test_the_count_of_today_is_the_queues(
    window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    page = open_project(project)

    def counted(done: int) -> bool:
        return f"<b>{done}</b> done" in page.topbar.today.text() and page.session.queue.counts.done == done

    for done in (1, 2, 3):
        window.commands.run("article.done")
        until(lambda done=done: counted(done), f"{done} done")
    window.commands.run("edit.undo")
    until(lambda: counted(2), "2 done after undo")


def test_a_refusal_leaves_with_the_next_action_and_with_the_project(
    window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    page = open_project(project)
    page.desk.let_go()
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert "Nothing is in focus" in window.messages.text
    page.view.select(0, 5)
    QTest.keyClick(page.view, Qt.Key.Key_R)
    assert window.messages.text == ""
    window.messages.fail(UserError("Too few."))
    window.commands.run("project.close")
    until(lambda: window.stack.currentWidget() is window.start, "the start page")
    assert window.messages.text == ""


def test_an_export_that_cannot_begin_is_asked_for_again_with_all_that_was_chosen(
    window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    open_project(project)
    window.commands.run("corpus.export")
    (dialog,) = window.findChildren(ExportLabels)
    dialog._format.setCurrentIndex(dialog._format.findData("conll"))
    wrong = project.parent / "nowhere" / "out.conll"
    dialog._path.setText(str(wrong))
    dialog.accept()
    until(lambda: dialog.isVisible() and dialog.error.isVisible(), "the question again")
    assert "nowhere" in dialog.error.text()
    assert (dialog.path, dialog.options.format) == (wrong, "conll")
    dialog._path.setText(str(project.parent / "out.conll"))
    assert dialog.error.isHidden()
    dialog.accept()
    until(lambda: "written to" in window.messages.text, "the export")


def test_a_search_marks_its_words_in_the_open_article(open_project: Callable[[Path], WorkPage], project: Path) -> None:
    page = open_project(project)
    page._search("ida")
    until(lambda: page.session.queue.filter.text == "ida" and page.view._found, "the marks")
    start = TEXTS[0].index("Ida")
    assert page.view._found == ((start, start + 3),)
    page._search("")
    until(lambda: not page.view._found, "no marks")


def test_f1_opens_the_page_that_belongs_to_a_dialog(
    window: MainWindow, open_project: Callable[[Path], WorkPage], project: Path
) -> None:
    open_project(project)
    window.commands.run("corpus.import")
    (dialog,) = window.findChildren(ImportFiles)
    until(dialog.isActiveWindow, "the dialog")
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_F1)
    until(lambda: dialog.findChildren(HelpWindow), "help")
    (pages,) = dialog.findChildren(HelpWindow)
    assert pages.isVisible()
    assert pages.pages.currentItem().data(Qt.ItemDataRole.UserRole) == "import"
    dialog.reject()
