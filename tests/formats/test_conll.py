"""Tokens with BIO tags: written so that spaCy converts it, read in every variant."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.training.converters import conll_ner_to_docs

from annotator.formats.registry import format_for
from annotator.model.exchange import Row, Skipped
from annotator.model.schema import Schema
from tests.formats import corpus
from tests.formats.files import put, read, remarks, rows, skipped


def labelled(row: Row) -> list[tuple[str, str]]:
    return [(row.text[s.fragments[0][0] : s.fragments[0][1]], s.label) for s in row.spans]


def test_what_is_written_has_four_columns_and_bio_tags(tmp_path: Path, schema: Schema) -> None:
    text = "Mayor Lee met EU officials 🎉 in Rome.\n\nNobody said why."
    spans = [corpus.span(text, "PERSON", "Mayor Lee"), corpus.span(text, "ORG", "EU"), corpus.span(text, "GPE", "Rome")]
    corpus.write("conll", [corpus.row(text, spans)], tmp_path / "out.conll", schema)
    assert (tmp_path / "out.conll").read_text(encoding="utf-8") == (
        "-DOCSTART- -X- O O\n\n"
        "Mayor _ _ B-PERSON\nLee _ _ I-PERSON\nmet _ _ O\nEU _ _ B-ORG\nofficials _ _ O\n🎉 _ _ O\n"
        "in _ _ O\nRome _ _ B-GPE\n. _ _ O\n\n"
        "Nobody _ _ O\nsaid _ _ O\nwhy _ _ O\n. _ _ O\n\n"
    )


def test_spacy_converts_what_is_written(tmp_path: Path, schema: Schema) -> None:
    corpus.write("conll", corpus.rows(), tmp_path / "out.conll", schema)
    written = (tmp_path / "out.conll").read_text(encoding="utf-8")
    docs = list(conll_ner_to_docs(written, no_print=True))
    assert len(docs) == len(corpus.rows())
    assert [ent.label_ for ent in docs[0].ents][:2] == ["PERSON", "CUE"]


def test_labels_come_back_on_the_text_of_the_tokens(tmp_path: Path, schema: Schema) -> None:
    corpus.write("conll", corpus.rows(), tmp_path / "out.conll", schema)
    found = corpus.read_rows("conll", tmp_path / "out.conll")
    assert labelled(found[0])[:3] == [("Mayor 🏙️ Lee", "PERSON"), ("said", "CUE"), ("Monday", "DATE")]
    assert labelled(found[2])[:2] == [("東京都".replace("", " ").strip(), "GPE"), ("田 中 一 郎", "PERSON")]


def test_losses_name_what_was_left_out(tmp_path: Path, schema: Schema) -> None:
    losses = {loss.what: loss for loss in corpus.write("conll", corpus.rows(), tmp_path / "out.conll", schema)}
    assert losses["links"].count == 4
    assert losses["notes"].count == 2
    assert losses["attributes"].count == 3
    assert losses["texts"].count == 4
    text = "The Bank of England."
    spans = [corpus.span(text, "ORG", "Bank of England"), corpus.span(text, "GPE", "England")]
    losses = {loss.what: loss for loss in corpus.write("conll", [corpus.row(text, spans)], tmp_path / "o", schema)}
    assert losses["overlapping labels"].count == 1
    assert "GPE 12-19" in losses["overlapping labels"].listed[0]


IOB1 = "EU I-ORG\nGerman I-MISC\nBonn I-LOC\nRome B-LOC\nis O\nfar I-X\n. O\n"
IOB2 = "EU B-ORG\nGerman B-MISC\nBonn B-LOC\nRome B-LOC\nis O\nfar B-X\n. O\n"
BIOES = "EU S-ORG\nGerman S-MISC\nBonn S-LOC\nRome S-LOC\nis O\nfar S-X\n. O\n"
BILOU = "EU U-ORG\nGerman U-MISC\nBonn U-LOC\nRome U-LOC\nis O\nfar U-X\n. O\n"


@pytest.mark.parametrize("content", [IOB1, IOB2, BIOES, BILOU, IOB2.replace("\n", "\r\n"), IOB2.replace(" ", "\t")])
def test_every_way_of_tagging_means_the_same(tmp_path: Path, content: str) -> None:
    (row,) = rows(read(put(tmp_path, "a.conll", content)))
    assert row.text == "EU German Bonn Rome is far ."
    assert labelled(row) == [("EU", "ORG"), ("German", "MISC"), ("Bonn", "LOC"), ("Rome", "LOC"), ("far", "X")]


@pytest.mark.parametrize(
    "content",
    [
        "New B-LOC\nYork I-LOC\nDelhi B-LOC\n",
        "New B-LOC\nYork E-LOC\nDelhi S-LOC\n",
        "New I-LOC\nYork I-LOC\nDelhi B-LOC\n",
    ],
)
def test_neighbours_of_one_kind_stay_two(tmp_path: Path, content: str) -> None:
    (row,) = rows(read(put(tmp_path, "a.bio", content)))
    assert labelled(row) == [("New York", "LOC"), ("Delhi", "LOC")]


def test_documents_begin_where_the_file_says(tmp_path: Path) -> None:
    content = "-DOCSTART- -X- -X- O\n\nEU NNP B-NP B-ORG\n\nRome NNP B-NP B-LOC\n\n-DOCSTART- -X- -X- O\n\nBonn NNP B-NP B-LOC\n"
    first, second = rows(read(put(tmp_path, "eng.testa", content)))
    assert (first.text, second.text) == ("EU\nRome", "Bonn")
    assert labelled(second) == [("Bonn", "LOC")]


def test_columns_of_chunks_are_not_taken_for_parts_of_speech(tmp_path: Path) -> None:
    (row,) = rows(read(put(tmp_path, "a.conll", "He PRP B-NP O\nsaw VBD B-VP O\nRome NNP B-NP B-LOC\n")))
    assert ("Rome", "LOC") in labelled(row)


def test_text_and_spaces_of_universal_dependencies(tmp_path: Path) -> None:
    content = (
        "# newdoc id = weekly-1\n# sent_id = 1\n# text = It's “Rome”, 😀 he said O\n"
        "1\tIt\tO\t-\t-\n2\t's\tO\t-\t-\n3\t“\tO\t-\t-\n4\tRome\tB-LOC\t-\t-\n5\t”\tO\t-\t-\n6\t,\tO\t-\t-\n"
        "7\t😀\tO\t-\t-\n8\the\tO\t-\t-\n9\tsaid\tO\t-\t-\n10\tO\tO\t-\t-\n"
    )
    (row,) = rows(read(put(tmp_path, "a.iob2", content)))
    assert row.text == "It's “Rome”, 😀 he said O"
    assert row.meta == {"title": "weekly-1"}
    assert labelled(row) == [("Rome", "LOC")]
    conllu = (
        "1-2\tzum\t_\t_\t_\t_\t_\t_\t_\t_\n1\tzu\t_\t_\t_\t_\t0\t_\t_\tSpaceAfter=No\n2\tm\t_\t_\t_\t_\t1\t_\t_\t_\n"
        "3\tRom\t_\t_\t_\t_\t1\t_\t_\tNE=B-LOC|SpaceAfter=No\n4\t.\t_\t_\t_\t_\t1\t_\t_\t_\n"
    )
    for key in ("NE", "ner", "name"):
        (row,) = rows(read(put(tmp_path, "a.conllu", conllu.replace("NE=", f"{key}="))))
        assert row.text == "zum Rom."
        assert labelled(row) == [("Rom", "LOC")]


def test_a_sentence_a_line(tmp_path: Path) -> None:
    (row,) = rows(read(put(tmp_path, "a.iob", "Mr|NNP|B-PER Lee|NNP|I-PER left|VBD|O\nRome|NNP|B-LOC fell|VBD|O\n")))
    assert row.text == "Mr Lee left\nRome fell"
    assert labelled(row) == [("Mr Lee", "PER"), ("Rome", "LOC")]


def test_nested_labels_in_two_columns(tmp_path: Path) -> None:
    content = "#\tdaily [2005-02-26]\n1\tBank\tB-ORG\tO\n2\tof\tI-ORG\tO\n3\tEngland\tI-ORG\tB-LOC\n"
    (row,) = rows(read(put(tmp_path, "a.tsv", content)))
    assert sorted(labelled(row)) == [("Bank of England", "ORG"), ("England", "LOC")]


def test_stacked_labels_of_webannos_first_format(tmp_path: Path) -> None:
    content = (
        "#id=1\n#text=Bell Inc. fell\n1\tBell\t_\tNNP\tB-PART|B-ORG\n2\tInc.\t_\tNNP\tI-PART\n3\tfell\t_\tVBD\tO\n"
    )
    (row,) = rows(read(put(tmp_path, "a.tsv", content)))
    assert sorted(labelled(row)) == [("Bell", "ORG"), ("Bell Inc.", "PART")]


def test_a_long_list_of_sentences_is_one_article_each_and_says_so(tmp_path: Path) -> None:
    items = read(put(tmp_path, "a.conll", "".join(f"Rome{n} B-LOC\nfell O\n\n" for n in range(501))))
    assert len(rows(items)) == 501
    assert len(remarks(items)) == 1


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"EU B-ORG\nRome B-LOC\nfell\n", 3),
        (b"EU B-ORG\nRome B-LOC\nfell\xff O\n", 3),
        (b"EU B-ORG\n\nRome B-LOC\nfell nowhere\n", 4),
    ],
)
def test_a_malformed_line_is_named_and_nothing_comes_in(tmp_path: Path, content: bytes, line: int) -> None:
    found = read(put(tmp_path, "a.conll", b"a O\n" * 300 + content))
    assert [each for each, _ in skipped(found)] == [300 + line]
    assert len(found) == 1


@pytest.mark.parametrize("content", ["", "\n\n", "Only words here\n", "# text = x\n"])
def test_a_file_without_tags_is_refused(tmp_path: Path, content: str) -> None:
    items = corpus.read("conll", put(tmp_path, "a.conll", content))
    assert len(items) == 1
    assert isinstance(items[0], Skipped)


@pytest.mark.parametrize(
    "content", ["Take vitamin\nB-12\n", "Hepatitis B-12\n", "Plan O\nis on. So say we\nall O\n", "a\tb\n1\tO\n"]
)
def test_prose_is_not_taken_for_tokens(tmp_path: Path, content: str) -> None:
    found = format_for(put(tmp_path, "a.txt", content))
    assert found is not None
    assert found.name == "text"
