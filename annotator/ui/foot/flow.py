"""A layout that puts widgets side by side: begins another line where the width is used up, or leaves out what has no room."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Left to right (or as the language reads), line by line; hidden widgets take no room."""

    def __init__(
        self,
        parent: QWidget | None = None,
        gap: int = 3,
        line_gap: int = 2,
        *,
        lines: int = 0,
        keeps_last: bool = False,
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._lines = lines
        """How many lines there may be, 0 for any number: what has no room in the last of them is left out."""
        self._keeps_last = keeps_last
        """Whether the last widget is shown whatever else has no room: it leads to what is left out."""
        self._gap, self._line_gap = gap, line_gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return self._lines != 1

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        return QSize(sum(s.width() + self._gap for s in shown), max((s.height() for s in shown), default=0))

    def minimumSize(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        widest = 0 if self._lines else max((s.width() for s in shown), default=0)
        return QSize(widest, max((s.height() for s in shown), default=0))

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Places the items; the height that they take."""
        parent = self.parentWidget()
        right_to_left = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x, y, line, number, full = 0, 0, 0, 1, False
        shown = [item for item in self._items if not item.isEmpty()]
        kept = shown[-1].sizeHint().width() + self._gap if shown and self._keeps_last else 0
        for item in shown:
            size = item.sizeHint()
            is_kept = bool(kept) and item is shown[-1]
            last_line = number == self._lines
            room = rect.width() - (kept if last_line and not is_kept else 0)
            full = full or (last_line and bool(x) and x + size.width() > room)
            if (
                full and not is_kept
            ):  # nor what comes after it, though it be small: a line between groups would stand alone
                if move:
                    item.setGeometry(QRect())
                continue
            if x and x + size.width() > room and not last_line:
                x, y, line, number = 0, y + line + self._line_gap, 0, number + 1
            if move:
                left = rect.right() + 1 - x - size.width() if right_to_left else rect.left() + x
                item.setGeometry(QRect(QPoint(left, rect.top() + y), size))
            x += size.width() + self._gap
            line = max(line, size.height())
        return y + line
