"""What an import brings in: articles once, labels that fit, and a word on all that was not taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.model.errors import UserError
from annotator.model.ids import annotator_id, article_id, derived_id
from annotator.model.schema import Schema
from annotator.model.text import sha256
from annotator.services.importing import ImportOptions, import_files, nothing_recognised, plan
from annotator.services.jobs import Job, Progress
from annotator.storage import history, rows, search
from annotator.storage.check import check
from tests.services.importing_help import LEE, bring, bring_rows, exported, native, project_in, span, write_rows


def test_folders_and_files_of_every_kind_come_in_once(tmp_path: Path, schema: Schema) -> None:
    folder = tmp_path / "corpus"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("First line\nText", encoding="utf-8")
    (folder / "sub" / "b.csv").write_text("text,title\nTable text,Title\n", encoding="utf-8")
    (folder / "c.jsonl").write_text('{"text": "Row text"}\n{"text": "Table text"}\nbad\n', encoding="utf-8")
    (folder / "d.json").write_text('[{"body": "Item text"}]', encoding="utf-8")
    (folder / "e.png").write_bytes(b"\x89PNG")
    (folder / ".hidden.txt").write_text("hidden", encoding="utf-8")
    with project_in(tmp_path, schema) as project:
        report = bring(project, folder)
        assert (report.imported, report.duplicates, report.annotations) == (4, 1, 0)
        assert sorted((Path(s.path).name, s.line) for s in report.skipped) == [("c.jsonl", 3), ("e.png", 0)]
        assert not report.complete
        again = bring(project, folder)
        assert (again.imported, again.duplicates) == (0, 5)
        assert check(project).problems == ()
        texts = [article.text for article in rows.articles(project.reader(), rows.article_keys(project.reader()))]
        assert texts == ["First line\nText", "Row text", "Table text", "Item text"]
        assert list(search.find_keys(project.reader(), "table")) == [3]


def test_the_columns_of_an_article_come_from_its_metadata(tmp_path: Path, schema: Schema) -> None:
    row = {
        "text": "T",
        "headline": " A\n title ",
        "publisher": {"name": "The Daily"},
        "date": "Thu, 05 Mar 2026 10:00:00 GMT",
        "lang": "en-GB",
    }
    with project_in(tmp_path, schema) as project:
        bring_rows(project, tmp_path, row, {"text": "\n\n  First line \nmore"})
        one, two = (rows.article(project.reader(), key) for key in (1, 2))
        assert (one.title, one.source, one.language) == ("A title", "The Daily", "en")
        assert one.published.startswith("2026-03-05")
        assert one.meta == {
            "title": " A\n title ",
            "source": {"name": "The Daily"},
            "published": row["date"],
            "language": "en-GB",
        }
        assert two.title == "First line"


def test_articles_keep_the_order_of_their_file(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        bring_rows(project, tmp_path, *({"text": f"article {n}"} for n in range(500)))
        found = [article.text for article in rows.articles(project.reader(), rows.article_keys(project.reader()))]
        assert found == [f"article {n}" for n in range(500)]


def test_labels_that_fit_come_in_and_the_others_are_named(tmp_path: Path, schema: Schema) -> None:
    quote = LEE[6:9]
    spans = [
        span(6, 9, id="a"),
        {"start": 26, "end": 27, "label": "ORG", "text": "😀", "id": "b"},
        span(7, 9, id="shifted") | {"text": quote},
        span(0, 1, id="outside") | {"start": 0, "end": 1000},
        span(0, 5, id="backwards") | {"start": 5, "end": 0},
        span(0, 5, id="empty") | {"start": 3, "end": 3},
        span(0, 9, id="two", fragments=[[0, 5], [6, 9]]) | {"text": "Mayor Lee"},
        span(0, 9, id="touching", fragments=[[0, 6], [6, 9]]) | {"text": "Mayor  Lee"},
        span(0, 9, id="unsorted", fragments=[[6, 9], [0, 5]]) | {"text": "Lee Mayor"},
        span(0, 8, id="hull", fragments=[[0, 5], [6, 9]]) | {"text": "Mayor Lee"},
    ]
    with project_in(tmp_path, schema) as project:
        report = bring_rows(project, tmp_path, {"text": LEE, "spans": spans})
        assert (report.imported, report.annotations) == (1, 3)
        assert [m.id for m in report.mismatches] == [
            "shifted",
            "outside",
            "backwards",
            "empty",
            "touching",
            "unsorted",
            "hull",
        ]
        assert all("line 1" in m.reason for m in report.mismatches)
        (row,) = exported(project, tmp_path)
        assert [(s["label"], s["fragments"], s["text"]) for s in row["spans"]] == [
            ("PERSON", [[0, 5], [6, 9]], "Mayor Lee"),
            ("PERSON", [[6, 9]], "Lee"),
            ("ORG", [[26, 27]], "😀"),
        ]


def test_ids_that_are_no_uuids_become_the_same_uuids_each_time(tmp_path: Path, schema: Schema) -> None:
    article, owner = article_id(sha256(LEE)), annotator_id("Ann")
    own = "0190a8e2-0000-7000-8000-00000000000A"
    with project_in(tmp_path, schema) as project:
        bring_rows(
            project, tmp_path, {"text": LEE, "spans": [span(0, 5, id=7), span(6, 9, id="x"), span(10, 14, id=own)]}
        )
        (row,) = exported(project, tmp_path)
        assert [s["id"] for s in row["spans"]] == [
            derived_id(article, owner, "7"),
            derived_id(article, owner, "x"),
            own.lower(),
        ]


def test_what_the_schema_lacks_is_added_and_listed(tmp_path: Path, schema: Schema) -> None:
    spans = [
        span(0, 5, "Politician", attributes={"party": "X", "certain": True}),
        span(0, 5, "person"),
        span(6, 9, "CLAIM", attributes={"voice": "shouted"}),
        span(10, 14, "Topic", layer="theme"),
    ]
    row = native(LEE, spans=spans, labels={"mood": "calm"}, links=[])
    with project_in(tmp_path, schema) as project:
        report = bring_rows(project, tmp_path, row)
        assert {(a.kind, a.layer, a.name) for a in report.schema_additions} == {
            ("label", "entity", "Politician"),
            ("attribute", "entity", "party"),
            ("attribute", "entity", "certain"),
            ("label", "entity", "person"),
            ("value", "claim", "shouted"),
            ("layer", "", "theme"),
            ("label", "theme", "Topic"),
            ("attribute", "", "mood"),
        }
        known = project.schema()
        assert known.label("entity", "PERSON") is not None
        found = known.find_label("Politician")
        assert found is not None
        assert found[1].key == ""
        (back,) = exported(project, tmp_path)
        assert back["spans"][2]["attributes"] == {"voice": "shouted"}
        assert back["labels"] == {"mood": "calm"}


def test_strict_refuses_what_the_schema_lacks_before_anything_is_written(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        path = write_rows(tmp_path, {"text": "fine"}, {"text": LEE, "spans": [span(0, 5, "NEW")]})
        with pytest.raises(UserError, match="no label called “NEW”"):
            bring(project, path, strict=True)
        assert rows.article_count(project.reader()) == 0
        assert history.steps(project.reader(), project.current_annotator.key) == []
        assert bring(project, path, strict=True, labels={"NEW": "ORG"}).annotations == 1


def test_the_labels_of_a_native_row_belong_to_its_annotator(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        report = bring_rows(
            project,
            tmp_path,
            native(LEE, annotator="Bo", status="done", spans=[span(0, 5)], seconds=12.5),
            native(LEE, annotator="bO", spans=[span(6, 9)]),
            native(LEE, annotator="GOLD", spans=[span(6, 9)]),
            native(LEE, spans=[span(10, 14)], status="skipped", reason="too short"),
        )
        assert (report.imported, report.duplicates, report.annotations) == (1, 3, 4)
        assert report.annotators == ["Bo", "Gold", "Ann"]
        found = {row["annotator"]: row for row in exported(project, tmp_path, all=True)}
        assert list(found) == ["Ann", "Bo", "Gold"]
        assert (found["Bo"]["status"], found["Bo"]["seconds"], len(found["Bo"]["spans"])) == ("done", 12.5, 2)
        assert (found["Ann"]["status"], found["Ann"]["reason"]) == ("skipped", "too short")
        assert found["Gold"]["spans"][0]["origin"] == {"kind": "import"}


def test_labels_that_name_nobody_go_to_the_annotator_who_is_named(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        bring_rows(project, tmp_path, {"text": LEE, "spans": [span(0, 5)]}, annotator="Cy")
        assert [person.name for person in project.annotators()] == ["Ann", "Cy"]
        assert [row["annotator"] for row in exported(project, tmp_path, annotator="Cy")] == ["Cy"]
        with pytest.raises(UserError, match="Gold"):
            bring_rows(project, tmp_path, {"text": LEE}, annotator="gold")


def test_links_and_notes_follow_their_labels(tmp_path: Path, schema: Schema) -> None:
    row = native(
        LEE,
        spans=[span(0, 9, id="who"), span(15, 25, "CLAIM", id="what"), span(0, 2, id="bad") | {"text": "no"}],
        links=[
            {"id": "l", "role": "claimer", "from": "what", "to": "who"},
            {"role": "claimer", "from": "what", "to": "bad"},
            {"role": "new role", "from": "who", "to": "what"},
        ],
        notes=[
            {"id": "n", "span": "what", "text": "sure?"},
            {"span": None, "text": "all"},
            {"span": "bad", "text": "x"},
        ],
    )
    with project_in(tmp_path, schema) as project:
        report = bring_rows(project, tmp_path, row)
        assert len(report.mismatches) == 3
        assert ("role", "new role") in {(a.kind, a.name) for a in report.schema_additions}
        (back,) = exported(project, tmp_path)
        ids = {s["label"]: s["id"] for s in back["spans"]}
        links = [(link["role"], link["from"], link["to"]) for link in back["links"]]
        assert links == [("claimer", ids["CLAIM"], ids["PERSON"]), ("new role", ids["PERSON"], ids["CLAIM"])]
        assert {(note["span"], note["text"]) for note in back["notes"]} == {(ids["CLAIM"], "sure?"), (None, "all")}
        assert check(project).problems == ()


def test_further_sources_of_a_text_are_kept(tmp_path: Path, schema: Schema) -> None:
    one, two = {"text": "T", "source": "A", "url": "a"}, {"text": "T", "source": "B", "url": "b", "extra": 1}
    with project_in(tmp_path, schema) as project:
        bring_rows(project, tmp_path, one, two, two, one)
        bring_rows(project, tmp_path, {"text": "T", "source": "C"})
        bring_rows(project, tmp_path, {"text": "T", "source": "C"})
        meta = rows.article(project.reader(), 1).meta
        assert meta == {"source": "A", "url": "a", "sources": [{"source": "B", "url": "b"}, {"source": "C"}]}


def test_an_import_is_one_step_that_can_be_taken_back_and_done_again(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        bring_rows(project, tmp_path, {"text": LEE, "source": "A"})
        before = exported(project, tmp_path, all=True)
        path = write_rows(
            tmp_path,
            *({"text": f"article {n}", "spans": [{"start": 0, "end": 7, "label": "NEW"}]} for n in range(300)),
            native(LEE, annotator="Bo", status="done", spans=[span(0, 5)], meta={"source": "B"}, seconds=3),
        )
        bring(project, path)
        after = exported(project, tmp_path, all=True)
        (step, _) = history.steps(project.reader(), project.current_annotator.key)
        assert step.state == "done"
        assert "300 articles" in step.title
        project.writer.run(lambda db: history.undo(db, project.current_annotator.key))
        assert exported(project, tmp_path, all=True) == before
        assert project.schema() == schema
        assert [person.name for person in project.annotators()] == ["Ann"]
        project.writer.run(lambda db: history.redo(db, project.current_annotator.key))
        assert exported(project, tmp_path, all=True) == after
        assert check(project).problems == ()


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        bring_rows(project, tmp_path, {"text": "here"})
        path = write_rows(
            tmp_path,
            {"text": "here"},
            {"text": LEE, "title": "Lee", "spans": [span(0, 5, "NEW"), span(0, 5) | {"text": "no"}]},
            native(LEE, annotator="Bo", spans=[span(6, 9)]),
            {"nothing": 1},
        )
    before = (tmp_path / "p.annotator").read_bytes()
    from annotator.storage.project import Project

    project = Project.open(tmp_path / "p.annotator", for_writing=False)
    try:
        looked = plan(project, [path])
    finally:
        project.close()
    assert (tmp_path / "p.annotator").read_bytes() == before
    assert [sample.title for sample in looked.samples] == ["here", "Lee", "Mayor Lee said taxes fell 😀."]
    project = Project.open(tmp_path / "p.annotator")
    try:
        done = bring(project, path)
    finally:
        project.close()
    for name in (
        "imported",
        "duplicates",
        "annotations",
        "skipped",
        "mismatches",
        "schema_additions",
        "annotators",
        "fields",
    ):
        assert getattr(looked, name) == getattr(done, name), name
    assert (done.imported, done.duplicates, done.annotations) == (1, 2, 2)


def test_a_cancelled_import_keeps_whole_batches_and_can_be_gone_on_with(tmp_path: Path, schema: Schema) -> None:
    path = write_rows(tmp_path, *({"text": f"article {n} " + "word " * 400} for n in range(600)))
    reports: list[Progress] = []

    def stop_after_two(progress: Progress) -> None:
        reports.append(progress)
        if len(reports) == 2:
            job.cancel()

    job = Job(stop_after_two)
    with project_in(tmp_path, schema) as project:
        report = import_files(project, [path], ImportOptions(), job)
        assert report.cancelled
        assert 0 < report.imported < 600
        assert rows.article_count(project.reader()) == report.imported
        (step,) = history.steps(project.reader(), project.current_annotator.key)
        assert step.state == "interrupted"
        assert [(p.unit, p.total) for p in reports] == [("bytes", path.stat().st_size)] * len(reports)
        again = bring(project, path)
        assert (again.imported + report.imported, again.duplicates) == (600, report.imported)
        assert check(project).problems == ()


def test_what_cannot_be_read_is_said_before_anything_is_written(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        good = write_rows(tmp_path, {"text": "good"})
        with pytest.raises(UserError, match="No such file"):
            bring(project, good, tmp_path / "missing.txt")
        with pytest.raises(UserError, match="nothing to import"):
            bring(project)
        with pytest.raises(UserError, match="no format called"):
            bring(project, good, format="nonsense")
        assert rows.article_count(project.reader()) == 0


def test_an_import_of_nothing_leaves_no_trace(tmp_path: Path, schema: Schema) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "a.txt").write_bytes(b" ")
    (empty / "b.json").write_bytes(b"{")
    with project_in(tmp_path, schema) as project:
        report = bring(project, empty)
        assert not report.recognised
        assert "white space" in str(nothing_recognised(report, [empty]))
        assert history.steps(project.reader(), project.current_annotator.key) == []


def test_a_project_is_not_imported_as_a_file(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        report = bring(project, project.path)
        assert "merge" in report.skipped[0].reason


def test_a_changed_text_is_noticed_by_its_sha256(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        report = bring_rows(project, tmp_path, native(LEE, text_sha256=sha256("another text"), spans=[span(0, 5)]))
        assert (report.imported, report.annotations) == (1, 1)
        assert "SHA-256" in report.mismatches[0].reason


def test_suggestions_that_nobody_decided_on_come_in_as_suggestions(tmp_path: Path, schema: Schema) -> None:
    pending = {"kind": "suggestion", "source": "m@1", "score": 0.5, "decision": "pending"}
    row = native(LEE, annotator="Ann", spans=[span(0, 5, id="a", origin=pending), span(6, 9)])
    with project_in(tmp_path, schema) as project:
        report = bring_rows(project, tmp_path, row)
        assert (report.annotations, report.suggestions) == (1, 1)
        assert [len(row["spans"]) for row in exported(project, tmp_path)] == [1]
        (back,) = exported(project, tmp_path, suggestions=True)
        assert [s["origin"].get("decision") for s in back["spans"]] == ["pending", None]
