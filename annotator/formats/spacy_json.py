"""spaCy's JSON: documents as `Doc.to_json` has them, training examples of version 2, and (text, annotations) pairs.

Offsets are code points, as spaCy counts. A span group's name is the layer of its labels, as in DocBin files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats import json_file, strict_json
from annotator.formats.json_objects import JsonObject, objects
from annotator.formats.reading import Item, Reading, shown
from annotator.formats.registry import Format
from annotator.formats.strict_json import BadJson
from annotator.model.annotation import NONE
from annotator.model.errors import UserError
from annotator.model.exchange import Mismatch, Row, Skipped, Span
from annotator.model.phrases import later, tr

_PAIRS = re.compile(rb'\s*\[\s*\[\s*"(?:[^"\\]|\\.)*"\s*,\s*\{\s*"(?:entities|cats|spans|links)"\s*:')
_TRAINING = re.compile(rb'\s*(?:\[\s*)?\{\s*(?:"id"\s*:\s*[^,{\[]*,\s*)?"paragraphs"\s*:\s*\[')
_DOCUMENT = re.compile(rb'(?<!\\)"ents"\s*:\s*\[\s*(?:\]|\{\s*"start"\s*:)')
_ALL = "sc"
"""The span group that a trainer looks at unless told otherwise: its name is no layer."""
_SPELLED = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
"""How tokens of treebanks spell signs, and what stands in their texts."""
_OF_DOCUMENT = frozenset(("text", "ents", "spans", "sents", "tokens", "cats", "_"))
_LIKELY = 0.5


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file begins like one of spaCy's."""
    return bool(
        _PAIRS.match(head) or _TRAINING.match(head) or (_DOCUMENT.search(head) and b'"_input_hash"' not in head)
    )


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """The documents of a file; a list is parsed to its end before any is given."""
    name = shown(path)
    if not json_file.is_one_array(path):
        for found in objects(path, reading):
            if isinstance(found, JsonObject):
                yield from _document(found.value, name, found.line, 0)
            else:
                yield found
        return
    try:
        for value, _ in json_file.elements(path, reading):
            strict_json.check(value)
    except (UserError, BadJson) as error:
        yield Skipped(name, 0, str(error))
        return
    for number, (value, _) in enumerate(json_file.elements(path, reading), 1):
        yield from _document(value, name, 0, number)


def _document(value: Any, name: str, line: int, item: int) -> Iterator[Item]:
    called = tr("line {n}", n=line) if line else tr("item {n}", n=item)
    missed: list[str] = []
    if isinstance(value, list):
        row = _pair(value, missed)
    elif isinstance(value, dict) and isinstance(value.get("paragraphs"), list):
        row = _example(value, missed)
    else:
        row = _doc(value, missed) if isinstance(value, dict) else None
    if row is None:
        yield Skipped(name, line, f"{called}: {tr('It is no document as spaCy writes them.')}")
    elif not row.text or row.text.isspace():
        yield Skipped(name, line, f"{called}: {tr('The text is empty or white space only.')}")
    else:
        row.path, row.line = name, line
        yield row
        yield from (Mismatch(name, tr("label"), f"{called}: {reason}") for reason in missed)


def _doc(value: dict[str, Any], missed: list[str]) -> Row | None:
    """A document: `ents`, and `spans` by group."""
    text = value.get("text")
    if not isinstance(text, str):
        return None
    meta = {key: each for key, each in value.items() if key not in _OF_DOCUMENT and key != "meta"}
    meta |= value["meta"] if isinstance(value.get("meta"), dict) else {}
    row = Row(text, meta)
    row.spans = [span for each in _list(value.get("ents")) if (span := _span(each, None, missed))]
    groups = value.get("spans")
    for key, group in groups.items() if isinstance(groups, dict) else ():
        layer = None if key == _ALL else key
        row.spans += [span for each in _list(group) if (span := _span(each, layer, missed))]
    return _whole(row, value.get("cats"))


