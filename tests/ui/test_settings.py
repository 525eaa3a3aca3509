"""Settings are kept in the folder that ANNOTATOR_HOME names, and nonsense in the file does no harm."""

from __future__ import annotations

import os
from pathlib import Path

from annotator.ui.settings import RECENT_LIMIT, Settings


def test_everything_is_kept_in_one_file_of_the_home() -> None:
    settings = Settings()
    settings.set_text("look/theme", "dark")
    settings.set_numbers("window/panes", [250, 700, 330])
    settings.set_flag("window/queue", False)
    settings.set_number("window/zoom", 1.25)
    home = Path(os.environ["ANNOTATOR_HOME"])
    assert [path.name for path in home.iterdir()] == ["settings.ini"]
    again = Settings()
    assert again.text("look/theme") == "dark"
    assert again.numbers("window/panes") == [250, 700, 330]
    assert again.flag("window/queue", True) is False
    assert again.number("window/zoom", 1.0) == 1.25


def test_recent_projects_are_newest_first_without_repetition(tmp_path: Path) -> None:
    settings = Settings()
    for number in range(RECENT_LIMIT + 3):
        settings.remember(tmp_path / f"{number}.annotator")
    settings.remember(tmp_path / "5.annotator")
    assert settings.recent[0].name == "5.annotator"
    assert len(settings.recent) == len(set(settings.recent)) == RECENT_LIMIT
    settings.forget(tmp_path / "5.annotator")
    assert "5.annotator" not in {path.name for path in settings.recent}


def test_paths_with_odd_characters_come_back(tmp_path: Path) -> None:
    settings = Settings()
    odd = tmp_path / "Köln, 50% \\ “x”;=[1] 🙂.annotator"
    settings.remember(odd)
    assert Settings().recent == [odd]


def test_keys_are_kept_by_command(tmp_path: Path) -> None:
    settings = Settings()
    settings.set_keys({"desk.note": "m", "edit.undo": "Ctrl+Z Alt+Backspace"})
    assert Settings().keys == {"desk.note": "m", "edit.undo": "Ctrl+Z Alt+Backspace"}
    settings.set_keys({})
    assert Settings().keys == {}


def test_nonsense_in_the_file_gives_the_usual_values() -> None:
    settings = Settings()
    settings.folder.joinpath("settings.ini").write_text(
        "[window]\npanes=a b c\nzoom=large\nqueue=@Invalid()\n[keys]\n", encoding="utf-8"
    )
    again = Settings()
    assert again.numbers("window/panes") == []
    assert again.number("window/zoom", 1.0) == 1.0
