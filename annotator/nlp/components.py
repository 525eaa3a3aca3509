"""Our suggesters as spaCy components, registered by name, so that they can be put into any pipeline.

`annotator_entities` mends `doc.ents`; `annotator_claims` and `annotator_stances` add to `doc.spans` (see `proposals`).
They need no component before them; with a tagger and a parser they find more.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from annotator.nlp import entities, stances, suggesting_claims
from annotator.nlp.reading import Name, Reading, read

ENTITIES, CLAIMS, STANCES = "annotator_entities", "annotator_claims", "annotator_stances"
_READING = "annotator reading"


def add(nlp: Language, language: str = "", *, mend: bool = True, labels: Sequence[str] = ()) -> None:
    """Puts our components at the end of a pipeline that lacks them, with `mend` also the one that mends its names and
    keeps those of `labels` (none: of all).

    `language` is that of the texts, where `nlp.lang` does not say it.
    """
    if mend and not nlp.has_pipe(ENTITIES):
        nlp.add_pipe(ENTITIES, config={"language": language or nlp.lang, "labels": list(labels)})
    for name in (CLAIMS, STANCES):
        if not nlp.has_pipe(name):
            nlp.add_pipe(name, config={"language": language or nlp.lang})


@Language.factory(ENTITIES, default_config={"language": "", "labels": []})
def _entities(nlp: Language, name: str, language: str, labels: list[str]) -> _Entities:
    return _Entities(language or nlp.lang or "", labels)


@Language.factory(CLAIMS, default_config={"language": ""})
def _claims(nlp: Language, name: str, language: str) -> _Claims:
    return _Claims(language or nlp.lang or "")


@Language.factory(STANCES, default_config={"language": ""})
def _stances(nlp: Language, name: str, language: str) -> _Stances:
    return _Stances(language or nlp.lang or "")


class _Component:
    """A component that keeps nothing but the language of its texts."""

    def __init__(self, language: str) -> None:
        self.language = language

    # A pipeline that is saved asks each component for these; the language is in its configuration.
    def to_disk(self, *_: object, **__: object) -> None:
        """Nothing to write."""

    def from_disk(self, *_: object, **__: object) -> _Component:
        return self

    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, *_: object, **__: object) -> _Component:
        return self


class _Entities(_Component):
    def __init__(self, language: str, labels: Sequence[str]) -> None:
        super().__init__(language)
        self.labels = frozenset(labels)

    def __call__(self, doc: Doc) -> Doc:
        entities.mend(doc, _reading(doc), self.language, self.labels)
        return doc


class _Claims(_Component):
    def __call__(self, doc: Doc) -> Doc:
        suggesting_claims.suggest(doc, _reading(doc), names_of(doc), self.language)
        return doc


class _Stances(_Component):
    def __call__(self, doc: Doc) -> Doc:
        stances.suggest(doc, _reading(doc), names_of(doc), self.language)
        return doc


def _reading(doc: Doc) -> Reading:
    """The document's reading; made once, for claims and stances alike."""
    found = doc.user_data.get(_READING)
    if not isinstance(found, Reading) or len(found) != len(doc):
        found = doc.user_data[_READING] = read(doc)
    return found


def names_of(doc: Doc) -> list[Name]:
    """The named entities of a document."""
    return [Name(ent.start, ent.end, ent.label_) for ent in doc.ents]
