"""The words that people read come from the catalogue of their language; what it lacks stays English."""

from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest

from annotator.model.phrases import SOURCE, language, number, tr, trn, use_catalogue
from annotator.services import languages

POLISH = r"""
msgid ""
msgstr ""
"Language: pl\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"

msgid "Close"
msgstr "Zamknij"

msgid "Open {name}"
msgstr "Otwórz {name}"

msgid "Untranslated"
msgstr ""

msgid "{n} article"
msgid_plural "{n} articles"
msgstr[0] "{n} artykuł"
msgstr[1] "{n} artykuły"
msgstr[2] "{n} artykułów"
"""


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "translations").mkdir()
    (tmp_path / "help" / "pl").mkdir(parents=True)
    (tmp_path / "translations" / "pl.po").write_text(POLISH, encoding="utf-8")
    (tmp_path / "help" / "pl" / "keys.md").write_text("# Klawisze\n", encoding="utf-8")
    monkeypatch.setattr(languages, "resource", lambda *parts: tmp_path.joinpath(*parts))
    languages.speak("pl")
    yield
    use_catalogue(SOURCE, NullTranslations(), ",")


def test_texts_are_shown_in_the_chosen_language(polish: None) -> None:
    assert language() == "pl"
    assert tr("Close") == "Zamknij"
    assert tr("Open {name}", name="a.annotator") == "Otwórz a.annotator"


def test_what_has_no_translation_stays_english(polish: None) -> None:
    assert tr("Untranslated") == "Untranslated"
    assert tr("In no catalogue") == "In no catalogue"
    assert trn("{n} claim", "{n} claims", 3) == "3 claims"


@pytest.mark.parametrize(
    ("count", "words"), [(1, "1 artykuł"), (3, "3 artykuły"), (5, "5 artykułów"), (22, "22 artykuły")]
)
def test_a_count_takes_the_form_of_its_language(polish: None, count: int, words: str) -> None:
    assert trn("{n} article", "{n} articles", count) == words


def test_thousands_are_separated_as_the_language_does_it(polish: None) -> None:
    assert number(1234567) == "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"


def test_a_help_page_is_in_the_language_where_it_was_translated(polish: None) -> None:
    assert languages.help_page("keys").read_text("utf-8") == "# Klawisze\n"
    assert languages.help_page("import").parent.name == "help"


def test_the_systems_language_is_taken_where_it_is_there(polish: None) -> None:
    assert languages.best_of(["pl-PL", "en-GB"]) == "pl"
    assert languages.best_of(["fr_FR", "en-GB", "pl"]) == "en"
    assert languages.best_of(["C"]) == "en"
    assert languages.languages() == {"en": "English", "pl": "Polski"}


def test_an_unknown_language_is_english(polish: None) -> None:
    languages.speak("xx")
    assert (language(), tr("Close"), number(1000)) == ("en", "Close", "1,000")
