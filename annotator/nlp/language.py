"""Which language a text is in, where its file does not say: by its script, and by the commonest words of each language.

A guess for choosing a pipeline and word lists; it is never stored.
"""

from __future__ import annotations

from functools import cache

import regex

from annotator.nlp import words

UNKNOWN = "xx"
"""spaCy's code for "no language in particular"."""

_SAMPLE = 4000
_LEAST = 2
"""Common words that must be found before a guess is made at all."""

_SCRIPTS = (
    ("ja", regex.compile(r"[\p{Hiragana}\p{Katakana}]")),
    ("ko", regex.compile(r"\p{Hangul}")),
    ("zh", regex.compile(r"\p{Han}")),
    ("el", regex.compile(r"\p{Greek}")),
    ("he", regex.compile(r"\p{Hebrew}")),
    ("th", regex.compile(r"\p{Thai}")),
    ("hi", regex.compile(r"\p{Devanagari}")),
    ("bn", regex.compile(r"\p{Bengali}")),
    ("ta", regex.compile(r"\p{Tamil}")),
    ("te", regex.compile(r"\p{Telugu}")),
    ("hy", regex.compile(r"\p{Armenian}")),
    ("ka", regex.compile(r"\p{Georgian}")),
    ("am", regex.compile(r"\p{Ethiopic}")),
)
_LETTER = regex.compile(r"\p{L}")
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_PRIMARY = regex.compile(r"[a-z]{2,3}(?=\Z|[-_])")


def code_of(declared: str) -> str:
    """The bare language code in what a file declared (`en-GB` is `en`); empty where it declared nothing usable."""
    found = _PRIMARY.match(declared.strip().lower())
    return found.group() if found else ""


def guess(text: str) -> str:
    """The likeliest language of `text` as a code such as `en`; `xx` where nothing speaks for one."""
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    if not letters:
        return UNKNOWN
    for code, script in _SCRIPTS:
        # Japanese text is half ideographs, so few kana must be enough for it.
        if len(script.findall(sample)) > letters * (0.1 if code == "ja" else 0.3):
            return code
    counts: dict[str, int] = {}
    for word in _WORD.findall(sample.lower()):
        for code in _common().get(word, ()):
            counts[code] = counts.get(code, 0) + 1
    best = max(counts, key=lambda code: counts[code], default=UNKNOWN)
    return best if counts.get(best, 0) >= _LEAST else UNKNOWN


def language_of(text: str, declared: str = "") -> str:
    """The language that the file declared, else a guess."""
    return code_of(declared) or guess(text)


@cache
def _common() -> dict[str, tuple[str, ...]]:
    """Common word -> the languages that have it."""
    found: dict[str, list[str]] = {}
    for code, entries in words.sections("any", "common").items():
        for entry in entries:
            found.setdefault(entry, []).append(code)
    return {word: tuple(codes) for word, codes in found.items()}
