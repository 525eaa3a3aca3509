"""Decisions that annotators have overtaken: withdrawn, changed and added labels and links bring them back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
import pytest

from annotator.model.change import deleted, edited
from annotator.services.exporting import ExportOptions, export
from annotator.services.review_article import DECIDED, OPEN
from annotator.services.session import Session
from annotator.storage import rows
from annotator.storage.check import check
from annotator.storage.project import Project
from tests.services.test_reviewing import at, gold, item, people, said, states
from tests.storage.projects import TEXT, act, link, new_project, work


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path, TEXT)


@pytest.fixture
def session(project: Project) -> Iterator[Session]:
    with closing(Session(project, project.current_annotator)) as found:
        yield found


def test_a_label_that_an_agreement_rested_on_is_withdrawn(session: Session, project: Project) -> None:
    ben, cy, dee = people(project, "Ben", "Cy", "Dee")
    made = {owner: said(project, owner, (12, 21, "PERSON"), (0, 9, "CLAIM"))[0] for owner in (ben, cy, dee)}
    review = session.reviewing
    review.open(1)
    assert review.accept_agreed() == 2
    session.wait()
    act(project, deleted(made[dee]), owner=dee)
    review.reread()
    assert [(i.state, i.stale, i.cluster.kind) for i in at(review).items] == [
        (DECIDED, False, "agreed"),
        (OPEN, True, "missing"),
    ]
    assert [d.stale for d in review.differences()] == [True]
    review.take(item(review, 1).id, ben)
    assert states(review) == [DECIDED, DECIDED]


def test_who_comes_round_to_the_gold_label_opens_nothing(session: Session, project: Project) -> None:
    ben, cy = people(project, "Ben", "Cy")
    said(project, ben, (12, 21, "PERSON"))
    (before,) = said(project, cy, (18, 21, "PERSON"))
    review = session.reviewing
    review.open(1)
    review.take(item(review).id, ben)
    session.wait()
    act(project, edited(before, fragments=((12, 21),), quote=TEXT[12:21]), owner=cy)
    review.reread()
    assert states(review) == [DECIDED]


def test_what_nobody_has_any_more_is_asked_about(session: Session, project: Project) -> None:
    ben, cy = people(project, "Ben", "Cy")
    (mine,) = said(project, ben, (12, 21, "PERSON"))
    said(project, cy, (31, 34, "ORG"))
    review = session.reviewing
    review.open(1)
    review.take(item(review).id, ben)
    review.nothing(item(review, 1).id)
    session.wait()
    said(project, ben, (0, 9, "CLAIM"))
    act(project, deleted(mine), owner=ben)
    review.reread()
    again = item(review, 1)
    assert (again.state, again.stale, again.start, [a.quote for a in again.gold]) == (OPEN, True, 12, ["Mayor Lee"])
    assert [(d.quote, d.labels, d.stale) for d in review.differences()][-1] == ("Mayor Lee", ("PERSON",), True)
    review.mine(again.id, note="it stands")
    assert gold(session) == [("PERSON", "Mayor Lee", {})]
    assert item(review, 1).state == DECIDED
    review.nothing(again.id)
    assert gold(session) == []
    session.history.undo()
    session.history.undo()
    assert item(review, 1).stale
    assert check(project).problems == ()


def test_a_changed_label_takes_the_place_of_its_gold_label(session: Session, project: Project) -> None:
    ben, cy = people(project, "Ben", "Cy")
    (mine,) = said(project, ben, (12, 21, "PERSON"))
    said(project, cy, (31, 34, "ORG"))
    review = session.reviewing
    review.open(1)
    review.take(item(review).id, ben)
    session.wait()
    act(project, edited(mine, fragments=((18, 21),), quote=TEXT[18:21]), owner=ben)
    review.reread()
    assert (item(review).state, item(review).stale) == (OPEN, True)
    review.take(item(review).id, ben)
    assert gold(session) == [("PERSON", "Lee", {})]
    assert item(review).state == DECIDED


def test_one_side_taken_throughout_is_exported_as_theirs(session: Session, project: Project, tmp_path: Path) -> None:
    ben, cy = people(project, "Ben", "Cy")
    for owner, words in ((ben, (12, 21)), (cy, (18, 21))):
        claim, person, _ = said(
            project, owner, (0, 9, "CLAIM", {"claim_type": "fact"}), (*words, "PERSON"), (words[0], 26, "EVENT")
        )
        act(project, link(claim, person), work(1, owner, status="done", labels={"genre": f"of {owner}"}), owner=owner)
    review = session.reviewing
    review.accept_agreed_everywhere()
    review.take_side_everywhere(cy)
    review.open(1)
    review.finish()
    session.wait()
    exported = []
    for name, options in (
        ("gold", ExportOptions(gold=True)),
        ("cy", ExportOptions(annotator="Cy")),
    ):
        out = tmp_path / f"{name}.jsonl"
        export(project, out, options)
        exported.append(_bare(orjson.loads(out.read_bytes())))
    assert exported[0] == exported[1]
    assert exported[0]["labels"] == {"genre": f"of {cy}"}


def _bare(row: dict[str, Any]) -> dict[str, Any]:
    """An exported row without what says whose it is and when it was made."""
    names = {span["id"]: (span["label"], str(span["fragments"])) for span in row["spans"]}
    spans = [{k: span[k] for k in ("layer", "label", "fragments", "text", "attributes")} for span in row["spans"]]
    links = sorted((found["role"], names[found["from"]], names[found["to"]]) for found in row["links"])
    return {"text": row["text"], "status": row["status"], "spans": spans, "links": links, "labels": row["labels"]}


def test_a_link_that_was_taken_away_is_asked_about_again(session: Session, project: Project) -> None:
    ben, cy = people(project, "Ben", "Cy")
    links = {}
    for owner in (ben, cy):
        claim, person = said(project, owner, (0, 9, "CLAIM"), (12, 21, "PERSON"))
        links[owner] = link(claim, person)
        act(project, links[owner], owner=owner)
    review = session.reviewing
    review.open(1)
    review.accept_agreed()
    session.wait()
    assert states(review) == [DECIDED] * 3
    (mine,) = rows.links(project.reader(), 1, cy)
    act(project, deleted(mine), owner=cy)
    review.reread()
    assert states(review) == [DECIDED, DECIDED, OPEN]
    assert item(review, 2).stale
    review.nothing(item(review, 2).id)
    session.wait()
    assert states(review) == [DECIDED] * 3
    assert rows.links(project.reader(), 1, project.gold().key) == []


def agreed_link(session: Session, project: Project) -> tuple[int, int]:
    """Two say a claim, a person, a link between them and a genre; all of it is in the gold layer."""
    ben, cy = people(project, "Ben", "Cy")
    for owner in (ben, cy):
        claim, person = said(project, owner, (0, 9, "CLAIM"), (12, 21, "PERSON"))
        act(project, link(claim, person), work(1, owner, status="done", labels={"genre": "news"}), owner=owner)
    session.reviewing.open(1)
    session.reviewing.accept_agreed()
    session.wait()
    assert states(session.reviewing) == [DECIDED] * 4
    return ben, cy


def withdraw(session: Session, project: Project, owners: tuple[int, int]) -> None:
    for owner in owners:
        (mine,) = rows.links(project.reader(), 1, owner)
        own = rows.work(project.reader(), 1, owner)
        assert own is not None
        act(project, deleted(mine), edited(own, labels={}), owner=owner)
    session.reviewing.reread()


def test_a_link_and_a_label_of_the_article_that_nobody_says_any_more_are_asked_about(
    session: Session, project: Project
) -> None:
    withdraw(session, project, agreed_link(session, project))
    review = session.reviewing
    assert states(review) == [DECIDED, DECIDED, OPEN, OPEN]
    assert [each.cluster.kind for each in at(review).open_items] == ["link", "article"]
    for each in at(review).open_items:
        review.nothing(each.id)
    session.wait()
    assert rows.links(project.reader(), 1, project.gold().key) == []
    assert states(review) == [DECIDED, DECIDED]
    own = rows.work(project.reader(), 1, project.gold().key)
    assert own is not None
    assert own.labels == {}
    assert check(project).ok


def test_what_nobody_says_any_more_can_be_kept(session: Session, project: Project) -> None:
    withdraw(session, project, agreed_link(session, project))
    review = session.reviewing
    for each in at(review).open_items:
        review.keep(each.id)
    session.wait()
    review.reread()
    assert states(review) == [DECIDED] * 4
    assert len(rows.links(project.reader(), 1, project.gold().key)) == 1
    assert [each.state for each in review.differences(decided=True)] == [DECIDED] * 2
    session.history.undo()
    assert states(review)[-1] == OPEN


def test_of_some_alone_nothing_is_said_to_have_no_one(session: Session, project: Project) -> None:
    agreed_link(session, project)
    (dee,) = people(project, "Dee")
    said(project, dee, (31, 34, "ORG"))
    review = session.reviewing
    review.reread()
    review.take(next(each.id for each in at(review).items if each.labels and each.labels[0].quote == TEXT[31:34]), dee)
    review.choose(["Ben", "Cy"])
    assert states(review) == [DECIDED] * 4
