"""Named entities as the schema wants them: mends what a pipeline found, without determiner, possessive and title."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Span

from annotator.nlp import words

_POSSESSIVE = frozenset(("'s", "’s", "'", "’", "`s"))
_QUOTES = frozenset("\"'“”‘’„«»`") | {"``", "''"}
_KEEPS_THE = frozenset(("LOC", "DATE", "TIME", "MONEY", "QUANTITY", "WORK_OF_ART"))


def mend(doc: Doc, language: str) -> None:
    """Trims the entities of `doc` in place; those that go over a line end are cut there."""
    kept = []
    for ent in doc.ents:
        trimmed = _trimmed(doc, ent.start, ent.end, ent.label_)
        if trimmed:
            kept.append(Span(doc, *trimmed, ent.label_))
    doc.ents = kept


def _trimmed(doc: Doc, first: int, last: int, label: str) -> tuple[int, int] | None:
    for token in range(first, last):
        if "\n" in doc[token].text:
            last = token
            break
    while first < last and _begins_badly(doc, first, last, label):
        first += 1
    while last > first:
        word = doc[last - 1].text
        if word in _POSSESSIVE or word in _QUOTES or word.isspace() or word in (",", ";", ":", "(", "—", "–"):
            last -= 1
        else:
            break
    return (first, last) if first < last else None


def _begins_badly(doc: Doc, first: int, last: int, label: str) -> bool:
    """Whether the first word does not belong to the name."""
    word = doc[first].lower_
    if word in _QUOTES or word.isspace():
        return True
    if word in ("a", "an"):
        return label not in _KEEPS_THE
    if word == "the":
        # "the Alps" and "the Philippines" are names; "the Middle East" is one without its article.
        return label not in _KEEPS_THE or (label == "LOC" and not doc[last - 1].lower_.endswith("s"))
    return label == "PERSON" and last - first > 1 and word.rstrip(".") in _titles()


@cache
def _titles() -> frozenset[str]:
    return words.section("en", "names", "titles")
