"""A scroll area that shows a page: scrolls, zooms, paints what is exposed, and keeps what is being read where it is.

Caret, selection, mouse and keys come with `ArticleView`, which is built on this.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from annotator.model.annotation import Fragments
from annotator.ui.textview.hits import Hit, hit
from annotator.ui.textview.inks import Inks
from annotator.ui.textview.layout import LaidChunk
from annotator.ui.textview.links import paint_links
from annotator.ui.textview.marks import Mark, MarkIndex, ShownLink
from annotator.ui.textview.page import Page
from annotator.ui.textview.painting import Look, paint_chunk
from annotator.ui.textview.style import TextStyle, Typeface
from annotator.ui.theme_colours import LIGHT, Theme

_MARGIN = 48
_BELOW = 64
_ZOOMS = (0.5, 4.0)
ZOOM_STEP = 1.1
_NOTCH = 120
"""Eighths of a degree that one click of a wheel turns it."""


class PageView(QAbstractScrollArea):
    """Shows a `Page` and its marks."""

    scrolled = Signal()
    """What is seen has moved: scrolled, zoomed, resized or laid out anew."""
    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._face = Typeface()
        self._style = TextStyle(self._face)
        self._inks = Inks(LIGHT)
        self._page = Page("", "", "", self._style, float(self._style.column))
        self._focus: str | None = None
        self._links: tuple[ShownLink, ...] = ()
        self._found: tuple[tuple[int, int], ...] = ()
        self._settling = False
        self._turned = 0

    # What is shown

    @property
    def theme(self) -> Theme:
        return self._inks.theme

    def set_theme(self, theme: Theme) -> None:
        self._inks = Inks(theme)
        self.viewport().update()

    @property
    def marks(self) -> MarkIndex:
        """The marks that are shown."""
        return self._page.marks

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Shows `marks` in place of those before. Only lines whose marks changed are laid out again."""
        with self._holding():
            self._page.set_marks(marks)

    def set_links(self, links: Sequence[ShownLink]) -> None:
        """Draws these links: those of what is in focus, or none."""
        self._links = tuple(links)
        self.viewport().update()

    def set_found(self, stretches: Sequence[tuple[int, int]]) -> None:
        """Marks what a search found (code points), until another article is shown."""
        self._found = tuple(stretches)
        self.viewport().update()

    @property
    def focus(self) -> str | None:
        """The id of the mark with the ring."""
        return self._focus

    def set_focus(self, mark_id: str | None, *, reveal: bool = False) -> None:
        """Puts the ring of the focus around a mark; with `reveal` it is scrolled into view."""
        if mark_id != self._focus:
            self._focus = mark_id
            self.viewport().update()
        if reveal and (mark := self.marks.with_id(mark_id)):
            self.reveal(mark.start, mark.end)

    # Type and zoom

    @property
    def typeface(self) -> Typeface:
        return self._face

    def _set_face(self, face: Typeface) -> None:
        if face == self._face:
            return
        with self._holding():
            self._face = face
            self._style = TextStyle(face)
            self._page.set_style(self._style, self._column_width())

    def _open(self, page_text: str, title: str, byline: str, language: str) -> None:
        """Another page, from its top, without marks."""
        if language != self._face.language:
            self._face = replace(self._face, language=language)
            self._style = TextStyle(self._face)
        self._page = Page(page_text, title, byline, self._style, self._column_width())
        self._focus = None
        self._links = ()
        self._found = ()
        self._put(0, -1.0)
        self.viewport().update()
        self.scrolled.emit()

    @property
    def zoom(self) -> float:
        return self._face.zoom

    def set_zoom(self, zoom: float) -> None:
        """Enlarges text, labels and lines together; 1 is the usual size."""
        zoom = round(max(_ZOOMS[0], min(_ZOOMS[1], zoom)), 3)
        if zoom != self._face.zoom:
            self._set_face(replace(self._face, zoom=zoom))
            self.zoom_changed.emit(zoom)

    def zoom_in(self) -> None:
        self.set_zoom(self.zoom * ZOOM_STEP)

    def zoom_out(self) -> None:
        self.set_zoom(self.zoom / ZOOM_STEP)

    def set_text_font(self, family: str, points: float) -> None:
        """The font of the text; an empty `family` is the best serif that is installed."""
        self._set_face(replace(self._face, family=family, points=points))

    def set_line_spacing(self, spacing: float) -> None:
        """Line height as a multiple of the font's own, 1 to 3; under 1.5 only lines with labels have room for them."""
        self._set_face(replace(self._face, spacing=max(1.0, min(3.0, spacing))))

    def set_measure(self, characters: int) -> None:
        """About how many characters a line holds."""
        self._set_face(replace(self._face, measure=max(20, characters)))

    # Where things are

    def _column_width(self) -> float:
        width = self.viewport().width()
        room = width - 2 * min(_MARGIN, width // 8)
        return float(max(120, min(self._style.column, room)))

    def _left(self) -> int:
        return max(0, round((self.viewport().width() - self._page.width) / 2))

    def _top(self) -> int:
        return self.verticalScrollBar().value()

    def y_of(self, offset: int) -> int:
        """The height of `offset` in the viewport, in pixels; negative above it. Estimated where it was never laid out."""
        return round(self._page.guessed_y(offset)) - self._top()

    def _hit(self, point: QPointF) -> Hit:
        x, y = point.x() - self._left(), point.y() + self._top()
        laid, line, top = self._page.line_at(y)
        return hit(laid, line, x, y - top)

    def caret_rect(self, offset: int) -> QRectF:
        """Where a caret at `offset` stands in the viewport."""
        x, y, line = self._page.place(offset)
        height = line.text_bottom - line.text_top
        return QRectF(self._left() + x - 1.0, y - self._top() + line.text_top - line.top, 2.0, height)

    def _character_rect(self, offset: int) -> QRectF:
        _, y, line = self._page.place(offset)
        laid = self._page.laid(self._page.chunks.at(offset))
        left, right = laid.boxes(line, offset, max(offset + 1, line.start))[0]
        top = y - self._top() + line.text_top - line.top
        return QRectF(self._left() + left, top, right - left, line.text_bottom - line.text_top)

    # Scrolling

    def _settle(self, hold: int | None = None) -> None:
        """Lays out what is seen. Where chunks above chunk `hold` turn out taller or shorter, scrolls along with it."""
        page, bar = self._page, self.verticalScrollBar()
        height = self.viewport().height()
        self._settling = True
        try:
            for _ in range(4):
                top = bar.value()
                moved = 0.0
                index = page.chunk_at(top)
                y = page.top(index)
                while index < len(page.chunks) and y < top + moved + height:
                    before = page.heights[index]
                    page.laid(index)
                    grown = page.heights[index] - before
                    if hold is not None and index < hold:
                        moved += grown
                    y += page.heights[index]
                    index += 1
                bar.setPageStep(height)
                bar.setSingleStep(self._style.line_height)
                bar.setRange(0, max(0, round(page.height) + _BELOW - height))
                if not moved:
                    break
                bar.setValue(round(top + moved))
        finally:
            self._settling = False

    @contextmanager
    def _holding(self) -> Iterator[None]:
        """Keeps the first line that is seen at its height while things change."""
        offset, above = self._first_seen()
        yield
        self._put(offset, above)
        self.viewport().update()
        self.scrolled.emit()

    def _first_seen(self) -> tuple[int, float]:
        top = self._top()
        if top <= 0:
            return 0, -1.0
        laid, line, chunk_top = self._page.line_at(top)
        if chunk_top + line.top < top and line is not laid.lines[-1]:
            line = laid.lines[laid.lines.index(line) + 1]
        return line.start, chunk_top + line.top - top

    def _put(self, offset: int, above: float) -> None:
        """Scrolls so that the line of `offset` stands `above` pixels under the viewport's top; -1 at 0 is the page's top."""
        page, bar = self._page, self.verticalScrollBar()
        self._settling = True
        try:
            _, y, _ = page.place(offset)
            wanted = 0 if (offset, above) == (0, -1.0) else round(y - above)
            bar.setRange(0, max(0, round(page.height) + _BELOW - self.viewport().height()))
            bar.setValue(wanted)
        finally:
            self._settling = False
        self._settle(hold=page.chunks.at(offset))

    @property
    def scroll_place(self) -> int:
        """The offset with which the first line that is wholly seen begins: to come back to later."""
        return self._first_seen()[0]

    def set_scroll_place(self, offset: int) -> None:
        """Scrolls the line of `offset` to the top."""
        self._put(self._page.chunks.clamp(offset), 0.0 if offset else -1.0)
        self.viewport().update()
        self.scrolled.emit()

    def reveal(self, start: int, end: int | None = None) -> None:
        """Scrolls as little as needed for `[start, end)` to be seen, its beginning before its end."""
        page, bar = self._page, self.verticalScrollBar()
        start = page.chunks.clamp(start)
        end = start if end is None else page.chunks.clamp(max(start, end - 1))
        _, top, _ = page.place(start)
        _, last, line = page.place(end)
        _, top, _ = page.place(start)
        bottom = last + line.height
        height, seen = self.viewport().height(), bar.value()
        room = min(self._style.line_height, height / 4)
        if top - room < seen or bottom - top > height - 2 * room:
            wanted = top - room
        elif bottom + room > seen + height:
            wanted = bottom + room - height
        else:
            return
        if start <= page.chunks.ends[0] and wanted < page.header.height:
            self._put(0, -1.0)
        else:
            self._put(start, top - wanted)
        self.viewport().update()
        self.scrolled.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if self._settling:
            return
        held = self._page.chunk_at(self._top() + dy)
        self._settle(hold=held if dy > 0 else None)
        self.viewport().update()
        self.scrolled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        width = self._column_width()
        if width != self._page.width:
            with self._holding():
                self._page.set_style(self._style, width)
        else:
            self._settle()
            self.scrolled.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._turned += event.angleDelta().y()
            while abs(self._turned) >= _NOTCH:
                step = 1 if self._turned > 0 else -1
                self._turned -= step * _NOTCH
                self.zoom_in() if step > 0 else self.zoom_out()
            event.accept()
            return
        super().wheelEvent(event)

    # Painting

    def _selected(self) -> Fragments:
        """What to show as selected."""
        return ()

    def _paint_caret(self, painter: QPainter, exposed: QRectF) -> None:
        """Paints the caret where there is one."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        exposed = QRectF(event.rect())
        painter.fillRect(exposed, self._inks.paper)
        self.paint_page(painter, exposed)
        painter.end()

    def paint_page(self, painter: QPainter, exposed: QRectF) -> None:
        """Paints what `exposed` shows, in the viewport's pixels, onto a ground of paper."""
        left, top = self._left(), self._top()
        look = Look(self._inks, self._selected(), self._focus, self._found)
        page = self._page
        if exposed.top() + top < page.header.height:
            painter.save()
            painter.translate(left, -top)
            page.header.paint(painter, exposed.translated(-left, top), self.theme.ink, self.theme.muted)
            painter.restore()

        def paint(_: int, laid: LaidChunk, y: float) -> None:
            painter.save()
            painter.translate(left, y - top)
            paint_chunk(painter, laid, exposed.translated(-left, top - y), look)
            painter.restore()

        page.lines_between(exposed.top() + top, exposed.bottom() + top, paint)
        if self._links:
            painter.save()
            painter.translate(left, -top)
            paint_links(painter, page, self._links, self._inks)
            painter.restore()
        self._paint_caret(painter, exposed)

    def _global(self, point: QPointF) -> QPoint:
        return self.viewport().mapToGlobal(point.toPoint())
