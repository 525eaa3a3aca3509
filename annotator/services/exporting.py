"""Writing labels to files: rows are read in order and written as they come, and the file is put in place when it is whole.

The same project gives the same bytes: order and content depend on nothing but what is in it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from annotator.formats.losses import MOST_LISTED
from annotator.formats.registry import Format, can_write
from annotator.formats.writing import Writing
from annotator.model.article import Annotator
from annotator.model.errors import UserError
from annotator.model.exchange import Loss, Row
from annotator.model.ids import annotator_id
from annotator.model.phrases import tr
from annotator.model.schema import Schema
from annotator.services import dataset_card, query
from annotator.services.agreement import agreement
from annotator.services.bulk import bulk_work
from annotator.services.dataset_card import Made, Tally
from annotator.services.departing import Departing
from annotator.services.jobs import Job
from annotator.services.near_duplicates import near_duplicates
from annotator.services.placing import Placing
from annotator.services.splitting import Piece, Split
from annotator.storage import outgoing, rows
from annotator.storage.connection import Connection
from annotator.storage.matching import matching_keys
from annotator.storage.project import Project

_REPORT_EVERY = 64
_MOST_COMPARED = 200
"""Articles of several annotators up to which a card says how far they agree; more would take long."""


@dataclass(frozen=True)
class ExportOptions:
    """What a person wants written, and how."""

    format: str = "jsonl"
    annotator: str | None = None
    """Whose rows; None for the current annotator's."""
    gold: bool = False
    all: bool = False
    """One row for each annotator who has worked on an article, Gold last; one open row where nobody has."""
    suggestions: bool = False
    """Also the current annotator's pending suggestions."""
    filter: str = ""
    """A query, see `services.query`; of the annotator whose rows are written."""
    split: str = ""
    """Shares such as `80/10/10`; the export is then a folder with train, dev and test."""
    cut_tokens: str = "expand"
    overlap: str = "longest"
    fragments: str = "split"
    line_ends: str = "split"
    """For these four see `formats.writing.Writing`."""
    split_by: str = "article"
    """What a split goes by: `article`, `time` or `source`."""
    seed: int = 0
    unit: str = "utf16"
    """How doccano's project counts: see `formats.writing.Writing`."""

    def writing(self, schema: Schema) -> Writing:
        """The choices that are the writer's."""
        return Writing(schema, self.cut_tokens, self.overlap, self.fragments, self.line_ends, self.unit)


@dataclass
class ExportReport:
    """What was written."""

    path: str = ""
    articles: int = 0
    rows: int = 0
    annotations: int = 0
    losses: list[Loss] = field(default_factory=list)
    parts: dict[str, int] = field(default_factory=dict)
    """Part of a split -> its articles."""


def export(project: Project, out: Path, options: ExportOptions | None = None, job: Job | None = None) -> ExportReport:
    """Writes the chosen rows to `out`, a file or a folder. An existing file is replaced, at the end and at once.

    Raises UserError (nothing was changed then) and Cancelled.
    """
    options = options or ExportOptions()
    job = job or Job()
    kind = can_write(options.format)
    split = Split.parse(options.split, options.split_by, options.seed) if options.split else None
    if split is not None and not out.is_dir() and out.name.lower().endswith(kind.suffixes):
        raise UserError(tr("A split export is a folder; this is the name of a file."), out, tr("Leave out its ending."))
    placing = Placing(out, folder=kind.writes_folder or split is not None, never=project.path)
    report = ExportReport(str(out))
    agreed = _agreement(project, options, job)
    with project.snapshot() as db, placing, bulk_work():
        choice = _Choice(project, db, options, kind.keeps)
        writing = options.writing(project.schema())
        keys = choice.keys()
        writer = _Writer(project, db, choice, writing, kind, report, job)
        if split is None:
            writer.write(keys, placing.target)
        else:
            _write_parts(project, writer, keys, split, placing, agreed)
        placing.finish(report.losses)
    return report


def _write_parts(
    project: Project,
    writer: _Writer,
    keys: Sequence[int],
    split: Split,
    placing: Placing,
    agreed: Mapping[str, Any] | None,
) -> None:
    """A file (or a folder) for each part, and the card of the data set beside them."""
    kind, report = writer.kind, writer.report
    pieces: list[Piece] = []
    alike = near_duplicates(writer.texts(keys, pieces))
    tally = writer.tally = Tally()
    files: dict[str, str] = {}
    for part, chosen in split.divide(pieces, alike).items():
        before = report.articles
        files[part] = f"{part}{'' if kind.writes_folder else kind.suffixes[0]}"
        writer.write(chosen, placing.target / files[part])
        report.parts[part] = report.articles - before
    if not placing.holds_own(dataset_card.NAME, dataset_card.MARK):
        twice = sum(key != first for key, first in alike.items())
        version = project.guidelines()[0]
        losses = report.losses
        made = Made(project.path.stem, kind.name, files, report.parts, split, twice, losses, version)
        card = dataset_card.card(made, tally, project.schema(), agreed)
        (placing.target / dataset_card.NAME).write_text(card, encoding="utf-8", newline="\n")


def _agreement(project: Project, options: ExportOptions, job: Job) -> Mapping[str, Any] | None:
    """What the card of everybody's labels says of agreement; nothing where it would take long."""
    if not (options.all and options.split):
        return None
    with project.snapshot() as db:
        shared = outgoing.shared_articles(db)
    return agreement(project, job) if 0 < shared <= _MOST_COMPARED else None


class _Writer:
    """Writes the rows of articles to files, and counts."""

    def __init__(
        self,
        project: Project,
        db: Connection,
        choice: _Choice,
        writing: Writing,
        kind: Format,
        report: ExportReport,
        job: Job,
    ) -> None:
        self._db = db
        self._choice = choice
        self._writing = writing
        self.kind = kind
        self.report = report
        self.tally: Tally | None = None
        """Counts what is written, where somebody asks."""
        self._job = job
        people = [*project.annotators(), project.gold()]
        self._departing = Departing(writing.schema, {person.key: person.name for person in people})
        self._ids = {person.key: person.id for person in people}

    def write(self, keys: Sequence[int], target: Path) -> None:
        assert self.kind.write is not None, "the format was chosen for writing"
        if self.kind.writes_folder:
            target.mkdir(exist_ok=True)
        losses = self.kind.write(self._rows(keys), target, self._writing)
        known = {(loss.what, loss.reason): loss for loss in self.report.losses}
        for loss in losses:
            before = known.get((loss.what, loss.reason), Loss(loss.what, 0, loss.reason))
            listed = (*before.listed, *loss.listed)[:MOST_LISTED]
            known[loss.what, loss.reason] = Loss(loss.what, before.count + loss.count, loss.reason, listed)
        self.report.losses = list(known.values())

    def texts(self, keys: Sequence[int], pieces: list[Piece]) -> Iterator[tuple[int, str]]:
        """The texts of articles, which are added to `pieces` on the way."""
        for number, (key, uuid, source, published, text) in enumerate(outgoing.to_divide(self._db, keys)):
            if number % _REPORT_EVERY == 0:
                self._job.report(number, 2 * len(keys), tr("articles"))
            pieces.append(Piece(key, uuid, source, published))
            yield key, text

    def _rows(self, keys: Sequence[int]) -> Iterator[Row]:
        choice, report = self._choice, self.report
        found = outgoing.outgoing(self._db, keys, choice.owners)
        pending = choice.pending_owner
        for number, article in enumerate(found):
            if number % _REPORT_EVERY == 0:
                self._job.report(number, len(keys), tr("articles"))
            proposed = self._departing.pending(self._db, article, pending) if pending is not None else None
            written = False
            for owner in choice.owners_in(article, has_pending=bool(proposed and proposed.spans)):
                row = self._departing.row(article, owner)
                row.annotator_id = self._ids[owner]
                if proposed is not None and owner == pending:
                    row.spans = sorted([*row.spans, *proposed.spans], key=Departing.order)
                    row.links = sorted([*row.links, *proposed.links], key=Departing.link_order)
                report.rows += 1
                report.annotations += len(row.spans)
                written = True
                if self.tally is not None:
                    self.tally.add(row)
                yield row
            report.articles += written
        self._job.report(len(keys), len(keys), tr("articles"))


