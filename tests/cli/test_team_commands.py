"""Team work by command: files out, labels in by import, files back, and the exit status that says how it went."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import Shell

TEXTS = [f"Article {n}. Mayor Lee spoke in 北京 🙂 about taxes.\nShe left." for n in range(6)]


def lines(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def project(shell: Shell) -> Path:
    shell.ok("new", "news", "--annotator", "Lead")
    shell.ok("import", "news.annotator", lines(Path("articles.jsonl"), *({"text": text} for text in TEXTS)))
    return Path("news.annotator")


def labelled(shell: Shell, work: Path, start: int, end: int, label: str = "PERSON") -> None:
    """Its annotator labels every article in a work file."""
    shell.ok("export", work, "all.jsonl", "--all")
    rows = [json.loads(line) for line in Path("all.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows:
        row["status"] = "done"
        row["spans"] = [{"id": f"{label}{start}", "layer": "entity", "label": label, "start": start, "end": end}]
    shell.ok("import", work, lines(Path("labelled.jsonl"), *rows), "--update")


def test_files_go_out_and_come_back(shell: Shell, project: Path) -> None:
    out = shell.ok("handout", project, "out", "--to", "Ben", "--to", "Cy", "--overlap", "100%")
    assert [(f["annotator"], f["articles"]) for f in out["files"]] == [("Ben", 6), ("Cy", 6)]
    files = [Path("out/news-Ben.annotator"), Path("out/news-Cy.annotator")]
    labelled(shell, files[0], 11, 20)
    labelled(shell, files[1], 17, 20)
    found = shell.ok("merge", project, *files)
    assert {k: found[k] for k in ("files", "annotators", "new", "updated", "unchanged", "refused", "articles")} == {
        "files": 2,
        "annotators": ["Ben", "Cy"],
        "new": 24,
        "updated": 0,
        "unchanged": 0,
        "refused": [],
        "articles": 0,
    }
    assert Path(found["backup"]).exists()
    again = shell.ok("merge", project, *reversed(files))
    assert (again["new"], again["unchanged"]) == (0, 24)
    info = shell.ok("info", project)
    assert [(p["name"], p["annotations"], p["done"]) for p in info["annotators"]] == [
        ("Ben", 6, 6),
        ("Cy", 6, 6),
        ("Lead", 0, 0),
    ]
    assert shell.ok("agreement", project)["layers"]["entity"]["exact_f1"] == 0
    assert shell.ok("check", project)["problems"] == []
    for name in ("report.html", "report.md"):
        assert Path(shell.ok("report", project, name)["files"][0]).exists()


def test_the_status_says_whether_all_a_part_or_nothing_was_taken(shell: Shell, project: Path) -> None:
    shell.ok("handout", project, "out", "--to", "Ben")
    good = Path("out/news-Ben.annotator")
    labelled(shell, good, 11, 20)
    bad = Path("bad.annotator")
    bad.write_bytes(good.read_bytes()[:2000])
    before = project.read_bytes()
    ran = shell.run("merge", project, bad, "missing.annotator", "--json")
    assert ran.status == 1
    assert ran.json["error"]["what"]
    assert [r["path"] for r in ran.json["refused"]] == ["bad.annotator", "missing.annotator"]
    assert project.read_bytes() == before
    ran = shell.run("merge", project, bad, good, "--json")
    assert (ran.status, ran.json["files"], ran.json["new"]) == (3, 1, 12)
    assert shell.run("merge", project, good).status == 0
    assert shell.run("merge", project).status == 2


def test_a_dry_run_writes_nothing(shell: Shell, project: Path) -> None:
    shell.ok("handout", project, "out", "--to", "Ben")
    labelled(shell, Path("out/news-Ben.annotator"), 11, 20)
    before = project.read_bytes()
    assert shell.ok("merge", project, "out/news-Ben.annotator", "--dry-run")["new"] == 12
    assert project.read_bytes() == before
    assert not Path("news.backups").exists()


def test_people_with_one_name_and_files_of_another_project(shell: Shell, project: Path) -> None:
    shell.ok("new", "other", "--annotator", "Lead")
    shell.ok("import", "other.annotator", lines(Path("two.jsonl"), {"text": TEXTS[0]}, {"text": "Another."}))
    labelled(shell, Path("other.annotator"), 0, 7)
    assert shell.run("merge", project, "other.annotator").status == 1
    found = shell.ok("merge", project, "other.annotator", "--foreign", "--as", "Lead two")
    assert (found["annotators"], found["new"], found["articles"]) == (["Lead two"], 2, 0)
    ran = shell.run("merge", project, "other.annotator", "--foreign", "--as", "Gold", "--json")
    assert ran.status == 1
    shutil.copyfile("other.annotator", "third.annotator")
    assert shell.run("merge", project, "other.annotator", "third.annotator", "--as", "X").status == 1


def test_a_handout_refuses_gold_and_files_that_are_there(shell: Shell, project: Path) -> None:
    assert shell.run("handout", project, "out", "--to", "Gold").status == 1
    assert not Path("out").exists()
    shell.ok("handout", project, "out", "--to", "Ben")
    assert shell.run("handout", project, "out", "--to", "Cy", "--to", "Ben").status == 1
    assert [path.name for path in Path("out").iterdir()] == ["news-Ben.annotator"]
    assert shell.run("handout", project, "more", "--to", "Ben", "--overlap", "many").status == 1
    assert shell.run("handout", project, "more").status == 2
