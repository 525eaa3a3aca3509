"""Undo and redo: of everything, by one step each, after a restart, and never over what somebody else changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.annotation import Work
from annotator.model.change import Operation, created, deleted, edited
from annotator.model.errors import Bug, Cancelled, NotUndoable
from annotator.model.ids import new_id
from annotator.model.schema import Label
from annotator.storage import history, journal, rows, schema_edit
from annotator.storage.check import check
from tests.storage.bringing import bring, incoming
from tests.storage.projects import (
    ANN,
    SCHEMA,
    TEXT,
    act,
    contents,
    label,
    link,
    live_contents,
    new_project,
    note,
    work,
)
from tests.storage.steps import redo, reopened, undo


def test_a_step_is_taken_back_and_done_again_after_a_restart(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    before = live_contents(project)
    claim, mayor = label(TEXT, 1, 9, "CLAIM"), label(TEXT, 12, 21, "PERSON")
    act(project, claim, mayor, link(claim, mayor), note("Sure?", claim), title="Label “We tried”")
    after = contents(project)
    project = reopened(project)
    done = undo(project)
    assert done is not None
    assert done.step.title == "Label “We tried”"
    assert done.step.state == "undone"
    assert len(done.changes) == 4
    assert all(change.record.deleted for change in done.changes)
    assert live_contents(project) == before
    project = reopened(project)
    done = redo(project)
    assert done is not None
    assert [change.record.revision for change in done.changes] == [3, 3, 3, 3]
    assert contents(project) == after
    assert redo(project) is None
    project.close()


def test_five_hundred_steps_are_undone_after_reopening(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    states = {}
    mayor = label(TEXT, 12, 21)
    act(project, mayor)
    for number in range(500):
        if number % 50 == 0:
            states[number] = live_contents(project)
        if number % 3 == 0:
            act(project, label(TEXT, number % 40, number % 40 + 5))
        elif number % 3 == 1:
            there = next(a for a in rows.annotations_of(project.reader(), 1, ANN) if a.id == mayor.id)
            act(project, edited(there, label="PERSON" if there.label == "ORG" else "ORG"))
        else:
            act(
                project, deleted(rows.annotations_of(project.reader(), 1, ANN)[-1]) if number % 2 else note(str(number))
            )
    last = contents(project)
    project = reopened(project)
    for number in reversed(range(500)):
        assert undo(project) is not None
        if number in states:
            assert live_contents(project) == states[number]
    project = reopened(project)
    for _ in range(500):
        assert redo(project) is not None
    assert contents(project) == last
    assert check(project).ok
    project.close()


def test_undo_restores_the_time_of_the_last_edit_and_raises_the_revision(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    first = replace_updated(label(TEXT, 12, 21), "2026-01-05T10:00:00.000Z")
    act(project, first)
    act(project, edited(first, label="PERSON"))
    undo(project)
    (found,) = rows.annotations_of(project.reader(), 1, ANN)
    assert found == first._replace(revision=3)
    project.close()


def replace_updated(annotation, updated):  # type: ignore[no-untyped-def]  # a named tuple in, the same out
    return annotation._replace(updated=updated)


def test_a_new_action_ends_the_redo_branch_and_history_keeps_it(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    act(project, label(TEXT, 0, 3), title="one")
    act(project, label(TEXT, 4, 9), title="two")
    undo(project)
    act(project, label(TEXT, 12, 21), title="three")
    assert redo(project) is None
    listed = history.steps(project.reader(), ANN)
    assert [(step.title, step.state) for step in listed] == [
        ("three", "done"),
        ("two", "superseded"),
        ("one", "done"),
        ("Import", "done"),
    ]
    assert [step.size for step in listed] == [1, 1, 1, 1]
    assert [step.title for step in history.steps(project.reader(), ANN, 2)] == ["three", "two"]
    project.close()


def test_everybody_undoes_their_own_actions_only(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    ben = project.add_annotator("Ben").key
    act(project, label(TEXT, 0, 3), title="Ann's")
    act(project, label(TEXT, 0, 3, owner=ben), title="Ben's", owner=ben)
    done = undo(project)
    assert done is not None
    assert done.step.title == "Ann's"
    assert len(rows.annotations_of(project.reader(), 1, ben)) == 1
    assert history.undoable(project.reader(), ben) is not None
    project.close()


def test_undo_refuses_by_name_what_is_not_as_the_step_left_it(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    ben = project.add_annotator("Ben").key
    mayor, critics = label(TEXT, 12, 21), label(TEXT, 0, 3)
    act(project, mayor, critics, title="Two labels")
    act(project, edited(mayor, label="PERSON"), owner=ben)  # as a merge would, in the name of another step
    before = contents(project)
    with pytest.raises(NotUndoable) as caught:
        undo(project)
    message = str(caught.value)
    assert "Two labels" in message
    assert "Mayor Lee" in message
    assert contents(project) == before, "all of the step is refused"
    undo(project, ben)
    assert undo(project) is not None
    project.close()


def test_redo_refuses_what_has_changed_since(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    ben = project.add_annotator("Ben").key
    first = label(TEXT, 12, 21)
    act(project, first)
    act(project, edited(first, label="PERSON"))
    undo(project)
    (there,) = rows.annotations_of(project.reader(), 1, ANN)
    act(project, edited(there, quote=there.quote, attributes={"voice": "direct"}), owner=ben)
    with pytest.raises(NotUndoable):
        redo(project)
    project.close()


def test_there_is_nothing_to_undo_in_a_new_project(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    assert undo(project) is None
    assert redo(project) is None
    assert history.undoable(project.reader(), ANN) is None
    assert history.steps(project.reader(), ANN) == []
    project.close()


def test_the_state_of_an_article_is_taken_up_again_where_it_was_undone(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    act(project, work(status="done"))
    undo(project)
    assert rows.work(project.reader(), 1, ANN) is None
    assert rows.closed_among(project.reader(), [1], ANN) == set()
    act(project, replace(work(flagged=True), id=new_id()))
    found = rows.work(project.reader(), 1, ANN)
    assert isinstance(found, Work)
    assert (found.status, found.flagged) == ("open", True)
    undo(project)
    assert rows.work(project.reader(), 1, ANN) is None
    redo(project)
    assert rows.work(project.reader(), 1, ANN) == found.__class__(**{**_fields(found), "revision": 5})
    project.close()


def _fields(found: Work) -> dict[str, object]:
    return {name: getattr(found, name) for name in Work.__slots__}


def test_a_change_need_not_know_the_revision_that_undo_raised(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    first = label(TEXT, 12, 21)
    act(project, first)
    undo(project)
    redo(project)
    applied = act(project, edited(first, label="PERSON"))
    assert applied.changes[0].record.revision == 4
    with pytest.raises(Bug, match="not as the change expects"):
        act(project, edited(first, label="PERSON"))
    with pytest.raises(Bug, match="not there"):
        act(project, edited(label(TEXT, 0, 3), label="PERSON"))
    project.close()


# -- schema and guidelines --------------------------------------------------------------------------------------------


def test_an_edit_of_the_schema_is_one_step(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    layer = SCHEMA.layers[0]
    richer = SCHEMA.with_layer(replace(layer, labels=(*layer.labels, Label("GPE", "GPE", key="3"))))
    project.writer.run(lambda db: schema_edit.set_schema(db, ANN, richer, "Label GPE added"))
    assert project.schema() == richer
    assert project.writer.run(lambda db: schema_edit.set_schema(db, ANN, richer, "again")) is None
    project = reopened(project)
    done = undo(project)
    assert done is not None
    assert done.schema_changed
    assert project.schema() == SCHEMA
    project = reopened(project)
    redo(project)
    assert project.schema() == richer
    project.close()


def test_the_schema_of_somebody_else_is_not_undone_away(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    ben = project.add_annotator("Ben").key
    project.writer.run(lambda db: schema_edit.set_schema(db, ANN, replace(SCHEMA, name="small/2"), "one"))
    project.writer.run(lambda db: schema_edit.set_schema(db, ben, replace(SCHEMA, name="small/3"), "two"))
    with pytest.raises(NotUndoable, match="the schema"):
        undo(project)
    assert project.schema().name == "small/3"
    project.close()


def test_a_schema_with_a_fault_is_refused(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    layer = SCHEMA.layers[0]
    clash = SCHEMA.with_layer(replace(layer, labels=(*layer.labels, Label("GPE", "GPE", key="1"))))
    with pytest.raises(Exception, match="key 1"):
        project.writer.run(lambda db: schema_edit.set_schema(db, ANN, clash, "clash"))
    assert project.schema() == SCHEMA
    project.close()


def test_guidelines_have_versions_that_stay(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    project.writer.run(lambda db: schema_edit.set_guidelines(db, ANN, "New.", "Guidelines"))
    assert project.guidelines() == (2, "New.")
    assert project.writer.run(lambda db: schema_edit.set_guidelines(db, ANN, "New.", "again")) is None
    undo(project)
    assert project.guidelines() == (1, "# Label names\n")
    redo(project)
    assert project.guidelines() == (2, "New.")
    undo(project)
    project.writer.run(lambda db: schema_edit.set_guidelines(db, ANN, "Newer.", "Guidelines"))
    assert project.guidelines() == (3, "Newer.")
    assert schema_edit.read_guidelines(project.reader(), 2) == (2, "New.")
    assert [version for version, _ in schema_edit.guideline_versions(project.reader())] == [1, 2, 3]
    project.close()


def test_undoing_can_be_watched_and_cancelled(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    bring(project, *([incoming(f"Number {n}.")] for n in range(10)))
    heard: list[tuple[int, int]] = []

    def tick(done: int, total: int) -> None:
        heard.append((done, total))
        if done == 5:
            raise Cancelled

    before = contents(project)
    with pytest.raises(Cancelled):
        project.writer.run(lambda db: history.undo(db, ANN, tick))
    assert heard == [(n, 10) for n in range(6)]
    assert contents(project) == before
    project.close()


def test_a_bulk_action_is_one_step(tmp_path: Path) -> None:
    text = "OpenAI " * 400
    project = new_project(tmp_path, text)
    before = live_contents(project)
    many = tuple(created(label(text, 7 * n, 7 * n + 6)) for n in range(400))
    project.writer.run(lambda db: journal.apply(db, ANN, Operation("bulk", "All 400 of “OpenAI”", many)))
    step = history.undoable(project.reader(), ANN)
    assert step is not None
    assert step.size == 400
    undo(project)
    assert live_contents(project) == before
    project.close()
