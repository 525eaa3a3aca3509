"""A review in the real window: everything decided by keys, once by the mouse; read back from the file."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import orjson
import pytest

from annotator.services.creating import create
from annotator.services.importing import import_files
from tests.e2e.display import Window, until

pytestmark = pytest.mark.display

Start = Callable[..., Window]

TEXT = "Mayor Lee said OpenAI will come to Berlin. Critics doubt it. Bo Ray backs Mayor Lee.\n"
GOLD = """SELECT label, quote FROM annotation JOIN annotator ON annotator.id = owner
    WHERE gold = 1 AND deleted = 0 ORDER BY start, label"""
NOTHING_HERE = 657
"""Pixels from the top to the last of the choices, in a window of 1280 by 800: they stand at the bottom of their column."""
LINKS = """SELECT role FROM link JOIN annotator ON annotator.id = owner WHERE gold = 1 AND deleted = 0"""


def row(name: str, *labels: tuple[str, str, str], links: tuple[tuple[str, str, str], ...] = ()) -> bytes:
    """One annotator's labels (layer, label, quote) and links (role, from quote, to quote)."""
    spans = [
        {
            "id": f"{name}-{quote}",
            "layer": layer,
            "label": label,
            "start": TEXT.index(quote),
            "end": TEXT.index(quote) + len(quote),
            "text": quote,
        }
        for layer, label, quote in labels
    ]
    joined = [
        {"id": f"{name}-{role}-{a}", "role": role, "from": f"{name}-{a}", "to": f"{name}-{b}"} for role, a, b in links
    ]
    return orjson.dumps(
        {
            "format": "annotator/1",
            "text": TEXT,
            "annotator": name,
            "status": "done",
            "spans": spans,
            "links": joined,
        }
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Three annotators: they agree on the mayor, and differ in label, boundary, presence, a stance and a link."""
    person, claim = ("entity", "PERSON", "Lee"), ("claim", "CLAIM", "OpenAI will come to Berlin")
    source = tmp_path / "rows.jsonl"
    source.write_bytes(
        b"\n".join(
            (
                row(
                    "Ben",
                    person,
                    claim,
                    ("entity", "ORG", "OpenAI"),
                    ("stance", "favor", "backs"),
                    links=(("claimer", "OpenAI will come to Berlin", "Lee"),),
                ),
                row("Cy", person, claim, ("entity", "PERSON", "OpenAI"), ("entity", "ACTOR", "Critics")),
                row("Dee", person, claim, ("entity", "ORG", "OpenAI"), ("stance", "against", "backs")),
            )
        )
    )
    with closing(create(tmp_path / "desk", annotator="Lead")) as made:
        import_files(made, [source])
        return made.path


def test_a_review_by_keys_alone(start: Start, project: Path) -> None:
    window = start(project)
    window.wait("desk.annotator")
    window.wait_for_article()
    window.keys("ctrl+r")
    window.wait("Review: Mayor Lee")
    # Labels first, in reading order: OpenAI, Critics, backs; the link waits for what all agree on.
    window.keys("Return")
    window.wait_for("SELECT 1 FROM annotation JOIN annotator ON annotator.id = owner WHERE gold = 1")
    assert window.rows(GOLD) == [("ORG", "OpenAI")]
    window.keys("0")
    window.wait_for("SELECT 1 FROM decision JOIN annotator ON annotator.id = owner WHERE gold = 1")
    window.keys("m", "plus", "Return")
    window.wait_for("SELECT 1 FROM annotation WHERE label = 'favor' AND origin LIKE '%\"mine\"%'")
    window.keys("g")
    window.wait_for("SELECT 1 FROM annotation WHERE label = 'CLAIM' AND origin LIKE '%\"agreed\"%'")
    window.keys("1")
    window.wait_for(LINKS)
    window.keys("ctrl+Return")
    window.wait_for("SELECT 1 FROM work JOIN annotator ON annotator.id = owner WHERE gold = 1 AND status = 'done'")
    decided = [("PERSON", "Lee"), ("CLAIM", "OpenAI will come to Berlin"), ("ORG", "OpenAI"), ("favor", "backs")]
    assert sorted(window.rows(GOLD)) == sorted(decided)
    assert window.rows(LINKS) == [("claimer",)]
    window.keys(*["ctrl+z"] * 3)
    assert window.soon(lambda: sorted(window.rows(GOLD)) == [("ORG", "OpenAI"), ("favor", "backs")])
    assert window.rows(LINKS) == []


def test_a_difference_is_decided_by_the_mouse(start: Start, project: Path) -> None:
    window = start(project)
    window.wait("desk.annotator")
    window.wait_for_article()
    window.keys("ctrl+r")
    window.wait("Review: Mayor Lee")

    def decided() -> object:
        """Clicks until the list is there to be clicked; a further click would say the same of the next difference."""
        window.click(960, NOTHING_HERE)
        time.sleep(0.5)
        return window.rows("SELECT 1 FROM decision JOIN annotator ON annotator.id = owner WHERE gold = 1")

    until(decided, "nothing here")
    assert window.rows(GOLD) == []


def test_lessons_are_saved_after_a_review_by_keys(start: Start, project: Path, tmp_path: Path) -> None:
    window = start(project)
    window.wait("desk.annotator")
    window.wait_for_article()
    window.keys("ctrl+r")
    window.wait("Review: Mayor Lee")
    window.keys("w", "2", "2")  # another label; as Cy has it
    window.wait_for("SELECT 1 FROM annotation WHERE label = 'PERSON' AND origin LIKE '%\"reason\":\"label\"%'")
    assert window.close() == 0
    window = start(project)
    window.wait("desk.annotator")
    window.wait_for_article()
    window.keys("alt+t", *["Down"] * 3, "Return")
    window.wait("Lessons from the review")
    window.keys("alt+s")
    window.wait("Save the page")
    out = tmp_path / "ben.html"
    window.type(str(out))
    window.keys("Return")
    until(out.exists, "the lessons are written")
    said = out.read_text(encoding="utf-8")
    assert "Lessons for Ben" in said
    assert "another label" in said
