"""Known names come from a CSV, propose at once, travel with the project and are taken back by undo; bad rows are named by line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.errors import UserError
from annotator.model.gazetteer import SOURCE
from annotator.model.schema import Schema
from annotator.services.jobs import Job
from annotator.services.session import Session
from annotator.services.suggesting import suggest_corpus
from annotator.storage import suggestions
from tests.services.desk import open_desk

ROWS = """string,label,name,case
Harbour Radio,ORG,Harbour Broadcasting,
ada lee,PERSON,,any
Mayor,NO_SUCH,,
,ORG,,
Harbour Radio,PERSON,,
Lee,PERSON,,sometimes
"""


@pytest.fixture
def session(tmp_path: Path, schema: Schema) -> Iterator[Session]:
    session = open_desk(tmp_path, schema, suggest=False)
    session.place.use_memory(session.place.gather_memory())
    yield session
    session.close()


def bring_in(session: Session, folder: Path, text: str = ROWS) -> list[tuple[int, str]]:
    path = folder / "names.csv"
    path.write_text(text, encoding="utf-8")
    report = session.names.import_files([path], Job())
    session.names.take_in()
    return [(one.line, one.reason) for one in report.skipped]


def proposed(session: Session) -> list[tuple[str, str]]:
    return [(p.label, p.quote) for p in session.place.open.pending.values() if p.source == SOURCE]


def test_rows_that_cannot_be_taken_are_named_by_line(session: Session, tmp_path: Path) -> None:
    skipped = bring_in(session, tmp_path)
    assert [line for line, _ in skipped] == [4, 5, 6, 7]
    assert "NO_SUCH" in skipped[0][1]
    assert "line 2" in skipped[2][1]
    assert [one.string for one in session.names.all()] == ["ada lee", "Harbour Radio"]


def test_they_propose_in_the_open_article_at_once_and_undo_takes_them_back(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path)
    assert proposed(session) == [("PERSON", "Ada Lee"), ("ORG", "Harbour Radio"), ("PERSON", "Ada Lee")]
    radio = next(item for item in session.place.open.pending.values() if item.label == "ORG")
    made = session.deciding.accept(radio.id)
    assert made.attributes == {"name": "Harbour Broadcasting"}
    assert made.origin["source"] == SOURCE
    session.history.undo()
    session.history.undo()
    assert proposed(session) == []
    assert list(session.names.all()) == []
    session.history.redo()
    assert len(proposed(session)) == 3


def test_they_are_edited_one_by_one_and_written_out_as_they_are_read(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path)
    session.names.set("Critics", "entity", "NORP")
    session.names.set("Harbour  Radio", "entity", "PRODUCT")
    session.names.remove(["ada lee"])
    out = tmp_path / "out.csv"
    assert session.names.export(out) == 2
    assert out.read_text(encoding="utf-8").splitlines()[1:] == ["Critics,NORP,,exact", "Harbour Radio,PRODUCT,,exact"]
    assert bring_in(session, tmp_path, out.read_text(encoding="utf-8")) == []
    assert [one.label for one in session.names.all()] == ["NORP", "PRODUCT"]


def test_a_run_over_the_corpus_writes_them_down_and_again_only_when_they_have_changed(
    session: Session, tmp_path: Path
) -> None:
    bring_in(session, tmp_path)
    first = suggest_corpus(session.project, Job())
    assert first.by_source[SOURCE] == 3
    assert suggest_corpus(session.project, Job()).articles == 0
    session.names.remove(["ada lee"])
    again = suggest_corpus(session.project, Job())
    assert (again.articles, again.by_source[SOURCE]) == (1, 1)
    packs = suggestions.of_article(session.project.reader(), session.place.open.article.key)
    assert len(packs[SOURCE]) == 1


def test_they_survive_a_restart_and_nothing_useful_in_a_file_is_an_error(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path)
    with pytest.raises(UserError, match="line 1"):
        bring_in(session, tmp_path, "x,NO_SUCH\n")
    session.wait()
    with session.project.snapshot() as db:
        assert db.execute("SELECT count(*) FROM setting WHERE name LIKE 'gazetteer/%'").fetchone() == (2,)
