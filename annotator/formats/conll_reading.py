"""Reading files with a token a line and BIO tags: IOB1, IOB2, BIOES, BILOU; columns in any order; CoNLL-U with comments;
and spaCy's `.iob` with a sentence a line (`word|TAG|B-PER`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from annotator.formats.reading import Item, Lines, Meter, Reading, Remark, shown
from annotator.formats.registry import HEAD_BYTES
from annotator.model.errors import UserError
from annotator.model.exchange import Row, Skipped, Span
from annotator.model.phrases import tr

_TAG = re.compile(r"O|_|-|[BIESLU]-\S+").fullmatch
_REAL = re.compile(r"[BIESLU]-\S+").fullmatch
_COMMENT = re.compile(r"#(begin|end|\s*[\w.:]+\s*=)").match
_BEGINS, _ENDS = "BSU", "ESLU"
_PHRASES = frozenset(["ADJP", "ADVP", "CONJP", "INTJ", "LST", "NP", "PP", "PRT", "SBAR", "UCP", "VP"]) | {""}
"""Labels of a column of chunks, which is none of names where there is another column."""
_START = "-DOCSTART-"
_NEW_DOCUMENT = ("# newdoc", "#begin document")
_TITLE = re.compile(r"#\s*(?:newdoc id|doc_id|document id)\s*[=:]\s*(.+)").match
_TEXT = re.compile(r"#\s*text\s*=\s?(.*)").match
_RANGE = re.compile(r"\d+[-.]\d+").fullmatch
"""The number of a multi-word token or of an empty node in CoNLL-U."""
_MISC = ("ne", "ner", "name", "entity")
"""What CoNLL-U files call the tag of a token among what is said besides."""
_LOOKS_AT = 200
"""Lines."""
_WITHOUT = {("O",), ("_",)}
"""Tags of tokens without a label."""
_KEPT = 50_000
"""Lines whose tokens are remembered."""
_NO_OTHERS = (".conll", ".conll03", ".bio", ".iob", ".iob2")
"""Endings that no other kind of file has."""
MOST_SENTENCES = 500
"""Sentences of a file without marks of documents that are read as one article; a longer one is a list of sentences."""


@dataclass(frozen=True, slots=True)
class _Token:
    form: str
    tags: tuple[str, ...]
    space: bool = True
    """Whether white space follows."""


@dataclass(slots=True)
class _Sentence:
    line: int
    tokens: list[_Token] = field(default_factory=list)
    text: str = ""
    """The sentence as a comment gives it."""


def is_conll(path: Path, head: bytes) -> bool:
    """Whether a file begins with lines of columns of which one holds BIO tags, or says so itself."""
    lines = head.decode("utf-8-sig", "replace").splitlines()[:_LOOKS_AT]
    if len(head) >= HEAD_BYTES and len(lines) < _LOOKS_AT:
        lines.pop()  # cut off
    tokens = [line for line in lines if line.strip() and not _is_comment(line)]
    if any(line.startswith(_START) for line in tokens[:1]):
        return True
    if not tokens:
        return False
    if path.name.lower().endswith(".conllu"):
        return all(line.count("\t") == 9 for line in tokens)
    if _is_flat(tokens):
        return True
    rows = [line.split() for line in tokens]
    plainly = path.name.lower().endswith(_NO_OTHERS)
    return any(
        at > 0
        and (plainly or (len(rows) > 2 and any(row[at] == "O" for row in rows) and any(_REAL(row[at]) for row in rows)))
        for at in _columns(tokens)
    )


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """The documents of a file; all of it is looked at before any is given."""
    name = shown(path)
    try:
        shape = _shape(path, reading)
        if isinstance(shape, Skipped):
            yield shape
            return
        unread = Lines(path, Reading(encoding=reading.encoding, meter=Meter()))
        wrong = (
            None
            if _is_known(shape)
            else next((each for each in _sentences(unread, shape) if isinstance(each, Skipped)), None)
        )
        if wrong is not None:
            yield wrong
            return
        lines = Lines(path, reading)
        yield from _documents(_sentences(lines, shape), shape, name, lines)
    except UserError as error:
        yield Skipped(name, 0, str(error))


def _is_known(shape: _Shape) -> bool:
    """Whether each line is one that was looked at and holds a token; if not, all lines have to be read to name the wrong one."""
    if shape.flat or len(shape.lines) >= _KEPT:
        return False
    for line in shape.lines:
        made = _token(line, shape)
        if isinstance(made, str):
            return False
        if made is not None:
            shape.tokens[line] = made
    return True


# -- how a file is built --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Shape:
    """How a file is built."""

    tags: tuple[int, ...] = ()
    """The columns with tags."""
    form: int = 0
    width: int = 1
    """Columns that a line must have."""
    flat: bool = False
    """A sentence a line."""
    conllu: bool = False
    marked: bool = False
    """Whether it says where documents begin."""
    sentences: int = 0
    known: set[str] = field(default_factory=set)
    """Tags that were looked at."""
    tokens: dict[str, _Token] = field(default_factory=dict)
    """Line -> the token in it: most lines of a file are there many times."""
    lines: set[str] = field(default_factory=set)
    """The different lines, as far as they are not too many."""
    separator: str | None = None
    """The tab, where all lines have one; None for white space."""


def _shape(path: Path, reading: Reading) -> _Shape | Skipped:
    """How a file is built, or why it cannot be read: each line is looked at."""
    name, found = shown(path), _Shape()
    sample: list[str] = []
    count = blank = 0
    tabs, seen = True, found.lines
    lines = Lines(path, Reading(encoding=reading.encoding, meter=Meter()))
    for number, text in lines.texts():
        if text is None:
            return Skipped(name, number, tr("The line is not UTF-8."))
        if not text or text.isspace():
            blank += count > 0
            continue
        if text[0] == "#" and _is_comment(text):
            found.marked |= text.startswith(_NEW_DOCUMENT)
            continue
        if text[0] == _START[0] and text.startswith(_START):
            found.marked = True
            continue
        count += 1
        tabs = tabs and "\t" in text
        if len(sample) < _LOOKS_AT:
            sample.append(text)
        if len(seen) < _KEPT:
            seen.add(text)
    if not sample:
        return Skipped(name, 0, tr("There are no tokens in it."))
    found.sentences = blank + 1
    found.separator = "\t" if tabs else None
    if _is_flat(sample):
        found.flat, found.sentences = True, count
        return found
    found.conllu = tabs and all(line.count("\t") == 9 for line in sample)
    found.form = 1 if found.conllu or _are_numbers(sample) else 0
    found.tags = tuple(column for column in _columns(sample, found.separator) if column > found.form)
    found.width = max((found.form, *found.tags)) + 1
    if not found.tags and not found.conllu:
        return Skipped(name, 0, tr("No column holds labels such as B-PER, I-PER and O."))
    return found


def _columns(lines: Sequence[str], separator: str | None = None) -> list[int]:
    """The columns in which there is nothing but tags, and a real one or the last."""
    rows = [line.split(separator) for line in lines]
    width = min(len(row) for row in rows)
    if width != max(len(row) for row in rows):
        rows = [row for row in rows if len(row) > 1]
        width = min((len(row) for row in rows), default=0)
    good = [at for at in range(width) if all(_TAG(row[at].strip()) for row in rows)]
    real = [at for at in good if any(_REAL(row[at].strip()) for row in rows)]
    named = [at for at in real if not {_kind(row[at]) for row in rows} <= _PHRASES]
    return named or real or good[-1:]


def _kind(tag: str) -> str:
    """The label of a tag; empty for O."""
    return tag.strip().partition("-")[2]


def _are_numbers(lines: Sequence[str]) -> bool:
    """Whether the first column counts the tokens."""
    firsts = [line.split()[0] for line in lines]
    widths = {len(line.split()) for line in lines}
    return min(widths) > 2 and all(each.isdecimal() or _RANGE(each) for each in firsts) and firsts[0] in ("0", "1")


def _is_flat(lines: Sequence[str]) -> bool:
    """Whether a line is a sentence: words with their tags behind vertical bars."""
    words = [word for line in lines[:20] for word in line.split()]
    return bool(words) and all(_TAG(word.rsplit("|", 1)[-1]) and "|" in word for word in words)


def _is_comment(text: str) -> bool:
    """Whether a line is a remark, not the token `#`."""
    return text.startswith("#") and (bool(_COMMENT(text)) or not _TAG(text.split()[-1]))


# -- sentences and documents ----------------------------------------------------------------------------------------


def _sentences(lines: Lines, shape: _Shape) -> Iterator[_Sentence | str | Skipped]:
    """The sentences of a file; between them, as a text, the name of a document that begins."""
    name = shown(lines.path)
    now = _Sentence(0)
    known = shape.tokens
    for number, text in chain(lines.texts(), ((0, ""),)):
        assert text is not None, "the file was looked at"
        if token := known.get(text):
            now.line = now.line or number
            now.tokens.append(token)
        elif not text or text.isspace():
            if now.tokens:
                yield now
            now = _Sentence(0)
        elif text.startswith(_START) or (text.startswith("#") and _is_comment(text)):
            if now.tokens:
                yield now
                now = _Sentence(0)
            if text.startswith((_START, *_NEW_DOCUMENT)):
                title = _TITLE(text)
                yield title[1].strip() if title else ""
            elif found := _TEXT(text):
                now.text = found[1]
        elif shape.flat:
            if not _is_flat([text]):
                yield Skipped(name, number, tr("The line holds words without a tag."))
                continue
            words = [word.split("|") for word in text.split()]
            yield _Sentence(number, [_Token(word[0], (word[-1],)) for word in words])
        else:
            made = _token(text, shape)
            if isinstance(made, str):
                yield Skipped(name, number, made)
            elif made is not None:
                if len(known) >= _KEPT:
                    known.clear()
                known[text] = made
                now.line = now.line or number
                now.tokens.append(made)


def _token(text: str, shape: _Shape) -> _Token | str | None:
    """The token of a line, what is wrong with it, or None for a line that holds no token of its own."""
    values = text.split(shape.separator)
    if shape.conllu and _RANGE(values[0]):
        return None
    if len(values) < shape.width:
        return tr("The line has fewer columns than the others.")
    tags = [values[column].strip() for column in shape.tags]
    if len(tags) == 1 and "|" in tags[0] and all(map(_TAG, tags[0].split("|"))):
        tags = tags[0].split("|")  # WebAnno’s first format stacks labels so
    space = True
    if shape.conllu and len(values) > 9:
        said = dict(pair.partition("=")[::2] for pair in values[9].split("|"))
        space = said.get("SpaceAfter") != "No"
        tags += [tag for key, tag in said.items() if key.lower() in _MISC and _TAG(tag)]
    for tag in tags:
        if tag not in shape.known:
            if not _TAG(tag):
                return tr("“{tag}” is no tag.", tag=tag[:80])
            shape.known.add(tag)
    return _Token(values[shape.form], tuple(tags), space)


def _documents(found: Iterator[_Sentence | str | Skipped], shape: _Shape, name: str, lines: Lines) -> Iterator[Item]:
    one_each = not shape.marked and shape.sentences > MOST_SENTENCES
    if one_each:
        yield Remark(name, 0, tr("It does not say where articles begin; each of its sentences became one."))
    title = ""
    gathered: list[_Sentence] = []
    for each in chain(found, ("",)):
        assert not isinstance(each, Skipped), "the file was looked at"
        if isinstance(each, str):
            if gathered:
                yield from _article(gathered, title, name, lines.encoding)
            gathered, title = [], each
        else:
            gathered.append(each)
            if one_each:
                yield from _article(gathered, "", name, lines.encoding)
                gathered = []


def _article(sentences: Sequence[_Sentence], title: str, name: str, encoding: str) -> Iterator[Item]:
    pieces: list[str] = []
    spans: list[Span] = []
    at = 0
    for sentence in sentences:
        text, places = _placed(sentence)
        for label, first, last in _labels(sentence.tokens):
            spans.append(Span("", None, label, ((at + places[first][0], at + places[last][1]),), None))
        pieces.append(text)
        at += len(text) + 1
    text = "\n".join(pieces)
    if not text or text.isspace():
        yield Skipped(name, sentences[0].line, tr("The text is empty or white space only."))
        return
    row = Row(text, {"title": title} if title else {}, path=name, line=sentences[0].line, encoding=encoding)
    row.spans = spans
    yield row


def _placed(sentence: _Sentence) -> tuple[str, list[tuple[int, int]]]:
    """The text of a sentence and where its tokens stand in it."""
    if sentence.text:
        places = []
        at = 0
        for token in sentence.tokens:
            start = sentence.text.find(token.form, at)
            if start < 0 or sentence.text[at:start].strip():
                break
            at = start + len(token.form)
            places.append((start, at))
        else:
            return sentence.text, places
    pieces: list[str] = []
    places = []
    at = 0
    for token in sentence.tokens:
        form = token.form
        end = at + len(form)
        places.append((at, end))
        pieces.append(f"{form} " if token.space else form)
        at = end + token.space
    text = "".join(pieces)
    return text[: places[-1][1]], places


def _labels(tokens: Sequence[_Token]) -> Iterator[tuple[str, int, int]]:
    """The labels of each column of tags, with their first and their last token."""
    if {token.tags for token in tokens} <= _WITHOUT:
        return
    for column in range(max((len(token.tags) for token in tokens), default=0)):
        label, first = "", 0
        for at in range(len(tokens) + 1):
            tag = tokens[at].tags[column] if at < len(tokens) and column < len(tokens[at].tags) else "O"
            mark, _, kind = tag.partition("-") if _REAL(tag) else ("O", "", "")
            if label and (mark in _BEGINS or kind != label):
                yield label, first, at - 1
                label = ""
            if kind and not label:
                label, first = kind, at
            if label and mark in _ENDS:
                yield label, first, at
                label = ""
