"""The list of articles under each filter and in each order; rows and counts of one annotator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.annotation import Suggestion
from annotator.model.calibration import Calibration
from annotator.model.change import deleted, edited
from annotator.model.pending import pending
from annotator.storage import figures, history, rows, suggestions
from annotator.storage.connection import Connection
from annotator.storage.journal import transaction
from annotator.storage.project import Project
from annotator.storage.queue import QueueCounts, QueueFilter, counts, queue_keys, queue_rows
from tests.storage.projects import ANN, SCHEMA, act, decision, insert_article, label, new_project, note, work

TEXTS = [
    f"Number {n}. Mayor Lee of OpenAI said that “it works”.\n{'Café. ' if n % 2 else '北京大学。'}" for n in range(1, 9)
]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Eight articles that came in in reverse order of their publishing, with keys 1 to 8."""
    project = new_project(tmp_path)

    def add(db: Connection) -> None:
        with transaction(db):
            for number, text in enumerate(TEXTS, 1):
                insert_article(
                    db,
                    text,
                    imported=f"2026-02-01T10:00:0{number}.000Z",
                    published=f"2026-01-{20 - number:02}T08:00:00Z" if number != 5 else "",
                    source="Evening News" if number % 2 else "Morning Post",
                )
            from annotator.storage import search

            search.index(db, 1, 8)

    project.writer.run(add)
    yield project
    project.close()


def keys(project: Project, owner: int = ANN, limit: int | None = None, **wanted: object) -> list[int]:
    return list(queue_keys(project.reader(), owner, QueueFilter(**wanted), limit))  # type: ignore[arg-type]


def suggest(project: Project, article: int, *found: Suggestion, source: str = "m@1") -> None:
    project.writer.run(lambda db: suggestions.replace(db, article, source, found, "2026-02-01T10:00:00.000Z"))


def proposal(start: int, name: str = "ORG", score: float | None = None, source: str = "m@1") -> Suggestion:
    return Suggestion(source, "entity", name, ((start, start + 3),), score)


def test_the_orders(project: Project) -> None:
    assert keys(project) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert keys(project, order="newest") == [1, 2, 3, 4, 6, 7, 8, 5], "without a date last"
    suggest(project, 3, proposal(0, score=0.9), proposal(5, score=0.8))
    suggest(project, 6, proposal(0, score=0.2))
    suggest(project, 7, proposal(0))
    assert keys(project, order="pending") == [3, 6, 7, 1, 2, 4, 5, 8]
    assert keys(project, order="uncertain") == [6, 3, 1, 2, 4, 5, 7, 8]
    shuffled = keys(project, order="random", seed=4)
    assert shuffled == keys(project, order="random", seed=4)
    assert shuffled != keys(project, order="random", seed=5)
    assert sorted(shuffled) == keys(project)
    for order in ("imported", "newest", "pending", "uncertain", "random"):
        assert keys(project, order=order, limit=3) == keys(project, order=order)[:3]


def test_the_filters(project: Project) -> None:
    act(project, work(2, status="done"), work(3, status="skipped", reason="paywall"), work(4, flagged=True))
    act(project, note("?", article=5), replace(note("!", article=6), state="settled"))
    assert keys(project, status="open") == [1, 4, 5, 6, 7, 8]
    assert keys(project, status="done") == [2]
    assert keys(project, status="skipped") == [3]
    assert keys(project, flagged=True) == [4]
    assert keys(project, notes=True) == [5]
    assert keys(project, source="Morning Post") == [2, 4, 6, 8]
    assert keys(project, after="2026-01-16", before="2026-01-18") == [2, 3, 4]
    assert keys(project, before="2026-01-12") == [8], "a day includes its times; without a date is not before"
    assert keys(project, text="cafe") == [1, 3, 5, 7]
    assert keys(project, text="大学") == [2, 4, 6, 8]
    assert keys(project, text='"it works" lee', status="open", source="Morning Post") == [4, 6, 8]
    assert keys(project, text="nowhere") == []
    assert keys(project, text="cafe", limit=2) == [1, 3]
    ben = project.add_annotator("Ben").key
    assert keys(project, ben, status="open") == [1, 2, 3, 4, 5, 6, 7, 8]
    project.writer.run(lambda db: history.undo(db, ANN))
    project.writer.run(lambda db: history.undo(db, ANN))
    assert keys(project, status="open") == [1, 2, 3, 4, 5, 6, 7, 8]
    assert keys(project, status="done") == []
    assert keys(project, notes=True) == []


