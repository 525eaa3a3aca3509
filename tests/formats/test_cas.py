"""UIMA CAS as XMI and JSON: what dkpro-cassis reads from it, what comes back, and files of other tools."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.registry import format_for
from annotator.model.errors import UserError
from annotator.model.exchange import Row, Skipped
from annotator.model.schema import Schema
from tests.formats import corpus
from tests.formats.files import mismatches, put, read, remarks, rows, skipped

cassis = pytest.importorskip("cassis")

NER = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
FORMATS = [("xmi", ".xmi"), ("json-cas", ".json")]


def load(path: Path) -> Any:
    if path.suffix == ".json":
        with path.open("rb") as stream:
            return cassis.load_cas_from_json(stream)
    return cassis.load_cas_from_xmi(path, typesystem=cassis.load_typesystem(path.with_name("TypeSystem.xml")))


@pytest.mark.parametrize(("name", "suffix"), FORMATS)
def test_cassis_finds_the_labels_at_their_places(tmp_path: Path, schema: Schema, name: str, suffix: str) -> None:
    corpus.write(name, corpus.rows(), tmp_path, schema)
    cas = load(tmp_path / f"Taxes{suffix}")
    wanted = corpus.rows()[0]
    assert cas.sofa_string == wanted.text
    assert [(e.get_covered_text(), e.value) for e in cas.select(NER)] == [
        ("Mayor 🏙️ Lee", "PERSON"),
        ("Monday", "DATE"),
        ("The opposition’s leader", "ACTOR"),
        ("Zoe\u0301 O’Neill", "PERSON"),
    ]
    first = next(claim for claim in cas.select("webanno.custom.Claim") if claim.value == "CLAIM")
    assert (first.get_covered_text(), first.voice) == ("Taxes fell 🎉", "direct")
    assert [(slot.role, slot.target.get_covered_text()) for slot in first.links.elements] == [
        ("claimer", "Mayor 🏙️ Lee")
    ]
    (relation,) = cas.select("webanno.custom.ClaimRelation")
    assert (relation.role, relation.Governor.value, relation.Dependent.value) == ("cue", "CLAIM", "CUE")
    assert cas.document_language == "en"


def test_offsets_in_the_file_are_utf16(tmp_path: Path, schema: Schema) -> None:
    text = "😊 Rome"
    corpus.write("json-cas", [corpus.row(text, [corpus.span(text, "GPE", "Rome")], meta={"id": "a"})], tmp_path, schema)
    found = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    (entity,) = (fs for fs in found["%FEATURE_STRUCTURES"] if fs["%TYPE"] == NER)
    assert (entity["begin"], entity["end"]) == (3, 7)


@pytest.mark.parametrize(("name", "suffix"), FORMATS)
def test_everything_comes_back(tmp_path: Path, schema: Schema, name: str, suffix: str) -> None:
    wanted = [*corpus.rows(), odd_row()]
    losses = corpus.write(name, wanted, tmp_path, schema)
    paths = [path for path in tmp_path.iterdir() if path.suffix == suffix]
    found = {row.text: row for path in paths for row in corpus.read_rows(name, path)}
    for row in wanted:
        same = found[row.text]
        assert sorted(same.spans) == sorted(row.spans)
        assert corpus.linked(same) == corpus.linked(row)
        for field in ("notes", "meta", "annotator", "status", "flagged", "labels", "seconds", "imported"):
            assert getattr(same, field) == getattr(row, field), field
    assert {loss.what for loss in losses} == {"links"}


def odd_row() -> Row:
    """Values that are no texts, names that are no names of features, layers that the schema lacks."""
    text = "Oslo & <Rome>"
    values = {"how sure?": "very", "value": 3.5, "tags": ["a", "b"], "urgent": True, "type": "x"}
    span = corpus.span(text, "Ort", "<Rome>", layer="mein Layer", attributes=values)
    return corpus.row(text, [span, corpus.span(text, "GPE", "Oslo", attributes={"name": '"O"\n'})], meta={"id": "odd"})


def test_control_characters_that_xml_cannot_hold_are_counted(tmp_path: Path, schema: Schema) -> None:
    text = "Rome\x00 fell \x0c."
    rows_ = [corpus.row(text, [corpus.span(text, "GPE", "Rome")], meta={"id": "a"})]
    losses = {loss.what: loss.count for loss in corpus.write("xmi", rows_, tmp_path, schema)}
    assert losses["control characters"] == 2
    (found,) = rows(read(tmp_path / "a.xmi"))
    assert found.text == "Rome\ufffd fell \ufffd."
    (tmp_path / "json").mkdir()
    assert corpus.write("json-cas", rows_, tmp_path / "json", schema) == []
    assert corpus.read_rows("json-cas", tmp_path / "json" / "a.json")[0].text == text


XMI = """<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore"
 xmlns:tcas="http:///uima/tcas.ecore" xmi:version="2.0"><cas:NULL xmi:id="0"/>
