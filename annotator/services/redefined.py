"""What was labelled under an earlier definition: listed, and confirmed, relabelled or deleted, each answer one undo step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.model.annotation import Annotation, Fragments
from annotator.model.change import Change, edited
from annotator.model.errors import UserError
from annotator.model.phrases import tr, trn
from annotator.model.schema import Label, Schema
from annotator.services.concordance import BACKUP_OVER, Concordance, Hit
from annotator.services.jobs import Job
from annotator.services.workplace import Workplace
from annotator.storage import rows
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

    def __init__(self, place: Workplace, concordance: Concordance) -> None:
        self._place = place
        self._concordance = concordance

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

        Changes no label, so that it can be said of finished articles too.
        """
        if self._place.project.read_only:
            raise UserError(tr("The project is open for reading only."))
        self._place.wait()
        version = self._place.guidelines
        by_article: dict[int, set[str]] = {}
        for each in chosen:
            by_article.setdefault(each.article, set()).add(each.annotation)
        changes: list[Change] = []
        db = self._place.project.reader()
        for number, (article, ids) in enumerate(by_article.items()):
            job.report(number, len(by_article), tr("articles"))
            changes += [
                edited(annotation, guidelines=version)
                for annotation in rows.annotations_of(db, article, self._place.annotator.key)
                if annotation.id in ids and annotation.guidelines < version
            ]
        if len(changes) > BACKUP_OVER:
            self._place.project.backup()
        title = trn(
            "Confirm {n} label under version {v}", "Confirm {n} labels under version {v}", len(changes), v=version
        )
        self._place.act("confirm", title, changes)
        return len(changes)

    def relabel(self, chosen: Sequence[Earlier], layer: str, label: str, job: Job) -> int:
        """Gives the labels another one of their layer, in one step; those in finished articles stay. How many."""
        return self._concordance.do(
            self._concordance.label([_hit(each) for each in chosen if each.layer == layer], layer, label, job)
        )

    def delete(self, chosen: Sequence[Earlier], job: Job) -> int:
        """Deletes the labels, in one step; those in finished articles stay. How many."""
        return self._concordance.do(self._concordance.reject([_hit(each) for each in chosen], job))


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


def _hit(each: Earlier) -> Hit:
    return Hit(each.article, each.title, each.fragments, "", each.quote, "", each.layer, each.label, each.annotation)
