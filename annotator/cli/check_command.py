"""`annotator check`: whether a project file is whole and every quote stands where it should."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from annotator.cli.output import complain, job, json_option, list_some, print_json, say
from annotator.model.phrases import tr, trn


@click.command("check")
@click.argument("project", type=click.Path())
@json_option
@click.pass_context
def command(ctx: click.Context, project: str, *, as_json: bool) -> None:
    """Check a project file: its pages, its tables, and every quote against its text. Changes nothing."""
    from annotator.storage.check import check_file

    with job() as running:
        report = check_file(Path(project), lambda done, total: running.report(done, total, tr("articles")))
    if as_json:
        print_json(
            {
                "ok": report.ok,
                "articles": report.articles,
                "annotations": report.annotations,
                "problems": [asdict(problem) for problem in report.problems],
            }
        )
    else:
        counts = f"{trn('{n} article', '{n} articles', report.articles)}, {trn('{n} label', '{n} labels', report.annotations)}"
        if report.ok:
            say(tr("All is well: {counts}.", counts=counts))
        list_some((f"{problem.where}: {problem.what}" for problem in report.problems), len(report.problems))
    if not report.ok:
        complain(
            tr(
                "{path}: {problems} Go on with the newest backup, or export what can be read.",
                path=project,
                problems=trn("{n} problem was found.", "{n} problems were found.", len(report.problems)),
            )
        )
        ctx.exit(1)
