"""Articles put into a project as an import does it."""

from __future__ import annotations

from annotator.model import text as texts
from annotator.model.change import now
from annotator.model.ids import article_id
from annotator.storage import search
from annotator.storage.connection import Connection
from annotator.storage.journal import transaction
from annotator.storage.project import Project


def add_articles(project: Project, *found: str) -> list[int]:
    """Adds `found` and returns their keys."""

    def add(db: Connection) -> list[int]:
        keys = []
        with transaction(db):
            for text in found:
                digest = texts.sha256(text)
                cursor = db.execute(
                    """INSERT INTO article (uuid, sha256, imported, title, source, published, language, length, meta, text)
                    VALUES (?, ?, ?, ?, '', '', 'en', ?, '{}', ?)""",
                    (article_id(digest), digest, now(), texts.first_line(text), len(text), text),
                )
                keys.append(cursor.lastrowid or 0)
            search.index(db, keys[0], keys[-1])
        return keys

    return project.writer.run(add)
