"""Agreement of a project's annotators, by the services that the command line and the window use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from annotator.model.agreement.measure import Undefined
from annotator.model.errors import UserError
from annotator.model.schema import Schema
from annotator.services.agreement import agreement
from annotator.services.importing import ImportOptions, import_files
from annotator.services.jobs import Job
from annotator.services.rating_tables import rate
from annotator.storage.project import Project

TEXT = "Ada Lee said taxes fell. Critics doubt it. Bo Ray backs Ada Lee."


def span(identity: str, label: str, quote: str, layer: str = "entity", **attributes: str) -> dict[str, object]:
    start = TEXT.index(quote)
    return {
        "id": identity, "layer": layer, "label": label, "start": start, "end": start + len(quote), "text": quote,
        "attributes": attributes,
    }  # fmt: skip


ROWS = [
    {
        "text": TEXT, "annotator": "ann", "status": "done",
        "spans": [
            span("p", "PERSON", "Ada Lee"), span("b", "PERSON", "Bo Ray"), span("k", "ACTOR", "Critics"),
            span("c", "CLAIM", "taxes fell", "claim", claim_type="fact", voice="indirect"),
            span("s", "favor", "backs", "stance", expression="explicit"),
        ],
        "links": [
            {"id": "1", "role": "claimer", "from": "c", "to": "p"},
            {"id": "2", "role": "holder", "from": "s", "to": "b"},
            {"id": "3", "role": "target", "from": "s", "to": "p"},
        ],
    },
    {
        "text": TEXT, "annotator": "bob", "status": "done",
        "spans": [
            span("p", "PERSON", "Ada Lee"), span("b", "ORG", "Bo Ray"),
            span("c", "CLAIM", "taxes fell.", "claim", claim_type="statistic", voice="indirect"),
            span("s", "neutral", "backs", "stance", expression="explicit"),
        ],
        "links": [
            {"id": "1", "role": "claimer", "from": "c", "to": "p"},
            {"id": "2", "role": "holder", "from": "s", "to": "b"},
            {"id": "3", "role": "target", "from": "s", "to": "p"},
        ],
    },
    {"text": "Nothing here to label.", "annotator": "ann", "status": "done", "spans": []},
    {"text": "Nothing here to label.", "annotator": "bob", "status": "done", "spans": []},
    {"text": "Only one has seen this. Ada Lee.", "annotator": "ann", "status": "done", "spans": []},
]  # fmt: skip


@pytest.fixture
def project(tmp_path: Path, schema: Schema) -> Iterator[Project]:
    source = tmp_path / "rows.jsonl"
    source.write_bytes(b"\n".join(orjson.dumps({"format": "annotator/1", **row}) for row in ROWS))
    project = Project.create(tmp_path / "p.annotator", schema, "lead")
    import_files(project, [source], ImportOptions(), Job())
    yield project
    project.close()


def test_each_step_is_reported_by_itself(project: Project) -> None:
    found = agreement(project, Job())
    assert (found["annotators"], found["articles"]) == (["ann", "bob"], 2)
    entity = found["layers"]["entity"]
    assert entity["exact_f1"] == pytest.approx(2 * 1 / 5)
    assert entity["boundary_f1"] == pytest.approx(2 * 2 / 5)
    claim = found["layers"]["claim"]
    assert claim["exact_f1"] == 0
    assert claim["partial_f1"] == 1
    assert claim["sentence_kappa"] == pytest.approx(1)
    claimer = claim["links"]["claimer"]
    assert (claimer["n"], claimer["f1"], claimer["end_to_end_f1"]) == (2, 1.0, 1.0)
    assert claim["attributes"]["claim_type"]["alpha"] <= 0
    assert claim["attributes"]["voice"]["alpha"] is None
    assert "one category" in claim["attributes"]["voice"]["why"]["alpha"].lower()
    stance = found["layers"]["stance"]
    assert stance["pairs_f1"] == 1
    assert stance["label_pairs"] == 1


def test_gold_and_people_who_have_not_seen_an_article_are_left_out(project: Project) -> None:
    found = agreement(project, Job())
    assert [(pair["a"], pair["b"], pair["articles"]) for pair in found["layers"]["entity"]["pairs"]] == [
        ("ann", "bob", 2)
    ]


def test_a_project_of_one_is_told_what_to_do(tmp_path: Path, schema: Schema) -> None:
    project = Project.create(tmp_path / "q.annotator", schema, "lead")
    with pytest.raises(UserError, match="two annotators"):
        agreement(project, Job())
    project.close()


def test_a_bare_table_names_its_raters_and_gaps_are_missing(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("a;b;c\n1;1.0;\n2;3;2\n;2;\n\n1;1;1\n", encoding="utf-8")
    found = rate(table)
    assert (found["items"], found["raters"]) == (3, 3)
    assert found["observed_agreement"] == pytest.approx((2 + 1 + 3) / 8)
    assert found["fleiss_kappa"] is None
    assert "same number of ratings" in found["why"]["fleiss_kappa"]


@pytest.mark.parametrize(
    ("text", "says"), [("", "fewer than two"), ("a\n1\n", "fewer than two"), ("a,b\n1,2,3\n", "3 cells")]
)
def test_a_table_that_is_none_is_refused_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    table = tmp_path / "t.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=says):
        rate(table)


def test_no_figure_is_ever_nan(project: Project) -> None:
    def walk(value: object) -> Iterator[object]:
        if isinstance(value, dict):
            for part in value.values():
                yield from walk(part)
        elif isinstance(value, list):
            for part in value:
                yield from walk(part)
        else:
            yield value

    for value in walk(agreement(project, Job())):
        assert not isinstance(value, Undefined)
        if isinstance(value, float):
            assert value == value
