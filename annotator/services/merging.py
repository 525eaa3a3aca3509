"""Work files back into the project: the same files give the same project in any order and any number of times.

Each file is looked at whole before anything of it is written; a file that is refused leaves the project as it was, to the
byte. A backup comes before the first change, and all files of one merge are one undo step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from annotator.model.errors import Cancelled, UserError
from annotator.model.ids import annotator_id
from annotator.model.phrases import tr, trn
from annotator.model.schema import Schema, faults
from annotator.model.schema_translation import translation
from annotator.model.schema_union import Path as Piece
from annotator.model.schema_union import is_too_large, joined, pieces
from annotator.services.article_columns import language_of, published_of, text_of, title_of
from annotator.services.bulk import bulk_work
from annotator.services.foreign import translate_rows
from annotator.services.jobs import Job
from annotator.services.merge_report import Left, MergeReport
from annotator.services.merging_labels import is_of_other_tool, take_labels
from annotator.storage import people
from annotator.storage.colleague import Colleague, colleague
from annotator.storage.connection import Connection
from annotator.storage.incoming import Person
from annotator.storage.merge_writing import MergeWriter, merged_pieces
from annotator.storage.merging import Comparing
from annotator.storage.news import News, Owner, Refusal
from annotator.storage.passing_on import Passing
from annotator.storage.project import Project
from annotator.storage.tables import Row, Table
from annotator.storage.untrusted import Known

_SURVEY_ARTICLES = 200
_PAGE_LENGTH = 4_000_000
_EVENTS_AT_ONCE = 200


@dataclass(frozen=True)
class MergeOptions:
    """How a person wants files to be taken."""

    foreign: bool = False
    """Also the labels in files of other projects, for articles whose text is here."""
    owners: bool = False
    """Also the rows of others than the file's own annotator, and of Gold."""
    name: str | None = None
    """Whose the rows of the file's own annotator become: for two people with one name."""


def look(
    project: Project, paths: Sequence[Path], options: MergeOptions | None = None, job: Job | None = None
) -> MergeReport:
    """What `merge` would bring, without writing anything; each file by itself."""
    return _Merge(project, options or MergeOptions(), job or Job(), write=False).run(paths)


def look_each(
    project: Project, paths: Sequence[Path], options: MergeOptions | None = None, job: Job | None = None
) -> list[tuple[Path, MergeReport]]:
    """What each of the files would bring if it were the only one."""
    if options is not None and options.name is not None and len(paths) > 1:
        look(project, paths, options, job)  # says why that cannot be
    return [(path, look(project, [path], options, job)) for path in paths]


def merge(
    project: Project, paths: Sequence[Path], options: MergeOptions | None = None, job: Job | None = None
) -> MergeReport:
    """Takes in what is at `paths`, as one undo step of the current annotator.

    Files that cannot be taken are named in the report. Where the job is cancelled, what was written stays, and the report
    says so. Raises UserError where the project cannot be written to or an option makes no sense.
    """
    return _Merge(project, options or MergeOptions(), job or Job(), write=True).run(paths)


@dataclass
class _Plan:
    """How one file is to be taken."""

    file: Colleague
    owners: list[Owner]
    schema: Schema | None
    """What the schema becomes; None where it stays."""
    known: Known
    translate: Callable[[Table, Row], Row] | None
    news: MergeReport
    givers: set[int]
    """Of whom something is new: their keys here."""
    has_news: bool = False


