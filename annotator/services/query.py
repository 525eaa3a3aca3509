"""The language of search and filters: words, "phrases", and `field:value`; a minus before a term means not.

    status:open|done|skipped|flagged   label:ORG   layer:claim   annotator:Ann   source:Reuters   language:de
    after:2026-01-05   before:2026-02   has:claim|note|link|flag|suggestion|label|unanswered   agreed:2
    without:claimer    (a label that could have this link and has none, or lacks this answer)

All terms must hold. The window's search and `export --filter` read the same language. Status, labels, notes and links
are those of one annotator, the one who looks or whose rows are exported.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.model.schema import Schema
from annotator.storage.matching import Condition, matching_keys, sources
from annotator.storage.project import Project

FIELDS = ("status", "label", "layer", "annotator", "source", "language", "after", "before", "has", "agreed", "without")
_TERM = re.compile(r'(-?)(?:([A-Za-z]+):)?(?:"([^"]*)"?|(\S+))')
_STATUSES = ("open", "done", "skipped", "flagged")
_HAS = {"note": "note", "link": "link", "flag": "flagged", "suggestion": "suggestion", "label": "annotation"}
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d(T[0-9:.+Z-]*)?)?)?").fullmatch


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a query: a field (empty for words) and its value."""

    field: str
    value: str
    negated: bool = False


def parse(text: str) -> tuple[Term, ...]:
    """The terms of a query. What looks like an unknown field (`http://...`, `10:30`) is words.

    Raises UserError where a field has no value.
    """
    found = []
    for match in _TERM.finditer(text):
        minus, field, phrase, word = match.groups()
        name = (field or "").lower()
        value = phrase if phrase is not None else word
        if phrase is None and word.lower().removesuffix(":") in FIELDS and word.endswith(":"):
            raise _no_value(word[:-1].lower())
        if name in FIELDS:
            if not value.strip():
                raise _no_value(name)
            found.append(Term(name, value.strip(), bool(minus)))
        elif name and phrase is None:
            found.append(Term("", f"{field}:{value}", bool(minus)))
        elif value.strip():
            found.append(Term("", f'"{value}"' if phrase is not None else value, bool(minus)))
    return tuple(found)


def check_quotes(text: str) -> None:
    """Raises UserError where a quotation mark is never closed; while somebody types a search that is no fault."""
    for match in _TERM.finditer(text):
        if match[3] is not None and not match[0].endswith('"', match.start(3) - match.start()):
            raise UserError(
                tr("A quotation mark is opened and never closed: {words}", words=match[0][:80]), tr("the filter")
            )


def find_articles(project: Project, text: str, owner: int, *, schema: Schema | None = None) -> array[int]:
    """The keys of the articles that a query means, in the order of export. `owner`: key of the annotator who looks."""
    db = project.reader()
    return matching_keys(db, conditions(project, text, schema or project.schema()), owner)


def conditions(project: Project, text: str, schema: Schema) -> list[Condition]:
    """A query as conditions. UserError where a value is not known, with those that are."""
    found = [_condition(project, term, schema) for term in parse(text) if term.field or term.negated]
    if words := " ".join(term.value for term in parse(text) if not (term.field or term.negated)):
        found.append(Condition("words", (words,)))
    return found


