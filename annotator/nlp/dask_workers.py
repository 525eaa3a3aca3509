"""Suggestions by the workers of a Dask cluster, for corpora that are too large for one machine. Needs the extra `dask`.

Plain texts of JSON go to the workers and plain texts of JSON come back, as to a process of our own; Dask itself sends them with
pickle between its processes, so the address must be that of a cluster one trusts. Articles of a worker that dies go to another.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import orjson

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.model.suggesters import USUAL, Plan, plan_from, plan_json
from annotator.nlp import wire
from annotator.nlp.worker import Suggested

if TYPE_CHECKING:
    from annotator.nlp.suggest import Suggesters

_RETRIES = 4
"""How often articles are given to another worker."""
_SECONDS = 10
"""Seconds in which the scheduler must answer."""
_reading = Lock()
"""A worker may have several threads; a pipeline reads for one at a time."""


class DaskAnswer:
    """What a worker will have said."""

    def __init__(self, there: Any) -> None:
        self._there = there

    def result(self) -> list[Suggested]:
        """Waits for it. Raises UserError, and `wire.Failed` where all workers that were tried died over it."""
        try:
            answer = orjson.loads(self._there.result())
        except Exception as error:
            raise wire.Failed(str(error)) from error
        if "error" in answer:
            raise wire.failure(answer["error"])
        return [
            Suggested(wire.unpacked(packs), note) for packs, note in zip(answer["packs"], answer["notes"], strict=True)
        ]


def _silent(address: str) -> UserError:
    return UserError(
        tr("No Dask scheduler answers at {address}.", address=address),
        hint=tr("Start one with “dask scheduler”, and workers with “dask worker”."),
    )


def _knock(address: str) -> None:
    """Finds out whether anybody is there: Dask's client leaves a thread behind where nobody is."""
    place = urlsplit(address if "://" in address else f"tcp://{address}")
    try:
        if not place.hostname or not place.port:
            raise _silent(address)
        socket.create_connection((place.hostname, place.port), _SECONDS).close()
    except (OSError, ValueError) as error:
        raise _silent(address) from error


class DaskWorkers:
    """All workers of a cluster, asked like one process."""

    def __init__(self, address: str, plan: Plan = USUAL) -> None:
        """`address`: of the scheduler, `tcp://host:8786`. UserError: the extra is missing, or nobody answers there."""
        try:
            from distributed import Client
        except ImportError as error:
            raise UserError(
                tr("Dask is not installed."),
                hint=tr("Install the extra: {command}.", command="pip install annotator[dask]"),
            ) from error
        _knock(address)
        try:
            self._client: Any = Client(address, timeout=_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]  # Dask has no types here
        except (OSError, ValueError) as error:
            raise _silent(address) from error
        self._plan = orjson.dumps(plan_json(plan)).decode()

    @property
    def count(self) -> int:
        """How many batches can be read at once."""
        return max(1, sum(map(int, self._client.nthreads().values())))

    def ask(self, text: str, language: str = "") -> DaskAnswer:
        """As `Worker.ask`."""
        return self.ask_many([(text, language)])

    def ask_many(self, articles: Sequence[tuple[str, str]]) -> DaskAnswer:
        """As `Worker.ask_many`."""
        asked = orjson.dumps(list(articles)).decode()
        # Not pure: the same texts are asked about again where a batch failed.
        return DaskAnswer(self._client.submit(suggest_there, self._plan, asked, pure=False, retries=_RETRIES))

    def close(self) -> None:
        """Leaves the cluster; what it has not answered is forgotten there."""
        self._client.close()


def suggest_there(plan: str, articles: str) -> str:
    """On a worker: JSON of a plan and of [text, language] pairs -> JSON of packs and notes, or of an error."""
    asked = [(text, language) for text, language in orjson.loads(articles)]
    try:
        with _reading:
            found = _suggesters(plan)
            packs = [wire.packed(one) for one in found.pipe(asked)]
            notes = [found.note(language, text) for text, language in asked]
    except Exception as failure:  # noqa: BLE001  # it belongs to the one who asked
        return orjson.dumps({"error": wire.error(failure)}).decode()
    return orjson.dumps({"packs": packs, "notes": notes}).decode()


@lru_cache(maxsize=4)
def _suggesters(plan: str) -> Suggesters:
    from annotator.nlp.suggest import Suggesters

    return Suggesters(plan_from(orjson.loads(plan)))
