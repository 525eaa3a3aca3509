"""The schema edited in the application: annotations come along, everything can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.errors import UserError
from annotator.model.schema import Attribute, End, Schema, Value
from annotator.services.creating import load_schema, templates
from annotator.services.jobs import Job
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
    assert session.schema_editing.count_uses("entity", "FAC") == (1, 1)
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


def test_a_label_deleted_with_what_has_it_comes_back_whole_by_one_undo(session: Session) -> None:
    made = session.labelling.create(at("taxes fell"), "claim", "CLAIM")
    who = session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    session.linking.link("claimer", made.id, who.id)
    session.remarks.write("who says so?", made.id)
    assert session.schema_editing.delete_with_annotations("claim", "CLAIM", Job()) == 1
    session.schema_editing.take_in()
    opened = session.place.open
    assert [a.label for a in opened.annotations.values()] == ["PERSON"]
    assert not opened.links
    assert not opened.notes
    assert not session.schema.label("claim", "CLAIM").shown  # type: ignore[union-attr]
    session.history.undo()
    opened = session.place.open
    assert {a.label for a in opened.annotations.values()} == {"CLAIM", "PERSON"}
    assert len(opened.links) == len(opened.notes) == 1
    assert session.schema.label("claim", "CLAIM").shown  # type: ignore[union-attr]


def test_a_new_label_begins_with_the_answers_that_the_schema_gives(session: Session) -> None:
    values = (Value("high", "high"), Value("low", "low"))
    session.schema_editing.add_attribute("entity", "Salience", kind="choice", values=values, default="low")
    session.schema_editing.add_attribute("entity", "Sure", kind="flag", labels=("ORG",), default="yes")
    made = session.labelling.create(at("Harbour Radio"), "entity", "ORG")
    assert made.attributes == {"salience": "low", "sure": True}
    assert session.labelling.create(at("Ada Lee"), "entity", "PERSON").attributes == {"salience": "low"}
    with pytest.raises(UserError, match="no answer"):
        session.schema_editing.add_attribute("entity", "Tone", kind="choice", values=values, default="loud")


def test_a_layer_that_is_off_offers_nothing_and_comes_back_as_it_was(session: Session) -> None:
    before = session.schema
    session.schema_editing.switch_layer("entity", on=False)
    layer = session.schema.layer("entity")
    assert layer is not None
    assert not layer.offered
    session.schema_editing.switch_layer("entity", on=True)
    assert session.schema == before, "labels that were off before are off again"


@pytest.mark.parametrize("name", ["claimer", " claimer ", ""])
def test_a_link_needs_a_name_of_its_own(session: Session, name: str) -> None:
    with pytest.raises(UserError):
        session.schema_editing.add_role(name)


def test_attributes_and_roles_are_moved_past_those_in_use(session: Session) -> None:
    editing = session.schema_editing
    first, second, third = (editing.add_attribute("entity", name) for name in ("One", "Two", "Three"))
    layer = session.schema.layer("entity")
    assert layer is not None
    editing.delete_attribute("entity", layer.attribute(second))  # type: ignore[arg-type]
    editing.move_attribute("entity", layer.attribute(third), -1)  # type: ignore[arg-type]
    layer = session.schema.layer("entity")
    assert layer is not None
    names = [a.name for a in layer.attributes if not a.retired and a.id in (first, second, third)]
    assert names == ["Three", "One"]


def test_two_links_from_one_label_cannot_have_one_key(session: Session) -> None:
    with pytest.raises(UserError, match="key c is given to claimer"):
        session.schema_editing.add_role("near", key="c")
    session.schema_editing.add_role("near", key="c", sources=(End("entity", "ORG"),))
