"""Training in a process of its own, so that nobody waits for spaCy and a person can stop it at any moment.

`Training` is the side of the one who asks; `python -m annotator.nlp.training_process` is the process. One line of JSON goes
in; lines with how far it is and at the end one with what was learned come out. It writes nothing but the folder it is told.
"""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from annotator.model.annotation import Suggestion
from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.nlp import wire
from annotator.nlp.lesson_texts import Changed, Lesson
from annotator.nlp.training import Recipe
from annotator.nlp.worker import environment

Packs = dict[str, list[Suggestion]]


@dataclass(frozen=True)
class Task:
    """What a process is to do."""

    recipe: Recipe
    learn: Sequence[Lesson]
    held: Sequence[Lesson]
    """Articles that say which round was the best."""
    tested: Sequence[tuple[str, str]]
    """Text and language of the articles that are suggested on afterwards."""
    parts: Sequence[tuple[int, int]]
    """How many of `learn` and of `held` each training has; the last one is kept."""
    folder: Path
    """Where the pipeline is written; it must not be there."""
    meta: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Learned:
    """What came of it: for each of the parts the suggestions for the tested articles."""

    packs: list[list[Packs]]
    changed: Changed


class Training:
    """A training process."""

    def __init__(self, task: Task) -> None:
        self._popen = subprocess.Popen(
            [sys.executable, "-m", "annotator.nlp.training_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(),
        )
        self._task = task
        self.learned: Learned | None = None

    def run(self) -> Iterator[float]:
        """Yields how much is done, from 0 to 1; at the end `learned` is there. UserError: it could not be done."""
        stdin, stdout = self._popen.stdin, self._popen.stdout
        assert stdin is not None, "opened with a pipe"
        assert stdout is not None, "opened with a pipe"
        with suppress(OSError):
            stdin.write(wire.line(_plain(self._task)))
            stdin.close()
        for received in stdout:
            said = wire.message(received)
            if "error" in said:
                raise wire.failure(said["error"])
            if "done" in said:
                yield float(said["done"])
            else:
                packs = [[wire.unpacked(one) for one in part] for part in said["packs"]]
                self.learned = Learned(packs, Changed(**said["changed"]))
        if self.learned is None:
            raise UserError(
                tr("The training ended before it was done."), hint=tr("Try again, with fewer articles or layers.")
            )

    def close(self) -> None:
        """Kills the process if it still runs."""
        self._popen.kill()
        self._popen.wait()
        for stream in (self._popen.stdin, self._popen.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def _plain(task: Task) -> dict[str, Any]:
    return {
        "recipe": asdict(task.recipe),
        "learn": [one.plain() for one in task.learn],
        "held": [one.plain() for one in task.held],
        "tested": list(task.tested),
        "parts": list(task.parts),
        "folder": str(task.folder),
        "meta": dict(task.meta),
    }


def serve(request: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Trains; yields what the process writes."""
    from annotator.nlp.suggest import Suggesters
    from annotator.nlp.training import train

    recipe = Recipe(**{**request["recipe"], "layers": tuple(request["recipe"]["layers"])})
    learn, held = ([Lesson.of(one) for one in request[name]] for name in ("learn", "held"))
    parts: list[tuple[int, int]] = [(size, beside) for size, beside in request["parts"]]
    whole = sum(map(sum, parts))
    tested = [(text, language) for text, language in request["tested"]]
    found: list[list[Any]] = []
    changed = Changed()
    with TemporaryDirectory(prefix="annotator-training-") as scratch:
        for number, (size, beside) in enumerate(parts):
            is_last = number + 1 == len(parts)
            before, share = sum(map(sum, parts[:number])) / whole, (size + beside) / whole
            reports = _Reports(before, share)
            nlp = train(recipe, learn[:size], held[:beside], reports, changed if is_last else None)
            folder = Path(request["folder"]) if is_last else Path(scratch) / str(number)
            nlp.meta.update({**request["meta"], "annotator": {**request["meta"]["annotator"], **nlp.meta["annotator"]}})
            nlp.to_disk(folder)
            found.append([wire.packed(packs) for packs in Suggesters(str(folder)).pipe(tested)])
            yield {"done": before + share}
    yield {"packs": found, "changed": asdict(changed)}


class _Reports:
    """Writes how far a training is to standard output, which the process has kept for that."""

    def __init__(self, before: float, share: float) -> None:
        self._before, self._share = before, share

    def __call__(self, done: float) -> None:
        _answer({"done": self._before + self._share * done})


_answers = sys.stdout.buffer


def _answer(message: Mapping[str, Any]) -> None:
    _answers.write(wire.line(message))
    _answers.flush()


def main() -> None:
    """The process: reads one line from standard input; whatever else prints goes to standard error."""
    global _answers  # the process has one
    warnings.simplefilter("ignore")
    _answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with suppress(BrokenPipeError, KeyboardInterrupt):
        try:
            for message in serve(wire.message(sys.stdin.buffer.readline())):
                _answer(message)
        except BrokenPipeError:
            raise
        except Exception as failure:  # noqa: BLE001  # it belongs to the one who asked
            _answer({"error": wire.error(failure)})


if __name__ == "__main__":
    main()
