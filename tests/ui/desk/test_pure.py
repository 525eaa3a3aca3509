"""What needs no window: choosing by typing, cues by language, styles, marks that are kept."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation
from annotator.model.article import Article
from annotator.model.schema import Label, Layer, Schema
from annotator.services.opened import OpenArticle
from annotator.ui.desk import cues
from annotator.ui.desk.hints import occurrences
from annotator.ui.desk.marks import Marks
from annotator.ui.desk.prompts import Choice, fitting, folded
from annotator.ui.desk.reading import follows, numbers, quoted, style_of
from tests.services.desk import at


def article(text: str, schema: Schema, *annotations: Annotation, language: str = "en") -> OpenArticle:
    found = Article(1, "id", text, "", "", "", "", "", language, {})
    return OpenArticle(found, schema, 1, {a.id: a for a in annotations})


def label(identity: str, text: str, quote: str, layer: str = "claim", name: str = "CLAIM") -> Annotation:
    return Annotation(1, identity, 1, layer, name, at(quote, 0, text), quote)


names = st.text(min_size=1, max_size=12)


@given(st.lists(names, max_size=12), st.text(max_size=5))
def test_typing_narrows_down_and_never_invents(found: list[str], typed: str) -> None:
    choices = [Choice(str(n), name) for n, name in enumerate(found)]
    fit = fitting(choices, typed)
    assert set(fit) <= set(choices)
    if not typed.strip():
        assert fit == choices
    begins = [c for c in choices if folded(c.text).startswith(folded(typed.strip()))]
    assert fit[: len(begins)] == begins, "those that begin with it come first, in their order"


def test_typing_needs_no_accents() -> None:
    assert fitting([Choice("1", "Élysée"), Choice("2", "Paris")], "ely") == [Choice("1", "Élysée")]


def test_words_of_saying_are_found_by_the_articles_language(schema: Schema) -> None:
    english = "The mayor announced that taxes fell."
    claim = label("c", english, "taxes fell")
    assert [english[a:b] for a, b in cues.unlabelled(article(english, schema, claim), claim)] == ["announced"]
    german = "Die Ministerin betonte, die Steuern seien gesunken."
    claim = label("c", german, "die Steuern seien gesunken")
    opened = article(german, schema, claim, language="de")
    assert [german[a:b] for a, b in cues.unlabelled(opened, claim)] == ["betonte"]


def test_a_word_that_has_a_label_is_not_offered_again(schema: Schema) -> None:
    text = "The mayor said that taxes fell."
    claim, cue = label("c", text, "taxes fell"), label("u", text, "said", name="CUE")
    assert cues.unlabelled(article(text, schema, claim, cue), claim) == []


def test_the_style_of_a_label_follows_from_the_links_it_can_have(schema: Schema) -> None:
    styles = {name: style_of(schema, "claim", name) for name in ("CLAIM", "CUE", "EVIDENCE")}
    assert styles == {"CLAIM": "line", "CUE": "cue", "EVIDENCE": "evidence"}
    assert style_of(schema, "stance", "favor") == "mark"
    assert style_of(schema, "entity", "PERSON") == "fill"
    plain = Schema("x", (Layer("l", "L", "line", labels=(Label("A", "A"), Label("B", "B"))),))
    assert style_of(plain, "l", "B") == "line", "without links every label is a line of its own"


def test_claims_are_numbered_in_reading_order_and_others_are_not(schema: Schema) -> None:
    text = "one two three"
    opened = article(
        text, schema, label("b", text, "three"), label("a", text, "one"), label("x", text, "two", "entity", "ORG")
    )
    assert numbers(opened) == {"a": 1, "b": 2}


def test_marks_of_what_did_not_change_are_kept(schema: Schema) -> None:
    text = "one two three"
    one, two = label("a", text, "one", "entity", "ORG"), label("b", text, "two", "entity", "ORG")
    marks = Marks()
    before = marks.of(article(text, schema, one, two))
    after = marks.of(article(text, schema, one, two._replace(label="GPE")))
    assert after[0] is before[0]
    assert (before[1].caption, after[1].caption) == ("ORG", "GPE")


def test_a_new_claim_changes_the_numbers_after_it(schema: Schema) -> None:
    text = "one two three"
    marks = Marks()
    marks.of(article(text, schema, label("b", text, "three")))
    found = marks.of(article(text, schema, label("a", text, "one"), label("b", text, "three")))
    assert [mark.number for mark in found] == [1, 2]


def test_the_next_item_is_looked_for_from_the_caret_and_goes_round(schema: Schema) -> None:
    text = "one two three"
    opened = article(text, schema, label("a", text, "one"), label("b", text, "three"))

    def at_caret(caret: int, step: int) -> str:
        found = follows(opened, None, caret, step)
        assert found is not None
        return found.id

    assert [at_caret(1, 1), at_caret(9, 1), at_caret(8, -1), at_caret(0, -1)] == ["b", "a", "a", "b"]
    assert follows(article(text, schema), None, 0, 1) is None


@given(st.text(alphabet="ab ", max_size=30))
def test_occurrences_are_whole_words(text: str) -> None:
    assert occurrences(text, "ab") == text.split(" ").count("ab")


def test_what_is_quoted_already_keeps_its_marks() -> None:
    assert quoted("“We  tried,”\nshe said") == "“We tried,” she said"
    assert quoted("x" * 80, 10) == "“xxxxxxxxx…”"


def test_the_desk_loads_no_spacy() -> None:
    code = "import sys, annotator.ui.desk, annotator.ui.cards, annotator.ui.picker; from annotator.nlp.cues import lexicon; "
    code += "lexicon(); sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
