"""Every item of a menu can be reached by a letter, and shows its key as the foot does."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.actions import menus, table
from annotator.ui.menus import underlined

TEXTS = st.lists(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=12), max_size=8)


def letter_of(text: str) -> str:
    """The underlined letter; empty where there is none."""
    plain = text.replace("&&", "")
    return plain[plain.index("&") + 1].casefold() if "&" in plain else ""


def test_every_item_has_a_letter_of_its_own() -> None:
    for menu in menus():
        texts = tuple(entry.text for entry in table() if entry.menu.removeprefix("-") == menu)
        letters = [letter_of(text) for text in underlined(texts)]
        assert all(letters), menu
        assert len(set(letters)) == len(letters), menu


@given(TEXTS)
def test_no_letter_is_there_twice_and_the_words_stay(texts: list[str]) -> None:
    found = underlined(tuple(texts))
    assert max(Counter(filter(None, map(letter_of, found))).values(), default=1) == 1
    for before, after in zip(texts, found, strict=True):
        assert after.replace("&&", "\0").replace("&", "").replace("\0", "&") == before
