"""The languages that the application speaks: gettext catalogues in `resources/translations`, help pages beside the English ones."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from annotator.model.phrases import SOURCE, language, use_catalogue
from annotator.resources_path import resource


def languages() -> dict[str, str]:
    """Code -> the language's own name, English first."""
    from babel import Locale

    codes = [SOURCE, *(path.stem for path in sorted(resource("translations").glob("*.po")))]
    return {code: str(Locale.parse(code).get_display_name(code)).capitalize() for code in codes}


def best_of(wanted: Iterable[str]) -> str:
    """The first of `wanted` (codes such as `de-AT`, in order of preference) that is there, else English."""
    for code in wanted:
        language = code.replace("_", "-").split("-")[0].lower()
        if language == SOURCE or _file(language).is_file():
            return language
    return SOURCE


def speak(code: str) -> None:
    """Shows all texts in the language `code` from now on; in English where there is no such catalogue."""
    if not _file(code).is_file():
        use_catalogue(SOURCE, NullTranslations(), ",")
        return
    from babel import Locale

    use_catalogue(code, read_catalogue(_file(code)), Locale.parse(code).number_symbols["latn"]["group"])


def read_catalogue(path: Path) -> GNUTranslations:
    """A catalogue as translators write it (https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html)."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with path.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=path.stem))
    compiled.seek(0)
    return GNUTranslations(compiled)


def help_page(name: str) -> Path:
    """The help page `name` in the language that is spoken, else in English."""
    translated = resource("help", language(), f"{name}.md")
    return translated if translated.is_file() else resource("help", f"{name}.md")


def _file(code: str) -> Path:
    return resource("translations", f"{code}.po")
