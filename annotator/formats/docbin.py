"""spaCy's DocBin (`.spacy`): what `spacy train` and `spacy debug data` take as it is, with everything else in extensions.

- `doc.ents`: the labels of the entity layer, overlaps left out; `doc.spans[layer]`: all labels of each layer;
  `doc.spans["sc"]`: those of all layers, where spaCy's span categorizer looks for them. `span.id_` is the label's id.
- `doc.cats`: what was chosen for the whole article, `genre: news` and the like.
- `doc._.annotator`: the native row without its text: annotator, status, metadata, spans with attributes and exact
  offsets, links, notes. `Doc.set_extension("annotator", default=None)` makes it readable there.

The one place outside `nlp` that knows spaCy, and only when such a file is written or read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from annotator.formats.docbin_container import Container
from annotator.formats.docbin_reading import EXTENSION, SPAN, read_bin
from annotator.formats.losses import Losses, where
from annotator.formats.native import row_json
from annotator.formats.reading import Item, Reading
from annotator.formats.registry import Format
from annotator.formats.tokenised import Piece, Tokens, aligned_pieces, edges_of, without_overlaps
from annotator.formats.writing import Writing
from annotator.model.exchange import Loss, Row
from annotator.model.phrases import tr
from annotator.model.text import Span as Stretch
from annotator.model.text import tokens as word_tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

ENTITIES = "entity"
"""The layer whose labels are `doc.ents`."""
ALL = "sc"
"""The span group that spaCy's span categorizer takes unless told otherwise."""
_INSIDE, _OUTSIDE, _BEGINS = 1, 2, 3
_ORTH, _SPACY, _LENGTH, _IS_SPACE = range(4)
"""Columns of what is asked of a document."""
_LATIN = 0.9
"""Share of ASCII letters from which on a text of unknown language is cut into tokens as English is."""


