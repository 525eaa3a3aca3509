"""Work files that are damaged, wrong or meant to do harm: refused or taken in part, each thing named, the rest untouched."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from annotator.model.errors import UserError
from annotator.model.ids import new_id
from annotator.services.merging import MergeOptions, merge
from annotator.storage import rows
from annotator.storage.check import check
from annotator.storage.project import Project
from tests.services.merging_files import base, exported, merged, put, work_file
from tests.storage.projects import digest


def bens(project: Path, *statements: str, **values: object) -> Path:
    """Ben's file with two labels, after somebody changed it behind Annotator's back."""
    work = work_file(project, "Ben")
    put(work, 0, 9)
    put(work, 6, 9, "PERSON")
    work.close()
    with closing(sqlite3.connect(work.path)) as db:
        for statement in statements:
            db.execute(statement, {k: v for k, v in values.items() if f":{k}" in statement})
        db.commit()
    return work.path


REFUSED: dict[str, tuple[str, ...]] = {
    "trigger": ("CREATE TRIGGER t AFTER INSERT ON annotation BEGIN DELETE FROM annotation; END",),
    "view": ("CREATE VIEW v AS SELECT * FROM annotation",),
    "own table": ("CREATE TABLE mine (a)",),
    "another table of that name": ("DROP TABLE place", "CREATE TABLE place (owner, article, caret, scroll)"),
    "another program": ("PRAGMA application_id = 7",),
    "a later version": ("PRAGMA user_version = 99",),
    "no owner": ("UPDATE setting SET value = '77' WHERE name = 'annotator'",),
    "nobody's project": ("UPDATE setting SET value = '\"x\"' WHERE name = 'project'",),
    "Gold's own": ("UPDATE setting SET value = (SELECT id FROM annotator WHERE gold = 1) WHERE name = 'annotator'",),
    "called Gold": ("UPDATE annotator SET name = 'gOLD' WHERE name = 'Ben'",),
    "no schema": ("UPDATE schema SET definition = '[]'",),
    "a huge schema": ("UPDATE schema SET definition = printf('{\"name\": \"%.*c\"}', 5000000, 'x')",),
    "a clashing name": ("UPDATE annotator SET name = 'Ann', uuid = :uuid WHERE name = 'Ben'", "DELETE FROM annotator WHERE id = -1"),
    "settings that are no JSON": ("UPDATE setting SET value = '{' ",),
}  # fmt: skip  # one case a line


@pytest.mark.parametrize("case", REFUSED)
def test_such_a_file_is_refused_and_the_project_keeps_its_bytes(tmp_path: Path, case: str) -> None:
    project = base(tmp_path)
    if case == "a clashing name":
        uuid = new_id()
        path = bens(project, "UPDATE annotator SET name = 'Ann Other' WHERE name = 'Ann'", *REFUSED[case], uuid=uuid)
    else:
        path = bens(project, *REFUSED[case])
    before = digest(project)
    report = merged(project, [path])
    assert (report.files, [r.path for r in report.refused]) == (0, [str(path)])
    assert report.refused[0].reason
    assert digest(project) == before
    assert not list(tmp_path.glob("*.backups"))


IN_PART: dict[str, tuple[str, str]] = {
    "offsets beyond the text": ('UPDATE annotation SET "end" = 99999 WHERE label = :label', "outside"),
    "offsets turned round": ('UPDATE annotation SET start = 9, "end" = 6 WHERE label = :label', "outside"),
    "another quote": ("UPDATE annotation SET quote = 'Mrs' WHERE label = :label", "says"),
    "fragments that touch": ("UPDATE annotation SET fragments = '[[6,7],[7,9]]' WHERE label = :label", "outside"),
    "fragments that are none": ("UPDATE annotation SET fragments = '{}' WHERE label = :label", "read"),
    "an id that is none": ("UPDATE annotation SET uuid = 'x' WHERE label = :label", "id"),
    "an id in capitals": ("UPDATE annotation SET uuid = upper(uuid) WHERE label = :label", "id"),
    "a label of no schema": ("UPDATE annotation SET label = 'NONE' WHERE label = :label", "schema"),
    "a layer of no schema": ("UPDATE annotation SET layer = 'NONE' WHERE label = :label", "schema"),
    "attributes that are no object": ("UPDATE annotation SET attributes = '[1]' WHERE label = :label", "attributes"),
    "attributes of great depth": ("UPDATE annotation SET attributes = :deep WHERE label = :label", "attributes"),
    "attributes of great size": ("UPDATE annotation SET attributes = :huge WHERE label = :label", "attributes"),
    "revision 0": ("UPDATE annotation SET revision = 0 WHERE label = :label", "revision"),
    "the last revision": ("UPDATE annotation SET revision = 9223372036854775807 WHERE label = :label", "revision"),
    "a time that is a novel": ("UPDATE annotation SET updated = printf('%.*c', 500, 'x') WHERE label = :label", "time"),
    "deleted in a new way": ("UPDATE annotation SET deleted = 7 WHERE label = :label", "revision"),
}


@pytest.mark.parametrize("case", IN_PART)
def test_what_cannot_be_taken_is_named_and_the_rest_comes_in(tmp_path: Path, case: str) -> None:
    project = base(tmp_path)
    statement, word = IN_PART[case]
    deep = '{"a":' + "[" * 200 + "]" * 200 + "}"
    huge = '{"a":"' + "x" * 2_000_000 + '"}'
    path = bens(project, statement, label="PERSON", deep=deep, huge=huge)
    report = merged(project, [path])
    assert (report.files, report.new) == (1, 1)
    assert len(report.refused) == 1
    assert word in report.refused[0].reason
    with closing(Project.open(project)) as opened:
        assert check(opened).problems == ()
        ben = opened.annotator("Ben").key
        assert [a.label for a in rows.annotations_of(opened.reader(), 1, ben)] == ["ORG"]
    again = merged(project, [path])
    assert (again.new, again.unchanged, len(again.refused), again.backup) == (0, 1, 1, "")


def test_labels_of_a_changed_article_are_refused_and_other_articles_come_in(tmp_path: Path) -> None:
    project = base(tmp_path)
    work = work_file(project, "Ben")
    put(work, 0, 9)
    put(work, 0, 7, article=2)
    work.close()
    with closing(sqlite3.connect(work.path)) as db:
        db.execute("UPDATE article SET text = replace(text, 'Mayor', 'Major') WHERE id = 1")
        db.commit()
    report = merged(project, [work.path])
    assert (report.new, len(report.refused)) == (1, 1)
    assert "another text" in report.refused[0].reason


def test_an_article_that_is_not_what_it_says_does_not_come_in(tmp_path: Path) -> None:
    project = base(tmp_path)
    path = bens(
        project,
        """INSERT INTO article (uuid, sha256, imported, title, source, published, language, length, meta, text)
        SELECT :uuid, sha256 || 'x', imported, title, source, published, language, length, meta, text || 'x'
        FROM article WHERE id = 1""",
        uuid=new_id(),
    )
    report = merged(project, [path])
    assert (report.articles, report.new, len(report.refused)) == (0, 2, 1)


def test_links_and_notes_that_hang_on_nothing_are_refused(tmp_path: Path) -> None:
    project = base(tmp_path)
    values = "1, 'e'"
    path = bens(
        project,
        f"""INSERT INTO note SELECT 1, :uuid, owner, :other, 'hello', 'open', 1, created, updated, 0, {values[:1]}
        FROM annotation WHERE label = 'ORG'""",
        uuid=new_id(),
        other=new_id(),
    )
    report = merged(project, [path])
    assert (report.new, len(report.refused)) == (2, 1)


def test_labels_of_others_in_somebodys_file_are_not_touched(tmp_path: Path) -> None:
    project = base(tmp_path)
    with closing(Project.open(project)) as opened:
        mine = put(opened, 0, 5)
    path = bens(project, "UPDATE annotation SET revision = 99, label = 'PERSON', updated = '2099' WHERE owner = 1")
    before = exported(project)
    report = merged(project, [path])
    assert (report.new, [left.annotator for left in report.left]) == (2, ["Ann"])
    with closing(Project.open(project)) as opened:
        assert rows.annotations_of(opened.reader(), 1, 1) == [mine]
    assert before != exported(project)


def test_somebody_elses_id_is_not_taken_from_them(tmp_path: Path) -> None:
    project = base(tmp_path)
    with closing(Project.open(project)) as opened:
        mine = put(opened, 0, 5)
        other = put(opened, 0, 7, article=2)
    path = bens(project, "DELETE FROM annotation WHERE owner = 1",
                "UPDATE annotation SET uuid = :first WHERE label = 'ORG'",
                "UPDATE annotation SET uuid = :second WHERE label = 'PERSON'", first=mine.id, second=other.id)  # fmt: skip
    report = merged(project, [path])
    assert report.new == 2
    with closing(Project.open(project)) as opened:
        assert check(opened).problems == ()
        found = rows.annotations_of(opened.reader(), 1, 1)
        assert [(a.label, a.fragments) for a in found] == [(mine.label, mine.fragments)]
        assert rows.annotations_of(opened.reader(), 2, 1) == [other]


def test_an_event_that_unpacks_without_end_is_left_out(tmp_path: Path) -> None:
    project = base(tmp_path)
    path = bens(project, "UPDATE event SET changes = :bomb", bomb=zlib.compress(b"[" * 300_000_000, 9))
    report = merged(project, [path])
    assert (report.new, report.refused) == (2, [])


def test_a_hundred_thousand_rows_come_in(tmp_path: Path) -> None:
    project = base(tmp_path)
    path = bens(
        project,
        """INSERT INTO decision
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
        SELECT 1, printf('0190a0a0-0000-7000-8000-%012x', i), (SELECT id FROM annotator WHERE name = 'Ben'), 'entity',
            'ORG', '[[0,5]]', 'Mayor', 'rejected', 'x@1', 0.5, 1, '', '', 0, 0 FROM n""",
    )
    report = merged(project, [path])
    assert (report.new, report.refused) == (100_002, [])


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: path.write_bytes(b"")])
def test_what_is_no_file_of_ours_is_refused(tmp_path: Path, make: Callable[[Path], object]) -> None:
    project = base(tmp_path)
    path = tmp_path / "strange.annotator"
    make(path)
    assert merged(project, [path]).files == 0


def test_a_file_that_somebody_is_writing_is_refused(tmp_path: Path) -> None:
    project = base(tmp_path)
    path = bens(project)
    path.with_name(path.name + "-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" * 100)
    before = digest(path)
    assert merged(project, [path]).files == 0
    assert digest(path) == before


def test_a_project_for_reading_takes_nothing(tmp_path: Path) -> None:
    project = base(tmp_path)
    path = bens(project)
    with closing(Project.open(project, for_writing=False)) as opened, pytest.raises(UserError):
        merge(opened, [path], MergeOptions())
