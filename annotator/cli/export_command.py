"""`annotator export`: labels out of a project into files."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from annotator.cli.output import complain, job, json_option, print_json, say
from annotator.model.phrases import tr, trn


@click.command("export")
@click.argument("project", type=click.Path())
@click.argument("out", type=click.Path())
@click.option("--format", "name", metavar="F", default="jsonl", show_default=True, help="The format to write.")
@click.option("--annotator", metavar="NAME", help="Whose labels. Default: the project's current annotator.")
@click.option("--gold", is_flag=True, help="The reviewed labels.")
@click.option("--all", "everybody", is_flag=True, help="One row for each annotator and article, Gold last.")
@click.option("--suggestions", is_flag=True, help="Pending suggestions too.")
@click.option(
    "--filter", "wanted", metavar="Q", default="", help='As the window\'s search: status:done label:ORG "words".'
)
@click.option("--split", metavar="80/10/10", default="", help="OUT is a folder with train, dev and test.")
@click.option(
    "--split-by",
    type=click.Choice(["article", "time", "source"]),
    default="article",
    show_default=True,
    help="Evenly, the newest articles last, or each source on one side.",
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Another number, another split.")
@click.option(
    "--cut-tokens",
    type=click.Choice(["expand", "contract", "split", "skip"]),
    default="expand",
    show_default=True,
    help="Formats with tokens: what to do with a label that cuts one.",
)
@click.option(
    "--overlap",
    type=click.Choice(["longest", "first"]),
    default="longest",
    show_default=True,
    help="Formats without overlaps: which of two labels to keep.",
)
@click.option(
    "--fragments",
    type=click.Choice(["split", "hull", "skip"]),
    default="split",
    show_default=True,
    help="Formats without fragments: a label for each, one over all, or none.",
)
@click.option(
    "--line-ends",
    type=click.Choice(["split", "keep"]),
    default="split",
    show_default=True,
    help="brat: split labels at line ends, or not.",
)
@click.option(
    "--offset-unit",
    "unit",
    type=click.Choice(["utf16", "grapheme"]),
    default="utf16",
    show_default=True,
    help="doccano: as its project counts.",
)
@json_option
def command(
    project: str,
    out: str,
    name: str,
    annotator: str | None,
    wanted: str,
    split: str,
    split_by: str,
    seed: int,
    cut_tokens: str,
    overlap: str,
    fragments: str,
    line_ends: str,
    unit: str,
    *,
    gold: bool,
    everybody: bool,
    suggestions: bool,
    as_json: bool,
) -> None:
    """Write labels to a file (or a folder); an existing file is replaced."""
    from annotator.cli.opening import project_at
    from annotator.services.exporting import ExportOptions, export

    options = ExportOptions(
        name,
        annotator,
        gold,
        everybody,
        suggestions,
        wanted,
        split,
        cut_tokens,
        overlap,
        fragments,
        line_ends,
        split_by,
        seed,
        unit,
    )
    with project_at(project, for_writing=False) as opened, job() as running:
        report = export(opened, Path(out), options, running)
    if as_json:
        found = {
            "articles": report.articles,
            "rows": report.rows,
            "annotations": report.annotations,
            "path": report.path,
            "losses": [asdict(loss) for loss in report.losses],
        }
        print_json(found | ({"parts": report.parts} if report.parts else {}))
        return
    counts = [
        trn("{n} article", "{n} articles", report.articles),
        trn("{n} label", "{n} labels", report.annotations),
    ]
    say(tr("Wrote {path}: {counts}.", path=report.path, counts=", ".join(counts)))
    for part, count in report.parts.items():
        say(f"  {part}: {count:,}")
    for loss in report.losses:
        complain(tr("Lost: {n} {what} ({reason}).", n=f"{loss.count:,}", what=loss.what, reason=loss.reason))
