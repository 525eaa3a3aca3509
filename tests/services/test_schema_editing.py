"""The schema edited in the application: annotations come along, everything can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.errors import UserError
from annotator.model.schema import Attribute, Schema, Value
from annotator.services.creating import load_schema, templates
from annotator.services.session import Session
from tests.services.desk import at, open_desk


@pytest.fixture
def session(tmp_path: Path, schema: Schema) -> Iterator[Session]:
    session = open_desk(tmp_path, schema, suggest=False)
    yield session
    session.close()


def name_of_first(session: Session) -> str:
    opened = session.place.open
    annotation = next(iter(opened.annotations.values()))
    return opened.schema.label_name(annotation.layer, annotation.label)


def test_renaming_a_label_carries_its_annotations_along(session: Session) -> None:
    made = session.labelling.create(at("Harbour Radio"), "entity", "ORG")
    session.schema_editing.edit_label("entity", "ORG", name="ORGANISATION")
    assert name_of_first(session) == "ORGANISATION"
    assert session.place.open.annotations[made.id].revision == 1, "no annotation is rewritten"
    session.history.undo()
    assert name_of_first(session) == "ORG"


def test_merging_makes_one_label_of_two(session: Session) -> None:
    session.labelling.create(at("Harbour Radio"), "entity", "FAC")
    assert session.schema_editing.uses("entity", "FAC") == 0
    session.wait()
    assert session.schema_editing.uses("entity", "FAC") == 1
    session.schema_editing.merge_labels("entity", "FAC", "ORG")
    assert name_of_first(session) == "ORG"
    with pytest.raises(UserError, match="itself"):
        session.schema_editing.merge_labels("entity", "ORG", "FAC")


def test_a_deleted_label_is_offered_no_more_but_kept_where_it_is(session: Session) -> None:
    session.labelling.create(at("Harbour Radio"), "entity", "ORG")
    session.schema_editing.delete_label("entity", "ORG")
    label = session.schema.label("entity", "ORG")
    assert label is not None
    assert not label.shown
    assert name_of_first(session) == "ORG"
    session.schema_editing.add_label("entity", "ORG", key="2")
    assert [label.id for label in session.schema.layers[0].labels if label.name == "ORG"] == ["ORG"], "it comes back"


def test_a_key_that_is_taken_is_refused_by_name_and_nothing_changes(session: Session) -> None:
    before = session.schema
    with pytest.raises(UserError, match="key 1 is given to PERSON"):
        session.schema_editing.edit_label("entity", "ORG", key="1")
    assert session.schema == before


def test_new_layers_labels_and_attributes_can_be_used_at_once(session: Session) -> None:
    editing = session.schema_editing
    editing.add_layer("Frames", key="w")
    editing.add_label("frames", "ECONOMY", key="e", colour="places")
    editing.put_attribute("frames", Attribute("tone", "tone", "choice", (Value("warm", "warm"), Value("cold", "cold"))))
    made = session.labelling.create(at("taxes fell"), "frames", "ECONOMY")
    session.labelling.set_attribute(made.id, "tone", "cold")
    session.wait()
    session.place.reread()
    assert session.place.open.annotations[made.id].attributes == {"tone": "cold"}


def test_guidelines_have_versions_and_annotations_say_which(session: Session) -> None:
    first = session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    version = session.schema_editing.set_guidelines("# New rules")
    second = session.labelling.create(at("Harbour Radio"), "entity", "ORG")
    assert (first.guidelines, second.guidelines) == (version - 1, version)
    assert [entry[0] for entry in session.schema_editing.guideline_versions()] == [version, version - 1]
    session.wait()
    session.history.undo()
    session.history.undo()
    assert session.place.guidelines == version - 1


@pytest.mark.parametrize("name", templates())
def test_every_template_is_sound_and_its_keys_are_free(name: str) -> None:
    taken = set("sqxlagfnt,;/?[]{}") - ({"t"} if name == "news" else set())
    loaded = load_schema(name)
    for layer in loaded.layers:
        if not layer.key:
            assert not {label.key for label in layer.labels} & taken
