"""Each schema that comes along, at the desk: labelled by its own keys, asked for what it wants, read back from the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from annotator.services.creating import load_schema
from annotator.services.jobs import Job
from annotator.services.tables import layers_with_parts, matrix, table
from tests.services.desk import TEXT
from tests.ui.desk.rig import Rig

Make = Callable[[str], Rig]


@pytest.fixture
def desk_with(qapp: QApplication, tmp_path: Path) -> Iterator[Make]:
    made: list[Rig] = []

    def make(template: str) -> Rig:
        rig = Rig(tmp_path, load_schema(template), TEXT, suggest=False)
        rig.show()
        made.append(rig)
        return rig

    yield make
    for rig in made:
        rig.close()
        rig.session.close()
        rig.deleteLater()


def test_stances_toward_a_list_of_targets_are_asked_for_target_and_holder(desk_with: Make) -> None:
    rig = desk_with("stance-targets")
    rig.select("opposes new tolls")
    rig.keys("2 2 1")
    assert rig.labels() == [("against", "opposes new tolls")]
    assert rig.attributes() == [("opposes new tolls", '{"target":"target B","holder":"author"}')]
    assert not rig.panel.isVisible()
    session = rig.session
    (layer,) = layers_with_parts(session.schema)
    (row,) = rows = table(session.project, session.annotator.key, layer.id, Job())
    assert (row.holder, row.target) == ("author", "target B")
    assert matrix(rows).cells == {("author", "target B"): {"against": 1}}


def test_an_attribution_reads_as_a_sentence_with_its_source(desk_with: Make) -> None:
    rig = desk_with("attribution")
    rig.select("Ada Lee")
    rig.keys("r Esc")
    rig.select("said")
    rig.keys("u Esc")
    rig.select("taxes fell by 3 percent in May")
    rig.keys("c Enter Enter")
    assert sorted(rig.links()) == [
        ("cue", "taxes fell by 3 percent in May", "said"),
        ("source", "taxes fell by 3 percent in May", "Ada Lee"),
    ]


def test_entities_only_take_their_digits(desk_with: Make) -> None:
    rig = desk_with("entities")
    rig.select("Ada Lee")
    rig.keys("1")
    rig.select("Harbour Radio")
    rig.keys("2")
    assert rig.labels() == [("PERSON", "Ada Lee"), ("ORG", "Harbour Radio")]
    assert layers_with_parts(rig.session.schema) == []


def test_an_empty_schema_says_what_to_do_and_takes_labels_once_there_are_some(desk_with: Make) -> None:
    rig = desk_with("empty")
    rig.select("Ada Lee")
    rig.keys("/")
    assert "no labels" in rig.failures[-1].what
    editing = rig.session.schema_editing
    if not rig.session.schema.layers:
        editing.add_layer("Names")
    editing.add_label(rig.session.schema.layers[0].id, "NAME", key="1")
    rig.keys("1")
    assert rig.labels() == [("NAME", "Ada Lee")]
