"""Articles as an export hands them to a writer: every script that counts differently, and every kind of label."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from annotator.formats.reading import Item, Reading
from annotator.formats.registry import format_named
from annotator.formats.writing import Writing
from annotator.model.annotation import Fragments, quote_of
from annotator.model.exchange import Loss, Row, Span, SpanLink, SpanNote
from annotator.model.ids import article_id, derived_id
from annotator.model.schema import Schema
from annotator.model.text import sha256

CLAIMED = (
    "Mayor 🏙️ Lee\u00a0said on Monday: “Taxes fell 🎉,\r\nand wages rose.”\r\n\r\n"
    "The opposition’s leader, Zoe\u0301 O’Neill, doubts it.\r\n"
)
RIGHT_TO_LEFT = "قال وزير الخارجية الأمير فيصل إن المحادثات 🤝 بدأت.\nוראש העיר הסכים.\n"
UNSPACED = "東京都の田中一郎知事は🗼「減税する」と述べた。\n"
PLAIN = "Rome fell.\n\n  Nobody said why.  \n"


def span(text: str, label: str, *quotes: str | tuple[int, int], layer: str = "entity", **values: Any) -> Span:
    """A label on the first place of each quote (or on given places)."""
    pieces: Fragments = tuple((text.index(q), text.index(q) + len(q)) if isinstance(q, str) else q for q in quotes)
    identity = derived_id(text, layer, label, str(pieces))
    given: dict[str, Any] = {
        "origin": {"kind": "manual"},
        "created": "2026-01-05T10:00:00.000Z",
        "updated": "2026-01-05T10:00:01.000Z",
    }
    return Span(identity, layer, label, pieces, quote_of(text, pieces), pieces[0][0], pieces[-1][1], **(given | values))


def row(text: str, spans: Sequence[Span] = (), **values: Any) -> Row:
    """One annotator's row of an article, in the order of exports."""
    digest = sha256(text)
    ordered = sorted(spans, key=lambda s: (s.start, -(s.end or 0), s.layer, s.label, s.id))
    given: dict[str, Any] = {
        "annotator": "Ann",
        "status": "done",
        "schema": "news/1",
        "imported": "2026-01-05T09:00:00.000Z",
    }
    return Row(text, spans=ordered, id=article_id(digest), sha256=digest, **(given | values))


def claim_row() -> Row:
    """A claim in two pieces with its claimer and cue, an entity inside it, a stance toward it, notes."""
    t = CLAIMED
    claim = span(t, "CLAIM", "Taxes fell 🎉", "wages rose", layer="claim", attributes={"voice": "direct"})
    mayor = span(t, "PERSON", "Mayor 🏙️ Lee", attributes={"name": "Lee"})
    cue = span(t, "CUE", "said", layer="claim")
    zoe = span(t, "PERSON", "Zoe\u0301 O’Neill")
    stance = span(t, "against", "doubts it", layer="stance", attributes={"expression": "explicit"})
    spans = [claim, mayor, cue, zoe, stance, span(t, "DATE", "Monday"), span(t, "ACTOR", "The opposition’s leader")]
    ends = [("claimer", claim, mayor), ("cue", claim, cue), ("holder", stance, zoe), ("target", stance, claim)]
    links = [
        SpanLink(derived_id(t, role, a.id, b.id), role, a.id, b.id, {"kind": "manual"}) for role, a, b in sorted(ends)
    ]
    notes = [
        SpanNote(derived_id(t, "1"), "Is the\n🎉 part of it?", claim.id, "open"),
        SpanNote(derived_id(t, "2"), "12", None, "open"),
    ]
    meta = {"title": "Taxes", "source": 'Daily, "News"', "published": "2026-01-04", "language": "en", "page": 3}
    return row(t, spans, links=links, notes=notes, meta=meta, labels={"genre": "news", "topic": ["taxes", "5"]})


def rows() -> list[Row]:
    """A small corpus."""
    rtl, cjk = RIGHT_TO_LEFT, UNSPACED
    return [
        claim_row(),
        row(rtl, [span(rtl, "PERSON", "الأمير فيصل"), span(rtl, "PERSON", "וראש העיר")], meta={"language": "ar"}),
        row(
            cjk,
            [
                span(cjk, "GPE", "東京都"),
                span(cjk, "PERSON", "田中一郎"),
                span(cjk, "CLAIM", "減税する", layer="claim"),
            ],
            meta={"language": "ja", "title": "知事"},
            seconds=41.5,
        ),
        row(PLAIN, meta={"id": "07"}, flagged=True),
    ]


def write(name: str, found: Sequence[Row], target: Path, schema: Schema, **options: Any) -> list[Loss]:
    """Writes rows in the format called `name`."""
    writer = format_named(name).write
    assert writer is not None, name
    return writer(iter(found), target, Writing(schema, **options))


def read(name: str, path: Path, **options: Any) -> list[Item]:
    """All that the format called `name` reads from a file."""
    reader = format_named(name).read
    assert reader is not None, name
    return list(reader(path, Reading(**options)))


def read_rows(name: str, path: Path, **options: Any) -> list[Row]:
    """The rows in a file that holds nothing else."""
    found = read(name, path, **options)
    assert all(isinstance(item, Row) for item in found), found
    return [item for item in found if isinstance(item, Row)]


def places(found: Row) -> list[tuple[str | None, str, Fragments]]:
    """What is labelled in a row, in order."""
    return sorted((s.layer, s.label, tuple(tuple(f) for f in s.fragments)) for s in found.spans)  # type: ignore[misc]  # pairs stay pairs


def said(found: Row) -> dict[tuple[str, Fragments], dict[str, Any]]:
    """Label and place -> attributes, of the labels that have any."""
    return {(s.label, s.fragments): dict(s.attributes) for s in found.spans if s.attributes}


def linked(found: Row) -> set[tuple[str, Fragments, Fragments]]:
    """The links of a row, by the places of their ends."""
    place = {s.id: s.fragments for s in found.spans}
    return {(link.role, place[link.source], place[link.target]) for link in found.links}
