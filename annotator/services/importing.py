"""Bringing articles and labels into a project: rows are verified as they are read, and written in small batches.

Memory is that of one batch, whatever the size of the files. What cannot be taken is named; the rest comes in.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.formats.reading import Item, Reading, Remark
from annotator.model.annotation import Suggestion
from annotator.model.article import Annotator
from annotator.model.errors import Cancelled, UserError
from annotator.model.exchange import Declared, Mismatch, Row, Skipped
from annotator.model.ids import annotator_id, article_id
from annotator.model.phrases import tr, trn
from annotator.model.text import sha256
from annotator.services.arriving import Arrival, Arriving
from annotator.services.bulk import bulk_work
from annotator.services.import_files import check_paths, find, items_of, total_size
from annotator.services.jobs import Job
from annotator.services.schema_names import Addition, Names
from annotator.storage import people
from annotator.storage.connection import Connection
from annotator.storage.incoming import Conflict, Incoming, Outcome, Person
from annotator.storage.intake import Intake, known_articles, survey, weight
from annotator.storage.project import Project

MOST_LISTED = 10_000
"""Skipped rows, mismatches, ... that are listed one by one; of further ones only the number is told."""
SAMPLES = 5
_DRY_ROOM = 400_000


@dataclass(frozen=True)
class ImportOptions:
    """How a person wants files to be taken."""

    format: str | None = None
    """The format of all files; None to find it out for each."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Our field -> the column or key that it is in."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Label in the files -> label here."""
    encoding: str | None = None
    annotator: str | None = None
    """Whose the labels are that name nobody; made if new. None: the current annotator's."""
    update: bool = False
    """Whether other content under a known id becomes a new revision."""
    strict: bool = False
    """Whether to refuse labels, roles and attributes that the schema lacks."""
    offset_unit: str | None = None
    merging: bool = False
    """Whether labels alone come in, and only those of articles that are here and of somebody who is named."""
    owner: str | None = None
    """Whose all labels are, whoever the files name."""


@dataclass(frozen=True, slots=True)
class Sample:
    """An article that comes in, as a dry run shows it."""

    title: str
    source: str
    published: str
    length: int
    labels: int
    path: str
    line: int


@dataclass
class ImportReport:
    """What an import did, or what it would do (`dry_run`)."""

    imported: int = 0
    duplicates: int = 0
    annotations: int = 0
    updated: int = 0
    suggestions: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    mismatches: list[Mismatch] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    schema_additions: list[Addition] = field(default_factory=list)
    annotators: list[str] = field(default_factory=list)
    """Whose labels came in."""
    encodings: Counter[str] = field(default_factory=Counter)
    """Encoding -> articles."""
    offset_units: Counter[str] = field(default_factory=Counter)
    """How files count offsets, where that was found out -> articles."""
    fields: Counter[str] = field(default_factory=Counter)
    """Metadata field -> articles that have it."""
    samples: list[Sample] = field(default_factory=list)
    unlisted: Counter[str] = field(default_factory=Counter)
    """`skipped`, `mismatches`, ... -> how many are not listed."""
    labels: int = 0
    """Labels that fitted, new or not."""
    dry_run: bool = False
    cancelled: bool = False

    @property
    def recognised(self) -> bool:
        """Whether anything was an article, here before or not, or a label."""
        return bool(self.imported or self.duplicates or self.labels)

    @property
    def complete(self) -> bool:
        """Whether everything that was recognised was taken."""
        return not (self.skipped or self.mismatches or self.conflicts or self.cancelled)

    def list(self, kind: str, item: Any) -> None:
        """Adds to one of the lists, as long as it is of a length that anybody reads."""
        listed: list[Any] = getattr(self, kind)
        if len(listed) < MOST_LISTED:
            listed.append(item)
        else:
            self.unlisted[kind] += 1

    def add(self, outcome: Outcome) -> None:
        self.imported += outcome.imported
        self.duplicates += outcome.duplicates
        self.annotations += outcome.annotations
        self.updated += outcome.updated
        for conflict in outcome.conflicts:
            self.list("conflicts", conflict)


ImportPlan = ImportReport
"""What a dry run says: the same as an import, with nothing written."""


def plan(
    project: Project, paths: Sequence[Path], options: ImportOptions | None = None, job: Job | None = None
) -> ImportPlan:
    """What `import_files` would bring, without writing anything."""
    importer = _Importer(project, paths, options or ImportOptions(), job or Job())
    seen: set[int] = set()

    def look(batch: Sequence[Incoming], arrivals: Sequence[Arrival]) -> None:
        importer.report.add(survey(project.reader(), batch, seen, update=importer.options.update))
        importer.report.suggestions += sum(len(pack) for a in arrivals for pack in a.suggestions.values())

    importer.report.dry_run = True
    with bulk_work():
        importer.run(look, lambda: _DRY_ROOM)
    return importer.report


