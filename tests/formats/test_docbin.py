"""spaCy's DocBin: what spaCy itself reads from it, what comes back, and what does not stand on its tokens."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
import spacy
import srsly
from spacy.tokens import Doc, DocBin, Span

from annotator.model.exchange import Row, Skipped
from annotator.model.schema import Schema
from tests.formats import corpus
from tests.formats.files import read, rows


def docs(path: Path) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))


@pytest.fixture
def written(tmp_path: Path, schema: Schema) -> Path:
    corpus.write("docbin", corpus.rows(), tmp_path / "out.spacy", schema)
    return tmp_path / "out.spacy"


def test_spacy_reads_the_texts_and_the_labels_at_their_places(written: Path) -> None:
    found = docs(written)
    assert [doc.text for doc in found] == [row.text for row in corpus.rows()]
    first = found[0]
    assert [(ent.text, ent.label_) for ent in first.ents] == [
        ("Mayor 🏙️ Lee", "PERSON"),
        ("Monday", "DATE"),
        ("The opposition’s leader", "ACTOR"),
        ("Zoe\u0301 O’Neill", "PERSON"),
    ]
    assert [(s.text, s.label_) for s in first.spans["stance"]] == [("doubts it", "against")]
    assert {s.id_ for s in first.spans["sc"]} == {span.id for span in corpus.rows()[0].spans}
    assert first.cats["genre: news"] == 1.0
    assert first.cats["genre: opinion"] == 0.0
    japanese = found[2]
    assert [(s.text, s.label_) for s in japanese.spans["sc"]] == [
        ("東京都", "GPE"),
        ("田中一郎", "PERSON"),
        ("減税する", "CLAIM"),
    ]


def test_the_pieces_of_a_claim_share_its_id(written: Path) -> None:
    doc = docs(written)[0]
    claim = [span for span in doc.spans["claim"] if span.label_ == "CLAIM"]
    assert [span.text for span in claim] == ["Taxes fell 🎉", "wages rose"]
    assert len({span.id_ for span in claim}) == 1


def test_attributes_and_links_are_in_the_extension(written: Path) -> None:
    if not Doc.has_extension("annotator"):
        Doc.set_extension("annotator", default=None)
    try:
        row = docs(written)[0]._.annotator
    finally:
        Doc.remove_extension("annotator")
    spans = {span["id"]: span for span in row["spans"]}
    claimer = next(link for link in row["links"] if link["role"] == "claimer")
    assert spans[claimer["from"]]["attributes"] == {"voice": "direct"}
    assert spans[claimer["to"]]["text"] == "Mayor 🏙️ Lee"


def test_everything_comes_back(written: Path) -> None:
    for found, wanted in zip(corpus.read_rows("docbin", written), corpus.rows(), strict=True):
        for name in ("text", "spans", "links", "notes", "meta", "annotator", "status", "flagged", "labels", "seconds"):
            assert getattr(found, name) == getattr(wanted, name), name


TOKENS = "The U.S.-led talks don't end."


@pytest.mark.parametrize(
    ("mode", "covered"), [("expand", "talks don't"), ("contract", "talks do"), ("split", "talks don'"), ("skip", None)]
)
def test_a_label_that_cuts_a_token_is_treated_as_wished_and_listed(
    tmp_path: Path, schema: Schema, mode: str, covered: str | None
) -> None:
    row = corpus.row(TOKENS, [corpus.span(TOKENS, "EVENT", "talks don'")], meta={"language": "en"})
    losses = corpus.write("docbin", [row], tmp_path / "out.spacy", schema, cut_tokens=mode)
    (doc,) = docs(tmp_path / "out.spacy")
    assert doc.text == TOKENS
    assert [ent.text for ent in doc.ents] == ([covered] if covered else [])
    if mode == "split":
        assert losses == []
    else:
        (loss,) = losses
        assert (loss.what, loss.count) == ("off-token boundaries", 1)
        assert "“talks don'”" in loss.listed[0]
    assert corpus.places(corpus.read_rows("docbin", tmp_path / "out.spacy")[0]) == corpus.places(row)


def test_of_overlapping_entities_one_is_an_entity_and_all_are_in_the_group(tmp_path: Path, schema: Schema) -> None:
    text = "The Bank of England said so."
    spans = [corpus.span(text, "ORG", "Bank of England"), corpus.span(text, "GPE", "England")]
    losses = corpus.write("docbin", [corpus.row(text, spans)], tmp_path / "out.spacy", schema)
    (doc,) = docs(tmp_path / "out.spacy")
    assert [ent.text for ent in doc.ents] == ["Bank of England"]
    assert sorted(span.text for span in doc.spans["entity"]) == ["Bank of England", "England"]
    assert [(loss.what, loss.count) for loss in losses] == [("overlapping labels", 1)]


def test_documents_of_others_are_read(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    doc = nlp("Mayor 😀 Lee said taxes fell.")
    doc.ents = [Span(doc, 0, 3, "PERSON", kb_id="Q1")]
    doc.spans["sc"] = [Span(doc, 0, 3, "PERSON"), Span(doc, 4, 6, "CLAIM")]
    doc.spans["claims"] = [Span(doc, 4, 6, "CLAIM")]
    doc.cats = {"good": 0.9, "bad": 0.1}
    plain = Doc(nlp.vocab, words=["Rome", "fell"])
    DocBin(docs=[doc, plain]).to_disk(tmp_path / "theirs.spacy")
    first, second = rows(read(tmp_path / "theirs.spacy"))
    assert [(s.label, s.fragments, dict(s.attributes)) for s in first.spans] == [
        ("PERSON", ((0, 11),), {"kb_id": "Q1"}),
        ("CLAIM", ((17, 27),), {}),
    ]
    assert first.labels == {"cats": ["good"]}
    assert second.text == "Rome fell"


def _damaged(whole: bytes) -> list[bytes]:
    found = srsly.msgpack_loads(zlib.decompress(whole))
    short = dict(found, tokens=found["tokens"][:-8])
    unnamed = dict(found, strings=found["strings"][:1])
    minus = dict(found, lengths=b"\xff\xff\xff\xff")
    packed = [
        zlib.compress(srsly.msgpack_dumps(each)) for each in (short, unnamed, minus, {}, [1], dict(found, attrs=[65]))
    ]
    return [b"", b"PK\x03\x04", whole[: len(whole) // 2], whole[:-4], zlib.compress(b"\xc1"), *packed]


@pytest.mark.parametrize("number", range(11))
def test_a_damaged_file_is_named_in_one_line_and_gives_nothing(written: Path, tmp_path: Path, number: int) -> None:
    path = tmp_path / "bad.spacy"
    path.write_bytes(_damaged(written.read_bytes())[number])
    items = read(path)
    assert len(items) == 1
    assert isinstance(items[0], Skipped)
    assert "\n" not in items[0].reason


def test_a_file_without_documents_is_one(tmp_path: Path, schema: Schema) -> None:
    corpus.write("docbin", [], tmp_path / "none.spacy", schema)
    assert docs(tmp_path / "none.spacy") == []
    assert read(tmp_path / "none.spacy") == []
    assert [path.name for path in tmp_path.iterdir()] == ["none.spacy"]


def test_a_document_with_a_damaged_part_is_named_and_the_others_come_in(written: Path) -> None:
    found = srsly.msgpack_loads(zlib.decompress(written.read_bytes()))
    found["user_data"][1] = found["user_data"][1][:-3]
    written.write_bytes(zlib.compress(srsly.msgpack_dumps(found)))
    items = read(written)
    assert [item.reason for item in items if isinstance(item, Skipped)] == ["Item 2: a part of it is cut off"]
    assert [row.text for row in rows(items)] == [row.text for n, row in enumerate(corpus.rows()) if n != 1]


def test_a_span_outside_its_text_is_named(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    doc = nlp("Rome fell.")
    doc.spans["sc"] = [Span(doc, 0, 1, "GPE")]
    found = srsly.msgpack_loads(zlib.decompress(DocBin(docs=[doc]).to_bytes()))
    group = next(iter(srsly.msgpack_loads(found["span_groups"][0])))
    content = srsly.msgpack_loads(group)
    content["spans"] = [content["spans"][0][:-8] + (0).to_bytes(4, "big") + (99).to_bytes(4, "big")]
    found["span_groups"] = [srsly.msgpack_dumps({srsly.msgpack_dumps(content): ["sc"]})]
    (tmp_path / "odd.spacy").write_bytes(zlib.compress(srsly.msgpack_dumps(found)))
    items = read(tmp_path / "odd.spacy")
    assert isinstance(items[0], Row)
    assert items[0].spans == []
    assert len(items) == 2
