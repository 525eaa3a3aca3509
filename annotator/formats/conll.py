"""CoNLL-2003 and its like: a token a line with its label, BIO tags; written as BIO (IOB2), read in every variant.

Such files hold no text, only tokens: reading puts a space between tokens and a line end after a sentence, unless the
file says better (`# text = ...`, `SpaceAfter=No`). Writing keeps flat labels on tokens and counts everything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from annotator.formats.conll_reading import is_conll, read
from annotator.formats.losses import Losses, where
from annotator.formats.registry import Format
from annotator.formats.tokenised import Piece, Tokens, aligned_pieces, edges_of, without_overlaps
from annotator.formats.writing import Writing, clashing_names
from annotator.model import text as texts
from annotator.model.exchange import Loss, Row
from annotator.model.phrases import later, tr

_DOCUMENT = "-DOCSTART- -X- O O\n\n"
"""The line as spaCy and others look for it, to the letter."""


def write(rows: Iterable[Row], target: Path, writing: Writing) -> list[Loss]:
    """Tokens of sentences in four columns: form, part of speech and chunk (both `_`), label."""
    losses, clashing = Losses(), clashing_names(writing.schema)
    with target.open("w", encoding="utf-8", newline="\n", buffering=1 << 20) as stream:
        for row in rows:
            stream.write(_DOCUMENT)
            stream.write(_document(row, writing, losses))
            _count(row, losses, clashing)
    return losses.listed()


def _document(row: Row, writing: Writing, losses: Losses) -> str:
    sentences = [found for a, b in texts.sentences(row.text) if (found := texts.tokens(row.text, a, b))]
    tokens = Tokens([token for sentence in sentences for token in sentence])
    if writing.cut_tokens == "split":
        edges = edges_of(row.spans)
        tokens = tokens.cut_at(edges)
        sentences = [list(Tokens(sentence).cut_at(edges).places) for sentence in sentences]
    pieces = list(aligned_pieces(row, tokens, writing, losses))
    kept, left_out = without_overlaps(pieces, writing.overlap)
    for piece in left_out:
        reason = tr("They were left out: a token has one label.")
        losses.add(tr("overlapping labels"), reason, which=where(row, piece.span))
    tags = _tags(kept)
    lines = []
    at = 0
    for sentence in sentences:
        forms = [row.text[start:end] for start, end in sentence]
        lines += [
            f"{form if form.isalnum() else ''.join(form.split()) or '_'} _ _ {tags.get(number, 'O')}\n"
            for number, form in enumerate(forms, at)
        ]
        lines.append("\n")
        at += len(forms)
    return "".join(lines)


def _tags(pieces: Iterable[Piece]) -> dict[int, str]:
    """The tag of each token that has one."""
    found: dict[int, str] = {}
    for span, first, last in pieces:
        label = "_".join(span.label.split())
        found |= dict.fromkeys(range(first, last + 1), f"I-{label}")
        found[first] = f"B-{label}"
    return found


def _count(row: Row, losses: Losses, clashing: frozenset[tuple[str | None, str]]) -> None:
    no_place = tr("The format has no place for them.")
    losses.add(tr("texts"), tr("Only their tokens were written; white space and line ends are lost."))
    losses.add(tr("attributes"), no_place, sum(len(span.attributes) for span in row.spans))
    losses.add(tr("links"), no_place, len(row.links))
    losses.notes(row)
    losses.article_labels(row)
    losses.metadata(row)
    losses.work(row)
    losses.pending(row)
    losses.layers(row, clashing)


_SUFFIXES = (".conll", ".conll03", ".bio", ".iob", ".iob2", ".conllu", ".testa", ".testb", ".train", ".tsv", ".txt")
CONLL = Format(
    "conll",
    later("CoNLL-2003, BIO tags"),
    _SUFFIXES,
    read=read,
    write=write,
    recognises=is_conll,
    asks=("fragments", "cut_tokens", "overlap"),
)
