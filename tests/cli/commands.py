"""Runs the command line in this process, as the shell would."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from annotator.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Shell:
    """Runs commands and catches what they print."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self._capfd = capfd

    def run(self, *words: object) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        out, err = self._capfd.readouterr()
        status = ended.value.code
        assert isinstance(status, int)
        assert "Traceback" not in err
        return Ran(status, out, err)

    def ok(self, *words: object) -> Any:
        """Runs a command with `--json` that must succeed, and returns its object."""
        ran = self.run(*words, "--json")
        assert (ran.status, ran.err) == (0, "")
        return ran.json
