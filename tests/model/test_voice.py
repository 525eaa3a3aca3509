"""What quotation marks say about a claim."""

from __future__ import annotations

import pytest

from annotator.model.voice import voice_of

TEXT = "“We tried,” he said, “and failed.” He called it a “terrible mistake” then. They agreed."


def at(*quotes: str) -> tuple[tuple[int, int], ...]:
    return tuple((TEXT.index(quote), TEXT.index(quote) + len(quote)) for quote in quotes)


@pytest.mark.parametrize(
    ("quotes", "voice"),
    [
        (("“We tried,”", "“and failed.”"), "direct"),
        (("We tried",), "direct"),
        (("a “terrible mistake”",), "mixed"),
        (("They agreed",), None),
    ],
)
def test_voice(quotes: tuple[str, ...], voice: str | None) -> None:
    assert voice_of(TEXT, at(*quotes)) == voice