def _condition(project: Project, term: Term, schema: Schema) -> Condition:
    value, negated = term.value, term.negated
    match term.field:
        case "":
            return Condition("words", (value,), negated)
        case "status":
            if value.lower() not in _STATUSES:
                raise _unknown(term, _STATUSES)
            return _flagged_or(value.lower(), negated)
        case "label":
            return Condition("label", labels_called(schema, term), negated)
        case "layer":
            return Condition("layer", (layer_called(schema, term),), negated)
        case "annotator":
            known = [*project.annotators(), project.gold()]
            keys = tuple(person.key for person in known if person.name.casefold() == value.casefold())
            if not keys:
                raise _unknown(term, [person.name for person in known])
            return Condition("annotator", keys, negated)
        case "source":
            wanted = value.casefold()
            return Condition("source", tuple(s for s in sources(project.reader()) if wanted in s.casefold()), negated)
        case "language":
            return Condition("language", (value.lower(),), negated)
        case "after" | "before":
            if not _DAY(value):
                raise UserError(
                    tr("“{value}” is no day.", value=value), tr("the filter"), tr("Write it as 2026-01-05.")
                )
            return Condition(term.field, (value,), negated)
        case "agreed":
            if not value.isdecimal() or int(value) < 1:
                raise UserError(tr("“agreed:” needs a number of annotators."), tr("the filter"))
            return Condition("agreed", (int(value),), negated)
        case "without":
            return Condition("without", lacking(schema, value), negated)
        case _:
            name = value.lower().removesuffix("s")
            if name == "unanswered":
                return Condition("unanswered", _required(schema), negated)
            if name in _HAS:
                return Condition(_HAS[name], (), negated)
            layer = next((each.id for each in schema.layers if value.lower() in (each.id, each.id + "s")), None)
            if layer is None:
                raise _unknown(term, [*_HAS, "unanswered", *(each.id for each in schema.layers)])
            return Condition("layer", (layer,), negated)


Lacking = tuple[tuple[str, str, str, str], ...]
"""(layer id, label id, role id or "", attribute id or "") for each label that may lack it."""


def lacking(schema: Schema, name: str) -> Lacking:
    """What `without:NAME` means: a link role or attribute by its name or id. UserError naming those that are known."""
    wanted = name.casefold()
    found: list[tuple[str, str, str, str]] = []
    known: list[str] = []
    for layer in schema.layers:
        for label in layer.labels:
            for role in schema.roles_from(layer.id, label.id):
                known.append(role.name)
                if wanted in (role.id.casefold(), role.name.casefold()):
                    found.append((layer.id, label.id, role.id, ""))
            for attribute in layer.attributes_of(label.id):
                known.append(attribute.name)
                if wanted in (attribute.id.casefold(), attribute.name.casefold()):
                    found.append((layer.id, label.id, "", attribute.id))
    if not found:
        raise _unknown(Term("without", name), list(dict.fromkeys(known)))
    return tuple(found)


def _required(schema: Schema) -> Lacking:
    return tuple(
        (layer.id, label.id, "", attribute.id)
        for layer in schema.layers
        for label in layer.labels
        for attribute in layer.attributes_of(label.id)
        if attribute.required
    )


def _flagged_or(status: str, negated: bool) -> Condition:
    return Condition("flagged", (), negated) if status == "flagged" else Condition("status", (status,), negated)


def labels_called(schema: Schema, term: Term) -> tuple[tuple[str, str], ...]:
    """All (layer, label) ids that are called so now, merged ones included."""
    layer_name, _, label_name = term.value.rpartition("/")
    for wanted in (str.__eq__, lambda one, other: one.casefold() == other.casefold()):
        found = tuple(
            (layer.id, label.id)
            for layer in schema.layers
            if layer_name in ("", layer.id)
            for label in layer.labels
            if wanted(schema.label_name(layer.id, label.id), label_name)
        )
        if found:
            return found
    names = [label.name for layer in schema.layers for label in layer.labels if label.shown]
    raise _unknown(term, names)


def layer_called(schema: Schema, term: Term) -> str:
    """The id of the layer with this id or name; UserError naming those that are there."""
    wanted = term.value.casefold()
    found = next((each.id for each in schema.layers if wanted in (each.id.casefold(), each.name.casefold())), None)
    if found is None:
        raise _unknown(term, [each.id for each in schema.layers])
    return found


def _no_value(field: str) -> UserError:
    return UserError(tr("“{field}:” needs a value.", field=field), tr("the filter"))


def _unknown(term: Term, known: tuple[str, ...] | list[str]) -> UserError:
    return UserError(
        tr("There is no {field} “{value}”.", field=term.field, value=term.value),
        tr("the filter"),
        tr("Known are: {known}.", known=", ".join(known)[:500]),
    )


def matching(project: Project, wanted: str) -> set[int] | None:
    """The keys of the articles that a query of the current annotator means; None for all of them."""
    return set(find_articles(project, wanted, project.current_annotator.key)) if wanted.strip() else None
