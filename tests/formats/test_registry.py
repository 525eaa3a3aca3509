"""The registry knows each format by its name, its files and its folders, and takes in formats of other packages."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from annotator.formats import registry
from annotator.formats.reading import Item, Reading
from annotator.formats.registry import Format, can_write, format_for, format_named, formats
from annotator.model.errors import UserError
from annotator.model.exchange import Row


@pytest.mark.parametrize("each", formats(), ids=lambda each: each.name)
def test_each_format_is_found_by_its_name_and_can_do_something(each: Format) -> None:
    assert format_named(each.name) is each
    assert each.title
    assert each.read or each.write
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in each.suffixes)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("a.txt", "text"),
        ("A.TXT", "text"),
        ("a.jsonl", "jsonl"),
        ("a.json", "json"),
        ("a.CSV", "csv"),
        ("a.tsv", "tsv"),
        ("a.htm", "html"),
    ],
)
def test_files_are_known_by_their_endings(tmp_path: Path, name: str, wanted: str) -> None:
    path = tmp_path / name
    path.write_text("x", encoding="utf-8")
    found = format_for(path)
    assert found is not None
    assert found.name == wanted


def test_an_unknown_ending_is_no_format(tmp_path: Path) -> None:
    assert format_for(tmp_path / "a.xyz") is None


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UserError, match="jsonl"):
        format_named("nonsense")
    with pytest.raises(UserError, match="jsonl"):
        can_write("text")


def test_a_format_of_another_package_takes_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(path: Path, reading: Reading) -> Iterator[Item]:
        yield Row(path.read_text(encoding="utf-8").upper())

    shout = Format("shout", "Shouting", (".txt",), read=read, recognises=lambda path, head: head.startswith(b"!"))

    class Point:
        name = "shout"

        def load(self) -> Format:
            return shout

    monkeypatch.setattr(metadata, "entry_points", lambda group: [Point()] if group == "annotator.formats" else [])
    registry._added.cache_clear()
    registry.formats.cache_clear()
    try:
        (tmp_path / "a.txt").write_text("!hello", encoding="utf-8")
        (tmp_path / "b.txt").write_text("hello", encoding="utf-8")
        assert format_for(tmp_path / "a.txt") is shout
        assert format_for(tmp_path / "b.txt") is not shout
        assert format_named("shout") is shout
    finally:
        registry._added.cache_clear()
        registry.formats.cache_clear()


def test_what_systems_leave_behind_is_not_listed(tmp_path: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "a.txt", "~$b.txt", "c.txt~", "b.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    for name in ("__MACOSX", "sub", ".git"):
        (tmp_path / name).mkdir()
    assert registry.folder_contents(tmp_path) == (["a.txt", "b.txt"], ["sub"])
