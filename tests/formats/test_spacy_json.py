"""spaCy's JSON: documents, training examples of version 2, and pairs of text and annotations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.formats.files import mismatches, put, read, rows, skipped

TEXT = 'Lee 🎉 said "no" in Rome.'


def found(folder: Path, name: str, content: str) -> list[tuple[str | None, str, str]]:
    items = read(put(folder, name, content))
    assert skipped(items) == []
    assert mismatches(items) == []
    return [
        (s.layer, s.label, row.text[s.fragments[0][0] : s.fragments[0][1]]) for row in rows(items) for s in row.spans
    ]


def test_a_document_has_entities_and_span_groups(tmp_path: Path) -> None:
    group = [{"start": 0, "end": 3, "label": "PERSON"}, {"start": 6, "end": 15, "label": "CLAIM", "kb_id": ""}]
    doc = {
        "text": TEXT,
        "ents": [{"start": 0, "end": 3, "label": "PERSON"}],
        "cats": {"news": 0.9, "sport": 0.1},
        "tokens": [{"id": 0, "start": 0, "end": 3}],
        "spans": {"sc": group, "claim": [{"start": 19, "end": 23, "label": "CUE"}]},
    }
    wanted = [(None, "PERSON", "Lee"), (None, "CLAIM", 'said "no"'), ("claim", "CUE", "Rome")]
    assert found(tmp_path, "a.json", json.dumps(doc)) == wanted
    assert found(tmp_path, "a.jsonl", json.dumps(doc) + "\n" + json.dumps({"text": "Bo won.", "ents": []})) == wanted
    (row,) = rows(read(put(tmp_path, "b.json", json.dumps([doc]))))
    assert row.labels == {"cats": ["news"]}


def test_an_example_of_version_2_has_tags_on_tokens(tmp_path: Path) -> None:
    words = ["Lee", "🎉", "said", "``", "no", "''", "in", "New", "Rome", "."]
    tags = ["U-PERSON", "O", "-", "O", "O", "O", "O", "B-GPE", "L-GPE", None]
    tokens = [{"id": n, "orth": w, "ner": t} for n, (w, t) in enumerate(zip(words, tags, strict=True))]
    paragraph = {"raw": 'Lee 🎉 said "no" in New Rome.', "sentences": [{"tokens": tokens}]}
    bare = {"sentences": [{"tokens": tokens}]}
    content = json.dumps([{"id": 7, "paragraphs": [paragraph, bare]}])
    assert found(tmp_path, "a.json", content) == [(None, "PERSON", "Lee"), (None, "GPE", "New Rome")] * 2
    (row,) = rows(read(put(tmp_path, "b.json", content)))
    assert (row.text.split("\n\n")[0], row.meta) == (paragraph["raw"], {"id": 7})


def test_pairs_of_text_and_annotations(tmp_path: Path) -> None:
    content = json.dumps([[TEXT, {"entities": [[0, 3, "PERSON"], [19, 23, "GPE"]]}]])
    assert found(tmp_path, "a.json", content) == [(None, "PERSON", "Lee"), (None, "GPE", "Rome")]


@pytest.mark.parametrize("cut", [10, 40, 60])
def test_a_broken_list_is_named_in_one_line_and_gives_nothing(tmp_path: Path, cut: int) -> None:
    content = json.dumps([[TEXT, {"entities": [[0, 3, "PERSON"]]}], ["Bo won.", {"entities": [[0, 2, "PERSON"]]}]])
    items = read(put(tmp_path, "a.json", content[:-cut]))
    assert (rows(items), len(items)) == ([], 1)


def test_what_does_not_fit_is_named(tmp_path: Path) -> None:
    content = json.dumps([[TEXT, {"entities": [["x", 3, "PERSON"], [0, 3], [0, 3, "PERSON"]]}], ["Bo", 5]])
    items = read(put(tmp_path, "a.json", content))
    assert (len(mismatches(items)), len(skipped(items))) == (2, 1)
    assert [s.label for row in rows(items) for s in row.spans] == ["PERSON"]
