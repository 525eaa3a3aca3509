"""Named entities as the schema wants them: puts the mended names of a document into `doc.ents`, each with how sure it is
and, for a short form, the full name that it stands for.
"""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Doc, Span

from annotator.nlp import dates, naming, scores
from annotator.nlp.joining import full_names
from annotator.nlp.knowledge import knowledge
from annotator.nlp.proposals import labelling
from annotator.nlp.reading import Name, Reading


def mend(doc: Doc, reading: Reading, language: str, labels: Collection[str] = ()) -> None:
    """Mends the entities of `doc` in place; `labels`: those that are wanted, none for all."""
    names = [Name(ent.start, ent.end, ent.label_) for ent in doc.ents]
    if not reading.tagged:
        names += dates.find(reading, language)
    mended = naming.mend(reading, names, knowledge(language))
    if labels:
        mended = [(name, margin) for name, margin in mended if name.label in labels]
    full = full_names(reading, (name for name, _ in mended))
    more = labelling(doc)
    spans = []
    for number, (name, margin) in enumerate(mended):
        span_id = f"e{number}"
        spans.append(Span(doc, name.first, name.last, name.label, span_id=span_id))
        more["scores"][span_id] = scores.of_entity(name.label, margin)
        if name in full:
            more["attributes"][span_id] = {"name": full[name]}
    doc.ents = spans
