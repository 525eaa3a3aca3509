"""Links made by the session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.errors import UserError
from annotator.model.schema import Schema
from annotator.services.session import Session
from tests.services.desk import at, open_desk


@pytest.fixture
def session(tmp_path: Path, schema: Schema) -> Iterator[Session]:
    session = open_desk(tmp_path, schema, suggest=False)
    yield session
    session.close()


def test_a_stance_has_one_holder_the_second_replaces_the_first(session: Session) -> None:
    stance = session.labelling.create(at("opposes"), "stance", "against", {"expression": "explicit"})
    lee = session.labelling.create(at("Lee", 2), "entity", "PERSON")
    critics = session.labelling.create(at("Critics of Lee"), "entity", "ACTOR")
    session.linking.link("holder", stance.id, lee.id)
    session.linking.link("holder", stance.id, critics.id)
    session.wait()
    session.place.reread()
    assert [item.quote for item in session.place.open.linked(stance.id, "holder")] == ["Critics of Lee"]
    session.history.undo()
    assert [item.quote for item in session.place.open.linked(stance.id, "holder")] == ["Lee"]


def test_a_claim_can_have_two_claimers(session: Session) -> None:
    claim = session.labelling.create(at("taxes fell"), "claim", "CLAIM")
    for quote in ("Ada Lee", "Harbour Radio"):
        entity = session.labelling.create(at(quote), "entity", "PERSON")
        session.linking.link("claimer", claim.id, entity.id)
        session.linking.link("claimer", claim.id, entity.id)
    assert len(session.place.open.links_from(claim.id)) == 2


def test_links_that_the_schema_does_not_know_are_refused(session: Session) -> None:
    claim = session.labelling.create(at("taxes fell"), "claim", "CLAIM")
    cue = session.labelling.create(at("said"), "claim", "CUE")
    with pytest.raises(UserError, match="cannot go"):
        session.linking.link("claimer", claim.id, cue.id)
    with pytest.raises(UserError, match="no link"):
        session.linking.link("father", claim.id, cue.id)


def test_the_other_ends_are_offered_nearest_first(session: Session) -> None:
    claim = session.labelling.create(at("taxes fell"), "claim", "CLAIM")
    far = session.labelling.create(at("Ada Lee", 1), "entity", "PERSON")
    near = session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    cue = session.labelling.create(at("said"), "claim", "CUE")
    assert [item.id for item in session.linking.ends(claim.id, "claimer")] == [near.id, far.id]
    assert [item.id for item in session.linking.ends(claim.id, "cue")] == [cue.id]


def test_a_link_is_taken_away_and_comes_back(session: Session) -> None:
    claim = session.labelling.create(at("taxes fell"), "claim", "CLAIM")
    cue = session.labelling.create(at("said"), "claim", "CUE")
    link = session.linking.link("cue", claim.id, cue.id)
    session.linking.unlink(link.id)
    assert session.place.open.links == {}
    session.history.undo()
    assert session.place.open.linked(claim.id, "cue")[0].id == cue.id


def test_who_claims_is_offered_first_as_holder_and_dates_last(session: Session) -> None:
    claim = session.labelling.create(at("taxes fell by 3 percent in May"), "claim", "CLAIM")
    person = session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    radio = session.labelling.create(at("Harbour Radio"), "entity", "ORG")
    date = session.labelling.create(at("May", 1), "entity", "DATE")
    session.linking.link("claimer", claim.id, person.id)
    stance = session.labelling.create(at("fell by 3 percent in May"), "stance", "favor")
    assert [item.id for item in session.linking.ends(stance.id, "holder")] == [person.id, radio.id, date.id]
