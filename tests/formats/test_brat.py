"""brat folders come in and go out again as they were: every kind of line, every byte of the texts, every name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from annotator.model.schema import Schema
from annotator.services.exporting import ExportOptions, ExportReport, export
from annotator.storage.project import Project
from tests.formats.brat_folders import ALL_KINDS, TEXT, ann, contents, put_folder
from tests.services.importing_help import bring, bring_rows, exported, native, project_in, span

Files = Mapping[str, str | bytes]


def write(project: Project, out: Path, **options: object) -> ExportReport:
    return export(project, out, ExportOptions("brat", **options))  # type: ignore[arg-type]  # names of fields


def there_and_back(tmp_path: Path, schema: Schema, files: Files, **options: object) -> dict[str, bytes]:
    """What is written after a folder was imported."""
    source = put_folder(tmp_path / "in", files)
    with project_in(tmp_path, schema) as project:
        report = bring(project, source)
        assert report.complete, (report.skipped, report.mismatches, report.conflicts)
        assert not write(project, tmp_path / "out", **options).losses
    return contents(tmp_path / "out")


def encoded(files: Files) -> dict[str, bytes]:
    return {name: content.encode() if isinstance(content, str) else content for name, content in files.items()}


def test_every_kind_of_line_comes_back_in_its_place(tmp_path: Path, schema: Schema) -> None:
    files = {"a.txt": TEXT, "a.ann": ALL_KINDS}
    assert there_and_back(tmp_path, schema, files) == encoded(files)


@pytest.mark.parametrize(
    "text",
    [
        "Lee left.\r\nSmith stayed.\r\n",
        "\ufeffLee left.\r\nSmith stayed.\n",
        "Lee\u00a0🎉 left.\rSmith stayed.\u2028Zoe\u0301 too.",
        "قال الأمير فيصل إن المحادثات 🤝 بدأت.\nLee",
        "no end \x00 of line, Lee",
    ],
)
def test_texts_and_labels_keep_their_bytes(tmp_path: Path, schema: Schema, text: str) -> None:
    at = text.index("Lee")
    files = {"a.txt": text, "a.ann": ann(text, ("PERSON", at, at + 3)), "b.txt": "Nobody said why.", "b.ann": ""}
    assert there_and_back(tmp_path, schema, files) == encoded(files)


def test_a_text_in_another_encoding_keeps_its_bytes(tmp_path: Path, schema: Schema) -> None:
    text = "Größe und Übel, sagte Müller in Köln über die Äußerung der Grünen. " * 20
    at = text.index("Müller")
    files = {"a.txt": text.encode("cp1252"), "a.ann": ann(text, ("PERSON", at, at + 6))}
    files |= {"b.txt": b"\xff\xfe" + text.encode("utf-16-le"), "b.ann": ""}
    back = there_and_back(tmp_path, schema, files)
    assert back["a.txt"] == files["a.txt"]
    assert back["b.txt"] == files["b.txt"]
    assert back["a.ann"] == files["a.ann"].encode()  # type: ignore[union-attr]  # given as text


@pytest.mark.parametrize(
    ("unit", "crlf", "named"),
    [
        ("codepoint", False, "codepoint"),
        ("utf16", False, "utf16"),
        ("codepoint", True, "codepoint/lf"),
        ("utf16", True, "utf16/lf"),
        ("byte", False, "byte"),
    ],
)
def test_the_unit_of_offsets_is_found_by_the_quotes(
    tmp_path: Path, schema: Schema, unit: str, crlf: bool, named: str
) -> None:
    text = "Zoë 🎉🎉 won.\r\nMayor Lee 🎉 lost.\r\nRome fell."
    places = [
        ("PERSON", 0, 3),
        ("PERSON", text.index("Lee"), text.index("Lee") + 3),
        ("GPE", len(text) - 10, len(text) - 6),
    ]
    put_folder(tmp_path / "in", {"a.txt": text, "a.ann": ann(text, *places, unit=unit, crlf_as_one=crlf)})
    with project_in(tmp_path, schema) as project:
        report = bring(project, tmp_path / "in")
        assert dict(report.offset_units) == {named: 1}
        assert report.complete
        (row,) = exported(project, tmp_path)
    assert [(s["start"], s["end"], s["text"]) for s in row["spans"]] == [(a, b, text[a:b]) for _, a, b in places]


def test_what_does_not_fit_is_named_with_its_line_and_nothing_is_moved(tmp_path: Path, schema: Schema) -> None:
    lines = (
        "T1\tORG 0 4\tSony\n"
        "T2\tORG 34 42\tEricsson\n"
        "T3\tORG 400 410\tSony\n"
        "T4\tORG zero 4\tSony\n"
        "T5\tORG 0 2;2 4\tSony\n"
        "A1\tKind T2 firm\n"
        "R1\tRival Arg1:T1 Arg2:T2\n"
        "E1\tORG:T3\n"
        "A9\tFalse E1\n"
    )
    put_folder(tmp_path / "in", {"a.txt": TEXT, "a.ann": lines})
    with project_in(tmp_path, schema) as project:
        report = bring(project, tmp_path / "in")
        assert report.annotations == 1
        assert [(s.path.rpartition("/")[2], s.line) for s in report.skipped] == [("a.ann", 4)]
        reasons = {m.id: m.reason for m in report.mismatches}
        assert set(reasons) == {"T2", "T3", "T5", "A1", "R1", "E1", "A9"}
        assert reasons["T2"] == "line 2: it says “Ericsson”, the text there says “ricsson ”"
        assert "touch" in reasons["T5"]
        assert "T2" in reasons["R1"]
        write(project, tmp_path / "out")
    assert contents(tmp_path / "out")["a.ann"] == b"T1\tORG 0 4\tSony\n"


def test_a_line_end_inside_a_label_may_be_written_as_a_space(tmp_path: Path, schema: Schema) -> None:
    files = {"a.txt": "Mayor\nLee left.", "a.ann": "T1\tPERSON 0 9\tMayor Lee\n"}
    assert there_and_back(tmp_path, schema, files) == encoded(files)


def test_fragments_joined_without_a_space_are_understood(tmp_path: Path, schema: Schema) -> None:
    files = {"a.txt": TEXT, "a.ann": "T1\tLOC 45 50;61 68\tNorthAmerica\n"}
    assert there_and_back(tmp_path, schema, files)["a.ann"] == b"T1\tLOC 45 50;61 68\tNorth America\n"


def test_empty_files_are_kept_whoever_exports(tmp_path: Path, schema: Schema) -> None:
    files = {"a.txt": TEXT, "a.ann": "T1\tORG 0 4\tSony\n", "sub/b.txt": "Nothing here.", "sub/b.ann": ""}
    assert there_and_back(tmp_path, schema, files) == encoded(files)


def test_sub_folders_with_the_same_articles_are_annotators(tmp_path: Path, schema: Schema) -> None:
    files = {
        "ada/x.txt": TEXT,
        "ada/x.ann": "T1\tORG 0 4\tSony\nX1\tadas\n",
        "bo/x.txt": TEXT,
        "bo/x.ann": "T1\tORG 33 41\tEricsson\nT2\tORG 0 4\tSony\n",
        "ada/y.txt": "Nothing.",
        "ada/y.ann": "",
    }
    source = put_folder(tmp_path / "in", files | {"annotation.conf": "[entities]\nORG\n"})
    with project_in(tmp_path, schema) as project:
        report = bring(project, source)
        assert report.complete
        assert (report.imported, report.duplicates, report.annotations) == (2, 1, 3)
        assert report.annotators == ["ada", "bo"]
        assert not write(project, tmp_path / "out", all=True).losses
        assert contents(tmp_path / "out") == encoded(files)
        write(project, tmp_path / "bo", annotator="bo")
    assert contents(tmp_path / "bo") == {"x.txt": TEXT.encode(), "x.ann": encoded(files)["bo/x.ann"]}


def test_a_folder_called_gold_is_gold_and_comes_back(tmp_path: Path, schema: Schema) -> None:
    files = {"ada/x.txt": TEXT, "ada/x.ann": "T1\tORG 0 4\tSony\n", "Gold/x.txt": TEXT, "Gold/x.ann": ""}
    assert there_and_back(tmp_path, schema, files, all=True) == encoded(files)


def test_sub_folders_with_other_articles_are_only_folders(tmp_path: Path, schema: Schema) -> None:
    files = {"north/1.txt": TEXT, "north/1.ann": "", "south/1.txt": "Rome fell.", "south/1.ann": ""}
    assert there_and_back(tmp_path, schema, files) == encoded(files)


def test_two_files_of_equal_text_are_both_written_each_with_its_own_lines(tmp_path: Path, schema: Schema) -> None:
    files = {
        "a.txt": TEXT,
        "a.ann": "T1\tORG 0 4\tSony\nT2\tORG 33 41\tEricsson\nR1\tRival Arg1:T1 Arg2:T2\n#1\tAnnotatorNotes T1\tone\n",
        "b.txt": TEXT,
        "b.ann": "T1\tORG 0 4\tSony\nT2\tLOC 45 50\tNorth\nR1\tRival Arg1:T2 Arg2:T1\n#1\tAnnotatorNotes T1\ttwo\nE1\tORG:T1\n",
        "c.txt": TEXT,
        "c.ann": "",
    }
    source = put_folder(tmp_path / "in", files)
    with project_in(tmp_path, schema) as project:
        report = bring(project, source)
        assert report.complete
        assert (report.imported, report.annotations) == (1, 3)
        write(project, tmp_path / "out")
        assert contents(tmp_path / "out") == encoded(files)
        again = bring(project, source)
        assert again.complete
        assert (again.imported, again.annotations, again.duplicates) == (0, 0, 3)


def test_equal_spans_with_two_ids_are_two_labels(tmp_path: Path, schema: Schema) -> None:
    files = {"a.txt": TEXT, "a.ann": "T1\tORG 0 4\tSony\nT2\tORG 0 4\tSony\nA1\tSure T2\n"}
    assert there_and_back(tmp_path, schema, files) == encoded(files)


def test_names_keep_what_every_system_can_have(tmp_path: Path, schema: Schema) -> None:
    names = ["Größe & Co. (1), “x”.txt", 'was: "das"?.txt', "CON.txt", "a/../b .txt", "dots. .txt"]
    with project_in(tmp_path, schema) as project:
        rows = [
            native(f"Lee {n}", meta={"file": name})
            for n, name in enumerate([*names, "a.txt", "a.txt", "no ending", "p.html"])
        ]
        bring_rows(project, tmp_path, *rows)
        write(project, tmp_path / "out", all=True)
    found = {name for name in contents(tmp_path / "out") if name.endswith(".txt")}
    assert found == {
        "Größe & Co. (1), “x”.txt", "was_ _das__.txt", "CON_.txt", "a/__/b .txt", "dots. .txt", "a.txt", "a~2.txt",
        "no ending.txt", "p.txt",
    }  # fmt: skip


def test_labels_made_here_are_written_so_that_brat_reads_them(tmp_path: Path, schema: Schema) -> None:
    text = "Mayor Lee 🎉 said:\n“Taxes fell,\nand wages rose.”"
    start = text.index("Taxes")
    spans = [
        span(6, 9, text=text, id="1", layer="entity", attributes={"name": "Ada\nLee"}),
        span(start, len(text) - 1, "CLAIM", text, id="2", layer="claim", attributes={"voice": "direct"}),
    ]
    links = [{"role": "claimer", "from": "2", "to": "1"}]
    notes = [{"text": "why?", "span": "2"}, {"text": "on the whole"}]
    with project_in(tmp_path, schema) as project:
        bring_rows(
            project,
            tmp_path,
            native(text, spans=spans, links=links, notes=notes, status="done", labels={"genre": "news"}),
        )
        report = write(project, tmp_path / "out")
    assert contents(tmp_path / "out")[next(iter(contents(tmp_path / "out")))].decode() == (
        "T1\tPERSON 6 9\tLee\n"
        "T2\tCLAIM 19 30;31 46\tTaxes fell, and wages rose.\n"
        "A1\tname T1 Ada Lee\n"
        "A2\tvoice T2 direct\n"
        "R1\tclaimer Arg1:T2 Arg2:T1\n"
        "#1\tAnnotatorNotes T2\twhy?\n"
    )
    assert {loss.what: loss.count for loss in report.losses} == {
        "labels over line ends": 1,
        "attribute values": 1,
        "labels of whole articles": 1,
        "notes on whole articles": 1,
        "marks of done, skipped and flagged": 1,
    }


def test_the_configuration_is_read_and_made(tmp_path: Path, schema: Schema) -> None:
    conf = (
        "[entities]\nORG\n!Named\n\tShip\n\n[relations]\nOwns Arg1:ORG, Arg2:Ship\n"
        "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>\n[events]\nSinking\tVessel:Ship\n"
        "[attributes]\nNegation\tArg:<EVENT>\nSize\tArg:Ship, Value:small|large\n"
    )
    files = {
        "annotation.conf": conf,
        "a.txt": TEXT,
        "a.ann": "T1\tSinking 14 27\tjoint venture\nE1\tSinking:T1 Vessel2:T1\n",
    }
    put_folder(tmp_path / "in", files)
    with project_in(tmp_path, schema) as project:
        report = bring(project, tmp_path / "in")
        assert report.complete
        added = {(a.kind, a.name) for a in report.schema_additions}
        assert added == {("label", "Ship"), ("label", "Sinking"), ("role", "Owns"), ("attribute", "Size")}
        write(project, tmp_path / "out")
    made = (tmp_path / "out" / "annotation.conf").read_text(encoding="utf-8").splitlines()
    assert {"Ship", "CLAIM", "favor", "Sinking\tVessel*:<ANY>"} <= set(made)
    assert "Size\tArg:<ANY>, Value:small|large" in made
    assert "claimer\tArg1:CLAIM, Arg2:" in "\n".join(made)
    assert made.index("Sinking\tVessel*:<ANY>") > made.index("[events]")


def test_files_of_other_kinds_in_a_brat_folder_are_read_as_what_they_are(tmp_path: Path, schema: Schema) -> None:
    files = {
        "a.txt": TEXT,
        "a.ann": "",
        "visual.conf": "[labels]",
        "rows.jsonl": '{"text": "Rome fell."}\n',
        "x.bin": b"\0",
    }
    put_folder(tmp_path / "in", files)
    with project_in(tmp_path, schema) as project:
        report = bring(project, tmp_path / "in")
    assert report.imported == 2
    assert [s.path.rpartition("/")[2] for s in report.skipped] == ["x.bin"]


def test_a_label_file_without_its_text_is_named(tmp_path: Path, schema: Schema) -> None:
    put_folder(tmp_path / "in", {"a.txt": TEXT, "a.ann": "", "lost.ann": "T1\tORG 0 4\tSony\n"})
    with project_in(tmp_path, schema) as project:
        report = bring(project, tmp_path / "in")
    assert [(s.path.rpartition("/")[2], s.reason) for s in report.skipped] == [
        ("lost.ann", "The text file lost.txt is not there.")
    ]
    assert report.imported == 1


def test_a_line_that_is_not_utf8_is_named_and_the_others_come_in(tmp_path: Path, schema: Schema) -> None:
    lines = b"T1\tORG 0 4\tSony\nT2\tORG 33 41\tEricss\xff\xfen\nT3\tLOC 45 50\tNorth\n"
    put_folder(tmp_path / "in", {"a.txt": TEXT, "a.ann": lines})
    with project_in(tmp_path, schema) as project:
        report = bring(project, tmp_path / "in")
    assert [(s.line, s.reason) for s in report.skipped] == [(2, "The line is not UTF-8.")]
    assert report.annotations == 2


def test_importing_again_brings_nothing_and_a_native_copy_writes_the_same_folder(
    tmp_path: Path, schema: Schema
) -> None:
    files = {"a.txt": TEXT, "a.ann": ALL_KINDS, "b.txt": "Rome fell.", "b.ann": ""}
    source = put_folder(tmp_path / "in", files)
    with project_in(tmp_path, schema) as project:
        bring(project, source)
        again = bring(project, source)
        assert again.complete
        assert (again.imported, again.annotations, again.updated) == (0, 0, 0)
        export(project, tmp_path / "all.jsonl", ExportOptions(all=True))
    with project_in(tmp_path, schema, "copy") as copy:
        bring(copy, tmp_path / "all.jsonl")
        write(copy, tmp_path / "out")
    assert contents(tmp_path / "out") == encoded(files)


def test_values_become_what_the_schema_says_they_are(tmp_path: Path, schema: Schema) -> None:
    known = {"attributes": {"count": 3, "sure": True, "kinds": ["a", "b"], "name": "4"}}
    lines = "T1\tORG 0 4\tSony\nA1\tcount T1 12\nA2\tsure T1\nA3\tkinds T1 c\nA4\tname T1 7\n"
    put_folder(tmp_path / "in", {"a.txt": TEXT, "a.ann": lines})
    with project_in(tmp_path, schema) as project:
        bring_rows(
            project, tmp_path, native("Lee left.", spans=[span(0, 3, text="Lee left.", layer="entity", **known)])
        )
        bring(project, tmp_path / "in")
        (row,) = [row for row in exported(project, tmp_path) if row["text"] == TEXT]
    assert row["spans"][0]["attributes"] == {"count": 12, "sure": True, "kinds": ["c"], "name": "7"}
