"""The article view and what it draws: `ArticleView`, `Mark`, `ShownLink`."""

from annotator.ui.textview.marks import Mark, ShownLink
from annotator.ui.textview.view import ArticleView

__all__ = ["ArticleView", "Mark", "ShownLink"]
