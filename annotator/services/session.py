"""One person at work in one project: every action they can take is a method of one of the session's subjects.

The window, the command line and the tests take the same way in. Knows no window; see `workplace` for how it writes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.article import Annotator
from annotator.model.schema import Schema
from annotator.services.concordance import Concordance
from annotator.services.deciding import Deciding
from annotator.services.examples import Examples
from annotator.services.history import History
from annotator.services.labelling import Labelling
from annotator.services.linking import Linking
from annotator.services.not_text import NotText
from annotator.services.opened import OpenArticle
from annotator.services.progressing import Progressing
from annotator.services.queue import Queue
from annotator.services.redefined import Redefined
from annotator.services.remarks import Remarks
from annotator.services.schema_editing import SchemaEditing
from annotator.services.sure import AcceptingSure
from annotator.services.workplace import Changed, Deliver, Saving, Workplace
from annotator.storage.project import Project

if TYPE_CHECKING:
    from annotator.services.choosing import Choosing
    from annotator.services.known_names import KnownNames
    from annotator.services.recalling import Recalling
    from annotator.services.reviewing import Reviewing


class Session:
    """A project, an annotator, an open article, and what can be done there."""

    def __init__(self, project: Project, annotator: Annotator, deliver: Deliver | None = None) -> None:
        self.place = place = Workplace(project, annotator, deliver)
        self.queue = Queue(place)
        self.labelling = Labelling(place)
        self.deciding = Deciding(place)
        self.linking = Linking(place)
        self.remarks = Remarks(place)
        self.progress = Progressing(place, self.queue)
        self.history = History(place)
        self.concordance = Concordance(place)
        self.schema_editing = SchemaEditing(place)
        self.not_text = NotText(place, self.labelling, self.schema_editing)
        self.sure = AcceptingSure(place)
        self.redefined = Redefined(place)
        self.examples = Examples(place)

    @classmethod
    def open(cls, path: Path, annotator: str | None = None, deliver: Deliver | None = None) -> Session:
        """Opens the project at `path` for `annotator`, else for its current one.

        `deliver` runs a function later on the calling thread (the window's event loop); without it, what the writer
        thread reports is taken in by `wait`. Raises UserError: not there, locked, damaged, unknown annotator, ...
        """
        project = Project.open(path)
        try:
            person = project.annotator(annotator) if annotator else project.current_annotator
            return cls(project, person, deliver)
        except BaseException:
            project.close()
            raise

    @cached_property
    def reviewing(self) -> Reviewing:
        """The review of colleagues' labels; made when it is first asked for."""
        from annotator.services.reviewing import Reviewing

        return Reviewing(self.place)

    @cached_property
    def suggesters(self) -> Choosing:
        """Which pipelines propose; made when it is first asked for, as are the next two."""
        from annotator.services.choosing import Choosing

        return Choosing(self.place)

    @cached_property
    def memory(self) -> Recalling:
        """What was decided before, to be looked at and told otherwise."""
        from annotator.services.recalling import Recalling

        return Recalling(self.place)

    @cached_property
    def names(self) -> KnownNames:
        """The known names."""
        from annotator.services.known_names import KnownNames

        return KnownNames(self.place)

    @property
    def project(self) -> Project:
        return self.place.project

    @property
    def annotator(self) -> Annotator:
        return self.place.annotator

    @property
    def schema(self) -> Schema:
        return self.place.schema

    @property
    def read_only(self) -> bool:
        return self.place.project.read_only

    @property
    def opened(self) -> OpenArticle | None:
        return self.place.opened

    @property
    def saving(self) -> Saving:
        return self.place.saving

    def listen(self, callback: Callable[[Changed], None]) -> None:
        """Has `callback` called after each change, on this thread."""
        self.place.listen(callback)

    def open_article(self, key: int) -> OpenArticle:
        """Opens an article by its key."""
        self.place.show(key)
        return self.place.open

    def reread(self) -> None:
        """Takes in what was written by somebody other than this session: an import, a merge, new suggestions."""
        self.place.reread()
        self.queue.refresh()

    def take_suggestions(self) -> None:
        """Takes in new suggestions for the open article, while what the annotator did may still be on its way to the file."""
        self.place.take_suggestions()

    def wait(self) -> None:
        """Returns when all that was done is on disk; raises what a failed write reported."""
        self.place.wait()

    def close(self) -> None:
        """Writes what is left and closes the project: one complete file."""
        self.place.project.close()
        self.place.take_messages()
