"""How a card is laid out and painted: sentence, quotation, tags, and the keys of the card in focus. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from annotator.model.offsets import utf16_length
from annotator.ui.cards.sentences import Card, Run
from annotator.ui.desk.prompts import KeyHint
from annotator.ui.foot.keycap import KeyLook
from annotator.ui.textview.display import display_copy, reads_right_to_left
from annotator.ui.theme import Theme, text_font

_PAD = 12.0
_GAP = 5.0
_TAG_GAP = 6.0
_INDENT = 24.0
_RADIUS = 6.0
_QUOTE_LINES = 6


class CardFonts:
    """The fonts of the cards: the frame's for the sentence, the article's for what is quoted."""

    def __init__(self, frame: QFont) -> None:
        self.head = frame
        self.body = text_font(points=frame.pointSizeF() * 1.04)
        self.tag = QFont(frame)
        self.tag.setPointSizeF(max(5.0, frame.pointSizeF() * 0.9))
        self.keys = KeyLook(self.tag)
        self.tag_metrics = QFontMetricsF(self.tag)


@dataclass(slots=True)
class Box:
    """Something on a card that can be clicked."""

    rect: QRectF
    action: str
    text: str = ""
    missing: bool = False
    hint: KeyHint | None = None


@dataclass(slots=True)
class LaidCard:
    """A card with all places in pixels, from its upper left corner."""

    card: Card
    width: float
    height: float = 0.0
    texts: list[tuple[QPointF, QTextLayout]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    aside: QPointF | None = None

    def action_at(self, point: QPointF) -> str:
        """What a click there does; empty where it only means the card."""
        return next((box.action for box in self.boxes if box.action and box.rect.contains(point)), "")


def lay_out(card: Card, width: float, fonts: CardFonts, theme: Theme, keys: Sequence[KeyHint] = ()) -> LaidCard:
    """Places everything of `card` in `width` pixels; with `keys` it is the card in focus."""
    laid = LaidCard(card, width)
    inner = width - 2 * _PAD
    indent = _INDENT if card.sign or card.number is not None else 0.0
    aside = fonts.tag_metrics.horizontalAdvance(card.aside) + 8 if card.aside else 0.0
    y = _PAD - 3
    head, height = _paragraph(card.head, inner - indent - aside, fonts.head, theme, card.colour)
    laid.texts.append((QPointF(_PAD + indent, y), head))
    laid.boxes += _asks(card.head, head, QPointF(_PAD + indent, y))
    if card.aside:
        laid.aside = QPointF(width - _PAD - aside + 8, y + fonts.tag_metrics.ascent() + 1)
    y += height
    if card.body:
        y += 2
        body, height = _paragraph((Run(card.body),), inner, fonts.body, theme, card.colour, _QUOTE_LINES)
        laid.texts.append((QPointF(_PAD, y), body))
        y += height
    y = _lay_tags(laid, fonts, y)
    y = _lay_keys(laid, fonts, y, keys)
    laid.height = round(y + _PAD - 3)
    return laid


def _paragraph(
    runs: Sequence[Run], width: float, font: QFont, theme: Theme, colour: str, most: int = 0
) -> tuple[QTextLayout, float]:
    """Runs as lines of at most `width`; the layout and its height. Lines beyond `most` are left out."""
    text = display_copy("".join(run.text for run in runs).replace("\n", "\u2028")).replace("␤", "\u2028")
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if reads_right_to_left(text):
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    layout.setTextOption(option)
    layout.setFormats(_formats(runs, theme, colour))
    layout.beginLayout()
    y = 0.0
    count = 0
    while not most or count < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(20.0, width))
        line.setPosition(QPointF(0, y))
        y += line.height() * 1.08
        count += 1
    layout.endLayout()
    return layout, y


def _formats(runs: Sequence[Run], theme: Theme, colour: str) -> list[QTextLayout.FormatRange]:
    found: list[QTextLayout.FormatRange] = []
    at = 0
    for run in runs:
        length = utf16_length(run.text)
        if run.kind != "plain":
            look = QTextCharFormat()
            look.setFontWeight(QFont.Weight.DemiBold)
            if run.kind == "label":
                look.setForeground(QColor(theme.family(colour).ink))
            elif run.kind == "ask":
                look.setForeground(QColor(theme.wrong))
                look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
            part = QTextLayout.FormatRange()
            part.start, part.length, part.format = at, length, look
            found.append(part)
        at += length
    return found


def _asks(runs: Sequence[Run], layout: QTextLayout, at: QPointF) -> list[Box]:
    """Where the missing parts of a sentence stand, to be clicked."""
    found: list[Box] = []
    offset = 0
    for run in runs:
        length = utf16_length(run.text)
        if run.action:
            line = layout.lineForTextPosition(offset)
            left, right = _x_of(line, offset), _x_of(line, offset + length)
            rect = QRectF(min(left, right), line.y(), abs(right - left), line.height()).translated(at)
            found.append(Box(rect.adjusted(-2, 0, 2, 0), run.action))
        offset += length
    return found


def _x_of(line: QTextLine, offset: int) -> float:
    found: Any = line.cursorToX(offset)  # a pair, which its stub does not say
    return float(found[0])


def _lay_tags(laid: LaidCard, fonts: CardFonts, y: float) -> float:
    if not laid.card.tags:
        return y
    x, y = _PAD, y + _GAP
    height = fonts.tag_metrics.height() + 3
    room = laid.width - 2 * _PAD
    for tag in laid.card.tags:
        text = fonts.tag_metrics.elidedText(display_copy(tag.text), Qt.TextElideMode.ElideRight, room - 14)
        width = fonts.tag_metrics.horizontalAdvance(text) + 12
        if x > _PAD and x + width > laid.width - _PAD:
            x, y = _PAD, y + height + 4
        laid.boxes.append(Box(QRectF(x, y, width, height), tag.action, text, tag.missing))
        x += width + _TAG_GAP
    return y + height


def _lay_keys(laid: LaidCard, fonts: CardFonts, y: float, keys: Sequence[KeyHint]) -> float:
    if not keys:
        return y
    x, y = _PAD, y + _GAP + 3
    height = fonts.keys.height
    for hint in keys:
        width = fonts.keys.size(hint).width()
        if x > _PAD and x + width > laid.width - _PAD:
            x, y = _PAD, y + height + 5
        laid.boxes.append(Box(QRectF(x, y, width, height), f"run:{hint.command}", hint=hint))
        x += width + 10
    return y + height


def paint(painter: QPainter, laid: LaidCard, fonts: CardFonts, theme: Theme, *, focused: bool) -> None:
    """Draws the card from (0, 0)."""
    card = laid.card
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_frame(painter, laid, theme, focused=focused)
    ink = QColor(theme.ink)
    painter.setPen(ink)
    for at, layout in laid.texts:
        layout.draw(painter, at)
    first = laid.texts[0][1].lineAt(0)
    middle = laid.texts[0][0].y() + first.height() / 2
    if card.number is not None:
        _paint_number(painter, card, middle, fonts, theme)
    elif card.sign:
        painter.setPen(QColor(theme.family(card.colour).ink))
        painter.setFont(fonts.head)
        painter.drawText(QRectF(_PAD, middle - 12, 18, 24), Qt.AlignmentFlag.AlignCenter, card.sign)
    if laid.aside is not None:
        painter.setPen(QColor(theme.muted))
        painter.setFont(fonts.tag)
        painter.drawText(laid.aside, card.aside)
    for box in laid.boxes:
        if box.hint is not None:
            fonts.keys.paint(painter, box.rect.topLeft(), box.hint, theme, muted=True)
        elif box.text:
            _paint_tag(painter, box, fonts, theme)


def _paint_frame(painter: QPainter, laid: LaidCard, theme: Theme, *, focused: bool) -> None:
    """Solid for a decision, dashed for a suggestion; a thicker line in the accent colour for the focus."""
    thick = 2.0 if focused else 1.0
    pen = QPen(QColor(theme.accent if focused else theme.edge if laid.card.suggested else theme.line), thick)
    if laid.card.suggested:
        pen.setDashPattern([4 / thick, 3 / thick])
    painter.setPen(pen)
    quiet = laid.card.suggested and not focused
    painter.setBrush(Qt.BrushStyle.NoBrush if quiet else QColor(theme.paper))
    inset = thick / 2
    painter.drawRoundedRect(QRectF(inset, inset, laid.width - thick, laid.height - thick), _RADIUS, _RADIUS)


def _paint_number(painter: QPainter, card: Card, middle: float, fonts: CardFonts, theme: Theme) -> None:
    text = str(card.number)
    width = max(17.0, fonts.tag_metrics.horizontalAdvance(text) + 8)
    circle = QRectF(_PAD - 1, middle - 8.5, width, 17)
    ink = QColor(theme.family(card.colour).ink)
    painter.setPen(QPen(ink, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(circle, 8.5, 8.5)
    painter.setFont(fonts.tag)
    painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, text)


def _paint_tag(painter: QPainter, box: Box, fonts: CardFonts, theme: Theme) -> None:
    if box.missing:
        pen = QPen(QColor(theme.wrong), 1)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setPen(QPen(QColor(theme.edge), 1) if theme.high_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tag))
    painter.drawRoundedRect(box.rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.setPen(QColor(theme.wrong if box.missing else theme.ink))
    painter.setFont(fonts.tag)
    painter.drawText(box.rect, Qt.AlignmentFlag.AlignCenter, box.text)
