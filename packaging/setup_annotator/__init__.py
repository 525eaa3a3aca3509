"""Sets this folder up on a machine where nothing is prepared. Only the standard library, and no import of `annotator`.

`system` knows what the operating system must bring, `environment` makes the virtual environment from the locked
requirements, `sample` opens the window on the sample corpus and `tests` runs the tests.
"""

from __future__ import annotations

import sys


class SetupError(Exception):
    """Something on this machine a person can mend; the message says what and how."""


def say(text: str) -> None:
    """One line for the person who waits, at once also where the output is a file."""
    print(text, flush=True)


def complain(error: SetupError) -> int:
    """Prints the error; returns the exit status."""
    print(error, file=sys.stderr, flush=True)
    return 1