class _Merge:
    def __init__(self, project: Project, options: MergeOptions, job: Job, *, write: bool) -> None:
        self._project = project
        self._options = options
        self._job = job
        self._write = write
        self._report = MergeReport(dry_run=not write)
        self._writer: MergeWriter | None = None

    def run(self, paths: Sequence[Path]) -> MergeReport:
        options, project = self._options, self._project
        if not paths:
            raise UserError(tr("There is nothing to merge."), hint=tr("Name the files that came back."))
        if options.name is not None:
            people.name_of(options.name)
            if len(paths) > 1:
                raise UserError(tr("Another name goes with one file."), hint=tr("Merge the files one by one."))
        if self._write and project.read_only:
            raise UserError(tr("The project is open for reading only."), project.path)
        ended = False
        try:
            with bulk_work():
                for path in paths:
                    self._take(path)
            ended = True
        except Cancelled:
            self._report.cancelled = True
        finally:
            self._close(paths, ended=ended)
        return self._report

    def _take(self, path: Path) -> None:
        try:
            if is_of_other_tool(path):
                take_labels(self._project, path, self._options.name, self._job, self._report, write=self._write)
                return
            with colleague(path, self._project.path) as file:
                plan = self._plan(file)
                self._survey(plan)
                if self._write and plan.has_news:
                    self._put(plan)
                self._tell(plan)
        except UserError as error:
            hint = f" {error.hint}" if error.hint else ""
            self._report.refuse(str(path), f"{error.what}{hint}")

    def _close(self, paths: Sequence[Path], *, ended: bool) -> None:
        writer = self._writer
        if writer is not None:
            title = f"{_title(paths)} ({', '.join(self._report.annotators)})"
            self._project.writer.run(lambda db: writer.close(db, interrupted=not ended, title=title))

    # -- one file -----------------------------------------------------------------------------------------------

    def _plan(self, file: Colleague) -> _Plan:
        """Whether the file can be taken, and how. UserError where it cannot."""
        project, report = self._project, MergeReport()
        foreign = file.project != project.id
        if foreign and not self._options.foreign:
            raise UserError(
                tr("This is a file of another project."),
                hint=tr("With --foreign the labels of articles whose text is here are taken."),
            )
        db = project.reader()
        owners = [self._owner(db, file)]
        own = owners[0]
        if own.here == project.current_annotator.key and self._options.name is None:
            report.remarks.append(
                tr("{path} is your own work from another copy. Is it somebody else's who has your name? Then undo, and "
                   "merge it with --as NAME.", path=file.path.name)
            )  # fmt: skip  # one sentence
        for key, count in file.rows_of().items():
            person = file.people.get(key)
            if key == own.there or person is None:
                continue
            if self._options.owners:
                owners.append(self._other(db, person.key, person.id, person.name, gold=person.gold))
            else:
                report.left.append(Left(str(file.path), person.name, count))
        schema, known, translate = self._schema(file, foreign=foreign, report=report)
        return _Plan(file, owners, schema, known, translate, report, set())

    def _owner(self, db: Connection, file: Colleague) -> Owner:
        """Whose rows those of the file's own annotator become."""
        there = file.annotator
        if self._options.name is None:
            return self._other(db, there.key, there.id, there.name, gold=False)
        name = people.name_of(self._options.name)
        known = people.find(db, name)
        if known is not None:
            return Owner(there.key, known.key, known.id, known.name)
        return Owner(there.key, -there.key, annotator_id(name), name)

    def _other(self, db: Connection, there: int, identity: str, name: str, *, gold: bool) -> Owner:
        if gold:
            found = self._project.gold()
            return Owner(there, found.key, found.id, found.name)
        for person in people.annotators(db):
            if person.id == identity:
                return Owner(there, person.key, person.id, person.name)
        same = people.find(db, name)
        if same is not None:
            raise UserError(
                tr("There is another annotator called {name} here.", name=same.name),
                hint=tr("Merge this file with --as and another name."),
            )
        return Owner(there, -there, identity, name)

    def _schema(
        self, file: Colleague, *, foreign: bool, report: MergeReport
    ) -> tuple[Schema | None, Known, Callable[[Table, Row], Row] | None]:
        own, other = self._project.schema(), file.schema
        translate = None
        if is_too_large(other):
            raise UserError(tr("Its label schema has more labels than anybody can use."))
        if foreign:
            said = translation(own, other)
            translate, other = translate_rows(said), said.schema
        if other == own:
            return None, Known.of(own), translate
        union = joined(own, other, arrived_pieces(self._project.reader(), own))
        if problem := next(faults(union.schema), None):
            raise UserError(tr("Its label schema does not go with the one here: {problem}", problem=problem))
        report.schema_additions = ["/".join(filter(None, piece[1:])) for piece in union.additions]
        return (union.schema if union.schema != own else None), Known.of(union.schema), translate

    def _survey(self, plan: _Plan) -> None:
        """Compares everything in the file, before anything is written."""
        db = self._project.reader()
        comparing = Comparing(plan.file.db, plan.owners, plan.known, columns_of, plan.translate)
        plan.has_news = plan.schema is not None
        path = str(plan.file.path)
        for page in self._pages(plan, lambda: _SURVEY_ARTICLES):
            refused: list[Refusal] = []
            fresh = comparing.fresh(db, page, refused)
            news = comparing.compare(db, page, {article.there: (-article.there, article.text) for article in fresh})
            news.articles = len(fresh)
            plan.has_news = plan.has_news or not news.is_empty
            plan.givers |= _givers(news)
            plan.news.count(news)
            for refusal in (*refused, *news.refused):
                plan.news.refuse(path, refusal.reason, refusal.id)
            for tie in news.ties:
                plan.news.tie(path, tie)

    def _put(self, plan: _Plan) -> None:
        """Writes what the survey found."""
        project = self._project
        writer = self._begin(plan.file.path)
        owners = [owner for owner in plan.owners if owner.here > 0 or owner.here in plan.givers]
        persons = [Person(owner.id, owner.name) for owner in owners]
        keys: dict[str, int] = {}

        def begin(found: Mapping[str, int]) -> Comparing:
            keys.update(found)
            here = [Owner(owner.there, found[owner.id], owner.id, owner.name) for owner in owners]
            return Comparing(plan.file.db, here, plan.known, columns_of, plan.translate)

        schema = plan.schema
        for page in self._pages(plan, lambda: writer.room) if plan.file.has_articles else [()]:
            project.writer.run(lambda db, p=page, s=schema: writer.write(db, p, persons, s, begin))  # type: ignore[misc]  # mypy cannot infer a lambda with defaults
            schema = None
        if plan.translate is None:
            here = [Owner(owner.there, keys[owner.id], owner.id, owner.name) for owner in owners if owner.id in keys]
            passing = Passing(plan.file.db, here)
            events = passing.events()
            for first in range(0, len(events), _EVENTS_AT_ONCE):
                self._job.check()
                some = events[first : first + _EVENTS_AT_ONCE]
                project.writer.run(lambda db, e=some: writer.pass_on(db, passing, e))  # type: ignore[misc]  # as above

    def _begin(self, path: Path) -> MergeWriter:
        if self._writer is None:
            self._report.backup = self._report.backup or str(self._project.backup())
            self._writer = MergeWriter(self._project.current_annotator.key, _title([path]), columns_of)
        return self._writer

    def _pages(self, plan: _Plan, room: Callable[[], int]) -> Iterator[tuple[int, ...]]:
        """The keys of the file's articles, in pages of `room` articles whose texts fit into memory."""
        lengths = plan.file.articles()
        page: list[int] = []
        total = space = 0
        for number, (key, length) in enumerate(lengths):
            if not page:
                space = room()
            page.append(key)
            total += length
            if len(page) >= space or total > _PAGE_LENGTH:
                yield tuple(page)
                page, total = [], 0
                self._job.report(number, len(lengths), tr("articles"))
        if page:
            yield tuple(page)

    def _tell(self, plan: _Plan) -> None:
        """Adds what became of the file to the report."""
        report, news = self._report, plan.news
        taken = news.articles or news.new or news.updated or news.unchanged or news.metadata
        if not taken and news.refused:
            report.refused += news.refused
            return
        report.files += 1
        own = [owner.name for owner in plan.owners if owner.here > 0 or owner.here in plan.givers]
        report.annotators += [name for name in own if name not in report.annotators]
        report.articles += news.articles
        report.new += news.new
        report.updated += news.updated
        report.unchanged += news.unchanged
        report.metadata += news.metadata
        report.schema_additions += [name for name in news.schema_additions if name not in report.schema_additions]
        report.left += news.left
        report.remarks += news.remarks
        report.refused += news.refused
        report.ties += news.ties
        for name, count in news.unlisted.items():
            report.unlisted[name] = report.unlisted.get(name, 0) + count


