"""Resources are found in a wheel, in an editable install and in a bare clone, and each has all of them."""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.places import ROOT, python

LOOK = """
import json, site, sys
repository, folder, how = sys.argv[1:]
sys.path[:] = [each for each in sys.path if each not in ("", repository)]
site.addsitedir(folder) if how == "site" else sys.path.insert(0, folder)
import annotator
from annotator.resources_path import resource
found = [str(path.relative_to(resource())) for path in resource().rglob("*") if path.is_file()]
print(json.dumps({"package": annotator.__file__, "resources": str(resource()), "found": sorted(found)}))
"""

BUILD = """
import hatchling.build, sys
folder, editable = sys.argv[1:]
print((hatchling.build.build_editable if editable == "editable" else hatchling.build.build_wheel)(folder))
"""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository in a path with spaces, as a clone has it."""
    copy = tmp_path_factory.mktemp("a path with spaces") / "annotator"
    copy.mkdir()
    for name in ("annotator", "resources"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    return copy


def built(clone: Path, folder: Path, kind: str) -> Path:
    """A folder with what is inside the wheel of this kind."""
    told = python(BUILD, str(folder), kind, cwd=clone)
    assert told.returncode == 0, told.stderr
    inside = folder / kind
    with zipfile.ZipFile(folder / told.stdout.split()[-1]) as wheel:
        wheel.extractall(inside)
    return inside


def look(folder: Path, how: str) -> dict[str, object]:
    told = python(LOOK, str(ROOT), str(folder), how, cwd=folder.parent)
    assert told.returncode == 0, told.stderr
    return dict(json.loads(told.stdout))


def resources() -> list[str]:
    folder = ROOT / "resources"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_wheel_carries_its_resources(clone: Path, tmp_path: Path) -> None:
    inside = built(clone, tmp_path, "wheel")
    seen = look(inside, "path")
    assert seen == {
        "package": str(inside / "annotator" / "__init__.py"),
        "resources": str(inside / "annotator" / "_resources"),
        "found": resources(),
    }


def test_a_wheel_brings_the_command_and_its_licence_and_no_tests(clone: Path, tmp_path: Path) -> None:
    inside = built(clone, tmp_path, "wheel")
    (points,) = inside.glob("*.dist-info/entry_points.txt")
    assert "annotator = annotator.cli:main" in points.read_text("utf-8")
    assert list(inside.glob("*.dist-info/licenses/LICENSE"))
    assert sorted(path.name for path in inside.iterdir() if path.suffix != ".dist-info") == ["annotator"]


def test_an_editable_install_reads_the_resources_where_they_lie(clone: Path, tmp_path: Path) -> None:
    inside = built(clone, tmp_path, "editable")
    assert not (inside / "annotator").exists(), "a copy would grow old"
    seen = look(inside, "site")
    assert seen == {
        "package": str(clone / "annotator" / "__init__.py"),
        "resources": str(clone / "resources"),
        "found": resources(),
    }


def test_a_bare_clone_needs_no_install(clone: Path) -> None:
    seen = look(clone, "path")
    assert seen == {
        "package": str(clone / "annotator" / "__init__.py"),
        "resources": str(clone / "resources"),
        "found": resources(),
    }


def test_an_incomplete_install_says_so(clone: Path, tmp_path: Path) -> None:
    shutil.copytree(clone / "annotator", tmp_path / "annotator")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from annotator.resources_path import resource; resource('icons')"
    told = python(code, cwd=tmp_path)
    assert told.returncode == 1
    assert "Install Annotator again." in told.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the paths of one system are enough")
def test_the_version_of_the_package_is_that_of_the_wheel(clone: Path, tmp_path: Path) -> None:
    from annotator import __version__

    built(clone, tmp_path, "wheel")
    assert [path.name for path in tmp_path.glob("*.whl")] == [f"annotator-{__version__}-py3-none-any.whl"]
