"""Two label schemas made one, when work files come back: what a colleague added comes in, the project's own stays as it is.

Ids never change and no label is rewritten. Of two labels with one name both ids stay known: the project's own is shown,
else the one with the smaller id, and the other one counts as merged into it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from annotator.model.schema import Attribute, Label, Layer, Role, Schema, Value

STYLES = ("fill", "line", "mark")
_COLOURS = ("people", "organisations", "places", "events", "numbers", "claims", "favour", "against")
_MOST = 5_000
"""Labels, attributes and roles that one schema can have after a union: more is no work of a person."""

Path = tuple[str, ...]
"""Where a piece stands in a schema: `("label", layer id, label id)`, `("role", id)`, ..."""

Piece = Any
"""A label, attribute or role."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A schema with what another one brought."""

    schema: Schema
    additions: tuple[Path, ...]
    """What came in."""


def joined(own: Schema, other: Schema, arrived: AbstractSet[Path] = frozenset()) -> Joined:
    """`own` with what `other` has beyond it. `arrived`: pieces of `own` that came by such a union themselves.

    Of those the same piece in `other` may replace the definition, by a rule that does not depend on the order.
    """
    mine = [layer for layer in own.layers if ("layer", layer.id) not in arrived]
    ids = {layer.id for layer in mine}
    came = {layer.id: layer for layer in own.layers if layer.id not in ids}
    for layer in other.layers:
        if layer.id not in ids:
            came.setdefault(layer.id, _bare(layer))
    layers = [_layer(layer, other.layer(layer.id), arrived) for layer in (*mine, *_by_id(came.values()))]
    article = _attributes("", own.article, other.article, arrived)
    roles = _pieces(own.roles, other.roles, lambda role: ("role", role.id), arrived, _plain_role, _retired)
    schema = replace(own, layers=tuple(layers), roles=tuple(roles), article=tuple(article))
    before = pieces(own).keys()
    return Joined(schema, tuple(sorted(path for path in pieces(schema) if path not in before)))


def pieces(schema: Schema) -> dict[Path, Any]:
    """All pieces of a schema by their paths."""
    found: dict[Path, Any] = {("role", role.id): role for role in schema.roles}
    for layer in schema.layers:
        found["layer", layer.id] = _bare(layer)
        found |= {("label", layer.id, label.id): label for label in layer.labels}
    for layer_id, attributes in [("", schema.article), *((layer.id, layer.attributes) for layer in schema.layers)]:
        for attribute in attributes:
            found["attribute", layer_id, attribute.id] = replace(attribute, values=())
            found |= {("value", layer_id, attribute.id, value.id): value for value in attribute.values}
    return found


def is_too_large(schema: Schema) -> bool:
    """Whether it has more pieces than a person makes."""
    return len(pieces(schema)) > _MOST


def _bare(layer: Layer) -> Layer:
    style = layer.style if layer.style in STYLES else STYLES[0]
    return replace(layer, labels=(), attributes=(), key="", style=style, resting=())


def _layer(own: Layer, other: Layer | None, arrived: AbstractSet[Path]) -> Layer:
    if other is None:
        return own
    ids = {label.id for label in (*own.labels, *other.labels)}
    labels = _pieces(
        own.labels,
        [replace(label, merged_into=label.merged_into if label.merged_into in ids else "") for label in other.labels],
        lambda label: ("label", own.id, label.id),
        arrived,
        _plain_label,
        lambda label, target: replace(label, merged_into=target.id),
    )
    attributes = _attributes(own.id, own.attributes, other.attributes, arrived)
    kept = [replace(a, labels=tuple(name for name in a.labels if name in ids)) for a in attributes]
    return replace(own, labels=tuple(labels), attributes=tuple(kept))


def _attributes(
    layer: str, own: Sequence[Attribute], other: Sequence[Attribute], arrived: AbstractSet[Path]
) -> list[Attribute]:
    found = _pieces(own, other, lambda a: ("attribute", layer, a.id), arrived, lambda a: a, _retired)
    mine, others = ({attribute.id: attribute.values for attribute in each} for each in (own, other))
    kept: list[Attribute] = []
    for attribute in found:
        first = [
            value
            for value in mine.get(attribute.id, ())
            if not {("attribute", layer, attribute.id), ("value", layer, attribute.id, value.id)} & arrived
        ]
        values = {value.id: value for value in first}
        came: dict[str, Value] = {}
        theirs = [
            replace(value, key="") for value in others.get(attribute.id, ())
        ]  # keys are the project's own to give
        for value in (*mine.get(attribute.id, ()), *theirs):
            if value.id not in values:
                came[value.id] = min(came.get(value.id, value), value, key=repr)
        kept.append(replace(attribute, values=(*first, *_by_id(came.values()))))
    return kept


def _pieces(
    own: Sequence[Piece],
    other: Sequence[Piece],
    path: Callable[[Piece], Path],
    arrived: AbstractSet[Path],
    plain: Callable[[Piece], Piece],
    step_back: Callable[[Piece, Piece], Piece],
) -> list[Piece]:
    """The union of two lists: the project's own first, then what arrived, by id.

    `plain`: a piece as it comes in; `step_back`: a piece when another one of its name is the one in use.
    """
    own_ids = {piece.id for piece in own if path(piece) not in arrived}
    found: dict[str, Piece] = {piece.id: piece for piece in own}
    for piece in map(plain, other):
        here = found.get(piece.id)
        if here is None:
            found[piece.id] = piece
        elif piece.id not in own_ids:
            found[piece.id] = _either(here, piece)
    mine = [found[piece.id] for piece in own if piece.id in own_ids]
    came = [found[identity] for identity in sorted(found) if identity not in own_ids]
    holder: dict[str, Piece] = {}
    for piece in (*mine, *came):
        if _in_use(piece):
            holder.setdefault(piece.name, piece)
    return [
        *mine,
        *(
            step_back(piece, holder[piece.name]) if _in_use(piece) and holder[piece.name].id != piece.id else piece
            for piece in came
        ),
    ]


def _in_use(piece: Piece) -> bool:
    return not piece.retired and not getattr(piece, "merged_into", "")


def _either(one: Piece, other: Piece) -> Piece:
    """One of two definitions of a piece that both came in, whichever came first: the smaller one as a text.

    That it stepped back for another one of its name is no part of its definition, and stays.
    """
    chosen = min(one, other, key=lambda piece: repr(_definition(piece)))
    stays: dict[str, Any] = {"retired": one.retired or other.retired}
    if isinstance(chosen, Label):
        stays["merged_into"] = max(one.merged_into, other.merged_into)
    return replace(chosen, **stays)


def _definition(piece: Piece) -> Piece:
    if isinstance(piece, Label):
        return replace(piece, merged_into="", retired=False)
    if isinstance(piece, Attribute):
        return replace(piece, retired=False, values=())
    return replace(piece, retired=False)


def _retired(piece: Piece, _: Piece) -> Piece:
    return replace(piece, retired=True)


def _plain_label(label: Label) -> Label:
    """A label as it comes in: keys and versions are the project's own to give, colours are those there are."""
    return replace(label, key="", colour=label.colour if label.colour in _COLOURS else "numbers", since=0)


def _plain_role(role: Role) -> Role:
    return replace(role, key="")


def _by_id(items: Iterable[Any]) -> list[Any]:
    return sorted(items, key=lambda item: item.id)
