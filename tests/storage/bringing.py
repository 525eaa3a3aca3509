"""Imports with labels, written the way the import service writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotator.model.annotation import Annotation, quote_of
from annotator.model.change import now
from annotator.model.ids import annotator_id, article_id, new_id
from annotator.model.schema import Schema
from annotator.model.text import first_line, sha256
from annotator.storage.incoming import Incoming, Outcome, Person
from annotator.storage.intake import Intake
from annotator.storage.project import Project
from annotator.storage.tables import ANNOTATION
from tests.storage.projects import ANN


def incoming(text: str, spans: Sequence[tuple[Any, ...]] = (), owner: str | None = None, **values: Any) -> Incoming:
    """One row of a file: a text and spans (start, end, label[, id]) by `owner`."""
    digest = sha256(text)
    labels = []
    for start, end, label, *identity in spans:
        uuid = identity[0] if identity else new_id()
        row = ANNOTATION.encode(
            Annotation(
                0,
                uuid,
                0,
                "entity",
                label,
                ((start, end),),
                quote_of(text, ((start, end),)),
                created=now(),
                updated=now(),
            ),
            0,
        )
        labels.append((uuid, *row[3:15]))
    return Incoming(
        article_id(digest),
        digest,
        text,
        first_line(text),
        "",
        "",
        "en",
        {},
        owner=Person(annotator_id(owner), owner) if owner else None,
        labels=labels,
        **values,
    )


def bring(
    project: Project,
    *batches: Sequence[Incoming],
    owner: int = ANN,
    update: bool = False,
    schema: Schema | None = None,
    interrupted: bool = False,
) -> Outcome:
    """Imports batches as one step; `schema` is what the schema becomes with the first of them."""
    intake = Intake(owner, "import", "Import", update=update)
    total = Outcome()
    for number, batch in enumerate(batches):
        total.add(project.writer.run(lambda db, b=batch, s=None if number else schema: intake.write(db, b, s)))  # type: ignore[misc]
    project.writer.run(lambda db: intake.close(db, interrupted=interrupted))
    return total
