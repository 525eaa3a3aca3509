"""How long a message stays and what it never covers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

from annotator.model.errors import UserError
from annotator.ui.messages import MessageLine

WRONG = UserError("Nothing is in focus to accept.")


def line(shown: Callable[[QWidget], QWidget]) -> MessageLine:
    page = QWidget()
    page.resize(1000, 600)
    shown(page)
    return MessageLine(page)


def test_a_refusal_goes_at_the_next_action_and_by_itself(
    qapp: QApplication, shown: Callable[[QWidget], QWidget]
) -> None:
    message = line(shown)
    message.refuse(WRONG)
    assert message.text
    message.settle("job")
    assert message.text, "a job that starts has nothing to do with it"
    message.settle("action")
    assert not message.text
    message.refuse(WRONG)
    assert message._timer.isActive()
    message._timer.timeout.emit()
    assert not message.text


def test_what_a_job_could_not_do_stays_until_the_next_one_starts(
    qapp: QApplication, shown: Callable[[QWidget], QWidget]
) -> None:
    message = line(shown)
    message.fail(WRONG)
    message.settle("action")
    assert message.text
    message.settle("job")
    assert not message.text


def test_a_failure_to_save_stays_whatever_else_is_told(qapp: QApplication, shown: Callable[[QWidget], QWidget]) -> None:
    message = line(shown)
    message.fail_saving(UserError("The disk is full."))
    for what in ("action", "job"):
        message.settle(what)
    message.tell("Undone.")
    assert message.text == "The disk is full."
    message.settle("saving")
    assert not message.text


def test_a_message_makes_room_for_an_open_question_and_the_foot(
    qapp: QApplication, shown: Callable[[QWidget], QWidget]
) -> None:
    message = line(shown)
    message.room_below, message.room_above = lambda: 70, lambda: 40
    message.tell("Undone.")
    assert message.geometry().bottom() < 600 - 70
    question = QRect(200, 330, 600, 190)
    message.asked = lambda: question
    message.place()
    assert not message.geometry().intersects(question)
    assert message.y() >= 40
