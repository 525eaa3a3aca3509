"""A corpus of any size for measuring: news-like articles of 300 to 900 words, the same ones in every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import orjson

LABELS = ("PERSON", "ORG", "GPE", "NORP", "DATE", "EVENT")
COMMON = "harbour"
"""A word that one article in three has."""
RARE = "zanzibarite"
"""A word that one article in a thousand has."""

_SYLLABLES = (
    "ka",
    "lo",
    "mi",
    "ren",
    "tos",
    "va",
    "der",
    "ing",
    "el",
    "tha",
    "mon",
    "is",
    "bri",
    "ge",
    "qua",
    "ter",
    "no",
    "sil",
    "pro",
    "an",
    "du",
    "fe",
    "hol",
    "cre",
    "sta",
)


def vocabulary(size: int = 20_000) -> list[str]:
    chance = random.Random(7)
    words: dict[str, None] = {}
    while len(words) < size:
        words["".join(chance.choices(_SYLLABLES, k=chance.choice((1, 2, 2, 3, 3, 4))))] = None
    return list(words)


def texts(count: int) -> Iterator[str]:
    """So many texts whose words are as unevenly frequent as those of real news (Zipf)."""
    words = vocabulary()
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(words))))
    for number in range(count):
        chance = random.Random(number)
        chosen = chance.choices(words, cum_weights=weights, k=chance.randint(300, 900))
        if number % 3 == 0:
            chosen[50] = COMMON
        if number % 1000 == 500 or number == 1:
            chosen[60] = RARE
        pieces = []
        while chosen:
            length = chance.randint(8, 24)
            sentence, chosen = chosen[:length], chosen[length:]
            sentence[0] = sentence[0].capitalize()
            pieces.append(" ".join(sentence) + (".\n\n" if chance.random() < 0.2 else ". "))
        yield "".join(pieces).strip()


def spans(text: str, count: int) -> list[dict[str, Any]]:
    """So many labels, spread over the words of the text."""
    starts = [0] + [at + 1 for at, character in enumerate(text) if character == " "]
    step = max(1, len(starts) // count)
    found = []
    for number, start in enumerate(starts[::step][:count]):
        end = text.find(" ", start + 1)
        end = len(text) if end < 0 else end
        found.append({"start": start, "end": end, "label": LABELS[number % len(LABELS)], "text": text[start:end]})
    return found


def write(path: Path, articles: int, labels: int = 0) -> Path:
    """A JSONL file of so many articles, each with so many labels."""
    with path.open("wb") as out:
        for number, text in enumerate(texts(articles)):
            day = f"2026-{1 + number % 12:02}-{1 + number % 28:02}"
            row: dict[str, Any] = {
                "id": f"a{number}",
                "title": f"Article {number}",
                "source": f"Paper {number % 40}",
                "published": day,
                "language": "en",
                "text": text,
            }
            if labels:
                row["spans"] = spans(text, labels)
            out.write(orjson.dumps(row) + b"\n")
    return path
