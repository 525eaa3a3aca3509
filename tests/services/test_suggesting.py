"""Suggesting on a corpus and on the open article, with a real project and a real process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.annotation import Suggestion
from annotator.model.errors import Cancelled, UserError
from annotator.model.schema import Schema
from annotator.services.jobs import Job, Progress
from annotator.services.suggesting import Arrived, OpenArticleSuggester, suggest_corpus
from annotator.storage import rows, suggestions
from annotator.storage.project import Project
from tests.services.articles import add_articles

TEXTS = tuple(f"“We counted {n} birds,” Ada Lee told Harbour Radio in Paris." for n in range(40))


@pytest.fixture
def project(tmp_path: Path, schema: Schema) -> Iterator[Project]:
    made = Project.create(tmp_path / "corpus", schema, "Mia")
    add_articles(made, *TEXTS)
    yield made
    made.close()


def test_every_article_is_suggested_on_once(project: Project) -> None:
    seen: list[Progress] = []
    report = suggest_corpus(project, Job(seen.append))
    assert (report.articles, report.already, report.skipped) == (len(TEXTS), 0, [])
    assert (seen[-1].done, seen[-1].total) == (len(TEXTS), len(TEXTS))
    found = suggestions.of_article(project.reader(), 1)
    assert "annotator.claims@1.1" in found
    assert report.source.startswith("en_core_web_")

    again = suggest_corpus(project, Job())
    assert (again.articles, again.already, again.suggestions) == (0, len(TEXTS), 0)
    assert again.source == report.source
    assert suggestions.of_article(project.reader(), 1) == found


def test_a_later_version_of_our_rules_takes_the_place_of_an_earlier_one(project: Project) -> None:
    old = Suggestion("annotator.claims@0.9", "claim", "CLAIM", ((0, 5),), 0.5)
    other = Suggestion("en_other@0.9", "entity", "ORG", ((0, 5),), 0.5)
    for one in (old, other):
        project.writer.run(lambda db, one=one: suggestions.replace(db, 1, one.source, [one], "2026-01-05T10:00:00Z"))
    suggest_corpus(project, Job())
    found = suggestions.of_article(project.reader(), 1)
    assert old.source not in found
    assert {"annotator.claims@1.1", other.source} <= found.keys()


def test_a_job_that_was_stopped_goes_on_where_it_was(project: Project) -> None:
    job = Job(lambda progress: job.cancel() if progress.done else None)
    with pytest.raises(Cancelled):
        suggest_corpus(project, job)
    rest = suggest_corpus(project, Job(), workers=2)
    assert rest.already > 0
    assert rest.already + rest.articles == len(TEXTS)


def test_a_missing_model_is_named_and_nothing_written(project: Project) -> None:
    with pytest.raises(UserError, match="no_such_pipeline"):
        suggest_corpus(project, Job(), models=["no_such_pipeline"])
    assert suggestions.sources(project.reader()) == []


def test_the_open_article_is_suggested_on_while_people_go_on(project: Project) -> None:
    arrived: list[Arrived] = []
    done = threading.Event()

    def take(what: Arrived) -> None:
        arrived.append(what)
        done.set()

    suggester = OpenArticleSuggester(project)
    article = rows.article(project.reader(), 1)
    try:
        suggester.suggest(article, take)
        assert done.wait(60)
        assert arrived == [Arrived(1)]
        assert suggestions.of_article(project.reader(), 1)
        done.clear()
        suggester.suggest(article, take)
        assert done.wait(60)
        assert not arrived[1].new
    finally:
        suggester.close()
