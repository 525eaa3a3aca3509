"""From the labels in a project to a suggester of its own: which articles teach, which judge, and how it compares with the one in use.

Articles that somebody has finished (or that have gold labels) are divided so that near-duplicates are on one side. The
judging part is seen by neither the training nor the choice of its best round. A training that is stopped leaves nothing.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from annotator.model import scoring
from annotator.model.annotation import Place, Suggestion
from annotator.model.article import Annotator, Article
from annotator.model.change import now
from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.model.schema import Schema
from annotator.model.scoring import Kind, Marks, Verdict
from annotator.model.suggesters import USUAL
from annotator.nlp import pipelines
from annotator.nlp.language import language_of
from annotator.nlp.lesson_texts import Changed, Label, Lesson
from annotator.nlp.training import LAYERS, Recipe
from annotator.nlp.training_process import Task, Training
from annotator.nlp.worker import Worker
from annotator.services.choosing import allowed_plan
from annotator.services.jobs import Job
from annotator.services.near_duplicates import near_duplicates
from annotator.services.splitting import Piece, Split
from annotator.storage import review_rows, rows
from annotator.storage.project import Project

SHARES = "55/20/25"
"""What teaches, what says how many rounds are best (and then teaches too), what judges."""
_LEAST = 4
"""Finished articles without which there is nothing to learn from and to judge by."""
_QUARTERS = (0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class TrainOptions:
    """What a person wants learned."""

    annotator: str | None = None
    """Whose labels; None for the current annotator's."""
    gold: bool = False
    layers: tuple[str, ...] = ("entity",)
    entities: str = "ner"
    """`ner` (no overlaps) or `spancat` (nested names)."""
    split_by: str = ""
    """`article`, `time` or `source`; empty: by time where every article has a date, else by article."""
    seed: int = 0
    name: str = ""
    """What the pipeline is called; empty: like the project."""
    rounds: int = 30
    curve: bool = True
    """Whether less and less is tried too, for the learning curve."""


@dataclass
class TrainReport:
    """What was learned, and how well."""

    folder: str = ""
    source: str = ""
    """What its suggestions are called."""
    language: str = ""
    base: str = ""
    layers: tuple[str, ...] = ()
    split_by: str = ""
    seed: int = 0
    articles: dict[str, int] = field(default_factory=dict)
    """Articles that teach (`train`), say first how many rounds are best (`dev`), and judge (`test`)."""
    left_out: int = 0
    """Finished articles in other languages."""
    labels: dict[Kind, tuple[Marks, Marks]] = field(default_factory=dict)
    """By layer and label: the suggester in use, and the trained one."""
    totals: dict[str, tuple[Marks, Marks]] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    curve: list[tuple[int, dict[str, float | None]]] = field(default_factory=list)
    """Articles learned from, and exact F1 by layer."""
    changed: Changed = field(default_factory=Changed)


def models_folder(project: Project) -> Path:
    """Where the window puts what it trains: beside the project."""
    return project.path.with_name(f"{project.path.stem}.models")


def free_folder(project: Project, name: str = "") -> Path:
    """The next folder there for a pipeline of that name."""
    wanted = slug(name or project.path.stem)
    place = models_folder(project)
    number = 1
    while (place / f"{wanted}-{number}").exists():
        number += 1
    return place / f"{wanted}-{number}"


def slug(name: str) -> str:
    """A name as spaCy takes it: letters, digits and underscores."""
    kept = "".join(each if each.isascii() and each.isalnum() else "_" for each in name.lower()).strip("_")
    return kept or "project"


def train_suggester(project: Project, folder: Path, options: TrainOptions, job: Job) -> TrainReport:
    """Trains a pipeline and puts it into `folder`, which must not be there. Progress is in hundredths.

    Raises UserError (too few articles, no label, the folder is there) and Cancelled: then nothing was written.
    """
    folder = folder.absolute()
    if folder.exists():
        raise UserError(tr("There is already a folder of that name."), folder, tr("Name another one."))
    owner = _owner(project, options)
    lessons, left_out, language = _lessons(project, owner, options.layers, job)
    before = _learned_before(project)
    parts, way = _divided(lessons, options, before)
    layers = tuple(
        layer for layer in LAYERS if any(one.layer == layer for key in parts["train"] for one in lessons[key][1].labels)
    )
    if not layers:
        raise UserError(tr("The articles that would be learned from have no labels in these layers."), project.path)
    kinds = {(one.layer, one.label) for _, lesson in lessons.values() for one in lesson.labels}
    base = pipelines.installed(language) or ""
    number = _version(folder)
    name = slug(options.name or project.path.stem)
    report = TrainReport(str(folder), f"{language}_{name}@{number}", language, base, layers, way, options.seed)
    report.articles = {part: len(keys) for part, keys in parts.items()}
    report.left_out = left_out
    judged = [lessons[key] for key in parts["test"]]
    asked = [(article.text, language) for article, _ in judged]
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)  # what a killed training left
    learn = [lessons[key][1] for key in parts["train"]]
    held = [lessons[key][1] for key in parts["dev"]]
    shares = _QUARTERS if options.curve else _QUARTERS[-1:]
    sizes = sorted({(_part(learn, share), _part(held, share)) for share in shares})
    recipe = Recipe(language, base, layers, options.entities, options.seed, options.rounds)
    meta = _meta(name, number, report, owner.name)
    taught = {lessons[key][0].id for part in ("train", "dev") for key in parts[part]}
    meta["annotator"]["learned"] = sorted(taught | before.learned)
    meta["annotator"]["held_out"] = sorted(article.id for article, _ in judged)
    task = Task(recipe, learn, held, asked, sizes, unfinished, meta)
    try:
        with closing(Training(task)) as training, closing(_Old(project, layers)) as old:
            awaited = old.ask(asked)
            for done in training.run():
                job.report(round(100 * done), 100, tr("percent"))
            assert training.learned is not None, "run raises otherwise"
            _judge(report, judged, old.answer(awaited, job), training.learned.packs, sizes, kinds)
            report.changed = training.learned.changed
        _write_figures(unfinished, report)
        job.check()
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return report


