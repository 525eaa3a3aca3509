"""What a merge did, or would do, in words: for the window and for the command line."""

from __future__ import annotations

from annotator.model.phrases import tr, trn
from annotator.services.merge_report import MergeReport


def counts(report: MergeReport) -> str:
    """What is new, changed and the same, in one line."""
    pieces = [trn("{n} new article", "{n} new articles", report.articles)] if report.articles else []
    pieces += [
        tr("{n} new", n=f"{report.new:,}"),
        tr("{n} updated", n=f"{report.updated:,}"),
        tr("{n} unchanged", n=f"{report.unchanged:,}"),
    ]
    left_out = len(report.refused) + report.unlisted.get("refused", 0)
    if left_out:
        pieces.append(trn("{n} refused", "{n} refused", left_out))
    return ", ".join(pieces)


def summary(report: MergeReport) -> str:
    """What came in, of whom, and where the project as it was lies."""
    words = [trn("{n} file", "{n} files", report.files) + f": {counts(report)}."]
    if report.annotators:
        words.append(tr("Labels of: {names}.", names=", ".join(report.annotators)))
    if report.backup:
        words.append(tr("The project as it was: {path}", path=report.backup))
    if report.cancelled:
        words.append(tr("Stopped. What is in stays in; merge again to go on, or undo it."))
    return " ".join(words)


def remarks(report: MergeReport) -> list[tuple[str, str]]:
    """(where, what) of everything that was refused, decided by a rule, added, left out or is worth knowing."""
    found = [(f"{r.path} {r.id}".strip(), tr("refused: {reason}", reason=r.reason)) for r in report.refused]
    kept = {"here": tr("the one in the project stands"), "file": tr("the one in the file stands")}
    for tie in report.ties:
        what = tr("{kind} {id} was changed in two copies: {kept}", kind=tie.kind, id=tie.id, kept=kept[tie.kept])
        found.append((tie.path, what))
    for left in report.left:
        rows = trn("{n} row", "{n} rows", left.rows)
        what = tr("also holds {rows} of {name}; they are not taken unless asked for", rows=rows, name=left.annotator)
        found.append((left.path, what))
    if report.schema_additions:
        found.append((tr("schema"), tr("gets: {names}", names=", ".join(report.schema_additions))))
    return found + [("", remark) for remark in report.remarks]
