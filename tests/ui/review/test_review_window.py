"""A review by keys alone in the review window, read back from the project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from annotator.model.schema import Schema
from annotator.services.importing import ImportOptions, import_files
from annotator.services.jobs import Job
from annotator.services.session import Session
from annotator.storage import rows
from annotator.storage.project import Project
from annotator.ui.review.window import ReviewWindow
from annotator.ui.runner import Runner
from annotator.ui.theme import theme_of
from tests.ui.windows import until

TEXT = "Ada Lee said taxes fell. Critics doubt it. Bo Ray backs Ada Lee in Port Ellery."


def span(label: str, quote: str) -> dict[str, object]:
    start = TEXT.index(quote)
    return {
        "id": f"{label}{start}",
        "layer": "entity",
        "label": label,
        "start": start,
        "end": start + len(quote),
        "text": quote,
    }


ANN = [span("PERSON", "Ada Lee"), span("PERSON", "Bo Ray"), span("GPE", "Port Ellery"), span("ACTOR", "Critics")]
BOB = [span("PERSON", "Ada Lee"), span("ORG", "Bo Ray"), span("GPE", "Ellery")]


@pytest.fixture
def session(tmp_path: Path, schema: Schema) -> Iterator[Session]:
    source = tmp_path / "rows.jsonl"
    both = (("ann", ANN), ("bob", BOB))
    found = [{"format": "annotator/1", "text": TEXT, "annotator": n, "status": "done", "spans": s} for n, s in both]
    source.write_bytes(b"\n".join(map(orjson.dumps, found)))
    project = Project.create(tmp_path / "p.annotator", schema, "lead")
    import_files(project, [source], ImportOptions(), Job())
    session = Session(project, project.current_annotator)
    yield session
    session.close()


@pytest.fixture
def window(qapp: QApplication, session: Session) -> Iterator[ReviewWindow]:
    runner = Runner()
    made = ReviewWindow(None, session, runner, theme_of(dark=False))
    made.show()
    made.show_rows(session.reviewing.articles(Job()))
    yield made
    made.close()
    made.deleteLater()
    runner.close()


def gold(session: Session) -> set[tuple[str, str]]:
    session.wait()
    project = session.project
    key = next(iter(rows.article_keys(project.reader())))
    return {(a.label, a.quote) for a in rows.annotations_of(project.reader(), key, project.gold().key)}


def press(window: ReviewWindow, keys: str) -> None:
    for key in keys:
        QTest.keyClicks(window.view, key)


def question(window: ReviewWindow) -> str:
    return window.decision.question.text()


def test_every_difference_is_decided_with_one_key(window: ReviewWindow, session: Session) -> None:
    decide: dict[str, Callable[[], None]] = {
        "Critics": lambda: press(window, "0"),
        "Bo Ray": lambda: press(window, "1"),
        "Port Ellery": lambda: press(window, "2"),
    }
    for _ in range(3):
        name = next(name for name in decide if name in question(window) or name.split()[-1] in question(window))
        decide.pop(name)()
    assert decide == {}
    assert gold(session) == {("PERSON", "Bo Ray"), ("GPE", "Ellery")}
    press(window, "g")
    assert gold(session) == {("PERSON", "Bo Ray"), ("GPE", "Ellery"), ("PERSON", "Ada Lee")}
    QTest.keyClick(window.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.reviewing.opened is not None
    assert window.reviewing.opened.done


def test_a_decision_is_taken_back_with_ctrl_z(window: ReviewWindow, session: Session) -> None:
    press(window, "1")
    assert len(gold(session)) == 1
    QTest.keyClick(window.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert gold(session) == set()


def test_names_can_be_hidden(window: ReviewWindow) -> None:
    assert any("ann" in choice.text for choice in window.current_choices())
    QTest.mouseClick(window.bar.blind, Qt.MouseButton.LeftButton)
    assert not any("ann" in choice.text or "bob" in choice.text for choice in window.current_choices())
    shown = [window.articles.item(0).text()]
    for button in (window.bar.people, window.bar.bulk):
        menu = button.menu()
        assert menu is not None
        shown += [action.text() for action in menu.actions()]
    assert not [text for text in shown if "ann," in text or "bob" in text or text.endswith(" ann")]


def test_a_finish_with_something_undecided_is_refused_in_words(window: ReviewWindow) -> None:
    window.commands.finish()
    assert "not decided" in window.message.text()


def test_a_label_of_ones_own_is_selected_named_and_kept(window: ReviewWindow, session: Session) -> None:
    while "Bo Ray" not in question(window):
        QTest.keyClick(window.view, Qt.Key.Key_Tab)
    press(window, "m")
    start = TEXT.index("Ray")
    window.view.select(start, start + 3)
    press(window, "r")
    QTest.keyClick(window.view, Qt.Key.Key_Return)
    assert gold(session) == {("ACTOR", "Ray")}


def test_a_label_of_ones_own_can_be_left(window: ReviewWindow, session: Session) -> None:
    press(window, "m")
    QTest.keyClick(window.view, Qt.Key.Key_Escape)
    assert not window.decision.own.isVisible()
    assert gold(session) == set()
    press(window, "1")
    assert len(gold(session)) == 1


def test_each_annotator_has_a_column_and_a_click_in_it_asks(window: ReviewWindow) -> None:
    press(window, "v")
    columns = window.texts.views
    assert len(columns) == 3
    captions = [{(mark.caption, TEXT[mark.start : mark.end]) for mark in column.marks} for column in columns]
    assert ("PERSON", "Bo Ray") in captions[0]
    assert ("ORG", "Bo Ray") in captions[1]
    assert not any("Critics" in words for _, words in captions[1])
    assert list(columns[2].marks) == []
    press(window, "g")
    assert [(mark.caption, mark.style, mark.suggested) for mark in columns[2].marks] == [("PERSON", "fill", False)]
    mark = next(mark for mark in columns[1].marks if mark.caption == "ORG")
    columns[1].mark_clicked.emit(mark.id, Qt.KeyboardModifier.NoModifier)
    assert "Bo Ray" in question(window)


def test_all_differences_stand_in_a_table_and_enter_opens_one(window: ReviewWindow, session: Session) -> None:
    press(window, "d")
    until(lambda: window.pages.currentWidget() is window.everywhere, "the table of differences")
    table = window.everywhere.table
    window.everywhere.words.setText("found by some only")
    assert table.model().rowCount() == 1
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert window.pages.currentWidget() is window.texts
    assert "Critics" in question(window)


def test_one_layer_can_be_shown_alone(window: ReviewWindow) -> None:
    assert window.differences.count() == 3
    window.bar.layers.setCurrentIndex(window.bar.layers.findData("claim"))
    assert window.differences.count() == 0


def test_the_card_of_a_decision_says_what_each_had_said_and_why(window: ReviewWindow, session: Session) -> None:
    while "Bo Ray" not in question(window):
        QTest.keyClick(window.view, Qt.Key.Key_Tab)
    press(window, "w9")
    window.decision.note.setText("a man")
    item = window.item
    press(window, "1")
    assert item is not None
    window.choose(item.id)
    words = window.decision.gold.text()
    assert "PERSON" in words
    assert "bob said: ORG" in words
    assert "a slip – a man" in words
    QTest.mouseClick(window.bar.blind, Qt.MouseButton.LeftButton)
    assert "bob" not in window.decision.gold.text()
    press(window, "r")
    assert gold(session) == set()


def test_a_choice_is_a_button_too(window: ReviewWindow, session: Session) -> None:
    while "Bo Ray" not in question(window):
        QTest.keyClick(window.view, Qt.Key.Key_Tab)
    button = next(b for b in window.decision.findChildren(QPushButton) if "ORG" in b.text())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert gold(session) == {("ORG", "Bo Ray")}


def test_in_one_text_everybody_has_a_pattern_and_those_who_say_the_same_one_caption(window: ReviewWindow) -> None:
    window.bar.turn_agreed()
    marks = {mark.id.partition("/")[2] + mark.caption: mark for mark in window.view.marks}
    assert {mark.number for mark in marks.values()} == {1, 2}
    assert {mark.style for mark in marks.values()} == {"person"}
    assert sorted(mark.caption for mark in window.view.marks if mark.caption) == [
        "= PERSON",
        "A ACTOR",
        "A GPE",
        "A PERSON",
        "B GPE",
        "B ORG",
    ]
    while "Bo Ray" not in question(window):
        QTest.keyClick(window.view, Qt.Key.Key_Tab)
    press(window, "2")
    (gold_mark,) = [mark for mark in window.view.marks if mark.style == "fill"]
    assert (gold_mark.caption, gold_mark.suggested) == ("✓ ORG", False)


def test_the_list_of_articles_counts_what_is_left(window: ReviewWindow, session: Session) -> None:
    assert "3 differences open" in window.articles.item(0).text()
    press(window, "0")
    assert "2 differences open" in window.articles.item(0).text()
    session.history.undo()
    assert "3 differences open" in window.articles.item(0).text()


def test_the_edges_of_ones_own_label_are_moved_by_words(window: ReviewWindow, session: Session) -> None:
    while "Bo Ray" not in question(window):
        QTest.keyClick(window.view, Qt.Key.Key_Tab)
    press(window, "m")
    press(window, "]")
    press(window, "}")
    QTest.keyClick(window.view, Qt.Key.Key_Return)
    assert gold(session) == {("PERSON", "Ray backs")}


def test_a_place_that_is_looked_for_is_in_question(window: ReviewWindow, session: Session) -> None:
    key = next(iter(rows.article_keys(session.project.reader())))
    start = TEXT.index("Ada Lee")
    window.gather((key, start, start + 7))
    until(lambda: "Ada Lee" in question(window), "the place, on which all agree")
    start = TEXT.index("Ellery")
    window.gather((key, start, start + 6))
    until(lambda: "Port Ellery" in question(window), "the difference that lies there")
