"""The cheapest programs that write each format: the fields that ours writes, in the simplest way there is."""

from __future__ import annotations

import csv
import re
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import orjson

from tests.benchmarks.floors import Article, Spans

_TIME = "2026-01-05T10:00:00.000Z"
_WORDS = re.compile(r"\w+|[^\w\s]")
_ORIGIN = {"kind": "import"}


def _native(text: str, meta: dict[str, Any], spans: Spans) -> dict[str, Any]:
    return {
        "format": "annotator/1",
        "offset_unit": "codepoint",
        "id": str(uuid.UUID(int=len(text))),
        "text": text,
        "text_sha256": "0" * 64,
        "meta": meta,
        "imported": _TIME,
        "annotator": "Ann",
        "status": "open",
        "reason": "",
        "flagged": False,
        "schema": "news/1",
        "spans": [
            {
                "id": "018d0000-0000-7000-8000-000000000000",
                "layer": "entity",
                "label": label,
                "start": start,
                "end": end,
                "text": text[start:end],
                "fragments": [[start, end]],
                "attributes": {},
                "origin": _ORIGIN,
                "created": _TIME,
                "updated": _TIME,
                "revision": 1,
                "guidelines": 0,
            }
            for start, end, label in spans
        ],
        "links": [],
        "labels": {},
        "notes": [],
        "seconds": 0.0,
    }


def _write_jsonl(articles: Iterable[Article], target: Path) -> None:
    with target.open("wb") as out:
        for article in articles:
            out.write(orjson.dumps(_native(*article)) + b"\n")


def _write_brat(articles: Iterable[Article], target: Path) -> None:
    target.mkdir()
    for number, (text, _, spans) in enumerate(articles):
        lines = [f"T{n}\t{label} {s} {e}\t{text[s:e]}\n" for n, (s, e, label) in enumerate(spans, 1)]
        (target / f"{number}.txt").write_text(text, "utf-8")
        (target / f"{number}.ann").write_text("".join(lines), "utf-8")


def _tokens(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in _WORDS.finditer(text)]


def _write_prodigy(articles: Iterable[Article], target: Path) -> None:
    with target.open("wb") as out:
        for text, meta, spans in articles:
            tokens = _tokens(text)
            first, last = {s: n for n, (s, _) in enumerate(tokens)}, {e: n for n, (_, e) in enumerate(tokens)}
            row = {
                "text": text,
                "tokens": [
                    {"text": text[s:e], "start": s, "end": e, "id": n, "ws": True} for n, (s, e) in enumerate(tokens)
                ],
                "spans": [
                    {"start": s, "end": e, "label": label, "token_start": first.get(s), "token_end": last.get(e)}
                    for s, e, label in spans
                ],
                "meta": meta,
                "answer": "accept",
                "_input_hash": hash(text),
                "_task_hash": hash(text),
            }
            out.write(orjson.dumps(row) + b"\n")


def _write_doccano(articles: Iterable[Article], target: Path) -> None:
    with target.open("wb") as out:
        for text, meta, spans in articles:
            out.write(orjson.dumps({"text": text, "label": spans, "Comments": [], "cats": [], "meta": meta}) + b"\n")


def _write_label_studio(articles: Iterable[Article], target: Path) -> None:
    with target.open("wb") as out:
        before = b"[\n"
        for text, meta, spans in articles:
            result = [
                {
                    "id": "018d0000-0000-7000-8000-000000000000",
                    "from_name": "layer_entity",
                    "to_name": "text",
                    "type": "labels",
                    "origin": "manual",
                    "value": {"start": s, "end": e, "text": text[s:e], "labels": [label]},
                }
                for s, e, label in spans
            ]
            task = {"data": {"text": text, **meta}, "annotations": [{"result": result, "annotator": "Ann"}]}
            out.write(before + orjson.dumps(task))
            before = b",\n"
        out.write(b"\n]\n")


def _write_conll(articles: Iterable[Article], target: Path) -> None:
    with target.open("w", encoding="utf-8") as out:
        for text, _, spans in articles:
            tags = {(s, e): f"B-{label}" for s, e, label in spans}
            out.write("-DOCSTART- -X- O O\n\n")
            out.writelines(f"{text[s:e]} -X- _ {tags.get((s, e), 'O')}\n" for s, e in _tokens(text))
            out.write("\n")


def _write_webanno_tsv(articles: Iterable[Article], target: Path) -> None:
    target.mkdir()
    for number, (text, _, spans) in enumerate(articles):
        labels = {(s, e): label for s, e, label in spans}
        out = ["#FORMAT=WebAnno TSV 3.3\n#T_SP=NamedEntity|value\n\n\n#Text=", text.replace("\n", "\n#Text="), "\n"]
        for n, (s, e) in enumerate(_tokens(text), 1):
            out.append(f"1-{n}\t{s}-{e}\t{text[s:e]}\t{labels.get((s, e), '_')}\t\n")
        (target / f"{number}.tsv").write_text("".join(out), "utf-8")


