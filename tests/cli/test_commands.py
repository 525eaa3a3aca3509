"""The main job on the command line: new, import, export, info, check; the same services as the window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commands import Shell

ROW = {"text": "Mayor Lee spoke.", "title": "Lee", "spans": [{"start": 6, "end": 9, "label": "PERSON", "text": "Lee"}]}


def put(name: str, *rows: object) -> Path:
    path = Path(name)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_the_main_job(shell: Shell) -> None:
    made = shell.ok("new", "p", "--annotator", "Bo")
    assert (Path(made["path"]).name, made["schema"], made["annotator"]) == ("p.annotator", "news/1", "Bo")
    report = shell.ok("import", "p", put("a.jsonl", ROW))
    assert {name: report[name] for name in ("imported", "duplicates", "annotations", "skipped", "mismatches")} == {
        "imported": 1,
        "duplicates": 0,
        "annotations": 1,
        "skipped": [],
        "mismatches": [],
    }
    assert shell.ok("import", "p.annotator", "a.jsonl")["duplicates"] == 1
    report = shell.ok("export", "p", "out.jsonl")
    assert {name: report[name] for name in ("articles", "annotations", "path", "losses")} == {
        "articles": 1,
        "annotations": 1,
        "path": "out.jsonl",
        "losses": [],
    }
    (row,) = map(json.loads, Path("out.jsonl").read_text(encoding="utf-8").splitlines())
    assert (row["annotator"], row["spans"][0]["text"]) == ("Bo", "Lee")
    assert shell.ok("check", "p") == {"ok": True, "articles": 1, "annotations": 1, "problems": []}
    assert {path.name for path in Path().iterdir()} == {"p.annotator", "a.jsonl", "out.jsonl"}


def test_info_says_what_is_in_a_project_and_always_the_same(shell: Shell) -> None:
    shell.ok("new", "p", "--annotator", "Ann")
    shell.ok(
        "import",
        "p",
        put(
            "a.jsonl",
            ROW,
            {
                "format": "annotator/1",
                "text": "x",
                "annotator": "Gold",
                "spans": [{"start": 0, "end": 1, "label": "ORG"}],
            },
        ),
    )
    found = shell.ok("info", "p")
    assert found["schema"] == "news/1"
    assert (found["articles"], found["done"], found["gold"]) == (2, 0, 1)
    assert found["annotators"] == [{"name": "Ann", "annotations": 1, "done": 0, "seconds": 0}]
    assert found["labels"] == {"entity": {"PERSON": 1}, "claim": {}, "stance": {}}
    assert found["suggestions"] == {"pending": 0, "accepted": 0, "edited": 0, "rejected": 0}
    assert shell.run("info", "p", "--json").out == shell.run("info", "p", "--json").out
    assert "PERSON 1" in shell.run("info", "p").out


def test_new_refuses_an_existing_file_and_an_unknown_schema(shell: Shell) -> None:
    shell.ok("new", "p")
    before = Path("p.annotator").read_bytes()
    for words in (("new", "p"), ("new", "p.annotator"), ("new", "q", "--schema", "nonsense"), ("new", "no/where/p")):
        ran = shell.run(*words)
        assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert Path("p.annotator").read_bytes() == before
    assert shell.ok("new", "q", "--schema", "news")["annotator"] == "Ann"


def test_a_schema_of_ones_own(shell: Shell) -> None:
    Path("mine.json").write_text(
        '{"name": "mine/1", "layers": [{"id": "entity", "labels": [{"id": "BIRD"}]}]}', encoding="utf-8"
    )
    assert shell.ok("new", "p", "--schema", "mine.json")["schema"] == "mine/1"
    Path("bad.json").write_text('{"layers": 5}', encoding="utf-8")
    assert "layers" in shell.run("new", "q", "--schema", "bad.json").err


def test_errors_are_one_line_and_with_json_an_object(shell: Shell) -> None:
    shell.ok("new", "p")
    for words in (
        ("info", "missing"),
        ("import", "missing", "x"),
        ("import", "p", "missing.txt"),
        ("export", "p", "no/where.jsonl"),
        ("export", "p", "out.xyz", "--format", "nonsense"),
        ("export", "p", "out.jsonl", "--annotator", "Zoe"),
        ("export", "p", "out.jsonl", "--filter", "status:what"),
        ("check", "missing"),
        ("missing",),
    ):
        ran = shell.run(*words)
        assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1), words
        if len(words) > 1:
            ran = shell.run(*words, "--json")
            assert ran.status == 1
            assert set(ran.json["error"]) == {"what", "where", "hint"}
            assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("import",),
        ("import", "p"),
        ("export", "p"),
        ("new",),
        ("new", "a", "b"),
        ("info", "p", "--nonsense"),
        ("one", "two"),
    ],
)
def test_wrong_usage_is_status_2(shell: Shell, words: tuple[str, ...]) -> None:
    assert shell.run(*words).status == 2


def test_an_import_of_nothing_is_status_1_and_writes_nothing(shell: Shell) -> None:
    shell.ok("new", "p")
    before = Path("p.annotator").read_bytes()
    for name, content in (
        ("a.txt", b" "),
        ("b.json", b"{"),
        ("c.jsonl", b"[" * 5000),
        ("d.png", b"\x89PNG"),
        ("e.csv", b"a,b\n1,2\n"),
    ):
        Path(name).write_bytes(content)
        ran = shell.run("import", "p", name)
        assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1), name
        ran = shell.run("import", "p", name, "--json")
        assert (ran.status, ran.json["imported"], len(ran.json["skipped"])) == (1, 0, 1)
        assert ran.json["error"]["what"]
    assert Path("p.annotator").read_bytes() == before


def test_an_import_that_leaves_something_out_is_status_3_and_names_it(shell: Shell) -> None:
    shell.ok("new", "p")
    path = put(
        "a.jsonl", ROW, {"text": ""}, {"text": "x", "spans": [{"id": "s", "start": 0, "end": 9, "label": "ORG"}]}
    )
    ran = shell.run("import", "p", path, "--json")
    assert ran.status == 3
    assert [(s["path"], s["line"]) for s in ran.json["skipped"]] == [("a.jsonl", 2)]
    assert [(m["path"], m["id"]) for m in ran.json["mismatches"]] == [("a.jsonl", "s")]
    ran = shell.run("import", "p", path)
    assert ran.status == 3
    assert "a.jsonl:2: The text is empty" in ran.err


def test_columns_and_labels_are_mapped(shell: Shell) -> None:
    shell.ok("new", "p")
    row = {"Inhalt": "Lee sprach", "Rubrik": "R", "spans": [{"start": 0, "end": 3, "label": "PER"}]}
    assert shell.run("import", "p", put("a.jsonl", row)).status == 1
    report = shell.ok(
        "import", "p", "a.jsonl", "--map", "text=Inhalt", "--map", "Rubrik=title", "--map-label", "PER=PERSON"
    )
    assert (report["imported"], report["schema_additions"]) == (1, [])
    shell.ok("export", "p", "o.jsonl")
    found = json.loads(Path("o.jsonl").read_text(encoding="utf-8"))
    assert (found["meta"], found["spans"][0]["label"]) == ({"title": "R"}, "PERSON")
    assert shell.run("import", "p", "a.jsonl", "--map", "text").status == 2


def test_a_dry_run_shows_what_would_come_in(shell: Shell) -> None:
    shell.ok("new", "p")
    before = Path("p.annotator").read_bytes()
    found = shell.ok("import", "p", put("a.jsonl", ROW), "--dry-run")
    assert (found["imported"], found["annotations"], found["dry_run"]) == (1, 1, True)
    assert found["samples"][0]["title"] == "Lee"
    assert "Lee" in shell.run("import", "p", "a.jsonl", "--dry-run").out
    assert Path("p.annotator").read_bytes() == before


def test_conflicts_are_listed_and_taken_on_demand(shell: Shell) -> None:
    shell.ok("new", "p")
    given = {"text": "Mayor Lee", "spans": [{"id": "1", "start": 0, "end": 5, "label": "ORG"}]}
    shell.ok("import", "p", put("a.jsonl", given))
    given["spans"][0]["label"] = "GPE"  # type: ignore[index]  # it is a list of objects
    ran = shell.run("import", "p", put("b.jsonl", given), "--json")
    assert (ran.status, len(ran.json["conflicts"])) == (3, 1)
    assert shell.ok("import", "p", "b.jsonl", "--update")["updated"] == 1


def test_help_and_version_need_no_project(shell: Shell) -> None:
    assert "annotator" in shell.run("--version").out
    for words in (("--help",), ("import", "--help"), ("export", "-h")):
        ran = shell.run(*words)
        assert ran.status == 0
        assert "Usage" in ran.out


def test_names_with_controls_and_without_utf8_are_printed(shell: Shell) -> None:
    shell.ok("new", "p")
    ran = shell.run("import", "p", "no\nsuch\x1b[31m.txt", "--json")
    assert (ran.status, ran.err.count("\n"), "\x1b" in ran.err) == (1, 1, False)
    ran = shell.run("import", "p", b"no\xffsuch.txt".decode("utf-8", "surrogateescape"), "--json")
    assert (ran.status, ran.err.count("\n")) == (1, 1)
