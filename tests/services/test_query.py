"""The language of filters and of the window's search."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.errors import UserError
from annotator.model.schema import Schema
from annotator.services.query import Term, check_quotes, conditions, find_articles, parse
from tests.services.desk import TEXT, at, open_desk
from tests.services.importing_help import bring_rows, native, project_in


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ()),
        ("word", (Term("", "word"),)),
        ('"two words" -not', (Term("", '"two words"'), Term("", "not", True))),
        ('source:"The Daily" -LABEL:ORG', (Term("source", "The Daily"), Term("label", "ORG", True))),
        ("http://x.example 10:30", (Term("", "http://x.example"), Term("", "10:30"))),
        ('"unclosed phrase', (Term("", '"unclosed phrase"'),)),
    ],
)
def test_terms(text: str, wanted: tuple[Term, ...]) -> None:
    assert parse(text) == wanted


@given(st.text())
def test_whatever_is_typed_is_a_query_or_an_error_for_people(text: str) -> None:
    with suppress(UserError):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "status:finished",
        "label:NOPE",
        "layer:nope",
        "annotator:Zoe",
        "after:tomorrow",
        "has:beans",
        "agreed:many",
        'source:""',
        "status:",
        "mayor -label:",
        "status: done",
    ],
)
def test_an_unknown_value_is_an_error_that_helps(tmp_path: Path, schema: Schema, text: str) -> None:
    with project_in(tmp_path, schema) as project, pytest.raises(UserError):
        conditions(project, text, schema)


def test_the_search_finds_articles_in_their_order(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        rows = [
            native(
                "Zürich votes on taxes",
                annotator="Ann",
                flagged=True,
                meta={"published": "2026-01-05T10:00:00", "language": "de"},
            ),
            native("Paris votes on trains", annotator="Ann", notes=[{"text": "?"}], meta={"published": "2026-01-06"}),
            {"text": "東京の選挙"},
        ]
        bring_rows(project, tmp_path, *rows)

        def found(text: str) -> list[int]:
            return list(find_articles(project, text, project.current_annotator.key))

        assert found("") == [1, 2, 3]
        assert found("votes") == [1, 2]
        assert found("zurich VOTES") == [1]
        assert found("-votes") == [3]
        assert found("選挙") == [3]
        assert found("status:flagged") == [1]
        assert found("has:notes") == [2]
        assert found("before:2026-01-05") == [1]
        assert found("after:2026-01-06") == [2]
        assert found("language:DE") == [1]
        assert found("source:nowhere") == []
        assert found("-source:nowhere") == [1, 2, 3]


@pytest.mark.parametrize("text", ['"open', 'source:"The Daily', 'words "', '"closed" "open'])
def test_a_filter_whose_quotation_mark_is_never_closed_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="never closed"):
        check_quotes(text)
    check_quotes(f'{text} here"')


def test_what_a_label_lacks_is_found(tmp_path: Path, schema: Schema) -> None:
    session = open_desk(tmp_path, schema, (TEXT, "Nobody said this."))
    try:
        claim = session.labelling.create(at("Critics of Lee doubt it"), "claim", "CLAIM")
        lee = session.labelling.create(at("Ada Lee"), "entity", "PERSON")
        session.wait()

        def found(text: str) -> int:
            return len(find_articles(session.project, text, session.annotator.key))

        assert found("without:claimer") == 1
        assert found("has:unanswered") == 1
        session.linking.link("claimer", claim.id, lee.id)
        session.labelling.set_attribute(claim.id, "claim_type", "fact")
        session.labelling.set_attribute(claim.id, "voice", "direct")
        session.wait()
        assert found("without:claimer") == 0
        assert found("has:unanswered") == 0
        with pytest.raises(UserError, match="claimer"):
            found("without:nonsense")
    finally:
        session.close()
