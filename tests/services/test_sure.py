"""Sure suggestions are accepted at once, in the article or everywhere, as one step; what was refused before never is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.annotation import Suggestion
from annotator.model.schema import Schema
from annotator.services.jobs import Job
from annotator.services.session import Session
from annotator.services.sure import sure_ones
from annotator.storage import suggestions
from tests.services.desk import SOURCE, TEXT, at, labels, open_desk, stored

TEXTS = (TEXT, "Ada Lee met Harbour Radio.", "Ada Lee and Harbour Radio again.", "Ada Lee only.")


@pytest.fixture
def session(tmp_path: Path, schema: Schema) -> Iterator[Session]:
    session = open_desk(tmp_path, schema, TEXTS)
    session.place.use_memory(session.place.gather_memory())
    for text in TEXTS[1:]:
        found = [Suggestion("m@1", "entity", "PERSON", at("Ada Lee", text=text), 0.95)]
        if "Harbour Radio" in text:
            found.append(Suggestion("m@1", "entity", "ORG", at("Harbour Radio", text=text), 0.95))
        key = key_of(session, text)
        session.project.writer.run(lambda db, key=key, found=found: suggestions.replace(db, key, "m@1", found, "2026"))  # type: ignore[misc]  # mypy knows no default in a lambda
    yield session
    session.close()


def key_of(session: Session, text: str) -> int:
    return next(
        row.key for row in session.queue.rows(0, 10) if row.title.startswith(text[:12]) and row.length == len(text)
    )


def test_all_sure_ones_of_the_article_are_one_step(session: Session) -> None:
    names = [(item.label, item.quote) for item in sure_ones(session.place.open)]
    assert names == [("PERSON", "Ada Lee"), ("CLAIM", "“We tried,” “and we won.”"), ("PERSON", "Ada Lee")]
    assert session.sure.accept() == 3
    assert ("CUE", "told") in stored(session), "a claim brings its cue"
    assert ("ORG", "Harbour Radio") not in labels(session)
    session.history.undo()
    assert stored(session) == []


def test_what_was_refused_once_is_never_accepted_in_bulk(session: Session) -> None:
    session.open_article(key_of(session, TEXTS[1]))
    org = next(item.id for item in session.place.open.pending.values() if item.label == "ORG")
    session.deciding.reject(org)
    session.open_article(key_of(session, TEXTS[2]))
    assert [item.label for item in session.place.open.pending.values()] == ["PERSON", "ORG"], (
        "one refusal holds nothing back"
    )
    assert [item.label for item in sure_ones(session.place.open)] == ["PERSON"]


def test_two_that_contradict_each_other_are_left_to_the_person(session: Session) -> None:
    text = TEXTS[3]
    other = [Suggestion("n@1", "entity", "ORG", at("Ada Lee", text=text), 0.95)]
    key = key_of(session, text)
    session.project.writer.run(lambda db: suggestions.replace(db, key, "n@1", other, "2026"))
    session.open_article(key)
    assert len(session.place.open.pending) == 2
    assert sure_ones(session.place.open) == []


def test_everywhere_is_one_undo_step_over_the_open_articles(session: Session) -> None:
    session.open_article(key_of(session, TEXTS[3]))
    session.progress.finish()
    session.wait()
    preview = session.sure.preview(Job())
    assert (preview.articles, preview.suggestions) == (3, 7)
    assert preview.by_label["entity/ORG"] == 2
    done = session.sure.accept_everywhere(Job(), preview.suggestions)
    session.sure.take_in(done)
    assert (done.articles, done.suggestions) == (3, 7)
    db = session.project.reader()
    assert db.execute(
        "SELECT count(*) FROM annotation WHERE deleted = 0 AND article = ?", (session.place.open.article.key,)
    ).fetchone() == (0,)
    assert db.execute("SELECT count(DISTINCT article) FROM annotation WHERE deleted = 0").fetchone() == (3,)
    step = session.history.undoable()
    assert step is not None
    assert step.title == "Accept 7 sure suggestions"
    session.history.undo()
    assert session.project.reader().execute("SELECT count(*) FROM annotation WHERE deleted = 0").fetchone() == (0,)


def test_stopped_halfway_what_was_accepted_can_be_taken_back(session: Session) -> None:
    job = Job()
    job._listener = lambda progress: job.cancel() if progress.done else None
    done = session.sure.accept_everywhere(job)
    assert done.interrupted
    assert 0 < done.suggestions < 8
    session.sure.take_in(done)
    session.history.undo()
    assert session.project.reader().execute("SELECT count(*) FROM annotation WHERE deleted = 0").fetchone() == (0,)


def test_decisions_change_what_is_sure_from_the_next_article_on(session: Session) -> None:
    for text in TEXTS[1:3]:
        session.open_article(key_of(session, text))
        for item in list(session.place.open.pending.values()):
            session.deciding.reject(item.id)
    session.open_article(key_of(session, TEXTS[3]))
    (item,) = session.place.open.pending.values() or [None]
    assert item is None or item.score == 0.95
    calibration = session.place.learned.calibration if session.place.learned else None
    assert calibration is not None
    share = calibration.share(("m@1", "entity", "PERSON"), 0.95)
    assert share is not None
    assert share < 0.85, "the raw score is kept, what it means is learned"
    gathered = session.place.gather_memory().calibration
    assert gathered.share(("m@1", "entity", "PERSON"), 0.95) == share
    assert SOURCE != "m@1"