def import_files(
    project: Project,
    paths: Sequence[Path],
    options: ImportOptions | None = None,
    job: Job | None = None,
    by: Annotator | None = None,
) -> ImportReport:
    """Brings in what is at `paths`, as one undo step of `by` (the current annotator unless named).

    Where the job is cancelled, what was written stays, and the report says so. Raises UserError where a path cannot be
    read, nothing can be written, or (with `strict`) the schema lacks something; then nothing was written.
    """
    options = options or ImportOptions()
    if options.strict:
        plan(project, paths, options, job)  # so that a refusal comes before anything is written
    importer = _Importer(project, paths, options, job or Job())
    if options.update and not options.merging:  # a merge makes its own
        project.backup()
    intake = Intake((by or project.current_annotator).key, "import", importer.title, update=options.update)

    writing = _Writing(project, intake, importer)
    ended = False
    try:
        with bulk_work():
            importer.run(writing.take, lambda: intake.room)
        ended = True
    except Cancelled:
        importer.report.cancelled = True
    finally:
        writing.finish()
        if intake.step is not None:
            title = importer.finished_title()
            project.writer.run(lambda db: intake.close(db, interrupted=not ended, title=title))
    return importer.report


class _Writing:
    """Hands batches to the writer; while SQLite indexes and commits one, the next is read."""

    def __init__(self, project: Project, intake: Intake, importer: _Importer) -> None:
        self._project = project
        self._intake = intake
        self._importer = importer
        self._running: Future[Outcome] | None = None

    def take(self, batch: Sequence[Incoming], arrivals: Sequence[Arrival]) -> None:
        """Begins to write a batch, after the one before. Raises what went wrong with that."""
        self.finish()
        halfway = threading.Event()
        schema = self._importer.changed_schema()

        def write(db: Connection) -> Outcome:
            try:
                return self._intake.write(db, batch, schema, halfway.set)
            finally:
                halfway.set()

        self._running = self._project.writer.submit(write)
        halfway.wait()
        for arrival in arrivals:
            for source, pack in arrival.suggestions.items():
                self._suggest(arrival.item.id, source, pack)

    def finish(self) -> None:
        """Waits for the batch that is being written."""
        running, self._running = self._running, None
        if running is not None:
            self._importer.report.add(running.result())

    def _suggest(self, article_id: str, source: str, pack: Sequence[Suggestion]) -> None:
        if self._project.writer.run(lambda db: self._intake.suggest(db, article_id, source, pack)):
            self._importer.report.suggestions += len(pack)


