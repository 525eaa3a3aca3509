"""From labelled articles to a spaCy pipeline, on the CPU: which components, what they begin with, and the loop that teaches them.

Entities are learned by `ner` (flat) or by a span categorizer (nested). Claims and stances are learned by a finder of starts
and ends, whose candidates a span categorizer then gives a label or drops: claims are too long for every stretch of text
to be tried. Each component is taught by itself, from the tok2vec of an installed pipeline where there is one, and is kept as
it was in its best round on the articles held back for that. Nothing of this application is needed to load the result.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from annotator.model.annotation import Place
from annotator.model.scoring import Count, marks, total
from annotator.nlp.lesson_texts import Changed, Lesson, examples

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.training import Example

LAYERS = ("entity", "claim", "stance")
_DROP = 0.2
_RATE, _DECAY = 0.001, 0.01
"""Learning rate and decay of weights, as spaCy has them."""
_WORDS = (200, 1000)
"""Tokens of a batch in the first round and later on: small ones learn more from few articles."""
_GROWTH = 1.3
_CHOOSING = 0.6
"""The share of the time that choosing the number of rounds takes at most."""
_CLEARLY = 0.01
"""F1 that mending must bring on the few articles that say so."""
_LONGEST_NAME = 8
"""Tokens of a nested name at most; longer ones are not learned."""
_LONGEST_SPAN = 80
"""Tokens of a claim at most."""
_CANDIDATE = 0.2
"""How sure the finder must be of a start or an end: what it lets through too much is dropped by the categorizer."""
_ROWS = [2000, 500, 1000, 500]


@dataclass(frozen=True)
class Recipe:
    """What is to be learned, and how."""

    language: str
    base: str = ""
    """The package of an installed pipeline to begin with; empty for none."""
    layers: tuple[str, ...] = ("entity",)
    entities: str = "ner"
    """`ner` or `spancat`."""
    seed: int = 0
    rounds: int = 30
    """Times that all articles are gone through at most."""
    patience: int = 6
    """Rounds without a better one after which it is enough, once anything was found; twice as many without a base."""

    @property
    def flat(self) -> bool:
        return self.entities == "ner"


Told = Callable[[float], None]
"""Is told how much of a training is done, from 0 to 1."""


def train(
    recipe: Recipe, lessons: Sequence[Lesson], dev: Sequence[Lesson], told: Told, changed: Changed | None = None
) -> Language:
    """A pipeline that has learned `lessons` and, once they have said how many rounds are best, `dev` too.

    `nlp.meta["annotator"]` says under `mended` the labels of the names that our mending should go over (none: it is no
    gain), under `rounds` how many each layer was given.
    The same recipe and lessons give the same pipeline on the same machine.
    """
    import spacy

    base = spacy.load(recipe.base) if recipe.base else None
    if not dev:
        only, _ = _learn(recipe, base, lessons, (), told, changed=changed)
        only.meta["annotator"] = {"mended": [], "rounds": {}}
        return only
    first, rounds = _learn(recipe, base, lessons, dev, lambda done: told(_CHOOSING * done))
    labels = sorted({one.label for lesson in (*lessons, *dev) for one in lesson.labels if one.layer == "entity"})
    # With a base much is learned from few articles, which mending would undo by what it knows of names in general.
    mends = base is None and recipe.flat and "entity" in rounds and _mending_helps(first, recipe.language, dev, labels)
    rest = 1 - _CHOOSING
    last, _ = _learn(recipe, base, [*lessons, *dev], (), lambda done: told(_CHOOSING + rest * done), rounds, changed)
    last.meta["annotator"] = {"mended": labels if mends else [], "rounds": rounds}
    return last


def _learn(
    recipe: Recipe,
    base: Language | None,
    lessons: Sequence[Lesson],
    dev: Sequence[Lesson],
    told: Told,
    rounds: Mapping[str, int] | None = None,
    changed: Changed | None = None,
) -> tuple[Language, dict[str, int]]:
    """A pipeline, and how many rounds each layer was given: those of `rounds`, else as many as are best on `dev`."""
    from thinc.api import fix_random_seed

    fix_random_seed(recipe.seed)
    nlp = _begun(recipe, base)
    learned = examples(nlp, lessons, recipe.flat, changed)
    held = examples(nlp, dev, recipe.flat)
    layers = [layer for layer in LAYERS if layer in recipe.layers and _labels(learned, layer, recipe.flat)]
    found = {}
    for number, layer in enumerate(layers):
        names = _add(nlp, recipe, layer, [example for example, _ in learned], base)

        def part(done: float, at: int = number) -> None:
            told((at + done) / len(layers))

        most = recipe.rounds if rounds is None else rounds.get(layer, recipe.rounds)
        score = _score_name(layer, recipe.flat)
        found[layer] = _teach(nlp, names, score, learned, held, replace(recipe, rounds=most), part)
    return nlp, found


def _mending_helps(nlp: Language, language: str, dev: Sequence[Lesson], labels: Sequence[str]) -> bool:
    """Whether our mending of names is a gain on articles that were not learned from: what was learned may be other names."""
    from annotator.nlp.entities import mend
    from annotator.nlp.reading import read

    plain, mended = Count(), Count()
    for lesson in dev:
        truth = {
            ("entity", one.label, (each,)) for one in lesson.labels if one.layer == "entity" for each in one.fragments
        }
        doc = nlp(lesson.text)
        plain += _right(truth, doc)
        mend(doc, read(doc), language, labels)
        mended += _right(truth, doc)
    return (mended.f1 or 0.0) >= (plain.f1 or 0.0) + _CLEARLY


def _right(truth: Collection[Place], doc: Doc) -> Count:
    found = [("entity", ent.label_, ((ent.start_char, ent.end_char),)) for ent in doc.ents]
    return total([marks(truth, found)], "entity").exact


def _begun(recipe: Recipe, base: Language | None) -> Language:
    """The pipeline before it learns: the installed one where only names are to be learned, so that what reads sentences
    stays; else its words and rules for tokens alone."""
    if base is None:
        return _blank(recipe.language)
    import spacy

    keeps = recipe.layers == ("entity",)
    if keeps:
        return spacy.load(recipe.base, exclude=[] if recipe.flat else ["ner"])
    return spacy.load(recipe.base, exclude=[name for name in base.component_names if name != "ner" or not recipe.flat])


def _blank(language: str) -> Language:
    import spacy

    try:
        return spacy.blank(language)
    except (ImportError, ValueError):  # spaCy does not know it, or needs another package for its tokens
        return spacy.blank("xx")


def _score_name(layer: str, flat: bool) -> str:
    return "ents_f" if layer == "entity" and flat else f"spans_{layer}_f"


def _labels(found: Sequence[tuple[Example, int]], layer: str, flat: bool) -> list[str]:
    """The labels of a layer, in order."""
    if layer == "entity" and flat:
        return sorted({ent.label_ for example, _ in found for ent in example.reference.ents})
    return sorted({span.label_ for example, _ in found for span in example.reference.spans.get(layer, ())})


# -- components -----------------------------------------------------------------------------------------------------


def _add(nlp: Language, recipe: Recipe, layer: str, learned: Sequence[Example], base: Language | None) -> list[str]:
    """Puts in what learns a layer, ready to learn; the names of its components."""
    if layer == "entity" and recipe.flat:
        names = [_add_ner(nlp, learned)]
    elif layer == "entity":
        suggester = {
            "@misc": "spacy.ngram_range_suggester.v1",
            "min_size": 1,
            "max_size": _longest(learned, layer, _LONGEST_NAME),
        }
        names = [_add_spancat(nlp, layer, suggester, base)]
    else:
        names = [_add_finder(nlp, layer, _longest(learned, layer, _LONGEST_SPAN), base)]
        suggester = {"@misc": "spacy.preset_spans_suggester.v1", "spans_key": layer}
        names.append(_add_spancat(nlp, layer, suggester, base))
    fresh = [name for name in names if name != "ner" or base is None]
    for name in fresh:
        pipe: Any = nlp.get_pipe(name)
        if _spans_of(layer, recipe.flat):
            _offer(learned, layer)
        pipe.initialize(lambda: learned[:200], nlp=nlp, **_given_labels(pipe, learned, layer, recipe.flat))
        if base is not None:
            _take_over(pipe, base)
    return names


def _spans_of(layer: str, flat: bool) -> bool:
    return not (layer == "entity" and flat)


def _given_labels(pipe: Any, learned: Sequence[Example], layer: str, flat: bool) -> dict[str, Any]:
    if not hasattr(pipe, "key") or not _spans_of(layer, flat):
        return {}
    return {"labels": _labels([(example, 0) for example in learned], layer, flat)}


def _offer(learned: Sequence[Example], layer: str) -> None:
    """Before there are candidates to initialize with: the labels themselves."""
    from spacy.tokens import SpanGroup

    for example in learned:
        spans = [example.predicted[s.start : s.end] for s in example.reference.spans.get(layer, ())]
        example.predicted.spans[layer] = SpanGroup(example.predicted, name=layer, spans=spans)


def _add_ner(nlp: Language, learned: Sequence[Example]) -> str:
    """The pipeline's own `ner` goes on learning, with new labels where there are any; one is made where it has none."""
    if not nlp.has_pipe("ner"):
        nlp.add_pipe("ner", config={"model": {"tok2vec": _tok2vec(None)}})
        return "ner"
    ner: Any = nlp.get_pipe("ner")
    for label in _labels([(example, 0) for example in learned], "entity", flat=True):
        ner.add_label(label)
    return "ner"


