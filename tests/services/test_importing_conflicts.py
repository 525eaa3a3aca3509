"""A second import: nothing twice, and nothing of what is here overwritten unless a person says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from annotator.model.ids import annotator_id, article_id, derived_id, new_id
from annotator.model.schema import Schema
from annotator.model.text import sha256
from annotator.storage import history
from annotator.storage.check import check
from tests.services.importing_help import LEE, bring_rows, exported, native, project_in, span

V7 = "0190a8e2-0000-7000-8000-000000000001"
V4 = "6f1c2f6e-7d0a-4c55-9b1e-1f2e3d4c5b6a"


def row(*spans: dict[str, Any], text: str = LEE, annotator: str = "Ann", **more: Any) -> dict[str, Any]:
    return native(text, annotator=annotator, spans=list(spans), **more)


def test_the_same_row_again_brings_nothing(tmp_path: Path, schema: Schema) -> None:
    given = row(span(0, 5, id=V7), span(6, 9), status="done", notes=[{"text": "n"}], labels={"topic": ["a"]})
    with project_in(tmp_path, schema) as project:
        bring_rows(project, tmp_path, given)
        before = exported(project, tmp_path)
        report = bring_rows(project, tmp_path, given, given)
        assert (report.imported, report.duplicates, report.annotations, report.complete) == (0, 2, 0, True)
        assert exported(project, tmp_path) == before
        assert len(history.steps(project.reader(), 1)) == 1


def test_an_export_of_the_project_itself_brings_nothing(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        bring_rows(project, tmp_path, row(span(0, 5, id=V7, attributes={"name": "L"})), row(span(6, 9), annotator="Bo"))
        report = bring_rows(project, tmp_path, *exported(project, tmp_path, all=True))
        assert (report.annotations, report.complete, report.schema_additions) == (0, True, [])


@pytest.mark.parametrize("identity", [V7, V4, "x1"])
def test_other_content_under_a_known_id_is_a_conflict_and_taken_only_on_demand(
    tmp_path: Path, schema: Schema, identity: str
) -> None:
    with project_in(tmp_path, schema) as project:
        bring_rows(project, tmp_path, row(span(0, 5, id=identity)))
        report = bring_rows(project, tmp_path, row(span(6, 9, "ORG", id=identity)))
        assert (report.annotations, report.updated, report.complete) == (0, 0, False)
        (conflict,) = report.conflicts
        assert "PERSON" in conflict.reason
        assert "ORG" in conflict.reason
        assert [s["label"] for r in exported(project, tmp_path) for s in r["spans"]] == ["PERSON"]
        report = bring_rows(project, tmp_path, row(span(6, 9, "ORG", id=identity)), update=True)
        assert (report.annotations, report.updated, report.conflicts) == (0, 1, [])
        (found,) = (s for r in exported(project, tmp_path) for s in r["spans"])
        assert (found["label"], found["text"], found["revision"]) == ("ORG", "Lee", 2)
        project.writer.run(lambda db: history.undo(db, 1))
        assert [s["label"] for r in exported(project, tmp_path) for s in r["spans"]] == ["PERSON"]
        assert check(project).problems == ()


def test_a_label_that_was_deleted_here_does_not_come_back_by_itself(tmp_path: Path, schema: Schema) -> None:
    from annotator.services.session import Session

    with project_in(tmp_path, schema) as project:
        bring_rows(project, tmp_path, row(span(0, 5, id=V7)))
        path = project.path
    session = Session.open(path)
    session.open_article(1)
    session.labelling.delete(V7)
    session.close()
    from annotator.storage.project import Project

    project = Project.open(path)
    try:
        report = bring_rows(project, tmp_path, row(span(0, 5, id=V7)))
        assert "deleted" in report.conflicts[0].reason
        assert bring_rows(project, tmp_path, row(span(0, 5, id=V7)), update=True).updated == 1
        assert len(exported(project, tmp_path)[0]["spans"]) == 1
    finally:
        project.close()


@pytest.mark.parametrize("identity", [V7, V4])
@pytest.mark.parametrize("together", [True, False])
def test_an_id_that_somebody_else_or_another_article_has_becomes_another_id(
    tmp_path: Path, schema: Schema, identity: str, together: bool
) -> None:
    other = "Another text about Lee."
    given = [
        row(span(0, 9, id=identity), span(10, 14, "CUE", id="c"), links=[{"role": "r", "from": "c", "to": identity}]),
        row(span(0, 5, id=identity), annotator="Bo"),
        row(
            span(19, 22, text=other, id=identity),
            span(0, 7, "CUE", text=other, id="c"),
            text=other,
            links=[{"role": "r", "from": "c", "to": identity}],
        ),
    ]
    with project_in(tmp_path, schema) as project:
        for _ in range(2):
            for part in [given] if together else [[each] for each in given]:
                report = bring_rows(project, tmp_path, *part)
                assert report.complete
        found = exported(project, tmp_path, all=True)
        ids = [(r["annotator"], s["id"]) for r in found for s in r["spans"] if s["label"] == "PERSON"]
        article = article_id(sha256(LEE))
        assert ids == [
            ("Ann", identity),
            ("Bo", derived_id(article, annotator_id("Bo"), identity)),
            ("Ann", derived_id(article_id(sha256(other)), annotator_id("Ann"), identity)),
        ]
        assert [len(r["links"]) for r in found] == [1, 0, 1]
        assert check(project).problems == ()


def test_one_id_twice_in_a_row_is_one_label_and_a_conflict(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        report = bring_rows(project, tmp_path, row(span(0, 5, id="a"), span(6, 9, id="a"), span(0, 5, id="a")))
        assert (report.annotations, len(report.conflicts)) == (1, 1)


def test_labels_without_ids_are_known_by_their_place(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        assert bring_rows(project, tmp_path, row(span(0, 5), span(0, 5), span(0, 5, "ORG"))).annotations == 2
        assert bring_rows(project, tmp_path, row(span(0, 5), span(6, 9))).annotations == 1


def test_a_status_is_taken_over_where_nothing_was_said_and_never_silently_replaced(
    tmp_path: Path, schema: Schema
) -> None:
    with project_in(tmp_path, schema) as project:
        bring_rows(project, tmp_path, row(span(0, 5)))
        bring_rows(project, tmp_path, row(span(0, 5), status="done", flagged=True))
        assert (exported(project, tmp_path)[0]["status"], exported(project, tmp_path)[0]["flagged"]) == ("done", True)
        report = bring_rows(project, tmp_path, row(span(0, 5), status="open"))
        assert "done" in report.conflicts[0].reason
        bring_rows(project, tmp_path, row(span(0, 5), status="open"), update=True)
        assert exported(project, tmp_path)[0]["status"] == "open"


def test_many_labels_with_fresh_ids_in_many_articles(tmp_path: Path, schema: Schema) -> None:
    rows = [row(span(0, 7, text=f"article {n}", id=new_id()), text=f"article {n}") for n in range(50)]
    with project_in(tmp_path, schema) as project:
        assert bring_rows(project, tmp_path, *rows).annotations == 50
        assert bring_rows(project, tmp_path, *rows).annotations == 0
