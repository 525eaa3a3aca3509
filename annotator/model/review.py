"""What a reviewer has decided, as it is kept: by value, so that it stays true when annotators change their labels later.

A gold label or link has the decision in its origin (`kind: "review"`). "Nothing here", and what was decided about a label
of the article, is a decision record of Gold with the same JSON in its `source`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from annotator.model.annotation import Annotation, Decision
from annotator.model.article import Annotator
from annotator.model.clusters import Cluster, Value, article_value, link_value, value_at
from annotator.model.phrases import tr

TAKE = "take"
BOTH = "both"
NOTHING = "nothing"
MINE = "mine"
BOUNDARIES = "boundaries"
AGREED = "agreed"
MAJORITY = "majority"
DECISIONS = (TAKE, BOTH, NOTHING, MINE, BOUNDARIES, AGREED, MAJORITY)

REASONS = ("boundary", "label", "attribute", "link", "missed", "not_there", "ambiguous", "guidelines", "slip")
"""Codes of reasons; what they mean is in `reason_name`."""

LINK_LAYER = "link"
ARTICLE_LAYER = "article"
"""The layers of decision records that are about a link and about a label of the article."""


def reason_name(code: str) -> str:
    """A reason in words; a code that is none of `REASONS` is a reviewer's own."""
    names = {
        "boundary": tr("begins or ends elsewhere"),
        "label": tr("another label"),
        "attribute": tr("another answer"),
        "link": tr("linked otherwise"),
        "missed": tr("was missed"),
        "not_there": tr("is not there"),
        "ambiguous": tr("the text allows both"),
        "guidelines": tr("the guidelines say so"),
        "slip": tr("a slip"),
    }
    return names.get(code, code)


@dataclass(frozen=True)
class Had:
    """What some annotators had said, by value; `nothing` where they had said nothing."""

    by: Mapping[str, str]
    """Annotator id -> name, as it was then."""
    said: Mapping[str, Any]
    """`layer`, `label`, `fragments`, `quote`, `attributes` of a label; `role` of a link; `value` of a label of the article;
    empty for nothing."""

    @property
    def value(self) -> Value:
        said = self.said
        if "layer" in said:
            return value_at(said["layer"], said["label"], said["fragments"], said.get("attributes", {}))
        if "role" in said:
            return link_value(said["role"])
        return article_value(said["value"]) if "value" in said else ""


@dataclass(frozen=True)
class Ruling:
    """One decision: what, by whom, why, and what each annotator had said."""

    decision: str
    reviewer: str
    """The reviewer's name."""
    reviewer_id: str
    reason: str = ""
    note: str = ""
    taken_from: tuple[str, ...] = ()
    """The ids of the annotators whose label it is."""
    had: tuple[Had, ...] = ()

    @property
    def values(self) -> set[Value]:
        """What it settles, whoever says it."""
        return {had.value for had in self.had} - {""}

    def origin(self) -> dict[str, Any]:
        """As the origin of a gold label or link."""
        found: dict[str, Any] = {
            "kind": "review",
            "decision": self.decision,
            "reviewer": self.reviewer,
            "reviewer_id": self.reviewer_id,
            "had": [{"by": dict(had.by), **had.said} for had in self.had],
        }
        if self.reason:
            found["reason"] = self.reason
        if self.note:
            found["note"] = self.note
        if self.taken_from:
            found["from"] = list(self.taken_from)
        return found

    def text(self) -> str:
        """As the `source` of a decision record."""
        return orjson.dumps(self.origin()).decode()


def ruling_of(origin: Mapping[str, Any]) -> Ruling | None:
    """The decision that an origin holds; None where it holds none (or none that can be read)."""
    if origin.get("kind") != "review":
        return None
    try:
        return Ruling(
            str(origin.get("decision", "")),
            str(origin.get("reviewer", "")),
            str(origin.get("reviewer_id", "")),
            str(origin.get("reason", "")),
            str(origin.get("note", "")),
            tuple(map(str, origin.get("from", ()))),
            tuple(_had(entry) for entry in origin.get("had", ())),
        )
    except (TypeError, ValueError, KeyError, AttributeError):
        return None


def ruling_in(decision: Decision) -> Ruling | None:
    """The decision that a decision record of Gold holds."""
    try:
        found = orjson.loads(decision.source)
    except orjson.JSONDecodeError:
        return None
    return ruling_of(found) if isinstance(found, dict) else None


def had_of(cluster: Cluster, people: Mapping[int, Annotator], article_labels: Mapping[int, Any]) -> tuple[Had, ...]:
    """What everybody said about a cluster, those who said the same together, those who said nothing last."""
    by_value: dict[Value, list[int]] = {}
    for owner in cluster.seen:
        by_value.setdefault(cluster.values.get(owner, ""), []).append(owner)
    found = []
    for value, owners in sorted(by_value.items(), key=lambda item: (not item[0], item[1])):
        by = {people[owner].id: people[owner].name for owner in owners}
        found.append(Had(by, _said(cluster, owners[0], article_labels) if value else {}))
    return tuple(found)


def taken_from(annotation: Annotation | None) -> Sequence[str]:
    """The ids of the annotators whose label a gold label is."""
    ruling = ruling_of(annotation.origin) if annotation is not None else None
    return ruling.taken_from if ruling else ()


def names_in(had: Iterable[Had]) -> list[str]:
    return sorted({name for each in had for name in each.by.values()})


def _said(cluster: Cluster, owner: int, article_labels: Mapping[int, Any]) -> dict[str, Any]:
    if a := cluster.members.get(owner):
        # Lists, as JSON gives them back: what is written must equal what is read.
        places = [list(piece) for piece in a.fragments]
        said: dict[str, Any] = {"layer": a.layer, "label": a.label, "fragments": places, "quote": a.quote}
        return said | ({"attributes": dict(a.attributes)} if a.attributes else {})
    if cluster.role:
        return {"role": cluster.role}
    return {"value": article_labels[owner]}


def _had(entry: Mapping[str, Any]) -> Had:
    said = {name: value for name, value in entry.items() if name != "by"}
    had = Had({str(k): str(v) for k, v in entry["by"].items()}, said)
    had.value  # noqa: B018  # raises where it cannot be read
    return had
