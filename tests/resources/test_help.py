"""The help pages say what is so: their keys are the program's, their examples are in the sample, their links lead somewhere."""

from __future__ import annotations

import json
import re

import pytest

from annotator.model.schema_json import schema_from_json
from annotator.resources_path import resource
from annotator.ui.actions import menus, table
from annotator.ui.desk.commands import schema_keys
from annotator.ui.review.keys import LETTERS

PAGES = sorted(resource("help").glob("*.md"))
NAMES = {"Enter": "Return", "Delete": "Del", "PgDn": "PgDown"}


def as_in_the_table(key: str) -> str:
    """A key as people write it, by the name that the table of commands has."""
    held, plus, last = key[:-1].rpartition("+")
    last += key[-1]
    if held == "Shift" and len(last) == 1:  # people write the capital that it makes
        last = last.lower()
    return held + plus + NAMES.get(last, last)


def test_the_keys_on_the_page_of_keys_are_those_of_the_program() -> None:
    schema = schema_from_json(json.loads(resource("schemas", "news.json").read_text(encoding="utf-8")))
    known = {key for entry in table() for key in entry.keys.split()} | set(schema_keys(schema))
    known |= {label.key for layer in schema.layers for label in layer.labels}
    # Moving the caret belongs to the article view and is in no table.
    known |= {f"Alt+{name[name.index('&') + 1]}" for name in menus().values()}
    known |= {"Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDown", "Shift", "Alt"}
    known |= LETTERS
    page = resource("help", "keys.md").read_text(encoding="utf-8")
    written = [key for line in page.splitlines() if line.startswith("| `") for key in re.findall(r"`([^`]+)`", line)]
    assert len(written) > 60
    assert [key for key in written if as_in_the_table(key) not in known] == []


def test_every_command_with_a_letter_for_its_key_is_on_the_page_of_keys() -> None:
    page = resource("help", "keys.md").read_text(encoding="utf-8")
    written = {as_in_the_table(key) for key in re.findall(r"`([^`]+)`", page)}
    for entry in table():
        if entry.id.startswith("desk.") and entry.keys:
            assert written & set(entry.keys.split()), entry.text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_between_help_pages_lead_to_pages(page: object) -> None:
    text = resource("help", str(page)).read_text(encoding="utf-8")
    assert text.startswith("# ")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert resource("help", target).is_file(), target


def test_the_examples_are_in_the_sample() -> None:
    sample = " ".join(resource("sample", "articles.jsonl").read_text(encoding="utf-8").split()).replace('\\"', '"')
    for name in ("claims-and-stances.md", "first-article.md"):
        page = " ".join(resource("help", name).read_text(encoding="utf-8").replace("*", "").split())
        # Quotations of at least four words; shorter ones may be words of the program or of the guidelines.
        for quoted in re.findall(r"“([^“”]+)”", page):
            if len(quoted.split()) >= 4:
                assert quoted.rstrip(",.?") in sample, quoted
