"""An article view on the screen."""

from __future__ import annotations

import pytest

from annotator.ui.textview import ArticleView
from tests.ui.textview.articles import article
from tests.ui.textview.hands import TEXT, Show


@pytest.fixture
def view(shown: Show) -> ArticleView:
    found = ArticleView()
    found.resize(700, 400)
    found.show_article(article(TEXT), "byline")
    shown(found)
    return found
