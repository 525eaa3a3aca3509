"""Suggestions for a whole corpus as a job, and for the open article while a person reads it. Both leave spaCy to a process of its own.

Nothing is suggested twice for the same text and model: an article is given to the suggesters when a source that they
have for its language has not run on it. A job that is stopped goes on there the next time.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, closing
from dataclasses import dataclass, field

from annotator.model import gazetteer
from annotator.model.annotation import Suggestion
from annotator.model.article import Article
from annotator.model.change import now
from annotator.model.errors import Cancelled, UserError
from annotator.model.gazetteer import Gazetteer
from annotator.model.phrases import tr
from annotator.model.suggesters import named
from annotator.nlp.dask_workers import DaskAnswer, DaskWorkers
from annotator.nlp.suggest import Suggesters
from annotator.nlp.wire import Failed
from annotator.nlp.worker import Suggested, Worker
from annotator.services.choosing import allowed_plan
from annotator.services.jobs import Job
from annotator.services.learned import names_in
from annotator.storage import rows, suggestions
from annotator.storage.connection import Connection
from annotator.storage.journal import transaction
from annotator.storage.project import Project

Packs = Mapping[str, Sequence[Suggestion]]
Readers = Worker | DaskWorkers
"""Who reads a batch: a process here, or a cluster."""
Answer = Future[list[Suggested]] | DaskAnswer

_BATCH_ARTICLES = 16
_BATCH_LENGTH = 60_000
"""Articles, and code points of text, that a process is given at once."""
_AHEAD = 2
"""Batches that each process has to hand, so that it never waits for the next one."""


@dataclass(slots=True)
class SuggestReport:
    """What a run over the corpus did."""

    articles: int = 0
    """Articles that were given new suggestions (also where none were found)."""
    already: int = 0
    """Articles whose suggestions were there."""
    suggestions: int = 0
    """Places that are proposed, each counted once however many sources propose it."""
    by_source: dict[str, int] = field(default_factory=dict)
    """What each source proposes by itself, without what it brings only as the end of a link."""
    notes: list[str] = field(default_factory=list)
    """What people should know, as that a language was read by rules alone."""
    skipped: list[tuple[str, str]] = field(default_factory=list)
    """Title and reason of articles that could not be read."""
    seconds: float = 0.0

    @property
    def source(self) -> str:
        """The source that proposed most, else the first pipeline; empty where there was no article."""
        return max(
            self.by_source, key=lambda name: (self.by_source[name], not name.startswith("annotator.")), default=""
        )

    def count(self, packs: Packs) -> None:
        """Takes in the suggestions for one more article."""
        self.articles += 1
        known: set[object] = set()
        for source, pack in packs.items():
            # Claims bring copies of the names that they are linked to: those count for the pipeline that found them.
            brought = {index for suggestion in pack for _, index in suggestion.links}
            own = {suggestion.place for number, suggestion in enumerate(pack) if number not in brought}
            known |= {suggestion.place for suggestion in pack}
            self.by_source[source] = self.by_source.get(source, 0) + len(own)
        self.suggestions += len(known)


def suggest_corpus(
    project: Project, job: Job, workers: int = 1, models: Sequence[str] = (), dask: str = ""
) -> SuggestReport:
    """Has every article of the project suggested on that lacks it, by `workers` processes; reports progress in articles.

    `models`: packages and folders of pipelines (`annotator`: our own), in order of precedence; none: those of the project's
    plan, without folders that nobody allowed on this machine.

    `dask`: the address of a Dask scheduler, whose workers read in the place of processes here; the writing is done here.

    Raises UserError (a pipeline cannot be loaded, the project cannot be written to) and Cancelled; what was written until
    then stays.
    """
    if project.read_only:
        raise UserError(tr("The project is open for reading only."), project.path)
    begun = time.monotonic()
    report = SuggestReport()
    total = rows.article_count(project.reader())
    plan = named(models)
    if not models:
        plan, refused = allowed_plan(project.reader())
        report.notes += refused
    suggesters = Suggesters(plan)
    names = names_in(project.reader())
    job.report(0, total, "articles")
    with ExitStack() as stack:
        running: deque[Readers] = deque()
        if dask:
            cluster = stack.enter_context(closing(DaskWorkers(dask, plan)))
            running.extend([cluster] * cluster.count)
        else:
            running.extend(stack.enter_context(closing(Worker(plan))) for _ in range(max(1, workers)))
        waiting: deque[tuple[Sequence[Article], Readers, Answer]] = deque()
        for batch in _batches(_lacking(project, suggesters, names, report)):
            job.check()
            worker = running[0]
            running.rotate(-1)
            waiting.append((batch, worker, worker.ask_many([(a.text, a.language) for a in batch])))
            if len(waiting) >= _AHEAD * len(running):
                _take(project, names, *waiting.popleft(), report)
                job.report(report.articles + report.already + len(report.skipped), total, "articles")
        while waiting:
            job.check()
            _take(project, names, *waiting.popleft(), report)
            job.report(report.articles + report.already + len(report.skipped), total, "articles")
    report.seconds = time.monotonic() - begun
    return report


def _lacking(project: Project, suggesters: Suggesters, names: Gazetteer, report: SuggestReport) -> Iterator[Article]:
    """The articles on which a source of their language has not run, in the order of the queue.

    Where known names alone are wanting, they are written down at once: that needs no pipeline.
    """
    db = project.reader()
    for article in rows.articles(db, rows.article_keys(db)):
        present = suggestions.sources_of(db, article.key)
        sources = suggesters.sources(article.language, article.text)
        for source in sources:
            report.by_source.setdefault(source, 0)
        if suggestions.WITHHELD in present:
            report.already += 1
        elif set(sources) <= present:
            found = with_names({}, article.text, names, suggestions.made_at(db, article.key, gazetteer.SOURCE))
            if found:
                project.writer.run(lambda db, one=article, packs=found: _write(db, [(one.key, packs)], names))  # type: ignore[misc]  # mypy knows no default in a lambda
                report.count(found)
            else:
                report.already += 1
        else:
            yield article


def with_names(packs: Packs, text: str, names: Gazetteer, made: str = "") -> Packs:
    """`packs` with the known names in `text`, unless they were looked for since the names were changed last (`made`)."""
    return packs if names.changed == made else {**packs, gazetteer.SOURCE: names.propose(text)}


def _batches(articles: Iterator[Article]) -> Iterator[list[Article]]:
    batch: list[Article] = []
    length = 0
    for article in articles:
        batch.append(article)
        length += len(article.text)
        if len(batch) >= _BATCH_ARTICLES or length >= _BATCH_LENGTH:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def _take(
    project: Project,
    names: Gazetteer,
    batch: Sequence[Article],
    worker: Readers,
    answer: Answer,
    report: SuggestReport,
) -> None:
    """Waits for the suggestions of a batch and writes them. Where they fail, each article is tried by itself."""
    try:
        found = list(zip(batch, answer.result(), strict=True))
    except Failed as failed:
        if len(batch) == 1:
            report.skipped.append((batch[0].title, str(failed)))
            return
        for article in batch:
            _take(project, names, [article], worker, worker.ask(article.text, article.language), report)
        return
    complete = [(article, with_names(suggested.packs, article.text, names)) for article, suggested in found]
    project.writer.run(lambda db: _write(db, [(article.key, packs) for article, packs in complete], names))
    for _, packs in complete:
        report.count(packs)
    for _, suggested in found:
        if suggested.note and suggested.note not in report.notes:
            report.notes.append(suggested.note)


def _write(db: Connection, found: Sequence[tuple[int, Packs]], names: Gazetteer) -> None:
    made = now()
    with transaction(db):
        for key, packs in found:
            if rows.is_there(db, key):
                for source, pack in packs.items():
                    # Known names are looked for again when they have changed since.
                    suggestions.put(db, key, source, pack, names.changed if source == gazetteer.SOURCE else made)


def default_workers() -> int:
    """How many processes a corpus is given where nobody says: one for each core but one."""
    return max(1, (os.cpu_count() or 2) - 1)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came of asking for suggestions on an article: they are in the project now, or `error` says why not."""

    article: int
    note: str = ""
    """A sentence for people, where only rules read this language."""
    error: Exception | None = None
    new: bool = True
    """Whether they were made just now, so that the article has to be shown again."""


