"""Random native rows: texts in many scripts with all that shifts offsets elsewhere, labels in fragments, links, notes."""

from __future__ import annotations

from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

PIECES = (
    "Mayor Lee", " ", "\u00a0", "\r\n", "\n", "\r", "\t", "😀", "👩‍👩‍👧", "🇨🇦", "é", "e\u0301", "ह\u093f\u0928\u094d\u0926\u0940", "שלום",
    "\u202bمرحبا\u202c", "\u200f", "北京", "ภาษาไทย", "“said”", "\u2028", "\u2029", "\ufeff", "\0", "\x1b", "\x85", "\u200b", "ﬁ", "İ",
    "\U0010ffff", "\ufffe", "'", '"', "\\", "</script>", "🙂" * 3, "a", "word ",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join).filter(lambda text: not text.isspace())
wild = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_times = st.integers(0, 999).map(lambda n: f"2026-01-05T10:00:00.{n:03}Z")
_layers = {
    "entity": ["PERSON", "ORG", "ACTOR"],
    "claim": ["CLAIM", "CUE"],
    "stance": ["favor", "none"],
    "theme": ["Naughty ☠ label"],
}
_attributes = {
    "entity": st.fixed_dictionaries({}, optional={"name": wild}),
    "claim": st.fixed_dictionaries(
        {},
        optional={
            "voice": st.sampled_from(["direct", "mixed"]),
            "topic": wild,
            "sure": st.booleans(),
            "weight": st.floats(-9, 9),
        },
    ),
    "stance": st.fixed_dictionaries(
        {}, optional={"expression": st.just("explicit"), "marks": st.lists(wild, max_size=2)}
    ),
    "theme": st.just({}),
}
_origins = st.sampled_from(
    [
        {"kind": "manual"},
        {"kind": "suggestion", "source": "en_core_web_sm@3.8.0", "score": None, "decision": "accepted"},
        {"kind": "suggestion", "source": "x@1", "score": 0.25, "decision": "edited"},
        {"kind": "bulk"},
        {"kind": "import", "file": "a.ann"},
    ]
)


def _id(draw: st.DrawFn) -> str:
    """An id of one of the versions that are met."""
    return str(draw(st.uuids(version=draw(st.sampled_from([4, 5])))))


@st.composite
def _spans(draw: st.DrawFn, text: str) -> list[dict[str, Any]]:
    found = []
    for _ in range(draw(st.integers(0, 5))):
        pieces = draw(st.integers(1, 3))
        points = draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=2 * pieces))
        edges = sorted(points)[: len(points) // 2 * 2]
        fragments = [list(pair) for pair in zip(edges[::2], edges[1::2], strict=True)]
        layer = draw(st.sampled_from(list(_layers)))
        created = draw(_times)
        found.append(
            {
                "id": _id(draw),
                "layer": layer,
                "label": draw(st.sampled_from(_layers[layer])),
                "start": fragments[0][0],
                "end": fragments[-1][1],
                "text": " ".join(text[a:b] for a, b in fragments),
                "fragments": fragments,
                "attributes": draw(_attributes[layer]),
                "origin": draw(_origins),
                "created": created,
                "updated": max(created, draw(_times)),
                "revision": draw(st.integers(1, 5)),
                "guidelines": draw(st.integers(0, 3)),
            }
        )
    return found


def _travel(draw: st.DrawFn) -> dict[str, Any]:
    created = draw(_times)
    return {
        "id": _id(draw),
        "created": created,
        "updated": max(created, draw(_times)),
        "revision": draw(st.integers(1, 3)),
    }


@st.composite
def _row(draw: st.DrawFn, text: str, annotator: str) -> dict[str, Any]:
    spans = draw(_spans(text))
    ids = [span["id"] for span in spans]
    links = [
        {
            **_travel(draw),
            "role": draw(st.sampled_from(["claimer", "cue", "holder", "odd role"])),
            "from": draw(st.sampled_from(ids)),
            "to": draw(st.sampled_from(ids)),
            "origin": {"kind": "manual"},
            "guidelines": 1,
        }
        for _ in range(draw(st.integers(0, 3)) if ids else 0)
    ]
    notes = [
        {
            **_travel(draw),
            "span": draw(st.sampled_from([None, *ids])),
            "text": draw(wild),
            "state": draw(st.sampled_from(["open", "settled"])),
        }
        for _ in range(draw(st.integers(0, 2)))
    ]
    status = draw(st.sampled_from(["open", "done", "skipped"]))
    if annotator == "Gold":
        for each in spans:
            each["origin"] = {"kind": "review", "reviewer": "Ann"}
    return {
        "format": "annotator/1",
        "offset_unit": "codepoint",
        "text": text,
        "meta": draw(st.fixed_dictionaries({}, optional={"title": wild, "source": wild, "published": st.just("2026-01-05"), "x": st.lists(wild, max_size=2)})),
        "annotator": annotator,
        "status": status,
        **({"reason": draw(wild)} if status == "skipped" else {}),
        "flagged": draw(st.booleans()),
        "spans": spans,
        "links": links,
        "labels": draw(st.fixed_dictionaries({}, optional={"topic": st.lists(wild, max_size=2), "genre": st.just("news")})),
        "notes": notes,
        "seconds": draw(st.sampled_from([0, 12, 0.5])),
    }  # fmt: skip


@st.composite
def projects(draw: st.DrawFn) -> list[dict[str, Any]]:
    """The native rows of a project: each text with the rows of one to three annotators."""
    found = []
    for text in draw(st.lists(texts, min_size=1, max_size=3, unique=True)):
        names = draw(st.lists(st.sampled_from(["Ann", "Bo", "Gold"]), min_size=1, max_size=3, unique=True))
        found += [draw(_row(text, name)) for name in names]
    ids = [each["id"] for row in found for kind in ("spans", "links", "notes") for each in row[kind]]
    assume(len(set(ids)) == len(ids))
    return found
