"""The session as a whole: the queue, where it was left, what survives, what happens when a write fails."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.errors import NotUndoable, ProjectLocked, UserError
from annotator.model.schema import Schema
from annotator.services.session import Session
from annotator.services.workplace import Changed
from tests.services.desk import TEXT, at, labels, open_desk, stored

MANY = (TEXT, "Second article. It rains.", "Third article. It snows.")


def test_done_goes_to_the_next_open_article(tmp_path: Path, schema: Schema) -> None:
    session = open_desk(tmp_path, schema, MANY)
    first, second, third = session.queue.keys
    session.open_article(second)
    session.progress.finish()
    session.wait()
    assert session.progress.next_open() == third
    session.open_article(third)
    session.progress.finish()
    session.wait()
    assert session.progress.next_open() == first, "from the top again"
    session.open_article(first)
    session.progress.skip("not news")
    session.wait()
    assert session.progress.next_open() is None
    counts = session.queue.counts
    assert (counts.open, counts.done, counts.skipped) == (0, 2, 1)
    session.close()


def test_the_next_session_begins_where_the_last_one_ended(tmp_path: Path, schema: Schema) -> None:
    session = open_desk(tmp_path, schema, MANY)
    session.open_article(session.queue.keys[1])
    session.progress.leave_at(7, 3)
    path = session.project.path
    session.close()
    again = Session.open(path)
    place = again.progress.place()
    assert place is not None
    assert (place.article, place.caret, place.scroll) == (again.queue.keys[1], 7, 3)
    again.close()


def test_undo_works_after_a_restart_and_in_any_article(tmp_path: Path, schema: Schema) -> None:
    session = open_desk(tmp_path, schema, MANY)
    session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    session.open_article(session.queue.keys[1])
    path = session.project.path
    session.close()
    again = Session.open(path)
    again.open_article(again.queue.keys[1])
    back = again.history.undo()
    assert back.article == again.queue.keys[0]
    again.open_article(again.queue.keys[0])
    assert labels(again) == []
    again.history.redo()
    assert labels(again) == [("PERSON", "Ada Lee")]
    with pytest.raises(NotUndoable):
        again.history.redo()
    again.close()


def test_a_second_window_is_told_who_has_the_project(tmp_path: Path, schema: Schema) -> None:
    session = open_desk(tmp_path, schema)
    with pytest.raises(ProjectLocked, match="Mia"):
        Session.open(session.project.path)
    session.close()


def test_listeners_hear_what_changed_and_when_it_is_saved(tmp_path: Path, schema: Schema) -> None:
    session = open_desk(tmp_path, schema)
    heard: list[Changed] = []
    session.listen(heard.append)
    session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    assert "records" in heard[-1].what
    assert session.saving.state == "saving"
    session.wait()
    assert session.saving.state == "saved"
    assert "saving" in heard[-1].what
    session.close()


def test_a_write_that_fails_is_reported_and_the_file_is_shown_again(tmp_path: Path, schema: Schema) -> None:
    session = open_desk(tmp_path, schema)
    session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    session.wait()
    pages = session.project.writer.run(lambda db: db.execute("PRAGMA page_count").fetchone()[0])
    session.project.writer.run(lambda db: db.execute(f"PRAGMA max_page_count = {pages}").fetchone())
    for occurrence in range(500):
        session.remarks.write(f"{occurrence} " + "long " * 2000)
        if session.place.saving.state == "failed":
            break
        with contextlib.suppress(UserError):
            session.wait()
    with pytest.raises(UserError, match="disk is full"):
        session.wait()
    assert session.saving.state == "failed"
    written = len(session.place.open.notes)
    session.project.writer.run(lambda db: db.execute("PRAGMA max_page_count = 1000000").fetchone())
    session.labelling.create(at("Harbour Radio"), "entity", "ORG")
    assert stored(session) == [("PERSON", "Ada Lee"), ("ORG", "Harbour Radio")]
    assert len(session.place.open.notes) == written
    assert session.saving.state == "saved"
    session.close()


ACTIONS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 60), st.integers(1, 30), st.integers(0, 5)), min_size=1, max_size=25
)


@settings(max_examples=25)
@given(ACTIONS)
def test_any_row_of_actions_can_be_undone_and_done_again(
    tmp_path_factory: pytest.TempPathFactory, schema: Schema, actions: list[tuple[int, int, int, int]]
) -> None:
    session = open_desk(tmp_path_factory.mktemp("desk"), schema)
    states = [_state(session)]
    for kind, start, length, which in actions:
        before = session.history.undoable()
        try:
            _do(session, kind, start, length, which)
        except UserError:
            continue
        session.wait()
        if session.history.undoable() != before:
            states.append(_state(session))
    for expected in states[-2::-1]:
        session.history.undo()
        assert _state(session) == expected
    with pytest.raises(NotUndoable):
        session.history.undo()
    for expected in states[1:]:
        session.history.redo()
        assert _state(session) == expected
    session.close()


def _do(session: Session, kind: int, start: int, length: int, which: int) -> None:
    opened = session.place.open
    own, pending = list(opened.annotations), list(opened.pending)
    span = [(start, start + length)]
    match kind:
        case 0:
            session.labelling.create(span, "entity", ("ORG", "PERSON", "ACTOR")[which % 3])
        case 1:
            session.labelling.create(span, "claim", ("CLAIM", "CUE")[which % 2])
        case 2 if pending:
            session.deciding.accept(pending[which % len(pending)])
        case 3 if pending:
            session.deciding.reject(pending[which % len(pending)])
        case 4 if own:
            session.labelling.delete(own[which % len(own)])
        case 5 if own:
            session.labelling.resize(own[start % len(own)], ("start", "end")[which % 2], 1 if length % 2 else -1)
        case 6 if own:
            session.labelling.relabel(own[start % len(own)], "entity", ("ORG", "GPE", "LOC")[which % 3])
        case 7 if len(own) > 1:
            session.linking.link(("about", "cue", "coref")[which % 3], own[start % len(own)], own[length % len(own)])
        case 8:
            session.remarks.write(f"note {which}", own[0] if own else None)
        case _:
            session.remarks.flag()


def _state(session: Session) -> object:
    """What the file says, without revisions."""
    session.wait()
    session.place.reread()
    opened = session.place.open
    return (
        sorted((a._replace(revision=0) for a in opened.annotations.values()), key=str),
        sorted((link._replace(revision=0) for link in opened.links.values()), key=str),
        sorted((n.id, n.text, n.state, n.updated) for n in opened.notes.values()),
        sorted((d.id, d.verdict, d.place, d.updated) for d in opened.decisions.values()),
        opened.flagged,
        list(opened.pending),
    )
