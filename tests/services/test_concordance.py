"""The concordance: found in every article, answered in one step that one undo takes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.errors import UserError
from annotator.model.schema import Schema
from annotator.services.concordance import Answer
from annotator.services.jobs import Job
from annotator.services.place_query import Wanted, ready_made, wanted
from annotator.services.session import Session
from tests.services.desk import TEXT, at, labels, open_desk

OTHERS = ("Lee went home. Lees do not.", "Nobody here.", "“Lee” is a name; ada  lee too.")


@pytest.fixture
def session(tmp_path: Path, schema: Schema) -> Iterator[Session]:
    session = open_desk(tmp_path, schema, (TEXT, *OTHERS))
    yield session
    session.close()


def done(session: Session, answer: Answer) -> int:
    return session.concordance.do(answer)


def find(session: Session, **wanted: str) -> list[tuple[str, str]]:
    hits, more = session.concordance.find(Wanted(**wanted), Job())  # type: ignore[arg-type]  # words only
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
    assert done(session, session.concordance.label(hits, "entity", "PERSON", Job())) == 8
    session.wait()
    assert {label for _, label in find(session, words="Lee")} == {"PERSON"}
    assert ("PERSON", "Lee") in labels(session)
    back = session.history.undo()
    assert back.article is None, "several articles"
    assert labels(session) == []


def test_relabelling_changes_what_is_there(session: Session) -> None:
    session.labelling.create(at("Harbour Radio"), "entity", "ORG")
    hits, _ = session.concordance.find(Wanted("Harbour Radio"), Job())
    assert done(session, session.concordance.label(hits, "entity", "GPE", Job())) == 1
    assert labels(session) == [("GPE", "Harbour Radio")]


def test_accepting_and_rejecting_many(session: Session) -> None:
    hits, _ = session.concordance.find(Wanted("Ada Lee"), Job())
    assert done(session, session.concordance.accept(hits, Job())) == 2
    assert labels(session) == [("PERSON", "Ada Lee")] * 2
    hits, _ = session.concordance.find(Wanted("Ada Lee"), Job())
    assert done(session, session.concordance.reject(hits, Job())) == 2
    assert labels(session) == []


def test_finished_articles_are_left_alone(session: Session) -> None:
    session.progress.finish()
    hits, _ = session.concordance.find(Wanted("Harbour Radio"), Job())
    with pytest.raises(UserError, match="finished"):
        done(session, session.concordance.accept(hits, Job()))


def test_the_search_language_means_labels_what_they_lack_and_the_words_in_them(
    session: Session, schema: Schema
) -> None:
    def said(text: str) -> list[str]:
        hits, _ = session.concordance.find(wanted(text, schema), Job())
        return sorted(hit.quote for hit in hits)

    assert said("label:ORG radio") == ["Harbour Radio"]
    session.labelling.create(at("Critics of Lee doubt it"), "claim", "CLAIM")
    assert said("label:CLAIM without:claimer -has:suggestion") == ["Critics of Lee doubt it"]
    assert said("without:claimer has:suggestion") == said("label:CLAIM without:claimer has:suggestion")
    assert "Ada Lee" in said("has:suggestion layer:entity")
    with pytest.raises(UserError, match="ORG"):
        said("label:NONSENSE")
    for _, query in ready_made(schema):
        said(query)


def test_strings_labelled_differently_are_listed(session: Session) -> None:
    session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    session.labelling.create(at("Ada Lee", 1), "entity", "ORG")
    session.labelling.create(at("Harbour Radio"), "entity", "ORG")
    assert [(one.string, one.labels) for one in session.concordance.differing(Job())] == [
        ("Ada Lee", {"ORG": 1, "PERSON": 1})
    ]


def test_never_holds_a_string_back_at_once_and_undo_brings_it_again(session: Session) -> None:
    session.place.use_memory(session.place.gather_memory())
    assert find(session, words="Ada Lee")[0] == ("Ada Lee", "PERSON")
    assert session.memory.never_any([("entity", "PERSON", "Ada Lee"), ("entity", "PERSON", "Ada  Lee")]) == 1
    session.wait()
    assert {label for _, label in find(session, words="Ada Lee")} == {""}
    session.history.undo()
    assert ("Ada Lee", "PERSON") in find(session, words="Ada Lee")
