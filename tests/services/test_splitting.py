"""Train, dev and test: nothing on two sides, the same everywhere, near-duplicates together."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.errors import UserError
from annotator.services.near_duplicates import near_duplicates, similarity, sketch
from annotator.services.splitting import Piece, Split

WORDS = [f"word{n}" for n in range(3000)]


def pieces(count: int) -> list[Piece]:
    return [Piece(n, f"id-{n}", f"paper {n % 7}", f"2026-01-{n % 28 + 1:02}") for n in range(count)]


def story(seed: int, length: int = 300) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def changed(text: str, every: int) -> str:
    """A text with every n-th word replaced."""
    return " ".join("other" if n % every == 0 else word for n, word in enumerate(text.split(" "), 1))


def sides(found: dict[str, list[int]]) -> dict[int, str]:
    return {key: part for part, keys in found.items() for key in keys}


def divided(split: Split, of: list[Piece], alike: dict[int, int] | None = None) -> dict[str, list[int]]:
    return {part: list(keys) for part, keys in split.divide(of, alike or {}).items()}


def test_shares_are_kept_and_the_same_seed_divides_the_same() -> None:
    first = divided(Split.parse("80/10/10"), pieces(200))
    assert {part: len(keys) for part, keys in first.items()} == {"train": 160, "dev": 20, "test": 20}
    again = divided(Split.parse("80/10/10"), pieces(200)[::-1])
    assert sides(again) == sides(first)
    assert sides(divided(Split.parse("80/10/10", seed=1), pieces(200))) != sides(first)


def test_a_part_without_a_share_is_not_there() -> None:
    assert set(divided(Split.parse("80/20/0"), pieces(10))) == {"train", "dev"}


@given(st.integers(3, 40))
def test_no_part_is_empty_where_there_are_enough_articles(count: int) -> None:
    assert all(divided(Split.parse("98/1/1"), pieces(count)).values())


def test_by_time_the_newest_are_the_test() -> None:
    found = divided(Split.parse("50/25/25", by="time"), pieces(28))
    dates = {part: [pieces(28)[key].published for key in keys] for part, keys in found.items()}
    assert max(dates["train"]) <= min(dates["dev"])
    assert max(dates["dev"]) <= min(dates["test"])


def test_by_source_each_is_on_one_side() -> None:
    found = sides(divided(Split.parse("60/20/20", by="source"), pieces(140)))
    by_source: dict[str, set[str]] = {}
    for piece in pieces(140):
        by_source.setdefault(piece.source, set()).add(found[piece.key])
    assert all(len(parts) == 1 for parts in by_source.values())
    assert set(found.values()) == {"train", "dev", "test"}


def test_what_is_alike_is_on_one_side() -> None:
    alike = {key: key - key % 5 for key in range(100)}
    found = sides(divided(Split.parse("60/20/20"), pieces(100), alike))
    assert all(found[key] == found[first] for key, first in alike.items())


def test_near_duplicates_are_found_among_others() -> None:
    texts = [story(n) for n in range(60)]
    texts[50] = changed(texts[3], 20)
    texts[51] = "By our correspondent " + texts[3] + " Additional reporting by Lee."
    texts[52] = changed(texts[4], 3)
    groups = near_duplicates(enumerate(texts))
    assert groups[50] == groups[51] == groups[3] == 3
    assert sum(key != first for key, first in groups.items()) == 2


def test_a_trailer_that_all_articles_share_brings_nobody_together() -> None:
    trailer = " ".join(WORDS[:40])
    groups = near_duplicates((n, f"{story(n)} {trailer}") for n in range(60))
    assert all(key == first for key, first in groups.items())


def test_texts_without_spaces_and_short_ones_are_compared_too() -> None:
    japanese = "東京都の知事は水曜日、減税する方針を明らかにした。財源については今後検討すると述べた。"
    assert similarity(sketch(japanese), sketch(japanese.replace("水曜日", "木曜日"))) > 0.5
    assert similarity(sketch("Rome fell."), sketch("Rome fell.")) == 1
    assert similarity(sketch("Rome fell."), sketch("Rome rose.")) == 0


@pytest.mark.parametrize(
    ("text", "by"), [("a/b", "article"), ("80/10", "article"), ("0/0/0", "article"), ("80/10/10", "mood")]
)
def test_what_is_no_split_is_refused(text: str, by: str) -> None:
    with pytest.raises(UserError):
        Split.parse(text, by=by)
