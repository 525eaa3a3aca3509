"""WebAnno TSV 2: text from its sentences, labels from B- and I-, relations to the first label of a token."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.model.exchange import Skipped
from tests.formats.files import put, read, rows

HEAD = " # de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity | value # x.POS | PosValue # x.Dep | kind | AttachTo=x.POS\n"
BODY = (
    "#id=1\n#text=Ms. Haag saw 😊 Bell.\n1-1\tMs.\tB-PER\tNNP\tNAME\t1-2\t\n1-2\tHaag\tI-PER\tNNP\tSUBJ\t1-3\t\n"
    "1-3\tsaw\tO\tVBD\t_\t_\t\n1-4\t😊\tO\tSYM\t_\t_\t\n1-5\tBell\tB-ORGpart|B-ORG\tNNP\tOBJ\t1-3\t\n1-6\t.\tI-ORGpart\t.\t_\t_\t\n\n"
    "#id=2\n2-1\tIn\tO\tIN\t_\t_\t\n2-2\tRome\tB-LOC\tNNP\tP|Q\t2-1|2-2\t\n"
)


def test_sentences_labels_and_relations(tmp_path: Path) -> None:
    (row,) = rows(read(put(tmp_path, "a.tsv", HEAD + BODY)))
    assert row.text == "Ms. Haag saw 😊 Bell.\nIn Rome"
    names = [(s.layer, s.text, s.label) for s in row.spans if s.layer != "POS"]
    assert names == [
        (None, "Ms. Haag", "PER"),
        (None, "Bell.", "ORGpart"),
        (None, "Bell", "ORG"),
        (None, "Rome", "LOC"),
    ]
    quotes = {s.id: s.text for s in row.spans}
    assert [(link.role, quotes[link.source], quotes[link.target]) for link in row.links] == [
        ("NAME", "Haag", "Ms."),
        ("SUBJ", "saw", "Haag"),
        ("OBJ", "saw", "Bell"),
        ("P", "In", "Rome"),
        ("Q", "Rome", "Rome"),
    ]


@pytest.mark.parametrize("content", [HEAD + BODY.replace("\tOBJ\t1-3\t", ""), HEAD + "#id=1\n"])
def test_a_malformed_file_is_named_in_one_line_and_gives_nothing(tmp_path: Path, content: str) -> None:
    (item,) = read(put(tmp_path, "a.tsv", content))
    assert isinstance(item, Skipped)
