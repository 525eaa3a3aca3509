"""A definition is changed: what was labelled under the old one is listed, and answered in one step each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.schema import Schema
from annotator.services.jobs import Job
from annotator.services.redefined import Earlier
from annotator.services.session import Session
from tests.services.desk import at, open_desk


@pytest.fixture
def session(tmp_path: Path, schema: Schema) -> Iterator[Session]:
    session = open_desk(tmp_path, schema, suggest=False)
    yield session
    session.close()


def earlier(session: Session, label: str = "") -> list[Earlier]:
    return session.redefined.earlier(Job(), label=label)


def test_what_was_labelled_under_the_old_definition_is_listed(session: Session) -> None:
    session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    session.labelling.create(at("Harbour Radio"), "entity", "ORG")
    version = session.place.guidelines
    assert earlier(session) == []
    session.schema_editing.edit_label("entity", "ORG", definition="Firms, not stations.")
    assert session.place.guidelines == version + 1
    session.labelling.create(at("Critics"), "entity", "ORG")
    (found,) = earlier(session)
    assert (found.quote, found.label, found.guidelines) == ("Harbour Radio", "ORG", version)
    session.wait()
    session.history.undo()
    session.history.undo()
    assert earlier(session) == []
    assert session.place.guidelines == version


def test_other_examples_are_a_new_version_but_no_other_definition(session: Session) -> None:
    session.labelling.create(at("Harbour Radio"), "entity", "ORG")
    version = session.place.guidelines
    session.schema_editing.edit_label("entity", "ORG", examples=("Acme",))
    assert session.place.guidelines == version + 1
    session.schema_editing.edit_label("entity", "ORG", key="", colour="people")
    assert session.place.guidelines == version + 1
    assert earlier(session) == []


def test_still_right_is_one_step_for_all_of_them_and_holds_in_finished_articles(session: Session) -> None:
    made = [session.labelling.create(at("Lee", n), "entity", "PERSON") for n in range(3)]
    session.progress.finish()
    session.schema_editing.edit_label("entity", "PERSON", definition="People with a name.")
    found = earlier(session)
    assert len(found) == len(made)
    assert all(each.finished for each in found)
    assert session.redefined.confirm(found, Job()) == len(made)
    assert earlier(session) == []
    session.history.undo()
    assert len(earlier(session)) == len(made)


def test_a_relabelled_one_is_made_under_the_new_version(session: Session) -> None:
    session.labelling.create(at("Harbour Radio"), "entity", "ORG")
    session.labelling.create(at("Ada Lee"), "entity", "ORG")
    session.schema_editing.edit_label("entity", "ORG", definition="Firms.")
    station, person = sorted(earlier(session), key=lambda each: each.quote == "Ada Lee")
    assert session.redefined.relabel([person], "entity", "PERSON", Job()) == 1
    assert session.redefined.delete([station], Job()) == 1
    assert earlier(session) == []
    (left,) = session.place.read(1).annotations.values()
    assert (left.label, left.quote, left.guidelines) == ("PERSON", "Ada Lee", session.place.guidelines)


def test_what_was_merged_into_a_label_counts_as_that_label(session: Session) -> None:
    session.labelling.create(at("Harbour Radio"), "entity", "FAC")
    session.schema_editing.merge_labels("entity", "FAC", "ORG")
    session.schema_editing.edit_label("entity", "ORG", definition="Firms and stations.")
    assert [(each.quote, each.label) for each in earlier(session, "ORG")] == [("Harbour Radio", "ORG")]
