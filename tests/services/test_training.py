"""Training on real projects with real processes: what is written, what is not, using it and going back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import cast

import orjson
import pytest
import spacy

from annotator.model.article import Article
from annotator.model.errors import Cancelled, UserError
from annotator.model.schema import Schema
from annotator.nlp.pipelines import OWN_SOURCES
from annotator.services.choosing import allowed_plan
from annotator.services.importing import import_files
from annotator.services.jobs import Job, Progress
from annotator.services.session import Session
from annotator.services.suggesting import suggest_corpus
from annotator.services.training import TrainOptions, TrainReport, free_folder, models_folder, train_suggester
from annotator.services.using import go_back, trained_in_use, use_trained
from annotator.storage import machine, rows, suggestions
from annotator.storage.project import Project
from tests.services import finished

QUICK = TrainOptions(rounds=3, curve=False)
_PLAN = "SELECT value FROM setting WHERE name = 'suggesters'"


def _write(path: Path, rows: Sequence[object]) -> None:
    path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))


def _told(report: TrainReport, name: str) -> set[str]:
    meta = orjson.loads((Path(report.folder) / "meta.json").read_bytes())
    return set(meta["annotator"][name])


def _articles(project: Project) -> list[Article]:
    db = project.reader()
    return list(rows.articles(db, rows.article_keys(db)))


@pytest.fixture
def session(tmp_path: Path, schema: Schema, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    project = Project.create(tmp_path / "harbour", schema, "Mia")
    import_files(project, [finished.write(tmp_path / "rows.jsonl")])
    made = Session(project, project.current_annotator)
    yield made
    made.close()


def trained(session: Session, options: TrainOptions = QUICK) -> TrainReport:
    return train_suggester(session.project, free_folder(session.project), options, Job())


def test_a_trained_pipeline_is_used_and_left_again(session: Session) -> None:
    seen: list[Progress] = []
    folder = free_folder(session.project)
    report = train_suggester(session.project, folder, TrainOptions(rounds=4), Job(seen.append))
    assert seen[-1].done == 100
    assert [each.done for each in seen] == sorted(each.done for each in seen)
    assert report.articles == {"train": 7, "dev": 3, "test": 2}
    assert report.split_by == "time"
    assert [size for size, _ in report.curve] == [3, 6, 7, 10]
    assert report.verdicts["entity"].said == "too few"
    assert (report.source, folder.name) == ("en_harbour@1.0.0", "harbour-1")

    # Plain spaCy loads it, in a process that cannot import this application.
    loads = (
        f"import sys; sys.modules['annotator'] = None; import spacy; print(spacy.load({str(folder)!r}).meta['name'])"
    )
    said = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True, cwd=folder)
    assert said.stdout.strip() == "harbour"
    about = orjson.loads((folder / "meta.json").read_bytes())
    assert about["license"] == ""
    assert about["annotator"]["articles"] == report.articles
    assert about["annotator"]["figures"]["curve"][-1]["articles"] == 10
    assert "<svg" in (folder / "learning-curve.svg").read_text(encoding="utf-8")
    assert len(about["annotator"]["learned"]) == 10
    assert len(about["annotator"]["held_out"]) == 2
    assert not [path for path in folder.rglob("*") if path.suffix in (".pkl", ".pickle", ".py")]

    use_trained(session.place, folder)
    session.wait()
    in_use = trained_in_use(session.place)
    assert in_use is not None
    assert in_use.source == report.source
    suggest_corpus(session.project, Job())
    assert report.source in {source for source, _ in suggestions.sources(session.project.reader())}
    go_back(session.place)
    session.wait()
    assert trained_in_use(session.place) is None
    session.history.undo()
    session.wait()
    assert trained_in_use(session.place) == in_use


def test_what_was_learned_from_never_judges_and_ours_go_on_elsewhere(session: Session, tmp_path: Path) -> None:
    first = trained(session)
    use_trained(session.place, Path(first.folder))
    session.wait()
    assert [one.model for one in session.suggesters.plan] == [first.folder, ""]
    kept = orjson.loads(session.project.reader().execute(_PLAN).fetchone()[0])
    assert kept[0]["model"] == "./harbour.models/harbour-1"
    _write(tmp_path / "fi.jsonl", [{"text": "Sauli Niinistö puhui Helsingissä.", "language": "fi"}])
    later = [
        {**row, "text": f"{row['text']}Later.\n", "meta": {"published": "2025-01-01"}} for row in finished.rows(16)
    ]
    _write(tmp_path / "later.jsonl", later[12:])
    import_files(session.project, [tmp_path / "fi.jsonl", tmp_path / "later.jsonl"])
    learned = _told(first, "learned")
    second = trained(session)
    assert not learned & _told(second, "held_out")
    assert _told(first, "held_out") <= _told(second, "held_out")
    assert learned < _told(second, "learned")
    suggest_corpus(session.project, Job())
    by_title = {a.title: suggestions.sources_of(session.project.reader(), a.key) for a in _articles(session.project)}
    assert OWN_SOURCES["entity"] in by_title["Sauli Niinistö puhui Helsingissä."]
    assert first.source in by_title["Harbour 1"]
    assert not any(source.startswith("en_core") for source in by_title["Harbour 1"])


def test_a_trained_suggester_moves_with_its_project(session: Session, tmp_path: Path) -> None:
    folder = free_folder(session.project)
    pipeline = spacy.blank("en")
    pipeline.meta["annotator"] = {"layers": ["entity"]}
    folder.parent.mkdir()
    pipeline.to_disk(folder)
    use_trained(session.place, folder)
    session.close()
    (tmp_path / "elsewhere").mkdir()
    for each in (session.project.path, models_folder(session.project)):
        each.rename(tmp_path / "elsewhere" / each.name)
    moved = Project.open(tmp_path / "elsewhere" / session.project.path.name)
    with closing(moved):
        plan = suggestions.plan(moved.reader())
        assert plan[0].model == str(tmp_path / "elsewhere" / "harbour.models" / folder.name)
        allowed, notes = allowed_plan(moved.reader())
        assert len(allowed) == 1, "another place is asked about before anything is loaded"
        assert "not allowed" in notes[0]
        machine.allow(Path(plan[0].model))
        assert allowed_plan(moved.reader()) == (plan, [])


def test_stances_are_learned_from_reviewed_labels(session: Session, tmp_path: Path) -> None:
    made = finished.rows(8, "Gold")
    for number, row in enumerate(made):
        row["text"] = f"{row['text']}The mayor welcomed the plan {number}.\n"
        start = str(row["text"]).index("welcomed")
        span = {"layer": "stance", "label": "favor", "start": start, "end": start + 8, "text": "welcomed"}
        row["spans"] = [*cast("list[object]", row["spans"]), span]
    _write(tmp_path / "gold.jsonl", made)
    import_files(session.project, [tmp_path / "gold.jsonl"])
    report = trained(session, TrainOptions(gold=True, layers=("stance",), rounds=2, curve=False))
    assert report.layers == ("stance",)
    assert sum(report.articles.values()) == 8
    assert report.totals["stance"][1].exact.labelled == report.articles["test"]
    assert "spancat" in (Path(report.folder) / "config.cfg").read_text(encoding="utf-8")


def test_claims_in_fragments_and_nested_names_are_learned_as_spans(session: Session) -> None:
    report = trained(session, TrainOptions(layers=("entity", "claim"), entities="spancat", rounds=2, curve=False))
    assert report.layers == ("entity", "claim")
    assert report.changed.counts == {"fragments": 10}
    assert report.changed.listed[0][:3] == ["fragments", report.changed.listed[0][1], "CLAIM"]
    said = (Path(report.folder) / "config.cfg").read_text(encoding="utf-8")
    assert 'spans_key = "claim"' in said
    assert 'spans_key = "entity"' in said


def test_a_stopped_training_leaves_nothing(session: Session) -> None:
    job = Job(lambda progress: job.cancel())
    with pytest.raises(Cancelled):
        train_suggester(session.project, free_folder(session.project), QUICK, job)
    assert list(models_folder(session.project).iterdir()) == []


def test_what_cannot_be_learned_from_is_refused(session: Session, tmp_path: Path, schema: Schema) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(UserError, match="already a folder"):
        train_suggester(session.project, tmp_path / "there", QUICK, Job())
    with pytest.raises(UserError, match="too few finished articles"):
        trained(session, TrainOptions(gold=True))
    with pytest.raises(UserError, match="no labels in these layers"):
        trained(session, TrainOptions(layers=("stance",)))
    assert not models_folder(session.project).exists()
