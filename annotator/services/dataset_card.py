"""The card of a data set, in the format of Hugging Face: what is in it, by whom, from where, under which schema.

Made from what is written alone: the same project gives the same card. `datasets` reads the splits and the kinds of the
columns from its head.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.model.exchange import Loss, Row
from annotator.model.schema import Schema
from annotator.services.splitting import Split

NAME = "README.md"
MARK = "<!-- Made by Annotator. Remove this line, and it will not be written over. -->"
_MOST = 20
"""Sources that are listed."""
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_NAMES = {"train": "train", "dev": "validation", "test": "test"}


@dataclass
class Tally:
    """What has been written so far."""

    rows: int = 0
    articles: int = 0
    labels: dict[str, Counter[str]] = field(default_factory=dict)
    links: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    annotators: dict[str, Counter[str]] = field(default_factory=dict)
    pending: int = 0
    first: str = ""
    last: str = ""
    _article: str = ""

    def add(self, row: Row) -> None:
        self.rows += 1
        person = self.annotators.setdefault(row.annotator or "?", Counter())
        person.update({"articles": 1, "labels": len(row.spans), row.status or "open": 1})
        for span in row.spans:
            self.labels.setdefault(span.layer or "entity", Counter())[span.label] += 1
            self.pending += bool(span.origin and span.origin.get("decision") == "pending")
        self.links.update(link.role for link in row.links)
        if row.id != self._article:
            self._article = row.id
            self._add_article(row.meta)

    def _add_article(self, meta: Mapping[str, Any]) -> None:
        self.articles += 1
        source, language, published = (meta.get(name) for name in ("source", "language", "published"))
        self.sources[str(source) if source else "?"] += 1
        if isinstance(language, str) and language:
            self.languages[language.split("-")[0].lower()] += 1
        if isinstance(published, str) and published[:1].isdigit():
            self.first = min(self.first or published, published)
            self.last = max(self.last, published)


@dataclass(frozen=True, slots=True)
class Made:
    """How an export was made."""

    title: str
    format: str
    files: Mapping[str, str]
    """Part -> its file (or folder)."""
    parts: Mapping[str, int]
    """Part -> its articles."""
    split: Split
    near_duplicates: int
    """Articles that another one nearly repeats."""
    losses: Sequence[Loss]
    guidelines: int


def card(made: Made, tally: Tally, schema: Schema, agreement: Mapping[str, Any] | None) -> str:
    """The text of the card."""
    sections = [
        _head(made, tally),
        MARK,
        f"# {_line(made.title)}",
        _summary(made, tally),
        _counts(made, tally),
        _people(tally, agreement),
        _sources(tally),
        _schema(schema, made),
        _loading(made),
        _limits(made, tally),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


# -- the head -------------------------------------------------------------------------------------------------------


def _head(made: Made, tally: Tally) -> str:
    size = next((name for most, name in _SIZES if tally.rows < most), "n>1M")
    lines = [
        "---",
        "license: unknown # fill in: the texts belong to their publishers",
        f"pretty_name: {_quoted(made.title)}",
    ]
    if tally.languages:
        lines += ["language:", *(f"- {_quoted(name)}" for name, _ in tally.languages.most_common())]
    lines += ["task_categories:", "- token-classification", "tags:", "- annotator", "- news"]
    lines += ["size_categories:", f"- {size}"]
    written = [part for part in made.files if made.parts.get(part)]
    if made.format in ("jsonl", "parquet") and written:
        lines += ["configs:", "- config_name: default", "  data_files:"]
        for part in written:
            lines += [f"  - split: {_NAMES[part]}", f"    path: {_quoted(made.files[part])}"]
        if made.format == "jsonl":
            lines += ["dataset_info:", "  features:", *_features(_NATIVE, "  ")]
    return "\n".join([*lines, "---"])


_HISTORY = {"created": "string", "updated": "string", "revision": "int64", "guidelines": "int64"}
_NATIVE: dict[str, Any] = {
    **dict.fromkeys(("format", "offset_unit", "id", "text", "text_sha256"), "string"),
    "meta": "json",
    **dict.fromkeys(("imported", "annotator", "status", "reason"), "string"),
    "flagged": "bool",
    "schema": "string",
    "spans": [{
        "id": "string", "layer": "string", "label": "string", "start": "int64", "end": "int64", "text": "string",
        "fragments": "pairs", "attributes": "json", "origin": "json", **_HISTORY,
    }],
    "links": [{"id": "string", "role": "string", "from": "string", "to": "string", "origin": "json", **_HISTORY}],
    "labels": "json",
    "notes": [{
        **dict.fromkeys(("id", "span", "text", "state", "created", "updated"), "string"), "revision": "int64",
    }],
    "seconds": "float64",
}  # fmt: skip
"""The kinds of the columns of the native rows, as `datasets` calls them."""


def _features(kinds: Mapping[str, Any], indent: str) -> list[str]:
    lines = []
    for name, kind in kinds.items():
        lines.append(f"{indent}- name: {name}")
        if isinstance(kind, list):
            lines += [f"{indent}  list:", *_features(kind[0], f"{indent}  ")]
        elif kind == "pairs":
            lines += [f"{indent}  list:", f"{indent}    list: int64"]
        else:
            lines.append(f"{indent}  dtype: {kind}")
    return lines


def _quoted(text: str) -> str:
    """A text as YAML, which takes JSON's quoting."""
    return json.dumps(_line(text), ensure_ascii=False)


# -- what people read -----------------------------------------------------------------------------------------------


