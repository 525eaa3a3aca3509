"""Fonts and distances of the article view for one text font, zoom and line spacing. All lengths are pixels."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetricsF

from annotator.ui.theme_fonts import TEXT_POINTS, frame_font, text_font

ROOMY = 1.5
"""The line spacing from which on every line has room for a lane of labels, used or not."""
_SAMPLE = "the quick brown fox jumps over the lazy dog and then says so to whoever asks. "


@dataclass(frozen=True)
class Typeface:
    """What a person chose about the text."""

    family: str = ""
    points: float = TEXT_POINTS
    spacing: float = 1.55
    """Line height as a multiple of the font's own."""
    measure: int = 72
    """Characters a line."""
    zoom: float = 1.0
    language: str = ""


class TextStyle:
    """Everything measured from a typeface. Immutable after it is made."""

    def __init__(self, face: Typeface) -> None:
        self.face = face
        points = face.points * face.zoom
        self.font = text_font(face.family, points, face.language)
        self.title_font = text_font(face.family, points * 1.38, face.language)
        self.title_font.setWeight(QFont.Weight.Bold)
        sans = frame_font()
        self.byline_font = QFont(sans)
        self.byline_font.setPointSizeF(points * 0.82)
        self.label_font = QFont(sans)
        self.label_font.setPointSizeF(max(6.0, points * 0.53))
        self.label_font.setWeight(QFont.Weight.Bold)
        self.label_font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 106)
        self.suggested_font = QFont(self.label_font)
        self.suggested_font.setItalic(True)
        self.suggested_font.setWeight(QFont.Weight.DemiBold)
        self.sign_font = QFont(sans)
        self.sign_font.setPointSizeF(points * 0.55)
        self.sign_font.setWeight(QFont.Weight.Bold)

        text = QFontMetricsF(self.font)
        label = QFontMetricsF(self.label_font)
        self._label_metrics = label
        self._suggested_metrics = QFontMetricsF(self.suggested_font)
        unit = points / TEXT_POINTS
        self.unit = unit
        """How large things are drawn, 1 at the usual size and zoom."""
        self.ascent = text.ascent()
        self.headroom = max(0.0, min(text.ascent() - text.capHeight() * 1.25, 3.0 * unit))
        """What the font leaves free above its tallest letters: labels come nearer by that."""
        self.label_ascent = label.capHeight() if label.capHeight() > 0 else label.ascent() * 0.75
        self.label_lane = round(self.label_ascent + 5.5 * unit)
        self.label_gap = 1.5 * unit
        """Between the lowest label and the text; the ring of the focus runs there."""
        self.circle = self.label_ascent + 6.0 * unit
        self.fill_step = 3.0 * unit
        """By how much an outer box is larger than the one inside."""
        self.under_step = round(4.5 * unit)
        self.over_step = round(5.0 * unit)
        self.foot = round(6.0 * unit)
        """Left free under the text of each line; one claim line has room there."""
        body = text.ascent() - self.headroom + text.descent()
        labelled = self.label_lane + self.label_gap + body + self.foot + unit
        spaced = (text.ascent() + text.descent()) * face.spacing
        self.line_height = round(max(spaced, labelled) if face.spacing >= ROOMY else spaced)
        """Where it is roomy, one label and one claim line change nothing about it: what is labelled does not jump."""
        self.character = text.horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        self.column = round(self.character * face.measure)
        self.paragraph_gap = round(self.line_height * 0.22)
        self.blank_line = round(self.line_height * 0.3)
        self._widths: dict[tuple[str, bool], float] = {}

    def caption_width(self, caption: str, suggested: bool) -> float:
        """The width of a label's text."""
        known = self._widths.get((caption, suggested))
        if known is None:
            metrics = self._suggested_metrics if suggested else self._label_metrics
            known = metrics.horizontalAdvance(caption)
            self._widths[caption, suggested] = known
        return known

    def circle_width(self, number: int) -> float:
        """The width of the circle around a claim's number; more digits make it longer."""
        return max(self.circle, self.caption_width(str(number), False) + 6.0 * self.unit)
