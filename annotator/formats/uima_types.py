"""How layers and labels are called in the tools of the UIMA family (INCEpTION, WebAnno): types and their features."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
CUSTOM = "webanno.custom."
OPEN_TYPES = ("Lemma", "Stem", "MorphologicalFeatures")
"""Types whose values are no labels: each word has its own."""
_LABEL_FEATURES = ("value", "label", "category", "entity", "type", "posvalue")
"""Features whose value is a label, the first that is there; a type without one has one label, its name."""
_ROLE_FEATURES = ("role", "value", "label", "type", "dependencytype")
_OWN_LAYERS = ("entity", "claim", "stance")
_RESERVED = ("value", "links", "begin", "end", "sofa", "self", "type", "id")
"""Names that an attribute cannot have as a feature."""


def short_name(type_name: str) -> str:
    """The last part of a type's name."""
    return type_name.rsplit(".", 1)[-1]


def layer_of(type_name: str, *, chain: bool = False) -> str | None:
    """The layer of labels of a type; None for named entities."""
    if type_name == NAMED_ENTITY or type_name.startswith("uima."):
        return None
    name = short_name(type_name)
    if chain:
        name = name.removesuffix("Link")
    return name.lower() if name.lower() in _OWN_LAYERS else name


def type_of(layer: str) -> str:
    """The type of a layer's labels: the family's own for entities, a custom one for all others."""
    return NAMED_ENTITY if layer == "entity" else CUSTOM + short_of(layer)


def short_of(layer: str) -> str:
    """A layer as the name of a type."""
    words = re.findall(r"[A-Za-z0-9]+", layer) or ["Layer"]
    name = "".join(word[0].upper() + word[1:] for word in words)
    return name if name[0].isalpha() else f"Layer{name}"


def feature_of(attribute: str, taken: Collection[str]) -> str:
    """An attribute as the name of a feature that is none of `taken`."""
    name = re.sub(r"[^A-Za-z0-9_]", "_", attribute) or "attribute"
    name = name if name[0].isalpha() else f"a{name}"
    while name.casefold() in _RESERVED or name.casefold() in (each.casefold() for each in taken):
        name += "_"
    return name


def label_of(type_name: str, values: Mapping[str, Any], features: Collection[str]) -> tuple[str, dict[str, Any]]:
    """The label of an annotation, and its other features. `features`: the ones that its type has."""
    rest = dict(values)
    short = short_name(type_name)
    if short in OPEN_TYPES:
        return short, rest
    by_case = {name.casefold(): name for name in features}
    name = next((by_case[each] for each in _LABEL_FEATURES if each in by_case), "")
    label = rest.pop(name, None)
    return str(label) if label not in (None, "") else short, rest


def role_of(type_name: str, values: Mapping[str, Any]) -> str:
    """The role of a relation: what its features say, else the name of its type."""
    by_case = {name.casefold(): value for name, value in values.items()}
    found = next((by_case[name] for name in _ROLE_FEATURES if by_case.get(name)), None)
    found = found or next((value for value in values.values() if value), None)
    return str(found) if found else short_name(type_name)