class OpenArticleSuggester:
    """Suggests on the article that a person opened, if nobody has yet."""

    def __init__(self, project: Project, deliver: Callable[[Callable[[], None]], None] | None = None) -> None:
        """`deliver` runs a function later on the thread that answers are wanted on; without it they come on another one."""
        self._project = project
        self._deliver = deliver or (lambda function: function())
        self._worker = Worker()
        self.use_plan()

    def use_plan(self) -> None:
        """Suggests as the project's plan and known names say now."""
        plan, self._refused = allowed_plan(self._project.reader())
        self._suggesters = Suggesters(plan)
        self._worker.plan = plan
        self._names = names_in(self._project.reader())

    def note(self, article: Article) -> str:
        """A sentence for people where only rules read the article's language, or a pipeline of the plan was not loaded."""
        return " ".join([*self._refused, self._suggesters.note(article.language, article.text)]).strip()

    def suggest(self, article: Article, done: Callable[[Arrived], None]) -> None:
        """Has suggestions made for `article` and written into the project; then calls `done`."""
        present = suggestions.sources_of(self._project.reader(), article.key)
        note = self.note(article)
        settled = suggestions.WITHHELD in present or present >= set(
            self._suggesters.sources(article.language, article.text)
        )
        if self._project.read_only or settled:
            self._deliver(lambda: done(Arrived(article.key, note, new=False)))
            return

        def made(answer: Future[list[Suggested]]) -> None:
            if answer.cancelled():
                return
            if error := answer.exception():
                self._tell(done, Arrived(article.key, note, _as_exception(error)))
                return
            packs = with_names(answer.result()[0].packs, article.text, self._names)
            written = self._project.writer.submit(lambda db: _write(db, [(article.key, packs)], self._names))
            written.add_done_callback(
                lambda future: self._tell(done, Arrived(article.key, note, _as_exception(future.exception())))
            )

        self._worker.ask(article.text, article.language).add_done_callback(made)

    def close(self) -> None:
        """Ends the process; what it has not answered is forgotten."""
        self._worker.close()

    def _tell(self, done: Callable[[Arrived], None], arrived: Arrived) -> None:
        self._deliver(lambda: done(arrived))


def _as_exception(error: BaseException | None) -> Exception | None:
    return error if error is None or isinstance(error, Exception) else Cancelled(str(error))
