"""`annotator report`: one page for the paper and the team."""

from __future__ import annotations

from pathlib import Path

import click

from annotator.cli.output import job, json_option, print_json, say
from annotator.model.phrases import tr


@click.command("report")
@click.argument("project", type=click.Path())
@click.argument("out", metavar="OUT.html|OUT.md", type=click.Path())
@click.option("--lessons", "name", metavar="NAME", help="Instead, what NAME can learn from the review, and why.")
@json_option
def command(project: str, out: str, name: str | None, *, as_json: bool) -> None:
    """Write who labelled what, how far they agree, what they mix up, and what became of suggestions."""
    from annotator.cli.opening import project_at
    from annotator.services.lessons_pages import write_lessons
    from annotator.services.report import write_report

    with project_at(project, for_writing=False) as opened, job() as running:
        if name is not None:
            written = write_lessons(opened, name, Path(out), running)
        else:
            written = write_report(opened, Path(out), running)
    if as_json:
        print_json({"path": out, "files": [str(path) for path in written]})
        return
    for path in written:
        say(tr("Wrote {path}.", path=path))
