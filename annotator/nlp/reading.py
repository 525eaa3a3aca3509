"""A text as the rules read it: tokens with tags and the parse as plain lists, paragraphs, sentences.

Made once for each text from a spaCy `Doc`; rules on plain lists are several times as quick as on spaCy's tokens, and can
be tested without a pipeline.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from annotator.model import text as texts

if TYPE_CHECKING:
    from spacy.tokens import Doc

Range = tuple[int, int]
"""First token and the one after the last."""


@dataclass(frozen=True, slots=True)
class Name:
    """A named entity in a reading: token range and label."""

    first: int
    last: int
    label: str

    @property
    def range(self) -> Range:
        return self.first, self.last


class Reading:
    """A text with its tokens. Without a parser `deps` and `tags` are empty texts and every token is its own head."""

    def __init__(
        self,
        text: str,
        words: list[str],
        starts: list[int],
        tags: list[str],
        deps: list[str],
        heads: list[int],
        sentence_starts: list[int] | None = None,
    ) -> None:
        self.text = text
        self.words = words
        self.lower = [word.lower() for word in words]
        self.starts = starts
        self.ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
        self.tags = tags
        self.deps = deps
        self.heads = heads
        self.parsed = any(deps)
        self.tagged = any(tags)
        self._sentence_starts = sentence_starts

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def children(self) -> list[list[int]]:
        """The tokens that depend on each token, in order."""
        found: list[list[int]] = [[] for _ in self.words]
        for token, head in enumerate(self.heads):
            if head != token:
                found[head].append(token)
        return found

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        size = len(self.words)
        left, right = list(range(size)), list(range(size))
        order = sorted(range(size), key=self._depth, reverse=True)
        for token in order:
            head = self.heads[token]
            if left[token] < left[head]:
                left[head] = left[token]
            if right[token] > right[head]:
                right[head] = right[token]
        return left, right

    @cached_property
    def _depths(self) -> list[int]:
        depths = [-1] * len(self.words)
        for token in range(len(self.words)):
            path = []
            at = token
            while depths[at] < 0 and self.heads[at] != at:
                path.append(at)
                at = self.heads[at]
            depth = max(depths[at], 0)
            depths[at] = depth
            for step in reversed(path):
                depth += 1
                depths[step] = depth
        return depths

    def _depth(self, token: int) -> int:
        return self._depths[token]

    def subtree(self, token: int) -> Range:
        """The stretch from the first to the last token below `token`."""
        left, right = self._edges
        return left[token], right[token] + 1

    @cached_property
    def paragraphs(self) -> list[Range]:
        """The lines of the text as token ranges; blank ones are left out."""
        found = []
        for start, end in texts.lines(self.text):
            first, last = self.tokens_in(start, end)
            if any(not word.isspace() for word in self.words[first:last]):
                found.append((first, last))
        return found

    @cached_property
    def sentences(self) -> list[Range]:
        """The sentences as token ranges, by the parser or else by punctuation; none goes over a line end."""
        if self._sentence_starts is None:
            return [self.tokens_in(*span) for span in texts.sentences(self.text)]
        marks = [*self._sentence_starts, len(self.words)]
        return [(a, b) for a, b in pairwise(marks) if a < b]

    @cached_property
    def _sentence_firsts(self) -> list[int]:
        return [first for first, _ in self.sentences]

    def sentence(self, token: int) -> Range:
        """The sentence around `token`."""
        if not self.sentences:
            return 0, len(self.words)
        return self.sentences[max(0, bisect_right(self._sentence_firsts, token) - 1)]

    def tokens_in(self, start: int, end: int) -> Range:
        """The tokens that lie in the stretch of text from `start` to `end`, cut ones included."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def span(self, tokens: Range) -> texts.Span:
        """Where a token range stands in the text (code points)."""
        return self.starts[tokens[0]], self.ends[tokens[1] - 1]

    def quote(self, tokens: Range) -> str:
        start, end = self.span(tokens)
        return self.text[start:end]

    def child(self, token: int, *deps: str) -> int | None:
        """The first token below `token` with one of these dependencies."""
        return next((child for child in self.children[token] if self.deps[child] in deps), None)


def read(doc: Doc) -> Reading:
    """The reading of a spaCy document."""
    parsed, tagged = doc.has_annotation("DEP"), doc.has_annotation("TAG")
    words, starts = [], []
    for token in doc:
        words.append(token.text)
        starts.append(token.idx)
    size = len(words)
    empty = [""] * size
    # One array for the whole document: asking each token would take longer than all rules together.
    columns = doc.to_array(["TAG", "DEP", "HEAD", "SENT_START"])
    heads = (
        [at + head for at, head in enumerate(columns[:, 2].astype("int64").tolist())] if parsed else list(range(size))
    )
    deps = _strings(doc, columns[:, 1].tolist()) if parsed else empty
    marks = [at for at, mark in enumerate(columns[:, 3].tolist()) if mark == 1] if parsed else None
    if marks is not None:
        marks = _divided(words, heads, deps, marks)
    return Reading(
        doc.text, words, starts, _strings(doc, columns[:, 0].tolist()) if tagged else empty, deps, heads, marks
    )


def _divided(words: list[str], heads: list[int], deps: list[str], marks: list[int]) -> list[int]:
    """The sentence starts, with those that the parser missed: behind a line end and behind a full stop within a closing
    quotation mark. What it joined across them becomes two trees."""
    known = set(marks)
    missed = [
        at
        for at in range(2, len(words))
        if at not in known
        and not words[at].isspace()
        and (
            "\n" in words[at - 1] or (words[at - 1] in _CLOSING_MARKS and words[at - 2] == "." and _is_first(words, at))
        )
    ]
    if not missed:
        return marks
    divided = sorted(known.union(missed))
    sentence, number, following = [0] * len(words), -1, iter([*divided, len(words)])
    border = next(following)
    for at in range(len(words)):
        if at >= border:
            number, border = number + 1, next(following)
        sentence[at] = number
    for at, head in enumerate(heads):
        if sentence[head] != sentence[at]:
            heads[at], deps[at] = at, "ROOT"
    return divided


def _strings(doc: Doc, keys: list[int]) -> list[str]:
    names = {key: doc.vocab.strings[key] for key in set(keys)}
    return [names[key] for key in keys]


def _is_first(words: list[str], at: int) -> bool:
    """Whether a word can begin a sentence: with a capital, or with a mark before one."""
    word = words[at + 1] if words[at] in _OPENING_MARKS and at + 1 < len(words) else words[at]
    return word[0].isupper()


_OPENING_MARKS = frozenset(("“", '"', "``"))
_CLOSING_MARKS = frozenset(("”", '"', "''"))
_CLOSING = frozenset(",;:.!?—–-…()")


def trimmed(reading: Reading, tokens: Range) -> Range | None:
    """`tokens` without white space, commas and the like at its ends; None where nothing is left."""
    first, last = tokens
    while first < last and (reading.words[first].isspace() or reading.words[first] in _CLOSING):
        first += 1
    while first < last and (reading.words[last - 1].isspace() or reading.words[last - 1] in _CLOSING):
        last -= 1
    return (first, last) if first < last else None
