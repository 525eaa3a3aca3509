"""Suggestions for a text, by every suggester that is enabled: the one call that the window and the command line make.

Importing this module does not import spaCy; the first call does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from annotator.model import text as texts
from annotator.model.annotation import Suggestion, join_fragments
from annotator.nlp import language as languages
from annotator.nlp import pipelines

if TYPE_CHECKING:
    from spacy.tokens import Doc

Packs = dict[str, list[Suggestion]]
"""The suggestions for one text, by source; links inside a pack are indexes into it."""

_PIECE = 30_000
"""Code points that one document has at most; a longer text is handed over in several, cut at line ends."""
_TOGETHER = 40_000
"""Code points that a pipeline is given at once: it needs some three kilobytes of memory for each of them."""


class Suggesters:
    """The suggesters of all languages; pipelines are loaded when their first text comes."""

    def __init__(self, model: str | None = None, *, piece: int = _PIECE) -> None:
        """`model`: the package or folder of a spaCy pipeline to use for every text, instead of choosing by language.
        `piece`: code points that are read at once.
        """
        self.model = model
        self._piece = piece

    def note(self, language: str, text: str = "") -> str:
        """A sentence for people where only rules read such a text; empty where a pipeline does."""
        return "" if self.model else pipelines.note(languages.language_of(text, language))

    def sources(self, language: str, text: str = "") -> list[str]:
        """The sources that a text of this language has suggestions from, also where they find none."""
        return list(pipelines.sources(languages.language_of(text, language), self.model).values())

    def __call__(self, text: str, language: str = "") -> Packs:
        """The suggestions for `text`. `language` is what its file declared, or empty.

        Raises UserError: the model cannot be loaded.
        """
        return next(self.pipe([(text, language)]))

    def pipe(self, articles: Iterable[tuple[str, str]]) -> Iterator[Packs]:
        """The suggestions for each (text, declared language), in order; several texts are read at once."""
        known = ((text, languages.language_of(text, declared)) for text, declared in articles)
        for language, group in groupby(known, key=lambda article: article[1]):
            yield from self._pipe(self._pipeline(language), (text for text, _ in group))

    def _pipeline(self, language: str) -> pipelines.Pipeline:
        return pipelines.load(language, self.model)

    def _pipe(self, pipeline: pipelines.Pipeline, articles: Iterable[str]) -> Iterator[Packs]:
        packs: Packs = {}
        for doc, (offset, is_last) in self._documents(pipeline, articles):
            for source, pack in packs_of(doc, pipeline.sources, offset).items():
                _append(packs.setdefault(source, []), pack)
            if is_last:
                yield {source: packs.get(source, []) for source in pipeline.sources.values()}
                packs = {}

    def _documents(
        self, pipeline: pipelines.Pipeline, articles: Iterable[str]
    ) -> Iterator[tuple[Doc, tuple[int, bool]]]:
        """The articles' documents, read, with the offset of each and whether it is the last of its article."""
        batch: list[tuple[Doc, tuple[int, bool]]] = []
        length = 0
        for text in articles:
            pieces = cut(text, self._piece)
            for number, (start, end) in enumerate(pieces):
                batch.append((pipeline.document(text[start:end]), (start, number + 1 == len(pieces))))
                length += end - start
                if length >= _TOGETHER:
                    yield from pipeline.nlp.pipe(batch, as_tuples=True, batch_size=len(batch))
                    batch, length = [], 0
        yield from pipeline.nlp.pipe(batch, as_tuples=True, batch_size=len(batch) or 1)


def cut(text: str, length: int) -> list[texts.Span]:
    """Stretches of at most `length` code points that make up `text`, cut behind line ends where there are any."""
    pieces, start = [], 0
    while len(text) - start > length:
        end = start + length
        for mark in texts.LINE_END.finditer(text, start, end):
            end = mark.end()
        if end == start:
            end = start + length
        pieces.append((start, end))
        start = end
    return [*pieces, (start, len(text))]


def packs_of(doc: Doc, sources: dict[str, str], offset: int = 0) -> Packs:
    """What was proposed for a document, as packs by source; `sources` names one for each layer.

    A claim or stance brings what it is linked to in its own pack, so that its links are whole.
    """
    from annotator.nlp.proposals import LAYERS

    more: dict[str, Any] = doc._.labelling or {"links": [], "attributes": {}, "scores": {}}
    links: dict[str, list[tuple[str, str]]] = {}
    for role, source_id, target_id in more["links"]:
        links.setdefault(source_id, []).append((role, target_id))
    by_id: dict[str, tuple[str, str, list[tuple[int, int]]]] = {}
    for layer in LAYERS:
        for span in doc.spans.get(layer, ()):
            entry = by_id.setdefault(span.id_ or f"{layer}{span.start}-{span.end}", (layer, span.label_, []))
            entry[2].append((span.start_char + offset, span.end_char + offset))
    layers = {name: entry[0] for name, entry in by_id.items()}

    packs: Packs = {}
    for layer in LAYERS:
        source = sources.get(layer, "")
        if not source:
            continue
        wanted = _with_ends([name for name in by_id if layers[name] == layer], links, layers, layer)
        index = {name: at for at, name in enumerate(wanted)}
        pack = packs.setdefault(source, [])
        if layer == "entity":
            pack.extend(
                Suggestion(
                    source,
                    "entity",
                    ent.label_,
                    ((ent.start_char + offset, ent.end_char + offset),),
                    _score(ent, more),
                    _of(ent, more),
                )
                for ent in doc.ents
            )
            continue
        base = len(pack)
        for name in wanted:
            its_layer, label, pieces = by_id[name]
            pack.append(
                Suggestion(
                    source,
                    its_layer,
                    label,
                    join_fragments(pieces),
                    more["scores"].get(name),
                    more["attributes"].get(name, {}),
                    tuple((role, base + index[end]) for role, end in links.get(name, ()) if end in index),
                )
            )
    return packs


def _score(ent: Any, more: dict[str, Any]) -> float | None:
    return more["scores"].get(ent.id_) if ent.id_ else None


def _of(ent: Any, more: dict[str, Any]) -> dict[str, Any]:
    return more["attributes"].get(ent.id_, {}) if ent.id_ else {}


def _with_ends(
    names: Sequence[str], links: dict[str, list[tuple[str, str]]], layers: dict[str, str], layer: str
) -> list[str]:
    """`names` and what they are linked to, each once. Names and pronouns bring what they stand for; what another suggester
    proposed comes alone."""
    found: dict[str, None] = {}
    todo = list(reversed(names))
    while todo:
        name = todo.pop()
        if name not in found and name in layers:
            found[name] = None
            if layers[name] in (layer, "entity"):
                todo.extend(end for _, end in reversed(links.get(name, ())))
    return list(found)


def _append(pack: list[Suggestion], more: list[Suggestion]) -> None:
    """Puts a further document's suggestions behind those of the ones before it; their links move along."""
    base = len(pack)
    for suggestion in more:
        if base and suggestion.links:
            links = tuple((role, index + base) for role, index in suggestion.links)
            suggestion = Suggestion(
                suggestion.source, suggestion.layer, suggestion.label, suggestion.fragments, suggestion.score,
                suggestion.attributes, links,
            )  # fmt: skip  # one field after the other
        pack.append(suggestion)
