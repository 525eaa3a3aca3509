"""JSON lines of the annotation tool Prodigy: tasks with tokens, spans, relations and an answer, one for each annotator.

Offsets are code points; the tokens of a task show where they are not. Spans of tasks that were refused or ignored are not
taken. A task of its review is one row for each version and one of Gold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from os.path import commonprefix
from pathlib import Path
from typing import Any

from annotator.formats.fields import Fields, split_article
from annotator.formats.json_objects import JsonObject, first_object, objects
from annotator.formats.offset_units import CODEPOINT, Unit, candidates, convert, exactly, find_unit
from annotator.formats.prodigy_writing import DATASET, write
from annotator.formats.reading import Item, Reading, Remark, shown
from annotator.formats.registry import Format
from annotator.model.annotation import NONE, Fragments, quote_of
from annotator.model.exchange import Mismatch, Row, Skipped, Span, SpanLink
from annotator.model.ids import as_uuid
from annotator.model.offsets import Scale
from annotator.model.phrases import later, tr

_SESSION = re.compile(rb'"_(?:session|annotator)_id"\s*:\s*"((?:[^"\\]|\\.)*)"')
_TIME = re.compile(r"\d{4}-\d\d-\d\d[_T ]\d\d[-:]\d\d[-:]\d\d")
_BINARY = frozenset(("ner", "spans", "classification", "choice", "text", "html", "compare", "diff", "pos", "dep"))
"""Views in which one question about a text is answered, not the whole text labelled."""
_OWN = frozenset(
    (
        "_input_hash", "_task_hash", "_session_id", "_annotator_id", "_view_id", "_timestamp", "_is_binary", "tokens",
        "spans", "relations", "answer", "accept", "options", "config", "versions", "view_id", "status", "reason",
        "flagged", "label", "sessions", "default", "_block_id",
    )
)  # fmt: skip
"""Keys of a task that are no metadata of the article."""
_ANSWERS = ("accept", "reject", "ignore")
_GOLD = "Gold"


def recognises(path: Path, head: bytes) -> bool:
    """Whether the first object of a file is a task."""
    first = first_object(head)
    if first is None:  # a first line that is longer than what is seen of it
        return b'"_input_hash"' in head or b'"_task_hash"' in head
    if "format" in first or not isinstance(first.get("text"), str):
        return False
    if any(key in first for key in ("_input_hash", "_task_hash", "_view_id", "_session_id")):
        return True
    if first.get("answer") in _ANSWERS:
        return True
    spans, tokens = first.get("spans"), first.get("tokens")
    return isinstance(spans, list) and isinstance(tokens, list) and any(_is_token(token) for token in tokens)


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """The rows of a file, one task after the other."""
    name = shown(path)
    fields = Fields(reading.fields)
    people = _people(path)
    for found in objects(path, reading):
        if isinstance(found, JsonObject):
            yield from _Task(found, name, reading, people).items(fields)
        else:
            yield found


def _people(path: Path) -> dict[str, str | None]:
    """Session -> annotator. Sessions are called `dataset-name`, or after their time where nobody said who it is."""
    sessions: set[str] = set()
    with path.open("rb", buffering=1 << 20) as stream:
        for line in stream:
            if b"_id" in line:
                sessions.update(found.decode("utf-8", "replace") for found in _SESSION.findall(line))
    named = [session for session in sessions if not _TIME.search(session) and as_uuid(session) is None]
    shared = commonprefix(named) if len(named) > 1 else ""  # noqa: RUF071  # they are no paths
    shared = shared[: shared.rfind("-") + 1]
    found: dict[str, str | None] = dict.fromkeys(session for session in sessions if _TIME.search(session))
    found |= {session: session for session in sessions if as_uuid(session)}
    for session in named:
        prefix = next((p for p in (f"{DATASET}-", f"{path.stem}-", shared) if p and session.startswith(p)), None)
        found[session] = (session[len(prefix) :] if prefix else session.rpartition("-")[2]) or session
    return found


class _Task:
    """One line of a file."""

    def __init__(self, found: JsonObject, name: str, reading: Reading, people: dict[str, str | None]) -> None:
        self._value = found.value
        self._line = found.line
        self._where = found.where
        self._encoding = found.encoding
        self._name = name
        self._reading = reading
        self._people = people
        self._missed: list[Item] = []

    def items(self, fields: Fields) -> Iterator[Item]:
        value = self._value
        text, meta = split_article(value, fields, _OWN)
        if not isinstance(text, str):
            yield Skipped(self._name, self._line, tr("The task has no text."))
            return
        if not text or text.isspace():
            yield Skipped(self._name, self._line, tr("The text is empty or white space only."))
            return
        versions = value.get("versions")
        if isinstance(versions, list) and versions:
            for version in versions:
                if isinstance(version, dict):
                    for session in _texts(version.get("sessions")) or [""]:
                        task = {
                            **version,
                            "_session_id": session,
                            "_view_id": value.get("view_id"),
                            "tokens": value.get("tokens"),
                        }
                        yield from self._row(text, meta, task, self._person(session))
            yield from self._row(text, meta, value, _GOLD)
            return
        yield from self._row(text, meta, value, self._annotator(value))

    def _annotator(self, task: dict[str, Any]) -> str | None:
        for key in ("_annotator_id", "_session_id"):
            session = task.get(key)
            if isinstance(session, str) and session.strip():
                return self._person(session)
        return None

    def _person(self, session: str) -> str | None:
        if session in self._people:
            return self._people[session]
        return None if not session or _TIME.search(session) else session.rpartition("-")[2] or session

    def _row(self, text: str, meta: dict[str, Any], task: dict[str, Any], annotator: str | None) -> Iterator[Item]:
        row = Row(text, meta, annotator, path=self._name, line=self._line, encoding=self._encoding)
        answer = task.get("answer")
        self._missed = []
        self._take_work(row, task, answer)
        spans = [span for span in _objects(task.get("spans")) if span.get("label") is not None]
        if answer in ("reject", "ignore"):
            if spans:
                what = tr(
                    "{n} labels of a task that was answered with “{answer}” were not taken.",
                    n=len(spans),
                    answer=answer,
                )
                yield Remark(self._name, self._line, what)
        else:
            self._take_labels(row, task, spans, answer)
        yield row
        yield from self._missed

    def _take_work(self, row: Row, task: dict[str, Any], answer: Any) -> None:
        view = task.get("_view_id")
        said = task.get("status")
        row.flagged = task.get("flagged") is True
        if said in ("open", "done", "skipped"):
            row.status = said
        elif (
            not (isinstance(view, str) and view in _BINARY)
            and answer in _ANSWERS
            and not (view is None and "label" in task)
        ):
            row.status = "done" if answer == "accept" else "skipped"
        if row.status == "skipped":
            reason = task.get("reason")
            row.reason = reason if isinstance(reason, str) else tr("answered with “{answer}” in Prodigy", answer=answer)
        if answer == "accept":
            chosen = _texts(task.get("accept"))
            if chosen:
                row.labels = {"choice": chosen}
            elif isinstance(task.get("label"), str) and not _objects(task.get("spans")):
                row.labels = {"label": [task["label"]]}

    # -- labels -------------------------------------------------------------------------------------------------

    def _take_labels(self, row: Row, task: dict[str, Any], spans: list[dict[str, Any]], answer: Any) -> None:
        tokens = [token for token in _objects(task.get("tokens")) if _is_token(token)]
        unit = self._unit(row.text, tokens, spans)
        if unit != CODEPOINT:
            row.offset_unit = str(unit)
            what = tr("Its offsets are counted in {units}; they were converted.", units=unit.title)
            self._missed.append(Remark(self._name, self._line, what))
        known = unit.scale(row.text) if unit != CODEPOINT else None
        ends: dict[tuple[Any, ...], str] = {}
        by_number = {token["id"] if type(token.get("id")) is int else at: token for at, token in enumerate(tokens)}
        seen: Counter[str] = Counter()
        for data in spans:
            span = self._span(row, data, by_number, known, answer)
            if isinstance(span, str):
                self._miss(f"{data.get('label')} {data.get('start')}-{data.get('end')}", span)
                continue
            if span.id in seen:  # the same twice
                span = span._replace(id=f"{span.id}~{seen[span.id] + 1}")
            seen[span.id] += 1
            row.spans.append(span)
            for key in _keys(data):
                ends.setdefault(key, span.id)
        for relation in _objects(task.get("relations")):
            self._take_relation(row, relation, ends)

    def _unit(self, text: str, tokens: list[dict[str, Any]], spans: list[dict[str, Any]]) -> Unit:
        """The unit in which the tokens stand where they say."""
        units = candidates(text, self._reading.offset_unit)
        if units == [CODEPOINT]:
            return CODEPOINT
        claims = [(((t["start"], t["end"]),), t["text"]) for t in tokens if t["text"].strip()]
        claims += [
            (((s["start"], s["end"]),), s["text"]) for s in spans if isinstance(s.get("text"), str) and _place(s)
        ]
        if not claims and self._reading.offset_unit is None:
            return CODEPOINT
        return find_unit(text, claims, units, exactly).unit

    def _span(
        self, row: Row, data: dict[str, Any], tokens: dict[int, dict[str, Any]], known: Scale | None, answer: Any
    ) -> Span | str:
        """The label in a span of a task, or what is wrong with it."""
        label, place = data.get("label"), _place(data)
        if not isinstance(label, str) or not label:
            return tr("its label is no text")
        if place is None:
            return tr("its start and end are not whole numbers")
        start, end = place
        first, last = data.get("token_start"), data.get("token_end")
        if type(first) is int and type(last) is int and first in tokens and last in tokens:
            on_tokens = tokens[first]["start"], tokens[last]["end"]
            if on_tokens != place:
                other = f"{on_tokens[0]}-{on_tokens[1]}"
                return tr("it stands at {one}, its tokens at {other}", one=f"{start}-{end}", other=other)
        fragments: Fragments = (place,)
        if known is not None:
            converted = convert(known, fragments)
            if converted is None:
                return tr("{places} cuts a character", places=f"{start}-{end}")
            fragments = converted
        quote = data.get("text")
        if isinstance(quote, str) and 0 <= fragments[0][0] < fragments[0][1] <= len(row.text):
            found = quote_of(row.text, fragments)
            if found != quote:
                return tr("it says “{quote}”, the text there says “{found}”", quote=quote[:80], found=found[:80])
        identity = data.get("id")
        called = identity if isinstance(identity, str) and identity else f"{label} {start}-{end}"
        layer = data.get("layer")
        return Span(
            called,
            layer if isinstance(layer, str) else None,
            label,
            fragments,
            None,
            attributes=NONE,
            origin=_origin(data, answer),
        )

    def _take_relation(self, row: Row, data: dict[str, Any], ends: dict[tuple[Any, ...], str]) -> None:
        label = data.get("label")
        source, target = self._end(data, "head", ends), self._end(data, "child", ends)
        if not isinstance(label, str) or not label:
            self._miss(tr("relation"), tr("its label is no text"))
        elif source is None or target is None:
            self._miss(
                label,
                tr("there is no label at its ends {head} and {child}", head=data.get("head"), child=data.get("child")),
            )
        else:
            row.links.append(SpanLink(f"{label} {source} {target}", label, source, target))

    def _end(self, data: dict[str, Any], which: str, ends: dict[tuple[Any, ...], str]) -> str | None:
        """The label at one end of a relation: by its place, else by its last token."""
        place = data.get(f"{which}_span")
        keys = _keys(place)[:2] if isinstance(place, dict) else []
        token = data.get(which)
        if type(token) is int:
            keys.append(("token", token))
        return next((ends[key] for key in keys if key in ends), None)

    def _miss(self, identity: str, reason: str) -> None:
        self._missed.append(Mismatch(self._name, identity, f"{self._where}: {reason}"))


def _origin(data: dict[str, Any], answer: Any) -> dict[str, Any] | None:
    """Where a label comes from; a model’s span in a task that nobody has answered is a suggestion."""
    source, score = data.get("source"), data.get("score")
    if not isinstance(source, str) or not source:
        return None
    score = score if isinstance(score, (int, float)) and not isinstance(score, bool) else None
    if answer is None or data.get("pending") is True:
        return {"kind": "suggestion", "source": source, "score": score, "decision": "pending"}
    return {"kind": "import", "source": source, "score": score}


def _keys(data: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What a relation may know a span by: place and label, place, last token."""
    place, label, last = _place(data), data.get("label"), data.get("token_end")
    if place is None:
        return []
    found: list[tuple[Any, ...]] = [(*place, label if isinstance(label, str) else None), place]
    return [*found, ("token", last)] if type(last) is int else found


def _place(data: dict[str, Any]) -> tuple[int, int] | None:
    start, end = data.get("start"), data.get("end")
    return (start, end) if type(start) is int and type(end) is int else None


def _is_token(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("text"), str) and _place(value) is not None


def _objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _texts(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


PRODIGY = Format(
    "prodigy",
    later("Prodigy, JSON lines"),
    (".jsonl",),
    read=read,
    write=write,
    recognises=recognises,
    asks=("fragments",),
)
