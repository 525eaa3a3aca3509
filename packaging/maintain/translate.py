"""Brings the catalogues in `resources/translations` up to date with the texts in the code: `python packaging/maintain/translate.py`.

New texts come in without a translation, texts that are gone leave. With `--check` nothing is written, and the exit
status says whether something is missing.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = ROOT / "resources" / "translations"
KEYWORDS = {"tr": None, "trn": (1, 2), "later": None}


def texts() -> Catalog:
    """Every text of the code that passes through `tr`, `trn` or `later`."""
    found = Catalog()
    for _, _, message, _, _ in extract_from_dir(ROOT / "annotator", [("**.py", "python")], keywords=KEYWORDS):
        found.add(message)
    return found


def missing(catalog: Catalog) -> list[str]:
    """What `catalog` does not translate."""
    return [str(message.id) for message in catalog if message.id and not _translated(message.string)]


def _translated(string: str | tuple[str, ...] | list[str]) -> bool:
    return bool(string) if isinstance(string, str) else bool(string) and all(string)


def main() -> int:
    template, lacking = texts(), 0
    for path in sorted(TRANSLATIONS.glob("*.po")):
        with path.open("rb") as stream:
            catalog = read_po(stream, locale=path.stem)
        catalog.update(template, no_fuzzy_matching=True)
        gaps = missing(catalog)
        lacking += len(gaps)
        print(f"{path.stem}: {len(catalog) - len(gaps):,} of {len(catalog):,} texts are translated")
        if "--check" in sys.argv:
            print("\n".join(f"  {gap}" for gap in gaps))
            continue
        with path.open("wb") as stream:
            write_po(stream, catalog, no_location=True, sort_output=True, ignore_obsolete=True, width=120)
    return 1 if lacking and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
