"""What was changed by hand in articles from brat: the lines that belong to a label go with it, all others stay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.brat_ann import split_at_line_ends
from annotator.model.annotation import Annotation, are_fragments, quote_of
from annotator.model.schema import Schema
from annotator.services.exporting import ExportOptions, export
from annotator.services.merging import MergeOptions, merge
from annotator.services.session import Session
from annotator.storage import people
from tests.formats.brat_folders import ALL_KINDS, TEXT, contents, put_folder
from tests.services.importing_help import bring, project_in


def edited(tmp_path: Path, schema: Schema, edit: Callable[[Session], object], lines: str = ALL_KINDS) -> set[str]:
    """The lines of the one `.ann` file after somebody worked on the article."""
    source = put_folder(tmp_path / "in", {"a.txt": TEXT, "a.ann": lines})
    with project_in(tmp_path, schema) as project:
        bring(project, source)
        path = project.path
    session = Session.open(path, "Ann")
    try:
        session.open_article(1)
        edit(session)
        session.wait()
        export(session.project, tmp_path / "out", ExportOptions("brat"))
    finally:
        session.close()
    return set(contents(tmp_path / "out")["a.ann"].decode().splitlines())


def label(session: Session, quote: str) -> str:
    """The id of the label on `quote`."""
    items = session.place.open.items
    return next(item.id for item in items if isinstance(item, Annotation) and item.quote == quote)


def test_a_deleted_label_takes_along_what_is_about_it_and_nothing_else(tmp_path: Path, schema: Schema) -> None:
    left = edited(tmp_path, schema, lambda session: session.labelling.delete(label(session, "joint venture")))
    gone = {line for line in ALL_KINDS.splitlines() if line.split("\t")[0] in ("T2", "E1", "A1", "A2", "M1", "#1", "*")}
    assert left == set(ALL_KINDS.splitlines()) - gone | {"*\tEquiv T1 T3"}


def test_an_event_loses_an_argument_and_stays(tmp_path: Path, schema: Schema) -> None:
    left = edited(tmp_path, schema, lambda session: session.labelling.delete(label(session, "Sony")))
    assert "E1\tMERGE:T2 Org2:T3" in left
    assert "*\tEquiv T2 T3" in left
    assert not {line for line in left if line.split("\t")[0] in ("T1", "#2", "A5", "A3", "N1", "R2")}
    assert {"A1\tNegation E1", "R7\tOrigin Arg1:T3 Arg2:T4"} <= left


def test_an_event_is_of_the_type_that_its_trigger_has_become(tmp_path: Path, schema: Schema) -> None:
    left = edited(
        tmp_path, schema, lambda session: session.labelling.relabel(label(session, "joint venture"), "entity", "EVENT")
    )
    assert "T2\tEVENT 14 27\tjoint venture" in left
    assert "E1\tEVENT:T2 Org1:T1 Org2:T3" in left


def test_new_labels_links_and_notes_get_numbers_that_nothing_had(tmp_path: Path, schema: Schema) -> None:
    def edit(session: Session) -> None:
        start = TEXT.index("doubted")
        new = session.labelling.create(((start, start + 7),), "claim", "CUE")
        session.remarks.write("hm\nm", new.id)
        session.labelling.set_attribute(label(session, "Ericsson"), "name", "Ericsson AB")
        session.labelling.delete(label(session, "Lee"))

    left = edited(tmp_path, schema, edit)
    before = set(ALL_KINDS.splitlines())
    assert before - left == {"T12\tPERSON 76 79\tLee"}
    assert left - before == {
        "T13\tCUE 82 89\tdoubted",
        "A6\tname T3 Ericsson AB",
        "#10\tAnnotatorNotes T13\thm m",
    }


def test_an_edited_note_keeps_its_id_and_kind(tmp_path: Path, schema: Schema) -> None:
    def edit(session: Session) -> None:
        note = next(n for n in session.place.open.notes.values() if n.text == "América 🌎")
        session.remarks.edit(note.id, "America")

    assert "#9\tNormalization T4\tAmerica" in edited(tmp_path, schema, edit)


@given(st.text("ab \r\n\u2028", min_size=1, max_size=12), st.data())
@settings(max_examples=150)
def test_labels_split_at_line_ends_have_the_same_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = split_at_line_ends(text, ((start, end),))
    assert are_fragments(found, len(text))
    assert quote_of(text, found).split() == text[start:end].split()
    if text[start:end].strip():
        assert len(quote_of(text, found).splitlines()) == 1


def test_lines_of_one_person_are_never_written_for_another(tmp_path: Path, schema: Schema) -> None:
    texts = {"ada": "T1\tORG 0 4\tSony\nE1\tORG:T1\n", "bo": "T1\tLOC 45 50\tNorth\n"}
    for name, lines in texts.items():
        put_folder(tmp_path / name, {"a.txt": TEXT, "a.ann": lines})
    with project_in(tmp_path, schema, "of bo", "bo") as other:
        bring(other, tmp_path / "bo")
    with project_in(tmp_path, schema, "main", "ada") as project:
        bring(project, tmp_path / "ada")
        assert merge(project, [other.path], MergeOptions(foreign=True)).new == 1
        export(project, tmp_path / "out", ExportOptions("brat", all=True))
    assert {name: data.decode() for name, data in contents(tmp_path / "out").items() if name.endswith(".ann")} == {
        f"{name}/a.ann": lines for name, lines in texts.items()
    }


def test_who_has_another_name_now_keeps_their_files(tmp_path: Path, schema: Schema) -> None:
    put_folder(tmp_path / "in", {"a.txt": TEXT, "a.ann": ALL_KINDS, "b.txt": "Rome fell.", "b.ann": ""})
    with project_in(tmp_path, schema) as project:
        bring(project, tmp_path / "in")
        key = project.current_annotator.key
        project.writer.run(lambda db: people.rename(db, key, "Ann Smith"))
        export(project, tmp_path / "out", ExportOptions("brat", all=True))
    assert contents(tmp_path / "out") == contents(tmp_path / "in")
