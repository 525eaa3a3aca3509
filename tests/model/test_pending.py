"""Which suggestions are still to decide."""

from __future__ import annotations

from annotator.model.annotation import Annotation, Decision, Suggestion
from annotator.model.pending import pending
from annotator.model.schema import Schema

TEXT = "Sam Altman said OpenAI would grow."
SAM, OPENAI, SAID, CLAIM = ((0, 10),), ((16, 22),), ((11, 15),), ((16, 33),)


def pack(source: str = "m@1") -> list[Suggestion]:
    return [
        Suggestion(source, "entity", "PERSON", SAM, 0.9),
        Suggestion(source, "entity", "ORG", OPENAI, 0.5),
        Suggestion(source, "claim", "CUE", SAID),
        Suggestion(source, "claim", "CLAIM", CLAIM, links=(("claimer", 0), ("cue", 2))),
    ]


def decision(suggestion: Suggestion, verdict: str) -> Decision:
    s = suggestion
    return Decision(1, "d", 1, s.layer, s.label, s.fragments, "q", verdict)


def test_all_are_open_before_anything_is_decided(schema: Schema) -> None:
    found = pending("article", TEXT, {"m@1": pack()}, [], [], schema)
    assert [(p.label, p.quote) for p in found] == [
        ("PERSON", "Sam Altman"), ("CUE", "said"), ("CLAIM", "OpenAI would grow"), ("ORG", "OpenAI"),
    ]  # fmt: skip
    claim = found[2]
    assert dict(claim.links) == {"claimer": found[0].id, "cue": found[1].id}


def test_a_refused_one_stays_away_whatever_source_proposes_it(schema: Schema) -> None:
    refused = [decision(pack()[1], "rejected")]
    found = pending("article", TEXT, {"m@1": pack(), "n@2": pack("n@2")}, [], refused, schema)
    assert "ORG" not in [p.label for p in found]


def test_two_sources_that_agree_propose_it_once(schema: Schema) -> None:
    found = pending("article", TEXT, {"m@1": pack(), "n@2": pack("n@2")}, [], [], schema)
    assert len(found) == 4
    assert {p.source for p in found} == {"m@1"}


def test_a_link_goes_to_the_label_that_took_the_suggestions_place(schema: Schema) -> None:
    own = Annotation(1, "own", 1, "entity", "ACTOR", SAM, "Sam Altman")
    found = pending("article", TEXT, {"m@1": pack()}, [own], [], schema)
    claim = next(p for p in found if p.label == "CLAIM")
    assert ("claimer", "own") in claim.links
    assert "PERSON" not in [p.label for p in found]


def test_labels_that_are_off_are_not_proposed(schema: Schema) -> None:
    found = pending("a", TEXT, {"m@1": [Suggestion("m@1", "entity", "CARDINAL", SAM)]}, [], [], schema)
    assert found == []
