"""Words and phrases are found in every script, whatever the case and the accents, and their places in the text are right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.storage import history, search
from annotator.storage.project import Project
from tests.storage.projects import ANN, import_texts, new_project

TEXTS = {
    1: "Mayor Lee went to the Café in Paris.\nShe said nothing about O'Neill's plan.",
    2: "北京大学的学生昨天说，天气很好。",
    3: "हिन्दी में समाचार और किताब।",
    4: "นายกรัฐมนตรีกล่าวว่าเศรษฐกิจดีขึ้น",
    5: "İstanbul'da STRASSE und Straße: 1,000.50 €.",
    6: "東京のカフェでコーヒーを飲む。Café Lee",
    7: "Смех и грех: Путин, Ёлка. 🙂🙂",
    8: "The price of café au lait — “cafe” — rose by 12 %.",
}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = new_project(tmp_path, *TEXTS.values())
    yield project
    project.close()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("cafe", [1, 6, 8]),
        ("CAFÉ", [1, 6, 8]),
        ('"cafe au lait"', [8]),
        ('"lait au cafe"', []),
        ("lee cafe", [1, 6]),
        ("北京", [2]),
        ("大学", [2]),
        ("京大", [2]),
        ("京", [2, 6]),
        ("学京", []),
        ("天气很好", [2]),
        ("カフェ", [6]),
        ("हिन्दी", [3]),
        ("किताब", [3]),
        ("हिन्द", []),
        ("เศรษฐกิจ", [4]),
        ("นายก", [4]),
        ("straße", [5]),
        ("смех", [7]),
        ("ёлка", [7]),
        ("🙂", [7]),
        ("€", [5]),
        ("%", [8]),
        ("1,000.50", [5]),
        ("o'neill", [1]),
        ("aff", []),
        ("", []),
        ("   ", []),
        ('"', []),
        ('""', []),
        ('"unclosed phrase', []),
        ('"cafe au', [8]),
    ],
)
def test_articles_are_found_by_their_words(project: Project, query: str, expected: list[int]) -> None:
    found = list(search.find_keys(project.reader(), query))
    assert found == expected
    for key in found:
        places = search.places(TEXTS[key], query)
        assert places, "what is found in the index is found in the text"
        assert all(0 <= start < end <= len(TEXTS[key]) for start, end in places)


def test_places_are_code_points_of_the_text_itself() -> None:
    text = "🙂 Ångström met ÅNGSTRÖM; İzmir, ﬁn."
    assert [text[a:b] for a, b in search.places(text, "angstrom")] == ["Ångström", "ÅNGSTRÖM"]
    assert [text[a:b] for a, b in search.places(text, "izmir")] == ["İzmir"]
    assert [text[a:b] for a, b in search.places(text, "fin")] == ["ﬁn"]
    spaced = "a b  c\na\tb c"
    assert [spaced[a:b] for a, b in search.places(spaced, '"b c"')] == ["b  c", "b c"]
    assert len(search.places("la " * 100, "la", limit=7)) == 7


def test_finding_goes_on_where_it_stopped(project: Project) -> None:
    assert list(search.find_keys(project.reader(), "cafe", limit=2)) == [1, 6]
    assert list(search.find_keys(project.reader(), "cafe", after=6, limit=2)) == [8]
    assert list(search.find_keys(project.reader(), "京", after=2)) == [6]
    assert list(search.find_keys(project.reader(), "🙂", after=7)) == []


def test_withdrawn_articles_are_forgotten(project: Project) -> None:
    import_texts(project, "Lee drinks 咖啡 at the café.")
    assert 9 in search.find_keys(project.reader(), "cafe")
    assert list(search.find_keys(project.reader(), "咖啡")) == [9]
    project.writer.run(lambda db: history.undo(db, ANN))
    assert list(search.find_keys(project.reader(), "cafe")) == [1, 6, 8]
    assert list(search.find_keys(project.reader(), "咖啡")) == []


@pytest.mark.parametrize(
    "query",
    [
        "AND OR NOT",
        "NEAR(a b)",
        "a* ^b",
        "title:x",
        "'; DROP TABLE article; --",
        "-cafe",
        "{a} + b",
        "\0",
        "a\0b",
        "\ufeff",
        "\u202e",
        "*",
        "(",
        "京*",
        "京\0大",
    ],
)
def test_nothing_in_a_query_is_an_operator(project: Project, query: str) -> None:
    list(search.find_keys(project.reader(), query))
    search.places(TEXTS[1], query)


@given(st.text(max_size=30), st.text(max_size=60))
def test_places_never_fail_and_lie_in_the_text(query: str, text: str) -> None:
    for start, end in search.places(text, query):
        assert 0 <= start < end <= len(text)


@given(st.text(st.sampled_from("abcé 北京大学กิน🙂हिन्दी.\n"), min_size=1, max_size=30), st.data())
def test_a_piece_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    words = [word for word in text.split() if '"' not in word]
    if words:
        word = data.draw(st.sampled_from(words))
        assert search.places(text, f'"{word}"')
