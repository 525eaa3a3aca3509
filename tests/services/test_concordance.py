"""The concordance: found in every article, answered in one step that one undo takes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.errors import UserError
from annotator.model.schema import Schema
from annotator.services.concordance import Wanted
from annotator.services.jobs import Job
from annotator.services.session import Session
from tests.services.desk import TEXT, at, labels, open_desk

OTHERS = ("Lee went home. Lees do not.", "Nobody here.", "“Lee” is a name; ada  lee too.")


@pytest.fixture
def session(tmp_path: Path, schema: Schema) -> Iterator[Session]:
    session = open_desk(tmp_path, schema, (TEXT, *OTHERS))
    yield session
    session.close()


def find(session: Session, **wanted: str) -> list[tuple[str, str]]:
    hits, more = session.concordance.find(Wanted(**wanted), Job())
    assert more == 0
    return sorted((hit.quote, hit.label) for hit in hits)


def test_whole_words_are_found_in_every_article_with_what_lies_on_them(session: Session) -> None:
    found = find(session, words="Lee")
    assert len(found) == 5 + 1 + 2
    assert ("Lee", "PERSON") in found


def test_any_white_space_and_case_will_do(session: Session) -> None:
    assert find(session, words="Ada Lee") == [("Ada Lee", "PERSON"), ("Ada Lee", "PERSON"), ("ada  lee", "")]


def test_labels_are_found_with_words_in_them_and_without_a_link(session: Session) -> None:
    assert find(session, layer="entity", label="ORG", words="radio") == [("Harbour Radio", "ORG")]
    session.labelling.create(at("Critics of Lee doubt it"), "claim", "CLAIM")
    assert find(session, layer="claim", label="CLAIM", lacking="claimer") == [("Critics of Lee doubt it", "CLAIM")]


def test_hits_come_in_pages(session: Session) -> None:
    first, more = session.concordance.find(Wanted("Lee"), Job(), limit=1)
    assert first
    assert more
    second, _ = session.concordance.find(Wanted("Lee"), Job(), after=more, limit=1)
    assert {hit.article for hit in first}.isdisjoint({hit.article for hit in second})


def test_all_places_are_labelled_in_one_step_and_undone_in_one(session: Session) -> None:
    hits, _ = session.concordance.find(Wanted("Lee"), Job())
    assert session.concordance.label(hits, "entity", "PERSON", Job()) == 8
    session.wait()
    assert {label for _, label in find(session, words="Lee")} == {"PERSON"}
    assert ("PERSON", "Lee") in labels(session)
    back = session.history.undo()
    assert back.article is None, "several articles"
    assert labels(session) == []


def test_relabelling_changes_what_is_there(session: Session) -> None:
    session.labelling.create(at("Harbour Radio"), "entity", "ORG")
    hits, _ = session.concordance.find(Wanted("Harbour Radio"), Job())
    assert session.concordance.label(hits, "entity", "GPE", Job()) == 1
    assert labels(session) == [("GPE", "Harbour Radio")]


def test_accepting_and_rejecting_many(session: Session) -> None:
    hits, _ = session.concordance.find(Wanted("Ada Lee"), Job())
    assert session.concordance.accept(hits, Job()) == 2
    assert labels(session) == [("PERSON", "Ada Lee")] * 2
    hits, _ = session.concordance.find(Wanted("Ada Lee"), Job())
    assert session.concordance.reject(hits, Job()) == 2
    assert labels(session) == []


def test_finished_articles_are_left_alone(session: Session) -> None:
    session.progress.finish()
    hits, _ = session.concordance.find(Wanted("Harbour Radio"), Job())
    with pytest.raises(UserError, match="finished"):
        session.concordance.accept(hits, Job())
