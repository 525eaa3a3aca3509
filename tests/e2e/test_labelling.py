"""The main job in the real window: an article labelled by keys alone, killed, opened again, exported; and one by mouse."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.display import Window, place, until
from tests.e2e.story import CLAIMS, CUES, ENTITIES, STANCES, STORY

pytestmark = pytest.mark.display

Start = Callable[..., Window]


def label_everything(window: Window) -> None:
    """Twenty entities, the cues, five claims with claimer and cue, three stances with holder and topic: by keys alone."""
    for quote, nth, key, _ in ENTITIES:
        window.select(STORY, quote, nth)
        window.keys(key)
    for quote, nth in CUES:
        window.select(STORY, quote, nth)
        window.keys("u")
    for quote, claimer, cue in CLAIMS:
        window.select(STORY, quote)
        window.keys("c")
        for words in (claimer, cue):
            window.type(words)
            window.keys("Return")
    for quote, sign, holder, topic in STANCES:
        window.select(STORY, quote)
        window.keys("t", sign)
        for words in (holder, topic):
            window.type(words)
            window.keys("Return")
    window.keys("Escape", "Escape")


def assert_fits(row: dict[str, Any]) -> None:
    """Every span is where its words are, and every link leads from a span to a span."""
    text = row["text"]
    assert text == STORY
    for span in row["spans"]:
        assert " ".join(text[start:end] for start, end in span["fragments"]) == span["text"]
    known = {span["id"] for span in row["spans"]}
    assert all(link["from"] in known and link["to"] in known for link in row["links"])


def test_an_article_is_labelled_by_keys_killed_opened_again_and_exported(
    start: Start, project_of: Callable[..., Path], tmp_path: Path
) -> None:
    project = project_of(STORY)
    window = start(project)
    window.wait("desk.annotator")
    window.wait_for_article()
    label_everything(window)
    until(lambda: window.rows("SELECT count(*) FROM link WHERE deleted = 0") == [(13,)], "thirteen links")
    window.wait_for(
        "SELECT 1 FROM annotation WHERE layer = 'stance' AND label = 'against' AND attributes LIKE '%the plan%'"
    )
    before = window.labels()
    window.kill()

    again = start(project)
    again.wait("desk.annotator")
    assert again.labels() == before
    out = tmp_path / "out.jsonl"
    again.keys("ctrl+e")
    again.wait("Export")
    again.type(str(out))
    again.keys("Return")
    until(out.exists, "the export")
    (row,) = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert_fits(row)
    spans = {span["id"]: span for span in row["spans"]}
    found = {(span["label"], span["start"], span["text"]) for span in row["spans"] if span["layer"] == "entity"}
    assert found == {(label, place(STORY, quote, nth)[0], quote) for quote, nth, _, label in ENTITIES}
    claims = {span["text"]: span["id"] for span in row["spans"] if span["label"] == "CLAIM"}
    assert set(claims) == {quote for quote, _, _ in CLAIMS}
    ends = {(link["role"], link["from"]): spans[link["to"]]["text"] for link in row["links"]}
    for quote, claimer, cue in CLAIMS:
        assert ends["claimer", claims[quote]].endswith(claimer)
        assert ends["cue", claims[quote]] == cue
    stances = {span["text"]: span for span in row["spans"] if span["layer"] == "stance"}
    for quote, sign, holder, topic in STANCES:
        assert stances[quote]["label"] == {"plus": "favor", "minus": "against"}[sign]
        assert ends["holder", stances[quote]["id"]].startswith(holder)
        assert stances[quote]["attributes"]["topic"] == topic


def test_a_claim_in_two_pieces_is_one_label(start: Start, project_of: Callable[..., Path]) -> None:
    window = start(project_of(STORY))
    window.wait("desk.annotator")
    window.wait_for_article()
    first, second = "It is a mistake", "Nobody [in Brena] asked for it"
    window.select(STORY, first)
    window.keys("c", "Escape")
    window.wait_for_label("CLAIM", first)
    window.keys("ctrl+g")
    window.type(second)
    window.keys("Escape", "comma")
    window.wait_for_label("CLAIM", f"{first} {second}")
    assert window.labels() == [("CLAIM", f"{first} {second}")]


def test_the_mouse_does_it_too(start: Start, project_of: Callable[..., Path]) -> None:
    words = "ferry " * 120
    window = start(project_of(words, "Second article.\n\nIt is short.\n"))
    window.wait("desk.annotator")
    window.wait_for_article()
    window.click(520, 300, times=2)
    # The foot's first button is PERSON; how high it stands depends on the system's font.
    for y in range(704, 764, 6):
        window.click(60, y)
        if window.soon(lambda: window.labels() == [("PERSON", "ferry")]):
            break
    window.wait_for_label("PERSON", "ferry")
    window.drag((400, 380), (700, 380))
    window.keys("2")
    (row,) = window.wait_for("SELECT start, \"end\", quote FROM annotation WHERE label = 'ORG' AND deleted = 0")
    begin, end, quote = int(str(row[0])), int(str(row[1])), str(row[2])
    assert words[begin:end] == quote
    assert set(quote.split()) == {"ferry"}
    assert len(quote.split()) > 1
    window.click(120, 225)
    window.wait_for("SELECT 1 FROM place WHERE article = 2")
