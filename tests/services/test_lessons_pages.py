"""Lessons as a page: what was said, what stands, why; as HTML and as Markdown."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from annotator.model.errors import UserError
from annotator.model.review import reason_name
from annotator.services.lessons_pages import page, write_lessons
from annotator.services.report import report
from annotator.services.session import Session
from tests.services.merging_files import base, merged, put, work_file


def test_what_was_decided_otherwise_is_told_with_its_reason(tmp_path: Path) -> None:
    project = base(tmp_path)
    files = []
    for name, label in (("Ben", "PERSON"), ("Cy", "ORG")):
        with closing(work_file(project, name)) as work:
            put(work, 15, 21, label)
            files.append(work.path)
    merged(project, files)
    with closing(Session.open(project)) as session:
        at = session.reviewing.open(1)
        (item,) = at.disagreements
        ben = session.project.annotator("Ben")
        session.reviewing.take(item.id, ben.key, "boundary", "names of firms <are> people here")
        session.wait()
        assert "Nothing to learn" in page(session.project, "Ben")
        html, text = tmp_path / "cy.html", tmp_path / "cy.md"
        for out in (html, text):
            assert write_lessons(session.project, "Cy", out) == [out]
            said = out.read_text(encoding="utf-8")
            assert "ORG “OpenAI”" in said
            assert "PERSON “OpenAI”" in said
            assert "<are>" not in said
        assert "http" not in html.read_text(encoding="utf-8").replace("http-equiv", "")
        hidden = page(session.project, "Cy", blind=True)
        assert "ORG “OpenAI”" in hidden
        assert not [name for name in ("Cy", "Ben", session.annotator.name) if name in hidden]
        assert report(session.project).reasons == [(reason_name("boundary"), 1)]
        with pytest.raises(UserError):
            write_lessons(session.project, "Cy", tmp_path / "cy.docx")
        with pytest.raises(UserError):
            write_lessons(session.project, "Nobody", html)
