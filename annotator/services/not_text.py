"""Captions, trailers and whatever else stands in an article's text but is none of it: marked by labels, never cut out.

The marks are labels of a layer of their own, which is added to a project's schema when something is marked for the first
time: they are undone, exported, merged and reviewed as all labels are. Nothing is suggested inside them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from annotator.model.annotation import NOT_TEXT, Annotation
from annotator.model.phrases import tr
from annotator.model.schema import Label, Layer
from annotator.services.labelling import Labelling
from annotator.services.schema_editing import SchemaEditing
from annotator.services.workplace import Workplace

KINDS = ("CAPTION", "TRAILER")


class NotText:
    """Marking what is not the article's text."""

    def __init__(self, place: Workplace, labelling: Labelling, editing: SchemaEditing) -> None:
        self._place, self._labelling, self._editing = place, labelling, editing

    def mark(self, fragments: Iterable[tuple[int, int]], kind: str = KINDS[0]) -> Annotation:
        """Marks `fragments` (code points) as not the article's text; one that is marked gets the other kind."""
        _ = self._place.writable
        if self._place.schema.layer(NOT_TEXT) is None:
            schema = self._place.schema
            self._editing.replace(
                replace(schema, layers=(*schema.layers, layer())), tr("Add the layer “Not article text”")
            )
        return self._labelling.create(fragments, NOT_TEXT, kind)

    def turn(self, item: Annotation) -> Annotation:
        """The other kind of mark: a caption becomes a trailer, a trailer a caption."""
        return self._labelling.relabel(
            item.id, NOT_TEXT, KINDS[KINDS.index(item.label) - 1] if item.label in KINDS else KINDS[0]
        )


def layer() -> Layer:
    """The layer as it is added to a schema. Grey and without keys: it does not compete with what is labelled."""
    return Layer(
        NOT_TEXT,
        "Not article text",
        definition="What stands among the text but was not written as part of it. Nothing is suggested or labelled here.",
        labels=(
            Label("CAPTION", "CAPTION", title="Caption", definition="Words to a picture or chart, with its credit."),
            Label(
                "TRAILER",
                "TRAILER",
                title="Trailer",
                definition="“Read more”, newsletters, the author’s biography, corrections, notices of rights.",
            ),
        ),
    )
