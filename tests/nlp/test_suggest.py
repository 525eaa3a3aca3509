"""What holds for the suggestions on any text: whole fragments, whole links, the same in pieces, and a user's own pipeline."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Span

from annotator.model.annotation import are_fragments
from annotator.model.errors import UserError
from annotator.model.schema import Schema
from annotator.nlp.suggest import Suggesters, cut

WORDS = st.sampled_from(
    ["“", "”", "„", '"', "'", "«", "»", "「", "」", "\n", "\r\n", " ", ", ", ". ", "? ", ": ", " — ", "Ada Lee", "Trump", "said", "told",
     "according to", "that", "the plan", "will fail", "opposes", "of", "he", "she", "and", "sagte", "😊", "\u202e", "\x00", "ﬀ", "é", "市長は",
     "وقال", "12 %", "$5 million", "/", "-", "Mr.", "who", "not", "a disaster", "called", "as", "\u2028", "\ufeff", "(", ")", "I", "we",
     "laut ", " zufolge ", ", dass ", " sei ", "nach Angaben ", "said:\n\n", " read ", "; ", "what ", "whom ", "D-Vt., ", ",,", "''", "; others warn", "took no side"]
)  # fmt: skip  # a list of words


@settings(max_examples=40)
@given(st.lists(WORDS, max_size=40).map("".join) | st.text(max_size=60), st.sampled_from(["en", "de", "xx", ""]))
def test_every_suggestion_stands_on_whole_fragments_and_every_link_has_its_end(
    suggesters: Suggesters, text: str, language: str
) -> None:
    for source, pack in suggesters(text, language).items():
        for suggestion in pack:
            assert are_fragments(suggestion.fragments, len(text))
            assert suggestion.source == source
            assert suggestion.score is None or 0 <= suggestion.score <= 1
            assert all(0 <= index < len(pack) for _, index in suggestion.links)


def test_suggestions_fit_the_schema(suggesters: Suggesters, schema: Schema) -> None:
    text = (
        "Mayor Ada Lee said on Monday that she opposes the Clean Air Act, citing costs of $5 million. “It is a disaster,” she said.\n"
        "Critics of Lee, who want 12 percent less, called the plan weak. Paris did not comment."
    )
    for pack in suggesters(text, "en").values():
        for suggestion in pack:
            layer = schema.layer(suggestion.layer)
            assert layer is not None
            assert layer.label(suggestion.label) is not None
            for name, value in suggestion.attributes.items():
                attribute = layer.attribute(name)
                assert attribute is not None
                assert attribute.holds_for(suggestion.label)
                assert not attribute.values or value in {v.id for v in attribute.values}
            for role_id, index in suggestion.links:
                role, end = schema.role(role_id), pack[index]
                assert role is not None
                assert role.starts_at(suggestion.layer, suggestion.label)
                assert role.ends_at(end.layer, end.label)


def test_several_texts_of_several_languages_come_back_in_order(suggesters: Suggesters) -> None:
    texts = [("Ada Lee left.", "en"), ("„Ja“, sagte er.", "de"), ("", ""), ("Ada Lee came.", "en")]
    together = list(suggesters.pipe(texts))
    assert together == [suggesters(text, language) for text, language in texts]


@given(st.text(alphabet="ab\n\r ", max_size=60), st.integers(1, 9))
def test_the_pieces_of_a_text_make_it_up(text: str, length: int) -> None:
    pieces = cut(text, length)
    assert "".join(text[a:b] for a, b in pieces) == text
    assert all(b - a <= length for a, b in pieces)


def test_a_pipeline_of_a_persons_own_is_read_and_named_by_its_meta(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.meta["name"], nlp.meta["version"] = "harbour", "2.1.0"
    ruler = nlp.add_pipe("span_ruler", config={"spans_key": "claim"})
    ruler.add_patterns([{"label": "CLAIM", "pattern": "the sea is high"}])  # type: ignore[attr-defined]  # the ruler's own
    nlp.to_disk(tmp_path / "harbour")
    packs = Suggesters(str(tmp_path / "harbour"))("They say the sea is high today.", "en")
    assert list(packs) == ["en_harbour@2.1.0"]
    assert [(s.label, s.fragments) for s in packs["en_harbour@2.1.0"]] == [("CLAIM", ((9, 24),))]


def test_our_components_can_be_put_into_any_pipeline_by_name() -> None:
    import annotator.nlp.components  # noqa: F401  # registers them

    nlp = spacy.blank("en")
    nlp.add_pipe("annotator_claims")
    doc = nlp("“It is late,” Ada Lee said.")
    assert [(span.label_, span.text) for span in doc.spans["claim"] if span.label_ == "CLAIM"] == [
        ("CLAIM", "“It is late,”")
    ]
    assert isinstance(doc.spans["claim"][0], Span)


def test_a_folder_that_is_no_pipeline_is_a_persons_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be loaded"):
        Suggesters(str(tmp_path))("Some text.", "en")
