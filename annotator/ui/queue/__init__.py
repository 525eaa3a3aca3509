"""The queue: the list of articles to label, with its filters."""

from annotator.ui.queue.model import ROW, QueueModel
from annotator.ui.queue.panel import QueuePanel

__all__ = ["ROW", "QueueModel", "QueuePanel"]
