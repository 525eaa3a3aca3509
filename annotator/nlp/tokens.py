"""A spaCy tokenizer with the tokens that annotators see (`annotator.model.text`), for every script without a further package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from annotator.model import text as texts


class Tokens:
    """Cuts a text as `annotator.model.text.tokens` does; white space beyond single spaces becomes tokens of its own."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for start, end in self._spans(text):
            if start > at and not _follows_one_space(text, at, start, bool(words)):
                words.append(text[at:start])
                spaces.append(False)
            elif start > at:
                spaces[-1] = True
            words.append(text[start:end])
            spaces.append(False)
            at = end
        if at < len(text):
            words.append(text[at:])
            spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def _spans(self, text: str) -> list[texts.Span]:
        return [span for start, end in texts.lines(text) for span in texts.tokens(text, start, end)]

    # spaCy asks every tokenizer for these when a pipeline is saved; there is nothing to keep.
    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Nothing to write."""

    def from_disk(self, path: str | Path, **_: Any) -> Tokens:
        return self

    def to_bytes(self, **_: Any) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_kwargs: Any) -> Tokens:
        return self


def _follows_one_space(text: str, at: int, start: int, something_before: bool) -> bool:
    return something_before and start == at + 1 and text[at] == " "
