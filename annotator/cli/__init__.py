"""The command line: every job without a window, by the same services as the window. One module for each command.

Exit status: 0 done, 1 something that a person can mend (one line on stderr), 2 wrong usage, 3 partly done.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from annotator import __version__
from annotator.cli.output import fail
from annotator.model.errors import Cancelled, UserError
from annotator.model.phrases import tr

COMMANDS = ("new", "import", "suggest", "export", "info", "check", "handout", "merge", "agreement", "report", "train")
"""In the order in which help lists them. The module of a command is `annotator.cli.<name>_command`."""


class _Commands(click.Group):
    """The commands, each loaded when it is called; whatever else stands first is a project for the window."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"annotator.cli.{cmd_name}_command").command
        assert isinstance(command, click.Command), "each module has its command"
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = next((word for word in args if not word.startswith("-")), None)
        if first not in COMMANDS and not _asks(args):
            args = ["window", *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] == "window":
            return "window", _window, args[1:]
        return super().resolve_command(ctx, args)


def _asks(args: list[str]) -> bool:
    return bool(args) and args[0] in ("--help", "-h", "--version")


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="[PROJECT | COMMAND ...]",
)
@click.version_option(__version__, prog_name="annotator")
def cli() -> None:
    """Label entities, claims and stances in news articles, on your own machine.

    Without a command, the window opens: on PROJECT, or on the start page.
    """


@click.command("annotator")
@click.argument("project", required=False, type=click.Path())
@click.option("--annotator", metavar="NAME", help="Who labels; must be known in the project.")
def _window(project: str | None, annotator: str | None) -> None:
    """Open the window."""
    from pathlib import Path

    from annotator.storage.header import examine
    from annotator.storage.opening import existing

    path = existing(Path(project)) if project is not None else None
    if path is not None:
        examine(path)  # a word on the terminal is better than a window that only says no

    from annotator.ui.app import run

    sys.exit(run(path, annotator))


def main(arguments: list[str] | None = None) -> None:
    """Runs the command line and ends the process."""
    words = sys.argv[1:] if arguments is None else arguments
    as_json = "--json" in words
    try:
        status = cli.main(words, prog_name="annotator", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except UserError as error:
        status = fail(error, as_json=as_json)
    except (Cancelled, click.Abort, KeyboardInterrupt):
        status = fail(
            UserError(tr("Stopped."), hint=tr("Nothing is half done; run it again to go on.")), as_json=as_json
        )
    except BrokenPipeError:
        _forget_stdout()
        status = 0
    _leave(status)


def _leave(status: Any) -> None:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_stdout()
    sys.exit(status if isinstance(status, int) else 0)


def _forget_stdout() -> None:
    """Whoever read our output has gone (`| head`): lets Python end without complaining."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
