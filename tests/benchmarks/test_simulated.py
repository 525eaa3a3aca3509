"""The simulated annotator comes to the gold labels whichever way it works, and counts as a person would."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.model.annotation import Suggestion
from annotator.services.session import Session
from annotator.storage import suggestions
from annotator.storage.project import Project
from tests.benchmarks.key_presses import Walk
from tests.benchmarks.simulate_annotator import Annotator, Gold, is_name, schema_for
from tests.benchmarks.simulated_svg import means, picture
from tests.services.articles import add_articles
from tests.services.desk import at

TEXT = "Ada Lee met Harbour Radio.\nThe Calder Bank paid. Ada Lee left Calder.\n"
GOLD: Gold = {
    at("Ada Lee", text=TEXT): "PERSON",
    at("Ada Lee", 1, text=TEXT): "PERSON",
    at("Harbour Radio", text=TEXT): "ORG",
    at("Calder Bank", text=TEXT): "ORG",
    at("Calder", 1, text=TEXT): "GPE",
}


def test_getting_about_takes_the_shortest_way() -> None:
    walk = Walk(TEXT)
    here, there = TEXT.index("met"), TEXT.index("Bank")
    assert walk.steps(here, here) == 0
    assert walk.steps(here, TEXT.index("Harbour")) == 1
    assert walk.steps(here, there) == 1, "one line down, and it is below"
    assert walk.words_in(*at("Harbour Radio", text=TEXT)[0]) == 2


@pytest.mark.parametrize("suggested", [False, True])
def test_it_comes_to_the_gold_labels_and_suggestions_save_presses(suggested: bool, tmp_path: Path) -> None:
    project = Project.create(tmp_path / "p.annotator", schema_for({"PERSON", "ORG", "GPE"}), "Sim")
    (key,) = add_articles(project, TEXT)
    found = [
        Suggestion("m@1", "entity", "PERSON", at("Ada Lee", text=TEXT), 0.7),
        Suggestion("m@1", "entity", "PERSON", at("Ada Lee", 1, text=TEXT), 0.7),
        Suggestion("m@1", "entity", "GPE", at("Harbour Radio", text=TEXT), 0.7),
        Suggestion("m@1", "entity", "ORG", at("The Calder Bank", text=TEXT), 0.7),
        Suggestion("m@1", "entity", "PERSON", at("left", text=TEXT), 0.7),
    ]
    project.writer.run(lambda db: suggestions.replace(db, key, "m@1", found, "2026"))
    session = Session(project, project.current_annotator)
    session.open_article(key)
    worked = Annotator(session, GOLD).work(suggested=suggested)
    session.wait()
    stored = project.reader().execute("SELECT label, quote FROM annotation WHERE deleted = 0 ORDER BY start").fetchall()
    assert [label for label, _ in stored] == ["PERSON", "ORG", "ORG", "PERSON", "GPE"]
    assert worked.objects == 5
    assert sum(worked.kinds.values()) == worked.presses
    assert (worked.presses <= 10) is suggested
    session.close()


def test_names_are_told_from_other_mentions() -> None:
    assert [
        quote for quote in ("Ada Lee", "The Bank of Calder", "He", "the bank", "The aircraft", "EADS") if is_name(quote)
    ] == [
        "Ada Lee",
        "The Bank of Calder",
        "EADS",
    ]


def test_the_curve_is_a_picture() -> None:
    figures = {"presses": [10, 8, 6], "objects": [2, 2, 2]}
    assert means(figures["presses"], figures["objects"]) == [5.0, 4.5, 4.0]
    svg = picture({"gold": {"modes": {"by hand": figures, "memory": figures}}})
    assert svg.startswith("<svg")
    assert svg.count("<polyline") == 3
