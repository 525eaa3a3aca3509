"""Work files out: who gets what, what is in a file, and that it comes back by merging."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from annotator.model.annotation import Suggestion
from annotator.model.errors import UserError
from annotator.services.handing_out import HandoutOptions, HandoutReport, hand_out, share_of, suggested_share
from annotator.storage import rows, suggestions
from annotator.storage.check import check
from annotator.storage.project import Project
from tests.services.merging_files import base, exported, merged, put
from tests.storage.projects import digest

TEXTS = tuple(f"Article {n} about Mayor Lee and 北京 🙂.\n" + "More words. " * n for n in range(10))


def handed(project: Path, folder: Path, *names: str, **options: object) -> HandoutReport:
    with closing(Project.open(project, for_writing=False)) as opened:
        return hand_out(opened, folder, names, HandoutOptions(**options))  # type: ignore[arg-type]  # by name


def test_each_gets_a_file_with_their_share_and_the_project_is_not_touched(tmp_path: Path) -> None:
    project = base(tmp_path, *TEXTS)
    before = digest(project)
    report = handed(project, tmp_path / "out", "Ben", "Cy")
    assert digest(project) == before
    assert (report.articles, report.common) == (10, 2)
    assert [Path(file.path).name for file in report.files] == ["news-Ben.annotator", "news-Cy.annotator"]
    assert [file.articles for file in report.files] == [6, 6]
    ids = []
    for file in report.files:
        with closing(Project.open(Path(file.path))) as work, closing(Project.open(project, for_writing=False)) as home:
            assert work.id == home.id
            assert work.schema() == home.schema()
            assert work.guidelines() == home.guidelines()
            assert work.current_annotator.name == file.annotator
            assert [person.name for person in work.annotators()] == [file.annotator]
            assert check(work).problems == ()
            ids.append({article.id for article in rows.articles(work.reader(), rows.article_keys(work.reader()))})
    assert len(ids[0] & ids[1]) == 2
    assert len(ids[0] | ids[1]) == 10


def test_the_same_project_is_handed_out_the_same_way_again(tmp_path: Path) -> None:
    project = base(tmp_path, *TEXTS)
    reports = [handed(project, tmp_path / name, "Ben", "Cy", "Dee") for name in ("a", "b")]
    contents = []
    for report in reports:
        for file in report.files:
            with closing(Project.open(Path(file.path), for_writing=False)) as work:
                contents.append([a.id for a in rows.articles(work.reader(), rows.article_keys(work.reader()))])
    assert contents[:3] == contents[3:]


def test_nobody_elses_labels_are_handed_out_and_ones_own_come_along(tmp_path: Path) -> None:
    project = base(tmp_path, *TEXTS)
    with closing(Project.open(project)) as opened:
        put(opened, 0, 7)
        opened.set_current_annotator(opened.add_annotator("Ben"))
        mine = put(opened, 8, 9)
        opened.set_current_annotator(opened.annotator("Ann"))
    handed(project, tmp_path / "out", "Ben", "Cy", overlap=1.0)
    with closing(Project.open(tmp_path / "out" / "news-Ben.annotator")) as work:
        found = work.reader().execute("SELECT uuid, owner FROM annotation").fetchall()
        assert found == [(mine.id, work.current_annotator.key)]
    with closing(Project.open(tmp_path / "out" / "news-Cy.annotator")) as work:
        assert work.reader().execute("SELECT count(*) FROM annotation").fetchone() == (0,)


def test_what_was_handed_out_and_labelled_comes_back_by_merging(tmp_path: Path) -> None:
    project = base(tmp_path, *TEXTS)
    with closing(Project.open(project)) as opened:
        opened.set_current_annotator(opened.add_annotator("Ben"))
        put(opened, 8, 9)
        opened.set_current_annotator(opened.annotator("Ann"))
    handed(project, tmp_path / "out", "Ben", "Cy", overlap=1.0)
    files = [tmp_path / "out" / f"news-{name}.annotator" for name in ("Ben", "Cy")]
    before = exported(project)
    assert merged(project, files).unchanged == 1
    assert exported(project) == before
    for path in files:
        with closing(Project.open(path)) as work:
            put(work, 0, 7, article=3)
    report = merged(project, files)
    assert (report.new, report.unchanged, report.refused) == (2, 1, [])


@pytest.mark.parametrize(("share", "expected"), [("none", 0), ("all", 10), ("50%", 5)])
def test_suggestions_go_along_as_wanted_and_the_rest_is_to_have_none(tmp_path: Path, share: str, expected: int) -> None:
    project = base(tmp_path, *TEXTS)
    with closing(Project.open(project)) as opened:
        pack = [Suggestion("x@1", "entity", "ORG", ((0, 7),), 0.5)]
        for key in range(1, 11):
            opened.writer.run(lambda db, k=key: suggestions.replace(db, k, "x@1", pack, "2026"))
    handed(project, tmp_path / "out", "Ben", suggested=suggested_share(share))
    with closing(Project.open(tmp_path / "out" / "news-Ben.annotator")) as work:
        sources = [suggestions.sources_of(work.reader(), key) for key in range(1, 11)]
        assert sources.count({"x@1"}) == expected
        assert sources.count({suggestions.WITHHELD}) == 10 - expected
        assert check(work).problems == ()


def test_a_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    project = base(tmp_path, *TEXTS[:3])
    handed(project, tmp_path / "out", "Cy")
    before = digest(tmp_path / "out" / "news-Cy.annotator")
    with pytest.raises(UserError, match="already a file"):
        handed(project, tmp_path / "out", "Ben", "Cy")
    assert digest(tmp_path / "out" / "news-Cy.annotator") == before
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["news-Cy.annotator"]


@pytest.mark.parametrize("names", [("Gold",), ("Ben", "ben"), ("",), ("a/b", "a:b")])
def test_names_that_cannot_be_are_refused_and_nothing_is_written(tmp_path: Path, names: tuple[str, ...]) -> None:
    project = base(tmp_path, *TEXTS[:3])
    with pytest.raises(UserError):
        handed(project, tmp_path / "out", *names)
    assert not (tmp_path / "out").exists()


def test_shares_are_read_as_people_write_them() -> None:
    assert [share_of(text) for text in ("20%", "20", " 12,5 % ", "100%")] == [0.2, 0.2, 0.125, 1.0]
    for text in ("", "x", "120%", "-1"):
        with pytest.raises(UserError):
            share_of(text)
