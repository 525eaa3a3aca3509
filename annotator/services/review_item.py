"""One thing that a review decides, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.annotation import Annotation, Link
from annotator.model.clusters import Cluster
from annotator.model.review import Ruling

OPEN = "open"
WAITING = "waiting"
"""A link of which an end is not decided yet."""
VOID = "void"
"""A link of which an end is not in the gold layer, or whose ends it cannot join."""
DECIDED = "decided"


@dataclass(frozen=True)
class Item:
    """A cluster, and what was decided about it."""

    cluster: Cluster
    state: str
    gold: tuple[Annotation, ...] = ()
    """What stands in the gold layer for it; empty for "nothing here" too."""
    link: Link | None = None
    ruling: Ruling | None = None
    """What was decided, by whom and why; None where nothing was, or the gold layer was imported."""
    stale: bool = False
    """Whether it was decided, and somebody has said something else since."""

    @property
    def id(self) -> str:
        return self.cluster.id

    @property
    def labels(self) -> tuple[Annotation, ...]:
        """Everybody's labels that it is about; the gold label where nobody has one any more."""
        return tuple(self.cluster.members.values()) or self.gold

    @property
    def start(self) -> int:
        return min((a.start for a in self.labels), default=0)

    @property
    def end(self) -> int:
        return max((a.end for a in self.labels), default=0)
