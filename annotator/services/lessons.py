"""What an annotator can learn from the review: where the gold layer differs from what they had said, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.model.annotation import Annotation, Decision, Link
from annotator.model.article import Annotator
from annotator.model.clusters import Value, article_value, link_value, value_of
from annotator.model.phrases import tr
from annotator.model.review import LINK_LAYER, Had, Ruling, reason_name, ruling_in, ruling_of
from annotator.model.schema import Schema
from annotator.services.jobs import Job
from annotator.storage import review_rows, rows
from annotator.storage.project import Project

_CONTEXT = 80
"""Code points of context to each side."""


@dataclass(frozen=True)
class Lesson:
    """One thing that the gold layer has otherwise than the annotator had it."""

    article: int
    title: str
    start: int
    before: str
    quote: str
    after: str
    """The text in question (theirs, else that of the gold layer) and what stands around it."""
    theirs: str
    """What they had said, in words; empty for nothing."""
    gold: str
    """What the gold layer says, in words; empty for nothing."""
    kind: str
    """`missed`, `not_there`, `label`, `boundary`, `attribute`, `link` or `article`."""
    reason: str
    """In words; empty where none was given."""
    note: str
    reviewer: str
    decided: str
    """When (UTC)."""


@dataclass
class _Verdict:
    """What a review says about one cluster: a ruling, and what stands in the gold layer for it."""

    ruling: Ruling
    gold: list[tuple[Value, Any]]
    """Value, and the gold label, the role of a link or the value of an article label."""
    decided: str
    place: Annotation | Decision | None = None


def lessons(project: Project, annotator: Annotator, job: Job | None = None) -> list[Lesson]:
    """The annotator's lessons from all articles that were reviewed, in the order of articles and text."""
    found: list[Lesson] = []
    gold = project.gold().key
    schema = project.schema()
    with project.snapshot() as db:
        keys = review_rows.reviewed(db, gold)
        for number, key in enumerate(keys):
            if job is not None:
                job.report(number, len(keys), tr("articles"))
            article = rows.article(db, key)
            own = review_rows.said_about(db, key, gold).get(gold, review_rows.OwnRows())
            here = [
                lesson
                for verdict in _verdicts(own)
                if (lesson := _lesson(verdict, annotator, schema, article.key, article.title, article.text))
            ]
            found += sorted(here, key=lambda lesson: (lesson.start, lesson.kind, lesson.quote))
    return found


def _verdicts(own: review_rows.OwnRows) -> Iterable[_Verdict]:
    """The rulings of one article, each once, with all that the gold layer has for it."""
    found: dict[Any, _Verdict] = {}

    def add(ruling: Ruling, value: Value | None, what: Any, decided: str, place: Annotation | Decision | None) -> None:
        # Labels that were all taken, and "nothing" recorded for each of several, have the same had.
        key = (tuple((tuple(sorted(had.by)), had.value) for had in ruling.had), ruling.decision)
        verdict = found.setdefault(key, _Verdict(ruling, [], decided, place))
        if value is not None:
            verdict.gold.append((value, what))

    labels = {a.id: a for a in own.annotations}
    for a in own.annotations:
        if ruling := ruling_of(a.origin):
            add(ruling, value_of(a), a, a.updated, a)
    for link in own.links:
        if ruling := ruling_of(link.origin):
            verdict = _Verdict(ruling, [(link_value(link.role), link.role)], link.updated, labels.get(link.source))
            found[link.id] = verdict
    for decision in own.decisions:
        if ruling := ruling_in(decision):
            if decision.layer == LINK_LAYER:
                found[decision.id] = _Verdict(ruling, [], decision.updated, decision)
            elif decision.verdict == "rejected":
                add(ruling, None, None, decision.updated, decision)
            else:  # a label of the article that stands
                value = own.work.labels.get(decision.label) if own.work is not None else None
                found[decision.id] = _Verdict(ruling, [(article_value(value), value)], decision.updated, None)
    return found.values()


def _lesson(verdict: _Verdict, annotator: Annotator, schema: Schema, key: int, title: str, text: str) -> Lesson | None:
    mine = next((had for had in verdict.ruling.had if annotator.id in had.by), None)
    if mine is None or (mine.value == "" and not verdict.gold) or mine.value in {value for value, _ in verdict.gold}:
        return None
    places = mine.said.get("fragments") or _places(verdict)
    start, end = (places[0][0], places[-1][1]) if places else (0, 0)
    if not 0 <= start <= end <= len(text):
        start = end = 0
    ruling = verdict.ruling
    return Lesson(
        key,
        title,
        start,
        text[max(0, start - _CONTEXT) : start],
        text[start:end],
        text[end : end + _CONTEXT],
        _words(mine, schema),
        "; ".join(_gold_words(what, schema) for _, what in verdict.gold),
        _kind(mine, verdict),
        reason_name(ruling.reason) if ruling.reason else "",
        ruling.note,
        ruling.reviewer,
        verdict.decided,
    )


def _places(verdict: _Verdict) -> Sequence[Sequence[int]]:
    first = next((what for _, what in verdict.gold if isinstance(what, Annotation)), verdict.place)
    return first.fragments if first is not None else ()


def _kind(mine: Had, verdict: _Verdict) -> str:
    said = [had for had in verdict.ruling.had if had.said]
    if any("role" in had.said for had in said):
        return "link"
    if any("value" in had.said for had in said):
        return "article"
    if not mine.said:
        return "missed"
    labels = [what for _, what in verdict.gold if isinstance(what, Annotation)]
    if not labels:
        return "not_there"
    if all(a.label != mine.said["label"] for a in labels):
        return "label"
    places = tuple(map(tuple, mine.said["fragments"]))
    return "boundary" if all(a.fragments != places for a in labels) else "attribute"


def _words(had: Had, schema: Schema) -> str:
    said = had.said
    if "layer" in said:
        return _label_words(schema, said["layer"], said["label"], said.get("quote", ""), said.get("attributes", {}))
    if "role" in said:
        role = schema.role(said["role"])
        return role.name if role else str(said["role"])
    return _plain(said["value"]) if "value" in said else ""


def _gold_words(what: Any, schema: Schema) -> str:
    if isinstance(what, (Annotation, Link)):
        if isinstance(what, Annotation):
            return _label_words(schema, what.layer, what.label, what.quote, what.attributes)
        what = what.role
    if isinstance(what, str) and (role := schema.role(what)):
        return role.name
    return _plain(what)


def _label_words(schema: Schema, layer: str, label: str, quote: str, attributes: Mapping[str, Any]) -> str:
    known = schema.layer(layer)
    named = []
    for identity, value in sorted(attributes.items()):
        attribute = known.attribute(identity) if known else None
        named.append(f"{attribute.name if attribute else identity}: {_plain(value)}")
    more = f" ({', '.join(named)})" if named else ""
    return f"{schema.label_name(layer, label)} “{' '.join(str(quote).split())}”{more}"


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
