"""Two suggesters side by side: what both find, what only one does, other labels and boundaries, and who was right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Suggestion
from annotator.model.comparing import BOTH, BOUNDARY, LABEL, ONLY_A, ONLY_B, compare, sides
from annotator.model.errors import UserError
from annotator.model.schema import Schema
from annotator.services.comparing import compare_sources
from annotator.services.jobs import Job
from annotator.services.session import Session
from annotator.storage import suggestions
from tests.services.desk import at, open_desk


def pack(source: str, *said: tuple[str, str, int]) -> list[Suggestion]:
    return [Suggestion(source, "entity", label, at(quote, nth), 0.8) for label, quote, nth in said]


A = pack("a@1", ("PERSON", "Ada Lee", 0), ("ORG", "Harbour Radio", 0), ("PERSON", "Lee", 1), ("DATE", "May", 1))
B = pack(
    "b@2", ("PERSON", "Ada Lee", 0), ("GPE", "Harbour Radio", 0), ("PERSON", "Mayor Ada Lee", 0), ("ORG", "tolls", 0)
)


@pytest.fixture
def session(tmp_path: Path, schema: Schema) -> Iterator[Session]:
    session = open_desk(tmp_path, schema, suggest=False)
    key = session.place.open.article.key
    for source, found in (("a@1", A), ("b@2", B)):
        session.project.writer.run(lambda db, s=source, f=found: suggestions.replace(db, key, s, f, "2026"))  # type: ignore[misc]  # mypy knows no default in a lambda
    session.reread()
    yield session
    session.close()


def test_each_suggestion_is_in_one_line_of_the_comparison() -> None:
    kinds = {(one.kind, one.a.label if one.a else "", one.b.label if one.b else "") for one in compare(A, B)}
    assert kinds == {
        (BOTH, "PERSON", "PERSON"),
        (LABEL, "ORG", "GPE"),
        (ONLY_A, "PERSON", ""),
        (ONLY_A, "DATE", ""),
        (ONLY_B, "", "PERSON"),
        (ONLY_B, "", "ORG"),
    }
    longer = compare(pack("a@1", ("PERSON", "Lee", 0)), pack("b@2", ("PERSON", "Ada Lee", 0)))
    assert [one.kind for one in longer] == [BOUNDARY]


places = st.lists(st.tuples(st.sampled_from(["ORG", "GPE"]), st.integers(0, 20), st.integers(1, 6)), max_size=8)


@given(places, places)
def test_turned_round_it_says_the_same(a: list[tuple[str, int, int]], b: list[tuple[str, int, int]]) -> None:
    left, right = (
        [Suggestion(source, "entity", label, ((start, start + n),)) for label, start, n in found]
        for source, found in (("a@1", a), ("b@1", b))
    )
    there, back = compare(left, right), compare(right, left)
    assert sum(len(list(sides(one))) for one in there) == len({s.place for s in left}) + len({s.place for s in right})
    for kind, turned in ((BOTH, BOTH), (LABEL, LABEL)):
        assert sum(one.kind == kind for one in there) == sum(one.kind == turned for one in back)


def test_without_decisions_nobody_was_right_and_decided_ones_count(session: Session) -> None:
    found = compare_sources(session.project, "a", "b@2", session.annotator, Job())
    whole = found.whole
    assert (found.a, found.b, found.articles, found.judged) == ("a@1", "b@2", 1, 0)
    assert (whole.both, whole.label, whole.only_a, whole.only_b, whole.judged_a) == (1, 1, 2, 2, 0)
    org = next(p.id for p in session.place.open.pending.values() if p.quote == "Harbour Radio" and p.label == "ORG")
    session.deciding.accept(org)
    session.wait()
    row = next(
        row for row in compare_sources(session.project, "a", "b", session.annotator, Job()).rows if row.kind == LABEL
    )
    assert (row.label_a, row.label_b, row.right, row.quote) == ("ORG", "GPE", "a", "Harbour Radio")
    assert row.before.endswith("Lee told")


def test_in_a_finished_article_each_suggestion_was_right_or_wrong(session: Session) -> None:
    session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    session.progress.finish()
    session.wait()
    found = compare_sources(session.project, "a", "b", session.annotator, Job())
    whole = found.whole
    assert found.judged == 1
    assert (whole.right_a, whole.judged_a, whole.right_b, whole.judged_b) == (1, 4, 1, 4)


def test_a_source_that_is_not_there_is_an_error_that_lists_those_that_are(session: Session) -> None:
    with pytest.raises(UserError, match="a@1, b@2"):
        compare_sources(session.project, "a", "c", session.annotator, Job())
    with pytest.raises(UserError, match="itself"):
        compare_sources(session.project, "a", "a@1", session.annotator, Job())