def _part(lessons: Sequence[Lesson], share: float) -> int:
    return min(len(lessons), max(1, round(len(lessons) * share)))


class _Old:
    """The suggester in use; our own where none of the plan can propose in these layers."""

    def __init__(self, project: Project, layers: Sequence[str]) -> None:
        plan = allowed_plan(project.reader())[0]
        proposes = any(one.on and not set(layers).isdisjoint(one.layers) for one in plan)
        self._worker = Worker(plan if proposes else USUAL)

    def ask(self, asked: Sequence[tuple[str, str]]) -> list[Any]:
        return [self._worker.ask(*one) for one in asked]

    def answer(self, futures: Sequence[Any], job: Job) -> list[Mapping[str, Sequence[Suggestion]]]:
        found = []
        for future in futures:
            job.check()
            found.append(future.result()[0].packs)
        return found

    def close(self) -> None:
        self._worker.close()


# -- the articles ---------------------------------------------------------------------------------------------------


def _owner(project: Project, options: TrainOptions) -> Annotator:
    if options.gold and options.annotator is not None:
        raise UserError(tr("Choose one of --annotator and --gold."))
    if options.gold:
        return project.gold()
    return project.annotator(options.annotator) if options.annotator else project.current_annotator


def _lessons(
    project: Project, owner: Annotator, layers: Sequence[str], job: Job
) -> tuple[dict[int, tuple[Article, Lesson]], int, str]:
    """The finished articles with their labels, in the language that most have; how many others there are; the language."""
    schema = project.schema()
    by_language: dict[str, dict[int, tuple[Article, Lesson]]] = {}
    with project.snapshot() as db:
        keys = review_rows.reviewed(db, owner.key) if owner.gold else rows.worked_on(db, owner.key)
        for key in keys:
            job.check()
            work = rows.work(db, key, owner.key)
            if not owner.gold and (work is None or work.status != "done"):
                continue
            article = rows.article(db, key)
            labels = tuple(
                Label(each.layer, _label(schema, each.layer, each.label), each.fragments)
                for each in rows.annotations_of(db, key, owner.key)
                if each.layer in layers
            )
            language = language_of(article.text, article.language)
            by_language.setdefault(language, {})[key] = article, Lesson(article.text, labels, article.title)
    counts = Counter({language: len(found) for language, found in sorted(by_language.items())})
    if not counts or counts.most_common(1)[0][1] < _LEAST:
        raise UserError(
            tr("There are too few finished articles to learn from: {n}.", n=counts.total()),
            project.path,
            tr("Finish at least {n}, better 30 (Ctrl+Enter), or choose whose labels.", n=_LEAST),
        )
    language = counts.most_common(1)[0][0]
    return by_language[language], counts.total() - counts[language], language


def _label(schema: Schema, layer: str, label: str) -> str:
    """The id under which a label goes on, if it was merged into another one."""
    found = schema.label(layer, label)
    return found.id if found else label


@dataclass(frozen=True)
class _Before:
    """Ids of articles: what the trained suggesters in use have learned from, and by what they were judged."""

    learned: frozenset[str] = frozenset()
    held_out: frozenset[str] = frozenset()


def _learned_before(project: Project) -> _Before:
    found: dict[str, set[str]] = {"learned": set(), "held_out": set()}
    for one in allowed_plan(project.reader())[0]:
        said = pipelines.about(one.model).meta.get("annotator") if one.on and one.is_folder else None
        for name, ids in found.items():
            told = said.get(name) if isinstance(said, dict) else None
            ids.update(each for each in (told if isinstance(told, list) else ()) if isinstance(each, str))
    return _Before(frozenset(found["learned"]), frozenset(found["held_out"]))


