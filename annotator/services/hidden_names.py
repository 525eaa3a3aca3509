"""Pages on which annotators are named by letters alone: the same letters as in a review with hidden names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotator.services.lessons import Lesson
from annotator.services.report import Report
from annotator.services.review_reading import ReviewReading
from annotator.services.workplace import Workplace
from annotator.storage.project import Project

NOBODY = "–"
"""Stands for somebody who has no letter: they have finished and labelled nothing."""


def letters(project: Project) -> dict[str, str]:
    """Name -> letter of everybody who has finished or labelled an article, by their letters."""
    reading = ReviewReading(Workplace(project, project.current_annotator, None))
    reading.blind = True
    names = {person.key: person.name for person in project.annotators()}
    return {names[key]: letter for key, letter in reading.lettered(project.reader()).items()}


def report_without_names(found: Report, by_name: Mapping[str, str]) -> Report:
    """The report with letters for names; nothing in it is in the order of names."""

    def called(name: str) -> str:
        return by_name.get(name, NOBODY)

    people = sorted((replace(person, name=called(person.name)) for person in found.people), key=lambda p: p.name)
    influence = sorted((replace(part, name=called(part.name)) for part in found.influence), key=lambda p: p.name)
    agreement: dict[str, Any] | None = None
    if found.agreement is not None:
        layers = {
            layer: dict(part) | {"pairs": _pairs(part.get("pairs", ()), by_name)}
            for layer, part in found.agreement["layers"].items()
        }
        names = sorted(map(called, found.agreement["annotators"]))
        agreement = dict(found.agreement) | {"annotators": names, "layers": layers}
    return replace(found, people=people, influence=influence, agreement=agreement)


def _pairs(pairs: Sequence[Mapping[str, Any]], by_name: Mapping[str, str]) -> list[dict[str, Any]]:
    found = []
    for pair in pairs:
        a, b = sorted(by_name.get(pair[side], NOBODY) for side in ("a", "b"))
        found.append(dict(pair) | {"a": a, "b": b})
    return sorted(found, key=lambda pair: (pair["a"], pair["b"]))


def lessons_without_names(found: Sequence[Lesson]) -> list[Lesson]:
    """Lessons that do not say who decided: reviewers may be annotators too."""
    return [replace(lesson, reviewer="") for lesson in found]
