"""The curve of the simulated annotator as an SVG picture: presses a label, article by article, a line for each way of working."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

_WIDTH, _HEIGHT, _LEFT, _TOP = 760, 300, 56, 44
_SPAN = 5
"""Articles over which a point is a mean."""
_LINES = {"by hand": ("#5b6068", ""), "suggestions": ("#9a5b00", "6 4"), "memory": ("#1a5fb4", "2 3")}
"""Colour and dashes of each way."""


def picture(found: Mapping[str, Mapping[str, Any]]) -> str:
    """One panel for each gold set, below each other."""
    panels = [_panel(name, figures, number * (_HEIGHT + 20)) for number, (name, figures) in enumerate(found.items())]
    height = max(1, len(panels)) * (_HEIGHT + 20)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" font-family="sans-serif" font-size="12">'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(panels)}</svg>\n'
    )


def means(presses: list[int], objects: list[int]) -> list[float]:
    """Presses a label over the last few articles, for each article."""
    found = []
    for last in range(1, len(presses) + 1):
        part = slice(max(0, last - _SPAN), last)
        found.append(sum(presses[part]) / max(1, sum(objects[part])))
    return found


def _panel(name: str, figures: Mapping[str, Any], top: int) -> str:
    curves = {mode: means(one["presses"], one["objects"]) for mode, one in figures["modes"].items()}
    highest = max((value for curve in curves.values() for value in curve), default=1.0) * 1.1
    count = max((len(curve) for curve in curves.values()), default=1)
    right, bottom = _WIDTH - 130, top + _HEIGHT - 36

    def place(number: int, value: float) -> tuple[float, float]:
        x = _LEFT + (right - _LEFT) * number / max(1, count - 1)
        return x, bottom - (bottom - top - _TOP) * value / highest

    parts = [
        f'<text x="{_LEFT}" y="{top + 20}" font-weight="bold">{escape(name)}: key presses a label, mean of {_SPAN} articles</text>'
    ]
    for step in range(int(highest) + 1):
        _, y = place(0, step)
        parts.append(f'<line x1="{_LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e8e9eb"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{step}</text>')
    named: list[tuple[float, str, str]] = []
    if "by hand" in curves:
        half = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(n, v / 2) for n, v in enumerate(curves["by hand"])))
        parts.append(f'<polyline points="{half}" fill="none" stroke="#b3261e" stroke-width="1"/>')
        named.append((place(0, curves["by hand"][-1] / 2)[1], "half of by hand", "#b3261e"))
    for mode, curve in curves.items():
        colour, dashes = _LINES.get(mode, ("#000000", ""))
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(n, v) for n, v in enumerate(curve)))
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>')
        named.append((place(0, curve[-1])[1], mode, colour))
    lowest = 0.0
    for y, words, colour in sorted(named):
        lowest = max(y, lowest + 14)  # names do not lie on each other
        parts.append(f'<text x="{right + 6}" y="{lowest + 4:.1f}" fill="{colour}">{escape(words)}</text>')
    for number in range(0, count, max(1, count // 10)):
        x, _ = place(number, 0)
        parts.append(f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{number + 1}</text>')
    parts.append(f'<text x="{(_LEFT + right) / 2:.0f}" y="{bottom + 33}" text-anchor="middle">article</text>')
    return "".join(parts)