def _divided(
    lessons: Mapping[int, tuple[Article, Lesson]], options: TrainOptions, before: _Before
) -> tuple[dict[str, list[int]], str]:
    """The keys of each part, and what was gone by. By time the newest articles judge.

    What the suggester in use has learned from never judges, or it would win unfairly; what judged it judges again.
    """
    pieces = [Piece(key, a.id, a.source, a.published) for key, (a, _) in lessons.items()]
    way = options.split_by or ("time" if all(piece.published for piece in pieces) else "article")
    alike = near_duplicates((key, article.text) for key, (article, _) in lessons.items())
    found = Split.parse(SHARES, way, options.seed).divide(pieces, alike)
    part_of = {key: part for part, keys in found.items() for key in keys}
    groups: dict[int, list[int]] = {}
    for key in lessons:
        groups.setdefault(alike.get(key, key), []).append(key)
    for keys in groups.values():
        ids = {lessons[key][0].id for key in keys}
        if ids & before.learned:
            part_of |= {key: "train" for key in keys if part_of[key] == "test"}
        elif ids & before.held_out:
            part_of |= dict.fromkeys(keys, "test")
    divided = {part: [key for key in lessons if part_of[key] == part] for part in found}
    if not divided["test"] or not divided["train"]:
        raise UserError(
            tr("There is no finished article that the suggester in use has not learned from."),
            hint=tr("Finish some more articles, or go back to the suggester before."),
        )
    return divided, way


# -- the figures ----------------------------------------------------------------------------------------------------


def _judge(
    report: TrainReport,
    judged: Sequence[tuple[Article, Lesson]],
    old: Sequence[Mapping[str, Sequence[Suggestion]]],
    new: Sequence[Sequence[Mapping[str, Sequence[Suggestion]]]],
    sizes: Sequence[tuple[int, int]],
    kinds: set[Kind],
) -> None:
    truth = [[(one.layer, one.label, one.fragments) for one in lesson.labels] for _, lesson in judged]
    # Labels that nobody gives here are not held against the suggester in use.
    before = [scoring.marks(labels, _places(packs, kinds)) for labels, packs in zip(truth, old, strict=True)]
    after: list[dict[Kind, Marks]] = []
    for size, found in zip(sizes, new, strict=True):
        after = [
            scoring.marks(labels, _places({report.source: packs.get(report.source, ())}, kinds))
            for labels, packs in zip(truth, found, strict=True)
        ]
        report.curve.append((sum(size), {layer: scoring.total(after, layer).exact.f1 for layer in report.layers}))
    olds, news = scoring.by_label(before), scoring.by_label(after)
    known = sorted({kind for kind in {**olds, **news} if olds.get(kind, Marks()).exact.labelled or kind in news})
    report.labels = {kind: (olds.get(kind, Marks()), news.get(kind, Marks())) for kind in known}
    report.totals = {layer: (scoring.total(before, layer), scoring.total(after, layer)) for layer in report.layers}
    report.verdicts = {layer: scoring.verdict(before, after, layer, report.seed) for layer in report.layers}


def _places(packs: Mapping[str, Sequence[Suggestion]], kinds: set[Kind]) -> set[Place]:
    return {one.place for pack in packs.values() for one in pack if (one.layer, one.label) in kinds}


def _version(folder: Path) -> str:
    """`1.0.N` for a folder that ends in `-N`: each training of a project is a source of its own."""
    end = folder.name.rpartition("-")[2]
    return f"1.0.{int(end) - 1}" if end.isascii() and end.isdigit() and 0 < len(end) < 6 and int(end) else "1.0.0"


def _meta(name: str, version: str, report: TrainReport, annotator: str) -> dict[str, Any]:
    """What the pipeline says of itself. Its licence is for those to choose who labelled."""
    return {
        "name": name,
        "version": version,
        "description": tr("Trained on labels of a project of Annotator; needs spaCy alone."),
        "author": "",
        "license": "",
        "annotator": {
            "layers": list(report.layers),
            "base": report.base,
            "labels_of": annotator,
            "articles": report.articles,
            "split_by": report.split_by,
            "seed": report.seed,
            "trained": now(),
        },
    }


def _write_figures(folder: Path, report: TrainReport) -> None:
    """Puts what was measured, and the learning curve as a picture, beside the pipeline's own files."""
    import orjson

    from annotator.services.training_words import curve_svg, figures

    meta_file = folder / "meta.json"
    meta = orjson.loads(meta_file.read_bytes())
    meta["annotator"]["figures"] = figures(report)
    meta_file.write_bytes(orjson.dumps(meta, option=orjson.OPT_INDENT_2))
    (folder / "learning-curve.svg").write_text(curve_svg(report), encoding="utf-8", newline="\n")


def with_layers(options: TrainOptions, layer: str) -> TrainOptions:
    """`options` for one layer, or for `all`."""
    return replace(options, layers=LAYERS if layer == "all" else (layer,))
