"""Work files back into the project: what comes in, what stays out, and that the project is as it was where nothing does."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from annotator.model.change import deleted, edited
from annotator.model.schema import Label
from annotator.storage import history, rows, schema_edit
from annotator.storage.check import check
from annotator.storage.project import Project
from tests.services.merging_files import TEXTS, base, exported, merged, put, work_file
from tests.storage.projects import act, digest, label, link, live_contents, note


def test_a_work_file_brings_its_annotators_labels_links_notes_and_status(tmp_path: Path) -> None:
    project = base(tmp_path)
    ben = work_file(project, "Ben")
    one, other = put(ben, 0, 9, "CLAIM"), put(ben, 6, 9, "PERSON")
    owner = ben.current_annotator.key
    act(ben, link(one, other), note("why?", one, owner=owner), owner=owner)
    ben.close()
    report = merged(project, [ben.path])
    assert (report.files, report.new, report.updated, report.unchanged) == (1, 4, 0, 0)
    assert report.annotators == ["Ben"]
    assert report.refused == []
    again = merged(project, [ben.path])
    assert (again.new, again.updated, again.unchanged, again.backup) == (0, 0, 4, "")
    opened = Project.open(project)
    key = opened.annotator("Ben").key
    assert {a.id for a in rows.annotations_of(opened.reader(), 1, key)} == {one.id, other.id}
    assert [x.role for x in rows.links(opened.reader(), 1, key)] == ["claimer"]
    assert check(opened).problems == ()
    opened.close()
    assert Path(report.backup).exists()


def test_more_work_is_updated_and_deletes_travel_and_an_older_file_changes_nothing(tmp_path: Path) -> None:
    project = base(tmp_path)
    ben = work_file(project, "Ben")
    one, other = put(ben, 0, 9), put(ben, 6, 9, "PERSON")
    ben.close()
    early = tmp_path / "early.annotator"
    shutil.copyfile(ben.path, early)
    merged(project, [ben.path])
    ben = Project.open(ben.path)
    owner = ben.current_annotator.key
    act(ben, edited(one, label="PERSON"), deleted(other), owner=owner)
    ben.close()
    report = merged(project, [ben.path])
    assert (report.new, report.updated) == (0, 2)
    after = exported(project)
    old = merged(project, [early])
    assert (old.new, old.updated, old.unchanged) == (0, 0, 1)
    assert exported(project) == after


def test_undo_takes_the_whole_merge_back_and_redo_brings_the_same(tmp_path: Path) -> None:
    project = base(tmp_path, *TEXTS[:2])
    before = exported(project)
    files = []
    for name in ("Ben", "Cy"):
        work = work_file(project, name)
        put(work, 0, 9)
        work.close()
        files.append(work.path)
    merged(project, files)
    after = exported(project)
    opened = Project.open(project)
    ann = opened.current_annotator.key
    full = live_contents(opened)
    assert opened.writer.run(lambda db: history.undo(db, ann)) is not None
    opened.close()
    assert exported(project) == before
    opened = Project.open(project)
    assert opened.writer.run(lambda db: history.undo(db, ann)) is not None  # the import of the articles is next
    assert opened.writer.run(lambda db: history.redo(db, ann)) is not None
    assert opened.writer.run(lambda db: history.redo(db, ann)) is not None
    assert live_contents(opened) == full
    opened.close()
    assert exported(project) == after


def test_a_refused_file_is_named_and_the_project_keeps_its_bytes(tmp_path: Path) -> None:
    project = base(tmp_path)
    other = base(tmp_path / "x") if (tmp_path / "x").mkdir() is None else project
    stranger = work_file(other, "Eve")
    put(stranger, 0, 9)
    stranger.close()
    broken = tmp_path / "broken.annotator"
    broken.write_bytes(stranger.path.read_bytes()[:5000])
    before = digest(project)
    report = merged(project, [stranger.path, broken, tmp_path / "missing.annotator", project])
    assert report.files == 0
    assert [Path(r.path).name for r in report.refused] == [
        "Eve.annotator",
        "broken.annotator",
        "missing.annotator",
        project.name,
    ]
    assert digest(project) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["broken.annotator", "news.annotator", "x"]


def test_files_of_another_project_bring_labels_of_equal_texts_where_asked(tmp_path: Path) -> None:
    project = base(tmp_path, *TEXTS[:1])
    (tmp_path / "x").mkdir()
    other = base(tmp_path / "x", TEXTS[1], TEXTS[0])
    eve = work_file(other, "Eve")
    put(eve, 0, 9, article=2)
    put(eve, 0, 7, article=1)
    eve.close()
    report = merged(project, [eve.path], foreign=True)
    assert (report.new, report.articles, report.files) == (1, 0, 1)
    assert merged(project, [eve.path], foreign=True).unchanged == 1


def test_two_people_with_one_name_are_kept_apart(tmp_path: Path) -> None:
    project = base(tmp_path)
    files = []
    for folder, start in (("a", 0), ("b", 6)):
        (tmp_path / folder).mkdir()
        work = work_file(project, "Ben", tmp_path / folder)
        put(work, start, 9)
        work.close()
        files.append(work.path)
    merged(project, [files[0]])
    report = merged(project, [files[1]], name="Ben the second")
    assert report.annotators == ["Ben the second"]
    opened = Project.open(project)
    assert [person.name for person in opened.annotators()] == ["Ann", "Ben", "Ben the second"]
    for person, start in (("Ben", 0), ("Ben the second", 6)):
        found = rows.annotations_of(opened.reader(), 1, opened.annotator(person).key)
        assert [a.start for a in found] == [start]
    opened.close()


def test_rows_of_others_come_only_where_asked(tmp_path: Path) -> None:
    project = base(tmp_path)
    work = work_file(project, "Ben")
    put(work, 0, 9)
    work.set_current_annotator(work.add_annotator("Cy"))
    put(work, 6, 9)
    work.close()
    report = merged(project, [work.path])
    assert report.new == 1
    assert [(left.annotator, left.rows) for left in report.left] == [("Ben", 1)]
    report = merged(project, [work.path], owners=True)
    assert (report.new, report.unchanged, report.left) == (1, 1, [])


def test_a_link_to_a_label_that_another_copy_deleted_is_hidden_and_comes_back_with_it(tmp_path: Path) -> None:
    project = base(tmp_path)
    work = work_file(project, "Ben")
    one, other = put(work, 0, 9, "CLAIM"), put(work, 6, 9, "PERSON")
    work.close()
    laptop = Path(shutil.copyfile(work.path, tmp_path / "laptop.annotator"))
    for path, change in ((work.path, "delete"), (laptop, "link")):
        opened = Project.open(path)
        owner = opened.current_annotator.key
        act(opened, deleted(other) if change == "delete" else link(one, other), owner=owner)
        opened.close()
    for order in ([work.path, laptop], [laptop, work.path]):
        target = Path(shutil.copyfile(project, tmp_path / f"{order[0].stem}-first.annotator"))
        merged(target, order)
        opened = Project.open(target)
        key = opened.annotator("Ben").key
        assert rows.links(opened.reader(), 1, key) == []
        assert check(opened).problems == ()
        opened.close()
    opened = Project.open(work.path)
    opened.writer.run(lambda db: history.undo(db, opened.current_annotator.key))
    opened.close()
    report = merged(target, [work.path])
    assert report.updated == 1
    opened = Project.open(target)
    assert len(rows.links(opened.reader(), 1, opened.annotator("Ben").key)) == 1
    assert check(opened).problems == ()
    opened.close()


def test_what_a_colleague_adds_to_the_schema_comes_in_and_the_projects_own_names_stay(tmp_path: Path) -> None:
    project = base(tmp_path)
    files = []
    for name, identity in (("Ben", "NEW~2"), ("Cy", "NEW")):
        work = work_file(project, name)
        layer = work.schema().layers[0]
        schema = work.schema().with_layer(replace(layer, labels=(*layer.labels, Label(identity, "NEW", key="z"))))
        owner = work.current_annotator.key
        work.writer.run(lambda db, s=schema, o=owner: schema_edit.set_schema(db, o, s, "Label"))  # type: ignore[misc]
        put(work, 0, 9)
        act(work, label(TEXTS[0], 0, 5, owner=owner)._replace(label=identity), owner=owner)
        work.close()
        files.append(work.path)
    schemas = []
    for order in (files, files[::-1]):
        target = Path(shutil.copyfile(project, tmp_path / f"{order[0].stem}-first.annotator"))
        for path in order:
            merged(target, [path])
        assert b'"label":"NEW"' in exported(target)
        assert b"NEW~2" not in exported(target)
        opened = Project.open(target)
        schemas.append(opened.schema())
        opened.close()
    assert schemas[0] == schemas[1]
    found = schemas[0].layers[0]
    assert [(x.id, x.name, x.key, x.merged_into) for x in found.labels[-2:]] == [
        ("NEW", "NEW", "", ""),
        ("NEW~2", "NEW", "", "NEW"),
    ]