def _add_finder(nlp: Language, layer: str, longest: int, base: Language | None) -> str:
    name = f"{layer}_finder"
    config = {
        "spans_key": layer, "threshold": _CANDIDATE, "max_length": longest, "model": {"tok2vec": _tok2vec(base)}
    }  # fmt: skip  # one pair after the other
    nlp.add_pipe("span_finder", name=name, config=config)
    return name


def _add_spancat(nlp: Language, layer: str, suggester: dict[str, Any], base: Language | None) -> str:
    name = f"{layer}_spancat"
    nlp.add_pipe(
        "spancat", name=name, config={"spans_key": layer, "suggester": suggester, "model": {"tok2vec": _tok2vec(base)}}
    )
    return name


def _tok2vec(base: Language | None) -> dict[str, Any]:
    """How words are read: as the installed pipeline does, else a small network of the same kind."""
    found = _own_tok2vec(base)
    if found is not None:
        return dict(found)
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
            "rows": _ROWS, "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 96, "depth": 4, "window_size": 1, "maxout_pieces": 3,
        },
    }  # fmt: skip  # as spaCy's own templates have it


def _own_tok2vec(base: Language | None) -> dict[str, Any] | None:
    """The configuration of the network with which the base finds names, where that is its own and no transformer."""
    if base is None or "ner" not in base.component_names:
        return None
    found: dict[str, Any] = base.config["components"]["ner"]["model"].get("tok2vec", {})
    return found if found.get("@architectures") == "spacy.Tok2Vec.v2" else None


