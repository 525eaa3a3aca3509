"""The report of a project for a paper and for the team: who labelled what, how far they agree, where they mix labels up,
what became of suggestions and what those do. Gathered here, written by `report_pages`.

The same project gives the same report: there is no clock in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.model.agreement.layer import Layer, Seen
from annotator.model.agreement.matching import exact
from annotator.model.agreement.measure import Undefined
from annotator.model.errors import UserError
from annotator.model.review import reason_name
from annotator.model.schema import Schema
from annotator.services import pages
from annotator.services.agreement import Corpus, measures, read_corpus
from annotator.services.agreement_places import Confusion, confusions, places
from annotator.services.jobs import Job
from annotator.storage import report_rows
from annotator.storage.figures import figures
from annotator.storage.project import Project
from annotator.storage.schema_edit import guideline_versions


@dataclass(frozen=True)
class PersonPart:
    """What one annotator did."""

    name: str
    done: int
    seconds: float
    labels: Mapping[str, Mapping[str, int]]
    """Layer -> label -> how many."""

    @property
    def total(self) -> int:
        return sum(count for labels in self.labels.values() for count in labels.values())


@dataclass(frozen=True)
class Acceptance:
    """What annotators said to one source's suggestions of one label."""

    source: str
    layer: str
    label: str
    accepted: int
    edited: int
    rejected: int

    @property
    def total(self) -> int:
        return self.accepted + self.edited + self.rejected


@dataclass(frozen=True)
class Influence:
    """One annotator's finished articles with and without suggestions."""

    name: str
    suggested: bool
    articles: int
    labels: int
    length: int
    """Code points of text."""
    seconds: float


@dataclass(frozen=True)
class Report:
    """Everything that the report says."""

    title: str
    schema: str
    articles: int
    done: int
    gold: int
    people: Sequence[PersonPart]
    guidelines: Sequence[tuple[int, str]]
    """Version and time, the oldest first."""
    agreement: Mapping[str, Any] | None
    """As `annotator agreement --json` gives it; None with `why_no_agreement`."""
    why_no_agreement: str = ""
    confusion: Mapping[str, Confusion] = field(default_factory=dict)
    acceptance: Sequence[Acceptance] = ()
    influence: Sequence[Influence] = ()
    agreement_by_suggestions: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    """Layer -> `with` and `without` -> exact F1 over articles that all who saw them labelled so."""
    layer_names: Mapping[str, str] = field(default_factory=dict)
    reasons: Sequence[tuple[str, int]] = ()
    """Why the review decided as it did, in words, with how often; the most frequent first."""


def report(project: Project, job: Job | None = None) -> Report:
    """Gathers the report."""
    job = job or Job()
    schema = project.schema()
    corpus = read_corpus(project, job)
    found: Mapping[str, Any] | None = None
    why = ""
    try:
        found = measures(project, corpus, job)
    except UserError as error:
        why = error.what
    names = {person.key: person.name for person in project.annotators()}
    with project.snapshot() as db:
        general = figures(db)
        counts = report_rows.label_counts(db)
        verdicts = report_rows.verdict_counts(db, project.gold().key)
        suggested = report_rows.suggested_articles(db)
        worked = report_rows.worked_articles(db)
        influence = [
            Influence(
                names[owner],
                with_them,
                len(keys),
                report_rows.labels_in(db, owner, keys),
                sum(articles[key][0] for key in keys),
                sum(articles[key][1] for key in keys),
            )
            for owner, articles in sorted(worked.items(), key=lambda item: names.get(item[0], ""))
            if owner in names
            for with_them in (True, False)
            if (keys := {key for key in articles if (key in suggested.get(owner, ())) is with_them})
        ]
        versions = guideline_versions(db)
        given = report_rows.reason_counts(db, project.gold().key)
    people = []
    for person in general.people:
        labels: dict[str, Counter[str]] = {layer.id: Counter() for layer in schema.layers}
        for count in counts:
            if count.owner == person.annotator.key:
                name = schema.label_name(count.layer, count.label)
                labels.setdefault(count.layer, Counter())[name] += count.count
        people.append(PersonPart(person.annotator.name, person.done, person.seconds, labels))
    by_name = {names[owner]: articles for owner, articles in suggested.items() if owner in names}
    return Report(
        project.path.stem,
        schema.name,
        general.articles,
        general.done,
        general.gold,
        people,
        versions,
        found,
        why,
        confusions(places(project, job)),
        _acceptance(verdicts, schema),
        influence,
        {layer: _by_suggestions(seen, by_name) for layer, seen in corpus.layers.items()} if corpus.articles else {},
        {layer.id: layer.name for layer in schema.layers},
        [(reason_name(reason), count) for reason, count in given],
    )


def _acceptance(verdicts: Sequence[report_rows.VerdictCount], schema: Schema) -> list[Acceptance]:
    found: dict[tuple[str, str, str], Counter[str]] = {}
    for count in verdicts:
        key = count.source, count.layer, schema.label_name(count.layer, count.label)
        found.setdefault(key, Counter())[count.verdict] += count.count
    return [
        Acceptance(*key, counts["accepted"], counts["edited"], counts["rejected"])
        for key, counts in sorted(found.items())
    ]


def _by_suggestions(seen: Sequence[Seen], suggested: Mapping[str, set[int]]) -> dict[str, float | None]:
    """Exact F1 over the articles in which everybody saw suggestions, and over those in which nobody did."""
    found: dict[str, float | None] = {}
    for name, wanted in (("with", True), ("without", False)):
        chosen = [s for s in seen if all((s.key in suggested.get(who, ())) is wanted for who in s.units)]
        value = Layer(chosen).f1(exact) if chosen else None
        found[name] = None if isinstance(value, Undefined) else value
    return found


def report_to_show(project: Project, job: Job | None = None, *, blind: bool = False) -> Report:
    """The report; `blind` names annotators by the letters that a review with hidden names gives them."""
    from annotator.services.hidden_names import letters, report_without_names

    found = report(project, job)
    return report_without_names(found, letters(project)) if blind else found


def write_report(project: Project, out: Path, job: Job | None = None, *, blind: bool = False) -> list[Path]:
    """Writes the report to `out`: HTML where its name ends so, else Markdown with its figures as SVG files beside it.

    `blind` names annotators by letters.

    Existing files of these names are replaced, each at once. Returns what was written. Raises UserError.
    """
    from annotator.services import report_pages

    as_markdown = pages.is_markdown(out)
    gathered = report_to_show(project, job, blind=blind)
    if not as_markdown:
        return pages.write({out: report_pages.html(gathered)})
    page, pictures = report_pages.markdown(gathered, out.stem)
    return pages.write({out: page} | {out.with_name(name): picture for name, picture in pictures.items()})


__all__ = [
    "Acceptance",
    "Confusion",
    "Corpus",
    "Influence",
    "PersonPart",
    "Report",
    "confusions",
    "report",
    "report_to_show",
    "write_report",
]
