"""A virtual display and the real window on it: keys and mouse go in through X, facts come out of the project file."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import annotator
from annotator.model.text import tokens

Found = TypeVar("Found")

NEEDED = ("Xvfb", "xdotool")
_DELAY = "4"
"""Milliseconds between key presses: faster than anybody types."""
_ROOT = Path(annotator.__file__).resolve().parent.parent
PATIENCE = 20.0
"""Seconds until something that must happen counts as not happening: many times what it takes on a slow machine."""


def missing() -> list[str]:
    """The programs that these tests need and that are not there."""
    return [name for name in NEEDED if shutil.which(name) is None]


def until(look: Callable[[], Found | None], what: str) -> Found:
    """What `look` finds, as soon as it is something; fails after a while, naming `what`."""
    end = time.monotonic() + PATIENCE
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"did not happen in {PATIENCE:.0f} s: {what}")
        time.sleep(0.03)


def place(text: str, quote: str, nth: int = 0) -> tuple[int, int]:
    """Where the `nth` occurrence (from 0) of `quote` as whole tokens stands in `text`."""
    spans = tokens(text)
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    at = -1
    while True:
        at = text.index(quote, at + 1)
        if at in starts and at + len(quote) in ends:
            if nth == 0:
                return at, at + len(quote)
            nth -= 1


class Display:
    """One Xvfb, without a window manager."""

    def __init__(self, size: str = "1280x800") -> None:
        reading, writing = os.pipe()
        # Without -noreset the server starts over when its last window goes, and turns the next one away meanwhile.
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as answer:
            self.name = f":{answer.readline().strip()}"
        self.size = size

    def close(self) -> None:
        self._server.terminate()
        self._server.wait()


class Window:
    """The program as a person starts it. Everything that is done goes through X; `close` ends it by SIGTERM."""

    def __init__(self, display: Display, home: Path, project: Path | None = None) -> None:
        self.display = display
        self.project = project
        self._environment = {
            **os.environ,
            "DISPLAY": display.name,
            "QT_QPA_PLATFORM": "xcb",
            "ANNOTATOR_HOME": str(home),
            "ANNOTATOR_THEME": "light",
            "ANNOTATOR_NAME": "Ann",
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        }
        command = [sys.executable, "-m", "annotator", *([str(project)] if project else [])]
        self._errors = home.parent / f"errors-{time.monotonic_ns()}.txt"
        with self._errors.open("wb") as errors:
            self._program = subprocess.Popen(command, env=self._environment, stderr=errors, cwd=home.parent)
        self._id = ""

    # -- on the screen ------------------------------------------------------------------------------------------

    def _tool(self, *words: str) -> str:
        done = subprocess.run(["xdotool", *words], env=self._environment, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    def wait(self, title: str) -> None:
        """Waits for a window with this title, makes it fill the display and gives it the keyboard."""
        self._id = until(lambda: self._search(title), f"a window called {title}").split()[-1]
        self._tool("windowmove", self._id, "0", "0")
        self._tool("windowsize", self._id, *self.display.size.split("x"))
        self._tool("windowfocus", self._id)

    def wait_gone(self, title: str) -> None:
        """Waits until no window with this title is shown."""
        until(lambda: not self._search(title), f"no window called {title} any more")

    def _search(self, title: str) -> str:
        if self._program.poll() is not None:
            raise AssertionError(f"the program has ended by itself: {self.errors}")
        return self._tool("search", "--onlyvisible", "--name", title)

    def keys(self, *names: str, times: int = 1) -> None:
        """Presses keys, one after the other, as xdotool names them."""
        if times > 0:
            self._tool("key", "--delay", _DELAY, *(list(names) * times))

    def type(self, text: str) -> None:
        self._tool("type", "--delay", _DELAY, text)

    def click(self, x: int, y: int, times: int = 1) -> None:
        self._tool("mousemove", str(x), str(y), "click", "--repeat", str(times), "--delay", "60", "1")

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        self._tool("mousemove", str(start[0]), str(start[1]), "mousedown", "1")
        self._tool("mousemove", str(end[0] - 2), str(end[1]))
        self._tool("mousemove", str(end[0]), str(end[1]), "mouseup", "1")

    def select(self, text: str, quote: str, nth: int = 0) -> None:
        """Selects `quote` in the article `text` by keys alone: to the beginning, then by token."""
        at, end = place(text, quote, nth)
        starts = [start for start, _ in tokens(text)]
        inside = [start for start in starts if at <= start < end]
        self.keys("Escape", "Escape", "ctrl+Home")
        self.keys("Right", times=starts.index(at))
        self.keys("shift+Right", times=len(inside))

    # -- the program --------------------------------------------------------------------------------------------

    @property
    def process(self) -> int:
        return self._program.pid

    @property
    def running(self) -> bool:
        return self._program.poll() is None

    @property
    def errors(self) -> str:
        """What the program wrote to the terminal."""
        return self._errors.read_text(errors="replace")

    def kill(self) -> None:
        """`kill -9`: nothing of the program runs any more."""
        self._program.send_signal(signal.SIGKILL)
        self._program.wait()

    def close(self) -> int:
        """Ends the program as the system does at shutdown; its exit status."""
        if self.running:
            self._program.terminate()
        try:
            status = self._program.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._program.kill()
            self._program.wait()
            raise AssertionError("the program did not end when it was told to") from None
        return status

    # -- the file -----------------------------------------------------------------------------------------------

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """What the project file says, read by a program that knows nothing of Annotator."""
        assert self.project is not None, "a project was opened"
        db = sqlite3.connect(f"{self.project.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
        try:
            return db.execute(sql, values).fetchall()
        finally:
            db.close()

    def labels(self) -> list[tuple[str, str]]:
        """(label, quote) of all labels, in reading order."""
        found = self.rows(
            'SELECT label, quote FROM annotation WHERE deleted = 0 ORDER BY article, start, "end" DESC, label'
        )
        return [(str(label), str(quote)) for label, quote in found]

    @staticmethod
    def soon(holds: Callable[[], bool]) -> bool:
        """Whether something comes about within a moment."""
        end = time.monotonic() + 0.5
        while not holds():
            if time.monotonic() > end:
                return False
            time.sleep(0.03)
        return True

    def wait_for(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Waits until a query finds something."""
        return until(lambda: self.rows(sql, *values), f"{sql} {values}")

    def wait_for_label(self, label: str, quote: str) -> None:
        """Waits until the file has this label."""
        self.wait_for("SELECT 1 FROM annotation WHERE deleted = 0 AND label = ? AND quote = ?", label, quote)

    def wait_for_article(self) -> None:
        """Waits until an article is open: its place is written down then."""
        self.wait_for("SELECT 1 FROM place")
