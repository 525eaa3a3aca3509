"""Who gets which articles: everything is handed out, evenly, and the same again for the same articles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.dividing import Piece, divide, spread

PIECES = st.lists(
    st.tuples(st.sampled_from(["Echo", "Harbour", ""]), st.integers(1, 5000)), min_size=1, max_size=60
).map(lambda found: [Piece(n, f"{n:08x}", source, length) for n, (source, length) in enumerate(found)])


@given(PIECES, st.integers(1, 6), st.sampled_from([0.0, 0.1, 0.2, 0.5, 1.0]))
def test_everything_is_handed_out_once_or_to_everybody(articles: list[Piece], people: int, overlap: float) -> None:
    shares = divide(articles, people, overlap)
    handed = [key for keys in shares.own for key in keys]
    assert sorted([*shares.common, *handed]) == [piece.key for piece in articles]
    assert max(map(len, shares.own)) - min(map(len, shares.own)) <= 1
    if overlap == 1 or people == 1:
        assert handed == []
    if 0 < overlap < 1 and people > 1:
        assert len(shares.common) == max(1, round(overlap * len(articles)))
    assert divide(list(reversed(articles)), people, overlap).common == list(reversed(shares.common))


def test_each_share_has_as_much_of_every_source_and_length() -> None:
    articles = [Piece(n, f"{n:08x}", ("Echo", "Harbour", "Post")[n % 3], 300 + (n * 7919) % 4000) for n in range(240)]
    shares = divide(articles, 4, 0.25)
    assert len(shares.common) == 60
    totals = [sum(articles[key].length for key in keys) for keys in shares.own]
    assert max(totals) - min(totals) < 0.02 * sum(totals)
    for source in ("Echo", "Harbour", "Post"):
        counts = [sum(articles[key].source == source for key in keys) for keys in (*shares.own, shares.common)]
        assert max(counts[:4]) - min(counts[:4]) <= 2
        assert 18 <= counts[4] <= 22


@given(st.integers(0, 50), st.integers(0, 50))
def test_spread_takes_as_many_as_wanted(count: int, wanted: int) -> None:
    found = spread(range(count), wanted)
    assert len(found) == len(set(found)) == min(count, wanted) or wanted > count
