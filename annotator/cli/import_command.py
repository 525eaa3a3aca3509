"""`annotator import`: articles and labels into a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.output import PARTLY, complain, error_json, job, json_option, list_some, print_json, say
from annotator.model.errors import UserError
from annotator.model.offsets import UNITS
from annotator.model.phrases import tr, trn

if TYPE_CHECKING:
    from annotator.services.importing import ImportReport


@click.command("import")
@click.argument("project", type=click.Path())
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path())
@click.option("--format", "name", metavar="F", help="The format of the files. Default: found out for each.")
@click.option("--map", "fields", metavar="FIELD=NAME", multiple=True, help="Take FIELD (text, title, ...) from NAME.")
@click.option("--map-label", "labels", metavar="A=B", multiple=True, help="The files' label A is the label B here.")
@click.option("--encoding", metavar="NAME", help="The encoding of the files. Default: found out for each.")
@click.option(
    "--offset-unit",
    type=click.Choice(UNITS),
    help="How the files count offsets. Default: found out by their quotes, where they have any.",
)
@click.option("--annotator", metavar="NAME", help="Whose labels those are that name nobody; made if new.")
@click.option("--update", is_flag=True, help="Where a known label says something else, take the file's.")
@click.option("--strict", is_flag=True, help="Refuse labels, roles and attributes that the schema lacks.")
@click.option("--dry-run", is_flag=True, help="Say what would come in, and write nothing.")
@click.option(
    "--gazetteer",
    is_flag=True,
    help="The files are CSV lists of known names: string, label[, name][, case: exact or any]. They are proposed wherever they stand.",
)
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    project: str,
    paths: tuple[str, ...],
    name: str | None,
    fields: tuple[str, ...],
    labels: tuple[str, ...],
    encoding: str | None,
    offset_unit: str | None,
    annotator: str | None,
    *,
    update: bool,
    strict: bool,
    dry_run: bool,
    gazetteer: bool,
    as_json: bool,
) -> None:
    """Bring articles and labels from files and folders into a project."""
    if gazetteer:
        _names(ctx, project, [Path(path) for path in paths], as_json=as_json)
    from annotator.cli.opening import project_at
    from annotator.formats.fields import USUAL_NAMES
    from annotator.services.importing import ImportOptions, import_files, plan

    options = ImportOptions(
        name,
        _pairs(ctx, "--map", fields, frozenset(USUAL_NAMES)),
        _pairs(ctx, "--map-label", labels, frozenset()),
        encoding,
        annotator,
        update=update,
        strict=strict,
        offset_unit=offset_unit,
    )
    files = [Path(path) for path in paths]
    with project_at(project, for_writing=not dry_run) as opened, job() as running:
        report = (plan if dry_run else import_files)(opened, files, options, running)
    ctx.exit(_tell(report, files, as_json=as_json))


def _names(ctx: click.Context, project: str, paths: list[Path], *, as_json: bool) -> None:
    """Known names into the project; ends the command."""
    from annotator.cli.opening import project_at
    from annotator.services.known_names import import_names

    with project_at(project, for_writing=True) as opened, job() as running:
        report = import_names(opened, opened.current_annotator.key, paths, running)
    if as_json:
        counts = {"names": report.names, "added": report.added, "replaced": report.replaced}
        print_json({**counts, "unchanged": report.unchanged, "skipped": report.skipped})
    else:
        say(trn("{n} known name.", "{n} known names.", report.names))
        lines = (f"{skipped.path}, {skipped.line}: {skipped.reason}" for skipped in report.skipped)
        list_some(lines, len(report.skipped))
    ctx.exit(PARTLY if report.skipped else 0)


def _pairs(ctx: click.Context, option: str, given: tuple[str, ...], known: frozenset[str]) -> dict[str, str]:
    found = {}
    for pair in given:
        left, sign, right = pair.partition("=")
        if not (sign and left and right):
            raise click.BadParameter(f"{pair!r} is not of the form A=B", ctx, param_hint=option)
        if left not in known and right in known:  # COLUMN=text is as clear as text=COLUMN
            left, right = right, left
        found[left] = right
    return found


def _tell(report: ImportReport, files: list[Path], *, as_json: bool) -> int:
    from annotator.services.importing import nothing_recognised

    error = None if report.recognised else nothing_recognised(report, files)
    if as_json:
        print_json(_as_json(report, error))
    elif error is None:
        _print(report)
    if error is not None:
        complain(str(error))
        return 1
    return 0 if report.complete else PARTLY


def _as_json(report: ImportReport, error: UserError | None) -> dict[str, Any]:
    found: dict[str, Any] = {"error": error_json(error)} if error else {}
    return (
        found
        | {
            "imported": report.imported,
            "duplicates": report.duplicates,
            "annotations": report.annotations,
            "updated": report.updated,
            "suggestions": report.suggestions,
            "skipped": report.skipped,
            "mismatches": report.mismatches,
            "conflicts": report.conflicts,
            "schema_additions": [
                {"kind": a.kind, "name": a.name}
                | {k: v for k, v in (("layer", a.layer), ("attribute", a.attribute)) if v}
                for a in report.schema_additions
            ],
            "annotators": report.annotators,
            "encodings": dict(report.encodings),
            "offset_units": dict(report.offset_units),
            "fields": dict(report.fields),
            "remarks": report.remarks,
            "unlisted": dict(report.unlisted),
            "dry_run": report.dry_run,
            "cancelled": report.cancelled,
        }
        | ({"samples": report.samples} if report.dry_run else {})
    )


def _print(report: ImportReport) -> None:
    counts = [
        trn("{n} new article", "{n} new articles", report.imported),
        trn("{n} duplicate", "{n} duplicates", report.duplicates),
        trn("{n} new label", "{n} new labels", report.annotations),
    ]
    head = tr("Would come in: {counts}.") if report.dry_run else tr("Imported: {counts}.")
    say(head.format(counts=", ".join(counts)))
    if report.dry_run:
        for sample in report.samples:
            where = f"{sample.path}:{sample.line}" if sample.line else sample.path
            say(f"  {sample.title}  ({where})")
        say(tr("Fields: {names}.", names=", ".join(sorted(report.fields)) or "-"))
    other = {name: n for name, n in report.encodings.items() if name != "utf-8"}
    if other:
        say(tr("Encodings: {names}.", names=", ".join(f"{name} ({n})" for name, n in sorted(other.items()))))
    if any(name != "codepoint" for name in report.offset_units):
        units = ", ".join(f"{name} ({n})" for name, n in sorted(report.offset_units.items()))
        say(tr("Offsets are counted in: {units}.", units=units))
    if report.schema_additions:
        names = ", ".join(f"{a.layer}/{a.name}" if a.layer else a.name for a in report.schema_additions)
        say(tr("Added to the schema: {names}.", names=names))
    if report.cancelled:
        complain(tr("Stopped. What is in stays in; run it again to go on."))
    _list(report, "skipped", [f"{_at(s.path, s.line)}: {s.reason}" for s in report.skipped])
    _list(report, "mismatches", [f"{m.path}: {m.id}: {m.reason}" for m in report.mismatches])
    _list(report, "conflicts", [f"{c.path}: {c.id}: {c.reason}" for c in report.conflicts])
    _list(report, "remarks", [f"{_at(r.path, r.line)}: {r.what}" for r in report.remarks])


def _list(report: ImportReport, kind: str, lines: list[str]) -> None:
    count = len(lines) + report.unlisted[kind]
    heads = {
        "skipped": trn("{n} skipped:", "{n} skipped:", count),
        "mismatches": trn("{n} label does not fit:", "{n} labels do not fit:", count),
        "conflicts": trn("{n} says something else here:", "{n} say something else here:", count),
        "remarks": trn("{n} remark:", "{n} remarks:", count),
    }
    if lines:
        complain(heads[kind])
        list_some((f"  {line}" for line in lines), count)


def _at(path: str, line: int) -> str:
    return f"{path}:{line}" if line else path
