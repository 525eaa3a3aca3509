"""Old one-byte encodings are told apart by the language of the text."""

from __future__ import annotations

import pytest

from annotator.model.decoding import decode

TEXTS = {
    "es": "El señor Muñoz dijo que la niña está en España y añadió que mañana volverá con los suyos.",
    "de": "Der Bürgermeister erklärte, die Straße müsse größer werden. „Das wäre schön“, sagte er mit Blick auf den Hafen.",
    "fr": "Le maire a déclaré hier que l’élection était terminée, à Besançon où il est né dans une maison du quai.",
    "pt": "O presidente não disse à população que a situação é difícil e que as eleições são para amanhã.",
    "sv": "Borgmästaren sade att skatten ska höjas på många orter och att det är för sent i hela länet.",
    "en": "The café on the quay was “closed for good” said the owner’s son, and that is it.",
    "pl": "Burmistrz powiedział, że podatki wzrosną. Władze są zadowolone, choć nie zapadła na to żadna decyzja.",
    "cs": "Starosta řekl, že daně vzrostou. Vláda se k tomu na radnici přihlásila, i když to po volbách popřela.",
    "hu": "A polgármester azt mondta, hogy az adók nőni fognak, és nem is bővítik az utat, csak egy részét.",
    "tr": "Belediye başkanı vergilerin artacağını söyledi ve bu karar için bir açıklama daha yaptı.",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        *((name, "cp1252") for name in ("es", "de", "fr", "pt", "sv", "en")),
        ("es", "latin-1"), ("pl", "cp1250"), ("pl", "iso8859-2"), ("cs", "cp1250"), ("hu", "cp1250"),
        ("hu", "iso8859-2"), ("tr", "cp1254"),
    ],
)  # fmt: skip
def test_the_text_comes_out_as_it_was_written(language: str, encoding: str) -> None:
    text = TEXTS[language]
    if encoding == "iso8859-2":
        text = text.replace("’", "'")
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("text", "encoding"), [("Мэр вчера заявил, что налоги вырастут. Критики не согласны.", "cp1251")]
)
def test_other_scripts_are_left_to_the_general_detector(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text
