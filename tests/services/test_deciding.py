"""Suggestions accepted, changed and refused by the session, read back from the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.article import Article
from annotator.model.change import Change
from annotator.model.errors import UserError
from annotator.model.pending import Pending
from annotator.model.schema import Schema
from annotator.model.schema_json import schema_from_json
from annotator.resources_path import resource
from annotator.services import taking
from annotator.services.opened import OpenArticle
from annotator.services.session import Session
from tests.services.desk import SOURCE, TEXT, at, labels, open_desk, proposals, stored


@pytest.fixture
def session(tmp_path: Path, schema: Schema) -> Iterator[Session]:
    session = open_desk(tmp_path, schema)
    yield session
    session.close()


def find(session: Session, label: str, quote: str, nth: int = 0) -> Pending:
    return [p for p in session.place.open.pending.values() if (p.label, p.quote) == (label, quote)][nth]


def verdicts(session: Session) -> list[tuple[str, str, str]]:
    session.wait()
    session.place.reread()
    return sorted((d.verdict, d.label, d.quote) for d in session.place.open.decisions.values())


def test_an_accepted_suggestion_is_a_label_with_its_origin(session: Session) -> None:
    made = session.deciding.accept(find(session, "ORG", "Harbour Radio").id)
    assert made.origin == {"kind": "suggestion", "source": SOURCE, "score": 0.4, "decision": "accepted"}
    assert stored(session) == [("ORG", "Harbour Radio")]
    assert verdicts(session) == [("accepted", "ORG", "Harbour Radio")]


def test_a_claim_brings_its_claimer_and_cue_in_one_step(session: Session) -> None:
    claim = session.deciding.accept(find(session, "CLAIM", "taxes fell by 3 percent in May").id)
    assert stored(session) == [("PERSON", "Ada Lee"), ("CUE", "said"), ("CLAIM", "taxes fell by 3 percent in May")]
    opened = session.place.open
    assert {(link.role, opened.annotations[link.target].quote) for link in opened.links_from(claim.id)} == {
        ("claimer", "Ada Lee"),
        ("cue", "said"),
    }
    session.history.undo()
    assert labels(session) == []
    assert len(session.place.open.pending) == 8


def test_a_claimer_that_was_accepted_before_is_linked(session: Session) -> None:
    person = session.deciding.accept(find(session, "PERSON", "Ada Lee").id)
    claim = session.deciding.accept(find(session, "CLAIM", "taxes fell by 3 percent in May").id)
    assert [item.id for item in session.place.open.linked(claim.id, "claimer")] == [person.id]


def test_a_claimer_labelled_by_hand_is_linked_too(session: Session) -> None:
    person = session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    claim = session.deciding.accept(find(session, "CLAIM", "taxes fell by 3 percent in May").id)
    assert [item.id for item in session.place.open.linked(claim.id, "claimer")] == [person.id]


def test_labelling_the_text_of_a_suggestion_decides_it(session: Session) -> None:
    made = session.labelling.create(at("Harbour Radio"), "entity", "GPE")
    assert made.origin["decision"] == "edited"
    assert verdicts(session) == [("edited", "ORG", "Harbour Radio")]
    assert all(p.quote != "Harbour Radio" for p in session.place.open.pending.values())


def test_accepting_under_another_name_is_an_edit(session: Session) -> None:
    made = session.deciding.accept_as(find(session, "ORG", "Harbour Radio").id, "entity", "PERSON")
    assert (made.label, made.origin["decision"]) == ("PERSON", "edited")


def test_changing_an_accepted_one_by_hand_makes_it_an_edit(session: Session) -> None:
    made = session.deciding.accept(find(session, "ORG", "Harbour Radio").id)
    session.labelling.resize(made.id, "start", -1)
    assert session.place.open.annotations[made.id].origin["decision"] == "edited"
    assert verdicts(session) == [("edited", "ORG", "Harbour Radio")]


def test_all_of_the_same_text_and_label_are_accepted_at_once(session: Session) -> None:
    assert session.deciding.accept_alike(find(session, "PERSON", "Ada Lee").id) == 2
    assert stored(session) == [("PERSON", "Ada Lee")] * 2


def test_a_refused_one_never_comes_back_also_from_another_source(session: Session) -> None:
    session.deciding.reject(find(session, "ORG", "Harbour Radio").id)
    assert verdicts(session) == [("rejected", "ORG", "Harbour Radio")]
    assert all(p.quote != "Harbour Radio" for p in session.place.open.pending.values())
    session.history.undo()
    assert find(session, "ORG", "Harbour Radio")


def test_a_refused_claim_takes_its_cue_along_but_not_the_person(session: Session) -> None:
    session.deciding.reject(find(session, "CLAIM", "“We tried,” “and we won.”").id)
    left = {(p.label, p.quote) for p in session.place.open.pending.values()}
    assert ("CUE", "told") not in left
    assert ("PERSON", "Lee") in left


def test_a_deleted_label_that_was_a_suggestion_counts_as_refused(session: Session) -> None:
    made = session.deciding.accept(find(session, "ORG", "Harbour Radio").id)
    session.labelling.delete(made.id)
    assert verdicts(session) == [("rejected", "ORG", "Harbour Radio")]
    assert stored(session) == []


def test_many_are_accepted_as_one_step(session: Session) -> None:
    everything = list(session.place.open.pending)
    assert session.deciding.accept_many(everything) == len(everything)
    assert session.place.open.pending == {}
    assert len(stored(session)) == 8
    session.history.undo()
    assert len(session.place.open.pending) == 8


def test_an_attribute_answered_on_a_suggestion_accepts_it(session: Session) -> None:
    claim = find(session, "CLAIM", "taxes fell by 3 percent in May")
    made = session.labelling.set_attribute(claim.id, "claim_type", "statistic")
    assert made.attributes == {"voice": "indirect", "claim_type": "statistic"}
    assert len(session.place.open.links) == 2


def test_linking_to_a_suggestion_accepts_it_in_the_same_step(session: Session) -> None:
    claim = session.labelling.create(at("Critics of Lee doubt it"), "claim", "CLAIM")
    org = find(session, "ORG", "Harbour Radio")
    session.linking.link("about", claim.id, org.id)
    assert ("ORG", "Harbour Radio") in stored(session)
    session.history.undo()
    assert labels(session) == [("CLAIM", "Critics of Lee doubt it")]


def test_what_is_decided_cannot_be_decided_again(session: Session) -> None:
    item = find(session, "ORG", "Harbour Radio")
    session.deciding.reject(item.id)
    with pytest.raises(UserError, match="decided already"):
        session.deciding.accept(item.id)


@given(st.permutations(range(8)), st.integers(0, 8))
def test_taking_many_at_once_is_the_same_as_one_after_the_other(order: list[int], count: int) -> None:
    schema = schema_from_json(json.loads(resource("schemas", "news.json").read_text(encoding="utf-8")))
    article = Article(1, "a", TEXT, "", "", "", "", "", "en", {})
    opened = OpenArticle(article, schema, 1, packs={SOURCE: proposals()})
    wanted = [list(opened.pending.values())[number % len(opened.pending)] for number in order[:count]]
    now = opened
    changes: list[Change] = []
    for item in wanted:
        if item.id in now.pending:
            step = taking.take(now, now.pending[item.id], 0).changes
            changes += step
            now = now.after(step)
    at_once, _ = taking.take_all(opened, wanted, 0)
    assert said(opened.after(at_once)) == said(now)
    assert opened.after(at_once).pending.keys() == now.pending.keys()


def said(opened: OpenArticle) -> tuple[list[object], list[object]]:
    places = {a.id: (a.label, a.quote, a.start) for a in opened.annotations.values()}
    links = sorted((link.role, places[link.source], places[link.target]) for link in opened.links.values())
    return sorted(places.values()), links
