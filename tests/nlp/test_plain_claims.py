"""What is suggested as a claim where there is no parser: German indirect speech, and quotations of other languages."""

from __future__ import annotations

from collections import Counter

import pytest

from annotator.nlp.suggest import Suggesters
from tests.benchmarks.measure_attributions import FOLDER, compare, unmarked
from tests.nlp.told import claims


@pytest.mark.parametrize(
    ("text", "words", "cue", "claimer"),
    [
        ("Ada Lee sagte am Montag, die Brücke sei sicher.", "die Brücke sei sicher", "sagte", "Ada Lee"),
        ("Die Brücke sei sicher, sagte Ada Lee.", "Die Brücke sei sicher", "sagte", "Ada Lee"),
        ("Ada Lee erklärte, dass der Bau teurer werde.", "dass der Bau teurer werde", "erklärte", "Ada Lee"),
        ("Das Gutachten kommt zu dem Schluss, dass ein Neubau billiger sei.", "dass ein Neubau billiger sei", "Schluss", "Das Gutachten"),
        ("Laut einer Umfrage halten 58 Prozent den Plan für falsch.", "halten 58 Prozent den Plan für falsch", "Laut", "einer Umfrage"),
        ("Ada Lee betonte, es gebe „keinen Anlass zur Panik“.", "es gebe „keinen Anlass zur Panik“", "betonte", "Ada Lee"),
        ("„Das ist ein guter Tag“, sagte der Präsident des Verbandes, Ulf Henning.", "„Das ist ein guter Tag“", "sagte", "Ulf Henning"),
    ],
)  # fmt: skip  # one case a line
def test_german_speech_is_found_with_its_cue_and_claimer(
    suggesters: Suggesters, text: str, words: str, cue: str, claimer: str
) -> None:
    (claim,) = claims(suggesters, text, "de")
    assert (claim.words, claim.cue, claim.claimers) == (words, cue, [claimer])


def test_german_indirect_speech_goes_on_in_the_next_sentence(suggesters: Suggesters) -> None:
    first, second = claims(suggesters, "Ada Lee sagte, die Brücke sei sicher. Man habe sie zweimal geprüft.", "de")
    assert (second.words, second.claimers) == ("Man habe sie zweimal geprüft", first.claimers)


@pytest.mark.parametrize(
    "text",
    [
        "Am Ende der Folge stand eine Sorge: Die Brücke ist alt.",
        "Im Saal wurde es laut.",
        "zufolge Ada Lee",
        "Die Lesung „Nacht am Wasser“ beginnt im „Löwen“.",
        "Das Treffen mit der „Rheinischen Zeitung“ dauerte lange, sagte niemand.",
    ],
)
def test_german_without_speech_brings_no_claim(suggesters: Suggesters, text: str) -> None:
    assert claims(suggesters, text, "de") == []


def test_a_quotation_over_two_paragraphs_takes_the_speaker_behind_it(suggesters: Suggesters) -> None:
    text = "„Ich sage es ganz klar: Wir bauen.\n\n„Und zwar in diesem Jahr“, schrieb Ada Lee am Abend."
    (claim,) = claims(suggesters, text, "de")
    assert (claim.pieces, claim.cue, claim.claimers) == (2, "schrieb", ["Ada Lee"])


@pytest.mark.parametrize(
    ("language", "text", "words", "claimer"),
    [
        ("sv", "”Vi ska bygga bron nu och inte vänta”, säger Eva Lind.", "”Vi ska bygga bron nu och inte vänta”", "Eva Lind"),
        ("pl", "„To jest nasza wspólna sprawa i tyle”, powiedział Jan Nowak.", "„To jest nasza wspólna sprawa i tyle”", "Jan Nowak"),
        ("es", "El ministro aseguró: “No habrá más impuestos”.", "“No habrá más impuestos”", "El ministro"),
        ("fr", "« C’est une victoire », a affirmé le ministre.", "« C’est une victoire »", "le ministre"),
        ("de", ",,Wir warten noch ein wenig auf die Brücke'', sagte Ada Lee.", ",,Wir warten noch ein wenig auf die Brücke''", "Ada Lee"),
    ],
)  # fmt: skip  # one case a line
def test_quotations_of_other_languages_have_their_speaker(
    suggesters: Suggesters, language: str, text: str, words: str, claimer: str
) -> None:
    (claim,) = claims(suggesters, text, language)
    assert (claim.words, claim.claimers) == (words, [claimer])


def test_every_direct_quotation_of_the_marked_german_articles_is_found(suggesters: Suggesters) -> None:
    counts: Counter[str] = Counter()
    for path in sorted(FOLDER.glob("de-*.txt")):
        text, gold = unmarked(path.read_text(encoding="utf-8"))
        packs = suggesters(text, "de")
        covered = {
            at
            for pack in packs.values()
            for s in pack
            if s.label == "CLAIM"
            for a, b in s.fragments
            for at in range(a, b)
        }
        for item in gold:
            for start, end in item.content:
                if text[start] in '„»‚"':
                    counts["direct"] += 1
                    counts["found"] += all(at in covered or text[at].isspace() for at in range(start, end))
        compare(text, gold, packs, counts, errors=False)
    assert counts["found"] >= 0.98 * counts["direct"] > 30
    assert counts["chars right"] >= 0.93 * max(counts["chars gold"], counts["chars ours"])
