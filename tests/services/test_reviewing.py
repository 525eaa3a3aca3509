"""A reviewer decides: the gold layer, who decided and what each had said, undo, and one side taken throughout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.annotation import Annotation, changed
from annotator.model.change import edited
from annotator.model.errors import UserError
from annotator.model.review import ruling_of
from annotator.services.review_article import DECIDED, OPEN, VOID, WAITING, Item, ReviewArticle
from annotator.services.reviewing import Reviewing
from annotator.services.session import Session
from annotator.storage import rows
from annotator.storage.check import check
from annotator.storage.project import Project
from tests.storage.projects import TEXT, act, label, link, new_project, note, work

OTHER = "Critics of Lee doubt it. “No,” said Ben.\n"


def people(project: Project, *names: str) -> list[int]:
    return [project.add_annotator(name).key for name in names]


def said(project: Project, owner: int, *spans: tuple[Any, ...], article: int = 1) -> list[Annotation]:
    """Labels (start, end, label[, attributes]) of one annotator."""
    text = rows.article(project.reader(), article).text
    made = [
        changed(label(text, s, e, n, article=article, owner=owner), attributes=more[0] if more else {})
        for s, e, n, *more in spans
    ]
    act(project, *made, owner=owner)
    return made


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path, TEXT, OTHER)


@pytest.fixture
def session(project: Project) -> Iterator[Session]:
    with closing(Session(project, project.current_annotator)) as found:
        yield found


def gold(session: Session, article: int = 1) -> list[tuple[str, str, dict[str, Any]]]:
    """The gold layer as the file has it."""
    session.wait()
    db = session.project.reader()
    found = rows.annotations_of(db, article, session.project.gold().key)
    return sorted((a.label, a.quote, dict(a.attributes)) for a in found)


def at(review: Reviewing) -> ReviewArticle:
    assert review.opened is not None
    return review.opened


def states(review: Reviewing) -> list[str]:
    return [item.state for item in at(review).items]


def item(review: Reviewing, number: int = 0) -> Item:
    return at(review).items[number]


def test_taking_a_label_writes_gold_with_who_decided_and_what_each_had(session: Session, project: Project) -> None:
    ben, cy = people(project, "Ben", "Cy")
    said(project, ben, (12, 21, "PERSON", {"n": 1}))
    said(project, cy, (18, 21, "PERSON"))
    review = session.reviewing
    assert [p.name for p in review.open(1).people] == ["Ben", "Cy"]
    assert item(review).cluster.kinds == ("boundary",)
    review.take(item(review).id, cy, reason="boundary", note="no titles")
    assert gold(session) == [("PERSON", "Lee", {})]
    (found,) = rows.annotations_of(project.reader(), 1, project.gold().key)
    ruling = ruling_of(found.origin)
    assert ruling is not None
    assert (ruling.decision, ruling.reviewer, ruling.reason, ruling.note) == ("take", "Ann", "boundary", "no titles")
    assert [(sorted(had.by.values()), had.said.get("quote")) for had in ruling.had] == [
        (["Ben"], "Mayor Lee"),
        (["Cy"], "Lee"),
    ]
    assert states(review) == [DECIDED]
    assert review.open(1).items[0].ruling == ruling
    assert check(project).problems == ()


def test_every_decision_and_its_undo(session: Session, project: Project) -> None:
    ben, cy = people(project, "Ben", "Cy")
    said(project, ben, (12, 21, "PERSON"))
    said(project, cy, (14, 24, "ORG"))
    review = session.reviewing
    review.open(1)
    identity = item(review).id
    decisions = {
        "take": (lambda: review.take(identity, ben), [("PERSON", "Mayor Lee", {})]),
        "both": (lambda: review.both(identity), [("ORG", "yor Lee sa", {}), ("PERSON", "Mayor Lee", {})]),
        "nothing": (lambda: review.nothing(identity, "not_there"), []),
        "union": (lambda: review.merge_boundaries(identity), [("PERSON", "Mayor Lee sa", {})]),
        "common": (lambda: review.merge_boundaries(identity, "common"), [("PERSON", "yor Lee", {})]),
        "mine": (lambda: review.mine(identity, [(12, 17)], "ORG", {"n": 2}), [("ORG", "Mayor", {"n": 2})]),
    }
    before: list[Any] = []
    for name, (decide, expected) in decisions.items():  # each over the one before
        decide()
        assert gold(session) == expected, name
        assert item(review).state == DECIDED
        session.history.undo()
        assert gold(session) == before, name
        assert item(review).state == (DECIDED if before or name == "union" else OPEN)
        session.history.redo()
        assert gold(session) == expected, name
        before = expected
    review.reopen(identity)
    assert gold(session) == []
    assert item(review).state == OPEN
    assert check(project).problems == ()


def test_nothing_here_is_a_decision_that_lasts(session: Session, project: Project) -> None:
    ben, cy = people(project, "Ben", "Cy")
    said(project, ben, (12, 21, "PERSON"))
    said(project, cy, (31, 34, "ORG"))
    review = session.reviewing
    review.open(1)
    for number in (0, 1):
        review.nothing(item(review, number).id)
    assert (states(review), gold(session)) == ([DECIDED, DECIDED], [])
    review.close()
    assert [found.state for found in review.open(1).items] == [DECIDED, DECIDED]
    assert at(review).next_open() is None


def test_links_wait_until_their_ends_are_decided(session: Session, project: Project) -> None:
    ben, cy = people(project, "Ben", "Cy")
    claim, person = said(project, ben, (0, 9, "CLAIM"), (12, 21, "PERSON"))
    act(project, link(claim, person), owner=ben)
    claim, person = said(project, cy, (0, 9, "CLAIM"), (18, 21, "PERSON"))
    review = session.reviewing
    review.open(1)
    assert states(review) == [OPEN, OPEN, WAITING]
    with pytest.raises(UserError, match="not decided"):
        review.take(item(review, 2).id, ben)
    assert review.accept_agreed() == 1
    assert states(review) == [DECIDED, OPEN, WAITING]
    review.take(item(review, 1).id, cy)
    assert states(review) == [DECIDED, DECIDED, OPEN]
    review.take(item(review, 2).id, ben)
    session.wait()
    (found,) = rows.links(project.reader(), 1, project.gold().key)
    assert found.role == "claimer"
    review.nothing(item(review, 2).id)
    session.wait()
    assert rows.links(project.reader(), 1, project.gold().key) == []
    assert states(review) == [DECIDED, DECIDED, DECIDED]
    review.nothing(item(review, 1).id)
    assert states(review) == [DECIDED, DECIDED, VOID]
    assert check(project).problems == ()


def test_agreement_is_accepted_everywhere_as_one_step_with_its_links(session: Session, project: Project) -> None:
    owners = people(project, "Ben", "Cy", "Dee")
    for owner in owners:
        claim, person = said(project, owner, (0, 9, "CLAIM"), (12, 21, "PERSON"))
        act(project, link(claim, person), owner=owner)
        said(project, owner, (11, 14, "PERSON"), article=2)
    said(project, owners[0], (31, 34, "ORG"))
    review = session.reviewing
    assert {row.key: (row.agreed_open, row.open) for row in review.articles()} == {1: (3, 1), 2: (1, 0)}
    assert review.accept_agreed_everywhere() == 4
    assert gold(session) == [("CLAIM", "“We tried", {}), ("PERSON", "Mayor Lee", {})]
    assert gold(session, 2) == [("PERSON", "Lee", {})]
    assert {row.key: (row.agreed_open, row.open) for row in review.articles()} == {1: (0, 1), 2: (0, 0)}
    step = session.history.undoable()
    assert step is not None
    assert (step.kind, step.title) == ("review", "Accept 4 agreements")
    session.history.undo()
    assert (gold(session), gold(session, 2)) == ([], [])
    session.history.redo()
    assert len(gold(session)) == 2


def test_what_most_say_is_taken_everywhere_as_one_step(session: Session, project: Project) -> None:
    ben, cy, dee = people(project, "Ben", "Cy", "Dee")
    for owner in (ben, cy, dee):
        said(project, owner, (12, 21, "PERSON" if owner != dee else "ORG"), (0, 9, "CLAIM"))
        said(project, owner, (11, 14, ("PERSON", "ORG", "GPE")[owner - ben]), article=2)
    review = session.reviewing
    assert review.accept_majority_everywhere() == 2
    assert gold(session) == [("CLAIM", "“We tried", {}), ("PERSON", "Mayor Lee", {})]
    assert gold(session, 2) == []
    decided = next(a for a in rows.annotations_of(project.reader(), 1, project.gold().key) if a.label == "PERSON")
    assert decided.origin["decision"] == "majority"
    session.history.undo()
    assert gold(session) == []
    review.open(2)
    assert review.accept_majority() == 0


def test_later_changes_open_a_decision_again(session: Session, project: Project) -> None:
    ben, cy, dee = people(project, "Ben", "Cy", "Dee")
    said(project, ben, (12, 21, "PERSON"))
    said(project, cy, (18, 21, "PERSON"))
    review = session.reviewing
    review.open(1)
    review.take(item(review).id, ben)
    session.wait()
    said(project, dee, (18, 21, "PERSON"))
    review.reread()
    assert states(review) == [DECIDED], "what Dee says was considered"
    said(project, dee, (12, 17, "ORG"))
    act(project, work(2, dee), owner=dee)
    review.reread()
    assert [(i.state, i.stale) for i in at(review).items if i.cluster.members.get(dee)][-1:] != []
    (before,) = rows.annotations_of(project.reader(), 1, cy)
    act(project, edited(before, fragments=((18, 26),), quote=TEXT[18:26]), owner=cy)
    review.reread()
    again = next(i for i in at(review).items if cy in i.cluster.members)
    assert (again.state, again.stale, [a.quote for a in again.gold]) == (OPEN, True, ["Mayor Lee"])


def test_labels_of_the_article_are_decided_too(session: Session, project: Project) -> None:
    ben, cy = people(project, "Ben", "Cy")
    act(project, work(1, ben, status="done", labels={"genre": "news", "topic": ["a"]}), owner=ben)
    act(project, work(1, cy, status="done", labels={"genre": "opinion", "topic": ["a"]}), owner=cy)
    review = session.reviewing
    review.open(1)
    assert [(i.cluster.attribute, i.cluster.agreed) for i in at(review).items] == [("genre", False), ("topic", True)]
    review.accept_agreed()
    review.take(item(review, 0).id, cy)
    session.wait()
    found = rows.work(project.reader(), 1, project.gold().key)
    assert found is not None
    assert dict(found.labels) == {"genre": "opinion", "topic": ["a"]}
    review.finish()
    session.wait()
    assert at(review).done
    assert [row.done for row in review.articles()] == [True]
    session.history.undo()
    assert not at(review).done


def test_a_review_is_finished_only_when_all_is_decided(session: Session, project: Project) -> None:
    ben, cy = people(project, "Ben", "Cy")
    said(project, ben, (12, 21, "PERSON"))
    said(project, cy, (18, 21, "PERSON"))
    review = session.reviewing
    review.open(1)
    with pytest.raises(UserError, match="1 thing is not decided"):
        review.finish()
    assert review.majority(item(review).id) is None


def test_who_is_compared_can_be_chosen(session: Session, project: Project) -> None:
    ben, cy, dee = people(project, "Ben", "Cy", "Dee")
    for owner in (ben, cy, dee):
        said(project, owner, (12, 21, "PERSON" if owner != dee else "ORG"))
    review = session.reviewing
    review.choose(["Ben", "Cy"])
    assert review.open(1).letters == {ben: "A", cy: "B"}
    assert review.letters() == {ben: "A", cy: "B"}
    assert item(review).cluster.agreed
    review.choose(None)
    assert item(review).cluster.kinds == ("label",)
    assert review.majority(item(review).id) == ben
    with pytest.raises(UserError):
        review.choose(["Ben"])
    assert [(d.kind, d.labels, d.annotators) for d in review.differences()] == [
        ("label", ("PERSON", "ORG"), ("Ben", "Cy", "Dee"))
    ]
    with pytest.raises(UserError, match="Fewer than two"):
        review.open(2)


SPANS = st.lists(
    st.tuples(
        st.integers(0, 40), st.integers(1, 15), st.sampled_from(["PERSON", "ORG", "CLAIM", "CUE"]), st.integers(0, 2)
    ),
    max_size=8,
)
LINKS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=6)


@settings(max_examples=25)
@given(drawn=st.lists(st.tuples(SPANS, LINKS), min_size=2, max_size=4), side=st.integers(0, 3))
def test_one_side_taken_throughout_gives_a_gold_layer_equal_to_theirs(
    tmp_path_factory: pytest.TempPathFactory, drawn: Sequence[tuple[Any, Any]], side: int
) -> None:
    project = new_project(tmp_path_factory.mktemp("review"), TEXT)
    with closing(Session(project, project.current_annotator)) as session:
        owners = people(project, *(f"P{n}" for n in range(len(drawn))))
        for owner, (spans, links) in zip(owners, drawn, strict=True):
            labels = {(s, s + size, n, v) for s, size, n, v in spans}
            made = said(project, owner, *((s, e, n, {"v": v} if v else {}) for s, e, n, v in sorted(labels)))
            pairs = {(made[i % len(made)].id, made[j % len(made)].id): (i, j) for i, j in links if made}
            joined = [link(made[i % len(made)], made[j % len(made)]) for i, j in pairs.values()]
            act(project, *(x for x in joined if x.source != x.target), work(1, owner, status="done"), owner=owner)
        person = owners[side % len(owners)]
        review = session.reviewing
        review.open(1)
        review.accept_agreed()
        review.take_side(person)
        session.wait()
        assert at(review).is_settled
        db, gold_key = project.reader(), project.gold().key
        results = []
        for owner in (person, gold_key):
            by_id = {a.id: a for a in rows.annotations_of(db, 1, owner)}
            said_by = sorted((a.layer, a.label, a.fragments, sorted(a.attributes.items())) for a in by_id.values())
            ends = sorted(
                (x.role, *(str(by_id[end]._replace(id="", owner=0, origin={}, created="", updated="", revision=0)) for end in (x.source, x.target)))
                for x in rows.links(db, 1, owner)
            )  # fmt: skip  # one expression
            results.append((said_by, ends))
        assert results[0] == results[1]
        assert review.open(1).is_settled
        assert check(project).problems == ()


def test_notes_of_annotators_are_no_part_of_the_review(session: Session, project: Project) -> None:
    ben, cy = people(project, "Ben", "Cy")
    (one,) = said(project, ben, (12, 21, "PERSON"))
    said(project, cy, (12, 21, "PERSON"))
    act(project, note("sure?", one, owner=ben), owner=ben)
    review = session.reviewing
    review.open(1)
    assert review.accept_agreed() == 1
    assert gold(session) == [("PERSON", "Mayor Lee", {})]


def test_hidden_names_are_letters_in_an_order_that_tells_nothing(session: Session, project: Project) -> None:
    owners = people(project, "Ben", "Cy", "Dee", "Eve")
    for owner, label_name in zip(owners, ("PERSON", "ORG", "PERSON", "ORG"), strict=True):
        said(project, owner, (12, 21, label_name))
    said(project, owners[1], (11, 14, "PERSON"), article=2)
    said(project, owners[3], (11, 14, "PERSON"), article=2)
    review = session.reviewing
    review.open(1)
    review.hide_names(True)
    assert sorted(at(review).letters.values()) == ["A", "B", "C", "D"]
    assert [at(review).letters[p.key] for p in at(review).people] == ["A", "B", "C", "D"]
    here = at(review).letters
    review.take(item(review).id, owners[1])
    step = session.history.undoable()
    assert step is not None
    assert "Cy" not in step.title
    assert f": {here[owners[1]]}" in step.title
    assert {here[p.key] for p in review.open(2).people} == {here[owners[1]], here[owners[3]]}
    assert all(here[owner] == letter for owner, letter in at(review).letters.items())
    (found,) = review.differences(decided=True)
    assert found.letters == ("A", "B", "C", "D")
    review.hide_names(False)
    assert at(review).letters == dict(zip(owners, "ABCD", strict=True))
