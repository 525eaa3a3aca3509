"""Memory can be looked at and told things: forget, never, always; each can be taken back, and speaks from then on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.annotation import Suggestion
from annotator.model.schema import Schema
from annotator.services.handing_out import hand_out
from annotator.services.jobs import Job
from annotator.services.recalling import Recalled
from annotator.services.session import Session
from annotator.storage import suggestions
from tests.services.desk import TEXT, at, open_desk

TEXTS = (TEXT, "Harbour Radio spoke to Lee. Fine.", "Harbour Radio, again.")


@pytest.fixture
def session(tmp_path: Path, schema: Schema) -> Iterator[Session]:
    session = open_desk(tmp_path, schema, TEXTS, suggest=False)
    session.place.use_memory(session.place.gather_memory())
    for text in TEXTS:
        found = [Suggestion("m@1", "entity", "ORG", at("Harbour Radio", text=text), 0.7)]
        key = key_of(session, text)
        session.project.writer.run(lambda db, key=key, found=found: suggestions.replace(db, key, "m@1", found, "2026"))  # type: ignore[misc]  # mypy knows no default in a lambda
    session.open_article(key_of(session, TEXT))
    yield session
    session.close()


def key_of(session: Session, text: str) -> int:
    return next(
        row.key for row in session.queue.rows(0, 9) if row.length == len(text) and text.startswith(row.title[:9])
    )


def pending(session: Session, text: str) -> list[tuple[str, str]]:
    session.open_article(key_of(session, text))
    return [(p.label, p.quote) for p in session.place.open.pending.values()]


def radio(session: Session) -> Recalled:
    return next(one for one in session.memory.everything(Job()) if one.string == "Harbour Radio")


def refuse(session: Session, text: str) -> None:
    session.open_article(key_of(session, text))
    session.deciding.reject(next(p.id for p in session.place.open.pending.values() if p.quote == "Harbour Radio"))


def test_what_was_decided_is_counted_and_shown_in_its_text(session: Session) -> None:
    refuse(session, TEXTS[0])
    session.open_article(key_of(session, TEXTS[1]))
    session.deciding.accept_as(next(iter(session.place.open.pending)), "entity", "GPE")
    one = radio(session)
    assert (dict(one.labelled), one.accepted, one.relabelled, dict(one.refused)) == ({"GPE": 1}, 0, 1, {"ORG": 1})
    assert (one.proposed_as, one.held_back) == ("", ())
    places = session.memory.places("entity", "Harbour Radio")
    assert [(place.what, place.label, place.quote) for place in places] == [
        ("rejected", "ORG", "Harbour Radio"),
        ("labelled", "GPE", "Harbour Radio"),
    ]
    assert places[1].after.startswith("spoke to Lee")


def test_two_refusals_hold_back_and_forgetting_lets_it_come_again(session: Session) -> None:
    refuse(session, TEXTS[0])
    refuse(session, TEXTS[1])
    assert pending(session, TEXTS[2]) == [], "the same no is not asked a third time"
    one = radio(session)
    assert one.held_back == ("ORG",)
    session.memory.forget([one])
    assert pending(session, TEXTS[2]) == [("ORG", "Harbour Radio")]
    assert radio(session).held_back == ()
    session.history.undo()
    assert pending(session, TEXTS[2]) == []


def test_never_holds_at_once_and_always_proposes_where_no_model_does(session: Session) -> None:
    refuse(session, TEXTS[0])
    session.memory.never(radio(session), "ORG")
    assert pending(session, TEXTS[2]) == []
    session.memory.always(radio(session), "GPE")
    assert pending(session, TEXTS[2]) == [("GPE", "Harbour Radio")]
    key = key_of(session, TEXTS[1])
    session.project.writer.run(lambda db: suggestions.remove_source(db, key, "m@1"))
    assert pending(session, TEXTS[1]) == [("GPE", "Harbour Radio")], "no model proposes it here"
    assert radio(session).told.always == "GPE"
    session.memory.untell([radio(session)])
    assert pending(session, TEXTS[2]) == [("ORG", "Harbour Radio")]


def test_what_memory_was_told_survives_a_restart_and_is_the_annotators_own(session: Session, tmp_path: Path) -> None:
    refuse(session, TEXTS[0])
    session.memory.never(radio(session), "ORG")
    hand_out(session.project, tmp_path / "out", ["Mia", "Ben"])
    path = session.project.path
    session.close()
    again = Session.open(path)
    again.place.use_memory(again.place.gather_memory())
    assert pending(again, TEXTS[2]) == []
    again.close()
    for name, there in (("Mia", 1), ("Ben", 0)):
        own = Session.open(tmp_path / "out" / f"{path.stem}-{name}.annotator")
        count = own.project.reader().execute("SELECT count(*) FROM setting WHERE name LIKE 'memory/%'").fetchone()
        assert count == (there,)
        own.close()
