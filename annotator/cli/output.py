"""What the commands print: one JSON object or a few lines on stdout; errors and progress on stderr."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import orjson

from annotator.model.errors import UserError, one_line
from annotator.model.phrases import tr
from annotator.services.jobs import Job, Progress

PARTLY = 3
"""The exit status where something was left out."""

_MOST_LINES = 20
"""Skipped rows and the like that are printed one by one without `--json`."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")


def print_json(value: Any) -> None:
    """One object on stdout, in UTF-8 whatever the terminal is set to."""
    _write(orjson.dumps(value, default=_plain, option=orjson.OPT_APPEND_NEWLINE))


def say(*lines: str) -> None:
    """Lines on stdout."""
    _write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))


def complain(*lines: str) -> None:
    """Lines on stderr."""
    for line in lines:
        click.echo(one_line(line).encode(sys.stderr.encoding or "utf-8", "replace"), err=True)


def fail(error: UserError, *, as_json: bool) -> int:
    """Says what went wrong: one line on stderr, with `--json` an object on stdout too. Returns the exit status."""
    if as_json:
        print_json({"error": error_json(error)})
    complain(str(error))
    return 1


def error_json(error: UserError) -> dict[str, str]:
    return {"what": error.what, "where": error.where, "hint": error.hint}


def list_some(lines: Iterable[str], count: int) -> None:
    """The first of many lines on stderr, and how many there are beside them."""
    for number, line in enumerate(lines):
        if number == _MOST_LINES:
            complain(tr("... and {n} more; --json lists them.", n=f"{count - _MOST_LINES:,}"))
            break
        complain(line)


@contextmanager
def job() -> Iterator[Job]:
    """A job that shows its progress on a terminal, and that Ctrl+C stops at its next whole batch."""
    import signal

    shown = _Bar() if sys.stderr.isatty() else None
    found = Job(shown.show if shown else None)

    def stop(*_: object) -> None:
        if found.cancelled:
            raise KeyboardInterrupt
        found.cancel()

    in_main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, stop) if in_main else None
    try:
        yield found
    finally:
        if shown:
            shown.end()
        if in_main:
            signal.signal(signal.SIGINT, before)


class _Bar:
    """One line on the terminal that says how far a job is."""

    def __init__(self) -> None:
        self._last = 0.0

    def show(self, progress: Progress) -> None:
        moment = time.monotonic()
        if moment - self._last < 0.1:
            return
        self._last = moment
        share = f"{progress.done / progress.total:4.0%}" if progress.total else ""
        sys.stderr.write(f"\r{share or f'{progress.done:,} {progress.unit}'}\x1b[K")
        sys.stderr.flush()

    def end(self) -> None:
        if self._last:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _plain(value: Any) -> Any:
    if isinstance(value, Path):
        return str(value)
    if hasattr(value, "_asdict"):
        return value._asdict()
    return dict(value)


def _write(data: bytes) -> None:
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:  # a test or a notebook put something else in its place
        sys.stdout.write(data.decode("utf-8"))
        return
    sys.stdout.flush()
    stream.write(data)
    stream.flush()