_COLUMNS = ("ORTH", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID")
"""What is read of each token."""


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """One article for each document."""
    yield from read_bin(path, reading, _numbers)


def _numbers(strings: list[str]) -> tuple[Mapping[int, str], Mapping[str, int]]:
    from spacy.attrs import IDS  # type: ignore[import-not-found]  # compiled, and without types
    from spacy.strings import StringStore

    store = StringStore(strings)
    return {store[each]: each for each in strings}, {name: IDS[name] for name in _COLUMNS}


def write(rows: Iterable[Row], target: Path, writing: Writing) -> list[Loss]:
    """One document for each row, on the tokens of its language."""
    from spacy.attrs import IDS
    from srsly.msgpack import Packer  # type: ignore[import-untyped]  # it has no types

    losses = Losses()
    attrs = [IDS[name] for name in ("ORTH", "ENT_IOB", "ENT_TYPE")]
    pack = Packer(use_bin_type=True).pack
    with Container(target.parent, attrs, pack) as container:
        found = _Bin(container, pack, writing, losses)
        for row in rows:
            found.add(row)
        container.save(target)
    return losses.listed()


class _Bin:
    """A DocBin that is filled with arrays: making spaCy's spans first, to be taken apart again, takes ten times as long."""

    def __init__(self, container: Container, pack: Callable[[Any], bytes], writing: Writing, losses: Losses) -> None:
        import numpy as np
        from spacy.strings import get_string_id

        self._np = np
        self._container = container
        self._number = lru_cache(maxsize=10_000)(get_string_id)
        self._id = get_string_id
        self._pack = pack
        self._writing = writing
        self._losses = losses

    def add(self, row: Row) -> None:
        doc, writing = _tokenised(row.text, _language(row)), self._writing
        columns, places = _columns(doc)
        if writing.cut_tokens == "split":
            edges = edges_of(row.spans)
            if not edges <= {edge for place in places for edge in place}:
                doc = _doc_of(row.text, Tokens(places).cut_at(edges).places, doc.vocab)
                columns, places = _columns(doc)
        inked = [at for at, blank in enumerate(columns[:, _IS_SPACE].tolist()) if not blank]
        pieces = list(aligned_pieces(row, Tokens([places[at] for at in inked]), writing, self._losses))
        pieces = [Piece(span, inked[first], inked[last]) for span, first, last in pieces]
        found = row_json(row)
        del found["text"]
        plain = orjson.loads(orjson.dumps(found, default=dict))
        self._container.add(
            self._tokens(columns, self._flat(row, pieces)),
            columns[:, _SPACY].astype(bool),
            chain((row.text[a:b] for a, b in places), *((span.label, span.id) for span in row.spans)),
            _cats(row, writing),
            self._groups(pieces, places),
            # The key under which spaCy keeps what `doc._.annotator` shows.
            self._pack({("._.", EXTENSION, None, None): plain}),
        )

    def _flat(self, row: Row, pieces: Sequence[Piece]) -> list[Piece]:
        """What becomes an entity."""
        kept, left_out = without_overlaps(
            [p for p in pieces if p.span.layer in (ENTITIES, None)], self._writing.overlap
        )
        for piece in left_out:
            reason = tr("Only doc.spans has them: doc.ents cannot overlap.")
            self._losses.add(tr("overlapping labels"), reason, which=where(row, piece.span))
        return kept

    def _tokens(self, columns: Any, entities: Sequence[Piece]) -> Any:
        tokens = self._np.zeros((len(columns), 3), dtype="uint64")
        tokens[:, 0] = columns[:, _ORTH]
        tokens[:, 1] = _OUTSIDE
        for span, first, last in entities:
            tokens[first : last + 1, 1] = _INSIDE
            tokens[first, 1] = _BEGINS
            tokens[first : last + 1, 2] = self._number(span.label)
        return tokens

    def _groups(self, pieces: Sequence[Piece], places: Sequence[Stretch]) -> bytes:
        groups: dict[str, list[bytes]] = {}
        everything = []
        for span, first, last in pieces:
            label, place = self._number(span.label), (places[first][0], places[last][1])
            packed = SPAN.pack(self._id(span.id), 0, label, first, last + 1, *place)
            groups.setdefault(span.layer or ENTITIES, []).append(packed)
            everything.append(packed)
        if everything:
            groups[ALL] = everything
        pack = self._pack
        found = {pack({"name": name, "attrs": {}, "spans": spans}): [name] for name, spans in groups.items()}
        return bytes(pack(found or []))


def _cats(row: Row, writing: Writing) -> dict[str, float]:
    """What was chosen for the whole article: 1 for what was, 0 for what was not."""
    found: dict[str, float] = {}
    for attribute in writing.schema.article:
        value = row.labels.get(attribute.name)
        if attribute.kind in ("choice", "choices") and value:
            chosen = value if isinstance(value, list) else [value]
            found |= {f"{attribute.name}: {each.name}": float(each.name in chosen) for each in attribute.values}
    return found


# -- tokens ---------------------------------------------------------------------------------------------------------


def _language(row: Row) -> str:
    """The language whose rules cut a text into tokens."""
    said = row.meta.get("language")
    if isinstance(said, str) and said[:1].isalpha():
        return said.replace("_", "-").split("-")[0].lower()
    letters = [each for each in row.text[:4000] if each.isalpha()]
    return "en" if sum(each.isascii() for each in letters) >= _LATIN * len(letters) else "xx"


def _columns(doc: Doc) -> tuple[Any, list[Stretch]]:
    """Four numbers for each token, and where the tokens stand."""
    from spacy.attrs import IS_SPACE, LENGTH, ORTH, SPACY  # compiled, and without types

    columns = doc.to_array([ORTH, SPACY, LENGTH, IS_SPACE])
    places: list[Stretch] = []
    at = 0
    for length, space in columns[:, [_LENGTH, _SPACY]].tolist():
        places.append((at, at + length))
        at += length + space
    return columns, places


def _tokenised(text: str, language: str) -> Doc:
    tokenizer, vocab = _tokenizer(language)
    doc: Doc | None = tokenizer(text) if tokenizer else None
    if doc is None or doc.text != text:
        doc = _doc_of(text, word_tokens(text), vocab)
    return doc


@lru_cache(maxsize=16)
def _tokenizer(language: str) -> tuple[Any, Vocab]:
    """spaCy's tokenizer of a language; None for one that spaCy does not know or needs another package for."""
    import spacy

    try:
        nlp = spacy.blank(language)
    except (ImportError, ValueError):
        return None, spacy.blank("xx").vocab
    return nlp.tokenizer, nlp.vocab


def _doc_of(text: str, places: Sequence[Stretch], vocab: Vocab) -> Doc:
    """The document of these tokens; what lies between them are spaces, or tokens of white space."""
    from spacy.tokens import Doc

    words: list[str] = []
    spaces: list[bool] = []
    for (_, before), (start, end) in pairwise(((0, 0), *places, (len(text), len(text)))):
        gap = text[before:start]
        if gap[:1] == " " and words:
            spaces[-1], gap = True, gap[1:]
        if gap:
            words.append(gap)
            spaces.append(False)
        if start < end:
            words.append(text[start:end])
            spaces.append(False)
    return Doc(vocab, words=words, spaces=spaces)


DOCBIN = Format(
    "docbin", "spaCy DocBin", (".spacy",), read=read, write=write, asks=("fragments", "cut_tokens", "overlap")
)
