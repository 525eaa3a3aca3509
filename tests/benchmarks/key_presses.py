"""What it costs to get about an article by keys: a text laid out in lines of words, and the fewest presses from one word to another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from annotator.model import text as texts

LINE = 70
"""Code points that a line of the article has room for."""


class Walk:
    """The words of a text in lines as the window breaks them."""

    def __init__(self, text: str) -> None:
        self.tokens = texts.tokens(text)
        self._starts = [start for start, _ in self.tokens]
        self._line: list[int] = []
        self._column: list[int] = []
        self._lines: list[list[int]] = []
        begun, before = 0, 0
        for number, (start, end) in enumerate(self.tokens):
            fresh = not self._lines or "\n" in text[before:start] or end - begun > LINE
            if fresh:
                begun = start
                self._lines.append([])
            self._lines[-1].append(number)
            self._line.append(len(self._lines) - 1)
            self._column.append(start - begun)
            before = end

    def word_at(self, offset: int) -> int:
        """The number of the word at or after an offset."""
        return min(len(self.tokens) - 1, max(0, bisect_left(self._starts, offset)))

    def words_in(self, start: int, end: int) -> int:
        """How many words lie in a stretch."""
        return max(1, bisect_left(self._starts, end) - bisect_right(self._starts, start) + 1)

    def steps(self, start: int, end: int) -> int:
        """The fewest presses that bring the caret from one offset to another: words, lines, Home and End."""
        here, there = self.word_at(start), self.word_at(end)
        straight = abs(there - here)
        line = self._lines[self._line[there]]
        down = abs(self._line[there] - self._line[here])
        column = self._column[here]
        beside = min(line, key=lambda number: abs(self._column[number] - column))
        inside = min(abs(there - beside), 1 + there - line[0], 1 + line[-1] - there)
        return min(straight, down + inside)
