"""The check finds whatever is wrong in a project, names it, and changes nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from annotator.model.annotation import Suggestion
from annotator.model.errors import Cancelled, UserError
from annotator.storage import suggestions
from annotator.storage.check import MOST_PROBLEMS, check, check_file
from annotator.storage.project import Project
from tests.storage.projects import TEXT, act, decision, digest, label, link, new_project, note, work

OTHER = "Another article.\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed project with one of everything."""
    project = new_project(tmp_path, TEXT, OTHER)
    claim, mayor = label(TEXT, 1, 9, "CLAIM"), label(TEXT, 12, 21, "PERSON")
    split = claim._replace(id=label(TEXT, 0, 1).id, fragments=((1, 9), (34, 40)), quote=f"{TEXT[1:9]} {TEXT[34:40]}")
    act(project, claim, mayor, split, link(claim, mayor), note("Sure?", claim), work(status="done"))
    proposal = Suggestion("m@1", "entity", "ORG", ((0, 3),))
    act(project, decision(proposal, TEXT, "rejected"))
    project.writer.run(lambda db: suggestions.replace(db, 1, "m@1", [proposal], "2026-02-01T10:00:00.000Z"))
    project.close()
    return project.path


def spoil(path: Path, *statements: str) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        db.execute(statement)
    db.close()


def test_a_whole_project_has_no_problem(path: Path) -> None:
    before = digest(path)
    report = check_file(path)
    assert report.ok
    assert (report.articles, report.annotations, report.problems) == (2, 3, ())
    assert digest(path) == before


@pytest.mark.parametrize(
    ("statement", "where", "what"),
    [
        ("UPDATE article SET text = replace(text, 'Mayor', 'Major') WHERE id = 1", "article 1", "not the one"),
        ("UPDATE article SET text = replace(text, 'Mayor', 'Major') WHERE id = 1", "annotation", "Major Lee"),
        ("UPDATE article SET uuid = 'x' WHERE id = 2", "article 2", "id is not that"),
        ("UPDATE article SET meta = '[1]' WHERE id = 2", "article 2", "metadata"),
        ("UPDATE article SET meta = '{' WHERE id = 2", "article 2", "cannot be read"),
        ("UPDATE annotation SET quote = 'Lee' WHERE label = 'PERSON'", "annotation", "“Lee”"),
        ("UPDATE annotation SET start = 900, \"end\" = 910 WHERE label = 'PERSON'", "annotation", "outside"),
        ("UPDATE annotation SET start = 5, \"end\" = 5 WHERE label = 'PERSON'", "annotation", "outside"),
        ("UPDATE annotation SET fragments = '[[1,9],[5,8]]' WHERE fragments IS NOT NULL", "annotation", "outside"),
        ("UPDATE annotation SET fragments = 'x' WHERE fragments IS NOT NULL", "annotation", "cannot be read"),
        ("UPDATE annotation SET attributes = '{' WHERE label = 'PERSON'", "annotation", "cannot be read"),
        ("UPDATE annotation SET deleted = 1 WHERE label = 'PERSON'", "link", "which is not there"),
        ("UPDATE annotation SET owner = 2 WHERE label = 'PERSON'", "link", "somebody else"),
        ("UPDATE annotation SET article = 77 WHERE label = 'PERSON'", "annotation", "article 77"),
        ("UPDATE note SET state = 'lost'", "note", "lost"),
        ("UPDATE note SET uuid = 'x'", "note", "id that is none"),
        ("UPDATE work SET status = 'half'", "work", "half"),
        ("UPDATE decision SET quote = 'x'", "decision", "“x”"),
        ("UPDATE suggestion SET pack = '[['", "article 1", "suggestions cannot be read"),
        ("UPDATE suggestion SET pack = replace(pack, '[0,3]', '[0,3000]')", "m@1", "outside"),
        ('UPDATE suggestion SET pack = \'[["entity","ORG",[[0,3]],null,{},[["cue",7]]]]\'', "m@1", "not there"),
        ("UPDATE event SET changes = x'7812' WHERE id = 2", "event 2", "cannot be read"),
        ("UPDATE event SET changes = x'5b' WHERE id = 2", "event 2", "cannot be read"),
        ("DELETE FROM article_words_docsize WHERE id = 2", "word index", "1 articles of 2"),
        ("DELETE FROM spent", "", ""),
    ],
)
def test_what_is_wrong_is_named(path: Path, statement: str, where: str, what: str) -> None:
    spoil(path, "PRAGMA writable_schema = ON", statement)
    before = digest(path)
    report = check_file(path)
    if what:
        assert any(where in problem.where and what in problem.what for problem in report.problems), report.problems
    else:
        assert report.ok
    assert digest(path) == before


def test_a_long_list_of_problems_is_cut(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(path, "UPDATE annotation SET quote = 'x'")
    monkeypatch.setattr("annotator.storage.check.MOST_PROBLEMS", 2)
    report = check_file(path)
    assert len(report.problems) == 3
    assert report.problems[-1].what == "1 more problem."
    assert MOST_PROBLEMS > 2


def test_a_check_can_be_watched_and_cancelled(path: Path) -> None:
    project = Project.open(path)
    heard: list[tuple[int, int]] = []
    check(project, lambda done, total: heard.append((done, total)))
    assert heard == [(0, 2)]

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        check(project, stop)
    project.close()


def test_a_file_that_cannot_be_opened_is_a_user_error(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        check_file(tmp_path / "nowhere.annotator")
