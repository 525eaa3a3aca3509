"""Labels that colleagues made in other tools come in as a layer of theirs, for articles that are here."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

from annotator.services.merging import look_each
from annotator.storage.project import Project
from tests.services.merging_files import TEXTS, base, merged
from tests.storage.projects import digest, live_contents


def jsonl(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def spans(project: Path) -> list[tuple[str, str]]:
    with closing(Project.open(project, for_writing=False)) as opened:
        sql = (
            "SELECT name, quote FROM annotation JOIN annotator ON annotator.id = owner WHERE deleted = 0 ORDER BY 1, 2"
        )
        return [tuple(row) for row in opened.reader().execute(sql).fetchall()]


def test_jsonl_becomes_the_layer_of_whom_it_names_and_other_texts_stay_out(tmp_path: Path) -> None:
    project = base(tmp_path)
    span = {"id": "x1", "layer": "entity", "label": "PERSON", "start": 6, "end": 9, "text": "Lee"}
    file = jsonl(
        tmp_path / "ben.jsonl",
        {"text": TEXTS[0], "annotator": "Ben", "spans": [span]},
        {"text": "Something that is not here, Lee.", "annotator": "Ben", "spans": []},
        {"text": TEXTS[1], "spans": [{**span, "start": 11, "end": 14}]},
    )
    before = digest(project)
    with closing(Project.open(project, for_writing=False)) as opened:
        ((_, planned),) = look_each(opened, [file])
    assert digest(project) == before
    report = merged(project, [file])
    assert (planned.new, report.new, report.annotators) == (1, 1, ["Ben"])
    assert len(report.refused) == 2
    assert Path(report.backup).exists()
    assert spans(project) == [("Ben", "Lee")]
    again = merged(project, [file])
    assert (again.new, again.unchanged, again.backup) == (0, 1, "")


def test_a_brat_folder_is_whose_one_says(tmp_path: Path) -> None:
    project = base(tmp_path)
    folder = tmp_path / "brat"
    folder.mkdir()
    folder.joinpath("one.txt").write_text(TEXTS[0], encoding="utf-8", newline="")
    folder.joinpath("one.ann").write_text("T1\tPERSON 6 9\tLee\n", encoding="utf-8")
    nobody = merged(project, [folder])
    assert (nobody.new, len(nobody.refused)) == (0, 1)
    assert "--as" in nobody.refused[0].reason
    report = merged(project, [folder], name="Cy")
    assert (report.new, report.refused) == (1, [])
    assert spans(project) == [("Cy", "Lee")]


def test_labels_that_come_again_after_more_work_replace_those_that_came_before(tmp_path: Path) -> None:
    project = base(tmp_path)
    span = {"id": "x1", "layer": "entity", "label": "PERSON", "start": 6, "end": 9, "updated": "2026-03-01T10:00:00Z"}
    row = {"text": TEXTS[0], "annotator": "Ben", "status": "done"}
    first = jsonl(tmp_path / "first.jsonl", {**row, "spans": [span], "status": "open"})
    more = {**span, "start": 0, "updated": "2026-03-02T10:00:00Z", "revision": 2}
    second = jsonl(tmp_path / "second.jsonl", {**row, "spans": [more]})
    merged(project, [first])
    with closing(Project.open(project, for_writing=False)) as opened:
        ((_, planned),) = look_each(opened, [second])
    report = merged(project, [second])
    assert (planned.updated, report.updated, report.new, report.refused) == (1, 1, 0, [])
    assert "Ben" in report.remarks[-1]
    assert spans(project) == [("Ben", "Mayor Lee")]
    with closing(Project.open(project, for_writing=False)) as opened:
        whole = live_contents(opened)
    for file in (second, first, second):  # the older file brings nothing back
        assert (merged(project, [file]).backup, spans(project)) == ("", [("Ben", "Mayor Lee")])
    with closing(Project.open(project, for_writing=False)) as opened:
        assert live_contents(opened) == whole


def test_a_brat_folder_that_comes_again_is_taken_as_it_is_now(tmp_path: Path) -> None:
    project = base(tmp_path)
    folder = tmp_path / "brat"
    folder.mkdir()
    folder.joinpath("one.txt").write_text(TEXTS[0], encoding="utf-8", newline="")
    folder.joinpath("one.ann").write_text("T1\tPERSON 6 9\tLee\n", encoding="utf-8")
    merged(project, [folder], name="Cy")
    folder.joinpath("one.ann").write_text("T1\tPERSON 0 9\tMayor Lee\nT2\tORG 15 21\tOpenAI\n", encoding="utf-8")
    report = merged(project, [folder], name="Cy")
    assert (report.new, report.updated, report.refused) == (1, 1, [])
    assert spans(project) == [("Cy", "Mayor Lee"), ("Cy", "OpenAI")]
    again = merged(project, [folder], name="Cy")
    assert (again.new, again.updated, again.unchanged, again.backup) == (0, 0, 2, "")
