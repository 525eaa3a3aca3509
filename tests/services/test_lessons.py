"""What an annotator can learn from a review: their differences from the gold layer, with the reasons."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from annotator.services.lessons import lessons
from annotator.services.session import Session
from tests.services.test_reviewing import at, item, people, said
from tests.storage.projects import TEXT, act, link, new_project, work


def test_each_annotator_learns_where_the_gold_layer_differs_and_why(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    with closing(Session(project, project.current_annotator)) as session:
        ben, cy = people(project, "Ben", "Cy")
        claim, person = said(project, ben, (0, 9, "CLAIM"), (12, 21, "PERSON"))
        said(project, cy, (0, 9, "CLAIM"), (18, 21, "PERSON"), (30, 32, "ORG"))
        act(project, link(claim, person), work(1, ben, status="done"), owner=ben)
        review = session.reviewing
        review.open(1)
        review.accept_agreed()
        assert [i.cluster.kind for i in at(review).disagreements] == ["boundary", "missing", "link"]
        review.take(item(review, 1).id, cy, reason="boundary", note="no titles")
        review.nothing(item(review, 2).id, reason="not_there")
        review.take(item(review, 3).id, ben)
        session.wait()
        names = {person.name: person for person in project.annotators()}
        of_ben, of_cy = (lessons(project, names[name]) for name in ("Ben", "Cy"))
        assert [(x.kind, x.theirs, x.gold, x.reason, x.note) for x in of_ben] == [
            ("boundary", "PERSON “Mayor Lee”", "PERSON “Lee”", "begins or ends elsewhere", "no titles")
        ]
        assert (of_ben[0].quote, of_ben[0].reviewer, of_ben[0].article) == ("Mayor Lee", "Ann", 1)
        assert [(x.kind, x.theirs, x.gold, x.quote) for x in of_cy] == [
            ("link", "", "claimer", "“We tried"),
            ("not_there", "ORG “北京”", "", "北京"),
        ]
        assert lessons(project, names["Ann"]) == []


def test_who_said_one_of_several_that_were_taken_has_nothing_to_learn(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    with closing(Session(project, project.current_annotator)) as session:
        ben, cy, dee = people(project, "Ben", "Cy", "Dee")
        said(project, ben, (12, 21, "PERSON"))
        said(project, cy, (12, 21, "ORG"))
        said(project, dee, (0, 9, "CLAIM"))
        review = session.reviewing
        review.open(1)
        both = next(i for i in at(review).items if ben in i.cluster.members)
        review.both(both.id)
        session.wait()
        names = {person.name: person for person in project.annotators()}
        assert lessons(project, names["Ben"]) == lessons(project, names["Cy"]) == []
        (missed,) = lessons(project, names["Dee"])
        assert missed.kind == "missed"
        assert sorted(missed.gold.split("; ")) == ["ORG “Mayor Lee”", "PERSON “Mayor Lee”"]
