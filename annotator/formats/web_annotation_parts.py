"""The parts of one Web Annotation: its label, attributes and comments, its maker, and where in a text it says it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from annotator.model.annotation import Fragments
from annotator.model.exchange import Span

PREFIX = "annotator:"
URN = "urn:uuid:"
_CHARACTERS = re.compile(r"char=(\d+),(\d+)").match
"""A fragment of plain text as RFC 5147 writes it."""
_TAGS = ("tagging", "classifying", "identifying")


def span_of(item: Mapping[str, Any], identity: str, label: str, values: dict[str, Any]) -> Span:
    layer = item.get(f"{PREFIX}layer")
    history = history_of(item)
    return Span(identity, layer if isinstance(layer, str) else None, label, (), None, attributes=values, **history)


def history_of(item: Mapping[str, Any]) -> dict[str, Any]:
    origin = item.get(f"{PREFIX}origin")
    return {
        "origin": origin if isinstance(origin, dict) else None,
        "created": text_of(item.get("created")),
        "updated": text_of(item.get("modified")),
        "revision": item.get(f"{PREFIX}revision", 1),
        "guidelines": item.get(f"{PREFIX}guidelines", 0),
    }


def bodies_of(item: Mapping[str, Any]) -> tuple[str, dict[str, Any], list[str]]:
    """The label of an annotation, its attributes, and the comments in it. Of what has no purpose one word is a label."""
    label = ""
    values: dict[str, Any] = {}
    comments: list[str] = []
    motivations = motivations_of(item)
    tags = [each for each in listed(item.get("tags")) if isinstance(each, str)]
    for body in listed(item.get("body", item.get("bodyValue"))):
        if isinstance(body, str):
            body = {"value": body.rsplit("/", 1)[-1].rsplit("#", 1)[-1]} if "://" in body else {"value": body}
        if not isinstance(body, dict):
            continue
        value = text_of(body.get("value", body.get("chars", body.get("id", body.get("source")))))
        purposes = {str(each).rpartition(":")[2] for each in listed(body.get("purpose"))} or motivations
        name = body.get(f"{PREFIX}attribute")
        if isinstance(name, str):
            values[name] = body.get(f"{PREFIX}value", value)
        elif value and (purposes & set(_TAGS) or (not purposes and len(value.split()) == 1)):
            tags.append(value)
        elif value or body.get("value") == "":
            comments.append(value)
    if text := text_of(item.get("text")):
        comments.append(text)
    if tags:
        label = tags[0]
        if tags[1:]:
            values["tags"] = tags[1:]
    return label or next(iter(sorted(motivations)), ""), values, comments


def motivations_of(item: Mapping[str, Any]) -> set[str]:
    return {str(each).rpartition(":")[2] for each in listed(item.get("motivation"))}


def creator_of(item: Mapping[str, Any]) -> str | None:
    creator = next(iter(listed(item.get("creator", item.get("user")))), None)
    if isinstance(creator, dict):
        creator = creator.get("name") or creator.get("nickname") or creator.get("id")
    return creator if isinstance(creator, str) and creator.strip() else None


def kind_of(selector: Mapping[str, Any]) -> str:
    kind = selector.get("type", selector.get("@type"))
    return str(kind[0] if isinstance(kind, list) and kind else kind).rpartition(":")[2]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def bare(identity: Any) -> str:
    return str(identity).removeprefix(URN)


def text_of(value: Any) -> str:
    return value if isinstance(value, str) else ""


def asked(targets: list[Mapping[str, Any]]) -> tuple[Fragments, list[str]]:
    """The places that targets give as numbers, and the quotes beside them; nothing where one of them has no number."""
    places: list[tuple[int, int]] = []
    quotes: list[str] = []
    for target in targets:
        selectors = _selectors(target)
        place = next((p for s in selectors if (p := _position(s)) is not None), None)
        if place is None:
            return (), []
        places.append(place)
        quotes += [s["exact"] for s in selectors if isinstance(s.get("exact"), str)][:1]
    return tuple(places), quotes if len(quotes) == len(places) else []


def _selectors(target: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [s for s in listed(target.get("selector")) if isinstance(s, dict)]


def _position(selector: Mapping[str, Any]) -> tuple[int, int] | None:
    start, end = selector.get("start"), selector.get("end")
    if kind_of(selector) == "TextPositionSelector" and type(start) is int and type(end) is int:
        return start, end
    if kind_of(selector) == "FragmentSelector" and (found := _CHARACTERS(str(selector.get("value")))):
        return int(found[1]), int(found[2])
    return None


def by_quotes(text: str, targets: list[Mapping[str, Any]]) -> Fragments | None:
    """The places of quotes, each of which stands in the text once where it is between its prefix and its suffix."""
    found = []
    for target in targets:
        quote = next((s for s in _selectors(target) if kind_of(s) == "TextQuoteSelector" and s.get("exact")), None)
        if quote is None:
            return None
        exact, prefix, suffix = str(quote["exact"]), text_of(quote.get("prefix")), text_of(quote.get("suffix"))
        whole = prefix + exact + suffix
        at = text.find(whole)
        if at < 0 or text.find(whole, at + 1) >= 0:
            return None
        found.append((at + len(prefix), at + len(prefix) + len(exact)))
    return tuple(found)
