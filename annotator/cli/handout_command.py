"""`annotator handout`: one work file for each annotator."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from annotator.cli.output import job, json_option, print_json, say
from annotator.model.phrases import tr, trn


@click.command("handout")
@click.argument("project", type=click.Path())
@click.argument("folder", metavar="DIR", type=click.Path())
@click.option("--to", "names", metavar="NAME", multiple=True, required=True, help="Who gets a file; give it for each.")
@click.option("--overlap", metavar="20%", default="20%", show_default=True, help="Which share everybody gets.")
@click.option(
    "--suggestions",
    metavar="none|all|50%",
    default="all",
    show_default=True,
    help="Which share of the articles comes with suggestions; the others are to be labelled without.",
)
@click.option("--filter", "wanted", metavar="Q", default="", help="Which articles, as in the window's search.")
@json_option
def command(
    project: str, folder: str, names: tuple[str, ...], overlap: str, suggestions: str, wanted: str, *, as_json: bool
) -> None:
    """Write a work file for each annotator into DIR. Never replaces one."""
    from annotator.cli.opening import project_at
    from annotator.services.handing_out import HandoutOptions, hand_out, share_of, suggested_share

    options = HandoutOptions(share_of(overlap), suggested_share(suggestions), wanted)
    with project_at(project, for_writing=False) as opened, job() as running:
        report = hand_out(opened, Path(folder), names, options, running)
    if as_json:
        files = [asdict(file) for file in report.files]
        print_json({"path": folder, "articles": report.articles, "common": report.common, "files": files})
        return
    for file in report.files:
        articles = trn("{n} article", "{n} articles", file.articles)
        say(tr("{path}: {articles} for {name}", path=file.path, articles=articles, name=file.annotator))
    say(tr("For everybody: {articles}.", articles=trn("{n} article", "{n} articles", report.common)))
