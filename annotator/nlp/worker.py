"""A process of its own that suggests, so that nobody waits for spaCy: lines of JSON go in and come out of its pipes.

`Worker` is the side of the one who asks; `python -m annotator.nlp.worker` is the process. A request is
`{"id", "plan", "articles": [[text, language], ...]}`, its answer `{"id", "packs": [...], "notes": [...]}` or `{"id", "error"}`.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import annotator
from annotator.model.annotation import Suggestion
from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.model.suggesters import USUAL, Plan, named, plan_from, plan_json
from annotator.nlp import wire

Packs = dict[str, list[Suggestion]]

_TRIES = 2
"""How often a request is given to a new process when its process dies."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """The suggestions for one text, and what people should know about them."""

    packs: Packs
    note: str = ""


@dataclass(slots=True)
class _Request:
    articles: Sequence[tuple[str, str]]
    future: Future[list[Suggested]]
    plan: list[dict[str, Any]]
    tries: int = 0


class _Process:
    """A running process with the thread that reads its answers."""

    def __init__(self, listen: Callable[[_Process], None]) -> None:
        self._popen = subprocess.Popen(
            [sys.executable, "-m", "annotator.nlp.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(),
        )
        assert self._popen.stdin is not None, "opened with a pipe"
        assert self._popen.stdout is not None, "opened with a pipe"
        self._requests, self.answers = self._popen.stdin, self._popen.stdout
        self._thread = threading.Thread(target=listen, args=(self,), name="annotator-suggestions", daemon=True)
        self._thread.start()

    @property
    def id(self) -> int:
        return self._popen.pid

    def send(self, message: dict[str, Any]) -> None:
        # A process that died meanwhile is noticed by the thread that reads from it, which asks again.
        with suppress(OSError):
            self._requests.write(wire.line(message))
            self._requests.flush()

    def end(self) -> None:
        """Kills the process at once: it holds nothing that could be lost."""
        self._popen.kill()
        self._popen.wait()
        with suppress(OSError):
            self._requests.close()
        if threading.current_thread() is not self._thread:
            self._thread.join()
        self.answers.close()


class Worker:
    """A suggesting process; it starts with the first request, and again if it dies."""

    def __init__(self, plan: Plan | str = USUAL) -> None:
        """`plan`: as for `Suggesters`. May be set anew between requests."""
        self.plan: Plan = named([plan]) if isinstance(plan, str) else plan
        self._numbers = itertools.count(1)
        self._waiting: dict[int, _Request] = {}
        self._lock = threading.RLock()
        self._process: _Process | None = None
        self._closed = False

    def ask(self, text: str, language: str = "") -> Future[list[Suggested]]:
        """The suggestions for one text, as a list of one; see `ask_many`."""
        return self.ask_many([(text, language)])

    def ask_many(self, articles: Sequence[tuple[str, str]]) -> Future[list[Suggested]]:
        """The suggestions for each (text, declared language), in order, as soon as the process has them.

        The future fails with a UserError where a model cannot be loaded or the process dies again and again. It is set
        on a thread of the worker's.
        """
        request = _Request(articles, Future(), plan_json(self.plan))
        with self._lock:
            self._send(next(self._numbers), request)
        return request.future

    def close(self) -> None:
        """Ends the process; what it has not answered is cancelled. May be called twice."""
        with self._lock:
            self._closed = True
            process, self._process = self._process, None
            waiting, self._waiting = list(self._waiting.values()), {}
        for request in waiting:
            request.future.cancel()
        if process is not None:
            process.end()

    def _send(self, number: int, request: _Request) -> None:
        if self._closed:
            request.future.cancel()
            return
        self._waiting[number] = request
        if self._process is None:
            self._process = _Process(self._listen)
        self._process.send({"id": number, "plan": request.plan, "articles": request.articles})

    @property
    def process_id(self) -> int | None:
        """The operating system's number of the process, while there is one."""
        process = self._process
        return process.id if process else None

    def _listen(self, process: _Process) -> None:
        for received in process.answers:
            self._answered(wire.message(received))
        self._died(process)

    def _answered(self, answer: dict[str, Any]) -> None:
        with self._lock:
            request = self._waiting.pop(answer["id"], None)
        if request is None or not request.future.set_running_or_notify_cancel():
            return
        if failure := answer.get("error"):
            request.future.set_exception(wire.failure(failure))
        else:
            request.future.set_result(
                [
                    Suggested(wire.unpacked(packs), note)
                    for packs, note in zip(answer["packs"], answer["notes"], strict=True)
                ]
            )

    def _died(self, process: _Process) -> None:
        """Gives what the process has not answered to a new one, a few times."""
        with self._lock:
            if self._process is not process:
                return
            self._process = None
            waiting, self._waiting = self._waiting, {}
            failed = []
            for number, request in waiting.items():
                request.tries += 1
                if request.tries < _TRIES:
                    self._send(number, request)
                else:
                    failed.append(request)
        process.end()
        for request in failed:
            if request.future.set_running_or_notify_cancel():
                request.future.set_exception(
                    UserError(tr("The suggestions could not be made: their process ended."), hint=tr("Try again."))
                )


def environment() -> dict[str, str]:
    """The environment of the process: it finds this package wherever it was started from, and uses one core."""
    package = str(Path(annotator.__file__).resolve().parent.parent)
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answers requests until there are no more. An error of one is its answer; the next one is read."""
    from annotator.nlp.suggest import Suggesters

    suggesters: dict[Plan, Suggesters] = {}
    for received in requests:
        request = wire.message(received)
        plan = plan_from(request["plan"])
        articles = [(text, language) for text, language in request["articles"]]
        answer: dict[str, Any] = {"id": request["id"]}
        try:
            found = suggesters.setdefault(plan, Suggesters(plan))
            answer["packs"] = [wire.packed(packs) for packs in found.pipe(articles)]
            answer["notes"] = [found.note(language, text) for text, language in articles]
        except Exception as failure:  # noqa: BLE001  # it belongs to the one who asked; the process goes on
            answer = {"id": request["id"], "error": wire.error(failure)}
        answers.write(wire.line(answer))
        answers.flush()


def main() -> None:
    """The process: reads standard input, writes standard output; whatever else prints goes to standard error."""
    # A library's warning is not for the person who waits for suggestions.
    warnings.simplefilter("ignore")
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with suppress(BrokenPipeError, KeyboardInterrupt):
        serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