def _summary(made: Made, tally: Tally) -> str:
    labels = sum(map(Counter.total, tally.labels.values()))
    when = f", published {tally.first[:10]} to {tally.last[:10]}" if tally.first else ""
    return (
        f"{_number(tally.articles, 'news article')}{when}, with {_number(labels, 'label')} and "
        f"{_number(tally.links.total(), 'link')} by {_number(len(tally.annotators), 'annotator')}, made with Annotator."
    )


def _counts(made: Made, tally: Tally) -> str:
    ways = {
        "article": "evenly, by the ids of the articles",
        "time": "by time: the newest articles are in the last part",
        "source": "by source: each is in one part only",
    }
    how = f"Divided {ways[made.split.by]} (seed {made.split.seed})."
    if made.near_duplicates:
        how += f" {made.near_duplicates:,} of the articles nearly repeat another one; each is in the part of that one."
    parts = "\n".join(f"| {part} | {_line(made.files[part])} | {count:,} |" for part, count in made.parts.items())
    labels = "\n".join(
        f"| {_line(layer)} | {_line(label)} | {count:,} |"
        for layer, counts in tally.labels.items()
        for label, count in counts.most_common()
    )
    links = "\n".join(f"| {_line(role)} | {count:,} |" for role, count in tally.links.most_common())
    found = [
        "## What is in it",
        f"| part | file | articles |\n|---|---|---:|\n{parts}",
        how,
        f"| layer | label | count |\n|---|---|---:|\n{labels}" if labels else "",
        f"| link | count |\n|---|---:|\n{links}" if links else "",
    ]
    return "\n\n".join(filter(None, found))


def _people(tally: Tally, agreement: Mapping[str, Any] | None) -> str:
    rows = "\n".join(
        f"| {_line(name)} | {count['articles']:,} | {count['done']:,} | {count['labels']:,} |"
        for name, count in sorted(tally.annotators.items())
    )
    found = f"## Annotators\n\n| annotator | articles | of these done | labels |\n|---|---:|---:|---:|\n{rows}"
    if agreement:
        lines = "\n".join(
            f"| {_line(layer)} | {_figure(figures.get('exact_f1'))} | {_figure(figures.get('token_alpha'))} | "
            f"{_figure(figures.get('gamma'))} |"
            for layer, figures in agreement["layers"].items()
        )
        found += (
            f"\n\nAgreement on {_number(agreement['articles'], 'article')} that several annotators have labelled:\n\n"
            f"| layer | exact F1 | Krippendorff’s alpha, tokens | gamma |\n|---|---:|---:|---:|\n{lines}"
        )
    return found


def _figure(value: Any) -> str:
    return f"{value:.3f}" if isinstance(value, (int, float)) else "–"


def _sources(tally: Tally) -> str:
    listed = tally.sources.most_common(_MOST)
    rows = "\n".join(f"| {_line(name)} | {count:,} |" for name, count in listed)
    more = len(tally.sources) - len(listed)
    return f"## Sources\n\n| source | articles |\n|---|---:|\n{rows}" + (
        f"\n\n... and {more:,} more." if more > 0 else ""
    )


def _schema(schema: Schema, made: Made) -> str:
    found = [
        f"## Schema {_line(schema.name)}",
        f"Version {made.guidelines} of the guidelines." if made.guidelines else "",
    ]
    for layer in schema.layers:
        labels = [f"- **{_line(each.name)}** {_line(each.definition)}".rstrip() for each in layer.labels if each.shown]
        asked = [
            f"- *{_line(each.name)}*: {', '.join(_line(v.name) for v in each.values) or each.kind}"
            for each in layer.attributes
            if not each.retired
        ]
        found += [f"### {_line(layer.name)}", _line(layer.definition), "\n".join(labels)]
        found += ["Attributes:\n\n" + "\n".join(asked)] if asked else []
    roles = [
        f"- **{_line(role.name)}** ({_ends(role.sources)} → {_ends(role.targets)}) {_line(role.definition)}".rstrip()
        for role in schema.roles
        if not role.retired
    ]
    found += ["### Links\n\n" + "\n".join(roles)] if roles else []
    return "\n\n".join(filter(None, found))


def _ends(ends: Sequence[object]) -> str:
    return ", ".join(map(str, ends)) or "any label"


def _loading(made: Made) -> str:
    if made.format in ("jsonl", "parquet"):
        code = 'from datasets import load_dataset\n\ncorpus = load_dataset("PATH OF THIS FOLDER")'
        return f"## Use\n\n```python\n{code}\n```"
    if made.format == "docbin" and {"train", "dev"} <= set(made.files):
        lines = "python -m spacy init config config.cfg --lang en --pipeline ner\n"
        lines += "python -m spacy train config.cfg --paths.train train.spacy --paths.dev dev.spacy"
        return f"## Use\n\n```\n{lines}\n```"
    return ""


def _limits(made: Made, tally: Tally) -> str:
    undone = sum(count["articles"] - count["done"] for count in tally.annotators.values())
    listed = [
        "Offsets count code points (Python’s indices); ends are exclusive. Each row is one annotator’s view of one article.",
        f"Not finished by their annotator: {_number(undone, 'article')}." if undone else "",
        f"Suggestions that nobody has decided on: {_number(tally.pending, 'label')}." if tally.pending else "",
        "A label that is missing may have been overlooked; agreement tells how often people differ.",
        "The texts may be protected by copyright; the licence above has to be filled in.",
        *(f"Not in these files: {loss.count:,} {loss.what}. {loss.reason}" for loss in made.losses),
    ]
    return "## Known limits\n\n" + "\n".join(f"- {_line(each)}" for each in listed if each)


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _line(text: object) -> str:
    """A text in one line that no table and no markup takes for its own."""
    return " ".join(str(text).split()).replace("|", "\\|").replace("<", "&lt;")
