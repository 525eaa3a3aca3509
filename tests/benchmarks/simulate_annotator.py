"""A simulated annotator: key presses for each label of a gold set, by hand alone, with suggestions, and with memory.

    python -m tests.benchmarks.simulate_annotator [--data DIR] [--json FILE] [--svg FILE] [--only gum,meantime] [--articles N]

It knows the gold labels of the articles (gum-wikinews and meantime-wikinews under DIR, by default `../shared/data` beside the
checkout) and works through each from its beginning with the session's own methods, as a person does with the keys: words and
lines to get about, Shift and the arrows to select, a label's key, `g` for all occurrences, Tab, Enter, Shift+Enter, x, Shift+X,
the four brackets, Shift+A for the sure ones. It stops when the labels are those of the gold set, which is checked. Labels that
the gold set lacks are off in the schema, so that nobody is asked about them; places are one kind (GPE, LOC and FAC are not told
apart in the gold sets). With memory, it begins knowing nothing and learns from its own work only.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from annotator.model import text as texts
from annotator.model.annotation import Annotation, Fragments
from annotator.model.pending import Pending
from annotator.model.schema import Schema
from annotator.model.schema_json import schema_from_json
from annotator.resources_path import resource
from annotator.services.jobs import Job
from annotator.services.session import Session
from annotator.services.suggesting import suggest_corpus
from annotator.services.sure import sure_ones
from annotator.storage.project import Project
from tests.benchmarks.key_presses import Walk
from tests.benchmarks.simulated_svg import picture
from tests.services.articles import add_articles

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
MODES = ("by hand", "suggestions", "memory")
_COARSE = {"LOC": "GPE", "FAC": "GPE"}
_PICKED = 4
"""Presses for a label without a key: the picker, two letters, Enter."""
_PRONOUNS = frozenset(["I", "We", "He", "She", "It", "They", "You", "His", "Her", "Its", "Their", "Our", "My"])
_SMALL = frozenset(["of", "the", "and", "for", "in", "on", "de", "la", "le", "du", "&", "'s", "’s", "'"])
_FAR = 4
"""Words by which a suggestion may differ to be mended rather than made anew."""
_SEVERAL = 3
"""Sure ones from which on it is worth to accept them at once."""

Gold = dict[Fragments, str]


@dataclass
class Worked:
    """One article done."""

    objects: int
    presses: int
    kinds: dict[str, int] = field(default_factory=dict)


def gold_of(name: str, row: dict[str, Any]) -> Gold:
    """The names in a row of a gold set, with our label: mentions of which every word is capitalised, small ones aside."""
    labels = {"person": "PERSON", "organization": "ORG", "place": "GPE", "event": "EVENT"}
    if name == "meantime-wikinews":
        labels = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE", "PRO": "PRODUCT"}
    found: Gold = {}
    for span in row["spans"]:
        start, end = span["start"], span["end"]
        named = span.get("identity") or span.get("syntactic_type", "") in ("NAM", "PRE.NAM", None)
        if named and span["label"] in labels and is_name(row["text"][start:end]):
            found.setdefault(((start, end),), labels[span["label"]])
    return found


def is_name(quote: str) -> bool:
    words = [quote[start:end] for start, end in texts.tokens(quote)]
    capitals = [word for word in words if word[:1].isupper()]
    return (
        bool(capitals)
        and quote[:1].isupper()
        and not (len(words) == 1 and words[0] in _PRONOUNS)
        and all(word[:1].isupper() or word in _SMALL or not word[:1].isalpha() for word in words)
    )


def schema_for(labels: set[str]) -> Schema:
    """The usual schema with only `labels` (and what stands for them) to be given."""
    usual = schema_from_json(json.loads(resource("schemas", "news.json").read_text(encoding="utf-8")))
    layers = []
    for layer in usual.layers:
        kept = [
            replace(
                label,
                enabled=layer.id == "entity" and _COARSE.get(label.id, label.id) in labels,
                # Whoever sets up such a project gives PRODUCT a key; that of LAW is free, for LAW is off.
                key={"PRODUCT": "7", "LAW": ""}.get(label.id, label.key),
            )
            for label in layer.labels
        ]
        layers.append(replace(layer, labels=tuple(kept)))
    return replace(usual, layers=tuple(layers))


class Annotator:
    """Works at one article."""

    def __init__(self, session: Session, gold: Gold) -> None:
        self.session, self.gold = session, gold
        self.walk = Walk(session.place.open.text)
        self.presses, self.at = 0, 0
        self.following = False
        """Whether the key before brought the focus to the next suggestion."""
        self.kinds: dict[str, int] = {}

    def press(self, kind: str, times: int = 1) -> None:
        self.presses += times
        self.kinds[kind] = self.kinds.get(kind, 0) + times

    # -- what is to do ------------------------------------------------------------------------------------------

    def pending(self) -> list[Pending]:
        return list(self.session.place.open.pending.values())

    def labels(self) -> list[Annotation]:
        return list(self.session.place.open.annotations.values())

    def is_right(self, item: Annotation | Pending) -> bool:
        return self.gold.get(item.fragments) == _COARSE.get(item.label, item.label)

    def missing(self) -> list[Fragments]:
        there = {label.fragments for label in self.labels()}
        return sorted(place for place in self.gold if place not in there)

    def mendable(self, item: Annotation | Pending, missing: Sequence[Fragments]) -> Fragments | None:
        """The gold place that an item can be turned into: the same, or one with few words more or less."""
        if item.fragments in missing:
            return item.fragments
        proposed = {one.fragments for one in self.pending()}
        near = [
            (self._words_off(item, place), place)
            for place in missing
            if place not in proposed and place[0][0] < item.end and item.start < place[0][1]
        ]
        best = min(near, default=None)
        return best[1] if best and best[0] <= _FAR else None

    def _words_off(self, item: Annotation | Pending, place: Fragments) -> int:
        ends = ((item.start, place[0][0]), (item.end, place[0][1]))
        return sum(abs(self.walk.word_at(a) - self.walk.word_at(b)) for a, b in ends)

    # -- working ------------------------------------------------------------------------------------------------

    def work(self, *, suggested: bool) -> Worked:
        if suggested and len(sure_ones(self.session.place.open)) >= _SEVERAL:
            self.press("accept all sure")
            self.session.sure.accept()
            self.following = bool(self.pending())
        while True:
            missing = self.missing()
            pending = self.pending() if suggested else []
            useful = [one for one in pending if self.is_right(one) or self.mendable(one, missing) is not None]
            if pending and not useful:
                self.press("reject all that is left")
                self.session.deciding.reject_rest()
                continue
            wrong = next((one for one in sorted(self.labels(), key=_start) if not self.is_right(one)), None)
            first = useful[0] if useful else None
            covered = {self.mendable(one, missing) for one in pending}
            if wrong is not None:
                covered.add(self.mendable(wrong, missing))
            by_hand = next((place for place in missing if place not in covered), None)
            starts = [
                *([(first.start, 0)] if first is not None else []),
                *([(wrong.start, 1)] if wrong is not None else []),
                *([(by_hand[0][0], 2)] if by_hand is not None else []),
            ]
            if not starts:
                break
            which = min(starts)[1]
            if which == 0 and first is not None:
                self.decide(first, missing, pending)
            elif which == 1 and wrong is not None:
                self.correct(wrong, missing)
            elif by_hand is not None:
                self.make(by_hand)
        assert {one.fragments: _COARSE.get(one.label, one.label) for one in self.labels()} == self.gold
        return Worked(len(self.gold), self.presses, self.kinds)

    def make(self, place: Fragments) -> None:
        """Goes there, selects, labels; all occurrences at once where that pays."""
        start, end = place[0]
        words = self.walk.words_in(start, end)
        self.press("move", self.walk.steps(self.at, start))
        self.press("select", words if words > 1 else 0)
        self.press_label("label", self.gold[place])
        self.session.labelling.create(place, "entity", self.gold[place])
        self.at, self.following = end, False
        self.everywhere(place)

    def press_label(self, kind: str, label: str) -> None:
        known = self.session.schema.label("entity", label)
        self.press(kind, 1 if known is not None and known.key else _PICKED)

    def everywhere(self, place: Fragments) -> None:
        """`g`: the list of all occurrences, those unchecked that are something else."""
        opened = self.session.place.open
        start, end = place[0]
        found = self.session.labelling.occurrences(opened.text[start:end], "entity")
        there = {label.fragments for label in self.labels()}
        others = [one.fragments for one in found if one.fragments not in there]
        right = [one for one in others if self.gold.get(one) == self.gold[place]]
        unchecked = len(others) - len(right)
        if len(right) >= 2 + unchecked or (right and not unchecked):
            self.press("all occurrences", 2 + 2 * unchecked)
            self.session.labelling.label_all(right, "entity", self.gold[place])

    def go_to(self, item: Annotation | Pending) -> None:
        """Brings the focus to an item: by itself, else by Tab or by the caret, whichever is nearer."""
        items = self.session.place.open.items
        between = sum(1 for one in items if self.at <= one.start < item.start)
        self.press("move", max(1, min(1 + between, self.walk.steps(self.at, item.start))))

    def decide(self, item: Pending, missing: Sequence[Fragments], pending: Sequence[Pending]) -> None:
        """Accepts or mends a suggestion; the next one follows by itself. Wrong ones on the way are passed."""
        passed = sum(1 for one in pending if self.at <= one.start < item.start)
        for one in pending:
            alike = [other for other in pending if (other.label, other.quote) == (one.label, one.quote)]
            if (
                self.at <= one.start < item.start
                and len(alike) > 1
                and not any(self.is_right(other) or self.mendable(other, missing) for other in alike)
            ):
                self.press("reject", 1 if self.following else 2)
                self.session.deciding.reject_alike(one.id)
                self.at, self.following = one.start, True
                return
        # Enter on a label goes to the next suggestion, however many labels lie between.
        by_suggestion = passed + (0 if self.following else 1)
        self.press("move", min(by_suggestion, self.walk.steps(self.at, item.start) + 1))
        deciding = self.session.deciding
        alike = [
            one for one in self.pending() if (one.layer, one.label, one.quote) == (item.layer, item.label, item.quote)
        ]
        self.at, self.following = item.start, True
        place = self.mendable(item, missing)
        if self.is_right(item):
            several = len(alike) > 1 and all(map(self.is_right, alike))
            self.press("accept")
            if several:
                deciding.accept_alike(item.id)
            else:
                deciding.accept(item.id)
        elif place is not None:
            self.mend(item, place)

    def mend(self, item: Annotation | Pending, place: Fragments) -> None:
        """Gives what is in focus the right words and the right label."""
        label = self.gold[place]
        self.press("boundaries", self._words_off(item, place))
        right = _COARSE.get(item.label, item.label) == label
        if not right:
            self.press_label("relabel", label)
        session = self.session
        if isinstance(item, Pending):
            if item.fragments == place:
                session.deciding.accept_as(item.id, "entity", label)
            else:
                made = session.deciding.accept_with(item.id, place)
                if not right:
                    session.labelling.relabel(made.id, "entity", label)
        else:
            made = session.labelling.set_fragments(item.id, place)
            if not right:
                session.labelling.relabel(made.id, "entity", label)
        self.following = False
        self.everywhere(place)

    def correct(self, item: Annotation, missing: Sequence[Fragments]) -> None:
        """Mends or deletes a label that was accepted with the others and is wrong."""
        self.following = False
        self.go_to(item)
        self.at = item.start
        place = self.mendable(item, missing)
        if place is not None:
            self.mend(item, place)
            return
        self.press("delete")
        self.session.labelling.delete(item.id)


def _start(item: Annotation) -> int:
    return item.start


def prepare(folder: Path, name: str, articles: Sequence[tuple[str, Gold]]) -> Path:
    """A project with the articles and the suggestions of our own suggester."""
    labels = {label for _, gold in articles for label in gold.values()}
    project = Project.create(folder / f"{name}.annotator", schema_for(labels), "Sim")
    add_articles(project, *(text for text, _ in articles))
    suggest_corpus(project, Job())
    project.close()
    return folder / f"{name}.annotator"


def run(path: Path, articles: Sequence[tuple[str, Gold]], mode: str) -> list[Worked]:
    """Works through all articles in one way."""
    session = Session.open(path)
    if mode == "memory":
        session.place.use_memory(session.place.gather_memory())
    found = []
    keys = {session.place.read(key).text: key for key in session.queue.keys}
    for text, gold in articles:
        session.open_article(keys[text])
        found.append(Annotator(session, gold).work(suggested=mode != "by hand"))
        session.progress.finish()
        session.wait()
    session.close()
    return found


def simulate(name: str, data: Path, limit: int | None) -> dict[str, Any]:
    """The figures of one gold set."""
    rows = [json.loads(line) for line in (data / name / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    articles = [(row["text"], gold) for row in rows if (gold := gold_of(name, row))][:limit]
    found: dict[str, Any] = {"articles": len(articles), "objects": sum(len(gold) for _, gold in articles), "modes": {}}
    with tempfile.TemporaryDirectory() as folder:
        path = prepare(Path(folder), name, articles)
        for mode in MODES:
            copy = Path(shutil.copy(path, Path(folder) / f"{name}-{mode}.annotator"))
            worked = run(copy, articles, mode)
            kinds: dict[str, int] = {}
            for one in worked:
                for kind, times in one.kinds.items():
                    kinds[kind] = kinds.get(kind, 0) + times
            found["modes"][mode] = {
                "presses": [one.presses for one in worked],
                "objects": [one.objects for one in worked],
                "per_object": round(sum(o.presses for o in worked) / max(1, sum(o.objects for o in worked)), 3),
                "kinds": dict(sorted(kinds.items(), key=lambda pair: -pair[1])),
            }
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Key presses of a simulated annotator.")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--only", default="gum,meantime")
    parser.add_argument("--articles", type=int)
    options = parser.parse_args()
    found = {}
    for short in options.only.split(","):
        name = f"{short}-wikinews"
        if not (options.data / name / "gold.jsonl").is_file():
            sys.stdout.write(f"{name} is not under {options.data}\n")
            continue
        found[name] = simulate(name, options.data, options.articles)
        sys.stdout.write(f"{name}: {found[name]['articles']} articles, {found[name]['objects']} labels\n")
        for mode, figures in found[name]["modes"].items():
            late = _around(figures, 20)
            sys.stdout.write(
                f"  {mode:<12} {figures['per_object']:>6.2f} presses a label, around the 20th {late:>6.2f}  {figures['kinds']}\n"
            )
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if options.svg:
        options.svg.write_text(picture(found), encoding="utf-8")


def _around(figures: dict[str, Any], number: int, span: int = 5) -> float:
    """Presses a label in the `span` articles up to the `number`th (or to the last, where there are fewer)."""
    last = min(number, len(figures["presses"]))
    part = slice(max(0, last - span), last)
    return float(sum(figures["presses"][part]) / max(1, sum(figures["objects"][part])))


if __name__ == "__main__":
    main()
