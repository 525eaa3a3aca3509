"""`annotator agreement`: how far annotators agree, in a project or in a bare table of ratings."""

from __future__ import annotations

import click

from annotator.cli.output import job, json_option, print_json, say
from annotator.model.phrases import tr


@click.command("agreement")
@click.argument("project", type=click.Path(), required=False)
@click.option("--ratings", metavar="TABLE.csv", type=click.Path(), help="A table: one row an item, one column a rater.")
@click.option("--annotator", "names", metavar="NAME", multiple=True, help="Compare only those; give it for each.")
@click.option("--filter", "wanted", metavar="Q", default="", help="Only these articles, as in the window's search.")
@json_option
def command(project: str | None, ratings: str | None, names: tuple[str, ...], wanted: str, *, as_json: bool) -> None:
    """Say how far annotators agree, layer by layer."""
    if (project is None) == (ratings is None):
        raise click.UsageError(tr("Give a project, or a table with --ratings."))
    if ratings is not None:
        from pathlib import Path

        from annotator.services.agreement_words import rating_lines
        from annotator.services.rating_tables import rate

        found = rate(Path(ratings))
        lines = list(rating_lines(found))
    else:
        from annotator.cli.opening import project_at
        from annotator.services import agreement_words
        from annotator.services.agreement import agreement

        assert project is not None, "one of the two is given"
        with project_at(project, for_writing=False) as opened, job() as running:
            found = agreement(opened, running, names, wanted)
            layers = {layer.id: layer.name for layer in opened.schema().layers}
        lines = list(agreement_words.lines(found, layers))
    if as_json:
        print_json(found)
    else:
        say(*lines)
