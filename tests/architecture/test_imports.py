"""One direction of imports; Qt, spaCy and SQLite each in their room; a start that waits for none of the slow ones."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.places import ROOT, python

LIMIT = 400
"""Lines of a module."""

SLOW = {
    "spacy",
    "thinc",
    "numpy",
    "trafilatura",
    "lxml",
    "dateparser",
    "charset_normalizer",
    "sqlite_utils.cli",
    "httpx",
}
"""Not wanted before the first picture, nor before the answer of a quick command."""

WITHOUT_QT = """
import importlib, json, pkgutil, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError(f"{name} is not to be imported here")

sys.meta_path.insert(0, NoQt())
import annotator
names = [found.name for found in pkgutil.walk_packages(annotator.__path__, "annotator.")]
names = [name for name in names if not name.startswith("annotator.ui") and name != "annotator.__main__"]
for name in names:
    importlib.import_module(name)
print(json.dumps(names))
"""


def modules() -> list[Path]:
    folders = ("annotator", "packaging", "tests")
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py") if ".venv" not in path.parts)


def test_the_import_contracts_of_pyproject_hold() -> None:
    code = "import sys; from importlinter.cli import lint_imports_command; sys.argv = ['lint-imports', '--no-cache']; lint_imports_command()"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "0 broken" in told.stdout


def test_everything_below_the_window_can_be_imported_where_there_is_no_qt() -> None:
    told = python(WITHOUT_QT)
    assert told.returncode == 0, told.stderr
    names = json.loads(told.stdout)
    for room in ("model", "storage", "nlp", "formats", "services", "cli"):
        assert f"annotator.{room}" in names


@pytest.mark.parametrize("module", ["annotator.cli", "annotator.ui.app"])
def test_a_start_does_not_import_what_is_slow(module: str) -> None:
    told = python(f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))")
    assert told.returncode == 0, told.stderr
    assert SLOW.isdisjoint(json.loads(told.stdout))


def test_no_module_is_large() -> None:
    lines = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert len(lines) > 100
    assert {name: count for name, count in lines.items() if count > LIMIT} == {}


def test_a_module_begins_with_what_it_is_for() -> None:
    inside = [path for path in modules() if "annotator" in path.relative_to(ROOT).parts]
    silent = [path for path in inside if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert [str(path.relative_to(ROOT)) for path in silent] == []
