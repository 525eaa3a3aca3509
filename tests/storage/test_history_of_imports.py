"""Undo and redo of imports: one step each, that leaves nothing behind and takes nobody's later work away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.change import deleted, edited
from annotator.model.errors import NotUndoable
from annotator.model.ids import new_id
from annotator.model.schema import Label
from annotator.storage import history, rows, search, suggestions
from annotator.storage.check import check
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
)
from tests.storage.steps import redo, reopened, undo

OTHER = "Another article about OpenAI and Mayor Lee.\n"


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