def _take_over(pipe: Any, base: Language) -> None:
    """Begins with what the base's `ner` knows of words."""
    if _own_tok2vec(base) is not None:
        ner: Any = base.get_pipe("ner")
        own = pipe.model.get_ref("tok2vec")
        known = next((node for node in ner.model.walk() if node.name == own.name), None)
        if known is not None:
            own.from_bytes(known.to_bytes())


def _longest(learned: Sequence[Example], layer: str, most: int) -> int:
    lengths = [len(span) for example in learned for span in example.reference.spans.get(layer, ())]
    return min(most, max(lengths, default=1))


# -- the loop -------------------------------------------------------------------------------------------------------


def _teach(
    nlp: Language,
    names: Sequence[str],
    score: str,
    learned: Sequence[tuple[Example, int]],
    held: Sequence[tuple[Example, int]],
    recipe: Recipe,
    told: Told,
) -> int:
    """Goes through the examples round by round; returns how many were best on `held`, else all.

    What is kept are the weights' averages over the steps (Collins 2002): with few articles single steps jump about.
    """
    from thinc.api import Adam

    chance = random.Random(recipe.seed)  # noqa: S311  # an order, no secret
    order = [example for example, _ in learned]
    best, best_at, kept = -1.0, recipe.rounds, None
    size = float(_WORDS[0])
    with nlp.select_pipes(enable=list(names)):
        nlp.resume_training()
        optimizer = Adam(_RATE, L2=_DECAY, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)
        for number in range(1, recipe.rounds + 1):
            chance.shuffle(order)
            for batch in _batches(order, int(size)):
                nlp.update(batch, sgd=optimizer, drop=_DROP, annotates=list(names[:-1]))
            size = min(size * _GROWTH, _WORDS[1])
            told(number / recipe.rounds)
            if not held and number < recipe.rounds:
                continue
            with nlp.use_params(optimizer.averages):
                reached = _reached(nlp, score, held) if held else 0.0
                if reached > best:
                    best, best_at = reached, number
                    kept = {name: _weights(nlp, name) for name in names}
            if best > 0 and number - best_at >= (recipe.patience if recipe.base else 2 * recipe.patience):
                break
        for name, weights in (kept or {}).items():
            pipe: Any = nlp.get_pipe(name)
            pipe.model.from_bytes(weights)
    told(1.0)
    return best_at


def _weights(nlp: Language, name: str) -> bytes:
    pipe: Any = nlp.get_pipe(name)
    return bytes(pipe.model.to_bytes())


def _reached(nlp: Language, score: str, held: Sequence[tuple[Example, int]]) -> float:
    from spacy.training import Example

    fresh = [Example(nlp.make_doc(example.reference.text), example.reference) for example, _ in held]
    return float(nlp.evaluate(fresh).get(score) or 0.0)


def _batches(order: Sequence[Example], words: int) -> Iterator[list[Example]]:
    batch: list[Example] = []
    length = 0
    for example in order:
        batch.append(example)
        length += len(example.predicted)
        if length >= words:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch
