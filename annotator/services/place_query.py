"""What to look for in the concordance, said in the language of filters: `label:ORG bank`, `label:CLAIM without:claimer`.

`label:`, `layer:`, `without:` and `has:suggestion` are about the places that are found; words stand in them; all other
terms are about the articles they are in.
"""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.phrases import tr
from annotator.model.schema import Schema
from annotator.services.query import Lacking, Term, labels_called, lacking, layer_called, parse


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for: words (as they stand in the text), a label, or both; `lacking` a link role or attribute."""

    words: str = ""
    layer: str = ""
    label: str = ""
    """A label id; those that were merged into it count too."""
    lacking: str = ""
    """A role or attribute that the labels found must not have, by its id or name: "claims without claimer"."""
    articles: str = ""
    """A query in the language of filters that the articles must meet."""
    suggested: bool | None = None
    """Only suggestions (True), only what is decided (False), or both."""

    @property
    def of_labels(self) -> bool:
        """Whether labels are looked for, not words alone."""
        return bool(self.layer or self.label or self.lacking) or self.suggested is not None

    @property
    def nothing(self) -> bool:
        """Whether nothing is said that could be found."""
        return not self.words.strip() and not self.of_labels

    def lacks(self, schema: Schema) -> Lacking:
        return lacking(schema, self.lacking) if self.lacking else ()


def wanted(text: str, schema: Schema) -> Wanted:
    """A query as what it means. Raises UserError naming what is not known, with what is."""
    words: list[str] = []
    articles: list[str] = []
    layer = label = lack = ""
    suggested: bool | None = None
    for term in parse(text):
        if term.field == "" and not term.negated:
            words.append(term.value.strip('"'))
        elif term.field == "label" and not term.negated:
            layer, label = labels_called(schema, term)[0]
            label = _living(schema, layer, label)
        elif term.field == "layer" and not term.negated:
            layer = layer_called(schema, term)
        elif term.field == "without" and not term.negated:
            lacking(schema, term.value)
            lack = term.value
        elif term.field == "has" and term.value.lower() in ("suggestion", "suggestions"):
            suggested = not term.negated
        else:
            articles.append(_written(term))
    return Wanted(" ".join(words), layer, label, lack, " ".join(articles), suggested)


def ready_made(schema: Schema) -> list[tuple[str, str]]:
    """Searches that are often wanted: (what it is called, the query)."""
    found = [(tr("suggestions that are not decided"), "has:suggestion")]
    for layer in schema.layers:
        for label in layer.labels:
            if not label.shown:
                continue
            name = label.title or label.name
            said = _quoted(f"{layer.id}/{label.name}")
            asked = [role.name for role in schema.roles_from(layer.id, label.id) if role.sources and role.single]
            asked += [attribute.name for attribute in layer.attributes_of(label.id) if attribute.required]
            found += [
                (tr("{label} without {what}", label=name, what=what), f"label:{said} without:{_quoted(what)}")
                for what in asked
            ]
    return found


def _living(schema: Schema, layer: str, label: str) -> str:
    found = schema.label(layer, label)
    return found.id if found else label


def _written(term: Term) -> str:
    value = term.value if term.field == "" else f"{term.field}:{_quoted(term.value)}"
    return f"-{value}" if term.negated else value


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