def test_pending_means_not_decided_by_this_annotator(project: Project) -> None:
    ben = project.add_annotator("Ben").key
    one, two = proposal(0), proposal(10)
    suggest(project, 1, one, two)
    suggest(project, 1, replace(one, source="z@1"), source="z@1")
    suggest(project, 2, one)
    suggest(project, 3, Suggestion("m@1", "entity", "CARDINAL", ((0, 3),)))
    assert keys(project, pending=True) == [1, 2, 3], "before anything was decided the schema is not looked at"
    act(project, decision(one, TEXTS[0], "rejected"))
    assert keys(project, pending=True) == [1, 2, 3]
    act(project, label(TEXTS[0], 10, 13, "PERSON"))
    assert keys(project, pending=True) == [2, 3]
    assert keys(project, pending=True, limit=1) == [2]
    assert keys(project, ben, pending=True) == [1, 2, 3]
    project.writer.run(lambda db: history.undo(db, ANN))
    assert keys(project, pending=True) == [1, 2, 3]


def test_rows_say_what_the_cards_will_say(project: Project) -> None:
    one, two = proposal(0), proposal(10)
    suggest(project, 1, one, two, Suggestion("m@1", "entity", "CARDINAL", ((30, 33),)))
    suggest(project, 1, replace(one, source="z@1"), replace(two, source="z@1", label="PERSON"), source="z@1")
    act(project, decision(one, TEXTS[0], "rejected"), label(TEXTS[0], 4, 9), work(1, flagged=True))
    first = queue_rows(project.reader(), [1], ANN)[0]
    assert (first.key, first.title, first.source) == (1, TEXTS[0].splitlines()[0], "Evening News")
    assert (first.status, first.flagged, first.labels) == ("open", True, 1)
    assert first.length == len(TEXTS[0])
    db = project.reader()
    shown = pending(
        rows.article(db, 1).id,
        TEXTS[0],
        suggestions.of_article(db, 1),
        rows.annotations_of(db, 1, ANN),
        rows.decisions(db, 1, ANN),
        SCHEMA,
    )
    assert first.pending == len(shown) == 2
    assert [row.key for row in queue_rows(db, [8, 99, 2], ANN)] == [8, 2]
    assert queue_rows(db, [], ANN) == []


def test_counts_follow_what_is_done_and_undone(project: Project) -> None:
    assert counts(project.reader(), ANN) == QueueCounts(8, 0, 0, 0, 8)
    act(project, work(1, status="done", flagged=True), work(2, status="skipped"), work(3, flagged=True))
    assert counts(project.reader(), ANN) == QueueCounts(6, 1, 1, 2, 8)
    there = rows.work(project.reader(), 1, ANN)
    assert there is not None
    act(project, edited(there, status="open"))
    assert counts(project.reader(), ANN) == QueueCounts(7, 0, 1, 2, 8)
    project.writer.run(lambda db: history.undo(db, ANN))
    project.writer.run(lambda db: history.undo(db, ANN))
    assert counts(project.reader(), ANN) == QueueCounts(8, 0, 0, 0, 8)


# -- suggestions ------------------------------------------------------------------------------------------------------


def test_suggestions_come_back_as_they_were_put_in(project: Project) -> None:
    claim = Suggestion("c@1", "claim", "CLAIM", ((0, 4), (9, 12)), 0.5, {"voice": "direct"}, (("claimer", 1),))
    found = [claim, Suggestion("c@1", "entity", "PERSON", ((20, 24),))]
    suggest(project, 1, *found, source="c@1")
    suggest(project, 1, proposal(3), source="m@1")
    db = project.reader()
    assert suggestions.of_article(db, 1) == {"c@1": found, "m@1": [proposal(3)]}
    assert suggestions.of_articles(db, [2, 1]) == {1: suggestions.of_article(db, 1)}
    assert suggestions.sources(db) == [("c@1", 2), ("m@1", 1)]
    suggest(project, 1, source="c@1")
    assert suggestions.of_article(db, 1) == {"c@1": [], "m@1": [proposal(3)]}
    project.writer.run(lambda db: suggestions.remove_source(db, 1, "m@1"))
    assert suggestions.of_article(db, 1) == {"c@1": []}


def test_a_source_is_not_run_twice_on_an_article(project: Project) -> None:
    suggest(project, 2)
    suggest(project, 5, proposal(0))
    assert list(suggestions.without_source(project.reader(), "m@1")) == [1, 3, 4, 6, 7, 8]
    assert list(suggestions.without_source(project.reader(), "m@1", 2)) == [1, 3]
    assert list(suggestions.without_source(project.reader(), "other@1")) == [1, 2, 3, 4, 5, 6, 7, 8]


# -- figures ----------------------------------------------------------------------------------------------------------


def test_the_figures_count_what_there_is(project: Project) -> None:
    ben = project.add_annotator("Ben").key
    gold = project.gold().key
    one, two = proposal(0), proposal(10)
    suggest(project, 1, one, two)
    suggest(project, 2, one, Suggestion("m@1", "entity", "CARDINAL", ((5, 6),)))
    gone = label(TEXTS[0], 0, 3)
    act(project, gone, label(TEXTS[0], 4, 9), label(TEXTS[0], 4, 9, "CLAIM"), decision(one, TEXTS[0], "rejected"))
    act(project, deleted(gone), work(1, status="done"))
    act(project, label(TEXTS[1], 0, 3, article=2, owner=ben), work(1, ben, status="done"), owner=ben)
    act(project, label(TEXTS[1], 0, 3, article=2, owner=gold), work(2, gold, status="done"))
    found = figures.figures(project.reader())
    assert (found.articles, found.done, found.gold) == (8, 1, 1)
    assert [(f.annotator.name, f.annotations, f.done) for f in found.people] == [("Ann", 2, 1), ("Ben", 1, 1)]
    assert found.labels == {"claim": {"CLAIM": 1}, "entity": {"ORG": 2}}
    assert figures.label_counts(project.reader()) == found.labels
    assert figures.suggestion_figures(project.reader(), ANN) == figures.SuggestionFigures(2, 0, 0, 1)
    assert figures.suggestion_figures(project.reader(), ben) == figures.SuggestionFigures(2, 0, 0, 0)


def test_least_certain_first_goes_by_what_scores_have_come_to_mean(project: Project) -> None:
    sure, boastful = "sure@1", "boastful@1"
    for key, source, score in ((1, sure, 0.75), (2, boastful, 0.95), (3, sure, 0.85)):
        found = [Suggestion(source, "entity", "PERSON", ((0, 3),), score)]
        project.writer.run(lambda db, k=key, s=source, f=found: suggestions.replace(db, k, s, f, "2026"))  # type: ignore[misc]  # mypy knows no default in a lambda
    by_score = QueueFilter(order="uncertain")
    db = project.reader()
    assert list(queue_keys(db, ANN, by_score))[:3] == [1, 3, 2]
    calibration = Calibration()
    for _ in range(30):
        calibration.count((boastful, "entity", "PERSON"), 9, "rejected")
        calibration.count((sure, "entity", "PERSON"), 7, "accepted")
    ordered = list(queue_keys(db, ANN, by_score, calibration=calibration))
    assert ordered[0] == 2
    assert set(ordered[:3]) == {1, 2, 3}
    assert len(ordered) == 8


def test_publishers_take_turns_among_equally_uncertain_ones(project: Project) -> None:
    def prepare(db: Connection) -> None:
        for key, source in ((1, "North"), (2, "North"), (3, "South")):
            db.execute("UPDATE article SET source = ? WHERE id = ?", (source, key))
            suggestions.replace(db, key, "one@1", [Suggestion("one@1", "entity", "PERSON", ((0, 3),), 0.5)], "2026")

    project.writer.run(prepare)
    ordered = queue_keys(project.reader(), ANN, QueueFilter(order="uncertain"), calibration=Calibration())
    assert list(ordered)[:3] in ([1, 3, 2], [2, 3, 1], [3, 1, 2], [3, 2, 1])
    assert sorted(ordered) == list(range(1, 9))
