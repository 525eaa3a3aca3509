"""The concordance: a string in every article with what lies on it, and one answer for all chosen places at once.

A bulk answer is one undo step over all the articles. What was refused is remembered; "never" keeps a string from being
suggested again under a label.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.model import text as texts
from annotator.model.annotation import Annotation, Fragments, quote_of
from annotator.model.change import Change, created, deleted, edited, now
from annotator.model.errors import UserError
from annotator.model.ids import new_id
from annotator.model.memory import folded
from annotator.model.phrases import tr, trn
from annotator.model.schema import default_answers
from annotator.services import taking
from annotator.services.jobs import Job
from annotator.services.opened import Item, OpenArticle
from annotator.services.place_query import Wanted
from annotator.services.query import Lacking, find_articles, parse
from annotator.services.wording import short
from annotator.services.workplace import Workplace
from annotator.storage import rows
from annotator.storage.remembering import labelled_strings

_CONTEXT = 60
"""Code points of context to each side of a hit."""
BACKUP_OVER = 1000
"""Records that a bulk answer changes from which on a backup is made first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place in one article: where, in what context, and what lies exactly on it."""

    article: int
    title: str
    fragments: Fragments
    before: str
    quote: str
    after: str
    layer: str = ""
    label: str = ""
    """Of the label or suggestion there; empty where there is none."""
    item: str = ""
    """Its id."""
    suggested: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a bulk answer comes to, before it is done: its title as an undo step, its changes, and how many places."""

    title: str
    changes: tuple[Change, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Differing:
    """A string that has different labels in one layer: label name -> how often."""

    layer: str
    string: str
    labels: dict[str, int]


class Concordance:
    """Looking for places in all articles, and answering many of them at once."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    # -- finding -------------------------------------------------------------------------------------------------

    def find(self, wanted: Wanted, job: Job, *, after: int = 0, limit: int = 200) -> tuple[list[Hit], int]:
        """The next hits, at least `limit` where there are as many, and where to go on (0: there are no more).

        `after` is what the last call returned: a position in the list of the articles that can have hits.
        """
        self._settle()
        keys = self._articles(wanted)
        found: list[Hit] = []
        for at in range(after, len(keys)):
            job.report(at, len(keys), tr("articles"))
            found += self._hits(self._place.read(keys[at]), wanted)
            if len(found) >= limit:
                return found, at + 1 if at + 1 < len(keys) else 0
        return found, 0

    def _articles(self, wanted: Wanted) -> Sequence[int]:
        query = wanted.articles
        if wanted.words.strip():
            query = f'{query} "{wanted.words.replace(chr(34), " ").strip()}"'
        elif wanted.of_labels and not wanted.articles:
            # Labels of the annotator's own and suggestions: an article without either has no hit.
            return rows.touched(self._place.project.reader(), self._place.annotator.key)
        if not parse(query):
            return rows.article_keys(self._place.project.reader())
        return find_articles(self._place.project, query, self._place.annotator.key, schema=self._place.schema)

    def _hits(self, opened: OpenArticle, wanted: Wanted) -> Iterator[Hit]:
        if not wanted.of_labels:
            there = {item.fragments: item for item in reversed(opened.items)}
            for fragments in _occurrences(opened.text, wanted.words):
                yield _hit(opened, fragments, there.get(fragments))
            return
        inside = _finder(wanted.words)
        lacks = wanted.lacks(opened.schema)
        for item in opened.items:
            known = opened.schema.label(item.layer, item.label)
            if wanted.layer not in ("", item.layer) or (wanted.label and (known is None or known.id != wanted.label)):
                continue
            if wanted.suggested is not None and wanted.suggested is isinstance(item, Annotation):
                continue
            if inside and not inside(item.quote):
                continue
            if lacks and not _lacks(opened, item, lacks):
                continue
            yield _hit(opened, item.fragments, item)

    def differing(self, job: Job) -> list[Differing]:
        """The strings that the annotator labelled differently in different places, those with most labels first.

        Reads the whole project: call it on another thread.
        """
        self._settle()
        job.report(0, 0, tr("strings"))
        schema = self._place.schema
        found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        with self._place.project.snapshot() as db:
            for layer, label, quote, times in labelled_strings(db, self._place.annotator.key):
                found[layer, folded(quote)][schema.label_name(layer, label)] += times
        several = [
            Differing(layer, string, dict(labels.most_common()))
            for (layer, string), labels in found.items()
            if len(labels) > 1
        ]
        return sorted(several, key=lambda one: (-sum(one.labels.values()), one.string))

    def _settle(self) -> None:
        """What was just done counts too."""
        if not self._place.project.read_only:
            self._place.project.writer.run(lambda db: None)

    @staticmethod
    def labels_of(hits: Iterable[Hit]) -> Counter[str]:
        """How the string is labelled in the hits: label -> how often; "" for places without. More than one label on the
        same string is worth a look."""
        return Counter(hit.label for hit in hits)

    # -- answering -----------------------------------------------------------------------------------------------

    def do(self, answer: Answer) -> int:
        """Does an answer as one undo step, on the session's own thread; how many places it changed."""
        self._place.act("bulk", answer.title, answer.changes)
        return answer.count

    def label(self, hits: Sequence[Hit], layer: str, label: str, job: Job) -> Answer:
        """Labels all places; those that have a label in the layer are relabelled. On any thread, as all answers."""

        def change(opened: OpenArticle, hit: Hit) -> list[Change]:
            if opened.at_place((layer, label, hit.fragments)):
                return []
            item = opened.item(hit.item)
            if isinstance(item, Annotation) and item.layer == layer:
                after = item._replace(label=label, origin=taking.edited_origin(item.origin))
                relabelled = edited(item, label=label, origin=after.origin, guidelines=self._place.guidelines)
                return [relabelled, *taking.corrected(opened, item)]
            pending = next(
                (p for p in opened.pending.values() if (p.layer, p.fragments) == (layer, hit.fragments)), None
            )
            if pending:
                return taking.take(opened, pending, self._place.guidelines, layer=layer, label=label).changes
            return [created(self._new(opened, hit.fragments, layer, label))]

        name = self._place.schema.label_name(layer, label)
        return self._answer(
            hits, change, lambda n: trn("Label {n} place {label}", "Label {n} places {label}", n, label=name), job
        )

    def accept(self, hits: Sequence[Hit], job: Job) -> Answer:
        """Accepts all suggestions among the hits."""

        def change(opened: OpenArticle, hit: Hit) -> list[Change]:
            pending = opened.pending.get(hit.item)
            return taking.take(opened, pending, self._place.guidelines).changes if pending else []

        return self._answer(hits, change, lambda n: trn("Accept {n} suggestion", "Accept {n} suggestions", n), job)

    def reject(self, hits: Sequence[Hit], job: Job) -> Answer:
        """Refuses all suggestions and deletes all labels among the hits."""

        def change(opened: OpenArticle, hit: Hit) -> list[Change]:
            item = opened.item(hit.item)
            if item is None:
                return []
            if not isinstance(item, Annotation):
                return [taking.decision_change(opened, item, "rejected")]
            links = [link for link in opened.links.values() if item.id in (link.source, link.target)]
            notes = [note for note in opened.notes.values() if note.annotation == item.id]
            return [*map(deleted, links), *map(deleted, notes), deleted(item)]

        return self._answer(hits, change, lambda n: trn("Reject {n} place", "Reject {n} places", n), job)

    def _answer(
        self,
        hits: Sequence[Hit],
        change: Callable[[OpenArticle, Hit], list[Change]],
        title: Callable[[int], str],
        job: Job,
    ) -> Answer:
        if self._place.project.read_only:
            raise UserError(tr("The project is open for reading only."))
        self._settle()
        changes: list[Change] = []
        count = 0
        finished: set[str] = set()
        by_article: dict[int, list[Hit]] = {}
        for hit in hits:
            by_article.setdefault(hit.article, []).append(hit)
        for number, (key, own) in enumerate(by_article.items()):
            job.report(number, len(by_article), tr("articles"))
            opened = self._place.read(key)
            if opened.read_only:
                finished.add(opened.article.title)
                continue
            for hit in own:
                step = change(opened, hit)
                count += bool(step)
                changes += step
                opened = opened.after(step)
        if not changes and finished:
            raise UserError(
                tr("The articles are finished: {titles}.", titles=short("; ".join(sorted(finished)))),
                hint=tr("Reopen them to change their labels."),
            )
        if len(changes) > BACKUP_OVER:
            self._place.project.backup()
        return Answer(title(count), tuple(changes), count)

    def _new(self, opened: OpenArticle, fragments: Fragments, layer: str, label: str) -> Annotation:
        moment = now()
        return Annotation(
            opened.article.key,
            new_id(),
            opened.owner,
            layer,
            label,
            fragments,
            quote_of(opened.text, fragments),
            default_answers(opened.schema.layer(layer), label),
            origin={"kind": "bulk"},
            guidelines=self._place.guidelines,
            created=moment,
            updated=moment,
        )


def _occurrences(text: str, words: str) -> Iterator[Fragments]:
    pattern = _pattern(words)
    if pattern:
        for match in pattern.finditer(text):
            yield (match.span(),)


def _finder(words: str) -> Callable[[str], bool] | None:
    """Whether a quote contains the words, in any case; None where none are wanted."""
    wanted = " ".join(words.split()).casefold()
    return (lambda quote: wanted in " ".join(quote.split()).casefold()) if wanted else None


def _lacks(opened: OpenArticle, item: Item, lacks: Lacking) -> bool:
    for layer, label, role, attribute in lacks:
        if (layer, label) == (item.layer, item.label):
            if role and not opened.linked(item.id, role):
                return True
            if attribute and attribute not in item.attributes:
                return True
    return False


def _pattern(words: str) -> re.Pattern[str] | None:
    parts = [re.escape(word) for word in words.split()]
    if not parts:
        return None
    pattern = r"\s+".join(parts)
    if texts.words_are_spaced(words):
        pattern = rf"(?<!\w){pattern}(?!\w)"
    return re.compile(pattern, re.IGNORECASE)


def _hit(opened: OpenArticle, fragments: Fragments, item: Item | None) -> Hit:
    start, end = fragments[0][0], fragments[-1][1]
    text = opened.text
    return Hit(
        opened.article.key,
        opened.article.title,
        fragments,
        " ".join(text[max(0, start - _CONTEXT) : start].split()),
        quote_of(text, fragments),
        " ".join(text[end : end + _CONTEXT].split()),
        item.layer if item else "",
        item.label if item else "",
        item.id if item else "",
        item is not None and not isinstance(item, Annotation),
    )
