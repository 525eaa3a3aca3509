"""The figures of the report as SVG: bars with intervals, a matrix, stacked bars. Text in, text out; everything is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

_INK = "#24292f"
_SOFT = "#8b949e"
_PAPER = '<path d="M0 0H{width:.0f}V{height:.0f}H0z" fill="#ffffff"/>'
"""What lies under a picture; not all programs know shares of a picture's size."""
_BAR = "#3867a6"
_PARTS = ("#2f7d4f", "#c48a1b", "#b3483f")
"""Accepted, edited, rejected; told apart by their lightness too."""
_FONT = 'font-family="system-ui, sans-serif" font-size="13"'
_LINE = 26
_LEFT = 210
_WIDTH = 720


class Bar(NamedTuple):
    """A value between 0 and 1 (some go below 0), with its interval where there is one."""

    name: str
    value: float | None
    interval: tuple[float, float] | None = None


class Stack(NamedTuple):
    """Three counts that make a whole."""

    name: str
    parts: tuple[int, int, int]


def bars(title: str, rows: Sequence[Bar]) -> str:
    """Horizontal bars from 0 to 1; an interval is a thin line with ends."""
    scale = _WIDTH - _LEFT - 90
    shapes = []
    for number, row in enumerate(rows):
        y = 34 + number * _LINE
        shapes.append(_text(_LEFT - 8, y + 13, row.name, anchor="end"))
        if row.value is None:
            shapes.append(_text(_LEFT, y + 13, "–", ink=_SOFT))
            continue
        width = max(0.0, min(1.0, row.value)) * scale
        shapes.append(f'<rect x="{_LEFT}" y="{y}" width="{width:.1f}" height="16" fill="{_BAR}"/>')
        end = width
        if row.interval is not None:
            low, high = (_LEFT + max(0.0, min(1.0, edge)) * scale for edge in row.interval)
            shapes.append(
                f'<path d="M{low:.1f} {y + 8}H{high:.1f}M{low:.1f} {y + 4}v8M{high:.1f} {y + 4}v8" '
                f'stroke="{_INK}" stroke-width="1.5" fill="none"/>'
            )
            end = max(end, high - _LEFT)
        shapes.append(_text(_LEFT + end + 6, y + 13, f"{row.value:.3f}"))
    axis = 34 + len(rows) * _LINE
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = _LEFT + tick * scale
        shapes.append(f'<path d="M{x:.1f} 30V{axis}" stroke="{_SOFT}" stroke-width="0.5"/>')
        shapes.append(_text(x, axis + 14, f"{tick:g}", anchor="middle", ink=_SOFT))
    return _picture(title, _WIDTH, axis + 24, shapes)


def stacks(title: str, rows: Sequence[Stack], names: Sequence[str]) -> str:
    """Horizontal bars of three parts each, with the numbers in them."""
    scale = _WIDTH - _LEFT - 90
    shapes = []
    x = float(_LEFT)
    for name, colour in zip(names, _PARTS, strict=True):
        shapes.append(f'<rect x="{x:.1f}" y="26" width="12" height="12" fill="{colour}"/>')
        shapes.append(_text(x + 17, 37, name))
        x += 34 + 7.5 * len(name)
    for number, row in enumerate(rows):
        y = 50 + number * _LINE
        total = sum(row.parts) or 1
        shapes.append(_text(_LEFT - 8, y + 13, row.name, anchor="end"))
        x = float(_LEFT)
        for part, colour in zip(row.parts, _PARTS, strict=True):
            width = part / total * scale
            shapes.append(f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="17" fill="{colour}"/>')
            if width > 9 * len(str(part)):
                shapes.append(_text(x + width / 2, y + 13, str(part), anchor="middle", ink="#ffffff"))
            x += width
        shapes.append(_text(_LEFT + scale + 8, y + 13, f"{sum(row.parts):,}"))
    return _picture(title, _WIDTH, 56 + len(rows) * _LINE, shapes)


def matrix(title: str, names: Sequence[str], counts: Sequence[Sequence[int]]) -> str:
    """A table of counts, darker where the share of its row is larger."""
    cell = 46 if len(names) <= 12 else 34
    left, top = 150, 120
    shapes = []
    for column, name in enumerate(names):
        x = left + column * cell + cell / 2
        shapes.append(
            f'<text transform="translate({x + 4:.1f} {top - 8}) rotate(-50)" {_FONT} fill="{_INK}">{_short(name)}</text>'
        )
    for line, name in enumerate(names):
        y = top + line * cell
        shapes.append(_text(left - 8, y + cell / 2 + 4, name, anchor="end"))
        total = sum(counts[line]) or 1
        for column, count in enumerate(counts[line]):
            share = count / total
            shapes.append(
                f'<rect x="{left + column * cell}" y="{y}" width="{cell - 1}" height="{cell - 1}" '
                f'fill="{_BAR}" fill-opacity="{0.06 + 0.94 * share if count else 0.03:.2f}"/>'
            )
            if count:
                ink = "#ffffff" if share > 0.5 else _INK
                shapes.append(
                    _text(left + column * cell + cell / 2, y + cell / 2 + 4, str(count), anchor="middle", ink=ink)
                )
    side = len(names) * cell
    return _picture(title, max(left + side + 90, 320), top + side + 8, shapes)


def _picture(title: str, width: float, height: float, shapes: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-label="{escape(title, {chr(34): "&quot;"})}">'
        f"{_PAPER.format(width=width, height=height)}"
        f'<text x="8" y="17" {_FONT} font-weight="600" fill="{_INK}">{escape(title)}</text>{"".join(shapes)}</svg>\n'
    )


def _text(x: float, y: float, text: str, *, anchor: str = "start", ink: str = _INK) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {_FONT} text-anchor="{anchor}" fill="{ink}">{_short(text)}</text>'


def _short(text: str) -> str:
    plain = "".join(character if character.isprintable() else " " for character in text)
    return escape(plain if len(plain) <= 30 else plain[:29] + "…")


def painted(picture: str, ink: str, soft: str, bar: str) -> str:
    """A picture of this module in other colours, as for a dark window."""
    bare = re.sub(r'<path d="M0 0H\d+V\d+H0z" fill="#ffffff"/>', "", picture)
    return bare.replace(_INK, ink).replace(_SOFT, soft).replace(_BAR, bar)
