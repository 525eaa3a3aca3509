"""`annotator merge`: colleagues' work files back into a project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from annotator.cli.output import PARTLY, complain, error_json, job, json_option, list_some, print_json, say
from annotator.model.errors import UserError
from annotator.model.phrases import tr, trn
from annotator.services.merge_report import MergeReport


@click.command("merge")
@click.argument("project", type=click.Path())
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--foreign", is_flag=True, help="Also files of other projects: labels of articles whose text is here.")
@click.option("--owners", is_flag=True, help="Also what others than a file's own annotator said in it, and Gold.")
@click.option("--as", "name", metavar="NAME", help="Whose the labels of the file are: for two people with one name.")
@click.option("--dry-run", is_flag=True, help="Say what would come in, and write nothing.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    project: str,
    files: tuple[str, ...],
    name: str | None,
    *,
    foreign: bool,
    owners: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take in what colleagues labelled, in any order and any number of times. A backup is made before."""
    from annotator.cli.opening import project_at
    from annotator.services.merging import MergeOptions, look, merge

    options = MergeOptions(foreign=foreign, owners=owners, name=name)
    paths = [Path(path) for path in files]
    with project_at(project, for_writing=not dry_run) as opened, job() as running:
        report = (look if dry_run else merge)(opened, paths, options, running)
    ctx.exit(_tell(report, as_json=as_json))


def _tell(report: MergeReport, *, as_json: bool) -> int:
    from annotator.services.merging import nothing_taken

    error = nothing_taken(report) if not report.files and report.refused else None
    if as_json:
        print_json(_as_json(report, error))
    elif error is None:
        _print(report)
    if error is not None:
        complain(str(error))
        return 1
    return 0 if report.complete else PARTLY


def _as_json(report: MergeReport, error: UserError | None) -> dict[str, Any]:
    found: dict[str, Any] = {"error": error_json(error)} if error else {}
    return found | {
        "files": report.files,
        "annotators": report.annotators,
        "articles": report.articles,
        "new": report.new,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "metadata": report.metadata,
        "refused": [{"path": r.path, "reason": r.reason} | ({"id": r.id} if r.id else {}) for r in report.refused],
        "ties": report.ties,
        "left": report.left,
        "schema_additions": report.schema_additions,
        "remarks": report.remarks,
        "unlisted": report.unlisted,
        "backup": report.backup,
        "dry_run": report.dry_run,
        "cancelled": report.cancelled,
    }


def _print(report: MergeReport) -> None:
    counts = [
        trn("{n} new article", "{n} new articles", report.articles),
        tr("{n} new", n=f"{report.new:,}"),
        tr("{n} updated", n=f"{report.updated:,}"),
        tr("{n} unchanged", n=f"{report.unchanged:,}"),
    ]
    head = tr("Would come in from {files}: {counts}.") if report.dry_run else tr("Merged {files}: {counts}.")
    say(head.format(files=trn("{n} file", "{n} files", report.files), counts=", ".join(counts)))
    if report.annotators:
        say(tr("Labels of: {names}.", names=", ".join(report.annotators)))
    if report.schema_additions:
        say(tr("Added to the schema: {names}.", names=", ".join(report.schema_additions)))
    for left in report.left:
        say(
            tr(
                "{path} also holds what {name} said ({n} rows); --owners takes that too.",
                path=left.path,
                name=left.annotator,
                n=f"{left.rows:,}",
            )
        )
    for remark in report.remarks:
        say(remark)
    if report.backup:
        say(tr("The project as it was: {path}", path=report.backup))
    if report.cancelled:
        complain(tr("Stopped. What is in stays in; merge again to go on, or undo it in the window."))
    if report.ties:
        count = len(report.ties) + report.unlisted.get("ties", 0)
        complain(trn("{n} was changed in two copies:", "{n} were changed in two copies:", count))
        lines = (
            tr("  {path}: {kind} {id}: kept the one {where}", path=t.path, kind=t.kind, id=t.id, where=_WHERE[t.kept])
            for t in report.ties
        )
        list_some(lines, count)
    if report.refused:
        count = len(report.refused) + report.unlisted.get("refused", 0)
        complain(trn("{n} refused:", "{n} refused:", count))
        list_some((f"  {r.path}: {f'{r.id}: ' if r.id else ''}{r.reason}" for r in report.refused), count)


_WHERE = {"here": "in the project", "file": "in the file"}
