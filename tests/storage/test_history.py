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
from annotator.storage import history, journal, rows, schema_edit, search, suggestions
from annotator.storage.check import check
from annotator.storage.history import TakenBack
from annotator.storage.project import Project
from tests.storage.bringing import bring, incoming
from tests.storage.projects import (
    ANN,
    SCHEMA,
    TEXT,
    act,
    contents,
    import_texts,
    label,
    link,
    live_contents,
    new_project,
    note,
    work,
)

OTHER = "Another article about OpenAI and Mayor Lee.\n"


def undo(project: Project, owner: int = ANN) -> TakenBack | None:
    return project.writer.run(lambda db: history.undo(db, owner))


def redo(project: Project, owner: int = ANN) -> TakenBack | None:
    return project.writer.run(lambda db: history.redo(db, owner))


def reopened(project: Project) -> Project:
    project.close()
    return Project.open(project.path)


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


# -- imports ----------------------------------------------------------------------------------------------------------


def test_an_import_is_one_step_and_leaves_nothing_when_undone(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    before = contents(project)
    layer = SCHEMA.layers[0]
    richer = SCHEMA.with_layer(replace(layer, labels=(*layer.labels, Label("GPE", "GPE"))))
    bring(
        project,
        [incoming(TEXT, [(12, 21, "PERSON")], "Ben", status="done", seconds=4.5)],
        [incoming(OTHER, [(22, 28, "ORG"), (33, 42, "PERSON")], "Zoë", flagged=True), incoming(TEXT, [(0, 3, "ORG")])],
        schema=richer,
    )
    after = contents(project)
    assert len(after["annotation"]) == 3
    assert len(project.annotators()) == 3
    project.writer.run(lambda db: suggestions.replace(db, 1, "x@1", [], "2026-01-05T10:00:00.000Z"))
    project = reopened(project)
    done = undo(project)
    assert done is not None
    assert done.arrival
    assert done.schema_changed
    assert contents(project) == before
    assert list(search.find_keys(project.reader(), "openai")) == []
    assert check(project).ok
    project = reopened(project)
    redo(project)
    assert live_contents(project)["suggestion"], "suggestions come back with their article"
    project.writer.run(lambda db: db.execute("DELETE FROM suggestion"))
    assert contents(project) == after
    assert list(search.find_keys(project.reader(), "openai")) == [1, 2]
    assert list(search.find_keys(project.reader(), "北京")) == [1]
    assert check(project).ok
    undo(project)
    assert contents(project) == before
    project.close()


def test_labels_that_came_to_an_article_that_was_there_go_again(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT, OTHER)
    kept = label(TEXT, 0, 3)
    act(project, kept)
    known = new_id()
    bring(project, [incoming(TEXT, [(12, 21, "ORG", known)], "Ann")])
    before = contents(project)
    changed_revision = _revision(project, known)
    bring(
        project,
        [incoming(TEXT, [(12, 21, "PERSON", known), (1, 9, "ORG")], "Ann", seconds=2.0, status="done")],
        update=True,
    )
    after = contents(project)
    assert after != before
    undo(project)
    assert contents(project) == before
    assert _revision(project, known) == changed_revision, "a replaced row comes back with its own revision"
    redo(project)
    assert contents(project) == after
    undo(project)
    undo(project)
    assert {a.id for a in rows.annotations_of(project.reader(), 1, ANN, deleted=True)} == {kept.id}
    project.close()


def _revision(project: Project, uuid: str) -> int:
    return next(a.revision for a in rows.annotations_of(project.reader(), 1, ANN) if a.id == uuid)


def test_what_was_done_to_imported_labels_and_undone_does_not_keep_an_import(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    before = contents(project)
    bring(project, [incoming(TEXT, [(12, 21, "ORG"), (0, 3, "ORG")], "Ann"), incoming(OTHER, [(33, 42, "ORG")], "Ann")])
    one, other = rows.annotations_of(project.reader(), 1, ANN)
    act(project, edited(one, label="PERSON"))
    act(project, deleted(other))
    undo(project)
    claim = label(TEXT, 1, 9, "CLAIM")
    act(project, claim, link(claim, other), note("?", other))
    (elsewhere,) = rows.annotations_of(project.reader(), 2, ANN)
    act(project, note("!", elsewhere, article=2))
    for _ in range(3):
        assert undo(project) is not None
    last = contents(project)
    assert undo(project) is not None
    assert _without_tombstones(contents(project)) == _without_tombstones(before)
    assert check(project).ok
    assert redo(project) is not None
    assert contents(project) == last
    for _ in range(3):
        assert redo(project) is not None
    assert check(project).ok
    project.close()


def _without_tombstones(found: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    return {name: [row for row in listed if row] for name, listed in found.items()}


def test_an_import_stays_where_somebody_else_has_worked_on_it(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    ben = project.add_annotator("Ben").key
    import_texts(project, OTHER)
    act(project, label(OTHER, 22, 28, article=2, owner=ben), owner=ben)
    before = contents(project)
    with pytest.raises(NotUndoable) as caught:
        undo(project)
    assert "OpenAI" in str(caught.value)
    assert contents(project) == before
    undo(project, ben)
    assert undo(project) is not None
    assert rows.article_count(project.reader()) == 1
    project.close()


def test_imported_labels_stay_where_their_owner_has_changed_them(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    ben = project.add_annotator("Ben").key
    bring(project, [incoming(TEXT, [(12, 21, "ORG")], "Ben")])
    (there,) = rows.annotations_of(project.reader(), 1, ben)
    act(project, edited(there, label="PERSON"), owner=ben)
    with pytest.raises(NotUndoable, match="Mayor Lee"):
        undo(project)
    act(project, edited(rows.annotations_of(project.reader(), 1, ben)[0], attributes={"voice": "direct"}), owner=ben)
    with pytest.raises(NotUndoable, match="Mayor Lee"):
        undo(project)
    undo(project, ben)
    undo(project, ben)
    assert undo(project) is not None
    assert rows.annotations_of(project.reader(), 1, ben, deleted=True) == []
    project.close()


def test_an_import_is_not_done_again_over_what_came_in_meanwhile(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    ben = project.add_annotator("Ben").key
    import_texts(project, TEXT)
    undo(project)
    import_texts(project, TEXT, owner=ben)
    before = contents(project)
    with pytest.raises(NotUndoable, match="come in another way"):
        redo(project)
    assert contents(project) == before
    project.close()


def test_metadata_and_people_follow_an_import_in_both_directions(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    before = contents(project)
    item = incoming(TEXT, [(12, 21, "PERSON")], "Ben")
    item.meta = {"source": "Evening News", "url": "https://example.org/2"}
    bring(project, [item])
    assert "Evening News" in str(rows.article(project.reader(), 1).meta)
    after = contents(project)
    undo(project)
    assert contents(project) == before
    redo(project)
    assert contents(project) == after
    undo(project)
    assert [person.name for person in project.annotators()] == ["Ann"]
    project.close()


def test_metadata_that_changed_twice_in_one_import_goes_back_step_by_step(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    before = contents(project)
    items = [incoming(TEXT), incoming(TEXT)]
    items[0].meta, items[1].meta = {"source": "Evening News"}, {"source": "Morning Post"}
    bring(project, items)
    after = contents(project)
    undo(project)
    assert contents(project) == before
    redo(project)
    assert contents(project) == after
    project.close()


def test_a_person_who_has_begun_to_work_stays_when_their_import_goes(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    bring(project, [incoming(OTHER, [(22, 28, "ORG")], "Ben")])
    ben = project.annotator("Ben").key
    act(project, label(TEXT, 0, 3, owner=ben), owner=ben)
    assert undo(project) is not None
    assert [person.name for person in project.annotators()] == ["Ann", "Ben"]
    project.close()


def test_an_interrupted_import_is_taken_back_as_one_step(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    before = contents(project)
    bring(project, [incoming(TEXT)], [incoming(OTHER)], interrupted=True)
    step = history.undoable(project.reader(), ANN)
    assert step is not None
    assert (step.state, step.size) == ("interrupted", 2)
    undo(project)
    assert contents(project) == before
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
