"""`annotator train`: from the labels in a project to a spaCy pipeline, compared with the suggester in use."""

from __future__ import annotations

from pathlib import Path

import click

from annotator.cli.output import complain, job, json_option, list_some, print_json, say
from annotator.model.phrases import tr


@click.command("train")
@click.argument("project", type=click.Path())
@click.argument("folder", metavar="DIR", type=click.Path())
@click.option("--annotator", metavar="NAME", help="Whose labels. Default: the project's current annotator.")
@click.option("--gold", is_flag=True, help="Learn from the reviewed labels.")
@click.option(
    "--layer",
    type=click.Choice(["entity", "claim", "stance", "all"]),
    default="entity",
    show_default=True,
    help="What to learn.",
)
@click.option(
    "--entities",
    type=click.Choice(["ner", "spancat"]),
    default="ner",
    show_default=True,
    help="Names that never overlap, or nested ones.",
)
@click.option(
    "--split-by",
    type=click.Choice(["article", "time", "source"]),
    default=None,
    help="Which articles judge. Default: the newest where all have a date, else evenly.",
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Another number, another split.")
@click.option("--name", metavar="NAME", default="", help="What the pipeline is called. Default: like the project.")
@click.option(
    "--rounds", metavar="N", type=click.IntRange(1, 500), default=30, show_default=True, help="Rounds at most."
)
@click.option("--curve/--no-curve", default=True, show_default=True, help="Also learn from a quarter, a half, ...")
@click.option("--use", is_flag=True, help="Make it the project's suggester.")
@json_option
def command(
    project: str,
    folder: str,
    annotator: str | None,
    layer: str,
    entities: str,
    split_by: str | None,
    seed: int,
    name: str,
    rounds: int,
    *,
    gold: bool,
    curve: bool,
    use: bool,
    as_json: bool,
) -> None:
    """Learn from finished articles; write a spaCy pipeline to DIR, which must not be there."""
    from annotator.cli.opening import project_at
    from annotator.services.training import TrainOptions, train_suggester, with_layers
    from annotator.services.training_words import changed_words, figures, parts_words, shown, verdict_words

    options = TrainOptions(annotator, gold, (), entities, split_by or "", seed, name, rounds, curve)
    with project_at(project, for_writing=use) as opened, job() as running:
        report = train_suggester(opened, Path(folder), with_layers(options, layer), running)
        if use:
            from annotator.services.using import use_trained
            from annotator.services.workplace import Workplace

            place = Workplace(opened, opened.current_annotator, None)
            use_trained(place, Path(report.folder))
            place.wait()
    if as_json:
        print_json(
            {
                "path": report.folder,
                "source": report.source,
                "language": report.language,
                "base": report.base,
                "layers": report.layers,
                "articles": report.articles,
                "other_languages": report.left_out,
                "split_by": report.split_by,
                "seed": report.seed,
                **figures(report),
                "changed": report.changed.counts,
                "changed_labels": [
                    dict(zip(("why", "title", "label", "text"), one, strict=True)) for one in report.changed.listed
                ],
            }
        )
        return
    say(parts_words(report) + " " + tr("Written to {path}.", path=report.folder))
    for found in report.layers:
        say(verdict_words(report, found))
    for (its_layer, label), (old, new) in report.labels.items():
        pair = [f"{shown(m.exact.f1)} ({shown(m.boundary.f1)})" for m in (old, new)]
        say(f"  {its_layer} {label}: {pair[0]} → {pair[1]}")
    for size, by_layer in report.curve:
        say(f"  {size}: " + ", ".join(f"{one} {shown(f1)}" for one, f1 in by_layer.items()))
    complain(*(changed_words(why, count) for why, count in report.changed.counts.items()))
    list_some(
        (f"  {title}: {label} “{quote}”" for _, title, label, quote in report.changed.listed),
        len(report.changed.listed),
    )
