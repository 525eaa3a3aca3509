"""Finished articles to learn from: ships of a made-up harbour, which no pipeline knows, and what is said of them."""

from __future__ import annotations

from pathlib import Path

import orjson

SHIPS = ("Blue Heron", "Grey Gull", "Red Kite", "Wild Goose", "Black Swan", "White Stork", "Brown Owl", "Green Finch")


def rows(count: int = 12, annotator: str = "Mia") -> list[dict[str, object]]:
    """Native rows, finished by `annotator`; in each three ships, and one claim in two fragments."""
    found = []
    for number in range(count):
        one, two, three = (SHIPS[(number + step) % len(SHIPS)] for step in (0, 1, 3))
        claim = f"“Berth {number} is full,” the pilot said, “and it will stay full.”"
        text = (
            f"The ferry {one} left at {number}:40.\nThe tug {two} came back with {number + 3} sailors aboard.\n"
            f"{claim}\nNobody in town had seen the ferry {three} on day {number}.\n"
        )
        spans: list[dict[str, object]] = []
        for name in (one, two, three):
            start = text.index(name)
            spans.append(
                {"layer": "entity", "label": "PRODUCT", "start": start, "end": start + len(name), "text": name}
            )
        a, b = text.index("Berth"), text.index("and it")
        pieces = [[a, a + len(f"Berth {number} is full")], [b, b + len("and it will stay full")]]
        quote = " ".join(text[first:last] for first, last in pieces)
        spans.append(
            {"layer": "claim", "label": "CLAIM", "start": a, "end": pieces[1][1], "text": quote, "fragments": pieces}
        )
        meta = {"title": f"Harbour {number}", "language": "en", "published": f"2026-01-{number + 1:02}"}
        found.append(
            {
                "format": "annotator/1",
                "text": text,
                "annotator": annotator,
                "status": "done",
                "meta": meta,
                "spans": spans,
            }
        )
    return found


def write(path: Path, count: int = 12, annotator: str = "Mia") -> Path:
    """A file with these rows."""
    path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows(count, annotator)))
    return path
