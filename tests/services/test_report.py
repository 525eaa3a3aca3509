"""The report: what it says is so, it is one safe page, and the same project gives the same bytes."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from annotator.model.annotation import Suggestion
from annotator.model.errors import UserError
from annotator.services.report import report, write_report
from annotator.storage.project import Project
from tests.services.test_reviewing import OTHER, people, said
from tests.storage.projects import TEXT, act, decision, new_project, work


def labelled(folder: Path) -> Project:
    """A project that two people have labelled, one of them with suggestions."""
    project = new_project(folder, TEXT, OTHER)
    ben, cy = people(project, "Ben <b>", "Cy | *x*")
    for owner in (ben, cy):
        said(project, owner, (12, 21, "PERSON"), (0, 9, "CLAIM", {"voice": "direct"}))
        act(project, work(1, owner, status="done"), work(2, owner, status="done"), owner=owner)
    said(project, ben, (30, 32, "ORG"))
    said(project, cy, (30, 32, "PERSON"))
    said(project, ben, (11, 14, "PERSON"), article=2)
    for verdict, end in (("accepted", 21), ("rejected", 20), ("rejected", 19)):
        suggestion = Suggestion("rules@1", "entity", "PERSON", ((12, end),), 0.5)
        act(project, decision(suggestion, TEXT, verdict, owner=ben), owner=ben)
    return project


def test_it_counts_labels_confusions_and_what_became_of_suggestions(tmp_path: Path) -> None:
    with closing(labelled(tmp_path)) as project:
        found = report(project)
        assert (found.articles, found.done, found.gold) == (2, 2, 0)
        totals = {person.name: person.total for person in found.people}
        assert totals == {"Ann": 0, "Ben <b>": 4, "Cy | *x*": 3}
        entities = found.confusion["entity"]
        assert dict(entities.counts) == {
            ("PERSON", "PERSON"): 2,
            ("ORG", "PERSON"): 1,
            ("PERSON", "ORG"): 1,
            ("PERSON", ""): 1,
            ("", "PERSON"): 1,
        }
        assert [(a.source, a.label, a.accepted, a.edited, a.rejected) for a in found.acceptance] == [
            ("rules@1", "PERSON", 1, 0, 2)
        ]
        assert [(i.name, i.suggested, i.articles, i.labels) for i in found.influence] == [
            ("Ben <b>", True, 1, 3),
            ("Ben <b>", False, 1, 1),
            ("Cy | *x*", False, 2, 3),
        ]
        assert found.agreement is not None
        assert found.agreement["layers"]["claim"]["exact_f1"] == 1


def test_the_page_is_whole_and_what_people_are_called_is_text(tmp_path: Path) -> None:
    with closing(labelled(tmp_path)) as project:
        out = tmp_path / "report.html"
        assert write_report(project, out) == [out]
        page = out.read_text(encoding="utf-8")
        assert "Ben &lt;b&gt;" in page
        assert "<b>" not in page
        assert "<script" not in page
        assert not re.search(r"(?:src|href)\s*=", page)
        for picture in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
            ET.fromstring(picture)
        assert page.count("<svg") >= 4
        before = out.read_bytes()
        write_report(project, out)
        assert out.read_bytes() == before


def test_markdown_has_its_figures_beside_it(tmp_path: Path) -> None:
    with closing(labelled(tmp_path)) as project:
        out = tmp_path / "report.md"
        written = write_report(project, out)
        page = out.read_text(encoding="utf-8")
        named = re.findall(r"\]\(<(.*?)>\)", page)
        assert sorted(named) == sorted(path.name for path in written[1:])
        assert all((tmp_path / name).read_text(encoding="utf-8").startswith("<svg") for name in named)
        assert r"Cy \| \*x\*" in page
        rows = [line for line in page.splitlines() if line.startswith("| Cy")]
        assert all(len(re.findall(r"(?<!\\)\|", row)) >= 3 for row in rows)


def test_where_nobody_agreed_the_reason_is_told(tmp_path: Path) -> None:
    with closing(new_project(tmp_path, TEXT)) as project:
        out = tmp_path / "report.md"
        write_report(project, out)
        assert "No article was finished or labelled by two annotators" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["report.txt", "report", "nowhere/report.html"])
def test_other_places_are_refused(tmp_path: Path, name: str) -> None:
    with closing(new_project(tmp_path, TEXT)) as project, pytest.raises(UserError):
        write_report(project, tmp_path / name)


def test_hidden_names_stand_nowhere_in_the_report(tmp_path: Path) -> None:
    with closing(labelled(tmp_path)) as project:
        out = tmp_path / "report.md"
        write_report(project, out, blind=True)
        said = out.read_text(encoding="utf-8")
        assert "Ben" not in said
        assert "Cy" not in said
        assert "A, B" in said
        assert "A – B" in said
        write_report(project, out)
        assert "Ben" in out.read_text(encoding="utf-8")