def columns_of(meta: str, text: str) -> tuple[str, str, str, str]:
    """Title, source, day of publication and language by an article's metadata (JSON), as an import reads them."""
    found = orjson.loads(meta)
    return (
        title_of(found, text),
        text_of(found.get("source")),
        published_of(found.get("published")),
        language_of(found.get("language")),
    )


def arrived_pieces(db: Connection, schema: Schema) -> set[Piece]:
    """The pieces of the schema that are as a merge brought them: nobody here has made or changed them."""
    written: dict[Piece, object] = {}
    for before, after in merged_pieces(db):
        present = pieces(before)
        written |= {path: piece for path, piece in pieces(after).items() if present.get(path) != piece}
    return {path for path, piece in pieces(schema).items() if written.get(path) == piece}


def _givers(news: News) -> set[int]:
    found = {row[2] for rows in news.rows.values() for row in rows}
    return found | {row[2] for _, _, row in news.replaced} | {owner for _, owner, _, _ in news.spent}


def _title(paths: Sequence[Path]) -> str:
    more = len(paths) - 1
    name = paths[0].name
    return tr("Merge of {name} and {n} more", name=name, n=more) if more else tr("Merge of {name}", name=name)


def nothing_taken(report: MergeReport) -> UserError:
    """The error of a merge that took nothing at all."""
    first = report.refused[0]
    more = len(report.refused) - 1 + report.unlisted.get("refused", 0)
    hint = trn("{n} more thing was refused.", "{n} more things were refused.", more) if more > 0 else ""
    return UserError(tr("Nothing was merged: {reason}", reason=first.reason), first.path, hint)
