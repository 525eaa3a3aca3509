"""WebAnno TSV 3.3, a file for each article: what INCEpTION and WebAnno take in, without a shifted offset.

Each layer becomes a span layer (entities the built-in NamedEntity), attributes its features, links inside of a layer
relations and all others slots. A label that cuts a token becomes sub-tokens; white space belongs to the sentence before
it, so that the text comes back as it was.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.formats.document_files import DocumentFiles
from annotator.formats.losses import Losses, where
from annotator.formats.registry import Format
from annotator.formats.uima_types import CUSTOM, OPEN_TYPES, feature_of, short_of, type_of
from annotator.formats.webanno_tsv_parts import MARK
from annotator.formats.webanno_tsv_reading import read
from annotator.formats.writing import Writing
from annotator.model import text as texts
from annotator.model.exchange import Loss, Row, Span, SpanLink
from annotator.model.offsets import Utf16Offsets
from annotator.model.phrases import tr

_SPECIAL = re.compile(r"->|[\\\[\]|_;*\t\n]")
_IN_TEXT = re.compile(r"[\x00-\x1f\\]")
_SPELLED = {"\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\b": "\\b"}


def write(rows: Iterable[Row], target: Path, writing: Writing) -> list[Loss]:
    """Fills the folder `target`."""
    losses = Losses()
    places = DocumentFiles(target, ".tsv")
    for row in rows:
        path = places.of(row)
        path.write_bytes(_Document(row, writing, losses).written().encode("utf-8"))
        _count(row, losses)
    places.finish()
    return losses.listed()


@dataclass(slots=True, eq=False)
class _Piece:
    """A label, or a fragment of one, on the lines that it takes."""

    span: Span
    start: int
    end: int
    units: list[str] = field(default_factory=list)
    number: int = 0
    """What tells it from others; 0 where nothing has to."""
    slots: list[tuple[str, _Piece]] = field(default_factory=list)


class _Document:
    """One file."""

    def __init__(self, row: Row, writing: Writing, losses: Losses) -> None:
        self._row = row
        self._losses = losses
        self._unit = Utf16Offsets(row.text).to_utf16
        self._sentences = [found for a, b in texts.sentences(row.text) if (found := texts.tokens(row.text, a, b))]
        self._tokens = [token for sentence in self._sentences for token in sentence]
        self._names = [
            f"{number}-{at}" for number, found in enumerate(self._sentences, 1) for at in range(1, len(found) + 1)
        ]
        self._parts: dict[int, list[tuple[int, int]]] = {}
        """Token -> its parts that are labelled."""
        self._pieces = self._found(writing)
        self._lines: dict[str, dict[str, list[_Piece]]] = {}
        """Line -> layer -> what stands there."""
        self._relations: dict[str, dict[str, list[tuple[_Piece, SpanLink]]]] = {}
        """Layer -> line of the target -> where a relation comes from."""
        self._place()
        self._link()

    def _found(self, writing: Writing) -> list[_Piece]:
        found = []
        for span in self._row.spans:
            fragments = span.fragments
            if len(fragments) > 1:
                reasons = {
                    "split": tr("Each became a label of its own."),
                    "hull": tr("They were written as one label from the first to the last."),
                    "skip": tr("Labels in several pieces were left out."),
                }
                reason = reasons[writing.fragments]
                self._losses.add(tr("fragments"), reason, len(fragments), which=where(self._row, span))
                if writing.fragments == "skip":
                    continue
                if writing.fragments == "hull":
                    fragments = ((fragments[0][0], fragments[-1][1]),)
            for fragment in fragments:
                trimmed = texts.trim(self._row.text, fragment)
                if trimmed != fragment:
                    reason = tr("White space at the ends of labels was left out.")
                    self._losses.add(tr("off-token boundaries"), reason, which=where(self._row, span))
                if trimmed is not None:
                    found.append(_Piece(span, *trimmed))
        return found

    # -- lines ------------------------------------------------------------------------------------------------------

    def _place(self) -> None:
        """Finds the lines of each piece: tokens, and parts of tokens at its ends."""
        starts, ends = [start for start, _ in self._tokens], [end for _, end in self._tokens]
        covered = []
        for piece in self._pieces:
            first, last = bisect_right(ends, piece.start), bisect_left(starts, piece.end) - 1
            covered.append((first, last))
            for at in {first, last}:
                part = max(starts[at], piece.start), min(ends[at], piece.end)
                if part != self._tokens[at] and part not in self._parts.setdefault(at, []):
                    self._parts[at].append(part)
        for parts in self._parts.values():
            parts.sort()
        for piece, (first, last) in zip(self._pieces, covered, strict=True):
            for at in range(first, last + 1):
                part = max(starts[at], piece.start), min(ends[at], piece.end)
                name = self._names[at]
                if part != self._tokens[at]:
                    name += f".{self._parts[at].index(part) + 1}"
                piece.units.append(name)
                self._lines.setdefault(name, {}).setdefault(_layer(piece.span), []).append(piece)

    def _link(self) -> None:
        """Numbers what needs a number, and sorts links into relations and slots."""
        first_of: dict[str, _Piece] = {}
        for piece in self._pieces:
            first_of.setdefault(piece.span.id, piece)
        needs = {
            piece
            for layers in self._lines.values()
            for stack in layers.values()
            for piece in stack
            if len(stack) > 1 or len(piece.units) > 1
        }
        for link in self._row.links:
            source, target = first_of.get(link.source), first_of.get(link.target)
            if source is None or target is None:
                reason = tr("One of the labels that they link was left out.")
                self._losses.add(tr("links"), reason)
            elif _layer(source.span) == _layer(target.span):
                lines = self._relations.setdefault(_layer(source.span), {})
                lines.setdefault(target.units[0], []).append((source, link))
                needs |= {source, target}
            else:
                source.slots.append((link.role, target))
                needs |= {source, target}
        self._targets = {
            (id(source), link.target): first_of[link.target]
            for lines in self._relations.values()
            for found in lines.values()
            for source, link in found
        }
        number = 0
        for piece in self._pieces:
            if piece in needs:
                number += 1
                piece.number = number

    # -- the file ---------------------------------------------------------------------------------------------------

    def written(self) -> str:
        layers = list(dict.fromkeys(_layer(piece.span) for piece in self._pieces))
        self._open = {layer for layer in layers if self._is_open(layer)}
        features = {layer: self._features(layer) for layer in layers}
        self._with_slots = {_layer(piece.span) for piece in self._pieces if piece.slots}
        out = [f"{MARK}3\n"]
        for layer in layers:
            names = [*(() if layer in self._open else ("value",)), *features[layer].values()]
            out.append("|".join((f"#T_SP={type_of(layer)}", *names)))
            if layer in self._with_slots:
                out.append(f"|ROLE_{type_of(layer)}:links_{type_of(layer)}LinksLink|uima.tcas.Annotation")
            out.append("\n")
        columns = sum(len(names) + (layer not in self._open) for layer, names in features.items())
        columns += 2 * (len(self._with_slots) + len(self._relations))
        without = "\t_" * columns + "\t\n"
        out += [f"#T_RL={CUSTOM}{short_of(layer)}Relation|role|BT_{type_of(layer)}\n" for layer in self._relations]
        out.append("\n\n")
        labelled = {*self._lines, *(name for lines in self._relations.values() for name in lines)}
        text, narrow = self._row.text, self._unit(len(self._row.text)) == len(self._row.text)
        at = 0
        for number, sentence in enumerate(self._sentences):
            last = number + 1 == len(self._sentences)
            end = len(self._row.text) if last else self._sentences[number + 1][0][0]
            for line in text[sentence[0][0] : end].split("\n"):
                out.append(f"#Text={_text(line)}\n")
            for token in sentence:
                name = self._names[at]
                if narrow and name not in labelled:
                    out.append(f"{name}\t{token[0]}-{token[1]}\t{text[token[0] : token[1]]}{without}")
                else:
                    out.append(self._line(name, token, features))
                for part, place in enumerate(self._parts.get(at, ()), 1):
                    out.append(self._line(f"{self._names[at]}.{part}", place, features))
                at += 1
            out.append("\n")
        return "".join(out)

    def _is_open(self, layer: str) -> bool:
        """Whether a layer has one label, its name, and its values are attributes: a lemma for each word."""
        labels = {piece.span.label for piece in self._pieces if _layer(piece.span) == layer}
        with_values = all(p.span.attributes for p in self._pieces if _layer(p.span) == layer)
        return layer in OPEN_TYPES and labels == {layer} and with_values

    def _features(self, layer: str) -> dict[str, str]:
        """Attribute -> feature, of those that a label of the layer has."""
        used = dict.fromkeys(name for p in self._pieces if _layer(p.span) == layer for name in p.span.attributes)
        found: dict[str, str] = {}
        for name in used:
            found[name] = name if layer in self._open and name == "value" else feature_of(name, found.values())
        changed = sum(name != feature for name, feature in found.items())
        self._losses.add(tr("names of attributes"), tr("They were written as UIMA can name a feature."), changed)
        return found

    def _line(self, name: str, place: tuple[int, int], features: dict[str, dict[str, str]]) -> str:
        start, end = place
        head = f"{name}\t{self._unit(start)}-{self._unit(end)}\t{self._row.text[start:end]}"
        here = self._lines.get(name, {})
        values = [head]
        for layer, attributes in features.items():
            stack = here.get(layer, ())
            columns = [] if layer in self._open else [[_value(p.span.label) + _number(p) for p in stack]]
            columns += [[_value(p.span.attributes.get(a)) + _number(p) for p in stack] for a in attributes]
            if layer in self._with_slots:
                columns.append([(";".join(_value(r) for r, _ in p.slots) or "_") + _number(p) for p in stack])
                columns.append([";".join(_reference(end) for _, end in p.slots) or "*" for p in stack])
            values += ["|".join(column) or "_" for column in columns]
        for lines in self._relations.values():
            found = lines.get(name, ())
            values.append("|".join(_value(link.role) for _, link in found) or "_")
            values.append("|".join(self._source(source, link) for source, link in found) or "_")
        return "\t".join(values) + "\t\n"

    def _source(self, source: _Piece, link: SpanLink) -> str:
        return f"{source.units[0]}[{source.number}_{self._targets[id(source), link.target].number}]"


def _number(piece: _Piece) -> str:
    return f"[{piece.number}]" if piece.number else ""


def _reference(piece: _Piece) -> str:
    return piece.units[0] + _number(piece)


def _layer(span: Span) -> str:
    return span.layer or "entity"


def _value(value: Any) -> str:
    if value is None:
        return "*"
    if isinstance(value, bool):
        value = "true" if value else "false"
    text = ", ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)
    return _SPECIAL.sub(lambda found: "\\" + {"\t": "t", "\n": "n"}.get(found[0], found[0]), text) or "*"


def _text(line: str) -> str:
    return _IN_TEXT.sub(lambda found: _SPELLED.get(found[0], "\\" + found[0]), line)


def _count(row: Row, losses: Losses) -> None:
    before = row.text[: len(row.text) - len(row.text.lstrip())]
    reason = tr("They became spaces.")
    losses.add(tr("tabs and line ends at the beginning of texts"), reason, len(before) - before.count(" "))
    listed = sum(not isinstance(value, str) for span in row.spans for value in span.attributes.values())
    losses.add(tr("kinds of values"), tr("Numbers, lists and yes or no were written as texts."), listed)
    losses.add(tr("names of annotators"), tr("Where there are several, their folders have them."), bool(row.annotator))
    losses.notes(row)
    losses.article_labels(row)
    losses.metadata(row)
    losses.work(row)
    losses.pending(row)


def _recognises(path: Path, head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").startswith(MARK.encode())


WEBANNO_TSV = Format(
    "webanno-tsv",
    "WebAnno TSV 3",
    (".tsv",),
    read=read,
    write=write,
    recognises=_recognises,
    writes_folder=True,
    asks=("fragments",),
)
