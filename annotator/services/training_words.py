"""What a training came to, in words, as figures for files, and as a picture of the learning curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annotator.model.phrases import tr, trn
from annotator.model.schema import Schema
from annotator.model.scoring import BETTER, LEAST_ARTICLES, LEAST_LABELS, TOO_FEW, Count, Marks
from annotator.nlp.lesson_texts import CUT, FRAGMENTS, NOTHING, OVERLAP
from annotator.services import report_svg

if TYPE_CHECKING:
    from annotator.services.training import TrainReport


@dataclass(frozen=True, slots=True)
class Figures:
    """One line of the table of figures."""

    name: str
    labelled: int
    old: Marks
    new: Marks


@dataclass(frozen=True, slots=True)
class Line:
    """One layer of the learning curve: articles learned from with exact F1, and that of the suggester in use."""

    name: str
    points: tuple[tuple[int, float | None], ...]
    in_use: float | None


def rows_of(report: TrainReport, schema: Schema) -> list[Figures]:
    """The figures by label, those of whole layers first."""
    layers = [(_layer_name(schema, layer), pair) for layer, pair in report.totals.items()]
    labels = [(schema.label_name(*kind), pair) for kind, pair in report.labels.items()]
    return [
        Figures(name, new.exact.labelled or old.exact.labelled, old, new) for name, (old, new) in [*layers, *labels]
    ]


def _layer_name(schema: Schema, layer: str) -> str:
    found = schema.layer(layer)
    return tr("all of {layer}", layer=found.name if found else layer)


def curve_points(report: TrainReport) -> list[Line]:
    """The learning curve, a line for each layer."""
    return [
        Line(layer, tuple((size, f1[layer]) for size, f1 in report.curve), report.totals[layer][0].exact.f1)
        for layer in report.layers
    ]


def verdict_words(report: TrainReport, layer: str) -> str:
    """Whether the trained pipeline is better in a layer, in a sentence that claims no more than was seen."""
    verdict = report.verdicts[layer]
    old, new = report.totals[layer]
    figures = tr("{layer}: F1 {old} → {new}", layer=layer, old=shown(old.exact.f1), new=shown(new.exact.f1))
    seen = tr("on {articles} that it had not seen", articles=trn("{n} article", "{n} articles", verdict.articles))
    if verdict.said == TOO_FEW:
        why = tr("Too few articles to tell: at least {n} and {m} labels are needed.", n=LEAST_ARTICLES, m=LEAST_LABELS)
        return f"{figures} {seen}. {why}"
    share = round(100 * (verdict.share or 0))
    if verdict.said == BETTER:
        return f"{figures} {seen}. " + tr("Better: in {n} of 100 draws of these articles.", n=share)
    return f"{figures} {seen}. " + tr(
        "Not better, as far as these articles show: in {n} of 100 draws of them.", n=share
    )


def parts_words(report: TrainReport) -> str:
    """How many articles taught and judged."""
    parts = report.articles
    return tr(
        "{source}: learned from {train} articles, judged on {test}.",
        source=report.source, train=parts["train"] + parts["dev"], test=parts["test"],
    )  # fmt: skip  # one value after the other


def is_better(report: TrainReport) -> bool:
    """Whether it is better in a layer and not worse, as far as was seen, in any."""
    said = [
        (report.verdicts[layer].said == BETTER, (new.exact.f1 or 0.0) >= (old.exact.f1 or 0.0))
        for layer, (old, new) in report.totals.items()
    ]
    return any(better for better, _ in said) and all(no_worse for _, no_worse in said)


def changed_words(why: str, count: int) -> str:
    """What became of labels that are not learned as they stand."""
    words = {
        CUT: tr("end inside a word: learned as whole words"),
        FRAGMENTS: tr("are in several pieces: each piece is learned by itself"),
        OVERLAP: tr("overlap a longer one: left out (--entities spancat learns them too)"),
        NOTHING: tr("cover no word: left out"),
    }
    return f"{trn('{n} label', '{n} labels', count)} {words.get(why, why)}"


def shown(value: float | None) -> str:
    """A figure with two digits; a dash where there is none."""
    return "–" if value is None else f"{value:.2f}"


def figures(report: TrainReport) -> dict[str, Any]:
    """All that was measured, for JSON."""
    return {
        "labels": [
            {"layer": layer, "label": label, "before": _marks(old), "after": _marks(new)}
            for (layer, label), (old, new) in report.labels.items()
        ],
        "layers": {
            layer: {
                "before": _marks(old),
                "after": _marks(new),
                "verdict": report.verdicts[layer].said,
                "share_of_draws": report.verdicts[layer].share,
                "articles": report.verdicts[layer].articles,
                "labels": report.verdicts[layer].labels,
            }
            for layer, (old, new) in report.totals.items()
        },
        "curve": [{"articles": size, "f1": by_layer} for size, by_layer in report.curve],
    }


def _marks(marks: Marks) -> dict[str, Any]:
    return {"exact": _count(marks.exact), "boundary": _count(marks.boundary)}


def _count(count: Count) -> dict[str, Any]:
    found = {"precision": count.precision, "recall": count.recall, "f1": count.f1}
    rounded = {name: None if value is None else round(value, 4) for name, value in found.items()}
    return {**rounded, "proposed": count.proposed, "labelled": count.labelled}


def curve_svg(report: TrainReport) -> str:
    """The learning curve: exact F1 on the judging articles by articles learned from, beside the suggester in use."""
    rows = [
        report_svg.Bar(
            tr("{layer}: in use", layer=layer) if size < 0 else tr("{layer}: {n} articles", layer=layer, n=size), f1
        )
        for layer in report.layers
        for size, f1 in (
            (-1, report.totals[layer][0].exact.f1),
            *((size, by_layer[layer]) for size, by_layer in report.curve),
        )
    ]
    return report_svg.bars(tr("Exact F1 by articles learned from"), rows)
