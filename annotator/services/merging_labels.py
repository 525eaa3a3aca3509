"""Labels that colleagues made in other tools, as an annotator's own: native JSONL, brat and whatever else an import reads.

Only labels of articles that are here come in. They are that annotator's own, so that what comes again after more work
replaces what came before; where the file says when a label was made, only older ones are replaced.
"""

from __future__ import annotations

from pathlib import Path

from annotator.model.phrases import tr, trn
from annotator.services.importing import ImportOptions, ImportReport, import_files, plan
from annotator.services.jobs import Job
from annotator.services.merge_report import MergeReport
from annotator.storage.project import Project


def is_of_other_tool(path: Path) -> bool:
    """Whether something at `path` is to be read as labels rather than as a work file."""
    if path.is_dir():
        return True
    return path.suffix.lower() not in ("", ".annotator", ".db", ".sqlite") and path.is_file()


def take_labels(project: Project, path: Path, name: str | None, job: Job, report: MergeReport, *, write: bool) -> None:
    """Adds to `report` what the labels at `path` bring; writes them too, as one undo step, where `write` says so.

    `name`: whose labels they are; None where the file itself says it. UserError where it cannot be read.
    """
    options = ImportOptions(merging=True, owner=name, update=True)
    found = plan(project, [path], options, job)
    if write and (found.annotations or found.updated):
        report.backup = report.backup or str(project.backup())
        found = import_files(project, [path], options, job)
    _tell(found, str(path), report)


def _tell(found: ImportReport, path: str, report: MergeReport) -> None:
    if found.labels:
        report.files += 1
    elif not found.skipped:
        report.refuse(path, tr("There are no labels in it."))
    report.annotators += [name for name in found.annotators if name not in report.annotators]
    report.new += found.annotations
    report.updated += found.updated
    report.unchanged += max(0, found.labels - found.annotations - found.updated)
    if found.updated:
        changed = trn("{n} of them is", "{n} of them are", found.updated)
        names = ", ".join(found.annotators)
        what = tr("{names} had labels here already: {changed} as the file says now.", names=names, changed=changed)
        report.remarks.append(what)
    report.schema_additions += [
        name
        for added in found.schema_additions
        if (name := str(getattr(added, "name", added))) not in report.schema_additions
    ]
    report.cancelled = report.cancelled or found.cancelled
    for skipped in found.skipped:
        where = tr("{path}, line {n}", path=skipped.path, n=skipped.line) if skipped.line else skipped.path
        report.refuse(where, skipped.reason)
    for mismatch in found.mismatches:
        report.refuse(mismatch.path, mismatch.reason, mismatch.id)
    for remark in found.remarks:
        report.remarks.append(remark.what)
