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
@click.option("--blind", is_flag=True, help="Name annotators by letters, as a review with hidden names does.")
@json_option
def command(project: str, out: str, name: str | None, *, blind: bool, as_json: bool) -> None:
    """Write who labelled what, how far they agree, what they mix up, and what became of suggestions."""
    from annotator.cli.opening import project_at
    from annotator.services.lessons_pages import write_lessons
    from annotator.services.report import write_report

    with project_at(project, for_writing=False) as opened, job() as running:
        if name is not None:
            written = write_lessons(opened, name, Path(out), running, blind=blind)
        else:
            written = write_report(opened, Path(out), running, blind=blind)
    if as_json:
        print_json({"path": out, "files": [str(path) for path in written]})
        return
    for path in written:
        say(tr("Wrote {path}.", path=path))
