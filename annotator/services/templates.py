"""The label schemas that come with the program, with what each is for; and what files would bring into a new project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.model.phrases import tr
from annotator.model.schema import Schema
from annotator.services.creating import DEFAULT_SCHEMA, create, load_schema, templates
from annotator.services.importing import ImportOptions, ImportPlan, plan
from annotator.services.jobs import Job


@dataclass(frozen=True)
class Template:
    """A schema that a project can begin with. `name` is what `annotator new --schema` takes."""

    name: str
    title: str
    description: str
    schema: Schema


def shipped() -> list[Template]:
    """All of them, the usual one first, the empty one last."""
    words = _words()
    order = [DEFAULT_SCHEMA, *words]
    names = sorted(templates(), key=lambda name: order.index(name) if name in order else len(order))
    return [Template(name, *words.get(name, (name, "")), load_schema(name)) for name in names]


def _words() -> dict[str, tuple[str, str]]:
    return {
        "news": (
            tr("News: entities, claims, stances"),
            tr("Who is named, what is claimed and by whom, who is for or against what. Made for news articles."),
        ),
        "entities": (
            tr("Entities only"),
            tr("People, organisations, places, dates and amounts, each mention of them. The quickest to learn."),
        ),
        "attribution": (
            tr("Attribution: source, cue, content"),
            tr("Who says what: the words that are reported, whose they are, and the words of saying."),
        ),
        "stance-targets": (
            tr("Stances toward a fixed list of targets"),
            tr("For or against the targets of a study. The list of targets is edited once the project is made."),
        ),
        "empty": (tr("Empty"), tr("No labels. You make your own once the project is there (Ctrl+L).")),
    }


def plan_new(schema: str, paths: Sequence[Path], options: ImportOptions, job: Job) -> ImportPlan:
    """What an import of `paths` would bring into a new project with the template `schema`. Nothing is left on disk."""
    with TemporaryDirectory(prefix="annotator-") as folder:
        project = create(Path(folder) / "new", schema)
        try:
            return plan(project, paths, options, job)
        finally:
            project.close()
