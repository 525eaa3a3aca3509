"""Which articles a search or filter means: conditions -> keys, answered from indexes."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.storage import search
from annotator.storage.connection import Connection
from annotator.storage.rows import key_array

KINDS = (
    "words",
    "status",
    "flagged",
    "label",
    "layer",
    "annotator",
    "source",
    "language",
    "after",
    "before",
    "note",
    "link",
    "suggestion",
    "annotation",
    "agreed",
    "without",
    "unanswered",
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must hold of an article (or must not, with `negated`)."""

    kind: str
    """One of `KINDS`."""
    values: tuple[Any, ...] = ()
    """Words; a status; (layer id, label id) pairs; a layer id; keys of annotators; a source; a day; a number;
    (layer id, label id, role id, attribute id) of what may be lacking, one of the last two empty."""
    negated: bool = False


def matching_keys(db: Connection, conditions: Sequence[Condition], owner: int) -> array[int]:
    """The keys of the articles of which all conditions hold, in the order of export.

    Status, labels, notes and links are those of `owner`.
    """
    values: dict[str, Any] = {"owner": owner}
    clauses = [
        _clause(condition, number, values) for number, condition in enumerate(conditions) if condition.kind != "words"
    ]
    where = f"WHERE {' AND '.join(clauses)} " if clauses else ""
    keys = key_array(db, f"SELECT id FROM article {where}ORDER BY imported, uuid", values)
    for condition in conditions:
        if condition.kind == "words":
            found = set(search.find_keys(db, condition.values[0]))
            keys = array("q", [key for key in keys if (key in found) is not condition.negated])
    return keys


def _clause(condition: Condition, number: int, values: dict[str, Any]) -> str:
    names = []
    for at, value in enumerate(_flat(condition.values)):
        values[f"v{number}_{at}"] = value
        names.append(f":v{number}_{at}")
    inner = _SQL[condition.kind](names)
    return f"NOT ({inner})" if condition.negated else f"({inner})"


def _flat(values: Sequence[Any]) -> list[Any]:
    return [piece for value in values for piece in (value if isinstance(value, tuple) else (value,))]


def _status(names: list[str]) -> str:
    mine = "SELECT article FROM work WHERE owner = :owner AND deleted = 0"
    # No row means open, as does a row that says so.
    return (
        f"CASE {names[0]} WHEN 'open' THEN id NOT IN ({mine} AND status IN ('done', 'skipped'))"
        f" ELSE id IN ({mine} AND status = {names[0]}) END"
    )


def _label(names: list[str]) -> str:
    pairs = " OR ".join(
        f"(layer = {layer} AND label = {label})" for layer, label in zip(names[::2], names[1::2], strict=True)
    )
    return f"id IN (SELECT article FROM annotation WHERE owner = :owner AND deleted = 0 AND ({pairs or 'FALSE'}))"


def _annotator(names: list[str]) -> str:
    return " OR ".join(
        f"id IN (SELECT article FROM {table} WHERE owner = {name} AND deleted = 0)"
        for name in names
        for table in ("annotation", "work", "note")
    )


def _without(names: list[str]) -> str:
    """Labels that lack one of these links or answers."""
    kinds = " OR ".join(
        f"""(layer = {layer} AND label = {label} AND CASE WHEN {role} <> '' THEN NOT EXISTS (SELECT 1 FROM link
            WHERE link.article = annotation.article AND link.source = annotation.uuid AND role = {role} AND link.deleted = 0)
            ELSE attributes IS NULL OR json_type(attributes, '$."' || {attribute} || '"') IS NULL END)"""
        for layer, label, role, attribute in zip(names[::4], names[1::4], names[2::4], names[3::4], strict=True)
    )
    return f"id IN (SELECT article FROM annotation WHERE owner = :owner AND deleted = 0 AND ({kinds or 'FALSE'}))"


_AGREED = """id IN (SELECT article FROM annotation WHERE deleted = 0
    AND owner NOT IN (SELECT id FROM annotator WHERE gold = 1)
    GROUP BY article, layer, label, start, "end", coalesce(fragments, '') HAVING count(DISTINCT owner) >= {})"""

_SQL: dict[str, Callable[[list[str]], str]] = {
    "status": _status,
    "flagged": lambda names: "id IN (SELECT article FROM work WHERE owner = :owner AND flagged = 1 AND deleted = 0)",
    "label": _label,
    "layer": lambda names: (
        f"id IN (SELECT article FROM annotation WHERE owner = :owner AND deleted = 0 AND layer IN ({', '.join(names)}))"
    ),
    "annotator": _annotator,
    "source": lambda names: f"source IN ({', '.join(names)})",
    "language": lambda names: f"language = {names[0]}",
    "after": lambda names: f"published >= {names[0]}",
    # A day includes its times: "2026-01-05T10:00" is on "2026-01-05".
    "before": lambda names: f"published < {names[0]} || char(1114111) AND published <> ''",
    "note": lambda names: "id IN (SELECT article FROM note WHERE owner = :owner AND deleted = 0)",
    "link": lambda names: "id IN (SELECT article FROM link WHERE owner = :owner AND deleted = 0)",
    "suggestion": lambda names: "id IN (SELECT article FROM suggestion WHERE total > 0)",
    "annotation": lambda names: "id IN (SELECT article FROM annotation WHERE owner = :owner AND deleted = 0)",
    "agreed": lambda names: _AGREED.format(names[0]),
    "without": _without,
    "unanswered": _without,
}


def sources(db: Connection) -> list[str]:
    """The sources of the articles, each once."""
    return [row[0] for row in db.execute("SELECT DISTINCT source FROM article WHERE source <> ''").fetchall()]
