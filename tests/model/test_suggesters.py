"""The plan of suggesters: what is shown of whom, in which order, and nonsense read as no plan."""

from __future__ import annotations

from pathlib import PurePosixPath

from annotator.model.annotation import Suggestion
from annotator.model.suggesters import (
    LAYERS,
    USUAL,
    Showing,
    Suggester,
    carried,
    named,
    placed,
    plan_from,
    plan_json,
    silent_ours,
)

OWN, CLAIMS, OTHER = "en_x@1", "annotator.claims@1.1", "en_b@2"


def packs() -> dict[str, list[Suggestion]]:
    return {
        CLAIMS: [
            Suggestion(CLAIMS, "entity", "PERSON", ((0, 3),)),
            Suggestion(CLAIMS, "claim", "CLAIM", ((5, 9),), 0.9, {}, (("claimer", 0), ("cue", 2))),
            Suggestion(CLAIMS, "claim", "CUE", ((3, 5),)),
        ],
        OWN: [Suggestion(OWN, "entity", "PERSON", ((0, 3),))],
        OTHER: [Suggestion(OTHER, "entity", "ORG", ((0, 3),)), Suggestion(OTHER, "claim", "CLAIM", ((5, 9),))],
    }


def test_the_plan_orders_sources_and_our_rules_follow_their_pipeline() -> None:
    assert list(Showing.of(USUAL).of_packs(packs())) == [OTHER, OWN, CLAIMS]
    plan = (Suggester(), Suggester("b", source=OTHER))
    assert list(Showing.of(plan).of_packs(packs())) == [OWN, CLAIMS, OTHER]
    assert list(Showing.of(plan[::-1]).of_packs(packs())) == [OTHER, OWN, CLAIMS]


def test_what_is_off_is_not_shown_and_links_stay_whole() -> None:
    plan = (Suggester(layers=("entity", "stance")), Suggester("b", source=OTHER, on=False))
    shown = Showing.of(plan).of_packs(packs())
    assert [s.label for s in shown[OWN]] == ["PERSON"]
    assert shown[CLAIMS] == [], "the speaker and the cue were there for the claim's sake"
    assert shown[OTHER] == []
    names_off = Showing.of((Suggester(layers=("claim", "stance")),)).of_packs(packs())
    assert names_off[OWN] == []
    kept = names_off[CLAIMS]
    assert [(s.label, s.links) for s in kept] == [("PERSON", ()), ("CLAIM", (("claimer", 0), ("cue", 2))), ("CUE", ())]


def test_a_plan_is_read_back_and_nonsense_is_the_usual_one() -> None:
    plan = (Suggester("b", ("claim",), "en", False, OTHER), Suggester())
    assert plan_from(plan_json(plan)) == plan
    for bad in (None, {}, [], [1], [{"model": 5}]):
        assert plan_from(bad) == USUAL
    assert named(["annotator", "/some/where"])[1].is_folder
    assert not named(["en_core"])[0].is_folder


def test_ours_are_silent_where_one_that_stands_alone_has_read() -> None:
    plan = (Suggester("./p.models/p-1", LAYERS, "en", True, OTHER, ("entity",)), Suggester())
    assert plan_from(plan_json(plan)) == plan
    shown = Showing.of(plan).of_packs(packs())
    assert shown[OWN] == [], "it has read this article"
    assert [s.label for s in shown[CLAIMS]] == ["PERSON", "CLAIM", "CUE"]
    unread = {source: pack for source, pack in packs().items() if source != OTHER}
    assert [s.label for s in Showing.of(plan).of_packs(unread)[OWN]] == ["PERSON"]
    assert (silent_ours(plan, "en"), silent_ours(plan, "fi")) == ({"entity"}, frozenset())


def test_a_folder_below_the_project_is_named_by_the_way_to_it() -> None:
    here, there = PurePosixPath("/one"), PurePosixPath("/two")
    plan = (Suggester("/one/model"), Suggester("/else/model"), Suggester("en_x"), Suggester())
    kept = carried(plan, here)
    assert [one.model for one in kept] == ["./model", "/else/model", "en_x", ""]
    assert [one.is_folder for one in kept] == [True, True, False, False]
    assert placed(kept, here) == plan
    assert placed(kept, there)[0].model == "/two/model"
