"""Kills a process that works on a project, again and again, at random moments, and compares what was said to be saved.

Run as a program with the project and the number of rounds; prints one JSON object. A process of its own, so that it can
fork without any thread: a fresh interpreter for each round would take a quarter of a second.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
from pathlib import Path

from annotator.model.change import Operation, created, deleted
from annotator.storage import history, journal, rows
from annotator.storage.check import check
from annotator.storage.connection import Connection
from annotator.storage.project import Project
from tests.storage.projects import ANN, TEXT, import_texts, label

State = tuple[int, tuple[str, ...]]
"""How many articles, and which labels stand in the first one."""


def state(project: Project) -> State:
    db = project.reader()
    return rows.article_count(db), tuple(sorted(found.id for found in rows.annotations_of(db, 1, ANN)))


def work(path: Path, seed: int, pipe: int) -> None:
    """Works until killed. Says what it is about to do, and when that is saved."""
    chance = random.Random(seed)
    number = 0
    while True:
        project = Project.open(path)
        for _ in range(chance.randrange(1, 8)):
            number += 1
            _act(project, chance, f"{seed}-{number}", pipe)
        project.close()


def _act(project: Project, chance: random.Random, name: str, pipe: int) -> None:
    articles, ids = state(project)
    action = chance.choice(["label", "label", "several", "delete", "undo", "redo", "import"])
    if action in ("label", "several"):
        starts = [chance.randrange(40) for _ in range(1 if action == "label" else 30)]
        new = [label(TEXT, start, start + 5) for start in starts]
        intended: State | None = articles, tuple(sorted([*ids, *(found.id for found in new)]))
        changes = tuple(map(created, new))
    elif action == "delete" and ids:
        wanted = chance.choice(ids)
        there = next(a for a in rows.annotations_of(project.reader(), 1, ANN) if a.id == wanted)
        intended = articles, tuple(found for found in ids if found != wanted)
        changes = (deleted(there),)
    else:
        intended, changes = (articles + 3, ids) if action == "import" else None, ()
    _say(pipe, "about", intended)
    if changes:
        project.writer.run(lambda db: journal.apply(db, ANN, Operation("label", name, changes)))
    elif action == "import":
        import_texts(project, *(f"{name} {n} {'words ' * 200}" for n in range(3)))
    elif action == "undo":
        project.writer.run(lambda db: history.undo(db, ANN) if _beyond_first(db) else None)
    else:
        project.writer.run(lambda db: history.redo(db, ANN))
    _say(pipe, "saved", state(project))


def _beyond_first(db: Connection) -> bool:
    """Whether undo would take back something else than the import that the project was made with."""
    step = history.undoable(db, ANN)
    return step is not None and step.id > 1


def _say(pipe: int, what: str, found: State | None) -> None:
    os.write(pipe, (json.dumps([what, found]) + "\n").encode())


def one_round(path: Path, seed: int, before: State) -> State:
    """Starts a worker, kills it, opens the project and compares. Returns what is there now."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            work(path, seed, writing)
        finally:
            traceback.print_exc()
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as stream:
        # Most are killed at work, some while they open the project.
        first = [] if seed % 4 == 0 else [stream.readline()]
        time.sleep(random.Random(-seed).uniform(0, 0.12))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            raise SystemExit(f"round {seed}: the writer ended by itself")
        said = [json.loads(line) for line in (*first, *stream) if line.endswith("\n")]
    saved = [_state(found) for what, found in said if what == "saved"]
    last = saved[-1] if saved else before
    allowed = {last}
    if said and said[-1][0] == "about":
        allowed.add(_state(said[-1][1]) if said[-1][1] is not None else None)  # type: ignore[arg-type]  # None: any
    project = Project.open(path)
    found = state(project)
    problems = check(project).problems
    project.close()
    if found not in allowed and None not in allowed:
        raise SystemExit(f"round {seed}: {found} is neither of {allowed}")
    if problems:
        raise SystemExit(f"round {seed}: {problems}")
    beside = {name.name for name in path.parent.iterdir()}
    if beside != {path.name}:
        raise SystemExit(f"round {seed}: left beside it: {beside}")
    return found


def _state(found: list[object]) -> State:
    articles, ids = found
    assert isinstance(articles, int)
    assert isinstance(ids, list)
    return articles, tuple(ids)


def main() -> None:
    path, rounds = Path(sys.argv[1]), int(sys.argv[2])
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    project = Project.open(path)
    before = state(project)
    project.close()
    for seed in range(first, first + rounds):
        before = one_round(path, seed, before)
    print(json.dumps({"rounds": rounds, "articles": before[0], "labels": len(before[1])}))  # noqa: T201  # its result


if __name__ == "__main__":
    main()
