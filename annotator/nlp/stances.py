"""The stances of a text: who is for or against what, by the words that show it."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from annotator.nlp.reading import Name, Reading


def suggest(doc: Doc, reading: Reading, names: Sequence[Name], language: str) -> None:
    """Writes the stances of `doc` into it."""
