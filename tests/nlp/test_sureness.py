"""How sure a pipeline's own `ner` is: a score for each name that it found, on names that it was taught and on others."""

from __future__ import annotations

from pathlib import Path

import spacy

from annotator.nlp import sureness
from annotator.nlp.lesson_texts import Label, Lesson
from annotator.nlp.suggest import Suggesters
from annotator.nlp.training import Recipe, train

_SHIPS = ("Blue Heron", "Grey Gull", "Red Kite", "Wild Goose")


def _lessons() -> list[Lesson]:
    found = []
    for number in range(24):
        ship = _SHIPS[number % 4]
        text = f"The ferry {ship} left at {number}:40.\n"
        found.append(Lesson(text, (Label("entity", "SHIP", ((10, 10 + len(ship)),)),)))
    return found


def test_each_name_has_a_score_and_other_ids_stay(tmp_path: Path) -> None:
    nlp = train(Recipe("en", rounds=40), _lessons(), (), lambda done: None)
    nlp.add_pipe("entity_ruler", last=True).add_patterns([{"label": "WAY", "pattern": "left", "id": "w"}])
    nlp.to_disk(tmp_path / "ships")
    text = "The ferry Grey Gull left at 5:40.\nThe ferry Wild Goose left.\n"
    packs = Suggesters(str(tmp_path / "ships"))(text)
    found = {text[s.fragments[0][0] : s.fragments[0][1]]: s for pack in packs.values() for s in pack}
    assert {"Grey Gull", "Wild Goose", "left"} <= set(found)
    assert 0.5 < (found["Grey Gull"].score or 0) <= 1
    assert found["left"].score is None, "it was not found by `ner`"
    plain = spacy.load(tmp_path / "ships")
    assert {(e.text, e.label_) for e in plain(text).ents} == {(q, s.label) for q, s in found.items()}
    assert sureness.SURENESS not in plain.pipe_names
