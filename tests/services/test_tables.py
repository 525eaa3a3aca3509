"""Claims and stances of the whole project, and the matrix of holders and targets, from the sample's gold labels."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.schema import Schema
from annotator.resources_path import resource
from annotator.services.importing import ImportOptions, import_files
from annotator.services.jobs import Job
from annotator.services.tables import matrix, table
from annotator.storage.project import Project
from tests.services.desk import at, open_desk


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, schema: Schema) -> Iterator[Project]:
    project = Project.create(tmp_path_factory.mktemp("tables") / "s.annotator", schema, "lead")
    import_files(
        project, [resource("sample", "articles.jsonl"), resource("sample", "gold.jsonl")], ImportOptions(), Job()
    )
    yield project
    project.close()


def test_every_claim_of_the_gold_is_in_the_table_with_who_says_it(sample: Project) -> None:
    rows = table(sample, sample.gold().key, "claim", Job())
    assert len(rows) > 100
    assert {row.label for row in rows} <= {"CLAIM", "EVIDENCE"}
    attributed = [row for row in rows if row.attributes.get("voice") in ("direct", "indirect", "mixed")]
    assert sum(bool(row.links.get("claimer")) for row in attributed) > 0.9 * len(attributed)
    assert all(row.missing == () for row in attributed if row.links.get("claimer"))


def test_the_matrix_counts_every_complete_stance_once(sample: Project) -> None:
    rows = table(sample, sample.gold().key, "stance", Job())
    found = matrix(rows)
    complete = [row for row in rows if row.holder and row.target]
    assert sum(sum(cell.values()) for cell in found.cells.values()) == len(complete)
    assert {name for pair in found.cells for name in pair[:1]} == set(found.holders)
    assert any(len(stances) > 1 for stances in found.rows.values()), "names of one person meet in one row"


def test_a_mention_borrows_its_name_along_coref(tmp_path: Path, schema: Schema) -> None:
    session = open_desk(tmp_path, schema, suggest=False)
    full = session.labelling.create(at("Ada Lee"), "entity", "PERSON", {"name": "Ada M. Lee"})
    short = session.labelling.create(at("Lee", 2), "entity", "PERSON")
    stance = session.labelling.create(at("opposes"), "stance", "against")
    session.linking.link("coref", short.id, full.id)
    session.linking.link("holder", stance.id, short.id)
    session.labelling.set_attribute(stance.id, "topic", "new tolls")
    session.wait()
    (row,) = table(session.project, session.annotator.key, "stance", Job())
    assert (row.holder, row.target, row.missing) == ("Ada M. Lee", "new tolls", ("expression",))
    session.close()
