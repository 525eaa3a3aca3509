"""Labels made, changed and deleted by the session, read back from the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.annotation import Annotation
from annotator.model.errors import UserError
from annotator.model.schema import Schema
from annotator.services.session import Session
from tests.services.desk import at, labels, open_desk, stored


@pytest.fixture
def session(tmp_path: Path, schema: Schema) -> Iterator[Session]:
    session = open_desk(tmp_path, schema, suggest=False)
    yield session
    session.close()


def test_a_label_is_shown_at_once_and_then_stored(session: Session) -> None:
    session.labelling.create(at("Harbour Radio"), "entity", "ORG")
    assert labels(session) == [("ORG", "Harbour Radio")]
    assert stored(session) == [("ORG", "Harbour Radio")]
    assert session.saving.state == "saved"


def test_white_space_at_the_ends_is_left_out(session: Session) -> None:
    start, end = at("Harbour Radio")[0]
    made = session.labelling.create([(start - 1, end)], "entity", "ORG")
    assert made.quote == "Harbour Radio"
    with pytest.raises(UserError, match="No text is selected"):
        session.labelling.create([(start - 1, start)], "entity", "ORG")


def test_the_same_label_twice_is_one(session: Session) -> None:
    one = session.labelling.create(at("Harbour Radio"), "entity", "ORG")
    assert session.labelling.create(at("Harbour Radio"), "entity", "ORG") == one
    assert len(stored(session)) == 1


def test_labels_nest_and_overlap(session: Session) -> None:
    session.labelling.create(at("Ada Lee said"), "claim", "EVIDENCE")
    session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    session.labelling.create(at("Lee said taxes"), "claim", "CLAIM")
    assert len(stored(session)) == 3


def test_a_claim_knows_its_voice_from_the_quotation_marks(session: Session) -> None:
    direct = session.labelling.create([*at("“We tried,”"), *at("“and we won.”")], "claim", "CLAIM")
    assert direct.attributes["voice"] == "direct"
    assert direct.quote == "“We tried,” “and we won.”"
    plain = session.labelling.create(at("taxes fell"), "claim", "CLAIM")
    assert "voice" not in plain.attributes
    person = session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    session.linking.link("claimer", plain.id, person.id)
    assert session.place.open.annotations[plain.id].attributes["voice"] == "indirect"


def test_resizing_moves_by_token_and_never_empties(session: Session) -> None:
    made = session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    assert session.labelling.resize(made.id, "end", 1).quote == "Ada Lee said"
    assert session.labelling.resize(made.id, "start", 1).quote == "Mayor Ada Lee said"
    assert session.labelling.resize(made.id, "end", -1).quote == "Mayor Ada Lee"
    for _ in range(5):
        session.labelling.resize(made.id, "start", -1)
    assert stored(session) == [("PERSON", "Lee")]


def test_a_fragment_is_added_and_joined_where_it_touches(session: Session) -> None:
    made = session.labelling.create(at("“We tried,”"), "claim", "CLAIM")
    assert len(session.labelling.add_fragment(made.id, at("“and we won.”")[0]).fragments) == 2
    joined = session.labelling.add_fragment(made.id, at("Lee told Harbour Radio,")[0])
    assert joined.quote == "“We tried,” Lee told Harbour Radio, “and we won.”"
    assert len(joined.fragments) == 1, "with white space alone between them they are one"


def test_relabelling_drops_links_that_no_longer_fit(session: Session) -> None:
    claim = session.labelling.create(at("taxes fell"), "claim", "CLAIM", {"claim_type": "fact"})
    person = session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    session.linking.link("claimer", claim.id, person.id)
    changed = session.labelling.relabel(claim.id, "claim", "EVIDENCE")
    assert (changed.label, dict(changed.attributes)) == ("EVIDENCE", {})
    session.wait()
    session.place.reread()
    assert session.place.open.links == {}
    session.history.undo()
    assert len(session.place.open.links) == 1
    assert session.place.open.annotations[claim.id].attributes["claim_type"] == "fact"


def test_relabelling_to_what_is_there_already_is_refused(session: Session) -> None:
    session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    other = session.labelling.create(at("Ada Lee"), "entity", "ORG")
    with pytest.raises(UserError, match="has this label already"):
        session.labelling.relabel(other.id, "entity", "PERSON")


def test_deleting_takes_links_and_notes_along_and_undo_brings_all_back(session: Session) -> None:
    claim = session.labelling.create(at("taxes fell"), "claim", "CLAIM")
    person = session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    session.linking.link("claimer", claim.id, person.id)
    session.remarks.write("sure?", person.id)
    session.labelling.delete(person.id)
    opened = session.place.open
    assert (len(opened.annotations), len(opened.links), len(opened.notes)) == (1, 0, 0)
    session.history.undo()
    opened = session.place.open
    assert (len(opened.annotations), len(opened.links), len(opened.notes)) == (2, 1, 1)
    assert opened.annotations[person.id].revision == 3


def test_all_occurrences_are_labelled_in_one_step(session: Session) -> None:
    session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    places = session.labelling.occurrences("Lee", "entity")
    assert len(places) == 5, "whole words only"
    assert session.labelling.label_all([place.fragments for place in places], "entity", "PERSON") == 5
    assert len(stored(session)) == 6
    session.history.undo()
    assert len(labels(session)) == 1


def test_a_required_attribute_that_is_missing_is_named_not_forced(session: Session) -> None:
    claim = session.labelling.create(at("taxes fell"), "claim", "CLAIM")
    assert [a.id for a in session.place.open.missing(claim)] == ["claim_type", "voice"]
    claim = session.labelling.set_attribute(claim.id, "claim_type", "statistic")
    assert [a.id for a in session.place.open.missing(claim)] == ["voice"]
    assert session.labelling.set_attribute(claim.id, "claim_type", None).attributes == {}


def test_an_attribute_that_the_label_does_not_have_is_refused(session: Session) -> None:
    cue = session.labelling.create(at("said"), "claim", "CUE")
    with pytest.raises(UserError, match="no attribute"):
        session.labelling.set_attribute(cue.id, "claim_type", "fact")


def test_a_finished_article_is_read_only_until_it_is_reopened(session: Session) -> None:
    session.progress.finish()
    with pytest.raises(UserError, match="finished"):
        session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    session.remarks.write("a late question")
    session.progress.reopen()
    session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    assert stored(session) == [("PERSON", "Ada Lee")]


def test_article_labels_are_kept_with_the_work(session: Session) -> None:
    session.labelling.set_article_label("genre", "news")
    session.labelling.set_article_label("topic", ["taxes", "tolls"])
    session.wait()
    session.place.reread()
    work = session.place.open.work
    assert work is not None
    assert work.labels == {"genre": "news", "topic": ["taxes", "tolls"]}
    assert work.revision == 2


def test_every_annotation_names_the_guidelines_it_was_made_under(session: Session) -> None:
    made = session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    assert made.guidelines == session.project.guidelines()[0] > 0
    assert isinstance(session.place.open.item(made.id), Annotation)
