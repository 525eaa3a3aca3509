"""Suggestions for a text, by every suggester that is enabled: the one call that the window and the command line make.

Importing this module does not import spaCy; the first call does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from annotator.model import text as texts
from annotator.model.annotation import Suggestion, join_fragments
from annotator.model.suggesters import LAYERS, USUAL, Plan, Suggester, named, silent_ours
from annotator.nlp import language as languages
from annotator.nlp import pipelines

if TYPE_CHECKING:
    from spacy.tokens import Doc

Packs = dict[str, list[Suggestion]]
"""The suggestions for one text, by source; links inside a pack are indexes into it."""

_PIECE = 30_000
"""Code points that one document has at most; a longer text is handed over in several, cut at line ends."""
_AT_ONCE = 16
"""Texts that each of several pipelines reads in turn."""
_TOGETHER = 40_000
"""Code points that a pipeline is given at once: it needs some three kilobytes of memory for each of them."""


class Suggesters:
    """The suggesters of a plan; pipelines are loaded when their first text comes."""

    def __init__(self, plan: Plan | str = USUAL, *, piece: int = _PIECE) -> None:
        """`plan`: the suggesters, or the package or folder of the one to use for every text.
        `piece`: code points that are read at once.
        """
        self.plan = named([plan]) if isinstance(plan, str) else plan
        self._piece = piece

    def note(self, language: str, text: str = "") -> str:
        """A sentence for people where only rules read such a text; empty where a pipeline does."""
        known = languages.language_of(text, language)
        return "" if any(one.model for one in self._serving(known)) else pipelines.note(known)

    def sources(self, language: str, text: str = "") -> list[str]:
        """The sources that a text of this language has suggestions from, also where they find none."""
        known = languages.language_of(text, language)
        return list(dict.fromkeys(source for _, _, wanted in self._shares(known) for source in wanted.values()))

    def __call__(self, text: str, language: str = "") -> Packs:
        """The suggestions for `text`. `language` is what its file declared, or empty.

        Raises UserError: a pipeline cannot be loaded.
        """
        return next(self.pipe([(text, language)]))

    def pipe(self, articles: Iterable[tuple[str, str]]) -> Iterator[Packs]:
        """The suggestions for each (text, declared language), in order; several texts are read at once."""
        known = ((text, languages.language_of(text, declared)) for text, declared in articles)
        for language, group in groupby(known, key=lambda article: article[1]):
            yield from self._read(language, (text for text, _ in group))

    def _serving(self, language: str) -> list[Suggester]:
        return [one for one in self.plan if one.serves(language)]

    def _shares(self, language: str) -> Iterator[tuple[Suggester, dict[str, str], dict[str, str]]]:
        """For each suggester that serves a language: its sources by layer, and those of them that no earlier one brings."""
        brought: set[str] = set()
        silent = silent_ours(self.plan, language)
        for one in self._serving(language):
            every = pipelines.sources(language, one.model or None)
            layers = one.layers if one.model else [layer for layer in one.layers if layer not in silent]
            wanted = {layer: source for layer, source in every.items() if layer in layers and source not in brought}
            brought.update(wanted.values())
            if wanted:
                yield one, every, wanted

    def _read(self, language: str, articles: Iterator[str]) -> Iterator[Packs]:
        shares = list(self._shares(language))
        if not shares:
            yield from ({} for _ in articles)
            return
        if len(shares) == 1:
            yield from self._pipe(language, shares[0], articles)
            return
        for first in iter(lambda: list(islice(articles, _AT_ONCE)), []):
            several = zip(*(self._pipe(language, share, iter(first)) for share in shares), strict=True)
            for packs in several:
                yield {source: pack for part in packs for source, pack in part.items()}

    def _pipe(
        self, language: str, share: tuple[Suggester, dict[str, str], dict[str, str]], articles: Iterable[str]
    ) -> Iterator[Packs]:
        one, every, wanted = share
        pipeline = pipelines.load(language, one.model or None)
        spared = [name for name in pipelines.spared(every, wanted) if pipeline.nlp.has_pipe(name)]
        packs: Packs = {}
        for doc, (offset, is_last) in self._documents(pipeline, articles, spared):
            for source, pack in packs_of(doc, wanted, offset, named_spans=pipeline.named_spans).items():
                _append(packs.setdefault(source, []), pack)
            if is_last:
                yield {source: packs.get(source, []) for source in wanted.values()}
                packs = {}

    def _documents(
        self, pipeline: pipelines.Pipeline, articles: Iterable[str], spared: Sequence[str]
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
                    yield from _through(pipeline, batch, spared)
                    batch, length = [], 0
        yield from _through(pipeline, batch, spared)


def _through(
    pipeline: pipelines.Pipeline, batch: list[tuple[Doc, tuple[int, bool]]], spared: Sequence[str]
) -> Iterator[tuple[Doc, tuple[int, bool]]]:
    size = max(1, len(batch))
    return pipeline.nlp.pipe(batch, as_tuples=True, batch_size=size, disable=list(spared))


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


def packs_of(doc: Doc, sources: dict[str, str], offset: int = 0, *, named_spans: bool = False) -> Packs:
    """What was proposed for a document, as packs by source; `sources` names one for each layer that is wanted.

    A claim or stance brings what it is linked to in its own pack, so that its links are whole. With `named_spans` the
    names in `doc.spans["entity"]` count beside those in `doc.ents`.
    """
    more: dict[str, Any] = doc._.labelling or {"links": [], "attributes": {}, "scores": {}}
    links: dict[str, list[tuple[str, str]]] = {}
    for role, source_id, target_id in more["links"]:
        links.setdefault(source_id, []).append((role, target_id))
    scores: dict[str, float] = dict(more["scores"])
    by_id: dict[str, tuple[str, str, list[tuple[int, int]]]] = {}
    for layer in LAYERS:
        group = doc.spans.get(layer)
        own = group.attrs.get("scores") if group is not None else None
        for number, span in enumerate(group or ()):
            name = span.id_ or f"{layer}{span.start}-{span.end}-{span.label_}"
            entry = by_id.setdefault(name, (layer, span.label_, []))
            entry[2].append((span.start_char + offset, span.end_char + offset))
            if own is not None and number < len(own):  # spaCy's own span categorizer says how sure it is there
                scores.setdefault(name, round(float(own[number]), 3))
    layers = {name: entry[0] for name, entry in by_id.items()}
    ends = {end for found in links.values() for _, end in found}

    packs: Packs = {}
    for layer in LAYERS:
        source = sources.get(layer, "")
        if not source:
            continue
        pack = packs.setdefault(source, [])
        if layer == "entity":
            pack.extend(
                Suggestion(
                    source,
                    "entity",
                    ent.label_,
                    ((ent.start_char + offset, ent.end_char + offset),),
                    scores.get(ent.id_) if ent.id_ else None,
                    more["attributes"].get(ent.id_, {}) if ent.id_ else {},
                )
                for ent in doc.ents
            )
            if not named_spans:
                continue
            known = {suggestion.place for suggestion in pack}
        own_names = [name for name in by_id if layers[name] == layer and (layer != "entity" or name not in ends)]
        wanted = _with_ends(own_names, links, layers, layer)
        if layer == "entity":
            wanted = [
                name for name in own_names if (layer, by_id[name][1], join_fragments(by_id[name][2])) not in known
            ]
        base = len(pack)
        index = {name: at for at, name in enumerate(wanted)}
        for name in wanted:
            its_layer, label, pieces = by_id[name]
            pack.append(
                Suggestion(
                    source,
                    its_layer,
                    label,
                    join_fragments(pieces),
                    scores.get(name),
                    more["attributes"].get(name, {}),
                    tuple((role, base + index[end]) for role, end in links.get(name, ()) if end in index),
                )
            )
    return packs


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
