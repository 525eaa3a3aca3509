"""`annotator suggest`: what the machines propose, for the whole project."""

from __future__ import annotations

import click

from annotator.cli.output import PARTLY, complain, job, json_option, list_some, print_json, say
from annotator.model.phrases import tr, trn


@click.command("suggest")
@click.argument("project", type=click.Path())
@click.option(
    "--model",
    "models",
    metavar="NAME",
    multiple=True,
    help="A spaCy pipeline: a package, a folder, or `annotator`. May be repeated. Default: the project's suggesters.",
)
@click.option(
    "--compare",
    "compared",
    metavar="A B",
    nargs=2,
    help="Say what source A finds that source B does not, and which was right. Without --model nothing is suggested anew.",
)
@click.option("--workers", metavar="N", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes.")
@click.option(
    "--dask", metavar="ADDRESS", default="", help="Let the workers of this Dask scheduler read: tcp://HOST:8786."
)
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    project: str,
    models: tuple[str, ...],
    compared: tuple[str, str] | None,
    workers: int,
    dask: str,
    *,
    as_json: bool,
) -> None:
    """Propose labels for all articles that have none proposed yet. Can be stopped and gone on with."""
    from annotator.cli.opening import project_at
    from annotator.services.suggesting import suggest_corpus

    if compared:
        _compare(ctx, project, compared, models, workers, as_json=as_json)
    with project_at(project, for_writing=True) as opened, job() as running:
        report = suggest_corpus(opened, running, workers=workers, models=models, dask=dask)
    if as_json:
        print_json(
            {
                "articles": report.articles,
                "suggestions": report.suggestions,
                "source": report.source,
                "seconds": report.seconds,
                "sources": [{"source": source, "suggestions": n} for source, n in sorted(report.by_source.items())],
                "already": report.already,
                "skipped": [{"title": title, "reason": reason} for title, reason in report.skipped],
                "notes": report.notes,
            }
        )
        ctx.exit(PARTLY if report.skipped else 0)
    say(
        tr(
            "{suggestions} for {articles} in {seconds} s.",
            suggestions=trn("{n} suggestion", "{n} suggestions", report.suggestions),
            articles=trn("{n} article", "{n} articles", report.articles),
            seconds=f"{report.seconds:.1f}",
        )
    )
    for note in report.notes:
        say(note)
    if report.skipped:
        complain(trn("{n} article could not be read:", "{n} articles could not be read:", len(report.skipped)))
        list_some((f"  {title}: {reason}" for title, reason in report.skipped), len(report.skipped))
        ctx.exit(PARTLY)


def _compare(
    ctx: click.Context,
    project: str,
    compared: tuple[str, str],
    models: tuple[str, ...],
    workers: int,
    *,
    as_json: bool,
) -> None:
    """Two sources side by side; ends the command."""
    from annotator.cli.opening import project_at
    from annotator.services.comparing import compare_sources
    from annotator.services.suggesting import suggest_corpus

    with project_at(project, for_writing=bool(models)) as opened, job() as running:
        if models:
            suggest_corpus(opened, running, workers=workers, models=models)
        found = compare_sources(opened, *compared, opened.current_annotator, running)
    kinds = {
        "both": "both", "only_a": "only_a", "only_b": "only_b", "other_label": "label", "other_text": "boundary",
        "judged_a": "judged_a", "right_a": "right_a", "judged_b": "judged_b", "right_b": "right_b",
    }  # fmt: skip  # name here: name there
    counts = [
        {"layer": layer, "label": label, **{name: getattr(tally, kind) for name, kind in kinds.items()}}
        for (layer, label), tally in sorted(found.by_label.items())
    ]
    if as_json:
        differences = [
            {
                "article": row.title,
                "kind": row.kind,
                "layer": row.layer,
                "a": row.label_a,
                "b": row.label_b,
                "fragments": row.fragments,
                "text": row.quote,
                "right": row.right,
            }
            for row in found.rows
        ]
        head = {"a": found.a, "b": found.b, "articles": found.articles, "judged": found.judged}
        print_json({**head, "labels": counts, "differences": differences, "unlisted": found.unlisted})
        ctx.exit(0)
    say(tr("A is {a}, B is {b}.", a=found.a, b=found.b))
    names = (
        tr("label"),
        tr("both"),
        tr("only A"),
        tr("only B"),
        tr("other label"),
        tr("other text"),
        tr("A right"),
        tr("B right"),
    )
    say("{:<24}{:>8}{:>8}{:>8}{:>13}{:>12}{:>12}{:>12}".format(*names))
    for row in counts:
        right = [f"{row['right_' + side]}/{row['judged_' + side]}" for side in "ab"]
        figures = [row[name] for name in list(kinds)[:5]]
        say("{:<24}{:>8}{:>8}{:>8}{:>13}{:>12}{:>12}{:>12}".format(f"{row['layer']}/{row['label']}", *figures, *right))
    ctx.exit(0)
