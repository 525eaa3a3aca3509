"""A real project with one article and suggestions, opened as a session: what the tests of services begin with."""

from __future__ import annotations

from pathlib import Path

from annotator.model.annotation import Annotation, Fragments, Suggestion
from annotator.model.schema import Schema
from annotator.services.session import Session
from annotator.storage import suggestions
from annotator.storage.project import Project
from tests.services.articles import add_articles

TEXT = (
    "Mayor Ada Lee said taxes fell by 3 percent in May.\n"
    "“We tried,” Lee told Harbour Radio, “and we won.” Lee opposes new tolls.\n"
    "Critics of Lee doubt it 😊. Ada Lee left.\n"
)
SOURCE = "rules@1"


def at(quote: str, occurrence: int = 0, text: str = TEXT) -> Fragments:
    """Where `quote` stands in the text the nth time."""
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(quote, start + 1)
    return ((start, start + len(quote)),)


def proposals() -> list[Suggestion]:
    """What a suggester would say about `TEXT`."""
    split = (*at("“We tried,”"), *at("“and we won.”"))
    return [
        Suggestion(SOURCE, "entity", "PERSON", at("Ada Lee"), 0.9),
        Suggestion(SOURCE, "claim", "CUE", at("said"), 0.8),
        Suggestion(
            SOURCE, "claim", "CLAIM", at("taxes fell by 3 percent in May"), 0.7, {"voice": "indirect"},
            (("claimer", 0), ("cue", 1)),
        ),
        Suggestion(SOURCE, "entity", "PERSON", at("Lee", 1), 0.6),
        Suggestion(SOURCE, "claim", "CUE", at("told"), 0.8),
        Suggestion(SOURCE, "claim", "CLAIM", split, 0.9, {"voice": "direct"}, (("claimer", 3), ("cue", 4))),
        Suggestion(SOURCE, "entity", "ORG", at("Harbour Radio"), 0.4),
        Suggestion(SOURCE, "entity", "PERSON", at("Ada Lee", 1), 0.9),
    ]  # fmt: skip


def open_desk(folder: Path, schema: Schema, texts: tuple[str, ...] = (TEXT,), suggest: bool = True) -> Session:
    """A session on a new project with `texts`, the first one open."""
    project = Project.create(folder / "desk.annotator", schema, "Mia")
    keys = add_articles(project, *texts)
    if suggest:
        project.writer.run(lambda db: suggestions.replace(db, keys[0], SOURCE, proposals(), "2026-01-01T00:00:00.000Z"))
    session = Session(project, project.current_annotator)
    session.open_article(keys[0])
    return session


def labels(session: Session) -> list[tuple[str, str]]:
    """Label and quote of each annotation of the open article, in reading order."""
    opened = session.place.open
    return [(item.label, item.quote) for item in opened.items if isinstance(item, Annotation)]


def stored(session: Session) -> list[tuple[str, str]]:
    """The same, read back from the file."""
    session.wait()
    session.place.reread()
    return labels(session)
