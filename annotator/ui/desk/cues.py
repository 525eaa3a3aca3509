"""Words near a claim that may signal it and have no label yet: offered as cues. Looked up in the word lists; no Qt, no pipeline."""

from __future__ import annotations

from annotator.model import text as texts
from annotator.model.annotation import Fragments
from annotator.nlp import words
from annotator.nlp.cues import lexicon
from annotator.services.opened import Item, OpenArticle


def sentences_of(text: str, fragments: Fragments) -> list[tuple[int, int]]:
    """The sentences that the fragments touch, from the first one's start to the last one's end."""
    found = {span for start, end in fragments for at in (start, end - 1) if (span := texts.sentence_at(text, at))}
    return sorted(found)


def unlabelled(opened: OpenArticle, item: Item) -> list[tuple[int, int]]:
    """Words of saying in the claim's sentence, outside the claim and without a label, the nearest first."""
    text, language = opened.text, opened.article.language[:2] or "en"
    taken = [piece for other in opened.items if other.layer == item.layer for piece in other.fragments]
    found = [
        (start, end)
        for sentence in sentences_of(text, item.fragments)
        for start, end in texts.tokens(text, *sentence)
        if _says(language, text[start:end].lower()) and not any(a < end and start < b for a, b in taken)
    ]
    return sorted(found, key=lambda span: max(0, item.start - span[1], span[0] - item.end))


def _says(language: str, word: str) -> bool:
    if language != "en":
        return word in words.section(language, "speech", "")
    known = lexicon()
    return "say" in known.kinds.get(known.verbs.get(word, ""), ())
