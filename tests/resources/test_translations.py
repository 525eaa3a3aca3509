"""The translation that is shipped beside English is complete: every text, every value in it, every help page with its keys."""

from __future__ import annotations

import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from annotator.resources_path import resource
from annotator.services.languages import read_catalogue

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted(resource("translations").glob("*.po"))
PAGES = sorted(resource("help").glob("*.md"))
CODE = re.compile(r"`[^`]+`")


def values(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_a_language_is_shipped_beside_english() -> None:
    assert [path.stem for path in CATALOGUES] == ["de"]


def test_no_text_of_the_code_is_missing() -> None:
    tool = ROOT / "packaging" / "maintain" / "translate.py"
    done = subprocess.run([sys.executable, str(tool), "--check"], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_every_value_of_a_text_stands_in_its_translation(path: Path) -> None:
    with path.open("rb") as stream:
        catalog = read_po(stream, locale=path.stem)
    for message in catalog:
        if isinstance(message.id, str):
            assert values(str(message.string)) == values(message.id), message.id
        else:
            for form in message.string:
                assert values(form) <= values(message.id[1]) | {"n"}, message.id
            assert values(message.string[-1]) == values(message.id[1]), message.id


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_can_be_read_by_the_program(path: Path) -> None:
    catalogue = read_catalogue(path)
    assert catalogue.gettext("Close") != "Close"
    assert catalogue.ngettext("{n} article", "{n} articles", 2) != "{n} articles"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", [path.stem for path in CATALOGUES])
def test_every_help_page_is_translated_with_its_keys_and_headings(language: str, page: Path) -> None:
    ours = page.read_text("utf-8")
    theirs = resource("help", language, page.name).read_text("utf-8")
    assert set(CODE.findall(ours)) <= set(CODE.findall(theirs))
    assert len(re.findall(r"^#+ ", ours, re.MULTILINE)) == len(re.findall(r"^#+ ", theirs, re.MULTILINE))
    assert len(re.findall(r"^\|", ours, re.MULTILINE)) == len(re.findall(r"^\|", theirs, re.MULTILINE))
