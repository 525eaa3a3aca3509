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
@click.option("--workers", metavar="N", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes.")
@json_option
@click.pass_context
def command(ctx: click.Context, project: str, models: tuple[str, ...], workers: int, *, as_json: bool) -> None:
    """Propose labels for all articles that have none proposed yet. Can be stopped and gone on with."""
    from annotator.cli.opening import project_at
    from annotator.services.suggesting import suggest_corpus

    with project_at(project, for_writing=True) as opened, job() as running:
        report = suggest_corpus(opened, running, workers=workers, models=models)
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
