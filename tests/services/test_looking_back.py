"""How an annotator gets on: counts, pace, an estimate with its doubt, labels, notes in every article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.schema import Schema
from annotator.services.looking_back import FEWEST, estimate, look_back
from annotator.services.session import Session
from tests.services.desk import TEXT, at, open_desk


@pytest.fixture
def session(tmp_path: Path, schema: Schema) -> Iterator[Session]:
    session = open_desk(tmp_path, schema, (TEXT, "Second.", "Third."))
    yield session
    session.close()


def test_done_time_labels_and_notes_are_counted(session: Session) -> None:
    label = session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    session.remarks.write("Who is she?", label.id)
    session.remarks.write("Check the date.")
    session.progress.spend(90)
    session.progress.finish()
    found = look_back(session.place)
    assert (found.counts.done, found.counts.open, found.today) == (1, 2, 1)
    assert found.seconds_each == 90
    assert found.estimate is None
    assert found.labels == (("Entities", "PERSON", 1),)
    assert {(note.text, note.quote) for note in found.notes} == {("Who is she?", "Ada Lee"), ("Check the date.", "")}


def test_a_note_is_settled_from_the_list_and_undo_opens_it_again(session: Session) -> None:
    note = session.remarks.write("Check the date.")
    article = session.place.open.article.key
    session.open_article(article + 1)
    session.remarks.settle_in(article, note.id, True)
    assert [one.state for one in look_back(session.place).notes] == ["settled"]
    session.history.undo()
    assert [one.state for one in look_back(session.place).notes] == ["open"]


def test_an_estimate_needs_some_articles_and_says_its_doubt() -> None:
    assert estimate([60.0] * (FEWEST - 1), 100) is None
    sure = estimate([60.0] * FEWEST, 60)
    assert sure is not None
    assert (sure.hours, sure.least, sure.most) == (1, 1, 1)
    unsure = estimate([10.0, 110.0, 20.0, 100.0, 60.0], 60)
    assert unsure is not None
    assert unsure.least < unsure.hours == 1 < unsure.most
