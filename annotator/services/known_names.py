"""The known names of a project: taken from a CSV file, edited, written out. Each change is one undo step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from annotator.formats import gazetteer as files
from annotator.model.errors import UserError
from annotator.model.exchange import Skipped
from annotator.model.gazetteer import LONGEST, Known, known_from, known_json
from annotator.model.memory import folded
from annotator.model.phrases import tr, trn
from annotator.model.schema import Schema
from annotator.services.jobs import Job
from annotator.services.learned import names_in
from annotator.services.workplace import Workplace
from annotator.storage import keeping
from annotator.storage.project import Project

_REPORT_EVERY = 1000


@dataclass
class NamesReport:
    """What became of a file of known names."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def names(self) -> int:
        return self.added + self.replaced + self.unchanged


def import_names(project: Project, owner: int, paths: Sequence[Path], job: Job | None = None) -> NamesReport:
    """Takes the known names of CSV files into the project, as one undo step. What stands there already under another label is
    replaced.

    Raises UserError: a file cannot be read, none of its rows can be taken, the project cannot be written to.
    """
    if project.read_only:
        raise UserError(tr("The project is open for reading only."), project.path)
    report, schema, db = NamesReport(), project.schema(), project.reader()
    there = keeping.kept(db, keeping.GAZETTEER_NAME)
    values: dict[str, Any] = {}
    for path in paths:
        for number, found in enumerate(files.read(path, lambda name: find_label(schema, name))):
            if job is not None and number % _REPORT_EVERY == 0:
                job.report(number, None, tr("rows"))
            if isinstance(found, Skipped):
                report.skipped.append(found)
                continue
            before = known_from(found.string, there.get(found.string))
            report.added += before is None
            report.replaced += before is not None and before != found
            report.unchanged += before == found
            values[keeping.GAZETTEER_NAME + found.string] = known_json(found)
    if not report.names:
        first = report.skipped[0] if report.skipped else None
        why = tr("line {n}: {reason}", n=first.line, reason=first.reason) if first else tr("There is nothing in it.")
        raise UserError(
            tr("No known name could be taken: {why}", why=why),
            paths[0],
            tr("A row is: string, label, and where you like name and case (exact or any)."),
        )
    if report.added or report.replaced:
        title = trn("Import {n} known name", "Import {n} known names", report.added + report.replaced)
        values[keeping.GAZETTEER] = _stamp()
        project.writer.run(lambda db: keeping.set_values(db, owner, "names", title, values))
    return report


def find_label(schema: Schema, name: str) -> tuple[str, str] | None:
    """Layer id and label id of a label that may be given, by its name or `layer/name`, in any case where that is clear."""
    layer_name, slash, wanted = name.rpartition("/")
    for same in (str.__eq__, lambda a, b: a.casefold() == b.casefold()):
        for layer in schema.layers:
            if slash and not (same(layer.id, layer_name) or same(layer.name, layer_name)):
                continue
            for label in layer.labels:
                if not label.retired and not label.merged_into and (same(label.id, wanted) or same(label.name, wanted)):
                    return layer.id, label.id
    return None


class KnownNames:
    """Looking at the known names, and editing them."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def all(self) -> Sequence[Known]:
        """The known names, by string."""
        learned = self._place.learned
        return learned.names.known if learned is not None else names_in(self._place.project.reader()).known

    def import_files(self, paths: Sequence[Path], job: Job) -> NamesReport:
        """As `import_names`, for the session's annotator. On another thread; call `take_in` afterwards."""
        return import_names(self._place.project, self._place.annotator.key, paths, job)

    def take_in(self) -> None:
        """Lets imported names propose from now on."""
        self._place.reread_settings()

    def set(self, string: str, layer: str, label: str, name: str = "", *, any_case: bool = False) -> None:
        """Adds a known name, or gives one that is there another label."""
        string = folded(string)
        if not string or len(string) > LONGEST:
            raise UserError(tr("A known name needs a string of at most {n} characters.", n=LONGEST))
        if self._place.schema.label(layer, label) is None:
            raise UserError(tr("The schema has no label “{label}”.", label=label))
        known = Known(string, layer, label, " ".join(name.split()), any_case)
        self._keep(tr("Known name “{string}”", string=string), {string: known_json(known)})

    def remove(self, strings: Iterable[str]) -> int:
        """Takes known names away; how many they were."""
        gone = dict.fromkeys(strings)
        self._keep(trn("Remove {n} known name", "Remove {n} known names", len(gone)), gone)
        return len(gone)

    def export(self, path: Path) -> int:
        """Writes them as a CSV file that can be imported again; how many they are."""
        known = self.all()
        written = files.written(known, self._place.schema.label_name)
        unfinished = path.with_name(f".{path.name}.new")
        try:
            unfinished.write_text(written, encoding="utf-8", newline="")
            unfinished.replace(path)
        except OSError as error:
            raise UserError(
                tr("The file cannot be written: {reason}.", reason=error.strerror or error), path
            ) from error
        return len(known)

    def _keep(self, title: str, values: dict[str, Any]) -> None:
        named = {keeping.GAZETTEER_NAME + string: value for string, value in values.items()}
        self._place.keep("names", title, {**named, keeping.GAZETTEER: _stamp()})


def _stamp() -> str:
    """The present time (UTC), fine enough that no two changes have the same: by it is known that names have changed."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
