"""What stands beside the parts of a split, and that trainers take the parts as they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import spacy
from spacy.training import Corpus

from annotator.model.schema import Schema
from annotator.services.exporting import ExportOptions, ExportReport, export
from annotator.storage.project import Project
from tests.services.importing_help import bring_rows, native, project_in, span

TEXT = "Mayor Lee 😀 spoke in Rome, number {}.\r\nNobody\u00a0else did."


def fill(project: Project, folder: Path, people: Sequence[str] = ("Ann", "Bo")) -> None:
    rows = []
    for n in range(20):
        text = TEXT.format(" ".join(f"w{n}x{m}" for m in range(20)))
        at = text.index("Rome")
        meta = {"source": f"Paper | {n % 3}", "published": f"2026-01-{n + 1:02}", "language": "en"}
        spans = [span(0, 9, text=text), span(at, at + 4, "GPE", text), span(at, at + 3, "LOC", text)]
        rows += [native(text, annotator=name, status="done", spans=spans, meta=meta) for name in people]
    bring_rows(project, folder, *rows)


def split(project: Project, out: Path, name: str = "jsonl", **options: object) -> ExportReport:
    return export(project, out, ExportOptions(format=name, split="80/10/10", **options))  # type: ignore[arg-type]  # by name


def test_the_card_counts_what_is_in_the_files(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        fill(project, tmp_path)
        split(project, tmp_path / "out", all=True)
        card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
        assert "20 news articles, published 2026-01-01 to 2026-01-20, with 120 labels" in card
        assert "| entity | PERSON | 40 |" in card
        assert "| Ann | 20 | 20 | 60 |" in card
        assert "| Paper \\| 0 | 7 |" in card
        assert "Agreement on 20 articles" in card
        assert "| Entities | 1.000 |" in card or "| entity | 1.000 |" in card
        assert '    path: "dev.jsonl"' in card
        assert "license:" in card
        again = split(project, tmp_path / "out", all=True)
        assert again.parts == {"train": 16, "dev": 2, "test": 2}
        assert (tmp_path / "out" / "README.md").read_text(encoding="utf-8") == card


def test_a_card_that_somebody_made_their_own_stays(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        fill(project, tmp_path)
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "README.md").write_text("mine", encoding="utf-8")
        split(project, tmp_path / "out")
        assert (tmp_path / "out" / "README.md").read_text(encoding="utf-8") == "mine"


def test_a_part_without_a_share_is_not_written(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        fill(project, tmp_path, ["Ann"])
        export(project, tmp_path / "out", ExportOptions(split="80/20/0"))
        assert {path.name for path in (tmp_path / "out").iterdir()} == {"train.jsonl", "dev.jsonl", "README.md"}


def test_near_duplicates_are_on_one_side_and_told(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        fill(project, tmp_path, ["Ann"])
        copies = [
            native(TEXT.format("copy " + " ".join(f"c{m}" for m in range(60)) + end)) for end in (" a", " b", " c")
        ]
        bring_rows(project, tmp_path, *copies)
        split(project, tmp_path / "out", all=True)
        parts = [
            (tmp_path / "out" / f"{part}.jsonl").read_bytes().count(b"number copy c0")
            for part in ("train", "dev", "test")
        ]
        assert sorted(parts) == [0, 0, 3]
        assert "2 of the articles nearly repeat another one" in (tmp_path / "out" / "README.md").read_text(
            encoding="utf-8"
        )


def test_by_time_the_newest_are_the_test(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        fill(project, tmp_path, ["Ann"])
        split(project, tmp_path / "out", split_by="time")
        assert b"2026-01-20" in (tmp_path / "out" / "test.jsonl").read_bytes()
        assert b"2026-01-01" in (tmp_path / "out" / "train.jsonl").read_bytes()


def test_spacy_trains_on_a_split_as_it_is(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        fill(project, tmp_path, ["Ann"])
        report = split(project, tmp_path / "out", "docbin")
        assert {(loss.what, loss.count) for loss in report.losses} == {
            ("overlapping labels", 20),
            ("off-token boundaries", 20),
        }
    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    nlp.add_pipe("spancat")
    train = list(Corpus(tmp_path / "out" / "train.spacy")(nlp))
    assert len(train) == 16
    assert {ent.text for example in train for ent in example.reference.ents} == {"Mayor Lee", "Rome"}
    nlp.initialize(lambda: train)
    assert set(nlp.get_pipe("ner").labels) == {"PERSON", "GPE"}
    assert set(nlp.get_pipe("spancat").labels) == {"PERSON", "GPE", "LOC"}
    losses = nlp.update(train)
    assert losses["ner"] > 0
    scores = nlp.evaluate(list(Corpus(tmp_path / "out" / "dev.spacy")(nlp)))
    assert "ents_f" in scores


@pytest.mark.parametrize("name", ["brat", "xmi"])
def test_formats_of_folders_have_a_folder_for_each_part(tmp_path: Path, schema: Schema, name: str) -> None:
    if name == "xmi":
        pytest.importorskip("cassis")
    with project_in(tmp_path, schema) as project:
        fill(project, tmp_path, ["Ann"])
        split(project, tmp_path / "out", name)
        assert {path.name for path in (tmp_path / "out").iterdir()} == {"train", "dev", "test", "README.md"}