class _Importer:
    """One run over the files."""

    def __init__(self, project: Project, paths: Sequence[Path], options: ImportOptions, job: Job) -> None:
        check_paths(paths)
        self.options = options
        self.report = ImportReport()
        self._project = project
        self._paths = paths
        self._job = job
        self._names = Names(project.schema(), options.labels, strict=options.strict)
        self._written_schema = self._names.schema
        self._people: dict[str | None, Person] = {}
        self._by_id: dict[str, Person] = {}
        gold = project.gold()
        self._gold = Person(gold.id, gold.name)
        self._arriving = Arriving(self._names, self._person, self._gold)
        if default := options.owner or options.annotator:
            self._default = self._known_or_new(people.name_of(default))
        else:
            current = project.current_annotator
            self._default = Person(current.id, current.name)
        self._reading = Reading(options.fields, options.encoding, options.offset_unit, annotator=self._default.name)

    @property
    def title(self) -> str:
        name = self._paths[0].name or str(self._paths[0])
        more = len(self._paths) - 1
        return tr("Import of {name} and {n} more", name=name, n=more) if more else tr("Import of {name}", name=name)

    def finished_title(self) -> str:
        """What the undo menu says of it."""
        articles = trn("{n} article", "{n} articles", self.report.imported)
        return f"{self.title} ({articles})"

    def run(self, take: Callable[[Sequence[Incoming], Sequence[Arrival]], None], room: Callable[[], int]) -> None:
        """Reads everything and hands it to `take` in batches of the weight that `room` says."""
        total = total_size(self._paths, self.options.format, self._reading)
        self._reading.meter.bytes = 0
        batch: list[Incoming] = []
        suggested: list[Arrival] = []
        gathered = 0
        space = room()
        for item in self._items():
            if not isinstance(item, Row):
                self._note(item)
                continue
            if self.options.merging and (why := self._left_out(item)):
                self.report.list("skipped", Skipped(item.path, item.line, why))
                continue
            arrival = self._arriving.make(item)
            arrival.item.only_newer = self.options.merging
            self._count(item, arrival)
            batch.append(arrival.item)
            if arrival.suggestions:
                suggested.append(arrival)
            gathered += weight(arrival.item)
            if gathered >= space:
                take(batch, suggested)
                batch, suggested, gathered, space = [], [], 0, room()
                self._job.report(min(self._reading.meter.bytes, total), total, tr("bytes"))
        if batch:
            take(batch, suggested)
        self._job.report(total, total, tr("bytes"))
        self.report.schema_additions = self._names.additions

    def changed_schema(self) -> Any:
        """What the schema has become since the last call; None where nothing was added."""
        if self._names.schema is self._written_schema:
            return None
        self._written_schema = self._names.schema
        return self._written_schema

    def _items(self) -> Iterator[Item]:
        before = 0
        meter = self._reading.meter
        for found in find(self._paths, self.options.format, self._reading):
            self._job.check()
            if isinstance(found, Skipped):
                yield found
                continue
            yield from items_of(found)
            before += found.size
            meter.bytes = before

    def _left_out(self, row: Row) -> str:
        """Why nothing of a row can be merged; empty where it can."""
        identity = article_id(sha256(row.text))
        if not known_articles(self._project.reader(), [identity]):
            return tr("its text is none of this project’s articles")
        if self.options.owner is None and (row.annotator is None or people.is_gold(row.annotator)):
            return tr("it does not say who labelled it; merge it with --as NAME")
        return ""

    def _note(self, item: Skipped | Mismatch | Remark | Declared) -> None:
        if isinstance(item, Declared):
            if not self.options.strict:
                self._names.declare(item)
            return
        kinds = {Skipped: "skipped", Mismatch: "mismatches", Remark: "remarks"}
        self.report.list(kinds[type(item)], item)

    def _count(self, row: Row, arrival: Arrival) -> None:
        report, item = self.report, arrival.item
        for mismatch in arrival.mismatches:
            report.list("mismatches", mismatch)
        report.labels += len(item.labels)
        report.encodings[row.encoding] += 1
        if row.offset_unit:
            report.offset_units[row.offset_unit] += 1
        report.fields.update(list(row.meta)[:100] if len(report.fields) < 1000 else ())
        if len(report.samples) < SAMPLES:
            labels = len(item.labels)
            report.samples.append(
                Sample(item.title, item.source, item.published, len(item.text), labels, row.path, row.line)
            )

    # -- people -------------------------------------------------------------------------------------------------

    def _person(self, name: str | None) -> Person:
        """Whose the labels of a row are that names `name`."""
        found = self._people.get(name)
        if found is None:
            found = self._people[name] = self._find_person(name)
            if found.name not in self.report.annotators:
                self.report.annotators.append(found.name)
        return found

    def _find_person(self, name: str | None) -> Person:
        if name is None or self.options.owner is not None:
            return self._default
        if people.is_gold(name):
            return self._gold
        try:
            return self._known_or_new(people.name_of(name))
        except UserError as error:  # longer than a name may be, or nothing but controls
            what = tr("“{name}” is no name; its labels are {other}’s.", name=name[:60], other=self._default.name)
            self.report.list("remarks", Remark("", 0, f"{error.what} {what}"))
            return self._default

    def _known_or_new(self, name: str) -> Person:
        known = people.find(self._project.reader(), name)
        found = Person(known.id, known.name) if known else Person(annotator_id(name), name)
        return self._by_id.setdefault(found.id, found)  # one who is new is called as the first row calls them


def nothing_recognised(report: ImportReport, paths: Sequence[Path]) -> UserError:
    """The error of an import that found neither an article nor a label."""
    reason, where = tr("There is nothing in it."), str(paths[0])
    if report.skipped:
        first = report.skipped[0]
        reason, where = first.reason, first.path
        if first.line:
            where = tr("{path}, line {n}", path=where, n=first.line)
    more = len(report.skipped) + len(report.mismatches) + report.unlisted.total() - 1
    hint = trn("{n} more thing was skipped.", "{n} more things were skipped.", more) if more > 0 else ""
    return UserError(tr("Nothing could be imported: {reason}", reason=reason), where, hint)


__all__ = [
    "ImportOptions",
    "ImportPlan",
    "ImportReport",
    "Sample",
    "import_files",
    "nothing_recognised",
    "plan",
]