def _cas_writer(ending: str) -> Callable[[Iterable[Article], Path], None]:
    def write(articles: Iterable[Article], target: Path) -> None:
        from cassis import Cas, TypeSystem

        target.mkdir()
        types = TypeSystem()
        entity = types.create_type("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity", "uima.tcas.Annotation")
        types.create_feature(entity, "value", "uima.cas.String")
        record = types.create_type("annotator.type.LabelRecord", "uima.tcas.Annotation")
        types.create_feature(record, "json", "uima.cas.String")
        types.create_feature(record, "label", "uima.tcas.Annotation")
        types.to_xml(target / "TypeSystem.xml")
        for number, (text, _, spans) in enumerate(articles):
            cas = Cas(typesystem=types)
            cas.sofa_string = text
            for start, end, label in spans:
                made = entity(begin=start, end=end, value=label)
                cas.add(made)
                cas.add(record(begin=start, end=end, json=orjson.dumps(_ORIGIN).decode(), label=made))
            (cas.to_xmi if ending == "xmi" else cas.to_json)(target / f"{number}.{ending}")

    return write


def _write_web_annotation(articles: Iterable[Article], target: Path) -> None:
    with target.open("wb") as out:
        out.write(b'{"type":"AnnotationCollection","first":{"items":[\n')
        for text, meta, spans in articles:
            iri = f"urn:uuid:{uuid.UUID(int=len(text))}"
            whole = {"id": iri, "motivation": "assessing", "target": {"id": iri, "value": text}, "annotator:meta": meta}
            out.write(orjson.dumps(whole) + b",\n")
            for start, end, label in spans:
                selectors = [
                    {"type": "TextPositionSelector", "start": start, "end": end},
                    {
                        "type": "TextQuoteSelector",
                        "exact": text[start:end],
                        "prefix": text[max(0, start - 32) : start],
                        "suffix": text[end : end + 32],
                    },
                ]
                item = {
                    "id": "urn:uuid:018d0000-0000-7000-8000-000000000000",
                    "type": "Annotation",
                    "motivation": "tagging",
                    "body": [{"type": "TextualBody", "purpose": "tagging", "value": label}],
                    "target": {"source": iri, "selector": selectors},
                    "created": _TIME,
                    "modified": _TIME,
                    "annotator:origin": _ORIGIN,
                    "creator": {"type": "Person", "name": "Ann"},
                }
                out.write(orjson.dumps(item) + b",\n")
        out.write(b'{"target":{"value":""}}]}}\n')


def _write_docbin(articles: Iterable[Article], target: Path) -> None:
    import spacy
    from spacy.tokens import DocBin
    from spacy.util import filter_spans

    make, bin_ = spacy.blank("en").make_doc, DocBin(store_user_data=True)
    for text, meta, spans in articles:
        doc = make(text)
        found = [doc.char_span(s, e, label, alignment_mode="expand") for s, e, label in spans]
        doc.ents = filter_spans([each for each in found if each is not None])
        doc.spans["sc"] = [each for each in found if each is not None]
        doc.user_data["row"] = orjson.dumps(_native(text, meta, spans))
        bin_.add(doc)
    bin_.to_disk(target)


def _write_csv(articles: Iterable[Article], target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(["article", "label", "start", "end", "quote", "id", "created", "origin", "article_text", "meta"])
        for number, (text, meta, spans) in enumerate(articles):
            for at, (s, e, label) in enumerate(spans):
                whole = (text, orjson.dumps(meta).decode()) if at == 0 else ("", "")
                out.writerow([number, label, s, e, text[s:e], uuid.UUID(int=at), _TIME, "import", *whole])


def _write_parquet(articles: Iterable[Article], target: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    rows = [_native(*article) for article in articles]
    for row in rows:
        row["meta"], row["labels"] = orjson.dumps(row["meta"]), b"{}"
        for span in row["spans"]:
            span["attributes"], span["origin"] = b"{}", b'{"kind":"import"}'
    parquet.write_table(pa.Table.from_pylist(rows), target)


WRITE: dict[str, Callable[[Iterable[Article], Path], None]] = {
    "jsonl": _write_jsonl,
    "brat": _write_brat,
    "prodigy": _write_prodigy,
    "doccano": _write_doccano,
    "label-studio": _write_label_studio,
    "conll": _write_conll,
    "webanno-tsv": _write_webanno_tsv,
    "xmi": _cas_writer("xmi"),
    "json-cas": _cas_writer("json"),
    "web-annotation": _write_web_annotation,
    "docbin": _write_docbin,
    "csv": _write_csv,
    "parquet": _write_parquet,
}
"""Format -> what writes articles to a file or into a new folder."""
