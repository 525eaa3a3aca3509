"""What was labelled under an earlier definition: listed, and confirmed, relabelled or deleted, each answer one undo step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from annotator.model.annotation import Annotation, Fragments
from annotator.model.change import Change, edited
from annotator.model.errors import UserError
from annotator.model.phrases import tr, trn
from annotator.model.schema import Label, Schema
from annotator.services import labelling, taking
from annotator.services.batching import write_in_batches
from annotator.services.jobs import Job
from annotator.services.opened import OpenArticle
from annotator.services.wording import short
from annotator.services.workplace import Workplace
from annotator.storage.connection import Connection
from annotator.storage.listing import Placed, with_label


@dataclass(frozen=True, slots=True)
class Earlier:
    """A label of the annotator's own that was made before its definition became what it is now."""

    article: int
    title: str
    annotation: str
    layer: str
    label: str
    """The id of the label that it counts as now."""
    fragments: Fragments
    quote: str
    guidelines: int
    """The version that it was made under; 0 where that is not known."""
    created: str
    finished: bool
    """Whether the article is finished: then its labels can be confirmed, not changed."""


class Redefined:
    """Looking over the annotator's labels after a definition was changed."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def earlier(self, job: Job, layer: str = "", label: str = "") -> list[Earlier]:
        """What was labelled under an earlier definition, of one label or of all; in the order of the schema."""
        if self._place.saving.state == "saving":  # what was just done counts too
            self._place.project.writer.run(lambda db: None)
        found: list[Earlier] = []
        with self._place.project.snapshot() as db:
            for layer_id, known in redefined(self._place.schema):
                if layer in ("", layer_id) and label in ("", known.id):
                    job.report(len(found), None, tr("labels"))
                    found += [_earlier(placed, known) for placed in self._placed(db, layer_id, known)]
        return found

    def _placed(self, db: Connection, layer_id: str, known: Label) -> list[Placed]:
        layer = self._place.schema.layer(layer_id)
        ids = [each.id for each in layer.labels if layer.label(each.id) is known] if layer else []
        owner = self._place.annotator.key
        return [placed for each in ids for placed in with_label(db, owner, layer_id, each, before=known.since)]

    def confirm(self, chosen: Iterable[Earlier], job: Job) -> int:
        """Says that the labels are still right: they count as made under the present version. How many that were.

        Changes no label, so that it can be said of finished articles too. This and the other answers are one undo step
        each, write in small pieces on any thread, and are shown by `take_in`.
        """
        version = self._place.guidelines

        def change(opened: OpenArticle, wanted: Sequence[Annotation]) -> list[Change]:
            return [edited(each, guidelines=version) for each in wanted if each.guidelines < version]

        def title(n: int) -> str:
            return trn("Confirm {n} label under version {v}", "Confirm {n} labels under version {v}", n, v=version)

        return self._answer("confirm", chosen, change, title, job, finished=True)

    def relabel(self, chosen: Iterable[Earlier], layer: str, label: str, job: Job) -> int:
        """Gives the labels another one of their layer; those in finished articles stay. How many."""

        def change(opened: OpenArticle, wanted: Sequence[Annotation]) -> list[Change]:
            found: list[Change] = []
            for before in wanted:
                after = labelling.relabelled(opened, before, layer, label, self._place.guidelines)
                if opened.at_place(after.place) is None:
                    found += [Change(before, after), *labelling.misfits(opened, after)]
                    found += taking.corrected(opened, before)
            return found

        name = self._place.schema.label_name(layer, label)
        here = [each for each in chosen if each.layer == layer]
        return self._answer(
            "relabel",
            here,
            change,
            lambda n: trn("Relabel {n} place {label}", "Relabel {n} places {label}", n, label=name),
            job,
        )

    def delete(self, chosen: Iterable[Earlier], job: Job) -> int:
        """Deletes the labels with their links and notes; those in finished articles stay. How many."""
        return self._answer(
            "delete", chosen, labelling.deletions, lambda n: trn("Delete {n} label", "Delete {n} labels", n), job
        )

    def take_in(self) -> None:
        """Shows what was answered."""
        self._place.reread()

    def _answer(
        self,
        kind: str,
        chosen: Iterable[Earlier],
        change: Callable[[OpenArticle, Sequence[Annotation]], list[Change]],
        title: Callable[[int], str],
        job: Job,
        *,
        finished: bool = False,
    ) -> int:
        """Writes what `change` says of the chosen labels, article by article; `finished`: in finished ones too."""
        project = self._place.project
        if project.read_only:
            raise UserError(tr("The project is open for reading only."))
        project.writer.run(lambda db: None)  # what was just done comes first
        by_article: dict[int, set[str]] = {}
        for each in chosen:
            by_article.setdefault(each.article, set()).add(each.annotation)
        changes: list[Change] = []
        count, left = 0, set()
        for number, (key, ids) in enumerate(by_article.items()):
            job.report(number, len(by_article), tr("articles"))
            opened = self._place.read(key)
            if opened.read_only and not finished:
                left.add(opened.article.title)
                continue
            step = change(opened, [a for a in opened.annotations.values() if a.id in ids])
            count += sum(isinstance(c.record, Annotation) for c in step)
            changes += step
        if left and not changes:
            raise UserError(
                tr("The articles are finished: {titles}.", titles=short("; ".join(sorted(left)))),
                hint=tr("Reopen them to change their labels."),
            )
        write_in_batches(project, self._place.annotator.key, kind, title(count), changes, job)
        return count


def redefined(schema: Schema) -> list[tuple[str, Label]]:
    """The labels in use whose definition has been changed since the project began, each with its layer's id."""
    return [
        (layer.id, label)
        for layer in schema.layers
        for label in layer.labels
        if label.since and not label.retired and not label.merged_into
    ]


def _earlier(placed: Placed, known: Label) -> Earlier:
    a: Annotation = placed.annotation
    return Earlier(
        a.article,
        placed.title,
        a.id,
        a.layer,
        known.id,
        a.fragments,
        a.quote,
        a.guidelines,
        a.created,
        placed.finished,
    )