def _pair(value: list[Any], missed: list[str]) -> Row | None:
    """`["text", {"entities": [[0, 3, "PERSON"]]}]`."""
    if len(value) != 2 or not isinstance(value[0], str) or not isinstance(value[1], dict):
        return None
    row = Row(value[0], {})
    for each in _list(value[1].get("entities")):
        if isinstance(each, list) and len(each) >= 3:
            each = {"start": each[0], "end": each[1], "label": each[2]}
        if span := _span(each, None, missed):
            row.spans.append(span)
    return _whole(row, value[1].get("cats"))


def _whole(row: Row, cats: Any) -> Row:
    """The row with each label once, and with the categories of the text."""
    row.spans = list({(span.layer, span.label, span.fragments): span for span in row.spans}.values())
    if isinstance(cats, dict):
        likely = [key for key, score in cats.items() if isinstance(score, (int, float)) and score >= _LIKELY]
        row.labels = {"cats": likely} if likely else NONE
    return row


def _span(value: Any, layer: str | None, missed: list[str]) -> Span | None:
    if not isinstance(value, dict) or not isinstance(value.get("label"), str) or not value["label"]:
        missed.append(tr("it has no label"))
        return None
    start, end = value.get("start"), value.get("end")
    if type(start) is not int or type(end) is not int:
        missed.append(tr("its start and end are not whole numbers"))
        return None
    known = {"kb_id": value["kb_id"]} if isinstance(value.get("kb_id"), str) and value["kb_id"] else NONE
    return Span("", layer, value["label"], ((start, end),), None, attributes=known)


# -- training examples of version 2 ---------------------------------------------------------------------------------


def _example(value: dict[str, Any], missed: list[str]) -> Row:
    """The paragraphs of an example as one text, their tags (BILUO) as labels."""
    pieces: list[str] = []
    spans: list[Span] = []
    at = 0
    for paragraph in _list(value["paragraphs"]):
        tokens = [
            token
            for sentence in _list(paragraph.get("sentences") if isinstance(paragraph, dict) else None)
            for token in _list(sentence.get("tokens") if isinstance(sentence, dict) else None)
            if isinstance(token, dict) and isinstance(token.get("orth"), str) and token["orth"]
        ]
        raw = paragraph.get("raw") if isinstance(paragraph, dict) else None
        text, places = _placed([token["orth"] for token in tokens], raw if isinstance(raw, str) else None)
        spans += _tagged([token.get("ner") for token in tokens], [(at + a, at + b) for a, b in places], missed)
        pieces.append(text)
        at += len(text) + 2
    row = Row("\n\n".join(pieces), {"id": value["id"]} if isinstance(value.get("id"), (int, str)) else {})
    row.spans = spans
    return row


def _placed(words: list[str], raw: str | None) -> tuple[str, list[tuple[int, int]]]:
    """The text of a paragraph and where its tokens stand; without a text of its own one space is between them."""
    text = " ".join(words) if raw is None else raw
    places: list[tuple[int, int]] = []
    at = 0
    for word in words:
        start = text.find(word, at)
        if start < 0 or text[at:start].strip():
            word = _SPELLED.get(word, word)
            start = text.find(word, at)
        if start < 0 or text[at:start].strip():
            return _placed(words, None)
        at = start + len(word)
        places.append((start, at))
    return text, places


def _tagged(tags: list[Any], places: list[tuple[int, int]], missed: list[str]) -> Iterator[Span]:
    label, first = "", 0
    for tag, (start, end) in zip(tags, places, strict=True):
        mark, _, kind = tag.partition("-") if isinstance(tag, str) else ("O", "", "")
        if mark in ("B", "U") and kind:
            label, first = kind, start
        elif mark not in ("I", "L") or kind != label:
            if kind:
                missed.append(tr("“{tag}” continues nothing", tag=str(tag)[:80]))
            label = ""
        if mark in ("U", "L") and label:
            yield Span("", None, label, ((first, end),), None)
            label = ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


SPACY_JSON = Format("spacy-json", later("spaCy, JSON"), (".json", ".jsonl"), read=read, recognises=recognises)