<custom:Actor xmi:id="2" sofa="1" begin="3" end="7" kind="city"/>
<custom:Act xmi:id="3" sofa="1" begin="8" end="12" value="FALL"/>
<custom:Did xmi:id="4" sofa="1" begin="8" end="12" Governor="2" Dependent="3" role="agent"/>
<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="😊 Rome fell.&#13;&#10;"/>
<cas:View sofa="1" members="2 3 4"/></xmi:XMI>"""


def test_an_xmi_file_without_its_type_system_is_read_and_says_so(tmp_path: Path) -> None:
    items = read(put(tmp_path, "a.xmi", XMI))
    (row,) = rows(items)
    assert row.text == "😊 Rome fell.\r\n"
    assert [(s.layer, s.label, s.text, dict(s.attributes)) for s in row.spans] == [
        ("Actor", "Actor", "Rome", {"kind": "city"}),
        ("Act", "FALL", "fell", {}),
    ]
    assert [(link.role, link.source, link.target) for link in row.links] == [("agent", "Actor-2", "Act-3")]
    assert len(remarks(items)) == 1


@pytest.mark.parametrize(
    "content",
    [
        XMI.replace('end="7"', 'end="99"'),
        XMI.replace('begin="3"', 'begin="1"'),
        XMI.replace("</xmi:XMI>", ""),
        XMI.replace('members="2 3 4"', 'members="2 3 9"'),
        XMI.replace("<xmi:XMI ", '<!DOCTYPE x [<!ENTITY e "x">]><xmi:XMI '),
        "",
        "<a/>",
        "no XML",
    ],
)
def test_a_malformed_xmi_file_is_named_in_one_line_and_gives_nothing(tmp_path: Path, content: str) -> None:
    items = read(put(tmp_path, "a.xmi", content))
    assert len(skipped(items)) == 1
    assert len(items) == 1
    assert "\n" not in skipped(items)[0][1]


JSON = {
    "%TYPES": {"x.City": {"%NAME": "x.City", "%SUPER_TYPE": "uima.tcas.Annotation", "zip": {"%NAME": "zip", "%RANGE": "uima.cas.Integer"}}},
    "%FEATURE_STRUCTURES": [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text", "sofaString": "🥳 Rome"},
        {"%ID": 2, "%TYPE": "x.City", "@sofa": 1, "begin": 3, "end": 7, "zip": 118},
        {"%ID": 3, "%TYPE": "x.City", "@sofa": 1, "begin": 3, "end": 3},
    ],
    "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": [2, 3]}},
}  # fmt: skip


def test_a_json_cas_of_another_tool(tmp_path: Path) -> None:
    items = read(put(tmp_path, "a.json", json.dumps(JSON)))
    (row,) = rows(items)
    assert [(s.layer, s.label, s.text, dict(s.attributes)) for s in row.spans] == [
        ("City", "City", "Rome", {"zip": 118})
    ]
    assert mismatches(items) == [("City-3", "it has no length")]


@pytest.mark.parametrize("cut", [20, 200, 400])
def test_a_malformed_json_cas_is_named_in_one_line_and_gives_nothing(tmp_path: Path, cut: int) -> None:
    items = corpus.read("json-cas", put(tmp_path, "a.json", json.dumps(JSON)[:cut]))
    assert len(items) == 1
    assert isinstance(items[0], Skipped)


def test_without_cassis_the_message_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cassis", None)
    path = put(tmp_path, "a.xmi", XMI)
    found = format_for(path)
    assert found is not None
    assert found.name == "xmi"
    with pytest.raises(UserError) as raised:
        read(path)
    assert 'pip install "annotator[cas]"' in raised.value.hint
