"""What was decided before decides the next article: relabelled, held back, found where no model finds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation, Suggestion
from annotator.model.change import created, deleted
from annotator.model.memory import Memory
from annotator.model.schema import Schema
from annotator.services.session import Session
from annotator.storage import suggestions
from tests.services.desk import TEXT, at, open_desk

TEXTS = (
    TEXT,
    "Harbour Radio spoke to Lee. Fine.",
    "Lee praised Harbour  Radio and Harbour Radio FM.",
    "Harbour Radio, again.",
)


@pytest.fixture
def session(tmp_path: Path, schema: Schema) -> Iterator[Session]:
    session = open_desk(tmp_path, schema, TEXTS, suggest=False)
    session.place.use_memory(session.place.gather_memory())
    yield session
    session.close()


def key_of(session: Session, start: str) -> int:
    rows = session.queue.rows(0, 10)
    return next(row.key for row in rows if row.title.startswith(start))


def propose(session: Session, key: int, text: str, label: str = "ORG", quote: str = "Harbour Radio") -> None:
    found = [Suggestion("m@1", "entity", label, at(quote, text=text), 0.7)]
    session.project.writer.run(lambda db: suggestions.replace(db, key, "m@1", found, "2026-01-01T00:00:00.000Z"))


def pending(session: Session) -> list[tuple[str, str, str]]:
    return [(p.label, p.quote, p.source) for p in session.place.open.pending.values()]


def test_a_string_that_was_relabelled_comes_under_that_label(session: Session) -> None:
    for start, text in (("Mayor", TEXTS[0]), ("Harbour Radio spoke", TEXTS[1])):
        session.open_article(key_of(session, start))
        session.labelling.create(at("Harbour Radio", text=text), "entity", "GPE")
    key = key_of(session, "Harbour Radio, again")
    propose(session, key, TEXTS[3])
    session.open_article(key)
    assert pending(session) == [("GPE", "Harbour Radio", "m@1")]
    made = session.deciding.accept(next(iter(session.place.open.pending)))
    assert made.label == "GPE"
    session.wait()
    session.place.reread()
    assert pending(session) == []


def test_a_string_refused_twice_is_held_back_in_later_articles_only(session: Session) -> None:
    for number, start in enumerate(("Mayor", "Harbour Radio spoke", "Harbour Radio, again")):
        key = key_of(session, start)
        propose(session, key, TEXTS[(0, 1, 3)[number]])
        session.open_article(key)
        if number == 2:
            assert pending(session) == []
        else:
            assert len(pending(session)) == 1
            session.deciding.reject(next(iter(session.place.open.pending)))


def test_an_undone_refusal_does_not_count(session: Session) -> None:
    for number, start in ((0, "Mayor"), (1, "Harbour Radio spoke")):
        key = key_of(session, start)
        propose(session, key, TEXTS[number])
        session.open_article(key)
        session.deciding.reject(next(iter(session.place.open.pending)))
    session.history.undo()
    key = key_of(session, "Harbour Radio, again")
    propose(session, key, TEXTS[3])
    session.open_article(key)
    assert len(pending(session)) == 1


def test_a_name_labelled_twice_is_found_where_no_model_finds_it(session: Session) -> None:
    for start, text in (("Mayor", TEXTS[0]), ("Harbour Radio spoke", TEXTS[1])):
        session.open_article(key_of(session, start))
        session.labelling.create(at("Harbour Radio", text=text), "entity", "ORG")
    session.open_article(key_of(session, "Lee praised"))
    assert pending(session) == [
        ("ORG", "Harbour  Radio", "annotator.memory@1.0"),
        ("ORG", "Harbour Radio", "annotator.memory@1.0"),
    ]


def test_memory_survives_a_restart(session: Session, tmp_path: Path) -> None:
    for start, text in (("Mayor", TEXTS[0]), ("Harbour Radio spoke", TEXTS[1])):
        session.open_article(key_of(session, start))
        session.labelling.create(at("Harbour Radio", text=text), "entity", "ORG")
    path = session.project.path
    session.close()
    again = Session.open(path)
    again.open_article(key_of(again, "Lee praised"))
    assert pending(again) == []
    again.place.use_memory(again.place.gather_memory())
    assert len(pending(again)) == 2
    again.close()


names = st.lists(
    st.tuples(st.sampled_from(["A", "B b", "C"]), st.sampled_from(["ORG", "GPE"]), st.booleans()), max_size=30
)


@given(names)
def test_learning_and_counting_anew_come_to_the_same(actions: list[tuple[str, str, bool]]) -> None:
    memory, live = Memory(), []
    for number, (quote, label, take_back) in enumerate(actions):
        annotation = Annotation(1, str(number), 1, "entity", label, ((0, len(quote)),), quote)
        memory.learn([created(annotation)])
        live.append(annotation)
        if take_back:
            gone = live.pop(0)
            memory.learn([deleted(gone)])
    anew = Memory()
    for annotation in live:
        anew.count_label("entity", annotation.label, annotation.quote)
    for quote in ("A", "B b", "C"):
        assert memory.usual_label("entity", quote) == anew.usual_label("entity", quote)
