"""Training on real projects with real processes: what is written, what is not, using it and going back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from annotator.model.errors import Cancelled, UserError
from annotator.model.schema import Schema
from annotator.services.importing import import_files
from annotator.services.jobs import Job, Progress
from annotator.services.session import Session
from annotator.services.suggesting import suggest_corpus
from annotator.services.training import TrainOptions, TrainReport, free_folder, models_folder, train_suggester
from annotator.services.using import go_back, trained_in_use, use_trained
from annotator.storage import suggestions
from annotator.storage.project import Project
from tests.services import finished

QUICK = TrainOptions(rounds=3, curve=False)


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
    assert report.articles == {"train": 8, "dev": 2, "test": 2}
    assert report.split_by == "time"
    assert [size for size, _ in report.curve] == [2, 4, 6, 8]
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
    assert about["annotator"]["figures"]["curve"][-1]["articles"] == 8
    assert "<svg" in (folder / "learning-curve.svg").read_text(encoding="utf-8")
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


def test_claims_in_fragments_and_nested_names_are_learned_as_spans(session: Session) -> None:
    report = trained(session, TrainOptions(layers=("entity", "claim"), entities="spancat", rounds=2, curve=False))
    assert report.layers == ("entity", "claim")
    assert report.changed.counts == {"fragments": 8}
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
