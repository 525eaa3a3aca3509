"""The cheapest programs that read each format: a plain loop, orjson, csv, or the format's own library."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import orjson

from tests.benchmarks.floors import Article, Spans


def _read_jsonl(path: Path) -> Iterator[Article]:
    with path.open("rb") as lines:
        for line in lines:
            row = orjson.loads(line)
            yield row["text"], row["meta"], [(s["start"], s["end"], s["label"]) for s in row["spans"]]


def _read_brat(path: Path) -> Iterator[Article]:
    for file in sorted(path.rglob("*.ann")):
        fields = [line.split("\t") for line in file.read_text("utf-8").splitlines()]
        spans = [field[1].split(" ") for field in fields if field[0][0] == "T"]
        yield file.with_suffix(".txt").read_text("utf-8"), {}, [(int(s), int(e), label) for label, s, *_, e in spans]


def _read_prodigy(path: Path) -> Iterator[Article]:
    with path.open("rb") as lines:
        for line in lines:
            row = orjson.loads(line)
            yield row["text"], row.get("meta", {}), [(s["start"], s["end"], s["label"]) for s in row["spans"]]


def _read_doccano(path: Path) -> Iterator[Article]:
    with path.open("rb") as lines:
        for line in lines:
            row = orjson.loads(line)
            yield row["text"], row["meta"], [(s, e, label) for s, e, label in row["label"]]


def _read_label_studio(path: Path) -> Iterator[Article]:
    for task in orjson.loads(path.read_bytes()):
        data = task["data"]
        values = [item["value"] for item in task["annotations"][0]["result"]]
        yield data.pop("text"), data, [(v["start"], v["end"], v["labels"][0]) for v in values]


def _read_conll(path: Path) -> Iterator[Article]:
    words: list[str] = []
    spans: Spans = []
    at = 0
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            fields = line.split()
            if not fields or fields[0] == "-DOCSTART-":
                if words and fields:
                    yield " ".join(words), {}, spans
                    words, spans, at = [], [], 0
                continue
            if fields[-1][0] == "B":
                spans.append((at, at + len(fields[0]), fields[-1][2:]))
            words.append(fields[0])
            at += len(fields[0]) + 1
    yield " ".join(words), {}, spans


def _read_webanno_tsv(path: Path) -> Iterator[Article]:
    for file in sorted(path.rglob("*.tsv")):
        pieces, spans = [], []
        for line in file.read_text("utf-8").split("\n"):
            if line.startswith("#Text="):
                pieces.append(line[6:])
            elif line and line[0] != "#":
                fields = line.split("\t")
                if fields[3] != "_":
                    start, end = fields[1].split("-")
                    spans.append((int(start), int(end), fields[3]))
        yield "\n".join(pieces), {}, spans


def _of_cas(cas: Any) -> Article:
    name = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
    return cas.sofa_string, {}, [(found.begin, found.end, found.value) for found in cas.select(name)]


def _read_xmi(path: Path) -> Iterator[Article]:
    from cassis import load_cas_from_xmi, load_typesystem

    with (path / "TypeSystem.xml").open("rb") as stream:
        types = load_typesystem(stream)
    for file in sorted(path.rglob("*.xmi")):
        with file.open("rb") as stream:
            yield _of_cas(load_cas_from_xmi(stream, typesystem=types))


def _read_json_cas(path: Path) -> Iterator[Article]:
    from cassis import load_cas_from_json

    for file in sorted(path.rglob("*.json")):
        with file.open("rb") as stream:
            yield _of_cas(load_cas_from_json(stream))


def _read_web_annotation(path: Path) -> Iterator[Article]:
    items = orjson.loads(path.read_bytes())["first"]["items"]
    text, spans = "", []
    for item in items:
        if "selector" in item["target"]:
            place = item["target"]["selector"][0]
            spans.append((place["start"], place["end"], item["body"][0]["value"]))
            continue
        if text:
            yield text, {}, spans
        text, spans = item["target"]["value"], []
    yield text, {}, spans


def _read_docbin(path: Path) -> Iterator[Article]:
    import spacy
    from spacy.tokens import DocBin

    vocab = spacy.blank("en").vocab
    for doc in DocBin().from_disk(path).get_docs(vocab):
        yield doc.text, dict(doc.user_data), [(e.start_char, e.end_char, e.label_) for e in doc.ents]


def _read_csv(path: Path) -> Iterator[Article]:
    with path.open(encoding="utf-8", newline="") as stream:
        for _, rows in groupby(csv.DictReader(stream), key=lambda row: row["article"]):
            found = list(rows)
            yield found[0]["article_text"], {}, [(int(r["start"]), int(r["end"]), r["label"]) for r in found]


def _read_parquet(path: Path) -> Iterator[Article]:
    from pyarrow import parquet

    for batch in parquet.ParquetFile(path).iter_batches(batch_size=256):
        for row in batch.to_pylist():
            yield row["text"], orjson.loads(row["meta"]), [(s["start"], s["end"], s["label"]) for s in row["spans"]]


READ: dict[str, Callable[[Path], Iterator[Article]]] = {
    "jsonl": _read_jsonl,
    "brat": _read_brat,
    "prodigy": _read_prodigy,
    "doccano": _read_doccano,
    "label-studio": _read_label_studio,
    "conll": _read_conll,
    "webanno-tsv": _read_webanno_tsv,
    "xmi": _read_xmi,
    "json-cas": _read_json_cas,
    "web-annotation": _read_web_annotation,
    "docbin": _read_docbin,
    "csv": _read_csv,
    "parquet": _read_parquet,
}
"""Format -> what yields the texts of a file with their metadata and labels."""
