"""Whom "he" and "she" stand for, where it is clear: one person alone has been named shortly before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from annotator.nlp.reading import Name, Range, Reading

THIRD_PERSON = frozenset(("he", "she", "him", "her"))


def antecedents(
    reading: Reading, names: Sequence[Name], wanted: Iterable[int], full: Mapping[Name, str]
) -> dict[int, Name]:
    """For each of the `wanted` tokens that is a pronoun of one person the last mention of that person before it.

    Clear is: in its own paragraph before the pronoun, else in the paragraph before, exactly one person is named.
    """
    people = [name for name in names if name.label == "PERSON"]
    found = {}
    for token in wanted:
        if reading.lower[token] not in THIRD_PERSON:
            continue
        for first, last in reversed(_paragraphs_before(reading, token)):
            named = [name for name in people if first <= name.first < min(last, token)]
            if not named:
                continue
            if len({full.get(name, reading.quote(name.range)) for name in named}) == 1:
                found[token] = named[-1]
            break
    return found


def _paragraphs_before(reading: Reading, token: int) -> list[Range]:
    """The paragraph before that of `token`, and its own."""
    own = next((at for at, (first, last) in enumerate(reading.paragraphs) if first <= token < last), None)
    return [] if own is None else list(reading.paragraphs[max(0, own - 1) : own + 1])
