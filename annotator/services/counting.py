"""The figures of a project as `annotator info` gives them, by the names that labels have now."""

from __future__ import annotations

from typing import Any

from annotator.storage.figures import figures, suggestion_figures
from annotator.storage.project import Project


def count(project: Project) -> dict[str, Any]:
    """What is in a project; the same bytes as JSON as long as nothing changes."""
    schema = project.schema()
    with project.snapshot() as db:
        found = figures(db)
        proposed = suggestion_figures(db, project.current_annotator.key)
    labels: dict[str, dict[str, int]] = {layer.id: {} for layer in schema.layers}
    for layer, by_id in found.labels.items():
        names = labels.setdefault(layer, {})
        for label, number in by_id.items():
            name = schema.label_name(layer, label)
            names[name] = names.get(name, 0) + number
    return {
        "id": project.id,
        "schema": schema.name,
        "annotator": project.current_annotator.name,
        "articles": found.articles,
        "done": found.done,
        "annotators": [
            {"name": p.annotator.name, "annotations": p.annotations, "done": p.done, "seconds": p.seconds}
            for p in found.people
        ],
        "labels": {layer: dict(sorted(names.items())) for layer, names in labels.items()},
        "suggestions": {
            "pending": proposed.pending,
            "accepted": proposed.accepted,
            "edited": proposed.edited,
            "rejected": proposed.rejected,
        },
        "gold": found.gold,
    }
