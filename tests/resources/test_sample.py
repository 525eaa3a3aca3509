"""The sample corpus: what comes with the program is sound, labelled by its own schema, and varied enough to learn on."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from typing import Any

import jsonschema
import pytest

from annotator.model.annotation import are_fragments, quote_of
from annotator.model.ids import article_id, as_uuid
from annotator.model.schema import Schema
from annotator.model.schema_json import schema_from_json
from annotator.model.text import count_words, quotations, sha256
from annotator.resources_path import resource

Json = dict[str, Any]


@cache
def rows(name: str) -> list[Json]:
    lines = resource("sample", name).read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


@cache
def news() -> Schema:
    return schema_from_json(json.loads(resource("schemas", "news.json").read_text(encoding="utf-8")))


ARTICLES = rows("articles.jsonl")
GOLD = rows("gold.jsonl")


def named(row: Json) -> str:
    return re.sub(r"\W+", "-", (row.get("meta") or row).get("title") or row["text"][:40]).strip("-")


each_article = pytest.mark.parametrize("article", ARTICLES, ids=named)
each_gold = pytest.mark.parametrize("row", GOLD, ids=named)


def test_there_are_enough_articles_and_each_is_there_once() -> None:
    assert len(ARTICLES) >= 14
    assert len(GOLD) >= 5
    assert len({article["text"] for article in ARTICLES}) == len(ARTICLES)
    assert len({article["section"] for article in ARTICLES}) >= 10


def test_the_licence_lies_beside_the_articles() -> None:
    assert "CC0" in resource("sample", "LICENSE").read_text(encoding="utf-8")


@each_article
def test_an_article_has_the_length_of_a_news_article_and_says_where_it_is_from(article: Json) -> None:
    assert 400 <= count_words(article["text"]) <= 900
    for field in ("source", "author", "published", "language", "section"):
        assert article[field], field
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", article["published"])
    assert "example.org" in article.get("url", "example.org")


@each_article
def test_an_article_has_quotations_and_no_unpaired_marks(article: Json) -> None:
    text = article["text"]
    assert len(quotations(text)) >= 3
    assert text == text.strip()
    assert text.count("«") == text.count("»")
    assert text.count("「") == text.count("」")
    if article["language"] == "de":
        assert text.count("„") == text.count("“")
    elif "“" in text:
        # A quotation of several paragraphs opens each of them and closes the last.
        assert text.count("“") - text.count("”") in (0, 1)


def test_the_corpus_holds_what_makes_news_difficult() -> None:
    texts = "\n".join(article["text"] for article in ARTICLES)
    assert {"en", "de", "ar"} <= {article["language"] for article in ARTICLES}
    for what in ("\u00a0", "\u200d", "👏🏽", "\r\n", "„", "«", "「", "यह घंटा", "[of them]", "Read the full story"):
        assert what in texts, what


def test_several_people_hold_opposite_stances_toward_one_target() -> None:
    towards: dict[str, Counter[str]] = {}
    holders: dict[str, set[str]] = {}
    for row in GOLD:
        spans = {span["id"]: span for span in row["spans"]}
        ends = {(link["from"], link["role"]): spans[link["to"]] for link in row["links"]}
        for span in row["spans"]:
            target = ends.get((span["id"], "target"))
            if span["layer"] == "stance" and target and (name := target["attributes"].get("name", "")):
                towards.setdefault(name, Counter())[span["label"]] += 1
                if holder := ends.get((span["id"], "holder")):
                    holders.setdefault(name, set()).add(holder["attributes"].get("name", holder["text"]))
    for target in ("Clean Harbours Act", "Kestrel Park stadium", "Sorrel Bay barrage", "Orla"):
        assert towards[target]["favor"] >= 3, target
        assert towards[target]["against"] >= 3, target
        assert len(holders[target]) >= 6, target


@each_gold
def test_gold_is_a_native_row_of_an_article_of_the_corpus(row: Json) -> None:
    schema = json.loads(resource("schemas", "annotator-jsonl-1.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(row, schema)
    assert row["text"] in {article["text"] for article in ARTICLES}
    assert row["text_sha256"] == sha256(row["text"])
    assert row["id"] == article_id(row["text_sha256"])
    assert (row["format"], row["offset_unit"], row["annotator"], row["schema"]) == (
        "annotator/1",
        "codepoint",
        "Gold",
        "news/1",
    )


@each_gold
def test_every_gold_quote_fits_its_place(row: Json) -> None:
    text = row["text"]
    for span in row["spans"]:
        fragments = tuple((a, b) for a, b in span["fragments"])
        assert are_fragments(fragments, len(text))
        assert span["text"] == quote_of(text, fragments)
        assert (span["start"], span["end"]) == (fragments[0][0], fragments[-1][1])
        for start, end in fragments:
            piece = text[start:end]
            assert piece == piece.strip()
            assert "\n" not in piece
            # Labels end where words end.
            assert not (text[start - 1 : start].isalnum() and piece[0].isalnum()), piece
            assert not (piece[-1].isalnum() and text[end : end + 1].isalnum()), piece


def test_gold_ids_are_uuids_and_distinct() -> None:
    ids = [item["id"] for row in GOLD for item in (*row["spans"], *row["links"])]
    assert len(ids) == len(set(ids))
    assert all(as_uuid(one) == one for one in ids)


@each_gold
def test_gold_labels_and_attributes_are_those_of_the_schema(row: Json) -> None:
    for span in row["spans"]:
        layer = news().layer(span["layer"])
        assert layer is not None
        label = layer.label_named(span["label"])
        assert label is not None, span["label"]
        allowed = {attribute.name: attribute for attribute in layer.attributes_of(label.id)}
        for name, value in span["attributes"].items():
            attribute = allowed[name]
            if attribute.kind == "choice":
                assert value in {choice.name for choice in attribute.values}, (name, value)
            else:
                assert isinstance(value, str)
                assert value
        for attribute in allowed.values():
            assert not attribute.required or attribute.name in span["attributes"], (span["text"], attribute.name)
    article_labels = {attribute.name: attribute for attribute in news().article}
    assert row["labels"].keys() <= article_labels.keys()
    assert row["labels"]["genre"] in {value.name for value in article_labels["genre"].values}
    assert row["labels"]["stance"] in {value.name for value in article_labels["stance"].values}


@each_gold
def test_gold_links_obey_the_rules_of_the_schema(row: Json) -> None:
    spans = {span["id"]: span for span in row["spans"]}
    seen: Counter[tuple[str, str]] = Counter()
    for link in row["links"]:
        role = news().role_named(link["role"])
        assert role is not None
        source, target = spans[link["from"]], spans[link["to"]]
        assert source is not target
        assert role.starts_at(source["layer"], source["label"]), (link["role"], source["text"])
        assert role.ends_at(target["layer"], target["label"]), (link["role"], target["text"])
        seen[link["role"], link["from"]] += 1
        assert not role.single or seen[link["role"], link["from"]] == 1, (link["role"], source["text"])


@each_gold
def test_gold_is_complete(row: Json) -> None:
    """Each claim by somebody has its claimer, each stance holder and target, each cue its claim."""
    links = {(link["from"], link["role"]) for link in row["links"]}
    cues = {link["to"] for link in row["links"] if link["role"] == "cue"}
    assert {span["layer"] for span in row["spans"]} == {"entity", "claim", "stance"}
    for span in row["spans"]:
        has = {role for source, role in links if source == span["id"]}
        attributes = span["attributes"]
        if span["layer"] == "stance":
            assert ("holder" in has) != (attributes.get("holder_kind") == "author"), span["text"]
            assert ("target" in has) != ("topic" in attributes), span["text"]
        elif span["label"] == "CLAIM":
            assert ("claimer" in has) <= (attributes["voice"] in ("direct", "indirect", "mixed")), span["text"]
            assert ("cue" in has) <= (attributes["voice"] != "journalist"), span["text"]
            assert attributes["voice"] not in ("indirect", "mixed") or "claimer" in has, span["text"]
        elif span["label"] == "CUE":
            assert span["id"] in cues, span["text"]


@each_gold
def test_gold_has_no_entity_twice_and_names_without_article_or_possessive(row: Json) -> None:
    places = Counter((s["layer"], s["label"], str(s["fragments"])) for s in row["spans"])
    assert set(places.values()) == {1}
    for span in row["spans"]:
        if span["layer"] == "entity" and span["label"] in ("PERSON", "ORG", "GPE", "LAW", "NORP"):
            assert not re.match(r"(?:the|a|an|Mr|Mrs|Dr|Judge|Mayor)\b", span["text"], re.IGNORECASE), span["text"]
            assert not re.search(r"[’']s?$", span["text"]) or span["text"].endswith("’ Association"), span["text"]


@each_gold
def test_every_mention_of_a_name_is_labelled(row: Json) -> None:
    """A name that is an entity once is one wherever it stands by itself."""
    text = row["text"]
    marked = [(s["start"], s["end"]) for s in row["spans"] if s["layer"] == "entity"]
    for span in row["spans"]:
        if span["layer"] == "entity" and span["label"] in ("PERSON", "ORG", "GPE", "LAW", "LOC", "PRODUCT"):
            for found in re.finditer(rf"(?<!\w){re.escape(span['text'])}(?!\w)", text):
                assert any(a <= found.start() and found.end() <= b for a, b in marked), (span["text"], found.start())
