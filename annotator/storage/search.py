"""The word index of the articles: keeping it, and finding articles by words and phrases.

Two indexes: FTS5's words, and pairs of neighbouring characters for scripts that put no space between words. What they
find may still have to be looked for in the text by the caller (`places` does that), for an index knows no offsets.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache

import regex

from annotator.storage.connection import Connection
from annotator.storage.rows import key_array

_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}ー\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]+")
_MAY_BE_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u2e80-\u9fff\ua9e0-\uaa7f\uf900-\ufaff\uff66-\uff9f\U000116d0-\U000116ff\U00016fe0-\U0003ffff]"
).search
"""The blocks in which the scripts of `_UNSPACED` lie: a look that costs a tenth, for texts that have none of them."""
_TERM = regex.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD_CHARACTER = regex.compile(r"[\p{L}\p{N}\p{M}\p{Co}]")


# -- keeping the index --------------------------------------------------------------------------------------------


def index(db: Connection, first: int, last: int) -> None:
    """Inside a transaction: takes the articles with keys from `first` to `last`, which are new, into the index."""
    db.execute(
        "INSERT INTO article_words (rowid, title, text) SELECT id, title, text FROM article WHERE id BETWEEN ? AND ?",
        (first, last),
    )
    rows = db.execute("SELECT id, title, text FROM article WHERE id BETWEEN ? AND ?", (first, last)).fetchall()
    index_unspaced(db, rows)


def index_unspaced(db: Connection, rows: Iterable[tuple[int, str, str]]) -> None:
    """Inside a transaction: takes what is written without spaces in (key, title, text) into the index of pairs."""
    found = [(key, pairs) for key, title, text in rows if (pairs := _pairs_of(title, text))]
    db.executemany("INSERT INTO article_bigrams (rowid, grams) VALUES (?, ?)", found)


def forget(db: Connection, key: int, title: str, text: str) -> None:
    """Inside a transaction: takes an article out of the index. `title` and `text` are those it was indexed with."""
    db.execute(
        "INSERT INTO article_words (article_words, rowid, title, text) VALUES ('delete', ?, ?, ?)", (key, title, text)
    )
    if pairs := _pairs_of(title, text):
        db.execute("INSERT INTO article_bigrams (article_bigrams, rowid, grams) VALUES ('delete', ?, ?)", (key, pairs))


def _pairs_of(title: str, text: str) -> str:
    if not (_MAY_BE_UNSPACED(text) or _MAY_BE_UNSPACED(title)):
        return ""
    return " ".join(pair for part in (title, text) for run in _UNSPACED.finditer(part) for pair in _pairs(run.group()))


def _pairs(run: str) -> list[str]:
    """The pairs of neighbours in a run; the last character stands alone, so that single ones are found too."""
    return [run[at : at + 2] for at in range(len(run))]


# -- finding --------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def terms(query: str) -> tuple[str, ...]:
    """The words and quoted phrases of a query, all of which an article must contain."""
    found = [phrase or word for phrase, word in _TERM.findall(query)]
    return tuple(" ".join(term.split()) for term in found if term.strip())


def find_keys(db: Connection, query: str, *, after: int = 0, limit: int | None = None) -> array[int]:
    """The keys of the articles that contain all words and phrases of `query`, from `after` (excluded) on, rising.

    Case and accents do not matter. A term without any letter or digit is looked for as it is, in every text.
    """
    wanted = terms(query)
    if not wanted:
        return array("q")
    values: list[str | int] = []
    conditions = [_condition(term, values) for term in wanted]
    values += [after, -1 if limit is None else limit]
    # The article table is only named where a text has to be read: an index answers with keys alone.
    sql = f"SELECT id FROM article WHERE {' AND '.join(conditions)} AND id > ? ORDER BY id LIMIT ?"
    if len(conditions) == 1 and conditions[0].startswith("id IN ("):
        source = conditions[0].removeprefix("id IN (").removesuffix(")")
        sql = f"{source} AND rowid > ? ORDER BY rowid LIMIT ?"
    return key_array(db, sql, values)


def _condition(term: str, values: list[str | int]) -> str:
    runs = list(_UNSPACED.finditer(term))
    if runs and sum(len(run.group()) for run in runs) == len(term.replace(" ", "")):
        return _pair_condition([run.group() for run in runs], values)
    if runs or not _WORD_CHARACTER.search(term):
        values += [term, term]
        return "(instr(text, ?) OR instr(title, ?))"
    values.append(_quoted(term))
    return "id IN (SELECT rowid FROM article_words WHERE article_words MATCH ?)"


def _pair_condition(runs: Sequence[str], values: list[str | int]) -> str:
    phrases = []
    for run in runs:
        pairs = _pairs(run)
        # The last character of the run stands alone in the index only where the text's run ends there too.
        phrases.append(_quoted(" ".join(pairs[:-1])) if len(run) > 1 else f"{_quoted(run)} *")
    values.append(" AND ".join(phrases))
    return "id IN (SELECT rowid FROM article_bigrams WHERE article_bigrams MATCH ?)"


def _quoted(phrase: str) -> str:
    """A phrase of FTS5's query language: nothing in it is an operator."""
    return '"' + phrase.replace('"', '""').replace("\0", " ") + '"'


# -- looking in the text ----------------------------------------------------------------------------------------------


def places(text: str, query: str, limit: int = 1000) -> list[tuple[int, int]]:
    """Where the terms of a query stand in a text (code points), at most `limit` of them, in reading order.

    Case, accents and the kind of white space do not matter; a word is found as a whole word, as the index does.
    """
    found: set[tuple[int, int]] = set()
    folded, origin = _folded(text)
    for term in terms(query):
        pattern = _pattern(_folded(term)[0])
        for match in pattern.finditer(folded):
            found.add((origin[match.start()], origin[match.end() - 1] + 1))
            if len(found) >= limit:
                break
    return sorted(found)


@lru_cache(maxsize=64)
def _pattern(term: str) -> regex.Pattern[str]:
    words = [regex.escape(word) for word in regex.split(r"[^\p{L}\p{N}\p{M}\p{Co}]+", term) if word]
    if not words:
        return regex.compile(regex.escape(term))
    if _UNSPACED.search(term):
        return regex.compile(r"\s*".join(regex.escape(piece) for piece in term.split()))
    inner = r"[^\p{L}\p{N}\p{M}\p{Co}]+".join(words)
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}\p{{M}}\p{{Co}}]){inner}(?![\p{{L}}\p{{N}}\p{{M}}\p{{Co}}])")


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """`text` without case and accents, and for each character of that its code point offset in `text`."""
    if text.isascii():
        return text.lower(), range(len(text))
    pieces: list[str] = []
    origin: list[int] = []
    for at, character in enumerate(text):
        if character.isascii():
            pieces.append(character.lower())
            origin.append(at)
            continue
        plain = unicodedata.normalize("NFD", character)
        kept = "".join(c for c in plain if not unicodedata.combining(c)) if _is_accented(plain) else character
        for folded in kept.casefold():
            pieces.append(folded)
            origin.append(at)
    return "".join(pieces), origin


def _is_accented(plain: str) -> bool:
    """Whether a decomposed character is a letter with accents (not one whose marks are letters, as in Indic scripts)."""
    return len(plain) > 1 and unicodedata.combining(plain[1]) > 0 and plain[0].isalpha()
