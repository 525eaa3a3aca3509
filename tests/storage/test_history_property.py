"""Whatever was done in whatever order: undo gives each earlier state back, redo each later one, also after reopening."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from annotator.model.annotation import Annotation, Suggestion, quote_of
from annotator.model.change import created, deleted, edited
from annotator.model.ids import derived_id
from annotator.model.schema import Label
from annotator.storage import history, rows, schema_edit
from annotator.storage.check import check
from annotator.storage.project import Project
from tests.storage.bringing import bring, incoming
from tests.storage.projects import ANN, TEXT, act, decision, label, link, live_contents, new_project, note, work

TEXTS = (TEXT, *(f"Article {n} about Mayor Lee, 北京 and OpenAI 🙂.\n" + "More. " * n for n in range(4)))
SPANS = st.tuples(st.integers(0, 20), st.integers(1, 12), st.sampled_from(["ORG", "PERSON"]))
State = dict[str, list[tuple[Any, ...]]]


class Histories(RuleBasedStateMachine):
    """Random work of one annotator; `states[at]` is what the project must say now."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.project = new_project(Path(self.folder.name), TEXT)
        self.states: list[State] = [live_contents(self.project)]
        self.at = 0

    def teardown(self) -> None:
        try:
            while self.at:
                self.undo()
            self.reopen()
            while self.at < len(self.states) - 1:
                self.redo()
            assert check(self.project).problems == ()
        finally:
            self.project.close()
            self.folder.cleanup()

    # -- what can be done ---------------------------------------------------------------------------------------

    def did(self) -> None:
        """A step was done: what lay ahead can no longer be done again."""
        present = live_contents(self.project)
        if present != self.states[self.at]:
            self.states[self.at + 1 :] = [present]
            self.at += 1
        assert self.project.writer.run(lambda db: history.undoable(db, ANN)) is not None

    def labels(self, article: int = 1) -> list[Annotation]:
        return sorted(rows.annotations_of(self.project.reader(), article, ANN), key=lambda found: found.id)

    @rule(spans=st.lists(SPANS, min_size=1, max_size=4), linked=st.booleans(), remark=st.text(max_size=5))
    def put_labels(self, spans: list[tuple[int, int, str]], linked: bool, remark: str) -> None:
        new = [label(TEXT, start, start + length, name) for start, length, name in spans]
        more: list[Any] = [link(new[0], new[-1])] if linked and len(new) > 1 else []
        if remark.strip():
            more.append(note(remark, new[0]))
        act(self.project, *new, *more)
        self.did()

    @rule(which=st.integers(0, 50), name=st.sampled_from(["ORG", "PERSON"]))
    @precondition(lambda self: self.labels())
    def edit(self, which: int, name: str) -> None:
        found = self.labels()[which % len(self.labels())]
        act(self.project, edited(found, label=name, attributes={"voice": "direct"} if which % 2 else {}))
        self.did()

    @rule(which=st.integers(0, 50), several=st.booleans())
    @precondition(lambda self: self.labels())
    def delete(self, which: int, several: bool) -> None:
        labels = self.labels() if several else [self.labels()[which % len(self.labels())]]
        gone = {found.id for found in labels}
        links = [x for x in rows.links(self.project.reader(), 1, ANN) if x.source in gone or x.target in gone]
        act(self.project, *map(deleted, (*links, *labels)))
        self.did()

    @rule(status=st.sampled_from(["open", "done", "skipped"]), flagged=st.booleans())
    def mark(self, status: str, flagged: bool) -> None:
        there = rows.work(self.project.reader(), 1, ANN)
        values: dict[str, Any] = {"status": status, "flagged": flagged, "labels": {"topic": [status]}}
        act(self.project, edited(there, **values) if there else created(work(**values)))
        self.did()

    @rule(span=SPANS, verdict=st.sampled_from(["rejected", "accepted"]))
    def decide(self, span: tuple[int, int, str], verdict: str) -> None:
        suggestion = Suggestion("x@1", "entity", span[2], ((span[0], span[0] + span[1]),), 0.5)
        act(self.project, decision(suggestion, TEXT, verdict))
        self.did()

    @rule(
        items=st.lists(
            st.tuples(
                st.sampled_from(TEXTS),
                st.lists(SPANS, max_size=3),
                st.sampled_from(["Ann", "Ben", "Gold", None]),
                st.sampled_from(["", "done", "open"]),
            ),
            min_size=1,
            max_size=4,
        ),
        own_ids=st.booleans(),
        schema=st.booleans(),
    )
    def bring_in(self, items: list[tuple[str, list[Any], str | None, str]], own_ids: bool, schema: bool) -> None:
        found = []
        for text, spans, owner, status in items:
            labelled = [
                (start, start + length, name, *([derived_id(text, start, owner)] if own_ids else []))
                for start, length, name in {span[0]: span for span in spans}.values()
                if quote_of(text, ((start, start + length),))
            ]
            values = {"status": status, "seconds": float(len(spans))} if owner else {}
            found.append(incoming(text, labelled if owner else (), owner, **values))
            found[-1].meta = {"source": f"Paper {len(spans)}"}
        layer = self.project.schema().layers[0]
        number = len(layer.labels)
        richer = self.project.schema().with_layer(
            replace(layer, labels=(*layer.labels, Label(f"L{number}", f"L{number}")))
        )
        before = history.steps(self.project.reader(), ANN, 1)
        half = len(found) // 2
        bring(self.project, found[:half], found[half:], update=True, schema=richer if schema and half else None)
        if history.steps(self.project.reader(), ANN, 1) != before:
            self.did()

    @rule(name=st.sampled_from(["a", "b", "c"]))
    def rename_schema(self, name: str) -> None:
        if self.project.writer.run(
            lambda db: schema_edit.set_schema(db, ANN, replace(self.project.schema(), name=name), "Schema")
        ):
            self.did()

    @rule(text=st.sampled_from(["a", "b", "c"]))
    def write_guidelines(self, text: str) -> None:
        if self.project.writer.run(lambda db: schema_edit.set_guidelines(db, ANN, text, "Guidelines")):
            self.did()

    # -- back and forth -----------------------------------------------------------------------------------------

    @rule(times=st.integers(1, 4))
    def go_back(self, times: int) -> None:
        for _ in range(min(times, self.at)):
            self.undo()

    def undo(self) -> None:
        assert self.project.writer.run(lambda db: history.undo(db, ANN)) is not None
        self.at -= 1
        assert live_contents(self.project) == self.states[self.at]

    @rule(times=st.integers(1, 4))
    def go_forth(self, times: int) -> None:
        for _ in range(min(times, len(self.states) - 1 - self.at)):
            self.redo()

    def redo(self) -> None:
        assert self.project.writer.run(lambda db: history.redo(db, ANN)) is not None
        self.at += 1
        assert live_contents(self.project) == self.states[self.at]

    @rule()
    def reopen(self) -> None:
        self.project.close()
        self.project = Project.open(self.project.path)

    @invariant()
    def says_what_it_must(self) -> None:
        assert live_contents(self.project) == self.states[self.at]


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=30, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
