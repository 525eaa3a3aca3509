"""What is on the screen: looked up in the pixels of a rendered view."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from annotator.ui.textview import ArticleView, Mark, ShownLink
from annotator.ui.theme import theme_of
from annotator.ui.theme_colours import Theme, contrast
from tests.ui.textview.articles import article, count_colour, mark, picture

TEXT = "Sam Altman told Sky News that OpenAI would work with China.\nA second line of text stands here."
Show = Callable[[QWidget], QWidget]


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> Theme:
    return theme_of(dark=request.param)


@pytest.fixture
def view(shown: Show, theme: Theme) -> ArticleView:
    found = ArticleView()
    found.resize(700, 400)
    found.set_theme(theme)
    found.show_article(article(TEXT), "")
    shown(found)
    return found


def _box(view: ArticleView, start: int, end: int) -> QRect:
    first, last = view.character_rect(start), view.character_rect(end - 1)
    return first.united(last).toAlignedRect()


def _count(view: ArticleView, colour: str, box: QRect) -> int:
    return count_colour(picture(view), colour, box.left(), box.top(), box.right() + 1, box.bottom() + 1)


def test_a_decision_is_filled_with_a_base_line(view: ArticleView, theme: Theme) -> None:
    found = mark(TEXT, "Sky News", colour="organisations")
    view.set_marks([found])
    box = _box(view, found.start, found.end)
    family = theme.family("organisations")
    assert _count(view, family.fill, box) > box.width() * box.height() * 0.4
    below = QRect(box.left(), box.bottom() - 3, box.width(), 7)
    assert _count(view, family.ink, below) >= 2 * (box.width() - 6)


def test_a_suggestion_is_dashed_and_not_filled(view: ArticleView, theme: Theme) -> None:
    found = mark(TEXT, "Sky News", colour="organisations", suggested=True)
    view.set_marks([found])
    box = _box(view, found.start, found.end)
    family = theme.family("organisations")
    image = picture(view)
    assert count_colour(image, family.fill, box.left(), box.top(), box.right(), box.bottom()) == 0
    paper = QColor(theme.paper).rgb()
    middle = range(box.left() + 6, box.right() - 6)
    edges = [[image.pixel(x, y) != paper for x in middle] for y in range(box.bottom() - 2, box.bottom() + 3)]
    dashed = max(edges, key=sum)
    changes = sum(a != b for a, b in pairwise(dashed))
    assert changes >= 8  # on and off again and again
    assert 0.35 < sum(dashed) / len(dashed) < 0.95


def test_claims_are_a_line_below_solid_or_dashed(view: ArticleView, theme: Theme) -> None:
    ink = theme.family("claims").ink
    solid = mark(TEXT, "OpenAI would work", "line", number=1, colour="claims", caption="CLAIM")
    view.set_marks([solid])
    box = _box(view, solid.start, solid.end)
    under = QRect(box.left(), box.bottom(), box.width(), 8)
    full = _count(view, ink, under)
    assert full >= 2 * (box.width() - 6)
    view.set_marks([Mark("d", solid.fragments, "line", "CLAIM", "claims", True, 1)])
    assert 0.3 * full < _count(view, ink, under) < 0.85 * full


def test_a_claims_number_stands_where_it_begins(view: ArticleView, theme: Theme) -> None:
    found = mark(TEXT, "OpenAI would work", "line", number=1, colour="claims")
    view.set_marks([])
    before = picture(view)
    view.set_marks([found])
    box = _box(view, found.start, found.start + 1)
    above = QRect(box.left() - 2, box.top() - 16, 20, 16)
    changed = sum(
        picture(view).pixel(x, y) != before.pixel(x, y)
        for x in range(above.left(), above.right())
        for y in range(above.top(), above.bottom())
    )
    assert changed > 30


def test_nested_fills_show_both_colours(view: ArticleView, theme: Theme) -> None:
    outer = mark(TEXT, "Altman told Sky News", colour="events")
    inner = mark(TEXT, "told", colour="places")
    view.set_marks([outer, inner])
    box = _box(view, outer.start, outer.end)
    assert _count(view, theme.family("events").fill, box) > 500
    assert _count(view, theme.family("places").fill, _box(view, inner.start, inner.end)) > 100


def test_a_stance_is_bracketed_and_signed_in_the_margin(view: ArticleView, theme: Theme) -> None:
    found = mark(TEXT, "would work with China", "mark", colour="against", sign="▼")
    view.set_marks([found])
    ink = theme.family("against").ink
    column = view.character_rect(0)
    margin = QRect(round(column.left()) - 40, round(column.top()), 36, round(column.height()))
    assert _count(view, ink, margin) > 30
    box = _box(view, found.start, found.end)
    assert _count(view, ink, QRect(box.left(), box.top() - 6, box.width(), 7)) > box.width() * 0.3


def test_a_suggested_stance_has_a_hollow_sign(view: ArticleView, theme: Theme) -> None:
    ink = theme.family("against").ink
    column = view.character_rect(0)
    margin = QRect(round(column.left()) - 40, round(column.top()), 36, round(column.height()))
    view.set_marks([mark(TEXT, "would", "mark", colour="against", sign="▼")])
    full = _count(view, ink, margin)
    view.set_marks([mark(TEXT, "would", "mark", colour="against", sign="▼", suggested=True)])
    assert _count(view, ink, margin) < full / 2


def test_the_focus_is_a_ring(view: ArticleView, theme: Theme) -> None:
    found = mark(TEXT, "Sky News", colour="organisations", suggested=True)
    view.set_marks([found])
    box = _box(view, found.start, found.end).adjusted(-6, -5, 6, 6)
    assert _count(view, theme.accent, box) == 0
    view.set_focus(found.id)
    assert _count(view, theme.accent, box) > box.width() * 2
    view.set_focus(None)
    assert _count(view, theme.accent, box) == 0


def test_selected_text_lies_on_the_selections_colour(view: ArticleView, theme: Theme) -> None:
    view.select(4, 10)
    view.select(16, 19, add=True)
    for start, end in ((4, 10), (16, 19)):
        box = _box(view, start, end)
        assert _count(view, theme.selection, box) > box.width() * box.height() * 0.4
    assert _count(view, theme.selection, _box(view, 11, 15)) == 0


def test_links_are_drawn_only_when_given(view: ArticleView, theme: Theme) -> None:
    one, other = mark(TEXT, "Sam Altman"), mark(TEXT, "second")
    view.set_marks([one, other])
    whole = view.viewport().rect()
    assert _count(view, theme.accent, whole) == _count(view, theme.family("people").ink, whole)
    before = _count(view, theme.accent, whole)
    view.set_links([ShownLink(one.id, other.id, "claimer")])
    assert _count(view, theme.accent, whole) > before + 20
    view.set_links([])
    assert _count(view, theme.accent, whole) == before


def test_links_to_marks_that_are_not_there_are_left_out(view: ArticleView) -> None:
    one = mark(TEXT, "Sam Altman")
    view.set_marks([one])
    before = picture(view)
    view.set_links([ShownLink(one.id, "gone", "claimer"), ShownLink("gone", one.id, "claimer")])
    assert picture(view) == before


def test_the_caret_is_where_it_was_put(view: ArticleView, theme: Theme) -> None:
    view.place_caret(11)
    rect = view.caret_rect(11).toAlignedRect()
    assert _count(view, theme.ink, rect) >= rect.height() - 2
    view.clearFocus()
    assert _count(view, theme.ink, rect) < rect.height() / 2


def test_only_what_is_exposed_is_painted(view: ArticleView, theme: Theme) -> None:
    view.set_marks([mark(TEXT, "Sam Altman"), mark(TEXT, "second")])
    image = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    image.fill(QColor("#ff00ff"))
    exposed = QRect(0, 0, 700, 60)
    view.viewport().render(image, sourceRegion=QRegion(exposed))
    assert image.pixel(5, 5) == QColor(theme.paper).rgb()
    assert image.pixel(5, 200) == QColor("#ff00ff").rgb()


@pytest.mark.parametrize("cut", [20, 33, 47, 61])
def test_a_part_is_painted_as_in_the_whole(view: ArticleView, theme: Theme, cut: int) -> None:
    view.set_marks([mark(TEXT, "Sam Altman"), mark(TEXT, "told", "cue"), mark(TEXT, "OpenAI would", "line", number=1)])
    whole = picture(view)
    image = QImage(whole.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.paper))
    for top, bottom in ((0, cut), (cut, whole.height())):
        painter = QPainter(image)
        exposed = QRectF(0, top, whole.width(), bottom - top)
        painter.setClipRect(exposed)
        view.paint_page(painter, exposed)
        painter.end()
    assert image == whole


def test_title_and_byline_stand_above(view: ArticleView, theme: Theme) -> None:
    top = view.y_of(0)
    view.show_article(article(TEXT, title="Another headline"), "The Ledger · 12 Feb · 20 words")
    assert view.y_of(0) > top + 30
    head = QRect(0, 0, 700, view.y_of(0) - 10)
    assert _count(view, theme.ink, head) > 50
    assert _count(view, theme.muted, head) > 10


def test_the_first_line_is_not_shown_twice(view: ArticleView) -> None:
    view.show_article(article(TEXT, title=TEXT.split("\n")[0]), "")
    untitled = view.y_of(0)
    view.show_article(article(TEXT, title=""), "")
    assert view.y_of(0) == untitled


def test_what_is_not_the_articles_text_is_grey_and_can_be_read(view: ArticleView, theme: Theme) -> None:
    assert contrast(theme.muted, theme.family("numbers").fill) >= 4.5
    begin, end = TEXT.index("would"), TEXT.index("would") + len("would work")
    box = _box(view, begin, end)
    place = box.left(), box.top(), box.right(), box.bottom()
    assert count_colour(picture(view), theme.ink, *place) > 0
    view.set_marks([mark(TEXT, "would work", colour="numbers", aside=True)])
    assert count_colour(picture(view), theme.ink, *place) == 0
    assert count_colour(picture(view), theme.muted, *place) > 0
