"""What people wait for is answered from indexes: no statement of it walks through a table that grows with the project."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.model.annotation import Suggestion
from annotator.model.change import Operation, created
from annotator.storage import history, journal, places, queue, rows, schema_edit, search, suggestions
from annotator.storage.connection import Connection, open_writer
from annotator.storage.project import Project
from annotator.storage.queue import QueueFilter
from tests.storage.bringing import bring, incoming
from tests.storage.projects import ANN, TEXT, act, label, new_project, note, work

GROWING = {
    "article", "annotation", "link", "note", "decision", "work", "spent", "suggestion", "event", "step",
}  # fmt: skip  # one after the other
"""Tables whose size follows that of the project or of the work done in it."""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = new_project(tmp_path)
    bring(project, [incoming(f"{TEXT}{n}", [(0, 3, "ORG")], "Ann") for n in range(50)])
    act(project, work(1, status="done"), note("?", article=2), label(TEXT, 0, 4))
    found = [Suggestion("m@1", "entity", "ORG", ((0, 3),), 0.5)]
    project.writer.run(lambda db: suggestions.replace(db, 3, "m@1", found, "2026-02-01T10:00:00.000Z"))
    yield project
    project.close()


def scans(db: Connection, ask: Callable[[Connection], Any]) -> list[str]:
    """The steps of the plans of all statements that `ask` runs which walk through a growing table."""
    statements: list[str] = []
    db.set_trace_callback(statements.append)
    try:
        ask(db)
    finally:
        db.set_trace_callback(None)
    assert statements
    found = []
    for statement in statements:
        if not statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            continue
        for *_, detail in db.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall():
            words = detail.split()
            if words[0] == "SCAN" and words[1] in GROWING:
                found.append(f"{detail}: {statement}")
    return found


READING: dict[str, Callable[[Connection], Any]] = {
    "an article": lambda db: rows.article(db, 7),
    "an article by its id": lambda db: rows.article_key(db, "x"),
    "the labels of an article": lambda db: rows.annotations_of(db, 7, ANN),
    "the links of an article": lambda db: rows.links(db, 7, ANN),
    "the notes of an article": lambda db: rows.notes(db, 7, ANN),
    "the decisions on an article": lambda db: rows.decisions(db, 7, ANN),
    "the state of an article": lambda db: rows.work(db, 7, ANN),
    "the time spent on an article": lambda db: rows.seconds(db, 7, ANN),
    "the suggestions for an article": lambda db: suggestions.of_article(db, 7),
    "which articles are closed": lambda db: rows.closed_among(db, [1, 2, 3], ANN),
    "who has worked on an article": lambda db: rows.owners_of(db, 7),
    "where the window was left": lambda db: places.place(db, ANN),
    "a page of the list": lambda db: queue.queue_rows(db, [3, 4, 5], ANN),
    "what undo takes back": lambda db: history.undoable(db, ANN),
    "what redo does": lambda db: history.redoable(db, ANN),
    "the schema": schema_edit.read_schema,
    "a word": lambda db: search.find_keys(db, "mayor", limit=50),
    "a word in an unspaced script": lambda db: search.find_keys(db, "北京", limit=50),
    "those with a note": lambda db: queue.queue_keys(db, ANN, QueueFilter(notes=True)),
    "those done": lambda db: queue.queue_keys(db, ANN, QueueFilter(status="done")),
    "those flagged": lambda db: queue.queue_keys(db, ANN, QueueFilter(flagged=True)),
    "those of a source": lambda db: queue.queue_keys(db, ANN, QueueFilter(source="x")),
}


@pytest.mark.parametrize("what", READING)
def test_reading_walks_through_no_growing_table(project: Project, what: str) -> None:
    assert scans(project.reader(), READING[what]) == []


def test_saving_walks_through_no_growing_table(project: Project) -> None:
    operation = Operation("label", "Label", (created(label(TEXT, 5, 9)),))
    writing: tuple[Callable[[Connection], Any], ...] = (
        lambda db: journal.apply(db, ANN, operation),
        lambda db: history.undo(db, ANN),
        lambda db: history.redo(db, ANN),
        lambda db: places.set_place(db, ANN, 3, 1, 1),
        lambda db: places.add_spent(db, 3, ANN, 1.0),
        lambda db: suggestions.replace(db, 4, "m@1", [], "2026-02-01T10:00:00.000Z"),
    )
    project.close()
    db = open_writer(project.path)
    try:
        for task in writing:
            assert scans(db, task) == []
    finally:
        db.close()


@pytest.mark.parametrize("order", ["imported", "newest"])
def test_the_first_page_comes_from_an_index_in_its_order(project: Project, order: str) -> None:
    db = project.reader()
    statements: list[str] = []
    db.set_trace_callback(statements.append)
    queue.queue_keys(db, ANN, QueueFilter(order=order), 50)
    db.set_trace_callback(None)
    (statement,) = statements
    plan = [detail for *_, detail in db.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()]
    assert len(plan) == 1
    assert "COVERING INDEX" in plan[0]
    assert not any("TEMP B-TREE" in detail for detail in plan)


def test_counting_by_what_is_pending_reads_no_pack(project: Project) -> None:
    db = project.reader()
    for wanted in (QueueFilter(order="pending"), QueueFilter(order="uncertain"), QueueFilter(pending=True)):
        found = [
            step for step in scans(db, lambda db, w=wanted: queue.queue_keys(db, ANN, w)) if "SCAN suggestion" in step
        ]  # type: ignore[misc]
        assert all("COVERING INDEX" in step for step in found)
    assert all("COVERING INDEX" in step for step in scans(db, suggestions.sources))
    assert all("COVERING INDEX" in step for step in scans(db, lambda db: queue.counts(db, ANN)))


def test_the_number_of_articles_is_counted_again_only_when_articles_came_or_went(project: Project) -> None:
    db = project.reader()
    assert rows.article_count(db) == 50
    statements: list[str] = []
    db.set_trace_callback(statements.append)
    act(project, label(TEXT, 0, 2))
    assert rows.article_count(db) == 50
    assert not any("count(*)" in statement for statement in statements)
    db.set_trace_callback(None)
    bring(project, [incoming("One more.")])
    assert rows.article_count(db) == 51
    for expected in (50, 50, 50):
        project.writer.run(lambda db: history.undo(db, ANN))
        assert rows.article_count(db) == expected
    project.writer.run(lambda db: history.undo(db, ANN))
    assert rows.article_count(db) == 0
    for _ in range(4):
        project.writer.run(lambda db: history.redo(db, ANN))
    assert rows.article_count(db) == 51


def test_opening_a_project_counts_nothing(project: Project) -> None:
    project.close()
    statements: list[str] = []
    connect = sqlite3.connect

    def traced(*arguments: Any, **named: Any) -> Connection:
        db = connect(*arguments, **named)
        db.set_trace_callback(statements.append)
        return db

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("annotator.storage.connection.sqlite3.connect", traced)
        again = Project.open(project.path)
    again.close()
    assert statements
    assert not any("count(" in statement or "FROM article" in statement for statement in statements)
