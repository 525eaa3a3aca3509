"""How sure a pipeline's own `ner` is of each name that it found: spaCy's says nothing of it.

It reads a text in steps, one for each token, and gives each possible step a number. A name's score is the product of the
shares, by softmax, that its steps had among those that were possible there: to begin this name or none at its first token, to
go on or to end at the others. What a person decided before corrects it further (`model.calibration`).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from annotator.nlp.proposals import labelling

SURENESS = "annotator_sureness"


@Language.factory(SURENESS)
class Sureness:
    """Has `ner` find names in its place; gives names that have no id one, and under it a score."""

    def __init__(self, nlp: Language, name: str) -> None:
        del name
        ner: Any = nlp.get_pipe("ner")
        self._ner = ner
        moves = [str(ner.moves.get_class_name(number)) for number in range(ner.moves.n_moves)]
        self._number = {move: number for number, move in enumerate(moves)}
        self._first = np.array([number for number, move in enumerate(moves) if move[:1] in ("B", "U", "O")], dtype=int)

    def __call__(self, doc: Doc) -> Doc:
        steps = self._found(doc)
        if not doc.ents:
            return doc
        more = labelling(doc)
        spans = []
        for number, ent in enumerate(doc.ents):
            score = None if ent.id_ else self._of(ent, steps)
            if score is None:
                spans.append(ent)
                continue
            span_id = f"n{number}"
            spans.append(Span(doc, ent.start, ent.end, ent.label, kb_id=ent.kb_id, span_id=span_id))
            more["scores"][span_id] = score
        doc.ents = spans
        return doc

    def _found(self, doc: Doc) -> list[Any]:
        """Has `ner` find the names; the numbers of all its steps at each token."""
        if not len(doc):
            return []
        model = self._ner.model.predict([doc])
        states = self._ner.moves.init_batch([doc])
        found = []
        while not states[0].is_final():
            numbers = np.ascontiguousarray(model.predict(states))
            found.append(numbers[0].copy())
            self._ner.transition_states(states, numbers)
        self._ner.set_annotations([doc], states)
        return found

    def _of(self, ent: Span, steps: list[Any]) -> float | None:
        """From 0 to 1; None for a name that `ner` does not know how to find."""
        label, last = ent.label_, ent.end - 1
        begins = self._number.get(f"{'U' if len(ent) == 1 else 'B'}-{label}")
        inside, ends = self._number.get(f"I-{label}"), self._number.get(f"L-{label}")
        if begins is None or inside is None or ends is None or len(steps) <= last:
            return None
        score = _share(steps[ent.start], begins, self._first)
        pair = np.array([inside, ends], dtype=int)
        for token in range(ent.start + 1, ent.end):
            score *= _share(steps[token], ends if token == last else inside, pair)
        return round(float(score), 2)


def _share(numbers: Any, chosen: int, among: Any) -> float:
    every = np.exp(numbers[among] - numbers[among].max())
    return float(np.exp(numbers[chosen] - numbers[among].max()) / every.sum())
