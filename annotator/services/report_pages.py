"""The report as one page: the same tables and figures in HTML and in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from annotator.model.phrases import tr
from annotator.services import agreement_words, pages
from annotator.services import report_svg as svg
from annotator.services.agreement_places import Confusion
from annotator.services.pages import Part, Table
from annotator.services.report import Report


def html(found: Report) -> str:
    """One page that needs nothing else: figures are in it, no script, nothing from the network."""
    return pages.html(found.title, _parts(found))


def markdown(found: Report, stem: str) -> tuple[str, dict[str, str]]:
    """The page, and its figures: file name -> SVG. `stem`: what their names begin with."""
    return pages.markdown(found.title, _parts(found), stem)


def _parts(found: Report) -> Iterable[Part]:
    yield Part(tr("What was labelled"), _summary(found), [_people(found)])
    yield from _agreement(found)
    for layer, confusion in found.confusion.items():
        if len(confusion.labels) > 1:
            yield _confusion(found.layer_names.get(layer, layer), layer, confusion)
    if found.acceptance:
        yield _acceptance(found)
    if found.influence:
        yield _influence(found)
    if found.reasons:
        table = [[tr("Reason"), tr("How often")], *([reason, f"{count:,}"] for reason, count in found.reasons)]
        yield Part(tr("Reasons of the review"), tables=[table])
    versions = [[tr("Version"), tr("Since")], *([str(number), time] for number, time in found.guidelines)]
    yield Part(tr("Guidelines"), tables=[versions] if len(versions) > 1 else [])


def _summary(found: Report) -> list[str]:
    return [
        tr(
            "{articles} articles, {done} of them finished by somebody; {gold} gold labels. Schema: {schema}.",
            articles=f"{found.articles:,}",
            done=f"{found.done:,}",
            gold=f"{found.gold:,}",
            schema=found.schema,
        )
    ]


def _people(found: Report) -> Table:
    layers = [layer for layer in found.layer_names if any(person.labels.get(layer) for person in found.people)]
    head = [tr("Annotator"), tr("Articles done"), tr("Hours"), *(found.layer_names[layer] for layer in layers)]
    rows = [
        [
            person.name,
            f"{person.done:,}",
            f"{person.seconds / 3600:.1f}",
            *(f"{sum(person.labels.get(layer, {}).values()):,}" for layer in layers),
        ]
        for person in found.people
        if person.total or person.done
    ]
    return [head, *rows]


# -- agreement ------------------------------------------------------------------------------------------------------


def _agreement(found: Report) -> Iterable[Part]:
    if found.agreement is None:
        yield Part(tr("Agreement"), [found.why_no_agreement])
        return
    names = ", ".join(found.agreement["annotators"])
    about = tr("{names} on {n} articles. ", names=names, n=found.agreement["articles"]) + tr(
        "F1 is the mean over pairs of annotators; intervals are 95 % bootstraps over articles. Exact: same label and text; "
        "partial: same label, overlapping text; boundary: same text, whatever the label."
    )
    layers = {layer: part for layer, part in found.agreement["layers"].items() if part["exact_f1"] is not None}
    measures = {key: words.name for key, words in agreement_words.explained().items()}
    head = [tr("Measure"), *(found.layer_names.get(layer, layer) for layer in layers)]
    rows = [
        [name, *(_with_interval(part, key) for part in layers.values())]
        for key, name in measures.items()
        if any(part.get(key) is not None for part in layers.values())
    ]
    chart = svg.bars(tr("Exact F1 by layer"), [
        svg.Bar(found.layer_names.get(layer, layer), part["exact_f1"], _interval(part, "exact_f1"))
        for layer, part in layers.items()
    ])  # fmt: skip  # one call
    yield Part(tr("Agreement"), [about], [[head, *rows]], [("agreement", tr("Exact F1 by layer"), chart)])
    for layer, part in layers.items():
        yield _layer(found.layer_names.get(layer, layer), layer, part, found.agreement_by_suggestions.get(layer, {}))


def _layer(name: str, layer: str, part: Mapping[str, Any], suggested: Mapping[str, float | None]) -> Part:
    by_label = part.get("by_label", {})
    labels = sorted(by_label, key=lambda label: (-by_label[label]["n"], label))
    table = [[tr("Label"), tr("How many"), tr("exact F1"), tr("partial F1"), tr("unitizing alpha")]]
    for label in labels:
        figures = by_label[label]
        table.append(
            [label, f"{figures['n']:,}", *(_number(figures[k]) for k in ("exact_f1", "partial_f1", "alpha_u"))]
        )
    pairs = [
        [tr("Pair"), tr("Articles"), tr("exact F1"), tr("partial F1")],
        *(
            [f"{p['a']} – {p['b']}", f"{p['articles']:,}", _number(p["exact_f1"]), _number(p["partial_f1"])]
            for p in part.get("pairs", ())
        ),
    ]
    more = [[tr("Attribute or link"), tr("How many"), tr("alpha, or F1 given both ends")]]
    for kind, key in (("attributes", "alpha"), ("links", "f1")):
        for entry, figures in part.get(kind, {}).items():
            more.append([entry, f"{figures['n']:,}", _number(figures[key])])
    texts = []
    if all(suggested.get(which) is not None for which in ("with", "without")):
        texts.append(
            tr(
                "Exact F1 in articles where everybody saw suggestions: {with_them}; where nobody did: {without}.",
                with_them=_number(suggested.get("with")),
                without=_number(suggested.get("without")),
            )
        )
    title = tr("Exact F1 by label: {layer}", layer=name)
    chart = svg.bars(title, [svg.Bar(label, by_label[label]["exact_f1"]) for label in labels])
    tables = [each for each in (table, pairs, more) if len(each) > 1]
    return Part(name, texts, tables, [(f"labels-{_file(layer)}", title, chart)] if labels else [])


def _interval(part: Mapping[str, Any], key: str) -> tuple[float, float] | None:
    bounds = part.get("interval", {}).get(key)
    return (bounds[0], bounds[1]) if bounds else None


def _with_interval(part: Mapping[str, Any], key: str) -> str:
    bounds = _interval(part, key)
    number = _number(part.get(key))
    return f"{number} ({bounds[0]:.3f} – {bounds[1]:.3f})" if bounds else number


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


# -- confusion, suggestions -------------------------------------------------------------------------------------------


def _confusion(name: str, layer: str, confusion: Confusion) -> Part:
    labels = confusion.labels
    shown = [label or tr("nothing") for label in labels]
    counts = [[confusion.counts.get((one, other), 0) for other in labels] for one in labels]
    title = tr("Confusion: {layer}", layer=name)
    text = tr(
        "What one annotator called a stretch of text (rows) and what another called it; each pair counts both ways."
    )
    table = [["", *shown], *([shown[n], *(f"{c:,}" if c else "" for c in row)] for n, row in enumerate(counts))]
    return Part(title, [text], [table], [(f"confusion-{_file(layer)}", title, svg.matrix(title, shown, counts))])


def _acceptance(found: Report) -> Part:
    names = [tr("accepted"), tr("edited"), tr("rejected")]
    head = [tr("Source"), tr("Label"), *names, tr("accepted as it was")]
    rows = [
        [a.source, a.label, f"{a.accepted:,}", f"{a.edited:,}", f"{a.rejected:,}", f"{a.accepted / a.total:.0%}"]
        for a in found.acceptance
        if a.total
    ]
    by_source: dict[str, list[int]] = {}
    for a in found.acceptance:
        total = by_source.setdefault(a.source, [0, 0, 0])
        for n, count in enumerate((a.accepted, a.edited, a.rejected)):
            total[n] += count
    title = tr("What became of suggestions, by source")
    bars = [svg.Stack(source, (t[0], t[1], t[2])) for source, t in by_source.items()]
    return Part(tr("Suggestions"), [], [[head, *rows]], [("suggestions", title, svg.stacks(title, bars, names))])


def _influence(found: Report) -> Part:
    text = tr("Finished articles in which the annotator decided on suggestions, and those in which they saw none.")
    head = [
        tr("Annotator"),
        tr("Suggestions"),
        tr("Articles"),
        tr("Labels per 1,000 characters"),
        tr("Minutes per 1,000 characters"),
    ]
    rows = [
        [
            i.name,
            tr("with") if i.suggested else tr("without"),
            f"{i.articles:,}",
            f"{1000 * i.labels / i.length:.2f}" if i.length else "–",
            f"{1000 * i.seconds / 60 / i.length:.2f}" if i.length and i.seconds else "–",
        ]
        for i in found.influence
    ]
    return Part(tr("Influence of suggestions"), [text], [[head, *rows]])


def _file(name: str) -> str:
    """A layer's id as a part of a file's name."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", name)[:40]