class _Choice:
    """Whose rows of which articles are written."""

    def __init__(self, project: Project, db: Connection, options: ExportOptions, keeps: str = "") -> None:
        """`keeps`: see `Format.keeps`."""
        if sum((options.gold, options.all, options.annotator is not None)) > 1:
            raise UserError(tr("Choose one of --annotator, --gold and --all."))
        self._project = project
        self._db = db
        self._options = options
        self._current = project.current_annotator
        self._gold = project.gold()
        self._owner: Annotator | None = None
        if not options.all:
            self._owner = self._gold if options.gold else self._current
            if options.annotator is not None:
                self._owner = project.annotator(options.annotator)
        self.owners: list[int] | None = None
        if self._owner is not None:
            self.owners = sorted({self._owner.key, *([self._current.key] if options.suggestions else [])})
        people = project.annotators()
        self._order = [person.key for person in sorted(people, key=lambda p: (p.name, p.id))] + [self._gold.key]
        self._keeps = keeps
        self._by_id = {person.id: person.key for person in [*people, self._gold]}
        self._by_id |= {annotator_id(person.name): person.key for person in [*people, self._gold]}
        self._allowed: dict[int, set[int]] | None = None
        if options.filter.strip():
            query.check_quotes(options.filter)
            wanted = query.conditions(project, options.filter, project.schema())
            owners = self._order if options.all else (self.owners or [])
            self._allowed = {owner: set(matching_keys(db, wanted, owner)) for owner in owners}

    @property
    def pending_owner(self) -> int | None:
        """Whose pending suggestions are written; None for nobody's."""
        return self._current.key if self._options.suggestions else None

    def keys(self) -> Sequence[int]:
        """The articles that may have a row, in the order of export."""
        if self._owner is None:
            keys: Sequence[int] = rows.article_keys(self._db)
        else:
            keys = rows.worked_on(self._db, self._owner.key)
            further: set[int] = set()
            if self._options.suggestions:
                further.update(outgoing.suggested_keys(self._db))
            if self._keeps:
                candidates = outgoing.keys_with(self._db, self._keeps)
                further.update(key for key, meta in candidates if self._owner.key in self._kept_for(meta))
            if further:
                wanted = {*keys, *further}
                keys = array("q", [key for key in rows.article_keys(self._db) if key in wanted])
        if self._allowed is not None:
            allowed = set().union(*self._allowed.values())
            keys = array("q", [key for key in keys if key in allowed])
        return keys

    def owners_in(self, article: outgoing.Outgoing, *, has_pending: bool) -> list[int]:
        """Whose rows of an article are written, in order."""
        said = article.said
        key = article.article[-1]
        kept = self._kept_for(article.article[4]) if self._keeps else frozenset[int]()
        if self._owner is None:
            found = [o for o in self._order if o in kept or (o in said and said[o].has_worked)]
            if not found or (has_pending and self._current.key not in found):
                found = [owner for owner in self._order if owner in found or owner == self._current.key]
        else:
            mine = said.get(self._owner.key)
            is_there = mine is not None and bool(mine.labels or mine.is_done)
            found = [self._owner.key] if is_there or self._owner.key in kept else []
            if has_pending and self._current.key not in found:
                found = [owner for owner in self._order if owner in found or owner == self._current.key]
        if self._allowed is not None:
            found = [owner for owner in found if key in self._allowed.get(owner, ())]
        return found

    def _kept_for(self, meta: str) -> frozenset[int]:
        """Whose files of the format an article came from."""
        found = orjson.loads(meta)
        listed = found.get("sources")
        kept = [source.get(self._keeps) for source in (found, *(listed if isinstance(listed, list) else ()))]
        ids = [annotator_id(str(each.get("annotator", ""))) for each in kept if isinstance(each, dict)]
        return frozenset(self._by_id[identity] for identity in ids if identity in self._by_id)


__all__ = ["ExportOptions", "ExportReport", "export"]
